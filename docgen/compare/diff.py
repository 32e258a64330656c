"""Align two sequences, and diff two texts by words, Chinese characters and template tags."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.distance import Indel, LCSseq

from docgen.templating import ANY_TAG, TAG

_Item = TypeVar("_Item")
_THRESHOLD = 0.5
_MOVED_THRESHOLD = 0.8
_MOST_CELLS = 40_000
_TOKEN = re.compile(
    rf"{ANY_TAG}|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:[.,'’][^\W_\u3040-\u9fff]+)*|\s+|.",
    re.DOTALL,
)
_LABEL = re.compile(r"\{\{[^{}]*?\b(?:label|head)\('([\w.]+)'\)[^{}]*\}\}")
_CONTEXT = 24  # unchanged characters shown on either side of a change
_MOST_TOKENS = 20_000


@dataclass(frozen=True, slots=True)
class Pair:
    """The indexes of two items that correspond, `None` on the side that lacks one. `moved`: their order changed."""

    old: int | None
    new: int | None
    moved: bool = False


def align(
    old: Sequence[_Item],
    new: Sequence[_Item],
    key: Callable[[_Item], Hashable],
    similarity_of: Callable[[_Item, _Item], float],
    threshold: float = _THRESHOLD,
    single_threshold: float | None = None,
) -> list[Pair]:
    """Pairs in the order of `new`, with removed items at their old place.

    Items with equal `key` are paired first. In the remaining gaps, items are paired in order if their `similarity_of`
    (0 to 1) is at least `threshold`, or `single_threshold` in gaps with one item on each side. Then moved items are
    paired.
    """
    partner: dict[int, int] = {}
    for step in LCSseq.opcodes([key(item) for item in old], [key(item) for item in new]):
        if step.tag == "equal":
            partner |= dict(
                zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
            )
    for removed, added in _gaps(partner, len(old), len(new)):
        is_single = len(removed) == len(added) == 1
        least = single_threshold if is_single and single_threshold is not None else threshold
        partner |= _best(old, new, removed, added, similarity_of, least)
    moved = _moves(old, new, partner, key, similarity_of)
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
    removed: range,
    added: range,
    similarity_of: Callable[[_Item, _Item], float],
    threshold: float,
) -> dict[int, int]:
    """The non-crossing pairs with the highest total similarity."""
    if len(removed) * len(added) > _MOST_CELLS:
        return dict(zip(removed, added, strict=False))
    scores = [[0.0] * (len(added) + 1) for _ in range(len(removed) + 1)]
    similarities = [[similarity_of(old[here], new[there]) for there in added] for here in removed]
    for row in range(len(removed) - 1, -1, -1):
        for column in range(len(added) - 1, -1, -1):
            both = similarities[row][column]
            paired_score = both + scores[row + 1][column + 1] if both >= threshold else -1.0
            scores[row][column] = max(paired_score, scores[row + 1][column], scores[row][column + 1])
    found: dict[int, int] = {}
    row = column = 0
    while row < len(removed) and column < len(added):
        both = similarities[row][column]
        if both >= threshold and scores[row][column] == both + scores[row + 1][column + 1]:
            found[removed[row]] = added[column]
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
    similarity_of: Callable[[_Item, _Item], float],
) -> dict[int, int]:
    """Pairs of unpaired items that are equal, or nearly so, at different places."""
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
    return found | _near(old, new, [here for here in left if here not in found], list(free), similarity_of)


def _near(
    old: Sequence[_Item],
    new: Sequence[_Item],
    left: list[int],
    free: list[int],
    similarity_of: Callable[[_Item, _Item], float],
) -> dict[int, int]:
    """For each of `left`, the place in `free` of an item that is similar enough to be the same one edited."""
    if len(left) * len(free) > _MOST_CELLS:
        return {}
    found: dict[int, int] = {}
    for here in left:
        scored = [(similarity_of(old[here], new[there]), -there) for there in free]
        best, there = max(scored, default=(0.0, 0))
        if best >= _MOVED_THRESHOLD:
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
    """A stretch of both texts: the same in both, or `old` replaced by `new` (either may be empty)."""

    old: str
    new: str
    same: bool


def tokens(text: str) -> list[str]:
    """Split a text into words, characters and tags, without loss."""
    return _TOKEN.findall(text)


def segments(old: str, new: str) -> list[Segment]:
    """The segments of two texts; changes with only a space or one character between them are merged."""
    before, after = tokens(old), tokens(new)
    if len(before) + len(after) > _MOST_TOKENS:
        return [Segment(old, new, old == new)]
    found: list[Segment] = []
    for step in LCSseq.opcodes(before, after):
        one = "".join(before[step.src_start : step.src_end])
        other = "".join(after[step.dest_start : step.dest_end])
        _add(found, Segment(one, other, step.tag == "equal"))
    return _close_gaps(found)


def _add(found: list[Segment], segment: Segment) -> None:
    if found and found[-1].same == segment.same:
        last = found.pop()
        segment = Segment(last.old + segment.old, last.new + segment.new, segment.same)
    found.append(segment)


def _close_gaps(found: list[Segment]) -> list[Segment]:
    """Merge changes that have only a space or a single character between them."""
    merged: list[Segment] = []
    for place, segment in enumerate(found):
        between = 0 < place < len(found) - 1
        if segment.same and between and len(segment.old.strip()) <= 1 and not TAG.search(segment.old):
            segment = Segment(segment.old, segment.new, False)  # noqa: PLW2901 - the same stretch, as changed
        _add(merged, segment)
    return merged


def inline_diff(old: str, new: str) -> str:
    """The change in one line, with some context on either side: `… the [-net-]{+gross+} price …`."""
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


def similarity(old: str, new: str) -> float:
    """The normalised Indel similarity of two texts, from 0 to 1."""
    return Indel.normalized_similarity(old, new) if old or new else 1.0


def plain_name(text: str) -> str:
    """A heading for display: its words and label keys (`‹total›`) without other tags, unless it is only tags."""
    name = " ".join(TAG.sub(" ", _LABEL.sub(r"‹\1›", text)).split())
    return name or " ".join(text.split())


def tags_of(text: str) -> list[str]:
    """The tags in a text, with normalised spaces."""
    return [" ".join(tag.split()) for tag in TAG.findall(text)]


def without_tags(text: str) -> str:
    """The text without its tags, with normalised spaces."""
    return " ".join(TAG.sub("", text).split())


def paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """The replacements as (old, new); for what was only removed or added the other side is empty."""
    found: list[tuple[str, str]] = []
    for step in LCSseq.opcodes(old, new):
        if step.tag != "equal":
            found += [(one, "") for one in old[step.src_start : step.src_end]]
            found += [("", one) for one in new[step.dest_start : step.dest_end]]
    return _matched(found)


def _matched(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Removals and additions paired as replacements, in their order."""
    removed = [old for old, new in found if not new]
    added = [new for old, new in found if not old]
    most = min(len(removed), len(added))
    pairs = list(zip(removed[:most], added[:most], strict=True))
    return [*pairs, *((old, "") for old in removed[most:]), *(("", new) for new in added[most:])]
