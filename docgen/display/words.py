"""The words of a render: labels and formats in its language, for functions that compute display fields."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from docgen.audience import Audience, Choice, View
from docgen.wording import (
    MINUS,
    format_amount,
    format_date,
    format_datetime,
    format_discount,
    format_money,
    format_number,
    format_percent,
    format_period,
    format_points,
    format_price,
    minor_places,
)

DOT = " · "
_DASHES = ("–", "—", "-")
_STEPS, _FINE_STEPS = 10, 100


@dataclass(frozen=True)
class Words:
    """Labels and formats of one render. `names` are what its template may name (`doc`, `objections`, …), as engines
    see them. `label` takes a choice too.
    """

    label: Callable[[str], str]
    language: str
    currency: str
    audience: Audience
    names: Mapping[str, Any]
    memo: dict[str, Any] = field(default_factory=dict[str, Any])
    """What several display fields of the render use, computed once."""

    @property
    def document(self) -> Any:
        """The document's view."""
        return self.names["doc"]

    def text(self, value: Any) -> str | None:
        """`value` as a template prints it without a filter; None if it is empty."""
        if isinstance(value, Choice):
            return self.label(value)
        if isinstance(value, datetime):
            return format_datetime(value, self.language)
        if isinstance(value, date):
            return format_date(value, self.language)
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else str(value)

    def money(self, amount: Decimal | None, currency: str | None = None) -> str | None:
        """¥1,409.50; None without an amount."""
        return None if amount is None else format_money(amount, currency or self.currency)

    def amount(self, amount: Decimal) -> str:
        """1,409.50."""
        return format_amount(amount, minor_places(self.currency))

    def price(self, price: Decimal) -> str:
        """A unit price: 1,409.50 or 0.0375."""
        return format_price(price, minor_places(self.currency))

    def number(self, value: Decimal | int) -> str:
        """1,200 or 2.5."""
        return format_number(value)

    def percent(self, rate: Decimal, places: int | None = None) -> str:
        """6%."""
        return format_percent(rate, places)

    def points(self, change: Decimal) -> str:
        """提高 2 个百分点, +2 percentage points."""
        return format_points(change, self.language)

    def discount(self, rate: Decimal) -> str:
        """8.5折（优惠15%）, 15% off."""
        return format_discount(rate, self.language)

    def period(self, start: date | None, end: date | None) -> str | None:
        """1 December 2026 to 30 November 2027; None without both days."""
        return None if start is None or end is None else format_period(start, end, self.language)

    def joined(self, *parts: Any) -> str | None:
        """Those parts that aren't empty, separated by dots; None if all are."""
        told = list(filter(None, map(self.text, parts)))
        return told[0] if len(told) == 1 else DOT.join(told) or None

    def listed(self, names: Iterable[str]) -> str | None:
        """A list of names as the language writes it; None if it is empty."""
        return (", " if self.language == "en" else "、").join(names) or None


def with_sign(text: str, value: Decimal) -> str:
    """`text`, the words of `value`, with a plus or a true minus sign."""
    return f"+{text}" if value > 0 else text.replace("-", MINUS)


def unit_text(figure: str, unit: str | None) -> str | None:
    """The unit as it follows its figure: a Latin word stands apart, a sign or Chinese doesn't; a dash has none."""
    if not unit or figure in _DASHES:
        return None
    return f" {unit}" if unit[0].isascii() and unit[0].isalpha() else unit


def bar(share: Decimal | None, most: Decimal | int = 1) -> str:
    """The filled part of a bar of ten squares: `share` of `most`."""
    return "■" * _filled(share, most)


def bar_rest(share: Decimal | None, most: Decimal | int = 1) -> str:
    """The empty part of a bar of ten squares."""
    return "■" * (_STEPS - _filled(share, most))


def fine_bar(share: Decimal | None, most: Decimal | int = 1) -> str:
    """The filled part of a bar of a hundred spaces, for a run with a background."""
    return " " * _filled(share, most, _FINE_STEPS)


def fine_bar_rest(share: Decimal | None, most: Decimal | int = 1) -> str:
    """The empty part of a bar of a hundred spaces; the last is a no-break space, which stays within the line."""
    return " " * (_FINE_STEPS - _filled(share, most, _FINE_STEPS)) + "\u00a0"


def _filled(share: Decimal | None, most: Decimal | int, steps: int = _STEPS) -> int:
    if share is None or most <= 0:
        return 0
    return max(0, min(steps, round(share / most * steps)))


def largest(items: Iterable[View], name: str) -> Decimal:
    """The largest value of a field; 0 if there is none."""
    found = [value for item in items if (value := getattr(item, name)) is not None]
    return max(found, default=Decimal(0))
