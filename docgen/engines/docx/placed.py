"""Turns a drawing, picture or chart that a template asks for into the `w:drawing` in its placeholder's stead."""

from typing import TYPE_CHECKING

from jinja2.runtime import Context

from docgen.engines.docx.bound import Host
from docgen.engines.docx.drawing import graphic, with_fallback
from docgen.engines.office.charts.figures import ChartData
from docgen.engines.office.charts.frame import CHART_RELATIONSHIP, chart_graphic
from docgen.engines.office.charts.parts import DrawnChart, add_chart
from docgen.engines.office.drawing import EMU, emu
from docgen.engines.office.pictures.frame import shifted
from docgen.engines.office.pictures.markup import Shown, word_picture
from docgen.engines.office.pictures.place import placed
from docgen.engines.office.pictures.source import PictureWish
from docgen.engines.office.wish import DrawingWish, Wish
from docgen.templating.language import bindings_of

if TYPE_CHECKING:
    from docgen.engines.docx.fill import WordFilling

_FOLDER = "word"


def place(context: Context, filling: "WordFilling", host: Host, wish: Wish) -> str:
    """The `w:drawing` for `wish`, as large as its placeholder. Raises ValueError for what can't be shown there."""
    shape = int(filling.repeats.shape(str(host.id)))
    match wish:
        case DrawingWish():
            return _drawing(filling, host, wish, shape)
        case PictureWish():
            return _picture(filling, host, wish, shape)
        case ChartData():
            return _chart(context, filling, host, wish, shape)


def _drawing(filling: "WordFilling", host: Host, wish: DrawingWish, shape: int) -> str:
    drawing = wish.draw(host.cx / EMU, host.cy / EMU)
    alt = drawing.alt or host.name
    size = (emu(drawing.width), emu(drawing.height))
    inside = graphic(drawing, shape * 1000, filling.brand)
    return with_fallback(host.drawing(inside, alt, shape, size), alt)


def _picture(filling: "WordFilling", host: Host, wish: PictureWish, shape: int) -> str:
    """An inline picture has the size that it is shown in; one at an offset is moved to where `align` says."""
    is_turned = "rot=" in host.look.turn and wish.fit == "contain"
    placement = placed(wish.picture, host.cx, host.cy, wish.fit, "center" if is_turned else wish.align)
    ids = filling.additions.show(filling.part.compiled.name, wish.picture, _FOLDER)
    inside = word_picture(Shown(*ids, shape, host.name, wish.alt, host.look), placement)
    drawing = host.drawing(inside, wish.alt, shape, (placement.cx, placement.cy))
    return host.with_edges(shifted(drawing, placement.x, placement.y))


def _chart(context: Context, filling: "WordFilling", host: Host, data: ChartData, shape: int) -> str:
    name, completed = add_chart(filling.additions, data, _FOLDER, _drawn(context, host))
    rel_id = filling.additions.relate(filling.part.compiled.name, CHART_RELATIONSHIP, name)
    return host.drawing(chart_graphic(rel_id), completed.told(bindings_of(context).language), shape)


def _drawn(context: Context, host: Host) -> DrawnChart | None:
    """The manager's chart, its own texts filled with what the whole document knows."""
    if host.drawn is None or host.texts is None:
        return host.drawn
    return host.drawn.refilled(host.texts.fill(dict(context.get_all())).encode())
