"""Read a CSV file as a table of cells."""

import csv
import io
import re
from pathlib import Path

from docgen.errors import Finding, InputError
from docgen.loading.encodings import decode_text
from docgen.loading.files import read_bytes
from docgen.loading.table import MAX_COLUMNS, MAX_ROWS, Cell, Table, unguarded
from docgen.messages import message
from docgen.yaml_source.tree import Position

_DELIMITERS = ",;\t"
_LONGEST_LINE = 1_000_000
_FORMULA = re.compile(r"=(?:[A-Za-z(+\-\"$@]|\d)")


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
                rows.append([_cell(value.strip(), Position(line, number)) for number, value in cells])
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise InputError(Finding.of("input.csv:other", reason=str(error)).at(str(path), line, 1)) from error
    return Table(rows, Position(1, 1), list(notices), uses_semicolons=delimiter == ";")


def _cell(text: str, position: Position) -> Cell:
    plain = unguarded(text)
    if plain == text and _FORMULA.match(text):
        return Cell(None, position, message("input.cell:formula_text", text=text[:60]))
    return Cell(plain or None, position)


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
