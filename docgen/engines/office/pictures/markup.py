"""Place a picture in its frame (size, offset and crop, in integers), and write its markup.

The markup declares every namespace that it uses.
"""

from dataclasses import dataclass, field
from typing import Literal, Protocol
from xml.sax.saxutils import escape

from docgen.messages import MessageError
from docgen.ooxml.names import PIC, SVG_BLIP, A, P, R

Fit = Literal["contain", "fill", "stretch"]
FITS: tuple[Fit, ...] = ("contain", "fill", "stretch")
_Crop = tuple[int, int, int, int]
_WHOLE = 100_000
_ACROSS = {"left": 0, "center": 1, "right": 2}
_DOWN = {"top": 0, "center": 1, "bottom": 2}
_ALIGNMENTS = tuple(dict.fromkeys((*_ACROSS, *_DOWN)))


class Sized(Protocol):
    """Anything with a size, in EMU."""

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
    """Position and size of a picture in its frame, in EMU from the frame's corner, and its crop.

    `crop` is left, top, right, bottom in 1/100,000 of the picture (ECMA-376 part 1, 20.1.8.55).
    """

    x: int
    y: int
    cx: int
    cy: int
    crop: _Crop = (0, 0, 0, 0)


def placed(picture: Sized, cx: int, cy: int, fit: Fit = "contain", align: str = "center") -> Placement:
    """Place `picture` in a frame of `cx` × `cy` EMU, both at least 1.

    contain shows all of it, as large as the frame allows, at `align`; fill covers the frame and crops the rest, away
    from `align`; stretch takes the frame's size. `align` is left, right, top, bottom, center or two of them. Raises
    ValueError for another fit or alignment.
    """
    across, down = alignment(align)
    cx, cy = max(1, cx), max(1, cy)
    match fit:
        case "contain":
            wide, high = _within(picture, cx, cy)
            return Placement((cx - wide) * across // 2, (cy - high) * down // 2, wide, high)
        case "fill":
            # crop of the picture's width and height for the frame's aspect ratio
            over_x = _over(cx * picture.cy, cy * picture.cx)
            over_y = _over(cy * picture.cx, cx * picture.cy)
            left, top = over_x * across // 2, over_y * down // 2
            return Placement(0, 0, cx, cy, (left, top, over_x - left, over_y - top))
        case "stretch":
            return Placement(0, 0, cx, cy)
        case _:
            raise MessageError("picture.fit", fit=fit, known=FITS)


def alignment(align: str) -> tuple[int, int]:
    """Parse `align` as (horizontal, vertical): 0 start, 1 middle, 2 end. Raises ValueError."""
    words = align.split()
    across = [_ACROSS[word] for word in words if word in _ACROSS and word != "center"]
    down = [_DOWN[word] for word in words if word in _DOWN and word != "center"]
    if not words or len(words) > 2 or len(across) > 1 or len(down) > 1 or not set(words) <= set(_ALIGNMENTS):
        raise MessageError("picture.align", align=align, known=list(_ALIGNMENTS))
    return (across or [1])[0], (down or [1])[0]


def _within(picture: Sized, cx: int, cy: int) -> tuple[int, int]:
    """The largest size with the picture's aspect ratio in the frame, at least 1 × 1."""
    if picture.cx * cy <= cx * picture.cy:
        return max(1, picture.cx * cy // picture.cy), cy
    return cx, max(1, picture.cy * cx // picture.cx)


def _over(seen: int, whole: int) -> int:
    """The part of `whole` beyond `seen`, in 1/100,000; less than all of it."""
    return min(_WHOLE - 1, max(0, _WHOLE * (whole - seen) // whole))


_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_ESCAPED = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": ""}
RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """The format that a picture takes over from its placeholder.

    `turn` are the attributes of `a:xfrm` (rotation, flips), each with a space before it; `properties` what follows
    `a:xfrm` in `spPr` (geometry, line, effects); `effects` the content of `a:blip` (recolouring). All is markup with
    the prefixes `a` and `r`, and its other declarations.
    """

    turn: str = ""
    properties: str = RECTANGLE
    effects: str = ""


@dataclass(frozen=True, slots=True)
class PictureShape:
    """A picture's shape in a part: relationship ids, shape id and name, alt text, format."""

    rel_id: str
    svg_rel_id: str | None
    shape_id: int
    name: str
    alt: str
    format: PictureFormat = field(default_factory=PictureFormat)


def attribute(text: str) -> str:
    """Quote `text` as an attribute's value."""
    return f'"{escape(text, _ESCAPED)}"'


def word_picture(shown: PictureShape, placement: Placement) -> str:
    """The `a:graphic` of a picture, for a `wp:inline` or `wp:anchor` whose `wp:extent` is the placement's size."""
    properties = f'<pic:cNvPr id="{shown.shape_id}" name={attribute(shown.name)} descr={attribute(shown.alt)}/>'
    return (
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}" xmlns:r="{R}">'
        f'<pic:nvPicPr>{properties}<pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr>'
        f"<pic:blipFill>{_fill(shown, placement.crop)}</pic:blipFill>"
        f"<pic:spPr>{_frame(shown.format, -placement.x, -placement.y, placement)}{shown.format.properties}</pic:spPr>"
        f"</pic:pic></a:graphicData></a:graphic>"
    )


def slide_picture(shown: PictureShape, placement: Placement, x: int, y: int, links: str = "", ph: str = "") -> str:
    """The `p:pic` of a picture in a frame at (x, y) EMU; `links` go into its `p:cNvPr`, `ph` into its `p:nvPr`."""
    named = (
        f'<p:cNvPr id="{shown.shape_id}" name={attribute(shown.name)} descr={attribute(shown.alt)}>{links}</p:cNvPr>'
    )
    return (
        f'<p:pic xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"><p:nvPicPr>{named}'
        f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{ph}</p:nvPr></p:nvPicPr>'
        f"<p:blipFill>{_fill(shown, placement.crop)}</p:blipFill>"
        f"<p:spPr>{_frame(shown.format, x, y, placement)}{shown.format.properties}</p:spPr></p:pic>"
    )


def _frame(picture: PictureFormat, x: int, y: int, placement: Placement) -> str:
    offset = f'<a:off x="{x + placement.x}" y="{y + placement.y}"/>'
    return f'<a:xfrm{picture.turn}>{offset}<a:ext cx="{placement.cx}" cy="{placement.cy}"/></a:xfrm>'


def _fill(shown: PictureShape, crop: _Crop) -> str:
    svg = ""
    if shown.svg_rel_id is not None:
        blip = f'<asvg:svgBlip xmlns:asvg="{SVG_BLIP}" r:embed="{shown.svg_rel_id}"/>'
        svg = f'<a:extLst><a:ext uri="{_SVG_EXTENSION}">{blip}</a:ext></a:extLst>'
    cut = "".join(f' {side}="{part}"' for side, part in zip("ltrb", crop, strict=True) if part)
    blip = f'<a:blip r:embed="{shown.rel_id}">{shown.format.effects}{svg}</a:blip>'
    return f"{blip}<a:srcRect{cut}/><a:stretch><a:fillRect/></a:stretch>"
