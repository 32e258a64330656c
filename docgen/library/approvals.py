"""Approvals of a library's entries: the digest of an edition's words, its record, and what an approval is worth.

docs/dev/approval-of-entries.md says what is hashed and why a record is a file of its own.
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
"""The fields of an entry that no approval binds."""

_DIGITS = 12
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
    def records(self) -> str:
        """The folder of its records in a layer."""
        place = "" if self.industry == BASE else f"{self.industry}/"
        return f"{FOLDER}/{self.folder}/{place}{self.name}{self.language and f'.{self.language}'}"

    @property
    def file(self) -> str:
        """The path of its own file in a layer."""
        place = "" if self.industry == BASE else f"{self.industry}/"
        return f"{self.folder}/{place}{self.name}{f'.{self.language}.md' if self.language else '.yaml'}"

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

    def __str__(self) -> str:
        which = ", ".join(part for part in (self.language, "" if self.industry == BASE else self.industry) if part)
        return f"{self.folder}/{self.name}{which and f' ({which})'}"


class Record(BaseModel):
    """One approval, as its file holds it. `number` counts the texts of the edition that were approved, from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    number: PositiveInt
    version: Version
    approved_by: Text
    approved_on: dt.date
    review_by: dt.date | None = None
    digest: Text

    def text(self) -> str:
        """The file's text."""
        review = f"review_by: {self.review_by}\n" if self.review_by else ""
        return (
            f"number: {self.number}\nversion: {json.dumps(self.version)}\n"
            f"approved_by: {json.dumps(self.approved_by, ensure_ascii=False)}\napproved_on: {self.approved_on}\n"
            f"{review}digest: {self.digest}\n"
        )

    @property
    def name(self) -> str:
        """The file's name, another for each approval: a record is never written over."""
        return f"{self.approved_on}-{digest_of_text(self.text())[:_DIGITS]}.yaml"


def content_digest(entry: Governed) -> str:
    """SHA-256 of all that an entry says, clients' words and internal ones, as canonical JSON.

    Without governance, ids, use counts, values that are empty or a field's default, white space beyond one space.
    """
    said = cast("BaseModel", entry).model_dump(
        mode="json", exclude=set(UNBOUND_FIELDS), exclude_defaults=True, round_trip=True
    )
    return digest_of(_tidied(said))


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, dict):
        tidied = {name: _tidied(inner) for name, inner in cast("dict[str, Any]", value).items()}
        return {name: inner for name, inner in tidied.items() if inner not in (None, "", [], {})}
    return [_tidied(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def apply_approval(library: Layers, key: EditionKey, entry: _Entry) -> _Entry:
    """The entry as its approval counts, whatever the day: in review, with the doubt, if its words aren't approved.

    Approver and date are those of the record; the review is due on its date or on the file's, whichever is earlier.
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

    A text that another approval has replaced since is approved no more.
    """
    for edition in dict.fromkeys((key, replace(key, industry=BASE))):
        for layer in library.layers:
            found = [record for record in latest_records(library.alone(layer), edition) if record.digest == digest]
            if found:
                return max(found, key=lambda record: (record.approved_on, record.review_by or dt.date.min))
    return None


def latest_records(layer: Layers, key: EditionKey) -> list[Record]:
    """The approvals in one layer of the edition's latest text: of several, if they come from branches merged."""
    records = list_records(layer, key)
    latest = max((record.number for record in records), default=0)
    return [record for record in records if record.number == latest]


def list_records(library: Layers, key: EditionKey) -> list[Record]:
    """Each approval of the edition, of whichever text, topmost layer first. Raises LibraryError if one is broken."""
    found = library.files(key.records, ".yaml")
    return [checked(Record, read_yaml(path, library.shown(path), library.read(path))) for path in found]


def _doubt_without(library: Layers, key: EditionKey, entry: ApprovableEntry) -> Doubt:
    """Whether another text was approved, so that this one must be a change of it, or only the common one, or none was.

    An approval in a layer beneath counts only if it is the one that the file claims: a company's own text may lie over
    a built-in one since long before approvals had records.
    """
    company, beneath = library.alone(library.layers[0]), Layers(library.layers[1:], library.contents)
    claimed = (entry.approved_by, entry.approved_on)
    if list_records(company, key) or any(
        (record.approved_by, record.approved_on, record.version) == (*claimed, entry.version)
        for record in list_records(beneath, key)
    ):
        return Doubt.changed
    common = list_records(company, replace(key, industry=BASE)) if key.industry != BASE else ()
    is_commons = any((record.approved_by, record.approved_on) == claimed for record in common)
    return Doubt.uncovered if is_commons else Doubt.unbound
