"""Lay out a page with tables of very many rows, at little time and memory for each row.

WeasyPrint lays out the content around the rows, and specimens of them; the other rows are set by these measures, one
table after the other (in each layout the tables that follow have two rows, those before a few first and last ones):

    1  read_rows    each row's frame and its texts
    2  specimens    WeasyPrint lays out the first pages, and each frame and each kind of text in it once
    3  plan_pages   the rows from the second page of the table on are set and broken into pages
    4  the ending   WeasyPrint lays out the last of these pages again, with what follows the table
    5  number       the margins of all pages are laid out with their numbers, now that these are known
    6  tag_rows     the rows' pages are added to the structure tree

A table that can't be set this way (`NotPlainError`) is laid out by WeasyPrint.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, cast

from lxml import etree
from lxml import html as lxml_html

from docgen.engines.pdf.glyphs import Fallbacks, find_fallbacks_in
from docgen.engines.pdf.weasyprint.margins import LaidOut, Parse, lay_out_document, with_margins
from docgen.engines.pdf.weasyprint.names import Document, Page, boxes
from docgen.engines.pdf.weasyprint.rows.flow import Flow
from docgen.engines.pdf.weasyprint.rows.pages import PagePlan, RowSetter, RowsPage, SharedLayout, plan_pages, tag_rows
from docgen.engines.pdf.weasyprint.rows.read import (
    Frame,
    LongPage,
    LongTable,
    NotPlainError,
    RawCell,
    Row,
    Text,
    read_rows,
)
from docgen.engines.pdf.weasyprint.rows.style import FrameStyle, cell_style, measure, raw_cell_rows, rows_of, specimens

_FRONT = (48, 160)  # rows that WeasyPrint lays out at first: enough for a second page of the table
_SIDED = (":left", ":right", ":nth-child", ":nth-of-type", ":blank")


class _Sheet(NamedTuple):
    """A page box, the layout that it is page `local` of, and the rows that are set on it without WeasyPrint."""

    laid: LaidOut
    box: Any
    local: int
    rows: tuple[PagePlan, SharedLayout] | None = None


Lay = Callable[[str], LaidOut]  # lays out the page with these rows of one table


def lay_out_rows(long: LongPage, parse: Parse, language: str, variant: str) -> tuple[Document, Callable[..., None]]:
    """The document, and a finisher that tags its rows. Raises NotPlainError."""
    fonts: dict[Any, Any] = {}
    fallbacks = Fallbacks()
    sheets: list[_Sheet] = []
    bodies: dict[str, str] = {}

    def lay_out(place: str, body: str) -> LaidOut:
        return _lay_out(long.with_rows({**bodies, place: body}), parse, variant)

    for number, table in enumerate(long.tables):
        lay = partial(lay_out, table.place)
        made, end = _set_table(table, lay, Flow(fonts, fallbacks), language, number)
        sheets += made
        bodies[table.place] = _ending(table, end, number)
    sheets += _from_ending(_lay_out(long.with_rows(bodies), parse, variant), len(long.tables))
    pages = list(_numbered(sheets))
    document: Document = Document.copy(sheets[0].laid.document, cast(Any, pages))
    document.fonts = fonts
    vars(document)["fallbacks"] = fallbacks
    return document, lambda _document, pdf: tag_rows(pdf, pages)


def _set_table(table: LongTable, lay: Lay, flow: Flow, language: str, number: int) -> tuple[list[_Sheet], int]:
    """The pages from the ending of the table before to all but the last of this one, and that one's first row."""
    rows = list(read_rows(table.rows, language))
    frames = {frame: number for number, frame in enumerate(dict.fromkeys(row.frame for row in rows))}
    front, last, styles = _front(lay, frames, rows)
    rows, drawn = _with_raw_cells(lay, frames, rows, styles)
    for cell in drawn.values():
        find_fallbacks_in(cell, flow.fallbacks)
    page = front.boxes[last]
    begin = next(number for number, _ in rows_of(page, "data-row"))
    shared = _shared_layout(page, begin, tuple(frames), front.html)
    middle = list(plan_pages(rows, begin, frames, RowSetter(styles, flow, drawn), shared))
    end = middle.pop().first
    empty = page.copy_with_children([page.children[0].copy_with_children([])])
    made = [sheet for sheet in _from_ending(front, number) if sheet.local <= last]
    made += [_Sheet(front, empty, last + 1, (plan, shared)) for plan in middle]
    return made, end


def _from_ending(laid: LaidOut, tables: int) -> list[_Sheet]:
    """The pages from the ending of the last of so many tables on; all without one."""
    begin = 0
    if tables:
        mark = tables - 1
        begin = next(n for n, box in enumerate(laid.boxes) if any(k == mark for k, _ in rows_of(box, "data-ending")))
    return [_Sheet(laid, box, n + 1) for n, box in enumerate(laid.boxes) if n >= begin]


def _ending(table: LongTable, end: int, number: int) -> str:
    """A few first rows of the table, and on a new page those from `end` on."""
    start = f'<tr data-ending="{number}" style="break-before:page"{table.rows[end][3:]}'
    return "".join([*table.rows[:2], start, *table.rows[end + 1 :]])


def _lay_out(page: str, parse: Parse, variant: str) -> LaidOut:
    laid = lay_out_document(page, parse, variant)
    if laid.context.target_collector.target_lookup_items and "target-counter" in "".join(laid.texts):
        raise NotPlainError  # page numbers in the text
    if any(word in text for text in laid.texts for word in _SIDED):
        raise NotPlainError
    return laid


def _front(lay: Lay, frames: dict[Frame, int], rows: Sequence[Row]) -> tuple[LaidOut, int, list[FrameStyle]]:
    """The document's first pages, the number of the first page of rows set here, and the measures."""
    shown_html, shown = specimens(frames, rows)
    for count in _FRONT:
        marked = (f'<tr data-row="{number}"{row.source[3:]}' for number, row in enumerate(rows[:count]))
        laid = lay("".join(marked) + shown_html)
        of_table = [n for n, box in enumerate(laid.boxes) if any(True for _ in rows_of(box, "data-row"))]
        if len(of_table) > 1:
            specimen_pages = laid.boxes[of_table[-1] + 1 :]
            return laid, of_table[-1], measure(specimen_pages, shown, len(frames))
    raise NotPlainError


def _shared_layout(page: Any, begin: int, frames: tuple[Frame, ...], html: Any) -> SharedLayout:
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
        frames,
        tuple(cell for _, cell in head),
        tuple(cell_style(row, cell) for row, cell in head),
        top,
        page.content_box_y() + page.height,
        html.etree_element.get("lang", ""),
    )


def _with_raw_cells(
    lay: Lay, frames: dict[Frame, int], rows: list[Row], styles: list[FrameStyle]
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
    laid = lay(f"<tr><td></td></tr>{raw_cell_rows(frames, cells)}")
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


def _numbered(sheets: Sequence[_Sheet]) -> Iterator[Page]:
    """All pages, with margins for their number and the total."""
    drawings: dict[int, bytes] = {}
    for number, (laid, box, local, rows) in enumerate(sheets, start=1):
        if rows is None:
            yield Page(with_margins(laid, box, local, number, len(sheets)))
        else:
            page = with_margins(laid, box.copy_with_children(list(box.children)), local, number, len(sheets))
            yield RowsPage(page, *rows, drawings)
