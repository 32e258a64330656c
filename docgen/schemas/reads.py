"""What templates ask of their reader as `reads.NAME`: whether they may read the fields of that name."""

from collections.abc import Iterable, Iterator, Mapping, Set

from pydantic import BaseModel

from docgen.annotations import fields_in, models_in
from docgen.audience import Audience, marks_of_cached

_EVERYBODY = frozenset(Audience)
Readers = frozenset[Audience]
Part = tuple[type[BaseModel], Set[str] | None]
"""A model that templates read, and the names of the fields that they may name of it; None: all."""


def readers_by_name(parts: Iterable[Part]) -> Mapping[str, Readers]:
    """Who reads what is not for everybody, by the name that `reads` has for it.

    `internal` is the house. The others are the fields, computed ones too, that not every reader may read, without those
    inside a field that is for no more readers than they are. Where several fields have one name, only who may read all.
    """
    found: dict[str, Readers] = {}
    for model, only in parts:
        for name, readers in _fields(model, only, _EVERYBODY, frozenset()):
            found[name] = found.get(name, _EVERYBODY) & readers
    return {**found, "internal": frozenset(reader for reader in Audience if not reader.is_outside)}


def _fields(
    model: type[BaseModel], only: Set[str] | None, around: Readers, outer: frozenset[type[BaseModel]]
) -> Iterator[tuple[str, Readers]]:
    if model in outer:
        return
    fields = fields_in(model)
    for name, mark in marks_of_cached(model).items():
        if only is None or name in only:
            readers = around & mark.readers
            if readers != around:
                yield name, readers
            for inner in models_in(fields[name].annotation):
                yield from _fields(inner, None, readers, outer | {model})
