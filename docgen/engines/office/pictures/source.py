"""Turns what a template calls a picture (a path of the library, a `data:` URI, bytes) into a wish to show it."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, cast

from jinja2.runtime import Undefined
from markupsafe import Markup

from docgen.engines.office.bound import BELONGS
from docgen.engines.office.pictures.markup import FITS, Fit, alignment
from docgen.engines.office.pictures.picture import Picture, PictureError, read_picture
from docgen.engines.office.print import one_line
from docgen.templating.language import text_of

_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_IN_DATA = "in the data"
_MOST_PICTURES, _MOST_BYTES = 1000, 200_000_000


@dataclass(frozen=True, slots=True)
class PictureWish:
    """A picture that a template wants shown, and how; `alt` is its description, empty if nobody gave it one."""

    picture: Picture
    fit: Fit = "contain"
    align: str = "center"
    alt: str = ""

    def __str__(self) -> str:
        raise ValueError(f"a picture {BELONGS}")

    __html__ = __str__


class Pictures:
    """The pictures that one render asks for, each read once."""

    def __init__(self, read_asset: Callable[[str], bytes] | None) -> None:
        """`read_asset(path)` gives the bytes of a file of the template's library; it raises KeyError or OSError."""
        self._read_asset = read_asset
        self._read: dict[str | bytes, Picture] = {}
        self._bytes = 0

    def names(self) -> Mapping[str, Callable[..., PictureWish | Undefined]]:
        """What a template calls in alt text."""
        return {"picture": self.picture}

    def picture(
        self, source: Any, fit: Any = "contain", align: Any = "center", alt: Any = None
    ) -> PictureWish | Undefined:
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
        return PictureWish(self._read[key], cast(Fit, str(fit)), str(align), one_line(told))

    def _counted(self, picture: Picture) -> Picture:
        """The picture, within what one document may hold."""
        self._bytes += sum(len(media.data) for media in picture.media)
        if len(self._read) >= _MOST_PICTURES or self._bytes > _MOST_BYTES:
            most = f"{_MOST_PICTURES:,} pictures and {_MOST_BYTES / 1e6:.0f} MB of them are the most"
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
