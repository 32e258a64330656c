"""Compare the texts of objections: near-duplicates, forbidden phrases, promised periods of time."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import snowballstemmer
from rapidfuzz import fuzz

from docgen.schemas.playbook import Objection

ALIKE = 84.0
"""From here on two sayings count as one; docs/dev/objections.md says how it was measured."""

COPIED = 80.0
"""From here on of their phrases two answers count as copies of one another."""

_NAMED = 5
_Key = TypeVar("_Key", bound=Hashable)
_WORDS = re.compile(r"[\u3400-\u9fff]|[a-z0-9']+")
_PARTICLES = frozenset("的了吧啊呢吗呀嘛")
_TOKENS = re.compile(r"[\u3400-\u9fff]|[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[。！？；;.!?\n]")
_CLAUSES = re.compile(r"[,，:：、—–。！？；;!?\n]|\.(?!\d)")
_ENDS = frozenset("。！？；;.!?\n")
_UNHEARD = frozenset((*"的了吧啊呢吗呀嘛是会就都也", "a", "an", "the"))
_SHORTENED = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would", "'s": "is"}
_WHOLE = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}
_LEAST_CHINESE = 5
_LEAST_ENGLISH = 4
_NEARLY = 90.0
_LONG = 8
_ANSWERS = ("client_answer", "short_script", "full_script")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ENGLISH = {word: value for value, word in enumerate([*_ONES.split(), "seventeen", "eighteen", "nineteen"])} | {
    word: 10 * tens
    for tens, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "个月": "month", "年": "year"}
_CHINESE = re.compile(
    r"((?<!\d)\d+|(?<![零〇一二两三四五六七八九十百])[零〇一二两三四五六七八九十百]+)\s*(?:个工作)?(天|日(?!期|常|益|程)|周(?!期)|星期|个月|年(?!费|度|初|末|底))"
)
_WORDED = re.compile(
    rf"\b(\d+|(?:{'|'.join(_ENGLISH)})(?:[- ](?:{'|'.join(_ENGLISH)}))?)[ -](?:working |business )?"
    r"(day|week|month|year)s?\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？；!?;\n]|\.(?!\d)")
_PROMISE = re.compile(
    r"退|赔|免费|减免|终止|解约|取消|保证|承诺|保障|试用|包换|refund|money back|return|free|cancel|leave|exit|walk away"
    r"|end (?:it|the)|terminat|guarantee|warrant|promise|trial",
    re.IGNORECASE,
)
"""What a sentence says that promises something; an answer names other periods too, as of a project or a client."""


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


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One thing not to say: the words as they were written, and what to look for, a character for each word."""

    written: str
    wanted: tuple[str, ...]


def read_forbidden(items: Iterable[str]) -> tuple[Forbidden, ...]:
    """What to look for: each item whole, and each of its clauses that is long enough to be telling by itself."""
    return tuple(Forbidden(item, tuple(dict.fromkeys(_wanted(item)))) for item in items)


def find_said(forbidden: Iterable[Forbidden], text: str) -> Iterator[str]:
    """Each forbidden item that `text` says: in Chinese without regard to particles, in English in any inflection.

    Words count whole: `sure` is not said by `pressure`. A long clause is found with a word more, less or changed too.
    """
    said = _coded(text)
    for item in forbidden:
        if any(_holds(said, wanted) for wanted in item.wanted):
            yield item.written


def _holds(said: str, wanted: str) -> bool:
    if wanted in said:
        return True
    if len(wanted) < _LONG:
        return False
    long_enough = (sentence for sentence in said.split("\n") if len(sentence) >= len(wanted) - 1)
    return any(fuzz.partial_ratio(wanted, sentence) >= _NEARLY for sentence in long_enough)


def _wanted(item: str) -> Iterator[str]:
    """The item whole, and each clause that says enough alone."""
    clauses = [_coded(clause).strip("\n") for clause in _CLAUSES.split(item)]
    whole = "".join(clauses)
    if whole:
        yield whole
    for clause in clauses:
        is_chinese = any("\u3400" <= word <= "\u9fff" for word in clause)
        if len(clause) >= (_LEAST_CHINESE if is_chinese else _LEAST_ENGLISH):
            yield clause


def _coded(text: str) -> str:
    """The text with a character for each word, and a new line for the end of each sentence."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return "".join(map(_code, _TOKENS.findall(folded)))


_english: Any = snowballstemmer.stemmer("english")
_codes: dict[str, str] = {}


@cache
def _code(found: str) -> str:
    """What stands for a word: a Chinese character for itself, one of a private plane of Unicode for an English stem."""
    if found in _ENDS:
        return "\n"
    return "".join(_character(word) for word in _spelt_out(found) if word not in _UNHEARD)


def _character(word: str) -> str:
    if len(word) == 1:
        return word
    stem = str(_english.stemWord(word))
    return _codes.setdefault(stem, chr(0xF0000 + len(_codes)))


def _spelt_out(word: str) -> tuple[str, ...]:
    """`fee'll` is two words, and so are `won't` and `cannot`."""
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, meant in _SHORTENED.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending), meant
    return (word,)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: as it is written, and as a number of one unit."""

    written: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Differing:
    """An answer that names another period than the guarantee, in the same unit."""

    field: str
    answer: str
    guarantee: str


def find_differing(entry: Objection) -> Iterator[Differing]:
    """Each answer that says how long, in a unit of the guarantee's, but never as long as that."""
    promised = list(periods_in(entry.guarantee or ""))
    for field in _ANSWERS:
        sentences = filter(_PROMISE.search, _SENTENCE.split(getattr(entry, field) or ""))
        said = [period for sentence in sentences for period in periods_in(sentence)]
        for period in promised:
            same_unit = [other for other in said if other.unit == period.unit]
            if same_unit and all(other.value != period.value for other in same_unit):
                yield Differing(field, same_unit[0].written, period.written)


def periods_in(text: str) -> Iterator[Period]:
    """The periods that a text names, in Chinese or English, in figures or in words."""
    for found in _CHINESE.finditer(text):
        if not found[1].isdigit() or len(found[1]) < 4:  # 2025 年 is a date
            yield Period(found[0], _chinese_number(found[1]), _UNITS[found[2]])
    for found in _WORDED.finditer(text):
        yield Period(found[0], _english_number(found[1]), found[2].lower())


def _chinese_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _english_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return sum(_ENGLISH[part] for part in re.split(r"[- ]", text.lower()))
