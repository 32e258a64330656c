"""Filters of the Word environment: render blocks, drawings, charts, lists and ids as native markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from docgen.audience import Markdown
from docgen.brand import Brand
from docgen.engines.docx.blocks import BREAKS, Blocks, Lists
from docgen.engines.docx.drawing import graphic, with_fallback
from docgen.engines.docx.placeholders import Host
from docgen.engines.docx.repeats import OWN_PART, UniqueIds
from docgen.engines.docx.style_names import AddedStyles
from docgen.engines.office.additions import Additions
from docgen.engines.office.charts.figures import ChartData
from docgen.engines.office.charts.markup import CHART_RELATIONSHIP, chart_graphic
from docgen.engines.office.charts.parts import MOST_CHARTS, DrawnChart, add_chart
from docgen.engines.office.environment import is_markup, make_office_environment
from docgen.engines.office.pictures.frame import shifted
from docgen.engines.office.pictures.markup import PictureShape, placed, word_picture
from docgen.engines.office.pictures.picture import PictureRequest
from docgen.engines.office.placeholders import IS_DRAWABLE, PLACE, Drawable, DrawingRequest, is_drawable
from docgen.engines.office.print import FILLING, check_characters, plain_value
from docgen.engines.office.shapes import EMU, emu
from docgen.messages import MessageError
from docgen.richtext import blocks_of
from docgen.templating.language import Missing, bindings_of, format_value

if TYPE_CHECKING:
    from docgen.engines.docx.part import WordPart

_SCHEMES = {"http", "https", "mailto", "tel", ""}
_FOLDER = "word"


@dataclass(slots=True)
class WordFilling:
    """State of one render of one part: what it reads, and the additions it collects."""

    part: "WordPart"
    brand: Brand
    additions: Additions
    lists: Lists
    styles: AddedStyles
    ids: UniqueIds = field(default_factory=UniqueIds)
    _iterations: dict[str, int] = field(default_factory=dict[str, int])

    def link(self, address: str) -> str:
        """Add a hyperlink to this part; return its relationship id."""
        return self.additions.relate(self.part.compiled.name, "hyperlink", address, external=True)

    def own_part(self, id_: str) -> str:
        """The relationship id of a chart or embedded object: the original at first, then a copy."""
        self._iterations[id_] = self._iterations.get(id_, 0) + 1
        if self._iterations[id_] == 1 or id_ not in self.part.owned:
            return id_
        if sum(self._iterations.values()) > MOST_CHARTS:
            raise MessageError("limit.charts:objects", most=MOST_CHARTS)
        link, owned = self.part.owned[id_]
        return self.additions.relate(self.part.compiled.name, link.kind, owned.added_to(self.additions))


def filling_of(context: Context) -> WordFilling:
    """The `WordFilling` of the part that `context` renders."""
    return context[FILLING]


@pass_context
def _blocks(context: Context, value: Any, model: int) -> Markup:
    filling = filling_of(context)
    if isinstance(value, Missing):
        str(value)
    if is_markup(value):
        return Markup(value)
    if hasattr(value, "of_subdocument"):
        return value.of_subdocument(context, filling)
    text = str(value) if isinstance(value, Markdown) else str(format_value(context, value))
    check_characters(text)
    blocks = Blocks(filling.part.models[model], filling.link, filling.lists)
    return Markup(blocks.markup(blocks_of(text)))


@pass_context
def _place(context: Context, value: Any, number: int) -> Markup:
    filling = filling_of(context)
    host = filling.part.hosts[number]
    if isinstance(value, Missing | str) and not str(value):
        return Markup("")  # the undefined value was reported before
    if not is_drawable(value):
        raise MessageError("drawing.other")
    return Markup(_place_drawable(context, filling, host, value))


@pass_context
def _target(context: Context, value: Any) -> Markup:
    """A hyperlink's escaped address; only schemes that a document may link to."""
    address = str(format_value(context, value)).strip()
    if urlsplit(address).scheme.lower() not in _SCHEMES:
        raise MessageError("expression.link", address=address)
    check_characters(address)
    return escape(address.replace(" ", "%20"))


def _repeat(name: str) -> Any:
    @pass_context
    def given(context: Context, value: str) -> str:
        return getattr(filling_of(context).ids, name)(value)

    return given


@pass_context
def _restart(context: Context, number: str) -> str:
    return filling_of(context).lists.restart(number)


@pass_context
def _number(context: Context, number: str) -> str:
    return filling_of(context).lists.current(number)


@pass_context
def _own_part(context: Context, id_: str) -> str:
    return filling_of(context).own_part(id_)


_FILTERS: Mapping[str, Any] = {
    "dg_plain": plain_value,
    "dg_blocks": _blocks,
    PLACE: _place,
    "dg_target": _target,
    "dg_restart": _restart,
    "dg_number": _number,
    OWN_PART: _own_part,
    "dg_shape_id": _repeat("shape"),
    "dg_control_id": _repeat("control"),
    "dg_once": _repeat("once"),
    "dg_bookmark": _repeat("bookmark"),
    "dg_bookmark_end": _repeat("bookmark_end"),
    "dg_bookmark_name": _repeat("bookmark_name"),
    "dg_anchor": _repeat("anchor"),
}
ENVIRONMENT = make_office_environment(BREAKS, **_FILTERS)
ENVIRONMENT.tests[IS_DRAWABLE] = is_drawable


def _place_drawable(context: Context, filling: WordFilling, host: Host, request: Drawable) -> str:
    """The `w:drawing` for `request`, in its placeholder's size. Raises ValueError for what can't be shown there."""
    shape = int(filling.ids.shape(str(host.id)))
    match request:
        case DrawingRequest():
            return _drawing(filling, host, request, shape)
        case PictureRequest():
            return _picture(filling, host, request, shape)
        case ChartData():
            return _chart(context, filling, host, request, shape)


def _drawing(filling: WordFilling, host: Host, request: DrawingRequest, shape: int) -> str:
    drawing = request.draw(host.cx / EMU, host.cy / EMU)
    alt = drawing.alt or host.name
    size = (emu(drawing.width), emu(drawing.height))
    inside = graphic(drawing, shape * 1000, filling.brand)
    return with_fallback(host.drawing(inside, alt, shape, size), alt)


def _picture(filling: WordFilling, host: Host, request: PictureRequest, shape: int) -> str:
    """An inline drawing takes the picture's size; an anchored one at an offset is moved as `align` says."""
    is_turned = "rot=" in host.format.turn and request.fit == "contain"
    placement = placed(request.picture, host.cx, host.cy, request.fit, "center" if is_turned else request.align)
    ids = filling.additions.add_picture(filling.part.compiled.name, request.picture, _FOLDER)
    inside = word_picture(PictureShape(*ids, shape, host.name, request.alt, host.format), placement)
    drawing = host.drawing(inside, request.alt, shape, (placement.cx, placement.cy))
    return host.with_edges(shifted(drawing, placement.x, placement.y))


def _chart(context: Context, filling: WordFilling, host: Host, data: ChartData, shape: int) -> str:
    name, completed = add_chart(filling.additions, data, _FOLDER, _drawn(context, host))
    rel_id = filling.additions.relate(filling.part.compiled.name, CHART_RELATIONSHIP, name)
    return host.drawing(chart_graphic(rel_id), completed.alt_text(bindings_of(context).language), shape)


def _drawn(context: Context, host: Host) -> DrawnChart | None:
    """The template's chart with the tags in its texts rendered."""
    if host.drawn is None or host.texts is None:
        return host.drawn
    return host.drawn.refilled(host.texts.fill(dict(context.get_all())).encode())
