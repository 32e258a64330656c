"""Turns a condition into what is known where it holds, and where it doesn't."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

from jinja2 import nodes

from docgen.audience import Audience
from docgen.lint.scope import Scope, either, path_of
from docgen.lint.values import (
    MARKUP,
    MISSING,
    NOTHING,
    UNKNOWN,
    Drawn,
    Either,
    ListOf,
    Maybe,
    Model,
    Nothing,
    Scalar,
    Value,
    given,
)

_KINDS = {"dg_drawable", "dg_markup"}  # the Office engines' own: whether a value is drawn, or a macro's markup
_SURE = {"string", "number", "mapping", "iterable", "sequence", "integer", "float", "boolean"}


class Evaluates(Protocol):
    """What tells the value of an expression without noting problems."""

    def probe(self, node: nodes.Node, scope: Scope) -> Value:
        """The value of `node`; MISSING where it is not defined for any reader of `scope`."""
        ...


def refine(reader: Evaluates, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:  # noqa: PLR0911 - a case each
    """The scope where `node` holds, or doesn't; None if that can't be."""
    match node:
        case nodes.Not():
            return refine(reader, scope, node.node, not holds)
        case nodes.And():
            return _both(reader, scope, (node.left, node.right), holds, wanted=True)
        case nodes.Or():
            return _both(reader, scope, (node.left, node.right), holds, wanted=False)
        case nodes.Test():
            return _test(reader, scope, node, holds)
        case nodes.Compare() if len(node.ops) == 1:
            return _compare(reader, scope, node, holds)
        case nodes.Const():
            return scope if bool(node.value) == holds else None
        case _:
            return _truth(reader, scope, node, holds)


def _both(
    reader: Evaluates, scope: Scope, sides: tuple[nodes.Node, nodes.Node], holds: bool, *, wanted: bool
) -> Scope | None:
    """`and` where it holds, `or` where it doesn't: one after the other; else one or the other."""
    first = refine(reader, scope, sides[0], wanted)
    if holds == wanted:
        return None if first is None else refine(reader, first, sides[1], wanted)
    second = None if first is None else refine(reader, first, sides[1], not wanted)
    return either(refine(reader, scope, sides[0], not wanted), second)


def _truth(reader: Evaluates, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:
    value = reader.probe(node, scope)
    if isinstance(value, Nothing):
        return None if holds else scope
    if isinstance(value, Scalar) and value.readers is not None:
        return _read_by(scope, value.readers if holds else scope.readers - value.readers)
    path = path_of(node)
    return scope.knowing(path, given(value)) if holds and path and value != MISSING else scope


def _read_by(scope: Scope, readers: frozenset[Audience]) -> Scope | None:
    """The scope for those readers alone; None if none of them can be there."""
    left = scope.readers & readers
    return replace(scope, readers=left) if left else None


def _test(reader: Evaluates, scope: Scope, node: nodes.Test, holds: bool) -> Scope | None:
    if node.name in {"defined", "undefined"}:
        return _defined(reader, scope, node.node, holds == (node.name == "defined"))
    if node.name == "none":
        return _none(reader, scope, node.node, holds)
    if node.name in _KINDS:
        value = given(reader.probe(node.node, scope))
        is_told = isinstance(value, Scalar | ListOf | Model)
        is_it = isinstance(value, Drawn) if node.name == "dg_drawable" else value == MARKUP
        return scope if is_it == holds or not (is_told or isinstance(value, Drawn)) else None
    if node.name in {"eq", "equalto", "==", "in"} and node.args:
        return _equal(reader, scope, node.node, node.args[0], holds) if holds else scope
    path = path_of(node.node)
    return (
        scope.knowing(path, given(reader.probe(node.node, scope))) if holds and path and node.name in _SURE else scope
    )


def _defined(reader: Evaluates, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:
    value, path = reader.probe(node, scope), path_of(node)
    if value == MISSING:
        return None if holds else scope
    return replace(scope, present=scope.present | {path}) if holds and path else scope


def _none(reader: Evaluates, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:
    value, path = reader.probe(node, scope), path_of(node)
    if holds:
        return scope if isinstance(value, Maybe | Nothing | Either) or value == UNKNOWN else None
    if isinstance(value, Nothing):
        return None
    return scope.knowing(path, given(value)) if path else scope


def _compare(reader: Evaluates, scope: Scope, node: nodes.Compare, holds: bool) -> Scope | None:
    operand = node.ops[0]
    match operand.op:
        case "eq":
            return _equal(reader, scope, node.expr, operand.expr, holds)
        case "ne":
            return _equal(reader, scope, node.expr, operand.expr, not holds)
        case "in":
            return _equal(reader, scope, node.expr, operand.expr, holds)
        case "notin":
            return _equal(reader, scope, node.expr, operand.expr, not holds)
        case _:
            return scope


def _equal(reader: Evaluates, scope: Scope, left: nodes.Node, right: nodes.Node, holds: bool) -> Scope | None:
    """`left == right` or `left in right`, where `right` is written out; either way round for a comparison."""
    if isinstance(left, nodes.Const) and not isinstance(right, nodes.Const):
        left, right = (right, left) if path_of(right) else (left, right)
    constants, path = constants_of(right), path_of(left)
    if constants is None:
        return scope
    value = reader.probe(left, scope)
    if path == "audience":
        return _read_by(scope, frozenset(reader for reader in Audience if (reader in constants) == holds))
    if None in constants:
        return _none(reader, scope, left, holds) if len(constants) == 1 else scope
    words = value.words if isinstance(value, Scalar) else None
    if words is not None and value != NOTHING:
        kept = words & constants if holds else words - constants
        if not kept:
            return None
        return scope.knowing(path, replace(value, words=kept)) if path and isinstance(value, Scalar) else scope
    return scope.knowing(path, given(value)) if holds and path else scope


def constants_of(node: nodes.Node) -> frozenset[Any] | None:
    """The values that are written out in `node`, one or a list of them; None if it is anything else."""
    if isinstance(node, nodes.Const):
        return frozenset({node.value})
    if isinstance(node, nodes.Tuple | nodes.List):
        return _all_constants(node.items)
    return None


def _all_constants(items: Iterable[nodes.Node]) -> frozenset[Any] | None:
    values = [item.value for item in items if isinstance(item, nodes.Const)]
    return frozenset(values) if len(values) == len(list(items)) else None
