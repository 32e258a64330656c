"""The attributes that a template may read, and the values that it may print. Whatever isn't listed is refused.

A render depends only on its input: no clock (`date.today`), no object address (`<function … at 0x7f…>`), no set in
arbitrary order.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, cast

from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.utils import Cycler, Namespace

from docgen.audience import View, name_of
from docgen.brand import Brand
from docgen.messages import Message, MessageError, message
from docgen.templating.limits import MAX_ITEMS, LimitError
from docgen.wording import DAYS, MONTHS

_ANY: frozenset[str] = frozenset()
_DAY = {"year", "month", "day", "weekday", "isoweekday", "isocalendar", "isoformat", "strftime", "replace", "toordinal"}
_TIME = {"hour", "minute", "second"}
_READABLE: Mapping[type, set[str] | frozenset[str]] = {
    View: _ANY,
    Undefined: _ANY,
    str: _ANY,  # `check_method` limits which methods may be called
    int: _ANY,
    float: _ANY,
    Decimal: _ANY,
    Namespace: _ANY,
    TemplateModule: _ANY,
    date: _DAY,
    datetime: _DAY | _TIME | {"date", "time"},
    time: _TIME | {"isoformat", "strftime", "replace"},
    timedelta: {"days", "seconds", "total_seconds"},
    dict: {"get", "items", "keys", "values"},
    list: {"count", "index"},
    tuple: {"count", "index"},
    range: {"count", "index", "start", "step", "stop"},
    LoopContext: {
        "changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem",
        "revindex", "revindex0",
    },
    Macro: {"arguments", "caller", "catch_kwargs", "catch_varargs", "name"},
    BlockReference: {"super"},
    Cycler: {"current", "next", "reset"},
    Brand: frozenset(Brand.__dataclass_fields__) | {"accent_on_dark", "has_logo", "has_logo_on_dark", "heading_fonts"},
}  # fmt: skip

_WITH_TEXT = (str, int, float, Decimal, date, time, timedelta, Undefined, complex, range)
_LISTS = (tuple, list, type({}.keys()), type({}.values()), type({}.items()))
_KINDS: Mapping[type, str] = {
    FunctionType: "term.a_function",
    BuiltinMethodType: "term.a_method",
    MethodType: "term.a_method",
    type: "term.a_function",
    Macro: "term.a_macro",
    BlockReference: "term.a_block",
    bytes: "term.file_bytes",
    set: "term.a_set",
    frozenset: "term.a_set",
}
_NO_TEXT: Mapping[type, str] = {
    View: "expression.no_text:fields",
    Macro: "expression.no_text:call",
    FunctionType: "expression.no_text:call",
}
_CODE = re.compile(r"%(-?[a-zA-Z]|%|.|$)", re.DOTALL)
_FIGURES = frozenset("YymdHIMSfjUWuVGe%") | {f"-{code}" for code in "ymdHIMSj"}


def may_read(value: Any, attribute: str) -> bool:
    """Whether a template may read `attribute` of `value`."""
    if attribute.startswith("_"):
        return False
    for kind in type(value).__mro__:
        if kind in _READABLE:
            names = _READABLE[kind]
            return names is _ANY or attribute in names or attribute in getattr(value, "_fields", ())
    return False


def type_name(value: Any) -> Message:
    """The type of `value`, for a message."""
    if isinstance(value, View):
        return message("term.a_view", name=name_of(value))
    known = _KINDS.get(type(value))
    return message(known) if known else message("term.a_type", name=type(value).__name__)


def check_text(value: Any) -> None:
    """Raise ValueError if `value`, or an item of it, has no reproducible text."""
    if isinstance(value, _WITH_TEXT) or value is None or hasattr(type(value), "__html__"):
        return
    if not isinstance(value, (*_LISTS, dict)):
        raise MessageError(_NO_TEXT.get(type(value), "expression.no_text"), what=type_name(value))
    for item in _items(value):
        check_text(item)


def _items(value: Any) -> list[Any]:
    """The items of a list or dict and of nested ones, each as often as it would print."""
    found: list[Any] = []
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += (part for pair in cast("dict[Any, Any]", one).items() for part in pair)
        elif isinstance(one, _LISTS):
            waiting += one
        else:
            found.append(one)
        if len(found) + len(waiting) > MAX_ITEMS:
            raise LimitError(message("limit.printed", most=MAX_ITEMS))
    return found


def format_strftime(value: date | time, pattern: str) -> str:
    """`value.strftime(pattern)` with English names whatever the locale. Raises ValueError for a code that varies."""
    return value.strftime(_CODE.sub(lambda found: _code(value, found.group(1)), str(pattern)))


def _code(value: date | time, code: str) -> str:
    if code in _FIGURES:
        return f"%{code}"
    names: dict[str, str] = {}
    if isinstance(value, date):
        month, day = MONTHS[value.month - 1], DAYS[value.weekday()]
        names = {"B": month, "b": month[:3], "A": day, "a": day[:3]}
    if isinstance(value, datetime | time):
        names["p"] = "AM" if value.hour < 12 else "PM"
    if code not in names:
        raise MessageError("expression.strftime", code=code)
    return names[code]
