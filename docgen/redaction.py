"""Redaction: values that an audience may not read, and the audiences of fields by name."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from docgen.annotations import fields_in, models_in
from docgen.audience import Audience, Mark, is_hidden, marks_of_cached

_ALL = frozenset(Audience)
Audiences = frozenset[Audience]
TemplateModel = tuple[type[BaseModel], Set[str] | None]
"""A model that templates read, and the names of its fields that they may use; None: all."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted value: the field's path (`pricing.lines[2].floor_price`), its titles, and the value."""

    path: str
    title_en: str
    title_zh: str
    value: Any


def redacted(
    document: BaseModel, audience: Audience, name: str = "", left_out: Set[str] = frozenset()
) -> tuple[Redacted, ...]:
    """All redacted scalar values of `document` for `audience`, in reading order.

    `name` is the prefix of the paths (`objections/price-too-high`); empty for the document itself. Fields in `left_out`
    count as redacted. Ids of library entries are skipped.
    """
    return tuple(_redacted(document, audience, f"{name} " if name else "", left_out))


def redacted_values(document: BaseModel, audience: Audience = Audience.CLIENT) -> tuple[Any, ...]:
    """The values of `redacted`, without their fields."""
    return tuple(item.value for item in redacted(document, audience))


def _redacted(
    document: BaseModel, audience: Audience, before: str, left_out: Set[str] = frozenset()
) -> Iterator[Redacted]:
    for name, mark in marks_of_cached(type(document)).items():
        value = getattr(document, name)
        if name in left_out or not audience.may_read(mark):
            yield from _scalars(value, f"{before}{name}", mark) if mark.searched else ()
        else:
            yield from _redacted_inside(value, audience, f"{before}{name}", mark)


def _redacted_inside(value: object, audience: Audience, path: str, mark: Mark) -> Iterator[Redacted]:
    if isinstance(value, BaseModel):
        hidden = is_hidden(audience, value)
        yield from _scalars(value, path, mark) if hidden else _redacted(value, audience, f"{path}.")
    elif isinstance(value, tuple | list):
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _redacted_inside(item, audience, f"{path}[{index}]", mark)
    elif is_hidden(audience, value):
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


def audiences_by_name(models: Iterable[TemplateModel]) -> Mapping[str, Audiences]:
    """Audiences of the fields that not every audience may read, by their name in `reads` of templates.

    `internal` stands for the internal audiences. Computed fields are included; fields nested in one with the same
    audiences are not. If several fields have the same name, only audiences that may read all of them count.
    """
    found: dict[str, Audiences] = {}
    for model, only in models:
        for name, audiences in _restricted_fields(model, only, _ALL, frozenset()):
            found[name] = found.get(name, _ALL) & audiences
    return {**found, "internal": frozenset(audience for audience in Audience if not audience.is_outside)}


def _restricted_fields(
    model: type[BaseModel], only: Set[str] | None, outer: Audiences, parents: frozenset[type[BaseModel]]
) -> Iterator[tuple[str, Audiences]]:
    if model in parents:
        return
    fields = fields_in(model)
    for name, mark in marks_of_cached(model).items():
        if only is None or name in only:
            audiences = outer & mark.audiences
            if audiences != outer:
                yield name, audiences
            for inner in models_in(fields[name].annotation):
                yield from _restricted_fields(inner, None, audiences, parents | {model})
