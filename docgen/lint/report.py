"""Turns problems into what a person reads, into JSON, and into SARIF 2.1.0 (OASIS) for code hosts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.errors import Finding
from docgen.lint.problems import Problem, problem_data, problems_from
from docgen.lint.rules import RULES

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class LintReport:
    """All problems of a library, in the order of templates and places, and how many templates were read.

    `language` (en or zh) is that of messages, hints and places.
    """

    problems: tuple[Problem, ...]
    templates: int
    language: str = "en"

    def in_language(self, language: str) -> "LintReport":
        """The report in that language; only an English one can be said in Chinese."""
        if language == self.language:
            return self
        return LintReport(tuple(problem.in_chinese() for problem in self.problems), self.templates, "zh")

    @property
    def errors(self) -> int:
        """How many problems stop a template from being used."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems as other findings are."""
        return tuple(problem.as_finding(self.language) for problem in self.problems)

    def summary(self) -> str:
        """One line: how many templates, errors and warnings."""
        warnings = len(self.problems) - self.errors
        if self.language == "zh":
            return f"{self.templates} 个模板：{self.errors} 处错误，{warnings} 处提醒"
        return f"{self.templates} template(s): {self.errors} error(s), {warnings} warning(s)"

    def as_kept(self) -> list[Any]:
        """The report as plain data that `from_kept` reads."""
        return [self.templates, problem_data(self.problems)]

    @classmethod
    def from_kept(cls, told: Any) -> "LintReport | None":
        """The report that `as_kept` gave; None for anything else."""
        try:
            templates, problems = told
            return cls(problems_from(problems), int(templates))
        except (TypeError, ValueError):
            return None

    def as_data(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {
            "templates": self.templates,
            "errors": self.errors,
            "warnings": len(self.problems) - self.errors,
            "problems": [problem.as_data() for problem in self.problems],
        }

    def as_sarif(self) -> dict[str, Any]:
        """The report as a SARIF log with one run, whose rules are all of RULES."""
        driver = {"name": "docgen library lint", "rules": list(_rules())}
        results = [_result(problem) for problem in self.problems]
        return {"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _rules() -> Iterator[dict[str, Any]]:
    for rule in RULES.values():
        told = {"id": rule.code, "shortDescription": {"text": rule.title}}
        yield {**told, "defaultConfiguration": {"level": rule.severity}}


def _result(problem: Problem) -> dict[str, Any]:
    where = problem.where
    text = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    physical: dict[str, Any] = {"artifactLocation": {"uri": where.template}}
    if where.line:
        physical["region"] = {"startLine": where.line, "startColumn": where.column}
    location: dict[str, Any] = {"physicalLocation": physical}
    place = ", ".join(part for part in (where.place or where.part, where.heading) if part)
    if place:
        location["logicalLocations"] = [{"fullyQualifiedName": place}]
    level = {"ruleId": problem.code, "ruleIndex": list(RULES).index(problem.code), "level": problem.severity}
    shown = f"{text} ({where.expression})" if where.expression else text
    return {**level, "message": {"text": shown}, "locations": [location]}
