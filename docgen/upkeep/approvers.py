"""Who may approve an entry: the people of people.yaml, and never its owner where a second person is required."""

import re
from collections.abc import Iterator, Mapping, Sequence

from docgen.errors import Finding, RefusedError, UsageError
from docgen.library.layers import Layers
from docgen.library.settings import PEOPLE, ApprovalRules, Person, approval_rules, folded_name, read_people

_SEVERAL = re.compile(r"[/、,，;；&＆|]")


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
