"""What explains a figure or a word in a file: the template's fixed words, and what the client is shown."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from docgen.audience import Choice, View, fields_of
from docgen.redaction import Redacted
from docgen.scan.figures import Figure, Reading, dates_in, figures_in, normalize, readings_of, value_of
from docgen.scan.money import mentions_money, sentence_around
from docgen.scan.words import BETWEEN, GAP, sequences, words_of

_ROW = re.compile(r"(.*), row \d+")
_LETTERS = re.compile(r"[^\W\d_]")
_ADJACENT = 40
_TEMPLATE_TAG = re.compile(r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)|\{#.*?(?:#\}|\Z)", re.DOTALL)


class ShownValues:
    """What the client is shown: `numbers` that are entire fields, `days`, and (path of its field, text) pairs."""

    def __init__(self, numbers: frozenset[Decimal], days: frozenset[date], texts: tuple[tuple[str, str], ...]) -> None:
        """Texts are parsed when first needed."""
        self.numbers, self.days, self.texts = numbers, days, texts
        self.years = frozenset(Decimal(day.year) for day in days)
        prose = [(path, text) for path, text in texts if not any(_whole_figure(text))]
        self._index = Index(lambda: (Passage(path, normalize(text)) for path, text in prose))

    @cached_property
    def _printed(self) -> frozenset[Reading]:
        """Every form in which one of the numbers may be printed."""
        return frozenset(reading for number in self.numbers for reading in readings_of(number))

    def holds(self, figure: Figure) -> bool:
        """Whether `figure` is one of the numbers, in a form in which it may be printed."""
        if not self._printed.isdisjoint(figure.readings):
            return True
        return not self.numbers.isdisjoint(map(value_of, figure.readings))

    def place_of(self, found: "Occurrence") -> str | None:
        """The path of a text that `found` may be from ("" for plain data), or None."""
        return next((item.passage.place for item in self._index.similar(found)), None)


def shown_values(data: Any) -> ShownValues:
    """The values of a view, or of plain data."""
    numbers: set[Decimal] = set()
    days: set[date] = set()
    texts: list[tuple[str, str]] = []
    for path, value in _values(data, ""):
        match value:
            case datetime():
                days.add(value.date())
            case date():
                days.add(value)
            case Decimal() | int():
                numbers.add(abs(Decimal(value)).normalize())
            case _:
                texts.append((path, value))
                numbers.update(_whole_figure(value))
                days.update(day for _, _, day in dates_in(normalize(value)))
    return ShownValues(frozenset(numbers), frozenset(days), tuple(texts))


def _values(data: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, View):
        data = fields_of(data)
    if isinstance(data, dict) or hasattr(data, "items"):
        for name, item in cast("dict[str, Any]", data).items():
            yield from _values(item, f"{path}.{name}" if path else str(name))
    elif isinstance(data, tuple | list):
        for index, item in enumerate(cast("tuple[Any, ...]", data)):
            yield from _values(item, f"{path}[{index}]" if path else "")
    elif isinstance(data, Choice):
        yield from ((path, text) for text in (data.value, data.title_en, data.title_zh))
    elif data is not None and not isinstance(data, bool):
        yield path, data


def _whole_figure(text: str) -> Iterator[Decimal]:
    """The number of a text that is only a figure: `5,800`, `¥5,800.00`."""
    if len(text) > 40 or _LETTERS.search(text):
        return
    for figure in figures_in(normalize(text)):
        if len(text.strip(" -−–+¥$€£%()")) == figure.end - figure.start:
            yield from map(value_of, figure.readings)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A figure in a passage, with the words next to it (None at an end or a tag)."""

    left: str | None
    right: str | None
    passage: "Passage"
    figure: Figure

    def is_like(self, other: "Occurrence") -> bool:
        """Whether `other`, in a finished file, may be this one: an adjacent word is the same, or none is known."""
        sides = [(a, b) for a, b in ((self.left, other.left), (self.right, other.right)) if a is not None]
        return not sides or any(a == b for a, b in sides)


@dataclass(frozen=True, slots=True)
class Passage:
    """A normalized text and its place; `head` is the header row of a table row."""

    place: str
    text: str
    head: str = ""

    def occurrence(self, figure: Figure) -> Occurrence:
        """A figure of the passage with the words next to it."""
        left = words_of(self.text[max(0, figure.start - _ADJACENT) : figure.start])[-1:]
        right = words_of(self.text[figure.end : figure.end + _ADJACENT])[:1]
        return Occurrence(_known(left), _known(right), self, figure)

    def context(self, figure: Figure) -> str:
        """The context of a figure: its sentence, or its table row and column header if its cell has no words."""
        begin = self.text.rfind("\t", 0, figure.start) + 1
        stop = self.text.find("\t", figure.end)
        stop = len(self.text) if stop < 0 else stop
        cell = self.text[begin:stop]
        rest = self.text[begin : figure.start] + self.text[figure.end : stop]
        if ("\t" in self.text or self.head) and not _LETTERS.search(rest.replace(GAP, "")):
            column = self.text.count("\t", 0, begin)
            heads = self.head.split("\t")
            return f"{self.text} {heads[column] if column < len(heads) else ''}"
        first, last = sentence_around(cell, figure.start - begin, figure.end - begin)
        return cell[first:last]


def _known(words: list[str]) -> str | None:
    return words[0] if words and words[0] != GAP else None


class Index:
    """The figures of passages by their value, parsed when first needed."""

    def __init__(self, read: Callable[[], Iterable[Passage]]) -> None:
        """`read` returns the passages."""
        self._read = read

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages in order."""
        return tuple(self._read())

    @cached_property
    def _by_value(self) -> dict[Decimal, list[Occurrence]]:
        made: dict[Decimal, list[Occurrence]] = defaultdict(list)
        for passage in self.passages:
            for figure in figures_in(passage.text):
                for value in {value for _, value in figure.readings}:
                    made[value].append(passage.occurrence(figure))
        return made

    def similar(self, found: Occurrence) -> list[Occurrence]:
        """The occurrences that `found`, in a finished file, may be."""
        values = {value for _, value in found.figure.readings}
        return [item for value in values for item in self._by_value.get(value, ()) if item.is_like(found)]


class FixedWords(Index):
    """The fixed words of a template, with gaps for its tags; `base` has further ones, which may be shared."""

    def __init__(self, read: Callable[[], Iterable[tuple[str, str]]], base: "FixedWords | None" = None) -> None:
        """`read` returns them as (place, text) pairs, including tags; it is called when a match needs them."""
        super().__init__(lambda: _with_heads(read()))
        self._base = base

    def similar(self, found: Occurrence) -> list[Occurrence]:
        """The occurrences that `found` may be, here and in the base."""
        return super().similar(found) + (self._base.similar(found) if self._base else [])

    @cached_property
    def _sequences(self) -> str:
        return BETWEEN.join(words for passage in self.passages for words in sequences(passage.text))

    def contains(self, words: str) -> bool:
        """Whether a word sequence is in them."""
        return words in self._sequences or (self._base is not None and self._base.contains(words))

    def contains_amount(self, words: str, field: Redacted) -> bool:
        """Whether a passage that contains the words of an amount mentions money or `field`."""
        return (self._base is not None and self._base.contains_amount(words, field)) or any(
            words in text and mentions_money(passage.text, field)
            for passage in self.passages
            for text in sequences(passage.text)
        )

    @cached_property
    def days(self) -> frozenset[date]:
        """The dates in them."""
        own = frozenset(day for passage in self.passages for _, _, day in dates_in(passage.text))
        return own | self._base.days if self._base else own


def _with_heads(pairs: Iterable[tuple[str, str]]) -> Iterator[Passage]:
    heads: dict[str, str] = {}
    for place, text in pairs:
        plain = normalize(_TEMPLATE_TAG.sub(f" {GAP} ", text))
        row = _ROW.fullmatch(place)
        head = heads.setdefault(row[1], plain) if row else ""
        yield Passage(place, plain, "" if head is plain else head)


def is_harmless(item: Occurrence, field: Redacted) -> bool:
    """Whether a figure in the template's fixed words is a year, a model number or the like, and not a price."""
    return not item.figure.is_money and not mentions_money(item.passage.context(item.figure), field)
