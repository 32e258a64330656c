"""Scopes: the values of names at a place in a template, narrowed by conditions."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from jinja2 import nodes

from docgen.audience import Audience
from docgen.lint.values import (
    MARKUP,
    MISSING,
    NOTHING,
    UNKNOWN,
    Drawing,
    Either,
    ListOf,
    Maybe,
    Model,
    Nothing,
    Scalar,
    Value,
    join,
    not_none,
)
from docgen.messages import Message, message

ALL_AUDIENCES = frozenset(Audience)
_ENGINE_TESTS = {"dg_drawable", "dg_markup"}  # of the Office engines: whether a value is a drawing, or a macro's markup
_NOT_NONE_TESTS = {"dg_filled", "string", "number", "mapping", "iterable", "sequence", "integer", "float", "boolean"}


@dataclass(slots=True)
class Scope:
    """What is known at one place: values of names, facts about paths (`doc.roi`) from conditions, possible audiences.

    `module` has the names that the template sets at its top level, for blocks and macros; with `is_top` a `set` goes
    there too. `present` are the paths that a condition found to be defined.
    """

    names: dict[str, Value]
    facts: dict[str, Value] = field(default_factory=dict[str, Value])
    audiences: frozenset[Audience] = ALL_AUDIENCES
    present: frozenset[str] = frozenset()
    module: dict[str, Value] = field(default_factory=dict[str, Value])
    is_top: bool = True

    def inner(self) -> "Scope":
        """A nested scope, whose assignments are local."""
        return replace(self, names=dict(self.names), facts=dict(self.facts), is_top=False)

    def branch(self) -> "Scope":
        """A copy for one branch of a condition."""
        return replace(self, names=dict(self.names), facts=dict(self.facts))

    def with_fact(self, path: str, value: Value) -> "Scope":
        """A copy in which `path` is known to be `value`."""
        return replace(self, facts={**self.facts, path: value})

    def assign(self, name: str, value: Value) -> None:
        """Set a name, and drop the facts about its old value."""
        self.names[name] = value
        for path in [path for path in self.facts if root_of(path) == name]:
            del self.facts[path]
        if self.is_top:
            self.module[name] = value

    def merge(self, branches: "Iterable[Scope]") -> None:
        """Take over the assignments of a condition's branches, whichever of them runs."""
        merged: dict[str, Value] = {}
        for branch in branches:
            for name, value in branch.names.items():
                merged[name] = join(merged[name], value) if name in merged else value
        for name, value in merged.items():
            if name not in self.names or self.names[name] != value:
                self.assign(name, value)


def either(first: Scope | None, second: Scope | None) -> Scope | None:
    """What is known where one of two scopes applies; None if neither can."""
    if first is None or second is None:
        return first or second
    facts = {path: join(value, second.facts[path]) for path, value in first.facts.items() if path in second.facts}
    present = first.present & second.present
    return replace(first, facts=facts, audiences=first.audiences | second.audiences, present=present)


def root_of(path: str) -> str:
    """The first name of a path."""
    return path.split(".", 1)[0].split("[", 1)[0]


def path_of(node: nodes.Node) -> str:
    """A name with attributes and constant indices as text, `doc.pricing.lines[0]`; empty for other expressions."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            inner = path_of(node.node)
            return f"{inner}.{node.attr}" if inner else ""
        case nodes.Getitem() if isinstance(node.arg, nodes.Const):
            inner = path_of(node.node)
            return f"{inner}[{node.arg.value!r}]" if inner else ""
        case _:
            return ""


def named(node: nodes.Node, noun: str = "value") -> Message:
    """The path of an expression for messages; "this value" (figure, date, list) where it has none."""
    path = path_of(node)
    return message("lint.path", path=path) if path else message(f"lint.path:{noun}")


class ExpressionProbe(Protocol):
    """Evaluates an expression without reporting problems."""

    def probe(self, node: nodes.Node, scope: Scope) -> Value:
        """The value of `node`; MISSING where it is undefined for an audience of `scope`."""
        ...


def refine(evaluator: ExpressionProbe, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:  # noqa: PLR0911 - a case each
    """The scope in which the condition `node` is true, or false without `holds`; None if it never is."""
    match node:
        case nodes.Not():
            return refine(evaluator, scope, node.node, not holds)
        case nodes.And():
            return _and_or(evaluator, scope, (node.left, node.right), holds, wanted=True)
        case nodes.Or():
            return _and_or(evaluator, scope, (node.left, node.right), holds, wanted=False)
        case nodes.Test():
            return _test(evaluator, scope, node, holds)
        case nodes.Compare() if len(node.ops) == 1:
            return _compare(evaluator, scope, node, holds)
        case nodes.Const():
            return scope if bool(node.value) == holds else None
        case _:
            return _truth(evaluator, scope, node, holds)


def _and_or(
    evaluator: ExpressionProbe, scope: Scope, sides: tuple[nodes.Node, nodes.Node], holds: bool, *, wanted: bool
) -> Scope | None:
    """A true `and` and a false `or` narrow by both sides; a false `and` and a true `or` by one of them."""
    first = refine(evaluator, scope, sides[0], wanted)
    if holds == wanted:
        return None if first is None else refine(evaluator, first, sides[1], wanted)
    second = None if first is None else refine(evaluator, first, sides[1], not wanted)
    return either(refine(evaluator, scope, sides[0], not wanted), second)


def _truth(evaluator: ExpressionProbe, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:
    value = evaluator.probe(node, scope)
    if isinstance(value, Nothing):
        return None if holds else scope
    if isinstance(value, Scalar) and value.audiences is not None:
        return _for_audiences(scope, value.audiences if holds else scope.audiences - value.audiences)
    path = path_of(node)
    return scope.with_fact(path, not_none(value)) if holds and path and value != MISSING else scope


def _for_audiences(scope: Scope, audiences: frozenset[Audience]) -> Scope | None:
    """The scope for those audiences only; None if none of them is possible."""
    left = scope.audiences & audiences
    return replace(scope, audiences=left) if left else None


def _test(evaluator: ExpressionProbe, scope: Scope, node: nodes.Test, holds: bool) -> Scope | None:
    if node.name in {"defined", "undefined"}:
        return _defined(evaluator, scope, node.node, holds == (node.name == "defined"))
    if node.name == "none":
        return _none(evaluator, scope, node.node, holds)
    if node.name in _ENGINE_TESTS:
        value = not_none(evaluator.probe(node.node, scope))
        is_known = isinstance(value, Scalar | ListOf | Model)
        is_it = isinstance(value, Drawing) if node.name == "dg_drawable" else value == MARKUP
        return scope if is_it == holds or not (is_known or isinstance(value, Drawing)) else None
    if node.name in {"eq", "equalto", "==", "in"} and node.args:
        return _equal(evaluator, scope, node.node, node.args[0], holds) if holds else scope
    path = path_of(node.node)
    return (
        scope.with_fact(path, not_none(evaluator.probe(node.node, scope)))
        if holds and path and node.name in _NOT_NONE_TESTS
        else scope
    )


def _defined(evaluator: ExpressionProbe, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:
    value, path = evaluator.probe(node, scope), path_of(node)
    if value == MISSING:
        return None if holds else scope
    return replace(scope, present=scope.present | {path}) if holds and path else scope


def _none(evaluator: ExpressionProbe, scope: Scope, node: nodes.Node, holds: bool) -> Scope | None:
    value, path = evaluator.probe(node, scope), path_of(node)
    if holds:
        return scope if isinstance(value, Maybe | Nothing | Either) or value == UNKNOWN else None
    if isinstance(value, Nothing):
        return None
    return scope.with_fact(path, not_none(value)) if path else scope


def _compare(evaluator: ExpressionProbe, scope: Scope, node: nodes.Compare, holds: bool) -> Scope | None:
    operand = node.ops[0]
    match operand.op:
        case "eq":
            return _equal(evaluator, scope, node.expr, operand.expr, holds)
        case "ne":
            return _equal(evaluator, scope, node.expr, operand.expr, not holds)
        case "in":
            return _equal(evaluator, scope, node.expr, operand.expr, holds)
        case "notin":
            return _equal(evaluator, scope, node.expr, operand.expr, not holds)
        case _:
            return scope


def _equal(evaluator: ExpressionProbe, scope: Scope, left: nodes.Node, right: nodes.Node, holds: bool) -> Scope | None:
    """`left == right` or `left in right`, where one side is a constant; `==` in either order."""
    if isinstance(left, nodes.Const) and not isinstance(right, nodes.Const):
        left, right = (right, left) if path_of(right) else (left, right)
    constants, path = constants_of(right), path_of(left)
    if constants is None:
        return scope
    value = evaluator.probe(left, scope)
    if path == "audience":
        return _for_audiences(scope, frozenset(audience for audience in Audience if (audience in constants) == holds))
    if None in constants:
        return _none(evaluator, scope, left, holds) if len(constants) == 1 else scope
    words = value.words if isinstance(value, Scalar) else None
    if words is not None and value != NOTHING:
        matching = words & constants if holds else words - constants
        if not matching:
            return None
        return scope.with_fact(path, replace(value, words=matching)) if path and isinstance(value, Scalar) else scope
    return scope.with_fact(path, not_none(value)) if holds and path else scope


def constants_of(node: nodes.Node) -> frozenset[Any] | None:
    """The constants that `node` is or lists; None for other expressions."""
    if isinstance(node, nodes.Const):
        return frozenset({node.value})
    if isinstance(node, nodes.Tuple | nodes.List):
        return _all_constants(node.items)
    return None


def _all_constants(items: Iterable[nodes.Node]) -> frozenset[Any] | None:
    values = [item.value for item in items if isinstance(item, nodes.Const)]
    return frozenset(values) if len(values) == len(list(items)) else None
