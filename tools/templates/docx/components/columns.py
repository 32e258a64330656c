"""Blocks side by side."""

from collections.abc import Sequence

from templates.docx.components.text import gap
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import TEXT_WIDTH, p


def tiles(cells: Sequence[Cell], total: int = TEXT_WIDTH, apart: float = 4) -> str:
    """Cells of equal width side by side, with gaps."""
    columns, shares = _apart(cells, apart)
    return table(widths(total, *shares), [Row(columns)], style="DocgenColumns")


def _apart(cells: Sequence[Cell], apart: float) -> tuple[list[Cell], list[float]]:
    """The cells with gaps between them, and the share of each column."""
    each_ = (100 - apart * (len(cells) - 1)) / len(cells)
    columns: list[Cell] = []
    shares: list[float] = []
    for number, cell in enumerate(cells):
        columns += [Cell(p(style="Gap")), cell] if number else [cell]
        shares += [apart, each_] if number else [each_]
    return columns, shares


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


def in_pairs(loop: str, blocks: str) -> str:
    """Items two in a row between rules, `loop` as `x in xs`; `blocks` is a cell's content."""
    cell = Cell(blocks, margins=(120, 0, 120, 0))
    rows = rows_each(f"{loop} across 2", Row([cell, Cell(p(style="Gap")), cell]))
    return table(widths(TEXT_WIDTH, 47, 6, 47), rows, style="DocgenGrid") + gap()


def slots(loop: str, cell: Cell, count: int, total: int = TEXT_WIDTH, apart: float = 4) -> str:
    """Up to `count` items in cells of equal width side by side, with gaps; `loop` as `x in xs`."""
    columns, shares = _apart([cell] * count, apart)
    rows = rows_each(f"{loop} first {count} across {count}", Row(columns))
    return table(widths(total, *shares), rows, style="DocgenColumns")
