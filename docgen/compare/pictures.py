"""Draw the pages of both versions of changed templates side by side, with frames around differences.

A template is rendered with a sample if possible, else drawn as it is.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageStat

from docgen.compare.diff import align
from docgen.compare.libraries import Comparison, FileChanges
from docgen.errors import DocgenError, MissingError
from docgen.formats import BY_FOLDER, FORMATS
from docgen.library import list_industries, open_library
from docgen.library.layers import builtin_samples, find_template
from docgen.loading import load_document
from docgen.messages import Message
from docgen.page_pictures import convert_to_pdfs, draw_page
from docgen.pipeline import Workspace, render
from docgen.schemas import KINDS
from docgen.schemas.base import Envelope
from docgen.schemas.declared import DeclaredFields

WIDTH = 620
_SUFFIXES = (".yaml", ".xlsx")
_TILE = 12  # pixels
_VISIBLE = 36  # of 255: the least visible difference in a pixel's lightness
_FRAME = (179, 38, 30)
_TINT = 0.14
_THUMB = (48, 48)
_PAGE_THRESHOLD = 0.93
_QUALITY = 78
_Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an RGB picture; `bands` are rows of pixels (from, to) to ignore: the stamp's."""

    picture: Image.Image
    bands: tuple[tuple[int, int], ...] = ()

    def masked(self) -> Image.Image:
        """The picture with its bands painted white."""
        picture = self.picture.copy()
        for top, bottom in self.bands:
            picture.paste("white", (0, top, picture.width, bottom))
        return picture


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page before and after as WebP, None on the side that lacks it; page numbers count from 1.

    `areas` is the number of areas that differ; 0 if the pages look the same.
    """

    old: bytes | None
    new: bytes | None
    old_number: int
    new_number: int
    areas: int


@dataclass(frozen=True, slots=True)
class _Side:
    """A file to draw; `mark` is in the lines that differ in every copy: the stamp's short id."""

    data: bytes
    file_format: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PagePictures:
    """The pages of one file side by side, of a sample or else the plain template; `why` they couldn't be drawn."""

    pages: tuple[PagePair, ...] = ()
    with_sample: bool = False
    why: tuple[Message | str, ...] = ()


def picture_pages(compared: Comparison) -> Mapping[str, PagePictures]:
    """The pages of each changed template, by path; a file that can't be laid out has the reason in `why`.

    Raises MissingError if LibreOffice is needed and not installed.
    """
    files = {file.path: _both(compared, file) for file in compared.files if _format(file.path) and file.count}
    drawable = {path: both for path, both in files.items() if both is not None}
    sides = [side for both in drawable.values() for side in both.sides if side is not None]
    made = iter(
        convert_to_pdfs([(side.data, side.file_format) for side in sides], processes=min(os.cpu_count() or 1, 4))
    )
    pdfs = {path: [None if side is None else next(made) for side in both.sides] for path, both in drawable.items()}
    return {path: _pages(both, pdfs[path]) for path, both in drawable.items()}


@dataclass(frozen=True, slots=True)
class _Both:
    sides: tuple[_Side | None, _Side | None]
    with_sample: bool


def _pages(both: _Both, made: Sequence[bytes | DocgenError | None]) -> PagePictures:
    for side in made:
        if isinstance(side, MissingError):
            raise side
        if isinstance(side, DocgenError):
            return PagePictures(why=tuple(finding.words for finding in side.findings))
    pages = [list(_drawn(pdf, side.mark if side else "")) for pdf, side in zip(made, both.sides, strict=True)]
    return PagePictures(tuple(pair_pages(pages[0], pages[1])), both.with_sample)


def _drawn(pdf: bytes | DocgenError | None, mark: str) -> Iterator[Page]:
    if not isinstance(pdf, bytes):
        return
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            picture = draw_page(page, WIDTH)
            yield Page(picture, tuple(_bands(page, mark, picture.height)) if mark else ())


def _bands(page: pypdfium2.PdfPage, mark: str, height: int) -> Iterator[tuple[int, int]]:
    """The rows of pixels of each line with `mark`, and of the next line, into which it may wrap."""
    text = page.get_textpage()
    scale, search = height / page.get_height(), text.search(mark)
    while found := search.get_next():
        for place in range(text.count_rects(*found)):
            _, bottom, _, top = text.get_rect(place)
            line = top - bottom
            yield (
                round((page.get_height() - top - line / 2) * scale),
                round((page.get_height() - bottom + line * 2) * scale),
            )


def _format(path: str) -> str:
    """The format that a template renders to (docx, pptx, pdf), by its suffix; empty if it isn't a template."""
    suffix = Path(path).suffix.lower().removeprefix(".")
    return next((name for name, sort in FORMATS.items() if suffix in {name, sort.suffix}), "")


def _both(compared: Comparison, file: FileChanges) -> _Both | None:
    """Both versions to draw, rendered with the same sample or else plain; None if they can't be drawn."""
    file_format = _format(file.path)
    paths = file.before or file.path, file.path
    if compared.new.is_dir():
        for sample in _samples(Path(file.path).name.split(".")[0]):
            found = [
                None if data is None else _rendered(home, path, sample, file_format)
                for home, path, data in zip((compared.old, compared.new), paths, (file.old, file.new), strict=True)
            ]
            if all(data is None or side is not None
                   for data, side in zip((file.old, file.new), found, strict=True)):  # fmt: skip
                return _Both((found[0], found[1]), True)
    if file.path.lower().endswith((".html", ".htm")):
        return None
    plain = [None if data is None else _Side(data, file_format) for data in (file.old, file.new)]
    return _Both((plain[0], plain[1]), False)


def _rendered(home: Path, path: str, sample: Path, file_format: str) -> _Side | None:
    """The document in `sample` rendered with exactly the template at `path` of a library; None if that fails."""
    steps = path.split("/")
    if len(steps) != 3 or steps[0] not in BY_FOLDER:
        return None
    library = open_library(home)
    document = _document(sample, library.declared.as_optional())
    if document is None:
        return None
    industries = list_industries(library) if steps[1] == "base" else [steps[1]]
    preferred = sorted(industries, key=lambda industry: industry != document.industry)
    for industry in preferred:
        try:
            found = find_template(library, steps[2].split(".")[0], file_format, industry, document.language)
            if found.path == library.layers[0] / path:
                edition = document.model_copy(update={"industry": industry})
                workspace = Workspace(library=home, drafts=True, today=lambda: document.date, allow_missing_glyphs=True)
                made = render(edition, file_format, workspace=workspace)
                return _Side(made.data, file_format, made.stamp.short_id)
        except DocgenError:
            continue
    return None


def _samples(kind: str) -> list[Path]:
    """The shipped samples of a kind, those in one language first; none if `kind` is unknown."""
    if kind not in KINDS:
        return []
    paths = sorted(path for path in builtin_samples().glob(f"{kind}.*") if path.suffix in _SUFFIXES)
    return sorted(paths, key=lambda path: "+" in path.name)


@lru_cache(maxsize=64)
def _document(sample: Path, declared: DeclaredFields) -> Envelope | None:
    try:
        return load_document(sample, declared=declared).document
    except DocgenError:
        return None


def pair_pages(old: Sequence[Page], new: Sequence[Page]) -> list[PagePair]:
    """Pair the pages of two versions; an added or removed page has no partner."""
    masked = {id(page): page.masked() for page in (*old, *new)}
    small = {key: picture.resize(_THUMB).convert("L") for key, picture in masked.items()}

    def page_similarity(one: Page, other: Page) -> float:
        off = ImageStat.Stat(ImageChops.difference(small[id(one)], small[id(other)])).mean[0]
        return 1 - off / 255

    def page_bytes(page: Page) -> bytes:
        return masked[id(page)].tobytes()

    pairs = align(old, new, page_bytes, page_similarity, threshold=_PAGE_THRESHOLD, single_threshold=0.0)
    return [_pair(old, new, pair.old, pair.new) for pair in pairs]


def _pair(before: Sequence[Page], after: Sequence[Page], old: int | None, new: int | None) -> PagePair:
    numbers = (0 if old is None else old + 1), (0 if new is None else new + 1)
    if old is None or new is None:
        alone = (after[new] if new is not None else before[old or 0]).picture
        packed = _packed(alone)
        return PagePair(None if old is None else packed, None if new is None else packed, *numbers, 1)
    boxes = list(differing(before[old].masked(), after[new].masked()))
    boxed = [_packed(_framed(page.picture, boxes)) for page in (before[old], after[new])]
    return PagePair(boxed[0], boxed[1], *numbers, len(boxes))


def differing(one: Image.Image, other: Image.Image) -> Iterator[_Box]:
    """The bounding boxes of the differences, in pixels; neighbouring differences share a box."""
    size = max(one.width, other.width), max(one.height, other.height)
    difference = ImageChops.difference(_on_white(one, size), _on_white(other, size)).convert("L")
    seen = difference.point([255 if level > _VISIBLE else 0 for level in range(256)])
    across, down = (-(-length // _TILE) for length in size)
    padded = Image.new("L", (across * _TILE, down * _TILE))
    padded.paste(seen, (0, 0))
    tiles = padded.reduce(_TILE).tobytes()
    waiting = {(place % across, place // across) for place, level in enumerate(tiles) if level}
    while waiting:
        group = _grown(min(waiting, key=lambda tile: (tile[1], tile[0])), waiting)
        columns, rows = [column for column, _ in group], [row for _, row in group]
        yield min(columns) * _TILE, min(rows) * _TILE, (max(columns) + 1) * _TILE, (max(rows) + 1) * _TILE


def _grown(start: tuple[int, int], waiting: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The tiles connected to `start`, across gaps of one tile; they are removed from `waiting`."""
    group = [start]
    waiting.discard(start)
    for column, row in group:
        near = [(column + right, row + lower) for right in range(-2, 3) for lower in range(-2, 3)]
        found = [tile for tile in near if tile in waiting]
        waiting.difference_update(found)
        group += found
    return group


def _on_white(page: Image.Image, size: tuple[int, int]) -> Image.Image:
    if page.size == size:
        return page
    background = Image.new("RGB", size, "white")
    background.paste(page, (0, 0))
    return background


def _framed(page: Image.Image, boxes: Sequence[_Box]) -> Image.Image:
    tinted = Image.blend(page, Image.new("RGB", page.size, _FRAME), _TINT)
    boxed = page.copy()
    for box in boxes:
        inside = tuple(map(min, box, (*page.size, *page.size)))
        boxed.paste(tinted.crop(inside), inside[:2])  # pyright: ignore[reportArgumentType] - four numbers, then two
    draw = ImageDraw.Draw(boxed)
    for box in boxes:
        draw.rectangle(box, outline=_FRAME, width=2)
    return boxed


def _packed(page: Image.Image) -> bytes:
    stream = BytesIO()
    page.save(stream, "WEBP", quality=_QUALITY, method=4)
    return stream.getvalue()
