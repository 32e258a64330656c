"""Turns a library's industries and entries into what needs a person's review, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from docgen.library.entries import SHELVES, Entry, find_entry, industries_of, list_entries
from docgen.library.industries import find_industry, list_industries
from docgen.library.layers import Layers
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Governed
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at: the entry, its language and industry (`base`: the common one), what, by when, who."""

    entry: str
    language: str
    industry: str
    what: str
    on: date | None
    owner: str


def list_due(library: Layers, today: date, within: int) -> tuple[Due, ...]:
    """What is past its date or will be in `within` days, and what is not approved; the earliest first.

    Raises LibraryError if an entry is broken.
    """
    until = today + timedelta(days=within)
    found = (due for due in (*_industries(library), *_entries(library)) if due.on is None or due.on <= until)
    return tuple(sorted(found, key=lambda due: (due.on or date.min, due.entry, due.language, due.industry, due.what)))


def _industries(library: Layers) -> Iterator[Due]:
    for industry in list_industries(library):
        entry = find_industry(library, industry)
        for what, on in _governance(entry):
            yield Due(f"industries/{industry}", "zh+en", industry, what, on, entry.owner or "")


def _entries(library: Layers) -> Iterator[Due]:
    for shelf in SHELVES:
        for name, languages in list_entries(library, shelf).items():
            for language in languages:
                for industry in industries_of(library, shelf, name, language):
                    entry = find_entry(library, shelf, name, industry, language)
                    for what, on in (*_governance(entry), *_ends(entry)):
                        yield Due(f"{shelf.folder}/{name}", language, industry, what, on, entry.owner or "")


def _governance(entry: Governed) -> Iterator[tuple[str, date | None]]:
    if entry.status is not EntryStatus.approved:
        yield entry.status.value, None
    if entry.review_by:
        yield "review", entry.review_by


def _ends(entry: Entry) -> Iterator[tuple[str, date]]:
    """What of the entry has a last day."""
    match entry:
        case Objection():
            ends = [(f"proof “{proof.figure}”", proof.valid_until) for proof in entry.proof]
        case Case():
            named_until = entry.named_until if entry.permission else None
            ends = [("may be shown", entry.valid_until), ("may be named", named_until)]
        case LegalBlock():
            ends = [("may go out", entry.valid_until)]
    yield from ((what, on) for what, on in ends if on)
