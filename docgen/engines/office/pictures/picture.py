"""Turns the bytes of a PNG, JPEG, GIF or SVG into a picture that Word and PowerPoint can show: media, size, name."""

import base64
import binascii
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from threading import Lock
from typing import Any, cast

from jinja2.runtime import Undefined
from markupsafe import Markup

from docgen.engines.office.pictures.markup import FITS, Fit, alignment
from docgen.engines.office.pictures.raster import PictureError, read_raster
from docgen.engines.office.pictures.svg import draw_png, looks_like_svg, read_svg
from docgen.engines.office.print import ALT_TEXT_ONLY, one_line
from docgen.ooxml.zip_file import Member, pack
from docgen.templating.language import text_of

__all__ = ["EMU_PER_INCH", "Media", "Picture", "PictureError", "PictureRequest", "Pictures", "read_picture"]

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

_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_IN_DATA = "in the data"
_MOST_PICTURES, _MOST_BYTES_OF_ALL = 1000, 200_000_000


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


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """A picture that a template wants shown, and how; `alt` is its description, empty if nobody gave it one."""

    picture: Picture
    fit: Fit = "contain"
    align: str = "center"
    alt: str = ""

    def __str__(self) -> str:
        raise ValueError(f"a picture {ALT_TEXT_ONLY}")

    __html__ = __str__


class Pictures:
    """The pictures that one render asks for, each read once."""

    def __init__(self, read_asset: Callable[[str], bytes] | None) -> None:
        """`read_asset(path)` gives the bytes of a file of the template's library; it raises KeyError or OSError."""
        self._read_asset = read_asset
        self._read: dict[str | bytes, Picture] = {}
        self._bytes = 0

    def names(self) -> Mapping[str, Callable[..., PictureRequest | Undefined]]:
        """What a template calls in alt text."""
        return {"picture": self.picture}

    def picture(
        self, source: Any, fit: Any = "contain", align: Any = "center", alt: Any = None
    ) -> PictureRequest | Undefined:
        """The wish to show `source`. Raises ValueError that names the picture and says what to do.

        `source` is a path of the library, a base64 `data:` URI or bytes; what isn't there is given back, to be told
        where it is placed. `fit` is contain, fill or stretch; `align` as `top left`; `alt` the description, by default
        the file's name without its suffix.
        """
        if isinstance(source, Undefined):
            return source
        if fit not in FITS:
            raise ValueError(f"{fit!r} is no fit of a picture; write {', '.join(FITS)}")
        alignment(str(align))
        key = source if isinstance(source, bytes) else _plain(source)
        if key not in self._read:
            self._read[key] = self._counted(self._find(key))
        told = _told(key) if alt is None else alt if isinstance(alt, str) else text_of(alt)
        return PictureRequest(self._read[key], cast(Fit, str(fit)), str(align), one_line(told))

    def _counted(self, picture: Picture) -> Picture:
        """The picture, within what one document may hold."""
        self._bytes += sum(len(media.data) for media in picture.media)
        if len(self._read) >= _MOST_PICTURES or self._bytes > _MOST_BYTES_OF_ALL:
            most = f"{_MOST_PICTURES:,} pictures and {_MOST_BYTES_OF_ALL / 1e6:.0f} MB of them are the most"
            raise PictureError(picture.name, f"is one too many for the document; {most}")
        return picture

    def _find(self, source: str | bytes) -> Picture:
        if isinstance(source, bytes):
            return read_picture(source, _IN_DATA)
        found = _DATA.match(source)
        if found:
            return read_picture(_decoded(source[found.end() :]), _IN_DATA)
        return read_picture(self._asset(source), source)

    def _asset(self, path: str) -> bytes:
        _check_path(path)
        if self._read_asset is None:
            raise PictureError(path, "can't be read: this template comes without a library")
        try:
            return self._read_asset(path)
        except (KeyError, OSError) as error:
            hint = "put the file there, or write its path as it stands there"
            raise PictureError(path, f"is not in the library; {hint}") from error


def _plain(text: Any) -> str:
    """`text` as a template meant it: what Jinja escaped while joining is what was typed. Raises if it is missing."""
    if text is None:
        raise ValueError("no picture is given; write the path of one in the library, or a field that holds one")
    if isinstance(text, Markup):
        return text.unescape()
    return text_of(text)


def _told(source: str | bytes) -> str:
    """The file's name without its suffix, as a description."""
    return "" if isinstance(source, bytes) or _DATA.match(source) else PurePosixPath(source).stem


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureError(_IN_DATA, "is no base64; write data:image/png;base64, and the bytes") from error


def _check_path(path: str) -> None:
    """Raise PictureError unless `path` stays in the library."""
    shown = path if len(path) <= 80 else f"{path[:77]}…"
    if path[:5].lower() == "data:":
        raise PictureError(shown, "is no picture; write data:image/png;base64, and the bytes")
    if _ADDRESS.match(path):
        hint = "put it into the library and write its path there"
        raise PictureError(shown, f"is an address; pictures come from the library or the data: {hint}")
    outside = path.startswith("/") or "\\" in path or "\0" in path
    if not path.strip() or outside or any(part in (".", "..") for part in path.split("/")):
        raise PictureError(shown, "is no path in the library; write one like logos/acme.svg")
