"""What stands against approving a case, a legal block or an industry."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from docgen.errors import Finding
from docgen.library.entries import EntryCollection, entry_source, find_entry
from docgen.library.layers import Layers
from docgen.library.source import FieldPath, Source
from docgen.schemas.fill_in import is_to_be_filled_in
from docgen.upkeep.editions import EditionId


def check_entry(library: Layers, shelf: EntryCollection, id_: EditionId, today: date) -> Iterator[Finding]:
    """The errors of one edition: places to be filled in, and a last day that is past. Raises LibraryError if broken."""
    entry = find_entry(library, shelf, id_.name, id_.industry, id_.language)
    source = entry_source(library, shelf, id_.name, id_.industry, id_.language)
    yield from find_unfilled(str(id_), entry, source)
    until = getattr(entry, "valid_until", None)
    if until and until < today:
        file, line = source.place(("valid_until",))
        message = f"{id_} is valid until {until} only"
        values = {"entry": str(id_), "until": str(until)}
        hint = "renew its date first"
        yield Finding("library.expired", message, hint, file, line, 1, "valid_until", values=values)


def find_unfilled(name: str, entry: BaseModel, source: Source) -> Iterator[Finding]:
    """Each place that still holds a mark of what to fill in."""
    for path, text in _texts(entry.model_dump(), ()):
        if is_to_be_filled_in(text):
            file, line = source.place(path)
            place = ".".join(map(str, path))
            message = f"{name}: still to be filled in"
            yield Finding("library.unfilled", message, "write the real thing", file, line, 1, place)


def _texts(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            yield from _texts(inner, (*path, name))
    elif isinstance(value, tuple | list):
        for number, inner in enumerate(cast("list[Any]", value)):
            yield from _texts(inner, (*path, number))
