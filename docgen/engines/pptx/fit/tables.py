"""Turns a table that runs past its slide's foot into one in smaller type, or into a finding."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Final

from docgen.engines.office.measure.fit import height_of
from docgen.engines.pptx.fit.styles import EMU, PLAIN, Fonts, Levels, paragraphs_of, points_of
from docgen.ooxml.names import A, Element, P

_ROW, _CELL, _STYLE = f"{{{A}}}tr", f"{{{A}}}tc", f"{{{A}}}tblPr/{{{A}}}tableStyleId"
_CELL_INSETS: Final = (("marL", "91440"), ("marR", "91440"), ("marT", "45720"), ("marB", "45720"))
TABLE_SCALES: Final = (0.94, 0.88, 0.82)
_SMALLEST: Final = 1200
_MOST_ROWS_TO_SHRINK: Final = 24
_FONTS: Final = Fonts()


def tables_of(slide: Element) -> Iterator[tuple[Element, Element, float]]:
    """The tables of a slide: their frame, a:tbl, and the frame's top in points."""
    for frame in slide.iter(f"{{{P}}}graphicFrame"):
        table, offset = frame.find(f".//{{{A}}}tbl"), frame.find(f"{{{P}}}xfrm/{{{A}}}off")
        if table is not None and offset is not None:
            yield frame, table, points_of(offset.get("y", "0"))


def fit_tables(slide: Element, bottom: float, levels: Levels = PLAIN, fonts: Fonts = _FONTS) -> bool:
    """Make tables' type smaller, not under 12 points, if that keeps them above `bottom` (points from the top).

    Whether a table was changed. A table that stays too long is left as it was: it goes on over further slides.
    """
    changed = False
    for _, table, top in tables_of(slide):
        rows = len(table.findall(_ROW))
        if rows > _MOST_ROWS_TO_SHRINK or sum(row_heights(table, levels, fonts)) <= bottom - top:
            continue
        for scale in TABLE_SCALES:
            smaller = deepcopy(table)
            scale_table(smaller, scale)
            if sum(row_heights(smaller, levels, fonts)) <= bottom - top:
                scale_table(table, scale)
                changed = True
                break
    return changed


def tallest_excess(table: Element, room: float, levels: Levels, fonts: Fonts) -> float:
    """By how many points a table's tallest row, under its header rows, is taller than `room`; 0 if none is.

    Such a row can't go on over a further slide; a table of rows that all have room can.
    """
    properties = table.find(f"{{{A}}}tblPr")
    heads = int(properties is not None and properties.get("firstRow") in {"1", "true"})
    heights = list(row_heights(table, levels, fonts))
    return max(sum(heights[:heads]) + max(heights[heads:], default=0.0) - room, 0.0)


def row_heights(table: Element, levels: Levels = PLAIN, fonts: Fonts = _FONTS) -> Iterator[float]:
    """How tall each row of the table comes out, in points."""
    return row_heights_of(table, list(table.iterchildren(_ROW)), levels, fonts)


def row_heights_of(
    table: Element, rows: Sequence[Element], levels: Levels = PLAIN, fonts: Fonts = _FONTS
) -> Iterator[float]:
    """The same for some of its rows: a row grows to its tallest cell, the last row of a merged cell to all of it."""
    widths = [points_of(column.get("w", "0")) for column in table.iterfind(f"{{{A}}}tblGrid/{{{A}}}gridCol")]
    bold = tuple(level._replace(bold=True) for level in levels) if _has_bold_head(table) else levels
    head = table.find(_ROW)
    waiting: list[tuple[int, float]] = []
    for row in rows:
        height, merged = _row_height(row, widths, bold if row is head else levels, fonts)
        ending = [wanted for left, wanted in waiting if left == 1]
        height = max([height, *ending])
        waiting = [(left - 1, wanted - height) for left, wanted in (*waiting, *merged) if left > 1]
        yield height


def _has_bold_head(table: Element) -> bool:
    """Whether a table style sets the first row, which PowerPoint's own styles make bold."""
    properties = table.find(f"{{{A}}}tblPr")
    is_told = properties is not None and properties.get("firstRow") in {"1", "true"}
    return is_told and table.find(_STYLE) is not None


def _row_height(
    row: Element, widths: Sequence[float], levels: Levels, fonts: Fonts
) -> tuple[float, list[tuple[int, float]]]:
    """A row's height, and of its cells that go on below: over how many rows, and how tall they are."""
    tallest, merged = points_of(row.get("h", "0")), list[tuple[int, float]]()
    for column, cell in enumerate(row.iterchildren(_CELL)):
        if "1" in {cell.get("hMerge"), cell.get("vMerge")}:
            continue
        span, down = int(cell.get("gridSpan", "1")), int(cell.get("rowSpan", "1"))
        height = _cell_height(cell, sum(widths[column : column + span]), levels, fonts)
        if down > 1:
            merged.append((down, height))
        else:
            tallest = max(tallest, height)
    return tallest, merged


def _cell_height(cell: Element, width: float, levels: Levels, fonts: Fonts) -> float:
    body, properties = cell.find(f"{{{A}}}txBody"), cell.find(f"{{{A}}}tcPr")
    left, right, top, bottom = (
        points_of(properties.get(name, default) if properties is not None else default)
        for name, default in _CELL_INSETS
    )
    if body is None or (properties is not None and properties.get("vert", "horz") != "horz"):
        return top + bottom
    inside = max(width - left - right, 1.0)
    paragraphs = paragraphs_of(body, levels, fonts)
    return height_of(paragraphs, inside, levels[0].typeface(fonts)) + top + bottom


def scale_table(table: Element, scale: float) -> None:
    """Shrink the type of a table and its rows, no type under 12 points."""
    for paragraph in table.iter(f"{{{A}}}p"):
        shrunk = [_scale_style(style, scale) for style in paragraph.iter(f"{{{A}}}rPr", f"{{{A}}}endParaRPr")]
        for points in paragraph.iterfind(f"{{{A}}}pPr/{{{A}}}lnSpc/{{{A}}}spcPts"):
            points.set("val", str(round(int(points.get("val", "0")) * min(shrunk, default=1))))
    for row in table.iterchildren(_ROW):
        row.set("h", str(round(points_of(row.get("h", "0")) * EMU * scale)))


def _scale_style(style: Element, scale: float) -> float:
    """Shrink one style and give the factor that it shrank by."""
    size = int(style.get("sz", "1800"))
    smaller = max(round(size * scale / 50) * 50, min(size, _SMALLEST))
    style.set("sz", str(smaller))
    return smaller / size
