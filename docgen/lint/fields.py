"""Turns `value.name` into the value of that field, and notes one that the schema lacks or a reader may not see."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from jinja2 import nodes

from docgen.audience import Audience, marks_of_cached
from docgen.lint.context import Setting, schema_of
from docgen.lint.scope import Scope, path_of
from docgen.lint.values import (
    COUNT,
    MISSING,
    TEXT,
    UNKNOWN,
    Callable,
    Defined,
    Either,
    ListOf,
    Model,
    Record,
    Scalar,
    TupleOf,
    Value,
    join_all,
    mark_and_value,
    said,
)
from docgen.nearest import suggestion

_PYTHON: dict[str, type] = {
    "text": str, "markdown": str, "markup": str, "choice": str, "date": date, "datetime": datetime, "bool": bool,
    "count": int, "float": float, "money": Decimal, "rate": Decimal, "figure": Decimal,
}  # fmt: skip
_OF_CHOICES = {"value", "name", "title_en", "title_zh"}
_OF_DATES = {"year", "month", "day", "hour", "minute", "second"}
_OF_STAMP = {"lead": ("doc_id", "version", "date", "status")}  # the document's own fields, printed by the stamp
_STYLED = {"isoformat", "strftime", "ctime"}
_HOUR = ("datetime", "strftime")  # no filter prints the hour of a moment alone, and 14:00 reads alike in any language


class Notes(Protocol):
    """What takes problems; `setting` is what the templates share."""

    setting: Setting

    def note(self, code: str, node: nodes.Node, message: str, hint: str = "", words: str = "") -> None:
        """Note a problem at the place of `node`."""
        ...


def attribute(  # noqa: C901, PLR0911 - a case each
    notes: Notes, node: nodes.Getattr, owner: Value, scope: Scope
) -> Value:
    """What `node.attr` of `owner` is; MISSING, with a problem noted, where there is no such field."""
    name = node.attr
    match owner:
        case Model():
            return _of_model(notes, node, owner, scope)
        case Record(_, fields):
            return _of_fields(notes, node, owner.name, dict(fields))
        case TupleOf(items, names) if names and not hasattr(tuple, name):
            return _of_fields(notes, node, "a group", dict(zip(names, items, strict=True)))
        case ListOf() | TupleOf():
            return _of_list(notes, node)
        case Scalar():
            return _of_scalar(notes, node, owner)
        case Defined("module"):
            return _of_fields(notes, node, "what was imported", dict(owner.held.module))
        case Either(options):
            return _of_either(notes, node, options, scope)
        case Callable(kind) if kind in {"cycler value", "group"}:
            return Callable(f"{kind}.{name}", owner) if name != "current" else owner.owner or UNKNOWN
        case _:
            return UNKNOWN


def _of_either(notes: Notes, node: nodes.Getattr, options: tuple[Value, ...], scope: Scope) -> Value:
    """Of several sorts of thing, those that have the field."""
    found: list[Value] = []
    notes.setting.notes.silent += 1
    try:
        found = [attribute(notes, node, option, scope) for option in options]
    finally:
        notes.setting.notes.silent -= 1
    known = [value for value in found if value != MISSING]
    return join_all(known) if known else attribute(notes, node, options[0], scope)


def _of_model(notes: Notes, node: nodes.Getattr, owner: Model, scope: Scope) -> Value:
    model, name = owner.model, node.attr
    found, extra = mark_and_value(model, name), dict(owner.extra)
    if found is None:
        if name in extra:
            return extra[name]
        hint = suggestion(name, marks_of_cached(model) if owner.only is None else owner.only)
        notes.note("field.unknown", node, f"no `{name}` on {model.__name__}", hint, name)
        return MISSING
    is_left_out = owner.only is not None and name not in owner.only
    if owner.only is not None and is_left_out and path_of(node) not in scope.present:
        message = f"`{name}` of {model.__name__} is not for {notes.setting.kind} documents"
        notes.note("field.left_out", node, message, f"they may print {', '.join(sorted(owner.only))}", name)
        return MISSING
    mark, value = found
    notes.setting.used.add((model.__name__, name))
    others = [str(reader) for reader in Audience if reader in scope.readers and not reader.may_read(mark)]
    if others and path_of(node) not in scope.present:
        message = f"`{name}` of {model.__name__} is internal, and a {' and a '.join(others)} may read this"
        guard = name if name in notes.setting.reads else "internal"
        notes.note("field.internal", node, message, f"put it under {{% if reads.{guard} %}}", name)
        return MISSING
    return value


def _of_fields(notes: Notes, node: nodes.Getattr, owner: str, fields: dict[str, Value]) -> Value:
    if node.attr in fields:
        if owner == "stamp":
            model = schema_of(notes.setting.kind).__name__
            notes.setting.used.update((model, name) for name in _OF_STAMP.get(node.attr, (node.attr,)))
        return fields[node.attr]
    if owner == "dict" and hasattr(dict, node.attr):
        return Callable(f"dict.{node.attr}")
    notes.note("field.unknown", node, f"no `{node.attr}` on {owner}", suggestion(node.attr, fields), node.attr)
    return MISSING


def _of_list(notes: Notes, node: nodes.Getattr) -> Value:
    if hasattr(list, node.attr):
        return Callable(f"list.{node.attr}")
    path = path_of(node.node) or "this"
    hint = f"write {{% for item in {path} %}} and ask the item"
    notes.note("list.attribute", node, f"`{path}` is a list and has no `{node.attr}`", hint, node.attr)
    return UNKNOWN


def _of_scalar(notes: Notes, node: nodes.Getattr, owner: Scalar) -> Value:
    known: Any = owner.choice or _PYTHON.get(owner.kind, str)
    name = node.attr
    if name.startswith("_") or not (hasattr(known, name) or (owner.choice and name in _OF_CHOICES)):
        message = f"{said(owner)} has no `{name}`"
        notes.note("field.unknown", node, message, "it is printed as it is, or through a filter", name)
        return MISSING
    if owner.choice is not None and name in _OF_CHOICES:
        return TEXT
    if owner.kind in {"date", "datetime"} and name in _OF_DATES:
        return COUNT
    if name in _STYLED and (owner.kind, name) != _HOUR:
        path = path_of(node.node) or "this date"
        notes.note("date.bare", node, f"`{path}.{name}` looks the same in every language", "write |date", name)
    return Callable(f"{owner.kind}.{name}", owner)
