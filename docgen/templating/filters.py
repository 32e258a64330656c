"""Jinja's filters with limits: each checks the size of its result and charges for the items it iterates over."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from jinja2 import pass_context
from jinja2.filters import FILTERS, do_join, do_sum, make_attrgetter
from jinja2.runtime import Context
from jinja2.utils import _PassArg  # pyright: ignore[reportPrivateUsage]
from markupsafe import Markup

from docgen.messages import message
from docgen.templating.access import check_text
from docgen.templating.limits import (
    LimitError,
    account_of,
    charge_each,
    charge_items,
    check_size,
    measure_block,
    measured,
)
from docgen.templating.values import FILTER_LIMITS, check_count, check_figure

_SHORT, _INCLUDED = 64, 8
_UNLIMITED = frozenset({"abs", "attr", "count", "d", "default", "first", "float", "length"})
_OF_OBJECTS = frozenset(  # accept values without a text; all others print their input
    {
        "batch", "dictsort", "groupby", "items", "last", "list", "map", "max", "min", "reject", "rejectattr", "reverse",
        "select", "selectattr", "slice", "sort", "unique",
    }
)  # fmt: skip
_REPLACED = frozenset({"random", "join", "sum"})


def _limited_filter(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    passed = _PassArg.from_obj(original)
    check = FILTER_LIMITS.get(name)
    reads = name not in _OF_OBJECTS

    @pass_context
    def limited(context: Context, value: Any, *args: Any, **named: Any) -> Any:
        account = account_of(context)
        if hasattr(value, "__len__") and len(value) > _SHORT:
            account.charge(len(value) // _SHORT)
        elif hasattr(value, "__next__"):
            value = charge_each(account, value)
        if reads:
            check_text((value, *args, *named.values()))
        if check is not None:
            check(value, *args, **named)
        first = {_PassArg.context: context, _PassArg.eval_context: context.eval_ctx}.get(
            cast(_PassArg, passed), context.environment
        )
        given = (value, *args) if passed is None else (first, value, *args)
        result = original(*given, **named)
        return measured(account, list(charge_each(account, result)) if hasattr(result, "__next__") else result)

    return limited


@pass_context
def _turns(context: Context, items: Any) -> Any:
    return charge_items(account_of(context), items)


@pass_context
def _each_turn(context: Context, items: Any) -> Any:
    return charge_each(account_of(context), items)


@pass_context
def _turn(context: Context, name: Any) -> Any:
    account_of(context).charge(_INCLUDED)
    return name


@pass_context
def _made(context: Context, value: Any) -> Any:
    return measured(account_of(context), value)


@pass_context
def _block(context: Context, value: Any) -> Any:
    return measure_block(account_of(context), value) if isinstance(value, str) else value


@pass_context
def _joined(context: Context, values: tuple[Any, ...]) -> str:
    """`a ~ b`: text, or markup if one operand is."""
    texts = [value if isinstance(value, str) else _text(value) for value in values]
    check_size(sum(map(len, texts)))
    marked = context.eval_ctx.autoescape and any(hasattr(text, "__html__") for text in texts)
    whole = Markup("").join(texts) if marked else "".join(texts)
    return measured(account_of(context), whole)


@pass_context
def _join(context: Context, value: Any, d: Any = "", attribute: Any = None) -> str:
    """Jinja's `|join`, counting its items."""
    account = account_of(context)
    take = make_attrgetter(context.environment, attribute) if attribute is not None else None
    items: list[Any] = []
    size, each = 0, len(str(d))
    for item in charge_items(account, value):
        items.append(item if take is None else take(item))
        check_text(items[-1])
        size += each + (len(items[-1]) if isinstance(items[-1], str) else len(str(items[-1])))
        check_size(size)
    return measured(account, do_join(context.eval_ctx, items, d))


@pass_context
def _sum(context: Context, iterable: Any, attribute: Any = None, start: Any = 0) -> Any:
    """Jinja's `|sum`; lists are concatenated in linear time."""
    account = account_of(context)
    items = charge_each(account, iterable)
    if not isinstance(start, list | tuple):
        if not isinstance(start, int | float | Decimal):
            raise LimitError(message("expression.sum"))
        return do_sum(context.environment, items, attribute, start)
    take = make_attrgetter(context.environment, attribute) if attribute is not None else None
    whole = list(cast("Sequence[Any]", start))
    for item in items:
        whole += charge_items(account, item if take is None else take(item))
        check_count(len(whole))
    return measured(account, type(start)(whole))


def _words(value: Any) -> Any:
    """The operand of a slice; the Office engines replace this filter to slice markup by its text."""
    return value


def _text(value: Any) -> str:
    check_figure(value)
    check_text(value)
    return value.__html__() if hasattr(value, "__html__") else str(value)


_JINJA_FILTERS = sorted(FILTERS.keys() - _REPLACED)
LIMITED_FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: FILTERS[name] if name in _UNLIMITED else _limited_filter(name, FILTERS[name]) for name in _JINJA_FILTERS},
    "join": _join,
    "sum": _sum,
    "#turns": _turns,
    "#each": _each_turn,
    "#turn": _turn,
    "#made": _made,
    "#block": _block,
    "#joined": _joined,
    "#words": _words,
}
