"""Read input files: bytes, UTF-8 text, and the result of parsing (`Source`)."""

from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Finding, InputError
from docgen.messages import system_reason
from docgen.yaml_source.tree import Node
from docgen.yaml_source.tree import Path as FieldPath

MAX_BYTES = 50 * 1024 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of `path`. Raises InputError if it is not a readable file, or is larger than `limit`."""
    try:
        if not path.is_file():
            key = "input.file:no_file" if path.exists() else "input.file:none"
            raise InputError(Finding.of(key).at(str(path)))
        size = path.stat().st_size
        if size > limit:
            found = Finding.of("input.file:size", size=round(size / 1048576), limit=limit // 1048576)
            raise InputError(found.at(str(path)))
        return path.read_bytes()
    except OSError as error:
        found = Finding.of("input.file:read", reason=system_reason(error))
        raise InputError(found.at(str(path))) from error


def decode_utf8(path: Path, data: bytes) -> str:
    """Decode UTF-8 with or without BOM. Raises InputError with the position of the first invalid byte."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise InputError(Finding.of(_encoding_key(data)).at(str(path), line, column)) from error


def _encoding_key(data: bytes) -> str:
    if data.startswith(_UTF16):
        return "input.encoding:utf_16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "input.encoding"
    return "input.encoding:gb18030"


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed input file: root node, findings, and paths of fields that are already reported as missing."""

    root: Node | None
    findings: list[Finding]
    reported: frozenset[FieldPath] = frozenset()
