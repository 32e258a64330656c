"""Turns a part of a deck into one form: standard prefixes, no white space between elements, runs in one shape.

What is done on strings once a template is filled relies on it: a run is `<a:r>`, its `a:rPr`, `<a:t>` and nothing else.
"""

from collections.abc import Mapping

from lxml import etree

from docgen.engines.office.tags import PRINTED
from docgen.engines.pptx.text import END_LANGUAGE, LANGUAGE, NUMBER, in_tree
from docgen.ooxml.names import A, Element, P, R
from docgen.templating import TAG

_PREFIXES = {"a": A, "r": R, "p": P}
_TEXT, _FIELD = f"{{{A}}}t", f"{{{A}}}fld"
_PASSING = ("dirty", "err", "smtClean", "altLang")
_TABLE_IDS = ("rowId", "colId")


def prepare(root: Element) -> Element:
    """The tree under `root` in one form; what a person sees stays."""
    root = _with_prefixes(root)
    for element in root.iter(etree.Element):
        _strip(element)
    for run in root.iter(f"{{{A}}}r", _FIELD, f"{{{A}}}br"):
        _shape_run(run)
    for end in root.iter(f"{{{A}}}endParaRPr"):
        _set_language(end, END_LANGUAGE)
    for field in root.iter(_FIELD):
        _settle_field(field)
    _forget_table_ids(root)
    _number_shapes(root)
    return root


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
    if element.text is not None and element.tag != _TEXT and not element.text.strip():
        element.text = None
    if element.tail is not None and not element.tail.strip():
        element.tail = None


def _shape_run(run: Element) -> None:
    properties = run.find(f"{{{A}}}rPr")
    if properties is None:
        properties = etree.Element(f"{{{A}}}rPr")
    run.insert(0, properties)
    _set_language(properties, LANGUAGE)
    text = run.find(_TEXT)
    if text is None and run.tag == f"{{{A}}}r":
        text = etree.SubElement(run, _TEXT)
    if text is not None and text.text is None:
        text.text = ""


def _set_language(properties: Element, mark: str) -> None:
    kept = {name: value for name, value in properties.attrib.items() if name not in (*_PASSING, "lang")}
    properties.attrib.clear()
    properties.set("lang", in_tree(mark))
    for name, value in kept.items():
        properties.set(name, value)


def _settle_field(field: Element) -> None:
    """A field shows the slide's number, or text without formats of its own."""
    text = field.find(_TEXT)
    if text is None:
        return
    if field.get("type") == "slidenum":
        text.text = in_tree(NUMBER)
    elif TAG.search(text.text or ""):
        text.text = PRINTED.sub(lambda found: f"{{{{ ({found.group(1)})|dg_plain }}}}", text.text or "")


def _forget_table_ids(root: Element) -> None:
    """Take away the ids that PowerPoint gives rows and columns anew, since a loop would repeat them."""
    for extension in list(root.iter(f"{{{A}}}ext")):
        if len(extension) and etree.QName(extension[0]).localname in _TABLE_IDS:
            holder = extension.getparent()
            if holder is not None:
                holder.remove(extension)
                around = holder.getparent()
                if len(holder) == 0 and around is not None:
                    around.remove(holder)


def _number_shapes(root: Element) -> None:
    """Give each shape an id of its own."""
    seen: set[str] = set()
    free = next_id(root)
    for item in root.iter(f"{{{P}}}cNvPr"):
        if item.get("id", "") in seen:
            item.set("id", str(free))
            free += 1
        seen.add(item.get("id", ""))


def next_id(root: Element) -> int:
    """The first shape id that is free in `root`."""
    return 1 + max((int(item.get("id", "0")) for item in root.iter(f"{{{P}}}cNvPr")), default=1)
