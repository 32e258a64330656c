"""Turns text of a template into the words in it that belong into the catalogue of labels."""

import re
from collections.abc import Callable

_CJK = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SIGN = re.compile(r"(?!X{3}|TBD$|TBC$|TODO$)[A-Z]{2,5}")


def words_in(text: str, allowed: Callable[[str], bool]) -> str:
    """The text from the first such word on, cut to 40 characters; empty if there is none.

    Chinese is a word from one character on, other writing from three letters; capitals alone (OEE, PDF) are signs, but
    not those that hold a place (XXX, TBD, TODO).
    """
    for found in re.finditer(rf"{_CJK.pattern}|{_WORD.pattern}", text):
        word = found.group()
        if not _SIGN.fullmatch(word) and not allowed(word) and not allowed(" ".join(text.split())):
            return " ".join(text[found.start() :].split())[:40]
    return ""
