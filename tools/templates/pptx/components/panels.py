"""Panels, text under a rule, captions."""

from collections.abc import Sequence

from templates.pptx.components.text import SMALL
from templates.pptx.markup.shapes import Box, Drawable, Para, Rule, Text, para


def panel(name: str, box: Box, paras: Sequence[Para], fill: str = "surface", anchor: str = "t") -> Text:
    """A tinted panel with the brand's corners."""
    return Text(f"Panel {name}", box, paras, anchor, fill, (18, 14, 18, 12))


def inner_panel(name: str, box: Box, paras: Sequence[Para]) -> Text:
    """An edged panel for internal copies, the word first; it goes where it has nothing to say."""
    return Text(f"Panel {name}", box, paras, "ctr", None, (14, 6, 14, 6), edge="negative")


def topped(name: str, box: Box, paras: Sequence[Para], colour: str = "primary") -> list[Drawable]:
    """Text under a strong rule."""
    x, y, width, height = box
    return [Rule(f"{name} rule", (x, y, width, 0), colour, 2), Text(name, (x, y + 10, width, height - 10), paras)]


def caption(text: str, box: Box, name: str = "Caption") -> Text:
    """What a drawing or chart shows, in a line."""
    return Text(name, box, [para(text, SMALL, "muted")], "b")
