"""Read the rows of a table below its heads as nodes, with findings on cells and on rows that are no leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from docgen.errors import Finding
from docgen.loading.cells import Read, Reading, has_decimal_comma, order_of, read_cell
from docgen.loading.explanations import explain_choice
from docgen.loading.heads import Header
from docgen.loading.mapping import TableMapping
from docgen.loading.table import Cell, Table, place_finding, row_number
from docgen.loading.usual_columns import FAMILY, GIVEN, choices_of, squeezed, starts_with, usual_columns
from docgen.messages import Remedy, message
from docgen.schemas.slots import Slot, slot_at
from docgen.yaml_source.tree import Member, Node, Path, format_path

_LEAST_HEADS = 3
_NO_LEAD = ("lead_no", "company", "contact")


@dataclass
class Rows:
    """The rows as nodes, findings on them, and the paths of cells whose fault is reported."""

    items: list[Node] = field(default_factory=list[Node])
    findings: list[Finding] = field(default_factory=list[Finding])
    faulty: set[Path] = field(default_factory=set[Path])


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its field, its schema, how its cells are read, and its choices by what cells call them."""

    name: str
    slot: Slot | None
    reading: Reading
    choices: Mapping[str, tuple[str, bool]]


def read_rows(
    table: Table, row: int, header: Header, model: type[BaseModel], rows_name: str, mapping: TableMapping
) -> Rows:
    """Read the rows below the header in row `row`. Totals, notes and repeated heads are left out with a notice."""
    return _RowReader(table, row, header, model, rows_name, mapping).read()


class _RowReader:
    """Reads the rows of one table; call `read` once."""

    def __init__(
        self, table: Table, row: int, header: Header, model: type[BaseModel], rows_name: str, mapping: TableMapping
    ) -> None:
        self.heads, self.body = table.rows[row], table.rows[row + 1 :]
        self.header, self.model, self.rows_name, self.mapping = header, model, rows_name, mapping
        self.table = table
        self.rows = Rows()
        columns = {**header.fields, **header.spare}
        self.columns = {number: self._column(number, name) for number, name in columns.items()}
        self.main = {name: number for number, name in header.fields.items()}
        self.required = [name for name, info in model.model_fields.items() if info.is_required() and name in self.main]
        self.usual: dict[str, dict[str, str]] = {}
        self.known_words: dict[tuple[str, str], tuple[str, bool] | None] = {}

    def read(self) -> Rows:
        for cells in self.body:
            if all(cell.text is None and not cell.problem for cell in cells) or self._is_no_lead(cells):
                continue
            index = len(self.rows.items)
            members = self._members(cells, index)
            self.rows.items.append(Node(members, cells[0].position))
        for name, words in self.usual.items():
            listed = [message("term.word_as", word=word, value=value) for word, value in words.items()]
            position = self.heads[self.main[name]].position
            self.rows.findings.append(
                place_finding(Finding.of("notice.usual_words", field=name, words=listed, severity="warning"), position)
            )
        return self.rows

    def _column(self, number: int, name: str) -> _Column:
        slot = slot_at(self.model, (name,))
        options = set(slot.options) if slot else set[Any]()
        texts = [str(cells[number].text) for cells in self.body if number < len(cells) and cells[number].text]
        is_moment, is_number = bool({date, datetime} & options), bool({Decimal, int} & options)
        reading = Reading(
            dates=self._dates(number, texts) if is_moment else "",
            decimals=self.mapping.decimals,
            zone=self.mapping.zone,
            has_commas=is_number and (self.table.uses_semicolons or any(map(has_decimal_comma, texts))),
            takes_dates=name in usual_columns()["dates"]["fields"],
            epoch_1904=self.table.epoch_1904,
            values=self.mapping.values.get(name, {}),
        )
        return _Column(name, slot, reading, choices_of(self.model, name) if slot and slot.choices else {})

    def _dates(self, number: int, texts: list[str]) -> str:
        """The order of day and month: the mapping's, or that of the program which wrote the file, with a notice."""
        if self.mapping.dates:
            return self.mapping.dates
        heads = {squeezed(str(cell.text)) for cell in self.heads if cell.text}
        for export in usual_columns()["exports"]:
            if len(heads & set(map(squeezed, export["heads"]))) >= _LEAST_HEADS and (
                order := order_of(texts, export["dates"])
            ):
                found = Finding.of("notice.dates", severity="warning", program=export["name"], order=order)
                self.rows.findings.append(place_finding(found, self.heads[number].position))
                return order
        return ""

    def _is_no_lead(self, cells: list[Cell]) -> bool:
        """Whether the row is a total, a note or the heads again, which a notice then names."""
        filled = [cell for cell in cells if cell.text is not None]
        if not filled or not isinstance(filled[0].text, str):
            return False
        first, words = filled[0], usual_columns()["rows"]
        lacks = sum(self._text_at(cells, name) is None for name in self.required)
        if self._repeats_heads(cells):
            key = "notice.row:heads"
        elif lacks and starts_with(str(first.text), words["totals"]):
            key = "notice.row:total"
        elif len(filled) <= 2 and lacks and starts_with(str(first.text), words["notes"]):
            key = "notice.row:note"
        else:
            return False
        found = Finding.of(key, severity="warning", text=str(first.text)[:60], row=row_number(first.position))
        self.rows.findings.append(place_finding(found, first.position))
        return True

    def _repeats_heads(self, cells: list[Cell]) -> bool:
        pairs = [(a.text, b.text) for a, b in zip(cells, self.heads, strict=False) if a.text is not None]
        return len(pairs) >= _LEAST_HEADS and all(a == b for a, b in pairs)

    def _text_at(self, cells: list[Cell], name: str) -> object:
        number = self.main.get(name, len(cells))
        return cells[number].text if number < len(cells) else None

    def _members(self, cells: list[Cell], index: int) -> dict[str, Member]:
        if self._is_odd(cells, index):
            return {}
        members: dict[str, Member] = {}
        for number, cell in enumerate(cells):
            column = self.columns.get(number)
            if column is None:
                if number >= len(self.heads) and cell.text is not None:
                    self.rows.findings.append(place_finding(Finding.of("input.cell:beyond"), cell.position))
            elif number not in self.header.spare:
                members[column.name] = Member(cell.position, self._node(cell, column, index, members))
        self._add_spare(cells, index, members)
        self._add_person(cells, members)
        return members

    def _add_spare(self, cells: list[Cell], index: int, members: dict[str, Member]) -> None:
        """Fill in fields that are empty from their further columns."""
        for number, name in self.header.spare.items():
            there = members.get(name)
            is_empty = there is None or there.node.content is None
            if number >= len(cells) or cells[number].text is None or not is_empty:
                continue
            if (self.rows_name, index, name) not in self.rows.faulty:
                cell = cells[number]
                members[name] = Member(cell.position, self._node(cell, self.columns[number], index, members))

    def _is_odd(self, cells: list[Cell], index: int) -> bool:
        """Report a row that is hardly a lead once, instead of each field that it lacks."""
        filled = [cell for cell in cells if cell.text is not None]
        lacks = [name for name in self.required if self._text_at(cells, name) is None]
        without_name = all(self._text_at(cells, name) is None for name in _NO_LEAD)
        has_figures_only = without_name and all(isinstance(c.text, str) and _is_figure(c.text) for c in filled)
        if len(lacks) < _LEAST_HEADS or not (len(filled) == 1 or has_figures_only):
            return False
        key = "input.row:figures" if has_figures_only else "input.row:note"
        found = Finding.of(key, text=str(filled[0].text)[:60] if filled else "", row=row_number(cells[0].position))
        self.rows.findings.append(place_finding(found, (filled or cells)[0].position))
        self.rows.faulty |= {(self.rows_name, index, name) for name in self.model.model_fields}
        return True

    def _add_person(self, cells: list[Cell], members: dict[str, Member]) -> None:
        """A contact from columns of given and family names."""
        names = self.header.names
        texts = {part: cells[n].text for part, n in names.items() if n < len(cells) and cells[n].text is not None}
        if not texts:
            return
        given, family = str(texts.get(GIVEN, "")), str(texts.get(FAMILY, ""))
        joined = f"{family}{given}" if _is_chinese(given + family) else f"{given} {family}"
        position = cells[min(n for part, n in names.items() if part in texts)].position
        members["contact"] = Member(position, Node(joined.strip(), position))

    def _node(self, cell: Cell, column: _Column, index: int, members: dict[str, Member]) -> Node:
        """The node of one cell; adds findings."""
        words = column.reading.values
        if words and isinstance(cell.text, str) and (mapped := words.get(squeezed(cell.text))) is not None:
            cell = replace(cell, text=mapped or None, sort="", shown="")
        if column.choices and isinstance(cell.text, str) and not cell.problem:
            return self._choice(cell, cell.text, column, index, members)
        read = read_cell(cell, column.slot, column.reading)
        if read.problem:
            self._fault(cell, column, index, Finding("input.cell", read.problem, values=read.problem.values))
        elif read.notice:
            found = Finding("notice.cell", read.notice, values=read.notice.values, severity="warning")
            self.rows.findings.append(self._placed(found, cell, column, index))
        return _node_of(read, cell)

    def _choice(self, cell: Cell, text: str, column: _Column, index: int, members: dict[str, Member]) -> Node:
        """A choice by its value, title or a usual word; the usual word of a channel is kept as its detail."""
        key = (column.name, text)
        if key not in self.known_words:
            self.known_words[key] = column.choices.get(squeezed(text))
        found = self.known_words[key]
        if found is None:
            explained = explain_choice(text, column.slot)
            advice = Remedy(explained.words.key, explained.words.values)
            hint = message("hint.map_value", advice=advice, field=column.name, text=text)
            self._fault(cell, column, index, replace(explained, remedy=hint))
            return Node(text, cell.position)
        value, is_usual = found
        if is_usual:
            self.usual.setdefault(column.name, {})[text] = value
            detail = f"{column.name}_detail"
            if detail in self.model.model_fields and self._is_free(detail, members):
                members[detail] = Member(cell.position, Node(text, cell.position))
        return Node(value, cell.position)

    def _is_free(self, name: str, members: Mapping[str, Member]) -> bool:
        return name not in self.main and name not in members

    def _fault(self, cell: Cell, column: _Column, index: int, finding: Finding) -> None:
        self.rows.findings.append(self._placed(finding, cell, column, index))
        self.rows.faulty.add((self.rows_name, index, column.name))

    def _placed(self, finding: Finding, cell: Cell, column: _Column, index: int) -> Finding:
        """The finding at its cell: a workbook's cell, else the line with the path of the field."""
        if cell.position.place:
            return replace(place_finding(finding, cell.position), subject=column.name)
        place = format_path((self.rows_name, index, column.name))
        return finding.at(cell.position.file, cell.position.line, cell.position.column, place)


def _node_of(read: Read, cell: Cell) -> Node:
    if isinstance(read.content, list):
        return Node([Node(item, cell.position) for item in read.content], cell.position)
    return Node(read.content, cell.position)


def _is_figure(text: str) -> bool:
    return text.replace(",", "").replace(".", "").lstrip("-").isdigit()


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def merged_notice(table: Table, header_row: int) -> Iterator[Finding]:
    """A notice on merged cells below the heads, whose value counts for each of their rows."""
    first = row_number(table.rows[header_row][0].position)
    ranges = dict.fromkeys(
        cell.merged for cells in table.rows[header_row + 1 :] for cell in cells if cell.merged and cell.text is not None
    )
    if ranges:
        found = Finding.of("notice.merged", severity="warning", ranges=list(ranges)[:8], count=len(ranges), first=first)
        yield place_finding(found, table.rows[header_row][0].position)
