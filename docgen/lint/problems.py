"""A problem: what a rule found, and where, each once and in reading order, in English or Chinese.

Messages, hints, values and places are put into Chinese by their English wording: in a pair of wordings `§` stands for
what changes, in the Chinese numbered in its order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from functools import cache
from typing import Any, Protocol

from docgen.errors import Finding, Severity
from docgen.lint.chinese_words import HINTS, MESSAGES, PLACES, VALUES
from docgen.lint.rules import RULES

_OPEN = "§"


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
        place = _place_in_chinese(self.where.place)
        where = replace(self.where, place=place, part=_place_in_chinese(self.where.part))
        return replace(self, message=_message_in_chinese(self.message), hint=_hint_in_chinese(self.hint), where=where)

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


def _message_in_chinese(text: str) -> str:
    """A message in Chinese; as it is, if it has no Chinese wording."""
    return _said(text, "message")


def _hint_in_chinese(text: str) -> str:
    """A hint in Chinese; as it is, if it has no Chinese wording."""
    return _said(text, "hint")


def _place_in_chinese(place: str) -> str:
    """A place in a template: `document, table 2, row 1` as 正文，第 2 个表格，第 1 行."""
    return "，".join(_said(part, "place") for part in place.split(", ")) if place else place


def _said(text: str, of: str) -> str:
    for pattern, chinese in _patterns(of):
        found = pattern.fullmatch(text)
        if found:
            return _filled(chinese, list(found.groups()))
    return text


def _filled(chinese: str, values: list[str]) -> str:
    """The wording with its values: names in backticks as they are, other values in Chinese."""

    def value(found: re.Match[str]) -> str:
        before, number, after = found.groups()
        told = values[int(number) - 1]
        if told.startswith("this"):
            return VALUES.get(told, told)
        if before:
            return f"{before}{told}{after}"
        is_model = told.startswith("a whole ")
        return told.removeprefix("a whole ") + "（一组字段）" if is_model else VALUES.get(told, told) + after

    return re.sub(rf"(`\|?)?{_OPEN}(\d)(`?)", value, chinese)


@cache
def _patterns(of: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = {"message": MESSAGES, "hint": HINTS, "place": PLACES}[of]
    return tuple((_pattern(english), chinese) for english, chinese in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(re.escape(part) for part in english.split(_OPEN)), re.DOTALL)
