"""Lay out a page with a table of very many rows, at little time and memory for each row.

WeasyPrint lays out the content around the rows, and specimens of them; the other rows are set by these measures:

    1  read_rows    each row's frame and its texts
    2  specimens    WeasyPrint lays out the first pages, and each frame and each kind of text in it once
    3  plan_pages   the rows from the second page of the table on are set and broken into pages
    4  the end      WeasyPrint lays out the last of these pages again, with what follows the table
    5  number       the margins of all pages are laid out with their numbers, now that these are known
    6  tag_rows     the rows' pages are added to the structure tree

A table that can't be set this way (`NotPlainError`) is laid out by WeasyPrint.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from lxml import etree
from lxml import html as lxml_html

from docgen.engines.pdf.glyphs import find_fallbacks_in
from docgen.engines.pdf.weasyprint.margins import LaidOut, Parse, lay_out_document, with_margins
from docgen.engines.pdf.weasyprint.names import Document, Page, boxes
from docgen.engines.pdf.weasyprint.rows.flow import Flow
from docgen.engines.pdf.weasyprint.rows.pages import PagePlan, RowSetter, RowsPage, SharedLayout, plan_pages, tag_rows
from docgen.engines.pdf.weasyprint.rows.read import (
    PLACEHOLDER,
    Frame,
    LongTable,
    NotPlainError,
    RawCell,
    Row,
    Text,
    read_rows,
)
from docgen.engines.pdf.weasyprint.rows.style import FrameStyle, cell_style, measure, raw_cell_rows, rows_of, specimens

_FRONT = (48, 160)  # rows that WeasyPrint lays out at first: enough for a second page of the table
_MARK = f"<tr><td>{PLACEHOLDER}</td></tr>"
_SIDED = (":left", ":right", ":nth-child", ":nth-of-type", ":blank")


def lay_out_rows(long: LongTable, parse: Parse, language: str, variant: str) -> tuple[Document, Callable[..., None]]:
    """The document, and a finisher that tags its rows. Raises NotPlainError."""
    rows = list(read_rows(long.rows, language))
    frames = {frame: number for number, frame in enumerate(dict.fromkeys(row.frame for row in rows))}
    front, last, styles = _front(long, parse, frames, rows, variant)
    rows, drawn = _with_raw_cells(long, parse, frames, rows, styles, variant)
    fonts: dict[Any, Any] = {}
    flow = Flow(fonts)
    setter = RowSetter(styles, flow, drawn)
    for cell in drawn.values():
        find_fallbacks_in(cell, flow.fallbacks)
    begin = next(number for number, _ in rows_of(front.boxes[last], "data-row"))
    shared = _shared_layout(front.boxes[last], begin, _language_of(long.page))
    middle = list(plan_pages(rows, begin, frames, setter, shared))
    end = middle.pop().first
    back, begins = _back(long, parse, end, variant)
    pages = list(_numbered(front, last, back, begins, (middle, shared)))
    document: Document = Document.copy(front.document, cast(Any, pages))
    document.fonts = fonts
    vars(document)["fallbacks"] = flow.fallbacks
    return document, lambda _document, pdf: tag_rows(pdf, pages, list(frames))


def _lay_out(page: str, parse: Parse, variant: str) -> LaidOut:
    laid = lay_out_document(page, parse, variant)
    if laid.context.target_collector.target_lookup_items and "target-counter" in "".join(laid.texts):
        raise NotPlainError  # page numbers in the text
    if any(word in text for text in laid.texts for word in _SIDED):
        raise NotPlainError
    return laid


def _with(long: LongTable, body: str) -> str:
    return long.page.replace(_MARK, body)


def _marked(source: str, number: int, start: bool = False) -> str:
    style = ' style="break-before:page"' if start else ""
    return f'<tr data-row="{number}"{style}{source[3:]}'


def _front(
    long: LongTable, parse: Parse, frames: dict[Frame, int], rows: Sequence[Row], variant: str
) -> tuple[LaidOut, int, list[FrameStyle]]:
    """The document's first pages, the number of the first page of rows set here, and the measures."""
    shown_html, shown = specimens(frames, rows)
    for count in _FRONT:
        body = "".join(_marked(row.source, number) for number, row in enumerate(rows[:count]))
        laid = _lay_out(_with(long, body + shown_html), parse, variant)
        numbers = [[number for number, _ in rows_of(box, "data-row")] for box in laid.boxes]
        of_table = [number for number, found in enumerate(numbers) if found]
        if len(of_table) > 1:
            return laid, of_table[-1], measure(laid.boxes[of_table[-1] + 1 :], shown, len(frames))
    raise NotPlainError


def _shared_layout(page: Any, begin: int, language: str) -> SharedLayout:
    head = [
        (row, cell)
        for box in page.descendants()
        if isinstance(box, boxes.TableRowGroupBox) and box.is_header
        for row in box.children
        for cell in row.children
    ]
    if len({id(row) for row, _ in head}) != 1:
        raise NotPlainError
    top = next(row.position_y for number, row in rows_of(page, "data-row") if number == begin)
    return SharedLayout(
        tuple(cell for _, cell in head),
        tuple(cell_style(row, cell) for row, cell in head),
        top,
        page.content_box_y() + page.height,
        language,
    )


def _language_of(page: str) -> str:
    found = re.search(r'<html[^>]*\slang="([^"]*)"', page)
    return found[1] if found else ""


def _with_raw_cells(
    long: LongTable, parse: Parse, frames: dict[Frame, int], rows: list[Row], styles: list[FrameStyle], variant: str
) -> tuple[list[Row], dict[Any, Any]]:
    """The rows, with unplain cells as raw HTML, and each distinct raw cell as laid out by WeasyPrint."""
    made = [_with_raw(row, styles[frames[row.frame]]) for row in rows]
    cells = dict.fromkeys(
        ((frames[row.frame], place), tokens[0].html)
        for row in made
        for place, tokens in enumerate(row.cells)
        if tokens and isinstance(tokens[0], RawCell)
    )
    if not cells:
        return made, {}
    if len(cells) > len(rows) // 4:
        raise NotPlainError
    laid = _lay_out(_with(long, f"<tr><td></td></tr>{raw_cell_rows(frames, cells)}"), parse, variant)
    found = {n: row for box in laid.boxes for n, row in rows_of(box, "data-specimen")}
    return made, {key: found[n].children[key[0][1]] for n, key in enumerate(cells)}


def _with_raw(row: Row, style: FrameStyle) -> Row:
    unplain = [
        place
        for place, tokens in enumerate(row.cells)
        for token in tokens
        if isinstance(token, Text)
        and (token.chain in style.cells[place].text_styles)
        and not style.cells[place].text_styles[token.chain].is_plain
    ]
    if not unplain:
        return row
    element: Any = lxml_html.fromstring(f"<table><tbody>{row.source}</tbody></table>").find(".//tr")
    cells = list(row.cells)
    for place in unplain:
        cell = element[place]
        inner = (cell.text or "") + "".join(etree.tostring(it, encoding="unicode", method="html") for it in cell)
        cells[place] = (RawCell(inner),)
    return row._replace(cells=tuple(cells))


def _back(long: LongTable, parse: Parse, end: int, variant: str) -> tuple[LaidOut, int]:
    """The document with a few first rows and those from `end` on, and the number of the page where these begin."""
    tail = [_marked(source, number, number == end) for number, source in enumerate(long.rows) if number >= end]
    laid = _lay_out(_with(long, "".join(long.rows[:2]) + "".join(tail)), parse, variant)
    begins = next(number for number, box in enumerate(laid.boxes) if any(n == end for n, _ in rows_of(box, "data-row")))
    return laid, begins


def _numbered(
    front: LaidOut, last: int, back: LaidOut, begins: int, between: tuple[Sequence[PagePlan], SharedLayout]
) -> Iterator[Page]:
    """All pages, with margins for their number and the total."""
    middle, shared = between
    total = last + len(middle) + len(back.boxes) - begins
    for number, box in enumerate(front.boxes[:last], start=1):
        yield Page(with_margins(front, box, number, number, total))
    empty = front.boxes[last].copy_with_children([front.boxes[last].children[0].copy_with_children([])])
    drawings: dict[int, bytes] = {}
    for number, sheet in enumerate(middle, start=last + 1):
        box = with_margins(front, empty.copy_with_children(list(empty.children)), last + 1, number, total)
        yield RowsPage(box, sheet, shared, drawings)
    for step, box in enumerate(back.boxes[begins:]):
        yield Page(with_margins(back, box, begins + step + 1, last + len(middle) + step + 1, total))
