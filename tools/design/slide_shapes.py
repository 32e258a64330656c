"""Read the shapes of a slide: kind, position, text box, smallest type size."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from design.pages import Box
from docgen.engines.office.measure.fit import UNSHRUNK, Shrink, height_of, scaled_size
from docgen.engines.pptx.fit.frames import BOX, Frame, Place, PlaceholderKey, frame_of, placeholder_key
from docgen.engines.pptx.fit.styles import Fonts, paragraphs_of, points_of
from docgen.engines.pptx.fit.tables import row_heights

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_KINDS = {f"{P}sp": "text", f"{P}pic": "picture", f"{P}graphicFrame": "chart", f"{P}grpSp": "group"}
_NOWHERE = Box(0, 0, 0, 0)


class Shape(NamedTuple):
    """A shape; `kind` is text, picture, chart, table or group, `holder` its placeholder's type, "" if it is none.

    `ink` is its text's area within `box`; `smallest` is in points, 0 without text; `in_group` inside a group that
    has an alternative text; `turned` is any angle but level, as a watermark's.
    """

    name: str
    kind: str
    holder: str
    alt: str
    text: str
    box: Box
    ink: Box
    smallest: float
    in_group: bool
    turned: bool


def shapes_of(slide: etree._Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts) -> Iterator[Shape]:
    """The shapes of a slide in the order in which they are drawn, those in groups too."""
    tree = slide.find(f"{P}cSld/{P}spTree")
    assert tree is not None
    for element in tree.iter(*_KINDS):
        if element is not tree:
            yield _shape(element, frames, fonts)


def _shape(element: etree._Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts) -> Shape:
    named = element[0].find(f"{P}cNvPr")
    alt = named.get("descr", "").strip() or ("decorative" if named.find(f".//{_DECORATIVE}") is not None else "")
    groups = list(element.iterancestors(f"{P}grpSp"))
    kind = _KINDS[str(element.tag)]
    if kind == "chart" and element.find(f".//{A}tbl") is not None:
        kind = "table"
    holder = placeholder_key(element) if kind == "text" else BOX
    box, ink, smallest = _measured(element, kind, frames, fonts)
    text = "".join(node.text or "" for node in element.iter(f"{A}t")).strip() if kind in {"text", "table"} else ""
    name = f"“{named.get('name', '')}”"
    return Shape(
        name,
        kind,
        holder[0] if holder != BOX else "",
        alt or ("of its group" if groups else ""),
        text,
        box,
        ink,
        smallest,
        bool(groups),
        any(xfrm.get("rot", "0") != "0" for xfrm in element.iterfind(f"{P}spPr/{A}xfrm")),
    )


def _measured(
    element: etree._Element, kind: str, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts
) -> tuple[Box, Box, float]:
    if kind == "text":
        return _text(element, frames, fonts)
    if kind == "table":
        return _table(element, frames, fonts)
    xfrm = element.find({"picture": f"{P}spPr/{A}xfrm", "group": f"{P}grpSpPr/{A}xfrm"}.get(kind, f"{P}xfrm"))
    box = _box(_rectangle(xfrm)) if xfrm is not None and len(xfrm) > 1 else _NOWHERE
    return box, box, 0.0


def _rectangle(xfrm: etree._Element) -> Place:
    off, ext = xfrm[0], xfrm[1]
    values = (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy"))
    return Place(*(points_of(value or "0") for value in values))


def _box(place: Place) -> Box:
    return Box(place.x, place.y, place.x + place.width, place.y + place.height)


def _text(element: etree._Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts) -> tuple[Box, Box, float]:
    frame, body = frame_of(element, frames), element.find(f"{P}txBody")
    if frame.place is None:
        return _NOWHERE, _NOWHERE, 0.0
    box = _box(frame.place)
    if body is None or not "".join(body.itertext()).strip():
        return box, box, 0.0
    paragraphs, step = paragraphs_of(body, frame.levels, fonts), _step(body)
    typeface, width = frame.levels[0].typeface(fonts), frame.width if frame.wraps else 1e6
    height = height_of(paragraphs, width, typeface, step)
    sizes = [scaled_size(run.size, step.font_scale) for item in paragraphs for run in item.runs if run.text.strip()]
    return box, _ink(element, frame, height), min(sizes, default=0.0)


def _step(body: etree._Element) -> Shrink:
    autofit = body.find(f"{A}bodyPr/{A}normAutofit")
    if autofit is None:
        return UNSHRUNK
    return Shrink(int(autofit.get("fontScale", "100000")), int(autofit.get("lnSpcReduction", "0")))


def _ink(element: etree._Element, frame: Frame, height: float) -> Box:
    """The box of a text's lines in its frame, by its anchor; as wide as the frame."""
    place = frame.place
    assert place is not None
    properties = element.find(f"{P}txBody/{A}bodyPr")
    share = {"ctr": 0.5, "b": 1.0}.get(properties.get("anchor", "t") if properties is not None else "t", 0.0)
    top = place.y + frame.top + share * (frame.height - height)
    return Box(place.x + frame.left, top, place.x + place.width - frame.right, top + height)


def _table(element: etree._Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts) -> tuple[Box, Box, float]:
    """The box of a table: as tall as its rows, whatever its frame's height."""
    xfrm, table = element.find(f"{P}xfrm"), element.find(f".//{A}tbl")
    levels = frames.get(BOX, Frame()).levels
    place = _rectangle(xfrm)
    box = _box(place._replace(height=sum(row_heights(table, levels, fonts))))
    sizes = [
        run.size
        for body in table.iter(f"{A}txBody")
        for item in paragraphs_of(body, levels, fonts)
        for run in item.runs
        if run.text.strip()
    ]
    return box, box, min(sizes, default=0.0)
