"""Approve entries of any collection, adopt approvals from before records, assign public ids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Unpack

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.approvals import EditionKey, content_digest, list_records
from docgen.library.editions import EntryFile, entry_files, find_edition, list_editions, new_public_id
from docgen.library.entries import COLLECTIONS
from docgen.library.industries import FOLDER as INDUSTRIES
from docgen.library.industries import find_industry, industry_source
from docgen.library.layers import Layers, layers_over
from docgen.messages import message
from docgen.nearest import suggest
from docgen.objections.approval import (
    Approval,
    ApprovalChoices,
    Approved,
    Covered,
    approval_rewrite,
    approve,
    record_changes,
    with_records,
)
from docgen.objections.changes import ChangedFile, Changes, company_folder, planned_layers, read_exact, rewritten
from docgen.objections.editions import COMMON
from docgen.objections.entry_text import EntryText
from docgen.objections.governance import check_approver, find_unfilled, next_version
from docgen.pipeline import Workspace
from docgen.schemas.governance import Doubt, Governed, explain_status

_DOCUMENT_START = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*---[ \t]*\n")
_INDUSTRY_ID = re.compile(r"^id:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LibraryEntries:
    """Operations on the entries of a workspace's library, of any collection."""

    workspace: Workspace

    def approve(self, name: str, by: str, **choices: Unpack[ApprovalChoices]) -> Approved:
        """Approve `cases/ID`, `legal/ID`, `industries/ID` or `objections/ID` as `by`; the result lists what it covers.

        Raises RefusedError if `by` may not approve it, LibraryError with every error of the entry.
        """
        approval = Approval(by, self.workspace.today(), choices.get("review_by"), choices.get("change"))
        return approve_entry(
            self.workspace.opened,
            name,
            approval,
            industry=choices.get("industry", COMMON),
            languages=choices.get("languages", ()),
        )

    def plan_adoption(self) -> Adoption:
        """Plan records for approvals from before there were records; `adopted` lists each."""
        return plan_adoption(self.workspace.opened)


def approve_entry(
    library: Layers, name: str, approval: Approval, *, industry: str = COMMON, languages: Sequence[str] = ()
) -> Approved:
    """Approve `objections/ID`, `cases/ID`, `legal/ID` or `industries/ID`. Raises what `approval.approve` raises."""
    folder, _, entry_id = name.partition("/")
    if folder == INDUSTRIES and entry_id:
        return _approve_industry(library, entry_id, approval)
    collection = next((collection for collection in COLLECTIONS if collection.folder == folder), None)
    if collection is None or not entry_id:
        known = (*(collection.folder for collection in COLLECTIONS), INDUSTRIES)
        examples = [f"{folder}/{name}" for folder in known[:2]]
        hint = suggest(folder, known) if entry_id else message("hint.write_as", examples=examples)
        raise UsageError(Finding.of("usage.entry", name=name, hint=hint))
    return approve(library, entry_id, approval, industry=industry, languages=languages, collection=collection)


def _approve_industry(library: Layers, name: str, approval: Approval) -> Approved:
    entry, key = find_industry(library, name), EditionKey(INDUSTRIES, name)
    approver_notices = check_approver(library, approval.by, {str(key): entry.owner})
    unfilled = list(find_unfilled(str(key), entry, industry_source(library, name)))
    if unfilled:
        raise LibraryError(unfilled)
    digest = content_digest(entry)
    company = Layers((company_folder(library),))
    same_version = any(
        record.version == entry.version and record.digest != digest for record in list_records(company, key)
    )
    change = approval.change or ("major" if entry.version.startswith("0.") or same_version else "")
    changes = _rewritten_industry(library, name, next_version(entry.version, change), approval)
    with planned_layers(library, changes) as layers:
        changes = with_records(library, changes, {key: find_industry(layers, name)})
    with planned_layers(library, changes) as layers:
        after = find_industry(layers, name)
    covered = Covered(str(key), after.version, after.approved_by or "", after.review_by)
    return Approved(changes.folder, changes.files, approver_notices, (covered,))


def _rewritten_industry(library: Layers, name: str, version: str, approval: Approval) -> Changes:
    """The industry's file with the fields of an approval, in the company's layer."""
    company, relative = company_folder(library), f"{INDUSTRIES}/{name}.yaml"
    path, target = library.find(relative), company / relative
    text = (read_exact(path) or "") if path else ""

    def rewrite(entry_text: EntryText) -> EntryText:
        begin = _DOCUMENT_START.match(entry_text.text)
        head, facts = (begin[0], entry_text.text[begin.end() :]) if begin else ("", entry_text.text)
        front = approval_rewrite(version, approval)(EntryText(f"---\n{facts}---\n", entry_text.language)).text
        return EntryText(head + front.removeprefix("---\n").removesuffix("---\n"), entry_text.language)

    after = rewritten(text if text.endswith("\n") else f"{text}\n", "zh", rewrite)
    files = (
        (ChangedFile(target, library.shown(target), text if path == target else None, after),) if after != text else ()
    )
    return Changes(company, files)


@dataclass(frozen=True, slots=True)
class Adopted:
    """One edition whose approval is adopted: by whom, when, for which version; `own`: by its owner."""

    edition: str
    version: str
    approved_by: str
    approved_on: date
    own: bool

    def show(self) -> str:
        """Format the edition as one line."""
        key = "upkeep.adopted:owner" if self.own else "upkeep.adopted"
        values = {"approved_by": self.approved_by, "approved_on": self.approved_on}
        return str(message(key, edition=self.edition, version=self.version, **values))


@dataclass(frozen=True, slots=True)
class Adoption(Changes):
    """The planned records of adopted approvals; `notices` name approved entries that can't be adopted."""

    adopted: tuple[Adopted, ...] = ()


def plan_adoption(library: Layers) -> Adoption:
    """Plan a record for every edition whose file names an approval without a record.

    Editions that were changed since, or that name no approver, are skipped. Raises UsageError without a company's
    library, LibraryError if an entry is invalid.
    """
    folder = company_folder(library)
    files: list[ChangedFile] = []
    adopted: list[Adopted] = []
    notices: list[Finding] = []
    for key, entry in _read_all(library):
        match entry.standing.doubt:
            case Doubt.unbound:
                files += record_changes(library, folder, key, entry)
                adopted.append(_adopted_edition(key, entry))
            case Doubt.changed | Doubt.uncovered | Doubt.unsigned:
                why, hint = explain_status(entry)
                values = {"edition": str(key), "doubt": str(entry.standing.doubt)}
                words = message("upkeep.not_adopted", why=why, **values)
                notices.append(Finding("upkeep.not_adopted", words, hint, severity="warning", values=values))
            case _:
                pass
    return Adoption(folder, tuple(files), tuple(notices), tuple(adopted))


def _read_all(library: Layers) -> list[tuple[EditionKey, Governed]]:
    """Each edition with its entry. Raises LibraryError with the problems of all invalid ones."""
    entries: list[tuple[EditionKey, Governed]] = []
    problems: list[Finding] = []
    for key in list_editions(library):
        try:
            entries.append((key, find_edition(library, key)))
        except LibraryError as error:
            problems += error.findings
    if problems:
        raise LibraryError(list(dict.fromkeys(problems)))
    return entries


def _adopted_edition(key: EditionKey, entry: Governed) -> Adopted:
    assert entry.approved_by and entry.approved_on  # noqa: S101 - else it is unsigned
    return Adopted(str(key), entry.version, entry.approved_by, entry.approved_on, entry.approved_by == entry.owner)


def give_public_ids(folder: str | Path) -> Changes:
    """Plan a public id for each entry without one in the library `folder`, shared by its editions.

    Raises LibraryError if the folder doesn't exist, or a file is invalid.
    """
    home = Path(folder).resolve()
    library = Layers(layers_over(home))
    own = [file for file in entry_files(library) if file.path.is_relative_to(home)]
    ids = {file.entry: file.public_id for file in own if file.public_id}
    wanted = [file for file in own if file.needs_id and not file.public_id]
    for file in wanted:
        ids.setdefault(file.entry, new_public_id())
    return Changes(home, tuple(_add_public_id(library, file, ids) for file in wanted))


def _add_public_id(library: Layers, file: EntryFile, ids: Mapping[str, str]) -> ChangedFile:
    before = read_exact(file.path) or ""
    shown, public_id = library.shown(file.path), ids[file.entry]
    write = _in_industry if file.path.suffix == ".yaml" else _in_front_matter
    try:
        after = rewritten(before, "en", lambda entry_text: write(entry_text, public_id))
    except LibraryError as error:
        raise LibraryError([finding.at(shown, finding.line, finding.column) for finding in error.findings]) from error
    return ChangedFile(file.path, shown, before, after)


def _in_front_matter(entry_text: EntryText, public_id: str) -> EntryText:
    return entry_text.with_field("public_id", public_id)


def _in_industry(entry_text: EntryText, public_id: str) -> EntryText:
    text, count = _INDUSTRY_ID.subn(lambda line: f"{line[0]}\npublic_id: {public_id}", entry_text.text, count=1)
    if not count:
        raise LibraryError(Finding.of("library.id:none"))
    return EntryText(text, entry_text.language)
