"""Governance of a library's entries: what an approval is worth on a day, and what stands against using an entry."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, Self, TypeVar

from pydantic import BaseModel, PrivateAttr

from docgen.errors import Finding
from docgen.schemas.base import EntryStatus

GOVERNANCE = ("owner", "approved_by", "approved_on", "review_by")
"""The fields of an entry that say who keeps it and until when."""

OVERDUE = dt.timedelta(days=30)
"""How long an entry may be used after its review was due, unless the library says otherwise."""


class Doubt(StrEnum):
    """Why an entry counts as in review though its file says `approved`."""

    unsigned = "unsigned"
    unbound = "unbound"
    changed = "changed"
    uncovered = "uncovered"
    lapsed = "lapsed"


REFUSING = frozenset(
    f"notice.{code}"
    for code in (
        *(f"{noun}_{why}" for noun in ("industry", "objection", "case", "legal") for why in ("status", *Doubt)),
        "proof_expired",
        "case_expired",
        "legal_expired",
    )
)
"""The notices that keep an entry out of a client's copy."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What was found of an entry's approval: a doubt or none, and how long it may be used after `review_by`.

    `command` is what approves it, without `docgen` and who approves; empty for an entry that is in no library.
    """

    doubt: Doubt | None = None
    overdue: dt.timedelta = OVERDUE
    command: str = ""


class Governed(Protocol):
    """An entry of the library that somebody keeps, approves and looks at again."""

    @property
    def status(self) -> EntryStatus:
        """Where the entry stands."""
        ...

    @property
    def owner(self) -> str | None:
        """Who keeps it."""
        ...

    @property
    def version(self) -> str:
        """Which version of the entry this is."""
        ...

    @property
    def approved_by(self) -> str | None:
        """Who released it."""
        ...

    @property
    def approved_on(self) -> dt.date | None:
        """When it was released."""
        ...

    @property
    def review_by(self) -> dt.date | None:
        """The day by which somebody must look at it again."""
        ...

    @property
    def standing(self) -> Standing:
        """What was found of its approval."""
        ...


class Approvable(BaseModel):
    """A model whose approval was looked at; the finding is no field, so it is neither read from a file nor printed."""

    _standing: Standing = PrivateAttr(default_factory=Standing)

    @property
    def standing(self) -> Standing:
        """What was found of its approval."""
        return self._standing

    def with_standing(self, standing: Standing, **facts: Any) -> Self:
        """A copy with that standing and those facts; in review if there is a doubt."""
        if standing.doubt is not None:
            facts["status"] = EntryStatus.in_review
        copied = self.model_copy(update=facts)
        copied._standing = standing
        return copied


class ApprovableEntry(Governed, Protocol):
    """A governed entry whose standing can be set."""

    def with_standing(self, standing: Standing, **facts: Any) -> Self:
        """A copy with that standing and those facts."""
        ...


_Approved = TypeVar("_Approved", bound=ApprovableEntry)


def is_unsigned(entry: Governed) -> bool:
    """Whether an approval lacks its approver or its date, or is one of a draft's version (0.n)."""
    return not entry.approved_by or entry.approved_on is None or entry.version.startswith("0.")


def effective_on(entry: _Approved, day: dt.date) -> _Approved:
    """The entry as it counts on `day`: in review if nobody or a draft is approved, or its review was due too long ago.

    An entry written in a document needs no date of approval: the document has one.
    """
    if entry.status is not EntryStatus.approved:
        return entry
    standing = entry.standing
    if not entry.approved_by or entry.version.startswith("0."):
        return entry.with_standing(replace(standing, doubt=Doubt.unsigned))
    if entry.review_by and entry.review_by + standing.overdue < day:
        return entry.with_standing(replace(standing, doubt=Doubt.lapsed))
    return entry


def find_outdated(approved: Mapping[str, Governed]) -> str | None:
    """The language, of two, that was left behind when the other got a new promise: a new major version.

    One whose version is lower, but was approved later, was looked at since: a language may begin later than the other.
    """
    if len(approved) != 2:
        return None
    (low, older), (_, newer) = sorted(approved.items(), key=lambda entry: _major(entry[1]))
    if _major(older) == _major(newer) or older.approved_on is None or newer.approved_on is None:
        return None
    return low if older.approved_on <= newer.approved_on else None


def _major(entry: Governed) -> int:
    return int(entry.version.partition(".")[0])


def owner_note(entry: Governed) -> str:
    """Whom to ask about the entry, in brackets."""
    return f"(owner: {entry.owner or '?'})"


def explain_status(entry: Governed) -> tuple[str, str]:
    """Why an entry that is not approved isn't, as words after its name, and what to do."""
    by, day = entry.approved_by, entry.approved_on
    match entry.standing.doubt:
        case None:
            return f"is {entry.status.value}, not approved", "have it approved or take another"
        case Doubt.unsigned:
            return f"says approved, {_unsigned(entry)}", "have it approved"
        case Doubt.unbound:
            message = f"says approved by {by} on {day}, but the library's approvals/ has none of this text"
            hint = "have it approved; of before docgen bound approvals to the text: docgen library adopt-approvals"
            return message, f"{hint}; given elsewhere: commit approvals/ with the entry"
        case Doubt.changed:
            return f"was changed since {by} approved it on {day}, so it is in review", "have it approved again"
        case Doubt.uncovered:
            message = f"has wording of its own, which {by}'s approval of the common text doesn't cover"
            return message, "have it approved by itself"
        case Doubt.lapsed:
            days = entry.standing.overdue.days
            message = f"was due for review on {entry.review_by}, more than {days} days ago, so it is in review"
            return message, "review it and have it approved again"


def _unsigned(entry: Governed) -> str:
    if not entry.approved_by:
        return "but not by whom"
    if entry.approved_on is None:
        return f"by {entry.approved_by}, but not when"
    return f"but its version {entry.version} is a draft's"


def governance_notices(entry: ApprovableEntry, noun: str, name: str, on: dt.date, place: str) -> Iterator[Finding]:
    """`notice.<noun>_status`, or `_<doubt>`, if the entry doesn't count as approved on the day `on`; else
    `notice.<noun>_review` if its review was due before.
    """
    counted = effective_on(entry, on)
    values = {"entry": name, "status": counted.status.value, "version": entry.version, "owner": entry.owner or ""}
    if counted.status is not EntryStatus.approved:
        why, hint = explain_status(counted)
        doubt = counted.standing.doubt
        values |= {"approved_by": entry.approved_by or "", "approved_on": entry.approved_on or ""}
        message, command = f"{name} {why} {owner_note(entry)}", entry.standing.command
        hint += f" (docgen {command} --by NAME)" if command else ""
        yield _notice(
            f"{noun}_{doubt or 'status'}", place, message, hint, values | {"review_by": entry.review_by or ""}
        )
    if entry.review_by and entry.review_by < on and counted.standing.doubt is not Doubt.lapsed:
        message = f"{name} was due for review on {entry.review_by} {owner_note(entry)}"
        last = entry.review_by + entry.standing.overdue
        hint = f"review it first; after {last} no client's copy may use it"
        yield _notice(f"{noun}_review", place, message, hint, values | {"review_by": entry.review_by, "until": last})


def _notice(code: str, place: str, message: str, hint: str, values: dict[str, Any]) -> Finding:
    plain = {name: str(value) for name, value in values.items()}
    return Finding(f"notice.{code}", message, hint, place=place, severity="warning", values=plain)
