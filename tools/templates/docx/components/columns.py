"""Blocks side by side."""

from collections.abc import Sequence

from templates.docx.components.text import gap
from templates.docx.markup.tables import Cell, Row, table, widths
from templates.docx.markup.text import (
    TEXT_WIDTH,
    p,
)


def tiles(cells: Sequence[Cell], total: int = TEXT_WIDTH, apart: float = 4) -> str:
    """Cells of one width side by side with room between them."""
    each_ = (100 - apart * (len(cells) - 1)) / len(cells)
    spread: list[Cell] = []
    shares: list[float] = []
    for number, cell in enumerate(cells):
        spread += [Cell(p(style="Gap"))] if number else []
        shares += [apart] if number else []
        spread.append(cell)
        shares.append(each_)
    return table(widths(total, *shares), [Row(spread)], style="DocgenColumns")


def side_by_side(left: str, right: str, total: int = TEXT_WIDTH, fill: str = "") -> str:
    """Two columns of blocks."""
    inner = (100, 160, 100, 160) if fill else (0, 0, 0, 0)
    cells = [Cell(left, fill=fill, margins=inner), Cell(p(style="Gap")), Cell(right, fill=fill, margins=inner)]
    return table(widths(total, 48, 4, 48), [Row(cells)], style="DocgenColumns") + gap()
