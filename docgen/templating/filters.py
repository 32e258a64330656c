"""Turns Jinja's filters into ones that reckon what they would make, and pay for what they go through."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from jinja2 import pass_context
from jinja2.filters import FILTERS, do_join, do_sum, make_attrgetter
from jinja2.runtime import Context
from jinja2.utils import _PassArg  # pyright: ignore[reportPrivateUsage]
from markupsafe import Markup

from docgen.templating.access import check_text
from docgen.templating.limits import LimitError, account_of, block_of, check_size, each_of, made, turns_of
from docgen.templating.values import RECKONINGS, check_count, check_figure

_SHORT, _INCLUDED = 64, 8
_SPARED = frozenset({"abs", "attr", "count", "d", "default", "first", "float", "length"})
_OF_THINGS = frozenset(  # those that take what has no text of its own; all others read or print what they are given
    {
        "batch", "dictsort", "groupby", "items", "last", "list", "map", "max", "min", "reject", "rejectattr", "reverse",
        "select", "selectattr", "slice", "sort", "unique",
    }
)  # fmt: skip
_LEFT_OUT = frozenset({"random", "join", "sum"})


def _limited_filter(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    passed = _PassArg.from_obj(original)
    reckon = RECKONINGS.get(name)
    reads = name not in _OF_THINGS

    @pass_context
    def limited(context: Context, value: Any, *args: Any, **named: Any) -> Any:
        account = account_of(context)
        if hasattr(value, "__len__") and len(value) > _SHORT:
            account.charge(len(value) // _SHORT)
        elif hasattr(value, "__next__"):
            value = each_of(account, value)
        if reads:
            check_text((value, *args, *named.values()))
        if reckon is not None:
            reckon(value, *args, **named)
        first = {_PassArg.context: context, _PassArg.eval_context: context.eval_ctx}.get(
            cast(_PassArg, passed), context.environment
        )
        given = (value, *args) if passed is None else (first, value, *args)
        result = original(*given, **named)
        return made(account, list(each_of(account, result)) if hasattr(result, "__next__") else result)

    return limited


@pass_context
def _turns(context: Context, items: Any) -> Any:
    return turns_of(account_of(context), items)


@pass_context
def _each_turn(context: Context, items: Any) -> Any:
    return each_of(account_of(context), items)


@pass_context
def _turn(context: Context, name: Any) -> Any:
    account_of(context).charge(_INCLUDED)
    return name


@pass_context
def _made(context: Context, value: Any) -> Any:
    return made(account_of(context), value)


@pass_context
def _block(context: Context, value: Any) -> Any:
    return block_of(account_of(context), value) if isinstance(value, str) else value


@pass_context
def _joined(context: Context, values: tuple[Any, ...]) -> str:
    """`a ~ b`: text, and markup if one of them is."""
    texts = [value if isinstance(value, str) else _text(value) for value in values]
    check_size(sum(map(len, texts)))
    marked = context.eval_ctx.autoescape and any(hasattr(text, "__html__") for text in texts)
    whole = Markup("").join(texts) if marked else "".join(texts)
    return made(account_of(context), whole)


@pass_context
def _join(context: Context, value: Any, d: Any = "", attribute: Any = None) -> str:
    """Jinja's `|join`, its items counted on the way."""
    account = account_of(context)
    take = make_attrgetter(context.environment, attribute) if attribute is not None else None
    items: list[Any] = []
    size, each = 0, len(str(d))
    for item in turns_of(account, value):
        items.append(item if take is None else take(item))
        check_text(items[-1])
        size += each + (len(items[-1]) if isinstance(items[-1], str) else len(str(items[-1])))
        check_size(size)
    return made(account, do_join(context.eval_ctx, items, d))


@pass_context
def _sum(context: Context, iterable: Any, attribute: Any = None, start: Any = 0) -> Any:
    """Jinja's `|sum`, and lists into one list at a cost that grows with their items only."""
    account = account_of(context)
    items = each_of(account, iterable)
    if not isinstance(start, list | tuple):
        if not isinstance(start, int | float | Decimal):
            raise LimitError("`|sum` adds figures or lists")
        return do_sum(context.environment, items, attribute, start)
    take = make_attrgetter(context.environment, attribute) if attribute is not None else None
    whole = list(cast("Sequence[Any]", start))
    for item in items:
        whole += turns_of(account, item if take is None else take(item))
        check_count(len(whole))
    return made(account, type(start)(whole))


def _words(value: Any) -> Any:
    """What is sliced; an Office engine takes words for markup here."""
    return value


def _text(value: Any) -> str:
    check_figure(value)
    check_text(value)
    return value.__html__() if hasattr(value, "__html__") else str(value)


_KEPT = sorted(FILTERS.keys() - _LEFT_OUT)
LIMITED_FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: FILTERS[name] if name in _SPARED else _limited_filter(name, FILTERS[name]) for name in _KEPT},
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
