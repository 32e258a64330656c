"""Placeholders in new input files (`<fill in: e.g. 12>`): write and recognise them."""

import re

_WORDS = {"zh": "填写：例如 ", "en": "fill in: e.g. "}
_MARK = re.compile(r"<(?:填写[:：]|fill in:).*>", re.DOTALL)


def placeholder(language: str, example: str) -> str:
    """The placeholder for `example`, in `zh` or `en`."""
    return f"<{_WORDS[language]}{example}>"


def has_placeholder(text: str) -> bool:
    """Whether `text` contains a placeholder."""
    return "<" in text and _MARK.search(text) is not None
