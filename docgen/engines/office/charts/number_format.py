"""Excel number formats: validate them, and format figures with them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from docgen.messages import MessageError
from docgen.wording import format_amount, format_number

_MOST_SECTIONS, _LONGEST = 4, 255
# ECMA-376 part 1, 18.8.31: tokens of a section of a numeric format; dates and times aren't supported
_COLOUR = "Color ?[0-9]{1,2}|Black|Blue|Cyan|Green|Magenta|Red|White|Yellow"
_TOKEN = re.compile(
    rf"""(?P<bracket>\[(?:\$[^\[\]"]*|[<>=]{{1,2}}-?[0-9.]+|{_COLOUR})\])"""
    r"""|(?P<text>"[^"]*")|(?P<mark>\\.|_.|\*.)|(?P<general>General)|(?P<power>[Ee][+-])"""
    r"""|(?P<place>[0#?.,]+)|(?P<percent>%)|(?P<sign>[-$+()/: !^&'~{}<>=])|(?P<foreign>[^\x00-\x7f]+)"""
)


def checked_format(number_format: str) -> str:
    """`number_format` with other scripts in quotes, as Excel stores them: `0.0万元` becomes `0.0"万元"`.

    Raises ValueError for a format that Excel rejects, since it can't open a workbook with it.
    """
    pieces: list[str] = []
    for section in _sections(number_format):
        pieces.append("".join(_stored(kind, text) for kind, text in _tokens(section, number_format)))
    if len(pieces) > _MOST_SECTIONS or len(number_format) > _LONGEST:
        raise MessageError(
            "chart.number_format:length", format=number_format[:40], sections=_MOST_SECTIONS, signs=_LONGEST
        )
    return ";".join(pieces)


def _sections(number_format: str) -> list[str]:
    """The sections, separated by semicolons outside of quotes and escapes."""
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
            raise MessageError("chart.number_format", format=number_format, found=at)
        tokens.append((found.lastgroup, found.group()))
        place = found.end()
    return tokens


def _stored(kind: str, text: str) -> str:
    return f'"{text}"' if kind == "foreign" else text


@dataclass(frozen=True, slots=True)
class _Section:
    """A parsed section: text around the figure, decimals (None: as many as it has), grouping and scale."""

    before: str
    after: str
    decimals: int | None
    grouped: bool
    scale: Decimal


def format_figure(value: int | float | Decimal, number_format: str) -> str:
    """Format a figure, closely enough for reading aloud: 0.12 with `0%` is 12%."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    try:
        first, *others = _parsed(number_format)
    except ValueError:  # an unsupported format made in Excel, such as one for dates
        first, *others = _parsed("General")
    if exact < 0 and others:
        return _shown(others[0], -exact)
    return ("-" if exact < 0 else "") + _shown(first, abs(exact))


def _shown(section: _Section, value: Decimal) -> str:
    scaled = value * section.scale
    if section.decimals is None:
        digits = format_number(Decimal(f"{scaled:.6g}") if len(f"{scaled:f}") > 12 else scaled)
    else:
        digits = format_amount(scaled, section.decimals)
    return f"{section.before}{digits if section.grouped else digits.replace(',', '')}{section.after}"


@lru_cache(maxsize=256)
def _parsed(number_format: str) -> tuple[_Section, ...]:
    return tuple(_section(_tokens(section, number_format)) for section in _sections(number_format))


def _section(tokens: list[tuple[str, str]]) -> _Section:
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
    return _Section(words[0], words[1], len(decimals) if is_fixed else None, "," in whole or not is_fixed, scale)


def _word(kind: str, text: str) -> str:
    if kind == "bracket":  # [$¥-804] names a currency, [Red] and [<100] show nothing
        return text[2:-1].partition("-")[0] if text.startswith("[$") else ""
    if kind == "mark":
        return text[1] if text[0] == "\\" else ""
    return "" if kind == "power" else text.strip('"')
