"""Turns a stamp into a PDF's document information and XMP, and a PDF back into its stamp and all its text."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any, cast

import pikepdf
import pypdfium2

from docgen.engines._pdf_archive import date_attachments
from docgen.engines._pdf_xmp import packet
from docgen.errors import Finding, InputError
from docgen.stamp import BLANK, CONTENTS, Stamp

_PREFIX = "docgen."
_DIGEST = re.compile(rb"(<docgen:contents>)([0-9a-f]{64})(</docgen:contents>)")
"""The digest of the contents, in the XMP, which is the one stream of a PDF that is not compressed."""
_METHOD = "sha256, see the XMP"
_MOST_MEMORY = 512 * 1024 * 1024
_STRUCTURE_DEPTH = 40


def stamp(data: bytes, stamp: Stamp) -> bytes:
    """Write `stamp` into the document information and the XMP of a PDF, with the stamp's date as its only date.

    The XMP declares PDF/A-3u and PDF/UA-1, which is what `render` makes, and holds a digest of the whole file (see
    `stamp.CONTENTS`).
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        moment = f"D:{date.fromisoformat(stamp.date):%Y%m%d}000000Z"
        _write_information(pdf, stamp, moment)
        _write_xmp(pdf, stamp)
        date_attachments(pdf, moment)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    written = out.getvalue()
    return _with_digest(written, hashlib.sha256(written).hexdigest())


def _with_digest(data: bytes, digest: str) -> bytes:
    return _DIGEST.sub(rb"\g<1>" + digest.encode() + rb"\g<3>", data)


def is_as_written(data: bytes) -> bool | None:
    """Whether every byte is as `stamp` left it; None if the file has no digest. Raises InputError as `read_stamp`."""
    found = [match[2].decode() for match in _DIGEST.finditer(data)]
    if not found and CONTENTS not in _properties(data):
        return None
    return len(found) == 1 and found[0] == hashlib.sha256(_with_digest(data, BLANK)).hexdigest()


def _write_information(pdf: pikepdf.Pdf, stamp: Stamp, moment: str) -> None:
    facts = {
        "Title": stamp.title,
        "Creator": stamp.generator,
        "CreationDate": moment,
        "ModDate": moment,
        **stamp.as_properties(),
        CONTENTS: _METHOD,
    }
    for name, value in facts.items():
        pdf.docinfo[f"/{name}"] = pikepdf.String(value)


def _write_xmp(pdf: pikepdf.Pdf, stamp: Stamp) -> None:
    author, producer = (str(pdf.docinfo.get(name, "")) for name in ("/Author", "/Producer"))
    xmp = pikepdf.Stream(pdf, packet(stamp, str(pdf.Root.get("/Lang", "")), author, producer))
    xmp.Type, xmp.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(xmp)


def read_stamp(data: bytes) -> Mapping[str, str]:
    """The stamp's properties in the document information of a PDF; empty if it holds none.

    Raises InputError if it is no PDF, or one that is damaged or protected by a password.
    """
    return {name: value for name, value in _properties(data).items() if name != CONTENTS}


def _properties(data: bytes) -> dict[str, str]:
    """The properties named `docgen.…`."""
    _bound_memory()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            found = {str(name).removeprefix("/"): str(value) for name, value in pdf.docinfo.items()}
    except pikepdf.PasswordError as error:
        raise InputError(_unreadable("the file is protected by a password")) from error
    except _BROKEN as error:
        why = str(error).rpartition(": ")[2]  # before it stands the name of a stream in memory
        raise InputError(_unreadable(f"the file is damaged: {why}")) from error
    return {name: value for name, value in found.items() if name.startswith(_PREFIX)}


# what pikepdf raises for a damaged file, besides its own errors: for strings, dictionaries and numbers that are none
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError, OverflowError, MemoryError)


def _unreadable(why: str) -> Finding:
    return Finding("inspect.damaged", "carries no stamp that can be read", why, values={"why": why})


def _bound_memory() -> None:
    """Have qpdf refuse streams that unpack to very much, where pikepdf offers it."""
    if hasattr(pikepdf.settings, "set_qpdf_limits"):
        pikepdf.settings.set_qpdf_limits(flate_max_memory=_MOST_MEMORY, run_length_max_memory=_MOST_MEMORY)


def searchable(data: bytes) -> Iterator[tuple[str, str]]:
    """All that a PDF holds: the text of each page as read, each object's strings, each stream decoded, attachments."""
    yield from _page_texts(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        yield "text document information", "\n".join(str(value) for value in pdf.docinfo.values())
        for item in pdf.objects:
            name = f"object {item.objgen[0]}"
            strings = "\n".join(_strings(item, _STRUCTURE_DEPTH))
            if strings:
                yield f"text {name}", strings
            if isinstance(item, pikepdf.Stream):
                yield _stream_name(item, name), _stream_text(item)
            if _is_json(item):
                yield f"text attachment {item.objgen[0]}", "\n".join(_json_strings(json.loads(item.read_bytes())))


def _is_json(item: Any) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/application/json"


def _json_strings(value: Any) -> Iterator[str]:
    """Every name and value of attached data as it reads, whatever JSON had to escape in it."""
    if isinstance(value, dict):
        for name, item in cast("dict[str, Any]", value).items():
            yield name
            yield from _json_strings(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _json_strings(item)
    elif value is not None:
        yield str(value)


def _page_texts(data: bytes) -> Iterator[tuple[str, str]]:
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            yield f"text page {number}", text.get_text_bounded().replace("\r\n", "\n")
            text.close()
            page.close()
    finally:
        document.close()


def _strings(item: Any, depth: int) -> Iterator[str]:
    """The strings of one object; what it only refers to is an object of its own."""
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif depth and isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for name, value in item.items():
            if name != "/ID":  # made by WeasyPrint from an object's number
                yield from _inner_strings(value, depth)
    elif depth and isinstance(item, pikepdf.Array):
        for value in item:  # pyright: ignore[reportGeneralTypeIssues]
            yield from _inner_strings(value, depth)


def _inner_strings(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _strings(value, depth - 1)


def _stream_name(stream: pikepdf.Stream, name: str) -> str:
    kind = str(stream.get("/Type", ""))
    return name if kind in {"/Metadata", "/EmbeddedFile"} else f"stream {name}"


def _stream_text(stream: pikepdf.Stream) -> str:
    if stream.get("/Subtype") == "/Image":  # pixels hold no text
        return ""
    data = stream.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
