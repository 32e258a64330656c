"""Turns a box to tick and the words behind it into a choice of the schema: which field, which of its values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.adopt.context import Surroundings
from docgen.adopt.spots import Spot
from docgen.adopt.vocabulary import Entry, Vocabulary, score
from docgen.adopt.words import alike, plain
from docgen.schemas import model_for
from docgen.schemas.slots import slot_at

_END = re.compile(r"[☐☑☒□■\t]|\s{2,}|[；;。]")


@dataclass(frozen=True, slots=True)
class Ticked:
    """A field and the value that ticks a box, with the score of both."""

    entry: Entry
    value: str
    score: float


def ticked(spot: Spot, around: Surroundings, vocabulary: Vocabulary) -> list[Ticked]:
    """The choices that a box could stand for, best first."""
    words = _END.split(spot.line.text[spot.end :].strip(), maxsplit=1)[0].strip()
    told = words or (spot.whole.words if spot.whole else "")
    label = around.label or around.left or _opening(spot)
    found = [
        Ticked(entry, value, min(reached, 100.0))
        for entry in vocabulary.entries
        if entry.row.type == "choice" and not entry.loop
        for value, reached in _values(vocabulary.kind, entry, told, label)
        if reached >= 55.0
    ]
    return sorted(found, key=lambda item: (-item.score, item.entry.path, item.value))


def _opening(spot: Spot) -> str:
    """The label that a row of boxes begins with."""
    found = re.match(r"\s*([^:：☐☑☒□■]{1,24})[:：]", spot.line.text)
    return found.group(1) if found else ""


def _values(kind: str, entry: Entry, words: str, label: str) -> Iterator[tuple[str, float]]:
    steps = entry.path.removeprefix("doc.").split(".")
    slot = slot_at(model_for(kind), steps)
    named = score(entry, label) if label else 0.0
    for member in slot.choices if slot else ():
        fits = max(alike(plain(words), plain(title)) for title in (member.title_en, member.title_zh, member.value))
        yield member.value, fits - 12.0 + (12.0 if named >= 75.0 else 0.0) - entry.weight
