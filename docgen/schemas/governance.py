"""Turns what an entry of the library says of itself into what stands against using it on a day."""

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from docgen.errors import Finding
from docgen.schemas.base import EntryStatus, notice

GOVERNANCE = ("owner", "approved_by", "approved_on", "review_by")
"""The fields of an entry that say who keeps it and until when."""

REFUSING = frozenset(
    f"notice.{code}"
    for code in (
        "industry_status",
        "objection_status",
        "proof_expired",
        "case_status",
        "case_expired",
        "legal_status",
        "legal_expired",
    )
)
"""The notices that keep an entry out of a client's copy."""


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
    def review_by(self) -> dt.date | None:
        """The day by which somebody must look at it again."""
        ...


def said_owner(entry: Governed) -> str:
    """Whom to ask about the entry, in brackets."""
    return f"(owner: {entry.owner or '?'})"


def governance_notices(entry: Governed, noun: str, name: str, on: dt.date, place: str) -> Iterator[Finding]:
    """`notice.<noun>_status` if the entry is not approved, `notice.<noun>_review` if its review was due before `on`."""
    if entry.status is not EntryStatus.approved:
        message = f"{name} is {entry.status.value}, not approved {said_owner(entry)}"
        yield notice(f"{noun}_status", place, message, "have it approved or take another")
    if entry.review_by and entry.review_by < on:
        message = f"{name} was due for review on {entry.review_by} {said_owner(entry)}"
        yield notice(f"{noun}_review", place, message, "review it first")
