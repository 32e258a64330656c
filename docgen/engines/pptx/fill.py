"""What a slide's source asks for while it is filled, as native markup: blocks, drawings, charts, links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from docgen.audience import Markdown
from docgen.engines.office.additions import Additions
from docgen.engines.office.charts.figures import ChartData
from docgen.engines.office.charts.markup import CHART_RELATIONSHIP, slide_frame
from docgen.engines.office.charts.parts import DrawnChart, add_chart
from docgen.engines.office.environment import is_markup, make_office_environment
from docgen.engines.office.pictures.markup import PictureShape
from docgen.engines.office.pictures.picture import Picture, PictureRequest
from docgen.engines.office.placeholders import IS_DRAWABLE, PLACE, Drawable, DrawingRequest, is_drawable
from docgen.engines.office.print import FILLING, check_characters, plain_value
from docgen.engines.office.shapes import EMU
from docgen.engines.pptx.blocks import BREAKS, Blocks, Model
from docgen.engines.pptx.bound import Host
from docgen.engines.pptx.cells import fill_of, span_of
from docgen.engines.pptx.drawing import group_of
from docgen.ooxml.names import R
from docgen.ooxml.package import Relationship
from docgen.richtext import blocks_of
from docgen.templating.language import Missing, bindings_of, spoken

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINK_PREFIX = "rIdDocgen"
"""How the relationships that a render adds begin; which copy of a slide has which, its text tells."""
_FOLDER = "ppt"
_CHART_TEXT = 12.0


@dataclass(slots=True)
class DeckFilling:
    """What one render of one slide, with all its copies, draws from and adds to.

    `added` are relationships by id; `next_shape` is a shape id that is free on the slide.
    """

    models: tuple[Model, ...]
    hosts: tuple[Host, ...]
    additions: Additions
    next_shape: int = 2
    added: dict[str, Relationship] = field(default_factory=dict[str, Relationship])
    _ids: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def link(self, address: str) -> str:
        """The id of a hyperlink."""
        return self.relate(f"{R}/hyperlink", address, external=True)

    def relate(self, kind: str, target: str, external: bool = False) -> str:
        """The id of a relationship of the slide, the same for the same."""
        if (kind, target) not in self._ids:
            id_ = f"{LINK_PREFIX}{len(self._ids) + 1}"
            self._ids[kind, target] = id_
            self.added[id_] = Relationship(id_, kind, target, external)
        return self._ids[kind, target]

    def show(self, picture: Picture, folder: str) -> tuple[str, str | None]:
        """The ids of a picture and of the SVG beside it, if it has one."""
        names = self.additions.add_media(picture, folder)
        image, *svg = (self.relate(f"{R}/image", name) for name in names)
        return image, svg[0] if svg else None

    def shapes(self, count: int) -> int:
        """The first of `count` shape ids that no shape has."""
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
    text = str(value) if isinstance(value, Markdown) else str(spoken(context, value))
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
        raise ValueError("this is no drawing, picture or chart")
    made = _place_drawable(context, filling, filling.hosts[number], value)
    if _NOT_IN_XML.search(made):
        raise ValueError("a text in it holds a control character, which can't stand in an Office file")
    return Markup(made)


_FILTERS: Mapping[str, Any] = {
    "dg_plain": plain_value,
    "dg_blocks": _blocks,
    "dg_fill": fill_of,
    "dg_span": span_of,
    PLACE: _place,
}
ENVIRONMENT = make_office_environment(BREAKS, **_FILTERS)
ENVIRONMENT.tests[IS_DRAWABLE] = is_drawable


def _place_drawable(context: Context, filling: DeckFilling, host: Host, request: Drawable) -> str:
    """The shape for `request`, no larger than its placeholder. Raises ValueError for what can't be shown there."""
    match request:
        case DrawingRequest():
            return _drawing(filling, host, request)
        case PictureRequest():
            return _picture(filling, host, request)
        case ChartData():
            return _chart(context, filling, host, request)


def _drawing(filling: DeckFilling, host: Host, request: DrawingRequest) -> str:
    """A group of native shapes, centred."""
    x, y, width, height = (side / EMU for side in (host.frame.x, host.frame.y, host.frame.cx, host.frame.cy))
    drawing = request.draw(width, height)
    left, top = x + (width - drawing.width) / 2, y + (height - drawing.height) / 2
    first = filling.shapes(2 + 2 * len(drawing.shapes))
    return group_of(drawing, left, top, host.name, first)


def _picture(filling: DeckFilling, host: Host, request: PictureRequest) -> str:
    image, svg = filling.show(request.picture, _FOLDER)
    shown = PictureShape(image, svg, host.id, host.name, request.alt, host.frame.format)
    return host.frame.filled(shown, host.frame.placed(request.picture, request.fit, request.align))


def _chart(context: Context, filling: DeckFilling, host: Host, data: ChartData) -> str:
    drawn = _drawn(context, host)
    name, completed = add_chart(filling.additions, data, _FOLDER, drawn, _CHART_TEXT)
    rel_id = filling.relate(CHART_RELATIONSHIP, name)
    box = (host.frame.x, host.frame.y, host.frame.cx, host.frame.cy)
    return slide_frame(rel_id, host.id, host.name, completed.alt_text(bindings_of(context).language), box)


def _drawn(context: Context, host: Host) -> DrawnChart | None:
    """The manager's chart, its own texts filled with what the slide knows."""
    if host.drawn is None or host.texts is None:
        return host.drawn
    return host.drawn.refilled(host.texts.fill(dict(context.get_all())).encode())
