"""Leave out the columns of a rendered table in which only the head has text, and a table without rows.

A table is read as text: its own rows and cells, whatever tables are inside these. What isn't regular is left as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class TableMarkup:
    """How a format writes tables.

    `tokens` finds the tags of tables, rows and cells: group 1 is `/` in an end tag, group 2 the element's name, one of
    `names` (table, row, cell). `text` finds text in group 1, `drawn` what shows without text, `span` a cell's span in
    group 2, `merged` a cell covered by the one before, `column` a column's width, whose number is `width` in group 2 of
    it; `cell_width` a cell's. `irregular` finds what the module doesn't know.
    """

    tokens: re.Pattern[str]
    names: tuple[str, str, frozenset[str]]
    text: re.Pattern[str]
    drawn: re.Pattern[str]
    span: re.Pattern[str]
    column: re.Pattern[str]
    irregular: re.Pattern[str]
    width: re.Pattern[str] | None = None
    cell_width: re.Pattern[str] | None = None
    merged: str = ""


class Edit(NamedTuple):
    """Text to put in place of what is from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Group:
    """A cell with those that it covers, from column `at` over `span` columns."""

    cells: list[tuple[int, int]]
    at: int
    span: int
    is_empty: bool


@dataclass(slots=True)
class TableRow:
    """A row of the table itself."""

    start: int
    end: int
    groups: list[Group] = field(default_factory=list[Group])


def rows_of(text: str, markup: TableMarkup) -> list[TableRow]:
    """The rows of the table that `text` is; none if its tags aren't balanced."""
    table, row_name, cell_names = markup.names
    rows: list[TableRow] = []
    depth = cell = 0
    for found in markup.tokens.finditer(text):
        closes, name = bool(found[1]), found[2]
        if name == table:
            depth += -1 if closes else 1
        elif depth == 1 and name == row_name:
            if closes and rows:
                rows[-1].end = found.end()
            elif not closes:
                rows.append(TableRow(found.start(), -1))
        elif depth == 1 and name in cell_names and rows:
            if closes:
                _add_cell(rows[-1], text, (cell, found.end()), markup)
            cell = found.start()
    return rows if depth == 0 and all(row.end > 0 for row in rows) else []


def _add_cell(row: TableRow, text: str, cell: tuple[int, int], markup: TableMarkup) -> None:
    content = text[cell[0] : cell[1]]
    last = row.groups[-1] if row.groups else None
    if markup.merged and last is not None and len(last.cells) < last.span and markup.merged in content[:200]:
        last.cells.append(cell)
        return
    found = markup.span.search(content)
    span = int(found[2]) if found and int(found[2]) > 0 else 1
    at = last.at + last.span if last is not None else 0
    row.groups.append(Group([cell], at, span, is_blank(content, markup)))


def is_blank(content: str, markup: TableMarkup) -> bool:
    """Whether nothing of a cell is seen."""
    return not markup.drawn.search(content) and not any(
        found[1].strip(" \t\r\n") for found in markup.text.finditer(content)
    )


def empty_columns(rows: Sequence[TableRow], candidates: frozenset[int], separators: frozenset[int]) -> frozenset[int]:
    """The candidates without text in any of `rows`, and separators next to one; none if nothing else is left."""
    filled = {group.at for row in rows for group in row.groups if group.span == 1 and not group.is_empty}
    count = max((row.groups[-1].at + row.groups[-1].span for row in rows if row.groups), default=0)
    dropped = {column for column in candidates if column not in filled}
    dropped |= {column for column in separators if dropped & {column - 1, column + 1}}
    left = set(range(count)) - dropped
    return frozenset(dropped) if left else frozenset()


def without_columns(text: str, rows: Sequence[TableRow], dropped: frozenset[int], markup: TableMarkup) -> str:
    """The table without these columns; the others share its width as they did."""
    start = min((row.start for row in rows), default=0)
    columns = [found for found in markup.column.finditer(text, 0, start)]
    widths = _shared_widths(columns, dropped, markup)
    edits = [_column_edit(found, number, dropped, widths, markup) for number, found in enumerate(columns)]
    for row in rows:
        for group in row.groups:
            edits += _cell_edits(text, group, dropped, widths, markup)
    return _edited(text, edits)


def _shared_widths(columns: Sequence[re.Match[str]], dropped: frozenset[int], markup: TableMarkup) -> Mapping[int, int]:
    if markup.width is None:
        return {}
    known = {number: int(found[2]) for number, item in enumerate(columns) if (found := markup.width.search(item[0]))}
    left = {number: width for number, width in known.items() if number not in dropped}
    total, rest = sum(known.values()), max(1, sum(left.values()))
    return {number: width * total // rest for number, width in left.items()}


def _column_edit(
    found: re.Match[str], number: int, dropped: frozenset[int], widths: Mapping[int, int], markup: TableMarkup
) -> Edit:
    shown = "" if number in dropped else found[0]
    if shown and markup.width is not None and number in widths:
        shown = markup.width.sub(lambda width: f"{width[1]}{widths[number]}", shown, count=1)
    return Edit(found.start(), found.end(), shown)


def _cell_edits(
    text: str, group: Group, dropped: frozenset[int], widths: Mapping[int, int], markup: TableMarkup
) -> Iterator[Edit]:
    left = [column for column in range(group.at, group.at + group.span) if column not in dropped]
    covered = len(group.cells) - 1
    for number, (start, end) in enumerate(group.cells):
        is_gone = not left or (number and number > covered - (group.span - len(left)))
        if is_gone:
            yield Edit(start, end, "")
        elif number == 0:
            yield Edit(start, end, _resized(text[start:end], group, left, widths, markup))


def _resized(cell: str, group: Group, left: Sequence[int], widths: Mapping[int, int], markup: TableMarkup) -> str:
    if group.span > 1 and len(left) != group.span:
        cell = markup.span.sub(lambda found: f"{found[1]}{len(left)}", cell, count=1)
    if markup.cell_width is not None and widths:
        width = sum(widths.get(column, 0) for column in left)
        cell = markup.cell_width.sub(lambda found: f"{found[1]}{width}", cell, count=1)
    return cell


def _edited(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join([*pieces, text[at:]])
