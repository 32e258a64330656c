"""Namespaces and element names of Office files (ECMA-376 parts 1 and 2), and the order of properties in Word."""

from lxml import etree

Element = etree._Element  # pyright: ignore[reportPrivateUsage]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWN_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WP14 = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
A16 = "http://schemas.microsoft.com/office/drawing/2014/main"
SVG_BLIP = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
STRICT = "http://purl.oclc.org/ooxml/"
"""The prefix of namespaces in strict files (ECMA-376 part 1, annex A)."""

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PACKAGE_RELATIONSHIPS, CONTENT_TYPES = f"{PACKAGE}/relationships", f"{PACKAGE}/content-types"
CORE_PROPERTIES = f"{PACKAGE}/metadata/core-properties"
CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
EXTENDED_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
VARIANT_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"

PARAGRAPH, RUN, TEXT, TABLE, ROW, CELL = (f"{{{W}}}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = f"{{{W}}}pPr", f"{{{W}}}rPr"

_SEQUENCES = {
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath rPrChange",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
}
_ORDER = {
    name: {f"{{{W}}}{item}": place for place, item in enumerate(items.split())} for name, items in _SEQUENCES.items()
}


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def put(properties: Element, name: str, **attributes: str) -> Element:
    """Set a property at its place in the sequence (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28), replacing an old one."""
    order = _ORDER[etree.QName(properties).localname]
    for old in properties.findall(w(name)):
        properties.remove(old)
    made = etree.Element(w(name), {w(key): value for key, value in attributes.items()})
    place = order[w(name)]
    properties.insert(sum(order.get(str(child.tag), 0) < place for child in properties), made)
    return made
