"""The house stands as its page says: layers, front door, lazy imports, every kind complete."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
import typing
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from conftest import FORMATS, KINDS, ROOT, SAMPLES

import docgen
from docgen.formats import FORMATS as ALL_FORMATS
from docgen.library.layers import LANGUAGES
from docgen.schemas import model_for

FORMAT_LIBRARIES = (
    "docx",
    "pptx",
    "weasyprint",
    "lxml",
    "openpyxl",
    "pikepdf",
    "pypdfium2",
    "jinja2",
    "pydantic",
    "markdown",
)


def test_imports_go_down_only() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_front_door_is_sorted_and_true() -> None:
    assert docgen.__all__ == sorted(docgen.__all__)
    assert dir(docgen) == docgen.__all__
    for name in docgen.__all__:
        assert getattr(docgen, name).__module__.startswith("docgen.")


def test_a_name_that_is_not_at_the_front_door_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'rendr'"):
        docgen.rendr  # noqa: B018


def test_importing_docgen_loads_no_format_library() -> None:
    script = f"import sys, docgen; print([m for m in {FORMAT_LIBRARIES!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loading_an_engine_does_not_load_the_others() -> None:
    script = (
        "import sys; from docgen.engines import engine_for; engine_for('docx');"
        "print([m for m in ('weasyprint', 'docgen.engines.pptx', 'docxtpl', 'docx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_asking_for_the_kinds_loads_no_schema_and_reading_a_file_only_its_own() -> None:
    script = (
        "import sys, docgen; docgen.kinds();"
        "print([m for m in sys.modules if m.startswith('pydantic')]);"
        "from docgen.loading import load_document; from pathlib import Path;"
        "load_document(Path('samples/screening.services.en.yaml'));"
        f"print([kind for kind in {KINDS} if f'docgen.schemas.{{kind}}' in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["[]", "['screening']", ""]


def test_the_formats_are_those_promised() -> None:
    assert tuple(ALL_FORMATS) == FORMATS


@pytest.mark.parametrize(("readme", "titled"), [("README.md", "{en} {zh}"), ("README.zh.md", "{zh}")])
def test_the_readmes_list_every_kind_by_its_title_as_a_deal_goes_on(readme: str, titled: str) -> None:
    listed = re.findall(r"(?m)^\| (.+?) \| `(\w+)` \| ", (ROOT / readme).read_text(encoding="utf-8"))
    in_order = sorted(docgen.kinds().values(), key=lambda kind: kind.order)
    said = [titled.format(en=kind.title_en[0].lower() + kind.title_en[1:], zh=kind.title_zh) for kind in in_order]
    assert listed == list(zip(said, [kind.name for kind in in_order], strict=True))


@pytest.mark.parametrize("kind", docgen.kinds().values(), ids=KINDS)
def test_a_record_agrees_with_the_schema_and_the_catalogue_of_labels(kind: docgen.Kind) -> None:
    assert kind.schema == f"{kind.model.__module__}:{kind.model.__name__}"
    assert typing.get_args(kind.model.model_fields["kind"].annotation) == (kind.name,)
    titles = docgen.Workspace().opened.labels_for(kind.name, "").title_of(kind.name)
    assert titles == (kind.title_en, kind.title_zh)
    fields = set(kind.model.model_fields)
    named = {
        *kind.entries,
        *filter(None, [kind.rows]),
        *kind.starter.wanted,
        *kind.starter.examples,
        *kind.starter.items,
    }
    assert {path.partition(".")[0] for path in named} <= fields
    assert {"include", "objections", "cases", "legal"} & fields == set(kind.entries)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_schema_samples_and_templates(kind: str) -> None:
    assert model_for(kind).__doc__
    languages = {sample.stem.rsplit(".", 1)[1] for sample in SAMPLES if sample.name.startswith(f"{kind}.")}
    industries = {sample.stem.split(".")[1] for sample in SAMPLES if sample.name.startswith(f"{kind}.")}
    assert {"zh", "en"} <= languages
    assert {"manufacturing", "services"} <= industries
    for file_format in FORMATS:
        suffix = ALL_FORMATS[file_format].suffix
        names = [f"{kind}.{suffix}"] if file_format == "pdf" else [f"{kind}.{code}.{suffix}" for code in LANGUAGES]
        assert all((ROOT / "templates" / suffix / "base" / name).is_file() for name in names)


def test_every_verb_of_the_command_line_is_in_the_readme() -> None:
    from docgen.cli import cli

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in cli.commands if f"docgen {name}" not in readme] == []


def needs(extra: str = "") -> set[str]:
    """The distributions that docgen needs, or those of an extra, by their normalized names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line).group()).lower() for line in lines}  # type: ignore[union-attr]


@pytest.mark.parametrize("extra", ["", "oracle"])
def test_every_dependency_is_named_in_the_readme_with_its_reason(extra: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"(?m)^\| ([\w.-]+) \| \w", readme)}
    assert needs(extra) - named == set()


def imported(folder: str) -> dict[str, str]:
    """The distributions that the modules below a folder import, each with one of these modules."""
    known, found = packages_distributions(), dict[str, str]()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for top in {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names):
                for name in known.get(top, [top]):
                    found[re.sub(r"[-_.]+", "-", name).lower()] = path.relative_to(ROOT).as_posix()
    return found


ASKED_FOR_OTHERWISE = {
    "psutil": "loky ends a worker together with the programs that it started with it",
    "resvg-py": "the process that draws an SVG imports it, from a script in office/pictures/svg.py",
}


def test_every_dependency_is_imported_and_every_import_is_a_dependency() -> None:
    ours = {"docgen", "docgen-sales"}
    assert needs() - set(imported("docgen")) == set(ASKED_FOR_OTHERWISE)
    assert {name: file for name, file in imported("docgen").items() if name not in needs() | ours} == {}
    assert "resvg" in (ROOT / "docgen/engines/office/pictures/svg.py").read_text(encoding="utf-8")


def test_the_oracle_s_packages_are_used_by_tests_and_makers_and_by_nothing_else() -> None:
    users = {**imported("tools"), **imported("tests")}
    assert needs("oracle") <= set(users)
    assert needs("oracle") & set(imported("docgen")) == set()


def test_the_types_go_with_the_package() -> None:
    assert (ROOT / "docgen/py.typed").read_bytes() == b""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["packages"] == ["docgen"]


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", docgen.__version__)
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"]


INSIDES = {"part", "blank", "loop", "edit", "entry"}
"""Internal fields of a Decision, which are not part of the public API."""


def types_in(annotation: object) -> Iterator[type]:
    origin = typing.get_origin(annotation)
    for one in (annotation, origin):
        if isinstance(one, type):
            yield one
    for part in typing.get_args(annotation):
        for inner in part if isinstance(part, list) else [part]:
            yield from types_in(inner)


def annotations_of(name: str) -> Iterator[tuple[str, object]]:
    """Where a public name's annotations stand, and what they say: of a function, or of a class's public parts."""
    public, named = getattr(docgen, name), {known: getattr(docgen, known) for known in docgen.__all__}
    functions = {"": public} if inspect.isfunction(public) else {}
    if isinstance(public, type):
        fields = typing.get_type_hints(public, localns=named)
        yield from ((f"{name}.{field}", said) for field, said in fields.items() if field[0] != "_")
        for part, value in inspect.getmembers_static(public):
            inner = getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", value)
            if part[0] != "_" and inspect.isfunction(inner) and inner.__module__.startswith("docgen."):
                functions[f".{part}"] = inner
    for part, function in functions.items():
        for argument, said in typing.get_type_hints(function, localns=named).items():
            yield f"{name}{part}({argument})", said


@pytest.mark.parametrize("name", docgen.__all__)
def test_every_type_that_the_front_door_takes_or_gives_has_a_public_name(name: str) -> None:
    public = {getattr(docgen, known) for known in docgen.__all__}
    hidden = [
        (place, kind.__name__)
        for place, said in annotations_of(name)
        for kind in types_in(said)
        if kind.__module__.startswith("docgen.") and kind not in public
    ]
    assert [found for found in hidden if name != "Decision" or found[0].partition(".")[2] not in INSIDES] == []


def test_no_file_of_the_package_is_far_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "docgen").rglob("*.py")}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > 350} == {}
