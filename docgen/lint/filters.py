"""Filters in templates: their values, and operands and arguments that they can't take."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from jinja2 import nodes

from docgen.lint.calls import check_arguments, check_label
from docgen.lint.fields import evaluate_attribute
from docgen.lint.problems import ProblemList
from docgen.lint.scope import Scope, named, path_of
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
    describe,
    item_of,
    join,
    join_all,
    not_none,
)
from docgen.messages import Message
from docgen.nearest import suggest

FIGURES = {"money", "amount", "price", "number", "percent", "discount", "wan"}
_MONEY_ONLY = {
    "percent": ("money",),
    "discount": ("money",),
    "money": ("rate",),
    "amount": ("rate",),
    "price": ("rate",),
}
_DOCGEN_FILTERS = {"date", "datetime", "period", "label", "markdown", "plain", "paginate", "blocks", "attribute"}
_TEXT_FILTERS = {
    "upper", "lower", "title", "capitalize", "replace", "trim", "center", "indent", "wordwrap", "striptags", "string",
    "urlencode", "escape", "e", "forceescape", "safe", "format",
}  # fmt: skip
_SAME_ITEMS = {"sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr", "list", "slice"}
_NEED_VALUE = {"length", "count", "first", "last", "min", "max", "sum", "join", "map", "batch", "paginate", "truncate"}
_NUMBERS = {"round": None, "abs": None, "int": "count", "float": "float"}


Filters = Mapping[str, Callable[..., Any]]


class Evaluator(Protocol):
    """Evaluates expressions, reporting problems; see `ExpressionEvaluator`."""

    context: Any
    problems: ProblemList
    filters: Filters
    tests: frozenset[str]

    def evaluate(self, node: nodes.Node, scope: Scope) -> Value: ...  # noqa: D102
    def evaluate_required(self, node: nodes.Node, scope: Scope, key: str, /, **values: Any) -> Value: ...  # noqa: D102
    def check_as_text(self, node: nodes.Node, value: Value) -> None: ...  # noqa: D102
    def report(  # noqa: D102
        self, key: str, node: nodes.Node, words: str = "", hint: Message | None = None, /, **values: Any
    ) -> None: ...
    def probe(self, node: nodes.Node, scope: Scope) -> Value: ...  # noqa: D102


def evaluate_filter(evaluator: Evaluator, node: nodes.Filter, scope: Scope) -> Value:
    """The value of a filtered expression."""
    if node.name.startswith("dg_") or node.node is None:
        return _of_engine(evaluator, node, scope)
    for argument in (*node.args, *(pair.value for pair in node.kwargs)):
        evaluator.evaluate(argument, scope)
    if node.name in {"default", "d"}:
        return _default(evaluator, node, scope)
    if node.name not in evaluator.filters:
        evaluator.evaluate(node.node, scope)
        _report_unknown(evaluator, node, node.name)
        return UNKNOWN
    check_arguments(evaluator, node)
    if node.name in FIGURES:
        return _figure(evaluator, node, scope)
    if node.name in _NEED_VALUE or node.name in _SAME_ITEMS or node.name in {"groupby", "round", "abs", "period"}:
        value = evaluator.evaluate_required(node.node, scope, "lint.optional.unguarded:filter", name=node.name)
    else:
        value = evaluator.evaluate(node.node, scope)
    return _RESULTS.get(node.name, _text)(evaluator, node, value, scope)


def _report_unknown(evaluator: Evaluator, node: nodes.Filter, name: str) -> None:
    evaluator.report("lint.filter.unknown", node, name, suggest(name, evaluator.filters), name=name)


def _of_engine(evaluator: Evaluator, node: nodes.Filter, scope: Scope) -> Value:
    value = UNKNOWN if node.node is None else evaluator.evaluate(node.node, scope)
    return value if node.name in {"dg_written", "dg_slot", "dg_filled_table"} else MARKUP


def _default(evaluator: Evaluator, node: nodes.Filter, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `evaluate_filter` checks it
    value = evaluator.probe(node.node, scope)
    first = evaluator.evaluate(node.args[0], scope) if node.args else TEXT
    is_boolean = len(node.args) > 1 or any(pair.key == "boolean" for pair in node.kwargs)
    if isinstance(value, Maybe) and not is_boolean:
        path = path_of(node.node)
        evaluator.report("lint.default.none", node, path, path=named(node.node), of=path or "…")
        return value
    return join(not_none(value), first)


def _figure(evaluator: Evaluator, node: nodes.Filter, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `evaluate_filter` checks it
    value = evaluator.evaluate(node.node, scope)
    kind = not_none(value)
    if not isinstance(kind, Unknown | Either | Nothing) and not (isinstance(kind, Scalar) and kind.kind in NUMBERS):
        evaluator.report("lint.filter.operand", node, node.name, name=node.name, what=describe(kind))
    elif isinstance(kind, Scalar) and kind.kind in _MONEY_ONLY.get(node.name, ()):
        key = "lint.filter.operand:rate" if kind.kind == "rate" else "lint.filter.operand:money"
        evaluator.report(key, node, node.name, name=node.name, what=describe(kind))
    elif isinstance(kind, Scalar) and kind.kind == "float":
        evaluator.report("lint.filter.operand:rounded", node, node.name, name=node.name)
    return TEXT


def _date(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    """The value of `date`, `datetime` and `period`; a period has two dates."""
    argument_values = [
        value,
        *(evaluator.evaluate_required(argument, scope, "lint.optional.unguarded:period") for argument in node.args),
    ]
    for part in argument_values if node.name == "period" else [value]:
        kind = not_none(part)
        is_date = isinstance(kind, Scalar) and kind.kind in {"date", "datetime"}
        is_short = node.name == "datetime" and isinstance(kind, Scalar) and kind.kind == "date"
        if (not is_date and not isinstance(kind, Unknown | Either | Nothing)) or is_short:
            evaluator.report("lint.filter.operand:date", node, node.name, name=node.name, what=describe(kind))
    return TEXT


def _text(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `evaluate_filter` checks it
    if node.name in _TEXT_FILTERS or node.name in {"attribute", "truncate"}:
        evaluator.check_as_text(node.node, value)
    for argument in node.args if node.name == "format" else ():
        evaluator.check_as_text(argument, evaluator.probe(argument, scope))
    return Scalar("markup") if node.name == "safe" else TEXT


def _label(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `evaluate_filter` checks it
    check_label(evaluator, node.node, value)
    return TEXT


def _same_items(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    _check_test(evaluator, node)
    name = _attribute_argument(node)
    item = item_of(value) or UNKNOWN
    if name is not None:
        found = _attribute_of(evaluator, node, item, name, scope)
        if node.name == "selectattr" and len(node.args) == 1:
            item = _with_attribute(item, name, not_none(found))
    if node.name == "select" and not node.args:
        item = not_none(item)
    return ListOf(ListOf(item)) if node.name == "slice" else ListOf(item)


def _check_test(evaluator: Evaluator, node: nodes.Filter) -> None:
    """Report an unknown test named by `select('…')` or `selectattr(…, '…')`."""
    place = {"select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}.get(node.name, len(node.args))
    test = node.args[place] if place < len(node.args) else None
    if isinstance(test, nodes.Const) and isinstance(test.value, str) and test.value not in evaluator.tests:
        hint = suggest(test.value, evaluator.tests)
        evaluator.report("lint.filter.unknown:test", node, test.value, hint, name=test.value)


def _with_attribute(item: Value, name: Any, part: Value) -> Value:
    if isinstance(item, TupleOf) and isinstance(name, int) and name < len(item.items):
        return TupleOf((*item.items[:name], part, *item.items[name + 1 :]), item.names)
    return item


def _attribute_argument(node: nodes.Filter) -> Any:
    """The attribute argument of a filter: `map(attribute='x')`, `sort('x')`, `selectattr('x')`; None if it has none."""
    for pair in node.kwargs:
        if pair.key in {"attribute", "by"} and isinstance(pair.value, nodes.Const):
            return pair.value.value
    takes_first = node.name in {"selectattr", "rejectattr", "groupby", "sum"}
    first = node.args[0] if node.args and takes_first else None
    if node.name in {"min", "max", "unique", "sort"} or first is None:
        return None
    return first.value if isinstance(first, nodes.Const) else None


def _attribute_of(evaluator: Evaluator, node: nodes.Filter, item: Value, name: Any, scope: Scope) -> Value:
    """The attribute `name` of an item: an index, or a path `a.b`."""
    if isinstance(name, int):
        return item.items[name] if isinstance(item, TupleOf) and name < len(item.items) else UNKNOWN
    for step in str(name).split("."):
        if step.isdigit():
            return UNKNOWN
        stem = nodes.Getattr(nodes.Name("item", "load", lineno=node.lineno), step, "load", lineno=node.lineno)
        item = evaluate_attribute(evaluator, stem, not_none(item), scope)
    return item


def _map(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    item, name = item_of(value) or UNKNOWN, _attribute_argument(node)
    if name is not None:
        return ListOf(_attribute_of(evaluator, node, item, name, scope))
    first = node.args[0] if node.args else None
    if not isinstance(first, nodes.Const):
        return ListOf(UNKNOWN)
    if first.value not in evaluator.filters:
        _report_unknown(evaluator, node, str(first.value))
        return ListOf(UNKNOWN)
    if first.value in {"first", "last"}:
        return ListOf(_first_or_last(item, first.value))
    texts = FIGURES | _DOCGEN_FILTERS | _TEXT_FILTERS
    if isinstance(item, Model) and first.value in texts:
        evaluator.report("lint.model.printed:map", node, str(first.value), what=describe(item))
    return ListOf(TEXT if first.value in texts else COUNT if first.value in {"length", "int"} else UNKNOWN)


def _first_or_last(value: Value, name: str) -> Value:
    if isinstance(value, TupleOf) and value.items:
        return value.items[0 if name == "first" else -1]
    return item_of(value) or UNKNOWN


def _attr(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    """The value of `row|attr(field)`, for all names that `field` can be."""
    field = evaluator.probe(node.args[0], scope) if node.args else UNKNOWN
    words = field.words if isinstance(field, Scalar) else None
    return join_all(_attribute_of(evaluator, node, not_none(value), word, scope) for word in sorted(words or ()))


def _join(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    assert node.node is not None  # noqa: S101 - `evaluate_filter` checks it
    name, item = _attribute_argument(node), item_of(value)
    if item is None:
        evaluator.report("lint.loop.single:join", node, path_of(node.node), path=named(node.node))
        return TEXT
    item = item if name is None else _attribute_of(evaluator, node, item, name, scope)
    if isinstance(item, Model):
        evaluator.report("lint.model.printed:join", node, "join", what=describe(item))
    elif not isinstance(value, Scalar):
        evaluator.check_as_text(node.node, item)
    return TEXT


def _sum(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    name, item = _attribute_argument(node), item_of(value) or UNKNOWN
    return not_none(item if name is None else _attribute_of(evaluator, node, item, name, scope))


def _groups(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    item = item_of(value) or UNKNOWN
    key = (
        _attribute_of(evaluator, node, item, _attribute_argument(node) or "", scope)
        if _attribute_argument(node)
        else UNKNOWN
    )
    return ListOf(TupleOf((key, ListOf(item)), ("grouper", "list")))


def _number(evaluator: Evaluator, node: nodes.Filter, value: Value, scope: Scope) -> Value:
    kind = _NUMBERS[node.name]
    is_money = node.name == "int" and isinstance(value, Scalar) and value.kind in {"money", "rate"}
    return Scalar(kind) if kind and not is_money else value


_Result = Callable[[Any, nodes.Filter, Value, Scope], Value]
_RESULTS: dict[str, _Result] = {
    **dict.fromkeys(_SAME_ITEMS, _same_items),
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(("date", "datetime", "period"), _date),
    **dict.fromkeys(("length", "count", "wordcount"), lambda evaluator, node, value, scope: COUNT),
    **dict.fromkeys(
        ("first", "last", "min", "max"), lambda evaluator, node, value, scope: _first_or_last(value, node.name)
    ),
    **dict.fromkeys(
        ("batch", "paginate"), lambda evaluator, node, value, scope: ListOf(ListOf(item_of(value) or UNKNOWN))
    ),
    **dict.fromkeys(("items", "dictsort", "tojson", "pprint"), lambda evaluator, node, value, scope: UNKNOWN),
    "attr": _attr,
    "map": _map,
    "join": _join,
    "sum": _sum,
    "groupby": _groups,
    "label": _label,
    "markdown": lambda evaluator, node, value, scope: Scalar("markdown"),
    "blocks": lambda evaluator, node, value, scope: MARKUP,
}
