"""Turns an amount of money into words: Chinese capitals (大写) and English."""

from decimal import Decimal

from docgen.schemas.money import Currency

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_LIMIT = Decimal(10) ** 16

# ISO code: (one, many) of the currency and of its minor unit
_ENGLISH = {
    "CNY": (("Chinese yuan", "Chinese yuan"), ("fen", "fen")),
    "USD": (("US dollar", "US dollars"), ("cent", "cents")),
    "EUR": (("euro", "euros"), ("cent", "cents")),
    "GBP": (("pound", "pounds"), ("penny", "pence")),
    "JPY": (("Japanese yen", "Japanese yen"), ("sen", "sen")),
    "HKD": (("Hong Kong dollar", "Hong Kong dollars"), ("cent", "cents")),
}


def in_chinese_capitals(amount: Decimal, currency: Currency = Currency.CNY) -> str:
    """人民币壹仟肆佰零玖元伍角整 for 1,409.50 (支付结算办法, annex 1); below zero 负 follows the currency's name.

    Raises ValueError for more decimals than the currency has (nothing is cut) and from 10^16 on.
    """
    whole, minor = _parts(amount, currency)
    sign = "负" if amount < 0 else ""
    return f"{currency.title_zh}{sign}{_yuan(whole, minor)}{_jiao_and_fen(whole, minor)}"


def in_english(amount: Decimal, currency: Currency) -> str:
    """One thousand four hundred and nine pounds and fifty pence; below zero it begins with Minus.

    Raises ValueError as `in_chinese_capitals` does.
    """
    whole, minor = _parts(amount, currency)
    names, minor_names = _ENGLISH[currency.value]
    parts = [_counted(whole, names)] if whole or not minor else []
    if minor:
        parts.append(_counted(minor, minor_names))
    words = " and ".join(parts)
    words = f"minus {words}" if amount < 0 else words
    return words[0].upper() + words[1:]


def _parts(amount: Decimal, currency: Currency) -> tuple[int, int]:
    """Whole units and hundredths, without the sign."""
    if abs(amount) >= _LIMIT:
        raise ValueError(f"{amount} is too large to be written in words; below {_LIMIT:,} it can be")
    hundredths = abs(amount) * 100
    if hundredths != int(hundredths) or (currency.places == 0 and hundredths % 100):
        raise ValueError(f"{amount} has more than the {currency.places} decimals of {currency.value}")
    return divmod(int(hundredths), 100)


def _counted(number: int, names: tuple[str, str]) -> str:
    from num2words import num2words  # noqa: PLC0415 - loaded where an amount is said in English

    return f"{num2words(number).replace(',', '')} {names[0] if number == 1 else names[1]}"


def _yuan(whole: int, minor: int) -> str:
    if not whole:
        return "" if minor else "零元"
    return f"{_integer(whole)}元"


def _jiao_and_fen(whole: int, minor: int) -> str:
    jiao, fen = divmod(minor, 10)
    if not minor:
        return "整"
    # 零 bridges an empty 角, and an empty last digit before 角, as in the regulation's own example 107,000.53
    bridge = "零" if whole and (not jiao or whole % 10 == 0) else ""
    if not jiao:
        return f"{bridge}{_DIGITS[fen]}分"
    end = f"{_DIGITS[fen]}分" if fen else "整"
    return f"{bridge}{_DIGITS[jiao]}角{end}"


def _integer(number: int) -> str:
    """A number above zero: below 10^16, in groups of 亿, 万 and ones."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return f"{_integer(high)}{name}{gap}{_integer(low) if low else ''}"
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    text = ""
    for position, digit in enumerate(reversed(str(number))):
        if digit != "0":
            text = _DIGITS[int(digit)] + _UNITS[position] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    return text
