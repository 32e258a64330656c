"""The stamp: the facts that identify a finished file, and their hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

_ENTRY = "docgen.entry."

CONTENTS = "docgen.contents"
"""The property with a SHA-256 of the finished file, computed with `BLANK` in place of the digest.

It detects a file that was saved or edited since. It isn't a signature: whoever edits the file can compute it again.
"""

BLANK = "0" * 64


@dataclass(frozen=True, slots=True)
class Stamp:
    """The metadata of a finished file (domain.md 11). All values are text; digests are lower-case hex SHA-256.

    `date` is ISO 8601; `data_digest` hashes the view, so a client's id never depends on internal figures. `entries` are
    the library entries used, each as `objections/price-too-high 2.1 <16 hex digits>`: the digits are the beginning of
    the SHA-256 of what the audience sees of the entry. A client's file has the entry's public id in place of its name
    (`kqtrmvbzxwnd 2.1 <16 hex digits>`), and omits an entry that has none.
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
        """SHA-256 of the other facts as canonical JSON."""
        return digest_of(asdict(self))

    @property
    def short_id(self) -> str:
        """The first eight characters of the id."""
        return self.id[:8]

    def as_properties(self) -> dict[str, str]:
        """The facts and the id by their names in a file's metadata (`docgen.doc_id`, …)."""
        facts = {f"docgen.{name}": value for name, value in asdict(self).items() if name != "entries"}
        used = {f"{_ENTRY}{number:03}": entry for number, entry in enumerate(self.entries, 1)}
        return {**facts, **used, "docgen.id": self.id}


def stamp_from(properties: Mapping[str, str]) -> tuple[Stamp, str] | None:
    """The stamp in a file's metadata and the id stored with it, or None if it is missing or incomplete."""
    names = [item.name for item in fields(Stamp) if item.name != "entries"]
    if not all(f"docgen.{name}" in properties for name in (*names, "id")):
        return None
    used = tuple(properties[name] for name in sorted(properties) if name.startswith(_ENTRY))
    return Stamp(**{name: properties[f"docgen.{name}"] for name in names}, entries=used), properties["docgen.id"]


def canonical(data: object) -> str:
    """Plain data as canonical JSON: sorted keys, no spaces, no unnecessary escapes."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(data: object) -> str:
    """SHA-256 of plain data as canonical JSON in UTF-8."""
    return digest_of_text(canonical(data))


def digest_of_text(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
