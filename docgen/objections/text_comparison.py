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

from docgen.messages import Message, message
from docgen.schemas.playbook import Objection

SIMILAR = 84.0
"""The similarity from which two texts are duplicates; docs/dev/objections.md has the measurements."""

COPIED = 80.0
"""The share of common phrases, in per cent, from which two answers are copies of each other."""

_SHOWN = 5
_Key = TypeVar("_Key", bound=Hashable)
_WORDS = re.compile(r"[\u3400-\u9fff]|[a-z0-9']+")
_PARTICLES = frozenset("的了吧啊呢吗呀嘛")

# forbidden phrases
_TOKENS = re.compile(r"[\u3400-\u9fff]|[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[。！？；;.!?\n]")
_CLAUSES = re.compile(r"[,，:：、—–。！？；;!?\n]|\.(?!\d)")
_ENDS = frozenset("。！？；;.!?\n")
_STOP_WORDS = frozenset((*"的了吧啊呢吗呀嘛是会就都也", "a", "an", "the"))
_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would", "'s": "is"}
_IRREGULAR = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}
_LEAST_CHINESE = 5
_LEAST_ENGLISH = 4
_PARTIAL_RATIO = 90.0
_LONG_CLAUSE = 8

# promised periods
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
"""Words of a promise: an answer names other periods too, such as the duration of a project."""


def words_in(text: str) -> list[str]:
    """The words of a text, without width, case, punctuation and particles; each Chinese character is a word."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word for word in _WORDS.findall(folded) if word not in _PARTICLES]


def similarity(one: str, other: str) -> float:
    """The similarity of two texts, 0 to 100: two thirds from common words, one third from common n-grams."""
    first, second = words_in(one), words_in(other)
    shared = fuzz.token_set_ratio(" ".join(first), " ".join(second))
    return (2 * shared + 100 * _cosine(_ngrams(first), _ngrams(second))) / 3


def find_similar(texts: Mapping[_Key, str]) -> Iterator[tuple[_Key, _Key, float]]:
    """Each pair of keys of similar texts, with their similarity; in the order of `texts`.

    Only pairs with enough common n-grams are compared, so that thousands of texts take seconds.
    """
    enough = (3 * SIMILAR - 200) / 100
    keys = list(texts)
    words = [words_in(text) for text in texts.values()]
    for later, earlier, cosine in _similar_pairs([_ngrams(of_one) for of_one in words], enough):
        found = (2 * fuzz.token_set_ratio(" ".join(words[earlier]), " ".join(words[later])) + 100 * cosine) / 3
        if found >= SIMILAR:
            yield keys[earlier], keys[later], found


def find_copies(texts: Mapping[_Key, str]) -> Iterator[tuple[_Key, _Key, float]]:
    """Each pair of keys of longer texts that differ only in a few words, with their similarity, 0 to 100."""
    keys = list(texts)
    phrases = [_phrases(words_in(text)) for text in texts.values()]
    for later, earlier, cosine in _similar_pairs(phrases, COPIED / 100):
        yield keys[earlier], keys[later], 100 * cosine


def group_pairs(pairs: Iterable[tuple[_Key, _Key, float]]) -> list[tuple[_Key, ...]]:
    """The groups of keys that the pairs connect, each in order of occurrence."""
    group_of: dict[_Key, list[_Key]] = {}
    for one, other, _ in pairs:
        first, second = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if first is not second:
            first += second
            group_of |= dict.fromkeys(second, first)
    return list(dict.fromkeys(tuple(group) for group in group_of.values()))


def first_of(names: Sequence[str]) -> Message:
    """The first few names, with an ellipsis if there are more."""
    return message("objection.names:more" if len(names) > _SHOWN else "objection.names", names=names[:_SHOWN])


def _similar_pairs(ngrams: list[Counter[str]], enough: float) -> Iterator[tuple[int, int, float]]:
    """The index of each text, that of an earlier one, and the cosine of their n-grams, if at least `enough`."""
    occurrences: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    lengths = [_norm(counts) for counts in ngrams]
    for number, counts in enumerate(ngrams):
        products: defaultdict[int, int] = defaultdict(int)
        for ngram, count in counts.items():
            for earlier, earlier_count in occurrences[ngram]:
                products[earlier] += count * earlier_count
            occurrences[ngram].append((number, count))
        for earlier, product in sorted(products.items()):
            cosine = product / (lengths[number] * lengths[earlier])
            if cosine >= enough:
                yield number, earlier, cosine


def _phrases(words: list[str]) -> Counter[str]:
    """Count each sequence of four words."""
    return Counter(" ".join(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def _ngrams(words: list[str]) -> Counter[str]:
    """Count n-grams: unigrams and bigrams of Chinese text, trigrams of other text, with spaces at its ends."""
    if sum(word >= "\u3400" for word in words) * 2 >= len(words):
        joined = "".join(words)
        return Counter([*joined, *(joined[i : i + 2] for i in range(len(joined) - 1))])
    spaced = f" {' '.join(words)} "
    return Counter(spaced[i : i + 3] for i in range(len(spaced) - 2))


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    lengths = _norm(one) * _norm(other)
    return sum(count * other[ngram] for ngram, count in one.items()) / lengths if lengths else 0.0


def _norm(counts: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in counts.values()))


@dataclass(frozen=True, slots=True)
class ForbiddenPhrase:
    """A forbidden phrase: as it is written, and the encoded strings to search for (see `_encode`)."""

    written: str
    searches: tuple[str, ...]


def forbidden_phrases(items: Iterable[str]) -> tuple[ForbiddenPhrase, ...]:
    """Prepare `do_not_say` items: search for each complete item, and for its clauses that are long enough."""
    return tuple(ForbiddenPhrase(item, tuple(dict.fromkeys(_searches(item)))) for item in items)


def find_forbidden(forbidden: Iterable[ForbiddenPhrase], text: str) -> Iterator[str]:
    """Each forbidden phrase in `text`: in Chinese regardless of particles, in English in any inflection.

    Words match completely: `pressure` doesn't contain `sure`. A long clause also matches with one word more, less or
    changed.
    """
    encoded = _encode(text)
    for item in forbidden:
        if any(_contains(encoded, search) for search in item.searches):
            yield item.written


def _contains(encoded: str, search: str) -> bool:
    if search in encoded:
        return True
    if len(search) < _LONG_CLAUSE:
        return False
    long_enough = (sentence for sentence in encoded.split("\n") if len(sentence) >= len(search) - 1)
    return any(fuzz.partial_ratio(search, sentence) >= _PARTIAL_RATIO for sentence in long_enough)


def _searches(item: str) -> Iterator[str]:
    """The complete item, and each clause that is long enough."""
    clauses = [_encode(clause).strip("\n") for clause in _CLAUSES.split(item)]
    complete = "".join(clauses)
    if complete:
        yield complete
    for clause in clauses:
        is_chinese = any("\u3400" <= word <= "\u9fff" for word in clause)
        if len(clause) >= (_LEAST_CHINESE if is_chinese else _LEAST_ENGLISH):
            yield clause


def _encode(text: str) -> str:
    """Encode a text with one character per word, and a line feed at the end of each sentence."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return "".join(map(_encode_word, _TOKENS.findall(folded)))


_english: Any = snowballstemmer.stemmer("english")
_codes: dict[str, str] = {}


@cache
def _encode_word(found: str) -> str:
    """A Chinese character is its own code; an English stem is coded in a private use plane of Unicode."""
    if found in _ENDS:
        return "\n"
    return "".join(_character(word) for word in _expand_contraction(found) if word not in _STOP_WORDS)


def _character(word: str) -> str:
    if len(word) == 1:
        return word
    stem = str(_english.stemWord(word))
    return _codes.setdefault(stem, chr(0xF0000 + len(_codes)))


def _expand_contraction(word: str) -> tuple[str, ...]:
    """Split a contraction into its words: `fee'll`, `won't`, `cannot`."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, meant in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending), meant
    return (word,)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of time: as it is written, and as a number of one unit."""

    written: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class PeriodMismatch:
    """A field that promises another period than the guarantee, in the same unit."""

    field: str
    answer: str
    guarantee: str


def find_period_mismatches(entry: Objection) -> Iterator[PeriodMismatch]:
    """Each answer with periods in a unit of the guarantee, none of them equal to the guarantee's."""
    promised = list(periods_in(entry.guarantee or ""))
    for field in _ANSWERS:
        sentences = filter(_PROMISE.search, _SENTENCE.split(getattr(entry, field) or ""))
        periods = [period for sentence in sentences for period in periods_in(sentence)]
        for period in promised:
            same_unit = [other for other in periods if other.unit == period.unit]
            if same_unit and all(other.value != period.value for other in same_unit):
                yield PeriodMismatch(field, same_unit[0].written, period.written)


def periods_in(text: str) -> Iterator[Period]:
    """The periods in a text, in Chinese or English, in digits or words."""
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
