"""Read the sheets of a workbook as tables of cells."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from docgen.errors import Finding, InputError
from docgen.loading.files import read_bytes
from docgen.loading.number_formats import changes_figure, shown_number
from docgen.loading.sheet_facts import Merge, SheetFacts, read_facts
from docgen.loading.table import MAX_COLUMNS, MAX_ROWS, Cell, Table, format_rows, row_number, unguarded
from docgen.messages import message
from docgen.yaml_source.tree import Position

_MAX_UNPACKED = 100 * 1024 * 1024
_MAX_RATIO = 200
_MAX_ROWS_PASSED = 4_000_000  # rows iterated, absent ones included
_MAX_CELLS = 2_000_000
_HEADS_WITHIN = 20
_PART = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_NO_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
_DAMAGED = (  # raised by openpyxl and its parsers for missing or damaged parts
    *_NO_ZIP,
    InvalidFileException,
    XMLSyntaxError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)


def read_xlsx(path: Path) -> dict[str, Table]:
    """The sheets of a workbook by name, hidden ones marked. Dates are ISO 8601; `Cell.shown` has a number's format.

    A merged cell counts for each of its rows. Notices are on hidden rows and columns, and on cells that aren't read.

    Raises InputError if it is not a workbook, has a password, or is too large when unpacked.
    """
    data = read_bytes(path)
    _refuse_dangerous(path, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # unknown parts have no cells
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return _tables_of(path, book.worksheets, read_facts(data, MAX_COLUMNS), book.epoch == CALENDAR_MAC_1904)
    except _DAMAGED as error:
        raise _refusal(path, "damaged") from error


def _refusal(path: Path, why: str, **values: Any) -> InputError:
    return InputError(Finding.of(f"input.xlsx:{why}", **values).at(str(path)))


def _refuse_dangerous(path: Path, data: bytes) -> None:
    """Raise InputError if it is not a workbook, is a zip bomb, or declares XML entities (OOXML has none)."""
    if data.startswith(_OLE):
        raise _refusal(path, "locked")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > _MAX_UNPACKED or unpacked > max(_MAX_RATIO * len(data), 1024 * 1024):
                raise _refusal(path, "unpacked", size=unpacked // 1048576)
            if any(_declares_entities(archive, member) for member in archive.infolist()):
                raise _refusal(path, "entities")
    except _NO_ZIP as error:
        raise _refusal(path, "no_workbook") from error


def _declares_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if "/media/" in member.filename:
        return False
    with archive.open(member) as part:
        end = b""
        while piece := part.read(_PART):
            if b"<!DOCTYPE" in end + piece.replace(b"\x00", b""):
                return True
            end = piece[-16:].replace(b"\x00", b"")
    return False


def _tables_of(
    path: Path, sheets: Iterable[Any], facts: Mapping[str, SheetFacts], epoch_1904: bool
) -> dict[str, Table]:
    """Cells of each sheet's first columns. Empty rows and columns are skipped without cost."""
    tables: dict[str, Table] = {}
    count = _Count(path)
    for sheet in sheets:
        sheet.reset_dimensions()  # some programs write wrong dimensions
        name, of_sheet = str(sheet.title), facts.get(str(sheet.title), SheetFacts())
        rows = _rows_of(sheet, name, of_sheet, count)
        merge_rows(rows, of_sheet.merged)
        tables[name] = Table(
            rows,
            Position(place=f"{name}!A1"),
            list(_notices(name, rows, of_sheet)),
            is_hidden=sheet.sheet_state != "visible",
            epoch_1904=epoch_1904,
        )
    return tables


@dataclass
class _Count:
    """Rows and cells read so far, of all sheets. Raises InputError beyond the limits."""

    path: Path
    passed: int = 0
    cells: int = 0

    def add_row(self) -> None:
        self.passed += 1
        if self.passed > _MAX_ROWS_PASSED:
            raise _refusal(self.path, "far_apart")

    def add_cells(self, name: str, rows: int, cells: int) -> None:
        self.cells += cells
        if rows >= MAX_ROWS:
            raise _refusal(self.path, "rows", where=message("term.sheet", name=name), limit=MAX_ROWS)
        if self.cells > _MAX_CELLS:
            raise _refusal(self.path, "cells", where=message("term.workbook"), limit=_MAX_CELLS)


def _rows_of(sheet: Any, name: str, facts: SheetFacts, count: _Count) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    width = 0
    absent: Any = ()  # openpyxl yields the same object for each absent row
    none: frozenset[int] = frozenset()
    for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        count.add_row()
        formulas = facts.formulas.get(number, none)
        if values is absent or not (used := max(_width_of(values), *formulas, 0)):
            absent = values
            continue
        width = max(width, used) if len(rows) < _HEADS_WITHIN else width
        count.add_cells(name, len(rows), max(used, width))
        rows.append(list(_cells(name, number, values[: max(used, width)], formulas)))
    return rows


def _notices(name: str, rows: Sequence[Sequence[Cell]], facts: SheetFacts) -> Iterator[Finding]:
    if facts.far:
        yield Finding.of(
            "notice.far_cell", place=f"{name}!{facts.far}", limit=_LETTERS[MAX_COLUMNS], severity="warning"
        )
    if facts.hidden_rows:
        there = [n for cells in rows if cells and (n := row_number(cells[0].position)) in facts.hidden_rows]
        if there:
            place, count, shown = f"{name}!A{there[0]}", len(there), format_rows(there)
            yield Finding.of("notice.hidden_rows", place=place, severity="warning", count=count, rows=shown)
    if rows and facts.hidden_columns:
        used = {
            cell.position.place.rpartition("!")[2].rstrip("0123456789") for cells in rows for cell in cells if cell.text
        }
        there = [column for column in facts.hidden_columns if column in used]
        if there:
            yield Finding.of("notice.hidden_columns", place=f"{name}!{there[0]}1", columns=there, severity="warning")


def merge_rows(rows: list[list[Cell]], merged: Iterable[Merge]) -> None:
    """Give the value of a merged cell to the empty cells below it, in the rows that have any content."""
    by_number = {row_number(cells[0].position): cells for cells in rows if cells}
    visits = 0
    for left, top, _, bottom in merged:
        cells = by_number.get(top)
        if bottom == top or cells is None or left > len(cells) or cells[left - 1].text is None:
            continue
        name = f"{_LETTERS[left]}{top}:{_LETTERS[left]}{bottom}"
        first = cells[left - 1] = replace(cells[left - 1], merged=name)
        for number in range(top + 1, min(bottom, max(by_number)) + 1):
            visits += 1
            below = by_number.get(number, [])
            if visits > _MAX_CELLS:
                return
            if left <= len(below) and below[left - 1].text is None:
                below[left - 1] = replace(first, position=below[left - 1].position)


def _width_of(values: tuple[Any, ...]) -> int:
    width = len(values)
    while width and values[width - 1].value is None:
        width -= 1
    return width


def _cells(sheet: str, row: int, values: tuple[Any, ...], formulas: frozenset[int]) -> Iterator[Cell]:
    for number, cell in enumerate(values, 1):
        position = Position(place=f"{sheet}!{_LETTERS[number]}{row}")
        value = cell.value
        if number in formulas and value is None:
            yield Cell(None, position, message("input.cell:no_result"))
        elif cell.data_type == "e":
            yield Cell(None, position, message("input.cell:formula", result=str(value)))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield _number(value, cell.number_format, position)
        elif isinstance(value, date | time):
            yield Cell(_text_of(value), position, sort=_sort_of_date(cell.number_format))
        else:
            text = _text_of(value)
            yield Cell(unguarded(text) if isinstance(text, str) else text, position)


def _number(value: float, number_format: str, position: Position) -> Cell:
    text = str(_text_of(value))
    is_long = abs(value) >= 10**15
    if number_format == "General":
        return Cell(text, position, None, is_long, "number")
    figure = Decimal(text)
    shown, changed = shown_number(figure, number_format), changes_figure(figure, number_format)
    return Cell(text, position, None, is_long, "number", shown or "", changed or "")


def _sort_of_date(number_format: str) -> str:
    """auto_date if the format is one that Excel gives to what it takes for a date: without a year, or without a day."""
    letters = number_format.casefold()
    return "date" if "y" in letters and "d" in letters else "auto_date"


_LETTERS = ["", *(get_column_letter(number) for number in range(1, MAX_COLUMNS + 1))]


def _text_of(value: object) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')):f}"  # Excel stores 15 digits
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip() or None


def _moment(value: datetime) -> str:
    rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # Excel's day fractions are inexact
    return rounded.date().isoformat() if rounded.time() == time() else rounded.isoformat(sep=" ")
