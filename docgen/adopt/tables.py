"""Turns a Word table into a grid: cells by row and column, the head, and the rows that stand for many."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docgen.adopt.lines import Line
from docgen.engines._docx_names import CELL, ROW, TABLE, w
from docgen.engines._office_tags import Element

_TOTAL = re.compile(
    r"^\s*(?:合\s*计|总\s*计|小\s*计|总\s*价|税\s*额|税\s*金|增值税|价税|含税|不含税|大写|折扣|优惠|应付|total|sub-?\s?total|grand|tax\b|vat\b|"
    r"discount|amount (?:due|payable)|net\b|gross\b|balance|shipping|sales tax|gst|freight)",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its element, its lines, its row, its place in the row and the column of the grid it begins in."""

    element: Element
    row: int
    index: int
    column: int
    span: int
    lines: list[Line] = field(default_factory=list[Line])
    is_merged: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join(line.text for line in self.lines if line.text.strip())


@dataclass(slots=True, eq=False)
class Grid:
    """A table as rows of cells. `head` is the number of rows that say what the columns hold; 0 if none does."""

    element: Element
    rows: list[list[Cell]]
    head: int = 0

    def row_of(self, cell: Cell) -> list[Cell]:
        """The row that holds a cell."""
        return self.rows[cell.row]

    def head_of(self, cell: Cell) -> str:
        """The words above a cell's column; empty in a table without a head, and in the head itself."""
        if cell.row < self.head or not self.head:
            return ""
        return self.column_head(cell.column)

    def column_head(self, column: int) -> str:
        """The words of a column's head."""
        for row in reversed(self.rows[: self.head]):
            for cell in row:
                if cell.column <= column < cell.column + cell.span and cell.text.strip():
                    return cell.text.strip().replace("\n", " ")
        return ""

    def above(self, cell: Cell) -> list[Cell]:
        """The cells of the same column in the rows above."""
        return [other for row in self.rows[: cell.row] for other in row if other.column == cell.column]

    def is_total(self, row: list[Cell]) -> bool:
        """Whether a row sums up, or stands below one that does: its first words say so."""
        number = row[0].row if row else 0
        return any(_sums_up(other) for other in self.rows[self.head : number + 1])


def _sums_up(row: list[Cell]) -> bool:
    first = next((cell.text for cell in row if cell.text.strip()), "")
    return bool(_TOTAL.match(first))


def read_grids(root: Element, lines: list[Line]) -> tuple[list[Grid], dict[Element, Cell]]:
    """The tables of a part, and the innermost cell of each paragraph."""
    cells: dict[Element, Cell] = {}
    grids = [_grid(table, cells) for table in root.iter(TABLE)]
    of_paragraph: dict[Element, Cell] = {}
    for line in lines:
        holder = next(line.element.iterancestors(CELL), None)
        if holder is not None and holder in cells:
            cells[holder].lines.append(line)
            of_paragraph[line.element] = cells[holder]
    for grid in grids:
        grid.head = _head(grid)
    return grids, of_paragraph


def _grid(table: Element, cells: dict[Element, Cell]) -> Grid:
    grid = Grid(table, [])
    for number, row in enumerate(_rows(table)):
        column = 0
        made: list[Cell] = []
        for index, element in enumerate(_cells(row)):
            properties = element.find(w("tcPr"))
            span = None if properties is None else properties.find(w("gridSpan"))
            width = int(span.get(w("val"), "1")) if span is not None else 1
            cell = Cell(element, number, index, column, width)
            cell.is_merged = properties is not None and properties.find(w("vMerge")) is not None
            cells[element] = cell
            made.append(cell)
            column += width
        grid.rows.append(made)
    return grid


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in table.iter(ROW) if next(row.iterancestors(TABLE), None) is table)


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row.iter(CELL) if next(cell.iterancestors(ROW), None) is row)


def row_element(cells: list[Cell]) -> Element:
    """The row's element."""
    return next(cells[0].element.iterancestors(ROW))


def _head(grid: Grid) -> int:
    """How many rows are a head: those marked to repeat, else the first if each of its cells has a few plain words."""
    marked = 0
    for row in grid.rows:
        properties = row_element(row).find(w("trPr")) if row else None
        if properties is None or properties.find(w("tblHeader")) is None:
            break
        marked += 1
    if marked:
        return marked
    if len(grid.rows) < 2 or len(grid.rows[0]) < 2:
        return 0
    first = grid.rows[0]
    worded = [cell.text.strip() for cell in first]
    is_head = all(text and len(text) <= 30 and not _is_value(text) for text in worded)
    return 1 if is_head and len(grid.rows[1]) >= 2 and not _is_form(grid) else 0


def _is_value(text: str) -> bool:
    return bool(re.search(r"[_＿]{2,}|[\[\]【】{}«»<>]|[Xx×]{2,}|某某|[:：]\s*$|\d{3,}", text))


def _is_form(grid: Grid) -> bool:
    """Whether the table is labels and values side by side: in its other columns the first row has no words for more."""
    second = grid.rows[1]
    return (
        len(grid.rows[0]) == 2 and bool(second[0].text.strip()) and len(second) == 2 and _is_value(grid.rows[0][1].text)
    )
