"""The check of templates: each broken template gives its one finding at its place, the shipped library gives none."""

from pathlib import Path

import pytest

import docgen
from docgen.lint import Problem
from tests.lint.broken import EXPRESSIONS, OFFICE, PAGES, Broken

ALL = (*EXPRESSIONS, *OFFICE, *PAGES)


def problems_of(folder: Path, file: str, data: bytes) -> list[Problem]:
    """What is found in one template of a company's library."""
    path = folder / "company" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    report = docgen.lint_library(folder / "company")
    return [problem for problem in report.problems if problem.where.template.startswith("company/")]


@pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.name)
def test_a_broken_template_gives_its_one_finding_at_its_place(broken: Broken, tmp_path: Path) -> None:
    found = problems_of(tmp_path, broken.file, broken.data)
    assert [problem.code for problem in found] == [broken.code], "\n".join(p.as_finding().show() for p in found)
    where = found[0].where
    assert where.template == f"company/{broken.file}"
    place = f"{where.line}:{where.column}" if where.line else where.place
    assert place == broken.place if where.line else broken.place in place
    assert broken.tag in where.expression


def test_there_are_at_least_sixty_broken_templates_and_each_rule_has_one() -> None:
    assert len(ALL) >= 60
    assert len({broken.name for broken in ALL}) == len(ALL)
