"""Governance of library entries: owner, approval, review dates, and notices about entries that may not be used."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, Self, TypeVar

from pydantic import BaseModel, PrivateAttr

from docgen.errors import Finding
from docgen.messages import Message, Remedy, message
from docgen.schemas.base import EntryStatus

GOVERNANCE = ("owner", "approved_by", "approved_on", "review_by")
"""Fields of an entry about its owner, approval and review."""

OVERDUE = dt.timedelta(days=30)
"""How long an entry may be used after its review date, unless the library sets another period."""


class Doubt(StrEnum):
    """Why an entry whose file says `approved` counts as in review."""

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
"""Codes of notices that exclude an entry from a client's edition."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Result of checking an entry's approval: a `doubt` or None, and how long it may be used after `review_by`.

    `command` is the command that approves it, without `docgen` and `--by`; empty for an entry outside a library.
    """

    doubt: Doubt | None = None
    overdue: dt.timedelta = OVERDUE
    command: str = ""


class Governed(Protocol):
    """A library entry with an owner, an approval and a review date."""

    @property
    def status(self) -> EntryStatus:
        """Status of the entry."""
        ...

    @property
    def owner(self) -> str | None:
        """Who maintains it."""
        ...

    @property
    def version(self) -> str:
        """Version of the entry."""
        ...

    @property
    def approved_by(self) -> str | None:
        """Who approved it."""
        ...

    @property
    def approved_on(self) -> dt.date | None:
        """When it was approved."""
        ...

    @property
    def review_by(self) -> dt.date | None:
        """Day by which it must be reviewed."""
        ...

    @property
    def standing(self) -> Standing:
        """What was found of its approval."""
        ...


class Approvable(BaseModel):
    """A model with a `standing`, which is not a field: it is neither read from a file nor printed."""

    _standing: Standing = PrivateAttr(default_factory=Standing)

    @property
    def standing(self) -> Standing:
        """What was found of its approval."""
        return self._standing

    def with_standing(self, standing: Standing, **facts: Any) -> Self:
        """A copy with `standing` and the fields in `facts`; its status is in review if there is a doubt."""
        if standing.doubt is not None:
            facts["status"] = EntryStatus.in_review
        copied = self.model_copy(update=facts)
        copied._standing = standing
        return copied


class ApprovableEntry(Governed, Protocol):
    """A governed entry whose standing can be set."""

    def with_standing(self, standing: Standing, **facts: Any) -> Self:
        """A copy with `standing` and the fields in `facts`."""
        ...


_Approved = TypeVar("_Approved", bound=ApprovableEntry)


def is_unsigned(entry: Governed) -> bool:
    """Whether an approval lacks its approver or date, or the version is a draft (0.n)."""
    return not entry.approved_by or entry.approved_on is None or entry.version.startswith("0.")


def effective_on(entry: _Approved, day: dt.date) -> _Approved:
    """The entry with its effective status on `day`.

    An approved entry is in review without an approver, with a draft version (0.n), or too long after its review date.
    The date of approval is not required, since entries in a document have the document's.
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
    """The language, of two, that was not updated for a new major version of the other; None if there is none.

    A lower version that was approved later counts as up to date: a translation may be added later.
    """
    if len(approved) != 2:
        return None
    (low, older), (_, newer) = sorted(approved.items(), key=lambda entry: _major(entry[1]))
    if _major(older) == _major(newer) or older.approved_on is None or newer.approved_on is None:
        return None
    return low if older.approved_on <= newer.approved_on else None


def _major(entry: Governed) -> int:
    return int(entry.version.partition(".")[0])


def owner_note(entry: Governed) -> Message:
    """`(owner: …)` for messages about the entry."""
    return message("entry.owner", owner=entry.owner or "?")


def explain_status(entry: Governed) -> tuple[Message, Message]:
    """Message and hint about an entry that is not approved; the message follows the entry's name."""
    found = _explained(entry)
    return found, Remedy(found.key, found.values)


def _explained(entry: Governed) -> Message:
    by, day = entry.approved_by, entry.approved_on
    match entry.standing.doubt:
        case None:
            return message("entry.status", status=entry.status.value)
        case Doubt.unsigned:
            return _unsigned(entry)
        case Doubt.unbound:
            return message("entry.unbound", by=by, day=day)
        case Doubt.changed:
            return message("entry.changed", by=by, day=day)
        case Doubt.uncovered:
            return message("entry.uncovered", by=by)
        case Doubt.lapsed:
            return message("entry.lapsed", review_by=entry.review_by, days=entry.standing.overdue.days)


def _unsigned(entry: Governed) -> Message:
    if not entry.approved_by:
        return message("entry.unsigned:nobody")
    if entry.approved_on is None:
        return message("entry.unsigned:no_date", by=entry.approved_by)
    return message("entry.unsigned:draft", version=entry.version)


def governance_notices(entry: ApprovableEntry, noun: str, name: str, on: dt.date, place: str) -> Iterator[Finding]:
    """Notices about an entry's approval and review on the day `on`.

    `notice.<noun>_status`, or `_<doubt>`, if it is not approved; `notice.<noun>_review` if its review is overdue.
    """
    effective = effective_on(entry, on)
    values = {"entry": name, "status": effective.status.value, "version": entry.version, "owner": entry.owner or ""}
    if effective.status is not EntryStatus.approved:
        why, hint = explain_status(effective)
        doubt, command = effective.standing.doubt, entry.standing.command
        words = message("entry.notice", name=name, why=why, owner=owner_note(entry))
        hint = message("entry.command", hint=hint, command=command) if command else hint
        values |= {"approved_by": entry.approved_by or "", "approved_on": entry.approved_on or ""}
        yield _notice(f"{noun}_{doubt or 'status'}", place, words, hint, values | {"review_by": entry.review_by or ""})
    if entry.review_by and entry.review_by < on and effective.standing.doubt is not Doubt.lapsed:
        last = entry.review_by + entry.standing.overdue
        words = message("entry.review", name=name, review_by=entry.review_by, owner=owner_note(entry), last=last)
        yield _notice(f"{noun}_review", place, words, None, values | {"review_by": entry.review_by, "until": last})


def _notice(code: str, place: str, words: Message, hint: Message | None, values: dict[str, Any]) -> Finding:
    plain = {name: str(value) for name, value in values.items()}
    return Finding(f"notice.{code}", words, hint, place=place, severity="warning", values=plain)
