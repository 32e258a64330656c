"""Sums of money in text are found in both languages, with their amounts and currencies."""

from decimal import Decimal

import pytest

from docgen.money_text import sums_in


@pytest.mark.parametrize(
    ("text", "amount", "code"),
    [
        ("£305,000 a year", "305000", "GBP"),
        ("每年约 30.5 万元", "305000", "CNY"),
        ("￥１０，７８０", "10780", "CNY"),
        ("USD1.2m or so", "1200000", "USD"),
        ("EUR 1.2 million", "1200000", "EUR"),
        ("1,200.50 euros", "1200.50", "EUR"),
        ("1.234,56 €", "1234.56", "EUR"),
        ("1.200.000 €", "1200000", "EUR"),
        ("CHF 1’250.00", "1250", "CHF"),
        ("260 000 €", "260000", "EUR"),
        ("HK$ 3,000", "3000", "HKD"),
        ("80万美元", "800000", "USD"),
        ("1 亿 3,000 万元", "130000000", "CNY"),
        ("人民币壹拾贰万叁仟元整", "123000", "CNY"),
        ("三百一十万元", "3100000", "CNY"),
        ("9800元/套", "9800", "CNY"),
        ("saving 1.2 million a year", "1200000", ""),
        ("每年损失约 310 万", "3100000", ""),
        ("Price: 136,506 before VAT", "136506", ""),
    ],
)
def test_a_sum_is_found_in_any_format(text: str, amount: str, code: str) -> None:
    (found,) = sums_in(text)
    assert found.amount == Decimal(amount)
    assert code in found.codes if code else not found.codes


@pytest.mark.parametrize(
    "text",
    [
        "1.2 million guests a year, who all pay",
        "18,000 台套，310 万台",
        "PR-2026-0117 on 1 May 2026, 7×24",
        "costs 13 %, tax 6％",
        "call 0512-6288 1001 about the price",
        "3 元素, 5 m wide, 20 km",
        "12,400 bookings in 2025",
    ],
)
def test_what_is_no_sum_is_none(text: str) -> None:
    assert not list(sums_in(text))


def test_both_ends_of_a_range_are_sums() -> None:
    assert [int(found.amount) for found in sums_in("£3–5 million; 30-40 万元")] == [3000000, 5000000, 300000, 400000]


@pytest.mark.parametrize(
    ("text", "amount", "is_near"),
    [
        ("134.87 万元", "1348733", True),
        ("134.87 万元", "1352000", False),
        ("about £305,000", "304720", True),
        ("£305,000", "304720", False),
        ("£136,506", "136506.40", True),
        ("£1 million", "1400000", False),
        ("£1.2 million", "1151000", True),
        ("£1.2 million", "1149000", False),
    ],
)
def test_a_rounded_sum_is_near_its_figure(text: str, amount: str, is_near: bool) -> None:
    (found,) = sums_in(text)
    assert found.is_near(Decimal(amount)) is is_near
