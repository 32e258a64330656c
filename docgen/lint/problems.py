"""Problems found in templates, and the report of all of them: as findings, JSON and SARIF 2.1.0 (OASIS)."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from typing import Any, Protocol

from docgen.errors import Finding, Severity
from docgen.lint.chinese_words import hint_in_chinese, message_in_chinese, place_in_chinese
from docgen.lint.rules import RULES

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a template: part (document, header1, slide 3), place in it, heading above it, tag.

    `line` and `column` count from 1 in HTML; 0 in Office files. `order` sorts the places of one template.
    """

    template: str
    part: str = ""
    place: str = ""
    heading: str = ""
    expression: str = ""
    line: int = 0
    column: int = 0
    order: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a template, found by the rule `code`."""

    code: str
    message: str
    hint: str
    where: Where

    @property
    def severity(self) -> Severity:
        """`error` or `warning`, the severity of its rule."""
        return RULES[self.code].severity

    def in_chinese(self) -> "Problem":
        """The problem in Chinese: message, hint and place; names, tags and headings are unchanged."""
        place = place_in_chinese(self.where.place)
        where = replace(self.where, place=place, part=place_in_chinese(self.where.part))
        return replace(self, message=message_in_chinese(self.message), hint=hint_in_chinese(self.hint), where=where)

    def as_finding(self, language: str = "en") -> Finding:
        """The problem as a Finding, with the tag in the message and the heading in the place."""
        where = self.where
        under, tagged = ("（“{}”之下）", "：{}") if language == "zh" else (" (under “{}”)", ", in {}")
        place = where.place or where.part
        place += under.format(where.heading) if where.heading else ""
        tag = tagged.format(where.expression) if where.expression else ""
        message = f"{self.message}{tag} [{self.code}]"
        return Finding(self.code, message, self.hint, where.template, where.line, where.column, place, self.severity)

    def as_data(self) -> dict[str, str | int]:
        """The problem as a JSON object."""
        where = self.where
        return {
            "code": self.code,
            "severity": self.severity,
            "template": where.template,
            "part": where.part,
            "place": where.place,
            "heading": where.heading,
            "line": where.line,
            "column": where.column,
            "expression": where.expression,
            "message": self.message,
            "hint": self.hint,
        }


def problem_data(problems: Iterable[Problem]) -> list[Any]:
    """Problems as plain data, which `problems_from` parses."""
    return [[problem.code, problem.message, problem.hint, list(astuple(problem.where))] for problem in problems]


def problems_from(data: Iterable[Any]) -> tuple[Problem, ...]:
    """Parse the data of `problem_data`. Raises TypeError or ValueError for other data."""
    return tuple(Problem(code, message, hint, Where(*where)) for code, message, hint, where in data)


class Origin(Protocol):
    """A piece of template source that knows the place of each of its lines."""

    def where(self, line: int, words: str = "") -> Where:
        """The place of `line`, and of the tag on it that has `words`."""
        ...


@dataclass(slots=True)
class ProblemList:
    """Problems found so far; nothing is added while `silent` is above 0."""

    silent: int = 0
    _found: dict[tuple[str, str, str, str, int, str], Problem] = field(
        default_factory=dict[tuple[str, str, str, str, int, str], Problem]
    )

    def add(self, code: str, message: str, hint: str, where: Where) -> None:
        """Add a problem, once for each place, tag and message."""
        if not self.silent:
            key = (code, where.template, where.part, where.place, where.line, f"{where.expression}\0{message}")
            self._found.setdefault(key, Problem(code, message, hint, where))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found.values())


@dataclass(frozen=True, slots=True)
class LintReport:
    """All problems of a library, by template and place, and the number of templates that were read.

    `language` (en or zh) is that of messages, hints and places.
    """

    problems: tuple[Problem, ...]
    templates: int
    language: str = "en"

    def in_language(self, language: str) -> "LintReport":
        """The report in that language; only an English one can be translated."""
        if language == self.language:
            return self
        return LintReport(tuple(problem.in_chinese() for problem in self.problems), self.templates, "zh")

    @property
    def errors(self) -> int:
        """The number of problems with severity `error`."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems as findings."""
        return tuple(problem.as_finding(self.language) for problem in self.problems)

    def summary(self) -> str:
        """One line with the numbers of templates, errors and warnings."""
        warnings = len(self.problems) - self.errors
        if self.language == "zh":
            return f"{self.templates} 个模板：{self.errors} 处错误，{warnings} 处提醒"
        return f"{self.templates} template(s): {self.errors} error(s), {warnings} warning(s)"

    def as_cached(self) -> list[Any]:
        """The report as plain data, which `from_cached` parses."""
        return [self.templates, problem_data(self.problems)]

    @classmethod
    def from_cached(cls, data: Any) -> "LintReport | None":
        """Parse the data of `as_cached`; None for other data."""
        try:
            templates, problems = data
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
        """The report as a SARIF log of one run with all rules."""
        driver = {"name": "docgen library lint", "rules": list(_rules())}
        results = [_result(problem) for problem in self.problems]
        return {"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _rules() -> Iterator[dict[str, Any]]:
    for rule in RULES.values():
        described = {"id": rule.code, "shortDescription": {"text": rule.title}}
        yield {**described, "defaultConfiguration": {"level": rule.severity}}


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
