"""Operations on the objections of a workspace's library; nothing is written before `Changes.save`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from docgen.audience import as_data, view_for
from docgen.errors import Finding, InputError, LibraryError, UsageError
from docgen.library import Library
from docgen.library.entries import OBJECTIONS
from docgen.loading.encodings import decode_text
from docgen.loading.files import read_bytes
from docgen.messages import message, system_reason
from docgen.nearest import nearest
from docgen.objections.approval import ApprovalChoices, Approved
from docgen.objections.authoring import Draft, add_values, draft_new, draft_of, edit_values, save_draft
from docgen.objections.changes import Changes, find_editions, read_edition
from docgen.objections.editions import COMMON, LANGUAGES, Edition, EditionId, is_builtin, read_editions
from docgen.objections.entries import LibraryEntries
from docgen.objections.governance import Retirement, retire
from docgen.objections.library_checks import check_objections
from docgen.objections.values import LISTS, field_names, split_items
from docgen.output import write_atomic
from docgen.pipeline import Workspace
from docgen.schemas.governance import effective_on
from docgen.schemas.playbook import Proof
from docgen.yaml_source import read_yaml
from docgen.yaml_source.tree import Member, Node, Position

if TYPE_CHECKING:  # openpyxl is loaded only for a workbook
    from docgen.objections.sheet_import import ImportPlan


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """One edition of an objection in a list; `own`: the file is the company's. An invalid edition has few values."""

    id: str
    industry: str
    language: str
    category: str
    status: str
    version: str
    owner: str
    review_by: str
    verbatim: str
    file: str
    own: bool

    def as_data(self) -> dict[str, str | bool]:
        """The row as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Objections:
    """The objections of a workspace's library, and the operations on them."""

    workspace: Workspace

    @property
    def _library(self) -> Library:
        return self.workspace.opened

    def list(self, **wanted: str | None) -> tuple[ObjectionRow, ...]:
        """A row for each edition; `wanted` filters by id, industry, language, category, status or owner."""
        today = self.workspace.today()
        rows = (_row(edition, today) for edition in read_editions(self._library))
        given = {name: value for name, value in wanted.items() if value is not None}
        return tuple(row for row in rows if all(getattr(row, name) == value for name, value in given.items()))

    def show(self, name: str, *, industry: str = COMMON, language: str = "zh") -> dict[str, object]:
        """The entry's internal view for `industry`, as plain data. Raises LibraryError if it doesn't exist."""
        edition = _edition_for(self._library, name, industry, language)
        if edition.counted is None:
            raise LibraryError(edition.problems)
        effective = effective_on(edition.counted, self.workspace.today())
        return {"file": edition.shown, **as_data(view_for("internal", effective))}

    def check(self, languages: Sequence[str] = LANGUAGES) -> tuple[Finding, ...]:
        """The findings on the library's objections today (see `check_objections`)."""
        return check_objections(self._library, self.workspace.today(), languages)

    def draft(self, name: str, *, industry: str = COMMON, language: str | None = None, **given: str) -> Draft:
        """A text for a new edition, to be filled in, with the values `given`. Raises LibraryError if it exists."""
        return draft_new(self._library, EditionId(name, industry, language or "zh"), self.workspace.today(), given)

    def text(self, name: str, *, industry: str = COMMON, language: str | None = None) -> Draft:
        """The text of an edition, to be edited. Raises LibraryError if it doesn't exist."""
        return draft_of(self._library, name, industry, language)

    def save(self, draft: Draft, text: str) -> Changes:
        """Plan the changes of an edited text. Raises LibraryError with each problem at its line in `text`."""
        return save_draft(self._library, draft, text, self.workspace.today())

    def add(self, name: str, source: Path | Mapping[str, str], *, industry: str = COMMON, language: str) -> Changes:
        """Plan a new edition from a YAML file of fields, or from values by field or title.

        A value of `proof` has a line `figure | source | case | until` for each; an item of a list has a line. Raises
        InputError with every problem and its place, LibraryError if the edition exists.
        """
        root = _nodes_of(source)
        return add_values(self._library, EditionId(name, industry, language), root, self.workspace.today())

    def edit(self, name: str, source: Path | Mapping[str, str], *, industry: str = COMMON, language: str) -> Changes:
        """Plan an edit of an edition from a YAML file of fields, or from values by field. Raises as `add` does."""
        root = _nodes_of(source)
        return edit_values(self._library, EditionId(name, industry, language), root, self.workspace.today())

    def approve(self, name: str, by: str, **choices: Unpack[ApprovalChoices]) -> Approved:
        """Plan the approval of an objection by `by`, as `LibraryEntries.approve` does for `objections/NAME`."""
        return LibraryEntries(self.workspace).approve(f"{OBJECTIONS.folder}/{name}", by, **choices)

    def retire(
        self,
        name: str,
        because: str,
        *,
        replaced_by: str | None = None,
        industry: str = COMMON,
        languages: Sequence[str] = (),
    ) -> Changes:
        """Plan the retirement of an entry, with the reason (see `governance.retire`)."""
        retirement = Retirement(because, self.workspace.today(), replaced_by)
        return retire(self._library, name, retirement, industry=industry, languages=languages)

    def plan_import(
        self, path: Path, *, mapping: Path | None = None, sheet: str | None = None, **defaults: str | None
    ) -> "ImportPlan":
        """Plan the import of an XLSX or CSV file (see `sheet_import.plan_import`); `changes.save()` does it.

        `mapping` is a YAML file of `head in the sheet: field`; `defaults` fill empty cells (language, owner).
        Raises InputError if the file or the mapping can't be read.
        """
        from docgen.objections.sheet_import import SheetMapping, plan_import, read_mapping  # noqa: PLC0415

        sheet_mapping = read_mapping(mapping) if mapping else SheetMapping()
        given = {name: text for name, text in defaults.items() if text is not None}
        sheet_mapping = replace(sheet_mapping, defaults={**sheet_mapping.defaults, **given})
        return plan_import(self._library, path, sheet_mapping, self.workspace.today(), sheet)

    def export(self, path: Path, heads: str = "zh", *, own_only: bool = False) -> None:
        """Write all editions, or the company's own, into an XLSX workbook that imports back without a difference."""
        from docgen.objections.sheet_export import export_sheet  # noqa: PLC0415

        _write(path, export_sheet(self._library, heads, own_only=own_only))

    def sheet_to_fill_in(self, path: Path, heads: str = "zh") -> None:
        """Write an XLSX workbook with only the heads."""
        from docgen.objections.sheet_export import template_sheet  # noqa: PLC0415

        _write(path, template_sheet(heads))


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomic(path, data)
    except OSError as error:
        raise InputError(Finding.of("upkeep.write:sheet", reason=system_reason(error)).at(str(path))) from error


def _edition_for(library: Library, name: str, industry: str, language: str) -> Edition:
    """The edition that a document of `industry` uses."""
    try:
        found = find_editions(library, name, industry, (language,))
    except LibraryError:
        if industry == COMMON:
            raise
        found = find_editions(library, name, COMMON, (language,))
    ((id_, path),) = found.items()
    return read_edition(library, id_, path)


def _row(edition: Edition, today: date) -> ObjectionRow:
    id_, entry = edition.id, effective_on(edition.counted, today) if edition.counted else None
    own = not is_builtin(edition.path)
    if entry is None:
        data = {name: str(edition.source.data.get(name, "")) for name in ("category", "owner", "verbatim")}
        return ObjectionRow(
            id_.name,
            id_.industry,
            id_.language,
            status="broken",
            version="",
            review_by="",
            file=edition.shown,
            own=own,
            **data,
        )
    return ObjectionRow(
        id_.name,
        id_.industry,
        id_.language,
        entry.category.value,
        entry.status.value,
        entry.version,
        entry.owner,
        entry.review_by.isoformat(),
        entry.verbatim,
        edition.shown,
        own,
    )


def _nodes_of(source: Path | Mapping[str, str]) -> Node:
    if isinstance(source, Path):
        root, found = read_yaml(decode_text(source, read_bytes(source))[0])
        findings = [finding for finding in found if finding.severity == "error"]
        if root is None or findings:
            raise InputError([finding.at(str(source), finding.line, finding.column) for finding in findings])
        return _in_file(root, str(source))
    members = {}
    for given, text in source.items():
        name = _field_called(given)
        position = Position(place=given)
        members[name] = Member(position, _value_node(name, text, position))
    return Node(members, Position())


def _in_file(node: Node, file: str) -> Node:
    position = Position(node.position.line, node.position.column, node.position.place, file)
    if isinstance(node.content, dict):
        return Node(
            {key: Member(_at(m.position, file), _in_file(m.node, file)) for key, m in node.content.items()}, position
        )
    if isinstance(node.content, list):
        return Node([_in_file(item, file) for item in node.content], position)
    return Node(node.content, position)


def _at(position: Position, file: str) -> Position:
    return Position(position.line, position.column, position.place, file)


def _field_called(given: str) -> str:
    """The field with that name or title. Raises UsageError naming the nearest one."""
    known = field_names()
    called = {word.casefold(): name for name, titles in known.items() for word in (name, *titles)}
    wanted = given.strip().casefold()
    name = called.get(wanted) or called.get(wanted.replace("-", "_"))
    if name is None:
        words = list(known) if wanted.isascii() else [zh for _, zh in known.values()]
        words += [en for en, _ in known.values() if wanted.isascii()]
        near = nearest(wanted, {word.casefold(): word for word in words})
        as_written = {word.casefold(): word for word in words}
        names = message("hint.known", names=words[: len(known)])
        hint = message("hint.did_you_mean", name=as_written[near]) if near else names
        raise UsageError(Finding.of("usage.field", given=given, nearest=as_written.get(near or "", ""), hint=hint))
    return name


def _value_node(name: str, text: str, position: Position) -> Node:
    if name == "proof":
        return Node([_proof_node(line, position) for line in text.splitlines() if line.strip()], position)
    if name in LISTS:
        return Node([Node(item, position) for item in split_items(text)], position)
    return Node(text.strip() or None, position)


def _proof_node(line: str, position: Position) -> Node:
    """`figure | source | case | valid until`, the last two if there are any."""
    parts = [part.strip() or None for part in re.split(r"[|｜]", line)]
    if len(parts) > len(Proof.model_fields):
        raise UsageError(Finding.of("usage.proof", proof=line, count=len(parts)))
    return Node(
        {key: Member(position, Node(part, position)) for key, part in zip(Proof.model_fields, parts, strict=False)},
        position,
    )
