"""Names of the elements of chart parts, and the graphic frame that shows a chart in Word or PowerPoint."""

from xml.sax.saxutils import quoteattr

from docgen.ooxml.names import A, C, Element, P, R


def c(name: str) -> str:
    """A name of DrawingML's charts (ECMA-376 part 1, 21.2)."""
    return f"{{{C}}}{name}"


def a(name: str) -> str:
    """A name of DrawingML itself (ECMA-376 part 1, 20.1)."""
    return f"{{{A}}}{name}"


def children(parent: Element, *names: str) -> list[Element]:
    """The children of these chart names, in order."""
    wanted = {c(name) for name in names}
    return [child for child in parent if child.tag in wanted]


def value_of(parent: Element, name: str) -> int:
    """The number that a child of this chart name has as its `val`, 0 if there is none."""
    child = parent.find(c(name))
    text = "" if child is None else child.get("val", "")
    return int(text) if text.isdecimal() else 0


CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
"""The content type of a chart part."""
CHART_RELATIONSHIP = f"{R}/chart"
"""How a slide or a document owns a chart part."""
WORKBOOK_RELATIONSHIP = f"{R}/package"
"""How a chart part owns its workbook."""


def slide_frame(rel_id: str, shape_id: int, name: str, alt: str, box: tuple[int, int, int, int]) -> str:
    """A `p:graphicFrame` for a shape tree; `box` is x, y, cx, cy in English metric units."""
    x, y, cx, cy = box
    return (
        f'<p:graphicFrame xmlns:p="{P}" xmlns:a="{A}"><p:nvGraphicFramePr>'
        f'<p:cNvPr id="{shape_id}" name={quoteattr(name)} descr={quoteattr(alt)}/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></p:xfrm>{chart_graphic(rel_id)}</p:graphicFrame>'
    )


def chart_graphic(rel_id: str) -> str:
    """The `a:graphic` that shows a chart part; the prefix `a` is declared around it."""
    chart = f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id={quoteattr(rel_id)}/>'
    return f'<a:graphic><a:graphicData uri="{C}">{chart}</a:graphicData></a:graphic>'
