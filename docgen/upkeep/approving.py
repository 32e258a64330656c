"""Plan the approval of an objection, a case or a legal block: its files' facts, its records, what it covers.

The steps:

    1  find     the entry's editions, in the languages named
    2  refuse   who may not approve (approvers.py)
    3  rewrite  version, status, approver, dates in the editions' files
    4  bind     a record of each edition's words (records.py)
    5  check    what stands against the planned entry
    6  tell     which editions are covered, and which industries' wording is not (coverage.py)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.approvals import content_digest, list_records
from docgen.library.entries import COLLECTIONS, OBJECTIONS, Entry, EntryCollection, entry_source, find_entry
from docgen.library.layers import Layers
from docgen.library.source import checked
from docgen.schemas.base import EntryStatus
from docgen.schemas.playbook import Objection
from docgen.upkeep.approval import kind_of_change, raised
from docgen.upkeep.approvers import check_approver
from docgen.upkeep.changes import Changes
from docgen.upkeep.check import read_known
from docgen.upkeep.checks import check_edition
from docgen.upkeep.coverage import Covered, covered_edition, find_uncovered
from docgen.upkeep.editions import COMMON, EditionId, is_builtin, list_ids, read_edition
from docgen.upkeep.entry_checks import check_entry
from docgen.upkeep.planning import Rewrite, find_editions, plan_texts, planned_layers
from docgen.upkeep.records import with_records
from docgen.upkeep.written import Written


class ApprovalChoices(TypedDict, total=False):
    """What may be chosen of an approval: an industry's wording, the languages, the next review, how the version rises.

    `change` is major or minor; by default the version rises by rule, and the next review is in a year.
    """

    industry: str
    languages: Sequence[str]
    review_by: date | None
    change: str | None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves, on which day, until when it holds (None: a year), and how the version rises (None: by rule)."""

    by: str
    on: date
    review_by: date | None = None
    change: str | None = None

    @property
    def until(self) -> date:
        """The day of the next review. Raises UsageError if it isn't after the approval."""
        review_by = self.review_by or _a_year_on(self.on)
        if review_by <= self.on:
            raise UsageError(Finding("usage.review_by", f"{review_by} is not after {self.on}", "give a later day"))
        return review_by


@dataclass(frozen=True, slots=True)
class Approved(Changes):
    """The files of an approval, and the editions that it covers."""

    covered: tuple[Covered, ...] = ()


def approve(
    library: Layers,
    name: str,
    approval: Approval,
    *,
    industry: str = COMMON,
    languages: Sequence[str] = (),
    shelf: EntryCollection = OBJECTIONS,
) -> Approved:
    """Approve an entry of one sort in one language, or in those named.

    A draft `0.n` becomes `1.0`; a later version rises if another text has been approved under it, or as
    `approval.change` (major, minor) says. Raises RefusedError if `approval.by` may not approve, LibraryError with the
    errors that stand against it, UsageError if there are two languages and none was named.
    """
    found = find_editions(library, name, industry, languages, shelf)
    if len(found) > 1 and not languages:
        hint = "say --language zh, --language en, or both"
        raise UsageError(Finding("usage.language", f"{name} is written in two languages", hint))
    entries = {id_: _entry(library, shelf, id_) for id_ in found}
    noticed = check_approver(library, approval.by, {str(id_): e.owner for id_, e in entries.items() if e})
    rewrites = {id_: _approved(library, id_, found[id_], entry, approval) for id_, entry in entries.items()}
    changes = plan_texts(library, rewrites)
    with planned_layers(library, changes, found) as layers:
        planned = {id_.key: entry for id_ in found if (entry := _entry(layers, shelf, id_)) is not None}
    changes = with_records(library, changes, planned)
    with planned_layers(library, changes, found) as layers:
        notices = _standing_against(library, layers, shelf, found, approval.on)
        if errors := [finding for finding in notices if finding.severity == "error"]:
            raise LibraryError(errors)
        covered = tuple(covered_edition(layers, shelf, id_) for id_ in found)
        notices += [
            finding for id_ in found if id_.industry == COMMON for finding in find_uncovered(layers, shelf, id_)
        ]
    return Approved(changes.folder, changes.files, (*noticed, *changes.notices, *notices), covered)


def _entry(library: Layers, shelf: EntryCollection, id_: EditionId) -> Entry | None:
    """The edition as its files say; None if an objection can't be read, which its checks then report."""
    try:
        return checked(shelf.model, entry_source(library, shelf, id_.name, id_.industry, id_.language))
    except LibraryError:
        if shelf is OBJECTIONS:
            return None
        raise


def _approved(library: Layers, id_: EditionId, path: Path, entry: Entry | None, approval: Approval) -> Rewrite:
    version = entry.version if entry else "0.1"
    change = approval.change or ("major" if version.startswith("0.") else _unmarked_change(library, id_, path, entry))
    return approved_rewrite(raised(version, change), approval)


def approved_rewrite(version: str, approval: Approval) -> Rewrite:
    """What an approval writes into an entry's file."""
    facts = {"version": version, "status": EntryStatus.approved, "approved_by": approval.by.strip()}

    def rewrite(written: Written) -> Written:
        for name, value in facts.items():
            written = written.with_field(name, value)
        return written.with_field("approved_on", approval.on).with_field("review_by", approval.until)

    return rewrite


def _unmarked_change(library: Layers, id_: EditionId, path: Path, entry: Entry | None) -> str:
    """How the text differs from another of the same version: `major` if that one isn't known, else by rule."""
    if entry is None:
        return ""
    digest = content_digest(entry)
    company = Layers(library.layers[:1])
    if any(record.version == entry.version and record.digest != digest for record in list_records(company, id_.key)):
        return "major"
    beneath = Layers(library.layers[1:])
    if is_builtin(path) or id_ not in list_ids(beneath, id_.folder):
        return ""
    shelf = next(shelf for shelf in COLLECTIONS if shelf.folder == id_.folder)
    below = find_entry(beneath, shelf, id_.name, id_.industry, id_.language)
    if below.version != entry.version or content_digest(below) == digest:
        return ""
    if isinstance(below, Objection) and isinstance(entry, Objection):
        return kind_of_change(below, entry)
    return "major"


def _standing_against(
    library: Layers, layers: Layers, shelf: EntryCollection, ids: Iterable[EditionId], today: date
) -> list[Finding]:
    """The faults of the entries as they would read; cases and industries are those of the library as it is."""
    if shelf is not OBJECTIONS:
        return [finding for id_ in ids for finding in check_entry(layers, shelf, id_, today)]
    known, held = read_known(library, today), list_ids(layers)
    editions = [read_edition(layers, id_, held[id_]) for id_ in ids]
    return list(dict.fromkeys(finding for edition in editions for finding in check_edition(edition, known)))


def _a_year_on(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
