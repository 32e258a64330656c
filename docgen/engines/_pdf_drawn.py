"""Turns a page that was drawn once into the same operators again, without drawing it."""

import copy
from typing import Any

from weasyprint.document import Page

_NAMED = ("XObject", "Pattern", "Shading")


class DrawnPage(Page):
    """A page that remembers its drawing, if it names nothing but fonts and plain alpha states.

    Those go by names that are the same in every document; pictures, patterns and groups are numbered in each.
    """

    def __init__(self, page_box: Any) -> None:
        """Take a page box whose margins are laid out and which nothing changes after."""
        super().__init__(page_box)
        self._drawing: tuple[list[Any], dict[Any, Any], dict[str, Any], dict[Any, Any]] | None = None
        self._is_numbered = False

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page, or repeat what was drawn."""
        given: Any = vars(stream)
        if self._is_numbered:
            draw: Any = super().paint
            draw(stream, scale)
            return
        if self._drawing is None:
            self._paint_first(stream, given, scale)
            return
        drawn, fonts, states, tags = self._drawing
        stream.stream.extend(copy.copy(item) for item in drawn)
        for key, font in fonts.items():
            _add_font(given["_fonts"], key, font)
        given["_resources"]["ExtGState"].update(copy.copy(states))
        given["_tags"].update({box: dict(tag) for box, tag in tags.items()})

    def _paint_first(self, stream: Any, given: Any, scale: float) -> None:
        resources = given["_resources"]
        own: Any = {name: type(resources[name])() for name in ("ExtGState", *_NAMED)}
        own["ColorSpace"] = resources["ColorSpace"]
        probe = stream.clone(resources=own, fonts={}, tags={}, images={})
        draw: Any = super().paint
        draw(probe, scale)
        seen: Any = vars(probe)
        if any(own[name] for name in _NAMED) or any(str(name)[0] not in "aA" for name in own["ExtGState"]):
            self._is_numbered = True
            self.paint(stream, scale)
            return
        kept = {key: copy.copy(font) for key, font in seen["_fonts"].items()}
        self._drawing = (list(probe.stream), kept, dict(own["ExtGState"]), seen["_tags"])
        self.paint(stream, scale)


def _add_font(fonts: dict[Any, Any], key: Any, font: Any) -> None:
    """Put the font and its glyphs among those of a document, which will cut it down to them."""
    if key not in fonts:
        fonts[key] = copy.copy(font)
        for name in ("widths", "to_unicode", "missing"):
            setattr(fonts[key], name, dict(getattr(font, name)))
        return
    for name in ("widths", "to_unicode", "missing"):
        held = getattr(fonts[key], name)
        for glyph, value in getattr(font, name).items():
            held.setdefault(glyph, value)
