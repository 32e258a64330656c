"""Render cards and draw their pages, in several processes; Office files are converted to PDF by LibreOffice."""

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
from docgen.gallery.cache import Picture, Shown, WatchedLibrary
from docgen.gallery.cards import OWN_LOOK, Card, SampleFile, read_document
from docgen.library import open_library
from docgen.page_pictures import convert_to_pdfs, count_pages, draw_pages
from docgen.pipeline import PinnedWorkspace, render
from docgen.schemas.base import Envelope, Language
from docgen.schemas.declared import DeclaredFields
from docgen.workers import Workers

PORTRAIT_WIDTH, LANDSCAPE_WIDTH, WEBP_QUALITY = 640, 880, 42
"""Widths of portrait and landscape pages in pixels, and the WebP quality."""
BATCH_SIZE = 24
"""The number of documents rendered at a time; an interruption loses one batch."""
_MAX_SEQUENTIAL = 4  # so many documents are rendered sooner than processes start


@dataclass(frozen=True, slots=True)
class _Made:
    """A rendered document, or empty data with the findings in `shown`."""

    data: bytes
    shown: Shown


@dataclass(frozen=True, slots=True)
class PictureMaker:
    """Renders cards: `library` is the company's folder, `pages` the number of pages to draw of each."""

    library: Path | None
    pages: int
    processes: int | None = None

    def make(self, cards: Sequence[Card], done: Callable[[Card, Shown], None]) -> Generator[None]:
        """Call `done` with what each card shows; the iterator has two steps per card."""
        with Workers[partial[Any], Any](call, 1 if len(cards) <= _MAX_SEQUENTIAL else self.processes) as workers:
            for start in range(0, len(cards), BATCH_SIZE):
                batch = cards[start : start + BATCH_SIZE]
                made: dict[int, _Made] = {}
                for number, outcome in workers.run([partial(self._render, card) for card in batch]):
                    made[number] = _temporary_failure(outcome) if isinstance(outcome, DocgenError) else outcome
                    yield
                for number, shown in self._draw_all(
                    [(batch[number], made[number]) for number in range(len(batch))], workers
                ):
                    done(batch[number], shown)
                    yield

    def _render(self, card: Card) -> _Made:
        watched = WatchedLibrary(open_library(self.library).layers)
        document = _document(card.sample.file, watched.declared)
        shown_as = {"industry": card.industry, "language": Language(card.language)}
        if (document.industry, str(document.language)) != (card.industry, card.language):
            document = document.model_copy(update=shown_as)
        brand = None if card.brand == OWN_LOOK else card.brand
        workspace = PinnedWorkspace(self.library, today=lambda: document.date, brand=brand, drafts=True, pinned=watched)
        try:
            result = render(document, card.file_format, audience=card.audience, workspace=workspace)
        except DocgenError as error:
            made = _failed(error)
            return replace(made, shown=replace(made.shown, reads=tuple(sorted(watched.reads))))
        return _Made(result.data, Shown(findings=result.warnings, reads=tuple(sorted(watched.reads))))

    def _draw_all(
        self, made: Sequence[tuple[Card, _Made]], workers: Workers[partial[Any], Any]
    ) -> Generator[tuple[int, Shown]]:
        """The index of each document with what it shows."""
        rendered = {number: (item.data, card.file_format) for number, (card, item) in enumerate(made) if item.data}
        yield from ((number, item.shown) for number, (_, item) in enumerate(made) if not item.data)
        converted = convert_to_pdfs(list(rendered.values()), self.processes or os.cpu_count() or 1)
        pdfs = [(number, pdf) for number, pdf in zip(rendered, converted, strict=True) if isinstance(pdf, bytes)]
        failed = {number: pdf for number, pdf in zip(rendered, converted, strict=True) if isinstance(pdf, DocgenError)}
        for place, drawn in workers.run([partial(_draw, pdf, self.pages) for _, pdf in pdfs]):
            number = pdfs[place][0]
            if isinstance(drawn, DocgenError):
                failed[number] = drawn
            else:
                yield number, replace(made[number][1].shown, pages=drawn[0], pictures=drawn[1])
        yield from ((number, _temporary_failure(error).shown) for number, error in failed.items())


def _draw(pdf: bytes, pages: int) -> tuple[int, tuple[Picture, ...]]:
    return count_pages(pdf), tuple(_encode(page) for page in draw_pages(pdf, PORTRAIT_WIDTH, pages, LANDSCAPE_WIDTH))


@lru_cache(maxsize=512)
def _document(file: SampleFile, declared: DeclaredFields) -> Envelope:
    return read_document(file, declared)


def _failed(error: DocgenError) -> _Made:
    """The errors in place of a document. What a machine lacks may be installed next time."""
    is_lacking = isinstance(error, MissingError)
    return _Made(b"", Shown(findings=error.findings, is_lasting=not is_lacking, is_lacking=is_lacking))


def _temporary_failure(error: DocgenError) -> _Made:
    """The errors of a failure that is not the template's fault."""
    made = _failed(error)
    return replace(made, shown=replace(made.shown, is_lasting=False))


def _encode(page: Image.Image) -> Picture:
    stream = BytesIO()
    page.save(stream, "WEBP", quality=WEBP_QUALITY, method=4)
    return Picture(page.width, page.height, base64.b64encode(stream.getvalue()).decode("ascii"))
