"""Set paragraphs of a rendered part from right to left where their first letter is Arabic, Hebrew or the like.

The base direction is that of the first strong character (Unicode Standard Annex 9, P2 and P3).
"""

import re
from collections.abc import Callable, Iterator
from html import unescape

from docgen.richtext import RIGHT_TO_LEFT, is_right_to_left

_TAG = re.compile(r"<[^>]*>")


def set_directions(text: str, prefix: str, change: Callable[[str], str]) -> str:
    """`text` with `change` applied to the markup of each paragraph that runs from right to left.

    `prefix` is that of the format's main namespace: w or a.
    """
    if not RIGHT_TO_LEFT.search(text):
        return text
    pieces: list[str] = []
    done = 0
    for start, end in _paragraphs(text, prefix):
        paragraph = text[start:end]
        if is_right_to_left(unescape(_TAG.sub("", paragraph))):
            pieces += (text[done:start], change(paragraph))
            done = end
    return "".join((*pieces, text[done:]))


def _paragraphs(text: str, prefix: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph with such a letter."""
    close, end = f"</{prefix}:p>", 0
    for found in RIGHT_TO_LEFT.finditer(text):
        if found.start() < end:
            continue
        start = max(text.rfind(f"<{prefix}:p>", end, found.start()), text.rfind(f"<{prefix}:p ", end, found.start()))
        closed = text.find(close, found.start())
        if start >= 0 and closed >= 0:
            end = closed + len(close)
            yield start, end
