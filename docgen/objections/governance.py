"""What an approval, a change of text and a retirement need: who may approve, how versions rise, what stands against."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from docgen.errors import Finding, LibraryError, RefusedError, UsageError
from docgen.library.card import PEOPLE, ApprovalRules, Person, approval_rules, folded_name, read_people
from docgen.library.entries import Shelf, entry_source, find_entry
from docgen.library.layers import Layers
from docgen.library.source import FieldPath, Source
from docgen.nearest import suggestion
from docgen.objections.changes import Changes, Rewrite, find_editions, plan_texts
from docgen.objections.checks import said_texts
from docgen.objections.editions import COMMON, EditionId, is_builtin, list_ids, read_edition
from docgen.objections.values import changed_fields, is_content
from docgen.objections.written import Written
from docgen.schemas.base import EntryStatus
from docgen.schemas.fill_in import is_to_be_filled_in
from docgen.schemas.playbook import Objection

_MATERIAL = frozenset(("category", "industries", "proof", "guarantee", "concession_rules", "do_not_say"))
_FIGURES = re.compile(
    r"\d+(?:[.,]\d+)*|(?<![一二三四五六七八九十百千万亿两半])[一二三四五六七八九十百千万亿两半]+(?=[天日周月年倍成折个点元万％%])"
)
_SEVERAL = re.compile(r"[/、,，;；&＆|]")


def kind_of_change(before: Objection, after: Objection) -> str:
    """`major` for a material change (domain.md 2), `minor` for one of wording, an empty string for none.

    Material is what a client is promised or shown: category, industries, proof, guarantee, what may be given or not be
    said, and any figure in what a client reads or hears.
    """
    changed = [name for name in changed_fields(before, after) if is_content(name)]
    if _MATERIAL & set(changed) or (changed and _figures(before) != _figures(after)):
        return "major"
    return "minor" if changed else ""


def _figures(objection: Objection) -> list[str]:
    return sorted(figure for _, text in said_texts(objection) for figure in _FIGURES.findall(text))


def raised(version: str, change: str) -> str:
    """The version after a `major` or `minor` change; the same after none."""
    major, minor = map(int, version.split("."))
    if change == "major":
        return f"{major + 1}.0"
    return f"{major}.{minor + 1}" if change == "minor" else version


def settled(written: Written, before: Objection, after: Objection, *, is_industry: bool = False) -> Written:
    """The changed text of an approved entry: in review again, under a new version, without the old approval.

    A text that is not approved stays as it was written; so the version rises once, when it leaves its approved state.
    An industry's wording that only inherits its status gets one of its own, or approving the common text would do.
    """
    change = kind_of_change(before, after)
    if not change:
        return written
    if before.status is not EntryStatus.approved or after.status is not EntryStatus.approved:
        return _with_own_status(written, before, change) if is_industry else written
    if before.version == after.version:
        written = written.with_field("version", raised(before.version, change))
    written = written.with_field("status", EntryStatus.in_review)
    return written.without("approved_by").without("approved_on")


def _with_own_status(written: Written, before: Objection, change: str) -> Written:
    if written.has("status"):
        return written
    if not written.has("version"):
        written = written.with_field("version", raised(before.version, change))
    return written.with_field("status", before.status)


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why an entry is retired, on which day, and the id of the one that takes its place."""

    because: str
    on: date
    replaced_by: str | None = None


def retire(
    library: Layers, name: str, retirement: Retirement, *, industry: str = COMMON, languages: Sequence[str] = ()
) -> Changes:
    """Retire an entry, in every language unless some are named; the common one takes the industries' wording along.

    Raises LibraryError if it is retired already, or if what replaces it is not there or is retired too.
    """
    found = find_editions(library, name, industry, languages)
    editions = [read_edition(library, id_, path) for id_, path in found.items()]
    if all(edition.objection and edition.objection.status is EntryStatus.retired for edition in editions):
        raise LibraryError(Finding("upkeep.retired", f"{name} is retired already", file=editions[0].shown))
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

    def rewrite(written: Written) -> Written:
        return written.with_field("status", EntryStatus.retired).with_comment("status", comment)

    return rewrite


def _check_replacement(library: Layers, name: str, replaced_by: str | None, languages: Sequence[str]) -> None:
    if replaced_by is None:
        return
    if replaced_by == name:
        raise UsageError(Finding("usage.replaced_by", f"{name} can't take its own place", "name another entry"))
    for id_, path in find_editions(library, replaced_by, COMMON, languages).items():
        entry = read_edition(library, id_, path).objection
        if entry is None or entry.status is EntryStatus.retired:
            message = f"{id_} can't take its place: it is {'retired' if entry else 'broken'}"
            raise LibraryError(Finding("upkeep.replaced_by", message, suggestion(replaced_by, [])))


def check_approver(library: Layers, by: str, owners: Mapping[str, str | None]) -> tuple[Finding, ...]:
    """A notice if the library lists no people. `owners` are those of the entries to approve, by the entry's name.

    Raises UsageError without a name, RefusedError with every reason why `by` may not approve, LibraryError if
    people.yaml or library.yaml is broken.
    """
    if not folded_name(by):
        raise UsageError(Finding("usage.by", "nobody is named", "say who approves: --by NAME"))
    rules, people = approval_rules(library), read_people(library)
    refused = list(_refusals(by, rules, people))
    if rules.second_person:
        refused += [_own(by, owner, entry) for entry, owner in owners.items() if _is_owner(by, owner, people)]
    if refused:
        raise RefusedError(refused)
    return () if people else (_anyone(by),)


def _refusals(by: str, rules: ApprovalRules, people: Sequence[Person]) -> Iterator[Finding]:
    """Why somebody who is not listed, or not in a role that approves, may not approve."""
    if not people:
        return
    person = next((person for person in people if person.is_called(by)), None)
    allowed = [other.name for other in people if other.role in rules.roles]
    roles = ", ".join(rules.roles)
    hint = f"these may: {', '.join(allowed)}" if allowed else f"nobody in {PEOPLE} has one of the roles {roles}"
    values = {"by": by, "roles": roles, "allowed": ", ".join(allowed)}
    if person is None:
        yield Finding("upkeep.approver", f"{by} is not in {PEOPLE}", hint, values=values)
    elif person.role not in rules.roles:
        message = f"{by} is a {person.role} in {PEOPLE}; approving takes a {' or '.join(rules.roles)}"
        yield Finding("upkeep.approver", message, hint, values={**values, "role": str(person.role)})


def _is_owner(by: str, owner: str | None, people: Sequence[Person]) -> bool:
    """Whether the owner, or one of several, is the person called `by`, under another spelling too."""
    spelt = {folded_name(by)}
    for person in people:
        if person.is_called(by):
            spelt |= set(map(folded_name, (person.name, *person.also)))
    owners = (owner or "", *_SEVERAL.split(owner or ""))
    return bool(spelt & {folded_name(name) for name in owners if name.strip()})


def _own(by: str, owner: str | None, entry: str) -> Finding:
    message = f"{by} owns {entry} and can't approve it"
    hint = "ask a second person; `approval: {second_person: false}` in library.yaml allows it"
    return Finding("upkeep.own_entry", message, hint, values={"by": by, "owner": owner or "", "entry": entry})


def _anyone(by: str) -> Finding:
    message = f"the library has no {PEOPLE}, so any name but the owner's is taken, as {by}'s is"
    hint = f"list who may approve in {PEOPLE} at the library's root"
    return Finding("upkeep.no_people", message, hint, severity="warning", values={"by": by})


def check_entry(library: Layers, shelf: Shelf, id_: EditionId, today: date) -> Iterator[Finding]:
    """The errors of one edition: places to be filled in, and a last day that is past. Raises LibraryError if broken."""
    entry = find_entry(library, shelf, id_.name, id_.industry, id_.language)
    source = entry_source(library, shelf, id_.name, id_.industry, id_.language)
    yield from find_unfilled(str(id_), entry, source)
    until = getattr(entry, "valid_until", None)
    if until and until < today:
        file, line = source.place(("valid_until",))
        message = f"{id_} is valid until {until} only"
        values = {"entry": str(id_), "until": str(until)}
        hint = "renew its date first"
        yield Finding("library.expired", message, hint, file, line, 1, "valid_until", values=values)


def find_unfilled(name: str, entry: BaseModel, source: Source) -> Iterator[Finding]:
    """Each place that still holds a mark of what to fill in."""
    for path, text in _texts(entry.model_dump(), ()):
        if is_to_be_filled_in(text):
            file, line = source.place(path)
            place = ".".join(map(str, path))
            message = f"{name}: still to be filled in"
            yield Finding("library.unfilled", message, "write the real thing", file, line, 1, place)


def _texts(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            yield from _texts(inner, (*path, name))
    elif isinstance(value, tuple | list):
        for number, inner in enumerate(cast("list[Any]", value)):
            yield from _texts(inner, (*path, number))
