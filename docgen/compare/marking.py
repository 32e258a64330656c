"""Turns the page pictures of two versions into pairs, with the areas that differ framed in both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageStat

from docgen.compare.alignment import align

_TILE = 12  # pixels
_SEEN = 36  # of 255: how far a pixel's lightness may be off before a person sees it
_FRAME = (179, 38, 30)
_TINT = 0.14
_THUMB = (48, 48)
_ALIKE = 0.93
_QUALITY = 78

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page before and after (a WebP picture of each, None where it has no partner), their numbers from 1.

    `areas` is how many areas differ; 0 if the pages look the same.
    """

    old: bytes | None
    new: bytes | None
    old_number: int
    new_number: int
    areas: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an RGB picture; `bands` are the rows of pixels (from, to) whose content says nothing: the stamp's."""

    picture: Image.Image
    bands: tuple[tuple[int, int], ...] = ()

    def telling(self) -> Image.Image:
        """The picture with its bands left white."""
        told = self.picture.copy()
        for top, bottom in self.bands:
            told.paste("white", (0, top, told.width, bottom))
        return told


def pair_pages(old: Sequence[Page], new: Sequence[Page]) -> list[PagePair]:
    """The pages of two versions side by side; one that came or went stands alone."""
    told = {id(page): page.telling() for page in (*old, *new)}
    small = {key: picture.resize(_THUMB).convert("L") for key, picture in told.items()}

    def alike(one: Page, other: Page) -> float:
        off = ImageStat.Stat(ImageChops.difference(small[id(one)], small[id(other)])).mean[0]
        return 1 - off / 255

    pairs = align(old, new, lambda page: told[id(page)].tobytes(), alike, least=_ALIKE, lone=0.0)
    return [_pair(old, new, pair.old, pair.new) for pair in pairs]


def _pair(before: Sequence[Page], after: Sequence[Page], old: int | None, new: int | None) -> PagePair:
    numbers = (0 if old is None else old + 1), (0 if new is None else new + 1)
    if old is None or new is None:
        alone = (after[new] if new is not None else before[old or 0]).picture
        packed = _packed(alone)
        return PagePair(None if old is None else packed, None if new is None else packed, *numbers, 1)
    boxes = list(differing(before[old].telling(), after[new].telling()))
    marked = [_packed(_framed(page.picture, boxes)) for page in (before[old], after[new])]
    return PagePair(marked[0], marked[1], *numbers, len(boxes))


def differing(one: Image.Image, other: Image.Image) -> Iterator[Box]:
    """The boxes, in pixels, that hold what differs; neighbouring differences share a box."""
    size = max(one.width, other.width), max(one.height, other.height)
    difference = ImageChops.difference(_on_white(one, size), _on_white(other, size)).convert("L")
    seen = difference.point([255 if level > _SEEN else 0 for level in range(256)])
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
    """The tiles that hang together with `start`, taken out of `waiting`; a gap of one tile does not part them."""
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
    ground = Image.new("RGB", size, "white")
    ground.paste(page, (0, 0))
    return ground


def _framed(page: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    tinted = Image.blend(page, Image.new("RGB", page.size, _FRAME), _TINT)
    marked = page.copy()
    for box in boxes:
        inside = tuple(map(min, box, (*page.size, *page.size)))
        marked.paste(tinted.crop(inside), inside[:2])  # pyright: ignore[reportArgumentType] - four numbers, then two
    draw = ImageDraw.Draw(marked)
    for box in boxes:
        draw.rectangle(box, outline=_FRAME, width=2)
    return marked


def _packed(page: Image.Image) -> bytes:
    stream = BytesIO()
    page.save(stream, "WEBP", quality=_QUALITY, method=4)
    return stream.getvalue()
