"""Parse the XML parts of Office files, look up styles, declare prefixes."""

from collections.abc import Mapping

from lxml import etree

from docgen.ooxml.names import Element, w


def parse_xml(data: bytes, *, huge: bool = False, without_comments: bool = False) -> Element:
    """The root element of a part; entities aren't resolved and nothing is fetched. Raises etree.XMLSyntaxError.

    `huge` lifts libxml2's limits (256 levels, 10 MB for one text or attribute), for parts whose size was checked.
    `without_comments` removes comments and processing instructions, so that text split by one is read as Office does.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=huge,
        remove_comments=without_comments,
        remove_pis=without_comments,
    )
    return etree.fromstring(data, parser)


def styles_by_id(root: Element) -> dict[str, Element]:
    """The styles in a Word styles part, by id."""
    return {style.get(w("styleId"), ""): style for style in root.iterchildren(w("style"))}


def name_of_style(style: Element) -> str:
    """A Word style's display name; empty if it has none."""
    name = style.find(w("name"))
    return "" if name is None else name.get(w("val"), "")


def with_prefixes(root: Element, prefixes: Mapping[str, str]) -> Element:
    """`root` with the standard `prefixes` declared; its other declarations are unchanged."""
    known: Mapping[str | None, str] = {
        prefix: uri for prefix, uri in root.nsmap.items() if uri not in prefixes.values() and prefix not in prefixes
    }
    made = etree.Element(root.tag, dict(root.attrib), nsmap={**prefixes, **known})
    made.text = root.text
    made.extend(list(root))
    return made
