"""Turns an example into the mark of a place that is still to be filled in, and knows such marks again."""

import re

_WORDS = {"zh": "填写：例如 ", "en": "fill in: e.g. "}
_MARK = re.compile(r"<(?:填写[:：]|fill in:).*>", re.DOTALL)


def placeholder(language: str, example: str) -> str:
    """The mark to be replaced, in `zh` or `en`."""
    return f"<{_WORDS[language]}{example}>"


def has_placeholder(text: str) -> bool:
    """Whether `text` still holds such a mark."""
    return "<" in text and _MARK.search(text) is not None
