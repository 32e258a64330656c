"""Render a drawing as SVG: basic elements, brand colours, escaped text."""

from collections.abc import Iterable
from html import escape
from math import cos, hypot, pi, sin

from docgen.brand import Brand
from docgen.diagrams.geometry import Box, Colour, Drawing, Label, Line, Point, TextLine

_DASHES = {"dash": "5 3", "dashDot": "6 3 1.5 3", "dashed": "4 2.5"}
_PLUS = ((.25, 0), (.75, 0), (.75, .25), (1, .25), (1, .75), (.75, .75), (.75, 1), (.25, 1), (.25, .75), (0, .75), (0, .25), (.25, .25))  # fmt: skip  # noqa: E501
_CROSS = ((.2, .05), (.5, .35), (.8, .05), (.95, .2), (.65, .5), (.95, .8), (.8, .95), (.5, .65), (.2, .95), (.05, .8), (.35, .5), (.05, .2))  # fmt: skip  # noqa: E501
_STAR = tuple(
    (0.5 + (0.5 if i % 2 == 0 else 0.2) * sin(i * pi / 5), 0.53 - (0.53 if i % 2 == 0 else 0.21) * cos(i * pi / 5))
    for i in range(10)
)
# Outlines of the preset geometries in a unit square, with their default adjustments.
_OUTLINES: dict[str, tuple[Point, ...]] = {
    "rect": ((0, 0), (1, 0), (1, 1), (0, 1)),
    "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    "triangle": ((0.5, 0), (1, 1), (0, 1)),
    "hexagon": ((0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5)),
    "octagon": ((0.29, 0), (0.71, 0), (1, 0.29), (1, 0.71), (0.71, 1), (0.29, 1), (0, 0.71), (0, 0.29)),
    "homePlate": ((0, 0), (0.5, 0), (1, 0.5), (0.5, 1), (0, 1)),
    "chevron": ((0, 0), (0.5, 0), (1, 0.5), (0.5, 1), (0, 1), (0.5, 0.5)),
    "plus": _PLUS,
    "mathMultiply": _CROSS,
    "star5": _STAR,
}
PRESETS = frozenset({*_OUTLINES, "ellipse", "roundRect"})


def to_svg(drawing: Drawing, brand: Brand, font_family: str) -> str:
    """The drawing as one `<svg>` element with `<title>`; sizes are in points, `font_family` is a CSS list."""
    body: list[str] = []
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            body += _box(shape, brand)
        elif isinstance(shape, Line):
            body += _line(shape, brand)
        else:
            body += _texts(shape.lines, shape, brand, shape.y)
    width, height = _n(drawing.width), _n(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="{escape(font_family)}">'
    )
    return f"{head}<title>{escape(drawing.alt)}</title>{''.join(body)}</svg>"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hex(brand: Brand, colour: Colour | None) -> str:
    if colour is None:
        return "none"
    return "#FFFFFF" if colour == "white" else f"#{getattr(brand, colour)}"


def _box(box: Box, brand: Brand) -> list[str]:
    strokes: list[tuple[Colour | None, float, Colour | None]] = [(box.line, box.line_width, box.fill)]
    if box.outline == "double":
        strokes: list[tuple[Colour | None, float, Colour | None]] = [
            (box.line, box.line_width * 3, box.fill),
            ("white", box.line_width, None),
        ]
    drawn = [_outline(box, brand, *stroke) for stroke in strokes]
    left, top, right, bottom = box.inset
    inner = Label(box.x + left, box.y + top, box.width - left - right, box.height - top - bottom, box.lines, box.align)
    slack = inner.height - sum(line.leading for line in box.lines)
    return drawn + _texts(box.lines, inner, brand, inner.y + (slack / 2 if box.centred else 0))


def _outline(box: Box, brand: Brand, stroke: Colour | None, width: float, fill: Colour | None) -> str:
    style = f'fill="{_hex(brand, fill)}" stroke="{_hex(brand, stroke)}" stroke-width="{_n(width)}"'
    if box.outline == "dashed":
        style += f' stroke-dasharray="{_DASHES["dashed"]}"'
    if box.geometry == "ellipse":
        rx, ry = box.width / 2, box.height / 2
        return f'<ellipse cx="{_n(box.x + rx)}" cy="{_n(box.y + ry)}" rx="{_n(rx)}" ry="{_n(ry)}" {style}/>'
    if box.geometry in ("rect", "roundRect"):
        radius = f' rx="{_n(min(box.width, box.height) / 6)}"' if box.geometry == "roundRect" else ""
        place = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
        return f"<rect {place}{radius} {style}/>"
    corners = ((box.x + u * box.width, box.y + v * box.height) for u, v in _OUTLINES[box.geometry])
    return f'<polygon points="{_pairs(corners)}" stroke-linejoin="round" {style}/>'


def _pairs(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _texts(lines: tuple[TextLine, ...], place: Box | Label, brand: Brand, y: float) -> list[str]:
    anchor, share = {"left": ("start", 0.0), "center": ("middle", 0.5), "right": ("end", 1.0)}[place.align]
    x = _n(place.x + place.width * share)
    drawn: list[str] = []
    for line in lines:
        baseline = _n(y + line.leading / 2 + line.size * 0.36)
        weight = ' font-weight="bold"' if line.bold else ""
        style = f'font-size="{_n(line.size)}" fill="{_hex(brand, line.colour)}" text-anchor="{anchor}"{weight}'
        drawn.append(f'<text x="{x}" y="{baseline}" {style}>{escape(line.text)}</text>')
        y += line.leading
    return drawn


def _line(line: Line, brand: Brand) -> list[str]:
    colour = _hex(brand, line.colour)
    dash = f' stroke-dasharray="{_DASHES[line.dash]}"' if line.dash in _DASHES else ""
    style = f'fill="none" stroke="{colour}" stroke-width="{_n(line.width)}" stroke-linejoin="round"{dash}'
    drawn = [f'<polyline points="{_pairs(line.points)}" {style}/>']
    if line.arrow:
        drawn.append(_arrow(line.points[-2], line.points[-1], colour, line.width))
    if line.arrow_back:
        drawn.append(_arrow(line.points[1], line.points[0], colour, line.width))
    return drawn


def _arrow(before: Point, tip: Point, colour: str, width: float) -> str:
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = hypot(dx, dy) or 1.0
    ux, uy, long, half = dx / length, dy / length, 2.5 + 2 * width, 1 + width
    back = (tip[0] - ux * long, tip[1] - uy * long)
    corners = (tip, (back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half))
    return f'<polygon points="{_pairs(corners)}" fill="{colour}"/>'
