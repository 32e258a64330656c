"""Turns a printed expression into what is wrong with its look: lists, models, money and dates as they stand."""

import re
from typing import Any

from jinja2 import nodes

from docgen.lint.scope import Scope, path_of, refine
from docgen.lint.text import words_in
from docgen.lint.values import (
    DECIMALS,
    Callable,
    Defined,
    Drawn,
    ListOf,
    Model,
    Record,
    Scalar,
    TupleOf,
    Value,
    given,
    said,
)

_CJK = re.compile(r"[\u3400-\u9fff]")
_HEX = re.compile(r"#?[0-9A-Fa-f]{6}")


def check_printed(reader: Any, node: nodes.Node, scope: Scope) -> None:
    """Note what is wrong with `{{ node }}`."""
    inner, by = _engine_filter(node)
    value = given(reader.value(inner, scope))
    if by == "dg_place" or (by == "dg_blocks" and isinstance(value, Drawn)):
        return
    _check_else(reader, inner, scope)
    _check_value(reader, inner, value)
    for word in _written(inner):
        text = word if reader.setting.file_format != "pdf" else "".join(_CJK.findall(word))
        if words_in(text, reader.setting.allowed) and not _HEX.fullmatch(word):
            message = f"“{word}” is written in the template and stays in one language"
            reader.note("text.literal", inner, message, "put it into labels/ and write label('key')", word)


def _engine_filter(node: nodes.Node) -> tuple[nodes.Node, str]:
    """What a tag prints, and the filter that the engine put around it."""
    if isinstance(node, nodes.Filter) and node.name.startswith("dg_") and node.node is not None:
        return node.node, node.name
    return node, ""


def _check_value(reader: Any, node: nodes.Node, value: Value) -> None:
    path = path_of(node) or "this"
    words = path_of(node)
    match value:
        case ListOf() | TupleOf():
            hint = f"write {{% for item in {path} %}} or |join('、')"
            reader.note("list.printed", node, f"`{path}` is a list and prints with brackets", hint, words)
        case Model():
            reader.note("model.printed", node, f"`{path}` is {said(value)}", "print one of its fields", words)
        case Callable() | Defined() | Record():
            reader.note("value.printed", node, f"`{path}` is no text", "call it, or print what is in it", words)
        case Drawn(name):
            hint = "write it as the alt text of a shape" if name != "subdocument" else "write {{p subdocument(…) }}"
            reader.note("drawing.misplaced", node, f"`{name}()` goes to a place of its own", hint, name)
        case Scalar("bool"):
            hint = f"write label('yes') if {path} else label('no')"
            reader.note("bool.printed", node, f"`{path}` prints as True or False", hint, words)
        case Scalar(kind) if kind in DECIMALS:
            reader.bare(node, value)
        case _:
            pass


def _check_else(reader: Any, node: nodes.Node, scope: Scope) -> None:
    """`{{ x if y }}` asks for something that isn't there where `y` doesn't hold."""
    if isinstance(node, nodes.CondExpr) and node.expr2 is None and refine(reader, scope, node.test, False) is not None:
        reader.note("else.missing", node, "without `else` this fails where the condition doesn't hold", "write else ''")


def _written(node: nodes.Node) -> list[str]:
    """The texts that an expression prints as they are written in it."""
    match node:
        case nodes.Const() if isinstance(node.value, str):
            return [node.value]
        case nodes.CondExpr():
            return [*_written(node.expr1), *(_written(node.expr2) if node.expr2 is not None else [])]
        case nodes.Or():
            return [*_written(node.left), *_written(node.right)]
        case nodes.Concat():
            return [word for part in node.nodes for word in _written(part)]
        case _:
            return []
