"""Turns a workbook into tables of cells; figures stay the digits that Excel shows, dates become ISO text."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from docgen.errors import Finding, InputError
from docgen.loading.reading import read_bytes
from docgen.loading.table import Cell, Table
from docgen.loading.tree import Spot

_MAX_UNPACKED = 400 * 1024 * 1024
_MAX_RATIO = 200
_MAX_ROWS = 200_000
_MAX_COLUMNS = 300
_OLE = b"\xd0\xcf\x11\xe0"
_NO_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
_DAMAGED = (  # what openpyxl and its parsers raise when parts are missing or garbled
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
    """The visible sheets of a workbook by name. Raises InputError if it is none, is locked, or unpacks too large."""
    data = read_bytes(path)
    _refuse_dangerous(path, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # parts that openpyxl does not know carry no cells
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return {str(sheet.title): _table_of(path, sheet) for sheet in sheets}
    except _DAMAGED as error:
        raise _refusal(path, "the workbook is damaged", "open it in Excel and save it again") from error


def _refusal(path: Path, message: str, hint: str = "") -> InputError:
    return InputError(Finding("input.xlsx", message, hint, str(path)))


def _refuse_dangerous(path: Path, data: bytes) -> None:
    """Refuse what is no workbook, unpacks to far more than it is, or declares entities (OOXML has none)."""
    if data.startswith(_OLE):
        raise _refusal(path, "the workbook is locked by a password, or in the old .xls form", "save it as plain .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > _MAX_UNPACKED or unpacked > max(_MAX_RATIO * len(data), 1024 * 1024):
                raise _refusal(path, f"the workbook unpacks to {unpacked // 1048576} MB", "save only the rows needed")
            if any(_declares_entities(archive, member) for member in archive.infolist()):
                raise _refusal(path, "the workbook declares XML entities, which Excel never does")
    except _NO_ZIP as error:
        raise _refusal(path, "this is not an Excel workbook", "save it as .xlsx") from error


def _declares_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if not member.filename.endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(member) as part:
        return b"<!DOCTYPE" in part.read(4096).replace(b"\x00", b"")


def _table_of(path: Path, sheet: Any) -> Table:
    sheet.reset_dimensions()  # some programs write a wrong size
    name = str(sheet.title)
    rows: list[list[Cell]] = []
    for values in sheet.iter_rows():
        if len(rows) >= _MAX_ROWS:
            raise _refusal(path, f"sheet {name} has more than {_MAX_ROWS} rows", "remove the rows that are not needed")
        rows.append(list(_cells(name, len(rows) + 1, values)))
    return Table(rows, Spot(place=f"{name}!A1"))


def _cells(sheet: str, row: int, values: tuple[Any, ...]) -> Iterator[Cell]:
    for number, cell in enumerate(values[:_MAX_COLUMNS], 1):
        spot = Spot(place=f"{sheet}!{_LETTERS[number]}{row}")
        if cell.data_type == "e":
            yield Cell(None, spot, f"the formula gives {cell.value}")
            continue
        text = _text_of(cell.value)
        is_long = isinstance(cell.value, int | float) and abs(cell.value) >= 10**15
        yield Cell(text, spot, "", is_long)


_LETTERS = ["", *(get_column_letter(number) for number in range(1, _MAX_COLUMNS + 1))]


def _text_of(value: object) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')):f}"  # Excel holds 15 digits
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip() or None


def _moment(value: datetime) -> str:
    rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # Excel's fractions of a day are not exact
    return rounded.date().isoformat() if rounded.time() == time() else rounded.isoformat(sep=" ")
