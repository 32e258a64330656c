"""Turns what the check says into Chinese: messages, hints, values, places, each by its English wording.

A pair is an English wording and the Chinese one; `§` stands for what changes, in the Chinese numbered in its order.
"""

import re
from functools import cache

from docgen.lint.chinese_words import HINTS, MESSAGES, PLACES, VALUES

_OPEN = "§"


def message_in_chinese(text: str) -> str:
    """A message in Chinese; as it is, if it has no Chinese wording."""
    return _said(text, "message")


def hint_in_chinese(text: str) -> str:
    """A hint in Chinese; as it is, if it has no Chinese wording."""
    return _said(text, "hint")


def place_in_chinese(place: str) -> str:
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
