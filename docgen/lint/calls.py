"""Function calls in templates: their values, and checks of labels, files and arguments."""

import inspect
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import nodes
from jinja2.filters import FILTERS

from docgen.annotations import nested_models
from docgen.audience import marks_of_cached
from docgen.display.needs_analysis import MapPart
from docgen.lint.fields import evaluate_attribute
from docgen.lint.scope import Scope
from docgen.lint.values import (
    BOOL,
    COUNT,
    MARKUP,
    TEXT,
    UNKNOWN,
    Definition,
    Drawing,
    ListOf,
    Maybe,
    Model,
    Nothing,
    Record,
    Scalar,
    TupleOf,
    Value,
    describe,
    item_of,
    join_all,
    maybe,
    not_none,
)
from docgen.lint.values import Callable as Function
from docgen.messages import message
from docgen.schemas.decision_map import DecisionMap
from docgen.schemas.proposal_parts import Phase

_DOCGEN_FILTERS = {"date", "datetime", "period", "label"}
_LISTS = {"split", "rsplit", "splitlines", "partition", "rpartition"}
_BIND_ERRORS = (
    (re.compile("too many positional arguments"), "lint.call.arguments:many"),
    (re.compile("missing a required (?:keyword-only )?argument: '(?P<argument>.*)'"), "lint.call.arguments:lacking"),
    (re.compile("got an unexpected keyword argument '(?P<argument>.*)'"), "lint.call.arguments:named"),
)
_COUNTS = {"find", "rfind", "index", "rindex", "count"}


def check_label(evaluator: Any, node: nodes.Node, value: Value) -> None:
    """Report each possible key that has no label."""
    if isinstance(value, Maybe | Nothing):
        evaluator.report("lint.optional.unguarded:label", node)
    match not_none(value):
        case Scalar("choice") | Scalar("text", None):
            pass
        case Scalar("text", words):
            for key in sorted(words or ()):
                if not evaluator.context.has_label(key):
                    evaluator.report("lint.label.unknown", node, key, evaluator.context.suggest_label(key), name=key)
        case ListOf() | TupleOf() | Model() | Scalar() as other:
            evaluator.report("lint.label.unknown:type", node, what=describe(other))
        case _:
            pass


def check_arguments(evaluator: Any, node: nodes.Filter) -> None:
    """Report arguments that a filter doesn't take."""
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return
    function = evaluator.filters[node.name]
    signature = _signature(function if node.name in _DOCGEN_FILTERS else FILTERS.get(node.name, function))
    if signature is None:
        return
    passed: dict[str, Any] = {str(pair.key): pair.value for pair in node.kwargs}
    try:
        signature.bind(None, *node.args, **passed)
    except TypeError as error:
        names = list(signature.parameters)[1:]
        hint = message("lint.hint.arguments", names=names)
        if not names:
            hint = message("lint.hint.arguments:none", name=node.name)
        key, values = _read_type_error(str(error))
        evaluator.report(key, node, node.name, hint, name=node.name, **values)


def _read_type_error(text: str) -> tuple[str, dict[str, str]]:
    """The message for an error of `inspect.Signature.bind`, and its values."""
    for pattern, key in _BIND_ERRORS:
        found = pattern.match(text)
        if found:
            return key, found.groupdict()
    return "lint.call.arguments:filter", {"reason": text}


@cache
def _signature(function: Callable[..., Any]) -> inspect.Signature | None:
    """The parameters of a filter as templates see them: the value, then its arguments."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    parameters = list(signature.parameters.values())
    takes_context = getattr(inspect.unwrap(function), "jinja_pass_arg", None) is not None
    return signature.replace(parameters=parameters[1:] if takes_context else parameters)


def evaluate_call(evaluator: Any, node: nodes.Call, scope: Scope) -> Value:
    """The value of a call."""
    callee = evaluator.evaluate(node.node, scope)
    if isinstance(callee, Definition):
        return evaluator.call_macro(node, callee, scope)
    argument_values = [evaluator.evaluate(argument, scope) for argument in node.args]
    for pair in node.kwargs:
        evaluator.evaluate(pair.value, scope)
    if not isinstance(callee, Function):
        if isinstance(callee, Scalar | Model | ListOf | Record | Maybe):
            evaluator.report("lint.value.printed:called", node, what=describe(callee))
        return UNKNOWN
    if callee.name == "text.format":
        for argument, value in zip(node.args, argument_values, strict=True):
            evaluator.check_as_text(argument, value)
    evaluate = _FUNCTIONS.get(callee.name)
    return evaluate(evaluator, node, argument_values, scope) if evaluate else _method(callee, argument_values)


def _method(callee: Function, values: list[Value]) -> Value:
    kind, _, name = callee.name.rpartition(".")
    if callee.name == "cycle":
        return join_all(values)
    if kind == "cycler value":
        return callee.owner.owner if isinstance(callee.owner, Function) and callee.owner.owner else UNKNOWN
    if kind not in {"text", "markdown", "markup", "choice"}:
        return TEXT if name in {"strftime", "isoformat"} else UNKNOWN
    if name in _LISTS:
        return ListOf(TEXT)
    if name in _COUNTS:
        return COUNT
    return BOOL if name.startswith(("is", "startswith", "endswith")) else TEXT


def _label(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    if len(values) != 1:
        evaluator.report("lint.call.arguments:label", node)
    for argument, value in zip(node.args, values, strict=True):
        check_label(evaluator, argument, value)
    return TEXT


def _branches(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_model(evaluator, node, values, DecisionMap)
    if not values or not isinstance(not_none(values[0]), Model):
        return UNKNOWN
    facts: list[tuple[str, Value]] = [("number", COUNT), ("count", COUNT), ("heads", ListOf(TEXT))]
    edge = evaluate_attribute(
        evaluator, nodes.Getattr(node, "edges", "load", lineno=node.lineno), not_none(values[0]), scope
    )
    item = item_of(not_none(edge))
    apart = Model(item.model, (("from_name", TEXT), ("to_name", TEXT))) if isinstance(item, Model) else UNKNOWN
    return ListOf(Model(DecisionMap, (*facts, ("apart", ListOf(apart)))))


def _check_model(evaluator: Any, node: nodes.Call, values: list[Value], wanted: type, also: type | None = None) -> None:
    """Report an argument that isn't `wanted` or `also`, and one that may be None; all its fields count as read."""
    name = getattr(node.node, "name", "it")
    if not values:
        evaluator.report("lint.call.arguments:nothing", node, name, name=name, wanted=wanted.__name__)
        return
    first = values[0]
    if isinstance(first, Maybe | Nothing):
        evaluator.report("lint.optional.unguarded:drawing", node, name, name=name)
    kind = not_none(first)
    kind = (item_of(kind) or UNKNOWN) if isinstance(kind, ListOf | TupleOf) else kind
    if isinstance(kind, Model):
        _mark_used(evaluator, kind.model)
    taken = (wanted, also) if also else wanted
    if (isinstance(kind, Model) and not issubclass(kind.model, taken)) or isinstance(kind, Scalar):
        facts = {"name": name, "wanted": wanted.__name__, "what": describe(kind)}
        evaluator.report("lint.call.arguments:drawing", node, name, **facts)


def _mark_used(evaluator: Any, model: Any) -> None:
    for known in nested_models(model):
        evaluator.context.used.update((known.__name__, field) for field in marks_of_cached(known))


def _diagram(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_model(evaluator, node, values, DecisionMap, MapPart)
    return MARKUP if evaluator.context.file_format == "pdf" else Drawing("diagram")


def _gantt(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_model(evaluator, node, values, Phase)
    return MARKUP if evaluator.context.file_format == "pdf" else Drawing("gantt")


def _chart(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    """The value of `chart(rows, category="name", values={"Sum": "net"})`, whose names are fields of a row."""
    rows = values[0] if values else UNKNOWN
    if isinstance(rows, Maybe):
        evaluator.report("lint.optional.unguarded:chart", node, "chart")
    item = item_of(not_none(rows))
    for pair in node.kwargs:
        written = [pair.value] if pair.key == "category" else []
        if pair.key == "values" and isinstance(pair.value, nodes.Dict):
            written = [entry.value for entry in pair.value.items]
        for name in written:
            if isinstance(name, nodes.Const) and isinstance(name.value, str) and isinstance(item, Model):
                evaluate_attribute(evaluator, nodes.Getattr(node, name.value, "load", lineno=node.lineno), item, scope)
    return Drawing("chart")


def _picture(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_asset(evaluator, node, values)
    return Drawing("picture")


def _check_asset(evaluator: Any, node: nodes.Call, values: list[Value]) -> None:
    for value in values[:1]:
        if isinstance(value, Maybe | Nothing):
            evaluator.report("lint.optional.unguarded:picture", node)
        words = value.words if isinstance(value, Scalar) else None
        for path in sorted(words or ()):
            if not path.startswith("data:") and not evaluator.context.has_asset(path):
                evaluator.report("lint.asset.missing", node, path, path=path)


def _subdocument(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_asset(evaluator, node, values)
    for value in values[:1]:
        for path in sorted((value.words if isinstance(value, Scalar) else None) or ()):
            evaluator.read_subdocument(path, scope)
    return Drawing("subdocument")


def _cycler(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    return Function("cycler value", join_all(values) if not node.dyn_args else TEXT)


def _namespace(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    fields: list[tuple[str, Value]] = []
    for pair in node.kwargs:
        value = evaluator.evaluate(pair.value, scope)
        fields.append((pair.key, maybe(UNKNOWN) if isinstance(value, Nothing) else value))
    return Record("namespace", tuple(fields))


def _dict(evaluator: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    return Record("dict", tuple((pair.key, evaluator.evaluate(pair.value, scope)) for pair in node.kwargs))


_Evaluate = Callable[[Any, nodes.Call, list[Value], Scope], Value]
_FUNCTIONS: dict[str, _Evaluate] = {
    "label": _label,
    "head": _label,
    "branches": _branches,
    "diagram": _diagram,
    "gantt": _gantt,
    "chart": _chart,
    "picture": _picture,
    "logo": lambda evaluator, node, values, scope: Drawing("logo"),
    "subdocument": _subdocument,
    "cycler": _cycler,
    "namespace": _namespace,
    "dict": _dict,
    "range": lambda evaluator, node, values, scope: ListOf(COUNT),
    "joiner": lambda evaluator, node, values, scope: Function("joiner value"),
    "joiner value": lambda evaluator, node, values, scope: TEXT,
    "loop": lambda evaluator, node, values, scope: MARKUP,
    "super": lambda evaluator, node, values, scope: MARKUP,
}
