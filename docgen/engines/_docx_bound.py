"""Turns a picture or shape whose alt text is an expression into a place where a drawing of that size goes."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

from docgen.engines._docx_names import MC, RUN, WP, A, w
from docgen.engines._docx_runs import fragment
from docgen.engines._office_bound import bind, bound_expression
from docgen.engines._office_tags import Element

_ALTERNATE = f"{{{MC}}}AlternateContent"
_GRAPHIC = f"{{{A}}}graphic"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WIDTH, _HEIGHT, _NUMBER, _ALT, _INSIDE = ("dg-width", "dg-height", "dg-number", "dg-alt", "dg-inside")


@dataclass(frozen=True, slots=True)
class Host:
    """Where a drawing goes: `cx` and `cy` in EMU, the placeholder's name and id, and `chart`, its relationship's id.

    `frame` is the `w:drawing` as markup, inline or anchored as the placeholder was.
    """

    cx: int
    cy: int
    name: str
    id: int
    frame: str
    chart: str = ""

    def drawing(self, inside: str, alt: str, number: int, size: tuple[int, int] | None = None) -> str:
        """The `w:drawing` that holds the `a:graphic` `inside`, `size` EMU large."""
        width, height = size or (self.cx, self.cy)
        told = {_WIDTH: str(width), _HEIGHT: str(height), _NUMBER: str(number), f'"{_ALT}"': quoteattr(alt)}
        made = self.frame
        for mark, value in told.items():
            made = made.replace(mark, value)
        return made.replace(f"<{_INSIDE}/>", inside)


def bind_drawings(root: Element) -> Iterator[Host]:
    """Put source in the place of each placeholder of `root`, whose tags are numbered; gives the hosts in order."""
    number = 0
    for properties in list(root.iter(f"{{{WP}}}docPr")):
        expression = bound_expression(properties)
        drawing = next(properties.iterancestors(w("drawing")), None)
        if not expression or drawing is None:
            continue
        yield _host(properties, drawing)
        bind(_outermost(drawing), properties, expression, number)
        number += 1


def _outermost(drawing: Element) -> Element:
    """The drawing, or the alternate content that holds it beside a fallback for old readers."""
    for ancestor in drawing.iterancestors():
        if ancestor.tag == RUN:
            break
        if ancestor.tag == _ALTERNATE:
            return ancestor
    return drawing


def _host(properties: Element, drawing: Element) -> Host:
    extent = next(drawing.iter(f"{{{WP}}}extent"))
    chart = next(drawing.iter(_CHART), None)
    return Host(
        cx=int(extent.get("cx", "0")),
        cy=int(extent.get("cy", "0")),
        name=properties.get("name", ""),
        id=int(properties.get("id", "1")),
        frame=_frame(drawing),
        chart="" if chart is None else chart.get(_RELATIONSHIP, ""),
    )


def _frame(drawing: Element) -> str:
    copy = deepcopy(drawing)
    copy.tail = None
    extent, properties = next(copy.iter(f"{{{WP}}}extent")), next(copy.iter(f"{{{WP}}}docPr"))
    extent.set("cx", _WIDTH)
    extent.set("cy", _HEIGHT)
    properties.set("id", _NUMBER)
    properties.set("descr", _ALT)
    for effect in copy.iter(f"{{{WP}}}effectExtent"):
        for side in "ltrb":
            effect.set(side, "0")
    graphic = next(copy.iter(_GRAPHIC))
    parent = graphic.getparent()
    assert parent is not None  # noqa: S101
    parent.replace(graphic, etree.Element(_INSIDE))
    for relative in [item for item in copy.iter(etree.Element) if etree.QName(item).localname.startswith("sizeRel")]:
        holder = relative.getparent()
        if holder is not None:
            holder.remove(relative)
    return fragment(copy)
