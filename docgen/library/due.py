"""Turns a library's objections and cases into what needs a person's review, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from docgen.library.entries import CASES, OBJECTIONS, find_case, find_objection, list_entries
from docgen.library.layers import Layers
from docgen.schemas.base import EntryStatus
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
    found = (due for due in (*_objections(library), *_cases(library)) if due.on is None or due.on <= until)
    return tuple(sorted(found, key=lambda due: (due.on or date.min, due.entry, due.language, due.industry, due.what)))


def _objections(library: Layers) -> Iterator[Due]:
    for name, languages in list_entries(library, OBJECTIONS).items():
        for language in languages:
            for industry in _industries(library, OBJECTIONS.folder, f"{name}.{language}.md"):
                yield from _of_objection(find_objection(library, name, industry, language), language, industry)


def _industries(library: Layers, folder: str, file: str) -> list[str]:
    """`base` if there is a common file, and each industry that has a file of its own."""
    places = {path.parent.name for path in library.files(folder, file) if path.name == file}
    return ["base" if place == folder else place for place in sorted(places)]


def _of_objection(entry: Objection, language: str, industry: str) -> Iterator[Due]:
    def due(what: str, on: date | None) -> Due:
        return Due(f"objections/{entry.objection_id}", language, industry, what, on, entry.owner)

    if entry.status is not EntryStatus.approved:
        yield due(entry.status.value, None)
    yield due("review", entry.review_by)
    for proof in entry.proof:
        if proof.valid_until:
            yield due(f"proof “{proof.figure}”", proof.valid_until)


def _cases(library: Layers) -> Iterator[Due]:
    for name, languages in list_entries(library, CASES).items():
        for language in languages:
            yield from _of_case(find_case(library, name, "base", language), language)


def _of_case(case: Case, language: str) -> Iterator[Due]:
    def due(what: str, on: date | None) -> Due:
        return Due(f"cases/{case.case_id}", language, case.industry, what, on, case.owner or "")

    if case.status is not EntryStatus.approved:
        yield due(case.status.value, None)
    named_until = case.named_until if case.permission else None
    for what, on in (("review", case.review_by), ("may be shown", case.valid_until), ("may be named", named_until)):
        if on:
            yield due(what, on)
