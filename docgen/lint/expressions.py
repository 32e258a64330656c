"""Abstract evaluation of template expressions, reporting their problems."""

from collections.abc import Callable
from typing import Any, ClassVar

from jinja2 import nodes

from docgen.audience import marks_of_cached
from docgen.lint.calls import evaluate_call
from docgen.lint.context import LintContext, schema_of
from docgen.lint.fields import evaluate_attribute
from docgen.lint.filters import Filters, evaluate_filter
from docgen.lint.problems import Origin
from docgen.lint.scope import Scope, constants_of, path_of, refine
from docgen.lint.values import (
    BOOL,
    COUNT,
    DECIMALS,
    MISSING,
    NOTHING,
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
from docgen.nearest import suggestion

_ENGINE_TESTS = ("dg_",)


class ExpressionEvaluator:
    """Evaluates expressions abstractly; `origin` is the source of the template that is being evaluated."""

    def __init__(self, context: LintContext, origin: Origin, filters: Filters, tests: frozenset[str]) -> None:
        """`filters` and `tests` are those of the engine's environment."""
        self.context = context
        self.origin = origin
        self.filters = filters
        self.tests = tests
        self.problems = context.problems

    def report(self, code: str, node: nodes.Node, message: str, hint: str = "", words: str = "") -> None:
        """Report a problem at the place of `node`; `words` identify its tag among others on the line."""
        if not self.problems.silent:
            self.problems.add(code, message, hint, self.origin.where(node.lineno, words))

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

    def evaluate_required(self, node: nodes.Node, scope: Scope, use: str) -> Value:
        """The value of `node` for a use that None doesn't allow; a problem if it may be None."""
        value = self.evaluate(node, scope)
        if isinstance(value, Maybe | Nothing):
            path = path_of(node) or "this value"
            guard = f"{{% if {path} %}}" if path_of(node) else "{% if … %}"
            self.report("optional.unguarded", node, f"`{path}` may be empty, and {use}", f"put it under {guard}", path)
            return not_none(value)
        return not_none(value) if isinstance(value, Either) else value

    def call_macro(self, node: nodes.Call, macro: Definition, scope: Scope) -> Value:
        """The value of a macro's call; the interpreter of statements implements it."""
        raise NotImplementedError

    def _name(self, node: nodes.Name, scope: Scope) -> Value:
        known = scope.facts.get(node.name, scope.names.get(node.name))
        if known is None:
            self.report("name.unknown", node, f"no `{node.name}` here", self._suggest_name(node.name, scope), node.name)
            return UNKNOWN
        if known == MISSING:
            hint = "give it in the call, or a default in the macro"
            self.report(
                "call.arguments", node, f"`{node.name}` is not given where the macro is called", hint, node.name
            )
            return UNKNOWN
        return known

    def _suggest_name(self, name: str, scope: Scope) -> str:
        """The hint for an unknown name: a field of the document without `doc.`, or the nearest name."""
        fields = marks_of_cached(schema_of(self.context.kind))
        if name in fields and "doc" in scope.names:
            return f"did you mean `doc.{name}`?"
        near = suggestion(name, scope.names)
        if near:
            return near
        close = suggestion(name, fields)
        if close.startswith("did you mean `"):
            return close.replace("`", "`doc.", 1)
        return f"what there is: docgen template fields {self.context.kind}"

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
        owner = self.evaluate_required(node.node, scope, f"`.{node.attr}` is asked of it")
        found = evaluate_attribute(self, node, owner, scope)
        found = scope.facts.get(path, found) if path else found
        return UNKNOWN if found == MISSING else found

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> Value:
        owner = self.evaluate_required(node.node, scope, "an item is asked of it")
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
            self.report("filter.unknown", node, f"no test `{node.name}`", suggestion(node.name, self.tests), node.name)
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
                self.evaluate_required(node.expr, scope, "it is compared")
                self.evaluate_required(operand.expr, scope, "it is compared")
            else:
                self._check_choice(node, left, operand.expr)
                self._check_choice(node, right, node.expr)
        return BOOL

    def _check_audience_name(self, node: nodes.Compare) -> None:
        """Report a comparison with an audience's name: an edition depends on what its audience may read."""
        if "audience" in {path_of(side) for side in (node.expr, *(operand.expr for operand in node.ops))}:
            message = "a reader is asked for by name, so what others may read is not in their copies"
            asked = ", ".join(f"`reads.{name}`" for name in self.context.reads)
            self.report("reader.named", node, message, f"ask what they may read: {asked}", "audience")

    def _check_choice(self, node: nodes.Node, value: Value, written: nodes.Node) -> None:
        """Report constants that a choice is compared with and can't be."""
        value, constants = not_none(value), constants_of(written)
        if not isinstance(value, Scalar) or value.choice is None or constants is None:
            return
        codes = [member.value for member in value.choice]
        for constant in sorted(str(item) for item in constants if item is not None and item not in codes):
            message = f"`{constant}` is none of the values of {value.choice.__name__}"
            self.report("choice.unknown", node, message, suggestion(constant, codes), constant)

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
        path = path_of(node) or "this value"
        words = path_of(node)
        match value:
            case Maybe() | Nothing():
                hint = "put it under {% if … %}, or write `or ''`"
                self.report("optional.printed", node, f"`{path}` may be empty and then reads None", hint, words)
            case Scalar("date" | "datetime"):
                self.report(
                    "date.bare", node, f"`{path}` is a date and reads 2026-11-24 here", "write |date first", words
                )
            case Scalar("choice"):
                self.report("choice.code", node, f"`{path}` reads as its code here", "write |label first", words)
            case Scalar(kind) if kind in DECIMALS:
                self.check_unformatted(node, value)
            case ListOf() | TupleOf():
                self.report("list.printed", node, f"`{path}` is a list", "write |join('、') or a loop", words)
            case Model():
                self.report("model.printed", node, f"`{path}` is {describe(value)}", "print one of its fields", words)
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
        hints = {"money": "write |money or |amount, |price for a unit price", "rate": "write |percent or |discount"}
        hint = hints.get(value.kind, "write |number")
        path = path_of(node) or "this figure"
        self.report(f"{value.kind}.bare", node, f"`{path}` is {describe(value)} without a filter", hint, path_of(node))

    def _arithmetic(self, node: nodes.BinExpr, scope: Scope) -> Value:
        left = self.evaluate_required(node.left, scope, "is reckoned with")
        right = self.evaluate_required(node.right, scope, "is reckoned with")
        if isinstance(node, nodes.Add) and is_mixed(left, right):
            message = f"{describe(left)} and {describe(right)} can't be added"
            self.report("operand.mixed", node, message, "join them by ~, a figure or a date after its filter")
        return arithmetic_result(left, right, type(node).__name__)

    def _sign(self, node: nodes.UnaryExpr, scope: Scope) -> Value:
        return self.evaluate_required(node.node, scope, "is reckoned with")

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
