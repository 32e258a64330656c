"""Plan the files that bind an approval to an edition's words: one new record each, whatever was approved before."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from docgen.library.approvals import EditionKey, Record, content_digest, latest_records
from docgen.library.layers import Layers
from docgen.schemas.governance import Governed
from docgen.upkeep.changes import ChangedFile, Changes


def with_records(library: Layers, changes: Changes, entries: Mapping[EditionKey, Governed]) -> Changes:
    """The changes, and with them the record of each entry as it will read; it must be approved, by whom and when."""
    files = [change for key, entry in entries.items() for change in record_changes(library, changes.folder, key, entry)]
    return replace(changes, files=(*changes.files, *files))


def record_changes(library: Layers, folder: Path, key: EditionKey, entry: Governed) -> Iterator[ChangedFile]:
    """The record of an approved entry in the layer `folder`; nothing if it is there."""
    record = record_of(Layers((folder,)), key, entry)
    path = folder / key.records / record.name
    if not path.exists():
        yield ChangedFile(path, library.shown(path), None, record.text())


def record_of(layer: Layers, key: EditionKey, entry: Governed) -> Record:
    """What is kept of the approval that an entry names; another text than the layer's latest gets the next number."""
    digest, latest = content_digest(entry), latest_records(layer, key)
    number = max((record.number for record in latest), default=0)
    is_new = all(record.digest != digest for record in latest)
    facts = {name: getattr(entry, name) for name in ("version", "approved_by", "approved_on", "review_by")}
    return Record.model_validate({"number": number + is_new, "digest": digest, **facts})
