"""Clauses of a contract."""

from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_LINES, TEXT_WIDTH, Run, bold, border, p, spacing


def clauses(*loops: str) -> str:
    """Clauses under rules, title beside text, which runs over a page's end; each loop is `term in …`."""
    top = border("top", "line")
    title = Cell(p(bold("{{ term.title }}"), style="TableText"), rules=top, margins=(100, 0, 60, 160))
    text = p(Run("{{p term.text }}", size=10), style="TableText", shape=KEEP_LINES + spacing(after=4))
    told = Cell(text, rules=top, margins=(100, 0, 60, 0))
    row = Row([title, told], splits=True)
    rows = [part for loop in loops for part in rows_each(loop, 2, row)]
    return table(widths(TEXT_WIDTH, 26, 74), rows, style="DocgenColumns")
