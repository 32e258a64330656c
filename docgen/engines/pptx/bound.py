"""Turns a picture or shape of a slide whose alt text is an expression into a place for a drawing, picture or chart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.engines.office.charts.parts import DrawnChart
from docgen.engines.office.filling import CompiledPart
from docgen.engines.office.pictures.frame import SlideFrame, slide_frame
from docgen.engines.office.pictures.markup import PictureFormat
from docgen.engines.office.placeholders import alt_text_expression, bind, is_always_drawn
from docgen.engines.office.shapes import EMU
from docgen.ooxml.names import C, Element, P, R

_CHART = f"{{{C}}}chart"
_HOLDERS = tuple(f"{{{P}}}{name}" for name in ("sp", "pic", "graphicFrame"))
_ANYWHERE = (48 * EMU, 116 * EMU, 864 * EMU, 376 * EMU)

Box = tuple[int, int, int, int]
HolderKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Host:
    """Where a drawing goes: the frame it fills, the placeholder's name and shape id.

    `chart` is the relationship of the chart that a manager drew there, `drawn` that chart, `texts` its part if it
    holds tags of its own. `ids` are the relationships that the placeholder names.
    """

    frame: SlideFrame
    name: str
    id: int
    ids: frozenset[str]
    chart: str = ""
    drawn: DrawnChart | None = None
    texts: CompiledPart | None = None


def bind_shapes(root: Element, inherited: Mapping[HolderKey, Box]) -> Iterator[Host]:
    """Put source in the place of each placeholder of `root`, whose tags are numbered; gives the hosts in order.

    `inherited` has the places of the layout's placeholders.
    """
    number = 0
    for properties in list(root.iter(f"{{{P}}}cNvPr")):
        expression = alt_text_expression(properties)
        holder = next(properties.iterancestors(*_HOLDERS), None) if expression else None
        if holder is None:
            continue
        yield _host(holder, properties, inherited)
        bind(holder, properties, expression, number)
        number += 1


def _host(holder: Element, properties: Element, inherited: Mapping[HolderKey, Box]) -> Host:
    place = holder.find(f".//{{{P}}}ph")
    key = ("", "") if place is None else (place.get("type", "obj"), place.get("idx", "0"))
    frame = slide_frame(holder, inherited.get(key)) or SlideFrame(*_ANYWHERE, PictureFormat())
    chart = next(holder.iter(_CHART), None)
    named = {
        str(value)
        for item in holder.iter()
        for name, value in item.attrib.items()
        if str(name).startswith(f"{{{R}}}") and f'"{value}"' not in frame.links
    }
    return Host(
        frame,
        properties.get("name", ""),
        int(properties.get("id", "1")),
        frozenset(named) if is_always_drawn(alt_text_expression(properties)) else frozenset(),
        "" if chart is None else chart.get(f"{{{R}}}id", ""),
    )
