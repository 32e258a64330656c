"""Parse the XML parts of Office files, and look styles up."""

from lxml import etree

from docgen.ooxml.names import Element, w


def parse_xml(data: bytes, *, huge: bool = False, bare: bool = False) -> Element:
    """The root of a part: no entity is resolved and nothing fetched. Raises etree.XMLSyntaxError.

    `huge` lifts libxml2's own limits (256 levels, 10 MB for one text or attribute), for parts whose size was checked;
    `bare` leaves comments and processing instructions out, so that words parted by one are read as Office reads them.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=huge, remove_comments=bare, remove_pis=bare
    )
    return etree.fromstring(data, parser)


def styles_by_id(root: Element) -> dict[str, Element]:
    """The styles of a Word file's styles part, by their ids."""
    return {style.get(w("styleId"), ""): style for style in root.iterchildren(w("style"))}


def name_of_style(style: Element) -> str:
    """A Word style's name as its list shows it, empty if it has none."""
    name = style.find(w("name"))
    return "" if name is None else name.get(w("val"), "")
