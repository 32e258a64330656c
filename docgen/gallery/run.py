"""Turns a library into a gallery of its templates: what is to be shown, made where it changed, and its one page.

The steps:

    1  find    the samples, and what each is of (samples.py)
    2  list    the documents that show every template (cards.py)
    3  compare each with what was kept from the last time (kept.py, reads.py)
    4  make    those that changed: render, lay out, draw (making.py)
    5  write   one page of HTML that holds all (page.py)
"""

import hashlib
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.disk_cache import Cache, default_folder
from docgen.errors import Finding, MissingError
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
from docgen.gallery.kept import KeptPictures, Shown, State, maker_digest
from docgen.gallery.making import LYING, QUALITY, WIDTH, Maker
from docgen.gallery.page import gallery_page
from docgen.library import Library, list_industries, open_library
from docgen.schemas.kinds import registered_digest

_MOST_KEPT = 5000
PAGES = 10
"""How many pages of a document are shown unless told otherwise."""


@dataclass(slots=True)
class Preview:
    """A gallery: its documents in order, what each shows as far as it is made, and samples that can't be read."""

    library: Library
    cards: tuple[Card, ...]
    unreadable: tuple[Sample, ...]
    changed: tuple[Card, ...]
    shown: dict[Card, Shown]
    _maker: Maker
    _kept: KeptPictures
    _keys: Mapping[Card, str]
    _state: State = field(repr=False)

    @property
    def steps(self) -> int:
        """How many steps `make` has."""
        return 2 * len(self.changed)

    def make(self) -> Generator[None]:
        """Make what changed, step by step, and keep it."""
        yield from self._maker.make(self.changed, self._done)
        self._kept.shelf.tidy()

    def _done(self, card: Card, shown: Shown) -> None:
        self.shown[card] = shown
        if shown.is_lasting:
            self._kept.keep(card, self._keys[card], self._state.digest(shown.reads), shown)

    @property
    def failed(self) -> tuple[Card, ...]:
        """The documents that could not be made."""
        return tuple(card for card in self.cards if self.shown[card].is_failed)

    @property
    def exit_code(self) -> int:
        """0 if all could be made, 3 if only what this machine lacks stood against it, else 1."""
        if self.unreadable or any(not self.shown[card].is_lacking for card in self.failed):
            return 1
        return MissingError.exit_code if self.failed else 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with samples and templates, each once."""
        of_samples = (finding for sample in self.unreadable for finding in sample.findings)
        of_cards = (finding for card in self.failed for finding in self.shown[card].findings)
        return tuple(dict.fromkeys((*of_samples, *of_cards)))

    def html(self) -> str:
        """The gallery as one page that needs nothing else. All must have been made."""
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
    """The gallery of the built-in library, with a company's folder over it if one is given; `make` makes its pictures.

    `pages` of each document are shown; `redo` makes all anew; `cache` is the folder of kept pictures (default: the
    user's). Raises LibraryError if the folder or its labels can't be read, UsageError for an unknown name in `choice`.
    """
    choice = choice or PreviewChoice()
    folder = None if library is None else Path(library)
    opened = open_library(folder)
    own = Path(cache) / "pictures" if cache else default_folder("pictures")
    kept = KeptPictures(Cache(own, _MOST_KEPT), repr(opened.layers))
    industries = list_industries(opened)
    samples = [in_library(_known_sample(kept, file), industries) for file in find_samples(opened)]
    readable = tuple(sample for sample in samples if not sample.findings)
    cards = list_cards(opened, readable, choice)
    state = State(opened)
    common = (maker_digest(), opened.version, state.digest(("labels/*", "library.yaml")), WIDTH, LYING, QUALITY, pages)
    keys = {card: _key(card, (*common, _outside(card.brand))) for card in cards}
    found = {} if redo else dict(_unchanged(cards, keys, kept, state))
    changed = tuple(card for card in cards if card not in found)
    unreadable = tuple(sample for sample in samples if sample.findings)
    return Preview(opened, cards, unreadable, changed, found, Maker(folder, pages, processes), kept, keys, state)


def _unchanged(
    cards: Iterable[Card], keys: Mapping[Card, str], kept: KeptPictures, state: State
) -> Generator[tuple[Card, Shown]]:
    for card in cards:
        match kept.find(card):
            case (key, read, shown) if key == keys[card] and read == state.digest(shown.reads):
                yield card, shown
            case _:
                pass


def _key(card: Card, common: tuple[object, ...]) -> str:
    """Of what is known before a card is made."""
    made_of = (card.sample.file.digest, card.template, card.template_digest, registered_digest(card.kind))
    known = (card.identity, *made_of, *common)
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _outside(brand: str) -> str:
    """A digest of a brand that lies outside the library, with the files beside it."""
    path = Path(brand)
    if brand == OWN_LOOK or not path.is_file():
        return ""
    beside = sorted(file for file in path.parent.iterdir() if file.suffix in {".yaml", ".svg", ".png"})
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in beside)).hexdigest()


def _known_sample(kept: KeptPictures, file: SampleFile) -> Sample:
    """What a sample is of, read anew only if it changed."""
    name = f"{file.path} {file.digest} {maker_digest()}"
    match kept.noted(f"sample {file.path}"):
        case [str(known), str(kind), str(industry), str(language)] if known == name:
            return Sample(file, kind, industry, language)
        case _:
            sample = read_sample(file)
    if not sample.findings:
        kept.note(f"sample {file.path}", [name, sample.kind, sample.industry, sample.language])
    return sample
