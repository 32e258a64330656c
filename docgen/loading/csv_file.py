"""Turns a CSV file into a table of cells, whatever its encoding and delimiter."""

import csv
import io
import re
from pathlib import Path

from docgen.errors import Finding, InputError
from docgen.loading.reading import read_bytes
from docgen.loading.table import MAX_COLUMNS, MAX_ROWS, Cell, Table
from docgen.yaml_source.tree import Spot

_DELIMITERS = ",;\t"
_LONGEST_LINE = 1_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(path: Path) -> Table:
    """The cells of a CSV file in UTF-8, UTF-16 or GB18030, with `,`, `;` or tab between them. Raises InputError."""
    text = _decode(path, read_bytes(path))
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
                rows.append([Cell(value.strip() or None, Spot(line, number)) for number, value in cells])
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        hint = "close every quote, and write a quote inside a cell twice"
        raise InputError(Finding("input.csv", f"this is not CSV: {error}", hint, str(path), line, 1)) from error
    return Table(rows, Spot(1, 1))


def _refuse_long_lines(path: Path, text: str, skipped: int) -> None:
    for number, line in enumerate(text.splitlines(), 1 + skipped):
        if len(line) > _LONGEST_LINE:
            message = f"the line has {len(line):,} characters; the limit is {_LONGEST_LINE:,}"
            raise InputError(Finding("input.csv", message, "write each row on a line of its own", str(path), number, 1))


def _refuse_large(path: Path, line: int, rows: int, values: list[str]) -> None:
    """Raise InputError for more rows or columns than a register has."""
    if rows >= MAX_ROWS:
        message, hint = f"the file has more than {MAX_ROWS:,} rows", "remove the rows that are not needed"
    elif len(values) > MAX_COLUMNS and any(values[MAX_COLUMNS:]):
        message, hint = f"the row has {len(values):,} cells; the limit is {MAX_COLUMNS}", "a delimiter too many?"
    else:
        return
    raise InputError(Finding("input.csv", message, hint, str(path), line, 1))


def _decode(path: Path, data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    hint = "save it as UTF-8 (in Excel: CSV UTF-8)"
    raise InputError(Finding("input.encoding", "the file is neither UTF-8 nor GB18030 text", hint, str(path)))


def _delimiter_of(text: str) -> str:
    heads = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub('"[^"]*"', "", heads)
    return max(_DELIMITERS, key=unquoted.count)
