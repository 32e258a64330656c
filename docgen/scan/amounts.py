"""Amounts in words: the capitals of Chinese contracts, their everyday form, and English words."""

from decimal import Decimal
from functools import lru_cache

from docgen.scan.figures import rounded_to
from docgen.scan.words import sequence
from docgen.schemas.money import in_chinese_capitals

_EVERYDAY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
ENGLISH_STARTS = frozenset((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
    "fifty", "sixty", "seventy", "eighty", "ninety",
))  # fmt: skip
"""The words that an amount in English begins with: a text without any of them holds none."""


@lru_cache(maxsize=4096)
def in_chinese(amount: Decimal) -> tuple[str, ...]:
    """The word sequences that say `amount` in Chinese: 伍仟捌佰, 五千八百; none from 10^16 on."""
    try:
        capitals = in_chinese_capitals(rounded_to(abs(amount), 2))
    except ValueError:
        return ()
    text = capitals.removeprefix("人民币").removesuffix("整").removesuffix("元")
    return sequence(text), sequence(text.translate(_EVERYDAY))


@lru_cache(maxsize=4096)
def in_english(amount: Decimal) -> tuple[str, ...]:
    """The word sequences that say the whole part of `amount`: five thousand eight hundred; none from 10^16 on."""
    if not in_chinese(amount):
        return ()
    from num2words import num2words  # noqa: PLC0415 - loaded where a text has a number's first word

    words = sequence(num2words(int(rounded_to(abs(amount), 2))))
    return tuple(dict.fromkeys((words, words.replace(" and ", " "))))
