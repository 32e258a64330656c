"""Attributes in templates (`value.name`): their values, and fields that are unknown or redacted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from jinja2 import nodes

from docgen.audience import Audience, marks_of_cached
from docgen.lint.context import LintContext, schema_of
from docgen.lint.scope import Scope, path_of
from docgen.lint.values import (
    COUNT,
    MISSING,
    TEXT,
    UNKNOWN,
    Callable,
    Definition,
    Either,
    ListOf,
    Model,
    Record,
    Scalar,
    TupleOf,
    Value,
    describe,
    join_all,
    mark_and_value,
)
from docgen.nearest import suggestion

_PYTHON: dict[str, type] = {
    "text": str, "markdown": str, "markup": str, "choice": str, "date": date, "datetime": datetime, "bool": bool,
    "count": int, "float": float, "money": Decimal, "rate": Decimal, "figure": Decimal,
}  # fmt: skip
_OF_CHOICES = {"value", "name", "title_en", "title_zh"}
_OF_DATES = {"year", "month", "day", "hour", "minute", "second"}
_OF_STAMP = {"lead": ("doc_id", "version", "date", "status")}  # fields of the document that the stamp prints
_STYLED = {"isoformat", "strftime", "ctime"}
_HOUR = ("datetime", "strftime")  # no filter prints the hour alone, and 14:00 is the same in any language


class Reporter(Protocol):
    """Collects problems; `context` is that of the check."""

    context: LintContext

    def report(self, code: str, node: nodes.Node, message: str, hint: str = "", words: str = "") -> None:
        """Report a problem at the place of `node`."""
        ...


def evaluate_attribute(  # noqa: C901, PLR0911 - a case each
    reporter: Reporter, node: nodes.Getattr, owner: Value, scope: Scope
) -> Value:
    """The value of `node.attr` of `owner`; MISSING, with a problem, where there is no such field."""
    name = node.attr
    match owner:
        case Model():
            return _of_model(reporter, node, owner, scope)
        case Record(_, fields):
            return _of_fields(reporter, node, owner.name, dict(fields))
        case TupleOf(items, names) if names and not hasattr(tuple, name):
            return _of_fields(reporter, node, "a group", dict(zip(names, items, strict=True)))
        case ListOf() | TupleOf():
            return _of_list(reporter, node)
        case Scalar():
            return _of_scalar(reporter, node, owner)
        case Definition("module"):
            return _of_fields(reporter, node, "what was imported", dict(owner.payload.module))
        case Either(options):
            return _of_either(reporter, node, options, scope)
        case Callable(kind) if kind in {"cycler value", "group"}:
            return Callable(f"{kind}.{name}", owner) if name != "current" else owner.owner or UNKNOWN
        case _:
            return UNKNOWN


def _of_either(reporter: Reporter, node: nodes.Getattr, options: tuple[Value, ...], scope: Scope) -> Value:
    """The attribute of those options that have it."""
    found: list[Value] = []
    reporter.context.problems.silent += 1
    try:
        found = [evaluate_attribute(reporter, node, option, scope) for option in options]
    finally:
        reporter.context.problems.silent -= 1
    known = [value for value in found if value != MISSING]
    return join_all(known) if known else evaluate_attribute(reporter, node, options[0], scope)


def _of_model(reporter: Reporter, node: nodes.Getattr, owner: Model, scope: Scope) -> Value:
    model, name = owner.model, node.attr
    found, extra = mark_and_value(model, name), dict(owner.extra)
    if found is None:
        if name in extra:
            return extra[name]
        hint = suggestion(name, marks_of_cached(model) if owner.only is None else owner.only)
        reporter.report("field.unknown", node, f"no `{name}` on {model.__name__}", hint, name)
        return MISSING
    is_left_out = owner.only is not None and name not in owner.only
    if owner.only is not None and is_left_out and path_of(node) not in scope.present:
        message = f"`{name}` of {model.__name__} is not for {reporter.context.kind} documents"
        reporter.report("field.left_out", node, message, f"they may print {', '.join(sorted(owner.only))}", name)
        return MISSING
    mark, value = found
    reporter.context.used.add((model.__name__, name))
    others = [str(item) for item in Audience if item in scope.audiences and not item.may_read(mark)]
    if others and path_of(node) not in scope.present:
        message = f"`{name}` of {model.__name__} is internal, and a {' and a '.join(others)} may read this"
        guard = name if name in reporter.context.reads else "internal"
        reporter.report("field.internal", node, message, f"put it under {{% if reads.{guard} %}}", name)
        return MISSING
    return value


def _of_fields(reporter: Reporter, node: nodes.Getattr, owner: str, fields: dict[str, Value]) -> Value:
    if node.attr in fields:
        if owner == "stamp":
            model = schema_of(reporter.context.kind).__name__
            reporter.context.used.update((model, name) for name in _OF_STAMP.get(node.attr, (node.attr,)))
        return fields[node.attr]
    if owner == "dict" and hasattr(dict, node.attr):
        return Callable(f"dict.{node.attr}")
    reporter.report("field.unknown", node, f"no `{node.attr}` on {owner}", suggestion(node.attr, fields), node.attr)
    return MISSING


def _of_list(reporter: Reporter, node: nodes.Getattr) -> Value:
    if hasattr(list, node.attr):
        return Callable(f"list.{node.attr}")
    path = path_of(node.node) or "this"
    hint = f"write {{% for item in {path} %}} and ask the item"
    reporter.report("list.attribute", node, f"`{path}` is a list and has no `{node.attr}`", hint, node.attr)
    return UNKNOWN


def _of_scalar(reporter: Reporter, node: nodes.Getattr, owner: Scalar) -> Value:
    known: Any = owner.choice or _PYTHON.get(owner.kind, str)
    name = node.attr
    if name.startswith("_") or not (hasattr(known, name) or (owner.choice and name in _OF_CHOICES)):
        message = f"{describe(owner)} has no `{name}`"
        reporter.report("field.unknown", node, message, "it is printed as it is, or through a filter", name)
        return MISSING
    if owner.choice is not None and name in _OF_CHOICES:
        return TEXT
    if owner.kind in {"date", "datetime"} and name in _OF_DATES:
        return COUNT
    if name in _STYLED and (owner.kind, name) != _HOUR:
        path = path_of(node.node) or "this date"
        reporter.report("date.bare", node, f"`{path}.{name}` looks the same in every language", "write |date", name)
    return Callable(f"{owner.kind}.{name}", owner)
