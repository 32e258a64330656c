"""Turns a Word template into the least that can be done with it: Jinja, UTF-8, deflate, and a zip written by hand.

No sandbox, no check, no tidying: what docgen's render is measured against. Parts without tags are joined as they
were compressed, once; parts with tags are rendered, compressed at zlib's level 6 and joined with their checksums.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from struct import pack
from typing import Any

from jinja2 import Environment

_ROW = re.compile(r"<w:tr>(?:(?!</w:tr>).)*?\{%tr (.*?)%\}.*?</w:tr>", re.DOTALL)
_DATE = 0x21  # 1 January 1980, as a zip writes it
_UTF8 = 0x800


def compile_floor(template: bytes) -> Callable[[Mapping[str, Any]], bytes]:
    """A function that fills `template`, written in docgen's tags, each within one run."""
    environment = Environment(autoescape=True)
    with zipfile.ZipFile(BytesIO(template)) as package:
        parts = [(info.filename.encode(), package.read(info)) for info in package.infolist()]
    steps: list[tuple[bytes, Any, Any]] = []
    for name, data in parts:
        if name.endswith(b".xml") and b"{{" in data:
            source = _ROW.sub(r"{% \1 %}", data.decode())
            steps.append((name, environment.from_string(source).render, None))
        else:
            steps.append((name, None, _packed(data)))
    return lambda names: _filled(steps, names)


def _packed(data: bytes) -> tuple[bytes, bytes]:
    """The facts of a member's header (checksum, sizes) and its compressed bytes."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = deflate.compress(data) + deflate.flush()
    return pack("<III", zlib.crc32(data), len(packed), len(data)), packed


def _filled(steps: list[tuple[bytes, Any, Any]], names: Mapping[str, Any]) -> bytes:
    out: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, render, ready in steps:
        facts, packed = ready or _packed(render(names).encode())
        common = pack("<HHHHH", 20, _UTF8, 8, 0, _DATE) + facts + pack("<HH", len(name), 0)
        out += (b"PK\x03\x04", common, name, packed)
        directory.append(b"PK\x01\x02\x14\x00" + common + pack("<HHHII", 0, 0, 0, 0, offset) + name)
        offset += 30 + len(name) + len(packed)
    listed = b"".join(directory)
    end = b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, len(steps), len(steps), len(listed), offset, 0)
    return b"".join((*out, listed, end))
