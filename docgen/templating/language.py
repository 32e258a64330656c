"""docgen's template language: a strict, sandboxed Jinja environment with the filters common to all formats."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, cast

from jinja2 import StrictUndefined, pass_context
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.utils import missing, object_type_repr

from docgen.audience import (
    Choice,
    Markdown,
    View,
    computed_of,
    fields_of,
    left_out_names,
    name_of,
    withheld_names,
)
from docgen.diagrams import branches
from docgen.messages import Message, message
from docgen.nearest import nearest
from docgen.richtext import plain_text
from docgen.templating import Bindings
from docgen.templating.access import check_text, type_name
from docgen.templating.environment import LimitedEnvironment
from docgen.templating.limits import ACCOUNT, Account
from docgen.templating.reasons import UndefinedNameError, recognised, without_addresses
from docgen.templating.values import check_figure
from docgen.wording import (
    format_amount,
    format_date,
    format_datetime,
    format_discount,
    format_money,
    format_number,
    format_percent,
    format_period,
    format_price,
    format_wan,
    in_language,
    minor_places,
)

_BINDINGS = "#bindings"  # no template can name it


class Missing(StrictUndefined):
    """An undefined name: any use of it raises UndefinedError with the nearest known name."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedNameError,
    ) -> None:
        """Takes what Jinja's undefined value takes; the hint may be a message."""
        super().__init__(hint, obj, name, exc)

    @property
    def _undefined_message(self) -> Message:  # pyright: ignore[reportIncompatibleMethodOverride]
        hint = cast("Message | str | None", self._undefined_hint)
        name, owner = self._undefined_name, self._undefined_obj
        if isinstance(owner, View):
            return _missing_on_view(str(name), owner)
        if hint:
            return recognised(hint) if isinstance(hint, str) else hint
        if owner is missing:
            return message("expression.undefined", name=str(name))
        if owner is None:
            return message("expression.nothing_here", name=str(name))
        if isinstance(name, str):
            return message("expression.no_attribute", what=object_type_repr(owner), name=name)
        return message("expression.no_element", what=object_type_repr(owner), name=without_addresses(repr(name)))


def _missing_on_view(name: str, owner: View) -> Message:
    if name.startswith("_"):
        return message("expression.not_for_templates", name=name)
    if name in withheld_names(owner):
        return message("expression.withheld", name=name, owner=name_of(owner))
    if name in left_out_names(owner):
        return message(
            "expression.left_out", name=name, owner=name_of(owner), fields=[f"`{f}`" for f in fields_of(owner)]
        )
    computed = computed_of(owner)
    near = nearest(name, (*fields_of(owner), *(computed.names if computed else ())))
    if near:
        return message("expression.no_field:meant", name=name, owner=name_of(owner), near=near)
    return message("expression.no_field", name=name, owner=name_of(owner))


def make_environment(
    finalize: Callable[[Context, Any], Any] | None = None,
    kind: type[LimitedEnvironment] = LimitedEnvironment,
    **filters: Callable[..., Any],
) -> LimitedEnvironment:
    """Make an engine's environment, with further filters; docs/dev/limits.md describes its limits.

    `finalize(context, value)` formats a printed value; by default `format_value`.
    """
    environment = kind(
        undefined=Missing,
        autoescape=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        finalize=pass_context(finalize or format_value),
        keep_trailing_newline=True,
    )
    environment.filters.update({**_FILTERS, **filters})
    environment.tests["mapping"] = _is_mapping
    return environment


def _is_mapping(value: Any) -> bool:
    """Whether a value has named fields, as a part of the document has."""
    return isinstance(value, Mapping | View)


def names_for(bindings: Bindings, label: Callable[[str], str] | None = None) -> dict[str, Any]:
    """All names for `template.render(names)`, and the account of one render (`limits.Account`).

    `label` replaces the function that gives the text of a label or a choice.
    """
    label = label or label_function(bindings)
    names = bindings.names
    if bindings.display:
        names = bindings.display(names, label, bindings.language, bindings.currency, bindings.audience)
    return {
        **names,
        "language": bindings.language,
        "audience": bindings.audience,
        "reads": View("reads", {**bindings.reads, "internal": not bindings.is_outside}),
        "label": label,
        "head": lambda key: _label(bindings, key, "\n"),
        "branches": branches,
        _BINDINGS: bindings,
        ACCOUNT: Account(),
    }


def label_function(bindings: Bindings) -> Callable[[str], str]:
    """The function `label` of templates: a label's text in the render's language."""
    return lambda key: _label(bindings, key, " ")


def bindings_of(context: Context) -> Bindings:
    """The bindings of the render that `context` belongs to."""
    return context.parent[_BINDINGS]


def format_value(context: Context, value: Any) -> Any:
    """Format a value printed without a filter: a choice by its title, a date in the document's language, None as ""."""
    return format_value_in(bindings_of(context).language, value)


def format_value_in(language: str, value: Any) -> Any:  # noqa: PLR0911 - a case each
    """`format_value` outside a render. Raises LimitError for too long a Decimal, ValueError if there is no text."""
    if value.__class__ is str:
        return value
    match value:
        case None:
            return ""
        case Choice():
            return in_language(value.title_en, value.title_zh, language)
        case Decimal():
            check_figure(value)
            return f"{value:f}"
        case datetime():
            return format_datetime(value, language)
        case date():
            return format_date(value, language)
        case _:
            check_text(value)
            return value


def _label(bindings: Bindings, key: str, separator: str) -> str:
    if isinstance(key, Choice):
        return in_language(key.title_en, key.title_zh, bindings.language, separator)
    check_text(key)
    try:
        en, zh = bindings.labels(key)
    except KeyError as error:
        raise UndefinedNameError(error.args[0]) from None
    return in_language(en, zh, bindings.language, separator)


def _figure(value: Any, filter_name: str) -> Decimal:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Missing):
        str(value)  # raises, naming what is missing
    raise UndefinedNameError(message("expression.figure", filter=filter_name, found=shown_value(value)))


def shown_value(value: Any) -> Message | str:
    """A value as a message names it: text and figures as they are written, anything else by its type."""
    return repr(value) if isinstance(value, str | int | float | date | None) else type_name(value)


@pass_context
def _money(context: Context, value: Any, currency: str | None = None) -> str:
    return "" if value is None else format_money(_figure(value, "money"), currency or bindings_of(context).currency)


@pass_context
def _amount(context: Context, value: Any) -> str:
    return "" if value is None else format_amount(_figure(value, "amount"), minor_places(bindings_of(context).currency))


@pass_context
def _price(context: Context, value: Any) -> str:
    return "" if value is None else format_price(_figure(value, "price"), minor_places(bindings_of(context).currency))


def _number(value: Any) -> str:
    return "" if value is None else format_number(_figure(value, "number"))


def _percent(value: Any, places: int | None = None) -> str:
    return "" if value is None else format_percent(_figure(value, "percent"), places)


@pass_context
def _discount(context: Context, value: Any) -> str:
    return "" if value is None else format_discount(_figure(value, "discount"), bindings_of(context).language)


def _wan(value: Any) -> str:
    return "" if value is None else format_wan(_figure(value, "wan"))


@pass_context
def _date(context: Context, value: date | None) -> str:
    return "" if value is None else format_date(value, bindings_of(context).language)


@pass_context
def _datetime(context: Context, value: datetime | None) -> str:
    return "" if value is None else format_datetime(value, bindings_of(context).language)


@pass_context
def _period(context: Context, start: date, end: date) -> str:
    return format_period(start, end, bindings_of(context).language)


@pass_context
def _label_filter(context: Context, key: str) -> str:
    return _label(bindings_of(context), key, " ")


def text_of(value: Any) -> str:
    """`value` as text. Raises ValueError for a value without text."""
    check_text(value)
    return str(value)


def _paginate(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Split into pages of at most `size` items, as evenly as possible; the first pages have more."""
    rows = list(items)
    pages = -(-len(rows) // size)
    least, more = divmod(len(rows), pages) if pages else (0, 0)
    ends = [least * page + min(page, more) for page in range(pages + 1)]
    return [rows[start:end] for start, end in pairwise(ends)]


_FILTERS: dict[str, Callable[..., Any]] = {
    "money": _money,
    "amount": _amount,
    "price": _price,
    "number": _number,
    "percent": _percent,
    "discount": _discount,
    "wan": _wan,
    "date": _date,
    "datetime": _datetime,
    "period": _period,
    "label": _label_filter,
    "markdown": lambda text: Markdown(text_of(text)),
    "plain": lambda text: "" if text is None else plain_text(text_of(text)),
    "paginate": _paginate,
}
