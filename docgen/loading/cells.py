"""Convert a cell's text to the input of a field, or say what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from docgen.loading.table import Cell
from docgen.loading.usual_forms import moment_of, usual_form
from docgen.messages import Message, message
from docgen.schemas.slots import Slot

DAY_FIRST, MONTH_FIRST, COMMA, POINT = "day first", "month first", "comma", "point"
_CURRENCY = re.compile(r"^[¥￥$€£] ?(?=[-\d])")
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_WORDS = {"是": "true", "否": "false", "√": "true", "×": "false", "y": "true", "n": "false"}
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,? (.{3,20}))?")
_ZONE = re.compile(r"(.{8,30}?) ?(z|utc|gmt|(?:utc|gmt)?[-+]\d{1,2}(?::?\d{2})?)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt)?([-+])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIALS = (29221, 73050)  # 1980 to 2099
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+),\d+")
_EITHER = re.compile(r"[-+]?[1-9]\d{0,2}(?:[.,]\d{3})+")
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_AUTO_DATE = re.compile(
    r"\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}月\d{1,2}日"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a column are read: the order of day and month, the decimal sign, the zone of local times.

    Empty: not stated, so that what may mean two things is refused. `has_commas`: the decimal sign may be a comma.
    `takes_dates`: a date in this text column is meant as one.
    """

    dates: str = ""
    decimals: str = ""
    zone: tzinfo | None = None
    has_commas: bool = False
    takes_dates: bool = False
    epoch_1904: bool = False
    values: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Read:
    """A cell's content for its field, with an error, or with a notice on what was made of it."""

    content: str | bool | list[str] | None
    problem: Message | None = None
    notice: Message | None = None


def zone_of(text: str) -> tzinfo | None:
    """The zone `+08:00`, `UTC` or `Asia/Shanghai`; None if there is none of that name."""
    if text.strip().upper() in {"Z", "UTC", "GMT"}:
        return UTC
    if found := _OFFSET.fullmatch(text.strip()):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if found[1] == "-" else 1))
    try:
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_cell(cell: Cell, slot: Slot | None, reading: Reading) -> Read:
    """Read a cell for the field `slot`; None if the field is unknown."""
    text = cell.text
    if cell.problem:
        return Read(None, cell.problem)
    if text is None or slot is None:
        return Read(text)
    if isinstance(text, bool):
        return Read("true" if text else "false")
    return _READERS[_sort_of(slot)](cell, text, slot, reading)


@lru_cache(maxsize=512)
def _sort_of(slot: Slot) -> str:
    if str in slot.options:
        return "text"
    if slot.item is not None:
        return "list"
    sorts: dict[Any, str] = {date: "moment", datetime: "moment", bool: "yes or no", Decimal: "number", int: "number"}
    return next((sort for option, sort in sorts.items() if option in slot.options), "other")


def _text(cell: Cell, text: str, _: Slot, reading: Reading) -> Read:
    if cell.is_long or ("+" in text and _SHORTENED.fullmatch(text)):
        return Read(text, message("input.cell:lost", text=text))
    may_be_date = not cell.sort and ("-" in text or "月" in text)
    is_date = cell.sort in {"date", "auto_date"} or (may_be_date and _AUTO_DATE.fullmatch(text))
    if is_date and not reading.takes_dates:
        return Read(text, notice=message("notice.text_date", text=text))
    return Read(cell.shown or text)


def _moment(cell: Cell, text: str, slot: Slot, reading: Reading) -> Read:
    zoned = _ZONE.fullmatch(text)
    if zoned and (moment := moment_of(" ".join(zoned[1].split()))) and "T" in moment:
        return _in_zone(text, moment, zoned[2], reading)
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(text, found, slot, reading)
    if _SERIAL.fullmatch(text) and cell.sort != "date" and _SERIALS[0] <= float(text) <= _SERIALS[1]:
        return Read(text, message("input.cell:serial", text=text, moment=_serial(text, reading.epoch_1904)))
    return Read(usual_form(text, slot))


def _serial(text: str, epoch_1904: bool) -> str:
    moment = _EPOCHS[epoch_1904] + timedelta(seconds=round(float(text) * 86400))
    return moment.isoformat(" ", "minutes") if moment.time() != time() else moment.date().isoformat()


def _in_zone(text: str, moment: str, zone: str, reading: Reading) -> Read:
    """A time with a zone as the local time of the zone that the mapping file states."""
    offset = zone_of(zone)
    if reading.zone is None or offset is None:
        return Read(text, message("input.cell:zone", text=text))
    local = datetime.fromisoformat(moment).replace(tzinfo=offset).astimezone(reading.zone)
    return Read(local.replace(tzinfo=None).isoformat())


def _year_last(text: str, found: re.Match[str], slot: Slot, reading: Reading) -> Read:
    first, second = int(found[1]), int(found[2])
    if not reading.dates:
        return Read(text, message("input.cell:year_last", text=text))
    day, month = (first, second) if reading.dates == DAY_FIRST else (second, first)
    clock = f" {found[4]}" if found[4] else ""
    typed = f"{found[3]}-{month:02}-{day:02}{clock}"
    plain = usual_form(typed, slot)
    wrong = plain == typed and (bool(clock) or not _is_day(typed))
    return Read(text, message("input.cell:year_last", text=text)) if wrong else Read(plain)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(cell: Cell, text: str, slot: Slot, reading: Reading) -> Read:
    if cell.merged:
        return Read(text, message("input.cell:merged", text=text, range=cell.merged))
    if cell.changed:
        return Read(text, message("input.cell:format", text=text, shown=cell.changed))
    if cell.sort in {"date", "auto_date"}:
        return Read(text, message("input.cell:date", text=text))
    signless = text if cell.sort == "number" else _CURRENCY.sub("", text)
    if cell.sort != "number":
        if reading.decimals == COMMA and (_DECIMAL_COMMA.fullmatch(signless) or _EITHER.fullmatch(signless)):
            return Read(signless.replace(".", "").replace(",", ".") if _is_european(signless) else text)
        if not reading.decimals and reading.has_commas and _EITHER.fullmatch(signless):
            return Read(text, message("input.cell:separator", text=text))
    plain = usual_form(signless, slot)
    return Read(text if plain == signless and not _DIGITS.fullmatch(plain) else plain)


def _items(_: Cell, text: str, __: Slot, ___: Reading) -> Read:
    return Read([part.strip() for part in re.split(r"[;；\n]", text) if part.strip()])


_READERS: dict[str, Callable[[Cell, str, Slot, Reading], Read]] = {
    "text": _text,
    "list": _items,
    "moment": _moment,
    "yes or no": lambda _, text, __, ___: Read(_WORDS.get(text.casefold(), text)),
    "number": _number,
    "other": lambda _, text, __, ___: Read(text),
}


def _is_european(text: str) -> bool:
    """Whether the text is a number whose decimal sign is a comma: not 1,234,567."""
    return text.count(",") <= 1


def has_decimal_comma(text: str) -> bool:
    """Whether the text can only be a number with a decimal comma: `320,5`, `1.234,50`; not `260,000`."""
    return bool(_DECIMAL_COMMA.fullmatch(text)) and not re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text)


def order_of(texts: list[str], assumed: str) -> str:
    """The order of day and month in a column: `assumed`, unless a date of the column can't have it; or empty.

    An assumed order needs a date that isn't padded to two digits, as 11/3/2026: other programs pad.
    """
    found = [match for text in texts if (match := _YEAR_LAST.fullmatch(text))]
    contrary = 1 if assumed == MONTH_FIRST else 2
    if not assumed or not found or any(int(match[contrary]) > 12 for match in found):
        return ""
    is_unpadded = any(len(match[1]) == 1 or len(match[2]) == 1 for match in found)
    return assumed if is_unpadded or any(int(match[3 - contrary]) > 12 for match in found) else ""
