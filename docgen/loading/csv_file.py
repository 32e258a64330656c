"""Turns a CSV file into a table of cells, whatever its encoding and delimiter."""

import csv
import io
import re
from pathlib import Path

from docgen.errors import Finding, InputError
from docgen.loading.reading import read_bytes
from docgen.loading.table import Cell, Table
from docgen.loading.tree import Spot

_DELIMITERS = ",;\t"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(path: Path) -> Table:
    """The cells of a CSV file in UTF-8, UTF-16 or GB18030, with `,`, `;` or tab between them. Raises InputError."""
    text = _decode(path, read_bytes(path))
    declared = re.match(r"sep=(.)\r?\n", text)
    body = text[declared.end() :] if declared else text
    delimiter = declared.group(1) if declared else _delimiter_of(body)
    skipped = 1 if declared else 0
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[Cell]] = []
    line = 1 + skipped
    try:
        for values in reader:
            rows.append([Cell(value.strip() or None, Spot(line, number)) for number, value in enumerate(values, 1)])
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        hint = "close every quote, and write a quote inside a cell twice"
        raise InputError(Finding("input.csv", f"this is not CSV: {error}", hint, str(path), line, 1)) from error
    return Table(rows, Spot(1, 1))


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
