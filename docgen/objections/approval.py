"""Plan the approval of an objection, a case or a legal block: changed files, records, coverage.

The steps:

    1  find     the entry's editions, in the languages named
    2  refuse   a person who may not approve (governance.py)
    3  rewrite  version, status, approver, dates in the editions' files
    4  bind     a record with a digest of each edition's words
    5  check    the planned entry; its errors refuse the approval
    6  report   the editions that are covered, and the industries' wordings that aren't
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TypedDict

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.approvals import UNBOUND_FIELDS, EditionKey, Record, content_digest, latest_records, list_records
from docgen.library.entries import COLLECTIONS, OBJECTIONS, Entry, LibraryCollection, entry_source, find_entry
from docgen.library.industries import list_industries
from docgen.library.layers import Layers
from docgen.library.source import checked
from docgen.messages import message
from docgen.objections.changes import ChangedFile, Changes, Rewrite, find_editions, plan_texts, planned_layers
from docgen.objections.checks import check_edition
from docgen.objections.editions import COMMON, EditionId, is_builtin, is_shadowed, list_ids, read_edition
from docgen.objections.entry_text import EntryText
from docgen.objections.governance import check_approver, check_entry, kind_of_change, next_version
from docgen.objections.library_checks import read_references
from docgen.objections.text_comparison import find_period_mismatches
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Governed
from docgen.schemas.playbook import Objection


class ApprovalChoices(TypedDict, total=False):
    """Options of an approval: an industry's wording, the languages, the next review, the kind of change.

    `change` is major or minor; by default the version rises by rule, and the next review is in a year.
    """

    industry: str
    languages: Sequence[str]
    review_by: date | None
    change: str | None


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval: by whom, on which day, the next review (None: in a year), the kind of change (None: by rule)."""

    by: str
    on: date
    review_by: date | None = None
    change: str | None = None

    @property
    def until(self) -> date:
        """The day of the next review. Raises UsageError if it isn't after the approval."""
        review_by = self.review_by or _one_year_after(self.on)
        if review_by <= self.on:
            raise UsageError(Finding.of("usage.review_by", review_by=review_by, on=self.on))
        return review_by


@dataclass(frozen=True, slots=True)
class Covered:
    """One edition that an approval covers, and the industries without their own wording, which use it too."""

    edition: str
    version: str
    approved_by: str
    review_by: date | None
    industries: tuple[str, ...] = ()

    def show(self) -> str:
        """Format the edition as one line."""
        key = "upkeep.covered:industries" if self.industries else "upkeep.covered"
        return str(message(key, **{each.name: getattr(self, each.name) for each in fields(self)}))


@dataclass(frozen=True, slots=True)
class Approved(Changes):
    """The changed files of an approval, and the editions that it covers."""

    covered: tuple[Covered, ...] = ()


def approve(
    library: Layers,
    name: str,
    approval: Approval,
    *,
    industry: str = COMMON,
    languages: Sequence[str] = (),
    collection: LibraryCollection = OBJECTIONS,
) -> Approved:
    """Plan the approval of an entry of one collection, in one language or in those named.

    A draft `0.n` becomes `1.0`; a later version rises if another text has been approved under it, or as
    `approval.change` (major, minor) says. Raises RefusedError if `approval.by` may not approve, LibraryError with
    every error of the entry, UsageError if there are two languages and none was named.
    """
    found = find_editions(library, name, industry, languages, collection)
    if len(found) > 1 and not languages:
        raise UsageError(Finding.of("usage.language:several", name=name))
    entries = {id_: _entry(library, collection, id_) for id_ in found}
    approver_notices = check_approver(library, approval.by, {str(id_): e.owner for id_, e in entries.items() if e})
    rewrites = {id_: _rewrite_for(library, id_, found[id_], entry, approval) for id_, entry in entries.items()}
    changes = plan_texts(library, rewrites)
    with planned_layers(library, changes, found) as layers:
        planned = {id_.key: entry for id_ in found if (entry := _entry(layers, collection, id_)) is not None}
    changes = with_records(library, changes, planned)
    with planned_layers(library, changes, found) as layers:
        notices = _blocking_findings(library, layers, collection, found, approval.on)
        if errors := [finding for finding in notices if finding.severity == "error"]:
            raise LibraryError(errors)
        covered = tuple(covered_edition(layers, collection, id_) for id_ in found)
        notices += [
            finding for id_ in found if id_.industry == COMMON for finding in find_uncovered(layers, collection, id_)
        ]
    return Approved(changes.folder, changes.files, (*approver_notices, *changes.notices, *notices), covered)


def _entry(library: Layers, collection: LibraryCollection, id_: EditionId) -> Entry | None:
    """The edition as its files define it; None for an invalid objection, whose problems the checks report."""
    try:
        return checked(collection.model, entry_source(library, collection, id_.name, id_.industry, id_.language))
    except LibraryError:
        if collection is OBJECTIONS:
            return None
        raise


def _rewrite_for(library: Layers, id_: EditionId, path: Path, entry: Entry | None, approval: Approval) -> Rewrite:
    version = entry.version if entry else "0.1"
    change = approval.change or (
        "major" if version.startswith("0.") else _change_since_approval(library, id_, path, entry)
    )
    return approval_rewrite(next_version(version, change), approval)


def approval_rewrite(version: str, approval: Approval) -> Rewrite:
    """The change of an entry's text by an approval."""
    facts = {"version": version, "status": EntryStatus.approved, "approved_by": approval.by.strip()}

    def rewrite(entry_text: EntryText) -> EntryText:
        for name, value in facts.items():
            entry_text = entry_text.with_field(name, value)
        return entry_text.with_field("approved_on", approval.on).with_field("review_by", approval.until)

    return rewrite


def _change_since_approval(library: Layers, id_: EditionId, path: Path, entry: Entry | None) -> str:
    """The kind of change against another text of the same version: `major` if that text isn't known, else by rule."""
    if entry is None:
        return ""
    digest = content_digest(entry)
    company = Layers(library.layers[:1])
    if any(record.version == entry.version and record.digest != digest for record in list_records(company, id_.key)):
        return "major"
    beneath = Layers(library.layers[1:])
    if is_builtin(path) or id_ not in list_ids(beneath, id_.folder):
        return ""
    collection = next(collection for collection in COLLECTIONS if collection.folder == id_.folder)
    below = find_entry(beneath, collection, id_.name, id_.industry, id_.language)
    if below.version != entry.version or content_digest(below) == digest:
        return ""
    if isinstance(below, Objection) and isinstance(entry, Objection):
        return kind_of_change(below, entry)
    return "major"


def _blocking_findings(
    library: Layers, layers: Layers, collection: LibraryCollection, ids: Iterable[EditionId], today: date
) -> list[Finding]:
    """The findings on the planned entries; cases and industries are those of the current library."""
    if collection is not OBJECTIONS:
        return [finding for id_ in ids for finding in check_entry(layers, collection, id_, today)]
    references, paths = read_references(library, today), list_ids(layers)
    editions = [read_edition(layers, id_, paths[id_]) for id_ in ids]
    return list(dict.fromkeys(finding for edition in editions for finding in check_edition(edition, references)))


def _one_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def with_records(library: Layers, changes: Changes, entries: Mapping[EditionKey, Governed]) -> Changes:
    """Add to the changes the record of each planned entry, which must have an approver and a date."""
    files = [change for key, entry in entries.items() for change in record_changes(library, changes.folder, key, entry)]
    return replace(changes, files=(*changes.files, *files))


def record_changes(library: Layers, folder: Path, key: EditionKey, entry: Governed) -> Iterator[ChangedFile]:
    """The file of an approved entry's record in the layer `folder`; nothing if it exists."""
    record = record_of(Layers((folder,)), key, entry)
    path = folder / key.records / record.name
    if not path.exists():
        yield ChangedFile(path, library.shown(path), None, record.text())


def record_of(layer: Layers, key: EditionKey, entry: Governed) -> Record:
    """The record of the approval that an entry names; a text other than the layer's latest gets the next number."""
    digest, latest = content_digest(entry), latest_records(layer, key)
    number = max((record.number for record in latest), default=0)
    is_new = all(record.digest != digest for record in latest)
    facts = {name: getattr(entry, name) for name in ("version", "approved_by", "approved_on", "review_by")}
    return Record.model_validate({"number": number + is_new, "digest": digest, **facts})


def covered_edition(layers: Layers, collection: LibraryCollection, id_: EditionId) -> Covered:
    """The coverage of one edition. Raises LibraryError if it is invalid."""
    entry = find_entry(layers, collection, id_.name, id_.industry, id_.language)
    industries: tuple[str, ...] = ()
    if id_.industry == COMMON:
        own = {other.industry for other in _industry_editions(layers, id_)}
        meant = entry.industries if isinstance(entry, Objection) and entry.industries else list_industries(layers)
        industries = tuple(industry for industry in meant if industry not in own)
    return Covered(str(id_), entry.version, entry.approved_by or "", entry.review_by, industries)


def _industry_editions(layers: Layers, id_: EditionId) -> Mapping[EditionId, Path]:
    """The editions in use with an industry's wording of a common one."""
    ids = list_ids(layers, id_.folder)
    same = {other: path for other, path in ids.items() if (other.name, other.language) == (id_.name, id_.language)}
    return {o: path for o, path in same.items() if o.industry != COMMON and not is_shadowed(layers, o, path)}


def find_uncovered(layers: Layers, collection: LibraryCollection, id_: EditionId) -> Iterator[Finding]:
    """A notice for each industry whose own wording isn't covered by the approval of the common one."""
    for other, path in _industry_editions(layers, id_).items():
        try:
            entry = find_entry(layers, collection, other.name, other.industry, other.language)
        except LibraryError as error:
            yield from (replace(finding, severity="warning") for finding in error.findings)
            continue
        if entry.status is EntryStatus.approved:
            continue
        yield _uncovered_notice(other, _own_fields(layers, collection, other, path), entry)


def _uncovered_notice(id_: EditionId, own: Sequence[str], entry: Entry) -> Finding:
    found = find_period_mismatches(entry) if isinstance(entry, Objection) else ()
    mismatches = [
        message("upkeep.mismatch", field=each.field, answer=each.answer, guarantee=each.guarantee) for each in found
    ]
    return Finding.of(
        "upkeep.not_covered" if own else "upkeep.not_covered:nothing",
        edition=str(id_),
        industry=id_.industry,
        fields=", ".join(own),
        status=entry.status.value,
        also=message("upkeep.mismatches", mismatches=mismatches) if mismatches else "",
        command=id_.key.command,
        severity="warning",
    )


def _own_fields(layers: Layers, collection: LibraryCollection, id_: EditionId, path: Path) -> list[str]:
    """The fields in the edition's own file, as its headings name them."""
    source = entry_source(layers, collection, id_.name, id_.industry, id_.language)
    shown = layers.shown(path)
    own = [place for place, (file, _) in source.places.items() if file == shown and str(place[0]) not in UNBOUND_FIELDS]
    return list(dict.fromkeys(str(place[1] if place[0] == "steps" and place[1:] else place[0]) for place in own))
