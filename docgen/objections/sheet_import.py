"""Plan the import of a sheet of objections: new, changed, unchanged and refused rows, and the files to write."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.errors import Finding, InputError, LibraryError
from docgen.library.industries import find_industry, list_industries
from docgen.library.layers import Layers, check_id
from docgen.loading.encodings import decode_text
from docgen.loading.files import read_bytes
from docgen.messages import Message, message
from docgen.nearest import nearest
from docgen.objections.authoring import with_defaults
from docgen.objections.changes import Changes, Rewrite, company_folder, plan_texts, read_planned
from docgen.objections.editions import COMMON, EditionId, read_editions
from docgen.objections.entry_text import EntryText
from docgen.objections.governance import reset_approval
from docgen.objections.sheet_columns import MOST_PROOFS, Row, Sheet, columns, place_of, read_sheet
from docgen.objections.text_comparison import find_similar, first_of, group_pairs, words_in
from docgen.objections.values import GOVERNANCE, ID, STEPS, changed_fields, read_values, with_subject, with_values
from docgen.schemas.base import Language
from docgen.schemas.playbook import Objection, ObjectionCategory
from docgen.yaml_source import read_yaml
from docgen.yaml_source.tree import Member, Node, Position, plain_data


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """The plan for one row: `new`, `changed` (with the fields), or `same`."""

    place: str
    id: str
    industry: str
    language: str
    what: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A planned import: each valid row, the findings on the others, and the files; `changes.save()` does it."""

    rows: tuple[PlannedRow, ...]
    faults: tuple[Finding, ...]
    refused: int
    changes: Changes

    def count(self) -> dict[str, int]:
        """How many rows are new, changed, the same, refused."""
        counted = Counter(row.what for row in self.rows)
        return {**{what: counted[what] for what in ("new", "changed", "same")}, "refused": self.refused}


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """A parsed mapping file: columns by head (None: ignore the head), and defaults for empty cells of all rows."""

    heads: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    defaults: Mapping[str, str] = field(default_factory=dict[str, str])


def read_mapping(path: Path) -> SheetMapping:
    """Read a YAML file of `head in the sheet: field`, with `field: text` under `defaults`. Raises InputError."""
    root, found = read_yaml(decode_text(path, read_bytes(path))[0])
    findings = [finding for finding in found if finding.severity == "error"]
    if root is None or findings or not isinstance(root.content, dict):
        raise InputError(
            [f.at(str(path), f.line, f.column) for f in findings] or Finding.of("input.mapping:empty").at(str(path))
        )
    known = {column.name for column in columns(MOST_PROOFS)}
    heads: dict[str, str | None] = {}
    defaults: dict[str, str] = {}
    for head, member in root.content.items():
        if head == "defaults" and isinstance(member.node.content, dict):
            defaults = {name: str(plain_data(inner.node)) for name, inner in member.node.content.items()}
        else:
            heads[head] = None if member.node.content is None else str(plain_data(member.node))
    unknown = [name for name in (*heads.values(), *defaults) if name is not None and name not in known]
    if unknown:
        hint = message("hint.known", names=[column.name for column in columns(1)])
        raise InputError([Finding.of("input.mapping:field", name=name, hint=hint).at(str(path)) for name in unknown])
    return SheetMapping(heads, defaults)


def plan_import(
    library: Layers, path: Path, mapping: SheetMapping, today: date, sheet: str | None = None
) -> ImportPlan:
    """Plan the import of an XLSX or CSV file. `changes` contains nothing of a refused row.

    A row changes the edition with its id, industry and language; without an id, the one with the same saying, else it
    is new and gets an id. An empty cell keeps the current value, `-` removes it. Approvals are ignored: new entries
    are drafts, changed ones in review. Raises InputError if the file is invalid or a head names no field.
    """
    company_folder(library)
    read = read_sheet(path, mapping.heads, sheet)
    if read.findings:
        raise InputError([_in_file(finding, path) for finding in read.findings])
    planning = _Planning(library, mapping, today)
    for row in sorted(read.rows, key=lambda row: "industry" in row.edition):  # common texts before industries' wordings
        planning.add_row(row, read)
    order = {place_of(row.position): number for number, row in enumerate(read.rows)}
    faults = [
        _in_file(finding, path) for row in read.rows for finding in planning.refused.get(place_of(row.position), ())
    ]
    changes = plan_texts(library, planning.rewrites)
    unreadable = list(_unreadable(library, changes, planning))
    if unreadable:  # rare; the other rows may depend on these
        changes = replace(changes, files=())
    refused = sum(map(bool, planning.refused.values())) + len({finding.place for finding in unreadable})
    rows = sorted(planning.rows, key=lambda row: order[row.place])
    notices = (*changes.notices, *(_in_file(notice, path) for notice in (*planning.notices, *planning.duplicates())))
    return ImportPlan(tuple(rows), (*faults, *unreadable), refused, replace(changes, notices=notices))


def _in_file(finding: Finding, path: Path) -> Finding:
    return replace(finding, file=finding.file or str(path))


def _unreadable(library: Layers, changes: Changes, planning: "_Planning") -> Iterator[Finding]:
    """Findings on texts that don't parse back, because a line in them looks like a heading."""
    planned = read_planned(library, changes, planning.rewrites) if changes.files else []
    for edition in planned:
        for problem in edition.problems:
            place = planning.places[edition.id]
            yield replace(with_subject(problem, str(edition.id)), file="", line=0, column=0, place=place)


class _Planning:
    """The state of a planned import: rows, rewrites of editions, refusals and notices."""

    def __init__(self, library: Layers, mapping: SheetMapping, today: date) -> None:
        self.rows: list[PlannedRow] = []
        self.rewrites: dict[EditionId, Rewrite] = {}
        self.refused: dict[str, list[Finding]] = {}
        self.notices: list[Finding] = []
        self.places: dict[EditionId, str] = {}
        self._library, self._mapping, self._today = library, mapping, today
        self._editions = {edition.id: edition for edition in read_editions(library)}
        self._entries = {id_: e.objection for id_, e in self._editions.items() if e.objection is not None}
        self._sayings = {(id_.language, _folded(entry.verbatim)): id_.name for id_, entry in self._entries.items()}
        self._industries = dict(_industry_names(library))
        self._new: dict[EditionId, Objection] = {}

    def add_row(self, row: Row, read: Sheet) -> None:
        """Plan one row, or add findings that refuse it."""
        faults = self.refused.setdefault(place_of(row.position), [])
        faults += read.refused.get(place_of(row.position), [])
        row = self._with_defaults(row)
        id_ = self._edition(row, faults)
        if id_ is None or faults:
            return
        if id_ in self.places:
            twice = Finding.of("input.cell:twice", edition=str(id_), first=self.places[id_])
            faults.append(_cell(row.position, twice))
            return
        if id_ in self._editions:
            self._change(row, id_, faults)
        else:
            self._add(row, id_, faults)
        self.places[id_] = place_of(row.position)

    def duplicates(self) -> Iterator[Finding]:
        """One finding for each group of new rows that duplicate another entry's saying."""
        sayings = {id_: entry.verbatim for id_, entry in (*self._entries.items(), *self._new.items())}
        for language in sorted({id_.language for id_ in self._new}):
            pairs = list(find_similar({id_: t for id_, t in sayings.items() if id_.language == language}))
            alike = [pair for pair in pairs if pair[1] in self._new and pair[0].name != pair[1].name]
            for group in group_pairs(alike):
                names = list(dict.fromkeys(id_.name for id_ in group))
                last = next(id_ for id_ in reversed(group) if id_ in self._new)
                least = min(similarity for one, _, similarity in alike if one in group)
                others = [name for name in names if name != last.name]
                values = {"entries": ", ".join(names), "count": len(names), "likeness": round(least)}
                words = message("objection.duplicate:import", name=last.name, others=first_of(others), **values)
                place = self.places[last]
                yield Finding("objection.duplicate", words, place=place, severity="warning", values=values)

    def _with_defaults(self, row: Row) -> Row:
        edition, members = dict(row.edition), dict(_members(row.fields))
        for name, text in self._mapping.defaults.items():
            if name in ("language", "industry", ID):
                edition.setdefault(name, (text, row.position))
            elif name not in members:
                members[name] = Member(row.position, Node(text, row.position))
        return replace(row, edition=edition, fields=Node(members, row.position))

    def _edition(self, row: Row, faults: list[Finding]) -> EditionId | None:
        language = _language(row, faults)
        industry = self._industry(row, faults)
        if language is None or industry is None:
            return None
        name, position = row.edition.get(ID, ("", row.position))
        if not name:
            return EditionId(self._name_for(row, language), industry, language)
        try:
            return EditionId(check_id(name.strip(), message("library.noun:objection")), industry, language)
        except LibraryError as error:
            faults += [_cell(position, replace(finding, code="input.cell")) for finding in error.findings]
            return None

    def _industry(self, row: Row, faults: list[Finding]) -> str | None:
        given, position = row.edition.get("industry", (COMMON, row.position))
        found = self._industries.get(given.strip().casefold())
        if found is None:
            near = nearest(given.strip().casefold(), self._industries)
            key = "hint.industry_near" if near else "hint.industry"
            values = {"near": self._industries[near] if near else "", "known": list_industries(self._library)}
            unknown = Finding.of("input.cell:industry", industry=given, hint=Message(key, values))
            faults.append(_cell(position, unknown))
        return found

    def _name_for(self, row: Row, language: str) -> str:
        """The id of the entry with the same saying, else the next free number of its category."""
        saying = _folded(_text(row, "verbatim"))
        if (language, saying) in self._sayings:
            return self._sayings[language, saying]
        try:
            category = ObjectionCategory(_text(row, "category")).value
        except ValueError:
            category = "objection"  # the row is refused for it
        taken = {id_.name for id_ in (*self._editions, *self.places)}
        number = next(n for n in range(1, len(taken) + 2) if f"{category}-{n}" not in taken)
        self._sayings[language, saying] = f"{category}-{number}"
        return f"{category}-{number}"

    def _change(self, row: Row, id_: EditionId, faults: list[Finding]) -> None:
        before = self._entries.get(id_)
        if before is None:
            faults.extend(self._editions[id_].problems)
            return
        kept = {name: member for name, member in _members(row.fields).items() if name not in GOVERNANCE}
        after, found = read_values(Node(kept, row.position), id_.name, _without(before, row.removed))
        faults.extend(found)
        if after is None or faults:
            return
        names = changed_fields(before, after)
        self._note_ignored_status(row, id_, self._editions[id_].counted or before)
        what = "changed" if names else "same"
        self.rows.append(PlannedRow(place_of(row.position), id_.name, id_.industry, id_.language, what, names))
        if names:
            self.rewrites[id_] = _rewrite_for(before, after, names, id_.industry != COMMON)

    def _add(self, row: Row, id_: EditionId, faults: list[Finding]) -> None:
        common = replace(id_, industry=COMMON)
        under = self._entries.get(common) or self._new.get(common) if id_ != common else None
        if id_ != common and under is None:
            missing = Finding.of("input.cell:no_common", name=id_.name, language=id_.language)
            faults.append(_cell(row.position, missing))
            return
        entry, found = read_values(with_defaults(row.fields, self._today), id_.name, under)
        faults.extend(found)
        if entry is None or faults:
            return
        self._note_ignored_status(row, id_, entry)
        self._new[id_] = entry
        names = tuple(dict.fromkeys((*changed_fields(under, entry), "version", "status")))
        self.rows.append(PlannedRow(place_of(row.position), id_.name, id_.industry, id_.language, "new", names))
        text = with_values(EntryText("---\n---\n", id_.language), entry, names).text
        self.rewrites[id_] = lambda entry_text: EntryText(text, entry_text.language)

    def _note_ignored_status(self, row: Row, id_: EditionId, entry: Objection) -> None:
        """Add a notice that a status is ignored: a sheet can't approve or retire."""
        given = _text(row, "status")
        if given and given.casefold() not in {
            entry.status.value,
            entry.status.title_en.casefold(),
            entry.status.title_zh,
        }:
            values = {"edition": str(id_), "name": id_.name, "given": given, "status": entry.status.value}
            notice = Finding("input.cell", Message("input.cell:status", values), severity="warning", values=values)
            self.notices.append(_cell(row.position, notice))


def _rewrite_for(before: Objection, after: Objection, names: tuple[str, ...], is_industry: bool) -> Rewrite:
    return lambda entry_text: reset_approval(
        with_values(entry_text, after, names), before, after, is_industry=is_industry
    )


def _industry_names(library: Layers) -> Iterator[tuple[str, str]]:
    for id_ in list_industries(library):
        entry = find_industry(library, id_)
        yield from ((word.casefold(), id_) for word in (id_, entry.name.en, entry.name.zh))
    yield from ((word, COMMON) for word in (COMMON, "", "all", "通用"))


def _language(row: Row, faults: list[Finding]) -> str | None:
    given, position = row.edition.get("language", ("", row.position))
    try:
        language = Language(given) if given else None
    except ValueError:
        language = None
    if language not in (Language.zh, Language.en):
        key = "input.cell:language" if given else "input.cell:no_language"
        faults.append(_cell(position, Finding.of(key, language=given)))
        return None
    return str(language)


def _without(objection: Objection, removed: tuple[str, ...]) -> Objection:
    """The objection without some fields; the validation reports required ones."""
    steps = {name: None for name in removed if name in STEPS}
    cleared: dict[str, Any] = {name: None for name in removed if name not in (*STEPS, *GOVERNANCE)}
    for name in cleared:
        if isinstance(getattr(objection, name, None), tuple):
            cleared[name] = ()
    if steps:
        cleared["steps"] = objection.steps.model_copy(update=steps)
    return objection.model_copy(update=cleared) if cleared else objection


def _members(node: Node) -> dict[str, Member]:
    return node.content if isinstance(node.content, dict) else {}


def _text(row: Row, name: str) -> str:
    member = _members(row.fields).get(name)
    return str(member.node.content) if member and isinstance(member.node.content, str) else ""


def _folded(text: str) -> str:
    return " ".join(words_in(text))


def _cell(position: Position, finding: Finding) -> Finding:
    return finding.at(position.file, position.line, position.column, position.place)
