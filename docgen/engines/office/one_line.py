"""Turns words from a template or the data into one line of text that XML can hold, without markup."""

import re

from markupsafe import Markup

from docgen.audience import Markdown
from docgen.richtext import plain_text

_NO_TEXT = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def one_line(value: object) -> str:
    """The words of `value`; breaks, and what no XML can hold (XML 1.0, 2.2), become blanks."""
    if isinstance(value, Markdown):
        value = plain_text(value)
    text = value.striptags() if isinstance(value, Markup) else str(value)
    return _NO_TEXT.sub(" ", text).strip(" ")
