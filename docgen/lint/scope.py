"""What is known at a place in a template: values of names, narrowed by conditions."""

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
    Drawn,
    Either,
    ListOf,
    Maybe,
    Model,
    Nothing,
    Scalar,
    Value,
    given,
    join,
)

READERS = frozenset(Audience)
_KINDS = {"dg_wish", "dg_markup"}  # the Office engines' own: whether a value is drawn, or a macro's markup
_SURE = {"string", "number", "mapping", "iterable", "sequence", "integer", "float", "boolean"}


@dataclass(slots=True)
class Scope:
    """What is known at one place: names, what conditions tell of paths (`doc.roi`), and who may be reading.

    `module` holds what the template sets at its top, for blocks and macros; `is_top`: a `set` here goes there too.
    `present` are paths that a condition found to be defined.
    """

    names: dict[str, Value]
    facts: dict[str, Value] = field(default_factory=dict[str, Value])
    readers: frozenset[Audience] = READERS
    present: frozenset[str] = frozenset()
    module: dict[str, Value] = field(default_factory=dict[str, Value])
    is_top: bool = True

    def inner(self) -> "Scope":
        """A scope of its own: what is set in it stays in it."""
        return replace(self, names=dict(self.names), facts=dict(self.facts), is_top=False)

    def branch(self) -> "Scope":
        """The same scope for one branch of a condition."""
        return replace(self, names=dict(self.names), facts=dict(self.facts))

    def knowing(self, path: str, value: Value) -> "Scope":
        """This scope where `path` is known to be `value`."""
        return replace(self, facts={**self.facts, path: value})

    def assign(self, name: str, value: Value) -> None:
        """Set a name; what was known of the old value is forgotten."""
        self.names[name] = value
        for path in [path for path in self.facts if root_of(path) == name]:
            del self.facts[path]
        if self.is_top:
            self.module[name] = value

    def take(self, branches: "Iterable[Scope]") -> None:
        """Take over what the branches of a condition set, whichever of them ran."""
        merged: dict[str, Value] = {}
        for branch in branches:
            for name, value in branch.names.items():
                merged[name] = join(merged[name], value) if name in merged else value
        for name, value in merged.items():
            if name not in self.names or self.names[name] != value:
                self.assign(name, value)


def either(first: Scope | None, second: Scope | None) -> Scope | None:
    """What is known where one of two scopes holds; None: neither can be."""
    if first is None or second is None:
        return first or second
    facts = {path: join(value, second.facts[path]) for path, value in first.facts.items() if path in second.facts}
    present = first.present & second.present
    return replace(first, facts=facts, readers=first.readers | second.readers, present=present)


def root_of(path: str) -> str:
    """The name that a path begins with."""
    return path.split(".", 1)[0].split("[", 1)[0]


def path_of(node: nodes.Node) -> str:
    """A name with its attributes and fixed indices as one text, `doc.pricing.lines[0]`; empty for anything else."""
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
        is_it = isinstance(value, Drawn) if node.name == "dg_wish" else value == MARKUP
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
