"""The line art on the proposal's cover, one figure for each industry, in theme colours alone.

Lengths are millimetres from the page's upper left corner.
"""

from collections.abc import Sequence
from math import cos, radians, sin

from templates.docx.markup.drawings import Path, path_group
from templates.docx.markup.text import Raw
from templates.markup.paths import Point, arc, circle, curve, line, move
from templates.words import Words

PANEL: Point = (210, 212)


def dot(x: float, y: float) -> Path:
    return Path([circle(x, y, 2.6)], "glow", dot=True)


def plain() -> list[Path]:
    """Rounds that spread from a corner, as a plan does."""
    x, y = 196, 12
    rounds = Path([circle(x, y, radius) for radius in range(18, 170, 12)], "veil")
    marked = Path([arc(x, y, 54, 90, 90), arc(x, y, 102, 90, 45)], "glow", 2.4)
    return [rounds, marked, dot(142, 12), dot(x - 102 * cos(radians(45)), y + 102 * sin(radians(45)))]


def _gear(x: float, y: float, radius: float, teeth: int, turned: float) -> list[str]:
    """A gear's rim and its teeth."""
    outline = [circle(x, y, radius)]
    for tooth in range(teeth):
        angle = radians(tooth * 360 / teeth + turned)
        flank = 3.4 / radius
        reach = radius + 7
        points = [(radius, -flank), (reach, -flank * 0.62), (reach, flank * 0.62), (radius, flank)]
        outline.append(line([(x + r * sin(angle + side), y - r * cos(angle + side)) for r, side in points]))
    return outline


def manufacturing() -> list[Path]:
    """Gears in mesh."""
    wheels = [*_gear(162, 62, 50, 24, 0), circle(162, 62, 34), circle(162, 62, 10), *_gear(58, 28, 26, 14, 6)]
    marked = Path([arc(162, 62, 34, -90, 90), arc(162, 62, 50, 90, 90)], "glow", 2.4)
    return [Path(wheels, "veil"), marked, dot(162, 28), dot(162, 112)]


def _wave(points: Sequence[Point]) -> str:
    """A curve through three of six points, smooth in the middle."""
    first, a, b, middle, c, last = points
    mirrored = (2 * middle[0] - b[0], 2 * middle[1] - b[1])
    return move(*first) + curve(a, b, middle) + curve(mirrored, c, last)


def services() -> list[Path]:
    """One wave after another, as days at the desk."""
    waves = [
        _wave([(-10, 14 + n * 10), (40, -22 + n * 9), (84, 62 + n * 9), (128, 26 + n * 9), (196, -12 + n * 10),
               (222, 30 + n * 8)])
        for n in range(11)
    ]  # fmt: skip
    marked = _wave([(-10, 74), (40, 32), (84, 116), (128, 80), (196, 48), (222, 78)])
    return [Path(waves, "veil"), Path([marked], "glow", 2.4), dot(128, 80)]


def financial_services() -> list[Path]:
    """A vault's door with its ring of bolts."""
    x, y = 158, 60
    door = [circle(x, y, radius) for radius in (14, 32, 36, 56, 76)]
    for bolt in range(18):
        angle = radians(bolt * 20)
        points = [(60, -0.035), (71, -0.03), (71, 0.03), (60, 0.035)]
        door.append(line([(x + r * sin(angle + side), y - r * cos(angle + side)) for r, side in points]))
    for spoke in range(6):
        angle = radians(spoke * 60 + 15)
        door.append(line([(x + r * sin(angle), y - r * cos(angle)) for r in (14, 32)]))
    marked = Path([arc(x, y, 56, 90, 120)], "glow", 2.4)
    return [Path(door, "veil"), marked, dot(x, y + 56), dot(x - 56 * cos(radians(30)), y - 56 * sin(radians(30)))]


MOTIFS = {
    "base": plain,
    "manufacturing": manufacturing,
    "services": services,
    "financial_services": financial_services,
}


def panel(words: Words, industry: str) -> Raw:
    """The run that lays the cover's coloured panel and its motif behind the first page's text."""
    return path_group("Cover", words("cover"), PANEL, MOTIFS[industry]())
