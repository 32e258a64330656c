"""Turns the places of pictures, charts and drawings into what stands beyond the slide's edge."""

from collections.abc import Iterator
from math import cos, radians, sin
from typing import Final

from docgen.engines.pptx.fit.frames import Place
from docgen.engines.pptx.fit.styles import points_of
from docgen.ooxml.names import A, Element, P

_SLACK: Final = 1.0
_KINDS: Final = {
    f"{{{P}}}pic": ("picture", f"{{{P}}}spPr/{{{A}}}xfrm"),
    f"{{{P}}}grpSp": ("drawing", f"{{{P}}}grpSpPr/{{{A}}}xfrm"),
    f"{{{P}}}graphicFrame": ("chart", f"{{{P}}}xfrm"),
}


def beyond_the_edge(slide: Element, width: float, height: float) -> Iterator[tuple[Element, str, str, float]]:
    """Each picture, chart and drawing beyond a slide of `width` and `height` points.

    Gives its element, what it is, the edge it passes farthest, and by how many points. Tables are not told.
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
    """The edges of what a:xfrm places, turned as it says."""
    off, ext = xfrm[0], xfrm[1]
    place = Place(*(points_of(item.get(key, "0")) for item, key in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy"))))
    angle = radians(float(xfrm.get("rot", "0")) / 60_000)
    across = (abs(place.width * cos(angle)) + abs(place.height * sin(angle))) / 2
    down = (abs(place.width * sin(angle)) + abs(place.height * cos(angle))) / 2
    x, y = place.x + place.width / 2, place.y + place.height / 2
    return x - across, y - down, x + across, y + down
