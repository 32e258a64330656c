"""Read a table with Chinese or English heads as the nodes of a register's rows."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from docgen.audience import marks_of_cached
from docgen.errors import Finding
from docgen.nearest import nearest
from docgen.schemas.slots import Slot, slot_at
from docgen.yaml_source.tree import Member, Node, Position

MAX_ROWS, MAX_COLUMNS = 200_000, 300
_SEARCHED = 20
_DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?:\s*日)?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2}))?\s*[分秒]?)?"
)
_THOUSANDS = re.compile(r"[¥￥$€£]?\s*(-?[1-9]\d{0,2}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)")
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_WORDS = {"是": "true", "否": "false", "√": "true", "×": "false", "y": "true", "n": "false"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, where it stands, what is wrong with it; `is_long`: a number that has lost digits."""

    text: str | bool | None
    position: Position
    problem: str = ""
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as they stand in the file, the first ones maybe titles, and where the table begins."""

    rows: list[list[Cell]]
    position: Position


@dataclass
class Header:
    """Which field each column holds, what is wrong with the heads, which fields have no column, which were meant."""

    fields: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    meant: set[str] = field(default_factory=set)


def normalise(text: str) -> str:
    """A head without what does not count: width, case, outer and doubled space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def field_names(model: type[BaseModel]) -> dict[str, str]:
    """Folded names and titles of the fields of `model`; a title that two fields share stands for the first."""
    names = {name: name for name in model.model_fields}
    for name in model.model_fields:
        slot = slot_at(model, (name,))
        if slot and slot.mark:
            names = {normalise(slot.mark.zh): name, normalise(slot.mark.en): name} | names
    return names


def find_header_row(table: Table, known: Mapping[str, str | None]) -> int | None:
    """The number of the row that holds the heads: of the first rows the one that knows most; None if all are empty."""
    best, best_count = None, -1
    for number, row in enumerate(table.rows[:_SEARCHED]):
        count = sum(isinstance(cell.text, str) and normalise(cell.text) in known for cell in row)
        if any(cell.text is not None for cell in row) and count > best_count:
            best, best_count = number, count
    return best


def read_header(table: Table, row: int, model: type[BaseModel], known: Mapping[str, str | None]) -> Header:
    """The field of each column; `known` maps folded heads to fields, or to None for a column to pass over."""
    heads = Header()
    used = {number for cells in table.rows[row + 1 :] for number, cell in enumerate(cells) if cell.text is not None}
    for number, cell in enumerate(table.rows[row]):
        if cell.text is None:
            if number in used:
                _report(heads, cell.position, "this column has values and no head", "write the name of a field")
            continue
        name = known.get(normalise(str(cell.text)), "")
        if name == "":
            _report_unknown(heads, cell, model, known)
        elif name is not None and name in heads.fields.values():
            _report(heads, cell.position, f"`{cell.text}` is the second column for `{name}`", "keep one of the two")
        elif name is not None:
            heads.fields[number] = name
    _report_missing(heads, table.rows[row], model)
    return heads


def _report(heads: Header, position: Position, message: str, hint: str) -> None:
    heads.findings.append(
        Finding("input.head", message, hint, position.file, position.line, position.column, position.place)
    )


def _report_unknown(heads: Header, cell: Cell, model: type[BaseModel], known: Mapping[str, str | None]) -> None:
    marks = marks_of_cached(model)
    computed = {
        normalise(word) for name in model.model_computed_fields for word in (name, marks[name].en, marks[name].zh)
    }
    if normalise(str(cell.text)) in computed:
        _report(heads, cell.position, f"`{cell.text}` is computed, never typed in", "remove the column")
        return
    near = nearest(normalise(str(cell.text)), known)
    name = known[near] if near else None
    if name:
        heads.meant.add(name)
    meant = f"did you mean `{name}` ({near})? " if name else ""
    _report(heads, cell.position, f"no field is called `{cell.text}`", f"{meant}a mapping file can name the field")


def _report_missing(heads: Header, row: Sequence[Cell], model: type[BaseModel]) -> None:
    for name, info in model.model_fields.items():
        if not info.is_required() or name in heads.fields.values():
            continue
        heads.missing.add(name)
        if name not in heads.meant:
            slot = slot_at(model, (name,))
            title = f" ({slot.mark.en} {slot.mark.zh})" if slot and slot.mark else ""
            _report(heads, row[0].position, f"there is no column for `{name}`{title}", "every row needs it")


def read_rows(table: Table, row: int, heads: Header, model: type[BaseModel]) -> tuple[Node, list[Finding]]:
    """The rows below the heads as nodes, empty ones left out, and what is wrong with single cells."""
    slots = {number: (name, slot_at(model, (name,))) for number, name in heads.fields.items()}
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
                findings.append(_cell_finding(cell, "", "this cell lies beyond the last head", "a comma too many?"))
        items.append(Node(members, cells[0].position))
    return Node(items, table.rows[row][0].position), findings


def cell_node(cell: Cell, name: str, slot: Slot | None, findings: list[Finding]) -> Node:
    """The node of one cell for the field `name`; what is wrong with it goes to `findings`."""
    if cell.text is None and not cell.problem:
        return Node(None, cell.position)
    if cell.problem:
        findings.append(_cell_finding(cell, name, cell.problem, "mend the formula, or type the value"))
        return Node(None, cell.position)
    content, problem = cell_value(cell.text, slot, is_long=cell.is_long)
    if problem:
        hint = "format the column as text and type the value again"
        findings.append(_cell_finding(cell, name, problem, hint))
    if isinstance(content, list):
        return Node([Node(item, cell.position) for item in content], cell.position)
    return Node(content, cell.position)


def _cell_finding(cell: Cell, name: str, message: str, hint: str) -> Finding:
    position = cell.position
    told = f"{name}: {message}" if name else message
    return Finding("input.cell", told, hint, position.file, position.line, position.column, position.place)


def cell_value(
    text: str | bool | None, slot: Slot | None, *, is_long: bool
) -> tuple[str | bool | list[str] | None, str]:
    """What the field `slot` reads for a cell, and what is wrong with the cell or an empty string.

    `is_long`: the cell is a number of 16 digits or more, of which a spreadsheet keeps 15.
    """
    if text is None or slot is None:
        return text, ""
    if isinstance(text, bool):
        return ("true" if text else "false"), ""
    if str in slot.options:
        lost = is_long or _SHORTENED.fullmatch(text)
        return text, f"`{text}` is held as a number and has lost its last digits" if lost else ""
    if slot.item is not None:
        return [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()], ""
    return _converted(text, slot), ""


def _converted(text: str, slot: Slot) -> str:
    if not {Decimal, int, date, datetime, bool} & set(slot.options):
        return text
    if {date, datetime} & set(slot.options):
        return _iso(text)
    if bool in slot.options:
        return _WORDS.get(text.casefold(), text)
    found = _THOUSANDS.fullmatch(text)
    return re.sub("[,，]", "", found.group(1)) if found else text


def _iso(text: str) -> str:
    """The ISO form of a date as it is typed in spreadsheets; what is none stays as it is, for the schema to refuse."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return text
    parts = [int(part) for part in found.groups() if part is not None]
    try:
        moment = datetime(*parts)  # type: ignore[arg-type]
    except ValueError:
        return text
    return moment.date().isoformat() if len(parts) == 3 else moment.isoformat()
