"""Rules of the life of an entry: who may approve it, its next version, what blocks an approval, retirement."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from docgen.errors import Finding, LibraryError, RefusedError, UsageError
from docgen.library.entries import LibraryCollection, entry_source, find_entry
from docgen.library.layers import Layers
from docgen.library.settings import PEOPLE, ApprovalRules, Person, approval_rules, folded_name, read_people
from docgen.library.source import FieldPath, Source
from docgen.messages import message
from docgen.objections.changes import Changes, Rewrite, find_editions, plan_texts
from docgen.objections.checks import client_texts
from docgen.objections.editions import COMMON, EditionId, is_builtin, list_ids, read_edition
from docgen.objections.entry_text import EntryText
from docgen.objections.values import changed_fields, is_content
from docgen.schemas.base import EntryStatus
from docgen.schemas.placeholders import has_placeholder
from docgen.schemas.playbook import Objection

_MATERIAL = frozenset(("category", "industries", "proof", "guarantee", "concession_rules", "do_not_say"))
_FIGURES = re.compile(
    r"\d+(?:[.,]\d+)*|(?<![一二三四五六七八九十百千万亿两半])[一二三四五六七八九十百千万亿两半]+(?=[天日周月年倍成折个点元万％%])"
)
_SEPARATORS = re.compile(r"[/、,，;；&＆|]")


def kind_of_change(before: Objection, after: Objection) -> str:
    """`major` for a material change (domain.md 2), `minor` for one of wording, an empty string for none.

    Material is what a client is promised or shown: category, industries, proof, guarantee, concession rules, forbidden
    phrases, and any figure in the texts for clients.
    """
    changed = [name for name in changed_fields(before, after) if is_content(name)]
    if _MATERIAL & set(changed) or (changed and _figures(before) != _figures(after)):
        return "major"
    return "minor" if changed else ""


def _figures(objection: Objection) -> list[str]:
    return sorted(figure for _, text in client_texts(objection) for figure in _FIGURES.findall(text))


def next_version(version: str, change: str) -> str:
    """The version after a `major` or `minor` change; the same after none."""
    major, minor = map(int, version.split("."))
    if change == "major":
        return f"{major + 1}.0"
    return f"{major}.{minor + 1}" if change == "minor" else version


def reset_approval(
    entry_text: EntryText, before: Objection, after: Objection, *, is_industry: bool = False
) -> EntryText:
    """Put the changed text of an approved entry in review again, with a new version and without its approval.

    A text that isn't approved stays unchanged; so the version rises once, when it leaves its approved state. An
    industry's wording that inherits its status gets its own, else an approval of the common text would cover it.
    """
    change = kind_of_change(before, after)
    if not change:
        return entry_text
    if before.status is not EntryStatus.approved or after.status is not EntryStatus.approved:
        return _with_own_status(entry_text, before, change) if is_industry else entry_text
    if before.version == after.version:
        entry_text = entry_text.with_field("version", next_version(before.version, change))
    entry_text = entry_text.with_field("status", EntryStatus.in_review)
    return entry_text.without("approved_by").without("approved_on")


def _with_own_status(entry_text: EntryText, before: Objection, change: str) -> EntryText:
    if entry_text.has("status"):
        return entry_text
    if not entry_text.has("version"):
        entry_text = entry_text.with_field("version", next_version(before.version, change))
    return entry_text.with_field("status", before.status)


@dataclass(frozen=True, slots=True)
class Retirement:
    """The reason for retiring an entry, the day, and the id of its replacement."""

    because: str
    on: date
    replaced_by: str | None = None


def retire(
    library: Layers, name: str, retirement: Retirement, *, industry: str = COMMON, languages: Sequence[str] = ()
) -> Changes:
    """Plan the retirement of an entry, by default in every language; industries' wordings follow the common one.

    Raises LibraryError if it is retired already, or if its replacement doesn't exist or is retired too.
    """
    found = find_editions(library, name, industry, languages)
    editions = [read_edition(library, id_, path) for id_, path in found.items()]
    if all(edition.objection and edition.objection.status is EntryStatus.retired for edition in editions):
        raise LibraryError(Finding.of("upkeep.retired", name=name).at(editions[0].shown))
    _check_replacement(library, name, retirement.replaced_by, [id_.language for id_ in found])
    if industry == COMMON:
        languages_now = {id_.language for id_ in found}
        for id_, path in list_ids(library).items():
            own = id_.name == name and id_.industry != COMMON and id_.language in languages_now
            if (
                own
                and not is_builtin(path)
                and re.search(r"^status:", path.read_text(encoding="utf-8-sig"), re.MULTILINE)
            ):
                found[id_] = path
    return plan_texts(library, dict.fromkeys(found, _retired(retirement)), keep_industries=False)


def _retired(retirement: Retirement) -> Rewrite:
    comment = f"retired on {retirement.on}: {' '.join(retirement.because.split())}"
    if retirement.replaced_by:
        comment += f"\nreplaced by {retirement.replaced_by}"

    def rewrite(entry_text: EntryText) -> EntryText:
        return entry_text.with_field("status", EntryStatus.retired).with_comment("status", comment)

    return rewrite


def _check_replacement(library: Layers, name: str, replaced_by: str | None, languages: Sequence[str]) -> None:
    if replaced_by is None:
        return
    if replaced_by == name:
        raise UsageError(Finding.of("usage.replaced_by", name=name))
    for id_, path in find_editions(library, replaced_by, COMMON, languages).items():
        entry = read_edition(library, id_, path).objection
        if entry is None or entry.status is EntryStatus.retired:
            key = "upkeep.replaced_by" if entry else "upkeep.replaced_by:broken"
            raise LibraryError(Finding.of(key, edition=str(id_)))


def check_approver(library: Layers, by: str, owners: Mapping[str, str | None]) -> tuple[Finding, ...]:
    """Check that `by` may approve entries with these `owners`, by entry; a notice if the library lists no people.

    Raises UsageError without a name, RefusedError with every reason against `by`, LibraryError if people.yaml or
    library.yaml is invalid.
    """
    if not folded_name(by):
        raise UsageError(Finding.of("usage.by"))
    rules, people = approval_rules(library), read_people(library)
    refused = list(_refusals(by, rules, people))
    if rules.second_person:
        refused += [_owner_finding(by, owner, entry) for entry, owner in owners.items() if _is_owner(by, owner, people)]
    if refused:
        raise RefusedError(refused)
    return () if people else (_no_people_notice(by),)


def _refusals(by: str, rules: ApprovalRules, people: Sequence[Person]) -> Iterator[Finding]:
    """Refuse a person who isn't listed, or has no role that may approve."""
    if not people:
        return
    person = next((person for person in people if person.is_called(by)), None)
    allowed = [other.name for other in people if other.role in rules.roles]
    roles = ", ".join(rules.roles)
    key = "upkeep.may_approve" if allowed else "upkeep.may_approve:nobody"
    hint = message(key, names=allowed, roles=list(rules.roles), file=PEOPLE)
    values = {"by": by, "roles": roles, "allowed": ", ".join(allowed)}
    if person is None:
        words = message("upkeep.approver", file=PEOPLE, **values)
        yield Finding("upkeep.approver", words, hint, values=values)
    elif person.role not in rules.roles:
        values["role"] = str(person.role)
        words = message("upkeep.approver:role", file=PEOPLE, **values)
        yield Finding("upkeep.approver", words, hint, values=values)


def _is_owner(by: str, owner: str | None, people: Sequence[Person]) -> bool:
    """Whether the owner, or one of several, is the person `by`, in any spelling of people.yaml."""
    spelt = {folded_name(by)}
    for person in people:
        if person.is_called(by):
            spelt |= set(map(folded_name, (person.name, *person.also)))
    owners = (owner or "", *_SEPARATORS.split(owner or ""))
    return bool(spelt & {folded_name(name) for name in owners if name.strip()})


def _owner_finding(by: str, owner: str | None, entry: str) -> Finding:
    return Finding.of("upkeep.own_entry", by=by, owner=owner or "", entry=entry)


def _no_people_notice(by: str) -> Finding:
    words = message("upkeep.no_people", by=by, file=PEOPLE)
    return Finding("upkeep.no_people", words, severity="warning", values={"by": by})


def check_entry(library: Layers, collection: LibraryCollection, id_: EditionId, today: date) -> Iterator[Finding]:
    """Check one edition for unfilled places and an expired date. Raises LibraryError if it is invalid."""
    entry = find_entry(library, collection, id_.name, id_.industry, id_.language)
    source = entry_source(library, collection, id_.name, id_.industry, id_.language)
    yield from find_unfilled(str(id_), entry, source)
    until = getattr(entry, "valid_until", None)
    if until and until < today:
        found = Finding.of("library.expired", entry=str(id_), until=str(until))
        yield found.at(*source.place(("valid_until",)), 1, "valid_until")


def find_unfilled(name: str, entry: BaseModel, source: Source) -> Iterator[Finding]:
    """Each place with a fill-in mark."""
    for path, text in _texts(entry.model_dump(), ()):
        if has_placeholder(text):
            found = Finding.of("library.unfilled").at(*source.place(path), 1, ".".join(map(str, path)))
            yield replace(found, subject=name)


def _texts(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            yield from _texts(inner, (*path, name))
    elif isinstance(value, tuple | list):
        for number, inner in enumerate(cast("list[Any]", value)):
            yield from _texts(inner, (*path, number))
