"""Check PNG, JPEG and GIF files, remove their metadata, and read their size and density."""

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from numbers import Rational
from typing import Any, TypeVar

from PIL import Image, ImageFile, ImageOps

from docgen.messages import Message, MessageError

_MOST_PIXELS = 50_000_000
_MOST_WORK = 1_000_000_000
_LEAST_DPI, _MOST_DPI, _DEFAULT_DPI = 10, 5000, 96.0
_QUALITY = 95
_PNG, _JPEG, _GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"GIF87a", b"GIF89a")

# chunks that a PNG's appearance depends on (ISO/IEC 15948, 11.2 and 11.3.2, 11.3.4)
_VISIBLE_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs")
)
_METADATA_CHUNKS = frozenset((b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"))
_START_OF_SCAN, _JFIF, _EXIF_SEGMENT, _ICC_SEGMENT, _ADOBE, _COMMENT = 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ORIENTATION, _DPI_ACROSS, _DPI_DOWN, _DPI_UNIT = 0x0112, 0x011A, 0x011B, 0x0128  # EXIF 2.32, 4.6.4
_Decoded = TypeVar("_Decoded")
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


Name = str | Message
"""What a picture is called in messages: its path, or that it is in the data."""


class PictureError(MessageError):
    """A picture that can't be shown: a message with its name, and a remedy."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy the error as it is."""
        return _picture_error, (self.message,)


def _picture_error(text: Message) -> PictureError:
    return PictureError(text.key, **text.values)


@dataclass(frozen=True, slots=True)
class Raster:
    """Bytes of `kind` (png, jpeg, gif), width and height in `pixels`, and the density of each in dots per inch."""

    data: bytes
    kind: str
    pixels: tuple[int, int]
    dpi: tuple[float, float]


def read_raster(data: bytes, name: Name) -> Raster:
    """Read a picture: without metadata, upright, and verified to be complete. Raises PictureError."""
    try:
        if data.startswith(_PNG):
            return _verified(_read_png(data, name), name)
        if data.startswith(_JPEG):
            return _read_jpeg(data, name)
        if data.startswith(_GIF):
            return _verified(Raster(data, "gif", struct.unpack_from("<HH", data, 6), (96.0, 96.0)), name)
    except (struct.error, IndexError) as error:
        raise _broken(name) from error
    raise PictureError("picture.unknown", name=name)


def _broken(name: Name) -> PictureError:
    return PictureError("picture.broken", name=name)


def without_metadata(data: bytes) -> bytes:
    """Remove EXIF, comments and XMP from a PNG or JPEG; other data is unchanged."""
    try:
        if data.startswith(_PNG):
            wanted = [whole for kind, _, whole in _chunks(data) if kind not in _METADATA_CHUNKS]
            return b"".join((_PNG, *wanted))
        if data.startswith(_JPEG):
            return _jpeg_without_metadata(data)
    except (struct.error, IndexError):
        return data
    return data


def _jpeg_without_metadata(data: bytes) -> bytes:
    retained = [b"\xff\xd8"]
    for marker, body, start in _segments(data):
        if marker == _START_OF_SCAN:
            return b"".join((*retained, data[start:]))
        if _is_visible(marker, body):
            retained.append(data[start : start + 4 + len(body)])
    return data


def _read_png(data: bytes, name: Name) -> Raster:
    retained = [_PNG]
    pixels, dpi = (0, 0), (_DEFAULT_DPI, _DEFAULT_DPI)
    for kind, body, whole in _chunks(data):
        if kind == b"IHDR":
            pixels = struct.unpack_from(">II", body)
        if kind == b"pHYs" and len(body) == 9 and body[8] == 1:
            across, down = struct.unpack_from(">II", body)
            dpi = _density(across * 0.0254, down * 0.0254)
        if kind in _VISIBLE_CHUNKS:
            retained.append(whole)
    return Raster(b"".join(retained), "png", _checked(pixels, name), dpi)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each chunk up to the last as (type, content, complete chunk)."""
    at, kind = len(_PNG), b""
    while kind != b"IEND" and at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        yield kind, data[at + 8 : end - 4], data[at:end]
        at = end


def _read_jpeg(data: bytes, name: Name) -> Raster:
    retained, density, exif = [b"\xff\xd8"], None, dict[int, float]()
    pixels: tuple[int, int] = (0, 0)
    scans = len(data)
    for marker, body, start in _segments(data):
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            pixels = (width, height)
        if marker == _JFIF and body.startswith(b"JFIF\0"):
            density = _jfif_density(body)
        if marker == _EXIF_SEGMENT and body.startswith(b"Exif\0\0"):
            exif = _read_exif(body)
        if marker == _START_OF_SCAN:
            scans = start
            break
        if _is_visible(marker, body):
            retained.append(data[start : start + 4 + len(body)])
    rest = data[scans : data.rfind(b"\xff\xd9") + 2]
    pixels = _checked(pixels, name)
    if pixels[0] * pixels[1] * rest.count(b"\xff\xda") > _MOST_WORK:
        raise PictureError("picture.layers", name=name)
    orientation = int(exif.get(_ORIENTATION, 1))
    raster = Raster(b"".join(retained) + rest, "jpeg", pixels, density or _exif_density(exif))
    return _upright(raster, orientation if 1 <= orientation <= 8 else 1, name)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Each segment up to the first scan as (marker, content, offset)."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise struct.error
        if data[at + 1] == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield data[at + 1], data[at + 4 : at + 2 + length], at
        at += 2 + max(length, 2)


def _is_visible(marker: int, body: bytes) -> bool:
    """Whether a segment affects the appearance: all but comments and application data, except colour profiles."""
    if marker == _ICC_SEGMENT:
        return body.startswith(b"ICC_PROFILE\0")
    return marker in (_JFIF, _ADOBE) or not (0xE0 <= marker <= 0xEF or marker == _COMMENT)


def _jfif_density(body: bytes) -> tuple[float, float] | None:
    unit, across, down = struct.unpack_from(">BHH", body, 7)
    if unit not in (1, 2) or not across or not down:
        return None
    inch = 1.0 if unit == 1 else 2.54
    return _density(across * inch, down * inch)


def _read_exif(segment: bytes) -> dict[int, float]:
    """The orientation and density of an EXIF segment; empty if it is damaged."""
    exif = Image.Exif()
    try:
        with warnings.catch_warnings(action="ignore"):
            exif.load(segment)
            stated = {tag: exif.get(tag) for tag in (_ORIENTATION, _DPI_ACROSS, _DPI_DOWN, _DPI_UNIT)}
    except _BROKEN:
        return {}
    return {tag: float(value) for tag, value in stated.items() if isinstance(value, int | float | Rational)}


def _exif_density(exif: dict[int, float]) -> tuple[float, float]:
    inch = {2.0: 1.0, 3.0: 2.54}.get(exif.get(_DPI_UNIT, 2.0), 0.0)
    return _density(exif.get(_DPI_ACROSS, 0.0) * inch, exif.get(_DPI_DOWN, 0.0) * inch)


def _density(across: float, down: float) -> tuple[float, float]:
    """The density, or the default if it is implausible."""
    sound = all(_LEAST_DPI <= dpi <= _MOST_DPI for dpi in (across, down))
    return (across, down) if sound else (_DEFAULT_DPI, _DEFAULT_DPI)


def _checked(pixels: tuple[int, int], name: Name) -> tuple[int, int]:
    width, height = pixels
    if not width or not height:
        raise _broken(name)
    if width * height > _MOST_PIXELS:
        most = _MOST_PIXELS // 1_000_000
        raise PictureError("picture.pixels", name=name, width=width, height=height, most=most)
    return pixels


def _verified(raster: Raster, name: Name) -> Raster:
    _checked(raster.pixels, name)
    _decoded(raster, name, lambda image: image.load())
    return raster


def _upright(raster: Raster, orientation: int, name: Name) -> Raster:
    """Rotate or flip the JPEG by `orientation` (1 to 8, EXIF 4.6.4 A); re-encoded unless it is 1."""
    if orientation == 1:
        return _verified(raster, name)

    def turn(image: Image.Image) -> bytes:
        image.getexif()[0x0112] = orientation
        turned, out = ImageOps.exif_transpose(image), io.BytesIO()
        profile = image.info.get("icc_profile")
        turned.save(out, "JPEG", quality=_QUALITY, subsampling=0, icc_profile=profile, exif=b"")
        return out.getvalue()

    width, height = raster.pixels
    swapped = orientation >= 5
    pixels = (height, width) if swapped else (width, height)
    return Raster(
        _decoded(raster, name, turn), "jpeg", pixels, (raster.dpi[1], raster.dpi[0]) if swapped else raster.dpi
    )


def _decoded(raster: Raster, name: Name, use: Callable[[Image.Image], _Decoded]) -> _Decoded:
    """The result of `use` on the decoded image. Raises PictureError if it can't be decoded completely."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint switches it on
    try:
        with Image.open(io.BytesIO(raster.data), formats=[raster.kind.upper()]) as image:
            if image.size != raster.pixels:
                raise _broken(name)
            return use(image)
    except PictureError:
        raise
    except _BROKEN as error:
        raise _broken(name) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
