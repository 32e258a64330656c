"""Dates, money and percentages are formatted in Chinese and English."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from docgen.wording import (
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
    format_wan,
)

DAY = date(2026, 11, 3)


def test_dates_have_no_leading_zeros_in_any_language() -> None:
    assert format_date(DAY, "zh") == "2026年11月3日"
    assert format_date(DAY, "en") == "3 November 2026"
    assert format_date(DAY, "zh+en") == "2026年11月3日 / 3 November 2026"
    assert format_datetime(datetime(2026, 11, 3, 9, 5), "zh") == "2026年11月3日 09:05"


def test_a_period_is_written_with_its_word() -> None:
    assert format_period(date(2026, 12, 1), date(2027, 11, 30), "zh") == "2026年12月1日至2027年11月30日"
    assert format_period(date(2026, 12, 1), date(2027, 11, 30), "en") == "1 December 2026 to 30 November 2027"


@pytest.mark.parametrize(
    ("amount", "currency", "formatted"),
    [
        ("1409.5", "CNY", "¥1,409.50"),
        ("-1409.5", "CNY", "−¥1,409.50"),
        ("1409.5", "JPY", "¥1,410"),
        ("0.005", "GBP", "£0.01"),
        ("1000000", "CHF", "CHF\u00a01,000,000.00"),
    ],
)
def test_money_has_its_symbol_without_a_gap(amount: str, currency: str, formatted: str) -> None:
    assert format_money(Decimal(amount), currency) == formatted


def test_amounts_are_rounded_half_up() -> None:
    assert [format_amount(Decimal(text)) for text in ("0.125", "0.135", "2.675", "-0.125")] == [
        "0.13",
        "0.14",
        "2.68",
        "−0.13",
    ]


def test_a_unit_price_keeps_the_decimals_it_has() -> None:
    formatted = [format_price(Decimal(text)) for text in ("62000", "0.0375", "12.5000", "1E+3", "1.2345")]
    assert formatted == ["62,000.00", "0.0375", "12.50", "1,000.00", "1.2345"]


def test_a_quantity_has_no_trailing_zeros() -> None:
    assert [format_number(Decimal(text)) for text in ("1200.0000", "2.50", "100", "0.0010")] == [
        "1,200",
        "2.5",
        "100",
        "0.001",
    ]
    assert format_number(1200) == "1,200"


def test_a_discount_is_said_the_way_each_language_counts() -> None:
    assert format_discount(Decimal("0.15"), "zh") == "8.5折（优惠15%）"
    assert format_discount(Decimal("0.15"), "en") == "15% off"
    assert format_discount(Decimal(0), "zh") == "–"


def test_shares_and_ten_thousands() -> None:
    assert format_percent(Decimal("0.06")) == "6%"
    assert format_percent(Decimal("0.0625"), 1) == "6.3%"
    assert format_wan(Decimal("1409500")) == "140.95万元"


def test_percentages_change_in_percentage_points() -> None:
    assert format_points(Decimal(2), "en") == "+2 percentage points"
    assert format_points(Decimal("-0.5"), "zh") == "降低 0.5 个百分点"
    assert format_points(Decimal(1), "zh+en") == "提高 1 个百分点 / +1 percentage point"


def test_what_costs_nothing_is_free() -> None:
    assert [format_discount(Decimal(1), language) for language in ("zh", "en")] == ["免费", "free"]
