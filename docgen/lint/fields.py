"""Attributes in templates (`value.name`): their values, and fields that are unknown or redacted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from jinja2 import nodes

from docgen.audience import Audience, marks_of_cached
from docgen.display import display_fields
from docgen.lint.context import LintContext
from docgen.lint.scope import Scope, named, path_of
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
from docgen.messages import Message, message
from docgen.nearest import suggest

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

    def report(
        self, key: str, node: nodes.Node, words: str = "", hint: Message | None = None, /, **values: Any
    ) -> None:
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
            return _of_fields(reporter, node, "", dict(zip(names, items, strict=True)), "lint.field.unknown:group")
        case ListOf() | TupleOf():
            return _of_list(reporter, node)
        case Scalar():
            return _of_scalar(reporter, node, owner)
        case Definition("module"):
            return _of_fields(reporter, node, "", dict(owner.payload.module), "lint.field.unknown:import")
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
        hint = suggest(name, _names(owner))
        reporter.report("lint.field.unknown", node, name, hint, name=name, owner=model.__name__)
        return MISSING
    if owner.only is not None and name not in _names(owner) and path_of(node) not in scope.present:
        facts = {"name": name, "model": model.__name__, "kind": reporter.context.kind}
        reporter.report("lint.field.left_out", node, name, **facts, names=sorted(owner.only))
        return MISSING
    mark, value = found
    display = display_fields(model).get(name)
    steps = display.steps(model) if display else ((model, name),)
    reporter.context.used.update((holder.__name__, field) for holder, field in steps)
    others = [item for item in Audience if item in scope.audiences and not item.may_read(mark)]
    if others and path_of(node) not in scope.present:
        guard = f"{{% if reads.{name if name in reporter.context.reads else 'internal'} %}}"
        readers = [message("lint.audience", en=item.value, zh=item.title_zh) for item in others]
        facts = {"name": name, "model": model.__name__, "readers": readers, "guard": guard}
        reporter.report("lint.field.internal", node, name, **facts)
        return MISSING
    return value


def _names(owner: Model) -> list[str]:
    """The fields and display fields that a template may read of a model."""
    every = marks_of_cached(owner.model).keys()
    shown = every if owner.only is None else owner.only
    return [*shown, *(name for name, field in display_fields(owner.model).items() if not field.needs(every - shown))]


def _of_fields(
    reporter: Reporter, node: nodes.Getattr, owner: str, fields: dict[str, Value], key: str = "lint.field.unknown"
) -> Value:
    """The attribute of a value with known fields; `owner` is its name, `key` the message if there is no such field."""
    if node.attr in fields:
        if owner == "stamp":
            model = reporter.context.schema.__name__
            reporter.context.used.update((model, name) for name in _OF_STAMP.get(node.attr, (node.attr,)))
        return fields[node.attr]
    if owner == "dict" and hasattr(dict, node.attr):
        return Callable(f"dict.{node.attr}")
    reporter.report(key, node, node.attr, suggest(node.attr, fields), name=node.attr, owner=owner)
    return MISSING


def _of_list(reporter: Reporter, node: nodes.Getattr) -> Value:
    if hasattr(list, node.attr):
        return Callable(f"list.{node.attr}")
    facts = {"path": named(node.node), "of": path_of(node.node) or "…", "name": node.attr}
    reporter.report("lint.list.attribute", node, node.attr, **facts)
    return UNKNOWN


def _of_scalar(reporter: Reporter, node: nodes.Getattr, owner: Scalar) -> Value:
    known: Any = owner.choice or _PYTHON.get(owner.kind, str)
    name = node.attr
    if name.startswith("_") or not (hasattr(known, name) or (owner.choice and name in _OF_CHOICES)):
        reporter.report("lint.field.unknown:type", node, name, what=describe(owner), name=name)
        return MISSING
    if owner.choice is not None and name in _OF_CHOICES:
        return TEXT
    if owner.kind in {"date", "datetime"} and name in _OF_DATES:
        return COUNT
    if name in _STYLED and (owner.kind, name) != _HOUR:
        reporter.report("lint.date.bare:method", node, name, path=f"{path_of(node.node) or '…'}.{name}")
    return Callable(f"{owner.kind}.{name}", owner)
