"""Complete a Word file's font table: each font of the theme and of the text, and what may stand in for it."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from docgen.engines.docx.package import WordPackage, serialize
from docgen.engines.office.fonts import FontFacts, font_facts
from docgen.ooxml.names import Element, W, w
from docgen.ooxml.package import read_rels
from docgen.ooxml.xml import parse_xml

_THEME_FONT = re.compile(r'<a:(latin|ea)\s[^>]*?\btypeface="([^"+{]+)"')
_LITERAL_FONT = re.compile(r'w:(ascii|hAnsi|eastAsia)="([^"{]+)"')
_WITH_FONTS = re.compile(r"[^/]*/(theme|document|styles|numbering|header\d*|footer\d*)")
_ORDER = ("altName", "panose1", "charset", "family", "notTrueType", "pitch")
"""The first children of a font in the schema's order (ECMA-376 part 1, 17.8.3.10)."""


def complete_fonts(parts: dict[str, bytes], document: str) -> None:
    """Add the missing fonts, and the missing facts of each, to the font table of `parts`, which may have none.

    What a table states is unchanged.
    """
    used = dict(_fonts_of(parts))
    name = next((item.target for item in read_rels(parts, document) if item.name == "fontTable"), "")
    root = parse_xml(parts[name]) if name in parts else etree.Element(w("fonts"), nsmap={"w": W})
    known = {font.get(w("name"), ""): font for font in root.iter(w("font"))}
    for font, is_east_asian in used.items():
        if font not in known:
            known[font] = etree.SubElement(root, w("font"), {w("name"): font})
        _complete(known[font], font_facts(font, is_east_asian=is_east_asian))
    if name in parts:
        parts[name] = serialize(root)
    elif used:
        package = WordPackage(parts, document)
        package.relate(document, "fontTable", package.add("fontTable", "fontTable", serialize(root)))
        parts.update(package.finish())


def _fonts_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, bool]]:
    """The fonts of themes, styles and text, and whether each is for East Asian text."""
    for name, data in sorted(parts.items()):
        if _WITH_FONTS.match(name) and name.endswith(".xml"):
            text = data.decode(errors="replace")
            for pattern in (_THEME_FONT, _LITERAL_FONT):
                for role, font in pattern.findall(text):
                    yield font, role in {"ea", "eastAsia"}


def _complete(font: Element, facts: FontFacts) -> None:
    values = {"altName": facts.alternative, "panose1": facts.panose, "charset": facts.charset,
              "family": facts.family, "pitch": facts.pitch}  # fmt: skip
    for name, value in values.items():
        if value and font.find(w(name)) is None:
            before = [w(each) for each in _ORDER[: _ORDER.index(name)]]
            font.insert(sum(child.tag in before for child in font), etree.Element(w(name), {w("val"): value}))
