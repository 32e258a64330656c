"""Amounts in Chinese capitals and in English words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.schemas.money import Currency, in_chinese_capitals, in_english

KNOWN = {
    "1409.50": "人民币壹仟肆佰零玖元伍角整",
    "6007.14": "人民币陆仟零柒元壹角肆分",
    "107000.53": "人民币壹拾万柒仟元零伍角叁分",
    "16409.02": "人民币壹万陆仟肆佰零玖元零贰分",
    "325.04": "人民币叁佰贰拾伍元零肆分",
    "200000000": "人民币贰亿元整",
    "0.05": "人民币伍分",
    "100000000000": "人民币壹仟亿元整",
}
OWN = {
    "0": "人民币零元整",
    "0.50": "人民币伍角整",
    "10": "人民币壹拾元整",
    "10.01": "人民币壹拾元零壹分",
    "10010": "人民币壹万零壹拾元整",
    "100000001": "人民币壹亿零壹元整",
    "1000050000000": "人民币壹万亿伍仟万元整",
    "1000000000005": "人民币壹万亿零伍元整",
    "9999999999999999": "人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整",
    "-12.30": "人民币负壹拾贰元叁角整",
}
DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
SMALL = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(text: str) -> Decimal:
    """Parse Chinese capitals: an independent inverse of `in_chinese_capitals`."""
    text = text.removeprefix("人民币")
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负").removesuffix("整")
    yuan, _, rest = text.rpartition("元")
    cents, digit = 0, 0
    for char in rest:
        digit = DIGITS.get(char, digit)
        cents += digit * {"角": 10, "分": 1}.get(char, 0)
    return sign * (Decimal(_read_integer(yuan)) + Decimal(cents) / 100)


def _read_integer(text: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in text:
            high, _, low = text.rpartition(name)
            return _read_integer(high) * size + _read_integer(low)
    total, digit = 0, 0
    for char in text:
        if char in SMALL:
            total, digit = total + digit * SMALL[char], 0
        else:
            digit = DIGITS[char]
    return total + digit


@pytest.mark.parametrize(("amount", "words"), (KNOWN | OWN).items())
def test_an_amount_in_capitals_reads_as_the_regulation_writes_it(amount: str, words: str):
    assert in_chinese_capitals(Decimal(amount)) == words


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_capitals_read_back_as_the_same_amount(amount: Decimal):
    assert read_capitals(in_chinese_capitals(amount)) == amount


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_capitals_end_in_zheng_exactly_when_there_are_no_fen(amount: Decimal):
    words = in_chinese_capitals(amount)
    assert words.startswith("人民币")
    assert words.endswith("整") == (amount * 10 == int(amount * 10))
    assert "零零" not in words


@pytest.mark.parametrize("amount", ["0.005", "1409.501", "-0.001"])
def test_a_third_decimal_is_refused_not_cut(amount: str):
    with pytest.raises(ValueError, match="more than the 2 decimals of CNY"):
        in_chinese_capitals(Decimal(amount))


def test_yen_have_no_decimals():
    assert in_chinese_capitals(Decimal("12000"), Currency.JPY) == "日元壹万贰仟元整"
    with pytest.raises(ValueError, match="more than the 0 decimals of JPY"):
        in_english(Decimal("12000.5"), Currency.JPY)


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("5.125", "KWD", "科威特第纳尔伍元壹角贰分伍厘"),
        ("5.005", "KWD", "科威特第纳尔伍元零伍厘"),
        ("20.1", "BHD", "巴林第纳尔贰拾元零壹角整"),
        ("0.0203", "UYW", "乌拉圭票面工资指数单位贰分零叁毫"),
    ],
)
def test_capitals_go_on_to_thousandths_where_the_currency_has_them(amount: str, currency: str, words: str):
    assert in_chinese_capitals(Decimal(amount), Currency(currency)) == words


def test_an_amount_from_ten_to_the_sixteenth_on_is_refused():
    with pytest.raises(ValueError, match="too large"):
        in_chinese_capitals(Decimal(10) ** 16)


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1409.50", "GBP", "One thousand four hundred and nine pounds and fifty pence"),
        ("1.01", "GBP", "One pound and one penny"),
        ("0.05", "USD", "Five cents"),
        ("2000000", "USD", "Two million US dollars"),
        ("1", "EUR", "One euro"),
        ("98000", "CNY", "Ninety-eight thousand Chinese yuan"),
        ("12001", "JPY", "Twelve thousand and one Japanese yen"),
        ("0", "HKD", "Zero Hong Kong dollars"),
        ("-12.30", "GBP", "Minus twelve pounds and thirty pence"),
        ("5.125", "KWD", "Five Kuwaiti dinars and 125/1000"),
        ("0.50", "SEK", "Zero Swedish kronor and 50/100"),
        ("1200", "KRW", "One thousand two hundred South Korean won"),
    ],
)
def test_an_amount_in_english_names_currency_and_minor_unit(amount: str, currency: str, words: str):
    assert in_english(Decimal(amount), Currency(currency)) == words
