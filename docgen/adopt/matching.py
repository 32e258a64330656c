"""Turns the words around a spot into the fields that could belong there, and a box into choices, the best first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.adopt.context import Surroundings
from docgen.adopt.spots import Spot
from docgen.adopt.vocabulary import Entry, Vocabulary, score
from docgen.adopt.words import alike, plain
from docgen.schemas import model_for
from docgen.schemas.slots import slot_at

SURE, APART = 84.0, 6.0
"""A field is taken if it scores at least SURE, and APART more than the next."""
_SHOWN, _NAMES = 56.0, 70.0
_KINDS = {
    "money": {"money"},
    "date": {"date", "datetime"},
    "percent": {"rate"},
    "count": {"count", "quantity", "number"},
    "figure": {"money", "quantity", "number", "rate", "count"},
    "choice": {"choice", "text", "yes_no"},
    "yes_no": {"yes_no"},
}
_END = re.compile(r"[☐☑☒□■\t]|\s{2,}|[；;。]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field that could belong in a place, with its score from 0 to 100."""

    entry: Entry
    score: float


def propose(around: Surroundings, vocabulary: Vocabulary, loop: str = "") -> tuple[Proposal, ...]:
    """The fields for a place, best first; in a loop over `loop` those of its items before those of the document."""
    found: list[Proposal] = []
    is_example = not any(_prints(entry) and score(entry, around.inside) >= _NAMES for entry in vocabulary.entries)
    for entry in vocabulary.entries:
        if entry.loop not in {"", loop} or not _prints(entry):
            continue
        reached = _reached(entry, around, is_example)
        if reached < _SHOWN:
            continue
        if loop and entry.loop != loop:
            reached -= 12.0
        found.append(Proposal(entry, reached))
    found.sort(key=lambda proposal: (-proposal.score, proposal.entry.path))
    return tuple(found)


def is_sure(proposals: tuple[Proposal, ...]) -> bool:
    """Whether the first of `proposals` may be taken without asking."""
    if not proposals or proposals[0].score < SURE:
        return False
    return len(proposals) == 1 or proposals[0].score - proposals[1].score >= APART


def _prints(entry: Entry) -> bool:
    """Whether a field prints as words: a group doesn't, a list only if its items are words."""
    return entry.row.type != "group" and not (entry.row.type == "list" and "{% for" in entry.row.tag)


def _reached(entry: Entry, around: Surroundings, is_example: bool) -> float:
    told = around.evidence(is_example=is_example)
    scores = sorted((weight * score(entry, words) for weight, words in told if words), reverse=True)
    best = scores[0] if scores else 0.0
    if best < 30.0:
        return _by_kind_alone(entry, around)
    if len(scores) > 1 and scores[1] >= 60.0:
        best += 3.0
    best += _section_bonus(entry, around)
    best = _with_side(best, entry, around)
    return best + _kind_bonus(entry, around)


def _section_bonus(entry: Entry, around: Surroundings) -> float:
    """A field whose group's name stands in the heading above gains a little."""
    named = any(alike(plain(around.heading), told) >= 80.0 for told in entry.section)
    return 8.0 if around.heading and named else 0.0


def _with_side(best: float, entry: Entry, around: Surroundings) -> float:
    """A party's field belongs to the side that is spoken of; where none is, both are equally near, and in doubt."""
    if entry.side and around.side:
        return best if entry.side == around.side else best - 50.0
    if entry.side:
        return best - 14.0
    return best


def _kind_bonus(entry: Entry, around: Surroundings) -> float:
    wanted = _KINDS.get(around.kind)
    if wanted is None:
        return 0.0
    if entry.row.type in wanted:
        return 3.0
    return -12.0 if around.kind == "choice" else -35.0


def _by_kind_alone(entry: Entry, around: Surroundings) -> float:
    """Where nothing but a date is asked for, the document's date is a guess."""
    return 60.0 if around.kind == "date" and entry.path in {"doc.date", "doc.time"} else 0.0


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
