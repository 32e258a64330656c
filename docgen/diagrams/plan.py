"""Draw a Gantt chart: a row for each phase with its bar and milestone, over an axis of days to years."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from docgen.audience import View, fields_of
from docgen.diagrams.cards import Words
from docgen.diagrams.geometry import Box, Drawing, Label, Line, Shape, TextLine, fitted
from docgen.diagrams.typeset import LEADING, height_of, set_text, typeset, width_of

Unit = Literal["day", "week", "month", "quarter", "year"]
_UNITS: tuple[tuple[Unit, int], ...] = (("day", 1), ("week", 7), ("month", 30), ("quarter", 91), ("year", 365))
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Row:
    """One phase: its dates, and its milestone if it has one."""

    name: str
    start: dt.date
    end: dt.date
    milestone: str
    milestone_date: dt.date


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps days to x positions, from the start of the first day to the end of the last."""

    first: dt.date
    last: dt.date
    left: float
    width: float
    language: str

    def x(self, day: dt.date) -> float:
        """Where `day` begins."""
        return self.left + self.width * (day - self.first).days / ((self.last - self.first).days + 1)

    def end(self, day: dt.date) -> float:
        """Where `day` ends."""
        return self.left + self.width * ((day - self.first).days + 1) / ((self.last - self.first).days + 1)


def gantt(
    phases: Sequence[View],
    words: Words,
    width: float = 700,
    height: float = 400,
    *,
    min_size: float = 8,
    language: str = "en",
) -> Drawing:
    """Draw the plan of `phases` (name, start, end, milestone, milestone_date), at most `width` × `height` points.

    `words(label key)` gives the text of the legend; `language` the style of dates. Type is never under `min_size`,
    unless the plan doesn't fit otherwise; then the drawing is scaled down.
    """
    rows = [_row(phase) for phase in phases]
    if not rows:
        return Drawing(width, min_size * LEADING, ())
    sizes = (min_size * 1.25, min_size * 1.12, min_size)
    drawings = (_draw(rows, words, _Setting(width, size, language)) for size in sizes)
    fitting = next(((drawn, size) for drawn, size in zip(drawings, sizes, strict=True) if drawn.height <= height), None)
    if fitting is None:
        return fitted(_draw(rows, words, _Setting(width, min_size, language)), width, height)
    drawing, size = fitting
    rounding = 0.02  # each row's height is rounded; their sum must not exceed the height
    extra = max(0.0, min((height - drawing.height) / len(rows) - rounding, size))
    return _draw(rows, words, _Setting(width, size, language, extra))


@dataclass(frozen=True, slots=True)
class _Setting:
    width: float
    size: float
    language: str
    extra: float = 0
    """extra height of each row, in points"""

    @property
    def pad(self) -> float:
        return self.size * 0.55 + self.extra / 2

    @property
    def leading(self) -> float:
        return self.size * LEADING

    @property
    def names_width(self) -> float:
        return min(max(self.width * 0.26, self.size * 11), self.width * 0.4)


def _row(phase: View) -> Row:
    shown = fields_of(phase)
    start, end = shown["start"], shown["end"]
    milestone_date = shown.get("milestone_date") or end
    return Row(str(shown["name"]), start, end, str(shown.get("milestone") or ""), milestone_date)


def _draw(rows: Sequence[Row], words: Words, setting: _Setting) -> Drawing:
    first = min(min(row.start, row.milestone_date) for row in rows)
    last = max(max(row.end, row.milestone_date) for row in rows)
    left = setting.names_width + setting.size
    unit = _unit_for((last - first).days + 1, setting.width - left, setting)
    axis = Axis(
        _floor(first, unit), _after(last, unit) - dt.timedelta(1), left, setting.width - left - 2, setting.language
    )
    top = setting.leading * (1 if unit == "year" else 2) + 8
    y, drawn = top, list[Shape]()
    for number, row in enumerate(rows):
        shapes, row_height = _row_shapes(row, axis, y, setting, number)
        if number % 2 == 0:
            band = Box(f"band:{number}", 0, y, setting.width, row_height, fill="surface")
            shapes = [band, *shapes]
        drawn += shapes
        y += row_height
    bands = [shape for shape in drawn if isinstance(shape, Box) and shape.id.startswith("band")]
    marks = [shape for shape in drawn if shape not in bands]
    legend = _legend(rows, words, y + 8, setting)
    shapes = (*bands, *_grid(axis, unit, top, y, setting), *marks, *legend)
    return Drawing(setting.width, round(y + 8 + setting.leading, 2), shapes, _alt_text(rows, words, setting.language))


def _row_shapes(row: Row, axis: Axis, y: float, setting: _Setting, number: int) -> tuple[list[Shape], float]:
    """The shapes of a row (name and dates, bar, milestone with its label) and the row's height."""
    size, pad, left = setting.size, setting.pad, setting.size * 0.55
    names = set_text(row.name, setting.names_width - left, size, bold=True)
    names += typeset(_span_lines(row, setting.names_width - left, setting), size, colour="muted")
    bar_height = size * 1.1
    x, right = axis.x(row.start), axis.end(row.end)
    shapes: list[Shape] = [
        Label(left, y + pad, setting.names_width - left, height_of(names), names, group=f"phase:{number}"),
        Box(
            f"phase:{number}", x, y + pad + 1, max(right - x, 1.5), bar_height, fill="primary", geometry="rect",
            group=f"phase:{number}", name=f"{row.name} {format_span(row.start, row.end, setting.language)}",
        ),
    ]  # fmt: skip
    row_height = max(height_of(names), bar_height + 2)
    if row.milestone:
        more, bottom = _milestone(row, axis, y + pad + 1, bar_height, setting, number)
        shapes += more
        row_height = max(row_height, bottom - y - pad)
    return shapes, round(row_height + pad * 2, 2)


def _span_lines(row: Row, available: float, setting: _Setting) -> list[str]:
    """The phase's dates on one line, or broken after the dash if they don't fit."""
    text = format_span(row.start, row.end, setting.language)
    if width_of(text, setting.size) <= available or "–" not in text:
        return [text]
    early, late = text.split("–")
    return [f"{early.strip()}–", late.strip()]


def _milestone(row: Row, axis: Axis, y: float, bar: float, setting: _Setting, number: int) -> tuple[list[Shape], float]:
    """A diamond on the milestone's day, and a label below it: to the right if it fits, else to the left or wrapped."""
    size, mark = setting.size, bar * 1.15
    x = min(max(axis.end(row.milestone_date), axis.left + mark / 2), axis.left + axis.width - mark / 2)
    diamond = Box(
        f"milestone:{number}", x - mark / 2, y + (bar - mark) / 2, mark, mark, fill="accent", line="white",
        geometry="diamond", group=f"phase:{number}", name=row.milestone,
    )  # fmt: skip
    text = f"{row.milestone} · {format_day(row.milestone_date, setting.language)}"
    needed, available = width_of(text, size) + 2, axis.left + axis.width - (x - mark / 2)
    align: Any = "left" if needed <= available else "right"
    edge = min(x + mark / 2, axis.left + axis.width)
    place, wide = (x - mark / 2, available) if align == "left" else (axis.left, edge - axis.left)
    if align == "right" and needed > wide:
        place, wide = axis.left, axis.width
    lines: tuple[TextLine, ...] = set_text(text, wide, size)
    label = Label(place, y + bar + 3, wide, height_of(lines), lines, align, f"phase:{number}")
    return [diamond, label], y + bar + 3 + height_of(lines)


def _unit_for(days: int, width: float, setting: _Setting) -> Unit:
    """The finest unit whose cells hold their labels."""
    for unit, length in _UNITS:
        cells = days / length + 2
        if width / cells >= setting.size * {"day": 1.9, "week": 2.6, "month": 2.4, "quarter": 2.2, "year": 3}[unit]:
            return unit
    return "year"


def _floor(day: dt.date, unit: Unit) -> dt.date:
    """The first day of the unit that `day` is in; weeks begin on Monday."""
    match unit:
        case "day":
            return day
        case "week":
            return day - dt.timedelta(day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)


def _after(day: dt.date, unit: Unit) -> dt.date:
    """The first day of the unit after the one that `day` is in."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[unit]
    return _floor(_floor(day, unit) + dt.timedelta(longest), unit)


def _starts(axis: Axis, unit: Unit) -> Iterator[dt.date]:
    day = _floor(axis.first, unit)
    while day <= axis.last:
        yield max(day, axis.first)
        day = _after(day, unit)


def _grid(axis: Axis, unit: Unit, top: float, bottom: float, setting: _Setting) -> Iterator[Shape]:
    """Two rows of dates, and a vertical line for each unit."""
    coarse: Unit = "month" if unit in ("day", "week") else "year"
    yield from _heads(axis, coarse, 0, setting, True)
    if unit != coarse:
        yield from _heads(axis, unit, setting.leading + 2, setting, False)
    for day in _starts(axis, unit):
        strong = day == _floor(day, coarse)
        yield Line(
            ((axis.x(day), top if not strong else top - 4), (axis.x(day), bottom)), "line", 0.9 if strong else 0.5
        )
    edge = axis.left + axis.width
    yield Line(((edge, top), (edge, bottom)), "line", 0.5)
    yield Line(((0, top), (setting.width, top)), "muted", 0.9)
    yield Line(((0, bottom), (setting.width, bottom)), "muted", 0.9)


def _heads(axis: Axis, unit: Unit, y: float, setting: _Setting, bold: bool) -> Iterator[Shape]:
    """The labels of one row of dates; one that doesn't fit its cell is shortened or left out."""
    starts = [*_starts(axis, unit), axis.last + dt.timedelta(1)]
    for day, after in pairwise(starts):
        available = axis.end(after - dt.timedelta(1)) - axis.x(day)
        texts = (_head(day, unit, axis.language, bold), _head(day, unit, axis.language, False))
        text = next((text for text in texts if width_of(text, setting.size, bold) <= available - 1), "")
        if text:
            lines = typeset((text,), setting.size, bold=bold, colour="ink" if bold else "muted")
            yield Label(axis.x(day) + 1, y + 2, available - 1, setting.leading, lines, "left" if bold else "center")


def _head(day: dt.date, unit: Unit, language: str, coarse: bool) -> str:
    month = _MONTHS_EN[day.month - 1] if language == "en" else f"{day.month}月"
    year = str(day.year) if language == "en" else f"{day.year}年"
    match unit:
        case "day" | "week":
            return str(day.day)
        case "month" if coarse:
            return f"{month} {year}" if language == "en" else f"{year}{month}"
        case "month":
            return month
        case "quarter":
            return f"Q{(day.month + 2) // 3}"
        case "year":
            return year


def format_day(day: dt.date, language: str) -> str:
    """Format a day without its year: 15 Jan, or 1月15日."""
    return f"{day.day} {_MONTHS_EN[day.month - 1]}" if language == "en" else f"{day.month}月{day.day}日"


def format_span(start: dt.date, end: dt.date, language: str) -> str:
    """Format a period: 21 Dec 2026 – 22 Jan 2027, or 2026年12月21日–2027年1月22日; a shared year is written once."""
    if start == end:
        return (
            f"{format_day(start, 'en')} {start.year}"
            if language == "en"
            else f"{start.year}年{format_day(start, 'zh')}"
        )
    if language == "en":
        early = format_day(start, "en") if start.year == end.year else f"{format_day(start, 'en')} {start.year}"
        return f"{early} – {format_day(end, 'en')} {end.year}"
    late = format_day(end, "zh") if start.year == end.year else f"{end.year}年{format_day(end, 'zh')}"
    return f"{start.year}年{format_day(start, 'zh')}–{late}"


def _legend(rows: Sequence[Row], words: Words, y: float, setting: _Setting) -> list[Shape]:
    size = setting.size
    items = [("rect", "primary", words("legend_phase"))]
    if any(row.milestone for row in rows):
        items.append(("diamond", "accent", words("legend_milestone")))
    x, drawn = 0.0, list[Shape]()
    for geometry, fill, text in items:
        colour: Any = fill
        wide = size * (1.8 if geometry == "rect" else 1.0)
        top = y + (setting.leading - size) / 2
        drawn.append(Box(f"legend:{geometry}", x, top, wide, size, fill=colour, geometry=geometry))
        text_width = width_of(text, size) + 4
        drawn.append(Label(x + wide + 4, y, text_width, setting.leading, typeset((text,), size)))
        x += wide + text_width + 18
    return drawn


def _alt_text(rows: Sequence[Row], words: Words, language: str) -> str:
    """Alternative text of the plan, a phrase for each phase."""
    phrases: list[str] = []
    for row in rows:
        text = f"{row.name}: {format_span(row.start, row.end, language)}"
        if row.milestone:
            text += f", {words('legend_milestone')} {row.milestone} {format_day(row.milestone_date, language)}"
        phrases.append(text)
    return "; ".join(phrases)
