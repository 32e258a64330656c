"""What the documents about docgen promise is so."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from conftest import ROOT

from docgen.cli import cli
from docgen.templating.language import make_environment

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEMPLATES = (ROOT / "docs" / "dev" / "templates.md").read_text(encoding="utf-8")


def blocks(text: str, language: str = r"\w*") -> list[str]:
    """The fenced blocks of a page, and the line before each (for marks)."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


NOT_RUN = re.compile(r"<!-- not run: (.+) -->\n```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
"""A Python example that no test runs, with the reason."""


@pytest.mark.parametrize(("page", "example"), [
    pytest.param(page, example, id=page)
    for page, text in TEXTS.items()
    for example in blocks(NOT_RUN.sub("", text), "python")
])  # fmt: skip
def test_a_pages_python_example_runs(page: str, example: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    if page == "README.md":
        assert done.stdout.strip().endswith(".pdf 1.0")


def test_every_make_verb_that_a_page_names_exists() -> None:
    verbs = {verb for text in TEXTS.values() for verb in re.findall(r"(?m)(?:^|`)make ([a-z][\w-]*)", text)}
    rules = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= verbs <= rules


def test_every_script_that_a_page_runs_exists() -> None:
    scripts = {(page, name) for page, text in TEXTS.items() for name in re.findall(r"python (tools/[\w/]+\.py)", text)}
    assert scripts
    assert [(page, name) for page, name in sorted(scripts) if not (ROOT / name).exists()] == []


def commands(text: str) -> set[str]:
    """The calls of docgen that a page shows: lines of its blocks, and code in a line that has an option."""
    shown = {line for block in blocks(text) for line in re.findall(r"^docgen [a-z].*", block, re.MULTILINE)}
    return shown | set(re.findall(r"`(docgen [a-z][^`]* --[^`]*)`", text))


@pytest.mark.parametrize(("page", "line"), [
    pytest.param(page, line, id=f"{page}: {line[:50]}")
    for page, text in TEXTS.items()
    for line in sorted(commands(text))
])  # fmt: skip
def test_a_command_that_a_page_shows_has_the_options_it_is_given(page: str, line: str) -> None:
    words = re.split(r" {3,}| #| >", line)[0].replace("…", "").split()[1:]
    command: click.Command = cli
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", " ".join(words))) <= options
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    assert words or not any(argument.required for argument in arguments)


def test_the_filters_of_the_template_page_are_those_there_are() -> None:
    ours = {name for name in make_environment().filters if not name.startswith(("#", "dg_"))}
    ours -= set(__import__("jinja2").Environment().filters)
    section = TEMPLATES.split("## Filters")[1].split("##")[0]
    documented = set(re.findall(r"`(\w+)(?:\([^)]*\))?`", section))
    assert ours <= documented


@pytest.mark.parametrize("page", TEXTS)
def test_links_and_pictures_are_there(page: str) -> None:
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", TEXTS[page]):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", TEXTS)
def test_a_path_that_a_page_names_is_there(page: str) -> None:
    paths = set(re.findall(r"`((?:docgen|tests|tools|benchmarks|templates|samples)/[\w./*-]+)`", TEXTS[page]))
    paths = {path for path in paths if not re.search(r"\b[A-Z]{4,}\b", path)} - {"docgen/_samples"}  # in the wheel only
    assert [path for path in sorted(paths) if not any(ROOT.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", [page for page in TEXTS if "study" in TEXTS[page].partition("\n")[0]])
def test_a_study_says_first_what_holds_now(page: str) -> None:
    assert TEXTS[page].split("\n\n")[1].startswith("**What holds now.** ")


def test_each_index_names_the_other_and_each_page_is_in_one() -> None:
    english, chinese = TEXTS["docs/index.md"], TEXTS["docs/index.zh.md"]
    assert "(index.zh.md)" in english
    assert "(index.md)" in chinese
    linked = {target for text in (english, chinese) for target in re.findall(r"\]\(([\w./-]+\.md)", text)}
    pages = {page.removeprefix("docs/") for page in TEXTS if page.startswith("docs/")} - {"index.md", "index.zh.md"}
    assert pages - linked == set()
    listed = set(re.findall(r"^(?:\.\./)?([\w./-]+)$", "\n".join(blocks(english, r"\{toctree\}")), re.MULTILINE))
    assert {page.removesuffix(".md") for page in pages} <= listed


def test_a_page_for_reps_or_managers_has_its_row_in_both_languages() -> None:
    rows = {
        name: len(re.findall(r"^\|[^|\n]*\|[^|\n]+\|", TEXTS[name].split(end)[0], re.MULTILINE))
        for name, end in (("docs/index.md", "| **program**"), ("docs/index.zh.md", "程序与贡献者"))
    }
    assert rows["docs/index.md"] == rows["docs/index.zh.md"] > 10
