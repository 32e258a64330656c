"""Make the tag for a field in a blank, and the range of characters that it replaces."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.adopt.blanks import Blank
from docgen.adopt.vocabulary import Entry
from docgen.rewriting.values import by_title
from docgen.schemas.figures import PRICE
from docgen.titles.expressions import Expression
from docgen.titles.lookup import Titles
from docgen.titles.shapes import shape_of
from docgen.titles.tags import Scopes

_SIGN_BEFORE = re.compile(r"(?:[¥￥$€£]|RMB|CNY|USD|EUR)\s*$")
_UNIT_AFTER = re.compile(r"^\s*(?:元|圆|yuan|RMB|CNY|USD)")
_WAN_AFTER = re.compile(r"^\s*万元?")
_PERCENT_AFTER = re.compile(r"^\s*[%％]")
_WORDS_BEFORE, _WORDS_AFTER = re.compile(r"人民币\s*$"), re.compile(r"^\s*(?:[元圆]整?|整)")
_LABEL = re.compile(r"[^:：]{0,40}[:：]\s*")
_YES_NO = {"zh": ("是", "否"), "en": ("Yes", "No")}
_TEXT_ITEM = {"zh": "条目", "en": "Point"}
TICKED, EMPTY = "☑", "☐"


@dataclass(frozen=True, slots=True)
class TextEdit:
    """`text` to replace the characters from `start` to `end` of the blank's line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one kind's fields, by their titles in `language`; `variables` are the loop variables by list."""

    titles: Titles
    language: str
    variables: Mapping[str, str]

    def edit(self, entry: Entry, blank: Blank, loop: str = "", affixes: tuple[str, str] = ("", "")) -> TextEdit:
        """The tag for a field in a blank, with its filter and conditions; `loop` is the list whose row it is in.

        It replaces a sign or unit that the tag would repeat. `affixes` are printed around a value that isn't empty.
        """
        before, after = blank.line.text[: blank.start], blank.line.text[blank.end :]
        start, end = blank.start, blank.end
        figure = entry.row.figure
        filtered = figure.filter if figure and not figure.is_plain else ""
        if entry.row.type == "money":
            filtered, start, end = _money(entry, blank)
        elif entry.row.type == "rate" and (found := _PERCENT_AFTER.match(after)):
            end += found.end()
        elif "in_words" in entry.path:
            start, end = _in_words(before, after, start, end)
        is_asked = entry.row.optional and _is_whole(blank) and not blank.is_in_table and not any(affixes)
        tag = self._printed(entry, blank, filtered, loop, "?" if is_asked else "")
        return TextEdit(_under_conditions(entry, blank, tag, affixes), start, end)

    def expression(self, expression: str, loop: str = "") -> str:
        """`expression` by titles, in a loop over the list `loop`; unchanged where no title means the same."""
        return by_title(expression, self._scopes(loop), self.language) or expression

    def names(self, expression: str, loop: str = "") -> str:
        """`expression` with names for titles of either language."""
        return Expression(expression, self._scopes(loop), []).resolved()

    def _scopes(self, loop: str) -> Scopes:
        scopes = Scopes(self.titles)
        if loop:
            scopes.open_loop([self.variable(loop)], shape_of(loop, scopes.shape).deeper(-1))
        return scopes

    def variable(self, path: str) -> str:
        """The loop variable of a list; texts, which have no fields, are named by a word."""
        return self.variables.get(path) or _TEXT_ITEM[self.language]

    def marker(self, path: str, kind: str) -> str:
        """The marker that repeats a `row` or `para` for each item of a list."""
        return f"{{%{kind} for {self.variable(path)} in {path}{_ONLY.get(path, '')}%}}"

    def _printed(self, entry: Entry, blank: Blank, filtered: str, loop: str, question: str) -> str:
        name, kind = entry.printed, entry.row.type
        if kind == "yes_no":
            yes, no = (TICKED, EMPTY) if _is_box(blank) else _YES_NO[self.language]
            return f"{{{{ '{yes}' if {name} else '{no}' }}}}"
        if kind == "list":
            filtered = f"join('{'、' if self.language == 'zh' else ', '}')"
        shown = self.expression(f"{name} | {filtered}" if filtered else name, loop)
        value, bar, after = shown.partition(" | ")
        mark = "p " if kind == "markdown" and blank.is_alone and not entry.guards else " "
        return f"{{{{{mark}{value}{question}{bar}{after} }}}}"


def _money(entry: Entry, blank: Blank) -> tuple[str, int, int]:
    """The filter for money, and the range to replace: with the sign before it, since the tag prints the currency."""
    before, after = blank.line.text[: blank.start], blank.line.text[blank.end :]
    if found := _WAN_AFTER.match(after):
        return "wan", blank.start, blank.end + found.end()
    sign = _SIGN_BEFORE.search(before)
    start = sign.start() if sign else blank.start
    if entry.row.figure is PRICE:
        return PRICE.filter, start, blank.end
    return "amount" if _UNIT_AFTER.match(after) or (entry.loop and not sign) else "money", start, blank.end


def _in_words(before: str, after: str, start: int, end: int) -> tuple[int, int]:
    if found := _WORDS_BEFORE.search(before):
        start = found.start()
    if found := _WORDS_AFTER.match(after):
        end += found.end()
    return start, end


def _is_box(blank: Blank) -> bool:
    return blank.form == "box" or (blank.control is not None and blank.control.is_box)


def _is_whole(blank: Blank) -> bool:
    """Whether a paragraph is nothing but the blank and its label, so that it says nothing without the value."""
    before, after = blank.line.text[: blank.start], blank.line.text[blank.end :]
    return not after.strip() and (not before.strip() or bool(_LABEL.fullmatch(before)))


def _under_conditions(entry: Entry, blank: Blank, tag: str, affixes: tuple[str, str]) -> str:
    """Put a tag under the conditions of its audience and of the optional groups around the field."""
    conditions = [*(f"reads.{name}" for name in entry.row.guards), *entry.guards]
    if any(affixes):
        conditions.append(entry.printed)
    if not conditions:
        return tag
    condition = " and ".join(conditions)
    if _is_whole(blank):
        return f"{{%para if {condition}%}}{affixes[0]}{tag}{affixes[1]}"
    return f"{{% if {condition} %}}{affixes[0]}{tag}{affixes[1]}{{% endif %}}"


def choice_tag(entry: Entry, value: str) -> str:
    """A checkbox that is ticked if a field has one of its choices."""
    tag = f"{{{{ '{TICKED}' if {entry.printed} == '{value}' else '{EMPTY}' }}}}"
    return f"{{% if {' and '.join(entry.guards)} %}}{tag}{{% else %}}{EMPTY}{{% endif %}}" if entry.guards else tag


_ONLY = {"doc.pricing.lines": " if not line.optional and not line.alternative_to"}
"""Conditions of loops: lines that don't count in the total are skipped, so that the page adds up."""
