"""Read a register from a workbook or CSV file of leads, with its envelope, as nodes."""

from collections.abc import Iterator
from pathlib import Path as FilePath

from pydantic import BaseModel

from docgen.errors import Finding, InputError, UsageError
from docgen.loading.cells import Reading, read_cell
from docgen.loading.csv_file import read_csv
from docgen.loading.files import Source
from docgen.loading.heads import read_header
from docgen.loading.mapping import TableMapping, read_mapping, read_side_file
from docgen.loading.rows import merged_notice, read_rows
from docgen.loading.spreadsheets import read_xlsx
from docgen.loading.table import (
    MAX_COLUMNS,
    Cell,
    Table,
    count_known_heads,
    field_names,
    find_header_row,
    place_finding,
)
from docgen.loading.usual_columns import KnownHeads
from docgen.messages import message
from docgen.nearest import nearest
from docgen.schemas.base import Envelope
from docgen.schemas.declared import DeclaredFields
from docgen.schemas.kinds import Kind, model_for, table_kind
from docgen.schemas.slots import normalise_title, slot_at
from docgen.yaml_source.tree import Member, Node, Path, Position

_ENVELOPE_SHEETS = {"文件", "document"}
_LEADS_FROM = 3  # known heads, from which on a sheet is taken for one of leads


def read_register(path: FilePath, mapping: FilePath | None, sheet: str | None, declared: DeclaredFields) -> Source:
    """Read an XLSX or CSV file of leads and its sibling files. Raises InputError if a file can't be read."""
    kind = table_kind()
    model, rows_name = model_for(kind.name, declared), kind.rows
    row_model = _row_model(kind, model)
    file_mapping = read_mapping(mapping, row_model) if mapping else TableMapping()
    known = KnownHeads(row_model, field_names(row_model), file_mapping.fields)
    findings = list(file_mapping.findings)
    envelope: Node | None = None
    if path.suffix.lower() == ".xlsx":
        sheets = read_xlsx(path)
        envelope = _envelope_of(sheets, model, findings)
        table = _choose_sheet(path, sheets, sheet, known)
        findings += _unread_sheets(sheets, table, known) if sheet is None else ()
    else:
        table = read_csv(path)
    envelope = envelope or file_mapping.document or _sidecar(path, findings)
    reported: set[Path] = set()
    if envelope is None:
        findings.append(_no_envelope(path))
        reported = {(name,) for name in model.model_fields}
    findings += table.notices
    row = find_header_row(table, known)
    if row is None:
        raise InputError([*findings, Finding.of("input.empty:table", columns=MAX_COLUMNS).at(str(path))])
    header = read_header(table, row, row_model, known)
    rows = read_rows(table, row, header, row_model, rows_name, file_mapping)
    findings += [*header.findings, *merged_notice(table, row), *rows.findings]
    reported |= {(rows_name, 0, name) for name in header.missing}
    items = Node(rows.items, table.rows[row][0].position)
    return Source(_join(envelope, kind, items), findings, frozenset(reported), frozenset(rows.faulty))


def _row_model(kind: Kind, model: type[Envelope]) -> type[BaseModel]:
    slot = slot_at(model, (kind.rows, 0))
    if slot is None or not slot.models:
        raise TypeError(f"{kind.name}.{kind.rows} is no list of rows")
    return slot.models[0]


def _sidecar(path: FilePath, findings: list[Finding]) -> Node | None:
    beside = path.with_name(f"{path.stem}.document.yaml")
    if not beside.exists():
        return None
    members, problems = read_side_file(beside)
    findings += problems
    return Node(dict(members), Position(1, 1, "", str(beside)))


def _choose_sheet(path: FilePath, sheets: dict[str, Table], wanted: str | None, known: KnownHeads) -> Table:
    if wanted is not None:
        if wanted not in sheets:
            near = nearest(wanted, sheets)
            others = message("hint.sheets", names=list(sheets))
            hint = message("hint.did_you_mean", name=near) if near else others
            raise UsageError(Finding.of("usage.sheet", name=wanted, hint=hint).at(str(path)))
        return sheets[wanted]
    rest = [table for name, table in sheets.items() if _may_hold_leads(name, table)]
    if not rest:
        raise InputError(Finding.of("input.xlsx:sheet").at(str(path)))
    return max(rest, key=lambda table: count_known_heads(table, known))


def _may_hold_leads(name: str, table: Table) -> bool:
    return normalise_title(name) not in _ENVELOPE_SHEETS and not table.is_hidden


def _unread_sheets(sheets: dict[str, Table], chosen: Table, known: KnownHeads) -> Iterator[Finding]:
    """A notice on each other sheet that has leads, hidden ones too, and one on those that have other things."""
    others: list[str] = []
    for name, table in sheets.items():
        if table is chosen or normalise_title(name) in _ENVELOPE_SHEETS or not table.rows:
            continue
        row = find_header_row(table, known) or 0
        if count_known_heads(table, known) >= _LEADS_FROM:
            key = "notice.sheet:hidden" if table.is_hidden else "notice.sheet"
            count = len(table.rows) - row - 1
            yield place_finding(Finding.of(key, name=name, count=count, severity="warning"), table.position)
        elif not table.is_hidden:
            others.append(name)
    if others:
        position = sheets[others[0]].position
        yield place_finding(Finding.of("notice.sheets", names=others, severity="warning"), position)


def _envelope_of(sheets: dict[str, Table], model: type[Envelope], findings: list[Finding]) -> Node | None:
    """The envelope from a sheet with two columns: a field's title or dotted name, and its value."""
    table = next((table for name, table in sheets.items() if normalise_title(name) in _ENVELOPE_SHEETS), None)
    if table is None:
        return None
    members: dict[str, Member] = {}
    for row in table.rows:
        cells = [cell for cell in row if cell.text is not None]
        if cells and cells[0] is row[0]:
            value = row[1] if len(row) > 1 else Cell(None, row[0].position)
            _put_envelope(members, row[0], value, model, findings)
    return Node(members, table.position)


def _put_envelope(
    members: dict[str, Member], key: Cell, value: Cell, model: type[Envelope], findings: list[Finding]
) -> None:
    inner: type[BaseModel] = model
    *outer, last = [part.strip() for part in str(key.text).split(".")]
    for part in outer:
        name = field_names(inner).get(normalise_title(part), part)
        slot = slot_at(inner, (name,))
        inner = slot.models[0] if slot and slot.models else inner
        member = members.setdefault(name, Member(key.position, Node({}, key.position)))
        members = member.node.content if isinstance(member.node.content, dict) else {}
    name = field_names(inner).get(normalise_title(last), last)
    read = read_cell(value, slot_at(inner, (name,)), Reading(takes_dates=True))
    if read.problem:
        found = Finding("input.cell", read.problem, values=read.problem.values, subject=name)
        findings.append(place_finding(found, value.position))
    content = [Node(item, value.position) for item in read.content] if isinstance(read.content, list) else read.content
    members[name] = Member(key.position, Node(content, value.position))


def _no_envelope(path: FilePath) -> Finding:
    key = "input.envelope:workbook" if path.suffix.lower() == ".xlsx" else "input.envelope"
    return Finding.of(key, file=f"{path.stem}.document.yaml").at(str(path))


def _join(envelope: Node | None, kind: Kind, rows: Node) -> Node:
    base = envelope or Node({}, rows.position)
    members = dict(base.content) if isinstance(base.content, dict) else {}
    members.setdefault("kind", Member(base.position, Node(kind.name, base.position)))
    members[kind.rows] = Member(rows.position, rows)
    return Node(members, base.position)
