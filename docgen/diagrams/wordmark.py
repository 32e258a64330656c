"""Draw the seller's name where a brand has no logo."""

from docgen.diagrams.geometry import Align, Box, Drawing
from docgen.diagrams.typeset import LEADING, typeset, wrap

_SIZES = (18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0)


def wordmark(name: str, width: float, height: float, *, dark: bool, align: Align, alt: str) -> Drawing:
    """`name` in a frame of `width` × `height` points, in the largest type that leaves it whole; one line if it fits.

    `dark`: in white, for `primary` backgrounds. `alt` is the alternative text.
    """
    size, lines = _largest(name, width, height)
    text = typeset(lines, size, bold=True, colour="white" if dark else "primary")
    frame = Box("wordmark", 0, 0, width, height, text, align=align, centred=True, name="Wordmark")
    return Drawing(width, height, (frame,), alt)


def _largest(name: str, width: float, height: float) -> tuple[float, list[str]]:
    for most in (1, 2):
        for size in (size for size in _SIZES if size * LEADING * most <= height):
            lines = wrap(name, width, size, bold=True, most=most)
            if len(lines) <= most and not lines[-1].endswith("…"):
                return size, lines
    return _SIZES[-1], wrap(name, width, _SIZES[-1], bold=True, most=2)
