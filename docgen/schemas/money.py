"""Exact money: currencies, rounding, apportioning, tax under a named policy, amounts in words (domain.md 9)."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Annotated

from pydantic import Field

from docgen.audience import Choice
from docgen.errors import Finding, PricingError
from docgen.messages import Message, MessageError, message
from docgen.schemas.currencies import Currency
from docgen.schemas.figures import MONEY, PRICE, QUANTITY, Exact

Price = Annotated[Exact, Field(max_digits=18, decimal_places=6), PRICE]
"""A unit price: up to twelve digits and six decimal places."""

Quantity = Annotated[Exact, Field(max_digits=16, decimal_places=4), QUANTITY]
"""How much of a unit: up to twelve digits and four decimal places."""

Amount = Annotated[Exact, Field(max_digits=18, decimal_places=4), MONEY]
"""An amount of money as entered; the currency limits its decimals."""

ZERO = Decimal(0)


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL_UNITS = ("", "拾", "佰", "仟")
_WORDS_LIMIT = Decimal(10) ** 16

_CENT = ("cent", "cents")
_MINOR_NAMES = {
    "CNY": ("fen", "fen"),
    "GBP": ("penny", "pence"),
    **dict.fromkeys(("USD", "EUR", "HKD", "AUD", "CAD", "NZD", "SGD", "TWD", "ZAR"), _CENT),
    "CHF": ("centime", "centimes"),
    "INR": ("paisa", "paise"),
    "AED": ("fils", "fils"),
    "SAR": ("halala", "halalas"),
    "MYR": ("sen", "sen"),
    "THB": ("satang", "satang"),
}
"""English names of minor units, one and many; others are written as 50/100."""
_ENGLISH_NAMES = {"EUR": ("euro", "euros"), "GBP": ("pound", "pounds")}


class RoundingPolicy(Choice):
    """Where tax is rounded. The document prints its title.

    `line`: every shown cell is rounded and totals are sums of shown cells. `group` (EN 16931): net amounts of lines are
    rounded, tax is computed on their sum by rate. `inclusive`: prices include tax, and by rate
    net = round(gross ÷ (1 + rate)), tax = the rest. Under the last two the tax of a rate is shared over its lines by
    largest remainder, so that a column of shown cells adds up under each policy.
    """

    line = "line", "By line: totals are sums of the amounts shown", "逐行取整：合计等于各行所示金额之和"
    group = (
        "group",
        "By tax rate: tax is computed on the sum of net amounts (EN 16931)",
        "按税率取整：税额按不含税合计计算",
    )
    inclusive = "inclusive", "Tax included: net is gross ÷ (1 + rate)", "含税倒算：不含税金额 = 价税合计 ÷（1 + 税率）"


class PriceBasis(Choice):
    """Whether entered prices include tax."""

    excl_tax = "excl_tax", "Excluding tax", "不含税"
    incl_tax = "incl_tax", "Including tax", "含税"


class Billing(Choice):
    """How often a line is charged."""

    one_off = "one_off", "One-off", "一次性"
    recurring = "recurring", "Recurring", "周期性"
    usage = "usage", "By usage", "按用量"


@dataclass(frozen=True, slots=True)
class Split:
    """An amount as net and tax."""

    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        """Net and tax together."""
        return self.net + self.tax


@contextmanager
def exact() -> Generator[None]:
    """Decimal context with enough precision for any price × quantity before rounding."""
    with localcontext(prec=60):
        yield


def round_amount(value: Decimal, places: int) -> Decimal:
    """Round `value` to `places` decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def apportion(total: Decimal, shares: Sequence[Decimal], places: int) -> list[Decimal]:
    """Round exact `shares` to `places` so that they sum to `total`, which differs by less than one unit per share.

    Largest remainder first; ties go to the earlier share.
    """
    unit = Decimal(1).scaleb(-places)
    floors = [share.quantize(unit, ROUND_FLOOR) for share in shares]
    missing = int((total - sum(floors, ZERO)) / unit)
    by_remainder = sorted(range(len(shares)), key=lambda i: floors[i] - shares[i])
    topped = set(by_remainder[:missing])
    return [floor + unit if i in topped else floor for i, floor in enumerate(floors)]


def share_discount(total: Decimal, nets: Sequence[Decimal], places: int) -> list[Decimal]:
    """Share `total` over `nets` in proportion, rounded to `places`, summing exactly to `total`.

    Largest remainder first; ties go to the earlier line. Raises PricingError if `nets` sums to zero.
    """
    with exact():
        base = sum(nets, ZERO)
        if not base:
            raise PricingError(Finding.of("pricing.share", total=total))
        return apportion(total, [total * net / base for net in nets], places)


def split_line(amount: Decimal, rate: Decimal, basis: PriceBasis, places: int) -> Split:
    """Split one rounded `amount` into rounded net and tax: tax is added to a net amount or taken from a gross one."""
    if basis is PriceBasis.excl_tax:
        return Split(amount, round_amount(amount * rate, places))
    net = round_amount(amount / (1 + rate), places)
    return Split(net, amount - net)


def split_lines(
    amounts: Sequence[Decimal], rates: Sequence[Decimal], policy: RoundingPolicy, basis: PriceBasis, places: int
) -> list[Split]:
    """Split each rounded amount into net and tax under `policy`. `basis`: whether the amounts include tax."""
    with exact():
        if policy is RoundingPolicy.line:
            return [split_line(a, r, basis, places) for a, r in zip(amounts, rates, strict=True)]
        splits: dict[int, Split] = {}
        for rate in dict.fromkeys(rates):
            members = [i for i, other in enumerate(rates) if other == rate]
            shared = _split_rate([amounts[i] for i in members], rate, basis, places)
            splits.update(zip(members, shared, strict=True))
        return [splits[i] for i in range(len(amounts))]


def _split_rate(amounts: list[Decimal], rate: Decimal, basis: PriceBasis, places: int) -> list[Split]:
    total = split_line(sum(amounts, ZERO), rate, basis, places)
    if basis is PriceBasis.excl_tax:
        taxes = apportion(total.tax, [amount * rate for amount in amounts], places)
        return [Split(amount, tax) for amount, tax in zip(amounts, taxes, strict=True)]
    nets = apportion(total.net, [amount / (1 + rate) for amount in amounts], places)
    return [Split(net, amount - net) for amount, net in zip(amounts, nets, strict=True)]


def in_chinese_capitals(amount: Decimal, currency: Currency = Currency.CNY) -> str:
    """Amount in Chinese capitals (支付结算办法, annex 1): 人民币壹仟肆佰零玖元伍角整 for 1,409.50.

    Negative amounts have 负 after the currency's name. Raises ValueError for more decimals than the currency has and
    from 10^16 on.
    """
    whole, minor = _whole_and_minor(amount, currency)
    sign = "负" if amount < 0 else ""
    places = max(currency.places, 2)
    decimals = f"{minor:0{currency.places}d}".ljust(places, "0") if currency.places else "00"
    return f"{currency.title_zh}{sign}{_yuan_in_capitals(whole, minor)}{_decimals_in_capitals(whole, decimals)}"


def in_english(amount: Decimal, currency: Currency) -> str:
    """Amount in English: One thousand four hundred and nine pounds and fifty pence; negative ones start with Minus.

    Raises ValueError as `in_chinese_capitals` does.
    """
    whole, minor = _whole_and_minor(amount, currency)
    names = _ENGLISH_NAMES.get(currency.value, (currency.title_en, currency.plural))
    minor_names = _MINOR_NAMES.get(currency.value)
    parts = [_counted_in_english(whole, names)] if whole or not (minor and minor_names) else []
    if minor:
        parts.append(_counted_in_english(minor, minor_names) if minor_names else f"{minor}/{10**currency.places}")
    words = " and ".join(parts)
    words = f"minus {words}" if amount < 0 else words
    return words[0].upper() + words[1:]


def decimals_message(amount: Decimal, currency: Currency) -> Message:
    """The message about an `amount` with more decimals than the currency has."""
    return message("value.decimals", amount=amount, places=currency.places, currency=currency.value)


def _whole_and_minor(amount: Decimal, currency: Currency) -> tuple[int, int]:
    """Whole units and minor units of the absolute amount."""
    if abs(amount) >= _WORDS_LIMIT:
        raise MessageError("value.in_words:limit", amount=amount, limit=_WORDS_LIMIT)
    unit = 10**currency.places
    counted = abs(amount) * unit
    if counted != int(counted):
        found = decimals_message(amount, currency)
        raise MessageError(found.key, **found.values)
    return divmod(int(counted), unit)


def _counted_in_english(number: int, names: tuple[str, str]) -> str:
    from num2words import num2words  # noqa: PLC0415 - loaded only for amounts in English

    return f"{num2words(number).replace(',', '')} {names[0] if number == 1 else names[1]}"


def _yuan_in_capitals(whole: int, minor: int) -> str:
    if not whole:
        return "" if minor else "零元"
    return f"{_integer_in_capitals(whole)}元"


def _decimals_in_capitals(whole: int, decimals: str) -> str:
    """The digits after the point as 角, 分, 厘 and 毫."""
    if not decimals.strip("0"):
        return "整"
    text, gap = "", bool(whole) and whole % 10 == 0
    for digit, unit in zip(decimals, "角分厘毫", strict=False):
        if digit == "0":
            gap = gap or bool(whole or text)
            continue
        # 零 replaces empty places, and an empty last digit before 角, as in the regulation's example 107,000.53
        text += f"{'零' if gap else ''}{_CAPITALS[int(digit)]}{unit}"
        gap = False
    return f"{text}整" if not decimals[1:].strip("0") else text


def _integer_in_capitals(number: int) -> str:
    """A number from 1 to below 10^16, in groups of 亿, 万 and ones."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return f"{_integer_in_capitals(high)}{name}{gap}{_integer_in_capitals(low) if low else ''}"
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    text = ""
    for position, digit in enumerate(reversed(str(number))):
        if digit != "0":
            text = _CAPITALS[int(digit)] + _CAPITAL_UNITS[position] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    return text
