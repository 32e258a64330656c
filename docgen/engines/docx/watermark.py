"""Turns a watermark's text into a pale turned word behind every page, through the headers of every section.

Word keeps a watermark as WordArt in a header (VML `textpath`, ECMA-376 part 4, 19.1.2.23). A section that names no
header of a type takes the one before it; where the first section has none, one is made.
"""

from xml.sax.saxutils import quoteattr

from lxml import etree

from docgen.engines.docx.package import Package, reference
from docgen.ooxml.names import PARAGRAPH, RUN, Element, R, W, w
from docgen.ooxml.xml import parse_xml

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORD10 = "urn:schemas-microsoft-com:office:word"


def add_watermark(package: Package, document: Element, text: str, colour: str) -> None:
    """Lay `text` behind every page of `document`; header parts are changed or made in `package`."""
    sections = list(document.iter(w("sectPr")))
    targets = {item.id: item.target for item in package.relationships(package.document)}
    headers = [targets[ref.get(f"{{{R}}}id", "")] for section in sections for ref in section.iter(w("headerReference"))]
    for part in dict.fromkeys(headers):
        root = parse_xml(package.parts[part], huge=True)
        _add_to(root, text, colour)
        package.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for kind in _missing_kinds(package, sections):
        root = etree.Element(w("hdr"), nsmap={"w": W, "r": R})
        etree.SubElement(root, PARAGRAPH)
        _add_to(root, text, colour)
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = package.add("header", "header", data)
        sections[0].insert(0, reference(kind, package.relate(package.document, "header", part)))


def _missing_kinds(package: Package, sections: list[Element]) -> list[str]:
    if not sections:
        return []
    wanted = ["default"]
    if any(section.find(w("titlePg")) is not None for section in sections):
        wanted.append("first")
    settings = next((r.target for r in package.relationships(package.document) if r.name == "settings"), "")
    if b"evenAndOddHeaders" in package.parts.get(settings, b""):
        wanted.append("even")
    given = {ref.get(w("type")) for ref in sections[0].iter(w("headerReference"))}
    return [kind for kind in wanted if kind not in given]


def _add_to(header: Element, text: str, colour: str) -> None:
    paragraph = header.find(f".//{PARAGRAPH}")
    if paragraph is None:
        paragraph = etree.SubElement(header, PARAGRAPH)
    run = etree.Element(RUN)
    run.append(_word_art(text, colour))
    at = 1 if len(paragraph) and paragraph[0].tag == w("pPr") else 0
    paragraph.insert(at, run)


def _word_art(text: str, colour: str) -> Element:
    wide = sum(2 if ord(char) > 0x2E7F else 1 for char in text)
    width = min(460, max(200, wide * 40))
    height = round(width / max(wide, 3) * 1.6)
    place = "position:absolute;margin-left:0;margin-top:0;rotation:315;z-index:-251658752"
    centred = (
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return etree.fromstring(
        f'<w:pict xmlns:w="{W}" xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:w10="{_WORD10}">'
        f'<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        f'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        f'<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        f'<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        f'<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="docgenWatermark" o:spid="_x0000_s2049" type="#_x0000_t136" alt={quoteattr(text)} '
        f'style="{place};width:{width}pt;height:{height}pt;{centred}" o:allowincell="f" fillcolor="#{colour}" '
        f'stroked="f"><v:fill opacity=".16"/><v:textpath style="font-family:&quot;sans-serif&quot;;font-size:1pt" '
        f"string={quoteattr(text)}/></v:shape></w:pict>"
    )
