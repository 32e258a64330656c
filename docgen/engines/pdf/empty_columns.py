"""Leave out of a page's tables the columns in which only the head has text, and tables with a head alone.

A cell with `&nbsp;` is not empty: it is to be filled in by hand.
"""

import re
from collections.abc import Iterator, Sequence

from docgen.templating.table_columns import TableMarkup, TableRow, empty_columns, rows_of, without_columns

_HTML = TableMarkup(
    tokens=re.compile(r"<(/?)(table|tr|td|th)(?: [^>]*)?>"),
    names=("table", "tr", frozenset({"td", "th"})),
    text=re.compile(r">([^<]*)"),
    drawn=re.compile(r"<(?:img|svg|div|hr|object|input)\b"),
    span=re.compile(r'(<t[dh] [^>]*?colspan=")(\d+)'),
    column=re.compile(r"<col(?: [^>]*)?>"),
    irregular=re.compile(r"\browspan="),
)
_TABLE = re.compile(r"<(/?)table(?: [^>]*)?>")
_HEAD_END = "</thead>"


def without_empty_columns(page: str) -> str:
    """`page`, its inner tables first; a table that isn't regular is left as it is."""
    pieces: list[str] = []
    at = 0
    for start, inside, end in _tables(page):
        table = page[start:inside] + without_empty_columns(page[inside:end])
        pieces += (page[at:start], _filled(table))
        at = end
    return "".join([*pieces, page[at:]])


def _tables(page: str) -> Iterator[tuple[int, int, int]]:
    """The outermost tables of `page`: start, end of the start tag, end."""
    depth = start = inside = 0
    for found in _TABLE.finditer(page):
        if not found[1]:
            if depth == 0:
                start, inside = found.span()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield start, inside, found.end()


def _filled(table: str) -> str:
    """The table itself without its empty columns; empty if it has a head alone."""
    head_end = table.find(_HEAD_END)
    rows = rows_of(table, _HTML) if head_end > 0 and not _HTML.irregular.search(table) else []
    head = [row for row in rows if row.end <= head_end]
    body = [row for row in rows if row.start > head_end]
    if not head or len(head) + len(body) < len(rows):  # no head, or that of a table in a cell
        return table
    if not body:
        return ""
    named = {group.at for group in head[-1].groups if group.span == 1 and not group.is_empty}
    signs = {group.at for group in head[-1].groups if group.span == 1 and group.is_empty}
    dropped = empty_columns(body, frozenset(named), frozenset(sign for sign in signs if _is_sign(table, body, sign)))
    return without_columns(table, rows, dropped, _HTML) if dropped else table


def _is_sign(table: str, body: Sequence[TableRow], column: int) -> bool:
    """Whether a column has the same short text in each row, as arrows do."""
    cells = [group.cells[0] for row in body for group in row.groups if group.at == column and group.span == 1]
    texts = {"".join(found[1].strip() for found in _HTML.text.finditer(table, *cell)) for cell in cells}
    return len(texts) == 1 and len(texts.pop()) == 1
