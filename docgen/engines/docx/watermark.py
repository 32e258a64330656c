"""Add a diagonal text watermark behind every page, in the headers of every section.

A watermark is WordArt in a header (VML `textpath`, ECMA-376 part 4, 19.1.2.23). A section without a header of a type
uses the previous section's; if the first section has none, one is added.
"""

from xml.sax.saxutils import quoteattr

from lxml import etree

from docgen.brand import Brand
from docgen.engines.docx.package import WordPackage, serialize
from docgen.ooxml.names import PARAGRAPH, RUN, Element, R, W, w
from docgen.ooxml.xml import parse_xml

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORD10 = "urn:schemas-microsoft-com:office:word"
_INK = 0.16
"""The share of the brand's muted colour in the watermark's, the rest is white: some programs ignore an opacity."""


def add_watermark(parts: dict[str, bytes], document: str, text: str, brand: Brand) -> None:
    """Add `text` behind every page of the main part `document`; changes `parts`."""
    package = WordPackage(parts, document)
    root = parse_xml(parts[document], huge=True)
    _add_to_headers(package, root, _word_art(text, brand))
    package.parts[document] = serialize(root)
    parts.update(package.finish())


def _add_to_headers(package: WordPackage, document: Element, mark: str) -> None:
    sections = list(document.iter(w("sectPr")))
    targets = {item.id: item.target for item in package.relationships(package.document)}
    headers = [targets[ref.get(f"{{{R}}}id", "")] for section in sections for ref in section.iter(w("headerReference"))]
    for part in dict.fromkeys(headers):
        root = parse_xml(package.parts[part], huge=True)
        _add_to(root, mark)
        package.parts[part] = serialize(root)
    for kind in _missing_kinds(package, sections):
        root = etree.Element(w("hdr"), nsmap={"w": W, "r": R})
        etree.SubElement(root, PARAGRAPH)
        _add_to(root, mark)
        part = package.add("header", "header", serialize(root))
        id_ = package.relate(package.document, "header", part)
        sections[0].insert(0, etree.Element(w("headerReference"), {w("type"): kind, f"{{{R}}}id": id_}))


def _missing_kinds(package: WordPackage, sections: list[Element]) -> list[str]:
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


def _add_to(header: Element, mark: str) -> None:
    paragraph = header.find(f".//{PARAGRAPH}")
    if paragraph is None:
        paragraph = etree.SubElement(header, PARAGRAPH)
    run = etree.Element(RUN)
    run.append(etree.fromstring(mark))
    at = 1 if len(paragraph) and paragraph[0].tag == w("pPr") else 0
    paragraph.insert(at, run)


def _word_art(text: str, brand: Brand) -> str:
    wide = sum(2 if ord(char) > 0x2E7F else 1 for char in text)
    width = min(460, max(200, wide * 40))
    height = round(width / max(wide, 3) * 1.6)
    place = "position:absolute;margin-left:0;margin-top:0;rotation:315;z-index:-251658752"
    centred = (
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    colour = "".join(f"{round(255 - (255 - int(brand.muted[at : at + 2], 16)) * _INK):02X}" for at in (0, 2, 4))
    font = brand.body_latin if text.isascii() else brand.body_east_asian
    family = quoteattr(f"font-family:'{font}';font-size:1pt")
    return (
        f'<w:pict xmlns:w="{W}" xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:w10="{_WORD10}">'
        f'<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        f'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        f'<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        f'<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        f'<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="docgenWatermark" o:spid="_x0000_s2049" type="#_x0000_t136" alt={quoteattr(text)} '
        f'style="{place};width:{width}pt;height:{height}pt;{centred}" o:allowincell="f" fillcolor="#{colour}" '
        f'stroked="f"><v:textpath style={family} '
        f"string={quoteattr(text)}/></v:shape></w:pict>"
    )
