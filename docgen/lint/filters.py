"""Turns a value and a filter into what the filter gives, and notes what the filter can't work on."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from jinja2 import nodes

from docgen.lint.calls import check_label, wrong_arguments
from docgen.lint.fields import attribute
from docgen.lint.problems import Notes
from docgen.lint.scope import Scope, path_of
from docgen.lint.values import (
    COUNT,
    MARKUP,
    NUMBERS,
    TEXT,
    UNKNOWN,
    Either,
    ListOf,
    Maybe,
    Model,
    Nothing,
    Scalar,
    TupleOf,
    Unknown,
    Value,
    given,
    item_of,
    join,
    join_all,
    said,
)
from docgen.nearest import suggestion

FIGURES = {"money", "amount", "price", "number", "percent", "discount", "wan"}
_MONEY_ONLY = {
    "percent": ("money",),
    "discount": ("money",),
    "money": ("rate",),
    "amount": ("rate",),
    "price": ("rate",),
}
_OWN = {"date", "datetime", "period", "label", "markdown", "plain", "paginate", "blocks", "attribute"}
_WORDS = {
    "upper", "lower", "title", "capitalize", "replace", "trim", "center", "indent", "wordwrap", "striptags", "string",
    "urlencode", "escape", "e", "forceescape", "safe", "format",
}  # fmt: skip
_ALIKE = {"sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr", "list", "slice"}
_INSIDE = {"length", "count", "first", "last", "min", "max", "sum", "join", "map", "batch", "paginate", "truncate"}
_NUMBERS = {"round": None, "abs": None, "int": "count", "float": "float"}


Filters = Mapping[str, Callable[..., Any]]


class Reads(Protocol):
    """What reads expressions."""

    setting: Any
    notes: Notes
    filters: Filters
    tests: frozenset[str]

    def value(self, node: nodes.Node, scope: Scope) -> Value: ...  # noqa: D102
    def there(self, node: nodes.Node, scope: Scope, doing: str) -> Value: ...  # noqa: D102
    def as_words(self, node: nodes.Node, value: Value) -> None: ...  # noqa: D102
    def note(self, code: str, node: nodes.Node, message: str, hint: str = "", words: str = "") -> None: ...  # noqa: D102
    def probe(self, node: nodes.Node, scope: Scope) -> Value: ...  # noqa: D102


def filtered(reader: Reads, node: nodes.Filter, scope: Scope) -> Value:
    """What `node` gives."""
    if node.name.startswith("dg_") or node.node is None:
        return _of_engine(reader, node, scope)
    for argument in (*node.args, *(pair.value for pair in node.kwargs)):
        reader.value(argument, scope)
    if node.name in {"default", "d"}:
        return _default(reader, node, scope)
    if node.name not in reader.filters:
        reader.value(node.node, scope)
        reader.note(
            "filter.unknown", node, f"no filter `{node.name}`", suggestion(node.name, reader.filters), node.name
        )
        return UNKNOWN
    wrong, hint = wrong_arguments(reader.filters, node)
    if wrong:
        reader.note("call.arguments", node, wrong, hint, node.name)
    if node.name in FIGURES:
        return _figure(reader, node, scope)
    if node.name in _INSIDE or node.name in _ALIKE or node.name in {"groupby", "round", "abs", "period"}:
        value = reader.there(node.node, scope, f"`|{node.name}` works on its inside")
    else:
        value = reader.value(node.node, scope)
    return _RESULTS.get(node.name, _words)(reader, node, value, scope)


def _of_engine(reader: Reads, node: nodes.Filter, scope: Scope) -> Value:
    value = UNKNOWN if node.node is None else reader.value(node.node, scope)
    return value if node.name == "dg_written" else MARKUP


def _default(reader: Reads, node: nodes.Filter, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `filtered` has looked
    value = reader.probe(node.node, scope)
    first = reader.value(node.args[0], scope) if node.args else TEXT
    is_boolean = len(node.args) > 1 or any(pair.key == "boolean" for pair in node.kwargs)
    if isinstance(value, Maybe) and not is_boolean:
        path = path_of(node.node) or "this value"
        message = f"`{path}` is defined but may be empty, and `default` lets that through"
        reader.note("default.none", node, message, f"write `{path} or …`, or default(…, true)", path)
        return value
    return join(given(value), first)


def _figure(reader: Reads, node: nodes.Filter, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `filtered` has looked
    value = reader.value(node.node, scope)
    kind = given(value)
    if not isinstance(kind, Unknown | Either | Nothing) and not (isinstance(kind, Scalar) and kind.kind in NUMBERS):
        message = f"`|{node.name}` takes a figure, not {said(kind)}"
        reader.note("filter.operand", node, message, "take the filter away", node.name)
    elif isinstance(kind, Scalar) and kind.kind in _MONEY_ONLY.get(node.name, ()):
        message = f"`|{node.name}` prints {said(kind)} as something else"
        hint = "write |percent or |discount" if kind.kind == "rate" else "write |money or |amount"
        reader.note("filter.operand", node, message, hint, node.name)
    elif isinstance(kind, Scalar) and kind.kind == "float":
        message = f"`|{node.name}` takes an exact figure, and this is a rounded one"
        reader.note("filter.operand", node, message, "leave out `|float` and fractions", node.name)
    return TEXT


def _date(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    """`date`, `datetime`, and both ends of `period`."""
    given_values = [value, *(reader.there(argument, scope, "a period has two ends") for argument in node.args)]
    for part in given_values if node.name == "period" else [value]:
        kind = given(part)
        is_date = isinstance(kind, Scalar) and kind.kind in {"date", "datetime"}
        is_short = node.name == "datetime" and isinstance(kind, Scalar) and kind.kind == "date"
        if (not is_date and not isinstance(kind, Unknown | Either | Nothing)) or is_short:
            message = f"`|{node.name}` takes a date, not {said(kind)}"
            reader.note("filter.operand", node, message, "take the filter away", node.name)
    return TEXT


def _words(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `filtered` has looked
    if node.name in _WORDS or node.name in {"attribute", "truncate"}:
        reader.as_words(node.node, value)
    for argument in node.args if node.name == "format" else ():
        reader.as_words(argument, reader.probe(argument, scope))
    return Scalar("markup") if node.name == "safe" else TEXT


def _label(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `filtered` has looked
    check_label(reader, node.node, value)
    return TEXT


def _alike(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    _check_test(reader, node)
    name = _named(node)
    item = item_of(value) or UNKNOWN
    if name is not None:
        found = _part(reader, node, item, name, scope)
        if node.name == "selectattr" and len(node.args) == 1:
            item = _with_part(item, name, given(found))
    if node.name == "select" and not node.args:
        item = given(item)
    return ListOf(ListOf(item)) if node.name == "slice" else ListOf(item)


def _check_test(reader: Reads, node: nodes.Filter) -> None:
    """Note a test that `select('…')` or `selectattr(…, '…')` names and that doesn't exist."""
    place = {"select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}.get(node.name, len(node.args))
    named = node.args[place] if place < len(node.args) else None
    if isinstance(named, nodes.Const) and isinstance(named.value, str) and named.value not in reader.tests:
        hint = suggestion(named.value, reader.tests)
        reader.note("filter.unknown", node, f"no test `{named.value}`", hint, named.value)


def _with_part(item: Value, name: Any, part: Value) -> Value:
    if isinstance(item, TupleOf) and isinstance(name, int) and name < len(item.items):
        return TupleOf((*item.items[:name], part, *item.items[name + 1 :]), item.names)
    return item


def _named(node: nodes.Filter) -> Any:
    """The attribute that a filter works by: `map(attribute='x')`, `sort('x')`, `selectattr('x')`; None if by none."""
    for pair in node.kwargs:
        if pair.key in {"attribute", "by"} and isinstance(pair.value, nodes.Const):
            return pair.value.value
    takes_first = node.name in {"selectattr", "rejectattr", "groupby", "sum"}
    first = node.args[0] if node.args and takes_first else None
    if node.name in {"min", "max", "unique", "sort"} or first is None:
        return None
    return first.value if isinstance(first, nodes.Const) else None


def _part(reader: Reads, node: nodes.Filter, item: Value, name: Any, scope: Scope) -> Value:
    """The part of each item that `name` means: an index, or a path `a.b`."""
    if isinstance(name, int):
        return item.items[name] if isinstance(item, TupleOf) and name < len(item.items) else UNKNOWN
    for step in str(name).split("."):
        if step.isdigit():
            return UNKNOWN
        stem = nodes.Getattr(nodes.Name("item", "load", lineno=node.lineno), step, "load", lineno=node.lineno)
        item = attribute(reader, stem, given(item), scope)
    return item


def _map(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    item, name = item_of(value) or UNKNOWN, _named(node)
    if name is not None:
        return ListOf(_part(reader, node, item, name, scope))
    first = node.args[0] if node.args else None
    if not isinstance(first, nodes.Const):
        return ListOf(UNKNOWN)
    if first.value not in reader.filters:
        reader.note(
            "filter.unknown",
            node,
            f"no filter `{first.value}`",
            suggestion(str(first.value), reader.filters),
            str(first.value),
        )
        return ListOf(UNKNOWN)
    if first.value in {"first", "last"}:
        return ListOf(_end(item, first.value))
    texts = FIGURES | _OWN | _WORDS
    if isinstance(item, Model) and first.value in texts:
        hint = "write |map(attribute='name')|map(…)"
        reader.note("model.printed", node, f"{said(item)} is no text", hint, str(first.value))
    return ListOf(TEXT if first.value in texts else COUNT if first.value in {"length", "int"} else UNKNOWN)


def _end(value: Value, name: str) -> Value:
    if isinstance(value, TupleOf) and value.items:
        return value.items[0 if name == "first" else -1]
    return item_of(value) or UNKNOWN


def _attr(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    """`row|attr(field)`: the field of each name that `field` can have."""
    named = reader.probe(node.args[0], scope) if node.args else UNKNOWN
    words = named.words if isinstance(named, Scalar) else None
    return join_all(_part(reader, node, given(value), word, scope) for word in sorted(words or ()))


def _join(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `filtered` has looked
    name, item = _named(node), item_of(value)
    if item is None:
        path = path_of(node.node) or "this"
        reader.note("loop.single", node, f"`{path}` is no list to join", "print it as it is", path)
        return TEXT
    item = item if name is None else _part(reader, node, item, name, scope)
    if isinstance(item, Model):
        reader.note("model.printed", node, f"{said(item)} is no text", "write |map(attribute='name')|join", "join")
    elif not isinstance(value, Scalar):
        reader.as_words(node.node, item)
    return TEXT


def _sum(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    name, item = _named(node), item_of(value) or UNKNOWN
    return given(item if name is None else _part(reader, node, item, name, scope))


def _groups(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    item = item_of(value) or UNKNOWN
    key = _part(reader, node, item, _named(node) or "", scope) if _named(node) else UNKNOWN
    return ListOf(TupleOf((key, ListOf(item)), ("grouper", "list")))


def _number(reader: Reads, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    kind = _NUMBERS[node.name]
    is_money = node.name == "int" and isinstance(value, Scalar) and value.kind in {"money", "rate"}
    return Scalar(kind) if kind and not is_money else value


_Result = Callable[[Any, nodes.Filter, Value, Scope], Value]
_RESULTS: dict[str, _Result] = {
    **dict.fromkeys(_ALIKE, _alike),
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(("date", "datetime", "period"), _date),
    **dict.fromkeys(("length", "count", "wordcount"), lambda reader, node, value, scope: COUNT),
    **dict.fromkeys(("first", "last", "min", "max"), lambda reader, node, value, scope: _end(value, node.name)),
    **dict.fromkeys(
        ("batch", "paginate"), lambda reader, node, value, scope: ListOf(ListOf(item_of(value) or UNKNOWN))
    ),
    **dict.fromkeys(("items", "dictsort", "tojson", "pprint"), lambda reader, node, value, scope: UNKNOWN),
    "attr": _attr,
    "map": _map,
    "join": _join,
    "sum": _sum,
    "groupby": _groups,
    "label": _label,
    "markdown": lambda reader, node, value, scope: Scalar("markdown"),
    "blocks": lambda reader, node, value, scope: MARKUP,
}
