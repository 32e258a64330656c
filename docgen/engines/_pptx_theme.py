"""Turns a brand's tokens into the theme part's colours and fonts, and a watermark's text into a pale shape."""

from lxml import etree

from docgen.brand import Brand
from docgen.engines._pptx_text import A, Element, P

_FACE = f"{{{A}}}"


def paint_theme(data: bytes, brand: Brand) -> bytes:
    """The theme part with the brand's colours and fonts; effects and the rest stay."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    slots = {
        "dk1": brand.ink, "lt1": "FFFFFF", "dk2": brand.primary, "lt2": brand.surface, "accent1": brand.primary,
        "accent2": brand.accent, "accent3": brand.positive, "accent4": brand.warning, "accent5": brand.negative,
        "accent6": brand.muted, "hlink": brand.primary, "folHlink": brand.muted,
    }  # fmt: skip
    for name, colour in slots.items():
        for slot in root.iterfind(f"{_FACE}themeElements/{_FACE}clrScheme/{_FACE}{name}"):
            slot[:] = [etree.Element(f"{_FACE}srgbClr", {"val": colour.lstrip("#")})]
    _set_fonts(root, "majorFont", brand.heading_latin, brand.heading_east_asian)
    _set_fonts(root, "minorFont", brand.body_latin, brand.body_east_asian)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_fonts(root: Element, role: str, latin: str, east_asian: str) -> None:
    for fonts in root.iterfind(f"{_FACE}themeElements/{_FACE}fontScheme/{_FACE}{role}"):
        for name, face in (("latin", latin), ("ea", east_asian)):
            for font in fonts.iterfind(f"{_FACE}{name}"):
                font.set("typeface", face)
                font.attrib.pop("panose", None)
        for font in fonts.iterfind(f"{_FACE}font[@script='Hans']"):
            font.set("typeface", east_asian)


def watermark_shape(text: str, number: int, width: int, height: int) -> Element:
    """A text shape over the middle of a slide of `width` × `height` EMU, turned and nearly transparent."""
    size = 8000 if len(text) <= 12 else 5400
    box = (int(width * 0.1), int(height * 0.36), int(width * 0.8), int(height * 0.28))
    shape = etree.fromstring(
        f'<p:sp xmlns:p="{P}" xmlns:a="{A}"><p:nvSpPr><p:cNvPr id="{number}" name="Watermark"/><p:cNvSpPr txBox="1">'
        '<a:spLocks noSelect="1"/></p:cNvSpPr><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm rot="19800000">'
        f'<a:off x="{box[0]}" y="{box[1]}"/><a:ext cx="{box[2]}" cy="{box[3]}"/></a:xfrm><a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="none" anchor="ctr"><a:noAutofit/></a:bodyPr>'
        f'<a:lstStyle/><a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="en-GB" sz="{size}" b="1"><a:solidFill>'
        '<a:schemeClr val="accent6"><a:alpha val="18000"/></a:schemeClr></a:solidFill><a:latin typeface="+mj-lt"/>'
        '<a:ea typeface="+mj-ea"/></a:rPr><a:t/></a:r></a:p></p:txBody></p:sp>'
    )
    next(shape.iter(f"{_FACE}t")).text = text
    return shape
