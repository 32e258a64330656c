"""What a picture takes over from its placeholder: position, size, format, link."""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from docgen.engines.office.pictures.markup import (
    RECTANGLE,
    A,
    Fit,
    P,
    PictureFormat,
    PictureShape,
    Placement,
    Sized,
    placed,
    slide_picture,
)
from docgen.ooxml.names import Element

_HOLDERS = frozenset(f"{{{P}}}{tag}" for tag in ("sp", "pic", "graphicFrame", "grpSp"))
_GEOMETRY = ("custGeom", "prstGeom")
_PICTURE_PROPERTIES = (*_GEOMETRY, "ln", "effectLst", "effectDag", "scene3d", "sp3d")
_PICTURE_PLACES = frozenset({"pic", "obj", "clipArt"})
_OFFSET = re.compile(r"(<wp:position([HV])\b[^>]*>\s*<wp:posOffset>)(-?\d+)(</wp:posOffset>)")


@dataclass(frozen=True, slots=True)
class SlideFrame:
    """The frame of a picture on a slide, in EMU of the group around it.

    `scale` is that group's horizontal and vertical scale. `links` and `ph` are the placeholder's hyperlinks and `p:ph`,
    as markup.
    """

    x: int
    y: int
    cx: int
    cy: int
    format: PictureFormat
    scale: tuple[Fraction, Fraction] = (Fraction(1), Fraction(1))
    links: str = ""
    ph: str = ""

    def placed(self, picture: Sized, fit: Fit = "contain", align: str = "center") -> Placement:
        """Place `picture` in this frame, taking the scale into account; in a rotated frame it is centred."""
        across, down = self.scale
        align = "center" if "rot=" in self.format.turn and fit == "contain" else align
        seen = placed(picture, round(self.cx * across), round(self.cy * down), fit, align)
        if self.scale == (1, 1):
            return seen
        x, cx = round(seen.x / across), max(1, round(seen.cx / across))
        y, cy = round(seen.y / down), max(1, round(seen.cy / down))
        return Placement(x, y, min(cx, self.cx), min(cy, self.cy), seen.crop)

    def filled(self, shown: PictureShape, placement: Placement) -> str:
        """The `p:pic` that replaces the placeholder."""
        return slide_picture(shown, placement, self.x, self.y, self.links, self.ph)


def slide_frame(holder: Element, inherited: tuple[int, int, int, int] | None = None) -> SlideFrame | None:
    """The frame of a `p:sp`, `p:pic`, `p:graphicFrame` or `p:grpSp`.

    `inherited` is its layout's position (x, y, cx, cy), for a placeholder without its own. None if it has neither.
    """
    if holder.tag not in _HOLDERS:
        return None
    place = _own_place(holder) or inherited
    if place is None:
        return None
    return SlideFrame(*place, picture_format(holder), _scale(holder), _links(holder), _layout_place(holder))


def picture_format(holder: Element) -> PictureFormat:
    """The format that a picture takes over from `holder`: a `w:drawing`, or a shape or picture of a slide."""
    properties = next((item for item in holder.iter(etree.Element) if _local(item) == "spPr"), None)
    picture = next((item for item in holder.iter(etree.Element) if _local(item) == "pic"), None)
    if properties is None:
        return PictureFormat()
    xfrm = properties.find(f"{{{A}}}xfrm")
    turn = (
        ""
        if xfrm is None
        else "".join(f' {name}="{xfrm.get(name)}"' for name in ("rot", "flipH", "flipV") if xfrm.get(name))
    )
    copied = _PICTURE_PROPERTIES if picture is not None else _GEOMETRY
    own = _markup(child for child in properties.iterchildren(etree.Element) if _local(child) in copied)
    has_geometry = any(_local(child) in _GEOMETRY for child in properties.iterchildren(etree.Element))
    geometry = "" if has_geometry or _layout_place(holder) else RECTANGLE
    return PictureFormat(turn, geometry + own, "" if picture is None else _effects(picture))


def shifted(drawing: str, x: int, y: int) -> str:
    """Move a `w:drawing` by (x, y) EMU if it is anchored at an offset; one that is inline or aligned is unchanged."""

    def move(found: re.Match[str]) -> str:
        by = x if found[2] == "H" else y
        return f"{found[1]}{int(found[3]) + by}{found[4]}"

    return _OFFSET.sub(move, drawing)


def _local(element: Element) -> str:
    return etree.QName(element).localname


def _markup(elements: Iterable[Element]) -> str:
    """Serialise `elements` with their namespace declarations."""
    made: list[str] = []
    for element in elements:
        copy = deepcopy(element)
        copy.tail = None
        etree.cleanup_namespaces(copy)
        made.append(etree.tostring(copy, encoding="unicode"))
    return "".join(made)


def _effects(picture: Element) -> str:
    blip = next(picture.iter(f"{{{A}}}blip"), None)
    if blip is None:
        return ""
    return _markup(child for child in blip.iterchildren(etree.Element) if _local(child) != "extLst")


def _own_place(holder: Element) -> tuple[int, int, int, int] | None:
    xfrm = holder.find(f"{{{P}}}spPr/{{{A}}}xfrm")
    if xfrm is None:
        xfrm = holder.find(f"{{{P}}}xfrm")
    if xfrm is None:
        xfrm = holder.find(f"{{{P}}}grpSpPr/{{{A}}}xfrm")
    return None if xfrm is None else _box(xfrm, "off", "ext")


def _box(xfrm: Element, offset: str, extent: str) -> tuple[int, int, int, int] | None:
    off, ext = xfrm.find(f"{{{A}}}{offset}"), xfrm.find(f"{{{A}}}{extent}")
    if off is None or ext is None:
        return None
    x, y, cx, cy = (int(value or 0) for value in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
    return x, y, cx, cy


def _scale(holder: Element) -> tuple[Fraction, Fraction]:
    """The scale of `holder`, from the groups around it."""
    across = down = Fraction(1)
    for group in holder.iterancestors(f"{{{P}}}grpSp"):
        xfrm = group.find(f"{{{P}}}grpSpPr/{{{A}}}xfrm")
        outside = None if xfrm is None else _box(xfrm, "off", "ext")
        inside = None if xfrm is None else _box(xfrm, "chOff", "chExt")
        if outside and inside and min(*outside[2:], *inside[2:]) > 0:
            across, down = across * Fraction(outside[2], inside[2]), down * Fraction(outside[3], inside[3])
    return across, down


def _links(holder: Element) -> str:
    properties = next(holder.iter(f"{{{P}}}cNvPr"), None)
    if properties is None:
        return ""
    return _markup(child for child in properties.iterchildren(etree.Element) if _local(child).startswith("hlink"))


def _layout_place(holder: Element) -> str:
    """The `p:ph` of a placeholder for pictures."""
    found = next(holder.iterfind("*/{*}nvPr/{*}ph"), None)
    return _markup([found]) if found is not None and found.get("type", "obj") in _PICTURE_PLACES else ""
