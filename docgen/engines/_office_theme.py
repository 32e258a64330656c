"""Turns a brand's tokens into the theme part's colours and fonts."""

from lxml import etree

from docgen.brand import Brand
from docgen.engines._office_tags import Element

_FACE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


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
