"""Texts as sequences of whole words: letters in lower case, each ideograph a word, everything between them left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from docgen.redaction import Redacted
from docgen.richtext import plain_text
from docgen.scan.figures import normal

_WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff"
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+|\x00")
_IDEOGRAPH = re.compile(rf"[{_WIDE}]")
_SENTENCE = re.compile(r"(?<![.!?。！？；;])[.!?。！？；;]++(?=\s|$)|[。！？；\n]+")
GAP = "\x00"
"""What takes the place of a tag in a template's text: nothing is known of what will be there."""
BETWEEN = " \x1e "

_SHORTEST, _SHORTEST_WIDE = 4, 2
_LONG, _LONG_WIDE = 20, 8
_SEVERAL_WIDE = 4


@dataclass(frozen=True, slots=True)
class Needle:
    """A text to look for, and the field that it is from.

    `identifies`: so long that it can't be anybody's by chance. `has_several`: more than one word. `is_piece`: a
    sentence of a longer text. `is_amount`: a figure in words.
    """

    words: str
    field: Redacted
    identifies: bool
    has_several: bool
    is_piece: bool = False
    is_amount: bool = False


def words_of(text: str) -> list[str]:
    """The words of `text` in order."""
    return _WORD.findall(normal(text).casefold())


@lru_cache(maxsize=4096)
def sequence(text: str) -> str:
    """The words of `text` with one space before, between and after them: a word sequence is found as a substring."""
    return f" {' '.join(words_of(text))} "


@lru_cache(maxsize=4096)
def sequences(text: str) -> tuple[str, ...]:
    """`text` as it is written and, if that differs, without its Markdown marks."""
    whole = sequence(text)
    plain = sequence(plain_text(text)) if any(mark in text for mark in "*_`[#|>~") else whole
    return (whole,) if plain == whole else (whole, plain)


def needles_of(field: Redacted, text: str) -> Iterator[Needle]:
    """What is looked for of a text: the whole of it, and each sentence of it that is long enough to identify it.

    A whole of one word has four letters or more, or two ideographs.
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
    return len(letters) >= (_SHORTEST_WIDE if _IDEOGRAPH.search(letters) else _SHORTEST)


def _identifies(words: str) -> bool:
    """Several words and 20 letters or more, or eight ideographs: nobody writes that by chance."""
    if len(_IDEOGRAPH.findall(words)) >= _LONG_WIDE:
        return True
    return words.count(" ") > 2 and len(words) - 2 >= _LONG


def _has_several(words: str) -> bool:
    ideographs = len(_IDEOGRAPH.findall(words))
    return ideographs >= _SEVERAL_WIDE or (not ideographs and words.count(" ") > 2)
