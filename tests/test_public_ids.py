"""A client's file names the library's entries by random ids, which a library has for each of its entries."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import FORMATS, ROOT, SAMPLES, loaded

import docgen
from docgen.cli import cli
from docgen.engines import engine_for
from docgen.library import open_library
from docgen.library.editions import entry_files, new_public_id, public_ids

SAMPLE = ROOT / "samples" / "proposal.services.en.yaml"
TODAY = date(2026, 11, 24)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A library whose cases have no public id: one in both languages, one in English."""
    folder = tmp_path / "acme"
    (folder / "cases").mkdir(parents=True)
    for target, source in (("north-bank.en", "svc-metro-clinics.en"), ("north-bank.zh", "svc-metro-clinics.zh"),
                           ("south-mill.en", "svc-lakeside-hotels.en")):  # fmt: skip
        text = (ROOT / f"templates/cases/{source}.md").read_text(encoding="utf-8")
        text = re.sub(r"^(public_id|case_id): .*\n", "", text, flags=re.MULTILINE)
        (folder / f"cases/{target}.md").write_text(text, encoding="utf-8")
    return folder


def ids_in(folder: Path) -> dict[str, str | None]:
    return {file.path.name: file.public_id for file in entry_files(open_library(folder)) if folder in file.path.parents}


def rendered(
    folder: Path, audience: str, file_format: str = "docx", case: str = "north-bank"
) -> docgen.pipeline.Rendered:
    document = docgen.load(SAMPLE).model_copy(update={"cases": (case,)})
    workspace = docgen.Workspace(library=folder, today=lambda: TODAY, drafts=True)
    return docgen.render(document, file_format, audience=audience, workspace=workspace)


def test_every_shipped_entry_has_one_of_its_own_shared_by_its_languages() -> None:
    files = list(entry_files(open_library()))
    assert [file.path.name for file in files if file.needs_id and not file.public_id] == []
    ids = public_ids(open_library())
    assert all(len(own) == 1 for own in ids.values())
    assert len({i for own in ids.values() for i in own}) == len(ids) == len({file.entry for file in files})


def test_a_new_id_is_letters_alone_and_never_the_same() -> None:
    ids = {new_public_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(re.fullmatch("[a-z]{12}", public_id) for public_id in ids)


def test_the_verb_gives_ids_to_those_without_and_touches_nothing_else(company: Path) -> None:
    before = {path.name: path.read_text(encoding="utf-8") for path in (company / "cases").iterdir()}
    shown = CliRunner().invoke(cli, ["library", "ids", str(company), "--dry-run"])
    assert shown.output.count("\n+public_id: ") == 3
    assert set(ids_in(company).values()) == {None}
    done = CliRunner().invoke(cli, ["library", "ids", str(company)])
    assert "3 files without a public id" in done.output
    ids = ids_in(company)
    assert ids["north-bank.en.md"] == ids["north-bank.zh.md"] != ids["south-mill.en.md"]
    after = {path.name: path.read_text(encoding="utf-8") for path in (company / "cases").iterdir()}
    assert {name: re.sub(r"public_id: .*\n", "", text) for name, text in after.items()} == before
    assert "0 files" in CliRunner().invoke(cli, ["library", "ids", str(company)]).output


def test_a_translation_gets_the_id_that_the_entry_has(company: Path) -> None:
    docgen.give_public_ids(company).save()
    had = ids_in(company)["south-mill.en.md"]
    text = (company / "cases/south-mill.en.md").read_text(encoding="utf-8").replace(f"public_id: {had}\n", "")
    (company / "cases/south-mill.zh.md").write_text(text.replace("language: en", "language: zh"), encoding="utf-8")
    docgen.give_public_ids(company).save()
    assert ids_in(company)["south-mill.zh.md"] == had


def test_an_industry_s_file_of_ones_own_gets_one(tmp_path: Path) -> None:
    text = (ROOT / "templates/industries/retail.yaml").read_text(encoding="utf-8")
    (tmp_path / "industries").mkdir()
    own = re.sub(r"^public_id: .*\n", "", text, flags=re.MULTILINE).replace("id: retail", "id: toys", 1)
    (tmp_path / "industries/toys.yaml").write_text(own, encoding="utf-8")
    docgen.give_public_ids(tmp_path).save()
    assert re.search(r"^id: toys\npublic_id: [a-z]{12}$", (tmp_path / "industries/toys.yaml").read_text(), re.MULTILINE)
    assert open_library(tmp_path).industry("toys", "en").public_id


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_client_s_file_names_no_entry_and_is_found_by_the_library(
    company: Path, file_format: str, tmp_path: Path
) -> None:
    docgen.give_public_ids(company).save()
    made = rendered(company, "client", file_format)
    path = made.save(tmp_path / "out")
    public_id = ids_in(company)["north-bank.en.md"]
    assert public_id in [used.split()[0] for used in docgen.inspect(path).stamp.entries]
    found = docgen.used_in("north-bank", tmp_path / "out", docgen.Workspace(library=company))
    assert [used.split()[0] for _, _, used in found] == [public_id]
    assert docgen.used_in("north-bank", tmp_path / "out") == ()  # the shipped library doesn't know the entry
    done = CliRunner().invoke(
        cli, ["library", "used-in", "cases/north-bank", str(path.parent), "--library", str(company)]
    )
    assert public_id in done.output


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_entry_without_one_is_in_a_client_s_file_by_version_and_digest_alone(
    company: Path, file_format: str
) -> None:
    made = rendered(company, "client", file_format)
    assert [used for used in made.stamp.entries if re.fullmatch(r"1\.1 [0-9a-f]{16}", used)]
    assert "north-bank" not in "".join(text for _, text in engine_for(file_format).searchable(made.data))
    assert any(
        used.startswith("cases/north-bank 1.1 ") for used in rendered(company, "internal", file_format).stamp.entries
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("file_format", FORMATS)
def test_no_id_of_an_entry_is_in_a_client_s_file(sample: Path, file_format: str, rendered: object) -> None:
    document = loaded(sample)
    named = {name for field in ("cases", "objections", "legal", "include") for name in getattr(document, field, ())}
    ids = {name if isinstance(name, str) else name.objection_id for name in named}
    path = rendered(sample, file_format, "client")  # type: ignore[operator]
    whole = "\n".join(text for _, text in engine_for(file_format).searchable(path.read_bytes()))
    # an id of one word (acceptance, warranty) is a word of the document too
    assert [entry for entry in ids if "-" in entry and re.search(rf"(?<![\w-]){entry}(?![\w-])", whole)] == []


def test_the_digest_beside_it_depends_on_what_the_client_is_shown_alone(company: Path) -> None:
    before = rendered(company, "client").stamp.entries
    for name in ("north-bank.en.md",):
        path = company / "cases" / name
        path.write_text(path.read_text(encoding="utf-8").replace("owner: ", "owner: A. N. Other, "), encoding="utf-8")
    assert rendered(company, "client").stamp.entries == before
    path.write_text(
        path.read_text(encoding="utf-8").replace("## Challenge\n", "## Challenge\n\nNew.\n"), encoding="utf-8"
    )
    assert rendered(company, "client").stamp.entries != before


@pytest.mark.slow
def test_lint_tells_of_entries_without_one_and_of_one_that_two_have(company: Path) -> None:
    (problem,) = (p for p in docgen.lint_library(company).problems if p.code.startswith("entry.public_id"))
    assert (problem.code, problem.severity) == ("entry.public_id", "warning")
    assert "cases/north-bank, cases/south-mill" in problem.message
    docgen.give_public_ids(company).save()
    assert [p for p in docgen.lint_library(company).problems if p.code.startswith("entry.public_id")] == []
    copied = (company / "cases/south-mill.en.md").read_text(encoding="utf-8")
    (company / "cases/east-mill.en.md").write_text(copied, encoding="utf-8")
    (problem,) = (p for p in docgen.lint_library(company).problems if p.code.startswith("entry.public_id"))
    assert (problem.code, problem.severity) == ("entry.public_id_doubled", "error")
    assert "cases/east-mill, cases/south-mill" in problem.message


def test_an_id_typed_by_hand_is_refused_with_what_to_do(company: Path) -> None:
    path = company / "cases/north-bank.en.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("---\n", "---\npublic_id: northbank1\n", 1), encoding="utf-8"
    )
    with pytest.raises(docgen.LibraryError, match="docgen library ids"):
        rendered(company, "client")


def test_a_new_library_has_ids_for_its_examples(tmp_path: Path) -> None:
    for name in ("one", "two"):
        docgen.start_library(tmp_path / name, copies=())
    one, two = (public_ids(open_library(tmp_path / name)) for name in ("one", "two"))
    for entry in ("objections/example-objection", "cases/example-case"):
        assert len(one[entry]) == 1
        assert one[entry] != two[entry]
    assert [p for p in docgen.lint_library(tmp_path / "one").problems if p.code.startswith("entry.public_id")] == []


def test_a_new_objection_gets_one_and_its_translation_the_same(tmp_path: Path) -> None:
    objections = docgen.Objections(docgen.Workspace(library=tmp_path, today=lambda: TODAY))
    given = {
        "category": "price", "underlying_concern": "Budget.", "respond": "Look at three years.",
        "client_answer": "Over three years it pays.", "owner": "A. Keeper", "proof": "1:3 | report of 2026",
    }  # fmt: skip
    for language, verbatim in (("en", "Why so dear?"), ("zh", "怎么这么贵？")):
        objections = docgen.Objections(docgen.Workspace(library=tmp_path, today=lambda: TODAY))
        objections.add("so-dear", {**given, "verbatim": verbatim}, language=language).save()
    ids = ids_in(tmp_path)
    assert ids["so-dear.en.md"] == ids["so-dear.zh.md"] is not None
    draft = docgen.Objections(docgen.Workspace(library=tmp_path, today=lambda: TODAY))
    changed = draft.edit("so-dear", {"verbatim": "Why is it so dear?"}, language="en")
    changed.save()
    assert ids_in(tmp_path)["so-dear.en.md"] == ids["so-dear.zh.md"]
