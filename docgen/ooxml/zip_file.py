"""Read and write the ZIP file of an Office package, with limits on what is read and reproducible bytes.

A `Member` is a deflated part. An unchanged part is deflated once and copied from then on.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from docgen.errors import Finding, TemplateError

_MOST_PARTS = 10_000
# what `zipfile` raises for bytes that are not a ZIP file, an encrypted one, or one with wrong sizes
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, LookupError,
)  # fmt: skip
_MOST_BYTES = 512 * 1024 * 1024
_LARGE, _MOST_RATIO = 32 * 1024 * 1024, 100
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DEFLATED = 8
_VERSION, _UTF8 = 20, 0x800
_TIME, _DAY = 0, 0x21  # midnight of 1980-01-01, the first date that a ZIP file can have
_MODE = 0o600 << 16
_UNIX = 3 << 8
# APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16: local header, central header, end of the directory
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class Member:
    """A part as stored in a package: `packed` is deflated; `crc` and `size` are of the unpacked data."""

    name: str
    packed: bytes
    crc: int
    size: int


def pack(name: str, data: bytes) -> Member:
    """Deflate a part."""
    return pack_pieces(name, (data,))


def pack_pieces(name: str, pieces: Iterable[bytes]) -> Member:
    """Deflate a part piece by piece, so that it is never in memory entirely."""
    deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed: list[bytes] = []
    crc = size = 0
    for piece in pieces:
        packed.append(deflate.compress(piece))
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    packed.append(deflate.flush())
    return Member(name, b"".join(packed), crc, size)


def unpack(member: Member) -> bytes:
    """The unpacked data of a member."""
    return zlib.decompress(member.packed, -zlib.MAX_WBITS)


def read_parts(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of a package by name. Raises TemplateError if `data` is not an Office file, or unpacks to too much."""
    parts = unzip(name, data)
    if "[Content_Types].xml" not in parts or "_rels/.rels" not in parts:
        raise TemplateError(Finding.of("template.file:zip").at(name))
    return parts


def unzip(name: str, data: bytes) -> dict[str, bytes]:
    """The members of a ZIP file by name. Raises TemplateError if `data` is not one, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if wrong := _wrong_with(entries):
                raise TemplateError(wrong.at(name))
            return {entry.filename: archive.read(entry) for entry in entries}
    except _BROKEN as error:
        raise TemplateError(Finding.of("template.file:unreadable", reason=str(error)).at(name)) from error


def _wrong_with(entries: list[zipfile.ZipInfo]) -> Finding | None:
    """Why `entries` can't be read: they would fill the memory, or be ambiguous; None if they can."""
    if _unpacks_to_too_much(entries):
        return Finding.of("template.too_large")
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        return Finding.of("template.file:two_parts")
    for entry in entries:
        if not _is_part_name(entry.filename):
            return Finding.of("template.file:part_name", name=repr(entry.filename[:80]))
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            return Finding.of("template.file:packing", place=entry.filename)
    spans = sorted((entry.header_offset, entry.header_offset + _LOCAL.size + entry.compress_size) for entry in entries)
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        return Finding.of("template.file:overlap")
    return None


def _is_part_name(name: str) -> bool:
    """Whether `name` is a valid part name (ECMA-376 part 2, 6.2.2): no `..`, absolute path or unprintable character."""
    steps = name.split("/")
    return name.isprintable() and "\\" not in name and ":" not in name and not {"", ".", ".."} & set(steps)


def _unpacks_to_too_much(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether reading `entries` could fill the memory; XML deflates to about a tenth, a bomb to a thousandth."""
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    return len(entries) > _MOST_PARTS or size > _MOST_BYTES or size > max(_LARGE, packed * _MOST_RATIO)


def read_members(data: bytes) -> dict[str, Member]:
    """The members of a package written by `write_members`, still deflated. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: _raw(data, entry) for entry in archive.infolist()}


def _raw(data: bytes, entry: zipfile.ZipInfo) -> Member:
    if entry.compress_type != _DEFLATED:
        raise zipfile.BadZipFile(entry.filename)
    *_, name, extra = _LOCAL.unpack_from(data, entry.header_offset)
    start = entry.header_offset + _LOCAL.size + name + extra
    return Member(entry.filename, data[start : start + entry.compress_size], entry.CRC, entry.file_size)


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """A package of `parts`: content types first, the rest sorted by name, with a fixed date."""
    return write_members(pack(name, data) for name, data in parts.items())


def write_members(members: Iterable[Member]) -> bytes:
    """A package of `members`: content types first, the rest sorted by name, with a fixed date."""
    by_name = {member.name: member for member in members}
    order = [name for name in _FIRST if name in by_name]
    order += sorted(name for name in by_name if name not in _FIRST)
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in order:
        member, title = by_name[name], name.encode()
        flags = 0 if name.isascii() else _UTF8
        facts = (flags, _DEFLATED, _TIME, _DAY, member.crc, len(member.packed), member.size, len(title), 0)
        pieces += (_LOCAL.pack(b"PK\3\4", _VERSION, *facts), title, member.packed)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION | _UNIX, _VERSION, *facts, 0, 0, 0, _MODE, offset), title)
        offset += _LOCAL.size + len(title) + len(member.packed)
    count, length = len(order), sum(map(len, directory))
    end = _END.pack(b"PK\5\6", 0, 0, count, count, length, offset, 0)
    return b"".join((*pieces, *directory, end))
