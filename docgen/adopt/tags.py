"""Make the tag for a field in a blank, and the range of characters that it replaces."""

import re
from dataclasses import dataclass

from docgen.adopt.blanks import Blank
from docgen.adopt.vocabulary import Entry
from docgen.schemas.figures import PRICE

_SIGN_BEFORE = re.compile(r"(?:[¥￥$€£]|RMB|CNY|USD|EUR)\s*$")
_UNIT_AFTER = re.compile(r"^\s*(?:元|圆|yuan|RMB|CNY|USD)")
_WAN_AFTER = re.compile(r"^\s*万元?")
_PERCENT_AFTER = re.compile(r"^\s*[%％]")
_WORDS_BEFORE, _WORDS_AFTER = re.compile(r"人民币\s*$"), re.compile(r"^\s*(?:[元圆]整?|整)")
_YES_NO = {"zh": ("是", "否"), "en": ("Yes", "No")}
TICKED, EMPTY = "☑", "☐"


@dataclass(frozen=True, slots=True)
class TextEdit:
    """`text` to replace the characters from `start` to `end` of the blank's line."""

    text: str
    start: int
    end: int


def edit_for(entry: Entry, blank: Blank, language: str) -> TextEdit:
    """The tag for a field in a blank, with its filter and guards; it replaces a sign or unit that it would repeat."""
    before, after = blank.line.text[: blank.start], blank.line.text[blank.end :]
    start, end = blank.start, blank.end
    filtered = entry.row.figure.filter if entry.row.figure else ""
    if entry.row.type == "money":
        filtered, start, end = _money(entry, blank)
    elif entry.row.type == "rate" and (found := _PERCENT_AFTER.match(after)):
        end += found.end()
    elif "in_words" in entry.path:
        start, end = _in_words(before, after, start, end)
    return TextEdit(_guarded(entry, _printed(entry, blank, filtered, language), filtered), start, end)


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


def _printed(entry: Entry, blank: Blank, filtered: str, language: str) -> str:
    name, kind = entry.printed, entry.row.type
    if kind == "yes_no":
        yes, no = (TICKED, EMPTY) if _is_box(blank) else _YES_NO[language]
        return f"{{{{ '{yes}' if {name} else '{no}' }}}}"
    if kind == "list":
        return f"{{{{ {name} | join('{'、' if language == 'zh' else ', '}') }}}}"
    if kind == "markdown" and blank.is_alone and not entry.guards:
        return f"{{{{p {name} }}}}"
    return f"{{{{ {name} | {filtered} }}}}" if filtered else f"{{{{ {name} }}}}"


def _is_box(blank: Blank) -> bool:
    return blank.form == "box" or (blank.control is not None and blank.control.is_box)


def _guarded(entry: Entry, tag: str, filtered: str) -> str:
    """Put a tag under its conditions: the optional groups around the field, the field itself, its audience."""
    conditions = list(entry.guards)
    conditions[:0] = [f"reads.{name}" for name in entry.row.guards]
    if entry.row.optional and filtered:
        conditions.append(f"{entry.printed} is not none")
    if not conditions:
        return tag
    return f"{{% if {' and '.join(conditions)} %}}{tag}{{% endif %}}"


def with_affixes(text: str, entry: Entry, affixes: tuple[str, str]) -> str:
    """A tag with the words that a merge field prints around a value that isn't empty."""
    before, after = affixes
    if not before and not after:
        return text
    return f"{{% if {' and '.join((*entry.guards, entry.printed))} %}}{before}{text}{after}{{% endif %}}"


def choice_tag(entry: Entry, value: str) -> str:
    """A checkbox that is ticked if a field has one of its choices."""
    tag = f"{{{{ '{TICKED}' if {entry.printed} == '{value}' else '{EMPTY}' }}}}"
    return f"{{% if {' and '.join(entry.guards)} %}}{tag}{{% else %}}{EMPTY}{{% endif %}}" if entry.guards else tag


def loop_tags(path: str, variable: str, mark: str) -> tuple[str, str]:
    """The tags before and after the content to repeat for each item of a list; `mark` is tr or p."""
    only = _ONLY.get(path, "")
    return f"{{%{mark} for {variable} in {path}{only} %}}", f"{{%{mark} endfor %}}"


_ONLY = {"doc.pricing.lines": " if not line.optional and not line.alternative_to"}
"""Conditions of loops: lines that don't count in the total are skipped, so that the page adds up."""
