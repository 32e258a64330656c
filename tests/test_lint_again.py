"""What a check of a library found is kept: only what changed is done again, and what is damaged is not believed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli import cli
from docgen.kept import Shelf, _name
from docgen.library.catalogue import open_library
from docgen.lint import results
from docgen.lint.again import lint_library
from docgen.lint.checking import Checked, Entry, check_template
from docgen.lint.report import LintReport
from docgen.lint.run import lint_layers

ROOT = Path(__file__).resolve().parent.parent
WRONG = "{{ doc.titel }}"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are checked anew, as each is."""
    told: list[str] = []

    def check(library: object, allowances: object, entry: Entry) -> Checked:
        told.append(entry.shown)
        return check_template(library, allowances, entry)  # type: ignore[arg-type]

    forget()
    monkeypatch.setattr(results, "check_template", check)
    return told


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company's library of three pages, one of which takes in another file; the cache is in a folder of its own."""
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "company"
    (folder / "html/base").mkdir(parents=True)
    (folder / "html/base/minutes.html").write_text('{% include "base/_own.html" %}', encoding="utf-8")
    (folder / "html/base/_own.html").write_text("{{ doc.title }}", encoding="utf-8")
    (folder / "html/base/playbook.html").write_text(WRONG, encoding="utf-8")
    (folder / "html/base/screening.html").write_text("{{ doc.title }}", encoding="utf-8")
    return folder


def forget() -> None:
    """As in a new process, but for the shipped templates, which take seconds."""
    for key in [key for key in results._KNOWN if key[0].startswith("company/")]:
        del results._KNOWN[key]


def of_company(told: list[str]) -> list[str]:
    return [name.rpartition("/")[2] for name in told if name.startswith("company/")]


def test_a_second_run_does_nothing_and_finds_the_same(company: Path, done: list[str]) -> None:
    first = lint_library(company, keep=True)
    assert of_company(done) == ["minutes.html", "playbook.html", "screening.html"]
    forget()
    done.clear()
    assert lint_library(company, keep=True) == first
    assert [problem.code for problem in first.problems].count("field.unknown") == 1
    assert done == []


@pytest.mark.slow
def test_of_a_changed_library_only_what_leans_on_the_change_is_done_again(company: Path, done: list[str]) -> None:
    lint_library(company, keep=True)
    for file, text, redone in (
        ("html/base/playbook.html", "{{ doc.title }}", ["playbook.html"]),
        ("html/base/_own.html", WRONG, ["minutes.html"]),
        ("html/base/_page.html", "{{ doc.title }}", []),
    ):
        forget()
        done.clear()
        (company / file).write_text(text, encoding="utf-8")
        report = lint_library(company, keep=True)
        assert of_company(done) == redone, file
    assert [problem.where.template for problem in report.problems if problem.code == "field.unknown"] == [
        "company/html/base/_own.html"
    ]
    shipped = {name for name in done if name.startswith("templates/html/")}
    assert shipped == set(done)  # these extend the company's `_page.html`
    assert "templates/html/base/proposal.html" in shipped


@pytest.mark.slow
def test_a_file_that_is_added_where_a_template_looked_in_vain_is_noticed(company: Path, done: list[str]) -> None:
    (company / "html/base/screening.html").write_text('{% include "base/_new.html" %}', encoding="utf-8")
    codes = [problem.code for problem in lint_library(company, keep=True).problems]
    assert "template.unknown" in codes
    forget()
    (company / "html/base/_new.html").write_text("{{ doc.title }}", encoding="utf-8")
    assert "template.unknown" not in [problem.code for problem in lint_library(company, keep=True).problems]


@pytest.mark.slow
def test_a_changed_label_or_allowance_is_noticed(company: Path, done: list[str]) -> None:
    (company / "html/base/playbook.html").write_text("<p>{{ label('our_own') }} Total</p>", encoding="utf-8")
    told = {p.code for p in lint_library(company, keep=True).problems}
    assert {"label.unknown", "text.literal"} <= told
    forget()
    (company / "labels").mkdir()
    (company / "labels/own.yaml").write_text("our_own: {en: Ours, zh: 我们的}\n", encoding="utf-8")
    (company / "lint.yaml").write_text("words: {Total: our word}\n", encoding="utf-8")
    assert not {"label.unknown", "text.literal"} & {p.code for p in lint_library(company, keep=True).problems}


@pytest.mark.parametrize("damage", [b"", b"no digest\n[1, []]", b"\xff\xfe", b"%s[0, []]"])
@pytest.mark.slow
def test_a_damaged_file_is_not_believed(company: Path, done: list[str], tmp_path: Path, damage: bytes) -> None:
    first = lint_library(company, keep=True)
    for file in (tmp_path / "cache/checks").iterdir():
        file.write_bytes(damage.replace(b"%s", file.read_bytes()[:32]))
    forget()
    assert lint_library(company, keep=True) == first


def test_what_another_version_wrote_whole_is_not_taken_for_a_result(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for told in (None, [], [1], {"a": 1}, [1, [["code"]]], ["x", []], 7):
        shelf.put(told, "key")
        assert shelf.get("key") == told
        assert LintReport.from_kept(shelf.get("key")) is None
        assert results._from_data(shelf.get("key")) is None


def test_where_nothing_can_be_written_the_check_is_done_all_the_same(
    company: Path, done: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "file"))
    assert lint_library(company, keep=True).errors == 1


def test_without_keep_nothing_is_written(company: Path, tmp_path: Path) -> None:
    lint_library(company)
    assert not (tmp_path / "cache").exists()


def test_a_shelf_that_is_too_full_loses_its_older_half(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, most=3)
    for number in range(4):
        shelf.put(number, str(number))
        os.utime(tmp_path / _name((str(number),)), (number, number))
    shelf.tidy()
    assert [shelf.get(str(number)) for number in range(4)] == [None, None, 2, 3]


@pytest.mark.slow
def test_two_processes_find_what_one_finds(company: Path) -> None:
    for kind in ("proposal", "lead_register", "needs_analysis"):
        (company / f"html/base/{kind}.html").write_text(WRONG, encoding="utf-8")
    opened = open_library(company)
    forget()
    one = lint_layers(opened)
    forget()
    assert lint_layers(opened, processes=2) == one


@pytest.mark.slow
def test_runs_at_the_same_time_agree_and_leave_no_part_behind(company: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docgen", "library", "lint", str(company), "--json"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(2)]
    told = [json.loads(run.communicate()[0]) for run in runs]
    assert told[0] == told[1]
    assert told[0]["errors"] == 1
    files = list((tmp_path / "cache/checks").iterdir())
    assert files
    assert {file.suffix for file in files} == {".kept"}


@pytest.mark.slow
def test_the_command_keeps_its_results_unless_told_not_to(company: Path, tmp_path: Path) -> None:
    for more, is_kept in ((["--no-cache"], False), ([], True)):
        told = CliRunner().invoke(cli, ["library", "lint", str(company), *more])
        assert told.exit_code == 1, told.output
        assert (tmp_path / "cache/checks").is_dir() is is_kept
