"""Turns places and sizes into drawn shapes: bands to the page's edges, places for pictures, index tabs, the seal.

Lengths are twips unless a name says otherwise; every colour is the theme's.
"""

from dataclasses import dataclass

from templates.docx.markup.text import Raw, Run, p

EMU = 635
"""English Metric Units in a twip."""
_WORD_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


@dataclass(frozen=True)
class Place:
    """A place on the page, from its upper left corner, behind the text or before it."""

    x: int
    y: int
    behind: bool = True


@dataclass(frozen=True)
class Shape:
    """A shape without outline: its name, size, fill (a theme colour's slot), alt text and what it says."""

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
        """The shape in the line of text, or anchored at `place`."""
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
        told = f"<wp:posOffset>{offset * EMU}</wp:posOffset>"
        return f'<wp:position{axis} relativeFrom="page">{told}</wp:position{axis}>'

    start = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        f'behindDoc="{int(place.behind)}" locked="0" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    )
    return start + at("H", place.x) + at("V", place.y), "</wp:anchor>"


def band(width: int, height: int) -> str:
    """A field in the brand's colour from the page's upper edge, behind the text."""
    shape = Shape("Band", width, height, 11, fill="tx2", alt="{{ label('masthead') }}")
    return p(shape.run(Place(0, 0)), style="Joint")


def placeholder(name: str, alt: str, width: int, height: int, number: int = 100) -> str:
    """A paragraph with the shape whose place and size a drawing or a chart takes."""
    return p(Shape(name, width, height, number, fill="bg2", alt=alt).run(), style="Figure")


def logo_run(width: int, height: int, number: int, *, dark: bool = False, place: Place | None = None) -> Raw:
    """The brand's logo, the one for dark grounds with `dark`; nothing where the brand has none."""
    told = "dark=true, " if dark else ""
    alt = "{{ logo(" + told + "align='left') }}"
    return Shape("Logo", width, height, number, alt=alt).run(place)


def seal(number: int) -> Raw:
    """The circle that a company's seal goes into."""
    return Shape("Seal", 2268, 2268, number, alt="{{ label('seal') }}", form="ellipse", line="accent6").run()


def tab(text: str, y: int, number: int, page_width: int = 11906) -> Raw:
    """An index tab at the page's outer edge, its words turned."""
    words = p(Run(text, "white", 8.5, bold=True), style="TabText")
    shape = Shape(
        "Panel tab", 520, 1900, number, fill="tx2", alt=inner(text), form="roundRect", text=words, turned=True
    )
    return shape.run(Place(page_width - 520, y, behind=False))


def inner(text: str) -> str:
    """A text as an attribute holds it."""
    return text.replace('"', "&quot;")
