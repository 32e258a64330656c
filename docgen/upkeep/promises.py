"""Periods of time that an entry promises: where its guarantee and its answers name different ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.schemas.playbook import Objection

_ANSWERS = ("client_answer", "short_script", "full_script")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ENGLISH = {word: value for value, word in enumerate([*_ONES.split(), "seventeen", "eighteen", "nineteen"])} | {
    word: 10 * tens
    for tens, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "个月": "month", "年": "year"}
_CHINESE = re.compile(
    r"((?<!\d)\d+|(?<![零〇一二两三四五六七八九十百])[零〇一二两三四五六七八九十百]+)\s*(?:个工作)?(天|日(?!期|常|益|程)|周(?!期)|星期|个月|年(?!费|度|初|末|底))"
)
_WORDED = re.compile(
    rf"\b(\d+|(?:{'|'.join(_ENGLISH)})(?:[- ](?:{'|'.join(_ENGLISH)}))?)[ -](?:working |business )?"
    r"(day|week|month|year)s?\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？；!?;\n]|\.(?!\d)")
_PROMISE = re.compile(
    r"退|赔|免费|减免|终止|解约|取消|保证|承诺|保障|试用|包换|refund|money back|return|free|cancel|leave|exit|walk away"
    r"|end (?:it|the)|terminat|guarantee|warrant|promise|trial",
    re.IGNORECASE,
)
"""What a sentence says that promises something; an answer names other periods too, as of a project or a client."""


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: as it is written, and as a number of one unit."""

    written: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Differing:
    """An answer that names another period than the guarantee, in the same unit."""

    field: str
    answer: str
    guarantee: str


def find_differing(entry: Objection) -> Iterator[Differing]:
    """Each answer that says how long, in a unit of the guarantee's, but never as long as that."""
    promised = list(periods_in(entry.guarantee or ""))
    for field in _ANSWERS:
        sentences = filter(_PROMISE.search, _SENTENCE.split(getattr(entry, field) or ""))
        said = [period for sentence in sentences for period in periods_in(sentence)]
        for period in promised:
            same_unit = [other for other in said if other.unit == period.unit]
            if same_unit and all(other.value != period.value for other in same_unit):
                yield Differing(field, same_unit[0].written, period.written)


def periods_in(text: str) -> Iterator[Period]:
    """The periods that a text names, in Chinese or English, in figures or in words."""
    for found in _CHINESE.finditer(text):
        if not found[1].isdigit() or len(found[1]) < 4:  # 2025 年 is a date
            yield Period(found[0], _chinese_number(found[1]), _UNITS[found[2]])
    for found in _WORDED.finditer(text):
        yield Period(found[0], _english_number(found[1]), found[2].lower())


def _chinese_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _english_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return sum(_ENGLISH[part] for part in re.split(r"[- ]", text.lower()))
