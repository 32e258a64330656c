"""Turns the bytes of a PNG, JPEG, GIF or SVG into a picture that Word and PowerPoint can show: media, size, name."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from docgen.engines.office.pictures.draw import draw_png
from docgen.engines.office.pictures.raster import PictureError, read_raster
from docgen.engines.office.pictures.svg import looks_like_svg, read_svg
from docgen.ooxml.zip_file import Member, pack

__all__ = ["EMU_PER_INCH", "Media", "Picture", "PictureError", "read_picture"]

EMU_PER_INCH = 914_400
"""English metric units in an inch (ECMA-376 part 1, 20.1.10.16)."""

_MOST_BYTES = 20 * 1024 * 1024
_LONGEST_SIDE = 1200
_KEPT_BYTES = 64 * 1024 * 1024
_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
_OTHERS = (
    (b"RIFF", "WebP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP"), (b"\x01\0\0\0", "EMF"),
    (b"\xd7\xcd\xc6\x9a", "WMF"), (b"\x1f\x8b", "packed SVG (.svgz)"), (b"%PDF", "PDF"), (b"%!PS", "EPS"),
)  # fmt: skip


@dataclass(frozen=True)
class Media:
    """One part of a file: the bytes of a picture and `extension`, one of png, jpeg, gif, svg."""

    data: bytes
    extension: str

    @property
    def content_type(self) -> str:
        """The content type for `[Content_Types].xml`, a default of the extension."""
        return _TYPES[self.extension]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hex digits."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def _packed(self) -> Member:
        return pack("", self.data)

    def member(self, folder: str) -> Member:
        """The part in `word` or `ppt`, packed once; its name goes by the content: the same picture is stored once."""
        return replace(self._packed, name=f"{folder}/media/{self.digest[:16]}.{self.extension}")


@dataclass(frozen=True)
class Picture:
    """A picture ready to be shown: `image` for every reader, `svg` beside it for those that draw SVG.

    `cx` and `cy` are its own size in EMU, from its pixels and density. `name` is what a person calls it.
    """

    name: str
    image: Media
    cx: int
    cy: int
    svg: Media | None = None

    @property
    def media(self) -> tuple[Media, ...]:
        """All parts that a file needs for it."""
        return (self.image,) if self.svg is None else (self.image, self.svg)


def read_picture(data: bytes, name: str) -> Picture:
    """The picture in `data`, called `name`. Raises PictureError, a ValueError that names it and says what to do.

    What a reader doesn't see is left out (EXIF, comments, an editor's marks), a photo is turned as its EXIF
    orientation says, an SVG gets a PNG beside it. A picture read before, by its digest, is taken as it was.
    """
    if not data:
        raise PictureError(name, "is empty")
    if len(data) > _MOST_BYTES:
        raise PictureError(
            name, f"has {len(data) / 1e6:.0f} MB; save it smaller, {_MOST_BYTES / 1e6:.0f} MB is the most"
        )
    digest = hashlib.sha256(data).digest()
    picture = _KEPT.get(digest)
    if picture is None:
        picture = _read_svg(data, name) if looks_like_svg(data) else _read_raster(data, name)
        _KEPT.put(digest, picture)
    return replace(picture, name=name)


def _read_raster(data: bytes, name: str) -> Picture:
    other = next((kind for start, kind in _OTHERS if data.startswith(start)), None)
    if other:
        raise PictureError(name, f"is {other}; save it as PNG, JPEG or SVG")
    raster = read_raster(data, name)
    cx, cy = (_emu(pixels, dpi) for pixels, dpi in zip(raster.pixels, raster.dpi, strict=True))
    return Picture(name, Media(raster.data, raster.kind), cx, cy)


def _read_svg(data: bytes, name: str) -> Picture:
    drawn = read_svg(data, name)
    longest = max(drawn.width, drawn.height)
    width, height = (max(1, round(side / longest * _LONGEST_SIDE)) for side in (drawn.width, drawn.height))
    png = draw_png(drawn.sized(width, height), name)
    return Picture(name, Media(png, "png"), _emu(drawn.width, 96), _emu(drawn.height, 96), Media(drawn.data, "svg"))


def _emu(pixels: float, dpi: float) -> int:
    return max(1, round(pixels / dpi * EMU_PER_INCH))


class _Kept:
    """The pictures read last, by digest, no more than `_KEPT_BYTES` of them; shared by threads."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[bytes, Picture] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, digest: bytes) -> Picture | None:
        with self._lock:
            if digest in self._pictures:
                self._pictures.move_to_end(digest)
            return self._pictures.get(digest)

    def put(self, digest: bytes, picture: Picture) -> None:
        with self._lock:
            if digest not in self._pictures:
                self._bytes += _size(picture)
            self._pictures[digest] = picture
            while self._bytes > _KEPT_BYTES:
                self._bytes -= _size(self._pictures.popitem(last=False)[1])


def _size(picture: Picture) -> int:
    return sum(len(media.data) for media in picture.media)


_KEPT = _Kept()
