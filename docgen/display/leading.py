"""Which figures of a document lead: those of the industry's measures first, in the industry's order."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from docgen.display.words import Words


def leading(items: Iterable[Any], name: str, words: Words) -> tuple[Any, ...]:
    """`items` with those whose field `name` names a measure first, in the measures' order; else as they are."""
    known = _known(words)

    def place(one: Any) -> int:
        found = place_of(getattr(one, name), known)
        return len(known) if found is None else found

    return tuple(sorted(items, key=place))


def why_of(text: str, words: Words) -> str | None:
    """Why the industry looks at the measure that `text` names; None if it names none."""
    found = place_of(text, _known(words))
    return None if found is None else words.names["industry"].measures[found].why


def _known(words: Words) -> tuple[tuple[str, ...], ...]:
    """The names of each measure of the document's industry."""
    return tuple(measure.known_as for measure in words.names["industry"].measures)


@lru_cache(maxsize=1024)
def place_of(text: str, known: tuple[tuple[str, ...], ...]) -> int | None:
    """The index of the measure that `text` names, None if it names none; of several, the one with the longest name.

    `known` are the names of each measure. Case doesn't matter; a Latin name counts only from a word's beginning.
    """
    text = text.casefold()
    lengths = [max((len(name) for name in names if _occurs(name.casefold(), text)), default=0) for names in known]
    longest = max(lengths, default=0)
    return lengths.index(longest) if longest else None


def _occurs(name: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}", text) is not None if name.isascii() else name in text
