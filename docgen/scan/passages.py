"""Passages that explain why a figure or a word may be in a file: the template's words, and what the client sees."""

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
from docgen.scan.figures import Figure, Reading, dates_in, figures_in, normal, readings_of, value_of
from docgen.scan.money import sentence_around, speaks_of_money
from docgen.scan.words import BETWEEN, GAP, sequences, words_of

_ROW = re.compile(r"(.*), row \d+")
_LETTERS = re.compile(r"[^\W\d_]")
_BESIDE = 40
_TEMPLATE_TAG = re.compile(r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)|\{#.*?(?:#\}|\Z)", re.DOTALL)


class Shown:
    """What the client is shown: `numbers` that are fields of their own, `days`, and (path of its field, text) pairs."""

    def __init__(self, numbers: frozenset[Decimal], days: frozenset[date], texts: tuple[tuple[str, str], ...]) -> None:
        """Hold them; texts are taken apart when they are asked about."""
        self.numbers, self.days, self.texts = numbers, days, texts
        self.years = frozenset(Decimal(day.year) for day in days)
        prose = [(path, text) for path, text in texts if not any(_whole_figure(text))]
        self._index = Index(lambda: (Passage(path, normal(text)) for path, text in prose))

    @cached_property
    def _printed(self) -> frozenset[Reading]:
        """Every way in which one of the numbers may be printed."""
        return frozenset(reading for number in self.numbers for reading in readings_of(number))

    def holds(self, figure: Figure) -> bool:
        """Whether `figure` is one of the numbers, in a form in which it may be printed."""
        if not self._printed.isdisjoint(figure.readings):
            return True
        return not self.numbers.isdisjoint(map(value_of, figure.readings))

    def place_of(self, found: "Occurrence") -> str:
        """The path of a text that `found` may be from, or an empty string."""
        return next((own.passage.place or "a field" for own in self._index.like(found)), "")


def shown_of(data: Any) -> Shown:
    """What a view, or plain data, shows."""
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
                days.update(day for _, _, day in dates_in(normal(value)))
    return Shown(frozenset(numbers), frozenset(days), tuple(texts))


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
    """The number of a text that is a figure and nothing else: `5,800`, `¥5,800.00`."""
    if len(text) > 40 or _LETTERS.search(text):
        return
    for figure in figures_in(normal(text)):
        if len(text.strip(" -−–+¥$€£%()")) == figure.end - figure.start:
            yield from map(value_of, figure.readings)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A figure in a passage: the words beside it (None at an end or a tag), and where."""

    left: str | None
    right: str | None
    passage: "Passage"
    figure: Figure

    def is_like(self, other: "Occurrence") -> bool:
        """Whether `other`, in a finished file, may be this one: a word beside it is the same, or none is known."""
        sides = [(a, b) for a, b in ((self.left, other.left), (self.right, other.right)) if a is not None]
        return not sides or any(a == b for a, b in sides)


@dataclass(frozen=True, slots=True)
class Passage:
    """A normal text and where it is; `head` is the head row of a table's row."""

    place: str
    text: str
    head: str = ""

    def occurrence(self, figure: Figure) -> Occurrence:
        """A figure of the passage with the words beside it."""
        left = words_of(self.text[max(0, figure.start - _BESIDE) : figure.start])[-1:]
        right = words_of(self.text[figure.end : figure.end + _BESIDE])[:1]
        return Occurrence(_known(left), _known(right), self, figure)

    def context(self, figure: Figure) -> str:
        """The words that a figure is read with: its sentence, or its table's row and head if its cell has no words."""
        begin = self.text.rfind("\t", 0, figure.start) + 1
        stop = self.text.find("\t", figure.end)
        stop = len(self.text) if stop < 0 else stop
        cell = self.text[begin:stop]
        beside = self.text[begin : figure.start] + self.text[figure.end : stop]
        if ("\t" in self.text or self.head) and not _LETTERS.search(beside.replace(GAP, "")):
            column = self.text.count("\t", 0, begin)
            heads = self.head.split("\t")
            return f"{self.text} {heads[column] if column < len(heads) else ''}"
        first, last = sentence_around(cell, figure.start - begin, figure.end - begin)
        return cell[first:last]


def _known(words: list[str]) -> str | None:
    return words[0] if words and words[0] != GAP else None


class Index:
    """The figures of passages by their value, read when they are first asked for."""

    def __init__(self, read: Callable[[], Iterable[Passage]]) -> None:
        """Take what gives the passages."""
        self._read = read

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages in their order."""
        return tuple(self._read())

    @cached_property
    def _by_value(self) -> dict[Decimal, list[Occurrence]]:
        made: dict[Decimal, list[Occurrence]] = defaultdict(list)
        for passage in self.passages:
            for figure in figures_in(passage.text):
                for value in {value for _, value in figure.readings}:
                    made[value].append(passage.occurrence(figure))
        return made

    def like(self, found: Occurrence) -> list[Occurrence]:
        """The occurrences that `found`, in a finished file, may be."""
        values = {value for _, value in found.figure.readings}
        return [own for value in values for own in self._by_value.get(value, ()) if own.is_like(found)]


class FixedWords(Index):
    """The template's own words, with gaps for its tags; `base` holds others beneath them, which may last longer."""

    def __init__(self, read: Callable[[], Iterable[tuple[str, str]]], base: "FixedWords | None" = None) -> None:
        """Take what gives them as (place, text) pairs with the tags in the text; it is called when a find needs it."""
        super().__init__(lambda: _with_heads(read()))
        self._base = base

    def like(self, found: Occurrence) -> list[Occurrence]:
        """The occurrences that `found` may be, here and in the words beneath."""
        return super().like(found) + (self._base.like(found) if self._base else [])

    @cached_property
    def _sequences(self) -> str:
        return BETWEEN.join(words for passage in self.passages for words in sequences(passage.text))

    def say(self, words: str) -> bool:
        """Whether a word sequence is in them."""
        return words in self._sequences or (self._base is not None and self._base.say(words))

    def prices(self, words: str, field: Redacted) -> bool:
        """Whether a passage that holds the words of an amount speaks of money or names `field`."""
        return (self._base is not None and self._base.prices(words, field)) or any(
            words in said and speaks_of_money(passage.text, field)
            for passage in self.passages
            for said in sequences(passage.text)
        )

    @cached_property
    def days(self) -> frozenset[date]:
        """The days that are written in them."""
        own = frozenset(day for passage in self.passages for _, _, day in dates_in(passage.text))
        return own | self._base.days if self._base else own


def _with_heads(pairs: Iterable[tuple[str, str]]) -> Iterator[Passage]:
    heads: dict[str, str] = {}
    for place, text in pairs:
        plain = normal(_TEMPLATE_TAG.sub(f" {GAP} ", text))
        row = _ROW.fullmatch(place)
        head = heads.setdefault(row[1], plain) if row else ""
        yield Passage(place, plain, "" if head is plain else head)


def is_excused(own: Occurrence, field: Redacted) -> bool:
    """Whether a figure of the template's own words is a year, a model's number or the like, and no price."""
    return not own.figure.is_money and not speaks_of_money(own.passage.context(own.figure), field)
