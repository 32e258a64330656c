"""`make quick` chooses tests by imports: those nearest to a change, within a minute, the same ones each time."""

import sys

import pytest
from conftest import ROOT

sys.path.append(str(ROOT / "tools"))

import quick


def chosen(*changed: str) -> list[str]:
    return [name for name, _ in quick.within_budget(quick.nearest_tests(list(changed)))[0]]


@pytest.mark.parametrize(("changed", "test"), [
    ("docgen/stamp.py", "test_stamp.py"),
    ("docgen/output.py", "test_output.py"),
    ("docgen/errors.py", "test_errors.py"),
    ("docs/lint-rules.md", "test_lint.py"),
    ("tools/setup.sh", "test_contributing.py"),
    ("tools/quick.py", "test_quick.py"),
    ("README.md", "test_docs.py"),
    (".pre-commit-config.yaml", "test_contributing.py"),
])  # fmt: skip
def test_a_change_selects_the_tests_that_use_what_changed(changed: str, test: str) -> None:
    assert test in dict(quick.nearest_tests([changed]))


def test_a_changed_test_file_always_runs_and_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "BUDGET", 0.0)
    assert chosen("tests/test_money.py", "docgen/stamp.py") == ["test_money.py"]


def test_tests_that_use_a_module_directly_come_before_those_that_use_its_importers() -> None:
    ranked = quick.nearest_tests(["docgen/stamp.py"])
    assert [distance for _, distance in ranked] == sorted(distance for _, distance in ranked)
    assert {distance for _, distance in ranked} <= {0, 1}


def test_the_same_change_selects_the_same_tests() -> None:
    assert chosen("docgen/stamp.py", "docgen/output.py") == chosen("docgen/output.py", "docgen/stamp.py")


@pytest.mark.parametrize("changed", ["docgen/errors.py", "docgen/pipeline.py", "docgen/templating/__init__.py"])
def test_whatever_changed_the_tests_fit_into_a_minute(changed: str) -> None:
    times = quick.seconds_of_files()
    assert sum(times.get(name, quick.UNKNOWN) for name in chosen(changed)) <= quick.BUDGET


def test_a_module_is_used_by_a_test_that_names_what_it_defines_or_imports_it_through_a_helper() -> None:
    assert quick.homes()["docgen.Stamp"] == "docgen.stamp"
    assert "docgen.stamp" in quick.used_by(ROOT / "tests" / "test_stamp.py")
    assert "docgen.engines" in quick.used_by(ROOT / "tests" / "test_golden.py")  # by tests/language.py


def test_the_smoke_set_is_small_and_there() -> None:
    assert all((ROOT / "tests" / name).exists() for name in quick.SMOKE)
    assert sum(quick.seconds_of_files().get(name, quick.UNKNOWN) for name in quick.SMOKE) < 20
