"""Turns a field and the place that it belongs in into the tag to write there, and the characters the tag takes."""

import re
from dataclasses import dataclass

from docgen.adopt.spots import Spot
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
class Writing:
    """What is written: `text` in the place of the characters from `start` to `end` of the spot's line."""

    text: str
    start: int
    end: int


def writing_for(entry: Entry, spot: Spot, language: str) -> Writing:
    """The tag for a field in a spot: with its filter, its guards, and without a sign or unit standing twice."""
    before, after = spot.line.text[: spot.start], spot.line.text[spot.end :]
    start, end = spot.start, spot.end
    filtered = entry.row.figure.filter if entry.row.figure else ""
    if entry.row.type == "money":
        filtered, start, end = _money(entry, spot)
    elif entry.row.type == "rate" and (found := _PERCENT_AFTER.match(after)):
        end += found.end()
    elif "in_words" in entry.path:
        start, end = _in_words(before, after, start, end)
    return Writing(_guarded(entry, _printed(entry, spot, filtered, language), filtered), start, end)


def _money(entry: Entry, spot: Spot) -> tuple[str, int, int]:
    """The filter for money and the characters it takes: a sign before goes, since the tag says the document's own."""
    before, after = spot.line.text[: spot.start], spot.line.text[spot.end :]
    if found := _WAN_AFTER.match(after):
        return "wan", spot.start, spot.end + found.end()
    sign = _SIGN_BEFORE.search(before)
    start = sign.start() if sign else spot.start
    if entry.row.figure is PRICE:
        return PRICE.filter, start, spot.end
    return "amount" if _UNIT_AFTER.match(after) or (entry.loop and not sign) else "money", start, spot.end


def _in_words(before: str, after: str, start: int, end: int) -> tuple[int, int]:
    if found := _WORDS_BEFORE.search(before):
        start = found.start()
    if found := _WORDS_AFTER.match(after):
        end += found.end()
    return start, end


def _printed(entry: Entry, spot: Spot, filtered: str, language: str) -> str:
    name, kind = entry.printed, entry.row.type
    if kind == "yes_no":
        yes, no = (TICKED, EMPTY) if _is_box(spot) else _YES_NO[language]
        return f"{{{{ '{yes}' if {name} else '{no}' }}}}"
    if kind == "list":
        return f"{{{{ {name} | join('{'、' if language == 'zh' else ', '}') }}}}"
    if kind == "markdown" and spot.is_alone and not entry.guards:
        return f"{{{{p {name} }}}}"
    return f"{{{{ {name} | {filtered} }}}}" if filtered else f"{{{{ {name} }}}}"


def _is_box(spot: Spot) -> bool:
    return spot.form == "box" or (spot.whole is not None and spot.whole.is_box)


def _guarded(entry: Entry, tag: str, filtered: str) -> str:
    """Conditions around a tag: the optional groups that the field lies in, itself, and who may read it."""
    conditions = list(entry.guards)
    conditions[:0] = [f"reads.{name}" for name in entry.row.guards]
    if entry.row.optional and filtered:
        conditions.append(f"{entry.printed} is not none")
    if not conditions:
        return tag
    return f"{{% if {' and '.join(conditions)} %}}{tag}{{% endif %}}"


def with_words_around(text: str, entry: Entry, around: tuple[str, str]) -> str:
    """A tag with the words that a merge field prints before and after a value that is there."""
    before, after = around
    if not before and not after:
        return text
    return f"{{% if {' and '.join((*entry.guards, entry.printed))} %}}{before}{text}{after}{{% endif %}}"


def choice_tag(entry: Entry, value: str) -> str:
    """A box that is ticked if a field has one of its choices."""
    tag = f"{{{{ '{TICKED}' if {entry.printed} == '{value}' else '{EMPTY}' }}}}"
    return f"{{% if {' and '.join(entry.guards)} %}}{tag}{{% else %}}{EMPTY}{{% endif %}}" if entry.guards else tag


def loop_tags(path: str, variable: str, mark: str) -> tuple[str, str]:
    """The tags before and after what stands for each item of a list; `mark` is tr or p."""
    only = _ONLY.get(path, "")
    return f"{{%{mark} for {variable} in {path}{only} %}}", f"{{%{mark} endfor %}}"


_ONLY = {"doc.pricing.lines": " if not line.optional and not line.alternative_to"}
"""Lines that don't count in the total are left out of a loop, so that the page adds up."""
