"""Turns what a template gives to `label` into a problem if neither the catalogue nor a schema has such a label."""

from typing import Any

from jinja2 import nodes

from docgen.lint.values import ListOf, Maybe, Model, Nothing, Scalar, TupleOf, Value, given, said


def check_label(reader: Any, node: nodes.Node, value: Value) -> None:
    """Note each key that `value` can be and that is no label's."""
    if isinstance(value, Maybe | Nothing):
        reader.note("optional.unguarded", node, "the key of a label may be empty", "put it under {% if … %}")
    match given(value):
        case Scalar("choice") | Scalar("text", None):
            pass
        case Scalar("text", words):
            for key in sorted(words or ()):
                wrong = reader.setting.label_error(key)
                if wrong:
                    message, _, hint = wrong.partition("; ")
                    reader.note("label.unknown", node, message, hint, key)
        case ListOf() | TupleOf() | Model() | Scalar() as other:
            reader.note("label.unknown", node, f"a label's key is a text, not {said(other)}", "write label('key')")
        case _:
            pass
