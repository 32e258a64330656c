"""The documents of a gallery: each template of a library with a sample input, the company's or a built-in one."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.audience import Audience
from docgen.errors import DocgenError, Finding, UsageError
from docgen.formats import FORMATS
from docgen.library import FoundTemplate, Library, find_template, list_industries
from docgen.library.layers import LANGUAGES, builtin_layer, builtin_samples
from docgen.loading import load_document
from docgen.nearest import suggest
from docgen.schemas import KINDS
from docgen.schemas.base import Envelope, kind_of
from docgen.schemas.declared import DeclaredFields

AUDIENCES = tuple(str(audience) for audience in Audience)
OWN_LOOK = "default"
"""The name of a library's own brand."""
_FOLDER = "samples"
_SUFFIXES = (".yaml", ".yml", ".json", ".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A sample that is not parsed yet; `shown` is its display name, `is_own`: whether it is the company's."""

    path: Path
    shown: str
    digest: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample's kind, industry and language, or its findings."""

    file: SampleFile
    kind: str = ""
    industry: str = ""
    language: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewChoice:
    """What to show; an empty sequence means all. An industry without samples is shown with those of another."""

    kinds: Sequence[str] = ()
    industries: Sequence[str] = ()
    formats: Sequence[str] = ()
    languages: Sequence[str] = ()
    audiences: Sequence[str] = ()
    brands: Sequence[str] = (OWN_LOOK,)


@dataclass(frozen=True, slots=True)
class Card:
    """One document to show, with the template and the sample it is rendered from."""

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
        """What doesn't change when a template or a sample is edited."""
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
    """Every sample in each format, and each template that none of them shows, with another industry's sample.

    Ordered by kind (in the order of a deal), industry and language, with the formats of a document together. A
    company's samples replace docgen's of the same kind, industry and language. Raises UsageError for unknown names in
    `choice`.
    """
    _check(library, choice)
    plan = _Plan(library, samples, choice)
    found = [
        card
        for kind in choice.kinds or KINDS
        for file_format in choice.formats or FORMATS
        if KINDS[kind].has_format(file_format)
        for slot, template in _shown(plan, kind, file_format)
        for card in _cards(choice, slot, file_format, template)
    ]
    return tuple(sorted(found, key=_place))


def _place(card: Card) -> tuple[int, str, str, int, str, str]:
    return KINDS[card.kind].order, card.kind, card.industry, LANGUAGES.index(card.language), card.brand, card.audience


def _cards(choice: PreviewChoice, slot: _Slot, file_format: str, found: FoundTemplate) -> Iterator[Card]:
    wanted = choice.audiences or [name for name in AUDIENCES if KINDS[slot.kind].has_reader(name)]
    for audience in wanted:
        for brand in choice.brands:
            what = (slot.kind, slot.industry, file_format, slot.language, audience, brand)
            yield Card(*what, slot.sample, found.name, found.digest)


def _shown(plan: _Plan, kind: str, file_format: str) -> Iterator[tuple[_Slot, FoundTemplate]]:
    """The slots of a kind in a format: the samples, then one for each template and language not shown yet."""
    seen: set[Path] = set()
    for slot in (*_sampled(plan, kind), *_requested(plan, kind)):
        found = plan.found(slot, file_format)
        seen.add(found.path)
        yield slot, found
    more: dict[tuple[Path, str], tuple[_Slot, FoundTemplate]] = {}
    for slot in _substituted(plan, kind):
        found = plan.found(slot, file_format)
        is_stacked_too = slot.language == "zh+en" and any(path == found.path for path, _ in more)
        if found.path not in seen and not is_stacked_too:
            more.setdefault((found.path, slot.language), (slot, found))
    yield from more.values()


def _sampled(plan: _Plan, kind: str) -> Iterator[_Slot]:
    """The samples of a kind: the company's, and docgen's where it has none of that industry and language."""
    industries = plan.choice.industries
    fitting = [sample for sample in plan.samples if sample.kind == kind and sample.language in plan.languages]
    own = {(sample.industry, sample.language) for sample in fitting if sample.file.is_own}
    for sample in fitting:
        is_replaced = not sample.file.is_own and (sample.industry, sample.language) in own
        if (not industries or sample.industry in industries) and not is_replaced:
            yield _Slot(kind, sample.industry, sample.language, sample)


def _requested(plan: _Plan, kind: str) -> Iterator[_Slot]:
    """Chosen industries without a sample, shown with another industry's."""
    has = {(sample.industry, sample.language) for sample in plan.samples if sample.kind == kind}
    return (
        slot for slot in _substituted(plan, kind, plan.choice.industries) if (slot.industry, slot.language) not in has
    )


def _substituted(plan: _Plan, kind: str, industries: Sequence[str] | None = None) -> Iterator[_Slot]:
    """Each industry in each language of a sample, whatever the sample's industry; bilingual from any sample."""
    if industries is None:
        industries = plan.choice.industries or list_industries(plan.library)
    for language in plan.languages:
        fitting = [known for known in plan.samples if known.kind == kind and language in (known.language, "zh+en")]
        sample = min(fitting, key=lambda known: known.language != language, default=None)
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
        Finding.of(f"usage.{what}:preview", name=name, hint=suggest(name, there))
        for what, (names, there) in known.items()
        for name in names
        if name not in there
    ]
    if problems:
        raise UsageError(problems)


def find_samples(library: Library) -> tuple[SampleFile, ...]:
    """The company's samples (`samples/` in its library), then docgen's, each sorted by name."""
    own = [layer for layer in library.layers if layer != builtin_layer()]
    found = [file for layer in own for file in _in_folder(layer / _FOLDER, f"{layer.name}/{_FOLDER}", is_own=True)]
    return (*found, *_in_folder(builtin_samples(), _FOLDER, is_own=False))


def _in_folder(folder: Path, shown: str, *, is_own: bool) -> Iterator[SampleFile]:
    for path in sorted(folder.glob("*")):
        is_hidden = path.name.startswith((".", "~$"))
        if path.suffix in _SUFFIXES and path.is_file() and not is_hidden and ".document." not in path.name:
            yield SampleFile(path, f"{shown}/{path.name}", _digest(path), is_own)


def _digest(path: Path) -> str:
    """The digest of a file, and of the envelope file of a CSV file."""
    whole = hashlib.sha256()
    for part in (path, *sorted(path.parent.glob(f"{path.stem}.document.*"))):
        whole.update(f"{part.name}\0{hashlib.sha256(part.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def read_document(file: SampleFile, declared: DeclaredFields) -> Envelope:
    """The document of a sample, with a library's declared fields: docgen's samples may lack them, a company's may not.

    Raises InputError.
    """
    return load_document(file.path, declared=declared if file.is_own else declared.as_optional()).document


def read_sample(file: SampleFile, declared: DeclaredFields) -> Sample:
    """Parse a sample; errors are its findings."""
    try:
        document = read_document(file, declared)
    except DocgenError as error:
        return Sample(
            file, findings=tuple(finding.at(file.shown, finding.line, finding.column) for finding in error.findings)
        )
    return Sample(file, kind_of(document), document.industry, str(document.language))


def in_library(sample: Sample, industries: Collection[str]) -> Sample:
    """The sample, with a finding if the library lacks its industry."""
    if sample.findings or sample.industry in industries:
        return sample
    missing = Finding.of(
        "library.industry:sample", industry=sample.industry, hint=suggest(sample.industry, industries), place="industry"
    )
    return replace(sample, findings=(missing.at(sample.file.shown),))
