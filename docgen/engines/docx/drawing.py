"""Draw plain geometry as a group of native Word shapes with glued connectors."""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from docgen.brand import Brand
from docgen.diagrams import Box, Drawing, Label, Line, TextLine
from docgen.diagrams.geometry import paragraphs_of
from docgen.engines.docx.styles import literal_colour
from docgen.engines.office.shapes import emu, fill, route, site_of
from docgen.ooxml.names import WPG

_TEXT_COLOURS = {
    "primary": "text2", "accent": "accent2", "ink": "text1", "muted": "accent6", "line": "accent6",
    "surface": "background2", "positive": "accent3", "warning": "accent4", "negative": "accent5",
    "white": "background1",
}  # fmt: skip
_ALIGN = {"left": "left", "center": "center", "right": "right"}


def graphic(drawing: Drawing, first_id: int, brand: Brand) -> str:
    """The drawing as the `a:graphic` of a shape group, which Word 2010 and later can edit."""
    frame = f'<a:off x="0" y="0"/><a:ext cx="{emu(drawing.width)}" cy="{emu(drawing.height)}"/>'
    children = frame.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    shapes = "".join(shapes_of(drawing, first_id, brand))
    return (
        f'<a:graphic><a:graphicData uri="{WPG}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{frame}{children}'
        f"</a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic>"
    )


def with_fallback(drawing: str, alt: str) -> str:
    """A `w:drawing` with `alt` as its fallback in programs before Word 2010."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wpg">{drawing}</mc:Choice>'
        f"<mc:Fallback><w:t>{escape(alt)}</w:t></mc:Fallback></mc:AlternateContent>"
    )


def shapes_of(drawing: Drawing, first_id: int, brand: Brand) -> Iterator[str]:
    """The shapes of a group as markup, with ids from `first_id`; connectors are glued to the boxes they join."""
    boxes = {
        shape.id: (number, shape.geometry)
        for number, shape in enumerate(drawing.shapes, first_id)
        if isinstance(shape, Box)
    }
    for number, shape in enumerate(drawing.shapes, first_id):
        match shape:
            case Box():
                yield _box(shape, number, brand)
            case Label():
                yield _label(shape, number, brand)
            case Line():
                yield _line(shape, number, boxes)


def _frame(shape: Box | Label) -> str:
    place = f'<a:off x="{emu(shape.x)}" y="{emu(shape.y)}"/>'
    return f'<a:xfrm>{place}<a:ext cx="{emu(shape.width)}" cy="{emu(shape.height)}"/></a:xfrm>'


def _box(box: Box, number: int, brand: Brand) -> str:
    double = ' cmpd="dbl"' if box.outline == "double" else ""
    dash = '<a:prstDash val="dash"/>' if box.outline == "dashed" else ""
    line = f'<a:ln w="{emu(box.line_width)}"{double}>{fill(box.line)}{dash}</a:ln>' if box.line else _NO_LINE
    geometry = f'<a:prstGeom prst="{box.geometry}"><a:avLst/></a:prstGeom>'
    anchor = "ctr" if box.centred else "t"
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name={quoteattr(box.name or f"Shape {number}")}/><wps:cNvSpPr/>'
        f"<wps:spPr>{_frame(box)}{geometry}{fill(box.fill)}{line}</wps:spPr>"
        f"{_text(box.lines, box.align, brand)}{_body(box.inset, anchor)}</wps:wsp>"
    )


_NO_LINE = "<a:ln><a:noFill/></a:ln>"


def _label(label: Label, number: int, brand: Brand) -> str:
    geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Label {number}"/><wps:cNvSpPr txBox="1"/>'
        f"<wps:spPr>{_frame(label)}{geometry}{_NO_LINE}</wps:spPr>"
        f"{_text(label.lines, label.align, brand)}{_body((0, 0, 0, 0), 't')}</wps:wsp>"
    )


def _body(inset: tuple[float, float, float, float], anchor: str) -> str:
    left, top, right, bottom = (emu(value) for value in inset)
    edges = f'lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}"'
    return f'<wps:bodyPr wrap="square" {edges} anchor="{anchor}"><a:noAutofit/></wps:bodyPr>'


def _text(lines: tuple[TextLine, ...], align: str, brand: Brand) -> str:
    if not lines:
        return ""
    paragraphs = "".join(_paragraph(line, align, brand) for line in paragraphs_of(lines))
    return f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"


def _paragraph(line: TextLine, align: str, brand: Brand) -> str:
    bold = "<w:b/><w:bCs/>" if line.bold else ""
    half_points = round(line.size * 2)
    fonts = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'
    slot = _TEXT_COLOURS[line.colour]
    colour = f'<w:color w:val="{literal_colour(slot, brand)}" w:themeColor="{slot}"/>'
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{round(line.leading * 20)}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr><w:snapToGrid w:val="0"/>{spacing}<w:ind w:firstLine="0"/><w:jc w:val="{_ALIGN[align]}"/></w:pPr>'
        f'<w:r><w:rPr>{fonts}{bold}{colour}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(line.text)}</w:t></w:r></w:p>'
    )


def _line(line: Line, number: int, boxes: Mapping[str, tuple[int, str]]) -> str:
    connector = route(line, 0, 0)
    glue = _glue("stCxn", line.from_id, line.from_side, boxes) + _glue("endCxn", line.to_id, line.to_side, boxes)
    dash = f'<a:prstDash val="{line.dash}"/>' if line.dash != "solid" else ""
    head = '<a:headEnd type="triangle" w="med" len="med"/>' if line.arrow_back else ""
    tail = '<a:tailEnd type="triangle" w="med" len="med"/>' if line.arrow else ""
    name = quoteattr(line.name or f"Connector {number}")
    stroke = f'<a:ln w="{emu(line.width)}">{fill(line.colour)}{dash}<a:round/>{head}{tail}</a:ln>'
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name={name}/><wps:cNvCnPr>{glue}</wps:cNvCnPr>'
        f"<wps:spPr>{connector.xfrm}{connector.geometry}{stroke}</wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _glue(tag: str, box_id: str, side: str | None, boxes: Mapping[str, tuple[int, str]]) -> str:
    number, geometry = boxes.get(box_id, (0, ""))
    site = site_of(geometry, side)
    return f'<a:{tag} id="{number}" idx="{site}"/>' if number and site is not None else ""
