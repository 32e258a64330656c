"""The names of elements in Office files (ECMA-376 part 1), and the order that Word wants properties in."""

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

PARAGRAPH, RUN, TEXT, TABLE, ROW, CELL = (f"{{{W}}}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = f"{{{W}}}pPr", f"{{{W}}}rPr"

_AFTER = {
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath rPrChange",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
}
_ORDER = {name: {f"{{{W}}}{item}": place for place, item in enumerate(told.split())} for name, told in _AFTER.items()}


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def put(properties: Element, name: str, **attributes: str) -> Element:
    """Set a property in its place in the sequence (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28), replacing an old one."""
    order = _ORDER[etree.QName(properties).localname]
    for old in properties.findall(w(name)):
        properties.remove(old)
    made = etree.Element(w(name), {w(key): value for key, value in attributes.items()})
    place = order[w(name)]
    properties.insert(sum(order.get(str(child.tag), 0) < place for child in properties), made)
    return made


def properties_of(element: Element) -> Element:
    """The `pPr` of a paragraph or the `rPr` of a run, made if it has none."""
    tag = PARAGRAPH_PROPERTIES if element.tag == PARAGRAPH else RUN_PROPERTIES
    found = element.find(tag)
    if found is None:
        found = etree.Element(tag)
        element.insert(0, found)
    return found
