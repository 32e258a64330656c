"""Turns a drawing, picture or chart that a template asks for into the shape that stands in its placeholder's stead."""

from typing import TYPE_CHECKING

from jinja2.runtime import Context

from docgen.engines.office.charts.figures import ChartData
from docgen.engines.office.charts.frame import CHART_RELATIONSHIP, slide_frame
from docgen.engines.office.charts.parts import DrawnChart, add_chart
from docgen.engines.office.drawing import EMU
from docgen.engines.office.pictures.markup import Shown
from docgen.engines.office.pictures.source import PictureWish
from docgen.engines.office.wish import DrawingWish, Wish
from docgen.engines.pptx.bound import Host
from docgen.engines.pptx.drawing import group_of
from docgen.templating.language import bindings_of

if TYPE_CHECKING:
    from docgen.engines.pptx.fill import DeckFilling

_FOLDER = "ppt"
_CHART_TEXT = 12.0


def place(context: Context, filling: "DeckFilling", host: Host, wish: Wish) -> str:
    """The shape for `wish`, no larger than its placeholder. Raises ValueError for what can't be shown there."""
    match wish:
        case DrawingWish():
            return _drawing(filling, host, wish)
        case PictureWish():
            return _picture(filling, host, wish)
        case ChartData():
            return _chart(context, filling, host, wish)


def _drawing(filling: "DeckFilling", host: Host, wish: DrawingWish) -> str:
    """A group of native shapes, centred."""
    x, y, width, height = (side / EMU for side in (host.frame.x, host.frame.y, host.frame.cx, host.frame.cy))
    drawing = wish.draw(width, height)
    left, top = x + (width - drawing.width) / 2, y + (height - drawing.height) / 2
    first = filling.shapes(2 + 2 * len(drawing.shapes))
    return group_of(drawing, left, top, host.name, first)


def _picture(filling: "DeckFilling", host: Host, wish: PictureWish) -> str:
    image, svg = filling.show(wish.picture, _FOLDER)
    shown = Shown(image, svg, host.id, host.name, wish.alt, host.frame.look)
    return host.frame.filled(shown, host.frame.placed(wish.picture, wish.fit, wish.align))


def _chart(context: Context, filling: "DeckFilling", host: Host, data: ChartData) -> str:
    drawn = _drawn(context, host)
    name, completed = add_chart(filling.additions, data, _FOLDER, drawn, _CHART_TEXT)
    rel_id = filling.relate(CHART_RELATIONSHIP, name)
    box = (host.frame.x, host.frame.y, host.frame.cx, host.frame.cy)
    return slide_frame(rel_id, host.id, host.name, completed.told(bindings_of(context).language), box)


def _drawn(context: Context, host: Host) -> DrawnChart | None:
    """The manager's chart, its own texts filled with what the slide knows."""
    if host.drawn is None or host.texts is None:
        return host.drawn
    return host.drawn.refilled(host.texts.fill(dict(context.get_all())).encode())
