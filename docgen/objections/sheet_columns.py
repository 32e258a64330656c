"""Read a sheet of objections: one edition per row, heads in Chinese, English or as field names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.audience import marks_of_cached
from docgen.errors import Finding, InputError
from docgen.loading.cells import Reading, read_cell
from docgen.loading.csv_file import read_csv
from docgen.loading.spreadsheets import read_xlsx
from docgen.loading.table import Cell, Table, count_known_heads, find_header_row
from docgen.messages import message
from docgen.nearest import nearest
from docgen.objections.values import ID, LISTS, STEPS, field_names, split_items
from docgen.schemas.playbook import Objection, Proof
from docgen.schemas.slots import Path as FieldPath
from docgen.schemas.slots import normalise_title, slot_at
from docgen.yaml_source.tree import Member, Node, Position

MOST_PROOFS = 9
REMOVED = frozenset(("-", "–", "—", "－"))
"""Cell contents that remove the field from an entry."""

_EDITION = {
    ID: ("Objection no.", "异议编号"),
    "language": ("Language", "语言"),
    "industry": ("Industry edition", "行业版本"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its titles, and the path of its field; None for the language and the industry."""

    name: str
    en: str
    zh: str
    path: FieldPath | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its position, the cells that identify the edition, its fields as nodes, and fields to remove."""

    position: Position
    edition: Mapping[str, tuple[str, Position]]
    fields: Node
    removed: tuple[str, ...] = ()


@dataclass
class Sheet:
    """A parsed sheet: its rows, findings on its heads, and findings on cells by the row's place."""

    rows: list[Row] = field(default_factory=list["Row"])
    findings: list[Finding] = field(default_factory=list["Finding"])
    refused: dict[str, list[Finding]] = field(default_factory=dict[str, "list[Finding]"])


def columns(proofs: int) -> Iterator[Column]:
    """Every column in order, with columns for `proofs` proofs."""
    for name, (en, zh) in _EDITION.items():
        yield Column(name, en, zh, None)
    for name, (en, zh) in field_names().items():
        if name == "proof":
            yield from _proof_columns(proofs)
        elif name != ID:
            yield Column(name, en, zh, ("steps", name) if name in STEPS else (name,))


def _proof_columns(proofs: int) -> Iterator[Column]:
    for number in range(1, proofs + 1):
        for name, mark in marks_of_cached(Proof).items():
            en, zh = f"Proof {number}: {mark.en.lower()}", f"证明{number}{mark.zh}"
            yield Column(f"proof_{number}_{name}", en, zh, ("proof", number - 1, name))


def read_sheet(path: Path, mapping: Mapping[str, str | None], sheet: str | None = None) -> Sheet:
    """Read the rows of an XLSX or CSV file; `mapping` maps heads to columns (None: ignore the head).

    Raises InputError if the file can't be read, or has no row of heads.
    """
    known = {
        normalise_title(word): column for column in columns(MOST_PROOFS) for word in (column.name, column.zh, column.en)
    }
    by_name = {column.name: column for column in columns(MOST_PROOFS)}
    known_heads: dict[str, str | None] = {head: column.name for head, column in known.items()}
    known_heads |= {normalise_title(head): name for head, name in mapping.items()}
    table = _table(path, sheet, known_heads)
    number = find_header_row(table, known_heads)
    if number is None:
        raise InputError(Finding.of("input.empty:sheet").at(str(path)))
    read = Sheet()
    heads = dict(_heads(table.rows[number], known_heads, read.findings))
    for cells in table.rows[number + 1 :]:
        if any(cell.text is not None or cell.problem for cell in cells):
            read.rows.append(_row(cells, {at: by_name[name] for at, name in heads.items()}, read))
    return read


def _table(path: Path, sheet: str | None, known: Mapping[str, str | None]) -> Table:
    if path.suffix.lower() == ".csv":
        return read_csv(path)
    if path.suffix.lower() != ".xlsx":
        raise InputError(Finding.of("input.file:sheet", name=path.name).at(str(path)))
    sheets = {name: table for name, table in read_xlsx(path).items() if not table.is_hidden}
    if sheet is not None and sheet not in sheets:
        raise InputError(Finding.of("input.sheet:objections", name=sheet, known=list(sheets)).at(str(path)))
    return sheets[sheet] if sheet else max(sheets.values(), key=lambda table: count_known_heads(table, known))


def _heads(cells: list[Cell], known: Mapping[str, str | None], findings: list[Finding]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if cell.text is None:
            continue
        head = normalise_title(str(cell.text))
        name = known.get(head, "")
        if name == "":
            near = nearest(head, known)
            hint = message("hint.head_near", field=known[near], head=near) if near and known[near] else None
            findings.append(_at(cell, Finding.of("input.head:ignorable", head=cell.text, hint=hint)))
        elif name is not None and name in seen:
            findings.append(_at(cell, Finding.of("input.head:double", head=cell.text, field=name)))
        elif name is not None:
            seen.add(name)
            yield number, name


def _at(cell: Cell, finding: Finding) -> Finding:
    position = cell.position
    return finding.at(position.file, position.line, position.column, position.place)


def _row(cells: list[Cell], heads: Mapping[int, Column], read: Sheet) -> Row:
    position = cells[0].position
    edition: dict[str, tuple[str, Position]] = {}
    members: dict[str, Member] = {}
    proofs: dict[int, dict[str, Member]] = {}
    removed: list[str] = []
    for number, cell in enumerate(cells):
        column = heads.get(number)
        if column is None or (cell.text is None and not cell.problem):
            continue
        if column.path is None:
            edition[column.name] = (str(cell.text or ""), cell.position)
        elif str(cell.text).strip() in REMOVED:
            removed += [column.name] if column.path[0] != "proof" else []
        else:
            node = _node(cell, column, read.refused.setdefault(place_of(position), []))
            _add_member(column, Member(cell.position, node), members, proofs)
    if proofs:
        items = [Node(dict(given), next(iter(given.values())).position) for _, given in sorted(proofs.items())]
        members["proof"] = Member(items[0].position, Node(items, items[0].position))
    return Row(position, edition, Node(members, position), tuple(removed))


def _add_member(
    column: Column, member: Member, members: dict[str, Member], proofs: dict[int, dict[str, Member]]
) -> None:
    match column.path:
        case ("proof", int(number), str(name)):
            proofs.setdefault(number, {})[name] = member
        case _:
            members[column.name] = member


def _node(cell: Cell, column: Column, findings: list[Finding]) -> Node:
    path = column.path or ()
    if cell.problem:
        findings.append(_at(cell, Finding.of("input.cell:problem", field=column.name, problem=cell.problem)))
        return Node(None, cell.position)
    if column.name in LISTS:
        return Node([Node(item, cell.position) for item in split_items(str(cell.text))], cell.position)
    read = read_cell(cell, slot_at(Objection, path), Reading(takes_dates=True))
    if read.problem:
        findings.append(_at(cell, Finding.of("input.cell:value", field=column.name, problem=read.problem)))
    return Node(read.content if isinstance(read.content, str) else None, cell.position)


def place_of(position: Position) -> str:
    """A row's place for messages: the sheet's cell, or the line."""
    return position.place or f"line {position.line}"
