"""A new company library passes lint and renders, and no existing file is overwritten."""

import hashlib
import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, SAMPLES, loaded

import docgen
from docgen.cli import cli

INDUSTRIES = sorted(path.stem for path in (ROOT / "templates" / "industries").glob("*.yaml"))
SCREENING = ROOT / "samples" / "screening.services.en.yaml"
PLAYBOOK = ROOT / "samples" / "playbook.services.en.yaml"


def run(*args: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", ["zh", "en", "zh+en"])
@pytest.mark.parametrize("industry", INDUSTRIES)
@pytest.mark.mostly_slow(keep=("manufacturing", "services"))
def test_a_new_library_lints_clean(industry: str, language: str, tmp_path: Path) -> None:
    docgen.start_library(tmp_path / "acme", industry=industry, language=language)
    report = docgen.lint_library(tmp_path / "acme")
    assert [finding.show() for finding in report.findings if finding.code != "brand.logo"] == []
    opened = docgen.Workspace(library=tmp_path / "acme").opened
    reported = docgen.check_objections(opened, date(2026, 11, 24), language.split("+"))
    assert [finding.show() for finding in reported if finding.file.startswith("acme/")] == []


def test_a_new_library_with_copies_lints_clean_and_they_are_used(tmp_path: Path) -> None:
    copies = ["proposal.docx", "minutes.html", "screening.pptx", "industries/retail.yaml"]
    started = docgen.start_library(tmp_path / "acme", copies=copies)
    findings = docgen.lint_library(started.folder).findings
    assert [finding.show() for finding in findings if finding.code != "brand.logo"] == []
    languages = ("zh", "en", "zh+en")
    assert {f"docx/{place}/proposal.{code}.docx" for place in ("base", "services") for code in languages} <= set(
        started.written
    )
    workspace = docgen.Workspace(library=started.folder)
    for kind, file_format in (("proposal", "docx"), ("minutes", "pdf"), ("screening", "pptx")):
        tried = docgen.which_template(kind, file_format, industry="services", workspace=workspace)
        assert tried[-1][0].startswith("acme/")


def test_a_library_of_one_language_gets_its_copies_in_that_language(tmp_path: Path) -> None:
    started = docgen.start_library(tmp_path, language="en", copies=["screening.docx"])
    assert [name for name in started.written if name.startswith("docx/")] == ["docx/base/screening.en.docx"]


def test_documents_look_as_with_the_built_in_library_until_something_is_changed(tmp_path: Path) -> None:
    docgen.start_library(tmp_path / "acme", industry="services")
    own = docgen.Workspace(library=tmp_path / "acme")
    for sample in (path for path in SAMPLES if ".services." in path.name):
        made = docgen.render(loaded(sample), "docx", audience="client", workspace=own)
        plain = docgen.render(loaded(sample), "docx", audience="client")
        assert made.stamp.data_digest == plain.stamp.data_digest
        assert made.warnings == plain.warnings


def test_the_look_of_a_new_library_is_the_built_in_one(tmp_path: Path) -> None:
    docgen.start_library(tmp_path / "acme")
    for industry in INDUSTRIES:
        own = docgen.Workspace(library=tmp_path / "acme").opened.brand_for(industry)
        assert own == docgen.Workspace().opened.brand_for(industry)


def test_every_line_of_the_look_that_is_commented_out_may_be_used(tmp_path: Path) -> None:
    docgen.start_library(tmp_path)
    brand = tmp_path / "brand.yaml"
    lines = brand.read_text(encoding="utf-8").splitlines()
    live = [line[2:] if line.startswith("# ") and ": " in line and line[2].islower() else line for line in lines]
    assert sum(old != new for old, new in zip(lines, live, strict=True)) == 6
    brand.write_text("\n".join(live), encoding="utf-8")
    look = docgen.Workspace(library=tmp_path).opened.brand_for("services")
    assert look.logo == (tmp_path / "company-logo.svg").read_bytes()
    made = docgen.render(docgen.load(SCREENING), "pptx", workspace=docgen.Workspace(library=tmp_path))
    assert made.data


def test_the_examples_are_drafts_that_never_reach_a_client(tmp_path: Path) -> None:
    docgen.start_library(tmp_path / "acme", industry="services")
    workspace = docgen.Workspace(library=tmp_path / "acme")
    playbook = docgen.load(PLAYBOOK).model_copy(update={"include": ("example-objection",)})
    with pytest.raises(docgen.RefusedError, match="example-objection is draft"):
        docgen.render(playbook, "pdf", audience="client", workspace=workspace)
    used = docgen.render(playbook, "docx", audience="internal", workspace=workspace).stamp.entries
    assert any(entry.startswith("objections/example-objection 0.1 ") for entry in used)
    due = {item.entry for item in docgen.library_due(0, workspace)}
    assert {"objections/example-objection", "cases/example-case"} <= due


def test_what_is_there_is_kept_and_reported(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("primary: '102030'\n", encoding="utf-8")
    code, output, _ = run("library", "init", tmp_path, "--copy", "proposal.docx", "--json")
    reported = json.loads(output)
    assert code == 0
    assert reported["kept"] == ["brand.yaml"]
    assert (tmp_path / "brand.yaml").read_text(encoding="utf-8") == "primary: '102030'\n"
    assert files_in(tmp_path) == {*reported["written"], *reported["kept"]}
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, output, _ = run("library", "init", tmp_path)
    assert code == 0
    assert "brand.yaml" in output
    assert "existed, left unchanged" in output
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("args", "reported"),
    [
        (("--industry", "retial"), "did you mean `retail`?"),
        (("--copy", "propsal.docx"), "did you mean `proposal.docx`?"),
        (("--copy", "../pyproject.toml"), "no ../pyproject.toml"),
    ],
)
def test_a_wrong_call_writes_nothing(args: tuple[str, ...], reported: str, tmp_path: Path) -> None:
    code, _, output = run("library", "init", tmp_path / "acme", *args)
    assert code == 2
    assert reported in output
    assert not (tmp_path / "acme").exists()


def test_a_file_in_the_place_of_the_folder_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "acme").write_text("")
    with pytest.raises(docgen.LibraryError, match="a file, not a folder"):
        docgen.start_library(tmp_path / "acme")


def test_the_readme_speaks_the_language_asked_for_and_names_the_folder(tmp_path: Path) -> None:
    texts = {
        language: (docgen.start_library(tmp_path / language, language=language).folder / "README.md").read_text("utf-8")
        for language in ("zh", "en", "zh+en")
    }
    assert "# zh 的模板库" in texts["zh"]
    assert "What to do next" not in texts["zh"]
    assert "# The template library of en" in texts["en"]
    assert texts["zh+en"].index("的模板库") < texts["zh+en"].index("The template library of")
    assert {path.name for path in (tmp_path / "en" / "cases").iterdir()} == {"example-case.en.md"}


def test_a_name_with_quotes_and_spaces_makes_a_library_that_opens(tmp_path: Path) -> None:
    folder = tmp_path / 'Acme "North": co'
    docgen.start_library(folder)
    assert docgen.Workspace(library=folder).opened.version.startswith("Acme North: co 0.1 + ")


def test_git_ignores_office_locks_and_compares_templates_as_text(tmp_path: Path) -> None:
    docgen.start_library(tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    ignored = subprocess.run(
        ["git", "check-ignore", "docx/base/~$proposal.docx", ".~lock.a.pptx#", "docx/base/proposal.docx"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert ignored.stdout.split() == ["docx/base/~$proposal.docx", ".~lock.a.pptx#"]
    driver = subprocess.run(
        ["git", "check-attr", "diff", "docx/base/proposal.docx"], cwd=tmp_path, capture_output=True, text=True
    )
    assert driver.stdout.strip().endswith("diff: docgen")


def test_a_copy_says_what_it_was_made_from_and_a_second_one_keeps_the_first_note(tmp_path: Path) -> None:
    docgen.start_library(tmp_path, copies=["screening.docx"])
    docgen.start_library(tmp_path, copies=["screening.docx", "industries/retail.yaml"])
    noted = dict(
        line.split(": ") for line in (tmp_path / "origins.yaml").read_text().splitlines() if not line.startswith("#")
    )
    screening = {f"docx/base/screening.{code}.docx" for code in ("zh", "en", "zh+en")}
    assert set(noted) == {*screening, "industries/retail.yaml"}
    for name, digest in noted.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
