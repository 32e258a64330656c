"""Add a diagonal text watermark behind every page, in the headers of every section.

A watermark is WordArt in a header (VML `textpath`, ECMA-376 part 4, 19.1.2.23). A section without a header of a type
uses the previous section's; if the first section has none, one is added.
"""

import posixpath
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from lxml import etree

from docgen.ooxml.names import PARAGRAPH, RUN, Element, R, W, w
from docgen.ooxml.package import TYPES_PART, ContentTypes, Relationship, read_rels, rels_part, write_rels
from docgen.ooxml.xml import parse_xml

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORD10 = "urn:schemas-microsoft-com:office:word"


class _Package:
    """The parts of a Word file, open for additions."""

    def __init__(self, parts: Mapping[str, bytes], document: str) -> None:
        """`document` is the main part's name."""
        self.parts = dict(parts)
        self.document = document
        self._types = ContentTypes.read(self.parts[TYPES_PART])
        self._rels: dict[str, list[Relationship]] = {}

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of `part`, to read and to add to."""
        if part not in self._rels:
            self._rels[part] = list(read_rels(self.parts, part))
        return self._rels[part]

    def relate(self, part: str, kind: str, target: str, external: bool = False) -> str:
        """The id of the relationship of `part` to `target`, added unless it exists."""
        rels = self.relationships(part)
        full = f"{R}/{kind}"
        for item in rels:
            if (item.kind, item.target, item.external) == (full, target, external):
                return item.id
        taken = {item.id for item in rels}
        number = next(n for n in range(1, len(rels) + 2) if f"rIdG{n}" not in taken)
        rels.append(Relationship(f"rIdG{number}", full, target, external))
        return f"rIdG{number}"

    def add(self, stem: str, kind: str, data: bytes) -> str:
        """Add a part `word/<stem><n>.xml` of a content type like `header`; return its name."""
        folder = posixpath.dirname(self.document)
        number = next(n for n in range(1, 10_000) if f"{folder}/{stem}{n}.xml" not in self.parts)
        name = f"{folder}/{stem}{number}.xml"
        self.parts[name] = data
        self._types.overrides[name] = f"{_WORD}.{kind}+xml"
        return name

    def finish(self) -> dict[str, bytes]:
        """The parts with relationships and content types written."""
        for part, rels in self._rels.items():
            if rels:
                self.parts[rels_part(part)] = write_rels(part, tuple(rels))
        self.parts[TYPES_PART] = self._types.write()
        return self.parts


def add_watermark(parts: dict[str, bytes], document: str, text: str, colour: str) -> None:
    """Add `text` behind every page of the main part `document`; changes `parts`."""
    package = _Package(parts, document)
    root = parse_xml(parts[document], huge=True)
    _add_to_headers(package, root, text, colour)
    package.parts[document] = serialize(root)
    parts.update(package.finish())


def serialize(root: Element) -> bytes:
    """Serialise a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_to_headers(package: _Package, document: Element, text: str, colour: str) -> None:
    sections = list(document.iter(w("sectPr")))
    targets = {item.id: item.target for item in package.relationships(package.document)}
    headers = [targets[ref.get(f"{{{R}}}id", "")] for section in sections for ref in section.iter(w("headerReference"))]
    for part in dict.fromkeys(headers):
        root = parse_xml(package.parts[part], huge=True)
        _add_to(root, text, colour)
        package.parts[part] = serialize(root)
    for kind in _missing_kinds(package, sections):
        root = etree.Element(w("hdr"), nsmap={"w": W, "r": R})
        etree.SubElement(root, PARAGRAPH)
        _add_to(root, text, colour)
        part = package.add("header", "header", serialize(root))
        id_ = package.relate(package.document, "header", part)
        sections[0].insert(0, etree.Element(w("headerReference"), {w("type"): kind, f"{{{R}}}id": id_}))


def _missing_kinds(package: _Package, sections: list[Element]) -> list[str]:
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
