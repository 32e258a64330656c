"""The type scale, paragraphs in shapes, panels and captions."""

from collections.abc import Sequence
from dataclasses import replace

from templates.pptx.markup.shapes import Box, Drawable, Group, Para, Rule, Run, Text, para
from templates.tags import field

SMALL, BODY, STRONG, LEAD, FIGURE, HUGE = 12, 14, 16, 18, 28, 48
MARK = 8
"""The size of markers, which are not printed."""


def marked(item: Para, *statements: str, last: bool = False) -> Para:
    """A paragraph with markers before its text, or after it: `para if doc.roi` for `{%para if doc.roi%}`."""
    colour = next((run.colour for run in item.runs if run.colour), "muted")
    marks = [Run("{%" + statement + "%}", MARK, colour) for statement in statements]
    return replace(item, runs=[*item.runs, *marks] if last else [*marks, *item.runs])


def big(value: str, unit: str = "", size: float = HUGE, colour: str = "accent", before: float = 0) -> Para:
    """A figure in the display size, its unit smaller."""
    runs = [Run(value, size, colour, bold=True, heading=True)]
    return Para([*runs, *([Run(" " + unit, STRONG, "muted")] if unit else [])], before=before)


def heading(text: str, size: float = LEAD, colour: str = "primary", before: float = 0) -> Para:
    """A heading inside a slide."""
    return para(text, size, colour, bold=True, heading=True, before=before, after=4)


def each(loop: str, *paras: Para) -> list[Para]:
    """Paragraphs repeated for each item, `loop` as `x in xs`."""
    return _block(f"for {loop}", paras)


def _block(statement: str, paras: Sequence[Para]) -> list[Para]:
    if len(paras) == 1:
        return [marked(paras[0], f"para {statement}")]
    first, *middle, last = paras
    return [marked(first, f"block {statement}"), *middle, marked(last, "block end", last=True)]


def bullets(
    loop: str, value: str, size: float = BODY, colour: str = "ink", *, mark: str = "•", before: float = 4
) -> list[Para]:
    """A bulleted list over `loop`."""
    return each(loop, para(value, size, colour, bullet=mark, before=before))


def when(condition: str, *paras: Para) -> list[Para]:
    """Paragraphs under a condition."""
    return _block(f"if {condition}", paras)


def meter(item: str, size: float = STRONG) -> tuple[Run, Run]:
    """A bar of ten segments, coloured by the share of `item`."""
    return Run(field(f"{item}.bar"), size, "accent"), Run(field(f"{item}.bar_rest"), size, "line")


def panel(name: str, box: Box, paras: Sequence[Para], fill: str = "surface", anchor: str = "t") -> Text:
    """A tinted panel with the brand's corners."""
    return Text(f"Panel {name}", box, paras, anchor, fill, (18, 14, 18, 12))


def inner_panel(name: str, box: Box, paras: Sequence[Para]) -> Text:
    """An outlined panel for internal editions; removed if empty."""
    return Text(f"Panel {name}", box, paras, "ctr", None, (14, 6, 14, 6), edge="negative")


def topped(
    name: str, box: Box, paras: Sequence[Para], colour: str = "primary", *, shown: str = "", alt: str = ""
) -> list[Drawable]:
    """Text below a strong rule; under the condition `shown` both are one shape with the alternative text `alt`."""
    x, y, width, height = box
    if shown:
        first = marked(paras[0], f"shape if {shown}")
        text = Text(name, box, [first, *paras[1:]], inset=(0, 10, 0, 0))
        return [Group(f"{name} with rule", [text, Rule(f"{name} rule", (x, y, width, 0), colour, 2)], alt)]
    return [Rule(f"{name} rule", (x, y, width, 0), colour, 2), Text(name, (x, y + 10, width, height - 10), paras)]


def caption(text: str, box: Box, name: str = "Caption") -> Text:
    """The caption of a drawing or chart, in one line."""
    return Text(name, box, [para(text, SMALL, "muted")], "b")
