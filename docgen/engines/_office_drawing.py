"""Turns a wish for a drawing into a mark in alt text, and the mark into the drawing once its place is known."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from docgen.diagrams import Drawing, decision_map, gantt
from docgen.engines import Bindings
from docgen.engines._language import names_for

EMU = 12700
"""English metric units in a point (ECMA-376 part 1, 20.1.10.16)."""

_MARK = "docgen drawing "
_COLOURS = {
    "primary": '<a:schemeClr val="tx2"/>',
    "accent": '<a:schemeClr val="accent2"/>',
    "ink": '<a:schemeClr val="tx1"/>',
    "muted": '<a:schemeClr val="accent6"/>',
    "line": '<a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>',
    "surface": '<a:schemeClr val="bg2"/>',
    "positive": '<a:schemeClr val="accent3"/>',
    "warning": '<a:schemeClr val="accent4"/>',
    "negative": '<a:schemeClr val="accent5"/>',
    "white": '<a:schemeClr val="bg1"/>',
}
Draw = Callable[[float, float], Drawing]


class Wishes:
    """The drawings that one render asked for; `smallest` is the type size they should not go under."""

    def __init__(self, bindings: Bindings, smallest: float) -> None:
        """Hold what the drawings' words come from."""
        self._language = bindings.language
        self._smallest = smallest
        self._wanted: list[Draw] = []
        self._words: Callable[[Any], str] = names_for(bindings)["label"]

    def names(self) -> Mapping[str, Callable[..., Markup]]:
        """What a template calls in a shape's alt text."""
        return {"diagram": self._map, "gantt": self._gantt}

    def drawing_for(self, alt_text: str) -> Draw | None:
        """What draws the wish that `alt_text` marks, given a width and a height in points; None if it marks none."""
        found = re.fullmatch(rf"{_MARK}(\d+)", alt_text)
        number = int(found.group(1)) if found else len(self._wanted)
        return self._wanted[number] if number < len(self._wanted) else None

    def _map(self, view: Any) -> Markup:
        words, smallest = self._words, self._smallest
        return self._want(lambda width, height: decision_map(view, words, width, height, min_size=smallest))

    def _gantt(self, phases: Any) -> Markup:
        words, smallest, language = self._words, self._smallest, self._language
        return self._want(
            lambda width, height: gantt(phases, words, width, height, min_size=smallest, language=language)
        )

    def _want(self, draw: Draw) -> Markup:
        self._wanted.append(draw)
        return Markup(f"{_MARK}{len(self._wanted) - 1}")


def emu(points: float) -> int:
    """Points as English metric units."""
    return round(points * EMU)


def fill(colour: str | None) -> str:
    """A fill in a brand token's theme colour, or none."""
    return f"<a:solidFill>{_COLOURS[colour]}</a:solidFill>" if colour else "<a:noFill/>"
