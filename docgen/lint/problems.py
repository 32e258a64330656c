"""Turns what a rule found, and where, into a problem that a person can act on; each problem once, in reading order."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from typing import Any, Protocol

from docgen.errors import Finding, Severity
from docgen.lint.chinese import hint_in_chinese, message_in_chinese, place_in_chinese
from docgen.lint.rules import RULES


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a template: `part` (document, header1, slide 3), the place in it, the heading above, the tag.

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
    """One thing to mend in a template."""

    code: str
    message: str
    hint: str
    where: Where

    @property
    def severity(self) -> Severity:
        """`error` or `warning`, as the rule says."""
        return RULES[self.code].severity

    def in_chinese(self) -> "Problem":
        """The problem in Chinese: message, hint and place; names, tags and headings stay."""
        place = place_in_chinese(self.where.place)
        where = replace(self.where, place=place, part=place_in_chinese(self.where.part))
        return replace(self, message=message_in_chinese(self.message), hint=hint_in_chinese(self.hint), where=where)

    def as_finding(self, language: str = "en") -> Finding:
        """The problem as other findings are: the tag in the message, the heading beside the place."""
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
    """Problems as plain data."""
    return [[problem.code, problem.message, problem.hint, list(astuple(problem.where))] for problem in problems]


def problems_from(told: Iterable[Any]) -> tuple[Problem, ...]:
    """The problems that `problem_data` gave. Raises TypeError or ValueError for anything else."""
    return tuple(Problem(code, message, hint, Where(*where)) for code, message, hint, where in told)


class Origin(Protocol):
    """A piece of template source, which knows the place of each of its lines."""

    def where(self, line: int, words: str = "") -> Where:
        """The place of `line`, and the tag on it that holds `words`."""
        ...


@dataclass(slots=True)
class Notes:
    """What was found so far; while `silent`, nothing is noted."""

    silent: int = 0
    _found: dict[tuple[str, str, str, str, int, str], Problem] = field(
        default_factory=dict[tuple[str, str, str, str, int, str], Problem]
    )

    def add(self, code: str, message: str, hint: str, where: Where) -> None:
        """Note a problem, once for each place and tag."""
        if not self.silent:
            key = (code, where.template, where.part, where.place, where.line, f"{where.expression}\0{message}")
            self._found.setdefault(key, Problem(code, message, hint, where))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found.values())
