"""Bind placeholders of slides to drawings, pictures and charts, and write values as native markup."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from docgen.audience import Markdown
from docgen.engines.office.additions import Additions
from docgen.engines.office.charts.figures import ChartData
from docgen.engines.office.charts.markup import CHART_RELATIONSHIP
from docgen.engines.office.charts.markup import slide_frame as chart_frame
from docgen.engines.office.charts.parts import DrawnChart, add_chart
from docgen.engines.office.environment import is_markup, make_office_environment
from docgen.engines.office.filling import CompiledPart
from docgen.engines.office.pictures.frame import SlideFrame, slide_frame
from docgen.engines.office.pictures.markup import PictureFormat, PictureShape
from docgen.engines.office.pictures.picture import Picture, PictureRequest
from docgen.engines.office.placeholders import (
    IS_DRAWABLE,
    PLACE,
    Drawable,
    DrawingRequest,
    alt_text_expression,
    bind,
    is_always_drawn,
    is_drawable,
)
from docgen.engines.office.print import FILLING, check_characters, plain_value
from docgen.engines.office.shapes import EMU
from docgen.engines.pptx.blocks import BREAKS, Blocks, Model
from docgen.engines.pptx.cells import fill_of, span_of
from docgen.engines.pptx.drawing import group_of
from docgen.engines.pptx.fit.frames import PlaceholderKey
from docgen.engines.pptx.source import FREE_SHAPE
from docgen.messages import MessageError
from docgen.ooxml.names import C, Element, P, R
from docgen.ooxml.package import Relationship
from docgen.richtext import blocks_of
from docgen.templating.language import Missing, bindings_of, format_value

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINK_PREFIX = "rIdDocgen"
"""Prefix of the ids of relationships that a render adds; the text of a slide's copy shows which of them it uses."""
_FOLDER = "ppt"
_CHART_TEXT = 12.0
_CHART = f"{{{C}}}chart"
_HOLDERS = tuple(f"{{{P}}}{name}" for name in ("sp", "pic", "graphicFrame"))
_ANYWHERE = (48 * EMU, 116 * EMU, 864 * EMU, 376 * EMU)

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Host:
    """The place of a drawing: its frame, and the placeholder's name and shape id.

    `chart` is the relationship of the template's chart in that place, `drawn` that chart, `texts` its part if it
    contains tags. `ids` are the relationships that the placeholder refers to.
    """

    frame: SlideFrame
    name: str
    id: int
    ids: frozenset[str]
    chart: str = ""
    drawn: DrawnChart | None = None
    texts: CompiledPart | None = None


def bind_shapes(root: Element, inherited: Mapping[PlaceholderKey, Box]) -> Iterator[Host]:
    """Replace each bound shape of `root`, whose tags are numbered, by source; yields their hosts in order.

    `inherited` has the boxes of the layout's placeholders.
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


def _host(holder: Element, properties: Element, inherited: Mapping[PlaceholderKey, Box]) -> Host:
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


@dataclass(slots=True)
class DeckFilling:
    """Models, hosts and additions of one slide, with all its copies, in one render.

    `added` are relationships by id; `next_shape` is an unused shape id on the slide.
    """

    models: tuple[Model, ...]
    hosts: tuple[Host, ...]
    additions: Additions
    next_shape: int = 2
    added: dict[str, Relationship] = field(default_factory=dict[str, Relationship])
    _ids: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def link(self, address: str) -> str:
        """The relationship id of a hyperlink."""
        return self.relate(f"{R}/hyperlink", address, external=True)

    def relate(self, kind: str, target: str, external: bool = False) -> str:
        """The id of a relationship of the slide; equal arguments share one."""
        if (kind, target) not in self._ids:
            id_ = f"{LINK_PREFIX}{len(self._ids) + 1}"
            self._ids[kind, target] = id_
            self.added[id_] = Relationship(id_, kind, target, external)
        return self._ids[kind, target]

    def show(self, picture: Picture, folder: str) -> tuple[str, str | None]:
        """The relationship ids of a picture and of its SVG, if it has one."""
        names = self.additions.add_media(picture, folder)
        image, *svg = (self.relate(f"{R}/image", name) for name in names)
        return image, svg[0] if svg else None

    def shapes(self, count: int) -> int:
        """The first of `count` consecutive unused shape ids."""
        self.next_shape += count
        return self.next_shape - count


def _filling_of(context: Context) -> DeckFilling:
    return context[FILLING]


@pass_context
def _blocks(context: Context, value: Any, model: int) -> Markup:
    filling = _filling_of(context)
    if isinstance(value, Missing):
        str(value)
    if is_markup(value):
        return Markup(value)
    text = str(value) if isinstance(value, Markdown) else str(format_value(context, value))
    check_characters(text)
    return Markup(Blocks(filling.models[model], filling.link).markup(blocks_of(text)))


@pass_context
def _place(context: Context, value: Any, number: int) -> Markup:
    filling = _filling_of(context)
    if isinstance(value, Missing):
        str(value)
    if value == "":
        return Markup("")
    if not is_drawable(value):
        raise MessageError("drawing.other")
    made = _place_drawable(context, filling, filling.hosts[number], value)
    if _NOT_IN_XML.search(made):
        raise MessageError("template.control_character")
    return Markup(made)


@pass_context
def _free_shape(context: Context, count: int) -> int:
    return _filling_of(context).shapes(count)


_FILTERS: Mapping[str, Any] = {
    "dg_plain": plain_value,
    "dg_blocks": _blocks,
    "dg_fill": fill_of,
    "dg_span": span_of,
    FREE_SHAPE: _free_shape,
    PLACE: _place,
}
ENVIRONMENT = make_office_environment(BREAKS, **_FILTERS)
ENVIRONMENT.tests[IS_DRAWABLE] = is_drawable


def _place_drawable(context: Context, filling: DeckFilling, host: Host, binding: Drawable) -> str:
    """The shape for `binding`, no larger than its placeholder. Raises ValueError for an unsuitable value."""
    match binding:
        case DrawingRequest():
            return _drawing(filling, host, binding)
        case PictureRequest():
            return _picture(filling, host, binding)
        case ChartData():
            return _chart(context, filling, host, binding)


def _drawing(filling: DeckFilling, host: Host, binding: DrawingRequest) -> str:
    """A group of native shapes, centred."""
    x, y, width, height = (side / EMU for side in (host.frame.x, host.frame.y, host.frame.cx, host.frame.cy))
    drawing = binding.draw(width, height)
    left, top = x + (width - drawing.width) / 2, y + (height - drawing.height) / 2
    first = filling.shapes(2 + 2 * len(drawing.shapes))
    return group_of(drawing, left, top, host.name, first)


def _picture(filling: DeckFilling, host: Host, binding: PictureRequest) -> str:
    image, svg = filling.show(binding.picture, _FOLDER)
    shown = PictureShape(image, svg, host.id, host.name, binding.alt, host.frame.format)
    return host.frame.filled(shown, host.frame.placed(binding.picture, binding.fit, binding.align))


def _chart(context: Context, filling: DeckFilling, host: Host, data: ChartData) -> str:
    drawn = _drawn(context, host)
    name, completed = add_chart(filling.additions, data, _FOLDER, drawn, _CHART_TEXT)
    rel_id = filling.relate(CHART_RELATIONSHIP, name)
    box = (host.frame.x, host.frame.y, host.frame.cx, host.frame.cy)
    return chart_frame(rel_id, host.id, host.name, completed.alt_text(bindings_of(context).language), box)


def _drawn(context: Context, host: Host) -> DrawnChart | None:
    """The template's chart, its tags rendered with the slide's names."""
    if host.drawn is None or host.texts is None:
        return host.drawn
    return host.drawn.refilled(host.texts.fill(dict(context.get_all())).encode())
