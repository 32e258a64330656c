"""Number formats of Excel (ECMA-376 part 1, 18.8.31): a number as its cell shows it, and if that is another figure."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]\[\-]*)(?:-[^\]\[]*)?\]|(?P<bracket>\[[^\]\[]*\])'
    r"|_(?P<space>.)|\*(?P<fill>.)|(?P<digit>[0#?])|(?P<sign>[.,%])|(?P<other>.)"
)
_SCALES = re.compile(r"[万亿千百]|(?<![A-Za-z])(?:k|m|mn|bn|mio|mln|tsd)(?![A-Za-z])", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z]")
_MINUS_SIGNS = frozenset("-\u2212–")
Tokens = tuple[tuple[str, str], ...]
"""A section of a format as pairs of kind (digit, sign, text) and text."""


def shown_number(value: Decimal, number_format: str) -> str | None:
    """`value` as a cell with this format shows it; None for General and for formats of dates and fractions."""
    sections = _sections(number_format)
    if sections is None:
        return None
    section, magnitude = _section_for(value, sections)
    return _shown(magnitude, section)


def changes_figure(value: Decimal, number_format: str) -> str | None:
    """The text that a cell shows, if its sign or size is another one than the stored figure's; else None.

    `0"万"` shows 12 as 12万, `"-"0` shows 45 as -45, `0;0` shows -45 as 45, `0,` shows 45000 as 45. A percent sign
    and `0.0,"k"` show the stored figure.
    """
    sections = _sections(number_format)
    if sections is None or value == 0:
        return None
    section, magnitude = _section_for(value, sections)
    shown = _shown(magnitude, section)
    before, after = _literals_around(section)
    is_negative = magnitude < 0 or before in _MINUS_SIGNS or (before.endswith("(") and after.startswith(")"))
    is_scaled, has_unit = _commas_at_end(section) > 0, bool(_SCALES.search(f"{before} {after}"))
    return shown if is_negative != (value < 0) or is_scaled != has_unit else None


def _literals_around(section: Tokens) -> tuple[str, str]:
    """The text before the first digit, without a currency sign, and the text behind the last one."""
    digits = [at for at, (kind, _) in enumerate(section) if kind == "digit"]
    first, last = (digits[0], digits[-1]) if digits else (len(section), len(section))
    before = "".join(text for kind, text in section[:first] if kind == "text")
    after = "".join(text for kind, text in section[last + 1 :] if kind == "text")
    return before.strip(" ¥￥$€£"), after.strip()


@lru_cache(maxsize=256)
def _sections(number_format: str) -> Sequence[Tokens] | None:
    """The sections of a format as (kind, text); None if it isn't a plain number format."""
    if number_format in {"General", "@", ""}:
        return None
    sections: list[list[tuple[str, str]]] = [[]]
    for found in _TOKEN.finditer(number_format):
        kind, text = found.lastgroup or "", found.group(found.lastgroup or 0)
        if kind == "other" and text == ";":
            sections.append([])
        elif kind == "other" and _WORDS.match(text):
            return None  # y, m, d, h, s, E, General
        elif kind not in {"bracket", "space", "fill"}:
            sections[-1].append((kind if kind in {"digit", "sign"} else "text", text))
    if ("text", "/") in sections[0] or all(kind != "digit" for kind, _ in sections[0]):
        return None
    return tuple(tuple(section) for section in sections)


def _section_for(value: Decimal, sections: Sequence[Tokens]) -> tuple[Tokens, Decimal]:
    """The section that shows `value`, and the value that it shows: without its sign where negatives have a section."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _commas_at_end(section: Tokens) -> int:
    """The commas behind the last digit, each of which divides by a thousand."""
    last = max((at for at, (kind, _) in enumerate(section) if kind == "digit"), default=-1)
    behind = 0
    for token in section[last + 1 :]:
        if token != ("sign", ","):
            break
        behind += 1
    return behind


def _shown(value: Decimal, section: Tokens) -> str:
    digits = [at for at, (kind, _) in enumerate(section) if kind == "digit"]
    if not digits:
        return "".join(text for _, text in section).strip()
    scaled = value.scaleb(-3 * _commas_at_end(section)).scaleb(2 * section.count(("sign", "%")))
    point = next((at for at, token in enumerate(section) if token == ("sign", ".")), len(section))
    places = [at for at in digits if at > point]
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    fraction = _trimmed(fraction, [section[at][1] for at in places])
    before = _whole_part(section[:point], whole)
    after = _fraction_part(section[point:], fraction)
    return ("-" if scaled < 0 and rounded else "") + (before + after).strip()


def _trimmed(fraction: str, wanted: list[str]) -> str:
    """The decimals without zeros that the format leaves out."""
    while fraction.endswith("0") and wanted[len(fraction) - 1] == "#":
        fraction = fraction[:-1]
    return fraction


def _whole_part(section: Tokens, whole: str) -> str:
    """The digits before the point in their places, from the right; digits without a place come before the first one."""
    digits = "" if whole == "0" and ("digit", "0") not in section else whole
    places = [at for at, (kind, _) in enumerate(section) if kind == "digit"]
    if places and ("sign", ",") in section[places[0] : places[-1]]:
        least = sum(section[at][1] == "0" for at in places)
        grouped = f"{int(digits or 0):,}".zfill(least) if digits or least else ""
        before = "".join(text for kind, text in section[: places[0]] if kind == "text")
        return before + grouped + "".join(text for kind, text in section[places[0] :] if kind == "text" or text == "%")
    shown: list[str] = []
    for at in range(len(section) - 1, -1, -1):
        kind, text = section[at]
        if kind == "digit":
            rest = digits if places and at == places[0] else digits[-1:]
            digits = digits[: len(digits) - len(rest)]
            shown.append(rest or ("0" if text == "0" else ""))
        elif kind == "text" or text == "%":
            shown.append(text)
    return "".join(reversed(shown))


def _fraction_part(section: Tokens, fraction: str) -> str:
    shown: list[str] = []
    for kind, text in section:
        if kind == "digit":
            shown.append(fraction[:1])
            fraction = fraction[1:]
        elif kind == "text" or text in {"%", "."}:
            shown.append(text)
    return "".join(shown).rstrip(".") if not any(part.isdigit() for part in shown) else "".join(shown)
