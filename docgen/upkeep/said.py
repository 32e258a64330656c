"""Turns what a rep must not say and a text into the places where the text says it all the same."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import snowballstemmer
from rapidfuzz import fuzz

_TOKENS = re.compile(r"[\u3400-\u9fff]|[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[。！？；;.!?\n]")
_CLAUSES = re.compile(r"[,，:：、—–。！？；;!?\n]|\.(?!\d)")
_ENDS = frozenset("。！？；;.!?\n")
_UNHEARD = frozenset((*"的了吧啊呢吗呀嘛是会就都也", "a", "an", "the"))
_SHORTENED = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would", "'s": "is"}
_WHOLE = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}
_LEAST_CHINESE = 5
_LEAST_ENGLISH = 4
_NEARLY = 90.0
_LONG = 8


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One thing not to say: the words as they were written, and what to look for, a character for each word."""

    written: str
    wanted: tuple[str, ...]


def read_forbidden(items: Iterable[str]) -> tuple[Forbidden, ...]:
    """What to look for: each item whole, and each of its clauses that is long enough to be telling by itself."""
    return tuple(Forbidden(item, tuple(dict.fromkeys(_wanted(item)))) for item in items)


def find_said(forbidden: Iterable[Forbidden], text: str) -> Iterator[str]:
    """Each forbidden item that `text` says: in Chinese without regard to particles, in English in any inflection.

    Words count whole: `sure` is not said by `pressure`. A long clause is found with a word more, less or changed too.
    """
    said = _coded(text)
    for item in forbidden:
        if any(_holds(said, wanted) for wanted in item.wanted):
            yield item.written


def _holds(said: str, wanted: str) -> bool:
    if wanted in said:
        return True
    if len(wanted) < _LONG:
        return False
    long_enough = (sentence for sentence in said.split("\n") if len(sentence) >= len(wanted) - 1)
    return any(fuzz.partial_ratio(wanted, sentence) >= _NEARLY for sentence in long_enough)


def _wanted(item: str) -> Iterator[str]:
    """The item whole, and each clause that says enough alone."""
    clauses = [_coded(clause).strip("\n") for clause in _CLAUSES.split(item)]
    whole = "".join(clauses)
    if whole:
        yield whole
    for clause in clauses:
        is_chinese = any("\u3400" <= word <= "\u9fff" for word in clause)
        if len(clause) >= (_LEAST_CHINESE if is_chinese else _LEAST_ENGLISH):
            yield clause


def _coded(text: str) -> str:
    """The text with a character for each word, and a new line for the end of each sentence."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return "".join(map(_code, _TOKENS.findall(folded)))


_english: Any = snowballstemmer.stemmer("english")
_codes: dict[str, str] = {}


@cache
def _code(found: str) -> str:
    """What stands for a word: a Chinese character for itself, one of a private plane of Unicode for an English stem."""
    if found in _ENDS:
        return "\n"
    return "".join(_character(word) for word in _spelt_out(found) if word not in _UNHEARD)


def _character(word: str) -> str:
    if len(word) == 1:
        return word
    stem = str(_english.stemWord(word))
    return _codes.setdefault(stem, chr(0xF0000 + len(_codes)))


def _spelt_out(word: str) -> tuple[str, ...]:
    """`fee'll` is two words, and so are `won't` and `cannot`."""
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, meant in _SHORTENED.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending), meant
    return (word,)
