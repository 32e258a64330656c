"""The cover's motif of each industry as line art in theme colours: rounds, gears in mesh, waves.

Lengths are points from the slide's upper left corner.
"""

from collections.abc import Sequence
from math import cos, radians, sin, tan

from pptx_xml import Path

Point = tuple[float, float]
FINE, BOLD, DOT = 1.25, 5.0, 7.0


def _at(x: float, y: float) -> str:
    return f'<a:pt x="{round(x * 100)}" y="{round(y * 100)}"/>'


def _move(x: float, y: float) -> str:
    return f"<a:moveTo>{_at(x, y)}</a:moveTo>"


def _curve(*points: Point) -> str:
    return f"<a:cubicBezTo>{''.join(_at(*point) for point in points)}</a:cubicBezTo>"


def _closed(points: Sequence[Point]) -> str:
    return _move(*points[0]) + "".join(f"<a:lnTo>{_at(*point)}</a:lnTo>" for point in points[1:]) + "<a:close/>"


def _arc(x: float, y: float, radius: float, start: float = 0, sweep: float = 360) -> str:
    """An arc from `start` degrees (0 is to the right, clockwise) over `sweep` degrees."""
    steps = max(1, round(abs(sweep) / 90))
    step = radians(sweep / steps)
    reach = 4 / 3 * tan(step / 4) * radius
    angle = radians(start)
    told = _move(x + radius * cos(angle), y + radius * sin(angle))
    for _ in range(steps):
        end = angle + step
        told += _curve(
            (x + radius * cos(angle) - reach * sin(angle), y + radius * sin(angle) + reach * cos(angle)),
            (x + radius * cos(end) + reach * sin(end), y + radius * sin(end) - reach * cos(end)),
            (x + radius * cos(end), y + radius * sin(end)),
        )
        angle = end
    return told


def _rounds(x: float, y: float, radii: Sequence[float]) -> str:
    return "".join(_arc(x, y, radius) + "<a:close/>" for radius in radii)


def _dots(*points: Point) -> Path:
    return Path("Dots", "".join(_arc(x, y, DOT) + "<a:close/>" for x, y in points), "accent")


def _on(x: float, y: float, radius: float, angle: float) -> Point:
    return x + radius * cos(radians(angle)), y + radius * sin(radians(angle))


def plain() -> list[Path]:
    """Quarter rounds that spread from the upper corner, as a plan does."""
    x, y = 960.0, 0.0
    radii = range(36, 372, 24)
    quarters = "".join(_arc(x, y, radius, 90, 90) for radius in radii)
    marked = _arc(x, y, 156, 90, 52) + _arc(x, y, 276, 118, 62)
    return [
        Path("Rounds", quarters, "veil", FINE), Path("Marked rounds", marked, "accent", BOLD),
        _dots(_on(x, y, 156, 142), _on(x, y, 276, 118)),
    ]  # fmt: skip


def _gear(x: float, y: float, radius: float, teeth: int, turned: float) -> str:
    """A gear's rim with its teeth, one closed line."""
    points: list[Point] = []
    for tooth in range(teeth):
        middle, step = tooth * 360 / teeth + turned, 360 / teeth
        for reach, side in ((radius, -0.32), (radius + 16, -0.2), (radius + 16, 0.2), (radius, 0.32)):
            points.append(_on(x, y, reach, middle + side * step))
    return _closed(points)


def gears() -> list[Path]:
    """Two gears in mesh."""
    x, y, small_x, small_y = 846.0, 172.0, 782.0, 404.0
    lines = _gear(x, y, 138, 24, 0) + _rounds(x, y, (106, 94, 32)) + _gear(small_x, small_y, 82, 14, 8)
    lines += _rounds(small_x, small_y, (56, 20))
    marked = _arc(x, y, 106, 60, 130) + _arc(small_x, small_y, 56, 30, 120)
    return [
        Path("Gears", lines, "veil", FINE), Path("Marked rims", marked, "accent", BOLD),
        _dots(_on(x, y, 106, 190), _on(small_x, small_y, 56, 30)),
    ]  # fmt: skip


def waves() -> list[Path]:
    """One wave over another, as days at the desk."""

    def wave(lift: float) -> str:
        return _move(660, 470 - lift) + _curve(
            (740, 350 - lift * 0.9), (800, 560 - lift), (860, 400 - lift * 1.06)
        ) + _curve((892, 316 - lift * 1.1), (930, 330 - lift), (960, 372 - lift * 0.94))  # fmt: skip

    lines = "".join(wave(lift) for lift in range(-60, 340, 26))
    return [
        Path("Waves", lines, "veil", FINE), Path("Marked wave", wave(96), "accent", BOLD),
        _dots((860, 400 - 96 * 1.06)),
    ]  # fmt: skip


COVERS = {"base": "Cover", "manufacturing": "Cover with gears", "services": "Cover with waves"}
