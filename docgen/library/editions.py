"""List the editions of a library's entries, the reviews that are due, and public ids."""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from docgen.library.approvals import EditionKey
from docgen.library.entries import (
    COLLECTIONS,
    Entry,
    LibraryCollection,
    edition_key,
    find_entry,
    industries_of,
    list_entries,
)
from docgen.library.industries import FOLDER, find_industry, list_industries
from docgen.library.layers import LANGUAGES, Layers
from docgen.messages import Message, message
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Governed, effective_on, explain_status, find_outdated
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case

_LETTERS = "bcdfghjkmnpqrstvwxyz"  # no vowels: no words, and no YAML value that isn't text
_LENGTH = 12
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"""^public_id:[ \t]*["']?([a-z]+)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)


def list_editions(library: Layers) -> Iterator[EditionKey]:
    """The key of each edition that has a file: industries, then objections, cases, legal blocks."""
    yield from (EditionKey(FOLDER, name) for name in list_industries(library))
    for collection in COLLECTIONS:
        for name, languages in list_entries(library, collection).items():
            for language in languages:
                industries = industries_of(library, collection, name, language)
                keys = (edition_key(library, collection, name, industry, language) for industry in industries)
                yield from dict.fromkeys(keys)


def find_edition(library: Layers, key: EditionKey) -> Governed:
    """The entry of that edition, with its approval applied. Raises LibraryError if it can't be read."""
    if key.folder == FOLDER:
        return find_industry(library, key.name)
    collection = next(collection for collection in COLLECTIONS if collection.folder == key.folder)
    return find_entry(library, collection, key.name, key.industry, key.language)


def all_editions(library: Layers) -> Iterator[tuple[EditionKey, Governed]]:
    """Each edition with its entry. Raises LibraryError at the first that can't be read."""
    yield from ((key, find_edition(library, key)) for key in list_editions(library))


@dataclass(frozen=True, slots=True)
class Due:
    """One edition to review: entry, language, industry (`base`: the common one), reason, date and owner."""

    entry: str
    language: str
    industry: str
    what: Message
    on: date | None
    owner: str


def list_due(library: Layers, today: date, within: int) -> tuple[Due, ...]:
    """Editions that are past a date, will be in `within` days, or are not approved; the earliest first.

    Raises LibraryError if an entry is invalid.
    """
    until = today + timedelta(days=within)
    found = (
        due for due in (*_industries(library, today), *_entries(library, today)) if due.on is None or due.on <= until
    )
    return tuple(sorted(found, key=_in_order))


def _in_order(due: Due) -> tuple[date, str, str, str, str]:
    return due.on or date.min, due.entry, due.language, due.industry, due.what.in_language("en")


def _industries(library: Layers, today: date) -> Iterator[Due]:
    for industry in list_industries(library):
        entry = effective_on(find_industry(library, industry), today)
        for what, on in _governance(entry):
            yield Due(f"industries/{industry}", "zh+en", industry, what, on, entry.owner or "")


def _entries(library: Layers, today: date) -> Iterator[Due]:
    for collection in COLLECTIONS:
        for name, languages in list_entries(library, collection).items():
            editions = {
                (industry, language): effective_on(find_entry(library, collection, name, industry, language), today)
                for language in languages
                for industry in industries_of(library, collection, name, language)
            }
            for (industry, language), entry in editions.items():
                for what, on in (*_governance(entry), *_ends(entry), *_outdated(editions, industry, language)):
                    yield Due(f"{collection.folder}/{name}", language, industry, what, on, entry.owner or "")


def _outdated(
    editions: Mapping[tuple[str, str], Entry], industry: str, language: str
) -> Iterator[tuple[Message, None]]:
    """Yield a reason if the edition in the other language promises something newer."""
    approved = {
        its_language: entry
        for (its_industry, its_language), entry in editions.items()
        if its_industry == industry and entry.status is EntryStatus.approved
    }
    if find_outdated(approved) == language:
        yield message("library.due:older", language="en" if language == "zh" else "zh"), None


def _governance(entry: Governed) -> Iterator[tuple[Message, date | None]]:
    if entry.status is not EntryStatus.approved:
        if entry.standing.doubt is None:
            yield message("library.due:status", status=entry.status.value), None
        else:
            yield message("library.due:doubt", status=entry.status.value, why=explain_status(entry)[0]), None
    if entry.review_by:
        yield message("library.due:review"), entry.review_by


def _ends(entry: Entry) -> Iterator[tuple[Message, date]]:
    """The entry's expiry dates."""
    match entry:
        case Objection():
            ends = [(message("library.due:proof", figure=proof.figure), proof.valid_until) for proof in entry.proof]
        case Case():
            named_until = entry.named_until if entry.permission else None
            shown, named = message("library.due:shown"), message("library.due:named")
            ends = [(shown, entry.valid_until), (named, named_until)]
        case LegalBlock():
            ends = [(message("library.due:out"), entry.valid_until)]
    yield from ((what, on) for what, on in ends if on)


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file of an entry: its name in stamps (`cases/mfg-precision-gears`), its path, its public id if it has one.

    `needs_id` is false for an industry's file that takes the public id of the common file.
    """

    entry: str
    path: Path
    public_id: str | None
    needs_id: bool


def new_public_id() -> str:
    """A random public id, independent of the entry's content."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def entry_files(library: Layers) -> Iterator[EntryFile]:
    """Every file of industries, objections, cases and legal blocks in every layer, invalid ones too."""
    for path in library.files("industries", ".yaml"):
        found = _FIELD.search(_text_of(path))
        yield EntryFile(f"industries/{path.stem}", path, found[1] if found else None, needs_id=True)
    for collection in COLLECTIONS:
        for path in library.files(collection.folder, ".md"):
            name, _, language = path.stem.rpartition(".")
            if name and language in LANGUAGES:
                yield _entry_file(library, collection, path, name)


def _entry_file(library: Layers, collection: LibraryCollection, path: Path, name: str) -> EntryFile:
    front = _FRONT.match(_text_of(path))
    found = _FIELD.search(front[1]) if front else None
    is_common = path.parent.name == collection.folder
    needs_id = is_common or library.find(f"{collection.folder}/{path.name}") is None
    return EntryFile(f"{collection.folder}/{name}", path, found[1] if found else None, needs_id)


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")


def public_ids(library: Layers) -> Mapping[str, frozenset[str]]:
    """The public ids of all editions and layers, by entry name; entries without one are left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in entry_files(library):
        if file.public_id:
            found[file.entry].add(file.public_id)
    return {entry: frozenset(ids) for entry, ids in found.items()}
