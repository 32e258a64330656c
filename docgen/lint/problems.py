"""Problems found in templates, and the report of all of them: as findings, JSON and SARIF 2.1.0 (OASIS)."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from typing import Any, Protocol, Self

from docgen.errors import Finding, Severity
from docgen.lint.rules import RULES
from docgen.messages import Message, Remedy, message, message_data, message_from, with_remedy

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_AREA = "lint."
_MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a template: part (document, header1, slide 3), place in it, heading above it, tag, place to show.

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
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a template, found by the rule `code`.

    `words` is the message as data; `remedy` replaces the hint that the catalogue has for it.
    """

    code: str
    words: Message
    remedy: Message | None
    where: Where

    @classmethod
    def of(cls, key: str, where: Where, hint: Message | None = None, /, **values: Any) -> Self:
        """The problem with the catalogue's message `key`; its code is the key without `lint.` and the variant."""
        return cls(key.removeprefix(_AREA).partition(":")[0], Message(key, values), hint, where)

    @property
    def severity(self) -> Severity:
        """`error` or `warning`, the severity of its rule."""
        return RULES[self.code].severity

    @property
    def message(self) -> str:
        """What is wrong, in the current language."""
        return str(self.words)

    @property
    def hint(self) -> str:
        """What to do, in the current language; empty where nothing can be said."""
        return str(self._remedy)

    @property
    def _remedy(self) -> Message:
        return self.remedy or Remedy(self.words.key, self.words.values)

    def as_finding(self) -> Finding:
        """The problem as a Finding, with the tag in the message and the heading in the place."""
        where = self.where
        place = where.place or where.part
        if where.heading and where.shown != where.place:
            place = f"under “{where.heading}”, {where.shown}"
        elif where.heading:
            place += f" (under “{where.heading}”)"
        shown = message("lint.shown", problem=self.words, code=self.code)
        if where.expression:
            shown = message("lint.shown:tag", problem=self.words, tag=where.expression, code=self.code)
        remedy = self._remedy
        return Finding(self.code, shown, remedy, where.template, where.line, where.column, place, self.severity)

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
    """Problems as plain data, in no language, which `problems_from` parses."""
    return [
        [each.code, message_data(each.words), message_data(each.remedy), list(astuple(each.where))] for each in problems
    ]


def problems_from(data: Iterable[Any]) -> tuple[Problem, ...]:
    """Parse the data of `problem_data`. Raises TypeError, ValueError, KeyError or AttributeError for other data."""
    return tuple(
        Problem(code, message_from(words), message_from(remedy), Where(*where)) for code, words, remedy, where in data
    )


class Origin(Protocol):
    """A piece of template source that knows the place of each of its lines."""

    def where(self, line: int, words: str = "") -> Where:
        """The place of `line`, and of the tag on it that has `words`."""
        ...


@dataclass(slots=True)
class ProblemList:
    """Problems found so far; nothing is added while `silent` is above 0."""

    silent: int = 0
    _found: dict[tuple[Any, ...], Problem] = field(default_factory=dict[tuple[Any, ...], Problem])

    def add(self, key: str, where: Where, hint: Message | None = None, /, **values: Any) -> None:
        """Add the problem with the catalogue's message `key`; `hint` replaces the catalogue's remedy."""
        if not self.silent:
            self.add_problem(Problem.of(key, where, hint, **values))

    def add_problem(self, problem: Problem) -> None:
        """Add a problem, once for each place, tag and message."""
        where = problem.where
        place = (where.template, where.part, where.place, where.line, where.expression)
        self._found.setdefault((problem.code, *place, problem.words), problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found.values())


def fold(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems with equal notices of a template as one with their number; a few are shown each by itself."""
    alike: dict[tuple[Any, ...], list[Problem]] = {}
    for problem in problems:
        alone = () if problem.severity == "warning" and problem.where.place else (problem.where, problem.words)
        kind = (problem.code, problem.where.template, problem.words.key, repr(problem.words.values), *alone)
        alike.setdefault(kind, []).append(problem)
    for first, *others in alike.values():
        if len(others) < _MOST_ALIKE:
            yield from (first, *others)
        else:
            words = message("lint.folded", problem=first.words, more=len(others))
            remedy = first.remedy or Remedy(first.words.key, first.words.values)
            yield replace(first, words=words, remedy=remedy)


@dataclass(frozen=True, slots=True)
class LintReport:
    """All problems of a library, by template and place, and the number of templates that were read."""

    problems: tuple[Problem, ...]
    templates: int

    @property
    def errors(self) -> int:
        """The number of problems with severity `error`."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems as findings."""
        return tuple(problem.as_finding() for problem in self.problems)

    def summary(self) -> str:
        """One line with the numbers of templates, errors and warnings, in the current language."""
        warnings = len(self.problems) - self.errors
        return str(message("lint.summary", templates=self.templates, errors=self.errors, warnings=warnings))

    def as_cached(self) -> list[Any]:
        """The report as plain data, which `from_cached` parses."""
        return [self.templates, problem_data(self.problems)]

    @classmethod
    def from_cached(cls, data: Any) -> "LintReport | None":
        """Parse the data of `as_cached`; None for other data."""
        try:
            templates, problems = data
            return cls(problems_from(problems), int(templates))
        except (TypeError, ValueError, KeyError, AttributeError):
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
    text = with_remedy(problem.message, problem.hint)
    physical: dict[str, Any] = {"artifactLocation": {"uri": where.template}}
    if where.line:
        physical["region"] = {"startLine": where.line, "startColumn": where.column}
    location: dict[str, Any] = {"physicalLocation": physical}
    place = ", ".join(part for part in (where.place or where.part, where.heading) if part)
    if place:
        location["logicalLocations"] = [{"fullyQualifiedName": place}]
    level = {"ruleId": problem.code, "ruleIndex": list(RULES).index(problem.code), "level": problem.severity}
    shown = str(message("lint.result", text=text, tag=where.expression)) if where.expression else text
    return {**level, "message": {"text": shown}, "locations": [location]}
