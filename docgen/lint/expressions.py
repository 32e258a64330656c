"""Abstract evaluation of template expressions, reporting their problems."""

from collections.abc import Callable
from typing import Any, ClassVar

from jinja2 import nodes

from docgen.audience import marks_of_cached
from docgen.display import display_fields
from docgen.lint.calls import evaluate_call
from docgen.lint.context import LintContext
from docgen.lint.fields import evaluate_attribute
from docgen.lint.filters import Filters, evaluate_filter
from docgen.lint.problems import Origin
from docgen.lint.scope import Scope, constants_of, named, path_of, refine
from docgen.lint.values import (
    BOOL,
    COUNT,
    DECIMALS,
    FIGURE,
    MISSING,
    MONEY,
    NOTHING,
    RATE,
    TEXT,
    UNKNOWN,
    Definition,
    Either,
    ListOf,
    Maybe,
    Model,
    Nothing,
    Record,
    Scalar,
    TupleOf,
    Value,
    arithmetic_result,
    describe,
    is_mixed,
    item_of,
    join,
    join_all,
    maybe,
    not_none,
)
from docgen.messages import Message, message
from docgen.nearest import nearest, suggest

_ENGINE_TESTS = ("dg_",)
_UNFORMATTED = {MONEY: "lint.money.bare", RATE: "lint.rate.bare", FIGURE: "lint.figure.bare"}


class ExpressionEvaluator:
    """Evaluates expressions abstractly; `origin` is the source of the template that is being evaluated."""

    def __init__(self, context: LintContext, origin: Origin, filters: Filters, tests: frozenset[str]) -> None:
        """`filters` and `tests` are those of the engine's environment."""
        self.context = context
        self.origin = origin
        self.filters = filters
        self.tests = tests
        self.problems = context.problems

    def report(
        self, key: str, node: nodes.Node, words: str = "", hint: Message | None = None, /, **values: Any
    ) -> None:
        """Report the catalogue's message `key` at the place of `node`.

        `words` identify its tag among others on the line; `hint` replaces the catalogue's remedy.
        """
        if not self.problems.silent:
            self.problems.add(key, self.origin.where(node.lineno, words), hint, **values)

    def probe(self, node: nodes.Node, scope: Scope) -> Value:
        """The value of `node` without reporting problems; MISSING where it is undefined for an audience of `scope`."""
        self.problems.silent += 1
        try:
            return self._probe(node, scope)
        finally:
            self.problems.silent -= 1

    def _probe(self, node: nodes.Node, scope: Scope) -> Value:
        if isinstance(node, nodes.Getattr):
            owner = not_none(self._probe(node.node, scope))
            known = scope.facts.get(path_of(node))
            return known if known is not None else evaluate_attribute(self, node, owner, scope)
        if isinstance(node, nodes.Name) and node.name not in scope.names:
            return MISSING
        return self.evaluate(node, scope)

    def evaluate(self, node: nodes.Node, scope: Scope) -> Value:
        """The value of `node`; its problems are reported."""
        method = self._EVALUATORS.get(type(node))
        return UNKNOWN if method is None else method(self, node, scope)

    def evaluate_required(self, node: nodes.Node, scope: Scope, key: str, /, **values: Any) -> Value:
        """The value of `node` for a use that None doesn't allow; the problem `key` if it may be None."""
        value = self.evaluate(node, scope)
        if isinstance(value, Maybe | Nothing):
            path = path_of(node)
            self.report(key, node, path, path=named(node), guard=f"{{% if {path or '…'} %}}", **values)
            return not_none(value)
        return not_none(value) if isinstance(value, Either) else value

    def call_macro(self, node: nodes.Call, macro: Definition, scope: Scope) -> Value:
        """The value of a macro's call; the interpreter of statements implements it."""
        raise NotImplementedError

    def _name(self, node: nodes.Name, scope: Scope) -> Value:
        known = scope.facts.get(node.name, scope.names.get(node.name))
        if known is None:
            self.report("lint.name.unknown", node, node.name, self._suggest_name(node.name, scope), name=node.name)
            return UNKNOWN
        if known == MISSING:
            self.report("lint.call.arguments:macro", node, node.name, name=node.name)
            return UNKNOWN
        return known

    def _suggest_name(self, name: str, scope: Scope) -> Message:
        """The hint for an unknown name: a field of the document without `doc.`, or the nearest name."""
        model = self.context.schema
        fields = {*marks_of_cached(model), *display_fields(model)}
        if name in fields and "doc" in scope.names:
            return message("hint.did_you_mean", name=f"doc.{name}")
        near = suggest(name, scope.names)
        if near is not None:
            return near
        close = nearest(name, sorted(fields))
        if close:
            return message("hint.did_you_mean", name=f"doc.{close}")
        return message("lint.hint.fields", kind=self.context.kind)

    def _const(self, node: nodes.Const, scope: Scope) -> Value:
        match node.value:
            case None:
                return NOTHING
            case bool():
                return BOOL
            case str():
                return Scalar("text", frozenset({node.value}))
            case int():
                return COUNT
            case _:
                return Scalar("float")

    def _getattr(self, node: nodes.Getattr, scope: Scope) -> Value:
        path = path_of(node)
        owner = self.evaluate_required(node.node, scope, "lint.optional.unguarded:attribute", name=node.attr)
        found = evaluate_attribute(self, node, owner, scope)
        found = scope.facts.get(path, found) if path else found
        return UNKNOWN if found == MISSING else found

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> Value:
        owner = self.evaluate_required(node.node, scope, "lint.optional.unguarded:item")
        known = scope.facts.get(path_of(node))
        if known is not None:
            return known
        if isinstance(node.arg, nodes.Slice):
            return ListOf(item_of(owner) or UNKNOWN) if isinstance(owner, TupleOf) else owner
        self.evaluate(node.arg, scope)
        constant = node.arg.value if isinstance(node.arg, nodes.Const) else None
        return self._item(node, owner, constant, scope)

    def _item(self, node: nodes.Getitem, owner: Value, constant: Any, scope: Scope) -> Value:
        match owner:
            case TupleOf(items) if isinstance(constant, int) and -len(items) <= constant < len(items):
                return items[constant]
            case Scalar(kind) if kind in {"text", "markdown", "markup"}:
                return TEXT
            case _ if isinstance(constant, str):
                return evaluate_attribute(
                    self, nodes.Getattr(node.node, constant, "load", lineno=node.lineno), owner, scope
                )
            case Record(_, fields):
                return join_all(value for _, value in fields)
            case _:
                return item_of(owner) or UNKNOWN

    def _tuple(self, node: nodes.Tuple, scope: Scope) -> Value:
        return TupleOf(tuple(self.evaluate(item, scope) for item in node.items))

    def _list(self, node: nodes.List, scope: Scope) -> Value:
        return ListOf(join_all([self.evaluate(item, scope) for item in node.items]))

    def _dict(self, node: nodes.Dict, scope: Scope) -> Value:
        pairs = [(pair.key, self.evaluate(pair.value, scope)) for pair in node.items]
        if not all(isinstance(key, nodes.Const) for key, _ in pairs):
            return UNKNOWN
        return Record("dict", tuple((str(getattr(key, "value", "")), value) for key, value in pairs))

    def _filter(self, node: nodes.Filter, scope: Scope) -> Value:
        return evaluate_filter(self, node, scope)

    def _test(self, node: nodes.Test, scope: Scope) -> Value:
        if node.name in {"defined", "undefined"}:
            return BOOL
        if node.name not in self.tests and not node.name.startswith(_ENGINE_TESTS):
            hint = suggest(node.name, self.tests)
            self.report("lint.filter.unknown:test", node, node.name, hint, name=node.name)
        self.evaluate(node.node, scope)
        for argument in node.args:
            self.evaluate(argument, scope)
        return BOOL

    def _compare(self, node: nodes.Compare, scope: Scope) -> Value:
        self._check_audience_name(node)
        left = self.evaluate(node.expr, scope)
        for operand in node.ops:
            right = self.evaluate(operand.expr, scope)
            if operand.op in {"gt", "gteq", "lt", "lteq"}:
                self.evaluate_required(node.expr, scope, "lint.optional.unguarded:compared")
                self.evaluate_required(operand.expr, scope, "lint.optional.unguarded:compared")
            else:
                self._check_choice(node, left, operand.expr)
                self._check_choice(node, right, node.expr)
        return BOOL

    def _check_audience_name(self, node: nodes.Compare) -> None:
        """Report a comparison with an audience's name: an edition depends on what its audience may read."""
        if "audience" in {path_of(side) for side in (node.expr, *(operand.expr for operand in node.ops))}:
            names = [f"`reads.{name}`" for name in self.context.reads]
            self.report("lint.reader.named", node, "audience", names=names)

    def _check_choice(self, node: nodes.Node, value: Value, written: nodes.Node) -> None:
        """Report constants that a choice is compared with and can't be."""
        value, constants = not_none(value), constants_of(written)
        if not isinstance(value, Scalar) or value.choice is None or constants is None:
            return
        codes = [member.value for member in value.choice]
        for constant in sorted(str(item) for item in constants if item is not None and item not in codes):
            facts = {"value": constant, "choice": value.choice.__name__}
            self.report("lint.choice.unknown", node, constant, suggest(constant, codes), **facts)

    def _not(self, node: nodes.Not, scope: Scope) -> Value:
        self.evaluate(node.node, scope)
        return BOOL

    def _and(self, node: nodes.And, scope: Scope) -> Value:
        left = self.evaluate(node.left, scope)
        after = refine(self, scope, node.left, True)
        if after is None:
            return left
        right = self.evaluate(node.right, after)
        return maybe(right) if isinstance(left, Maybe) else right

    def _or(self, node: nodes.Or, scope: Scope) -> Value:
        left = self.evaluate(node.left, scope)
        after = refine(self, scope, node.left, False)
        if isinstance(left, Nothing):
            return self.evaluate(node.right, after or scope)
        return left if after is None else join(not_none(left), self.evaluate(node.right, after))

    def _conditional(self, node: nodes.CondExpr, scope: Scope) -> Value:
        self.evaluate(node.test, scope)
        holds, fails = refine(self, scope, node.test, True), refine(self, scope, node.test, False)
        found = [self.evaluate(node.expr1, holds)] if holds is not None else []
        if node.expr2 is not None and fails is not None:
            found.append(self.evaluate(node.expr2, fails))
        return join_all(found)

    def _concatenate(self, node: nodes.Concat, scope: Scope) -> Value:
        for part in node.nodes:
            self.check_as_text(part, self.evaluate(part, scope))
        return TEXT

    def check_as_text(self, node: nodes.Node, value: Value) -> None:
        """Report a value that `~`, `|join`, `|upper` and the like convert to text badly."""
        path, words = named(node), path_of(node)
        match value:
            case Maybe() | Nothing():
                self.report("lint.optional.printed", node, words, path=path)
            case Scalar("date" | "datetime"):
                self.report("lint.date.bare", node, words, path=path)
            case Scalar("choice"):
                self.report("lint.choice.code", node, words, path=path)
            case Scalar(kind) if kind in DECIMALS:
                self.check_unformatted(node, value)
            case ListOf() | TupleOf():
                self.report("lint.list.printed:text", node, words, path=path)
            case Model():
                self.report("lint.model.printed", node, words, path=path, what=describe(value))
            case _:
                pass

    def check_unformatted(self, node: nodes.Node, value: Value) -> None:
        """Report a figure that is printed without a filter for figures."""
        if (
            not isinstance(value, Scalar)
            or value.kind not in DECIMALS
            or (value.kind == "figure" and not path_of(node))
        ):
            return
        self.report(_UNFORMATTED[value.kind], node, path_of(node), path=named(node, "figure"))

    def _arithmetic(self, node: nodes.BinExpr, scope: Scope) -> Value:
        left = self.evaluate_required(node.left, scope, "lint.optional.unguarded:computed")
        right = self.evaluate_required(node.right, scope, "lint.optional.unguarded:computed")
        if isinstance(node, nodes.Add) and is_mixed(left, right):
            self.report("lint.operand.mixed", node, left=describe(left), right=describe(right))
        return arithmetic_result(left, right, type(node).__name__)

    def _sign(self, node: nodes.UnaryExpr, scope: Scope) -> Value:
        return self.evaluate_required(node.node, scope, "lint.optional.unguarded:computed")

    _EVALUATORS: ClassVar[dict[type[nodes.Node], Callable[[Any, Any, Scope], Value]]] = {
        nodes.Name: _name,
        nodes.Const: _const,
        nodes.Getattr: _getattr,
        nodes.Getitem: _getitem,
        nodes.Tuple: _tuple,
        nodes.List: _list,
        nodes.Dict: _dict,
        nodes.Filter: _filter,
        nodes.Test: _test,
        nodes.Call: evaluate_call,
        nodes.Compare: _compare,
        nodes.Not: _not,
        nodes.And: _and,
        nodes.Or: _or,
        nodes.CondExpr: _conditional,
        nodes.Concat: _concatenate,
        **dict.fromkeys((nodes.Neg, nodes.Pos), _sign),
        **dict.fromkeys(
            (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow), _arithmetic
        ),
    }
