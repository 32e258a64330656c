"""Read a table with Chinese or English column headers as nodes of a register's rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from docgen.audience import marks_of_cached
from docgen.errors import Finding
from docgen.loading.usual_forms import usual_form
from docgen.messages import Message, message
from docgen.nearest import nearest
from docgen.schemas.slots import Slot, normalise_title, slot_at
from docgen.yaml_source.tree import Member, Node, Position

MAX_ROWS, MAX_COLUMNS = 200_000, 300
_HEADER_WITHIN = 20
_CURRENCY = re.compile(r"^[¥￥$€£] ?(?=[-\d])")
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?")
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_WORDS = {"是": "true", "否": "false", "√": "true", "×": "false", "y": "true", "n": "false"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, position, and problem if any; `is_long`: a number that has lost digits."""

    text: str | bool | None
    position: Position
    problem: Message | None = None
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as in the file, possibly with title rows first, the position of the table, and notices on it."""

    rows: list[list[Cell]]
    position: Position
    notices: list[Finding] = field(default_factory=list[Finding])


@dataclass
class Header:
    """Fields by column, findings about the headers, required fields without a column, and guesses for misspelt ones."""

    fields: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    guesses: set[str] = field(default_factory=set)


def field_names(model: type[BaseModel]) -> dict[str, str]:
    """Field names of `model` by normalised name and title; a title of two fields maps to the first."""
    names = {name: name for name in model.model_fields}
    for name in model.model_fields:
        slot = slot_at(model, (name,))
        if slot and slot.mark:
            names = {normalise_title(slot.mark.zh): name, normalise_title(slot.mark.en): name} | names
    return names


def find_header_row(table: Table, known: Mapping[str, str | None]) -> int | None:
    """Index of the header row: among the first rows the one with most known headers; None if all are empty."""
    best, best_count = None, -1
    for number, row in enumerate(table.rows[:_HEADER_WITHIN]):
        count = sum(isinstance(cell.text, str) and normalise_title(cell.text) in known for cell in row)
        if any(cell.text is not None for cell in row) and count > best_count:
            best, best_count = number, count
    return best


def read_header(table: Table, row: int, model: type[BaseModel], known: Mapping[str, str | None]) -> Header:
    """The field of each column. `known` maps normalised headers to fields, or to None for columns to ignore."""
    header = Header()
    used = {number for cells in table.rows[row + 1 :] for number, cell in enumerate(cells) if cell.text is not None}
    for number, cell in enumerate(table.rows[row]):
        if cell.text is None:
            if number in used:
                _report(header, cell.position, "input.head:none")
            continue
        name = known.get(normalise_title(str(cell.text)), "")
        if name == "":
            _report_unknown(header, cell, model, known)
        elif name is not None and name in header.fields.values():
            _report(header, cell.position, "input.head:second", head=str(cell.text), name=name)
        elif name is not None:
            header.fields[number] = name
    _report_missing(header, table.rows[row], model)
    return header


def _report(header: Header, position: Position, key: str, **values: Any) -> None:
    header.findings.append(_at(Finding.of(key, **values), position))


def _at(finding: Finding, position: Position) -> Finding:
    return finding.at(position.file, position.line, position.column, position.place)


def _report_unknown(header: Header, cell: Cell, model: type[BaseModel], known: Mapping[str, str | None]) -> None:
    marks = marks_of_cached(model)
    computed = {
        normalise_title(word) for name in model.model_computed_fields for word in (name, marks[name].en, marks[name].zh)
    }
    if normalise_title(str(cell.text)) in computed:
        _report(header, cell.position, "input.head:computed", head=str(cell.text))
        return
    near = nearest(normalise_title(str(cell.text)), known)
    name = known[near] if near else None
    if name:
        header.guesses.add(name)
        _report(header, cell.position, "input.head:misspelt", head=str(cell.text), name=name, title=near)
    else:
        _report(header, cell.position, "input.head:unknown", head=str(cell.text))


def _report_missing(header: Header, row: Sequence[Cell], model: type[BaseModel]) -> None:
    for name, info in model.model_fields.items():
        if not info.is_required() or name in header.fields.values():
            continue
        header.missing.add(name)
        if name not in header.guesses:
            slot = slot_at(model, (name,))
            titles = {"en": slot.mark.en, "zh": slot.mark.zh} if slot and slot.mark else {}
            key = "input.head:missing" if titles else "input.head:missing_untitled"
            _report(header, row[0].position, key, name=name, **titles)


def read_rows(table: Table, row: int, header: Header, model: type[BaseModel]) -> tuple[Node, list[Finding]]:
    """Nodes of the non-empty rows below the header, and findings about cells."""
    slots = {number: (name, slot_at(model, (name,))) for number, name in header.fields.items()}
    findings: list[Finding] = []
    items: list[Node] = []
    for cells in table.rows[row + 1 :]:
        if all(cell.text is None and not cell.problem for cell in cells):
            continue
        members: dict[str, Member] = {}
        for number, cell in enumerate(cells):
            if number in slots:
                name, slot = slots[number]
                members[name] = Member(cell.position, cell_node(cell, name, slot, findings))
            elif number >= len(table.rows[row]) and cell.text is not None:
                findings.append(_at(Finding.of("input.cell:beyond"), cell.position))
        items.append(Node(members, cells[0].position))
    return Node(items, table.rows[row][0].position), findings


def cell_node(cell: Cell, name: str, slot: Slot | None, findings: list[Finding]) -> Node:
    """The node of one cell for the field `name`; adds to `findings`."""
    if cell.text is None and not cell.problem:
        return Node(None, cell.position)
    if cell.problem:
        findings.append(cell_finding(cell, name, cell.problem))
        return Node(None, cell.position)
    content, problem = cell_value(cell.text, slot, is_long=cell.is_long)
    if problem:
        findings.append(cell_finding(cell, name, problem))
    if isinstance(content, list):
        return Node([Node(item, cell.position) for item in content], cell.position)
    return Node(content, cell.position)


def cell_finding(cell: Cell, name: str, problem: Message) -> Finding:
    """The finding about a cell of the field `name`."""
    return _at(Finding("input.cell", problem, values=problem.values, subject=name), cell.position)


def cell_value(
    text: str | bool | None, slot: Slot | None, *, is_long: bool
) -> tuple[str | bool | list[str] | None, Message | None]:
    """Convert a cell's text to the input of the field `slot`. Returns it with a problem or None.

    `is_long`: the cell is a number of 16 digits or more, of which a spreadsheet stores 15.
    """
    if text is None or slot is None:
        return text, None
    if isinstance(text, bool):
        return ("true" if text else "false"), None
    if str in slot.options:
        lost = is_long or _SHORTENED.fullmatch(text)
        return text, message("input.cell:lost", text=text) if lost else None
    if slot.item is not None:
        return [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()], None
    return _converted(text, slot), None


def _converted(text: str, slot: Slot) -> str:
    if not {Decimal, int, date, datetime, bool} & set(slot.options):
        return text
    if bool in slot.options:
        return _WORDS.get(text.casefold(), text)
    signless = text if {date, datetime} & set(slot.options) else _CURRENCY.sub("", text)
    plain = usual_form(signless, slot)
    return text if plain == signless and not _DIGITS.fullmatch(plain) else plain
