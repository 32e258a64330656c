"""The house stands as its page says: layers, front door, lazy imports, every kind complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import FORMATS, KINDS, ROOT, SAMPLES

import docgen
from docgen.engines import FORMATS as ENGINE_FORMATS
from docgen.engines import TEMPLATE_SUFFIX
from docgen.schemas import KINDS as SCHEMA_KINDS
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


def test_the_kinds_and_formats_are_those_promised() -> None:
    assert tuple(SCHEMA_KINDS) == KINDS
    assert tuple(ENGINE_FORMATS) == FORMATS


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_schema_samples_templates_and_a_mention(kind: str) -> None:
    assert model_for(kind).__doc__
    languages = {sample.stem.rsplit(".", 1)[1] for sample in SAMPLES if sample.name.startswith(f"{kind}.")}
    industries = {sample.stem.split(".")[1] for sample in SAMPLES if sample.name.startswith(f"{kind}.")}
    assert {"zh", "en"} <= languages
    assert {"manufacturing", "services"} <= industries
    for file_format in FORMATS:
        suffix = TEMPLATE_SUFFIX[file_format]
        assert (ROOT / "templates" / suffix / "base" / f"{kind}.{suffix}").is_file()
    assert f"`{kind}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_verb_of_the_command_line_is_in_the_readme() -> None:
    from docgen.cli import cli

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in cli.commands if f"docgen {name}" not in readme] == []


def test_every_dependency_is_named_in_the_readme_with_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    assert block
    names = re.findall(r'"([\w.-]+)', block.group(1))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"\| {re.escape(name)} \| \w", readme)] == []


def test_no_file_of_the_package_is_far_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "docgen").rglob("*.py")}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > 350} == {}
