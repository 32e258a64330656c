"""Fit figures on a slide: columns of tables by measured text, smaller type where a figure would break, a finding."""

import re
from collections.abc import Callable, Iterator
from math import floor
from typing import Final

from docgen.engines.office.measure.figures import figures_in, shared_out, words_in
from docgen.engines.office.measure.fit import Paragraph
from docgen.engines.office.measure.typeface import Typeface
from docgen.engines.pptx.fit.frames import Frame
from docgen.engines.pptx.fit.styles import EMU, Fonts, Levels, paragraphs_of, points_of
from docgen.engines.pptx.fit.tables import TABLE_SCALES, scale_table, tables_of
from docgen.ooxml.names import A, Element, P

_LONG: Final = re.compile(r"\d[\d,.]{6}")
_ROW, _CELL, _BODY, _GRID = (f"{{{A}}}{name}" for name in ("tr", "tc", "txBody", "tblGrid"))
_SIDES: Final = ("marL", "marR")
_PAD, _LEAST_TEXT, _SMALLEST = 1.5, 60.0, 9.0


def has_long_figures(text: str) -> bool:
    """Whether a slide's markup holds a figure that may be too wide for its place."""
    return _LONG.search(text) is not None


def fit_columns(
    slide: Element, levels: Levels, fonts: Fonts, fixed: frozenset[str] = frozenset()
) -> tuple[bool, list[tuple[Element, float]]]:
    """Set the columns of tables so that no figure breaks, by smaller type if need be.

    A table whose columns are narrower than its frame, as some were left out, is widened. Returns whether the slide
    changed, and the frames of tables with figures that still don't fit, with the points that they lack.
    """
    changed, lacking = False, list[tuple[Element, float]]()
    for frame, table, _ in tables_of(slide, fixed):
        size = frame.find(f"{{{P}}}xfrm/{{{A}}}ext")
        grid = table.find(_GRID)
        if grid is None or not len(grid) or size is None:
            continue
        total = points_of(size.get("cx", "0"))
        widths = [points_of(column.get("w", "0")) for column in grid]
        short = total - sum(widths)
        if short > 1:
            widths[widths.index(max(widths))] += short
        needs = _needs(table, len(widths), levels, fonts)
        if short <= 1 and all(least <= width + 0.5 for (least, _), width in zip(needs, widths, strict=True)):
            continue
        changed = True
        needs = _with_smaller_type(table, needs, sum(widths), levels, fonts)
        excess = sum(least for least, _ in needs) - sum(widths)
        if excess > 1:
            lacking.append((frame, excess))
        for column, width in zip(grid, shared_out(widths, needs, sum(widths)), strict=True):
            column.set("w", str(floor(width * EMU)))
    return changed, lacking


def _with_smaller_type(
    table: Element, needs: list[tuple[float, float]], total: float, levels: Levels, fonts: Fonts
) -> list[tuple[float, float]]:
    """What the columns need, in smaller type if the figures exceed `total`: each figure as small as its column asks."""
    done = 1.0
    for scale in TABLE_SCALES:
        if sum(least for least, _ in needs) <= total:
            return needs
        scale_table(table, scale / done)
        done = scale
        needs = _needs(table, len(needs), levels, fonts)
    least = sum(low for low, _ in needs)
    if least <= total:
        return needs
    factor = total / least
    for body in table.iter(_BODY):
        _scale_type(body, factor, levels[0].size)
    return _needs(table, len(needs), levels, fonts)


def _needs(table: Element, count: int, levels: Levels, fonts: Fonts) -> list[tuple[float, float]]:
    """For each column the least width, for its figures, and what it keeps if there is enough, for its words."""
    needs = [(0.0, 0.0)] * count
    for row in table.iterchildren(_ROW):
        for number, cell in enumerate(row.iterchildren(_CELL)):
            if number < count and not cell.get("hMerge") and int(cell.get("gridSpan", "1")) == 1:
                least, kept = _cell_need(cell, levels, fonts)
                needs[number] = max(needs[number][0], least), max(needs[number][1], kept)
    return needs


def _cell_need(cell: Element, levels: Levels, fonts: Fonts) -> tuple[float, float]:
    body, properties = cell.find(_BODY), cell.find(f"{{{A}}}tcPr")
    if body is None or not "".join(body.itertext()).strip():
        return 0.0, 0.0
    margins = sum(points_of("91440" if properties is None else properties.get(side, "91440")) for side in _SIDES)
    typeface = levels[0].typeface(fonts)
    paragraphs = paragraphs_of(body, levels, fonts)
    figure = max((_widest_figure(paragraph, typeface) for paragraph in paragraphs), default=0.0)
    word = max((_widest(paragraph, typeface, words_in) for paragraph in paragraphs), default=0.0)
    least = figure + margins + _PAD if figure else 0.0
    return least, max(least, min(word + margins + _PAD, _LEAST_TEXT))


def _widest_figure(paragraph: Paragraph, typeface: Typeface) -> float:
    return _widest(paragraph, typeface, lambda text: list(figures_in(text)))


def _widest(paragraph: Paragraph, typeface: Typeface, parts_of: Callable[[str], list[str]]) -> float:
    """The width of the widest part of a paragraph, which may go over several runs."""
    text = "".join(run.text for run in paragraph.runs)
    widths = [run.style_in(typeface).width(char, run.size) for run in paragraph.runs for char in run.text]
    widest, at = 0.0, 0
    for part in parts_of(text):
        start = text.find(part, at)
        at = start + len(part)
        widest = max(widest, sum(widths[start:at]))
    return widest


def fit_figures(body: Element, frame: Frame, fonts: Fonts) -> bool:
    """Make the type of each paragraph smaller whose figure is wider than its box; whether one was."""
    if not frame.wraps or not has_long_figures("".join(body.itertext())):
        return False
    typeface, changed = frame.levels[0].typeface(fonts), False
    elements = body.findall(f"{{{A}}}p")
    for element, paragraph in zip(elements, paragraphs_of(body, frame.levels, fonts), strict=False):
        wide = _widest_figure(paragraph, typeface)
        if wide > frame.width:
            _scale_type(element, frame.width / wide, frame.levels[0].size)
            changed = True
    return changed


def _scale_type(holder: Element, factor: float, usual: float) -> None:
    for style in _run_styles(holder):
        size = float(style.get("sz") or usual * 100) / 100
        style.set("sz", str(max(floor(size * factor * 2) * 50, round(min(size, _SMALLEST) * 100))))


def _run_styles(holder: Element) -> Iterator[Element]:
    yield from holder.iter(f"{{{A}}}rPr")
