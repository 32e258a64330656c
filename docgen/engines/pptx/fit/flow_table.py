"""Turns a table that Markdown gave into one in the deck's table style: columns by content, rows as tall as text."""

from collections.abc import Mapping, Sequence
from math import floor
from typing import Final, NamedTuple

from lxml import etree

from docgen.engines.office.measure.fit import Paragraph, Typeface, lines_of
from docgen.engines.pptx.fit.styles import EMU, Fonts, Level, Levels, paragraphs_of
from docgen.engines.pptx.fit.tables import row_heights
from docgen.ooxml.names import DRAWN_TABLE, A, Element, P
from docgen.ooxml.xml import parse_xml

_ROW, _CELL, _BODY, _GRID = (f"{{{A}}}{name}" for name in ("tr", "tc", "txBody", "tblGrid"))
_RUN_PROPERTIES: Final = (f"{{{A}}}rPr", f"{{{A}}}endParaRPr")
_PAINT: Final = {f"{{{A}}}{name}" for name in ("ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill")}
_STYLES: Final = "ppt/tableStyles.xml"
_INSETS: Final = 14.4
_LARGEST: Final = 18.0


class TableStyle(NamedTuple):
    """The style that a deck's new tables get, and whether it paints its cells, the head's and the others'.

    A style that the file names and does not hold is one of PowerPoint's own, which paint.
    """

    id: str = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
    paints_head: bool = True
    paints_body: bool = True


def table_style_of(parts: Mapping[str, bytes]) -> TableStyle:
    """The deck's table style (ECMA-376 part 1, 20.1.4.2.27), else the one that PowerPoint's own new decks have."""
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
    """Give `table` its style, type as large as `text` is (18 points at most), and `width` points by content.

    `levels` is what text in tables inherits. A colour that the text around had goes where the style paints the cell.
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
    """The least and the most that a column can use: its longest word, its longest line, in points."""
    typeface = levels[0].typeface(fonts)
    bodies = (body for cell in cells for body in cell.iterchildren(_BODY))
    paragraphs = [paragraph for body in bodies for paragraph in paragraphs_of(body, levels, fonts)]
    least = max((lines_of(paragraph.runs, 1.0, typeface).longest for paragraph in paragraphs), default=0.0)
    most = max((_line_width(paragraph, typeface) for paragraph in paragraphs), default=0.0)
    return least + _INSETS + 1, max(most, least) + _INSETS + 1


def _line_width(paragraph: Paragraph, typeface: Typeface) -> float:
    """How wide a paragraph's longest line is, broken by hand only."""
    lines = [0.0]
    for run in paragraph.runs:
        first, *others = run.text.split("\n")
        style = run.style_in(typeface)
        lines[-1] += style.width(first, run.size)
        lines += [style.width(other, run.size) for other in others]
    return max(lines)


def shared_widths(needs: Sequence[tuple[float, float]], width: float) -> list[float]:
    """`width` shared by columns that need at least and at most so much.

    Where all have what they use at most, the rest is shared in proportion; else each has its least, and what is left
    goes to those that could use more; where not even the least is there, all are cut in proportion.
    """
    least, most = sum(low for low, _ in needs), sum(high for _, high in needs)
    if most <= width:
        return [high * width / most for _, high in needs]
    if least >= width:
        return [low * width / least for low, _ in needs]
    return [low + (width - least) * (high - low) / (most - least) for low, high in needs]


def settle_rows(table: Element, levels: Levels, fonts: Fonts) -> list[float]:
    """Write into each row how tall its text makes it; gives the heights in points."""
    heights: list[float] = []
    for row, height in zip(table.findall(_ROW), list(row_heights(table, levels, fonts)), strict=True):
        row.set("h", str(floor(height * EMU)))
        heights.append(height)
    return heights


def frame_around(table: Element, name: str, box: tuple[float, float, float, float]) -> Element:
    """The shape, still without an id, that holds `table` at `box` (x, y, width, height in points)."""
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
