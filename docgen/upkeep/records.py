"""Plan the files that bind an approval to an edition's words: the new record, and older ones to be removed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from docgen.library.approvals import EditionKey, Record, list_records, words_digest
from docgen.library.layers import Layers
from docgen.schemas.governance import Governed
from docgen.upkeep.changes import Change, Changes, read_exact


def with_records(library: Layers, changes: Changes, entries: Mapping[EditionKey, Governed]) -> Changes:
    """The changes, and with them the record of each entry as it will read; it must be approved, by whom and when."""
    files = [change for key, entry in entries.items() for change in record_changes(library, changes.folder, key, entry)]
    return replace(changes, files=(*changes.files, *files))


def record_changes(library: Layers, folder: Path, key: EditionKey, entry: Governed) -> Iterator[Change]:
    """The record of an approved entry in the layer `folder`, and the removal of the edition's other records there."""
    digest = words_digest(cast("BaseModel", entry))
    path = folder / key.record_of(digest)
    text = record_of(entry, digest).text()
    before = read_exact(path)
    if before != text:
        yield Change(path, library.shown(path), before, text)
    for other, _ in list_records(Layers((folder,)), key):
        if other != path:
            yield Change(other, library.shown(other), read_exact(other), None)


def record_of(entry: Governed, digest: str) -> Record:
    """What is kept of the approval that an entry names."""
    facts = {name: getattr(entry, name) for name in Record.model_fields if name != "digest"}
    return Record.model_validate({**facts, "digest": digest})
