"""Turns cards into pictures: rendered on several processes, laid out by LibreOffice where need be, and drawn."""

import base64
import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import BytesIO
from operator import call
from pathlib import Path
from typing import Any

from PIL import Image

from docgen.errors import DocgenError, MissingError
from docgen.gallery.cards import OWN_LOOK, Card, SampleFile
from docgen.gallery.kept import Picture, Shown, WatchedLibrary
from docgen.library import open_library
from docgen.loading import load_document
from docgen.page_pictures import convert_to_pdfs, count_pages, draw_pages
from docgen.pipeline import PinnedWorkspace, render
from docgen.schemas.base import Envelope
from docgen.workers import Workers

WIDTH, LYING, QUALITY = 640, 880, 42
"""Of pictures: pixels across an upright and a lying page, and WebP's quality."""
ROUND = 24
"""So many documents are made at a time; an interruption costs one round."""
_FEW = 4  # so many documents are made sooner here than processes are started


@dataclass(frozen=True, slots=True)
class _Made:
    """A rendered document, or why there is none; with what it was made from."""

    data: bytes
    shown: Shown


@dataclass(frozen=True, slots=True)
class Maker:
    """What all cards share: the company's folder, how many pages to draw of each, how many processes to use."""

    library: Path | None
    pages: int
    processes: int | None = None

    def make(self, cards: Sequence[Card], done: Callable[[Card, Shown], None]) -> Generator[None]:
        """Call `done` with what each card shows; two steps of the iterator for each."""
        with Workers[partial[Any], Any](call, 1 if len(cards) <= _FEW else self.processes) as workers:
            for start in range(0, len(cards), ROUND):
                some = cards[start : start + ROUND]
                made: dict[int, _Made] = {}
                for number, outcome in workers.run([partial(self._render, card) for card in some]):
                    made[number] = _passing(outcome) if isinstance(outcome, DocgenError) else outcome
                    yield
                for number, shown in self._drawn(
                    [(some[number], made[number]) for number in range(len(some))], workers
                ):
                    done(some[number], shown)
                    yield

    def _render(self, card: Card) -> _Made:
        document = _document(card.sample.file)
        if document.industry != card.industry:
            document = document.model_copy(update={"industry": card.industry})
        watched = WatchedLibrary(open_library(self.library).layers)
        brand = None if card.brand == OWN_LOOK else card.brand
        workspace = PinnedWorkspace(self.library, today=lambda: document.date, brand=brand, drafts=True, pinned=watched)
        try:
            result = render(document, card.file_format, audience=card.audience, workspace=workspace)
        except DocgenError as error:
            made = _failed(error)
            return replace(made, shown=replace(made.shown, reads=tuple(sorted(watched.reads))))
        return _Made(result.data, Shown(findings=result.warnings, reads=tuple(sorted(watched.reads))))

    def _drawn(
        self, made: Sequence[tuple[Card, _Made]], workers: Workers[partial[Any], Any]
    ) -> Generator[tuple[int, Shown]]:
        """The number of each with its pictures."""
        rendered = {number: (one.data, card.file_format) for number, (card, one) in enumerate(made) if one.data}
        yield from ((number, one.shown) for number, (_, one) in enumerate(made) if not one.data)
        laid = convert_to_pdfs(list(rendered.values()), self.processes or os.cpu_count() or 1)
        pdfs = [(number, pdf) for number, pdf in zip(rendered, laid, strict=True) if isinstance(pdf, bytes)]
        failed = {number: pdf for number, pdf in zip(rendered, laid, strict=True) if isinstance(pdf, DocgenError)}
        for place, drawn in workers.run([partial(_draw, pdf, self.pages) for _, pdf in pdfs]):
            number = pdfs[place][0]
            if isinstance(drawn, DocgenError):
                failed[number] = drawn
            else:
                yield number, replace(made[number][1].shown, pages=drawn[0], pictures=drawn[1])
        yield from ((number, _passing(error).shown) for number, error in failed.items())


def _draw(pdf: bytes, pages: int) -> tuple[int, tuple[Picture, ...]]:
    return count_pages(pdf), tuple(_packed(page) for page in draw_pages(pdf, WIDTH, pages, LYING))


@lru_cache(maxsize=512)
def _document(file: SampleFile) -> Envelope:
    return load_document(file.path).document


def _failed(error: DocgenError) -> _Made:
    """What went wrong, in place of a document. What a machine lacks may be there the next time."""
    is_lacking = isinstance(error, MissingError)
    return _Made(b"", Shown(findings=error.findings, is_lasting=not is_lacking, is_lacking=is_lacking))


def _passing(error: DocgenError) -> _Made:
    """What went wrong without the template's fault."""
    made = _failed(error)
    return replace(made, shown=replace(made.shown, is_lasting=False))


def _packed(page: Image.Image) -> Picture:
    held = BytesIO()
    page.save(held, "WEBP", quality=QUALITY, method=4)
    return Picture(page.width, page.height, base64.b64encode(held.getvalue()).decode("ascii"))
