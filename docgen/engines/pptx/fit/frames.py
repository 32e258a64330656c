"""Text frames of a slide's shapes with their inherited properties, and shapes beyond the slide's edge."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Final, NamedTuple

from docgen.engines.pptx.fit.styles import PLAIN, Levels, apply_list_style, heading_levels, points_of
from docgen.ooxml.names import A, Element, P

PlaceholderKey = tuple[str, str]
"""A placeholder's type and index (p:ph)."""
BOX: Final[PlaceholderKey] = ("", "")
"""The key of all text outside placeholders: boxes, tables."""
_MASTER_KIND: Final = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}
_STYLES: Final = {"title": "titleStyle", "body": "bodyStyle"}
_AUTOFITS: Final = {f"{{{A}}}{name}": name for name in ("normAutofit", "spAutoFit", "noAutofit")}
_INSETS: Final = {"lIns": "left", "rIns": "right", "tIns": "top", "bIns": "bottom"}
_BODY, _STYLE, _HEADING = f"{{{P}}}txBody", f"{{{P}}}style", f"{{{A}}}fontRef[@idx='major']"
_BODY_PROPERTIES, _LIST_STYLE = f"{{{A}}}bodyPr", f"{{{A}}}lstStyle"
_HOLDER: Final = f"{{{P}}}nvPr/{{{P}}}ph"
_XFRM: Final = f"{{{P}}}spPr/{{{A}}}xfrm"
_GROUP, _GROUP_XFRM = f"{{{P}}}grpSp", f"{{{P}}}grpSpPr/{{{A}}}xfrm"
_SLACK: Final = 1.0
_KINDS: Final = {
    f"{{{P}}}pic": ("picture", f"{{{P}}}spPr/{{{A}}}xfrm"),
    f"{{{P}}}grpSp": ("drawing", f"{{{P}}}grpSpPr/{{{A}}}xfrm"),
    f"{{{P}}}graphicFrame": ("chart", f"{{{P}}}xfrm"),
}


class Place(NamedTuple):
    """The position and size of a shape, in points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A text frame: its place (None: unknown), its insets in points, its autofit and the levels of its text.

    `autofit` is the name of bodyPr's child, `noAutofit` by default.
    """

    place: Place | None = None
    left: float = 7.2
    right: float = 7.2
    top: float = 3.6
    bottom: float = 3.6
    autofit: str = "noAutofit"
    wraps: bool = True
    upright: bool = True
    is_title: bool = False
    levels: Levels = PLAIN

    @property
    def width(self) -> float:
        """The available width of a line, paragraph margins included."""
        return max(self.place.width - self.left - self.right, 1.0) if self.place else 1.0

    @property
    def height(self) -> float:
        """The available height."""
        return max(self.place.height - self.top - self.bottom, 1.0) if self.place else 1.0


def placeholder_frames(
    layout: Element, master: Element, defaults: Element | None = None
) -> Mapping[PlaceholderKey, Frame]:
    """The frames of a layout's placeholders by type and index, and under `BOX` the one that other text inherits.

    Properties that the layout doesn't set come from its master. `defaults` is the presentation's p:defaultTextStyle.
    """
    plain = apply_list_style(PLAIN, defaults)
    kinds = {key[0]: frame for key, frame in _holders(master, lambda kind: _master_style(master, kind, plain))}
    frames = dict(
        _holders(layout, lambda kind: kinds.get(_MASTER_KIND.get(kind, kind)) or _master_style(master, kind, plain))
    )
    return {**frames, BOX: Frame(levels=plain)}


def _master_style(master: Element, kind: str, plain: Levels) -> Frame:
    name = _STYLES.get(_MASTER_KIND.get(kind, kind), "otherStyle")
    is_title = name == "titleStyle"
    base = heading_levels(plain) if is_title else plain
    levels = apply_list_style(base, master.find(f"{{{P}}}txStyles/{{{P}}}{name}"))
    return Frame(is_title=is_title, levels=levels)


def _holders(part: Element, inherited: Callable[[str], Frame]) -> Iterator[tuple[PlaceholderKey, Frame]]:
    for shape in part.iter(f"{{{P}}}sp"):
        key = placeholder_key(shape)
        if key != BOX:
            yield key, apply_shape(inherited(key[0]), shape)


def placeholder_key(shape: Element) -> PlaceholderKey:
    """The key of a shape's placeholder, `BOX` if it isn't one."""
    holder = shape[0].find(_HOLDER) if len(shape) else None
    return BOX if holder is None else (holder.get("type", "obj"), holder.get("idx", "0"))


def frame_of(shape: Element, frames: Mapping[PlaceholderKey, Frame]) -> Frame:
    """The frame of a slide's shape with inherited properties; placeholders also match by index or type alone."""
    key = placeholder_key(shape)
    frame = frames.get(key)
    if frame is None and key[1] != "0":
        frame = next((held for known, held in frames.items() if known[1] == key[1] and known != BOX), None)
    if frame is None:
        same = _MASTER_KIND.get(key[0], key[0])
        found = (held for known, held in frames.items() if _MASTER_KIND.get(known[0], known[0]) == same)
        frame = next(found, None) or frames.get(BOX) or Frame()
    return apply_shape(frame, shape)


def apply_shape(frame: Frame, shape: Element) -> Frame:
    """`frame` with the shape's own place, insets, autofit and list style."""
    place, body, style = place_of(shape), shape.find(_BODY), shape.find(_STYLE)
    changes: dict[str, object] = {} if place is None else {"place": place}
    levels = frame.levels
    for child in body if body is not None else ():
        if child.tag == _BODY_PROPERTIES:
            _read_body_properties(child, changes)
        elif child.tag == _LIST_STYLE:
            levels = apply_list_style(levels, child)
    if style is not None and style.find(_HEADING) is not None:
        levels = heading_levels(levels)
    if levels is not frame.levels:
        changes["levels"] = levels
    return replace(frame, **changes) if changes else frame


def place_of(shape: Element) -> Place | None:
    """The shape's own place, in slide coordinates; None if it is inherited."""
    xfrm = shape.find(_XFRM)
    if xfrm is None or len(xfrm) < 2:
        return None
    place = _rectangle(xfrm[0], xfrm[1])
    for group in shape.iterancestors(_GROUP):
        place = _in_group(place, group)
    return place


def _rectangle(off: Element, ext: Element) -> Place:
    return Place(
        points_of(off.get("x", "0")),
        points_of(off.get("y", "0")),
        points_of(ext.get("cx", "0")),
        points_of(ext.get("cy", "0")),
    )


def _in_group(place: Place, group: Element) -> Place:
    """A place in a group's child coordinates (a:chOff, a:chExt), in the coordinates around the group."""
    xfrm = group.find(_GROUP_XFRM)
    if xfrm is None or len(xfrm) < 4:
        return place
    outer = _rectangle(xfrm[0], xfrm[1])
    inner = _rectangle(xfrm[2], xfrm[3])
    across = outer.width / inner.width if inner.width else 1.0
    down = outer.height / inner.height if inner.height else 1.0
    return Place(
        outer.x + (place.x - inner.x) * across,
        outer.y + (place.y - inner.y) * down,
        place.width * across,
        place.height * down,
    )


def _read_body_properties(properties: Element, changes: dict[str, object]) -> None:
    """Read a:bodyPr into `changes`."""
    for name, value in properties.items():
        if name in _INSETS:
            changes[_INSETS[name]] = points_of(value)
        elif name == "wrap":
            changes["wraps"] = value != "none"
        elif name == "vert":
            changes["upright"] = value == "horz"
    for child in properties:
        if child.tag in _AUTOFITS:
            changes["autofit"] = _AUTOFITS[str(child.tag)]


def shape_id(shape: Element) -> str:
    """The id of a shape or graphic frame; empty if it has none."""
    named = next(shape.iter(f"{{{P}}}cNvPr"), None)
    return "" if named is None else named.get("id", "")


def shapes_off_slide(slide: Element, width: float, height: float) -> Iterator[tuple[Element, str, str, float]]:
    """Each picture, chart and drawing that extends beyond a slide of `width` and `height` points, except tables.

    Yields its element, its type, the edge that it passes farthest, and by how many points.
    """
    tree = slide.find(f"{{{P}}}cSld/{{{P}}}spTree")
    for shape in tree.iterchildren(*_KINDS) if tree is not None else ():
        what, path = _KINDS[str(shape.tag)]
        xfrm = shape.find(path)
        if xfrm is None or len(xfrm) < 2 or shape.find(f".//{{{A}}}tbl") is not None:
            continue
        left, top, right, bottom = _bounds(xfrm)
        farthest, edge = max((-left, "left"), (-top, "top"), (right - width, "right"), (bottom - height, "bottom"))
        if farthest > _SLACK:
            yield shape, what, edge, farthest


def _bounds(xfrm: Element) -> tuple[float, float, float, float]:
    """The bounding box of a:xfrm, rotation included."""
    off, ext = xfrm[0], xfrm[1]
    place = Place(*(points_of(item.get(key, "0")) for item, key in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy"))))
    angle = radians(float(xfrm.get("rot", "0")) / 60_000)
    across = (abs(place.width * cos(angle)) + abs(place.height * sin(angle))) / 2
    down = (abs(place.width * sin(angle)) + abs(place.height * cos(angle))) / 2
    x, y = place.x + place.width / 2, place.y + place.height / 2
    return x - across, y - down, x + across, y + down
