"""Turns the facts that identify a document into a stamp: a pure value and its id."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

_ENTRY = "docgen.entry."

CONTENTS = "docgen.contents"
"""The property that holds a SHA-256 of the finished file, taken with `BLANK` in the digest's own place.

It tells a file that was saved or edited since from one that wasn't. It is no seal: whoever edits can compute it again.
"""

BLANK = "0" * 64


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a delivered file says of itself (domain.md 11). All values are text; digests are lower-case hex SHA-256.

    `date` is ISO; `data_digest` hashes the view that was shown, so a client's id never depends on internal figures.
    `entries` are the library's entries that were used, each as `objections/price-too-high 2.1 <16 hex digits>`, the
    digits being the beginning of the SHA-256 of what the reader sees of it. In a client's file the entry's public id
    stands in place of its name, or nothing, if it has none: `kqtrmvbzxwnd 2.1 <16 hex digits>`.
    """

    doc_id: str
    version: str
    status: str
    date: str
    kind: str
    language: str
    audience: str
    title: str
    template_name: str
    template_digest: str
    library_version: str
    library_digest: str
    data_digest: str
    generator: str
    entries: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """SHA-256 over the other facts, as canonical JSON."""
        return digest_of(asdict(self))

    @property
    def short_id(self) -> str:
        """The first eight characters of the id, as printed."""
        return self.id[:8]

    def as_properties(self) -> dict[str, str]:
        """The facts and the id under the names that they carry in a file's metadata (`docgen.doc_id`, …)."""
        facts = {f"docgen.{name}": value for name, value in asdict(self).items() if name != "entries"}
        used = {f"{_ENTRY}{number:03}": entry for number, entry in enumerate(self.entries, 1)}
        return {**facts, **used, "docgen.id": self.id}


def stamp_from(properties: Mapping[str, str]) -> tuple[Stamp, str] | None:
    """The stamp that a file's metadata holds with the id it claims, or None if it holds none whole."""
    names = [item.name for item in fields(Stamp) if item.name != "entries"]
    if not all(f"docgen.{name}" in properties for name in (*names, "id")):
        return None
    used = tuple(properties[name] for name in sorted(properties) if name.startswith(_ENTRY))
    return Stamp(**{name: properties[f"docgen.{name}"] for name in names}, entries=used), properties["docgen.id"]


def canonical(data: object) -> str:
    """Plain data as canonical JSON: keys sorted, no spaces, no character escaped that need not be."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(data: object) -> str:
    """SHA-256 of plain data as canonical JSON in UTF-8."""
    return digest_of_text(canonical(data))


def digest_of_text(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
