"""Figures and words in a text of a table, and widths of columns by what they need."""

import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile("[^ \t\n\u2000-\u200a\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+")
_NOT_FIGURE = re.compile(r"[A-Za-z]{4}|[A-Za-z]\d|\d[A-Za-z]{3}|[/_@]")


def figures_in(text: str) -> Iterator[str]:
    """The figures of `text` with their currency and sign, which no line may break."""
    for token in _TOKEN.findall(text):
        if any(map(str.isdigit, token)) and not _NOT_FIGURE.search(token):
            yield token


def words_in(text: str) -> list[str]:
    """The words of `text`; ideographs, between which a line may break, aren't words."""
    return _TOKEN.findall(text)


def shared_out(widths: Sequence[float], needs: Sequence[tuple[float, float]], total: float) -> list[float]:
    """Widths that sum to `total`: as they are, but that each column has what it needs.

    `needs` are the least width, which a column gets, and a width that it keeps if the others' least widths allow it.
    If the least widths exceed `total`, they shrink in proportion.
    """
    least = [low for low, _ in needs]
    if sum(least) >= total:
        return [low * total / sum(least) for low in least]
    floors = [high for _, high in needs]
    if sum(floors) > total:
        spare = total - sum(least)
        wanted = sum(floors) - sum(least)
        return [low + spare * (high - low) / wanted for low, high in needs]
    made = [max(width, floor) for width, floor in zip(widths, floors, strict=True)]
    excess = sum(made) - total
    slack = [width - floor for width, floor in zip(made, floors, strict=True)]
    if excess <= 0:
        made[made.index(max(made))] -= excess
        return made
    return [width - excess * free / sum(slack) for width, free in zip(made, slack, strict=True)]
