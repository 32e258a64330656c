"""Apply a brand's tokens to a theme part: colours, fonts, line widths, corner radius."""

from lxml import etree

from docgen.brand import HAIR_RULE, Brand
from docgen.engines.office.fonts import font_facts
from docgen.ooxml.names import A, Element
from docgen.ooxml.xml import parse_xml

_EMU_PER_MM = 36_000
_FACE = f"{{{A}}}"


def paint_theme(data: bytes, brand: Brand) -> bytes:
    """The theme part with the brand's colours, fonts and line widths; the rest is unchanged."""
    root = parse_xml(data)
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
    for line in root.iterfind(f"{_FACE}themeElements/{_FACE}fmtScheme/{_FACE}lnStyleLst/{_FACE}ln"):
        line.set("w", str(round(int(line.get("w", "9525")) * rule_scale(brand))))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def rule_scale(brand: Brand) -> float:
    """The brand's rule width relative to that of the templates."""
    return brand.rule / HAIR_RULE


def round_panels(root: Element, brand: Brand) -> None:
    """Give rounded rectangles named `Panel…` the brand's corner radius.

    `adj` is the radius over the shorter side, in 1/100,000 (ECMA-376 part 1, 20.1.9.18).
    """
    for geometry in root.iter(f"{_FACE}prstGeom"):
        size = geometry.find(f"../{_FACE}xfrm/{_FACE}ext")
        if geometry.get("prst") == "roundRect" and size is not None and _name(geometry).startswith("Panel"):
            shorter = max(min(int(size.get("cx", "0")), int(size.get("cy", "0"))), 1)
            adjusted = min(round(brand.radius * _EMU_PER_MM / shorter * 100_000), 50_000)
            guide = {"name": "adj", "fmla": f"val {adjusted}"}
            geometry[:] = [etree.Element(f"{_FACE}avLst")]
            etree.SubElement(geometry[0], f"{_FACE}gd", guide)


def _name(geometry: Element) -> str:
    """The name of a geometry's shape, or of the drawing around it."""
    for holder in geometry.iterancestors():
        for tag in ("cNvPr", "docPr"):
            named = holder.find(f"{{*}}{tag}")
            named = holder.find(f"{{*}}nvSpPr/{{*}}{tag}") if named is None else named
            if named is not None and named.get("name"):
                return named.get("name", "")
    return ""


def _set_fonts(root: Element, role: str, latin: str, east_asian: str) -> None:
    for fonts in root.iterfind(f"{_FACE}themeElements/{_FACE}fontScheme/{_FACE}{role}"):
        for name, face in (("latin", latin), ("ea", east_asian)):
            facts = font_facts(face, is_east_asian=name == "ea")
            for font in fonts.iterfind(f"{_FACE}{name}"):
                font.set("typeface", face)
                font.set("panose", facts.panose)
                font.set("pitchFamily", str(facts.pitch_and_family))
                font.set("charset", str(facts.signed_charset))
        for font in fonts.iterfind(f"{_FACE}font[@script='Hans']"):
            font.set("typeface", east_asian)
