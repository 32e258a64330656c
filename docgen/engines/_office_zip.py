"""Turns an Office file's bytes into its parts, and parts into bytes that are the same each time."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from docgen.errors import Finding, TemplateError

_DATE = (1980, 1, 1, 0, 0, 0)
_MOST_PARTS = 10_000
_MOST_BYTES = 512 * 1024 * 1024
_LARGE, _MOST_RATIO = 32 * 1024 * 1024, 100


def read_parts(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of the package by name. Raises TemplateError if `data` is no Office file, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if _unpacks_to_too_much(entries):
                raise TemplateError(Finding("template.too_large", "the file unpacks to too much", file=name))
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise TemplateError(Finding("template.file", f"this is no Office file: {error}", file=name)) from error
    if "[Content_Types].xml" not in parts or "_rels/.rels" not in parts:
        raise TemplateError(Finding("template.file", "this is a zip file, but no Office file", file=name))
    return parts


def _unpacks_to_too_much(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether reading `entries` could fill the memory; pages of XML shrink to a tenth, a bomb to a thousandth."""
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    return len(entries) > _MOST_PARTS or size > _MOST_BYTES or size > max(_LARGE, packed * _MOST_RATIO)


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """A package of `parts`: content types first, the rest by name, one fixed date."""
    first = ("[Content_Types].xml", "_rels/.rels")
    order = [*first, *sorted(name for name in parts if name not in first)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()
