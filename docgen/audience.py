"""Audiences, marks on fields, and views: a document without the fields that an audience may not read.

The filter is fail-closed: defining a model with an unmarked field raises TypeError.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Protocol, Self, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from docgen.annotations import Field, fields_in, iter_types


class Choice(StrEnum):
    """A closed list of values, each with a title in both languages; members are `value, en, zh[, internal[, also]]`
    and carry `title_en`, `title_zh`, `is_internal`, `audiences`.

    An internal member is for internal audiences and those named in `also`. Views for others omit it, and any list item
    that has it. Titles in both languages are accepted as input too (展会 for exhibition).
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
        """The audiences that may read the member."""
        return _COMPANY | {Audience(name) for name in self.also} if self.is_internal else frozenset(Audience)


class Audience(Choice):
    """The audience of a document or of an edition.

    To add an audience, add a member `value, en, zh` and the marks that name it; no code compares members by name.
    `is_outside`: outside the seller's company, so that only approved content is included, and finished files are
    scanned for redacted values. `folder`: the subfolder for its editions in the output folder, which file names then
    include too; by default `value`, empty for the output folder itself.
    """

    CLIENT = "client", "Client", "客户", True, ""
    INTERNAL = "internal", "Internal", "内部", False

    is_outside: bool
    folder: str

    def __new__(cls, value: str, en: str, zh: str, is_outside: bool = True, folder: str | None = None) -> Self:
        """Make one audience."""
        member = str.__new__(cls, value)
        member._value_, member.title_en, member.title_zh, member.is_internal, member.also = value, en, zh, False, ()
        member.is_outside, member.folder = is_outside, value if folder is None else folder
        return member

    def may_read(self, marked: "Mark | Choice") -> bool:
        """Whether this audience may read a field with that mark, or that choice."""
        return self in marked.audiences


FormerTitles = tuple[tuple[str, str], ...]
_COMPANY = frozenset(audience for audience in Audience if not audience.is_outside)


@dataclass(frozen=True, slots=True)
class Mark:
    """Which audiences may read a field, and its titles in both languages, description and example.

    `searched`: finished files for other outside audiences are scanned for the value. `formerly`: its titles before.
    `narrative`: text, or a model of texts, that retells figures of other fields.
    """

    audiences: frozenset[Audience]
    en: str
    zh: str
    description: str
    example: Any
    markdown: bool = False
    searched: bool = True
    formerly: FormerTitles = ()
    narrative: bool = False

    @property
    def is_open(self) -> bool:
        """Whether every audience may read it."""
        return self.audiences == frozenset(Audience)

    @property
    def audiences_text(self) -> str:
        """Names of the audiences for schemas and field sheets: `client` for all, else like `internal, partner`."""
        return Audience.CLIENT.value if self.is_open else ", ".join(r.value for r in Audience if r in self.audiences)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Add titles, description, example and audiences to the field's JSON Schema."""
        shown = handler(schema)
        facts = {"title": self.en, "title_zh": self.zh, "description": self.description, "reader": self.audiences_text}
        return {**shown, **facts, "examples": [_plain(self.example)], "markdown": self.markdown}


def client(  # noqa: PLR0913 - a fact each
    en: str, zh: str, description: str, example: Any, *,
    markdown: bool = False, formerly: FormerTitles = (), narrative: bool = False,
) -> Mark:  # fmt: skip
    """Mark a field that every audience may read. `markdown`: its text may contain Markdown; the others as in `Mark`."""
    return Mark(frozenset(Audience), en, zh, description, example, markdown, formerly=formerly, narrative=narrative)


def internal(  # noqa: PLR0913 - a fact each
    en: str, zh: str, description: str, example: Any, *,
    markdown: bool = False, also: Set[Audience] = frozenset(), formerly: FormerTitles = (), narrative: bool = False,
) -> Mark:  # fmt: skip
    """Mark a field that only internal audiences and those in `also` may read; the others as in `Mark`."""
    return Mark(_COMPANY | also, en, zh, description, example, markdown, formerly=formerly, narrative=narrative)


def library_id(en: str, zh: str, description: str, example: Any) -> Mark:
    """Mark the id of a library entry, which may name another client: internal, but files aren't scanned for it.

    An id such as `warranty` is an ordinary word too.
    """
    return Mark(_COMPANY, en, zh, description, example, searched=False)


class MarkedModel(BaseModel):
    """Base class of all schemas: frozen, without extra fields, and with a mark on every field, computed ones too."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Raise TypeError if a mark is missing, duplicate or nested inside a type."""
        super().__pydantic_init_subclass__(**kwargs)
        marks_of(cls)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with the fields of `update`, not validated, and without cached computed values."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(vars(copied)) - set(type(self).model_fields):
            del vars(copied)[name]
        return copied

    def seen_by(self, audience: Audience) -> Self:
        """Hook: the model for `audience`, before marks are applied. Raises DocgenError if it can't be shown."""
        return self


def marks_of(model: type[BaseModel]) -> dict[str, Mark]:
    """Marks of all fields and computed fields, in order. Raises TypeError unless each has exactly one, not nested."""
    return {name: _only_mark(model, name, field) for name, field in fields_in(model).items()}


def _only_mark(model: type[BaseModel], name: str, field: Field) -> Mark:
    found = [extra for extra in field.metadata if isinstance(extra, Mark)]
    if any(isinstance(extra, Mark) for option in iter_types(field.annotation) for extra in option.metadata):
        raise TypeError(f"{model.__name__}.{name}: the mark is nested inside the type; write Annotated[type, mark]")
    if len(found) != 1:
        raise TypeError(f"{model.__name__}.{name}: {len(found)} marks; each field says once who reads it")
    return found[0]


class Markdown(str):
    """Markdown text, which is rendered as native content."""

    __slots__ = ()


class Computed(Protocol):
    """Values that a view computes when they are first read."""

    names: Set[str]

    def value(self, view: "View", name: str) -> Any:
        """The value of `name`, one of `names`, for `view`."""
        ...


class View:
    """A model as one audience sees it: plain read-only attributes."""

    __slots__ = ("_computed", "_fields", "_left_out", "_model", "_name", "_withheld")
    _computed: Computed | None
    _fields: dict[str, Any]
    _left_out: frozenset[str]
    _model: type[BaseModel] | None
    _name: str
    _withheld: frozenset[str]

    def __init__(
        self,
        name: str,
        fields: Mapping[str, Any],
        withheld: frozenset[str] = frozenset(),
        left_out: frozenset[str] = frozenset(),
        model: type[BaseModel] | None = None,
        computed: Computed | None = None,
    ) -> None:
        """Take `fields`, and for error messages `name` and the names of fields that are `withheld` or `left_out`.

        `model` is what is viewed. Values of `computed` are kept once they were read; a pickled view has none.
        """
        put = object.__setattr__
        put(self, "_computed", computed)
        put(self, "_fields", dict(fields))
        put(self, "_left_out", left_out)
        put(self, "_model", model)
        put(self, "_name", name)
        put(self, "_withheld", withheld)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._fields[name]
        except KeyError:
            if self._computed is None or name not in self._computed.names:
                raise AttributeError(f"no `{name}` on {self._name}") from None
        value = self._fields[name] = self._computed.value(self, name)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a view is read-only: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (View, (self._name, self._fields, self._withheld, self._left_out, self._model))

    def __repr__(self) -> str:
        return f"<view of {self._name}>"


def fields_of(view: View) -> Mapping[str, Any]:
    """The visible fields by name."""
    return object.__getattribute__(view, "_fields")


def name_of(view: View) -> str:
    """Name of the viewed model, for messages."""
    return object.__getattribute__(view, "_name")


def withheld_names(view: View) -> frozenset[str]:
    """Names of the redacted fields."""
    return object.__getattribute__(view, "_withheld")


def model_of(view: View) -> type[BaseModel] | None:
    """The viewed model; None for a view that was made without one."""
    return object.__getattribute__(view, "_model")


def computed_of(view: View) -> Computed | None:
    """What the view computes when it is read, if anything."""
    return object.__getattribute__(view, "_computed")


def left_out_names(view: View) -> frozenset[str]:
    """Names of the fields that this view omits for every audience."""
    return object.__getattribute__(view, "_left_out")


def view_for(audience: Audience | str, document: BaseModel, only: Set[str] | None = None) -> View:
    """View of `document` for `audience`, including computed fields and nested models.

    With `only`, other fields are omitted for every audience.
    """
    audience = Audience(audience)
    document = document.seen_by(audience) if isinstance(document, MarkedModel) else document
    shown: dict[str, Any] = {}
    withheld: set[str] = set()
    left_out: set[str] = set()
    for name, mark in marks_of_cached(type(document)).items():
        if only is not None and name not in only:
            left_out.add(name)
            continue
        if not audience.may_read(mark):
            withheld.add(name)
            continue
        value = getattr(document, name)
        shown[name] = Markdown(value) if mark.markdown and isinstance(value, str) else _seen(audience, value)
    return View(_model_name(document), shown, frozenset(withheld), frozenset(left_out), type(document))


@cache
def marks_of_cached(model: type[BaseModel]) -> dict[str, Mark]:
    """`marks_of`, cached by class."""
    return marks_of(model)


def _model_name(document: BaseModel) -> str:
    return str(getattr(document, "kind", None) or type(document).__name__)


def _seen(audience: Audience, value: Any) -> Any:
    if isinstance(value, BaseModel):
        return view_for(audience, value)
    if isinstance(value, tuple | list):
        return tuple(_seen(audience, item) for item in value if not is_hidden(audience, item))
    if isinstance(value, Choice) and is_hidden(audience, value):
        return None
    if value is None or isinstance(value, str | bool | int | Decimal | date | datetime):
        return value
    raise TypeError(f"a schema field may not hold a {type(value).__name__}: {value!r}")


def is_hidden(audience: Audience, value: object) -> bool:
    """Whether `value` is a choice that `audience` may not read, or a model with one."""
    if isinstance(value, BaseModel):
        scalars = (getattr(value, name) for name in type(value).model_fields)
        return any(isinstance(item, Choice) and not audience.may_read(item) for item in scalars)
    return isinstance(value, Choice) and not audience.may_read(value)


def as_data(value: Any) -> Any:
    """A view (or a value in one) as data for hashing and JSON: decimals and dates become strings."""
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
