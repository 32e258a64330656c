"""Split text bodies that contain tables, which DrawingML doesn't allow, into text boxes and graphic frames.

Content that doesn't fit on one slide continues on further slides: rows under their header row, text after its table.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby
from math import ceil
from typing import Final, NamedTuple

from lxml import etree

from docgen.engines.office.measure.fit import height_of
from docgen.engines.pptx.fit.continuation import is_watermark, skeleton
from docgen.engines.pptx.fit.frames import BOX, Frame, Place, PlaceholderKey, frame_of
from docgen.engines.pptx.fit.slide import Sheet
from docgen.engines.pptx.fit.styles import EMU, Fonts, Levels, paragraphs_of
from docgen.engines.pptx.fit.tables import (
    TABLE_SCALES,
    TableStyle,
    frame_around,
    row_heights,
    scale_table,
    set_row_heights,
    set_table,
)
from docgen.engines.pptx.source import next_id
from docgen.errors import Finding
from docgen.ooxml.names import A, Element, P

_TABLE, _ROW, _PARAGRAPH = (f"{{{A}}}{name}" for name in ("tbl", "tr", "p"))
_BODY: Final = f"{{{P}}}txBody"
_NAME: Final = f".//{{{P}}}cNvPr"
_TREE: Final = f"{{{P}}}cSld/{{{P}}}spTree"
_PAINT: Final = tuple(f"{{{A}}}{name}" for name in ("solidFill", "gradFill", "blipFill", "pattFill", "ln", "effectLst"))
_GAP: Final = 6.0
_TOLERANCE: Final = 0.5
_MIN_SCALE: Final = 0.8
_MAX_ROWS: Final = 24
_DEFAULT_PLACE: Final = Place(48, 116, 864, 376)


class FlowContext(NamedTuple):
    """The layout's frames, the theme's fonts, the slide's size and the table style for setting text.

    `suffix` follows the title of a continuation.
    """

    frames: Mapping[PlaceholderKey, Frame]
    fonts: Fonts
    sheet: Sheet
    style: TableStyle
    suffix: str = ""

    @property
    def cells(self) -> Levels:
        """The levels that text in tables inherits."""
        return self.frames.get(BOX, Frame()).levels


@dataclass(slots=True)
class _Flow:
    """The state of a body's layout: `pages` are the shapes for each slide, `y` is the top of the next one."""

    shape: Element
    frame: Frame
    place: Place
    foot: float
    context: FlowContext
    y: float
    pages: list[list[Element]] = field(default_factory=lambda: [[]])

    def fits(self, height: float) -> bool:
        return self.y + height <= self.foot - _TOLERANCE or not self.pages[-1]

    def put(self, made: Element, height: float) -> None:
        self.pages[-1].append(made)
        self.y += height + _GAP

    def next_page(self) -> None:
        self.pages.append([])
        self.y = self.place.y


def place_tables(slide: Element, context: FlowContext, place: str) -> tuple[list[Element], list[Finding]]:
    """`slide`, changed in place, and its continuations, the tables in its text bodies now graphic frames.

    Text is in boxes like the original one. A body whose text shrinks ends where its box does; another may use the slide
    to its bottom limit, and a finding at `place` reports how far it extends below its box.
    """
    shapes = [shape for shape in slide.iter(f"{{{P}}}sp") if shape.find(f"{_BODY}/{_TABLE}") is not None]
    if not shapes:
        return [slide], []
    flows = [_flow(shape, context) for shape in shapes]
    further = max(len(flow.pages) for flow in flows) - 1
    pages = [slide, *(_continuation(slide, shapes, context.suffix) for _ in range(further))]
    findings = [finding for flow in flows for finding in _overflow_findings(flow, place)]
    for flow in flows:
        _replace_shape(flow.shape, flow.pages[0])
        for page, made in zip(pages[1:], flow.pages[1:], strict=False):
            _append_shapes(page, made)
    for page in pages:
        _renumber(page)
    return pages, findings


def _flow(shape: Element, context: FlowContext) -> _Flow:
    frame = frame_of(shape, context.frames)
    place = frame.place or _DEFAULT_PLACE
    box = place.y + place.height
    foot = min(box, context.sheet.bottom) if frame.autofit == "normAutofit" else context.sheet.bottom
    flow = _Flow(shape, frame, place, foot, context, place.y)
    pieces = [list(piece) for piece in _pieces(shape)]
    tables = [piece[0] for piece in pieces if piece[0].tag == _TABLE]
    for table in tables:
        set_table(table, frame.width, frame.levels[0], context.cells, context.fonts, context.style)
    others = sum(_text_height(flow, piece) + _GAP for piece in pieces if piece[0].tag != _TABLE)
    _shrink(tables, foot - place.y - others, context)
    for piece in pieces:
        if piece[0].tag == _TABLE:
            _set_table(flow, piece[0])
        else:
            _set_text(flow, piece)
    return flow


def _pieces(shape: Element) -> Iterator[list[Element]]:
    """The tables of a body, each alone, and the non-empty groups of paragraphs between them."""
    body = shape.find(_BODY)
    children = list(() if body is None else body.iterchildren(_PARAGRAPH, _TABLE))
    for tag, group in groupby(children, lambda child: child.tag):
        held = list(group)
        if tag == _TABLE:
            yield from ([table] for table in held)
        elif any("".join(map(str, paragraph.itertext())).strip() for paragraph in held):
            yield held


def _text_height(flow: _Flow, paragraphs: Sequence[Element]) -> float:
    body = etree.Element(_BODY)
    body.extend(deepcopy(list(paragraphs)))
    frame, typeface = flow.frame, flow.frame.levels[0].typeface(flow.context.fonts)
    text = paragraphs_of(body, frame.levels, flow.context.fonts)
    return height_of(text, frame.width, typeface) + frame.top + frame.bottom


def _shrink(tables: Sequence[Element], available: float, context: FlowContext) -> None:
    """Make the type of all tables smaller if their total height is then at most `available` points."""
    if sum(len(table) for table in tables) > _MAX_ROWS or _heights(tables, context) <= available:
        return
    for scale in TABLE_SCALES:
        smaller = deepcopy(list(tables))
        for table in smaller:
            scale_table(table, scale)
        if _heights(smaller, context) <= available:
            for table in tables:
                scale_table(table, scale)
            return


def _heights(tables: Sequence[Element], context: FlowContext) -> float:
    return sum(sum(row_heights(table, context.cells, context.fonts)) + _GAP for table in tables)


def _set_text(flow: _Flow, paragraphs: Sequence[Element]) -> None:
    height = _text_height(flow, paragraphs)
    least = _MIN_SCALE * height if flow.frame.autofit == "normAutofit" else height
    if not flow.fits(least):
        flow.next_page()
    made = _box_like(flow.shape, paragraphs)
    set_place(made, Place(flow.place.x, flow.y, flow.place.width, min(height, max(flow.foot - flow.y, 1.0))))
    flow.put(made, height)


def _box_like(shape: Element, paragraphs: Sequence[Element]) -> Element:
    """A copy of `shape` for some of its text, without fill, line or effects."""
    made = deepcopy(shape)
    body = made.find(_BODY)
    assert body is not None  # noqa: S101
    for child in list(body.iterchildren(_PARAGRAPH, _TABLE)):
        body.remove(child)
    body.extend(deepcopy(list(paragraphs)))
    _unpaint(made)
    return made


def _unpaint(shape: Element) -> None:
    properties, style = shape.find(f"{{{P}}}spPr"), shape.find(f"{{{P}}}style")
    for child in () if properties is None else properties.findall("*"):
        if child.tag in _PAINT and properties is not None:
            properties.remove(child)
    for name in () if style is None else ("lnRef", "fillRef", "effectRef"):
        for reference in () if style is None else style.findall(f"{{{A}}}{name}"):
            reference.set("idx", "0")


def set_place(shape: Element, place: Place) -> None:
    """Set the position and size of a shape."""
    properties = shape.find(f"{{{P}}}spPr")
    assert properties is not None  # noqa: S101
    for old in properties.findall(f"{{{A}}}xfrm"):
        properties.remove(old)
    xfrm = etree.Element(f"{{{A}}}xfrm")
    properties.insert(0, xfrm)
    x, y, width, height = (str(ceil(side * EMU)) for side in place)
    etree.SubElement(xfrm, f"{{{A}}}off", {"x": x, "y": y})
    etree.SubElement(xfrm, f"{{{A}}}ext", {"cx": width, "cy": height})


def _set_table(flow: _Flow, table: Element) -> None:
    """Place the rows that fit, and the others under the same header on continuations."""
    heights = set_row_heights(table, flow.context.cells, flow.context.fonts)
    rows, head = table.findall(_ROW), heights[0]
    first = 1
    while first == 1 or first < len(rows):
        if not flow.fits(sum(heights[:2]) if first == 1 else head + heights[first]):
            flow.next_page()
        last, used = first, head
        while last < len(rows) and (last == first or flow.y + used + heights[last] <= flow.foot - _TOLERANCE):
            used += heights[last]
            last += 1
        part = deepcopy(table)
        for row in [row for at, row in enumerate(part.findall(_ROW)) if at and not first <= at < last]:
            part.remove(row)
        box = (flow.place.x + flow.frame.left, flow.y, flow.frame.width, used)
        flow.put(frame_around(part, f"{_name(flow.shape)} table", box), used)
        first = max(last, 2)
        if first < len(rows):
            flow.next_page()


def _name(shape: Element) -> str:
    named = shape.find(_NAME)
    return "" if named is None else named.get("name", "")


def _overflow_findings(flow: _Flow, place: str) -> Iterator[Finding]:
    """How far a body extends below its box, if its text doesn't shrink."""
    excess = flow.y - _GAP - flow.place.y - flow.place.height
    if len(flow.pages) == 1 and excess > 1 and flow.frame.autofit == "noAutofit":
        where = f"{place}, shape “{_name(flow.shape)}”"
        yield Finding.of("fit.overflow:table", points=f"{excess:.0f}", place=where, severity="warning")


def _continuation(slide: Element, shapes: Sequence[Element], suffix: str) -> Element:
    """A continuation of `slide`: its placeholders, without `shapes` and without tables."""
    made = skeleton(slide, suffix)
    removed = {_id(shape) for shape in shapes}
    for shape in list(made.iter(f"{{{P}}}sp", f"{{{P}}}graphicFrame")):
        if _id(shape) in removed or shape.find(f".//{_TABLE}") is not None:
            _parent(shape).remove(shape)
    return made


def _id(shape: Element) -> str:
    named = shape.find(_NAME)
    return "" if named is None else named.get("id", "")


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101
    return parent


def _replace_shape(shape: Element, made: Sequence[Element]) -> None:
    """Replace `shape` by a slide's pieces; a painted shape remains behind them without text."""
    parent = _parent(shape)
    at = parent.index(shape)
    for number, piece in enumerate(made):
        parent.insert(at + 1 + number, piece)
    if not _is_painted(shape):
        parent.remove(shape)
        return
    body = shape.find(_BODY)
    for child in list(() if body is None else body.iterchildren(_PARAGRAPH, _TABLE)):
        _parent(child).remove(child)
    if body is not None:
        etree.SubElement(body, _PARAGRAPH)


def _is_painted(shape: Element) -> bool:
    properties = shape.find(f"{{{P}}}spPr")
    has_fill = properties is not None and any(properties.find(name) is not None for name in _PAINT)
    return has_fill or shape.find(f"{{{P}}}style") is not None


def _append_shapes(slide: Element, made: Sequence[Element]) -> None:
    tree = slide.find(_TREE)
    assert tree is not None  # noqa: S101
    above = next((shape for shape in tree if is_watermark(shape) or shape.tag == f"{{{P}}}extLst"), None)
    at = len(tree) if above is None else tree.index(above)
    for number, piece in enumerate(made):
        tree.insert(at + number, piece)


def _renumber(slide: Element) -> None:
    """Give each shape with a duplicate id, or none, a unique one."""
    free, seen = next_id(slide), {"0"}
    for named in slide.iter(f"{{{P}}}cNvPr"):
        if named.get("id", "0") in seen:
            named.set("id", str(free))
            free += 1
        seen.add(named.get("id", ""))
