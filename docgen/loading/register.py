"""Read a register from a workbook or CSV file of leads, with its envelope, as nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from pydantic import BaseModel

from docgen.errors import Finding, InputError, UsageError
from docgen.loading.encodings import decode_text
from docgen.loading.files import Source, read_bytes
from docgen.loading.spreadsheets import read_csv, read_xlsx
from docgen.loading.table import (
    MAX_COLUMNS,
    Cell,
    Table,
    cell_node,
    field_names,
    find_header_row,
    read_header,
    read_rows,
)
from docgen.messages import message
from docgen.nearest import nearest
from docgen.schemas.base import Envelope
from docgen.schemas.declared import DeclaredFields
from docgen.schemas.kinds import Kind, model_for, table_kind
from docgen.schemas.slots import normalise_title, slot_at
from docgen.yaml_source import MAX_BYTES, read_yaml
from docgen.yaml_source.tree import Member, Node, Path, Position

_ENVELOPE_SHEETS = {"文件", "document"}


@dataclass
class _Mapping:
    """A mapping file: fields by normalised column header (None: ignore the column), and the envelope."""

    fields: dict[str, str | None] = field(default_factory=dict)
    document: Node | None = None
    findings: list[Finding] = field(default_factory=list)


def read_register(path: FilePath, mapping: FilePath | None, sheet: str | None, declared: DeclaredFields) -> Source:
    """Read an XLSX or CSV file of leads and its sibling files. Raises InputError if a file can't be read."""
    kind = table_kind()
    model, rows_name = model_for(kind.name, declared), kind.rows
    row_model = _row_model(kind, model)
    file_mapping = _read_mapping(mapping, row_model) if mapping else _Mapping()
    known = {**field_names(row_model), **file_mapping.fields}
    findings = list(file_mapping.findings)
    envelope: Node | None = None
    if path.suffix.lower() == ".xlsx":
        sheets = read_xlsx(path)
        envelope = _envelope_of(sheets, model, findings)
        table = _choose_sheet(path, sheets, sheet, known)
    else:
        table = read_csv(path)
    envelope = envelope or file_mapping.document or _sidecar(path, findings)
    reported: set[Path] = set()
    if envelope is None:
        findings.append(_no_envelope(path))
        reported = {(name,) for name in model.model_fields}
    findings += table.notices
    rows, missing = _rows(path, table, row_model, known, findings)
    reported |= {(rows_name, 0, name) for name in missing}
    return Source(_join(envelope, kind, rows), findings, frozenset(reported))


def _row_model(kind: Kind, model: type[Envelope]) -> type[BaseModel]:
    slot = slot_at(model, (kind.rows, 0))
    if slot is None or not slot.models:
        raise TypeError(f"{kind.name}.{kind.rows} is no list of rows")
    return slot.models[0]


def _read_mapping(path: FilePath, model: type[BaseModel]) -> _Mapping:
    root, findings = _read_side_file(path)
    file_mapping = _Mapping(findings=findings)
    for head, member in root.items():
        target = member.node.content
        if isinstance(target, dict) and head == "document":
            file_mapping.document = member.node
        elif target is None or (isinstance(target, str) and target in model.model_fields):
            file_mapping.fields[normalise_title(head)] = target
        else:
            near = nearest(str(target), model.model_fields)
            known = message("hint.fields", names=list(model.model_fields))
            hint = message("hint.did_you_mean", name=near) if near else known
            position = member.node.position
            found = Finding.of("input.mapping", name=str(target), hint=hint)
            file_mapping.findings.append(found.at(str(path), position.line, position.column, head))
    return file_mapping


def _read_side_file(path: FilePath) -> tuple[dict[str, Member], list[Finding]]:
    """Fields of a YAML file next to the table. Raises InputError if it has none."""
    text, notices = decode_text(path, read_bytes(path, MAX_BYTES))
    root, findings = read_yaml(text)
    placed = [*notices, *(finding.at(str(path), finding.line, finding.column) for finding in findings)]
    if root is None:
        raise InputError(placed)
    root = _in_file(root, str(path))
    if not isinstance(root.content, dict):
        raise InputError(Finding.of("input.yaml:lines").at(str(path), 1, 1))
    return root.content, placed


def _in_file(node: Node, file: str) -> Node:
    """Copy of the nodes with `file` in all positions."""
    position = Position(node.position.line, node.position.column, node.position.place, file)
    content = node.content
    if isinstance(content, dict):
        members = {
            key: Member(Position(m.position.line, m.position.column, m.position.place, file), _in_file(m.node, file))
            for key, m in content.items()
        }
        return Node(members, position)
    if isinstance(content, list):
        return Node([_in_file(item, file) for item in content], position)
    return Node(content, position)


def _sidecar(path: FilePath, findings: list[Finding]) -> Node | None:
    beside = path.with_name(f"{path.stem}.document.yaml")
    if not beside.exists():
        return None
    members, problems = _read_side_file(beside)
    findings += problems
    return Node(dict(members), Position(1, 1, "", str(beside)))


def _choose_sheet(
    path: FilePath, sheets: dict[str, Table], wanted: str | None, known: Mapping[str, str | None]
) -> Table:
    if wanted is not None:
        if wanted not in sheets:
            near = nearest(wanted, sheets)
            others = message("hint.sheets", names=list(sheets))
            hint = message("hint.did_you_mean", name=near) if near else others
            raise UsageError(Finding.of("usage.sheet", name=wanted, hint=hint).at(str(path)))
        return sheets[wanted]
    rest = [table for name, table in sheets.items() if normalise_title(name) not in _ENVELOPE_SHEETS]
    if not rest:
        raise InputError(Finding.of("input.xlsx:sheet").at(str(path)))
    return max(rest, key=lambda table: _known_heads(table, known))


def _known_heads(table: Table, known: Mapping[str, str | None]) -> int:
    row = find_header_row(table, known)
    return -1 if row is None else sum(normalise_title(str(cell.text)) in known for cell in table.rows[row])


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
    members[name] = Member(key.position, cell_node(value, name, slot_at(inner, (name,)), findings))


def _rows(
    path: FilePath, table: Table, model: type[BaseModel], known: Mapping[str, str | None], findings: list[Finding]
) -> tuple[Node, set[str]]:
    """Nodes of the rows, and the required fields without a column."""
    row = find_header_row(table, known)
    if row is None:
        raise InputError([*findings, Finding.of("input.empty:table", columns=MAX_COLUMNS).at(str(path))])
    header = read_header(table, row, model, known)
    rows, problems = read_rows(table, row, header, model)
    findings += [*header.findings, *problems]
    return rows, header.missing


def _no_envelope(path: FilePath) -> Finding:
    key = "input.envelope:workbook" if path.suffix.lower() == ".xlsx" else "input.envelope"
    return Finding.of(key, file=f"{path.stem}.document.yaml").at(str(path))


def _join(envelope: Node | None, kind: Kind, rows: Node) -> Node:
    base = envelope or Node({}, rows.position)
    members = dict(base.content) if isinstance(base.content, dict) else {}
    members.setdefault("kind", Member(base.position, Node(kind.name, base.position)))
    members[kind.rows] = Member(rows.position, rows)
    return Node(members, base.position)
