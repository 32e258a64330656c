"""Render the gallery as one self-contained HTML page, which works offline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from docgen.audience import Audience
from docgen.errors import DocgenError, Finding
from docgen.formats import FORMATS
from docgen.gallery.cache import Shown
from docgen.gallery.cards import OWN_LOOK, Card, Sample
from docgen.library import Library
from docgen.library.industries import find_industry
from docgen.messages import in_language, message

_HERE = Path(__file__).parent
Words = tuple[str, str]
"""English and Chinese."""

_DIMENSIONS = ("kind", "industry", "file_format", "language", "audience", "brand")


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the page: its name, its title, and its values, each with its display text."""

    name: str
    title: Words
    values: Sequence[tuple[str, Words]]


def gallery_page(library: Library, documents: Sequence[tuple[Card, Shown]], unreadable: Sequence[Sample]) -> str:
    """The HTML page. `documents` are in display order, grouped by kind."""
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(text=_text, both=_both)
    words = _words(library, [card for card, _ in documents])
    kinds = dict.fromkeys(card.kind for card, _ in documents)
    return environment.get_template("page.html").render(
        library=library.version,
        css=(_HERE / "page.css").read_text(encoding="utf-8"),
        script=(_HERE / "page.js").read_text(encoding="utf-8"),
        filters=_filters([card for card, _ in documents], words),
        groups=[(kind, [pair for pair in documents if pair[0].kind == kind]) for kind in kinds],
        words=words,
        unreadable=unreadable,
        failed=sum(shown.is_failed for _, shown in documents),
        own_look=OWN_LOOK,
    )


def _text(name: str, **values: Any) -> Words:
    """A text of the page."""
    found = message(f"gallery.{name}", **values)
    return found.in_language("en"), found.in_language("zh")


def _both(finding: Finding, name: str) -> Words:
    """The message, hint or place of a finding."""
    with in_language("en"):
        english = getattr(finding, name)
    with in_language("zh"):
        return english, getattr(finding, name)


def _common_words() -> dict[str, Words]:
    return {
        **{name: known.program for name, known in FORMATS.items()},
        "zh": _text("chinese"),
        "en": _text("english"),
        "zh+en": _text("bilingual"),
        **{each.value: _text("edition", en=each.title_en, zh=each.title_zh) for each in Audience},
        OWN_LOOK: _text("default_brand"),
    }


def _words(library: Library, cards: Iterable[Card]) -> dict[str, Words]:
    words = _common_words()
    for card in cards:
        if card.kind not in words:
            words[card.kind] = library.labels_for(card.kind, "").title_of(card.kind)
        if card.industry not in words:
            words[card.industry] = _industry(library, card.industry)
        words.setdefault(card.brand, (card.brand, card.brand))
    return words


def _industry(library: Library, industry: str) -> Words:
    try:
        name = find_industry(library, industry).name
    except DocgenError:
        return industry, industry
    return name.en, name.zh


def _filters(cards: Sequence[Card], words: Mapping[str, Words]) -> list[Filter]:
    """The filters for those dimensions in which the documents differ."""
    found: list[Filter] = []
    for name in _DIMENSIONS:
        values = list(dict.fromkeys(str(getattr(card, name)) for card in cards))
        if len(values) > 1:
            found.append(Filter(name, _text(name), [(value, words[value]) for value in values]))
    return found
