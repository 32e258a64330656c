"""The cover's motif of each industry as line art in theme colours: rounds, gears in mesh, waves, a vault's door.

Lengths are points from the slide's upper left corner.
"""

from collections.abc import Sequence

from templates.markup.paths import Point, arc, circle, closed, curve, line, move, on
from templates.pptx.markup.shapes import Path

FINE, BOLD, DOT = 1.25, 5.0, 7.0


def _rounds(x: float, y: float, radii: Sequence[float]) -> str:
    return "".join(circle(x, y, radius) for radius in radii)


def _dots(*points: Point) -> Path:
    return Path("Dots", "".join(circle(x, y, DOT) for x, y in points), "glow")


def plain() -> list[Path]:
    """Quarter rounds that spread from the upper corner, as a plan does."""
    x, y = 960.0, 0.0
    radii = range(36, 372, 24)
    quarters = "".join(arc(x, y, radius, 90, 90) for radius in radii)
    marked = arc(x, y, 156, 90, 52) + arc(x, y, 276, 118, 62)
    return [
        Path("Rounds", quarters, "veil", FINE), Path("Marked rounds", marked, "glow", BOLD),
        _dots(on(x, y, 156, 142), on(x, y, 276, 118)),
    ]  # fmt: skip


def _gear(x: float, y: float, radius: float, teeth: int, turned: float) -> str:
    """A gear's rim with its teeth, one closed line."""
    points: list[Point] = []
    for tooth in range(teeth):
        middle, step = tooth * 360 / teeth + turned, 360 / teeth
        for reach, side in ((radius, -0.32), (radius + 16, -0.2), (radius + 16, 0.2), (radius, 0.32)):
            points.append(on(x, y, reach, middle + side * step))
    return closed(points)


def gears() -> list[Path]:
    """Two gears in mesh."""
    x, y, small_x, small_y = 846.0, 172.0, 782.0, 404.0
    lines = _gear(x, y, 138, 24, 0) + _rounds(x, y, (106, 94, 32)) + _gear(small_x, small_y, 82, 14, 8)
    lines += _rounds(small_x, small_y, (56, 20))
    marked = arc(x, y, 106, 60, 130) + arc(small_x, small_y, 56, 30, 120)
    return [
        Path("Gears", lines, "veil", FINE), Path("Marked rims", marked, "glow", BOLD),
        _dots(on(x, y, 106, 190), on(small_x, small_y, 56, 30)),
    ]  # fmt: skip


def waves() -> list[Path]:
    """One wave over another, as days at the desk."""

    def wave(lift: float) -> str:
        return move(660, 470 - lift) + curve(
            (740, 350 - lift * 0.9), (800, 560 - lift), (860, 400 - lift * 1.06)
        ) + curve((892, 316 - lift * 1.1), (930, 330 - lift), (960, 372 - lift * 0.94))  # fmt: skip

    lines = "".join(wave(lift) for lift in range(-60, 340, 26))
    return [
        Path("Waves", lines, "veil", FINE), Path("Marked wave", wave(96), "glow", BOLD),
        _dots((860, 400 - 96 * 1.06)),
    ]  # fmt: skip


def vault() -> list[Path]:
    """A vault's door with its ring of bolts."""
    x, y = 846.0, 200.0
    bolts = "".join(
        closed([on(x, y, reach, middle + side) for reach, side in ((162, -2), (186, -1.6), (186, 1.6), (162, 2))])
        for middle in range(0, 360, 20)
    )
    spokes = "".join(line([on(x, y, 36, turn), on(x, y, 84, turn)]) for turn in range(15, 360, 60))
    lines = _rounds(x, y, (36, 84, 96, 150, 192)) + bolts + spokes
    return [
        Path("Door", lines, "veil", FINE), Path("Marked rim", arc(x, y, 150, 150, 110), "glow", BOLD),
        _dots(on(x, y, 150, 150), on(x, y, 150, 260)),
    ]  # fmt: skip


COVERS = {
    "base": "Cover",
    "manufacturing": "Cover with gears",
    "services": "Cover with waves",
    "financial_services": "Cover with a vault",
}
