"""Turns the ids that a document names into the library's entries, as views for the same reader."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from docgen.audience import Audience, held_back, view_for
from docgen.errors import Finding, LibraryError
from docgen.library import Library, find_case, find_objection
from docgen.schemas.base import Envelope, notice
from docgen.schemas.playbook import Objection, Playbook
from docgen.schemas.proposal import Case, Proposal

_Entry = TypeVar("_Entry", Objection, Case)


@dataclass(frozen=True, slots=True)
class Entries:
    """`names` for the template (industry, objections, cases), what they hold back, and what was noticed."""

    names: Mapping[str, Any]
    held_back: tuple[Any, ...]
    warnings: tuple[Finding, ...]


def find_entries(library: Library, document: Envelope, reader: Audience, today: date) -> Entries:
    """The entries that `document` names, industry versions first. Raises LibraryError naming all that can't be had."""
    problems: list[Finding] = []
    finder = _Finder(library, document, problems)
    found = tuple(finder.all(_objection_ids(document), find_objection))
    objections = (*found, *_inline_objections(document))
    cases = tuple(finder.all(document.cases if isinstance(document, Proposal) else (), find_case))
    if problems:
        raise LibraryError(problems)
    industry = library.industry(document.industry, str(document.language))
    names = {
        "industry": view_for(reader, industry),
        "objections": tuple(view_for(reader, entry) for entry in objections),
        "cases": tuple(view_for(reader, case) for case in cases),
    }
    kept = tuple(value for entry in (industry, *objections, *cases) for value in held_back(entry))
    return Entries(names, kept, tuple(_past_their_date(found, cases, today)))


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


def _past_their_date(objections: Iterable[Objection], cases: Iterable[Case], today: date) -> Iterator[Finding]:
    for entry in objections:
        yield from entry.notices(today, "objections")
    for case in cases:
        if case.valid_until and case.valid_until < today:
            message = f"case {case.case_id!r} may be shown until {case.valid_until}"
            yield notice("expired", "cases", message, "renew the client's permission or take another case")
