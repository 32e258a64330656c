"""Turns a Word part's tree into one form: standard prefixes, no white space between elements, no revision ids.

What is done on strings once a template is filled relies on it: a run begins with `<w:r>` and nothing else.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from docgen.ooxml.names import MC, PIC, RUN, TEXT, W14, WP, WPG, WPS, A, Element, R, W, w

_PREFIXES = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC, "wps": WPS, "wpg": WPG, "mc": MC}
_PARAGRAPH_IDS = (f"{{{W14}}}paraId", f"{{{W14}}}textId")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PASSING = (w("proofErr"), w("lastRenderedPageBreak"))
_KEEPS_SPACE = {TEXT, w("instrText"), w("delText"), f"{{{A}}}t"}
_KEEPS_IDS = {w("comments")}  # comment threads name their paragraphs


def prepare(root: Element) -> Element:
    """The tree under `root` in one form; what a person sees stays."""
    root = _with_prefixes(root)
    for passing in list(root.iter(*_PASSING)):
        _remove(passing)
    for element in root.iter(etree.Element):
        _strip(element)
        for name in [name for name in element.attrib if _is_passing(str(name), root)]:
            del element.attrib[name]
        if element.tag == RUN:
            element.attrib.clear()
    return root


def keep_spaces(root: Element) -> None:
    """Let each text that holds a tag, or begins or ends with a space, keep its spaces."""
    for text in root.iter(TEXT):
        told = text.text or ""
        if "{" in told or told != told.strip():
            text.set(_SPACE, "preserve")


def _with_prefixes(root: Element) -> Element:
    """`root` with the standard prefixes declared; the rest of its declarations stay."""
    known: Mapping[str | None, str] = {
        prefix: uri for prefix, uri in root.nsmap.items() if uri not in _PREFIXES.values() and prefix not in _PREFIXES
    }
    made = etree.Element(root.tag, dict(root.attrib), nsmap={**_PREFIXES, **known})
    made.text = root.text
    made.extend(list(root))
    return made


def _strip(element: Element) -> None:
    if element.text is not None and element.tag not in _KEEPS_SPACE and not element.text.strip():
        element.text = None
    if element.tail is not None and not element.tail.strip():
        element.tail = None


def _is_passing(name: str, root: Element) -> bool:
    return name.startswith(f"{{{W}}}rsid") or (name in _PARAGRAPH_IDS and root.tag not in _KEEPS_IDS)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def start_tag(text: str) -> str:
    """The start tag of the root of a part's text, with its namespace declarations."""
    begin = next(_tags(text))
    return text[begin : text.index(">", begin) + 1]


def _tags(text: str) -> Iterator[int]:
    at = text.find("<")
    while at >= 0:
        if text[at + 1] not in "?!":
            yield at
        at = text.find("<", at + 1)
