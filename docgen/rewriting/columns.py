"""`{%column …%}` in place of pairs of `{%tc … %}` tags, which have a cell of their own on each side in every row."""

from collections import Counter
from collections.abc import Sequence

from docgen.engines.office.dialect import DOCX
from docgen.engines.office.tags import LIFTED
from docgen.ooxml.names import CELL, PARAGRAPH, ROW, Element, w
from docgen.rewriting.parts import TextPart
from docgen.rewriting.runs import add_marker, holds_only_tags

_TABLE, _GRID, _SPAN = w("tbl"), w("tblGrid"), f"{w('tcPr')}/{w('gridSpan')}"


def use_columns(part: TextPart) -> Counter[str]:
    """Rewrite the pairs of a Word part's tables whose rows all have the same tags around the same single cell."""
    counts = Counter[str]()
    for table in part.root.iter(_TABLE) if part.dialect is DOCX else ():
        rows = [[cell for cell in row if cell.tag == CELL] for row in table if row.tag == ROW]
        for at, statement in reversed(_pairs(rows)):
            add_marker(_paragraphs(rows[0][at + 1])[0], f"{{%column {statement}%}}", DOCX)
            _remove(table, rows, at)
            counts["fmt.changed:column"] += 1
    return counts


def _pairs(rows: Sequence[Sequence[Element]]) -> list[tuple[int, str]]:
    """The place of each opening with its end two cells further in every row, and its statement."""
    has_spans = any(cell.find(_SPAN) is not None for row in rows for cell in row)
    if not rows or has_spans or len({len(row) for row in rows}) > 1:
        return []
    found = [[_statement(cell) for cell in row] for row in rows]
    first = found[0]
    if any(row != first for row in found):
        return []
    return [
        (at, statement)
        for at, (statement, inner, end) in enumerate(zip(first, first[1:], first[2:], strict=False))
        if statement.startswith(("for ", "if ")) and not inner and end == f"end{statement.split(' ', 1)[0]}"
    ]


def _statement(cell: Element) -> str:
    """The statement of a cell that holds one cell tag and nothing else; empty for any other cell."""
    paragraphs = _paragraphs(cell)
    if not all(holds_only_tags(item, DOCX) for item in paragraphs):
        return ""
    tags = LIFTED.findall("".join(map(DOCX.text_of, paragraphs)))
    return " ".join(tags[0][3].split()) if [tag[:3] for tag in tags] == [("%", "", "tc")] else ""


def _paragraphs(cell: Element) -> list[Element]:
    return list(cell.iter(PARAGRAPH))


def _remove(table: Element, rows: Sequence[list[Element]], at: int) -> None:
    """Remove the cells of an opening and its end, and their columns of the grid."""
    for row in rows:
        for cell in (row[at + 2], row[at]):
            parent = cell.getparent()
            if parent is not None:
                parent.remove(cell)
        del row[at + 2], row[at]
    grid = table.find(_GRID)
    columns = [] if grid is None else list(grid.iterchildren(w("gridCol")))
    if grid is not None and len(columns) == len(rows[0]) + 2:
        grid.remove(columns[at + 2])
        grid.remove(columns[at])
