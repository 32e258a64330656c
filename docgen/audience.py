"""Turns a document into the view that one reader may see, by the mark that each field carries.

The filter is fail-closed: a model with an unmarked field can't even be imported.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from docgen.annotations import Field, fields_in, iter_types


class Choice(StrEnum):
    """A closed list of values, each with a title in both languages; members are `value, en, zh[, internal[, also]]`
    and carry `title_en`, `title_zh`, `is_internal`, `readers`.

    An internal member is for the house and the readers named in `also`. It is dropped from what others see; an item of
    a list that has one is dropped whole. A title in either language is taken as input too (展会 for exhibition).
    """

    title_en: str
    title_zh: str
    is_internal: bool
    also: tuple[str, ...]

    def __new__(cls, value: str, en: str, zh: str, internal: bool = False, also: tuple[str, ...] = ()) -> Self:
        """Make one member."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.title_en, member.title_zh, member.is_internal, member.also = en, zh, internal, also
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        wanted = str(value).strip().casefold()
        return next(
            (m for m in cls if wanted in {m.value.casefold(), m.title_en.casefold(), m.title_zh.casefold()}), None
        )

    @property
    def audiences(self) -> "frozenset[Audience]":
        """Who may read the member."""
        return _HOUSE | {Audience(name) for name in self.also} if self.is_internal else frozenset(Audience)


class Audience(Choice):
    """Who a document is written for, and who reads a copy of it.

    A new reader is one member, `value, en, zh`, and the marks that name it; nothing asks a reader for its name.
    `is_outside`: not of the seller's house, so that only what is approved reaches them, and their files are searched
    for what they may not read. `folder`: the folder of their copies below the one for output, whose reader file names
    tell too; by default `value`, empty for the copies that lie in the folder for output itself.
    """

    CLIENT = "client", "Client", "客户", True, ""
    INTERNAL = "internal", "Internal", "内部", False

    is_outside: bool
    folder: str

    def __new__(cls, value: str, en: str, zh: str, is_outside: bool = True, folder: str | None = None) -> Self:
        """Make one reader."""
        member = str.__new__(cls, value)
        member._value_, member.title_en, member.title_zh, member.is_internal, member.also = value, en, zh, False, ()
        member.is_outside, member.folder = is_outside, value if folder is None else folder
        return member

    def may_read(self, marked: "Mark | Choice") -> bool:
        """Whether this reader may read a field of that mark, or a choice."""
        return self in marked.audiences


_HOUSE = frozenset(reader for reader in Audience if not reader.is_outside)


@dataclass(frozen=True, slots=True)
class Mark:
    """Who may read a field, and what it is: titles in both languages, one line on it, an example.

    `searched`: the value is looked for in the finished file of a reader outside the house who may not read it.
    """

    audiences: frozenset[Audience]
    en: str
    zh: str
    description: str
    example: Any
    markdown: bool = False
    searched: bool = True

    @property
    def is_open(self) -> bool:
        """Whether every reader may read it."""
        return self.audiences == frozenset(Audience)

    @property
    def audiences_text(self) -> str:
        """The readers' names, for schemas and field sheets: `client` for all, else as `internal, partner`."""
        return Audience.CLIENT.value if self.is_open else ", ".join(r.value for r in Audience if r in self.audiences)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Add titles, description, example and reader to the field's JSON Schema."""
        shown = handler(schema)
        facts = {"title": self.en, "title_zh": self.zh, "description": self.description, "reader": self.audiences_text}
        return {**shown, **facts, "examples": [_plain(self.example)], "markdown": self.markdown}


def client(en: str, zh: str, description: str, example: Any, *, markdown: bool = False) -> Mark:
    """Mark a field that every reader may see. `markdown`: its text may carry Markdown."""
    return Mark(frozenset(Audience), en, zh, description, example, markdown)


def internal(
    en: str, zh: str, description: str, example: Any, *, markdown: bool = False, also: Set[Audience] = frozenset()
) -> Mark:
    """Mark a field that only the house may read, and the readers of `also`; it never reaches another reader's file."""
    return Mark(_HOUSE | also, en, zh, description, example, markdown)


def library_id(en: str, zh: str, description: str, example: Any) -> Mark:
    """Mark the id of a library's entry, which may name another client: internal, but not searched for.

    The id `warranty` is a word of many a document.
    """
    return Mark(_HOUSE, en, zh, description, example, searched=False)


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
    if any(isinstance(extra, Mark) for option in iter_types(field.annotation) for extra in option.metadata):
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
        if not reader.may_read(mark):
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
        return tuple(_seen(reader, item) for item in value if not is_hidden(reader, item))
    if isinstance(value, Choice) and is_hidden(reader, value):
        return None
    if value is None or isinstance(value, str | bool | int | Decimal | date | datetime):
        return value
    raise TypeError(f"a schema field may not hold a {type(value).__name__}: {value!r}")


def is_hidden(reader: Audience, value: object) -> bool:
    """Whether `value` is a choice that `reader` may not read, or a model that has one."""
    if isinstance(value, BaseModel):
        scalars = (getattr(value, name) for name in type(value).model_fields)
        return any(isinstance(item, Choice) and not reader.may_read(item) for item in scalars)
    return isinstance(value, Choice) and not reader.may_read(value)


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
