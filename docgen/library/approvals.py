"""Approvals of a library's entries: the digest of an edition's words, its record, and what an approval is worth.

docs/dev/approval-of-entries.md says what is hashed and why a record is a file of its own.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict

from docgen.library.card import approval_rules
from docgen.library.layers import Layers
from docgen.library.source import checked, read_yaml
from docgen.schemas.base import EntryStatus, Text, Version
from docgen.schemas.governance import GOVERNANCE, ApprovableEntry, Doubt, Standing, is_unsigned
from docgen.stamp import digest_of

FOLDER = "approvals"
BASE = "base"
NOT_WORDS = frozenset(
    (
        *GOVERNANCE,
        "status",
        "version",
        "id",
        "objection_id",
        "case_id",
        "legal_id",
        "public_id",
        "usage",
        "success_rate",
    )
)
"""The fields of an entry that no approval binds."""

_DIGITS = 16
_Entry = TypeVar("_Entry", bound=ApprovableEntry)


@dataclass(frozen=True, slots=True, order=True)
class EditionKey:
    """What one approval is of: `folder` is objections, cases, legal or industries; `language` is empty for industries.

    `industry` is `base` for the common edition.
    """

    folder: str
    name: str
    industry: str = BASE
    language: str = ""

    @property
    def stem(self) -> str:
        """The path of its records in a layer, without the digest."""
        place = "" if self.industry == BASE else f"{self.industry}/"
        return f"{FOLDER}/{self.folder}/{place}{self.name}{self.language and f'.{self.language}'}"

    @property
    def command(self) -> str:
        """What approves it on the command line, without who does."""
        verb = (
            f"objection approve {self.name}"
            if self.folder == "objections"
            else f"library approve {self.folder}/{self.name}"
        )
        industry = "" if self.industry == BASE else f" --industry {self.industry}"
        return f"{verb}{industry}{self.language and f' --language {self.language}'}"

    def record_of(self, digest: str) -> str:
        """The path in a layer of the record of the text with that digest."""
        return f"{self.stem}.{digest[:_DIGITS]}.yaml"

    def __str__(self) -> str:
        told = ", ".join(part for part in (self.language, "" if self.industry == BASE else self.industry) if part)
        return f"{self.folder}/{self.name}{told and f' ({told})'}"


class Record(BaseModel):
    """One approval, as its file holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    version: Version
    approved_by: Text
    approved_on: dt.date
    review_by: dt.date | None = None
    digest: Text

    def text(self) -> str:
        """The file's text."""
        review = f"review_by: {self.review_by}\n" if self.review_by else ""
        by = '"' + self.approved_by.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return (
            "# Written by docgen: one approved text, named by its digest. Changed words need a new approval.\n"
            f'version: "{self.version}"\napproved_by: {by}\napproved_on: {self.approved_on}\n{review}'
            f"digest: {self.digest}\n"
        )


def words_digest(entry: BaseModel) -> str:
    """SHA-256 of all that an entry says, clients' words and internal ones, as canonical JSON.

    Without governance, ids, use counts, values that are empty or a field's default, white space beyond one space.
    """
    said = entry.model_dump(mode="json", exclude=set(NOT_WORDS), exclude_defaults=True, round_trip=True)
    return digest_of(_tidied(said))


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, dict):
        tidied = {name: _tidied(inner) for name, inner in cast("dict[str, Any]", value).items()}
        return {name: inner for name, inner in tidied.items() if inner not in (None, "", [], {})}
    return [_tidied(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def judged(library: Layers, key: EditionKey, entry: _Entry) -> _Entry:
    """The entry as its approval counts, whatever the day: in review, with the doubt, if its words aren't approved.

    Approver and date are those of the record; the review is due on its date or on the file's, whichever is earlier.
    """
    standing = Standing(overdue=approval_rules(library).overdue, command=key.command)
    if entry.status is not EntryStatus.approved:
        return entry.with_standing(standing)
    if is_unsigned(entry):
        return entry.with_standing(replace(standing, doubt=Doubt.unsigned))
    record = find_record(library, key, words_digest(cast("BaseModel", entry)))
    if record is None:
        return entry.with_standing(replace(standing, doubt=_doubt_without(library, key, entry)))
    review_by = min(filter(None, (record.review_by, entry.review_by)), default=None)
    facts = {"approved_by": record.approved_by, "approved_on": record.approved_on, "review_by": review_by}
    return entry.with_standing(standing, **facts)


def find_record(library: Layers, key: EditionKey, digest: str) -> Record | None:
    """The approval of the text with that digest, as this edition or as the common one, in any layer."""
    for edition in dict.fromkeys((key, replace(key, industry=BASE))):
        for path in library.find_all(edition.record_of(digest)):
            record = _read(library, path)
            if record.digest == digest:
                return record
    return None


def list_records(library: Layers, key: EditionKey) -> Iterator[tuple[Path, Record]]:
    """Each approval of the edition, of whichever text, the topmost layer's first."""
    folder, _, start = key.stem.rpartition("/")
    for layer in library.layers:
        for path in Layers((layer,)).files(folder, ".yaml"):
            if path.parent == layer / folder and path.name.startswith(f"{start}."):
                yield path, _read(library, path)


def _read(library: Layers, path: Path) -> Record:
    return checked(Record, read_yaml(path, library.shown(path)))


def _doubt_without(library: Layers, key: EditionKey, entry: ApprovableEntry) -> Doubt:
    """Whether another text was approved, so that this one must be a change of it, or only the common one, or none was.

    An approval in a layer beneath counts only if it is the one that the file claims: a company's own text may lie over
    a built-in one since long before approvals had records.
    """
    claimed = (entry.approved_by, entry.approved_on)
    for path, record in list_records(library, key):
        same = (record.approved_by, record.approved_on, record.version) == (*claimed, entry.version)
        if same or path.is_relative_to(library.layers[0]):
            return Doubt.changed
    common = list_records(Layers(library.layers[:1]), replace(key, industry=BASE)) if key.industry != BASE else ()
    if any((record.approved_by, record.approved_on) == claimed for _, record in common):
        return Doubt.uncovered
    return Doubt.unbound
