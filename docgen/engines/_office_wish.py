"""Turns what a template asks for in alt text (`diagram(doc.map)`, `gantt(doc.phases)`) into values an engine draws."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.diagrams import Drawing, decision_map, gantt
from docgen.engines import Bindings
from docgen.engines._language import names_for


@dataclass(frozen=True, slots=True, eq=False)
class DrawingWish:
    """A drawing whose place is not known yet; `draw(width, height)` in points lays it out."""

    draw: Callable[[float, float], Drawing]

    def __str__(self) -> str:
        raise ValueError("a drawing goes into the alt text of a picture or shape, not into text")

    __html__ = __str__


def drawing_names(bindings: Bindings, smallest: float) -> Mapping[str, Callable[[Any], DrawingWish]]:
    """What a template calls in a shape's alt text; `smallest` is the type size in points it should not go under."""
    words: Callable[[Any], str] = names_for(bindings)["label"]
    language = bindings.language

    def diagram(view: Any) -> DrawingWish:
        return DrawingWish(lambda width, height: decision_map(view, words, width, height, min_size=smallest))

    def plan(phases: Any) -> DrawingWish:
        return DrawingWish(
            lambda width, height: gantt(phases, words, width, height, min_size=smallest, language=language)
        )

    return {"diagram": diagram, "gantt": plan}
