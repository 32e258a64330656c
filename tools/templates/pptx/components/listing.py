"""Tables with a row or a column for each item."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from templates.pptx.components.text import BODY, LEAD, SMALL, marked
from templates.pptx.layouts import COLUMN, MARGIN, TALL, TOP
from templates.pptx.markup.shapes import Box, Para, Run, para
from templates.pptx.markup.tables import FIGURES, Cell, Row, Table

CONTENT: Box = (MARGIN, TOP, COLUMN, TALL)


@dataclass(frozen=True)
class Column:
    """A table's column: width in points, the head's words, what a row prints, and how.

    `runs` or `paragraphs` replace `value` if one style isn't enough; `more` is a second, smaller paragraph.
    """

    width: float
    head: str
    value: str
    align: str = ""
    bold: bool = False
    colour: str = "ink"
    size: float = 0
    more: str = ""
    runs: Sequence[Run] = ()
    paragraphs: Sequence[Para] = ()

    def paras(self, size: float) -> list[Para]:
        """The cell's paragraphs."""
        if self.paragraphs:
            return list(self.paragraphs)
        first = para(self.value, self.size or size, self.colour, bold=self.bold, align=self.align)
        if self.runs:
            first = Para(self.runs, self.align)
        return [first, *([para(self.more, SMALL, "muted", align=self.align)] if self.more else [])]


ARROW = Column(28, "", "→", "ctr", bold=True, colour="accent", size=LEAD)


def head_row(columns: Sequence[Column], height: float = 24, gap: float = 16, marks: Sequence[str] = ()) -> Row:
    """The header row; with `marks`, markers in its first cell."""
    cells = [
        Cell([marked(para(item.head, SMALL, "primary", bold=True, align=item.align),
                     *(marks if item is columns[0] else ()))], anchor="b",
             inset=_inset(item, 4, gap, last=item is columns[-1]))
        for item in columns
    ]  # fmt: skip
    return height, cells


def _inset(item: Column, pad: float, gap: float, *, last: bool = False) -> tuple[float, float, float, float]:
    """Add a gap between figures and the column to their right; the last column ends at the title's right edge."""
    if item.align == "ctr":
        return (0, pad, 0, pad)
    if item.align == "r":
        return (8, pad, 0 if last else 14, pad)
    return (0, pad, 0 if last else gap, pad)


def rows_each(loop: str, *rows: Row) -> list[Row]:
    """Rows repeated for each item, `loop` as `x in xs`."""
    return _rows(f"for {loop}", rows)


def rows_when(condition: str, *rows: Row) -> list[Row]:
    """Rows under a condition."""
    return _rows(f"if {condition}", rows)


def _rows(statement: str, rows: Sequence[Row]) -> list[Row]:
    if len(rows) == 1:
        return [_marked(rows[0], f"row {statement}")]
    first, *middle, last = rows
    return [_marked(first, f"rows {statement}"), *middle, _marked(last, "rows end", last=True)]


def _marked(row: Row, statement: str, *, last: bool = False) -> Row:
    """A row with a marker in the cell that has most text."""
    height, cells = row
    widest = max(range(len(cells)), key=lambda number: _length(cells[number]))
    paras = list(cells[widest].paras)
    at = -1 if last else 0
    paras[at] = marked(paras[at], statement, last=last)
    return height, [replace(cell, paras=paras) if cell is cells[widest] else cell for cell in cells]


def _length(cell: Cell) -> int:
    return 0 if cell.merged else sum(len(run.text) for item in cell.paras for run in item.runs if isinstance(run, Run))


def value_row(
    columns: Sequence[Column],
    size: float = BODY,
    height: float = 30,
    pad: float = 6,
    anchor: str = "t",
    gap: float = 16,
) -> Row:
    """The row that a loop repeats."""
    return height, [
        Cell(item.paras(size), anchor=anchor, inset=_inset(item, pad, gap, last=item is columns[-1]))
        for item in columns
    ]


def listing(  # noqa: PLR0913, PLR0917 - what differs from table to table has a default
    name: str,
    columns: Sequence[Column],
    loop: str,
    box: Box = CONTENT,
    size: float = BODY,
    pad: float = 6,
    anchor: str = "t",
) -> Table:
    """A table with a header row and one row for each item: `loop` is `x in xs`."""
    rows = [head_row(columns), *rows_each(loop, value_row(columns, size, pad=pad, anchor=anchor))]
    return Table(name, box, [item.width for item in columns], rows)


def columns_of(
    name: str,
    loop: str,
    rows: Sequence[tuple[float, Sequence[Para]]],
    box: Box = CONTENT,
    *,
    style: str = FIGURES,
    heads: bool = True,
) -> Table:
    """One column for each item of `loop`, side by side between two rules; each row gives height and paragraphs."""
    made: list[Row] = [(height, [Cell(paras, inset=(0, 4, 20, 2))]) for height, paras in rows]
    made[0] = _marked(made[0], f"column for {loop}")
    return Table(name, box, [box[2]], made, "row" if heads else "", style)
