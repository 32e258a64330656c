"""Align two sequences, and compare two texts: whole words, Chinese by character, a template's tag as one."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.distance import Indel, LCSseq

from docgen.templating.tag_patterns import ANY_TAG, TAG

_Item = TypeVar("_Item")
_LEAST = 0.5
_SURE = 0.8
_MOST_CELLS = 40_000
_TOKEN = re.compile(
    rf"{ANY_TAG}|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:[.,'’][^\W_\u3040-\u9fff]+)*|\s+|.",
    re.DOTALL,
)
_LABEL = re.compile(r"\{\{[^{}]*?\b(?:label|head)\('([\w.]+)'\)[^{}]*\}\}")
_CONTEXT = 24  # characters of what stayed that are shown on either side of a change
_MOST_TOKENS = 20_000


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of each side by its index, `None` where it has no partner. `moved`: it stands elsewhere than before."""

    old: int | None
    new: int | None
    moved: bool = False


def align(
    old: Sequence[_Item],
    new: Sequence[_Item],
    key: Callable[[_Item], Hashable],
    alike: Callable[[_Item, _Item], float],
    least: float = _LEAST,
    lone: float | None = None,
) -> list[Pair]:
    """Pairs in the order of `new`, what is gone standing where it was.

    Items of one `key` are partners before others; in the gaps that stay, those whose likeness (0 to 1) is at least
    `least` (`lone`, where a gap has one on either side), in their order; then what left one place for another.
    """
    partner: dict[int, int] = {}
    for step in LCSseq.opcodes([key(item) for item in old], [key(item) for item in new]):
        if step.tag == "equal":
            partner |= dict(
                zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
            )
    for gone, come in _gaps(partner, len(old), len(new)):
        wanted = lone if lone is not None and len(gone) == len(come) == 1 else least
        partner |= _best(old, new, gone, come, alike, wanted)
    moved = _moves(old, new, partner, key, alike)
    return _ordered(partner, moved, len(old), len(new))


def _gaps(partner: dict[int, int], old: int, new: int) -> list[tuple[range, range]]:
    found: list[tuple[range, range]] = []
    last_old = last_new = -1
    for here, there in [*sorted(partner.items()), (old, new)]:
        if here - last_old > 1 and there - last_new > 1:
            found.append((range(last_old + 1, here), range(last_new + 1, there)))
        last_old, last_new = here, there
    return found


def _best(
    old: Sequence[_Item],
    new: Sequence[_Item],
    gone: range,
    come: range,
    alike: Callable[[_Item, _Item], float],
    least: float,
) -> dict[int, int]:
    """The pairs, none crossing another, with the most likeness in all."""
    if len(gone) * len(come) > _MOST_CELLS:
        return dict(zip(gone, come, strict=False))
    scores = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    likeness = [[alike(old[here], new[there]) for there in come] for here in gone]
    for row in range(len(gone) - 1, -1, -1):
        for column in range(len(come) - 1, -1, -1):
            together = likeness[row][column]
            taken = together + scores[row + 1][column + 1] if together >= least else -1.0
            scores[row][column] = max(taken, scores[row + 1][column], scores[row][column + 1])
    found: dict[int, int] = {}
    row = column = 0
    while row < len(gone) and column < len(come):
        together = likeness[row][column]
        if together >= least and scores[row][column] == together + scores[row + 1][column + 1]:
            found[gone[row]] = come[column]
            row, column = row + 1, column + 1
        elif scores[row][column] == scores[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _moves(
    old: Sequence[_Item],
    new: Sequence[_Item],
    partner: dict[int, int],
    key: Callable[[_Item], Hashable],
    alike: Callable[[_Item, _Item], float],
) -> dict[int, int]:
    """What has no partner yet and is the same, or nearly, as something elsewhere without one."""
    taken = set(partner.values())
    free = {place: key(new[place]) for place in range(len(new)) if place not in taken}
    places: dict[Hashable, list[int]] = {}
    for there, name in free.items():
        places.setdefault(name, []).append(there)
    found: dict[int, int] = {}
    left = [place for place in range(len(old)) if place not in partner]
    for here in left:
        if same := places.get(key(old[here])):
            found[here] = same.pop(0)
            del free[found[here]]
    return found | _near(old, new, [here for here in left if here not in found], list(free), alike)


def _near(
    old: Sequence[_Item],
    new: Sequence[_Item],
    left: list[int],
    free: list[int],
    alike: Callable[[_Item, _Item], float],
) -> dict[int, int]:
    """For each of `left` the place of `free` that is surely the same thing edited, if there is one."""
    if len(left) * len(free) > _MOST_CELLS:
        return {}
    found: dict[int, int] = {}
    for here in left:
        scored = [(alike(old[here], new[there]), -there) for there in free]
        best, there = max(scored, default=(0.0, 0))
        if best >= _SURE:
            found[here] = -there
            free.remove(-there)
    return found


def _ordered(partner: dict[int, int], moved: dict[int, int], old: int, new: int) -> list[Pair]:
    back = {there: Pair(here, there) for here, there in partner.items()}
    back |= {there: Pair(here, there, moved=True) for here, there in moved.items()}
    waiting = [here for here in range(old) if here not in partner and here not in moved]
    found: list[Pair] = []
    for there in range(new):
        pair = back.get(there, Pair(None, there))
        while waiting and pair.old is not None and not pair.moved and waiting[0] < pair.old:
            found.append(Pair(waiting.pop(0), None))
        found.append(pair)
    return [*found, *(Pair(here, None) for here in waiting)]


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
