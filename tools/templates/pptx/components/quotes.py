"""The client's own words."""

from collections.abc import Sequence

from templates.pptx.components.slides import on, slide
from templates.pptx.components.text import BODY
from templates.pptx.layouts import COLUMN, MARGIN, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Box, Drawable, Para, Text, para


def quotes(loop: str, words: Sequence[str], part: str, title: str, notes: Sequence[Para] = ()) -> list[Slide]:
    """The client's own words, three panels a slide, larger where there are fewer.

    `loop` is `page in pages`; `words` are a quote's text and who said it, where `#` stands for the quote.
    """
    name = loop.split(" in ", maxsplit=1)[0]
    made: list[Slide] = []
    for count, height in ((3, 112.0), (2, 150.0), (1, 200.0)):
        shapes: list[Drawable] = []
        for index in range(count):
            text, by = (told.replace("#", f"{name}[{index}]") for told in words)
            shapes += _quote(
                index + 1, text, by, (MARGIN, TOP + index * (height + 14), COLUMN, height), 20 + 2 * (3 - count)
            )
        made.append(slide(title, part, shapes, notes=[*on(f"for {loop}", f"if {name}|length == {count}"), *notes]))
    return made


def _quote(number: int, text: str, by: str, box: Box, size: float) -> list[Drawable]:
    x, y, *_ = box
    words = [para(text, size, "primary", bold=True, heading=True), para(by, BODY, "muted", before=6)]
    return [
        Text(f"Panel {number}", box, words, "ctr", "surface", (84, 10, 32, 10)),
        Text(f"Quote mark {number}", (x + 24, y + 8, 52, 52), [para("“", 60, "accent", bold=True, heading=True)]),
    ]
