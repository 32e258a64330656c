"""Whether the words around a figure mention money or the field that the figure is from."""

import re

from docgen.redaction import Redacted
from docgen.scan.words import sequence, words_of

_WITHHELD = (
    r"\bfloors?\b(?!\s(?:manager|area|space|plan|staff|level|supervisor|tile|heating|cover))"
    r"|\b(?:costs?|costing|margins?|mark-?ups?|profits?|lowest|minimum|walk[ -]?away"
    r"|(?:bottom|rock)[ -](?:line|bottom)|as low as|(?:no|not) less than|(?:go|not|never|nothing|sell) under"
    r"|break-?even|batna|reserve)\b|\bbelow\s+(?:[\w¥$€£]+\s+){0,3}[¥$€£]?\s?\d"
    r"|成本|毛利|利润|最低|底价|底线|让利|保底|盈亏"
    r"|(?<![年月日季到彻海湖谷心楼地眼])底(?![部层板盘座色图片稿])"
)
_MONEY = (
    r"\b(?:min|least|discount(?:s|ed|ing)?|pric(?:e|es|ed|ing)|fees?|charg(?:e|es|ed|ing)|pay(?:s|able|ments?|ing)?"
    r"|paid|budgets?|rates?|amounts?|sell(?:s|ing)?|sold|quot(?:e|es|ed|ations?)|rebates?|commissions?|concessions?"
    r"|invoiced?|revenue|spend(?:ing)?|money|limit|secret|confidential)\b"
    r"|(?<!评)价(?!值)|费(?<!免费)|折(?:扣|后|让)|打折|\d\s?折|\d\s?[万亿]?元|人民币|金额|预算|付款|支付|应付|佣金|返点|提成"
    r"|优惠|减免|报销|收入|[¥$€£]|\b(?:CNY|RMB|USD|EUR|GBP|JPY|HKD|CHF)\b"
)
_SECRET_WORDS = re.compile(_WITHHELD, re.IGNORECASE)
_MONEY_WORDS = re.compile(f"{_WITHHELD}|{_MONEY}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？；;\x1e]")
_COUNTED = re.compile(
    r"\s?-?\s?(?:days?|weeks?|months?|years?|hours?|minutes?|people|persons?|users?|seats?|sites?|rooms?|times|steps?"
    r"|m²|m2|sqm|square|kg|km|mm|cm|GB|TB|MHz|kW|[个项次人天日周月年时分条页章步款类种台套])",
    re.IGNORECASE,
)
_MAX_SENTENCE = 200
_WORD_END = re.compile(r"[a-z]*", re.IGNORECASE)
_NEAR_BEFORE, _NEAR_AFTER = 32, 12
_GENERAL = frozenset((
    "value", "name", "date", "text", "time", "times", "used", "unit", "price", "total", "number", "hidden", "with",
    "without", "what", "when", "from", "approved", "approval", "work", "words", "item", "note", "notes", "order",
))  # fmt: skip
"""Words in fields' titles that don't identify the field."""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The start and end of the sentence that contains `text[start:end]`, at most 200 characters away."""
    begin, stop = max(0, start - _MAX_SENTENCE), min(len(text), end + _MAX_SENTENCE)
    for found in _SENTENCE_END.finditer(text, begin, stop):
        if found.end() <= start:
            begin = found.end()
        elif found.start() >= end:
            stop = found.start()
            break
    return begin, stop


def mentions_money(context: str, field: Redacted) -> bool:
    """Whether `context`, a sentence or a table row, mentions money or `field`."""
    return bool(_MONEY_WORDS.search(context)) or _mentions(context, field)


def is_called_secret(text: str, start: int, end: int, field: Redacted, in_line: bool = False) -> bool:
    """Whether a word such as floor, cost or 毛利, or the title of `field`, is right next to `text[start:end]`.

    A figure that counts days, people or pieces isn't a price. With `in_line`, only words of the same line count.
    """
    begin, stop = sentence_around(text, start, end)
    if in_line:
        begin, line_end = max(begin, text.rfind("\n", 0, start) + 1), text.find("\n", end)
        stop = stop if line_end < 0 else min(stop, line_end)
    last = _WORD_END.match(text, min(stop, end + _NEAR_AFTER))
    near = text[max(begin, start - _NEAR_BEFORE) : last.end() if last else stop]
    if _COUNTED.match(text[end : end + 12]):
        return False
    return bool(_SECRET_WORDS.search(near)) or _has_title(near, field)


def _has_title(context: str, field: Redacted) -> bool:
    words = sequence(context)
    titles = (sequence(title) for title in (field.title_en, field.title_zh) if len(title) > 1)
    return any(title in words for title in titles)


def _mentions(context: str, field: Redacted) -> bool:
    """Whether `context` contains the field's title, or a distinctive word of it."""
    distinctive = {word for word in words_of(field.title_en) if len(word) > 3 and word not in _GENERAL}
    distinctive |= {f"{word}s" for word in distinctive}
    return _has_title(context, field) or not distinctive.isdisjoint(words_of(context))
