"""Turns text that holds tables, which no text frame can, into text boxes and tables one below the other.

What one slide has no room for goes on over further slides: rows under their header row, text behind its table.
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
from docgen.engines.pptx.fit.slide import EMU, Fonts, Sheet
from docgen.engines.pptx.fit.styles import Levels, paragraphs_of
from docgen.engines.pptx.fit.tables import (
    TABLE_SCALES,
    TableStyle,
    frame_around,
    row_heights,
    scale_table,
    set_table,
    settle_rows,
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
_SLACK: Final = 0.5
_LEAST_SCALE: Final = 0.8
_MOST_ROWS: Final = 24
_ANYWHERE: Final = Place(48, 116, 864, 376)


class Look(NamedTuple):
    """What text is set with: the layout's frames, the theme's faces, the slide's size, how tables look.

    `word` stands behind the title of a slide that goes on.
    """

    frames: Mapping[PlaceholderKey, Frame]
    fonts: Fonts
    sheet: Sheet
    style: TableStyle
    word: str = ""

    @property
    def cells(self) -> Levels:
        """What text in tables inherits."""
        return self.frames.get(BOX, Frame()).levels


@dataclass(slots=True)
class _Flow:
    """A body's pieces as they are set: `pages` are the shapes that each slide gets, `y` is where the next one goes."""

    shape: Element
    frame: Frame
    place: Place
    foot: float
    look: Look
    y: float
    pages: list[list[Element]] = field(default_factory=lambda: [[]])

    def has_room(self, height: float) -> bool:
        return self.y + height <= self.foot - _SLACK or not self.pages[-1]

    def put(self, made: Element, height: float) -> None:
        self.pages[-1].append(made)
        self.y += height + _GAP

    def turn(self) -> None:
        self.pages.append([])
        self.y = self.place.y


def with_tables(slide: Element, look: Look, place: str) -> tuple[list[Element], list[Finding]]:
    """`slide`, changed in place, and the slides that follow it, the tables in its text bodies now shapes.

    Text stands in boxes like the one that held it. A body whose text shrinks ends where its box does; another may use
    the slide to its foot, and a finding at `place` says how far it passes its box.
    """
    shapes = [shape for shape in slide.iter(f"{{{P}}}sp") if shape.find(f"{_BODY}/{_TABLE}") is not None]
    if not shapes:
        return [slide], []
    flows = [_flow(shape, look) for shape in shapes]
    further = max(len(flow.pages) for flow in flows) - 1
    pages = [slide, *(_following(slide, shapes, look.word) for _ in range(further))]
    findings = [finding for flow in flows for finding in _passing(flow, place)]
    for flow in flows:
        _put_in_stead(flow.shape, flow.pages[0])
        for page, made in zip(pages[1:], flow.pages[1:], strict=False):
            _put_last(page, made)
    for page in pages:
        _number(page)
    return pages, findings


def _flow(shape: Element, look: Look) -> _Flow:
    frame = frame_of(shape, look.frames)
    place = frame.place or _ANYWHERE
    box = place.y + place.height
    foot = min(box, look.sheet.bottom) if frame.autofit == "normAutofit" else look.sheet.bottom
    flow = _Flow(shape, frame, place, foot, look, place.y)
    pieces = [list(piece) for piece in _pieces(shape)]
    tables = [piece[0] for piece in pieces if piece[0].tag == _TABLE]
    for table in tables:
        set_table(table, frame.width, frame.levels[0], look.cells, look.fonts, look.style)
    others = sum(_text_height(flow, piece) + _GAP for piece in pieces if piece[0].tag != _TABLE)
    _shrink(tables, foot - place.y - others, look)
    for piece in pieces:
        if piece[0].tag == _TABLE:
            _set_table(flow, piece[0])
        else:
            _set_text(flow, piece)
    return flow


def _pieces(shape: Element) -> Iterator[list[Element]]:
    """The tables of a body, each alone, and the paragraphs between them that say something."""
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
    frame, typeface = flow.frame, flow.frame.levels[0].typeface(flow.look.fonts)
    text = paragraphs_of(body, frame.levels, flow.look.fonts)
    return height_of(text, frame.width, typeface) + frame.top + frame.bottom


def _shrink(tables: Sequence[Element], room: float, look: Look) -> None:
    """Make the type of all tables smaller if that keeps them in `room` points of height together."""
    if sum(len(table) for table in tables) > _MOST_ROWS or _heights(tables, look) <= room:
        return
    for scale in TABLE_SCALES:
        smaller = deepcopy(list(tables))
        for table in smaller:
            scale_table(table, scale)
        if _heights(smaller, look) <= room:
            for table in tables:
                scale_table(table, scale)
            return


def _heights(tables: Sequence[Element], look: Look) -> float:
    return sum(sum(row_heights(table, look.cells, look.fonts)) + _GAP for table in tables)


def _set_text(flow: _Flow, paragraphs: Sequence[Element]) -> None:
    height = _text_height(flow, paragraphs)
    least = _LEAST_SCALE * height if flow.frame.autofit == "normAutofit" else height
    if not flow.has_room(least):
        flow.turn()
    made = _box_like(flow.shape, paragraphs)
    stand(made, Place(flow.place.x, flow.y, flow.place.width, min(height, max(flow.foot - flow.y, 1.0))))
    flow.put(made, height)


def _box_like(shape: Element, paragraphs: Sequence[Element]) -> Element:
    """A box for some of the text of `shape`, unpainted: its ground stays where it is."""
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


def stand(shape: Element, place: Place) -> None:
    """Let a shape stand at `place`."""
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
    """Set the rows that there is room for, the others under the same head on the slides that follow."""
    heights = settle_rows(table, flow.look.cells, flow.look.fonts)
    rows, head = table.findall(_ROW), heights[0]
    first = 1
    while first == 1 or first < len(rows):
        if not flow.has_room(sum(heights[:2]) if first == 1 else head + heights[first]):
            flow.turn()
        last, used = first, head
        while last < len(rows) and (last == first or flow.y + used + heights[last] <= flow.foot - _SLACK):
            used += heights[last]
            last += 1
        part = deepcopy(table)
        for row in [row for at, row in enumerate(part.findall(_ROW)) if at and not first <= at < last]:
            part.remove(row)
        box = (flow.place.x + flow.frame.left, flow.y, flow.frame.width, used)
        flow.put(frame_around(part, f"{_name(flow.shape)} table", box), used)
        first = max(last, 2)
        if first < len(rows):
            flow.turn()


def _name(shape: Element) -> str:
    named = shape.find(_NAME)
    return "" if named is None else named.get("name", "")


def _passing(flow: _Flow, place: str) -> Iterator[Finding]:
    """What a body's pieces pass their box by, where its text may pass it at all."""
    over = flow.y - _GAP - flow.place.y - flow.place.height
    if len(flow.pages) == 1 and over > 1 and flow.frame.autofit == "noAutofit":
        message = f"the text and its table end {over:.0f} pt below their box"
        hint = "shorten them, make the box larger, or let its text shrink on overflow"
        where = f"{place}, shape “{_name(flow.shape)}”"
        yield Finding("fit.overflow", message, hint, place=where, severity="warning")


def _following(slide: Element, shapes: Sequence[Element], word: str) -> Element:
    """The slide that goes on from `slide`: its placeholders, without the bodies of `shapes` and without tables."""
    made = skeleton(slide, word)
    gone = {_id(shape) for shape in shapes}
    for shape in list(made.iter(f"{{{P}}}sp", f"{{{P}}}graphicFrame")):
        if _id(shape) in gone or shape.find(f".//{_TABLE}") is not None:
            _parent(shape).remove(shape)
    return made


def _id(shape: Element) -> str:
    named = shape.find(_NAME)
    return "" if named is None else named.get("id", "")


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101
    return parent


def _put_in_stead(shape: Element, made: Sequence[Element]) -> None:
    """Put a slide's pieces where `shape` is; what is painted stays below them as their ground."""
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


def _put_last(slide: Element, made: Sequence[Element]) -> None:
    tree = slide.find(_TREE)
    assert tree is not None  # noqa: S101
    above = next((shape for shape in tree if is_watermark(shape) or shape.tag == f"{{{P}}}extLst"), None)
    at = len(tree) if above is None else tree.index(above)
    for number, piece in enumerate(made):
        tree.insert(at + number, piece)


def _number(slide: Element) -> None:
    """Give each shape that has the id of another, or none, one of its own."""
    free, seen = next_id(slide), {"0"}
    for named in slide.iter(f"{{{P}}}cNvPr"):
        if named.get("id", "0") in seen:
            named.set("id", str(free))
            free += 1
        seen.add(named.get("id", ""))
