"""Turns a placed picture into the markup that shows it in Word and PowerPoint; every namespace is declared in it."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from docgen.engines.office.pictures.place import Crop, Placement
from docgen.ooxml.names import A, P, R

PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_ESCAPED = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": ""}
RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture takes over from its placeholder.

    `turn` is the attributes of `a:xfrm` (rotation, flips), each with a blank before it; `properties` what follows
    `a:xfrm` in `spPr` (geometry, line, effects); `effects` what stands in `a:blip` (recolouring). Markup with the
    prefixes `a` and `r`, whatever else is declared in it.
    """

    turn: str = ""
    properties: str = RECTANGLE
    effects: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as one part shows it: relationship ids, the shape's id and name, its description, its look."""

    rel_id: str
    svg_rel_id: str | None
    shape_id: int
    name: str
    alt: str
    look: Look = field(default_factory=Look)


def attribute(text: str) -> str:
    """`text` quoted as the value of an attribute."""
    return f'"{escape(text, _ESCAPED)}"'


def word_picture(shown: Shown, placement: Placement) -> str:
    """`a:graphic` with the picture, for a `wp:inline` or `wp:anchor` whose `wp:extent` is the placement's size."""
    told = f'<pic:cNvPr id="{shown.shape_id}" name={attribute(shown.name)} descr={attribute(shown.alt)}/>'
    return (
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}" xmlns:r="{R}">'
        f'<pic:nvPicPr>{told}<pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr>'
        f"<pic:blipFill>{_fill(shown, placement.crop)}</pic:blipFill>"
        f"<pic:spPr>{_frame(shown.look, -placement.x, -placement.y, placement)}{shown.look.properties}</pic:spPr>"
        f"</pic:pic></a:graphicData></a:graphic>"
    )


def slide_picture(shown: Shown, placement: Placement, x: int, y: int, told: str = "", place: str = "") -> str:
    """`p:pic` in a frame at (x, y) EMU; `told` stands in its `p:cNvPr` (a link), `place` in its `p:nvPr` (a `p:ph`)."""
    named = f'<p:cNvPr id="{shown.shape_id}" name={attribute(shown.name)} descr={attribute(shown.alt)}>{told}</p:cNvPr>'
    return (
        f'<p:pic xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"><p:nvPicPr>{named}'
        f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{place}</p:nvPr></p:nvPicPr>'
        f"<p:blipFill>{_fill(shown, placement.crop)}</p:blipFill>"
        f"<p:spPr>{_frame(shown.look, x, y, placement)}{shown.look.properties}</p:spPr></p:pic>"
    )


def _frame(look: Look, x: int, y: int, placement: Placement) -> str:
    offset = f'<a:off x="{x + placement.x}" y="{y + placement.y}"/>'
    return f'<a:xfrm{look.turn}>{offset}<a:ext cx="{placement.cx}" cy="{placement.cy}"/></a:xfrm>'


def _fill(shown: Shown, crop: Crop) -> str:
    svg = ""
    if shown.svg_rel_id is not None:
        blip = f'<asvg:svgBlip xmlns:asvg="{SVG}" r:embed="{shown.svg_rel_id}"/>'
        svg = f'<a:extLst><a:ext uri="{_SVG_EXTENSION}">{blip}</a:ext></a:extLst>'
    cut = "".join(f' {side}="{part}"' for side, part in zip("ltrb", crop, strict=True) if part)
    blip = f'<a:blip r:embed="{shown.rel_id}">{shown.look.effects}{svg}</a:blip>'
    return f"{blip}<a:srcRect{cut}/><a:stretch><a:fillRect/></a:stretch>"
