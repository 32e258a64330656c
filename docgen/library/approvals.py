"""Approvals of a library's entries: the digest of an edition's content, its record, and whether it covers the entry.

docs/dev/approval-of-entries.md defines what is hashed, and why each record has its own file.
"""

import datetime as dt
import json
import unicodedata
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, PositiveInt

from docgen.library.layers import Layers
from docgen.library.settings import approval_rules
from docgen.library.source import checked, read_yaml
from docgen.schemas.base import EntryStatus, Text, Version
from docgen.schemas.governance import GOVERNANCE, ApprovableEntry, Doubt, Governed, Standing, is_unsigned
from docgen.stamp import digest_of, digest_of_text

FOLDER = "approvals"
BASE = "base"
UNBOUND_FIELDS = frozenset(
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
"""The fields of an entry that an approval does not cover."""

_DIGITS = 12
_Entry = TypeVar("_Entry", bound=ApprovableEntry)


@dataclass(frozen=True, slots=True, order=True)
class EditionKey:
    """The edition that an approval covers.

    `folder` is objections, cases, legal or industries. `industry` is `base` for the common edition; `language` is empty
    for industries.
    """

    folder: str
    name: str
    industry: str = BASE
    language: str = ""

    @property
    def records(self) -> str:
        """The folder of the edition's records in a layer."""
        place = "" if self.industry == BASE else f"{self.industry}/"
        return f"{FOLDER}/{self.folder}/{place}{self.name}{self.language and f'.{self.language}'}"

    @property
    def file(self) -> str:
        """The path of the edition's file in a layer."""
        place = "" if self.industry == BASE else f"{self.industry}/"
        return f"{self.folder}/{place}{self.name}{f'.{self.language}.md' if self.language else '.yaml'}"

    @property
    def command(self) -> str:
        """The docgen command that approves the edition, without the approver."""
        verb = (
            f"objection approve {self.name}"
            if self.folder == "objections"
            else f"library approve {self.folder}/{self.name}"
        )
        industry = "" if self.industry == BASE else f" --industry {self.industry}"
        return f"{verb}{industry}{self.language and f' --language {self.language}'}"

    def __str__(self) -> str:
        which = ", ".join(part for part in (self.language, "" if self.industry == BASE else self.industry) if part)
        return f"{self.folder}/{self.name}{which and f' ({which})'}"


class Record(BaseModel):
    """One approval, as stored in its file. `number` counts the edition's approved texts from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    number: PositiveInt
    version: Version
    approved_by: Text
    approved_on: dt.date
    review_by: dt.date | None = None
    digest: Text

    def text(self) -> str:
        """The record as YAML."""
        review = f"review_by: {self.review_by}\n" if self.review_by else ""
        return (
            f"number: {self.number}\nversion: {json.dumps(self.version)}\n"
            f"approved_by: {json.dumps(self.approved_by, ensure_ascii=False)}\napproved_on: {self.approved_on}\n"
            f"{review}digest: {self.digest}\n"
        )

    @property
    def name(self) -> str:
        """The file name, unique for each approval: a record is never overwritten."""
        return f"{self.approved_on}-{digest_of_text(self.text())[:_DIGITS]}.yaml"


def content_digest(entry: Governed) -> str:
    """SHA-256 of an entry's content, client and internal fields alike, as canonical JSON.

    Left out are `UNBOUND_FIELDS`, empty values and defaults; runs of white space count as one space.
    """
    content = cast("BaseModel", entry).model_dump(
        mode="json", exclude=set(UNBOUND_FIELDS), exclude_defaults=True, round_trip=True
    )
    return digest_of(_normalised(content))


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, dict):
        inner = {name: _normalised(item) for name, item in cast("dict[str, Any]", value).items()}
        return {name: item for name, item in inner.items() if item not in (None, "", [], {})}
    return [_normalised(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def apply_approval(library: Layers, key: EditionKey, entry: _Entry) -> _Entry:
    """The entry with the status that its approval gives it, on any day: in review, with the reason, if not covered.

    Approver and date are the record's. The review is due on the record's date or the file's, whichever is earlier.
    """
    standing = Standing(overdue=approval_rules(library).overdue, command=key.command)
    if entry.status is not EntryStatus.approved:
        return entry.with_standing(standing)
    if is_unsigned(entry):
        return entry.with_standing(replace(standing, doubt=Doubt.unsigned))
    record = find_record(library, key, content_digest(entry))
    if record is None:
        return entry.with_standing(replace(standing, doubt=_doubt_without(library, key, entry)))
    review_by = min(filter(None, (record.review_by, entry.review_by)), default=None)
    facts = {"approved_by": record.approved_by, "approved_on": record.approved_on, "review_by": review_by}
    return entry.with_standing(standing, **facts)


def find_record(library: Layers, key: EditionKey, digest: str) -> Record | None:
    """The latest approval of the text with that digest, as this edition or as the common one, in any layer.

    An approval ends when a later text of the edition is approved.
    """
    for edition in dict.fromkeys((key, replace(key, industry=BASE))):
        for layer in library.layers:
            found = [record for record in latest_records(library.alone(layer), edition) if record.digest == digest]
            if found:
                return max(found, key=lambda record: (record.approved_on, record.review_by or dt.date.min))
    return None


def latest_records(layer: Layers, key: EditionKey) -> list[Record]:
    """The approvals of the edition's latest text in one layer; merged branches can leave several."""
    records = list_records(layer, key)
    latest = max((record.number for record in records), default=0)
    return [record for record in records if record.number == latest]


def list_records(library: Layers, key: EditionKey) -> list[Record]:
    """All approvals of the edition, topmost layer first. Raises LibraryError if a record is invalid."""
    found = library.files(key.records, ".yaml")
    return [checked(Record, read_yaml(path, library.shown(path), library.read(path))) for path in found]


def _doubt_without(library: Layers, key: EditionKey, entry: ApprovableEntry) -> Doubt:
    """Why the entry has no record: its text was changed after approval, only the common edition was approved, or none.

    An approval in a lower layer counts only if it is the one that the file claims: a company's text may override a
    built-in one since before approvals had records.
    """
    company, lower = library.alone(library.layers[0]), Layers(library.layers[1:], library.contents)
    claimed = (entry.approved_by, entry.approved_on)
    if list_records(company, key) or any(
        (record.approved_by, record.approved_on, record.version) == (*claimed, entry.version)
        for record in list_records(lower, key)
    ):
        return Doubt.changed
    common = list_records(company, replace(key, industry=BASE)) if key.industry != BASE else ()
    is_common = any((record.approved_by, record.approved_on) == claimed for record in common)
    return Doubt.uncovered if is_common else Doubt.unbound
