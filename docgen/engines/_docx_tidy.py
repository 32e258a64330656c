"""Turns a rendered Word part into one that Word accepts: no table without rows, no cell without text, unique ids."""

from lxml import etree

from docgen.engines._docx_names import CELL, PARAGRAPH, ROW, TABLE, TEXT, WP, w
from docgen.engines._office_text import Element

_HOLDERS = tuple(w(name) for name in ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote", "comment", "body"))


def tidy(root: Element) -> None:
    """Mend what loops and conditions left behind in `root`."""
    for element in root.iter(etree.Element):
        if element.tail is not None and not element.tail.strip():
            element.tail = None
        if element.text is not None and element.tag != TEXT and not element.text.strip():
            element.text = None
    for table in list(root.iter(TABLE)):
        _mend_table(table)
    for holder in root.iter(*_HOLDERS):
        _end_with_paragraph(holder)
    _number(root, f"{{{WP}}}docPr", "id")
    _number_bookmarks(root)
    etree.cleanup_namespaces(root, keep_ns_prefixes=[prefix for prefix in root.nsmap if prefix])


def _mend_table(table: Element) -> None:
    for row in table.findall(ROW):
        if row.find(CELL) is None and row.find(w("sdt")) is None:
            table.remove(row)
    rows = table.findall(ROW)
    parent = table.getparent()
    if not rows and parent is not None and table.find(w("sdt")) is None:
        parent.remove(table)
        return
    grid = table.find(w("tblGrid"))
    count = max((sum(_span(cell) for cell in row.findall(CELL)) for row in rows), default=0)
    if grid is not None and count and len(grid) != count:
        total = sum(int(column.get(w("w"), "0")) for column in grid) or 9000
        grid[:] = [etree.Element(w("gridCol"), {w("w"): str(total // count)}) for _ in range(count)]


def _span(cell: Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return int(span.get(w("val"), "1")) if span is not None else 1


def _end_with_paragraph(holder: Element) -> None:
    """A cell, header or text box ends with a paragraph; the body does before its section properties."""
    children = [child for child in holder if child.tag not in {w("tcPr"), w("sectPr")}]
    if not children or children[-1].tag in {TABLE, w("tcPr")}:
        at = len(holder) - (1 if len(holder) and holder[-1].tag == w("sectPr") else 0)
        holder.insert(at, etree.Element(PARAGRAPH))


def _number(root: Element, tag: str, attribute: str) -> None:
    seen: set[str] = set()
    free = 1 + max((int(item.get(attribute, "0")) for item in root.iter(tag)), default=0)
    for item in root.iter(tag):
        if item.get(attribute, "") in seen:
            item.set(attribute, str(free))
            free += 1
        seen.add(item.get(attribute, ""))


def _number_bookmarks(root: Element) -> None:
    """Bookmarks that a loop repeated get ids and names of their own; each end follows its start."""
    names: set[str] = set()
    open_ids: dict[str, list[str]] = {}
    for number, item in enumerate(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        old = item.get(w("id"), "")
        if item.tag == w("bookmarkStart"):
            open_ids.setdefault(old, []).append(str(number))
            item.set(w("id"), str(number))
            name = item.get(w("name"), "")
            item.set(w("name"), name if name not in names else f"{name}_{number}")
            names.add(item.get(w("name"), ""))
        elif open_ids.get(old):
            item.set(w("id"), open_ids[old].pop())
