"""Inspect a finished file: its stamp, and whether it was changed since docgen wrote it."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from docgen.engines import engine_for
from docgen.errors import Finding, InputError
from docgen.formats import FORMATS
from docgen.messages import Message, message, system_reason
from docgen.stamp import Stamp, stamp_from

Contents = Literal["as_written", "changed", "unchecked"]
_CONTENTS: Mapping[bool | None, Contents] = {True: "as_written", False: "changed", None: "unchecked"}

_MAX_BYTES = 512 * 1024 * 1024
_ZIP, _PDF, _OLE = b"PK\3\4", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Inspected:
    """The stamp of a finished file and the state of its contents.

    `contents` are `as_written`, or `changed`: another program saved or edited the file since; or `unchecked`: the file
    has no digest of them, because an earlier docgen wrote it or the digest was removed. None of this is proof: no key
    is involved, and whoever edits a file can compute its digests again.
    """

    stamp: Stamp
    claimed_id: str
    contents: Contents

    @property
    def consistent(self) -> bool:
        """Whether the id in the file is the hash of the facts in the file."""
        return self.stamp.id == self.claimed_id

    @property
    def intact(self) -> bool:
        """Whether the stamp is consistent and the contents are as docgen wrote them."""
        return self.consistent and self.contents == "as_written"


def inspect(path: str | Path) -> Inspected:
    """The stamp of a finished file, and whether the file was changed since.

    Raises InputError if the file can't be read, isn't of a format that docgen writes, is damaged or has no stamp.
    """
    file = Path(path)
    try:
        file_format = _format_of(file)
        return inspect_bytes(_read(file), file_format)
    except OSError as error:
        raise InputError(Finding.of("inspect.read", reason=system_reason(error)).at(str(path))) from error
    except InputError as error:
        raise InputError([finding.at(str(path)) for finding in error.findings]) from error


def inspect_bytes(data: bytes, file_format: str) -> Inspected:
    """Like `inspect`, for the bytes of a file whose suffix is `file_format`."""
    _check_signature(file_format, data)
    engine = engine_for(file_format)
    found = stamp_from(engine.read_stamp(data))
    if found is None:
        raise InputError(Finding.of("inspect.stamp"))
    return Inspected(*found, _CONTENTS[engine.is_as_written(data)])


def _format_of(file: Path) -> str:
    file_format = file.suffix.lower().lstrip(".")
    if file_format not in FORMATS:
        raise InputError(Finding.of("inspect.format:suffix", suffixes=[f".{known}" for known in FORMATS]))
    return file_format


def _read(file: Path) -> bytes:
    if file.is_dir():
        raise InputError(Finding.of("inspect.folder"))
    if file.exists() and not file.is_file():
        raise InputError(Finding.of("inspect.read:device"))
    size = file.stat().st_size
    if size > _MAX_BYTES:
        values = {"size": size, "limit": _MAX_BYTES, "size_mb": size >> 20, "limit_mb": _MAX_BYTES >> 20}
        raise InputError(Finding("inspect.too_large", Message("inspect.too_large", values), values=values))
    return file.read_bytes()


def _check_signature(file_format: str, data: bytes) -> None:
    """Raise InputError if `data` doesn't begin like a file of `file_format`."""
    if data.startswith(_OLE):
        raise InputError(Finding.of("inspect.encrypted" if _ENCRYPTED in data else "inspect.format:ole"))
    found = _detect_format(data, file_format)
    if found == file_format:
        return
    if found is None:
        key = "inspect.format:content" if data else "inspect.format:empty"
        raise InputError(Finding.of(key, noun=_noun(file_format)))
    values = {"is": found, "suffix": file_format, "noun": _noun(found)}
    raise InputError(Finding("inspect.suffix", Message("inspect.suffix", values), values=values))


def _noun(file_format: str) -> Message:
    return message(f"term.file_{file_format}")


def _detect_format(data: bytes, file_format: str) -> str | None:
    """The format of `data` by its first bytes; a package that can't be opened may be a damaged `file_format`."""
    if _PDF in data[:1024]:
        return "pdf"
    if not data.startswith(_ZIP):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            folders = {name.partition("/")[0] for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return file_format if FORMATS[file_format].is_office else "docx"
    found = [name for name, known in FORMATS.items() if known.is_office and known.part_folder in folders]
    return file_format if file_format in found else next(iter(found), None)
