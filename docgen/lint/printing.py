"""Checks of printed expressions (`{{ … }}`): lists, models, unformatted money and dates, literal words."""

import re
from typing import Any

from jinja2 import nodes

from docgen.lint.scope import Scope, named, path_of, refine
from docgen.lint.text import words_in
from docgen.lint.values import (
    DECIMALS,
    Callable,
    Definition,
    Drawing,
    ListOf,
    Model,
    Record,
    Scalar,
    TupleOf,
    Value,
    describe,
    not_none,
)

_CJK = re.compile(r"[\u3400-\u9fff]")
_HEX = re.compile(r"#?[0-9A-Fa-f]{6}")


def check_output(evaluator: Any, node: nodes.Node, scope: Scope) -> None:
    """Report the problems of `{{ node }}`."""
    inner, by = _engine_filter(node)
    value = not_none(evaluator.evaluate(inner, scope))
    if by == "dg_place" or (by == "dg_blocks" and isinstance(value, Drawing)):
        return
    _check_else(evaluator, inner, scope)
    _check_value(evaluator, inner, value)
    for word in _literals(inner):
        text = word if evaluator.context.file_format != "pdf" else "".join(_CJK.findall(word))
        if words_in(text, evaluator.context.allowed) and not _HEX.fullmatch(word):
            evaluator.report("lint.text.literal:printed", inner, word, text=word)


def _engine_filter(node: nodes.Node) -> tuple[nodes.Node, str]:
    """The expression of a tag, and the filter that the engine added around it."""
    if isinstance(node, nodes.Filter) and node.name.startswith("dg_") and node.node is not None:
        return node.node, node.name
    return node, ""


def _check_value(evaluator: Any, node: nodes.Node, value: Value) -> None:
    words = path_of(node)
    path, of = named(node), words or "…"
    match value:
        case ListOf() | TupleOf():
            evaluator.report("lint.list.printed", node, words, path=path, of=of)
        case Model():
            evaluator.report("lint.model.printed", node, words, path=path, what=describe(value))
        case Callable() | Definition() | Record():
            evaluator.report("lint.value.printed", node, words, path=path)
        case Drawing("subdocument"):
            evaluator.report("lint.drawing.misplaced:subdocument", node, "subdocument", name="subdocument")
        case Drawing(name):
            evaluator.report("lint.drawing.misplaced", node, name, name=name)
        case Scalar("bool"):
            evaluator.report("lint.bool.printed", node, words, path=path, of=of)
        case Scalar(kind) if kind in DECIMALS:
            evaluator.check_unformatted(node, value)
        case _:
            pass


def _check_else(evaluator: Any, node: nodes.Node, scope: Scope) -> None:
    """Report `{{ x if y }}`, which is undefined where `y` is false."""
    if (
        isinstance(node, nodes.CondExpr)
        and node.expr2 is None
        and refine(evaluator, scope, node.test, False) is not None
    ):
        evaluator.report("lint.else.missing", node)


def _literals(node: nodes.Node) -> list[str]:
    """The literal texts that an expression can print."""
    match node:
        case nodes.Const() if isinstance(node.value, str):
            return [node.value]
        case nodes.CondExpr():
            return [*_literals(node.expr1), *(_literals(node.expr2) if node.expr2 is not None else [])]
        case nodes.Or():
            return [*_literals(node.left), *_literals(node.right)]
        case nodes.Concat():
            return [word for part in node.nodes for word in _literals(part)]
        case _:
            return []
