"""Break text into lines in a frame, and compute its height and autofit values.

Lengths are in points. The rules are PowerPoint's (docs/dev/fit.md); Word breaks lines the same way.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import floor
from typing import Final, NamedTuple

from docgen.engines.office.measure.typeface import POWERPOINT_PITCH, Piece, Style, Typeface, pieces_of

__all__ = [
    "BODY_STEPS",
    "TITLE_STEPS",
    "UNSHRUNK",
    "Lines",
    "Paragraph",
    "Run",
    "Shrink",
    "Spacing",
    "Typeface",
    "height_of",
    "line_sizes",
    "lines_of",
    "most_lines",
    "scaled_size",
    "shrink",
    "surely_fits",
]

_TAB: Final = 72.0
_TOLERANCE: Final = 1e-6
_WIDEST: Final = 1.1


class Run(NamedTuple):
    """Text of one size and style; `\\n` in it is a hard break (a:br), `\\t` a tab.

    `typeface` is the run's own, if its faces or its language differ from the surrounding text's.
    """

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    typeface: Typeface | None = None

    def style_in(self, typeface: Typeface) -> Style:
        """The run's style, in text whose typeface is `typeface`."""
        return (self.typeface or typeface).style(bold=self.bold, italic=self.italic)


class Spacing(NamedTuple):
    """A distance as in a:lnSpc, a:spcBef and a:spcAft: `share` of a single line (spcPct), or `points` (spcPts)."""

    share: float = 0.0
    points: float = 0.0


class Paragraph(NamedTuple):
    """Runs and properties (a:pPr) of a paragraph. `left` is marL, `indent` the first line's further indent.

    A paragraph with its bullet in the margin has indent 0: its text starts at marL. `size` is that of an empty line
    (endParaRPr). `hanging`: 。 and ， may extend past the edge (hangingPunct).
    """

    runs: Sequence[Run]
    line: Spacing = Spacing(1.0)
    before: Spacing = Spacing()
    after: Spacing = Spacing()
    left: float = 0.0
    right: float = 0.0
    indent: float = 0.0
    size: float = 18.0
    hanging: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """The number of lines of a text, and the width of its longest unbreakable piece."""

    count: int
    longest: float


class Shrink(NamedTuple):
    """The attributes of a:normAutofit, in thousandths of a per cent: fontScale and lnSpcReduction."""

    font_scale: int
    line_reduction: int


UNSHRUNK: Final = Shrink(100_000, 0)
# The values that PowerPoint writes for a body and for a title, taken from saved files.
BODY_STEPS: Final = (
    UNSHRUNK,
    Shrink(100_000, 10_000),
    Shrink(92_500, 10_000),
    Shrink(92_500, 20_000),
    *(Shrink(scale, 20_000) for scale in range(85_000, 24_999, -7_500)),
)
TITLE_STEPS: Final = (UNSHRUNK, Shrink(90_000, 0))


def lines_of(runs: Sequence[Run], width: float, typeface: Typeface) -> Lines:
    """The lines of one paragraph's runs in `width`, which must be positive."""
    count, longest = 0, 0.0
    for line in _hard_lines(runs):
        text = _measured(line, typeface)
        longest = max([longest, *(piece.width * text.unit for piece in text.pieces)])
        count += len(_line_starts(text, (width, width), hanging=False))
    return Lines(count, longest)


def height_of(paragraphs: Sequence[Paragraph], width: float, typeface: Typeface, at: Shrink = UNSHRUNK) -> float:
    """The height of the paragraphs in a frame whose inside is `width` wide, at autofit values.

    As in PowerPoint, the first paragraph's space before is ignored, scaled sizes are rounded to whole points, and
    a line reduction applies to spacing in per cent only (ECMA-376-1, 21.1.2.1.3).
    """
    total = 0.0
    for number, paragraph in enumerate(paragraphs):
        sizes = line_sizes(paragraph, width, typeface, at)
        single = typeface.pitch * sizes[0]
        before = paragraph.before
        total += before.share * single + before.points if number else 0.0
        line = paragraph.line
        if line.points:
            total += line.points * len(sizes)
        else:
            total += sum(sizes) * typeface.pitch * max(line.share - at.line_reduction / 100_000, 0.0)
        total += paragraph.after.share * typeface.pitch * sizes[-1] + paragraph.after.points
    return total


def surely_fits(
    length: int, size: float, width: float, height: float, *, breaks: int = 0, spacing: float = POWERPOINT_PITCH
) -> bool:
    """Whether `length` characters fit a frame however they break; False means unknown.

    `size` is the largest size, `width` the narrowest line, `breaks` the number of hard breaks and paragraph ends,
    `spacing` the line pitch in em. Two consecutive lines take more than one line's width, and a character is at most
    1.1 em wide. Tabs and rare wider characters (dashes of two and three em, circled numbers) are ignored.
    """
    return most_lines(length, size, width, breaks) * size * spacing <= height


def most_lines(length: int, size: float, width: float, breaks: int = 0, longest: int = 0) -> int:
    """The most lines that `length` characters can take, as for `surely_fits`.

    `longest` is the longest word's length, 0 if unknown: each line but the last is full except for less than that.
    """
    run = length * size * _WIDEST
    if run <= width:
        return 1 + breaks
    full = width - longest * size * _WIDEST if longest else 0.0
    return 1 + breaks + floor(run / max(full, width / 2))


def shrink(
    paragraphs: Sequence[Paragraph],
    frame: tuple[float, float],
    typeface: Typeface,
    *,
    smallest: float = 10.0,
    steps: Sequence[Shrink] = BODY_STEPS,
) -> Shrink | None:
    """The first of `steps` at which the text fits `frame` (width and height), or None.

    Text doesn't shrink below `smallest` points; smaller text doesn't shrink at all.
    """
    own = min((run.size for paragraph in paragraphs for run in paragraph.runs if run.text), default=18.0)
    least = min(own, smallest)
    allowed = [step for step in steps if scaled_size(own, step.font_scale) >= least]
    width, height = frame

    def fits(step: Shrink) -> bool:
        return height_of(paragraphs, width, typeface, step) <= height + _TOLERANCE

    if not allowed or fits(allowed[0]):
        return allowed[0] if allowed else None
    found = bisect_left(allowed, True, lo=1, key=fits)
    return allowed[found] if found < len(allowed) else None


def scaled_size(size: float, font_scale: int) -> float:
    """The size that PowerPoint draws at a fontScale: rounded to whole points, half up; unchanged at 100 %."""
    return size if font_scale == UNSHRUNK.font_scale else max(floor(size * font_scale / 100_000 + 0.5), 1)


def line_sizes(paragraph: Paragraph, width: float, typeface: Typeface, at: Shrink = UNSHRUNK) -> list[float]:
    """The largest size on each line of a paragraph in a frame whose inside is `width` wide."""
    rest = max(width - paragraph.left - paragraph.right, 1.0)
    first = max(rest - paragraph.indent, 1.0)
    sizes: list[float] = []
    for line in _hard_lines(paragraph.runs):
        sizes += _sizes_in(line, paragraph, typeface, at, (first, rest))
        first = rest
    return sizes


def _sizes_in(
    line: Sequence[Run], paragraph: Paragraph, typeface: Typeface, at: Shrink, available: tuple[float, float]
) -> list[float]:
    runs = [run._replace(size=scaled_size(run.size, at.font_scale)) for run in line if run.text]
    if not runs:
        return [scaled_size(line[0].size if line else paragraph.size, at.font_scale)]
    largest = max(run.size for run in runs)
    if _fits_one_line(runs, typeface, available[0]):
        return [largest]
    text = _measured(runs, typeface)
    starts = _line_starts(text, available, hanging=paragraph.hanging)
    if all(run.size == largest for run in runs):
        return [largest] * len(starts)
    ends = [*accumulate(len(run.text) for run in runs)]
    return [
        max(run.size for run, end in zip(runs, ends, strict=True) if end > low and end - len(run.text) < high)
        for low, high in zip(starts, [*starts[1:], ends[-1]], strict=True)
    ]


def _hard_lines(runs: Sequence[Run]) -> Sequence[Sequence[Run]]:
    if not any("\n" in run.text for run in runs):
        return (runs,)
    lines: list[list[Run]] = [[]]
    for run in runs:
        head, *tail = run.text.split("\n")
        lines[-1].append(run._replace(text=head))
        lines += [[run._replace(text=part)] for part in tail]
    return lines


def _fits_one_line(runs: Sequence[Run], typeface: Typeface, limit: float) -> bool:
    """Whether the runs certainly fit on one line, as most text of a deck; a quick test without line breaking."""
    if typeface.script_gap and len(runs) > 1:
        return False
    used = 0.0
    for run in runs:
        if "\t" in run.text:
            return False
        used += run.style_in(typeface).em(run.text) * run.size
    return used <= limit


class _Measured(NamedTuple):
    """The pieces of a text and the widths of its characters, in units of `unit` points."""

    pieces: Sequence[Piece]
    widths: Callable[[], Sequence[float]]
    unit: float


def _measured(line: Sequence[Run], typeface: Typeface) -> _Measured:
    """Measure a line; a single run's pieces are cached, in em. Pieces may extend over several runs."""
    runs = [run for run in line if run.text]
    if not runs:
        return _Measured((), list, 1.0)
    if len(runs) == 1:
        text, style = runs[0].text, runs[0].style_in(typeface)
        return _Measured(style.pieces(text), lambda: [*map(style.advance, text)], runs[0].size)
    widths: list[float] = []
    for run in runs:
        advance = run.style_in(typeface).advance
        widths += [advance(char) * run.size for char in run.text]
    pieces = (*pieces_of("".join(run.text for run in runs), widths, typeface.script_gap),)
    return _Measured(pieces, lambda: widths, 1.0)


def _line_starts(text: _Measured, available: tuple[float, float], *, hanging: bool) -> list[int]:
    """The start of each line of a text without hard breaks; `available`: widths of the first line and the others."""
    first, rest = (width / text.unit + _TOLERANCE for width in available)
    starts, used, limit = [0], 0.0, first
    for start, end, width, space, hang in text.pieces:
        if space < 0:
            used = (floor(used * text.unit / _TAB) + 1) * _TAB / text.unit
            continue
        least = width - hang if hanging else width
        if used + least > limit and used:
            starts.append(start)
            used, limit = 0.0, rest
        if least > limit:
            used = _break_letters(text.widths()[start:end], start, limit, rest, starts)
        else:
            used += width
        used += space
    return starts


def _break_letters(widths: Sequence[float], start: int, limit: float, rest: float, starts: list[int]) -> float:
    """Break a piece that is longer than a line between any two letters; return the width of its last line."""
    used = 0.0
    for offset, width in enumerate(widths, start):
        if used and used + width > limit:
            starts.append(offset)
            used, limit = 0.0, rest
        used += width
    return used
