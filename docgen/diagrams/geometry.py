"""Shapes of a drawing in points, with colours as brand tokens; the origin is at the top left."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Colour = Literal[
    "primary", "accent", "ink", "muted", "line", "surface", "positive", "warning", "negative", "white"
]  # fmt: skip
Outline = Literal["solid", "dashed", "double"]
Dash = Literal["solid", "dash", "dashDot"]
Side = Literal["top", "left", "bottom", "right"]
Align = Literal["left", "center", "right"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, already wrapped. `leading` is the exact line height.

    `joined_by`: what is between it and the line above, if it is the same text; None if it is another.
    """

    text: str
    size: float
    leading: float
    bold: bool = False
    colour: Colour = "ink"
    joined_by: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A shape, with or without text.

    `geometry` is the name of a DrawingML preset (ECMA-376 part 1, 20.1.10.56) with its default adjustments. Text is
    set from the top, or around the middle if `centred`, `inset` (left, top, right, bottom) away from the edges.
    Shapes of the same `group` belong together. `name` is the shape's name for a reader of the file.
    """

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[TextLine, ...] = ()
    fill: Colour | None = None
    line: Colour | None = None
    line_width: float = 0.75
    outline: Outline = "solid"
    geometry: str = "rect"
    align: Align = "left"
    centred: bool = False
    inset: tuple[float, float, float, float] = (0, 0, 0, 0)
    group: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Text without a box; its first line begins at `y`."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[TextLine, ...]
    align: Align = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through `points`; its segments are horizontal or vertical, except in a fallback.

    `from_id` and `to_id` are the ids of the boxes it joins. A side is set where the line meets the middle of that
    side, so that a connector can be glued there.
    """

    points: tuple[Point, ...]
    colour: Colour = "muted"
    width: float = 1.0
    dash: Dash = "solid"
    arrow: bool = False
    arrow_back: bool = False
    from_id: str = ""
    to_id: str = ""
    from_side: Side | None = None
    to_side: Side | None = None
    name: str = ""


def paragraphs_of(lines: Iterable[TextLine]) -> list[TextLine]:
    """The lines of each text joined, for a program that wraps it again: names and titles can be found and edited."""
    joined: list[TextLine] = []
    for line in lines:
        if joined and line.joined_by is not None:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text}{line.joined_by}{line.text}")
        else:
            joined.append(line)
    return joined


Shape = Box | Label | Line


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in drawing order (later ones on top), the size they take, and `alt`: the alternative text."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str = ""


def moved(shape: Shape, dx: float, dy: float, factor: float = 1) -> Shape:
    """The shape scaled by `factor`, then moved."""
    if isinstance(shape, Line):
        points = tuple((round(x * factor + dx, 2), round(y * factor + dy, 2)) for x, y in shape.points)
        return replace(shape, points=points, width=shape.width * factor)
    changes = {
        "x": round(shape.x * factor + dx, 2),
        "y": round(shape.y * factor + dy, 2),
        "width": round(shape.width * factor, 2),
        "height": round(shape.height * factor, 2),
        "lines": tuple(_scaled_text(line, factor) for line in shape.lines),
    }
    if isinstance(shape, Label):
        return replace(shape, **changes)
    left, top, right, bottom = shape.inset
    inset = (left * factor, top * factor, right * factor, bottom * factor)
    return replace(shape, **changes, inset=inset, line_width=shape.line_width * factor)


def _scaled_text(line: TextLine, factor: float) -> TextLine:
    return replace(line, size=round(line.size * factor, 2), leading=round(line.leading * factor, 2))


def fitted(drawing: Drawing, width: float, height: float) -> Drawing:
    """The drawing scaled down if it is larger than `width` × `height`, else as it is."""
    factor = min(1.0, width / drawing.width, height / drawing.height)
    if factor == 1.0:
        return drawing
    shapes = tuple(moved(shape, 0, 0, factor) for shape in drawing.shapes)
    return replace(drawing, width=drawing.width * factor, height=drawing.height * factor, shapes=shapes)
