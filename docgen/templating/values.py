"""Turns operators and calls that can make a value grow into ones that reckon its size before they make it."""

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

from docgen.templating.access import check_text, format_day
from docgen.templating.limits import MOST_BITS, MOST_ITEMS, Account, LimitError, check_size, made, size_of

_WIDTH = re.compile(r"%(?:\([^()]*+\))?[-#0 +]*+(\*|\d+)?(?:\.(\*|\d+))?")
_ODD_NAME = re.compile(r"%\((?![^()]*+\))")
_NUMBER = re.compile(r"\d+")
_MOST_WIDTH, _MOST_DIGITS = 1_000, 1_000
_LONGEST_FIGURE = 5_000  # characters of an int (sys.set_int_max_str_digits) or a float
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
    """Raise LimitError for a Decimal that is short to write and long to print: 1E+999999999."""
    if isinstance(value, Decimal) and not -_MOST_DIGITS < value.adjusted() < _MOST_DIGITS:
        raise LimitError(f"the figure {value:.3E} has more than {_MOST_DIGITS:,} digits")


def operate(account: Account, operator: str, left: Any, right: Any) -> Any:
    """`left operator right` for `+`, `*`, `**` and `%`. Raises LimitError if the result would be too large."""
    match operator:
        case "+":
            return _added(account, left, right)
        case "*":
            _check_product(left, right)
            return made(account, left * right)
        case "**":
            _check_power(left, right)
            return left**right
        case _:
            if isinstance(left, str):
                check_format(left, right)
            return made(account, left % right)


def _added(account: Account, left: Any, right: Any) -> Any:
    if isinstance(left, int | Decimal | float):
        return left + right
    if hasattr(left, "__len__") and hasattr(right, "__len__"):
        check_size(len(left) + len(right))
    return made(account, left + right)


def _check_product(left: Any, right: Any) -> None:
    for count, value in ((left, right), (right, left)):
        if isinstance(count, int) and isinstance(value, str):
            check_size(len(value) * count)
        elif isinstance(count, int) and isinstance(value, list | tuple):
            check_count(len(cast("Sequence[Any]", value)) * count)
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MOST_BITS:
        raise LimitError("the template multiplies figures to more than 2,000 digits")


def _check_power(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > MOST_BITS:
        raise LimitError("the template raises a figure to more than 2,000 digits")


def check_format(pattern: str, values: Any) -> None:
    """Raise LimitError if `pattern % values` would be too large."""
    check_text(values)
    if _ODD_NAME.search(pattern):
        raise LimitError(f"a name in the format {pattern[:40]!r} holds brackets")
    size = len(pattern)
    longest = max((_length(value) for value in _each(values)), default=0)
    for width, precision in _WIDTH.findall(pattern):
        if "*" in {width, precision} or max(len(width), len(precision)) > 4:
            raise LimitError(f"a width in the format {pattern[:40]!r} is too large; the limit is {_MOST_WIDTH:,}")
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
        return min(_LONGEST_FIGURE, len(str(value)) + 310)
    items, characters = size_of(value)
    return items * 8 + characters + _SHORT


class LimitedFormatter(SandboxedFormatter):
    """`str.format` in the sandbox, with bounds on widths and on the whole."""

    size = 0

    def format_field(self, value: Any, format_spec: str) -> Any:
        """One field. Raises LimitError, or ValueError for what has no text."""
        check_figure(value)
        check_text(value)
        if isinstance(value, date | time):
            return format_day(value, format_spec) if format_spec else str(value)
        if any(len(number) > 4 for number in _NUMBER.findall(format_spec)):
            raise LimitError(f"a width in the format {format_spec[:40]!r} is too large; the limit is {_MOST_WIDTH:,}")
        if not isinstance(value, str | int | float | Decimal):
            size_of(value)
        told = super().format_field(value, format_spec)
        self.size += len(told)
        check_size(self.size)
        return told

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """`{!r}` and the like. Raises ValueError for what has no text."""
        check_text(value)
        return super().convert_field(value, conversion)


class LimitedEscapeFormatter(LimitedFormatter, EscapeFormatter):
    """The same for markup: values are escaped."""


def formatter_for(environment: Environment, text: str) -> Formatter:
    """The formatter for `text.format(…)`."""
    if isinstance(text, Markup):
        return LimitedEscapeFormatter(environment, escape=text.escape)  # pyright: ignore[reportCallIssue]
    return LimitedFormatter(environment)


def check_method(method: BuiltinMethodType, args: Sequence[Any], named: Mapping[str, Any]) -> None:
    """Raise LimitError unless `method`, of a text, a figure or a list, is one that a template may call so."""
    owner, name = method.__self__, method.__name__
    if isinstance(owner, str):
        reckon = _GROWING_METHODS.get(name)
        if reckon is not None:
            reckon(owner, *args, **named)
        elif name not in _TEXT_METHODS:
            raise LimitError(f"`.{name}()` of a text is not for templates; there are filters for it")
    elif isinstance(owner, int | float | Decimal | complex):
        if name not in _FIGURE_METHODS:
            raise LimitError(f"`.{name}()` of a figure is not for templates; there are filters for it")
    elif isinstance(owner, bytes | bytearray):
        raise LimitError("bytes are not for templates")


def _reckon_width(value: Any, width: Any = 0, *_rest: Any) -> None:
    if isinstance(width, int):
        check_size(len(str(value)) + width)


def _reckon_indent(value: Any, width: Any = 4, *_rest: Any, **_named: Any) -> None:
    lines = str(value).count("\n") + 1
    check_size(len(str(value)) + lines * (width if isinstance(width, int) else len(str(width))))


def _reckon_tabs(value: str, tabsize: Any = 8) -> None:
    check_size(len(value) + value.count("\t") * (tabsize if isinstance(tabsize, int) else 0))


def _reckon_replace(value: Any, old: Any = "", new: Any = "", *_rest: Any, **_named: Any) -> None:
    text = str(value)
    check_size(len(text) + text.count(str(old)) * len(str(new)))


def _reckon_text_join(separator: str, items: Any = ()) -> None:
    if not isinstance(items, list | tuple | dict | str):
        raise LimitError("`.join()` takes a list; write |list before it")
    pieces = size_of(items)[0] + (len(items) if isinstance(items, str) else 0)
    check_size(size_of(items)[1] + pieces * len(separator))


def _reckon_format(value: Any, *args: Any, **named: Any) -> None:
    check_format(str(value), named or args)


def _reckon_product(value: Any, *args: Any, **named: Any) -> None:
    longest = max((len(item) for item in (*args, *named.values()) if isinstance(item, str)), default=0)
    if longest > _SHORT:
        check_size(len(str(value)) * longest)


def _reckon_batch(_value: Any, linecount: Any = 0, *_rest: Any, **_named: Any) -> None:
    check_count(linecount)


def _reckon_slice(_value: Any, slices: Any = 0, *_rest: Any, **_named: Any) -> None:
    check_count(slices)


def check_count(count: Any) -> None:
    """Raise LimitError for a list of more than MOST_ITEMS items."""
    if isinstance(count, int) and count > MOST_ITEMS:
        raise LimitError(f"the template makes a list of more than {MOST_ITEMS:,} items")


def _reckon_round(value: Any, precision: Any = 0, *_rest: Any, **_named: Any) -> None:
    check_figure(value)
    if isinstance(precision, int) and abs(precision) > 300:
        raise LimitError("`|round` takes at most 300 decimals")


def _reckon_figure(value: Any, *_rest: Any, **_named: Any) -> None:
    check_figure(value)


Reckon = Callable[..., None]
_GROWING_METHODS: dict[str, Reckon] = {
    "center": _reckon_width,
    "ljust": _reckon_width,
    "rjust": _reckon_width,
    "zfill": _reckon_width,
    "expandtabs": _reckon_tabs,
    "replace": _reckon_replace,
    "join": _reckon_text_join,
}
RECKONINGS: dict[str, Reckon] = {
    "center": _reckon_width,
    "indent": _reckon_indent,
    "replace": _reckon_replace,
    "format": _reckon_format,
    "wordwrap": _reckon_product,
    "urlize": _reckon_product,
    "batch": _reckon_batch,
    "slice": _reckon_slice,
    "round": _reckon_round,
    "int": _reckon_figure,
}
