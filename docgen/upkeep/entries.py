"""Approve entries of any sort, and take over approvals that were given before approvals bound the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.approvals import EditionKey, content_digest, list_records
from docgen.library.editions import find_edition, list_editions
from docgen.library.entries import COLLECTIONS
from docgen.library.industries import FOLDER as INDUSTRIES
from docgen.library.industries import find_industry, industry_source
from docgen.library.layers import Layers
from docgen.nearest import suggestion
from docgen.pipeline import Workspace
from docgen.schemas.governance import Doubt, Governed, explain_status
from docgen.upkeep.approval import raised
from docgen.upkeep.approvers import check_approver
from docgen.upkeep.approving import Approval, ApprovalChoices, Approved, approve, approved_rewrite
from docgen.upkeep.changes import ChangedFile, Changes, read_exact
from docgen.upkeep.coverage import Covered
from docgen.upkeep.editions import COMMON
from docgen.upkeep.entry_checks import find_unfilled
from docgen.upkeep.planning import company_folder, planned_layers, rewritten
from docgen.upkeep.records import record_changes, with_records
from docgen.upkeep.written import Written

_DOCUMENT_START = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*---[ \t]*\n")


@dataclass(frozen=True, slots=True)
class LibraryEntries:
    """The entries of a workspace's library of any sort, and what may be done with their approvals."""

    workspace: Workspace

    def approve(self, name: str, by: str, **choices: Unpack[ApprovalChoices]) -> Approved:
        """Approve `cases/ID`, `legal/ID`, `industries/ID` or `objections/ID` as `by`; what it covers is in `covered`.

        Raises RefusedError if `by` may not approve it, LibraryError with what stands against it.
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
        """What taking over approvals from before they bound the words would write; `adopted` lists each."""
        return plan_adoption(self.workspace.opened)


def approve_entry(
    library: Layers, name: str, approval: Approval, *, industry: str = COMMON, languages: Sequence[str] = ()
) -> Approved:
    """Approve `objections/ID`, `cases/ID`, `legal/ID` or `industries/ID`. Raises what `approving.approve` raises."""
    folder, _, entry_id = name.partition("/")
    if folder == INDUSTRIES and entry_id:
        return _approve_industry(library, entry_id, approval)
    shelf = next((shelf for shelf in COLLECTIONS if shelf.folder == folder), None)
    if shelf is None or not entry_id:
        known = (*(shelf.folder for shelf in COLLECTIONS), INDUSTRIES)
        hint = suggestion(folder, known) if entry_id else f"write {known[0]}/{name}, {known[1]}/{name} …"
        raise UsageError(Finding("usage.entry", f"{name!r} names no sort of entry and id", hint, values={"name": name}))
    return approve(library, entry_id, approval, industry=industry, languages=languages, shelf=shelf)


def _approve_industry(library: Layers, name: str, approval: Approval) -> Approved:
    entry, key = find_industry(library, name), EditionKey(INDUSTRIES, name)
    noticed = check_approver(library, approval.by, {str(key): entry.owner})
    unfilled = list(find_unfilled(str(key), entry, industry_source(library, name)))
    if unfilled:
        raise LibraryError(unfilled)
    digest = content_digest(entry)
    company = Layers((company_folder(library),))
    same_version = any(
        record.version == entry.version and record.digest != digest for record in list_records(company, key)
    )
    change = approval.change or ("major" if entry.version.startswith("0.") or same_version else "")
    changes = _rewritten_industry(library, name, raised(entry.version, change), approval)
    with planned_layers(library, changes) as layers:
        changes = with_records(library, changes, {key: find_industry(layers, name)})
    with planned_layers(library, changes) as layers:
        after = find_industry(layers, name)
    covered = Covered(str(key), after.version, after.approved_by or "", after.review_by)
    return Approved(changes.folder, changes.files, noticed, (covered,))


def _rewritten_industry(library: Layers, name: str, version: str, approval: Approval) -> Changes:
    """The industry's file with the facts of an approval, in the company's layer."""
    company, relative = company_folder(library), f"{INDUSTRIES}/{name}.yaml"
    path, target = library.find(relative), company / relative
    text = (read_exact(path) or "") if path else ""

    def rewrite(written: Written) -> Written:
        begin = _DOCUMENT_START.match(written.text)
        head, facts = (begin[0], written.text[begin.end() :]) if begin else ("", written.text)
        front = approved_rewrite(version, approval)(Written(f"---\n{facts}---\n", written.language)).text
        return Written(head + front.removeprefix("---\n").removesuffix("---\n"), written.language)

    after = rewritten(text if text.endswith("\n") else f"{text}\n", "zh", rewrite)
    files = (
        (ChangedFile(target, library.shown(target), text if path == target else None, after),) if after != text else ()
    )
    return Changes(company, files)


@dataclass(frozen=True, slots=True)
class Adopted:
    """One edition whose approval is taken over: who gave it, when, under which version; `own`: by its owner."""

    edition: str
    version: str
    approved_by: str
    approved_on: date
    own: bool

    def show(self) -> str:
        """The edition in one line."""
        return f"{self.edition} {self.version}, by {self.approved_by} on {self.approved_on}{' (its owner)' * self.own}"


@dataclass(frozen=True, slots=True)
class Adoption(Changes):
    """The records that taking approvals over would write; `notices` name approved entries that can't be taken over."""

    adopted: tuple[Adopted, ...] = ()


def plan_adoption(library: Layers) -> Adoption:
    """The records of every edition whose file names an approval that no record binds yet.

    What was changed since it was approved, or is approved by nobody, is not taken over. Raises UsageError without a
    company's library, LibraryError if an entry is broken.
    """
    folder = company_folder(library)
    files: list[ChangedFile] = []
    adopted: list[Adopted] = []
    notices: list[Finding] = []
    for key, entry in _read_all(library):
        match entry.standing.doubt:
            case Doubt.unbound:
                files += record_changes(library, folder, key, entry)
                adopted.append(_adopted(key, entry))
            case Doubt.changed | Doubt.uncovered | Doubt.unsigned:
                why, hint = explain_status(entry)
                values = {"edition": str(key), "doubt": str(entry.standing.doubt)}
                notices.append(Finding("upkeep.not_adopted", f"{key} {why}", hint, severity="warning", values=values))
            case _:
                pass
    return Adoption(folder, tuple(files), tuple(notices), tuple(adopted))


def _read_all(library: Layers) -> list[tuple[EditionKey, Governed]]:
    """Each edition with its entry. Raises LibraryError with what is wrong in all that can't be read."""
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


def _adopted(key: EditionKey, entry: Governed) -> Adopted:
    assert entry.approved_by and entry.approved_on  # noqa: S101 - else it is unsigned
    return Adopted(str(key), entry.version, entry.approved_by, entry.approved_on, entry.approved_by == entry.owner)
