"""Texts as sequences of words, and amounts in words.

Letters are case-folded, each ideograph is a word, everything between words is ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from docgen.redaction import Redacted
from docgen.richtext import plain_text
from docgen.scan.figures import normalize, rounded_to
from docgen.schemas.money import in_chinese_capitals

_WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff"
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+|\x00")
_IDEOGRAPH = re.compile(rf"[{_WIDE}]")
_SENTENCE = re.compile(r"(?<![.!?。！？；;])[.!?。！？；;]++(?=\s|$)|[。！？；\n]+")
GAP = "\x00"
"""Replaces a tag in a template's text."""
BETWEEN = " \x1e "

_MIN_LETTERS, _MIN_LETTERS_WIDE = 4, 2
_LONG, _LONG_WIDE = 20, 8
_SEVERAL_WIDE = 4
_PLAIN_NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
ENGLISH_STARTS = frozenset((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
    "fifty", "sixty", "seventy", "eighty", "ninety",
))  # fmt: skip
"""The words that an amount in English begins with: a text without any of them contains no amount."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A text to search for, and its field.

    `identifies`: too long to match by chance. `has_several`: more than one word. `is_piece`: a sentence of a longer
    text. `is_amount`: a figure in words.
    """

    words: str
    field: Redacted
    identifies: bool
    has_several: bool
    is_piece: bool = False
    is_amount: bool = False


def words_of(text: str) -> list[str]:
    """The words of `text` in order."""
    return _WORD.findall(normalize(text).casefold())


@lru_cache(maxsize=4096)
def sequence(text: str) -> str:
    """The words of `text` with one space before, between and after them, so that `in` finds a word sequence."""
    return f" {' '.join(words_of(text))} "


@lru_cache(maxsize=4096)
def sequences(text: str) -> tuple[str, ...]:
    """The words of `text` as typed and, if different, without its Markdown markup."""
    typed = sequence(text)
    plain = sequence(plain_text(text)) if any(mark in text for mark in "*_`[#|>~") else typed
    return (typed,) if plain == typed else (typed, plain)


def needles_of(field: Redacted, text: str) -> Iterator[Needle]:
    """The needles of a text: the entire text, and each sentence that is long enough to identify it.

    A single word needs at least four letters or two ideographs.
    """
    if not _is_long_enough(text):
        return
    seen: set[str] = set()
    for words in sequences(text):
        if words.strip() and words not in seen and not words.strip().isdigit():  # that is a figure
            seen.add(words)
            yield Needle(words, field, _identifies(words), _has_several(words))
    for piece in _SENTENCE.split(text):
        for words in sequences(piece):
            if words not in seen and _identifies(words):
                seen.add(words)
                yield Needle(words, field, True, True, is_piece=True)


def _is_long_enough(text: str) -> bool:
    letters = "".join(words_of(text))
    return len(letters) >= (_MIN_LETTERS_WIDE if _IDEOGRAPH.search(letters) else _MIN_LETTERS)


def _identifies(words: str) -> bool:
    """Several words and 20 letters or more, or eight ideographs: too long to match by chance."""
    if len(_IDEOGRAPH.findall(words)) >= _LONG_WIDE:
        return True
    return words.count(" ") > 2 and len(words) - 2 >= _LONG


def _has_several(words: str) -> bool:
    ideographs = len(_IDEOGRAPH.findall(words))
    return ideographs >= _SEVERAL_WIDE or (not ideographs and words.count(" ") > 2)


@lru_cache(maxsize=4096)
def in_chinese(amount: Decimal) -> tuple[str, ...]:
    """`amount` in Chinese words: 伍仟捌佰, 五千八百; empty from 10^16 on."""
    try:
        capitals = in_chinese_capitals(rounded_to(abs(amount), 2))
    except ValueError:
        return ()
    text = capitals.removeprefix("人民币").removesuffix("整").removesuffix("元")
    return sequence(text), sequence(text.translate(_PLAIN_NUMERALS))


@lru_cache(maxsize=4096)
def in_english(amount: Decimal) -> tuple[str, ...]:
    """The integer part of `amount` in English words: five thousand eight hundred; empty from 10^16 on."""
    if not in_chinese(amount):
        return ()
    from num2words import num2words  # noqa: PLC0415 - loaded where a text has a number's first word

    words = sequence(num2words(int(rounded_to(abs(amount), 2))))
    return tuple(dict.fromkeys((words, words.replace(" and ", " "))))
