"""Operators, methods and formatting with limits: the size of a result is checked before it is made."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from string import Formatter
from types import BuiltinMethodType
from typing import Any, cast

from jinja2 import Environment
from jinja2.sandbox import SandboxedFormatter
from markupsafe import EscapeFormatter, Markup

from docgen.messages import message
from docgen.templating.access import check_text, format_strftime
from docgen.templating.limits import MAX_BITS, MAX_ITEMS, Account, LimitError, check_size, measured, size_of

_WIDTH = re.compile(r"%(?:\([^()]*+\))?[-#0 +]*+(\*|\d+)?(?:\.(\*|\d+))?")
_NESTED_NAME = re.compile(r"%\((?![^()]*+\))")
_NUMBER = re.compile(r"\d+")
_MAX_WIDTH, _MAX_DIGITS = 1_000, 1_000
_MAX_FIGURE = 5_000  # characters of an int (sys.set_int_max_str_digits) or a float
_SHORT = 64

_TEXT_METHODS = frozenset(
    (  # noqa: SIM905
        "capitalize casefold count endswith find index isalnum isalpha isascii isdecimal isdigit isidentifier "
        "islower isnumeric isprintable isspace istitle isupper lower lstrip partition removeprefix "
        "removesuffix rfind rindex rpartition rsplit rstrip split splitlines startswith strip swapcase title "
        "upper"
    ).split()
)
_FIGURE_METHODS = frozenset({"copy_abs", "is_integer", "is_signed", "is_zero", "normalize", "quantize"})


def check_figure(value: Any) -> None:
    """Raise LimitError for a Decimal with too many digits to print: 1E+999999999."""
    if isinstance(value, Decimal) and not -_MAX_DIGITS < value.adjusted() < _MAX_DIGITS:
        raise LimitError(message("limit.digits", figure=f"{value:.3E}", most=_MAX_DIGITS))


def operate(account: Account, operator: str, left: Any, right: Any) -> Any:
    """`left operator right` for `+`, `*`, `**` and `%`. Raises LimitError if the result would be too large."""
    match operator:
        case "+":
            return _added(account, left, right)
        case "*":
            _check_product(left, right)
            return measured(account, left * right)
        case "**":
            _check_power(left, right)
            return left**right
        case _:
            if isinstance(left, str):
                check_format(left, right)
            return measured(account, left % right)


def _added(account: Account, left: Any, right: Any) -> Any:
    if isinstance(left, int | Decimal | float):
        return left + right
    if hasattr(left, "__len__") and hasattr(right, "__len__"):
        check_size(len(left) + len(right))
    return measured(account, left + right)


def _check_product(left: Any, right: Any) -> None:
    for count, value in ((left, right), (right, left)):
        if isinstance(count, int) and isinstance(value, str):
            check_size(len(value) * count)
        elif isinstance(count, int) and isinstance(value, list | tuple):
            check_count(len(cast("Sequence[Any]", value)) * count)
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MAX_BITS:
        raise LimitError(message("limit.product"))


def _check_power(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > MAX_BITS:
        raise LimitError(message("limit.power"))


def check_format(pattern: str, values: Any) -> None:
    """Raise LimitError if `pattern % values` would be too large."""
    check_text(values)
    if _NESTED_NAME.search(pattern):
        raise LimitError(message("limit.format_name", format=pattern[:40]))
    size = len(pattern)
    longest = max((_length(value) for value in _each(values)), default=0)
    for width, precision in _WIDTH.findall(pattern):
        if "*" in {width, precision} or max(len(width), len(precision)) > 4:
            raise LimitError(message("limit.width", format=pattern[:40], most=_MAX_WIDTH))
        size += longest + int(width or 0) + int(precision or 0)
    check_size(size)


def _each(values: Any) -> Sequence[Any]:
    if isinstance(values, Mapping):
        return list(cast("Mapping[Any, Any]", values).values())
    return cast("tuple[Any, ...]", values) if isinstance(values, tuple) else (values,)


def _length(value: Any) -> int:
    check_figure(value)
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int | float | Decimal):
        return min(_MAX_FIGURE, len(str(value)) + 310)
    items, characters = size_of(value)
    return items * 8 + characters + _SHORT


class LimitedFormatter(SandboxedFormatter):
    """`str.format` in the sandbox, with limits on widths and on the result."""

    size = 0

    def format_field(self, value: Any, format_spec: str) -> Any:
        """Format one field. Raises LimitError, or ValueError for a value without text."""
        check_figure(value)
        check_text(value)
        if isinstance(value, date | time):
            return format_strftime(value, format_spec) if format_spec else str(value)
        if any(len(number) > 4 for number in _NUMBER.findall(format_spec)):
            raise LimitError(message("limit.width", format=format_spec[:40], most=_MAX_WIDTH))
        if not isinstance(value, str | int | float | Decimal):
            size_of(value)
        text = super().format_field(value, format_spec)
        self.size += len(text)
        check_size(self.size)
        return text

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """Convert by `!r` and the like. Raises ValueError for a value without text."""
        check_text(value)
        return super().convert_field(value, conversion)


class LimitedEscapeFormatter(LimitedFormatter, EscapeFormatter):
    """`LimitedFormatter` for markup: values are escaped."""


def formatter_for(environment: Environment, text: str) -> Formatter:
    """The formatter for `text.format(…)`."""
    if isinstance(text, Markup):
        return LimitedEscapeFormatter(environment, escape=text.escape)  # pyright: ignore[reportCallIssue]
    return LimitedFormatter(environment)


def check_method(method: BuiltinMethodType, args: Sequence[Any], named: Mapping[str, Any]) -> None:
    """Raise LimitError unless a template may call `method` of a text, a number or a list with these arguments."""
    owner, name = method.__self__, method.__name__
    if isinstance(owner, str):
        check = _GROWING_METHODS.get(name)
        if check is not None:
            check(owner, *args, **named)
        elif name not in _TEXT_METHODS:
            raise LimitError(message("limit.method", name=name, what=message("term.a_text")))
    elif isinstance(owner, int | float | Decimal | complex):
        if name not in _FIGURE_METHODS:
            raise LimitError(message("limit.method", name=name, what=message("term.a_figure")))
    elif isinstance(owner, bytes | bytearray):
        raise LimitError(message("limit.bytes"))


def _limit_width(value: Any, width: Any = 0, *_rest: Any) -> None:
    if isinstance(width, int):
        check_size(len(str(value)) + width)


def _limit_indent(value: Any, width: Any = 4, *_rest: Any, **_named: Any) -> None:
    lines = str(value).count("\n") + 1
    check_size(len(str(value)) + lines * (width if isinstance(width, int) else len(str(width))))


def _limit_tabs(value: str, tabsize: Any = 8) -> None:
    check_size(len(value) + value.count("\t") * (tabsize if isinstance(tabsize, int) else 0))


def _limit_replace(value: Any, old: Any = "", new: Any = "", *_rest: Any, **_named: Any) -> None:
    text = str(value)
    check_size(len(text) + text.count(str(old)) * len(str(new)))


def _limit_text_join(separator: str, items: Any = ()) -> None:
    if not isinstance(items, list | tuple | dict | str):
        raise LimitError(message("limit.join"))
    pieces = size_of(items)[0] + (len(items) if isinstance(items, str) else 0)
    check_size(size_of(items)[1] + pieces * len(separator))


def _limit_format(value: Any, *args: Any, **named: Any) -> None:
    check_format(str(value), named or args)


def _limit_product(value: Any, *args: Any, **named: Any) -> None:
    longest = max((len(item) for item in (*args, *named.values()) if isinstance(item, str)), default=0)
    if longest > _SHORT:
        check_size(len(str(value)) * longest)


def _limit_batch(_value: Any, linecount: Any = 0, *_rest: Any, **_named: Any) -> None:
    check_count(linecount)


def _limit_slice(_value: Any, slices: Any = 0, *_rest: Any, **_named: Any) -> None:
    check_count(slices)


def check_count(count: Any) -> None:
    """Raise LimitError for a list of more than MAX_ITEMS items."""
    if isinstance(count, int) and count > MAX_ITEMS:
        raise LimitError(message("limit.items", most=MAX_ITEMS))


def _limit_round(value: Any, precision: Any = 0, *_rest: Any, **_named: Any) -> None:
    check_figure(value)
    if isinstance(precision, int) and abs(precision) > 300:
        raise LimitError(message("limit.decimals"))


def _limit_figure(value: Any, *_rest: Any, **_named: Any) -> None:
    check_figure(value)


LimitCheck = Callable[..., None]
_GROWING_METHODS: dict[str, LimitCheck] = {
    "center": _limit_width,
    "ljust": _limit_width,
    "rjust": _limit_width,
    "zfill": _limit_width,
    "expandtabs": _limit_tabs,
    "replace": _limit_replace,
    "join": _limit_text_join,
}
FILTER_LIMITS: dict[str, LimitCheck] = {
    "center": _limit_width,
    "indent": _limit_indent,
    "replace": _limit_replace,
    "format": _limit_format,
    "wordwrap": _limit_product,
    "urlize": _limit_product,
    "batch": _limit_batch,
    "slice": _limit_slice,
    "round": _limit_round,
    "int": _limit_figure,
}
