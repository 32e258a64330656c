"""Tables of cells, as read from a workbook or a CSV file, and their row of heads."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from pydantic import BaseModel

from docgen.errors import Finding
from docgen.messages import Message
from docgen.schemas.slots import normalise_title, slot_at
from docgen.yaml_source.tree import Position

MAX_ROWS, MAX_COLUMNS = 200_000, 300
_HEADER_WITHIN = 20
_MOST_RANGES = 8
Merge = tuple[int, int, int, int]
"""First column, first row, last column, last row of merged cells, from 1."""
_GUARDED = re.compile(r"""="([^"]*)"|=(\d+)|'([-+=@\d].*)""")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, its position, and its problem if any.

    `sort` is number or date for what a workbook stores as such, and auto_date for a date in the form that Excel gives
    to what it takes for one (4-Mar). `is_long`: a number that has lost digits. `shown` is a number as its format shows
    it, and `changed` that too, if it is another figure. `merged` is the range of which the cell is a part.
    """

    text: str | bool | None
    position: Position
    problem: Message | None = None
    is_long: bool = False
    sort: str = ""
    shown: str = ""
    changed: str = ""
    merged: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as in the file, possibly with title rows first, the position of the table, and notices on it.

    `uses_semicolons`: a CSV file of a program whose decimal sign is a comma. `epoch_1904`: a workbook that counts days
    from 1904.
    """

    rows: list[list[Cell]]
    position: Position
    notices: list[Finding] = field(default_factory=list[Finding])
    merged: tuple[Merge, ...] = ()
    is_hidden: bool = False
    uses_semicolons: bool = False
    epoch_1904: bool = False


def unguarded(text: str) -> str:
    """Text without the guard that keeps its zeros or its sign in Excel: `="0207"`, `'0207`, `'+44 20`."""
    found = _GUARDED.fullmatch(text) if text[:1] in {"=", "'"} else None
    return (found[1] if found[1] is not None else found[2] or found[3]).strip() if found else text


def place_finding(finding: Finding, position: Position) -> Finding:
    """The finding at a position."""
    return finding.at(position.file, position.line, position.column, position.place)


def row_number(position: Position) -> int:
    """The number of a cell's row, as its file counts them."""
    found = re.search(r"\d+$", position.place)
    return int(found.group()) if found else position.line


def format_rows(numbers: Iterable[int]) -> str:
    """Row numbers as ranges: `3, 5–9`; after eight of them `…`."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in ranges[:_MOST_RANGES]]
    return ", ".join([*shown, "…"] if len(ranges) > _MOST_RANGES else shown)


def field_names(model: type[BaseModel]) -> dict[str, str]:
    """Field names of `model` by normalised name and title; a title of two fields maps to the first."""
    names = {name: name for name in model.model_fields}
    for name in model.model_fields:
        slot = slot_at(model, (name,))
        if slot and slot.mark:
            names = {normalise_title(slot.mark.zh): name, normalise_title(slot.mark.en): name} | names
    return names


def find_header_row(table: Table, known: Container[str]) -> int | None:
    """Index of the header row: among the first rows the one with most known headers; None if all are empty."""
    best, best_count = None, -1
    for number, row in enumerate(table.rows[:_HEADER_WITHIN]):
        count = sum(isinstance(cell.text, str) and normalise_title(cell.text) in known for cell in row)
        if any(cell.text is not None for cell in row) and count > best_count:
            best, best_count = number, count
    return best


def count_known_heads(table: Table, known: Container[str]) -> int:
    """The number of known heads in the header row; -1 if the table is empty."""
    row = find_header_row(table, known)
    return -1 if row is None else sum(normalise_title(str(cell.text)) in known for cell in table.rows[row])
