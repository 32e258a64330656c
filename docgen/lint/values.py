"""Abstract values of template expressions, derived from schema annotations, and operations on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

from docgen.annotations import Option, fields_in, options_of
from docgen.audience import Audience, Choice, Mark, marks_of_cached
from docgen.display import display_fields
from docgen.messages import Message, message
from docgen.schemas.figures import figure_in

MONEY, RATE, FIGURE = "money", "rate", "figure"
DECIMALS = frozenset({MONEY, RATE, FIGURE})
NUMBERS = DECIMALS | {"count", "float"}
_KINDS = {"quantity": FIGURE, "number": FIGURE}  # other figures keep their names
_TEXTS = {"text", "markdown", "choice"}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value about which nothing is known; it causes no problem."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """None."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An undefined name, such as a missing argument of a macro without a default."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single printable value.

    `kind`: text, markdown, markup, money, rate, figure, count, float, date, datetime, bool or choice. `words`: its
    possible texts, if known. `choice`: the enumeration it belongs to. `audiences`: those for which a bool is true.
    """

    kind: str
    words: frozenset[str] | None = None
    choice: type[Choice] | None = None
    audiences: frozenset[Audience] | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items have one type."""

    item: "Value"


@dataclass(frozen=True, slots=True)
class TupleOf:
    """A tuple of known items, with the names that Jinja gives them, if any (`grouper`, `list`)."""

    items: tuple["Value", ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A view of a schema's model. `extra`: fields that the schema lacks; `only`: the fields shown, None for all."""

    model: type[BaseModel]
    extra: tuple[tuple[str, "Value"], ...] = ()
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A value with known fields that no schema describes: the stamp, the brand, `loop`, a dict."""

    name: str
    fields: tuple[tuple[str, "Value"], ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """A value or None."""

    inner: "Value"


@dataclass(frozen=True, slots=True)
class Either:
    """A union: one of several values."""

    options: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """An object that has no text: a diagram, picture or chart of a shape's alt text, or a sub-document."""

    name: str


@dataclass(frozen=True, slots=True)
class Callable:
    """A function of the engine, or a method of the value `owner`."""

    name: str
    owner: "Value | None" = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A macro, or an imported template's module: `key` identifies it, `payload` is the interpreter's data about it."""

    what: str
    key: int
    payload: Any = field(compare=False)


Value = (
    Unknown
    | Nothing
    | Missing
    | Scalar
    | ListOf
    | TupleOf
    | Model
    | Record
    | Maybe
    | Either
    | Drawing
    | Callable
    | Definition
)

UNKNOWN, NOTHING, MISSING = Unknown(), Nothing(), Missing()
TEXT, MARKUP, COUNT, BOOL = Scalar("text"), Scalar("markup"), Scalar("count"), Scalar("bool")


def maybe(value: Value) -> Value:
    """`value` or None."""
    match value:
        case Maybe() | Nothing() | Unknown():
            return value
        case _:
            return Maybe(value)


def not_none(value: Value) -> Value:
    """`value` where it is known not to be None."""
    match value:
        case Maybe(inner):
            return inner
        case Either(options):
            return join_all(not_none(option) for option in options)
        case Nothing():
            return UNKNOWN
        case _:
            return value


def join(first: Value, second: Value) -> Value:  # noqa: PLR0911 - a case each
    """The least general value that covers both."""
    if first == second:
        return first
    match first, second:
        case (Unknown(), _) | (_, Unknown()) | (Missing(), _) | (_, Missing()):
            return UNKNOWN
        case (Nothing(), other) | (other, Nothing()):
            return maybe(other)
        case (Maybe(a), Maybe(b)) | (Maybe(a), b) | (a, Maybe(b)):
            return maybe(join(a, b))
        case Scalar(), Scalar() if first.kind == second.kind and first.choice is second.choice:
            known = first.words is not None and second.words is not None
            words = (first.words or frozenset()) | (second.words or frozenset()) if known else None
            return Scalar(first.kind, words, first.choice)
        case ListOf(a), ListOf(b):
            return ListOf(join(a, b))
        case TupleOf(a, names), TupleOf(b, _) if len(a) == len(b):
            return TupleOf(tuple(join(x, y) for x, y in zip(a, b, strict=True)), names)
        case _:
            return _either(first, second)


def _either(*values: Value) -> Value:
    options: list[Value] = []
    for value in values:
        for option in value.options if isinstance(value, Either) else (value,):
            if option not in options:
                options.append(option)
    return Either(tuple(options)) if len(options) <= 8 else UNKNOWN


def join_all(values: Iterable[Value]) -> Value:
    """The value that covers all of `values`; unknown if there are none."""
    found: Value | None = None
    for value in values:
        found = value if found is None else join(found, value)
    return UNKNOWN if found is None else found


def item_of(value: Value) -> Value | None:
    """The items of a loop over `value`; None if it can't be iterated."""
    match value:
        case ListOf(item):
            return item
        case TupleOf(items):
            return join_all(items)
        case Record():
            return TEXT
        case Scalar(kind) if kind in {"text", "markdown", "markup"}:
            return TEXT
        case Unknown() | Either() | Missing() | Definition() | Callable():
            return UNKNOWN
        case _:
            return None


def mark_and_value(model: type[BaseModel], name: str) -> tuple[Mark, Value] | None:
    """The mark and the value of a field, computed or display field; None if the model has no such field."""
    return _fields(model).get(name)


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[Mark, Value]]:
    fields, marks = fields_in(model), marks_of_cached(model)
    fields |= {name: display.field for name, display in display_fields(model).items()}
    marks = {**marks, **{name: display.mark(model) for name, display in display_fields(model).items()}}
    return {name: (mark, _value_of(fields[name].options, markdown=mark.markdown)) for name, mark in marks.items()}


def _value_of(options: tuple[Option, ...], *, markdown: bool) -> Value:
    present_options = [option for option in options if not option.is_none]
    found = join_all(_of_option(option, markdown=markdown) for option in present_options)
    return maybe(found) if len(present_options) < len(options) else found


def _of_option(option: Option, *, markdown: bool) -> Value:  # noqa: PLR0911 - a case each
    figure = figure_in(option.metadata)
    if option.is_list:
        return ListOf(_value_of(options_of(option.items[0]), markdown=markdown))
    if option.words:
        return Scalar("text", frozenset(map(str, option.words)))
    if option.model:
        return Model(option.model)
    if option.is_a(Choice):
        return Scalar("choice", frozenset(member.value for member in option.annotation), option.annotation)
    if figure:
        return Scalar(_KINDS.get(figure.name, figure.name))
    if option.is_a(bool):
        return BOOL
    return Scalar("markdown" if markdown else "text") if option.is_a(str) else UNKNOWN


def describe(value: Value) -> Message:  # noqa: PLR0911 - a case each
    """The type of a value, for messages."""
    match value:
        case Scalar(kind):
            return message(f"lint.value:{kind}")
        case ListOf() | TupleOf():
            return message("lint.value:list")
        case Model(model):
            return message("lint.value:model", model=model.__name__)
        case Maybe(inner):
            return describe(inner)
        case Drawing(name):
            return message("lint.value:drawing", name=name)
        case Callable(name):
            return message("lint.value:function", name=name)
        case _:
            return message("lint.value:none")


def is_mixed(left: Value, right: Value) -> bool:
    """Whether one operand is text and the other a figure or a date."""
    kinds = {side.kind for side in (left, right) if isinstance(side, Scalar)}
    return bool(kinds & _TEXTS) and bool(kinds & (NUMBERS | {"date", "datetime"}))


def arithmetic_result(left: Value, right: Value, operator: str) -> Value:
    """The value of `left operator right`; the operator is the name of Jinja's node class (`Add`, `Div`)."""
    match left, right:
        case Scalar("text" | "markup" | "markdown"), _:
            return TEXT
        case ListOf() | TupleOf(), ListOf() | TupleOf():
            return ListOf(join(item_of(left) or UNKNOWN, item_of(right) or UNKNOWN))
        case Scalar(a), Scalar(b) if a in NUMBERS and b in NUMBERS:
            return Scalar(_number(a, b, operator))
        case (Unknown(), _) | (_, Unknown()):
            return UNKNOWN
        case _:
            return UNKNOWN


def _number(left: str, right: str, operator: str) -> str:
    if operator == "Div" and left == right:
        return "figure" if left in DECIMALS else "float"
    for kind in ("money", "rate", "figure", "float"):
        if kind in (left, right):
            return "figure" if kind == "rate" and left != right else kind
    return "count"
