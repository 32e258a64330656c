"""Measure and shrink tables, and lay out tables from Markdown: style, column widths, row heights."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from math import floor
from typing import Final, NamedTuple

from lxml import etree

from docgen.engines.office.measure.fit import Paragraph, Typeface, height_of, lines_of
from docgen.engines.pptx.fit.frames import shape_id
from docgen.engines.pptx.fit.styles import EMU, PLAIN, Fonts, Level, Levels, paragraphs_of, points_of
from docgen.ooxml.names import DRAWN_TABLE, A, Element, P
from docgen.ooxml.xml import parse_xml

_STYLE = f"{{{A}}}tblPr/{{{A}}}tableStyleId"
_CELL_INSETS: Final = (("marL", "91440"), ("marR", "91440"), ("marT", "45720"), ("marB", "45720"))
TABLE_SCALES: Final = (0.94, 0.88, 0.82)
_SMALLEST: Final = 1200
_NONE: Final[frozenset[str]] = frozenset()
_MAX_ROWS_TO_SHRINK: Final = 24
_FONTS: Final = Fonts()
_ROW, _CELL, _BODY, _GRID = (f"{{{A}}}{name}" for name in ("tr", "tc", "txBody", "tblGrid"))
_RUN_PROPERTIES: Final = (f"{{{A}}}rPr", f"{{{A}}}endParaRPr")
_PAINT: Final = {f"{{{A}}}{name}" for name in ("ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill")}
_STYLES: Final = "ppt/tableStyles.xml"
_INSETS: Final = 14.4
_LARGEST: Final = 18.0


def tables_of(slide: Element, fixed: frozenset[str] = _NONE) -> Iterator[tuple[Element, Element, float]]:
    """The tables of a slide but those of `fixed` ids: their frame, a:tbl, and the frame's top in points."""
    for frame in slide.iter(f"{{{P}}}graphicFrame"):
        table, offset = frame.find(f".//{{{A}}}tbl"), frame.find(f"{{{P}}}xfrm/{{{A}}}off")
        if table is not None and offset is not None and shape_id(frame) not in fixed:
            yield frame, table, points_of(offset.get("y", "0"))


def fit_tables(
    slide: Element, bottom: float, levels: Levels = PLAIN, fonts: Fonts = _FONTS, fixed: frozenset[str] = _NONE
) -> bool:
    """Make tables' type smaller, at least 12 points, if they then end above `bottom` (points from the top).

    Returns whether a table changed. A table that is still too long is unchanged: it continues on further slides.
    """
    changed = False
    for _, table, top in tables_of(slide, fixed):
        rows = len(table.findall(_ROW))
        if rows > _MAX_ROWS_TO_SHRINK or sum(row_heights(table, levels, fonts)) <= bottom - top:
            continue
        for scale in TABLE_SCALES:
            smaller = deepcopy(table)
            scale_table(smaller, scale)
            if sum(row_heights(smaller, levels, fonts)) <= bottom - top:
                scale_table(table, scale)
                changed = True
                break
    return changed


def tallest_excess(table: Element, available: float, levels: Levels, fonts: Fonts) -> float:
    """By how many points the header rows and the tallest body row exceed `available`; 0 if they fit.

    A table with such a row can't continue on further slides.
    """
    properties = table.find(f"{{{A}}}tblPr")
    heads = int(properties is not None and properties.get("firstRow") in {"1", "true"})
    heights = list(row_heights(table, levels, fonts))
    return max(sum(heights[:heads]) + max(heights[heads:], default=0.0) - available, 0.0)


def row_heights(table: Element, levels: Levels = PLAIN, fonts: Fonts = _FONTS) -> Iterator[float]:
    """The height of each row of the table, in points."""
    return row_heights_of(table, list(table.iterchildren(_ROW)), levels, fonts)


def row_heights_of(
    table: Element, rows: Sequence[Element], levels: Levels = PLAIN, fonts: Fonts = _FONTS
) -> Iterator[float]:
    """The heights of some rows: a row grows to its tallest cell, the last row of a merge to the merged cell."""
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
    """Whether a table style formats the first row, which PowerPoint's own styles make bold."""
    properties = table.find(f"{{{A}}}tblPr")
    has_first_row = properties is not None and properties.get("firstRow") in {"1", "true"}
    return has_first_row and table.find(_STYLE) is not None


def _row_height(
    row: Element, widths: Sequence[float], levels: Levels, fonts: Fonts
) -> tuple[float, list[tuple[int, float]]]:
    """A row's height, and the row span and height of each cell that continues below."""
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
    """Shrink a table's rows and its type, to at least 12 points."""
    for paragraph in table.iter(f"{{{A}}}p"):
        shrunk = [_scale_style(style, scale) for style in paragraph.iter(f"{{{A}}}rPr", f"{{{A}}}endParaRPr")]
        for points in paragraph.iterfind(f"{{{A}}}pPr/{{{A}}}lnSpc/{{{A}}}spcPts"):
            points.set("val", str(round(int(points.get("val", "0")) * min(shrunk, default=1))))
    for row in table.iterchildren(_ROW):
        row.set("h", str(round(points_of(row.get("h", "0")) * EMU * scale)))


def _scale_style(style: Element, scale: float) -> float:
    """Shrink one style; returns the factor."""
    size = int(style.get("sz", "1800"))
    smaller = max(round(size * scale / 50) * 50, min(size, _SMALLEST))
    style.set("sz", str(smaller))
    return smaller / size


class TableStyle(NamedTuple):
    """The style of new tables in a deck, and whether it fills the cells of header and body.

    A style that the file names and doesn't contain is one of PowerPoint's own, which fill both.
    """

    id: str = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
    paints_head: bool = True
    paints_body: bool = True


def table_style_of(parts: Mapping[str, bytes]) -> TableStyle:
    """The deck's table style (ECMA-376 part 1, 20.1.4.2.27), by default the one of PowerPoint's new decks."""
    if _STYLES not in parts:
        return TableStyle()
    root = parse_xml(parts[_STYLES])
    id_ = root.get("def") or TableStyle().id
    own = next((style for style in root if style.get("styleId") == id_), None)
    if own is None:
        return TableStyle(id_)
    return TableStyle(id_, _paints(own, "firstRow") or _paints(own, "wholeTbl"), _paints(own, "wholeTbl"))


def _paints(style: Element, part: str) -> bool:
    held = style.find(f"{{{A}}}{part}/{{{A}}}tcStyle")
    fills = () if held is None else held.iterfind(f"{{{A}}}fill/{{{A}}}solidFill")
    return any(True for _ in fills) or (held is not None and held.find(f"{{{A}}}fillRef") is not None)


def set_table(table: Element, width: float, text: Level, levels: Levels, fonts: Fonts, style: TableStyle) -> None:
    """Set the style of `table`, the type size of `text` (18 points at most), and column widths by content.

    The widths sum to `width` points. `levels` is what text in tables inherits. Colours copied from the text around are
    dropped where the style fills the cell.
    """
    properties = table[0]
    etree.SubElement(properties, f"{{{A}}}tableStyleId").text = style.id
    for number, row in enumerate(table.iterchildren(_ROW)):
        for run in row.iter(*_RUN_PROPERTIES):
            _set_run(run, text, style.paints_body if number else style.paints_head)
    columns = zip(*(row.iterchildren(_CELL) for row in table.iterchildren(_ROW)), strict=True)
    needs = [_column_need(cells, levels, fonts) for cells in columns]
    for column, wide in zip(table.iterfind(f"{_GRID}/*"), shared_widths(needs, width), strict=True):
        column.set("w", str(floor(wide * EMU)))


def _set_run(run: Element, text: Level, is_painted: bool) -> None:
    size = float(run.get("sz", "0")) / 100 or text.size
    run.set("sz", str(round(min(size, _LARGEST) * 100)))
    for child in [child for child in run if child.tag in _PAINT] if is_painted else ():
        run.remove(child)


def _column_need(cells: Sequence[Element], levels: Levels, fonts: Fonts) -> tuple[float, float]:
    """The minimum and maximum width of a column in points: its longest word, its longest line."""
    typeface = levels[0].typeface(fonts)
    bodies = (body for cell in cells for body in cell.iterchildren(_BODY))
    paragraphs = [paragraph for body in bodies for paragraph in paragraphs_of(body, levels, fonts)]
    least = max((lines_of(paragraph.runs, 1.0, typeface).longest for paragraph in paragraphs), default=0.0)
    most = max((_line_width(paragraph, typeface) for paragraph in paragraphs), default=0.0)
    return least + _INSETS + 1, max(most, least) + _INSETS + 1


def _line_width(paragraph: Paragraph, typeface: Typeface) -> float:
    """The width of a paragraph's longest line, with manual breaks only."""
    lines = [0.0]
    for run in paragraph.runs:
        first, *others = run.text.split("\n")
        style = run.style_in(typeface)
        lines[-1] += style.width(first, run.size)
        lines += [style.width(other, run.size) for other in others]
    return max(lines)


def shared_widths(needs: Sequence[tuple[float, float]], width: float) -> list[float]:
    """Distribute `width` over columns by their minimum and maximum widths.

    If the maximums fit, they grow in proportion; else each column gets its minimum, and the rest is shared by the
    differences of maximum and minimum; if the minimums don't fit, they shrink in proportion.
    """
    least, most = sum(low for low, _ in needs), sum(high for _, high in needs)
    if most <= width:
        return [high * width / most for _, high in needs]
    if least >= width:
        return [low * width / least for low, _ in needs]
    return [low + (width - least) * (high - low) / (most - least) for low, high in needs]


def set_row_heights(table: Element, levels: Levels, fonts: Fonts) -> list[float]:
    """Set each row's height by its text; returns the heights in points."""
    heights: list[float] = []
    for row, height in zip(table.findall(_ROW), list(row_heights(table, levels, fonts)), strict=True):
        row.set("h", str(floor(height * EMU)))
        heights.append(height)
    return heights


def frame_around(table: Element, name: str, box: tuple[float, float, float, float]) -> Element:
    """A graphic frame with `table` at `box` (x, y, width, height in points), with id 0."""
    x, y, width, height = (floor(side * EMU) for side in box)
    frame = etree.fromstring(
        f'<p:graphicFrame xmlns:p="{P}" xmlns:a="{A}"><p:nvGraphicFramePr><p:cNvPr id="0"/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{DRAWN_TABLE}"/></a:graphic></p:graphicFrame>'
    )
    frame[0][0].set("name", name)
    frame[2][0].append(table)
    return frame
