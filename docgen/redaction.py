"""The values of a document that one reader may not read, which must not stand in that reader's file."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from docgen.audience import Audience, Mark, is_hidden, marks_of_cached


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


def held_back(document: BaseModel, reader: Audience = Audience.CLIENT) -> tuple[Any, ...]:
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
