"""Turns a picture's size, a frame and a wish for how to fit into a size, an offset and a crop; whole numbers only."""

from dataclasses import dataclass
from typing import Literal, Protocol

Fit = Literal["contain", "fill", "stretch"]
FITS: tuple[Fit, ...] = ("contain", "fill", "stretch")
Crop = tuple[int, int, int, int]

_WHOLE = 100_000
_ACROSS = {"left": 0, "center": 1, "right": 2}
_DOWN = {"top": 0, "center": 1, "bottom": 2}
ALIGNMENTS = tuple(dict.fromkeys((*_ACROSS, *_DOWN)))


class Sized(Protocol):
    """What has a size of its own, in EMU."""

    @property
    def cx(self) -> int:
        """Its width."""
        ...

    @property
    def cy(self) -> int:
        """Its height."""
        ...


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture stands in its frame, in EMU from the frame's corner, and what is cut off of it.

    `crop` is left, top, right, bottom in 1/100,000 of the picture (ECMA-376 part 1, 20.1.8.55).
    """

    x: int
    y: int
    cx: int
    cy: int
    crop: Crop = (0, 0, 0, 0)


def placed(picture: Sized, cx: int, cy: int, fit: Fit = "contain", align: str = "center") -> Placement:
    """`picture` in a frame of `cx` × `cy` EMU, both at least 1.

    contain shows it whole, as large as the frame allows, at `align`; fill covers the frame, cuts what stands over
    and keeps what `align` says; stretch takes the frame's size. `align` is left, right, top, bottom, center or two
    of them. Raises ValueError for another fit or alignment.
    """
    across, down = alignment(align)
    cx, cy = max(1, cx), max(1, cy)
    match fit:
        case "contain":
            wide, high = _within(picture, cx, cy)
            return Placement((cx - wide) * across // 2, (cy - high) * down // 2, wide, high)
        case "fill":
            # what the frame's aspect leaves of the picture's width and height
            over_x = _over(cx * picture.cy, cy * picture.cx)
            over_y = _over(cy * picture.cx, cx * picture.cy)
            left, top = over_x * across // 2, over_y * down // 2
            return Placement(0, 0, cx, cy, (left, top, over_x - left, over_y - top))
        case "stretch":
            return Placement(0, 0, cx, cy)
        case _:
            raise ValueError(f"{fit!r} is no fit; write {', '.join(FITS)}")


def alignment(align: str) -> tuple[int, int]:
    """`align` as steps across and down: 0 at the start, 1 in the middle, 2 at the end. Raises ValueError."""
    words = align.split()
    across = [_ACROSS[word] for word in words if word in _ACROSS and word != "center"]
    down = [_DOWN[word] for word in words if word in _DOWN and word != "center"]
    if not words or len(words) > 2 or len(across) > 1 or len(down) > 1 or not set(words) <= set(ALIGNMENTS):
        raise ValueError(f"{align!r} is no alignment; write {', '.join(ALIGNMENTS)}, or two as in `top left`")
    return (across or [1])[0], (down or [1])[0]


def _within(picture: Sized, cx: int, cy: int) -> tuple[int, int]:
    """The largest size of the picture's aspect that is within the frame, at least 1 × 1."""
    if picture.cx * cy <= cx * picture.cy:
        return max(1, picture.cx * cy // picture.cy), cy
    return cx, max(1, picture.cy * cx // picture.cx)


def _over(seen: int, whole: int) -> int:
    """What of `whole` is beyond `seen`, in 1/100,000, never all of it."""
    return min(_WHOLE - 1, max(0, _WHOLE * (whole - seen) // whole))
