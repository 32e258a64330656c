"""Turns a library's industries and entries into what needs a person's review, and by when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from docgen.library.entries import SHELVES, Entry, find_entry, industries_of, list_entries
from docgen.library.industries import find_industry, list_industries
from docgen.library.layers import Layers
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Governed, effective_on, explain_status, find_outdated
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
    found = (
        due for due in (*_industries(library, today), *_entries(library, today)) if due.on is None or due.on <= until
    )
    return tuple(sorted(found, key=lambda due: (due.on or date.min, due.entry, due.language, due.industry, due.what)))


def _industries(library: Layers, today: date) -> Iterator[Due]:
    for industry in list_industries(library):
        entry = effective_on(find_industry(library, industry), today)
        for what, on in _governance(entry):
            yield Due(f"industries/{industry}", "zh+en", industry, what, on, entry.owner or "")


def _entries(library: Layers, today: date) -> Iterator[Due]:
    for shelf in SHELVES:
        for name, languages in list_entries(library, shelf).items():
            editions = {
                (industry, language): effective_on(find_entry(library, shelf, name, industry, language), today)
                for language in languages
                for industry in industries_of(library, shelf, name, language)
            }
            for (industry, language), entry in editions.items():
                for what, on in (*_governance(entry), *_ends(entry), *_left_behind(editions, industry, language)):
                    yield Due(f"{shelf.folder}/{name}", language, industry, what, on, entry.owner or "")


def _left_behind(editions: Mapping[tuple[str, str], Entry], industry: str, language: str) -> Iterator[tuple[str, None]]:
    """Whether the other language has got a new promise since."""
    approved = {
        its_language: entry
        for (its_industry, its_language), entry in editions.items()
        if its_industry == industry and entry.status is EntryStatus.approved
    }
    if find_outdated(approved) == language:
        yield f"older than the {'en' if language == 'zh' else 'zh'} edition", None


def _governance(entry: Governed) -> Iterator[tuple[str, date | None]]:
    if entry.status is not EntryStatus.approved:
        why = "" if entry.standing.doubt is None else f": {explain_status(entry)[0]}"
        yield f"{entry.status.value}{why}", None
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
