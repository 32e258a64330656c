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

README = (ROOT / "README.md").read_text(encoding="utf-8")
BOTH = README + (ROOT / "README.zh.md").read_text(encoding="utf-8")
TEMPLATES = (ROOT / "docs" / "dev" / "templates.md").read_text(encoding="utf-8")


def test_the_readmes_python_example_runs(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith(".pdf 1.0")


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    targets = re.findall(r"\]\(((?!http)[^)#]+)\)", BOTH)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_make_verb_that_the_readme_names_exists() -> None:
    verbs = set(re.findall(r"^make (\w+)", BOTH, re.MULTILINE))
    rules = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= verbs <= rules


_BLOCKS = "\n".join(re.findall(r"^```\w*\n(.*?)^```$", BOTH, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize(
    "line", sorted(set(re.findall(r"^docgen .+", _BLOCKS, re.MULTILINE))), ids=lambda line: line[:40]
)
def test_every_command_of_the_readme_has_the_options_it_shows(line: str) -> None:
    words = line.partition(" #")[0].partition(" >")[0].split()[1:]
    command: click.Command = cli
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    assert words or not any(argument.required for argument in arguments)


def test_the_filters_of_the_template_page_are_those_there_are() -> None:
    ours = {name for name in make_environment().filters if not name.startswith(("#", "dg_"))}
    ours -= set(__import__("jinja2").Environment().filters)
    section = TEMPLATES.split("## Filters")[1].split("##")[0]
    documented = set(re.findall(r"`(\w+)(?:\([^)]*\))?`", section))
    assert ours <= documented


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_links_between_documents_hold(path: Path) -> None:
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
