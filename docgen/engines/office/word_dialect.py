"""Word's own part of the template language: its elements, and where a place lies in a person's words."""

from collections.abc import Iterator

from docgen.engines.office.tags import Counted, Dialect
from docgen.ooxml.names import CELL, PARAGRAPH, PIC, ROW, RUN, TABLE, TEXT, WP, WPS, Element, w


def _path(element: Element, counted: Counted | None = None) -> Iterator[str]:
    """Where `element` stands: table, row and cell, or the paragraph, counted from 1; the shape for an alt text."""
    if element.tag in DOCX.properties:
        yield f"“{element.get('name', '')}”, alt text"
        return
    cell = next(element.iterancestors(CELL), None)
    if cell is None:
        yield f"paragraph {_number(element, counted)}"
        return
    row, table = next(cell.iterancestors(ROW)), next(cell.iterancestors(TABLE))
    yield f"table {_number(table, counted)}"
    yield f"row {1 + len(list(row.itersiblings(ROW, preceding=True)))}"
    yield f"cell {1 + len(list(cell.itersiblings(CELL, preceding=True)))}"


def _number(wanted: Element, counted: Counted | None) -> int:
    """Which one `wanted` is of those with its tag that are in no table's cell."""
    tag = str(wanted.tag)
    known = {} if counted is None else counted
    if tag not in known:
        items = wanted.getroottree().getroot().iter(tag)
        alike = (item for item in items if next(item.iterancestors(CELL), None) is None)
        known[tag] = {item: number for number, item in enumerate(alike, 1)}
    return known[tag].get(wanted, 1)


_BREAKS = tuple(w(name) for name in ("br", "cr", "tab", "softHyphen", "noBreakHyphen", "lastRenderedPageBreak"))
DOCX = Dialect(
    PARAGRAPH, RUN, TEXT, ROW, CELL, (f"{{{WP}}}docPr", f"{{{PIC}}}cNvPr", f"{{{WPS}}}cNvPr"), _path, _BREAKS
)
