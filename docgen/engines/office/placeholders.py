"""Compile drawing expressions in alt text (`{{ diagram(x) }}`), and the functions that they call."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeGuard

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined

from docgen.diagrams import Align, Drawing, decision_map, gantt, is_readable, wordmark
from docgen.engines.office.charts.figures import ChartData, chart_function
from docgen.engines.office.pictures.picture import PictureRequest, Pictures
from docgen.engines.office.tags import PRINTED, raw
from docgen.messages import MessageError, message
from docgen.ooxml.names import Element
from docgen.templating import TAG, Bindings
from docgen.templating.language import format_value_in, label_function
from docgen.templating.limits import account_of

IS_DRAWABLE, PLACE = "dg_drawable", "dg_place"
"""The test and the filter of an engine's environment: `value is dg_drawable`, and `(value)|dg_place(host number)`."""

_NOTHING = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
"""A PNG of one transparent pixel."""
_ALWAYS_DRAWN = re.compile(r"\s*(diagram|gantt|chart|picture|logo)\s*\(")


def alt_text_expression(properties: Element) -> str:
    """The expression that is the entire alt text of `properties` (a `docPr` or `cNvPr`); empty if there is none."""
    text = properties.get("descr", "").strip()
    found = PRINTED.fullmatch(text)
    return found.group(1) if found and len(TAG.findall(text)) == 1 else ""


def is_always_drawn(expression: str) -> bool:
    """Whether the expression gives a drawing whatever the data, so that the placeholder itself is never shown."""
    return bool(_ALWAYS_DRAWN.match(expression)) and " if " not in expression


def bind(host: Element, properties: Element, expression: str, number: int) -> None:
    """Replace the shape `host` by source that draws `expression`; `number` is the host's number in its part.

    If the expression may give text, the placeholder is kept for that case, with the text as its alt text.
    """
    parent = host.getparent()
    assert parent is not None  # noqa: S101
    at = parent.index(host)
    if is_always_drawn(expression):
        made = raw(f"{{{{ ({expression})|{PLACE}({number}) }}}}")
        made.tail = host.tail
        parent[at] = made
        return
    name = f"dg_bound_{number}"
    properties.set("descr", f"{{{{ {name}|dg_plain }}}}")
    before = f"{{% set {name} = ({expression}) %}}{{% if {name} is {IS_DRAWABLE} %}}{{{{ {name}|{PLACE}({number}) }}}}"
    parent.insert(at, raw(before + "{% else %}"))
    after = raw("{% endif %}")
    after.tail, host.tail = host.tail, None
    parent.insert(at + 2, after)


@dataclass(frozen=True, slots=True, eq=False)
class DrawingRequest:
    """A drawing to lay out when its size is known, by `draw(width, height)` in points."""

    draw: Callable[[float, float], Drawing]

    def __str__(self) -> str:
        raise MessageError("drawing.alt_text_only", what=message("term.a_drawing"))

    __html__ = __str__


Drawable = DrawingRequest | PictureRequest | ChartData
"""A value that is drawn in place of the shape whose alt text it comes from."""


def is_drawable(value: object) -> TypeGuard[Drawable]:
    """Whether a value is drawn, not printed."""
    return isinstance(value, DrawingRequest | PictureRequest | ChartData)


def drawable_functions(
    bindings: Bindings,
    smallest: float,
    read_asset: Callable[[str], bytes] | None = None,
    smallest_in_map: float | None = None,
) -> dict[str, Callable[..., Drawable | Undefined]]:
    """The functions for a shape's alt text, for one render.

    `smallest` is the least type size of a drawing in points, `smallest_in_map` that of a decision map where the map
    fits in it; `read_asset(path)` reads a file of the template's library
    and raises KeyError or OSError (`Template.read_asset`).
    """
    return {
        **_drawing_names(bindings, smallest, smallest_in_map or smallest),
        "chart": _limited_chart(bindings.language),
        **_picture_names(bindings, Pictures(read_asset)),
    }


def _picture_names(bindings: Bindings, pictures: Pictures) -> dict[str, Callable[..., Drawable | Undefined]]:
    """`picture(…)`, and `logo()` for light backgrounds or `logo(dark=true)`; without one, the seller's name."""

    def logo(
        dark: bool = False, fit: Any = "contain", align: Any = "left", alt: Any = None
    ) -> PictureRequest | DrawingRequest | Undefined:
        found = bindings.brand.logo_on_dark if dark else bindings.brand.logo
        said = _seller(bindings, "full_name") or "logo" if alt is None else alt
        if found is not None:
            return pictures.picture(found, fit, align, said)
        name = _seller(bindings, "short_name")
        if not name:
            return pictures.picture(_NOTHING, fit, align, "")
        side: Align = "right" if "right" in str(align) else "center" if align == "center" else "left"
        return DrawingRequest(lambda width, height: wordmark(name, width, height, dark=dark, align=side, alt=str(said)))

    return {**pictures.names(), "logo": logo}


def _seller(bindings: Bindings, name: str) -> str:
    """A name of the seller; empty if the data has none."""
    seller = getattr(bindings.names.get("doc"), "seller", None)
    return str(getattr(seller, name, None) or "")


def _drawing_names(bindings: Bindings, smallest: float, in_map: float) -> dict[str, Callable[..., Drawable]]:
    words: Callable[[Any], str] = label_function(bindings)
    language = bindings.language

    def diagram(view: Any) -> DrawingRequest:
        def draw(width: float, height: float) -> Drawing:
            fits = in_map == smallest or is_readable(view, words, width, height, min_size=in_map)
            return decision_map(view, words, width, height, min_size=in_map if fits else smallest)

        return DrawingRequest(draw)

    def plan(phases: Any) -> DrawingRequest:
        return DrawingRequest(
            lambda width, height: gantt(phases, words, width, height, min_size=smallest, language=language)
        )

    return {"diagram": diagram, "gantt": plan}


def _limited_chart(language: str) -> Callable[..., ChartData]:
    """`chart(…)` whose points count towards the render's limit like a loop's iterations."""
    make = chart_function(lambda value: format_value_in(language, value))

    @pass_context
    def chart(context: Context, *args: Any, **named: Any) -> ChartData:
        data = make(*args, **named)
        account_of(context).charge(len(data.categories) * len(data.series))
        return data

    return chart
