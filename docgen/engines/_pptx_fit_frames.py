"""Turns the shapes of a master, a layout and a slide into text frames: their room, and how their text stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from docgen.engines._office_measure_typeface import POWERPOINT_PITCH
from docgen.engines._office_text import Element
from docgen.engines._pptx_fit_styles import EMU, PLAIN, Level, Levels, under
from docgen.engines._pptx_text import A, P

HolderKey = tuple[str, str]
"""A placeholder's type and index (p:ph)."""
BOX: Final[HolderKey] = ("", "")
"""Stands for all text that is in no placeholder: boxes, tables."""

_MASTER_KIND: Final = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}
_STYLES: Final = {"title": "titleStyle", "body": "bodyStyle"}
_AUTOFITS: Final = ("normAutofit", "spAutoFit", "noAutofit")
_INSETS: Final = (("lIns", "left"), ("rIns", "right"), ("tIns", "top"), ("bIns", "bottom"))
_HOLDER: Final = f"{{{P}}}nvPr/{{{P}}}ph"
_XFRM: Final = f"{{{P}}}spPr/{{{A}}}xfrm"
_GROUP, _GROUP_XFRM = f"{{{P}}}grpSp", f"{{{P}}}grpSpPr/{{{A}}}xfrm"


class Place(NamedTuple):
    """Where a shape stands, in points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A text frame: its place (None: not known), its insets in points, its autofit and the levels of its text.

    `autofit` is the name of bodyPr's child, `noAutofit` where none is said. `size` is the largest type, `gap` the most
    space around a paragraph, `margin` the widest indent, `pitch` the widest line spacing in em and `exact` that in
    points that a level names.
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
    gap: float = 0.0
    margin: float = 0.0
    pitch: float = POWERPOINT_PITCH
    exact: float = 0.0
    size: float = 18.0

    @property
    def width(self) -> float:
        """How wide a line may be, without its paragraph's margins."""
        return max(self.place.width - self.left - self.right, 1.0) if self.place else 1.0

    @property
    def height(self) -> float:
        """How tall the text may be."""
        return max(self.place.height - self.top - self.bottom, 1.0) if self.place else 1.0


def holder_frames(layout: Element, master: Element, defaults: Element | None = None) -> Mapping[HolderKey, Frame]:
    """The frames of a layout's placeholders by type and index, and under `BOX` what other text inherits.

    What the layout leaves open its master says. `defaults` is the presentation's p:defaultTextStyle.
    """
    plain = under(PLAIN, defaults)
    kinds = {key[0]: frame for key, frame in _holders(master, lambda kind: _master_style(master, kind, plain))}
    frames = dict(
        _holders(layout, lambda kind: kinds.get(_MASTER_KIND.get(kind, kind)) or _master_style(master, kind, plain))
    )
    return {**frames, BOX: _with_levels(Frame(), plain)}


def _master_style(master: Element, kind: str, plain: Levels) -> Frame:
    name = _STYLES.get(_MASTER_KIND.get(kind, kind), "otherStyle")
    is_title = name == "titleStyle"
    base = tuple(level._replace(latin="+mj-lt", east_asian="+mj-ea") for level in plain) if is_title else plain
    levels = under(base, master.find(f"{{{P}}}txStyles/{{{P}}}{name}"))
    return _with_levels(Frame(is_title=is_title), levels)


def _holders(part: Element, inherited: Callable[[str], Frame]) -> Iterator[tuple[HolderKey, Frame]]:
    for shape in part.iter(f"{{{P}}}sp"):
        key = key_of(shape)
        if key != BOX:
            yield key, over(inherited(key[0]), shape)


def key_of(shape: Element) -> HolderKey:
    """The key of a shape's placeholder, `BOX` if it is none."""
    holder = shape[0].find(_HOLDER) if len(shape) else None
    return BOX if holder is None else (holder.get("type", "obj"), holder.get("idx", "0"))


def frame_of(shape: Element, frames: Mapping[HolderKey, Frame]) -> Frame:
    """The frame of a slide's shape, what it inherits worked in; a body finds its placeholder by index alone too."""
    key = key_of(shape)
    frame = frames.get(key)
    if frame is None and key[1] != "0":
        frame = next((held for known, held in frames.items() if known[1] == key[1] and known != BOX), None)
    if frame is None:
        same = _MASTER_KIND.get(key[0], key[0])
        found = (held for known, held in frames.items() if _MASTER_KIND.get(known[0], known[0]) == same)
        frame = next(found, None) or frames.get(BOX) or Frame()
    return over(frame, shape)


def over(frame: Frame, shape: Element) -> Frame:
    """`frame` as the shape itself changes it: its place, its insets, its autofit, its list style."""
    place = place_of(shape)
    if place is not None:
        frame = replace(frame, place=place)
    body = shape.find(f"{{{P}}}txBody")
    if body is None:
        return frame
    properties, style = body.find(f"{{{A}}}bodyPr"), body.find(f"{{{A}}}lstStyle")
    if properties is not None and (len(properties) or properties.attrib):
        frame = replace(frame, **_changes(properties))
    levels = under(frame.levels, style)
    heading = shape.find(f"{{{P}}}style/{{{A}}}fontRef[@idx='major']")
    if heading is not None:
        levels = tuple(level._replace(latin="+mj-lt", east_asian="+mj-ea") for level in levels)
    return frame if levels is frame.levels else _with_levels(frame, levels)


def place_of(shape: Element) -> Place | None:
    """Where the shape says that it stands; None if it leaves that to its layout. Groups around it are reckoned with."""
    xfrm = shape.find(_XFRM)
    if xfrm is None or len(xfrm) < 2:
        return None
    place = _placed(xfrm)
    for group in shape.iterancestors(_GROUP):
        place = _in_group(place, group)
    return place


def _placed(xfrm: Element) -> Place:
    off, ext = xfrm[0], xfrm[1]
    return Place(*(float(item.get(name, "0")) / EMU for item, name in zip((off, off, ext, ext), _XY, strict=True)))


_XY: Final = ("x", "y", "cx", "cy")


def _in_group(place: Place, group: Element) -> Place:
    """A place in a group's own measure (a:chOff, a:chExt) in that of what holds the group."""
    xfrm = group.find(_GROUP_XFRM)
    if xfrm is None or len(xfrm) < 4:
        return place
    outer = _placed(xfrm)
    inner = Place(*(float(xfrm[2 + number // 2].get(name, "0")) / EMU for number, name in enumerate(_XY)))
    across = outer.width / inner.width if inner.width else 1.0
    down = outer.height / inner.height if inner.height else 1.0
    return Place(
        outer.x + (place.x - inner.x) * across,
        outer.y + (place.y - inner.y) * down,
        place.width * across,
        place.height * down,
    )


def _changes(properties: Element) -> dict[str, object]:
    changes: dict[str, object] = {
        name: float(told) / EMU for key, name in _INSETS if (told := properties.get(key)) is not None
    }
    if "wrap" in properties.attrib:
        changes["wraps"] = properties.get("wrap") != "none"
    if "vert" in properties.attrib:
        changes["upright"] = properties.get("vert") == "horz"
    for name in _AUTOFITS:
        if properties.find(f"{{{A}}}{name}") is not None:
            changes["autofit"] = name
    return changes


def _with_levels(frame: Frame, levels: Levels) -> Frame:
    """The frame with what `levels` say at most, by which text is told to fit without being measured."""
    return replace(
        frame,
        levels=levels,
        size=max(level.size for level in levels),
        gap=max(_gap(level) for level in levels),
        margin=max(level.left + level.right + max(level.indent, 0.0) + level.size * level.bullet for level in levels),
        pitch=max(level.line.share for level in levels) * POWERPOINT_PITCH,
        exact=max(level.line.points for level in levels),
    )


def _gap(level: Level) -> float:
    """Space around a paragraph in points."""
    shares = (level.before.share + level.after.share) * level.size * POWERPOINT_PITCH
    return shares + level.before.points + level.after.points
