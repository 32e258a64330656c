"""Read a part with text: its lines, tables and blanks, and the empty cells to fill in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from docgen.adopt.blanks import Blank, find_blanks
from docgen.adopt.controls import Control, read_controls
from docgen.adopt.lines import LOCKED, SLIDES, Line, markup_of, read_lines
from docgen.adopt.vocabulary import Vocabulary, score
from docgen.ooxml.names import A, Element, w
from docgen.schemas.declared import DeclaredFields
from docgen.templating import TAG
from docgen.titles.expressions import Expression, Fault
from docgen.titles.lookup import Titles
from docgen.titles.tags import Scopes

_TOTAL = re.compile(
    r"^\s*(?:合\s*计|总\s*计|小\s*计|总\s*价|税\s*额|税\s*金|增值税|价税|含税|不含税|大写|折扣|优惠|应付|total|sub-?\s?total|grand|tax\b|vat\b|"
    r"discount|amount (?:due|payable)|net\b|gross\b|balance|shipping|sales tax|gst|freight)",
    re.IGNORECASE,
)
LABEL = 80.0
"""Words name a field, so that what is next to them is its value, if they score as much."""
EXACT = 95.0
"""Words that score as much are a label themselves."""
_WORD = re.compile(r"(?!元|万|天|个|年|月|日|份|台|套|人|次|件|小时)[\u4e00-\u9fff]+")
_SUM = re.compile(r"金额|总价|小计|合计|amount|total|sum", re.IGNORECASE)
_MARKS = "p |tr |tc |r |row |rows |para |table |section |block |column |shape |slide "
_OWN = re.compile(
    rf"\{{\{{-?\s*+(?:p\s++)?(?:doc|stamp)\.|\{{%-?\s*+(?:{_MARKS})?\s*+(?:for \w+ in |if (?:doc|reads)\.)"
)
_PRINTED = re.compile(r"\{\{\s*+(?:p\s++)?([^{}?？|]*)[^{}]*\}\}")


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its element and lines, its row, its index in the row, and its first grid column."""

    element: Element
    row: int
    index: int
    column: int
    span: int
    lines: list[Line] = field(default_factory=list[Line])
    is_merged: bool = False

    @property
    def text(self) -> str:
        """Its text, a line per paragraph."""
        return "\n".join(line.text for line in self.lines if line.text.strip())


@dataclass(slots=True, eq=False)
class Grid:
    """A table as rows of cells. `head` is the number of head rows, 0 if there are none."""

    element: Element
    rows: list[list[Cell]]
    head: int = 0

    def row_of(self, cell: Cell) -> list[Cell]:
        """The row of a cell."""
        return self.rows[cell.row]

    def head_of(self, cell: Cell) -> str:
        """The head of a cell's column; empty in a table without a head, and in the head itself."""
        if cell.row < self.head or not self.head:
            return ""
        return self.column_head(cell.column)

    def column_head(self, column: int) -> str:
        """The head of a column."""
        for row in reversed(self.rows[: self.head]):
            for cell in row:
                if cell.column <= column < cell.column + cell.span and cell.text.strip():
                    return cell.text.strip().replace("\n", " ")
        return ""

    def above(self, cell: Cell) -> list[Cell]:
        """The cells of the same column in the rows above."""
        return [other for row in self.rows[: cell.row] for other in row if other.column == cell.column]

    def is_total(self, row: list[Cell]) -> bool:
        """Whether a row is a total, or below one, judged by its first words."""
        number = row[0].row if row else 0
        return any(_begins_total(other) for other in self.rows[self.head : number + 1])


def _begins_total(row: list[Cell]) -> bool:
    first = next((cell.text for cell in row if cell.text.strip()), "")
    return bool(_TOTAL.match(first))


def read_grids(root: Element, lines: list[Line], vocabulary: Vocabulary) -> tuple[list[Grid], dict[Element, Cell]]:
    """Read the tables of a part, and the innermost cell of each paragraph."""
    cells: dict[Element, Cell] = {}
    grids = [_grid(table, cells) for table in root.iter(markup_of(root).table)]
    of_paragraph: dict[Element, Cell] = {}
    for line in lines:
        parent = next(line.element.iterancestors(markup_of(line.element).dialect.cell), None)
        if parent is not None and parent in cells:
            cells[parent].lines.append(line)
            of_paragraph[line.element] = cells[parent]
    for grid in grids:
        grid.head = _head(grid, vocabulary)
    return grids, of_paragraph


def _grid(table: Element, cells: dict[Element, Cell]) -> Grid:
    grid = Grid(table, [])
    for number, row in enumerate(_rows(table)):
        column = 0
        made: list[Cell] = []
        for index, element in enumerate(_cells(row)):
            width, is_merged = _width(element)
            cell = Cell(element, number, index, column, width, is_merged=is_merged)
            cells[element] = cell
            made.append(cell)
            column += width
        grid.rows.append(made)
    return grid


def _width(cell: Element) -> tuple[int, bool]:
    """The grid span of a cell, and whether it is merged vertically. On slides, covered cells are elements too."""
    if markup_of(cell) is SLIDES:
        return 1, cell.get("vMerge", "0") != "0" or cell.get("rowSpan") is not None
    properties = cell.find(w("tcPr"))
    span = None if properties is None else properties.find(w("gridSpan"))
    width = int(span.get(w("val"), "1")) if span is not None else 1
    return width, properties is not None and properties.find(w("vMerge")) is not None


def _rows(table: Element) -> Iterator[Element]:
    names = markup_of(table)
    return (row for row in table.iter(names.dialect.row) if next(row.iterancestors(names.table), None) is table)


def _cells(row: Element) -> Iterator[Element]:
    names = markup_of(row).dialect
    return (cell for cell in row.iter(names.cell) if next(cell.iterancestors(names.row), None) is row)


def row_element(cells: list[Cell]) -> Element:
    """The row's element."""
    return next(cells[0].element.iterancestors(markup_of(cells[0].element).dialect.row))


def _head(grid: Grid, vocabulary: Vocabulary) -> int:
    """The number of head rows: those marked to repeat, else the first row if all its cells are short texts."""
    marked = _marked_head(grid)
    if marked:
        return marked
    if len(grid.rows) < 2 or len(grid.rows[0]) < 2:
        return 0
    first = grid.rows[0]
    worded = [cell.text.strip() for cell in first]
    is_head = all(text and len(text) <= 30 and not _is_value(text) for text in worded)
    return 1 if is_head and len(grid.rows[1]) >= 2 and not _is_form(grid, vocabulary) else 0


def _marked_head(grid: Grid) -> int:
    """The number of head rows that the table marks."""
    properties = grid.element.find(f"{{{A}}}tblPr")
    if properties is not None:
        return int(properties.get("firstRow", "0") not in {"0", "false"} and len(grid.rows) > 1)
    marked = 0
    for row in grid.rows:
        properties = row_element(row).find(w("trPr")) if row else None
        if properties is None or properties.find(w("tblHeader")) is None:
            break
        marked += 1
    return marked


def _is_value(text: str) -> bool:
    return _is_placeholder(text) or bool(re.search(r"[:：]\s*$|\d{3,}", text))


def _is_placeholder(text: str) -> bool:
    return bool(re.search(r"[_＿]{2,}|[\[\]【】{}«»<>]|[Xx×]{2,}|某某", text))


def _is_form(grid: Grid, vocabulary: Vocabulary) -> bool:
    """Whether a table is a form of labels and values, so that its first row isn't a head."""
    labelled = [_is_labelled(row, vocabulary) for row in grid.rows]
    if labelled[0] and sum(labelled) > len(labelled) / 2:
        return True
    second = grid.rows[1]
    return (
        len(grid.rows[0]) == 2 and bool(second[0].text.strip()) and len(second) == 2 and _is_value(grid.rows[0][1].text)
    )


def _is_labelled(row: list[Cell], vocabulary: Vocabulary) -> bool:
    """Whether the cells of a row are labels and values in turn."""
    texts = [cell.text.strip().rstrip(":：") for cell in row]
    if len(texts) % 2 or not all(texts) or any(map(_is_placeholder, texts)):
        return False
    scores = [names_field(text, vocabulary) for text in texts]
    return min(scores[::2]) >= LABEL and max(scores[1::2]) < EXACT


@dataclass(slots=True, eq=False)
class TextPart:
    """A part with text: its name, root element, lines, blanks by line, tables, and cells by paragraph."""

    name: str
    root: Element
    lines: list[Line]
    blanks: dict[Line, list[Blank]]
    grids: list[Grid]
    cells: dict[Element, Cell]

    def cell_and_grid(self, line: Line) -> tuple[Cell | None, Grid | None]:
        """The cell that contains a line, and its table."""
        cell = self.cells.get(line.element)
        if cell is None:
            return None, None
        table = next(cell.element.iterancestors(markup_of(cell.element).table))
        return cell, next(grid for grid in self.grids if grid.element is table)


def read_text_part(names: tuple[str, str], root: Element, styles: dict[str, str], vocabulary: Vocabulary) -> TextPart:
    """Read a part with text; an empty cell next to a label, or in a row of totals, becomes a blank.

    `names`: the part's name, and its name to show.
    """
    name, where = names
    lines = read_lines(root, where, styles)
    is_own = is_template(root)
    for line in lines:
        if "{" in line.text:
            line.masked = TAG.sub(lambda tag: _masked(tag.group(), vocabulary, is_own=is_own), line.masked)
    controls = read_controls(root)
    blanks = {line: found for line in lines if (found := find_blanks(line, _of(line, controls)))}
    grids, cells = read_grids(root, lines, vocabulary)
    part = TextPart(name, root, lines, blanks, grids, cells)
    for line, found in blanks.items():
        if line.element in cells and len(found) == 1 and found[0].form == "crosses":
            _widen(line, found[0])
    for grid in grids:
        for cell in _empty_cells_to_fill(grid, vocabulary):
            part.blanks[cell.lines[0]] = [Blank(cell.lines[0], 0, len(cell.lines[0].text), "cell")]
    return part


def is_template(root: Element) -> bool:
    """Whether a part already contains docgen tags; then all that properties like a tag stays."""
    return bool(_OWN.search("".join(str(text) for text in root.itertext())))


def _masked(tag: str, vocabulary: Vocabulary, *, is_own: bool) -> str:
    """A tag, hidden if it is docgen's: all in a template, elsewhere those that print a field by its title."""
    printed = _PRINTED.fullmatch(tag)
    is_title = printed is not None and has_title(printed[1].strip(), vocabulary.kind, vocabulary.declared)
    return LOCKED * len(tag) if is_own or is_title else tag


@lru_cache(maxsize=1000)
def has_title(words: str, kind: str, declared: DeclaredFields) -> bool:
    """Whether words mean a field of the document by its title."""
    faults: list[Fault] = []
    return Expression(words, Scopes(Titles.of(kind, declared)), faults).resolved() != words and not faults


def _widen(line: Line, blank: Blank) -> None:
    """Widen crosses to the word behind them if they fill a cell: `×××会议室`."""
    rest = line.text[blank.end :].strip()
    if not line.text[: blank.start].strip() and 0 < len(rest) <= 8 and _WORD.fullmatch(rest):
        blank.end = len(line.text.rstrip())


def _of(line: Line, controls: dict[Element, list[Control]]) -> list[Control]:
    return controls.get(line.element, [])


def _empty_cells_to_fill(grid: Grid, vocabulary: Vocabulary) -> list[Cell]:
    """Empty cells to the right of a label, and cells of totals in a column with money in its head."""
    return [
        cell
        for row in grid.rows[grid.head :]
        for cell in row
        if cell.index and cell.lines and not cell.text.strip() and not cell.is_merged
        if (not grid.head and _is_asked(row, cell, vocabulary)) or _is_sum(row, cell, grid)
    ]


def _is_asked(row: list[Cell], cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether an empty cell belongs to a label: in rows of label and value, not in a gap between columns."""
    label = row[cell.index - 1].text.strip().rstrip(":：")
    has_gaps = len(row) % 2 == 1 and bool(row[-1].text.strip())
    return 0 < len(label) <= 30 and not has_gaps and _names(label, vocabulary) >= LABEL


def _is_sum(row: list[Cell], cell: Cell, grid: Grid) -> bool:
    return bool(grid.head) and grid.is_total(row) and bool(_SUM.search(grid.column_head(cell.column)))


def _names(words: str, vocabulary: Vocabulary) -> float:
    return max((score(entry, words) for entry in vocabulary.entries if not entry.loop), default=0.0)


def names_field(words: str, vocabulary: Vocabulary) -> float:
    """How well words name a field of the document, or one of its lists; seldom shown ones too."""
    return max((score(entry, words) + entry.weight for entry in vocabulary.entries if not entry.loop), default=0.0)
