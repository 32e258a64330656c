"""Read pictures (PNG, JPEG, GIF, SVG) for Word and PowerPoint, and the template function `picture(…)`."""

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
from docgen.engines.office.pictures.raster import Name, PictureError, read_raster
from docgen.engines.office.pictures.svg import draw_png, looks_like_svg, read_svg
from docgen.engines.office.print import one_line
from docgen.messages import MessageError, message
from docgen.ooxml.zip_file import Member, pack
from docgen.templating.language import text_of

__all__ = ["EMU_PER_INCH", "Media", "Picture", "PictureError", "PictureRequest", "Pictures", "read_picture"]

EMU_PER_INCH = 914_400
"""English metric units in an inch (ECMA-376 part 1, 20.1.10.16)."""

_MOST_BYTES = 20 * 1024 * 1024
_LONGEST_SIDE = 1200
_CACHE_BYTES = 64 * 1024 * 1024
_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
_UNSUPPORTED = (
    (b"RIFF", "WebP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP"), (b"\x01\0\0\0", "EMF"),
    (b"\xd7\xcd\xc6\x9a", "WMF"), (b"\x1f\x8b", "SVGZ"), (b"%PDF", "PDF"), (b"%!PS", "EPS"),
)  # fmt: skip

_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_IN_DATA = message("picture.in_data")
_MOST_PICTURES, _MOST_BYTES_OF_ALL = 1000, 200_000_000


@dataclass(frozen=True)
class Media:
    """A media part: the bytes of a picture and its `extension`, one of png, jpeg, gif, svg."""

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
        """The packed part in `word` or `ppt`; its name is a digest, so that the same picture is stored once."""
        return replace(self._packed, name=f"{folder}/media/{self.digest[:16]}.{self.extension}")


@dataclass(frozen=True)
class Picture:
    """A picture: `image` for every program, `svg` for those that draw SVG.

    `cx` and `cy` are its natural size in EMU, from pixels and density. `name` identifies it in messages.
    """

    name: Name
    image: Media
    cx: int
    cy: int
    svg: Media | None = None

    @property
    def media(self) -> tuple[Media, ...]:
        """Its media parts."""
        return (self.image,) if self.svg is None else (self.image, self.svg)


def read_picture(data: bytes, name: Name) -> Picture:
    """Read the picture `data`, called `name`. Raises PictureError, a ValueError with its name and a remedy.

    Metadata (EXIF, comments, editors' data) is removed, a photo is rotated by its EXIF orientation, an SVG is also
    rendered as PNG. Pictures are cached by digest.
    """
    if not data:
        raise PictureError("picture.empty", name=name)
    if len(data) > _MOST_BYTES:
        size, most = (f"{count / 1e6:.0f}" for count in (len(data), _MOST_BYTES))
        raise PictureError("picture.size", name=name, size=size, most=most)
    digest = hashlib.sha256(data).digest()
    picture = _CACHE.get(digest)
    if picture is None:
        picture = _read_svg(data, name) if looks_like_svg(data) else _read_raster(data, name)
        _CACHE.put(digest, picture)
    return replace(picture, name=name)


def _read_raster(data: bytes, name: Name) -> Picture:
    other = next((kind for start, kind in _UNSUPPORTED if data.startswith(start)), None)
    if other:
        raise PictureError("picture.format", name=name, format=other)
    raster = read_raster(data, name)
    cx, cy = (_emu(pixels, dpi) for pixels, dpi in zip(raster.pixels, raster.dpi, strict=True))
    return Picture(name, Media(raster.data, raster.kind), cx, cy)


def _read_svg(data: bytes, name: Name) -> Picture:
    drawn = read_svg(data, name)
    longest = max(drawn.width, drawn.height)
    width, height = (max(1, round(side / longest * _LONGEST_SIDE)) for side in (drawn.width, drawn.height))
    png = draw_png(drawn.sized(width, height), name)
    return Picture(name, Media(png, "png"), _emu(drawn.width, 96), _emu(drawn.height, 96), Media(drawn.data, "svg"))


def _emu(pixels: float, dpi: float) -> int:
    return max(1, round(pixels / dpi * EMU_PER_INCH))


class _Cache:
    """LRU cache of pictures by digest, of at most `_CACHE_BYTES`; safe between threads."""

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
            while self._bytes > _CACHE_BYTES:
                self._bytes -= _size(self._pictures.popitem(last=False)[1])


def _size(picture: Picture) -> int:
    return sum(len(media.data) for media in picture.media)


_CACHE = _Cache()


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """A picture to show, and how; `alt` is its alternative text, empty if there is none."""

    picture: Picture
    fit: Fit = "contain"
    align: str = "center"
    alt: str = ""

    def __str__(self) -> str:
        raise MessageError("drawing.alt_text_only", what=message("term.a_picture"))

    __html__ = __str__


class Pictures:
    """The pictures of one render, each read once."""

    def __init__(self, read_asset: Callable[[str], bytes] | None) -> None:
        """`read_asset(path)` reads a file of the template's library and raises KeyError or OSError."""
        self._read_asset = read_asset
        self._read: dict[str | bytes, Picture] = {}
        self._bytes = 0

    def names(self) -> Mapping[str, Callable[..., PictureRequest | Undefined]]:
        """The functions for alt text."""
        return {"picture": self.picture}

    def picture(
        self, source: Any, fit: Any = "contain", align: Any = "center", alt: Any = None
    ) -> PictureRequest | Undefined:
        """The request to show `source`. Raises ValueError with the picture's name and a remedy.

        `source` is a path of the library, a base64 `data:` URI or bytes; an undefined value is returned, to be reported
        where it is placed. `fit` is contain, fill or stretch; `align` is like `top left`; `alt` is the alternative
        text, by default the file's name without its suffix.
        """
        if isinstance(source, Undefined):
            return source
        if fit not in FITS:
            raise MessageError("picture.fit", fit=fit, known=FITS)
        alignment(str(align))
        key = source if isinstance(source, bytes) else _plain(source)
        if key not in self._read:
            self._read[key] = self._limited(self._find(key))
        text = _default_alt(key) if alt is None else alt if isinstance(alt, str) else text_of(alt)
        return PictureRequest(self._read[key], cast(Fit, str(fit)), str(align), one_line(text))

    def _limited(self, picture: Picture) -> Picture:
        """Count the picture towards the document's limits. Raises PictureError beyond them."""
        self._bytes += sum(len(media.data) for media in picture.media)
        if len(self._read) >= _MOST_PICTURES or self._bytes > _MOST_BYTES_OF_ALL:
            size = f"{_MOST_BYTES_OF_ALL / 1e6:.0f}"
            raise PictureError("picture.too_many", name=picture.name, most=_MOST_PICTURES, size=size)
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
            raise PictureError("picture.no_library", name=path)
        try:
            return self._read_asset(path)
        except (KeyError, OSError) as error:
            raise PictureError("picture.missing", name=path) from error


def _plain(text: Any) -> str:
    """`text` without the escaping that Jinja does when it joins strings. Raises ValueError if it is None."""
    if text is None:
        raise MessageError("picture.none")
    if isinstance(text, Markup):
        return text.unescape()
    return text_of(text)


def _default_alt(source: str | bytes) -> str:
    """The default alternative text: the file's name without its suffix."""
    return "" if isinstance(source, bytes) or _DATA.match(source) else PurePosixPath(source).stem


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureError("picture.base64", name=_IN_DATA) from error


def _check_path(path: str) -> None:
    """Raise PictureError unless `path` is inside the library."""
    shown = path if len(path) <= 80 else f"{path[:77]}…"
    if path[:5].lower() == "data:":
        raise PictureError("picture.data", name=shown)
    if _ADDRESS.match(path):
        raise PictureError("picture.address", name=shown)
    outside = path.startswith("/") or "\\" in path or "\0" in path
    if not path.strip() or outside or any(part in (".", "..") for part in path.split("/")):
        raise PictureError("picture.path", name=shown)
