"""Format dates, money and percentages in Chinese and English (domain.md 9, 10)."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

_SYMBOLS = {"CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}
_MINOR_UNITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),  # noqa: SIM905
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),  # noqa: SIM905
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""Decimals of the currencies whose minor unit isn't a hundredth (ISO 4217)."""
MINUS = "\u2212"
"""The sign of negative figures; a hyphen breaks a line and is shorter than a plus sign."""
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def in_language(en: str, zh: str, language: str, separator: str = " ") -> str:
    """`en`, `zh`, or in a bilingual document both with Chinese first; equal texts are not repeated."""
    if language == "en":
        return en
    if language == "zh" or en == zh:
        return zh
    return f"{zh}{separator}{en}"


def minor_places(currency: str) -> int:
    """The number of decimals of an amount in `currency` (ISO 4217)."""
    return _MINOR_UNITS.get(currency, 2)


def format_date(day: date, language: str) -> str:
    """2026年11月23日, 23 November 2026, or both."""
    en = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return in_language(en, f"{day.year}年{day.month}月{day.day}日", language, " / ")


def format_datetime(moment: datetime, language: str) -> str:
    """The date as by `format_date` and the time as 09:20."""
    return f"{format_date(moment, language)} {moment:%H:%M}"


def format_period(start: date, end: date, language: str) -> str:
    """2026年12月1日至2027年11月30日, or 1 December 2026 to 30 November 2027."""
    en = f"{format_date(start, 'en')} to {format_date(end, 'en')}"
    return in_language(en, f"{format_date(start, 'zh')}至{format_date(end, 'zh')}", language, " / ")


def format_amount(amount: Decimal, places: int = 2) -> str:
    """1,409.50: grouped by thousands, rounded half up to `places`; −20.00 with a true minus sign."""
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return _signed(f"{rounded + 0:,f}")


def _signed(text: str) -> str:
    """`text` with a true minus sign."""
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text


def format_price(price: Decimal, places: int = 2) -> str:
    """A unit price: like an amount, with all of its decimals: 62,000.00 or 0.0375."""
    exact = f"{price.normalize():f}"
    decimals = len(exact.partition(".")[2])
    return format_amount(price, max(places, decimals))


def format_money(amount: Decimal, currency: str) -> str:
    """¥1,409.50 without a space; a currency without a symbol here as CHF 1,409.50, on one line."""
    symbol = _SYMBOLS.get(currency, f"{currency}\u00a0")
    text = format_amount(abs(amount), minor_places(currency))
    return f"{MINUS if amount < 0 else ''}{symbol}{text}"


def format_wan(amount: Decimal, places: int = 2) -> str:
    """The amount in units of ten thousand: 140.95万元. For display only."""
    return f"{format_amount(amount / 10000, places)}万元"


def format_number(value: Decimal | int) -> str:
    """A quantity, grouped by thousands, without trailing zeros: 1,200 or 2.5."""
    text = _signed(f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_percent(rate: Decimal, places: int | None = None) -> str:
    """0.06 as 6 %; `places` fixes the decimals."""
    percent = rate * 100
    return f"{format_number(percent) if places is None else format_amount(percent, places)}%"


def format_discount(rate: Decimal, language: str) -> str:
    """0.15 as 8.5折（优惠15%） or 15% off; no discount is an en dash, all of it 免费 or free."""
    if rate == 0:
        return "–"
    if rate == 1:
        return in_language("free", "免费", language, " / ")
    percent = format_percent(rate)
    return in_language(f"{percent} off", f"{format_number((1 - rate) * 10)}折（优惠{percent}）", language, " / ")


def format_points(change: Decimal, language: str) -> str:
    """A change of a percentage in percentage points: 提高 2 个百分点, +2 percentage points."""
    figure = format_number(abs(change))
    sign, verb = ("+", "提高") if change > 0 else (MINUS, "降低")
    noun = "percentage point" if abs(change) == 1 else "percentage points"
    return in_language(f"{sign}{figure} {noun}", f"{verb} {figure} 个百分点", language, " / ")
