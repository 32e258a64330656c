"""Turns one part of a document into a story: its lines, spots and tables, and the empty cells that ask for words."""

import re
from dataclasses import dataclass

from docgen.adopt.controls import Whole, read_wholes
from docgen.adopt.lines import Line, read_lines
from docgen.adopt.markup import markup_of
from docgen.adopt.spots import Spot, find_spots
from docgen.adopt.tables import Cell, Grid, read_grids
from docgen.adopt.vocabulary import Vocabulary, score
from docgen.engines._office_tags import Element

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


def _widen(line: Line, spot: Spot) -> None:
    """Crosses with a word behind them, all that a cell holds, stand for the whole: `×××会议室`."""
    rest = line.text[spot.end :].strip()
    if not line.text[: spot.start].strip() and 0 < len(rest) <= 8 and _WORD.fullmatch(rest):
        spot.end = len(line.text.rstrip())


def _of(line: Line, wholes: dict[Element, list[Whole]]) -> list[Whole]:
    return wholes.get(line.element, [])


def _waiting_cells(grid: Grid, vocabulary: Vocabulary) -> list[Cell]:
    """Empty cells to the right of a label, and in the column of a total that has money in its head."""
    found: list[Cell] = []
    for row in grid.rows[grid.head :]:
        for cell in row:
            if cell.text.strip() or not cell.lines or cell.is_merged or not cell.index:
                continue
            left = row[cell.index - 1].text.strip().rstrip(":：")
            is_form = not grid.head and 0 < len(left) <= 30 and _names(left, vocabulary) >= _LABEL
            if is_form or (grid.head and grid.is_total(row) and _SUM.search(grid.column_head(cell.column))):
                found.append(cell)
    return found


def _names(words: str, vocabulary: Vocabulary) -> float:
    return max((score(entry, words) for entry in vocabulary.entries if not entry.loop), default=0.0)
