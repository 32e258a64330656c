"""Turns text, its sizes and a frame into lines, a height, and the autofit values that make it fit.

Lengths are in points. The rules are PowerPoint's as docs/dev/fit.md tells them; Word's lines break alike.
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

    `typeface` is the run's own, where its faces or its language are not those of the text around it.
    """

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    typeface: Typeface | None = None

    def style_in(self, typeface: Typeface) -> Style:
        """The style that the run is set in, in a text whose typeface is `typeface`."""
        return (self.typeface or typeface).style(bold=self.bold, italic=self.italic)


class Spacing(NamedTuple):
    """A distance as a:lnSpc, a:spcBef and a:spcAft give it: `share` of a single line (spcPct), or `points` (spcPts)."""

    share: float = 0.0
    points: float = 0.0


class Paragraph(NamedTuple):
    """Runs and what a:pPr says of them. `left` is marL, `indent` what the first line's text starts further right.

    A paragraph whose bullet hangs in its margin has indent 0: its text starts at marL. `size` is that of a line without
    text (endParaRPr). `hanging`: 。 and ， may stand past the edge (hangingPunct).
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
    """How many lines text takes, and the width of its longest piece that no line may break."""

    count: int
    longest: float


class Shrink(NamedTuple):
    """The attributes of a:normAutofit, in thousandths of a per cent: fontScale and lnSpcReduction."""

    font_scale: int
    line_reduction: int


UNSHRUNK: Final = Shrink(100_000, 0)
# What PowerPoint writes for a body and for a title, as files that it saved show.
BODY_STEPS: Final = (
    UNSHRUNK,
    Shrink(100_000, 10_000),
    Shrink(92_500, 10_000),
    Shrink(92_500, 20_000),
    *(Shrink(scale, 20_000) for scale in range(85_000, 24_999, -7_500)),
)
TITLE_STEPS: Final = (UNSHRUNK, Shrink(90_000, 0))


def lines_of(runs: Sequence[Run], width: float, typeface: Typeface) -> Lines:
    """How many lines the runs of one paragraph take in `width`, which must be above 0."""
    count, longest = 0, 0.0
    for line in _hard_lines(runs):
        text = _measured(line, typeface)
        longest = max([longest, *(piece.width * text.unit for piece in text.pieces)])
        count += len(_line_starts(text, (width, width), hanging=False))
    return Lines(count, longest)


def height_of(paragraphs: Sequence[Paragraph], width: float, typeface: Typeface, at: Shrink = UNSHRUNK) -> float:
    """How tall the paragraphs come out in a frame whose inside is `width` wide, at an autofit's values.

    As in PowerPoint, the first paragraph's space before counts nothing, sizes that are scaled become whole points, and
    a reduction is taken off spacing in per cent only (ECMA-376-1, 21.1.2.1.3).
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
    """Whether so many characters fit a frame however they break; False says nothing.

    `size` is the largest one, `width` the narrowest line, `breaks` the hard breaks and paragraph ends, `spacing` the
    distance of lines in em. Two lines in a row hold more than one line's width together, and a character is at most 1.1
    em wide; rare marks (dashes of two and three em, circled numbers) are wider and not reckoned with, nor are tabs.
    """
    return most_lines(length, size, width, breaks) * size * spacing <= height


def most_lines(length: int, size: float, width: float, breaks: int = 0, longest: int = 0) -> int:
    """The most lines that so many characters can take, as `surely_fits` reckons.

    `longest` is the longest word's length, 0 if unknown: a line before another lacks less than that to be full.
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
    """The first of `steps` at which the text fits `frame` (width and height), or None if none does.

    Text is not made smaller than `smallest` points; text that is smaller already is not made smaller still.
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
    """The size that PowerPoint draws at a fontScale: whole points, a half upwards; at 100 % as it is."""
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
    line: Sequence[Run], paragraph: Paragraph, typeface: Typeface, at: Shrink, rooms: tuple[float, float]
) -> list[float]:
    runs = [run._replace(size=scaled_size(run.size, at.font_scale)) for run in line if run.text]
    if not runs:
        return [scaled_size(line[0].size if line else paragraph.size, at.font_scale)]
    largest = max(run.size for run in runs)
    if _fits_one_line(runs, typeface, rooms[0]):
        return [largest]
    text = _measured(runs, typeface)
    starts = _line_starts(text, rooms, hanging=paragraph.hanging)
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


def _fits_one_line(runs: Sequence[Run], typeface: Typeface, room: float) -> bool:
    """Whether the runs surely stand on one line: what most text of a deck does, told without breaking it."""
    if typeface.script_gap and len(runs) > 1:
        return False
    used = 0.0
    for run in runs:
        if "\t" in run.text:
            return False
        used += run.style_in(typeface).em(run.text) * run.size
    return used <= room


class _Measured(NamedTuple):
    """A text's pieces and its characters' widths, both in `unit` points."""

    pieces: Sequence[Piece]
    widths: Callable[[], Sequence[float]]
    unit: float


def _measured(line: Sequence[Run], typeface: Typeface) -> _Measured:
    """One run's pieces are kept, in em; of several runs, a piece may begin in one and end in the next."""
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


def _line_starts(text: _Measured, rooms: tuple[float, float], *, hanging: bool) -> list[int]:
    """Where each line of a text without hard breaks begins; `rooms`: the widths of the first line and of the rest."""
    first, rest = (room / text.unit + _TOLERANCE for room in rooms)
    starts, used, room = [0], 0.0, first
    for start, end, width, space, hang in text.pieces:
        if space < 0:
            used = (floor(used * text.unit / _TAB) + 1) * _TAB / text.unit
            continue
        least = width - hang if hanging else width
        if used + least > room and used:
            starts.append(start)
            used, room = 0.0, rest
        if least > room:
            used = _break_letters(text.widths()[start:end], start, room, rest, starts)
        else:
            used += width
        used += space
    return starts


def _break_letters(widths: Sequence[float], start: int, room: float, rest: float, starts: list[int]) -> float:
    """Break a piece that is longer than a line between any two letters; the width on its last line."""
    used = 0.0
    for offset, width in enumerate(widths, start):
        if used and used + width > room:
            starts.append(offset)
            used, room = 0.0, rest
        used += width
    return used
