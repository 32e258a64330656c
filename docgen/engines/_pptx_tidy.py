"""Turns a rendered slide into one that PowerPoint accepts: no table without rows, no text body without a paragraph."""

from lxml import etree

from docgen.engines._office_text import OWN, Element
from docgen.engines._pptx_text import A, P

_ROW, _CELL, _PARAGRAPH = f"{{{A}}}tr", f"{{{A}}}tc", f"{{{A}}}p"


def tidy(root: Element) -> None:
    """Mend what loops and conditions left behind in `root`."""
    for element in root.iter():
        if element.tail == "\n":
            element.tail = None
        if element.text == "\n" and element.tag != f"{{{A}}}t":
            element.text = None
    for table in list(root.iter(f"{{{A}}}tbl")):
        _mend_table(table)
    for body in list(root.iter(f"{{{P}}}txBody")):
        if body.find(_PARAGRAPH) is None:
            _drop_or_mend(body)
    _number_shapes(root)


def _mend_table(table: Element) -> None:
    rows = table.findall(_ROW)
    if not any(row.find(_CELL) is not None for row in rows):
        _remove(next(table.iterancestors(f"{{{P}}}graphicFrame"), table))
        return
    grid = table.find(f"{{{A}}}tblGrid")
    count = max(len(row.findall(_CELL)) for row in rows)
    columns = [] if grid is None else list(grid)
    if grid is not None and columns and len(columns) != count:
        total = sum(int(column.get("w", "0")) for column in columns)
        grid[:] = [etree.Element(f"{{{A}}}gridCol", {"w": str(total // count)}) for _ in range(count)]
    for row in rows:
        for _ in range(count - len(row.findall(_CELL))):
            row.insert(len(row.findall(_CELL)), _empty_cell())
    for body in table.iter(f"{{{A}}}txBody"):
        if body.find(_PARAGRAPH) is None:
            etree.SubElement(body, _PARAGRAPH)


def _empty_cell() -> Element:
    return etree.fromstring(f'<a:tc xmlns:a="{A}"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>')


def _drop_or_mend(body: Element) -> None:
    """A shape that a condition left without text goes; a title stays, since outline view needs it."""
    shape = body.getparent()
    assert shape is not None  # noqa: S101
    holder = shape.find(f".//{{{P}}}ph")
    if holder is not None and holder.get("type") in {"title", "ctrTitle"}:
        etree.SubElement(body, _PARAGRAPH)
        return
    _remove(shape)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _number_shapes(root: Element) -> None:
    """Give each shape an id of its own, and let connectors that named the old one follow."""
    seen: set[str] = set()
    free = 1 + max((int(item.get("id", "0")) for item in root.iter(f"{{{P}}}cNvPr")), default=1)
    for item in root.iter(f"{{{P}}}cNvPr"):
        if item.get("id", "") in seen:
            item.set("id", str(free))
            free += 1
        seen.add(item.get("id", ""))


def set_numbers(root: Element, number: int, total: int) -> None:
    """Write the slide's number into its fields, and the number of slides where the template asked for it."""
    for run in root.iter(f"{{{A}}}r"):
        text = run.find(f"{{{A}}}t")
        if run.attrib.pop(f"{{{OWN}}}total", None) is not None and text is not None:
            text.text = str(total)
    for slide_field in root.iter(f"{{{A}}}fld"):
        text = slide_field.find(f"{{{A}}}t")
        if slide_field.get("type") == "slidenum" and text is not None:
            text.text = str(number)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["a", "r", "p"])
