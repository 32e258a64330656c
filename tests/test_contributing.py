"""The kit for contributors is complete: hooks, lanes, changelog, and what CONTRIBUTING.md names."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import yaml
from conftest import KINDS, QUICK_SAMPLES, ROOT, SAMPLES, pytest_collection_modifyitems

import docgen

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CONFIG = ROOT / ".pre-commit-config.yaml"
HOOKS: list[dict[str, Any]] = [
    hook for repository in yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"] for hook in repository["hooks"]
]
BIN = Path(sys.executable).parent


def test_pre_commit_accepts_the_hooks() -> None:
    done = subprocess.run([BIN / "pre-commit", "validate-config", CONFIG], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_program_of_the_virtual_environment(hook: dict[str, Any]) -> None:
    program = Path(hook["entry"].split()[0])
    assert hook["language"] == "system"
    assert program.parent == Path(".venv/bin")
    assert (BIN / program.name).exists()


def test_no_hook_is_fetched_from_the_network() -> None:
    assert {repository["repo"] for repository in yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"]} == {
        "local"
    }


def test_the_hooks_programs_come_with_the_extra_for_developers() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    names = {re.match(r"[\w-]+", text)[0] for text in extras["dev"]}
    assert {"ruff", "pyright", "pre-commit", "pre-commit-hooks"} <= names


def test_every_lane_of_the_guide_is_a_rule_of_the_makefile() -> None:
    rules = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)`", GUIDE))
    assert {"quick", "test", "slow", "soak", "docs", "golden", "check"} <= named
    assert named <= rules


def test_every_file_that_the_guide_names_is_there() -> None:
    paths = re.findall(r"`((?:docgen|tests|tools|docs|templates)/[\w/.-]+)`", GUIDE)
    paths += re.findall(r"\]\(((?!http)[^)#]+)\)", GUIDE)
    assert len(paths) > 10
    assert [path for path in paths if not re.search(r"/[A-Z]+\.", path) and not (ROOT / path).exists()] == []


def test_every_test_is_in_one_lane() -> None:
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"][
        "markers"
    ]
    assert [re.split(r"\W", text)[0] for text in markers] == ["slow", "mostly_slow"]
    assert re.search(r'^test: .*\n\t.* -m "not slow"$', MAKEFILE, re.MULTILINE)
    assert re.search(r"^slow: .*\n\t.* -m slow$", MAKEFILE, re.MULTILINE)
    assert {"make demo", "make test", "make slow"} <= set(
        (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    )


@pytest.mark.parametrize(("keep", "name", "is_slow"), [
    ("one", "test_it[a-one]", False),
    ("one", "test_it[a-two]", True),
    (("one", "b-two"), "test_it[b-two]", False),
    ((), "test_it", True),
])  # fmt: skip
def test_a_mostly_slow_test_keeps_some_cases_in_the_quick_lane(keep: object, name: str, is_slow: bool) -> None:
    item = Mock(get_closest_marker={"mostly_slow": pytest.mark.mostly_slow(keep=keep).mark}.get, fixturenames=[])
    item.name, item.callspec.params = name, {}
    pytest_collection_modifyitems([item])
    assert item.add_marker.called is is_slow


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_further_sample_of_a_kind_is_rendered_by_the_slow_lane(sample: Path) -> None:
    item = Mock(get_closest_marker={}.get, fixturenames=["rendered"])
    item.callspec.params = {"sample": sample}
    pytest_collection_modifyitems([item])
    assert item.add_marker.called is (sample.stem not in QUICK_SAMPLES)


def test_the_quick_samples_are_one_of_each_kind_in_all_languages() -> None:
    assert {path.stem for path in SAMPLES} >= QUICK_SAMPLES
    assert sorted(stem.split(".")[0] for stem in QUICK_SAMPLES) == sorted(KINDS)
    assert {stem.split(".")[2] for stem in QUICK_SAMPLES} == {"zh", "en", "zh+en"}


def test_the_changelog_begins_with_what_is_not_released() -> None:
    heads = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    assert heads[0] == "[Unreleased]"
    assert all(
        re.fullmatch(r"\[?\d+\.\d+\.\d+[^,]*(, stage of \d{4}-\d\d-\d\d| - \d{4}-\d\d-\d\d)", head)
        for head in heads[1:]
    )
    assert any(head.lstrip("[").startswith(docgen.__version__) for head in heads)


def test_the_changelog_uses_the_words_of_keep_a_changelog() -> None:
    known = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= known


@pytest.mark.parametrize("name", ["docgen", "docgen_sales"])
def test_set_up_looks_for_the_distribution_that_is_installed(name: str) -> None:
    script = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8")
    assert f"{name}-[0-9]*.dist-info" in script
