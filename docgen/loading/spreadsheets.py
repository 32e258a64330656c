"""Read the sheets of a workbook, or a CSV file, as tables of cells."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from docgen.errors import Finding, InputError
from docgen.loading.encodings import decode_text
from docgen.loading.files import read_bytes
from docgen.loading.table import MAX_COLUMNS, MAX_ROWS, Cell, Table
from docgen.messages import message
from docgen.yaml_source.tree import Position

_MAX_UNPACKED = 100 * 1024 * 1024
_MAX_RATIO = 200
_MAX_ROWS_PASSED = 4_000_000  # rows iterated, absent ones included
_MAX_CELLS = 2_000_000
_HEADS_WITHIN = 20
_PART = 1024 * 1024
_DELIMITERS = ",;\t"
_LONGEST_LINE = 1_000_000
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
    """Visible sheets of a workbook by name. Numbers are text as Excel shows them, dates are ISO 8601.

    Raises InputError if it is not a workbook, has a password, or is too large when unpacked.
    """
    data = read_bytes(path)
    _refuse_dangerous(path, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # unknown parts have no cells
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return _tables_of(path, sheets)
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


def _tables_of(path: Path, sheets: Iterable[Any]) -> dict[str, Table]:
    """Cells of each sheet's first columns. Empty rows and columns are skipped without cost."""
    tables: dict[str, Table] = {}
    passed = cell_count = 0
    absent: Any = ()  # openpyxl yields the same object for each absent row
    for sheet in sheets:
        sheet.reset_dimensions()  # some programs write wrong dimensions
        name, rows, width = str(sheet.title), list[list[Cell]](), 0
        for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
            passed += 1
            if passed > _MAX_ROWS_PASSED:
                raise _refusal(path, "far_apart")
            if values is absent or not (used := _width_of(values)):
                absent = values
                continue
            width = max(width, used) if len(rows) < _HEADS_WITHIN else width
            cell_count += max(used, width)
            if len(rows) >= MAX_ROWS:
                raise _refusal(path, "rows", where=message("term.sheet", name=name), limit=MAX_ROWS)
            if cell_count > _MAX_CELLS:
                raise _refusal(path, "cells", where=message("term.workbook"), limit=_MAX_CELLS)
            rows.append(list(_cells(name, number, values[: max(used, width)])))
        tables[name] = Table(rows, Position(place=f"{name}!A1"))
    return tables


def _width_of(values: tuple[Any, ...]) -> int:
    width = len(values)
    while width and values[width - 1].value is None:
        width -= 1
    return width


def _cells(sheet: str, row: int, values: tuple[Any, ...]) -> Iterator[Cell]:
    for number, cell in enumerate(values, 1):
        position = Position(place=f"{sheet}!{_LETTERS[number]}{row}")
        if cell.data_type == "e":
            yield Cell(None, position, message("input.cell:formula", result=str(cell.value)))
            continue
        text = _text_of(cell.value)
        is_long = isinstance(cell.value, int | float) and abs(cell.value) >= 10**15
        yield Cell(text, position, None, is_long)


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


def read_csv(path: Path) -> Table:
    """Cells of a CSV file, separated by `,`, `;` or tab. Raises InputError."""
    text, notices = decode_text(path, read_bytes(path))
    declared = re.match(r"sep=(.)\r?\n", text)
    body = text[declared.end() :] if declared else text
    delimiter = declared.group(1) if declared else _delimiter_of(body)
    skipped = 1 if declared else 0
    _refuse_long_lines(path, body, skipped)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[Cell]] = []
    line = 1 + skipped
    try:
        for values in reader:
            if any(values):
                _refuse_large(path, line, len(rows), values)
                cells = enumerate(values[:MAX_COLUMNS], 1)
                rows.append([Cell(value.strip() or None, Position(line, number)) for number, value in cells])
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise InputError(Finding.of("input.csv:other", reason=str(error)).at(str(path), line, 1)) from error
    return Table(rows, Position(1, 1), list(notices))


def _refuse_long_lines(path: Path, text: str, skipped: int) -> None:
    for number, line in enumerate(text.splitlines(), 1 + skipped):
        if len(line) > _LONGEST_LINE:
            found = Finding.of("input.csv:line", count=len(line), limit=_LONGEST_LINE)
            raise InputError(found.at(str(path), number, 1))


def _refuse_large(path: Path, line: int, rows: int, values: list[str]) -> None:
    """Raise InputError for too many rows or columns."""
    if rows >= MAX_ROWS:
        raise InputError(Finding.of("input.csv:rows", limit=MAX_ROWS).at(str(path), line, 1))
    if len(values) > MAX_COLUMNS and any(values[MAX_COLUMNS:]):
        found = Finding.of("input.csv:columns", count=len(values), limit=MAX_COLUMNS)
        raise InputError(found.at(str(path), line, 1))


def _delimiter_of(text: str) -> str:
    heads = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub('"[^"]*"', "", heads)
    return max(_DELIMITERS, key=unquoted.count)
