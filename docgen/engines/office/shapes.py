"""DrawingML of shapes: English metric units, fills in theme colours, connectors.

A connector is a line through points: straight, bent once or twice as in PowerPoint, or a free path.
"""

from dataclasses import dataclass
from itertools import pairwise

from docgen.diagrams import Line

EMU = 12700
"""English metric units in a point (ECMA-376 part 1, 20.1.10.16)."""
_COLOURS = {
    "primary": '<a:schemeClr val="tx2"/>',
    "accent": '<a:schemeClr val="accent2"/>',
    "ink": '<a:schemeClr val="tx1"/>',
    "muted": '<a:schemeClr val="accent6"/>',
    "line": '<a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>',
    "surface": '<a:schemeClr val="bg2"/>',
    "positive": '<a:schemeClr val="accent3"/>',
    "warning": '<a:schemeClr val="accent4"/>',
    "negative": '<a:schemeClr val="accent5"/>',
    "white": '<a:schemeClr val="bg1"/>',
}


def emu(points: float) -> int:
    """Points as English metric units."""
    return round(points * EMU)


def fill(colour: str | None) -> str:
    """A fill in a brand token's theme colour, or none."""
    return f"<a:solidFill>{_COLOURS[colour]}</a:solidFill>" if colour else "<a:noFill/>"


_QUARTER = "5400000"
_FOUR_SITES = {
    "rect", "roundRect", "diamond", "plaque", "round2SameRect", "snip1Rect", "flowChartProcess",
    "flowChartAlternateProcess", "flowChartDecision", "flowChartTerminator",
}  # fmt: skip
_SIDES = {"top": 0, "left": 1, "bottom": 2, "right": 3}
_ELLIPSE_SIDES = {"top": 0, "left": 2, "bottom": 4, "right": 6}


@dataclass(frozen=True, slots=True)
class Route:
    """A connector's `xfrm` and geometry as DrawingML."""

    xfrm: str
    geometry: str

    @property
    def is_free(self) -> bool:
        """Whether it is a custom geometry, not a preset."""
        return "custGeom" in self.geometry


def site_of(geometry: str, side: str | None) -> int | None:
    """The connection site at the middle of `side` (ECMA-376 part 1, presetShapeDefinitions), or None if it has none."""
    if side is None:
        return None
    if geometry == "ellipse":
        return _ELLIPSE_SIDES[side]
    return _SIDES[side] if geometry in _FOUR_SITES else None


def route(line: Line, dx: float, dy: float, *, glued: bool = True) -> Route:
    """The DrawingML of `line`, moved by `dx` and `dy` points; a bent line that isn't glued is a free path."""
    points = [(x + dx, y + dy) for x, y in _without_repeats(line.points)]
    count = len(points)
    if count == 2:
        return _straight(points)
    if glued and count in {3, 4} and _is_level(points) and not _returns(points):
        return _bent(points)
    return _free(points)


def _without_repeats(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """The points without duplicates and without those in the middle of a straight segment; at least two."""
    result: list[tuple[float, float]] = [points[0]]
    for point, after in zip(points[1:], (*points[2:], None), strict=True):
        last = result[-1]
        if point == last and after is not None:
            continue
        if after is not None and (last[0] == point[0] == after[0] or last[1] == point[1] == after[1]):
            continue
        result.append(point)
    return result


def _is_level(points: list[tuple[float, float]]) -> bool:
    vertical = [x1 == x2 for (x1, _), (x2, _) in pairwise(points)]
    level = all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))
    return level and all(a != b for a, b in pairwise(vertical))


def _returns(points: list[tuple[float, float]]) -> bool:
    """Whether a line of three segments ends level with its start; a preset can't bend outside of an empty extent."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    return len(points) == 4 and abs(y2 - y1 if points[0][0] == points[1][0] else x2 - x1) < 1


def _xfrm(x: float, y: float, width: float, height: float, flags: str) -> str:
    place = f'<a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/>'
    return f"<a:xfrm{flags}>{place}</a:xfrm>"


def _straight(points: list[tuple[float, float]]) -> Route:
    (x1, y1), (x2, y2) = points
    flags = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
    box = _xfrm(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1), flags)
    return Route(box, '<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom>')


def _bend(points: list[tuple[float, float]]) -> float:
    """Where a line of four points bends, as a share of its extent; outside 0 to 1 if it goes back."""
    if len(points) == 3:
        return 0
    axis = 1 if points[0][0] == points[1][0] else 0
    start, bend, end = points[0][axis], points[1][axis], points[-1][axis]
    return -1 if start == end else (bend - start) / (end - start)


def _bent(points: list[tuple[float, float]]) -> Route:
    (x1, y1), (x2, y2) = points[0], points[-1]
    upright = points[0][0] == points[1][0]
    width, height = abs(x2 - x1), abs(y2 - y1)
    adjust = "<a:avLst/>"
    if len(points) == 4:
        adjust = f'<a:avLst><a:gd name="adj1" fmla="val {round(_bend(points) * 100000)}"/></a:avLst>'
    geometry = f'<a:prstGeom prst="bentConnector{len(points) - 1}">{adjust}</a:prstGeom>'
    if not upright:
        flags = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
        return Route(_xfrm(min(x1, x2), min(y1, y2), width, height, flags), geometry)
    # the preset starts horizontally; rotated by 90 degrees about its middle it starts downwards
    flags = f' rot="{_QUARTER}"' + (' flipH="1"' if y2 < y1 else "") + (' flipV="1"' if x2 > x1 else "")
    middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
    return Route(_xfrm(middle_x - height / 2, middle_y - width / 2, height, width, flags), geometry)


def _free(points: list[tuple[float, float]]) -> Route:
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
    steps = ""
    for index, (x, y) in enumerate(points):
        name = "lnTo" if index else "moveTo"
        steps += f'<a:{name}><a:pt x="{emu(x - left)}" y="{emu(y - top)}"/></a:{name}>'
    path = f'<a:path w="{emu(width)}" h="{emu(height)}" fill="none">{steps}</a:path>'
    lists = '<a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
    return Route(_xfrm(left, top, width, height, ""), f"<a:custGeom>{lists}<a:pathLst>{path}</a:pathLst></a:custGeom>")
