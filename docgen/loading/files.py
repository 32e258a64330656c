"""Read input files: bytes, UTF-8 text, and the result of parsing (`Source`)."""

from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Finding, InputError
from docgen.yaml_source.tree import Node
from docgen.yaml_source.tree import Path as FieldPath

MAX_BYTES = 50 * 1024 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of `path`. Raises InputError if it is not a readable file, or is larger than `limit`."""
    try:
        if not path.is_file():
            raise InputError(_refusal(path, "there is no such file" if not path.exists() else "this is not a file"))
        size = path.stat().st_size
        if size > limit:
            raise InputError(
                _refusal(path, f"the file has {size / 1048576:.0f} MB", f"the limit is {limit // 1048576} MB")
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(_refusal(path, f"the file can't be read: {error.strerror or error}")) from error


def _refusal(path: Path, message: str, hint: str = "") -> Finding:
    return Finding("input.file", message, hint, file=str(path))


def decode_utf8(path: Path, data: bytes) -> str:
    """Decode UTF-8 with or without BOM. Raises InputError with the position of the first invalid byte."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message, hint = "the file is not UTF-8 text", f"{_guess(data)}save it as UTF-8"
        raise InputError(Finding("input.encoding", message, hint, str(path), line, column)) from error


def _guess(data: bytes) -> str:
    if data.startswith(_UTF16):
        return "it looks like UTF-16; "
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "it looks like GB18030 (GBK); "


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed input file: root node, findings, and paths of fields that are already reported as missing."""

    root: Node | None
    findings: list[Finding]
    reported: frozenset[FieldPath] = frozenset()
