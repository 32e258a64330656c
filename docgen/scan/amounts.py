"""Amounts in words: the capitals of Chinese contracts, their everyday form, and English words."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from num2words import num2words

from docgen.scan.figures import rounded_to
from docgen.scan.words import sequence
from docgen.schemas.amount_in_words import in_chinese_capitals

_EVERYDAY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


@lru_cache(maxsize=4096)
def in_words(amount: Decimal) -> tuple[str, ...]:
    """The word sequences that say `amount`: 伍仟捌佰, 五千八百, five thousand eight hundred; none from 10^16 on."""
    return tuple(_in_words(amount))


def _in_words(amount: Decimal) -> Iterator[str]:
    amount = rounded_to(abs(amount), 2)
    try:
        capitals = in_chinese_capitals(amount).removeprefix("人民币").removesuffix("整").removesuffix("元")
    except ValueError:
        return
    for text in (capitals, capitals.translate(_EVERYDAY)):
        yield sequence(text)
    words = sequence(num2words(int(amount)))
    yield from dict.fromkeys((words, words.replace(" and ", " ")))
