"""Dates, times and numbers in their usual forms, as ISO 8601 and plain digits: only what can mean one thing.

`2026/11/30`, `2026年11月30日`, `30 Nov 2026`, `9:28`, `下午3:05`, `13%` of a rate, `260,000`, full-width digits. A day
and month in figures before the year (11/12/2026), two-digit years, decimal commas and units stay as typed, for the
schema to refuse.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal

from pydantic import BaseModel

from docgen.schemas.figures import RATE
from docgen.schemas.slots import Slot, slot_at
from docgen.yaml_source.tree import Node, Path

_LONGEST = 40
_MAY_DIFFER = re.compile(r"[^\x00-\x7f]|[-A-Za-z/.,:%]")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")
_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBERS = {name: number for number, full in enumerate(_MONTHS.split(" "), 1) for name in (full, full[:3])}
_MONTH_NUMBERS["sept"] = 9
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})\s?日?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})\.?,?[- ](\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_TIME = re.compile(
    r"(上午|下午|晚上|中午|早上)?\s?(\d{1,2})\s?[:时點点]\s?(\d{1,2})"
    r"(?:\s?[:分]\s?(\d{1,2})(?:\.\d{1,6})?\s?秒?)?\s?分?\s?(am|pm|a\.m\.|p\.m\.)?"
)
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?")
_PERCENT = re.compile(r"([-+]?\d+(?:\.\d+)?) ?%")
_AFTERNOON = {"下午", "晚上", "pm", "p.m."}
_MORNING = {"上午", "早上", "am", "a.m."}


def usual_forms(values: Iterable[tuple[Path, Node]], model: type[BaseModel]) -> Iterator[tuple[Path, str]]:
    """Those scalars of a document that are dates, times or numbers in another form than ISO and digits, with that."""
    for path, node in values:
        text = node.content
        if isinstance(text, str) and len(text) <= _LONGEST and _MAY_DIFFER.search(text) and not _ISO.fullmatch(text):
            slot = slot_at(model, path)
            plain = usual_form(text, slot) if slot else text
            if plain != text:
                yield path, plain


def usual_form(text: str, slot: Slot) -> str:
    """`text` as the schema reads it, if `slot` is a date, time or number and the text means one; else the same text."""
    if len(text) > _LONGEST or not {date, datetime, time, Decimal, int} & set(slot.options) or str in slot.options:
        return text
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").split())
    if datetime in slot.options:
        return moment_of(plain) or text
    if date in slot.options:
        return _date_of(plain.casefold()) or text
    if time in slot.options:
        return _time_of(plain.casefold()) or text
    return _number_of(plain, slot) or text


def moment_of(text: str) -> str:
    """A day, or a day and a time, in ISO 8601; empty if it is neither."""
    lowered = text.casefold()
    if day := _date_of(lowered):
        return day
    for found in re.finditer(r"[日t ]", lowered):
        end = found.end() if found.group() == "日" else found.start()
        day, clock = _date_of(lowered[:end].strip()), _time_of(lowered[found.end() :].strip())
        if day and clock:
            return f"{day}T{clock}"
    return ""


def _date_of(text: str) -> str:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        year, month, day = int(found[3]), _MONTH_NUMBERS.get(found[2], 0), int(found[1])
    elif found := _MONTH_FIRST.fullmatch(text):
        year, month, day = int(found[3]), _MONTH_NUMBERS.get(found[1], 0), int(found[2])
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _time_of(text: str) -> str:
    found = _TIME.fullmatch(text)
    if found is None:
        return ""
    half, hour = found[1] or found[5], int(found[2])
    if (half in _MORNING | _AFTERNOON and not 1 <= hour <= 12) or (half == "中午" and hour not in {11, 12, 1}):
        return ""
    if half in _AFTERNOON or (half == "中午" and hour == 1):
        hour = hour % 12 + 12
    elif half in {"am", "a.m."}:
        hour %= 12
    try:
        clock = time(hour, int(found[3]), int(found[4] or 0))
    except ValueError:
        return ""
    return clock.isoformat("seconds" if found[4] else "minutes")


def _number_of(text: str, slot: Slot) -> str:
    if _PLAIN.fullmatch(text):
        return text
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    percent = _PERCENT.fullmatch(text)
    if percent and slot.figure is RATE:
        return f"{Decimal(percent[1]).scaleb(-2):f}"
    return ""
