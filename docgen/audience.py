"""Turns a document into the view that one reader may see, by the mark that each field carries.

The filter is fail-closed: a model with an unmarked field can't even be imported.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from docgen.annotations import Field, fields_in, walk


class Audience(StrEnum):
    """Who reads a file."""

    CLIENT = "client"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Mark:
    """Who may read a field, and what it is: titles in both languages, one line on it, an example.

    `searched`: an internal value is looked for in a client's finished file.
    """

    reader: Audience
    en: str
    zh: str
    description: str
    example: Any
    markdown: bool = False
    searched: bool = True

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Add titles, description, example and reader to the field's JSON Schema."""
        shown = handler(schema)
        facts = {"title": self.en, "title_zh": self.zh, "description": self.description, "reader": self.reader.value}
        return {**shown, **facts, "examples": [_plain(self.example)], "markdown": self.markdown}


def client(en: str, zh: str, description: str, example: Any, *, markdown: bool = False) -> Mark:
    """Mark a field that every reader may see. `markdown`: its text may carry Markdown."""
    return Mark(Audience.CLIENT, en, zh, description, example, markdown)


def internal(en: str, zh: str, description: str, example: Any, *, markdown: bool = False) -> Mark:
    """Mark a field that never reaches a client's file."""
    return Mark(Audience.INTERNAL, en, zh, description, example, markdown)


def library_id(en: str, zh: str, description: str, example: Any) -> Mark:
    """Mark the id of a library's entry, which may name another client: internal, but not searched for.

    The id `warranty` is a word of many a document.
    """
    return Mark(Audience.INTERNAL, en, zh, description, example, searched=False)


class Choice(StrEnum):
    """A closed list of values, each with a title in both languages; members are `value, en, zh[, internal]`
    and carry `title_en`, `title_zh`, `is_internal`.

    An internal member is dropped from what a client sees; an item of a list that has one is dropped whole.
    A title in either language is taken as input too (展会 for exhibition).
    """

    title_en: str
    title_zh: str
    is_internal: bool

    def __new__(cls, value: str, en: str, zh: str, internal: bool = False) -> Self:
        """Make one member."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.title_en, member.title_zh, member.is_internal = en, zh, internal
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        wanted = str(value).strip().casefold()
        return next(
            (m for m in cls if wanted in {m.value.casefold(), m.title_en.casefold(), m.title_zh.casefold()}), None
        )


class MarkedModel(BaseModel):
    """The base of every schema: frozen, closed, and each field, computed ones too, marked for its reader."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Refuse the class if a mark is missing, doubled or hidden inside a type."""
        super().__pydantic_init_subclass__(**kwargs)
        marks_of(cls)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with the fields of `update`, unchecked; computed values kept from before are not taken along."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(vars(copied)) - set(type(self).model_fields):
            del vars(copied)[name]
        return copied

    def seen_by(self, reader: Audience) -> Self:
        """The model as `reader` may see it, before its marks are applied. Raises DocgenError if it can't be shown."""
        return self


def marks_of(model: type[BaseModel]) -> dict[str, Mark]:
    """The mark of each field and computed field, in order. Raises TypeError if one has none, two or a nested one."""
    return {name: _only_mark(model, name, field) for name, field in fields_in(model).items()}


def _only_mark(model: type[BaseModel], name: str, field: Field) -> Mark:
    found = [extra for extra in field.metadata if isinstance(extra, Mark)]
    if any(isinstance(extra, Mark) for option in walk(field.annotation) for extra in option.metadata):
        raise TypeError(f"{model.__name__}.{name}: the mark is nested inside the type; write Annotated[type, mark]")
    if len(found) != 1:
        raise TypeError(f"{model.__name__}.{name}: {len(found)} marks; each field says once who reads it")
    return found[0]


class Markdown(str):
    """Text whose Markdown becomes native content where it is printed."""

    __slots__ = ()


class View:
    """What one reader sees of one model: plain read-only attributes, nothing else."""

    __slots__ = ("_fields", "_left_out", "_name", "_withheld")
    _fields: Mapping[str, Any]
    _left_out: frozenset[str]
    _name: str
    _withheld: frozenset[str]

    def __init__(
        self,
        name: str,
        fields: Mapping[str, Any],
        withheld: frozenset[str] = frozenset(),
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        """Hold `fields`; `name`, and the names `withheld` from this reader or `left_out`, serve error messages."""
        object.__setattr__(self, "_fields", dict(fields))
        object.__setattr__(self, "_left_out", left_out)
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_withheld", withheld)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(f"no `{name}` on {self._name}") from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a view is read-only: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (View, (self._name, self._fields, self._withheld, self._left_out))

    def __repr__(self) -> str:
        return f"<view of {self._name}>"


def fields_of(view: View) -> Mapping[str, Any]:
    """The fields that this reader sees, by name."""
    return object.__getattribute__(view, "_fields")


def name_of(view: View) -> str:
    """The name of the model behind a view, for messages."""
    return object.__getattribute__(view, "_name")


def withheld_names(view: View) -> frozenset[str]:
    """The names of the fields that exist but are held back from this reader."""
    return object.__getattribute__(view, "_withheld")


def left_out_names(view: View) -> frozenset[str]:
    """The names of the fields that exist but are not part of this view, whoever reads it."""
    return object.__getattribute__(view, "_left_out")


def view_for(audience: Audience | str, document: BaseModel, only: Set[str] | None = None) -> View:
    """What `audience` may see of `document`, computed fields included, models inside it likewise.

    With `only`, its other fields are left out for every audience.
    """
    reader = Audience(audience)
    document = document.seen_by(reader) if isinstance(document, MarkedModel) else document
    shown: dict[str, Any] = {}
    withheld: set[str] = set()
    left_out: set[str] = set()
    for name, mark in marks_of_cached(type(document)).items():
        if only is not None and name not in only:
            left_out.add(name)
            continue
        if reader is Audience.CLIENT and mark.reader is Audience.INTERNAL:
            withheld.add(name)
            continue
        value = getattr(document, name)
        shown[name] = Markdown(value) if mark.markdown and isinstance(value, str) else _seen(reader, value)
    return View(_model_name(document), shown, frozenset(withheld), frozenset(left_out))


_MARKS: dict[type[BaseModel], dict[str, Mark]] = {}


def marks_of_cached(model: type[BaseModel]) -> dict[str, Mark]:
    """`marks_of`, computed once for each class."""
    if model not in _MARKS:
        _MARKS[model] = marks_of(model)
    return _MARKS[model]


def _model_name(document: BaseModel) -> str:
    return str(getattr(document, "kind", None) or type(document).__name__)


def _seen(reader: Audience, value: Any) -> Any:
    if isinstance(value, BaseModel):
        return view_for(reader, value)
    if isinstance(value, tuple | list):
        return tuple(_seen(reader, item) for item in value if not _hidden(reader, item))
    if isinstance(value, Choice) and _hidden(reader, value):
        return None
    if value is None or isinstance(value, str | bool | int | Decimal | date | datetime):
        return value
    raise TypeError(f"a schema field may not hold a {type(value).__name__}: {value!r}")


def _hidden(reader: Audience, value: object) -> bool:
    if reader is Audience.INTERNAL:
        return False
    if isinstance(value, Choice):
        return value.is_internal
    if isinstance(value, BaseModel):
        scalars = (getattr(value, name) for name in type(value).model_fields)
        return any(isinstance(item, Choice) and item.is_internal for item in scalars)
    return False


@dataclass(frozen=True, slots=True)
class Redacted:
    """A value that a client may not read: the field's path (`pricing.lines[2].floor_price`), its titles, the value."""

    path: str
    title_en: str
    title_zh: str
    value: Any


def redacted(document: BaseModel, name: str = "", left_out: Set[str] = frozenset()) -> tuple[Redacted, ...]:
    """Every scalar value of `document` that a client's file must not hold, with its field, in reading order.

    `name` is what the paths begin with (`objections/price-too-high`); empty for the document itself. The fields named
    in `left_out` count as internal. Ids of the library's entries are passed over.
    """
    return tuple(_redacted(document, f"{name} " if name else "", left_out))


def held_back(document: BaseModel) -> tuple[Any, ...]:
    """The values of `redacted`, without their fields."""
    return tuple(item.value for item in redacted(document))


def _redacted(document: BaseModel, before: str, left_out: Set[str] = frozenset()) -> Iterator[Redacted]:
    for name, mark in marks_of_cached(type(document)).items():
        value = getattr(document, name)
        if mark.reader is Audience.INTERNAL or name in left_out:
            yield from _scalars(value, f"{before}{name}", mark) if mark.searched else ()
        else:
            yield from _redacted_inside(value, f"{before}{name}", mark)


def _redacted_inside(value: object, path: str, mark: Mark) -> Iterator[Redacted]:
    if isinstance(value, BaseModel):
        hidden = _hidden(Audience.CLIENT, value)
        yield from _scalars(value, path, mark) if hidden else _redacted(value, f"{path}.")
    elif isinstance(value, tuple | list):
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _redacted_inside(item, f"{path}[{index}]", mark)
    elif _hidden(Audience.CLIENT, value):
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


def as_data(value: Any) -> Any:
    """A view (or a value in one) as plain data, for hashing and for JSON: decimals and dates become strings."""
    if isinstance(value, View):
        return {name: as_data(item) for name, item in fields_of(value).items()}
    if isinstance(value, tuple | list):
        return [as_data(item) for item in cast("tuple[object, ...]", value)]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple | list):
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    if value is None or isinstance(value, bool | int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
