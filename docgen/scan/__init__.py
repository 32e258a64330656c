"""Search a finished client file for redacted values.

The view excludes internal values by construction; this is a second, independent check of the finished bytes. Values
are compared by whole tokens: a figure by its value in every form in which it may be printed (5,800, ５８００, 0.58万,
8% for a rate of 0.08, capitals), a text by its sequence of words.

What is searched for, and why no more:

- Figures of four digits or more (`5800`, `43.08`). A document has about a hundred figures; a figure of four digits
  equals a given value by chance about once in a hundred documents, a shorter one all the time. Shorter figures and
  percentages count only next to a word such as floor, cost or 毛利 or the field's title; a single digit and zero never.
- Dates.
- Texts of several words and 20 letters or more, or eight ideographs, and each such sentence of a longer text, anywhere
  in the file. Several words (a name) in all readable text, metadata included. A single word of four letters or more, or
  two ideographs, only in body text, never in names and markup.
- Choices and yes/no can't be distinguished from ordinary words and are not searched for.

What explains a match:

- The client is shown the value in another field, or the text in any field. A template whose fixed text calls the figure
  the floor or the cost is refused all the same.
- The template's fixed words (text, labels, string constants) contain it: a short text is then chance, a long one never
  is; a figure is a year, a model or the like unless its sentence or table row mentions money or the field.
- A text shown to the client contains the figure: it counts as shown unless an adjacent word calls it floor or cost.
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from docgen.audience import Choice
from docgen.errors import Finding
from docgen.messages import Message, message
from docgen.redaction import Redacted
from docgen.scan.figures import Figure, Reading, dates_in, digits, figures_in, normalize, readings_of
from docgen.scan.money import is_called_secret, sentence_around
from docgen.scan.passages import FixedWords, Occurrence, Passage, ShownValues, is_harmless, shown_values
from docgen.scan.words import BETWEEN, ENGLISH_STARTS, Needle, in_chinese, in_english, needles_of, sequence, sequences

__all__ = ["FixedWords", "find_leaks"]

_PICTURE = re.compile(r";base64,[A-Za-z0-9+/=\s]*")
_TAG = re.compile(r"<[^>]*>")
_KINDS = ("text", "data", "marks", "stream")
_MIN_DIGITS = 4
_MAX_FINDINGS = 100
_MAX_QUOTED = 160
_TEMPLATE = message("leak.remedy:template")
_UNEXPLAINED = message("leak.remedy")


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a file's text. `is_read`: body text, not metadata; `has_figures`: digits in it may be figures."""

    place: str
    text: str
    is_read: bool
    has_figures: bool


def members_of(pairs: Iterable[tuple[str, str]]) -> Iterator[Member]:
    """Classify the (name, text) pairs of `Engine.searchable` by the first word of the name.

    `text`: body text; `data`: metadata, names of bookmarks and shapes, text in binary data; `marks`: attribute values;
    `stream`: drawing commands. Anything else is markup, whose text content counts as body text.
    """
    for name, text in pairs:
        kind, _, place = name.partition(" ")
        plain = _PICTURE.sub(";base64,", text) if ";base64," in text else text
        if kind in _KINDS:
            yield Member(place, plain, kind == "text", kind in ("text", "data"))
        else:
            yield Member(name, html.unescape(_TAG.sub("", plain)), is_read=True, has_figures=True)


def find_leaks(
    members: Iterable[tuple[str, str]],
    withheld: Iterable[Any],
    shown: Any,
    fixed_words: FixedWords | Callable[[], Iterable[tuple[str, str]]] = tuple,
) -> tuple[Finding, ...]:
    """A finding for each redacted value that is in a member and that nothing explains, by field and place.

    `members` are (name, text) pairs as an engine's `searchable` returns them; `withheld` are `Redacted` or plain
    values; `shown` is the view, or plain data; `fixed_words` returns the template's fixed text as (place, text) pairs,
    including its tags.
    """
    fixed_words = fixed_words if isinstance(fixed_words, FixedWords) else FixedWords(fixed_words)
    search = _Search([_field(value) for value in withheld], shown_values(shown), fixed_words)
    found: dict[tuple[str, str, str], Finding] = {}
    for leak in search.leaks(members_of(members)):
        name = leak.field.path.rpartition(".")[2]  # a price line is in its group too, with the same floor price
        found.setdefault((name, str(leak.field.value), leak.place), leak.finding())
    return tuple(found.values())[:_MAX_FINDINGS]


def _field(value: Any) -> Redacted:
    return value if isinstance(value, Redacted) else Redacted("", "", "", value)


@dataclass(frozen=True, slots=True)
class _Leak:
    """A redacted value found in the file: its field, the place, a quotation, and the remedy."""

    field: Redacted
    place: str
    quote: str
    hint: Message

    def finding(self) -> Finding:
        """The finding for the user who renders, who may read the value."""
        value = str(self.field.value)
        cut = value if len(value) <= _MAX_QUOTED else f"{value[:_MAX_QUOTED]}…"
        quote = " ".join(self.quote.split())
        is_quoted = bool(quote) and quote != value
        key = ("leak.found:quoted" if is_quoted else "leak.found") if self.field.path else "leak.found:value"
        titles = {"title": self.field.title_en, "title_zh": self.field.title_zh}
        facts = {"path": self.field.path, **titles, "value": value, "part": self.place, "quote": quote}
        return Finding("leak", Message(key, {**facts, "shown": cut}), self.hint, place=self.place, values=facts)


class _Search:
    """The values searched for, and what explains a match."""

    def __init__(self, fields: list[Redacted], shown: ShownValues, fixed: FixedWords) -> None:
        self._shown, self._fixed = shown, fixed
        self._figures: dict[Reading, list[Redacted]] = defaultdict(list)
        self._days: dict[date, list[Redacted]] = defaultdict(list)
        self._by_word: dict[str, list[Needle]] = defaultdict(list)
        self._in_english: list[tuple[Redacted, Decimal]] = []
        self._shown_text = BETWEEN.join(words for _, text in shown.texts for words in sequences(text))
        self._shown_words = set(self._shown_text.split())
        for field in fields:
            self._add(field)

    def _add_needles(self, needles: Iterable[Needle]) -> None:
        for needle in needles:
            first = needle.words.split(" ", 2)[1]
            if first not in self._shown_words or needle.words not in self._shown_text:
                self._by_word[first].append(needle)

    def _add(self, field: Redacted) -> None:
        match field.value:
            case Choice() | bool() | None:
                return
            case str() as text:
                self._add_needles(needles_of(field, text))
                self._add_figure(field, text)
            case int() | Decimal() as number:
                self._add_number(field, Decimal(number))
            case datetime() as moment:
                self._days[moment.date()].append(field)
            case date() as day:
                self._days[day].append(field)
            case _:
                return

    def _add_figure(self, field: Redacted, text: str) -> None:
        """Search for a text that is a figure (`5,800`, `12 万`) as a figure too."""
        if sum(letter.isalpha() for letter in text) <= 3:
            for figure in figures_in(normalize(text)):
                for reading in figure.readings:
                    self._figures[reading].append(field)

    def _add_number(self, field: Redacted, number: Decimal) -> None:
        if not number:
            return
        for reading in readings_of(number):
            self._figures[reading].append(field)
        if digits(number) >= _MIN_DIGITS and abs(number).normalize() not in self._shown.numbers:
            self._add_needles(Needle(words, field, False, True, is_amount=True) for words in in_chinese(number))
            self._in_english.append((field, number))

    def leaks(self, members: Iterable[Member]) -> Iterator[_Leak]:
        """Each redacted value in `members` that nothing explains."""
        for member in members:
            passage = Passage(member.place, normalize(member.text))
            yield from self._texts(member, passage)
            if member.has_figures:
                yield from self._numbers(member, passage)
                yield from self._dates(passage)

    def _texts(self, member: Member, passage: Passage) -> Iterator[_Leak]:
        words = sequence(passage.text)
        there = set(words.split())
        if self._in_english and not ENGLISH_STARTS.isdisjoint(there):
            for field, number in self._in_english:
                self._add_needles(Needle(amount, field, False, True, is_amount=True) for amount in in_english(number))
            self._in_english.clear()
        wanted = self._by_word.keys() & there
        for needle in (needle for word in wanted for needle in self._by_word[word]):
            if needle.words not in words or not (needle.has_several or member.is_read):
                continue
            in_template = self._fixed.contains(needle.words)
            if in_template and self._is_chance(needle):
                continue
            hint = _TEMPLATE if in_template else _UNEXPLAINED
            yield _Leak(needle.field, passage.place, _excerpt(passage.text), hint)

    def _is_chance(self, needle: Needle) -> bool:
        """Whether words that the template contains too are not a leak: few, a sentence, or a number of something."""
        if needle.is_amount:
            return not self._fixed.contains_amount(needle.words, needle.field)
        return needle.is_piece or not needle.identifies

    def _numbers(self, member: Member, passage: Passage) -> Iterator[_Leak]:
        for figure in figures_in(passage.text):
            fields = {id(f): f for reading in figure.readings for f in self._figures.get(reading, ())}
            for field in fields.values():
                hint = self._hint_for(field, figure, passage, member.is_read)
                if hint:
                    begin, stop = sentence_around(passage.text, figure.start, figure.end)
                    quote = _excerpt(passage.text[begin:stop], figure.start - begin)
                    yield _Leak(field, passage.place, quote, hint)

    def _hint_for(self, field: Redacted, figure: Figure, passage: Passage, is_read: bool) -> Message | None:
        """The remedy for a figure that equals `field`, or None if something explains it."""
        is_long = _is_long(figure)
        secret = is_called_secret(passage.text, figure.start, figure.end, field, in_line=not is_long)
        if self._shown.holds(figure):
            return _TEMPLATE if secret and is_long and self._is_revealed(field, passage.occurrence(figure)) else None
        if not is_long:
            is_named = is_read and secret and (figure.end - figure.start > 1 or _is_share(figure))
            return self._hint_for_short(field, passage.occurrence(figure)) if is_named else None
        found = passage.occurrence(figure)
        similar = self._fixed.similar(found)
        if any(not is_harmless(item, field) for item in similar):
            return _TEMPLATE
        if (path := self._shown.place_of(found)) is not None:
            place = message("leak.field:path", path=path) if path else message("leak.field")
            return message("leak.remedy:client_text", place=place) if secret else None
        if similar:
            return _TEMPLATE if secret else None
        is_year = figure.is_plain_year and any(value in self._shown.years for _, value in figure.readings)
        return None if is_year and not secret else _UNEXPLAINED

    def _is_revealed(self, field: Redacted, found: Occurrence) -> bool:
        """Whether the template's fixed words call the figure the floor, the cost or by its field's title."""
        return any(
            is_called_secret(item.passage.text, item.figure.start, item.figure.end, field)
            for item in self._fixed.similar(found)
        )

    def _hint_for_short(self, field: Redacted, found: Occurrence) -> Message | None:
        """The remedy for a short figure next to a word such as floor; None if a text shown to the client has it."""
        if self._shown.place_of(found) is not None:
            return None
        return _TEMPLATE if self._fixed.similar(found) else _UNEXPLAINED

    def _dates(self, passage: Passage) -> Iterator[_Leak]:
        if not self._days:
            return
        for start, end, day in dates_in(passage.text):
            if day in self._days and day not in self._shown.days and day not in self._fixed.days:
                begin, stop = sentence_around(passage.text, start, end)
                quote = _excerpt(passage.text[begin:stop], start - begin)
                yield from (_Leak(field, passage.place, quote, _UNEXPLAINED) for field in self._days[day])


def _is_long(figure: Figure) -> bool:
    """Whether a figure has too many digits for chance; an amount in 万 or thousands counts one more."""
    return any(
        digits(face) + (figure.is_money and unit not in ("", "%", "‰", "折")) >= _MIN_DIGITS
        for unit, face in figure.readings
    )


def _is_share(figure: Figure) -> bool:
    return any(unit in ("%", "‰", "折") for unit, _ in figure.readings)


def _excerpt(text: str, at: int = 0) -> str:
    """`text` around `at`, short enough for a message."""
    begin = max(0, at - _MAX_QUOTED // 2)
    cut = text[begin : begin + _MAX_QUOTED].strip()
    return f"{'…' if begin else ''}{cut}{'…' if begin + _MAX_QUOTED < len(text) else ''}"
