"""Make the Word template of the benchmark: four pages of prose and prices, with header and footer."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

from benchmarks.content import LINE_FIELDS, SECTIONS
from benchmarks.peers import Syntax

_HEADS = ("No.", "Item", "Detail", "Qty", "Unit price", "Net")
_WIDTHS = (1.2, 3.6, 7.0, 1.2, 2.2, 2.2)


def word_template(syntax: Syntax) -> bytes:
    """A .docx with tags in `syntax`, otherwise the same for every syntax."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].text = f"{syntax.value % 'number'} · {syntax.value % 'client'}"
    section.footer.paragraphs[0].text = f"{syntax.value % 'seller'} · valid until {syntax.value % 'valid_until'}"
    document.add_heading(syntax.value % "title", 0)
    _add_prose(document, syntax)
    document.add_heading("Prices", 1)
    _add_prices(document, syntax)
    total = document.add_paragraph("Total, net: ")
    total.add_run(syntax.value % "total").bold = True
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_prose(document: Any, syntax: Syntax) -> None:
    document.add_paragraph(f"For {syntax.value % 'client'}, from {syntax.value % 'seller'}, {syntax.value % 'date'}.")
    for name in SECTIONS:
        document.add_heading(name.title(), 1)
        document.add_paragraph(syntax.value % name)
        document.add_paragraph(
            "What follows is agreed with the people who do the work. It is checked at each step, and each step ends "
            "with a result that can be seen. Where a result is late, both sides say so within two working days.",
            style="List Bullet",
        )


def _add_prices(document: Any, syntax: Syntax) -> None:
    table = document.add_table(rows=1, cols=len(_HEADS), style="Table Grid")
    _fill(table.rows[0], _HEADS)
    if syntax.before:
        table.add_row().cells[0].text = syntax.before
    tags = [syntax.cell % name for name in LINE_FIELDS]
    _fill(table.add_row(), (syntax.first + tags[0], *tags[1:-1], tags[-1] + syntax.last))
    if syntax.after:
        table.add_row().cells[0].text = syntax.after
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)


def _fill(row: Any, texts: tuple[str, ...]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
