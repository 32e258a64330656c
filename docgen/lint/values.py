"""Abstract values: what an expression of a template can be, from the schema's annotations, and operations on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

from docgen.annotations import Option, fields_in, options_of
from docgen.audience import Audience, Choice, Mark, marks_of_cached
from docgen.schemas.figures import figure_in

MONEY, RATE, FIGURE = "money", "rate", "figure"
DECIMALS = frozenset({MONEY, RATE, FIGURE})
NUMBERS = DECIMALS | {"count", "float"}
_KINDS = {"quantity": FIGURE, "number": FIGURE}  # all other figures go by their own names
_TEXTS = {"text", "markdown", "choice"}


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whatever the reader of templates can't tell; nothing is said about it."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """None."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that is not given, such as a macro's argument without a default."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One printable value. `kind`: text, markdown, markup, money, rate, figure, count, float, date, datetime, bool,
    choice; `words`: the texts it can be, if known; `choice`: the closed list that it is from; `readers`: those for
    whom a bool is true.
    """

    kind: str
    words: frozenset[str] | None = None
    choice: type[Choice] | None = None
    readers: frozenset[Audience] | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one sort of thing."""

    item: "Value"


@dataclass(frozen=True, slots=True)
class TupleOf:
    """Several things in a known order, with the names that Jinja gives them, if any (`grouper`, `list`)."""

    items: tuple["Value", ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """The view of a schema's model, with `extra` fields that the schema lacks; `only` limits its own."""

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
    """One of several sorts of thing."""

    options: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What goes into a shape's alt text: a diagram, a picture, a chart; or a sub-document."""

    name: str


@dataclass(frozen=True, slots=True)
class Callable:
    """A function of the engine, or a method; `owner` is the value that a method belongs to."""

    name: str
    owner: "Value | None" = None


@dataclass(frozen=True, slots=True)
class Defined:
    """A macro, or a template's module: `key` tells it from others, `held` is what the walker keeps of it."""

    what: str
    key: int
    held: Any = field(compare=False)


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
    | Drawn
    | Callable
    | Defined
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


def given(value: Value) -> Value:
    """`value` where it is known to be there."""
    match value:
        case Maybe(inner):
            return inner
        case Either(options):
            return join_all(given(option) for option in options)
        case Nothing():
            return UNKNOWN
        case _:
            return value


def join(first: Value, second: Value) -> Value:  # noqa: PLR0911 - a case each
    """What is one or the other."""
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
    """What is one of `values`; unknown if there is none."""
    found: Value | None = None
    for value in values:
        found = value if found is None else join(found, value)
    return UNKNOWN if found is None else found


def item_of(value: Value) -> Value | None:
    """What a loop over `value` gives; None if it can't be looped over."""
    match value:
        case ListOf(item):
            return item
        case TupleOf(items):
            return join_all(items)
        case Record():
            return TEXT
        case Scalar(kind) if kind in {"text", "markdown", "markup"}:
            return TEXT
        case Unknown() | Either() | Missing() | Defined() | Callable():
            return UNKNOWN
        case _:
            return None


def mark_and_value(model: type[BaseModel], name: str) -> tuple[Mark, Value] | None:
    """The mark and the value of a field or computed field; None if the model has none of that name."""
    return _fields(model).get(name)


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[Mark, Value]]:
    fields, marks = fields_in(model), marks_of_cached(model)
    return {name: (mark, _value_of(fields[name].options, markdown=mark.markdown)) for name, mark in marks.items()}


def _value_of(options: tuple[Option, ...], *, markdown: bool) -> Value:
    given_options = [option for option in options if not option.is_none]
    found = join_all(_of_option(option, markdown=markdown) for option in given_options)
    return maybe(found) if len(given_options) < len(options) else found


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


def said(value: Value) -> str:  # noqa: PLR0911 - a case each
    """A value in a person's words, for messages."""
    match value:
        case Scalar(kind):
            return {"choice": "a choice", "bool": "yes or no", "money": "money", "text": "text"}.get(kind, f"a {kind}")
        case ListOf() | TupleOf():
            return "a list"
        case Model(model):
            return f"a whole {model.__name__}"
        case Maybe(inner):
            return said(inner)
        case Drawn(name):
            return f"what `{name}()` draws"
        case Callable(name):
            return f"the function `{name}`"
        case _:
            return "no text"


def is_mixed(left: Value, right: Value) -> bool:
    """Whether one of two is text, and the other a figure or a date."""
    kinds = {side.kind for side in (left, right) if isinstance(side, Scalar)}
    return bool(kinds & _TEXTS) and bool(kinds & (NUMBERS | {"date", "datetime"}))


def reckoned(left: Value, right: Value, operator: str) -> Value:
    """What `left operator right` gives; the operator by the name of Jinja's node (`Add`, `Div`)."""
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
