"""Turns a decision map or a plan into inline SVG with a text alternative, for a template."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from docgen.audience import Choice, View
from docgen.diagrams import Drawing, decision_map, gantt, to_svg
from docgen.templating.bindings import Bindings
from docgen.wording import in_language

_MAP_ROOM = (740.0, 385.0)
_PLAN_ROOM = (454.0, 320.0)


def drawing_functions(bindings: Bindings) -> Mapping[str, Callable[..., Markup]]:
    """`diagram(map, width, height)` and `gantt(phases, width, height)`, sizes in points, for a template to call."""

    def words(key: Any) -> str:
        return _words(bindings, key)

    def draw_map(view: View, width: float = _MAP_ROOM[0], height: float = _MAP_ROOM[1]) -> Markup:
        return _svg(decision_map(view, words, width, height), bindings)

    def draw_plan(phases: Sequence[View], width: float = _PLAN_ROOM[0], height: float = _PLAN_ROOM[1]) -> Markup:
        return _svg(gantt(phases, words, width, height, language=bindings.language), bindings)

    return {"diagram": draw_map, "gantt": draw_plan}


def _svg(drawing: Drawing, bindings: Bindings) -> Markup:
    family = ", ".join(bindings.brand.pdf_fonts)
    return Markup(to_svg(drawing, bindings.brand, family))


def _words(bindings: Bindings, key: Any) -> str:
    if isinstance(key, Choice):
        return in_language(key.title_en, key.title_zh, bindings.language)
    try:
        return in_language(*bindings.labels(key), bindings.language)
    except KeyError as error:
        raise UndefinedError(str(error.args[0])) from None
