"""Export objections to an XLSX workbook that imports back without a difference."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from docgen.errors import Finding, InputError
from docgen.library.entries import OBJECTIONS, read_entry
from docgen.library.layers import Layers
from docgen.objections.editions import COMMON, LANGUAGES, Edition, is_builtin, read_editions
from docgen.objections.sheet_columns import Column, columns
from docgen.objections.values import ID, LISTS, join_items, values_of
from docgen.schemas.playbook import Objection
from docgen.schemas.slots import slot_at

_LONGEST = 32_767
_LEAST_PROOFS = 3
_FIXED = datetime(2000, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TITLE = {"zh": "异议", "en": "Objections"}
_NARROW, _WIDE = 16, 44
_LAST_ROW = 2000


def export_sheet(library: Layers, heads: str, *, own_only: bool = False) -> bytes:
    """All editions as an XLSX workbook with heads in `heads` (zh, en); of an industry's edition only its own fields.

    Raises InputError naming each text that is too long for a cell, LibraryError if an entry is invalid.
    """
    rows: list[dict[str, Any]] = []
    most = _LEAST_PROOFS
    for edition in read_editions(library):
        if edition.objection is None:
            raise InputError(edition.problems)
        if not (own_only and is_builtin(edition.path)):
            counted = edition.counted or edition.objection
            entry = edition.objection.model_copy(update={"status": counted.status})
            rows.append(_cells_of(edition, entry, library))
            most = max(most, len(edition.objection.proof))
    return _workbook(rows, tuple(columns(most)), heads)


def template_sheet(heads: str) -> bytes:
    """An XLSX workbook with only the heads, to be filled in."""
    return _workbook([], tuple(columns(_LEAST_PROOFS)), heads)


def _cells_of(edition: Edition, entry: Objection, library: Layers) -> dict[str, Any]:
    id_ = edition.id
    cells: dict[str, Any] = {ID: id_.name, "language": id_.language, "industry": id_.industry}
    if id_.industry == COMMON:
        cells["industry"] = None
    own = _own_fields(edition, library)
    values: dict[str, Any] = dict(values_of(entry))
    for name, value in values.items():
        if id_.industry != COMMON and name not in own:
            continue
        if name == "proof":
            cells |= _proof_cells(value)
        else:
            cells[name] = join_items(value) if name in LISTS and value else value
    return cells


def _own_fields(edition: Edition, library: Layers) -> set[str]:
    data = read_entry(edition.path, library.shown(edition.path), OBJECTIONS).data
    steps: dict[str, Any] = data.get("steps", {})
    return {*data, *steps}


def _proof_cells(proofs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {f"proof_{number}_{name}": value for number, proof in enumerate(proofs, 1) for name, value in proof.items()}


def _workbook(rows: Iterable[Mapping[str, Any]], order: tuple[Column, ...], heads: str) -> bytes:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = _TITLE[heads]
    sheet.append([column.zh if heads == "zh" else column.en for column in order])
    problems: list[Finding] = []
    for number, row in enumerate(rows, 2):
        for at, column in enumerate(order, 1):
            _write_cell(sheet.cell(number, at), row.get(column.name), problems)
    if problems:
        raise InputError(problems)
    _format_sheet(sheet, order)
    return _pack(workbook)


def _write_cell(cell: Any, value: Any, problems: list[Finding]) -> None:
    if value is None:
        return
    if isinstance(value, str):
        if len(value) > _LONGEST:
            problems.append(Finding.of("export.long", count=len(value), most=_LONGEST, place=cell.coordinate))
            return
        cell.value = str(value)
        cell.data_type = "s"  # a text that begins with = is not a formula
        cell.number_format = "@"
        return
    cell.value = value if not hasattr(value, "as_tuple") else str(value)
    if hasattr(value, "isoformat"):
        cell.number_format = "yyyy-mm-dd"


def _format_sheet(sheet: Any, order: tuple[Column, ...]) -> None:
    """Freeze the heads, wrap texts, and add drop-down lists."""
    sheet.freeze_panes = "B2"
    top = Alignment(vertical="top", wrap_text=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = top
    for number, column in enumerate(order, 1):
        letter = get_column_letter(number)
        sheet[f"{letter}1"].font = Font(bold=True)
        slot = slot_at(Objection, column.path) if column.path else None
        words = LANGUAGES if column.name == "language" else tuple(m.value for m in slot.choices) if slot else ()
        is_short = words or column.path is None or (slot is not None and str not in slot.options)
        sheet.column_dimensions[letter].width = _NARROW if is_short else _WIDE
        if words:
            choice = DataValidation(
                type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False
            )
            choice.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(choice)


def _pack(workbook: Workbook) -> bytes:
    """The workbook's bytes, reproducible: its properties and zip entries have fixed dates."""
    raw = io.BytesIO()
    workbook.properties.created = _FIXED
    workbook.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as archive, zipfile.ZipFile(packed, "w") as out:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "docProps/core.xml":
                workbook.properties.modified = _FIXED
                data = _properties(workbook)
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, data)
    return packed.getvalue()


def _properties(workbook: Any) -> bytes:
    from openpyxl.xml.functions import tostring  # noqa: PLC0415

    return bytes(tostring(workbook.properties.to_tree()))
