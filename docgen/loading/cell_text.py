"""Turns what people type into a spreadsheet's cell into the text that a field of a schema reads."""

import re
from datetime import date, datetime
from decimal import Decimal

from docgen.schemas.slots import Slot

_DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?:\s*日)?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2}))?\s*[分秒]?)?"
)
_THOUSANDS = re.compile(r"[¥￥$€£]?\s*(-?[1-9]\d{0,2}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)")
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_WORDS = {"是": "true", "否": "false", "√": "true", "×": "false", "y": "true", "n": "false"}


def as_written(
    text: str | bool | None, slot: Slot | None, *, is_long: bool
) -> tuple[str | bool | list[str] | None, str]:
    """What the field `slot` reads for a cell, and what is wrong with the cell or an empty string.

    `is_long`: the cell is a number of 16 digits or more, of which a spreadsheet keeps 15.
    """
    if text is None or slot is None:
        return text, ""
    if isinstance(text, bool):
        return ("true" if text else "false"), ""
    if str in slot.options:
        lost = is_long or _SHORTENED.fullmatch(text)
        return text, f"`{text}` is held as a number and has lost its last digits" if lost else ""
    if slot.item is not None:
        return [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()], ""
    return _converted(text, slot), ""


def _converted(text: str, slot: Slot) -> str:
    if not {Decimal, int, date, datetime, bool} & set(slot.options):
        return text
    if {date, datetime} & set(slot.options):
        return _iso(text)
    if bool in slot.options:
        return _WORDS.get(text.casefold(), text)
    found = _THOUSANDS.fullmatch(text)
    return re.sub("[,，]", "", found.group(1)) if found else text


def _iso(text: str) -> str:
    """The ISO form of a date as it is typed in spreadsheets; what is none stays as it is, for the schema to refuse."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return text
    parts = [int(part) for part in found.groups() if part is not None]
    try:
        moment = datetime(*parts)  # type: ignore[arg-type]
    except ValueError:
        return text
    return moment.date().isoformat() if len(parts) == 3 else moment.isoformat()
