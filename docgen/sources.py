"""Find the library entries that a document names, as views for the document's audience."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from docgen.audience import Audience, as_data, view_for
from docgen.errors import Finding, LibraryError
from docgen.library import Library, find_case, find_legal, find_objection
from docgen.library.industries import Industry
from docgen.messages import message
from docgen.redaction import Audiences, Redacted, audiences_by_name, redacted
from docgen.schemas import KINDS
from docgen.schemas.base import COACHING, EntryFields, Envelope, kind_of, markdown_notices, notice
from docgen.schemas.governance import GOVERNANCE, REFUSING, effective_on
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case
from docgen.schemas.proposal_terms import Term
from docgen.stamp import digest_of

_ENTRIES: Mapping[str, type[BaseModel]] = {
    "industry": Industry, "objections": Objection, "cases": Case, "legal": LegalBlock,
}  # fmt: skip
_Entry = TypeVar("_Entry", Objection, Case, LegalBlock)
_AnyEntry = Industry | Objection | Case | LegalBlock


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries that a document names: views for the template, redacted values and findings.

    `names` are the template's variables: industry, objections, cases, legal. `refused` are the findings that bar a copy
    from clients: an entry that is not approved, or past its date. `used` has a line for each library entry, for the
    stamp: name, version, and digest of this audience's view. For clients the name is the entry's public id, if it has
    one, since its name may contain another client's.
    """

    names: Mapping[str, Any]
    redacted: tuple[Redacted, ...]
    warnings: tuple[Finding, ...]
    refused: tuple[Finding, ...] = ()
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """An entry with its name in the library (`cases/mfg-precision-gears`) and in templates (`cases`), and its place."""

    name: str
    field: str
    place: str
    entry: _AnyEntry


@cache
def readers_of(schema: type[Envelope]) -> Mapping[str, Audiences]:
    """The audiences of restricted fields, by their name in `reads`, for documents of `schema` and their entries."""
    entries = ((model, schema.entry_fields[name]) for name, model in _ENTRIES.items())
    return audiences_by_name([(schema, None), *entries])


def reads_for(reader: Audience, schema: type[Envelope]) -> Mapping[str, bool]:
    """The template variable `reads`: by name, whether `reader` may read the restricted fields."""
    return {name: reader in readers for name, readers in readers_of(schema).items()}


def find_entries(library: Library, document: Envelope, reader: Audience, today: date) -> Entries:
    """The entries that `document` names, an industry's version before the common one.

    The kind's record names the fields with ids; fields for objections may contain complete entries too. Raises
    LibraryError naming all entries that can't be found.
    """
    finder = _Finder(library, document, today)
    included = finder.all("objections", find_objection)
    cases = finder.all("cases", find_case)
    legal = finder.all("legal", find_legal)
    if finder.problems:
        raise LibraryError(list(dict.fromkeys(finder.problems)))
    industry = effective_on(library.industry(document.industry, str(document.language)), today)
    objections = (*included, *_inline_objections(document))
    shown_cases = tuple(case.named_on(today) for case in cases)
    shown = {"industry": (industry,), "objections": objections, "cases": shown_cases, "legal": legal}
    fields = document.entry_fields
    views = {name: tuple(view_for(reader, entry, fields[name]) for entry in some) for name, some in shown.items()}
    withheld = (value for name, some in shown.items() for e in some for value in _withheld(e, reader, fields[name]))
    found = (_Named(_library_name(industry), "industry", "industry", industry), *finder.found)
    notices = tuple(finding for item in found for finding in item.entry.notices(today, item.place))
    return Entries(
        {**views, "industry": views["industry"][0]},
        tuple(withheld),
        (
            *(finding for finding in notices if finding.code not in REFUSING),
            *_mixed_jurisdictions(legal),
            *_doubled_terms(document, legal),
            *_markdown_notices(finder.found),
        ),
        tuple(_refusal(finding) for finding in notices if finding.code in REFUSING),
        tuple(_used(reader, today, found, fields)),
    )


def missing_entries(library: Library, document: Envelope, today: date) -> list[Finding]:
    """A finding for the industry and for each entry that `document` names and the library doesn't have, or has broken.

    `place` is the field that names it, unless the fault is in a file of the library.
    """
    finder = _Finder(library, document, today)
    try:
        library.industry(document.industry, str(document.language))
    except LibraryError as error:
        finder.problems += [found if found.file else replace(found, place="industry") for found in error.findings]
    finder.all("objections", find_objection)
    finder.all("cases", find_case)
    finder.all("legal", find_legal)
    return list(dict.fromkeys(finder.problems))


def _markdown_notices(found: Iterable[_Named]) -> Iterator[Finding]:
    """Notices on Markdown in the entries that isn't rendered as intended."""
    for item in found:
        for finding in markdown_notices(item.entry):
            values = {**finding.values, "entry": item.name, "field": finding.place}
            yield replace(finding, subject=f"{item.name}, {finding.place}", place=item.place, values=values)


class _Finder:
    """Finds one document's entries; collects those `found`, and `problems` with the others."""

    def __init__(self, library: Library, document: Envelope, today: date) -> None:
        self.found: list[_Named] = []
        self.problems: list[Finding] = []
        self._library, self._document, self._today = library, document, today

    def all(self, folder: str, find: Callable[[Library, str, str, str], _Entry]) -> tuple[_Entry, ...]:
        """The entries of a library folder whose ids are in the document's fields for it."""
        entries: list[_Entry] = []
        for place, entry_id in _named(self._document, folder):
            if not isinstance(entry_id, str):
                continue
            try:
                entry = find(self._library, entry_id, self._document.industry, str(self._document.language))
            except LibraryError as error:
                self.problems += [
                    finding if finding.file else replace(finding, place=place) for finding in error.findings
                ]
            else:
                entry = effective_on(entry, self._today)
                self.found.append(_Named(f"{folder}/{entry_id}", folder, place, entry))
                entries.append(entry)
        return tuple(entries)


def _named(document: Envelope, folder: str) -> Iterator[tuple[str, object]]:
    """The places of a document that name entries of a folder, with their values: an id, or an entry."""
    kind = KINDS.get(kind_of(document))  # docgen's own field references have no kind
    fields = [field for field, known in kind.entries.items() if known == folder] if kind else []
    return ((f"{field}[{index}]", item) for field in fields for index, item in enumerate(_listed(document, field)))


def _inline_objections(document: Envelope) -> Iterator[Objection]:
    """The objections written in the document itself."""
    return (entry for _, entry in _named(document, "objections") if isinstance(entry, Objection))


def _listed(document: Envelope, field: str) -> tuple[object, ...]:
    """The items of a document's field: ids of library entries, or entries; empty if the kind has no such field."""
    value: object = getattr(document, field, ())
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()


def _library_name(entry: _AnyEntry) -> str:
    """The entry's name in the library: its folder and its id."""
    match entry:
        case Industry():
            return f"industries/{entry.id}"
        case Objection():
            return f"objections/{entry.objection_id}"
        case Case():
            return f"cases/{entry.case_id}"
        case LegalBlock():
            return f"legal/{entry.legal_id}"


def _withheld(entry: _AnyEntry, reader: Audience, shown: Set[str] | None) -> tuple[Redacted, ...]:
    """The entry's redacted values, which the rendered file is searched for; governance fields are left out.

    An owner may be a department such as “Legal” or “Sales”, a word that occurs in documents anyway. If the view of an
    objection has only the fields `shown`, its coaching is redacted too.
    """
    left_out = frozenset[str]() if shown is None else COACHING - shown
    content = entry.model_copy(update=dict.fromkeys(GOVERNANCE, None))
    return redacted(content, reader, _library_name(entry), left_out)


def _used(reader: Audience, today: date, found: Iterable[_Named], fields: EntryFields) -> Iterator[str]:
    for item in found:
        entry = item.entry.named_on(today) if isinstance(item.entry, Case) else item.entry
        digest = digest_of(as_data(view_for(reader, entry, fields[item.field])))[:16]
        name = entry.public_id if reader.is_outside else item.name
        yield " ".join(filter(None, (name, entry.version, digest)))


def _mixed_jurisdictions(legal: Iterable[LegalBlock]) -> Iterator[Finding]:
    """A notice if the clauses are written for different laws."""
    written_for = list(dict.fromkeys(block.jurisdiction for block in legal if block.jurisdiction))
    if len(written_for) > 1:
        yield notice("notice.legal_jurisdiction", "legal", jurisdictions=message("term.ids", names=written_for))


def _doubled_terms(document: Envelope, legal: Iterable[LegalBlock]) -> Iterator[Finding]:
    """Notices on a proposal's own terms that have the same title as a clause of the library."""
    titles = {block.title: block.legal_id for block in legal}
    for index, term in enumerate(_listed(document, "terms")):
        if isinstance(term, Term) and term.title in titles:
            yield notice("notice.legal_doubled", f"terms[{index}]", title=term.title, entry=titles[term.title])


def _refusal(finding: Finding) -> Finding:
    return replace(finding, code="library.entry", severity="error")
