"""Cached lint results: only what changed is checked again, and damaged cache files are ignored."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli import cli
from docgen.disk_cache import Cache, _name
from docgen.library.catalogue import open_library
from docgen.lint import run
from docgen.lint.api import lint_library
from docgen.lint.problems import LintReport
from docgen.lint.run import lint_layers
from docgen.lint.template_check import TemplateFile, TemplateResult, check_template

ROOT = Path(__file__).resolve().parent.parent
WRONG = "{{ doc.titel }}"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are checked again, appended as each is."""
    names: list[str] = []

    def check(library: object, allowances: object, entry: TemplateFile) -> TemplateResult:
        names.append(entry.shown)
        return check_template(library, allowances, entry)  # type: ignore[arg-type]

    clear_memory()
    monkeypatch.setattr(run, "check_template", check)
    return names


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company's library of three pages, one of which includes another file; the cache is in a temporary folder."""
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "company"
    (folder / "html/base").mkdir(parents=True)
    (folder / "html/base/minutes.html").write_text('{% include "base/_own.html" %}', encoding="utf-8")
    (folder / "html/base/_own.html").write_text("{{ doc.title }}", encoding="utf-8")
    (folder / "html/base/playbook.html").write_text(WRONG, encoding="utf-8")
    (folder / "html/base/screening.html").write_text("{{ doc.title }}", encoding="utf-8")
    return folder


def clear_memory() -> None:
    """Clear the memory cache as in a new process, except for the shipped templates, which take seconds."""
    for key in [key for key in run._MEMORY if key[0].startswith("company/")]:
        del run._MEMORY[key]


def company_files(names: list[str]) -> list[str]:
    return [name.rpartition("/")[2] for name in names if name.startswith("company/")]


def test_a_second_run_does_nothing_and_finds_the_same(company: Path, checked: list[str]) -> None:
    first = lint_library(company, keep=True)
    assert company_files(checked) == ["minutes.html", "playbook.html", "screening.html"]
    clear_memory()
    checked.clear()
    assert lint_library(company, keep=True) == first
    assert [problem.code for problem in first.problems].count("field.unknown") == 1
    assert checked == []


@pytest.mark.slow
def test_of_a_changed_library_only_what_leans_on_the_change_is_done_again(company: Path, checked: list[str]) -> None:
    lint_library(company, keep=True)
    for file, text, redone in (
        ("html/base/playbook.html", "{{ doc.title }}", ["playbook.html"]),
        ("html/base/_own.html", WRONG, ["minutes.html"]),
        ("html/base/_page.html", "{{ doc.title }}", []),
    ):
        clear_memory()
        checked.clear()
        (company / file).write_text(text, encoding="utf-8")
        report = lint_library(company, keep=True)
        assert company_files(checked) == redone, file
    assert [problem.where.template for problem in report.problems if problem.code == "field.unknown"] == [
        "company/html/base/_own.html"
    ]
    shipped = {name for name in checked if name.startswith("templates/html/")}
    assert shipped == set(checked)  # these extend the company's `_page.html`
    assert "templates/html/base/proposal.html" in shipped


@pytest.mark.slow
def test_a_file_that_is_added_where_a_template_looked_in_vain_is_noticed(company: Path, checked: list[str]) -> None:
    (company / "html/base/screening.html").write_text('{% include "base/_new.html" %}', encoding="utf-8")
    codes = [problem.code for problem in lint_library(company, keep=True).problems]
    assert "template.unknown" in codes
    clear_memory()
    (company / "html/base/_new.html").write_text("{{ doc.title }}", encoding="utf-8")
    assert "template.unknown" not in [problem.code for problem in lint_library(company, keep=True).problems]


@pytest.mark.slow
def test_a_changed_label_or_allowance_is_noticed(company: Path, checked: list[str]) -> None:
    (company / "html/base/playbook.html").write_text("<p>{{ label('our_own') }} Total</p>", encoding="utf-8")
    codes = {p.code for p in lint_library(company, keep=True).problems}
    assert {"label.unknown", "text.literal"} <= codes
    clear_memory()
    (company / "labels").mkdir()
    (company / "labels/own.yaml").write_text("our_own: {en: Ours, zh: 我们的}\n", encoding="utf-8")
    (company / "lint.yaml").write_text("words: {Total: our word}\n", encoding="utf-8")
    assert not {"label.unknown", "text.literal"} & {p.code for p in lint_library(company, keep=True).problems}


@pytest.mark.parametrize("damage", [b"", b"no digest\n[1, []]", b"\xff\xfe", b"%s[0, []]"])
@pytest.mark.slow
def test_a_damaged_file_is_not_believed(company: Path, checked: list[str], tmp_path: Path, damage: bytes) -> None:
    first = lint_library(company, keep=True)
    for file in (tmp_path / "cache/checks").iterdir():
        file.write_bytes(damage.replace(b"%s", file.read_bytes()[:32]))
    clear_memory()
    assert lint_library(company, keep=True) == first


def test_what_another_version_wrote_whole_is_not_taken_for_a_result(tmp_path: Path) -> None:
    shelf = Cache(tmp_path)
    for data in (None, [], [1], {"a": 1}, [1, [["code"]]], ["x", []], 7):
        shelf.put(data, "key")
        assert shelf.get("key") == data
        assert LintReport.from_cached(shelf.get("key")) is None
        assert run._from_data(shelf.get("key")) is None


def test_where_nothing_can_be_written_the_check_is_done_all_the_same(
    company: Path, checked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "file"))
    assert lint_library(company, keep=True).errors == 1


def test_without_keep_nothing_is_written(company: Path, tmp_path: Path) -> None:
    lint_library(company)
    assert not (tmp_path / "cache").exists()


def test_a_shelf_that_is_too_full_loses_its_older_half(tmp_path: Path) -> None:
    shelf = Cache(tmp_path, most=3)
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
    clear_memory()
    one = lint_layers(opened)
    clear_memory()
    assert lint_layers(opened, processes=2) == one


@pytest.mark.slow
def test_runs_at_the_same_time_agree_and_leave_no_part_behind(company: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docgen", "library", "lint", str(company), "--json"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(2)]
    reports = [json.loads(run.communicate()[0]) for run in runs]
    assert reports[0] == reports[1]
    assert reports[0]["errors"] == 1
    files = list((tmp_path / "cache/checks").iterdir())
    assert files
    assert {file.suffix for file in files} == {".kept"}


@pytest.mark.slow
def test_the_command_caches_its_results_unless_no_cache(company: Path, tmp_path: Path) -> None:
    for more, is_kept in ((["--no-cache"], False), ([], True)):
        result = CliRunner().invoke(cli, ["library", "lint", str(company), *more])
        assert result.exit_code == 1, result.output
        assert (tmp_path / "cache/checks").is_dir() is is_kept
