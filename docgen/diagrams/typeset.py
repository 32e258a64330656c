"""Wrap text to a width, estimated for any common sans-serif face."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from docgen.diagrams.geometry import Colour, TextLine

LEADING = 1.3
_GAP = 0.25
_NARROW, _WIDE = frozenset("ijlftrI.,;:'|!()[] /-·"), frozenset("mwMW@%—…")
_BREAKS = re.compile(r"[ \u3000]+|(?<=[-/·、，；（）()])")
_UNIT_END = re.compile("集团|公司|中心|兼|[部处科室厂局院所组](?![长员门务])")
"""Where a Chinese title may break between a unit and a post: `生产中心 | 高级主管兼 | 副总经理`."""
_CLOSING = frozenset("，。、；：！？）》」』】”’…·,.;:!?)")


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Estimate the width of `text` at `size` points, rather too wide than too narrow.

    A middle dot among Chinese may be set in the East Asian face, where it is as wide as an ideograph.
    """
    dots = 0.66 * text.count("·") if any(_is_wide(char) for char in text) else 0.0
    ems = sum(_em(char) for char in text) + _GAP * _changes_of_script(text) + dots
    return ems * size * (1.06 if bold else 1.0)


def _changes_of_script(text: str) -> int:
    """Count the boundaries between Chinese and other letters or digits, where Word and others add a gap."""
    scripts = [_is_wide(char) for char in text if char.isalnum()]
    return sum(before != after for before, after in pairwise(scripts))


def _em(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x2E80:
        return 1.0
    if char in _NARROW:
        return 0.34
    if char in _WIDE:
        return 0.9
    return 0.7 if char.isupper() else 0.57


def wrap(text: str, width: float, size: float, bold: bool = False, most: int = 3) -> list[str]:
    """Wrap `text` to at most `most` lines no wider than `width`; the rest is cut with an ellipsis."""
    return [line.strip() for line in _wrapped(text, width, size, bold, most)]


def _wrapped(text: str, width: float, size: float, bold: bool, most: int) -> list[str]:
    """The lines of `wrap`, with the space at which each was broken."""
    lines: list[str] = []
    for word in _words(" ".join(text.split())):
        joined = f"{lines[-1]}{word}" if lines else ""
        if lines and width_of(joined.rstrip(), size, bold) <= width:
            lines[-1] = joined
        else:
            start = _carried(lines, word)
            lines.extend(_pieces(start + word.lstrip(), width, size, bold))
        if len(lines) > most:
            break
    lines = [line.lstrip() for line in lines if line.strip()]
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1] + "…", width, size, bold)]
    return _without_orphans(lines, width, size, bold)


def _carried(lines: list[str], word: str) -> str:
    """Take from the last line what follows the end of a unit's name, if enough is left; it begins the next line."""
    if not lines or not _is_wide(word[0]):
        return ""
    line = lines[-1]
    ends = [found.end() for found in _UNIT_END.finditer(line) if found.end() >= 0.4 * len(line)]
    end = ends[-1] if ends else len(line)
    lines[-1] = line[:end]
    return line[end:]


def _words(text: str) -> list[str]:
    """Split at line-break opportunities; Chinese breaks between any two characters."""
    parts: list[str] = []
    for char in text:
        glued = bool(parts) and (
            char in _CLOSING or not (_is_wide(char) or _is_wide(parts[-1][-1]) or parts[-1][-1] in " -/")
        )
        if glued or (parts and char == " "):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Break a word that is wider than a line; beyond 2,000 characters it is cut."""
    pieces, limit = [""], 2000
    for char in word[:limit]:
        if pieces[-1] and width_of((pieces[-1] + char).rstrip(), size, bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _cut(text: str, width: float, size: float, bold: bool) -> str:
    body = text.rstrip("…")
    while body and width_of(body + "…", size, bold) > width:
        body = body[:-1]
    return body.rstrip() + "…"


def _without_orphans(lines: list[str], width: float, size: float, bold: bool) -> list[str]:
    """Move a character down if the last line would have only one."""
    if len(lines) > 1 and len(lines[-1]) == 1 and _is_wide(lines[-1]) and len(lines[-2]) > 2:
        joined = lines[-2][-1] + lines[-1]
        if width_of(joined, size, bold) <= width:
            return [*lines[:-2], lines[-2][:-1], joined]
    return lines


def typeset(texts: Iterable[str], size: float, *, bold: bool = False, colour: Colour = "ink") -> tuple[TextLine, ...]:
    """Lines of text in one style, with sizes rounded."""
    return tuple(TextLine(text, round(size, 2), round(size * LEADING, 2), bold, colour) for text in texts)


def set_text(
    text: str, width: float, size: float, *, bold: bool = False, colour: Colour = "ink", most: int = 3
) -> tuple[TextLine, ...]:
    """One text wrapped as by `wrap`, whose lines know that they belong together."""
    lines = _wrapped(text, width, size, bold, most)
    joins = [None, *(" " if line.endswith(" ") else "" for line in lines[:-1])][: len(lines)]
    set_lines = typeset((line.strip() for line in lines), size, bold=bold, colour=colour)
    return tuple(replace(line, joined_by=join) for line, join in zip(set_lines, joins, strict=True))


def height_of(lines: Iterable[TextLine]) -> float:
    """The total height of the lines."""
    return sum(line.leading for line in lines)
