"""What one audience may not read: the values of a document, and the fields of models by name."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from docgen.annotations import fields_in, models_in
from docgen.audience import Audience, Mark, is_hidden, marks_of_cached

_EVERYBODY = frozenset(Audience)
Audiences = frozenset[Audience]
Part = tuple[type[BaseModel], Set[str] | None]
"""A model that templates read, and the names of the fields that they may name of it; None: all."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A value that a reader may not read: the field's path (`pricing.lines[2].floor_price`), its titles, the value."""

    path: str
    title_en: str
    title_zh: str
    value: Any


def redacted(
    document: BaseModel, reader: Audience, name: str = "", left_out: Set[str] = frozenset()
) -> tuple[Redacted, ...]:
    """Every scalar value of `document` that `reader`'s file must not hold, with its field, in reading order.

    `name` is what the paths begin with (`objections/price-too-high`); empty for the document itself. The fields named
    in `left_out` count as ones that the reader may not read. Ids of the library's entries are passed over.
    """
    return tuple(_redacted(document, reader, f"{name} " if name else "", left_out))


def redacted_values(document: BaseModel, reader: Audience = Audience.CLIENT) -> tuple[Any, ...]:
    """The values of `redacted`, without their fields."""
    return tuple(item.value for item in redacted(document, reader))


def _redacted(
    document: BaseModel, reader: Audience, before: str, left_out: Set[str] = frozenset()
) -> Iterator[Redacted]:
    for name, mark in marks_of_cached(type(document)).items():
        value = getattr(document, name)
        if name in left_out or not reader.may_read(mark):
            yield from _scalars(value, f"{before}{name}", mark) if mark.searched else ()
        else:
            yield from _redacted_inside(value, reader, f"{before}{name}", mark)


def _redacted_inside(value: object, reader: Audience, path: str, mark: Mark) -> Iterator[Redacted]:
    if isinstance(value, BaseModel):
        hidden = is_hidden(reader, value)
        yield from _scalars(value, path, mark) if hidden else _redacted(value, reader, f"{path}.")
    elif isinstance(value, tuple | list):
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _redacted_inside(item, reader, f"{path}[{index}]", mark)
    elif is_hidden(reader, value):
        yield Redacted(path, mark.en, mark.zh, value)


def _scalars(value: object, path: str, mark: Mark) -> Iterator[Redacted]:
    if isinstance(value, BaseModel):
        for name, inner in marks_of_cached(type(value)).items():
            yield from _scalars(getattr(value, name), f"{path}.{name}", inner)
    elif isinstance(value, tuple | list):
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _scalars(item, f"{path}[{index}]", mark)
    elif value is not None:
        yield Redacted(path, mark.en, mark.zh, value)


def audiences_by_name(parts: Iterable[Part]) -> Mapping[str, Audiences]:
    """Who reads what is not for everybody, by the name that `reads` has for it.

    `internal` is the house. The others are the fields, computed ones too, that not every reader may read, without those
    inside a field that is for no more readers than they are. Where several fields have one name, only who may read all.
    """
    found: dict[str, Audiences] = {}
    for model, only in parts:
        for name, readers in _fields(model, only, _EVERYBODY, frozenset()):
            found[name] = found.get(name, _EVERYBODY) & readers
    return {**found, "internal": frozenset(reader for reader in Audience if not reader.is_outside)}


def _fields(
    model: type[BaseModel], only: Set[str] | None, around: Audiences, outer: frozenset[type[BaseModel]]
) -> Iterator[tuple[str, Audiences]]:
    if model in outer:
        return
    fields = fields_in(model)
    for name, mark in marks_of_cached(model).items():
        if only is None or name in only:
            readers = around & mark.audiences
            if readers != around:
                yield name, readers
            for inner in models_in(fields[name].annotation):
                yield from _fields(inner, None, readers, outer | {model})
