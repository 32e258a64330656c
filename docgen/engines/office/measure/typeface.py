"""Measure text in a Latin and an East Asian family, and split it at line-break opportunities (a subset of UAX #14).

Each character is measured in the face that Office uses for it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from docgen.engines.office.measure.faces import Face, average_advance, find_face

POWERPOINT_PITCH: Final = 1.2
# Characters that both scripts have: Office uses the East Asian face if the run's language is East Asian.
_SHARED: Final = frozenset("‘’“”…—―·×÷±°§※→←↑↓①②③④⑤⑥⑦⑧⑨⑩‰′″℃■□▲△◆◇○◎●★☆")
_EAST_ASIAN_LANGUAGES: Final = ("zh", "ja", "ko")
# May not end a line (brackets that open, currency signs before a number).
_OPENING: Final = "([{（［｛「『《〈【〔〖〘〝“‘$£¥＄￡￥«‹﹙﹛﹝"
# May not begin a line; the set of Simplified Chinese, standard level, with Japanese marks that repeat or prolong.
_CLOSING: Final = (
    "!%),.:;?]}¢°’”†‡‰′″℃…‥·"
    "、。〃〉》」』】〕〗〙〞！％），．：；？］｝～｜｠々〻ー゛゜ゝゞ・\u3000﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞»›"
)
# May hang past the frame's edge where a paragraph allows it (a:pPr hangingPunct).
_HANGING: Final = "，。、．,."
_SPACES: Final = " \u1680\u2000-\u2006\u2008-\u200b\u205f"
_WIDE: Final = (
    "\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uffef"
    "\U0001f000-\U0001ffff\U00020000-\U0003ffff"
)
_EAST_ASIAN: Final = re.compile(f"[{_WIDE}\u3000]")
_NARROW_MARKS: Final = "!%),.:;?]}([{$£¥¢°’”†‡‰…·“‘«»‹›′″"
_WIDE_OPENING: Final = "".join(mark for mark in _OPENING if mark not in _NARROW_MARKS)
_WIDE_CLOSING: Final = "".join(mark for mark in _CLOSING if mark not in _NARROW_MARKS)
_LETTER: Final = f"[^{_SPACES}\\t\\n\\r—―{_WIDE}{re.escape(_WIDE_OPENING + _WIDE_CLOSING)}]"
_OPEN: Final = f"[{re.escape(_OPENING)}]"
_JOINING: Final = "[\u0300-\u036f\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d."
_IDEOGRAPH: Final = f"(?![{re.escape(_OPENING + _CLOSING)}])[{_WIDE}]"
# A hyphen between letters ends a piece, one before a digit doesn't (UAX #14, HY × NU).
_HYPHENED: Final = f"{_LETTER}*?[^\\W_](?:-(?=[^\\W\\d_])|–(?=\\w))"
_PIECE: Final = re.compile(
    f"{_OPEN}*+(?:{_IDEOGRAPH}|{_HYPHENED}|(?:{_LETTER})*(?!{_OPEN}){_LETTER}|[—―]+)"
    f"(?:[{re.escape(_CLOSING)}\u00a0]|{_JOINING})*[—―]*[{_SPACES}]*|\\t|[{_SPACES}]+|{_OPEN}+|.",
    re.DOTALL,
)


class Piece(NamedTuple):
    """An unbreakable piece: its position in the text, its width and that of the spaces after it.

    Widths are in em of one style, or in points, depending on the caller. `hang` is the width that may hang over the
    edge. A tab has a negative `space`.
    """

    start: int
    end: int
    width: float
    space: float
    hang: float


class _Advances(dict[str, float]):
    """Character → em, computed on first use; safe between threads, which would write the same value."""

    def __init__(self, latin: Face, east_asian: Face, *, prefers_east_asian: bool) -> None:
        super().__init__({"\t": 0.0, "\n": 0.0})
        self._latin, self._east_asian, self._prefers = latin, east_asian, prefers_east_asian

    def __missing__(self, char: str) -> float:
        wide = _EAST_ASIAN.match(char) is not None or (self._prefers and char in _SHARED)
        first, second = (self._east_asian, self._latin) if wide else (self._latin, self._east_asian)
        width = first.advances.get(char)
        if width is None:
            width = second.advances.get(char)
        self[char] = width = average_advance(char) if width is None else width
        return width


class Style:
    """A typeface in one of its four styles, created by `Typeface.style`. Safe between threads."""

    def __init__(self, typeface: "Typeface", *, bold: bool, italic: bool) -> None:
        self.latin = find_face(typeface.latin, bold=bold, italic=italic)
        self.east_asian = find_face(typeface.east_asian, bold=bold, italic=italic)
        self._advances = _Advances(
            self.latin, self.east_asian, prefers_east_asian=typeface.language.startswith(_EAST_ASIAN_LANGUAGES)
        )
        self.script_gap = typeface.script_gap
        self.advance = self._advances.__getitem__
        self.em = lru_cache(maxsize=4096)(self._em)
        self.pieces = lru_cache(maxsize=1024)(self._pieces)
        self._arguments = typeface, bold, italic

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without fonts; unpickling looks them up again."""
        return _style, self._arguments

    def width(self, text: str, size: float) -> float:
        """The width of `text` on one line at `size`, both in points; tabs have no width."""
        return self.em(text) * size

    def _em(self, text: str) -> float:
        width = sum(map(self.advance, text))
        return width + self.script_gap * len(_SCRIPT_CHANGE.findall(text)) if self.script_gap else width

    def _pieces(self, text: str) -> tuple[Piece, ...]:
        """The pieces of a text without hard breaks, in em."""
        return tuple(pieces_of(text, [*map(self.advance, text)], self.script_gap))


def pieces_of(text: str, widths: list[float], script_gap: float = 0.0) -> Iterator[Piece]:
    """The pieces of `text`, from the `widths` of its characters and in the same unit.

    The gap between scripts counts as a space: it disappears at a line's end.
    """
    gaps = {found.start() for found in _SCRIPT_CHANGE.finditer(text)} if script_gap else ()
    for start, end, after in spans_of(text):
        hang = widths[end - 1] if end - start > 1 and text[end - 1] in _HANGING else 0.0
        space = -1.0 if text[start] == "\t" else sum(widths[end:after])
        if after in gaps:
            space += script_gap * max(widths[after - 1], widths[after])
        yield Piece(start, end, sum(widths[start:end]), space, hang)


class Typeface(NamedTuple):
    """The families of a theme or a run, and the run's language (a:rPr lang), which decides about shared characters.

    A plain value that can be pickled and compared; fonts are read when a style is first measured. `pitch` is the
    distance of single-spaced lines in em, 1.2 in PowerPoint for any face. `script_gap` is the gap between an ideograph
    and a Latin letter in em: none in PowerPoint, a quarter in Word (autoSpaceDE) and LibreOffice.
    """

    latin: str
    east_asian: str
    language: str = ""
    pitch: float = POWERPOINT_PITCH
    script_gap: float = 0.0

    def style(self, *, bold: bool = False, italic: bool = False) -> Style:
        """One of the four styles; the same object for equal arguments."""
        return _style(self, bold, italic)

    def faces(self) -> tuple[Face, Face]:
        """The Latin and the East Asian face of the regular style."""
        style = self.style()
        return style.latin, style.east_asian


@lru_cache(maxsize=256)
def _style(typeface: Typeface, bold: bool, italic: bool) -> Style:
    return Style(typeface, bold=bold, italic=italic)


def spans_of(text: str) -> list[tuple[int, int, int]]:
    """Each piece as (start, end without spaces, end with spaces); a tab is a piece of its own.

    Spaces belong to the piece before them, since they disappear at a line's end. `text` has no hard break.
    """
    spans: list[tuple[int, int, int]] = []
    for found in _PIECE.finditer(text):
        start, end = found.span()
        visible = len(found.group().rstrip(_SPACE_CHARS))
        spans.append((start, start + visible, end))
    return spans


_LATIN: Final = "0-9A-Za-z\u00c0-\u024f"
_SCRIPT_CHANGE: Final = re.compile(f"(?<={_IDEOGRAPH})(?=[{_LATIN}])|(?<=[{_LATIN}])(?={_IDEOGRAPH})")
_SPACE_CHARS: Final = " \u1680\u205f" + "".join(map(chr, (*range(0x2000, 0x2007), *range(0x2008, 0x200C))))
