"""The commands that the pages show for users run as shown, one after the other, in a folder like the user's."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from objection_files import entry_text

from docgen.cli import cli

NOT_RUN = {
    "docgen library preview": "draws every template of the library, which takes minutes: tests/test_gallery.py",
    "docgen template adopt": "needs a document that was filled in by hand so far: tests/test_adopt_files.py",
    "docgen objection import 销售整理.csv": "needs a sheet with custom heads: tests/test_objections_sheet.py",
    "docgen library approve": "needs an entry of the user's own: tests/test_approvals.py",
    "docgen library adopt-approvals": "asks before it writes: tests/test_approvals.py",
    "docgen objection approve price-too-high": "needs wording of the user's own: tests/test_objections.py",
}
"""Beginnings of commands that this test doesn't run, each with the reason and the test that does."""

FINDS = {
    "docgen library diff": "the libraries differ",
    "docgen objection check": "the guarantee that the page's own command writes is not what the answer promises",
}
"""Beginnings of commands that end with 1, for they find something, each with what."""

PAGES = {
    "README.md": "proposal.services.en.yaml",
    "README.zh.md": "proposal.manufacturing.zh.yaml",
    "docs/playbook-upkeep.md": "",
}
"""Pages of commands for users, with the sample that stands for the input file that the user has filled in."""

GIVEN = {"MINE": "mylibrary", "本公司库": "我的库", "Li Ming": "Martin Doyle"}

pytestmark = pytest.mark.slow


def command_lines(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = re.findall(r"^```\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    lines = [line for block in shown for line in block.splitlines() if line.startswith("docgen ")]
    return [re.split(r"\s+#(?: |$)", line)[0].strip() for line in lines]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user's folder, with the libraries and files that the pages name, and an editor in which an entry is written."""
    monkeypatch.chdir(tmp_path)
    for language in ("zh", "en"):
        (tmp_path / f"typed.{language}.md").write_text(entry_text(language), encoding="utf-8")
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\ncase "$1" in *.zh.*) cp typed.zh.md "$1";; *) cp typed.en.md "$1";; esac\n', "utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    for name in ("mylibrary", "newer", "我的库", "旧库", "新库"):
        (tmp_path / name / "objections").mkdir(parents=True)
    shutil.copy(ROOT / "templates/docx/base/proposal.en.docx", tmp_path / "FILE.docx")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run_in_their_order(page: str, desk: Path) -> None:
    failed = list[tuple[str, int, str]]()
    for line in command_lines(page):
        if any(line.startswith(beginning) for beginning in NOT_RUN):
            continue
        call, _, target = line.partition(" > ")
        words = [GIVEN.get(word, word) for word in shlex.split(call)[1:]]
        if words[:2] == ["library", "init"]:
            shutil.rmtree(desk / words[2])
        done = CliRunner().invoke(cli, words)
        if done.exit_code not in {0, int(any(line.startswith(beginning) for beginning in FINDS))}:
            failed.append((line, done.exit_code, done.output[-400:]))
        if target:
            assert done.stdout
            filled_in = (ROOT / "samples" / PAGES[page]).read_text(encoding="utf-8")
            draft = re.sub(r"(?m)^status: \w+", "status: draft", filled_in)
            (desk / target.strip()).write_text(draft, encoding="utf-8")
    assert failed == []


def test_each_command_that_is_not_run_is_shown_by_a_page() -> None:
    shown = [line for page in PAGES for line in command_lines(page)]
    assert [start for start in (*NOT_RUN, *FINDS) if not any(line.startswith(start) for line in shown)] == []
    tests = {name for reason in NOT_RUN.values() for name in re.findall(r"tests/\w+\.py", reason)}
    assert [name for name in tests if not (ROOT / name).exists()] == []
