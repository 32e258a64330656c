"""Outline levels of Word's paragraphs and styles (ECMA-376 part 1, 17.3.1.20), from 0 for the highest heading."""

from collections.abc import Mapping

from docgen.engines.docx.style_names import heading_level
from docgen.ooxml.names import PARAGRAPH_PROPERTIES, Element, w
from docgen.ooxml.package import office_document, read_rels
from docgen.ooxml.xml import name_of_style, parse_xml, styles_by_id

_BODY_TEXT = 9


def outline_levels(parts: Mapping[str, bytes]) -> dict[str, int]:
    """The level of each paragraph style of a package that has one, its own or inherited, by id."""
    rels = read_rels(parts, office_document(parts))
    part = next((item.target for item in rels if item.name == "styles"), "")
    styles = styles_by_id(parse_xml(parts[part], huge=True)) if part in parts else {}
    levels = {name: _level_of_style(name, styles) for name in styles}
    return {name: level for name, level in levels.items() if level is not None and level != _BODY_TEXT}


def level_of(paragraph: Element, levels: Mapping[str, int]) -> int | None:
    """The level of a paragraph, its own or its style's in `levels`; None for body text."""
    properties = paragraph.find(PARAGRAPH_PROPERTIES)
    if properties is None:
        return None
    own = _own_level(properties)
    if own is not None:
        return None if own == _BODY_TEXT else own
    style = properties.find(w("pStyle"))
    return None if style is None else levels.get(style.get(w("val"), ""))


def _level_of_style(name: str, styles: Mapping[str, Element]) -> int | None:
    for _ in range(len(styles)):
        style = styles.get(name)
        if style is None:
            return None
        properties = style.find(PARAGRAPH_PROPERTIES)
        own = None if properties is None else _own_level(properties)
        heading = heading_level(name_of_style(style))
        if own is not None or heading is not None:
            return heading - 1 if own is None and heading is not None else own
        based = style.find(w("basedOn"))
        name = "" if based is None else based.get(w("val"), "")
    return None


def _own_level(properties: Element) -> int | None:
    level = properties.find(w("outlineLvl"))
    value = "" if level is None else level.get(w("val"), "")
    return int(value) if value.isascii() and value.isdecimal() else None
