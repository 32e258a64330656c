"""Write tables, their rows and cells; widths and margins are twips."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from templates.docx.markup.markers import marked
from templates.docx.markup.text import shading


@dataclass(frozen=True)
class Cell:
    """A cell: its blocks, the number of columns it spans, and its formatting; `rules` are borders as markup."""

    blocks: str
    span: int = 1
    fill: str = ""
    rules: str = ""
    anchor: str = ""
    margins: tuple[int, int, int, int] | None = None

    def xml(self, width: int) -> str:
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        properties += f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        properties += f"<w:tcBorders>{self.rules}</w:tcBorders>" if self.rules else ""
        properties += shading(self.fill) if self.fill else ""
        properties += cell_margins("tcMar", self.margins) if self.margins is not None else ""
        properties += f'<w:vAlign w:val="{self.anchor}"/>' if self.anchor else ""
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{self.blocks}</w:tc>"


def cell_margins(name: str, margins: tuple[int, int, int, int]) -> str:
    sides = zip(("top", "left", "bottom", "right"), margins, strict=True)
    inside = "".join(f'<w:{side} w:w="{value}" w:type="dxa"/>' for side, value in sides)
    return f"<w:{name}>{inside}</w:{name}>"


@dataclass(frozen=True)
class Row:
    """A row of cells; a header row is repeated on each page; `height` is the least.

    `splits`: a row that only sets blocks side by side may run over a page's end.
    """

    cells: Sequence[Cell]
    header: bool = False
    height: int = 0
    splits: bool = False

    def marked(self, marker: str, *, ends: bool = False) -> "Row":
        """The row with a marker before its others or, with `ends`, after them."""
        first, *others = self.cells
        return replace(self, cells=[replace(first, blocks=marked(first.blocks, marker, ends=ends)), *others])

    def xml(self, widths: Sequence[int]) -> str:
        properties = "" if self.splits else "<w:cantSplit/>"
        properties += f'<w:trHeight w:val="{self.height}" w:hRule="atLeast"/>' if self.height else ""
        properties += "<w:tblHeader/>" if self.header else ""
        cells, at = "", 0
        for cell in self.cells:
            cells += cell.xml(sum(widths[at : at + cell.span]))
            at += cell.span
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def rows_each(loop: str, *rows: Row) -> list[Row]:
    """Rows repeated for each item, `loop` as `x in xs`."""
    return _marked_rows(f"for {loop}", rows)


def rows_when(condition: str, *rows: Row) -> list[Row]:
    """Rows under a condition."""
    return _marked_rows(f"if {condition}", rows)


def _marked_rows(statement: str, rows: Sequence[Row]) -> list[Row]:
    if len(rows) == 1:
        return [rows[0].marked("{%row " + statement + "%}")]
    first, last = rows[0].marked("{%rows " + statement + "%}"), rows[-1].marked("{%rows end%}", ends=True)
    return [first, *rows[1:-1], last]


def table(
    widths: Sequence[int],
    rows: Sequence[Row],
    *,
    style: str = "DocgenTable",
    margins: tuple[int, int, int, int] | None = None,
    shift: int | None = None,
    sums: bool = False,
) -> str:
    """A table of fixed column widths; the first row is a header if marked so, the last a total with `sums`.

    `shift` moves the table's left edge from the margin.
    """
    first = int(bool(rows) and rows[0].header)
    properties = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    properties += f'<w:tblInd w:w="{shift}" w:type="dxa"/>' if shift is not None else ""
    properties += '<w:tblLayout w:type="fixed"/>'
    properties += cell_margins("tblCellMar", margins) if margins is not None else ""
    look = 0x0400 + 0x20 * first + 0x40 * sums
    properties += f'<w:tblLook w:val="{look:04X}" w:firstRow="{first}" w:lastRow="{int(sums)}" w:firstColumn="0" '
    properties += 'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(row.xml(widths) for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def widths(total: int, *shares: float) -> list[int]:
    """Column widths in twips by percentages; their sum is `total`."""
    whole = sum(shares)
    result = [round(total * share / whole) for share in shares]
    result[-1] += total - sum(result)
    return result
