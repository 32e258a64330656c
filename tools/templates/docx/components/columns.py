"""Blocks side by side."""

from collections.abc import Callable, Sequence

from templates.docx.components.text import gap
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import (
    TEXT_WIDTH,
    p,
    when,
)


def tiles(cells: Sequence[Cell], total: int = TEXT_WIDTH, apart: float = 4) -> str:
    """Cells of equal width side by side, with gaps."""
    each_ = (100 - apart * (len(cells) - 1)) / len(cells)
    spread: list[Cell] = []
    shares: list[float] = []
    for number, cell in enumerate(cells):
        spread += [Cell(p(style="Gap"))] if number else []
        shares += [apart] if number else []
        spread.append(cell)
        shares.append(each_)
    return table(widths(total, *shares), [Row(spread)], style="DocgenColumns")


def cell_pair(
    left: Cell,
    right: Cell,
    shares: tuple[float, float, float] = (48, 4, 48),
    total: int = TEXT_WIDTH,
    *,
    splits: bool = False,
) -> str:
    """Two cells side by side; `shares` are the percentages of the left one, the gap and the right one."""
    row = Row([left, Cell(p(style="Gap")), right], splits=splits)
    return table(widths(total, *shares), [row], style="DocgenColumns")


def side_by_side(left: str, right: str, total: int = TEXT_WIDTH) -> str:
    """Two columns of blocks."""
    flush = (0, 0, 0, 0)
    return cell_pair(Cell(left, margins=flush), Cell(right, margins=flush), total=total) + gap()


def in_pairs(items: str, blocks: Callable[[str], str]) -> str:
    """Items two in a row between rules; `blocks` makes a cell's content from the expression of its item."""

    def cell(index: int) -> Cell:
        return Cell(when(f"pair | length > {index}", blocks(f"pair[{index}]")), margins=(120, 0, 120, 0))

    rows = rows_each(f"pair in {items} | paginate(2)", 3, Row([cell(0), Cell(p(style="Gap")), cell(1)]))
    return table(widths(TEXT_WIDTH, 47, 6, 47), rows, style="DocgenGrid") + gap()
