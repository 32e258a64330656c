"""Turns two values and an operator into the value that they give."""

from docgen.lint.values import (
    DECIMALS,
    NUMBERS,
    TEXT,
    UNKNOWN,
    ListOf,
    Scalar,
    TupleOf,
    Unknown,
    Value,
    item_of,
    join,
)

_TEXTS = {"text", "markdown", "choice"}


def is_mixed(left: Value, right: Value) -> bool:
    """Whether one of two is text, and the other a figure or a date."""
    kinds = {side.kind for side in (left, right) if isinstance(side, Scalar)}
    return bool(kinds & _TEXTS) and bool(kinds & (NUMBERS | {"date", "datetime"}))


def reckoned(left: Value, right: Value, operator: str) -> Value:
    """What `left operator right` gives; the operator by the name of Jinja's node (`Add`, `Div`)."""
    match left, right:
        case Scalar("text" | "markup" | "markdown"), _:
            return TEXT
        case ListOf() | TupleOf(), ListOf() | TupleOf():
            return ListOf(join(item_of(left) or UNKNOWN, item_of(right) or UNKNOWN))
        case Scalar(a), Scalar(b) if a in NUMBERS and b in NUMBERS:
            return Scalar(_number(a, b, operator))
        case (Unknown(), _) | (_, Unknown()):
            return UNKNOWN
        case _:
            return UNKNOWN


def _number(left: str, right: str, operator: str) -> str:
    if operator == "Div" and left == right:
        return "figure" if left in DECIMALS else "float"
    for kind in ("money", "rate", "figure", "float"):
        if kind in (left, right):
            return "figure" if kind == "rate" and left != right else kind
    return "count"
