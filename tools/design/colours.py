"""Turns two colours into how far they stand apart (WCAG 2.2, 1.4.3)."""

from collections import Counter
from collections.abc import Iterable, Sequence

Colour = tuple[int, int, int]

TEXT, LARGE_TEXT = 4.5, 3.0
LARGE, LARGE_BOLD = 18.0, 14.0
"""Sizes in points from which less contrast will do."""
_SHARE = 0.4


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of two colours' luminances, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def over(colour: Colour, alpha: float, ground: Colour) -> Colour:
    """A colour laid over another, as opaque as `alpha` says."""
    red, green, blue = (round(top * alpha + under * (1 - alpha)) for top, under in zip(colour, ground, strict=True))
    return red, green, blue


def main_colours(pixels: Iterable[Colour]) -> Sequence[Colour]:
    """The colours that make up a good part of a patch; a rule that crosses it, or its rim, is none of them."""
    counted = Counter(pixels)
    total = sum(counted.values())
    near: Counter[Colour] = Counter()
    first: dict[Colour, Colour] = {}
    for colour, count in counted.most_common():
        red, green, blue = (value // 12 for value in colour)
        near[red, green, blue] += count
        first.setdefault((red, green, blue), colour)
    found = [first[key] for key, count in near.items() if count >= _SHARE * total]
    return found or [colour for colour, _ in counted.most_common(1)]


def wanted_contrast(size: float, *, bold: bool) -> float:
    """The least ratio for text of `size` points."""
    return LARGE_TEXT if size >= (LARGE_BOLD if bold else LARGE) else TEXT
