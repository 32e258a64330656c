"""Turns a library's templates and the samples into the list of documents that a gallery shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.audience import Audience
from docgen.errors import Finding, UsageError
from docgen.formats import FORMATS
from docgen.gallery.samples import Sample
from docgen.library import FoundTemplate, Library, find_template, list_industries
from docgen.library.layers import LANGUAGES
from docgen.nearest import suggestion
from docgen.schemas import KINDS

AUDIENCES = tuple(str(audience) for audience in Audience)
_ORDER = ("lead_register", "screening", "needs_analysis", "proposal", "minutes", "playbook")
"""Kinds as a deal goes on; others after them."""
OWN_LOOK = "default"
"""The brand's name where a library's own look is shown."""


@dataclass(frozen=True, slots=True)
class PreviewChoice:
    """What to show; an empty tuple means all. An industry without samples of its own is shown with those of another."""

    kinds: Sequence[str] = ()
    industries: Sequence[str] = ()
    formats: Sequence[str] = ()
    languages: Sequence[str] = ()
    audiences: Sequence[str] = ()
    brands: Sequence[str] = (OWN_LOOK,)


@dataclass(frozen=True, slots=True)
class Card:
    """One document to show: what it is, the template and the sample that it is made from."""

    kind: str
    industry: str
    file_format: str
    language: str
    audience: str
    brand: str
    sample: Sample
    template: str
    template_digest: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What stays the same when a template or a sample is edited."""
        what = (self.kind, self.industry, self.file_format, self.language, self.audience, self.brand)
        return (*what, self.sample.file.shown)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A kind, industry and language with the sample that shows it."""

    kind: str
    industry: str
    language: str
    sample: Sample


@dataclass(frozen=True, slots=True)
class _Plan:
    library: Library
    samples: Sequence[Sample]
    choice: PreviewChoice

    @property
    def languages(self) -> Sequence[str]:
        return self.choice.languages or LANGUAGES

    def found(self, slot: _Slot, file_format: str) -> FoundTemplate:
        return find_template(self.library, slot.kind, file_format, slot.industry, slot.language)


def list_cards(library: Library, samples: Sequence[Sample], choice: PreviewChoice) -> tuple[Card, ...]:
    """Every sample in each format; and each template that none of them shows, with another industry's sample.

    They come by kind, industry and language; the formats of a copy stand together. A library's own samples take the
    place of docgen's for the same kind, industry and language. Raises UsageError for a name in `choice` that there is
    not.
    """
    _check(library, choice)
    plan = _Plan(library, samples, choice)
    found = [
        card
        for kind in choice.kinds or KINDS
        for file_format in choice.formats or FORMATS
        for slot, template in _shown(plan, kind, file_format)
        for card in _cards(choice, slot, file_format, template)
    ]
    return tuple(sorted(found, key=_place))


def _place(card: Card) -> tuple[int, str, int, str, str]:
    known = _ORDER.index(card.kind) if card.kind in _ORDER else len(_ORDER)
    return known, card.industry, LANGUAGES.index(card.language), card.brand, card.audience


def _cards(choice: PreviewChoice, slot: _Slot, file_format: str, found: FoundTemplate) -> Iterator[Card]:
    for audience in choice.audiences or AUDIENCES:
        for brand in choice.brands:
            what = (slot.kind, slot.industry, file_format, slot.language, audience, brand)
            yield Card(*what, slot.sample, found.name, found.digest)


def _shown(plan: _Plan, kind: str, file_format: str) -> Iterator[tuple[_Slot, FoundTemplate]]:
    """What to show of a kind in a format: the samples, and what it takes to see each template in each language."""
    seen: set[Path] = set()
    for slot in (*_as_they_are(plan, kind), *_asked_for(plan, kind)):
        found = plan.found(slot, file_format)
        seen.add(found.path)
        yield slot, found
    more: dict[tuple[Path, str], tuple[_Slot, FoundTemplate]] = {}
    for slot in _others(plan, kind):
        found = plan.found(slot, file_format)
        is_stacked_too = slot.language == "zh+en" and any(path == found.path for path, _ in more)
        if found.path not in seen and not is_stacked_too:
            more.setdefault((found.path, slot.language), (slot, found))
    yield from more.values()


def _as_they_are(plan: _Plan, kind: str) -> Iterator[_Slot]:
    """The samples of a kind: a company's, and docgen's where the company has none of that industry and language."""
    industries = plan.choice.industries
    fitting = [sample for sample in plan.samples if sample.kind == kind and sample.language in plan.languages]
    own = {(sample.industry, sample.language) for sample in fitting if sample.file.is_own}
    for sample in fitting:
        is_replaced = not sample.file.is_own and (sample.industry, sample.language) in own
        if (not industries or sample.industry in industries) and not is_replaced:
            yield _Slot(kind, sample.industry, sample.language, sample)


def _asked_for(plan: _Plan, kind: str) -> Iterator[_Slot]:
    """What was asked for and no sample is of, made from another industry's."""
    has = {(sample.industry, sample.language) for sample in plan.samples if sample.kind == kind}
    return (slot for slot in _others(plan, kind, plan.choice.industries) if (slot.industry, slot.language) not in has)


def _others(plan: _Plan, kind: str, industries: Sequence[str] | None = None) -> Iterator[_Slot]:
    """Each industry in each language that there is a sample in, whatever industry the sample is of."""
    if industries is None:
        industries = plan.choice.industries or list_industries(plan.library)
    for language in plan.languages:
        sample = next((known for known in plan.samples if (known.kind, known.language) == (kind, language)), None)
        if sample is not None:
            yield from (_Slot(kind, industry, language, sample) for industry in industries)


def _check(library: Library, choice: PreviewChoice) -> None:
    known = {
        "kind": (choice.kinds, KINDS),
        "industry": (choice.industries, list_industries(library)),
        "format": (choice.formats, FORMATS),
        "language": (choice.languages, LANGUAGES),
        "audience": (choice.audiences, AUDIENCES),
    }
    problems = [
        Finding(f"usage.{what}", f"no {what} {name!r}", suggestion(name, there))
        for what, (names, there) in known.items()
        for name in names
        if name not in there
    ]
    if problems:
        raise UsageError(problems)
