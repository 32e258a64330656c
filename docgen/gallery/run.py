"""Build a gallery: list the documents to show, render those that changed, and write one HTML page.

The steps:

    1  find    the samples, and the kind, industry and language of each (cards.py)
    2  list    the documents that show every template (cards.py)
    3  compare each with its cached pictures (cache.py)
    4  render  those that changed: render, convert to PDF, draw (pictures.py)
    5  write   one HTML page with all of them (page.py)
"""

import hashlib
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.disk_cache import Cache, default_folder
from docgen.errors import Finding, MissingError
from docgen.gallery.cache import LibraryState, PictureCache, Shown, renderer_digest
from docgen.gallery.cards import (
    OWN_LOOK,
    Card,
    PreviewChoice,
    Sample,
    SampleFile,
    find_samples,
    in_library,
    list_cards,
    read_sample,
)
from docgen.gallery.page import gallery_page
from docgen.gallery.pictures import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, WEBP_QUALITY, PictureMaker
from docgen.library import Library, list_industries, open_library
from docgen.schemas.declared import DeclaredFields
from docgen.schemas.kinds import registered_digest

_MAX_CACHED = 5000
PAGES = 10
"""The default number of pages shown of each document."""


@dataclass(slots=True)
class Preview:
    """A gallery: its documents in order, their pictures as far as they exist, and samples that can't be read."""

    library: Library
    cards: tuple[Card, ...]
    unreadable: tuple[Sample, ...]
    changed: tuple[Card, ...]
    shown: dict[Card, Shown]
    _maker: PictureMaker
    _cache: PictureCache
    _keys: Mapping[Card, str]
    _state: LibraryState = field(repr=False)

    @property
    def steps(self) -> int:
        """The number of steps of `make`."""
        return 2 * len(self.changed)

    def make(self) -> Generator[None]:
        """Render what changed, step by step, and cache it."""
        yield from self._maker.make(self.changed, self._done)
        self._cache.files.tidy()

    def _done(self, card: Card, shown: Shown) -> None:
        self.shown[card] = shown
        if shown.is_lasting:
            self._cache.store(card, self._keys[card], self._state.digest(shown.reads), shown)

    @property
    def failed(self) -> tuple[Card, ...]:
        """The documents that could not be rendered."""
        return tuple(card for card in self.cards if self.shown[card].is_failed)

    @property
    def exit_code(self) -> int:
        """0 without failures, 3 if all failures are for lack of a program or font, else 1."""
        if self.unreadable or any(not self.shown[card].is_lacking for card in self.failed):
            return 1
        return MissingError.exit_code if self.failed else 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about samples and templates, without duplicates."""
        of_samples = (finding for sample in self.unreadable for finding in sample.findings)
        of_cards = (finding for card in self.failed for finding in self.shown[card].findings)
        return tuple(dict.fromkeys((*of_samples, *of_cards)))

    def html(self) -> str:
        """The gallery as one self-contained page. `make` must have run to its end."""
        return gallery_page(self.library, [(card, self.shown[card]) for card in self.cards], self.unreadable)


def preview_library(
    library: str | Path | None = None,
    choice: PreviewChoice | None = None,
    *,
    pages: int = PAGES,
    processes: int | None = None,
    redo: bool = False,
    cache: str | Path | None = None,
) -> Preview:
    """The gallery of the built-in library, with a company's folder layered over it; `Preview.make` makes its pictures.

    `pages` of each document are shown; `redo` ignores cached pictures; `cache` is their folder (default: the user's).
    Raises LibraryError if the folder or its labels can't be read, UsageError for an unknown name in `choice`.
    """
    choice = choice or PreviewChoice()
    folder = None if library is None else Path(library)
    opened = open_library(folder)
    cache_folder = Path(cache) / "pictures" if cache else default_folder("pictures")
    picture_cache = PictureCache(Cache(cache_folder, _MAX_CACHED), repr(opened.layers))
    industries = list_industries(opened)
    read = (_read_sample(picture_cache, file, opened.declared) for file in find_samples(opened))
    samples = [in_library(sample, industries) for sample in read]
    cards = list_cards(opened, tuple(sample for sample in samples if not sample.findings), choice)
    state = LibraryState(opened)
    drawing = (PORTRAIT_WIDTH, LANDSCAPE_WIDTH, WEBP_QUALITY, pages)
    common = (renderer_digest(), opened.version, state.digest(("labels/*", "library.yaml", "fields.yaml")), *drawing)
    keys = {card: _key(card, (*common, _brand_digest(card.brand))) for card in cards}
    found = {} if redo else dict(_unchanged(cards, keys, picture_cache, state))
    changed = tuple(card for card in cards if card not in found)
    unreadable = tuple(sample for sample in samples if sample.findings)
    return Preview(
        opened, cards, unreadable, changed, found, PictureMaker(folder, pages, processes), picture_cache, keys, state
    )


def _unchanged(
    cards: Iterable[Card], keys: Mapping[Card, str], cache: PictureCache, state: LibraryState
) -> Generator[tuple[Card, Shown]]:
    for card in cards:
        match cache.find(card):
            case (key, read, shown) if key == keys[card] and read == state.digest(shown.reads):
                yield card, shown
            case _:
                pass


def _key(card: Card, common: tuple[object, ...]) -> str:
    """The digest of what is known before a card is rendered."""
    made_of = (card.sample.file.digest, card.template, card.template_digest, registered_digest(card.kind))
    known = (card.identity, *made_of, *common)
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _brand_digest(brand: str) -> str:
    """The digest of a brand file outside the library and of its sibling files; empty for a brand of the library."""
    path = Path(brand)
    if brand == OWN_LOOK or not path.is_file():
        return ""
    siblings = sorted(file for file in path.parent.iterdir() if file.suffix in {".yaml", ".svg", ".png"})
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in siblings)).hexdigest()


def _read_sample(cache: PictureCache, file: SampleFile, declared: DeclaredFields) -> Sample:
    """The sample of a file, parsed only if it changed."""
    name = f"{file.path} {file.digest} {renderer_digest()} {declared.digest}"
    match cache.get(f"sample {file.path}"):
        case [str(known), str(kind), str(industry), str(language)] if known == name:
            return Sample(file, kind, industry, language)
        case _:
            sample = read_sample(file, declared)
    if not sample.findings:
        cache.put(f"sample {file.path}", [name, sample.kind, sample.industry, sample.language])
    return sample
