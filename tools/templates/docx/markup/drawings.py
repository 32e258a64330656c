"""Write drawn shapes: places for pictures, fields to the page's edges, groups of free paths.

Lengths are twips unless a name has another unit; every colour is the theme's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from templates.docx.markup.text import Raw
from templates.markup.package import GLOW
from templates.markup.paths import Point, size_of

EMU = 635
"""English Metric Units in a twip."""
_EMU_IN_MM = 36000
_WORD_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_WORD_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"


@dataclass(frozen=True)
class Place:
    """A position on the page, from its upper left corner, behind or in front of the text."""

    x: int
    y: int
    behind: bool = True


@dataclass(frozen=True)
class Shape:
    """A shape without outline: its name, size, fill (a theme colour's slot), alt text and text."""

    name: str
    width: int
    height: int
    number: int
    fill: str = ""
    alt: str = ""
    form: str = "rect"
    line: str = ""
    text: str = ""
    turned: bool = False

    def run(self, place: Place | None = None) -> Raw:
        """The shape's run, inline or anchored at `place`."""
        start, end = (
            _anchor(place) if place else ('<wp:inline distT="0" distB="0" distL="0" distR="0">', "</wp:inline>")
        )
        size = f'cx="{self.width * EMU}" cy="{self.height * EMU}"'
        around = '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>' if place else ""
        return Raw(
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            f'{start}<wp:extent {size}/>{around}<wp:docPr id="{self.number}" name="{self.name}" descr="{self.alt}"/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WORD_SHAPE}">{self._shape(size)}'
            f"</a:graphicData></a:graphic>{end}</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
        )

    def _shape(self, size: str) -> str:
        fill = f'<a:solidFill><a:schemeClr val="{self.fill}"/></a:solidFill>' if self.fill else "<a:noFill/>"
        colour = f'<a:solidFill><a:schemeClr val="{self.line}"/></a:solidFill><a:prstDash val="dash"/>'
        line = f'<a:ln w="12700">{colour}</a:ln>' if self.line else "<a:ln><a:noFill/></a:ln>"
        words = f"<wps:txbx><w:txbxContent>{self.text}</w:txbxContent></wps:txbx>" if self.text else ""
        turned = ' vert="vert"' if self.turned else ""
        body = (
            f'<wps:bodyPr{turned} lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>' if self.text else "<wps:bodyPr/>"
        )
        box = ' txBox="1"' if self.text else ""
        return (
            f'<wps:wsp><wps:cNvSpPr{box}/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            f'<a:prstGeom prst="{self.form}"><a:avLst/></a:prstGeom>{fill}{line}</wps:spPr>{words}{body}</wps:wsp>'
        )


def _anchor(place: Place) -> tuple[str, str]:
    def at(axis: str, offset: int) -> str:
        position = f"<wp:posOffset>{offset * EMU}</wp:posOffset>"
        return f'<wp:position{axis} relativeFrom="page">{position}</wp:position{axis}>'

    start = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        f'behindDoc="{int(place.behind)}" locked="0" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    )
    return start + at("H", place.x) + at("V", place.y), "</wp:anchor>"


def as_attribute(text: str) -> str:
    """A text escaped for an attribute."""
    return text.replace('"', "&quot;")


@dataclass(frozen=True)
class Path:
    """A stroke in one style, or with `dot` a filled figure; `commands` are those of `markup.paths`."""

    commands: Sequence[str]
    look: str
    weight: float = 0.7
    dot: bool = False


_STROKES = {
    "veil": '<a:schemeClr val="bg1"><a:alpha val="20000"/></a:schemeClr>',
    "glow": GLOW,
}


def path_group(name: str, alt: str, size: Point, paths: Sequence[Path]) -> Raw:
    """A field in the brand's colour in the page's corner, behind the text, with `paths` on it; `size` in mm."""
    width, height = (round(side * _EMU_IN_MM) for side in size)
    frame = f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    ground = _solid('<a:schemeClr val="tx2"/>')
    shapes = [_shape(frame, 11, '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', ground, "")]
    shapes += [_path_shape(frame, number, path, size) for number, path in enumerate(paths, 12)]
    children = frame.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    return Raw(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="10" name="{name}" descr="{alt}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{_WORD_GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{frame}{children}</a:xfrm>'
        f"</wpg:grpSpPr>{''.join(shapes)}</wpg:wgp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        "</mc:AlternateContent></w:r>"
    )


def _solid(colour: str) -> str:
    return f"<a:solidFill>{colour}</a:solidFill>"


def _path_shape(frame: str, number: int, path: Path, size: Point) -> str:
    colour = _solid(_STROKES[path.look])
    open_ = "" if path.dot else ' fill="none"'
    drawn = f"<a:path {size_of(*size)}{open_}>{''.join(path.commands)}</a:path>"
    geometry = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{drawn}</a:pathLst></a:custGeom>'
    )
    line = f'<a:ln w="{round(path.weight * 12700)}" cap="rnd">{colour}</a:ln>'
    return _shape(frame, number, geometry, colour if path.dot else "<a:noFill/>", "" if path.dot else line)


def _shape(frame: str, number: int, geometry: str, fill: str, line: str) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Motif {number}"/><wps:cNvSpPr/><wps:spPr><a:xfrm>{frame}</a:xfrm>'
        f"{geometry}{fill}{line or '<a:ln><a:noFill/></a:ln>'}</wps:spPr><wps:bodyPr/></wps:wsp>"
    )
