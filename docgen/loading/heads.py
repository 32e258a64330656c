"""The columns of a table: which field each head names, and findings on heads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from docgen.audience import marks_of_cached
from docgen.errors import Finding
from docgen.loading.table import Cell, Table, place_finding
from docgen.loading.usual_columns import KnownHeads, Target
from docgen.messages import message
from docgen.nearest import nearest
from docgen.schemas.slots import normalise_title, slot_at
from docgen.yaml_source.tree import Position


@dataclass
class Header:
    """Fields by column, findings about the heads, required fields without a column, and guesses for misspelt heads.

    `spare` are further columns of a field, which fill in where it is empty; `names` the columns of given and family
    names.
    """

    fields: dict[int, str] = field(default_factory=dict[int, str])
    spare: dict[int, str] = field(default_factory=dict[int, str])
    names: dict[str, int] = field(default_factory=dict[str, int])
    findings: list[Finding] = field(default_factory=list[Finding])
    missing: set[str] = field(default_factory=set[str])
    guesses: set[str] = field(default_factory=set[str])


def read_header(table: Table, row: int, model: type[BaseModel], known: KnownHeads) -> Header:
    """The field of each column."""
    return _HeaderReader(table, row, model, known).read()


class _HeaderReader:
    """Reads one row of heads; call `read` once."""

    def __init__(self, table: Table, row: int, model: type[BaseModel], known: KnownHeads) -> None:
        self.cells: Sequence[Cell] = table.rows[row]
        self.used = {n for cells in table.rows[row + 1 :] for n, cell in enumerate(cells) if cell.text is not None}
        self.model, self.known = model, known
        self.header = Header()
        self.columns: dict[str, list[tuple[int, int]]] = {}  # rank and column of each field's heads
        self.unread: list[Cell] = []
        self.unknown: list[Cell] = []

    def read(self) -> Header:
        ambiguous: list[tuple[int, Target]] = []
        for number, cell in enumerate(self.cells):
            if cell.text is None:
                if number in self.used:
                    self._report(cell.position, "input.head:none")
                continue
            target = self.known.find(str(cell.text))
            if target is not None and len(target.fields) > 1:
                ambiguous.append((number, target))
            else:
                self._add(number, cell, target)
        for number, target in ambiguous:
            self._resolve(number, target)
        for name, columns in self.columns.items():
            self._assign(name, sorted(columns))
        self._report_heads()
        self._report_missing()
        self.header.findings.sort(key=lambda found: (found.column, len(found.place), found.place))
        return self.header

    def _add(self, number: int, cell: Cell, target: Target | None) -> None:
        if target is None:
            self._add_unknown(cell)
        elif target.part:
            self.header.names[target.part] = number
        elif target.fields:
            self.columns.setdefault(target.fields[0], []).append((target.rank, number))
        elif not target.is_ignored and number in self.used:
            self.unread.append(cell)

    def _resolve(self, number: int, target: Target) -> None:
        """Take the only field of an ambiguous head that has no column of its own, or ask."""
        taken = {*self.columns, *(("contact",) if self.header.names else ())}
        left = [name for name in target.fields if name not in taken]
        cell = self.cells[number]
        if len(left) == 1:
            self.columns.setdefault(left[0], []).append((target.rank, number))
        elif left:
            self.header.guesses.update(left)
            self._report(cell.position, "input.head:ambiguous", head=str(cell.text), names=left, name=left[0])
        else:
            self.unread.append(cell)

    def _assign(self, name: str, columns: list[tuple[int, int]]) -> None:
        (best, main), *others = columns
        self.header.fields[main] = name
        if name == "contact":
            self.header.names.clear()
        for rank, number in others:
            cell = self.cells[number]
            if rank == best:
                self._report(cell.position, "input.head:second", head=str(cell.text), name=name)
            else:
                self.header.spare[number] = name
                heads = {"head": str(cell.text), "main": str(self.cells[main].text)}
                self._report(cell.position, "notice.spare_head", severity="warning", **heads)

    def _add_unknown(self, cell: Cell) -> None:
        head = normalise_title(str(cell.text))
        marks = marks_of_cached(self.model)
        computed = {
            normalise_title(word)
            for name in self.model.model_computed_fields
            for word in (name, marks[name].en, marks[name].zh)
        }
        if head in computed:
            self._report(cell.position, "input.head:computed", head=str(cell.text))
            return
        near = nearest(head, self.known.names)
        if near:
            name = self.known.names[near]
            self.header.guesses.add(name)
            self._report(cell.position, "input.head:misspelt", head=str(cell.text), name=name, title=near)
        else:
            self.unknown.append(cell)

    def _report_heads(self) -> None:
        """One finding for all unknown heads, with a mapping that leaves them out; a notice for those not read."""
        if len(self.unknown) == 1:
            self._report(self.unknown[0].position, "input.head:unknown", head=str(self.unknown[0].text))
        elif self.unknown:
            heads = [str(cell.text) for cell in self.unknown]
            lines = ", ".join(f"`{head}: ~`" for head in heads)
            self._report(self.unknown[0].position, "input.head:unknown_many", heads=heads, lines=lines)
        if self.unread:
            heads = [str(cell.text) for cell in self.unread]
            self._report(self.unread[0].position, "notice.unread_heads", severity="warning", heads=heads)
        usual = [
            message("term.head_as", head=str(self.cells[number].text), name=name)
            for number, name in sorted(self.header.fields.items())
            if normalise_title(str(self.cells[number].text)) not in self.known.names
            and (target := self.known.find(str(self.cells[number].text)))
            and target.rank
        ]
        if usual:
            self._report(self.cells[0].position, "notice.usual_heads", severity="warning", heads=usual)

    def _report(self, position: Position, key: str, **values: Any) -> None:
        self.header.findings.append(place_finding(Finding.of(key, **values), position))

    def _report_missing(self) -> None:
        header = self.header
        there = {*header.fields.values(), *(("contact",) if header.names else ())}
        for name, info in self.model.model_fields.items():
            if not info.is_required() or name in there:
                continue
            header.missing.add(name)
            if name not in header.guesses:
                slot = slot_at(self.model, (name,))
                titles = {"en": slot.mark.en, "zh": slot.mark.zh} if slot and slot.mark else {}
                key = "input.head:missing" if titles else "input.head:missing_untitled"
                self._report(self.cells[0].position, key, name=name, **titles)
