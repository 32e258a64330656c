"""Find figures that are wider than their table cells, and make the type of such tables smaller."""

import re
from collections.abc import Iterator
from typing import Any

from docgen.engines.pdf.weasyprint.drawn import DrawnPage
from docgen.engines.pdf.weasyprint.names import Document, boxes, page_box_of

_LONG = re.compile(r"\d[\d,.]{8}")
_FIGURE = re.compile(r"\d[\d,.]*\d")
_SMALLER = (
    "<style>.figures{{font-size:{size}rem!important}}.figures td,.figures th,.figures tbody th"
    "{{font-size:inherit;padding-left:{gap}pt!important}}.figures .note{{font-size:0.9em!important}}</style></head>"
)
STEPS = (("0.7", "6"), ("0.62", "4"), ("0.55", "3"))
"""Type sizes and gaps between columns for tables with the class `figures`, one after the other."""


def has_long_figures(page: str) -> bool:
    """Whether a page holds a figure that may be too wide for a column."""
    return _LONG.search(page) is not None


def with_smaller_figures(page: str, step: int) -> str:
    """The page with smaller type in the tables of figures."""
    size, gap = STEPS[step]
    return page.replace("</head>", _SMALLER.format(size=size, gap=gap), 1)


def crowded_by(document: Document) -> float:
    """By how many points the widest figure exceeds its cell, or its table the page; 0 if all fit."""
    pages = (page for page in document.pages if not isinstance(page, DrawnPage))
    return max((excess for page in pages for excess in _excesses(page_box_of(page))), default=0.0) * 0.75


def _excesses(page: Any) -> Iterator[float]:
    right = page.position_x + page.width + page.margin_left
    for cell in _cells(page):
        for text in _figures(cell):
            end = text.position_x + text.width
            limit = min(cell.position_x + cell.border_width(), right)
            yield from (excess for excess in (end - limit, cell.position_x - text.position_x) if excess > 1)


def _cells(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TableCellBox):
            yield child
        yield from _cells(child)


def _figures(box: Any) -> Iterator[Any]:
    """The text boxes of a cell that hold figures; not of cells in it."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            if _FIGURE.search(child.text):
                yield child
        elif not isinstance(child, boxes.TableCellBox):
            yield from _figures(child)
