"""Write a drawing as grouped native shapes with glued connectors."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from docgen.diagrams import Box, Drawing, Label, Line, Shape, TextLine
from docgen.diagrams.geometry import paragraphs_of
from docgen.engines.office.shapes import emu, fill, route, site_of

_ALIGN = {"left": "l", "center": "ctr", "right": "r"}


def group_of(drawing: Drawing, x: float, y: float, name: str, first_id: int) -> str:
    """The drawing as a group at (x, y) points; its shapes are numbered from `first_id`."""
    box = f'<a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(drawing.width)}" cy="{emu(drawing.height)}"/>'
    children = box.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    alt = quoteattr(drawing.alt or name)
    shapes = "".join(_shapes(drawing, x, y, first_id + 1))
    return (
        f"<p:grpSp><p:nvGrpSpPr>"
        f'<p:cNvPr id="{first_id}" name={quoteattr(name)} descr={alt}/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{box}{children}</a:xfrm>"
        f"</p:grpSpPr>{shapes}</p:grpSp>"
    )


def _shapes(drawing: Drawing, x: float, y: float, first_id: int) -> Iterator[str]:
    """The shapes in order; consecutive members of a group become a group shape, which the user can move as one."""
    numbered = list(enumerate(drawing.shapes, first_id))
    boxes = {shape.id: (number, shape) for number, shape in numbered if isinstance(shape, Box)}
    free = first_id + len(numbered)
    for group, members in groupby(numbered, key=lambda item: "" if isinstance(item[1], Line) else item[1].group):
        together = list(members)
        drawn = "".join(_shape(shape, x, y, number, boxes) for number, shape in together)
        if not group or len(together) == 1:
            yield drawn
            continue
        yield _subgroup([shape for _, shape in together if not isinstance(shape, Line)], x, y, free, drawn)
        free += 1


def _subgroup(members: Sequence[Box | Label], x: float, y: float, number: int, drawn: str) -> str:
    left, top = min(m.x for m in members), min(m.y for m in members)
    width = max(m.x + m.width for m in members) - left
    height = max(m.y + m.height for m in members) - top
    place = f'<a:off x="{emu(left + x)}" y="{emu(top + y)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/>'
    inside = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    name = next((m.name for m in members if isinstance(m, Box) and m.name), f"Group {number}")
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr><a:xfrm>{place}{inside}</a:xfrm></p:grpSpPr>{drawn}</p:grpSp>"
    )


def _shape(shape: Shape, x: float, y: float, number: int, boxes: Mapping[str, tuple[int, Box]]) -> str:
    match shape:
        case Box():
            return _box(shape, x, y, number)
        case Label():
            return _label(shape, x, y, number)
        case Line():
            return _line(shape, x, y, number, boxes)


def _frame(shape: Box | Label, x: float, y: float) -> str:
    place = f'<a:off x="{emu(shape.x + x)}" y="{emu(shape.y + y)}"/>'
    return f'<a:xfrm>{place}<a:ext cx="{emu(shape.width)}" cy="{emu(shape.height)}"/></a:xfrm>'


def _box(box: Box, x: float, y: float, number: int) -> str:
    double = ' cmpd="dbl"' if box.outline == "double" else ""
    dash = '<a:prstDash val="dash"/>' if box.outline == "dashed" else ""
    outline = f'<a:ln w="{emu(box.line_width)}"{double}>{fill(box.line)}{dash}</a:ln>' if box.line else _NO_LINE
    name = quoteattr(box.name or f"Shape {number}")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={name}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'{_frame(box, x, y)}<a:prstGeom prst="{box.geometry}"><a:avLst/>'
        f"</a:prstGeom>{fill(box.fill)}{outline}</p:spPr>"
        f"{_text(box.lines, box.inset, box.align, 'ctr' if box.centred else 't')}</p:sp>"
    )


_NO_LINE = "<a:ln><a:noFill/></a:ln>"


def _label(label: Label, x: float, y: float, number: int) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Label {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        "<p:spPr>"
        f'{_frame(label, x, y)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f"{_text(label.lines, (0, 0, 0, 0), label.align, 't')}</p:sp>"
    )


def _text(lines: tuple[TextLine, ...], inset: tuple[float, float, float, float], align: str, anchor: str) -> str:
    left, top, right, bottom = (emu(value) for value in inset)
    paragraphs = "".join(_paragraph(line, align) for line in paragraphs_of(lines))
    paragraphs = paragraphs or '<a:p><a:endParaRPr lang="en-GB"/></a:p>'
    return (
        f'<p:txBody><a:bodyPr wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}" '
        f'anchor="{anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"
    )


def _paragraph(line: TextLine, align: str) -> str:
    leading = f'<a:lnSpc><a:spcPts val="{round(line.leading * 100)}"/></a:lnSpc>'
    spacing = f'{leading}<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
    bold = ' b="1"' if line.bold else ""
    return (
        f'<a:p><a:pPr algn="{_ALIGN[align]}">{spacing}</a:pPr><a:r><a:rPr lang="en-GB" '
        f'sz="{round(line.size * 100)}"{bold}>'
        f'{fill(line.colour)}<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:rPr>'
        f"<a:t>{escape(line.text)}</a:t></a:r></a:p>"
    )


def _line(line: Line, x: float, y: float, number: int, boxes: Mapping[str, tuple[int, Box]]) -> str:
    start = _glue("stCxn", line.from_id, line.from_side, boxes)
    end = _glue("endCxn", line.to_id, line.to_side, boxes)
    drawn = route(line, x, y, glued=bool(start and end))
    dash = f'<a:prstDash val="{line.dash}"/>' if line.dash != "solid" else ""
    head = '<a:headEnd type="triangle" w="med" len="med"/>' if line.arrow_back else ""
    tail = '<a:tailEnd type="triangle" w="med" len="med"/>' if line.arrow else ""
    name = quoteattr(line.name or f"Connector {number}")
    outline = f'<a:ln w="{emu(line.width)}">{fill(line.colour)}{dash}<a:round/>{head}{tail}</a:ln>'
    shape = f"<p:spPr>{drawn.xfrm}{drawn.geometry}{outline}</p:spPr>"
    if drawn.is_free:  # LibreOffice reroutes a connector unless it is a preset, glued at both ends
        properties = f'<p:nvSpPr><p:cNvPr id="{number}" name={name}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        return f"<p:sp>{properties}{shape}</p:sp>"
    properties = f'<p:cNvPr id="{number}" name={name}/><p:cNvCxnSpPr>{start}{end}</p:cNvCxnSpPr><p:nvPr/>'
    return f"<p:cxnSp><p:nvCxnSpPr>{properties}</p:nvCxnSpPr>{shape}</p:cxnSp>"


def _glue(tag: str, box_id: str, side: str | None, boxes: Mapping[str, tuple[int, Box]]) -> str:
    number, box = boxes.get(box_id, (0, None))
    site = site_of(box.geometry, side) if box is not None else None
    return f'<a:{tag} id="{number}" idx="{site}"/>' if site is not None else ""
