"""Turns two texts into what was taken out and put in: whole words, Chinese by character, a template's tag as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq

from docgen.templating import ANY_TAG, TAG

_TOKEN = re.compile(
    rf"{ANY_TAG}|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:[.,'’][^\W_\u3040-\u9fff]+)*|\s+|.",
    re.DOTALL,
)
_LABEL = re.compile(r"\{\{[^{}]*?\b(?:label|head)\('([\w.]+)'\)[^{}]*\}\}")
_CONTEXT = 24  # characters of what stayed that are shown on either side of a change
_MOST_TOKENS = 20_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of both texts: the same in both, or `old` taken out and `new` put in (either may be empty)."""

    old: str
    new: str
    same: bool


def tokens(text: str) -> list[str]:
    """The words, characters and tags of a text, nothing lost."""
    return _TOKEN.findall(text)


def segments(old: str, new: str) -> list[Segment]:
    """The stretches that the two texts are made of. A word or two between two changes is part of one change."""
    before, after = tokens(old), tokens(new)
    if len(before) + len(after) > _MOST_TOKENS:
        return [Segment(old, new, old == new)]
    found: list[Segment] = []
    for step in LCSseq.opcodes(before, after):
        one = "".join(before[step.src_start : step.src_end])
        other = "".join(after[step.dest_start : step.dest_end])
        _add(found, Segment(one, other, step.tag == "equal"))
    return _tidied(found)


def _add(found: list[Segment], segment: Segment) -> None:
    if found and found[-1].same == segment.same:
        last = found.pop()
        segment = Segment(last.old + segment.old, last.new + segment.new, segment.same)
    found.append(segment)


def _tidied(found: list[Segment]) -> list[Segment]:
    """The same with gaps of a space or a single character between two changes closed."""
    kept: list[Segment] = []
    for place, segment in enumerate(found):
        between = 0 < place < len(found) - 1
        if segment.same and between and len(segment.old.strip()) <= 1 and not TAG.search(segment.old):
            segment = Segment(segment.old, segment.new, False)  # noqa: PLW2901 - the same stretch, seen as changed
        _add(kept, segment)
    return kept


def marked(old: str, new: str) -> str:
    """The change in one line: `… the [-net-]{+gross+} price …`, with some of what stayed on either side."""
    found = segments(old, new)
    parts: list[str] = []
    for place, segment in enumerate(found):
        if segment.same:
            parts.append(_shortened(segment.old, place == 0, place == len(found) - 1))
        else:
            parts.append(f"[-{segment.old}-]" if segment.old else "")
            parts.append(f"{{+{segment.new}+}}" if segment.new else "")
    return " ".join("".join(parts).split())


def _shortened(text: str, first: bool, last: bool) -> str:
    if len(text) <= 2 * _CONTEXT:
        return text
    head, tail = "" if first else text[:_CONTEXT], "" if last else text[-_CONTEXT:]
    return f"{head}…{tail}"


def likeness(old: str, new: str) -> float:
    """How much of the two texts is the same, from 0 to 1."""
    return Indel.normalized_similarity(old, new) if old or new else 1.0


def plain_name(text: str) -> str:
    """A heading as a person knows it: its words and its labels' keys (`‹total›`), without other tags if it has any."""
    told = " ".join(TAG.sub(" ", _LABEL.sub(r"‹\1›", text)).split())
    return told or " ".join(text.split())


def tags_of(text: str) -> list[str]:
    """The tags in a text, spaces inside them evened out."""
    return [" ".join(tag.split()) for tag in TAG.findall(text)]


def without_tags(text: str) -> str:
    """The words of a text that are no tags."""
    return " ".join(TAG.sub("", text).split())


def paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Each that was replaced by another as (old, new); what was only taken out or put in with the other side empty."""
    found: list[tuple[str, str]] = []
    for step in LCSseq.opcodes(old, new):
        if step.tag != "equal":
            found += [(one, "") for one in old[step.src_start : step.src_end]]
            found += [("", one) for one in new[step.dest_start : step.dest_end]]
    return _matched(found)


def _matched(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Removals and additions that stand next to one another as replacements, in their order."""
    gone = [old for old, new in found if not new]
    come = [new for old, new in found if not old]
    most = min(len(gone), len(come))
    pairs = list(zip(gone[:most], come[:most], strict=True))
    return [*pairs, *((old, "") for old in gone[most:]), *(("", new) for new in come[most:])]
