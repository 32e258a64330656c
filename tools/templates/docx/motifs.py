"""Turns each industry's figure into drawing paths for the proposal's cover, in theme colours alone.

Lengths are millimetres from the page's upper left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from templates.paths import Point, arc, circle, curve, line, move, size_of
from templates.theme import GLOW

PANEL: Point = (210, 212)
_EMU = 36000
_STROKES = {
    "veil": '<a:schemeClr val="bg1"><a:alpha val="20000"/></a:schemeClr>',
    "glow": GLOW,
}


@dataclass(frozen=True)
class Path:
    """A stroke of one look, or with `dot` a filled figure; `told` are path commands."""

    told: Sequence[str]
    look: str
    weight: float = 0.7
    dot: bool = False


def dot(x: float, y: float) -> Path:
    return Path([circle(x, y, 2.6)], "glow", dot=True)


def plain() -> list[Path]:
    """Rounds that spread from a corner, as a plan does."""
    x, y = 196, 12
    rounds = Path([circle(x, y, radius) for radius in range(18, 170, 12)], "veil")
    marked = Path([arc(x, y, 54, 90, 90), arc(x, y, 102, 90, 45)], "glow", 2.4)
    return [rounds, marked, dot(142, 12), dot(x - 102 * cos(radians(45)), y + 102 * sin(radians(45)))]


def _gear(x: float, y: float, radius: float, teeth: int, turned: float) -> list[str]:
    """A gear's rim and its teeth."""
    told = [circle(x, y, radius)]
    for tooth in range(teeth):
        angle = radians(tooth * 360 / teeth + turned)
        flank = 3.4 / radius
        reach = radius + 7
        points = [(radius, -flank), (reach, -flank * 0.62), (reach, flank * 0.62), (radius, flank)]
        told.append(line([(x + r * sin(angle + side), y - r * cos(angle + side)) for r, side in points]))
    return told


def manufacturing() -> list[Path]:
    """Gears in mesh."""
    wheels = [*_gear(162, 62, 50, 24, 0), circle(162, 62, 34), circle(162, 62, 10), *_gear(58, 28, 26, 14, 6)]
    marked = Path([arc(162, 62, 34, -90, 90), arc(162, 62, 50, 90, 90)], "glow", 2.4)
    return [Path(wheels, "veil"), marked, dot(162, 28), dot(162, 112)]


def _wave(points: Sequence[Point]) -> str:
    """A curve through three of six points, smooth in the middle."""
    first, a, b, middle, c, last = points
    mirrored = (2 * middle[0] - b[0], 2 * middle[1] - b[1])
    return move(*first) + curve(a, b, middle) + curve(mirrored, c, last)


def services() -> list[Path]:
    """One wave after another, as days at the desk."""
    waves = [
        _wave([(-10, 14 + n * 10), (40, -22 + n * 9), (84, 62 + n * 9), (128, 26 + n * 9), (196, -12 + n * 10),
               (222, 30 + n * 8)])
        for n in range(11)
    ]  # fmt: skip
    marked = _wave([(-10, 74), (40, 32), (84, 116), (128, 80), (196, 48), (222, 78)])
    return [Path(waves, "veil"), Path([marked], "glow", 2.4), dot(128, 80)]


MOTIFS = {"base": plain, "manufacturing": manufacturing, "services": services}


def panel(industry: str) -> str:
    """The run that lays the cover's coloured panel and its motif behind the first page's text."""
    width, height = (round(side * _EMU) for side in PANEL)
    frame = f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    shapes = [
        _shape(frame, 11, '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', _solid('<a:schemeClr val="tx2"/>'), "")
    ]
    for number, path in enumerate(MOTIFS[industry](), 12):
        colour = _solid(_STROKES[path.look])
        line = f'<a:ln w="{round(path.weight * 12700)}" cap="rnd">{colour}</a:ln>'
        fill = colour if path.dot else "<a:noFill/>"
        shapes.append(_shape(frame, number, _geometry(path), fill, "" if path.dot else line))
    children = frame.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    group = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="10" name="Cover" descr="{{ label(\'cover\') }}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{group}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{frame}{children}</a:xfrm>'
        f"</wpg:grpSpPr>{''.join(shapes)}</wpg:wgp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        "</mc:AlternateContent></w:r>"
    )


def _solid(colour: str) -> str:
    return f"<a:solidFill>{colour}</a:solidFill>"


def _geometry(path: Path) -> str:
    fill = "" if path.dot else ' fill="none"'
    drawn = f"<a:path {size_of(*PANEL)}{fill}>{''.join(path.told)}</a:path>"
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{drawn}</a:pathLst></a:custGeom>'
    )


def _shape(frame: str, number: int, geometry: str, fill: str, line: str) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Motif {number}"/><wps:cNvSpPr/><wps:spPr><a:xfrm>{frame}</a:xfrm>'
        f"{geometry}{fill}{line or '<a:ln><a:noFill/></a:ln>'}</wps:spPr><wps:bodyPr/></wps:wsp>"
    )
