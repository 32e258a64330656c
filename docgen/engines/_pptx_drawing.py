"""Turns plain geometry into grouped native shapes with real connectors, in the place of the shape that asked for it."""

from collections.abc import Mapping
from typing import Any

from docgen.engines import Bindings
from docgen.engines._pptx_text import Element


class Drawings:
    """The drawings that one render asked for."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings

    def names(self) -> Mapping[str, Any]:
        return {"diagram": lambda *_: "", "gantt": lambda *_: ""}

    def place(self, slide: Element) -> None:
        return None
