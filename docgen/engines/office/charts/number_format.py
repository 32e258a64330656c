"""Turns an Excel number format into one that Excel takes, and a figure into the words that it shows under it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from docgen.wording import say_amount, say_number

_MOST_SECTIONS, _LONGEST = 4, 255
# ECMA-376 part 1, 18.8.31: what a section of a numeric format is made of; dates and times are no figures here
_COLOUR = "Color ?[0-9]{1,2}|Black|Blue|Cyan|Green|Magenta|Red|White|Yellow"
_TOKEN = re.compile(
    rf"""(?P<bracket>\[(?:\$[^\[\]"]*|[<>=]{{1,2}}-?[0-9.]+|{_COLOUR})\])"""
    r"""|(?P<text>"[^"]*")|(?P<mark>\\.|_.|\*.)|(?P<general>General)|(?P<power>[Ee][+-])"""
    r"""|(?P<place>[0#?.,]+)|(?P<percent>%)|(?P<sign>[-$+()/: !^&'~{}<>=])|(?P<foreign>[^\x00-\x7f]+)"""
)


def checked_format(number_format: str) -> str:
    """`number_format` with foreign words in quotes, as Excel stores them: `0.0万元` becomes `0.0"万元"`.

    Raises ValueError for what Excel would refuse, since a workbook with it can't be opened.
    """
    pieces: list[str] = []
    for section in _sections(number_format):
        pieces.append("".join(_stored(kind, text) for kind, text in _tokens(section, number_format)))
    if len(pieces) > _MOST_SECTIONS or len(number_format) > _LONGEST:
        raise ValueError(
            f"number format `{number_format[:40]}`: Excel takes {_MOST_SECTIONS} sections, {_LONGEST} signs"
        )
    return ";".join(pieces)


def _sections(number_format: str) -> list[str]:
    """The sections, set apart by semicolons that stand outside quotes and escapes."""
    sections = [""]
    for piece in re.findall(r'"[^"]*"|\\.|;|.', number_format, re.DOTALL):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _tokens(section: str, number_format: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    place = 0
    while place < len(section):
        found = _TOKEN.match(section, place)
        if found is None or found.lastgroup is None:
            at = section[place : place + 12]
            raise ValueError(
                f'number format `{number_format}`: Excel does not take `{at}`; set words in quotes: 0 "days"'
            )
        tokens.append((found.lastgroup, found.group()))
        place = found.end()
    return tokens


def _stored(kind: str, text: str) -> str:
    return f'"{text}"' if kind == "foreign" else text


@dataclass(frozen=True, slots=True)
class _Look:
    """How one section shows a figure: words around it, decimals (None: as many as there are), and its scale."""

    before: str
    after: str
    decimals: int | None
    grouped: bool
    scale: Decimal


def format_figure(value: int | float | Decimal, number_format: str) -> str:
    """The figure as the format shows it, near enough for reading aloud: 0.12 under `0%` is 12%."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    try:
        first, *others = _looks(number_format)
    except ValueError:  # a format that a person made in Excel, of dates perhaps
        first, *others = _looks("General")
    if exact < 0 and others:
        return _with(others[0], -exact)
    return ("-" if exact < 0 else "") + _with(first, abs(exact))


def _with(look: _Look, value: Decimal) -> str:
    scaled = value * look.scale
    if look.decimals is None:
        digits = say_number(Decimal(f"{scaled:.6g}") if len(f"{scaled:f}") > 12 else scaled)
    else:
        digits = say_amount(scaled, look.decimals)
    return f"{look.before}{digits if look.grouped else digits.replace(',', '')}{look.after}"


@lru_cache(maxsize=256)
def _looks(number_format: str) -> tuple[_Look, ...]:
    return tuple(_look(_tokens(section, number_format)) for section in _sections(number_format))


def _look(tokens: list[tuple[str, str]]) -> _Look:
    words, places = ["", ""], ""
    for kind, text in tokens:
        if kind in ("place", "general"):
            places += text
        else:
            words[bool(places)] += _word(kind, text)
    percent = any(kind == "percent" for kind, _ in tokens)
    thousands = len(places) - len(places.rstrip(","))
    whole, _, decimals = places.rstrip(",").partition(".")
    scale = Decimal(100 if percent else 1) / Decimal(1000) ** thousands
    is_fixed = bool(places) and "General" not in places
    return _Look(words[0], words[1], len(decimals) if is_fixed else None, "," in whole or not is_fixed, scale)


def _word(kind: str, text: str) -> str:
    if kind == "bracket":  # [$¥-804] names a currency, [Red] and [<100] show nothing
        return text[2:-1].partition("-")[0] if text.startswith("[$") else ""
    if kind == "mark":
        return text[1] if text[0] == "\\" else ""
    return "" if kind == "power" else text.strip('"')
