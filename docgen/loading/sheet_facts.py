"""What openpyxl's read-only mode leaves out of a sheet: merged cells, hidden rows, empty formulas, far columns.

Found by patterns in the sheet's XML, which take time by its size; a workbook with several sheets is read part by part.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from docgen.loading.table import Merge
from docgen.ooxml.package import office_document, read_rels, rels_part

_ROW = re.compile(rb'<(?:\w+:)?row\b[^<>]*\bhidden="(?:1|true)"[^<>]*>')
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<]|<(?:\w+:)?is\b)?"
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_COLUMN = re.compile(rb'<(?:\w+:)?col\b[^<>]*\bhidden="(?:1|true)"[^<>]*>')
_FAR = re.compile(rb'<(?:\w+:)?c\b[^<>]*\br="([A-Z]{2,3})(\d{1,7})"[^<>/]*>\s*<(?:\w+:)?(?:v|is|f)\b')
_MOST_MERGED = 20_000


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Facts of one sheet: merged ranges, hidden rows and columns, formulas without a result, the first far cell."""

    merged: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[str, ...] = ()
    formulas: Mapping[int, frozenset[int]] = field(default_factory=dict[int, "frozenset[int]"])
    far: str = ""


def read_facts(data: bytes, limit: int) -> dict[str, SheetFacts]:
    """Facts of each sheet of a workbook by its title. A cell is far if its column is beyond `limit`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {title: _facts(archive.read(part), limit) for title, part in _parts_of(archive).items()}


def _parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts of the worksheets by title."""
    names = set(archive.namelist())
    root = {name: archive.read(name) for name in (rels_part(""),) if name in names}
    book = office_document(root) if root else "xl/workbook.xml"
    rels = rels_part(book)
    targets = {one.id: one.target for one in read_rels({rels: archive.read(rels)}, book)} if rels in names else {}
    parts: dict[str, str] = {}
    for sheet in etree.fromstring(archive.read(book)).iter("{*}sheet"):
        link = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        part = posixpath.normpath(targets.get(str(link), "")).lstrip("/")
        if part in names:
            parts[str(sheet.get("name"))] = part
    return parts


def _facts(xml: bytes, limit: int) -> SheetFacts:
    has_hidden = b'hidden="' in xml
    rows = _ROW.findall(xml) if has_hidden else ()
    numbers = (_NUMBER.search(row) for row in rows)
    return SheetFacts(
        merged=tuple(_merges(xml)) if b"mergeCell" in xml else (),
        hidden_rows=frozenset(int(found[1]) for found in numbers if found),
        hidden_columns=tuple(_hidden_columns(xml[: xml.find(b"sheetData")], limit)) if has_hidden else (),
        formulas=_empty_formulas(xml, limit) if re.search(rb"<(?:\w+:)?f[ />]", xml) else {},
        far=_far_cell(xml, limit),
    )


def _merges(xml: bytes) -> Iterable[Merge]:
    found = dict.fromkeys(_MERGED.findall(xml))
    for left, top, right, bottom in list(found)[:_MOST_MERGED]:
        yield _column(left), int(top), _column(right), int(bottom)


def _column(letters: bytes) -> int:
    return column_index_from_string(letters.decode())


def _hidden_columns(head: bytes, limit: int) -> Iterable[str]:
    for found in _COLUMN.findall(head):
        first, last = (re.search(rb'\b%s="(\d{1,5})"' % name, found) for name in (b"min", b"max"))
        if first and last:
            yield from (get_column_letter(n) for n in range(int(first[1]), min(int(last[1]), limit) + 1))


def _empty_formulas(xml: bytes, limit: int) -> dict[int, frozenset[int]]:
    """Columns of the formulas without a stored result, by row. A text formula may have an empty result."""
    found: dict[int, set[int]] = {}
    for attributes, value in _FORMULA.findall(xml):
        place = _REFERENCE.search(attributes)
        if place and not value and b't="str"' not in attributes and (column := _column(place[1])) <= limit:
            found.setdefault(int(place[2]), set()).add(column)
    return {row: frozenset(columns) for row, columns in found.items()}


def _far_cell(xml: bytes, limit: int) -> str:
    """The first cell with content beyond the column `limit`, or an empty string."""
    for letters, row in _FAR.findall(xml):
        if _column(letters) > limit:
            return (letters + row).decode()
    return ""
