"""Turns sayings into the pairs that say the same in nearly the same words, in Chinese and in English."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

ALIKE = 84.0
"""From here on two sayings count as one; docs/dev/upkeep.md says how it was measured."""

COPIED = 80.0
"""From here on of their phrases two answers count as copies of one another."""

_NAMED = 5
_Key = TypeVar("_Key", bound=Hashable)
_WORDS = re.compile(r"[\u3400-\u9fff]|[a-z0-9']+")
_PARTICLES = frozenset("的了吧啊呢吗呀嘛")


def words_of(text: str) -> list[str]:
    """The words of a text without width, case and punctuation: each Chinese character is one, particles are none."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word for word in _WORDS.findall(folded) if word not in _PARTICLES]


def likeness(one: str, other: str) -> float:
    """How alike two sayings are, 0 to 100: two parts what words they share, one part how many short stretches."""
    first, second = words_of(one), words_of(other)
    shared = fuzz.token_set_ratio(" ".join(first), " ".join(second))
    return (2 * shared + 100 * _cosine(_stretches(first), _stretches(second))) / 3


def find_alike(sayings: Mapping[_Key, str]) -> Iterator[tuple[_Key, _Key, float]]:
    """Each pair of keys whose sayings are alike, with how alike; in the order of `sayings`.

    Only pairs with enough stretches in common are compared at all, so that thousands of sayings take seconds.
    """
    enough = (3 * ALIKE - 200) / 100
    keys = list(sayings)
    words = [words_of(text) for text in sayings.values()]
    for later, earlier, cosine in _near([_stretches(of_one) for of_one in words], enough):
        found = (2 * fuzz.token_set_ratio(" ".join(words[earlier]), " ".join(words[later])) + 100 * cosine) / 3
        if found >= ALIKE:
            yield keys[earlier], keys[later], found


def find_copies(texts: Mapping[_Key, str]) -> Iterator[tuple[_Key, _Key, float]]:
    """Each pair of keys of longer texts that are the same but for a word here and there, with how alike, 0 to 100."""
    keys = list(texts)
    phrases = [_phrases(words_of(text)) for text in texts.values()]
    for later, earlier, cosine in _near(phrases, COPIED / 100):
        yield keys[earlier], keys[later], 100 * cosine


def group_pairs(pairs: Iterable[tuple[_Key, _Key, float]]) -> list[tuple[_Key, ...]]:
    """The keys that pairs hold together, each in the order in which it was met."""
    group_of: dict[_Key, list[_Key]] = {}
    for one, other, _ in pairs:
        first, second = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if first is not second:
            first += second
            group_of |= dict.fromkeys(second, first)
    return list(dict.fromkeys(tuple(group) for group in group_of.values()))


def name_some(names: Sequence[str]) -> str:
    """The first few names, with a mark that there are more."""
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _near(stretches: list[Counter[str]], enough: float) -> Iterator[tuple[int, int, float]]:
    """The number of each saying, that of an earlier one, and the cosine of their stretches, from `enough` on."""
    holders: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    lengths = [_length(counted) for counted in stretches]
    for number, counted in enumerate(stretches):
        products: defaultdict[int, int] = defaultdict(int)
        for stretch, count in counted.items():
            for earlier, its_count in holders[stretch]:
                products[earlier] += count * its_count
            holders[stretch].append((number, count))
        for earlier, product in sorted(products.items()):
            cosine = product / (lengths[number] * lengths[earlier])
            if cosine >= enough:
                yield number, earlier, cosine


def _phrases(words: list[str]) -> Counter[str]:
    """Each four words that follow one another."""
    return Counter(" ".join(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def _stretches(words: list[str]) -> Counter[str]:
    """Single and neighbouring Chinese characters; three neighbouring characters of other words, with their edges."""
    if sum(word >= "\u3400" for word in words) * 2 >= len(words):
        joined = "".join(words)
        return Counter([*joined, *(joined[i : i + 2] for i in range(len(joined) - 1))])
    spaced = f" {' '.join(words)} "
    return Counter(spaced[i : i + 3] for i in range(len(spaced) - 2))


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    lengths = _length(one) * _length(other)
    return sum(count * other[stretch] for stretch, count in one.items()) / lengths if lengths else 0.0


def _length(counted: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in counted.values()))
