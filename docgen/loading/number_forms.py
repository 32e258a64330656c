"""Parse numbers in other notations: `7,25`, `1.234,50`, `(45)`, `¥-1,200`, `45 万`, `12 %`."""

import re
import unicodedata
from decimal import Decimal

_CURRENCIES = "¥|\\$|€|£|cny|rmb|usd|us\\$|eur|euro|gbp|jpy|hkd|hk\\$|人民币|美元|欧元|英镑|日元|港币"
_MINUS = "[-−–—]"
_FIGURE = re.compile(
    rf"({_MINUS})? ?(?:{_CURRENCIES})? ?({_MINUS})? ?(\d(?:[\d.,' ]*\d)?) ?({_MINUS})? ?([^\d ]{{0,4}})"
)
_BRACKETS = re.compile(r"([^\d(]{0,4})\(([^()]*)\)([^\d]{0,4})")
_LONGEST = 40
_POWERS = {"%": -2, "‰": -3, "k": 3, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}
# ambiguous multipliers after a number
_AMBIGUOUS = {"cr", "dr", "m", "mn", "mio", "mln", "b", "bn", "t", "tsd", "w"}
_GROUPED = (
    r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?",
    r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?",
    r"[1-9]\d{0,2}(?:[ ']\d{3})+(?:\.\d+)?",
    r"\d+(?:\.\d+)?",
)
_WITH_COMMA = (r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", r"[1-9]\d{0,2}(?:[ ']\d{3})+,\d+", r"\d+,\d+")


def parse_number(text: str) -> tuple[Decimal, Decimal, str] | None:
    """The number, the number as written, and its multiplier (`%`, `万` …) or an empty string; None if ambiguous."""
    plain = " ".join(unicodedata.normalize("NFKC", text[: _LONGEST + 1]).casefold().split())
    if len(text) > _LONGEST:
        return None
    bracketed = _BRACKETS.fullmatch(plain)
    found = _FIGURE.fullmatch("".join(bracketed.groups()) if bracketed else plain)
    digits = _digits(found.group(3)) if found else None
    if found is None or digits is None:
        return None
    signs = [sign for sign in (found.group(1), found.group(2), found.group(4)) if sign]
    unit = found.group(5).strip().rstrip("元").strip()
    if len(signs) + bool(bracketed) > 1 or unit in _AMBIGUOUS or re.search(rf"[()]|{_MINUS}", unit):
        return None
    written = -digits if signs or bracketed else digits
    power = _POWERS.get(unit, 0)
    return written.scaleb(power), written, unit if power else ""


def _digits(text: str) -> Decimal | None:
    """Value of digits with separators. A comma that can't separate thousands is a decimal comma."""
    if any(re.fullmatch(form, text) for form in _GROUPED):
        return Decimal(re.sub("[,' ]", "", text))
    if any(re.fullmatch(form, text) for form in _WITH_COMMA):
        return Decimal(re.sub("[.' ]", "", text).replace(",", "."))
    return None
