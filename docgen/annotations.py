"""The one walk over annotations of models: fields, the types that a field takes, what lists hold, models inside."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel, FutureDate, FutureDatetime, NaiveDatetime, PastDate, PastDatetime

_PLAIN: dict[Any, type] = {
    NaiveDatetime: datetime,
    AwareDatetime: datetime,
    PastDatetime: datetime,
    FutureDatetime: datetime,
    PastDate: date,
    FutureDate: date,
}


@dataclass(frozen=True, slots=True)
class Option:
    """One type that an annotation takes, as `annotation`: a class, a list's type, a Literal, NoneType.

    `metadata` is what Annotated says of it, the innermost first.
    """

    annotation: Any
    metadata: tuple[Any, ...] = ()

    @property
    def model(self) -> type[BaseModel] | None:
        """The type, if it is a model."""
        return self.annotation if self.is_a(BaseModel) else None

    @property
    def is_list(self) -> bool:
        """Whether it is a list or a tuple with a type for its items."""
        return get_origin(self.annotation) in {tuple, list}

    @property
    def is_none(self) -> bool:
        """Whether it is None."""
        return self.annotation is types.NoneType

    @property
    def items(self) -> tuple[Any, ...]:
        """The annotations of what it holds: a list's items, a dict's keys and values; () for a plain type."""
        return () if self.words else tuple(part for part in get_args(self.annotation) if part is not ...)

    @property
    def words(self) -> tuple[Any, ...]:
        """The values of a Literal."""
        return get_args(self.annotation) if get_origin(self.annotation) is Literal else ()

    def is_a(self, known: type) -> bool:
        """Whether it is `known` or a subclass."""
        return isinstance(self.annotation, type) and issubclass(self.annotation, known)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model, typed in or computed: its annotation, and the metadata around the whole of it."""

    annotation: Any
    metadata: tuple[Any, ...]
    is_required: bool
    is_computed: bool

    @property
    def options(self) -> tuple[Option, ...]:
        """The types that it takes, None among them."""
        return options_of(self.annotation, self.metadata)


def fields_in(model: type[BaseModel]) -> dict[str, Field]:
    """The fields of `model` by name, in order, the computed ones last."""
    found = {
        name: Field(info.annotation, tuple(info.metadata), info.is_required(), False)
        for name, info in model.model_fields.items()
    }
    for name, computed in model.model_computed_fields.items():
        metadata = getattr(computed.return_type, "__metadata__", ())
        inner = get_args(computed.return_type)[0] if metadata else computed.return_type
        found[name] = Field(inner, metadata, False, True)
    return found


def options_of(annotation: Any, around: tuple[Any, ...] = ()) -> tuple[Option, ...]:
    """The types that `annotation` takes, without Annotated, unions and aliases; `around` is metadata around it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        return options_of(inner, (*metadata, *around))
    if origin in {Union, types.UnionType}:
        return tuple(option for part in get_args(annotation) for option in options_of(part, around))
    if getattr(annotation, "__value__", None) is not None:
        return options_of(annotation.__value__, around)
    plain = types.NoneType if annotation is None else annotation
    return (Option(_PLAIN.get(plain, plain) if isinstance(plain, type) else plain, around),)


def iter_types(annotation: Any, around: tuple[Any, ...] = ()) -> Iterator[Option]:
    """Every type in `annotation`: those it takes, each before what it holds (of a list its items); models are ends."""
    for option in options_of(annotation, around):
        yield option
        for item in option.items:
            yield from iter_types(item)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that `annotation` takes or holds."""
    return (option.model for option in iter_types(annotation) if option.model)


@cache
def nested_models(root: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """`root` and every model that its fields lead to, each once."""
    queue = [root]
    for model in queue:
        found = dict.fromkeys(inner for field in fields_in(model).values() for inner in models_in(field.annotation))
        queue += [inner for inner in found if inner not in queue]
    return tuple(queue)
