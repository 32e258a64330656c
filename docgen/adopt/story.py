"""Turns one part of a document into a story: its lines, spots and tables, and the empty cells that ask for words."""

import re
from dataclasses import dataclass

from docgen.adopt.controls import Whole, read_wholes
from docgen.adopt.lines import LOCKED, Line, read_lines
from docgen.adopt.markup import markup_of
from docgen.adopt.spots import Spot, find_spots
from docgen.adopt.tables import Cell, Grid, read_grids
from docgen.adopt.vocabulary import Vocabulary, score
from docgen.ooxml.names import Element
from docgen.templating import TAG

_LABEL = 80.0
_WORD = re.compile(r"(?!元|万|天|个|年|月|日|份|台|套|人|次|件|小时)[\u4e00-\u9fff]+")
_SUM = re.compile(r"金额|总价|小计|合计|amount|total|sum", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Story:
    """A part that holds text, read."""

    part: str
    root: Element
    lines: list[Line]
    spots: dict[Line, list[Spot]]
    grids: list[Grid]
    cells: dict[Element, Cell]

    def cell_and_grid(self, line: Line) -> tuple[Cell | None, Grid | None]:
        """The cell that holds a line, and its table."""
        cell = self.cells.get(line.element)
        if cell is None:
            return None, None
        table = next(cell.element.iterancestors(markup_of(cell.element).table))
        return cell, next(grid for grid in self.grids if grid.element is table)


def read_story(names: tuple[str, str], root: Element, styles: dict[str, str], vocabulary: Vocabulary) -> Story:
    """A part's story, with a spot in each empty cell that a label or a total asks to fill.

    `names`: the part's own, and its name to a person.
    """
    part, where = names
    lines = read_lines(root, where, styles)
    for line in lines if is_template(root) else ():
        line.shadow = TAG.sub(lambda tag: LOCKED * len(tag.group()), line.text)
    wholes = read_wholes(root)
    spots = {line: found for line in lines if (found := find_spots(line, _of(line, wholes)))}
    grids, cells = read_grids(root, lines)
    story = Story(part, root, lines, spots, grids, cells)
    for line, found in spots.items():
        if line.element in cells and len(found) == 1 and found[0].form == "crosses":
            _widen(line, found[0])
    for grid in grids:
        for cell in _waiting_cells(grid, vocabulary):
            story.spots[cell.lines[0]] = [Spot(cell.lines[0], 0, len(cell.lines[0].text), "cell")]
    return story


_OWN = re.compile(r"\{\{-?\s*+(?:p\s++)?(?:doc|stamp)\.|\{%-?\s*+(?:p |tr |tc |r )?\s*+for \w+ in ")


def is_template(root: Element) -> bool:
    """Whether a part holds tags of docgen's own; then all that looks like one is, and stays."""
    return bool(_OWN.search("".join(str(text) for text in root.itertext())))


def _widen(line: Line, spot: Spot) -> None:
    """Crosses with a word behind them, all that a cell holds, stand for the whole: `×××会议室`."""
    rest = line.text[spot.end :].strip()
    if not line.text[: spot.start].strip() and 0 < len(rest) <= 8 and _WORD.fullmatch(rest):
        spot.end = len(line.text.rstrip())


def _of(line: Line, wholes: dict[Element, list[Whole]]) -> list[Whole]:
    return wholes.get(line.element, [])


def _waiting_cells(grid: Grid, vocabulary: Vocabulary) -> list[Cell]:
    """Empty cells to the right of a label, and in the column of a total that has money in its head."""
    return [
        cell
        for row in grid.rows[grid.head :]
        for cell in row
        if cell.index and cell.lines and not cell.text.strip() and not cell.is_merged
        if (not grid.head and _is_asked(row, cell, vocabulary)) or _is_sum(row, cell, grid)
    ]


def _is_asked(row: list[Cell], cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether an empty cell answers a label: in rows of label and value, not in a gap between columns."""
    label = row[cell.index - 1].text.strip().rstrip(":：")
    has_gaps = len(row) % 2 == 1 and bool(row[-1].text.strip())
    return 0 < len(label) <= 30 and not has_gaps and _names(label, vocabulary) >= _LABEL


def _is_sum(row: list[Cell], cell: Cell, grid: Grid) -> bool:
    return bool(grid.head) and grid.is_total(row) and bool(_SUM.search(grid.column_head(cell.column)))


def _names(words: str, vocabulary: Vocabulary) -> float:
    return max((score(entry, words) for entry in vocabulary.entries if not entry.loop), default=0.0)
