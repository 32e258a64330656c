"""Parse figures and dates in text, in any notation, and list the notations in which a value may be printed."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from docgen.schemas.currencies import Currency

Reading = tuple[str, Decimal]
"""A unit (empty, `万`, `亿`, `k`, `m`, `bn`, `%` or `折`) and the figure before it, without its sign."""

_UNITS = {
    "": Decimal(1), "千": Decimal(1000), "万": Decimal(10_000), "百万": Decimal(1_000_000), "亿": Decimal(100_000_000),
    "k": Decimal(1000), "m": Decimal(1_000_000), "bn": Decimal(1_000_000_000), "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
}  # fmt: skip
_UNIT_NAMES = {
    "thousand": "k", "mn": "m", "mio": "m", "million": "m", "billion": "bn", "percent": "%", "per cent": "%",
}  # fmt: skip
_CURRENCIES = ("RMB", "US", "HK", *(currency.value for currency in Currency))
_IN_ANY_CASE = (
    "CNY|RMB|USD|EUR|GBP|JPY|HKD|CHF|SGD|AUD|CAD|KRW|TWD|INR|AED|SEK|NOK|DKK|PLN|THB|VND|MYR|US|HK"  # all, top: words
)
_CODES = f"{_IN_ANY_CASE}|(?-i:{'|'.join(_CURRENCIES)})"
_PER = (
    r"(?:(?:a|an|per|each)\s+|/\s?|every\s+)(?:unit|piece|pcs?|seat|user|licen[cs]e|person|head|item|box|kg|ton|tonne"
    r"|hour|day|week|month|year|case|set|order|site|room|desk|module|package)\b|\s*/\s*[台套个件人次年月天日吨箱米]"
)
_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")
_FIGURE = re.compile(
    r"(?<!\d\.)(?<!\d)"
    r"(?P<face>\d{1,3}(?:\.\d{3})+,\d{1,2}"  # 5.800,00
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?"  # 5,800.00
    r"|\d{1,3}(?:['’ ]\d{3})+(?:[.,]\d{1,2})?"  # 5 800 and 5'800.00
    r"|\d+(?:\.\d+)?)"
    r"(?!\d|\.\d)"
    r"(?:[ ]?(?P<unit>百万|[万亿千%‰折]|(?:thousand|million|mio|mn|billion|bn|per ?cent|k|m)(?![a-z])))?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_PREFIX = re.compile(r"(?<![A-Za-z_])[A-Za-z_]+\Z")
_SIGN_BEFORE = re.compile(rf"(?:[¥$€£₩]|\b(?:{_CODES})|人民币|美元|欧元|港币|日元)\s?[-−–(]?\s?\Z", re.IGNORECASE)
_SIGN_AFTER = re.compile(
    rf"\s?(?:[元块圆€£$¥]|美元|欧元|(?:{_CODES})\b|euros?\b|dollars?\b|pounds?\b|yuan\b)|,?\s?(?:{_PER})",
    re.IGNORECASE,
)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})\s?(?:-|/|\.|年)\s?(?P<m>\d{1,2})(?:\s?(?:-|/|\.|月)\s?(?P<d>\d{1,2})(?!\d)日?|月)"
    r"|(?P<d2>\d{1,2})[/.](?P<m2>\d{1,2})[/.](?P<y2>(?:19|20)\d{2})(?!\d)"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m3>{_MONTH})\.?,?\s(?P<y3>(?:19|20)\d{{2}})(?!\d)"
    rf"|(?<![a-z])(?P<m4>{_MONTH})\.?\s(?:(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?(?P<y4>(?:19|20)\d{{2}})(?!\d))",
    re.IGNORECASE,
)
_MONTHS: list[str] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: its position, its readings, and whether a currency or `a unit` is next to it."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    is_money: bool

    @property
    def is_plain_year(self) -> bool:
        """Whether it is written like a year: four digits and nothing around them."""
        return not self.is_money and any(
            not unit and face == int(face) and 1000 <= face < 10_000 and self.end - self.start == 4
            for unit, face in self.readings
        )


def normalize(text: str) -> str:
    """`text` in NFKC, with plain spaces and punctuation and without invisible characters."""
    if text.isascii():
        return text
    text = _WIDE_COMMA.sub(",", _SPACES.sub(" ", _IGNORED.sub("", text)))
    return unicodedata.normalize("NFKC", text.replace("，", ", ").replace("。", "。 "))


def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a normalized `text`, without dates and digits in codes (`A1c68500f`) or version numbers."""
    return _figures_in(text) if _DIGIT.search(text) else ()


@lru_cache(maxsize=4096)
def _figures_in(text: str) -> tuple[Figure, ...]:
    """Cached: a document's other formats and its next versions contain the same text."""
    return tuple(_read_figures(text))


def _read_figures(text: str) -> Iterator[Figure]:
    dates = [found.span() for found in _DATE.finditer(text)]
    starts = [start for start, _ in dates]
    for found in _FIGURE.finditer(text):
        start, end = found.span("face")
        if starts and (place := bisect_right(starts, start)) and dates[place - 1][1] > start:
            continue
        if not _is_part_of_code(text, start, end):
            before, after = text[max(0, start - 12) : start], text[found.end() : found.end() + 16]
            money = bool(_SIGN_BEFORE.search(before) or _SIGN_AFTER.match(after))
            yield Figure(start, end, tuple(_readings(found["face"], found["unit"])), money)


def _is_part_of_code(text: str, start: int, end: int) -> bool:
    """Whether Latin letters other than a currency precede it without a space, or letters and digits follow."""
    prefix = _PREFIX.search(text[max(0, start - 12) : start])
    if prefix and prefix.group().upper() not in _CURRENCIES:
        return True
    return re.match(r"[A-Za-z_]+\d", text[end : end + 12]) is not None


def _readings(face: str, unit: str | None) -> Iterator[Reading]:
    name = (unit or "").casefold()
    name = _UNIT_NAMES.get(name, name)
    for value in dict.fromkeys(_values(face)):
        yield name, value
        if name in {"k", "m", "bn"}:
            yield "", value  # `5,800 m` may be metres


def value_of(reading: Reading) -> Decimal:
    """The number of a reading: 58000 for 5.8万, 0.08 for 8%, 0.15 for 8.5折."""
    unit, face = reading
    return 1 - face / 10 if unit == "折" else (face * _UNITS.get(unit, Decimal(1))).normalize()


def _values(face: str) -> Iterator[Decimal]:
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}", face):
        yield Decimal(face.replace(".", "").replace(",", "."))
        return
    grouped = re.fullmatch(r"(\d{1,3}(?:[,'’ ]\d{3})+)(?:[.,](\d+))?", face)
    if grouped:
        whole = "".join(sign for sign in grouped[1] if sign.isdigit())
        yield Decimal(f"{whole}.{grouped[2] or 0}").normalize()
        if " " in face:
            yield Decimal(face.rsplit(" ", 1)[1].replace(",", "."))
        return
    yield Decimal(face).normalize()
    if re.fullmatch(r"\d{1,3}\.\d{3}", face):
        yield Decimal(face.replace(".", ""))


@lru_cache(maxsize=4096)
def readings_of(value: Decimal) -> tuple[Reading, ...]:
    """The forms in which `value` may be printed: exact, rounded to 2, 1 or 0 places, in thousands, 万, percent, 折.

    A rounded form counts if it has three significant digits; fewer are too common.
    """
    return tuple(dict.fromkeys(_readings_of(abs(value))))


def _readings_of(value: Decimal) -> Iterator[Reading]:
    for unit, size in _UNITS.items():
        if (unit in "%‰" and unit and value > 10) or (unit not in ("", "%", "‰") and value < size / 10):
            continue
        face = value / size
        yield unit, face.normalize()
        for places in (0, 1, 2):
            rounded = rounded_to(face, places)
            if digits(rounded) >= 3 or unit == "%":
                yield unit, rounded.normalize()
    if 0 < value < 1:
        yield "折", ((1 - value) * 10).normalize()


def rounded_to(value: Decimal, places: int) -> Decimal:
    """`value` rounded half up, as all printed figures are."""
    try:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except ArithmeticError:
        return value


def digits(value: Decimal) -> int:
    """The number of significant digits of `value`, without trailing zeros after the point."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    return len(whole.lstrip("0")) + len(decimals.rstrip("0") if whole.strip("0") else decimals.strip("0"))


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """The start, end and value of each complete date in a normalized `text`."""
    for found in _DATE.finditer(text):
        year, month, day = (_group(found, name) for name in ("y", "m", "d"))
        if year and month and day:
            number = int(month) if month.isdigit() else 1 + _MONTHS.index(month[:3].casefold())
            try:
                yield found.start(), found.end(), date(int(year), number, int(day))
            except ValueError:
                continue


def _group(found: re.Match[str], name: str) -> str:
    return next((value for number in ("", "2", "3", "4") if (value := found[name + number])), "")
