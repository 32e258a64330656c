"""Match blanks to fields, and checkboxes to choices, by the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.adopt.blanks import Blank
from docgen.adopt.context import Context
from docgen.adopt.similarity import normalise, similarity
from docgen.adopt.vocabulary import Entry, Vocabulary, score
from docgen.schemas.slots import slot_at

MIN_SCORE, MIN_LEAD = 84.0, 6.0
"""A field is written without asking if it scores at least MIN_SCORE, and MIN_LEAD more than the next."""
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
    """A field proposed for a place, with its score from 0 to 100."""

    entry: Entry
    score: float


def propose(context: Context, vocabulary: Vocabulary, loop: str = "") -> tuple[Proposal, ...]:
    """Propose fields for a place, best first; in a loop over `loop`, fields of its items get a higher score."""
    found: list[Proposal] = []
    is_example = not any(_prints(entry) and score(entry, context.inside) >= _NAMES for entry in vocabulary.entries)
    for entry in vocabulary.entries:
        if entry.loop not in {"", loop} or not _prints(entry):
            continue
        reached = _total_score(entry, context, is_example)
        if reached < _SHOWN:
            continue
        if loop and entry.loop != loop:
            reached -= 12.0
        found.append(Proposal(entry, reached))
    found.sort(key=lambda proposal: (-proposal.score, proposal.entry.path))
    return tuple(found)


def is_sure(proposals: tuple[Proposal, ...]) -> bool:
    """Whether the first of `proposals` is written without asking."""
    if not proposals or proposals[0].score < MIN_SCORE:
        return False
    return len(proposals) == 1 or proposals[0].score - proposals[1].score >= MIN_LEAD


def _prints(entry: Entry) -> bool:
    """Whether a field prints as text: a group doesn't, a list only if its items are texts."""
    return entry.row.type != "group" and not (entry.row.type == "list" and "{% for" in entry.row.tag)


def _total_score(entry: Entry, context: Context, is_example: bool) -> float:
    evidence = context.evidence(is_example=is_example)
    scores = sorted((weight * score(entry, words) for weight, words in evidence if words), reverse=True)
    best = scores[0] if scores else 0.0
    if best < 30.0:
        return _by_kind_alone(entry, context)
    if len(scores) > 1 and scores[1] >= 60.0:
        best += 3.0
    best += _section_bonus(entry, context)
    best = _with_side(best, entry, context)
    return best + _kind_bonus(entry, context)


def _section_bonus(entry: Entry, context: Context) -> float:
    """A bonus for a field whose group is named in the heading above."""
    named = any(similarity(normalise(context.heading), label) >= 80.0 for label in entry.section)
    return 8.0 if context.heading and named else 0.0


def _with_side(best: float, entry: Entry, context: Context) -> float:
    """Lower the score of a party's field for the other side, and of both sides' where none is named."""
    if entry.side and context.side:
        return best if entry.side == context.side else best - 50.0
    if entry.side:
        return best - 14.0
    return best


def _kind_bonus(entry: Entry, context: Context) -> float:
    wanted = _KINDS.get(context.kind)
    if wanted is None:
        return 0.0
    if entry.row.type in wanted:
        return 3.0
    return -12.0 if context.kind == "choice" else -35.0


def _by_kind_alone(entry: Entry, context: Context) -> float:
    """If only the type is known and it is a date, the document's date is a guess."""
    return 60.0 if context.kind == "date" and entry.path in {"doc.date", "doc.time"} else 0.0


@dataclass(frozen=True, slots=True)
class CheckboxMatch:
    """A field and the value that ticks a checkbox, with their score from 0 to 100."""

    entry: Entry
    value: str
    score: float


def match_checkbox(blank: Blank, context: Context, vocabulary: Vocabulary) -> list[CheckboxMatch]:
    """The choices for a checkbox, best first."""
    words = _END.split(blank.line.text[blank.end :].strip(), maxsplit=1)[0].strip()
    words = words or (blank.control.words if blank.control else "")
    label = context.label or context.left or _row_label(blank)
    found = [
        CheckboxMatch(entry, value, min(reached, 100.0))
        for entry in vocabulary.entries
        if entry.row.type == "choice" and not entry.loop
        for value, reached in _values(vocabulary, entry, words, label)
        if reached >= 55.0
    ]
    return sorted(found, key=lambda item: (-item.score, item.entry.path, item.value))


def _row_label(blank: Blank) -> str:
    """The label at the beginning of a row of checkboxes."""
    found = re.match(r"\s*([^:：☐☑☒□■]{1,24})[:：]", blank.line.text)
    return found.group(1) if found else ""


def _values(vocabulary: Vocabulary, entry: Entry, words: str, label: str) -> Iterator[tuple[str, float]]:
    steps = entry.path.removeprefix("doc.").split(".")
    slot = slot_at(vocabulary.schema, steps)
    named = score(entry, label) if label else 0.0
    for member in slot.choices if slot else ():
        fits = max(
            similarity(normalise(words), normalise(title)) for title in (member.title_en, member.title_zh, member.value)
        )
        yield member.value, fits - 12.0 + (12.0 if named >= 75.0 else 0.0) - entry.weight
