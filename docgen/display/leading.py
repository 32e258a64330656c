"""Which figures of a document lead: those of the industry's measures first, in the industry's order."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any


def measure_of(text: str, measures: Sequence[Any]) -> Any | None:
    """The measure that `text` names, None if it names none; of several, the one with the longest words in it.

    `measures` have `known_as`. Case doesn't matter; a Latin word counts only from its beginning.
    """
    found = _place(text, tuple(measure.known_as for measure in measures))
    return None if found is None else measures[found]


def leading(items: Iterable[Any], name: str, measures: Sequence[Any]) -> tuple[Any, ...]:
    """`items` with those whose field `name` names a measure first, in the measures' order; else as they are."""
    words = tuple(measure.known_as for measure in measures)

    def place(item: Any) -> int:
        found = _place(getattr(item, name) or "", words)
        return len(words) if found is None else found

    return tuple(sorted(items, key=place))


@lru_cache(maxsize=1024)
def _place(text: str, words: tuple[tuple[str, ...], ...]) -> int | None:
    """The index of the measure that `text` names."""
    text = text.casefold()
    lengths = [max((len(word) for word in known if _names(word.casefold(), text)), default=0) for known in words]
    longest = max(lengths, default=0)
    return lengths.index(longest) if longest else None


def _names(word: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None if word.isascii() else word in text
