"""Inspect annotations of pydantic models: fields, the types that a field allows, items of lists, nested models."""

import types
from collections.abc import Callable, Iterator
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
    """One type that an annotation allows, as `annotation`: a class, a list's type, a Literal, NoneType.

    `metadata` is that of Annotated, the innermost first.
    """

    annotation: Any
    metadata: tuple[Any, ...] = ()

    @property
    def model(self) -> type[BaseModel] | None:
        """The type, if it is a model."""
        return self.annotation if self.is_a(BaseModel) else None

    @property
    def is_list(self) -> bool:
        """Whether it is a list or tuple with an item type."""
        return get_origin(self.annotation) in {tuple, list}

    @property
    def is_none(self) -> bool:
        """Whether it is None."""
        return self.annotation is types.NoneType

    @property
    def items(self) -> tuple[Any, ...]:
        """Annotations of a list's items, or a dict's keys and values; () for other types."""
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
    """A field of a model, entered or computed: its annotation, and the metadata outside it."""

    annotation: Any
    metadata: tuple[Any, ...]
    is_required: bool
    is_computed: bool

    @property
    def options(self) -> tuple[Option, ...]:
        """The types that it allows, including None."""
        return options_of(self.annotation, self.metadata)


def fields_in(model: type[BaseModel]) -> dict[str, Field]:
    """Fields of `model` by name, in order, computed ones last."""
    found = {
        name: Field(info.annotation, tuple(info.metadata), info.is_required(), False)
        for name, info in model.model_fields.items()
    }
    for name, computed in model.model_computed_fields.items():
        metadata = getattr(computed.return_type, "__metadata__", ())
        inner = get_args(computed.return_type)[0] if metadata else computed.return_type
        found[name] = Field(inner, metadata, False, True)
    return found


def options_of(annotation: Any, outer: tuple[Any, ...] = ()) -> tuple[Option, ...]:
    """Types that `annotation` allows, with Annotated, unions and aliases resolved; `outer` is metadata outside it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        return options_of(inner, (*metadata, *outer))
    if origin in {Union, types.UnionType}:
        return tuple(option for part in get_args(annotation) for option in options_of(part, outer))
    if getattr(annotation, "__value__", None) is not None:
        return options_of(annotation.__value__, outer)
    plain = types.NoneType if annotation is None else annotation
    return (Option(_PLAIN.get(plain, plain) if isinstance(plain, type) else plain, outer),)


def iter_types(annotation: Any, outer: tuple[Any, ...] = ()) -> Iterator[Option]:
    """All types in `annotation`, each before those of its items. Fields of models are not included."""
    for option in options_of(annotation, outer):
        yield option
        for item in option.items:
            yield from iter_types(item)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in `annotation`, including those in lists."""
    return (option.model for option in iter_types(annotation) if option.model)


def replace_models(annotation: Any, replace: Callable[[type[BaseModel]], Any]) -> Any:
    """`annotation` with each model replaced by what `replace` returns for it; the same object if nothing changes."""
    if getattr(annotation, "__value__", None) is not None:
        changed = replace_models(annotation.__value__, replace)
        return annotation if changed is annotation.__value__ else changed
    origin = get_origin(annotation)
    if origin is None or origin is Literal:
        return replace(annotation) if Option(annotation).model else annotation
    parts = get_args(annotation)
    inner = parts[:1] if origin is Annotated else parts
    changed = tuple(replace_models(part, replace) for part in inner)
    if all(new is old for new, old in zip(changed, inner, strict=True)):
        return annotation
    if origin is Annotated:
        return Annotated[changed[0], *parts[1:]]
    return Union[changed] if origin in {Union, types.UnionType} else origin[changed]  # noqa: UP007 - of a tuple


@cache
def nested_models(root: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """`root` and all models nested in it, without duplicates."""
    queue = [root]
    for model in queue:
        found = dict.fromkeys(inner for field in fields_in(model).values() for inner in models_in(field.annotation))
        queue += [inner for inner in found if inner not in queue]
    return tuple(queue)
