"""Write DrawingML path commands, in hundredths of the caller's unit."""

from collections.abc import Sequence
from math import cos, radians, sin, tan

Point = tuple[float, float]
_SCALE = 100


def size_of(width: float, height: float) -> str:
    """The size of a path's own grid, as attributes of `a:path`."""
    return f'w="{round(width * _SCALE)}" h="{round(height * _SCALE)}"'


def _at(x: float, y: float) -> str:
    return f'<a:pt x="{round(x * _SCALE)}" y="{round(y * _SCALE)}"/>'


def move(x: float, y: float) -> str:
    return f"<a:moveTo>{_at(x, y)}</a:moveTo>"


def curve(*points: Point) -> str:
    """A cubic curve by two handles and its end."""
    return f"<a:cubicBezTo>{''.join(_at(*point) for point in points)}</a:cubicBezTo>"


def line(points: Sequence[Point]) -> str:
    return move(*points[0]) + "".join(f"<a:lnTo>{_at(*point)}</a:lnTo>" for point in points[1:])


def closed(points: Sequence[Point]) -> str:
    return line(points) + "<a:close/>"


def on(x: float, y: float, radius: float, angle: float) -> Point:
    """The point of a circle round (x, y) at `angle` degrees (0 is to the right, clockwise)."""
    return x + radius * cos(radians(angle)), y + radius * sin(radians(angle))


def arc(x: float, y: float, radius: float, start: float = 0, sweep: float = 360) -> str:
    """An arc round (x, y) from `start` degrees (0 is to the right, clockwise) over `sweep` degrees."""
    steps = max(1, round(abs(sweep) / 90))
    step = radians(sweep / steps)
    reach = 4 / 3 * tan(step / 4) * radius
    angle = radians(start)
    commands = move(x + radius * cos(angle), y + radius * sin(angle))
    for _ in range(steps):
        end = angle + step
        commands += curve(
            (x + radius * cos(angle) - reach * sin(angle), y + radius * sin(angle) + reach * cos(angle)),
            (x + radius * cos(end) + reach * sin(end), y + radius * sin(end) - reach * cos(end)),
            (x + radius * cos(end), y + radius * sin(end)),
        )
        angle = end
    return commands


def circle(x: float, y: float, radius: float) -> str:
    return arc(x, y, radius) + "<a:close/>"
