"""Turns a call in a template into what it gives, and notes labels, files and arguments that don't exist."""

from collections.abc import Callable
from typing import Any

from jinja2 import nodes

from docgen.annotations import nested_models
from docgen.audience import marks_of_cached
from docgen.lint.fields import attribute
from docgen.lint.labels import check_label
from docgen.lint.scope import Scope
from docgen.lint.values import (
    BOOL,
    COUNT,
    MARKUP,
    TEXT,
    UNKNOWN,
    Defined,
    Drawn,
    ListOf,
    Maybe,
    Model,
    Nothing,
    Record,
    Scalar,
    TupleOf,
    Value,
    given,
    item_of,
    join_all,
    maybe,
    said,
)
from docgen.lint.values import Callable as Function
from docgen.schemas.decision_map import DecisionMap
from docgen.schemas.proposal_parts import Phase

_LISTS = {"split", "rsplit", "splitlines", "partition", "rpartition"}
_COUNTS = {"find", "rfind", "index", "rindex", "count"}


def call(reader: Any, node: nodes.Call, scope: Scope) -> Value:
    """What `node` gives."""
    callee = reader.value(node.node, scope)
    if isinstance(callee, Defined):
        return reader.call_macro(node, callee, scope)
    given_values = [reader.value(argument, scope) for argument in node.args]
    for pair in node.kwargs:
        reader.value(pair.value, scope)
    if not isinstance(callee, Function):
        if isinstance(callee, Scalar | Model | ListOf | Record | Maybe):
            reader.note("value.printed", node, f"{said(callee)} is no function", "take the brackets away")
        return UNKNOWN
    if callee.name == "text.format":
        for argument, value in zip(node.args, given_values, strict=True):
            reader.as_words(argument, value)
    made = _FUNCTIONS.get(callee.name)
    return made(reader, node, given_values, scope) if made else _method(callee, given_values)


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


def _label(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    if len(values) != 1:
        reader.note("call.arguments", node, "a label takes one key", "write label('key')")
    for argument, value in zip(node.args, values, strict=True):
        check_label(reader, argument, value)
    return TEXT


def _branches(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_model(reader, node, values, DecisionMap)
    if not values or not isinstance(given(values[0]), Model):
        return UNKNOWN
    facts: list[tuple[str, Value]] = [("number", COUNT), ("count", COUNT), ("heads", ListOf(TEXT))]
    edge = attribute(reader, nodes.Getattr(node, "edges", "load", lineno=node.lineno), given(values[0]), scope)
    item = item_of(given(edge))
    apart = Model(item.model, (("from_name", TEXT), ("to_name", TEXT))) if isinstance(item, Model) else UNKNOWN
    return ListOf(Model(DecisionMap, (*facts, ("apart", ListOf(apart)))))


def _check_model(reader: Any, node: nodes.Call, values: list[Value], wanted: type) -> None:
    """Note an argument that is not what is drawn, and one that may be empty; all its fields count as read."""
    name = getattr(node.node, "name", "it")
    if not values:
        reader.note("call.arguments", node, f"`{name}` draws {wanted.__name__}, and is given nothing", "", name)
        return
    first = values[0]
    if isinstance(first, Maybe | Nothing):
        reader.note("optional.unguarded", node, f"what `{name}` draws may be empty", "put it under {% if … %}", name)
    kind = given(first)
    kind = (item_of(kind) or UNKNOWN) if isinstance(kind, ListOf | TupleOf) else kind
    if isinstance(kind, Model):
        _use_all(reader, kind.model)
    if (isinstance(kind, Model) and kind.model is not wanted) or isinstance(kind, Scalar):
        message = f"`{name}` draws {wanted.__name__}, not {said(kind)}"
        reader.note("call.arguments", node, message, "give it the field of that sort", name)


def _use_all(reader: Any, model: Any) -> None:
    for known in nested_models(model):
        reader.setting.used.update((known.__name__, field) for field in marks_of_cached(known))


def _diagram(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_model(reader, node, values, DecisionMap)
    return MARKUP if reader.setting.file_format == "pdf" else Drawn("diagram")


def _gantt(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_model(reader, node, values, Phase)
    return MARKUP if reader.setting.file_format == "pdf" else Drawn("gantt")


def _chart(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    """`chart(rows, category="name", values={"Sum": "net"})`: the names are fields of a row."""
    rows = values[0] if values else UNKNOWN
    if isinstance(rows, Maybe):
        reader.note("optional.unguarded", node, "the rows of a chart may be empty", "write `rows or []`", "chart")
    item = item_of(given(rows))
    for pair in node.kwargs:
        written = [pair.value] if pair.key == "category" else []
        if pair.key == "values" and isinstance(pair.value, nodes.Dict):
            written = [entry.value for entry in pair.value.items]
        for name in written:
            if isinstance(name, nodes.Const) and isinstance(name.value, str) and isinstance(item, Model):
                attribute(reader, nodes.Getattr(node, name.value, "load", lineno=node.lineno), item, scope)
    return Drawn("chart")


def _picture(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_asset(reader, node, values)
    return Drawn("picture")


def _check_asset(reader: Any, node: nodes.Call, values: list[Value]) -> None:
    for value in values[:1]:
        if isinstance(value, Maybe | Nothing):
            reader.note("optional.unguarded", node, "the picture may be missing", "write `… if … else ''`")
        words = value.words if isinstance(value, Scalar) else None
        for path in sorted(words or ()):
            if not path.startswith("data:") and not reader.setting.has_asset(path):
                hint = "give a path beside the library's HTML templates, or Word templates for a sub-document"
                reader.note("asset.missing", node, f"no file `{path}` in the library", hint, path)


def _subdocument(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    _check_asset(reader, node, values)
    for value in values[:1]:
        for path in sorted((value.words if isinstance(value, Scalar) else None) or ()):
            reader.read_subdocument(path, scope)
    return Drawn("subdocument")


def _cycler(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    return Function("cycler value", join_all(values) if not node.dyn_args else TEXT)


def _namespace(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    fields: list[tuple[str, Value]] = []
    for pair in node.kwargs:
        value = reader.value(pair.value, scope)
        fields.append((pair.key, maybe(UNKNOWN) if isinstance(value, Nothing) else value))
    return Record("namespace", tuple(fields))


def _dict(reader: Any, node: nodes.Call, values: list[Value], scope: Scope) -> Value:
    return Record("dict", tuple((pair.key, reader.value(pair.value, scope)) for pair in node.kwargs))


_Made = Callable[[Any, nodes.Call, list[Value], Scope], Value]
_FUNCTIONS: dict[str, _Made] = {
    "label": _label,
    "head": _label,
    "branches": _branches,
    "diagram": _diagram,
    "gantt": _gantt,
    "chart": _chart,
    "picture": _picture,
    "logo": lambda reader, node, values, scope: Drawn("logo"),
    "subdocument": _subdocument,
    "cycler": _cycler,
    "namespace": _namespace,
    "dict": _dict,
    "range": lambda reader, node, values, scope: ListOf(COUNT),
    "joiner": lambda reader, node, values, scope: Function("joiner value"),
    "joiner value": lambda reader, node, values, scope: TEXT,
    "loop": lambda reader, node, values, scope: MARKUP,
    "super": lambda reader, node, values, scope: MARKUP,
}
