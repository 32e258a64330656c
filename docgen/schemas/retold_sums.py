"""Compare the sums of money typed in narrative text with the figures of the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, cast

from pydantic import BaseModel

from docgen.annotations import fields_in, models_in
from docgen.audience import Audience, Mark, MarkedModel, View, fields_of, marks_of_cached, model_of, view_for
from docgen.errors import DocgenError, Finding
from docgen.messages import message
from docgen.money_text import Codes, Sum, sums_in
from docgen.schemas.figures import MONEY, PRICE, figure_of
from docgen.wording import format_money

_MOST_NAMED = 3
_MONEY = (MONEY, PRICE)


@dataclass(frozen=True, slots=True)
class _Known:
    """A sum of the document: where it is from, its amount, the currencies it may be in, and how it is written."""

    mark: Mark
    amount: Decimal
    codes: Codes
    text: str
    is_typed: bool = False


def retold_sums(document: MarkedModel, audience: Audience) -> Iterator[Finding]:
    """Notices about sums in narrative text that are none of the figures that `audience` sees.

    Known are sums of fields and of other texts, and the totals of lists of them.
    """
    typed = [(path, found) for path, text in _narrative(document) for found in sums_in(text)]
    if not typed:
        return
    try:
        view = view_for(audience, document)
    except DocgenError:  # the prices can't be shown to this audience, which is reported
        return
    pricing = fields_of(view).get("pricing")
    currency = _currency_of(view) or _currency_of(pricing)
    first = _known_sums(fields_of(pricing)["totals"], frozenset()) if isinstance(pricing, View) else ()
    known = [*first, *_known_sums(view, frozenset({currency} if currency else ()))]
    foreign: list[tuple[str, str]] = []
    for path, found in dict.fromkeys(typed):
        equal = [item for item in known if found.is_near(item.amount) and found.may_be_in(item.codes)]
        if not equal:
            yield _unknown(path, found, known)
        elif currency and found.codes and currency not in found.codes and all(item.is_typed for item in equal):
            foreign.append((path, found.text))
    if foreign:
        sums = list(dict.fromkeys(text for _, text in foreign))[:_MOST_NAMED]
        yield Finding.of("notice.sum_currency", place=foreign[0][0], severity="warning", found=sums, currency=currency)


def _unknown(path: str, found: Sum, known: list[_Known]) -> Finding:
    if not known:
        return Finding.of("notice.sum:none", place=path, severity="warning", found=found.text)
    near = min(known, key=lambda item: (item.is_typed and not found.may_be_in(item.codes), _distance(found, item)))
    name = message("term.either", en=near.mark.en, zh=near.mark.zh)
    key = "notice.sum" if found.may_be_in(near.codes) else "notice.sum:currency"
    return Finding.of(key, place=path, severity="warning", found=found.text, nearest=near.text, name=name)


def _distance(found: Sum, item: _Known) -> Decimal:
    """How far apart the amounts are, as a share of the larger one, to a thousandth."""
    most = max(found.amount, abs(item.amount))
    return round(abs(found.amount - abs(item.amount)) / most, 3) if most else Decimal(0)


def _narrative(model: BaseModel, path: str = "", inside: bool = False) -> Iterator[tuple[str, str]]:
    """The texts of narrative fields, with their paths."""
    marks = marks_of_cached(type(model))
    for name in _with_narrative(type(model)) if not inside else type(model).model_fields:
        place = f"{path}.{name}" if path else name
        yield from _narrative_in(getattr(model, name), place, inside or marks[name].narrative)


def _narrative_in(value: Any, path: str, inside: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        yield from _narrative(value, path, inside)
    elif isinstance(value, tuple):
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _narrative_in(item, f"{path}[{index}]", inside)
    elif inside and isinstance(value, str):
        yield path, value


@cache
def _with_narrative(model: type[BaseModel]) -> tuple[str, ...]:
    """The typed fields of a model that are narrative, or have models with such fields."""
    return tuple(
        name
        for name, field in fields_in(model).items()
        if not field.is_computed
        and (
            marks_of_cached(model)[name].narrative
            or any(_with_narrative(inner) for inner in models_in(field.annotation))
        )
    )


def _currency_of(view: Any) -> str:
    value = fields_of(view).get("currency") if isinstance(view, View) else None
    return str(value) if isinstance(value, str) else ""


def _known_sums(view: View, codes: Codes) -> Iterator[_Known]:
    """The sums in fields and texts of a view that isn't narrative, and totals of its lists."""
    model = model_of(view)
    if model is None:
        return
    own = _currency_of(view)
    codes = frozenset({own}) if own else codes
    fields, marks = fields_in(model), marks_of_cached(model)
    unit = fields_of(view).get("unit")
    for name, value in fields_of(view).items():
        if value is None or marks[name].narrative:
            continue
        is_money = figure_of(fields[name]) in _MONEY
        suffix = f" {unit}" if isinstance(unit, str) and name != "unit" else ""
        yield from _sums_of(value, marks[name], codes, is_money, suffix)


def _sums_of(value: Any, mark: Mark, codes: Codes, is_money: bool, suffix: str) -> Iterator[_Known]:
    if isinstance(value, View):
        yield from _known_sums(value, codes)
    elif isinstance(value, tuple):
        items = [list(_sums_of(item, mark, codes, is_money, suffix)) for item in cast("tuple[object, ...]", value)]
        for item in items:
            yield from item
        yield from _totals(items)
    elif isinstance(value, str):
        for found in sums_in(f"{value}{suffix}"):
            yield _Known(mark, found.amount, found.codes, found.text, is_typed=True)
    elif isinstance(value, Decimal) and is_money:
        yield _Known(mark, value, codes, _written(value, codes))
    elif isinstance(value, Decimal) and suffix:
        yield from _sums_of(f"{value:f}", mark, codes, False, suffix)


def _totals(items: list[list[_Known]]) -> Iterator[_Known]:
    """For each field of a list's items, the total of the first sum that each item has in it."""
    firsts: dict[tuple[str, Codes], list[_Known]] = {}
    for item in items:
        seen: set[tuple[str, Codes]] = set()
        for known in item:
            key = (known.mark.en, known.codes)
            if key not in seen:
                seen.add(key)
                firsts.setdefault(key, []).append(known)
    for (_, codes), found in firsts.items():
        if len(found) > 1:
            total = sum((known.amount for known in found), Decimal(0))
            yield _Known(found[0].mark, total, codes, _written(total, codes), found[0].is_typed)


def _written(amount: Decimal, codes: Codes) -> str:
    return format_money(amount, next(iter(codes))) if len(codes) == 1 else f"{amount:,f}"
