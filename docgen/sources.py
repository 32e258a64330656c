"""Turns the ids that a document names into the library's entries, as views for the same reader."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from docgen.audience import Audience, as_data, held_back, view_for
from docgen.errors import Finding, LibraryError
from docgen.library import Library, find_case, find_objection
from docgen.schemas.base import EntryStatus, Envelope, notice
from docgen.schemas.playbook import Objection, Playbook
from docgen.schemas.proposal import Case, Proposal
from docgen.stamp import digest_of

_Entry = TypeVar("_Entry", Objection, Case)


@dataclass(frozen=True, slots=True)
class Entries:
    """`names` for the template (industry, objections, cases), what they hold back, and what was noticed.

    `refused` is what keeps a client's copy from being made: an entry that is not approved, or past its date; `used`
    names each entry of the library with version and digest, for the stamp.
    """

    names: Mapping[str, Any]
    held_back: tuple[Any, ...]
    warnings: tuple[Finding, ...]
    refused: tuple[Finding, ...] = ()
    used: tuple[str, ...] = ()


def find_entries(library: Library, document: Envelope, reader: Audience, today: date) -> Entries:
    """The entries that `document` names, industry versions first. Raises LibraryError naming all that can't be had."""
    problems: list[Finding] = []
    finder = _Finder(library, document, problems)
    found = tuple(finder.all(_objection_ids(document), find_objection))
    objections = (*found, *_inline_objections(document))
    cases = tuple(finder.all(document.cases if isinstance(document, Proposal) else (), find_case))
    cases = tuple(_named_while_allowed(case, today) for case in cases)
    if problems:
        raise LibraryError(problems)
    industry = library.industry(document.industry, str(document.language))
    names = {
        "industry": view_for(reader, industry),
        "objections": tuple(view_for(reader, entry) for entry in objections),
        "cases": tuple(view_for(reader, case) for case in cases),
    }
    kept = tuple(value for entry in (industry, *objections, *cases) for value in held_back(entry))
    return Entries(
        names,
        kept,
        tuple(_due(found, cases, today)),
        tuple(_refused(found, cases, today)),
        tuple(_used(reader, (*found, *cases))),
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    library: Library
    document: Envelope
    problems: list[Finding]

    def all(self, ids: Iterable[str], find: Callable[[Library, str, str, str], _Entry]) -> Iterator[_Entry]:
        """Each entry that is found; what can't be had goes to `problems`."""
        for entry_id in ids:
            try:
                yield find(self.library, entry_id, self.document.industry, str(self.document.language))
            except LibraryError as error:
                self.problems.extend(error.findings)


def _objection_ids(document: Envelope) -> tuple[str, ...]:
    match document:
        case Proposal():
            return document.objections
        case Playbook():
            return document.include
        case _:
            return ()


def _inline_objections(document: Envelope) -> tuple[Objection, ...]:
    return document.objections if isinstance(document, Playbook) else ()


def _named_while_allowed(case: Case, today: date) -> Case:
    """The case, without its client's name once the permission has ended."""
    ended = case.permission and case.named_until is not None and case.named_until < today
    return case.model_copy(update={"permission": False}) if ended else case


def _used(reader: Audience, entries: Iterable[Objection | Case]) -> Iterator[str]:
    for entry in entries:
        shelf, name = ("objections", entry.objection_id) if isinstance(entry, Objection) else ("cases", entry.case_id)
        yield f"{shelf}/{name} {entry.version} {digest_of(as_data(view_for(reader, entry)))[:16]}"


def _due(objections: Iterable[Objection], cases: Iterable[Case], today: date) -> Iterator[Finding]:
    """What is due for review; the entry may still be used."""
    named = [("objections", entry.objection_id, entry) for entry in objections]
    for place, name, entry in (*named, *(("cases", case.case_id, case) for case in cases)):
        if entry.review_by and entry.review_by < today:
            message = f"{name} was due for review on {entry.review_by} (owner: {entry.owner})"
            yield notice("review_due", place, message, "review it first")
    for case in cases:
        if case.named_until and case.named_until < today:
            message = f"{case.case_id}: its client could be named until {case.named_until}; it is anonymous now"
            yield notice("anonymous", "cases", message, "renew the client's permission")


def _refused(objections: Iterable[Objection], cases: Iterable[Case], today: date) -> Iterator[Finding]:
    """What no client may be shown: entries that are not approved, and evidence past its date."""
    for entry in objections:
        yield from _not_approved("objections", entry.objection_id, entry)
        for proof in entry.proof:
            if proof.valid_until and proof.valid_until < today:
                message = f"{entry.objection_id}: the proof “{proof.figure}” was valid until {proof.valid_until}"
                yield _refusal("objections", f"{message} (owner: {entry.owner})", "replace it")
    for case in cases:
        yield from _not_approved("cases", case.case_id, case)
        if case.valid_until and case.valid_until < today:
            message = f"{case.case_id} may be shown until {case.valid_until} (owner: {case.owner or '?'})"
            yield _refusal("cases", message, "renew the client's permission or take another case")


def _not_approved(place: str, name: str, entry: Objection | Case) -> Iterator[Finding]:
    if entry.status is not EntryStatus.approved:
        message = f"{name} is {entry.status.value}, not approved (owner: {entry.owner or '?'})"
        yield _refusal(place, message, "have it approved or take another")


def _refusal(place: str, message: str, hint: str) -> Finding:
    return Finding("library.entry", message, hint, place=place)
