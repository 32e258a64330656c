"""Extract all text from a PDF as (name, text) pairs: pages, metadata, attachments, alternative texts, forms."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

Pairs = Iterator[tuple[str, str]]
Open = Callable[[str, bytes], Pairs]
"""Extracts the text of an embedded file, picture or metadata stream from its name and data."""

_DEPTH = 40
_READ = frozenset(
    f"/{name}"
    for name in (
        *("Title", "Contents", "RC", "Subj", "T", "TU", "V", "DV", "Opt", "Alt", "ActualText", "E", "P", "CA"),
    )
)
"""The keys whose strings a viewer shows: outlines, annotations, forms, structure, page labels."""
_ALTERNATIVE_TEXT = (b"ActualText", b"/Alt", b"/E(", b"/E (")


def read_pdf_text(data: bytes, prefix: str, open_inner: Open) -> Pairs:
    """The text of each page, each object's strings, metadata and attachments; `prefix` starts their names."""
    yield from _pages(data, prefix)
    with pikepdf.open(BytesIO(data)) as pdf:
        yield f"data {prefix}document information", "\n".join(str(value) for value in pdf.docinfo.values())
        for item in pdf.objects:
            name = f"{prefix}object {item.objgen[0]}"
            read, rest = list[str](), list[str]()
            _take_strings(item, _DEPTH, read, rest)
            if read:
                yield f"text {name}", "\n".join(read)
            if rest:
                yield f"data {name}", "\n".join(rest)
            if isinstance(item, pikepdf.Stream):
                yield from _stream(item, name, prefix, open_inner)


def _pages(data: bytes, prefix: str) -> Pairs:
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            read = text.get_text_range().replace("\r\n", "\n")
            yield f"text {prefix}page {number}", read
            if "\ufffe" in read:  # a hyphen at a line's end, which may belong to the word
                yield f"text {prefix}page {number}, hyphens kept", read.replace("\ufffe", "-")
            text.close()
            page.close()
    finally:
        document.close()


def _take_strings(item: Any, depth: int, read: list[str], rest: list[str]) -> None:
    """Add the strings of one object to `read` or `rest`; indirect objects are read by themselves."""
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for name, value in item.items():
            if name != "/ID":  # made by WeasyPrint from an object's number
                _take_inner(value, depth, read, read if name in _READ else rest)
    elif isinstance(item, pikepdf.Array):
        for value in item:  # pyright: ignore[reportGeneralTypeIssues]
            _take_inner(value, depth, read, rest)
    elif isinstance(item, pikepdf.String):
        rest.append(str(item))


def _take_inner(value: Any, depth: int, read: list[str], into: list[str]) -> None:
    if isinstance(value, pikepdf.String):
        into.append(str(value))
    elif depth and isinstance(value, pikepdf.Object) and not value.is_indirect:
        _take_strings(value, depth - 1, read, into)


def _stream(stream: pikepdf.Stream, name: str, prefix: str, open_inner: Open) -> Pairs:
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if kind == "/EmbeddedFile":
        yield from open_inner(f"{prefix}attachment {stream.objgen[0]}", stream.read_bytes())
    elif kind in {"/ObjStm", "/XRef"} or _is_font(stream, subtype):
        return
    elif subtype == "/Image":
        yield from open_inner(name, stream.read_raw_bytes())  # a JPEG has metadata of its own
    else:
        yield from _decoded(stream, name, open_inner)


def _decoded(stream: pikepdf.Stream, name: str, open_inner: Open) -> Pairs:
    """The text of metadata and scripts, and the alternative texts (ActualText, Alt, E) in drawing commands."""
    data = stream.read_bytes()
    if stream.get("/Type") == "/Metadata" or not _draws(stream, data):
        if b"begincmap" not in data:
            yield from open_inner(name, data)
    elif any(mark in data for mark in _ALTERNATIVE_TEXT):
        read, rest = list[str](), list[str]()
        for instruction in pikepdf.parse_content_stream(stream):
            if str(instruction.operator) in {"BDC", "DP"}:
                for operand in instruction.operands:
                    _take_strings(operand, _DEPTH, read, rest)
        yield f"text {name}", "\n".join((*read, *rest))


def _draws(stream: pikepdf.Stream, data: bytes) -> bool:
    """Whether a stream has drawing commands: of a page, a form, a pattern, a glyph."""
    if stream.get("/Type") in {"/XObject", "/Pattern"} or stream.get("/Subtype") == "/Form":
        return True
    return any(mark in data for mark in (b" re", b" cm", b"BT", b"BDC", b" Do", b" gs", b" sh"))


def _is_font(stream: pikepdf.Stream, subtype: str) -> bool:
    return "/Length1" in stream or subtype in {"/CIDFontType0C", "/Type1C", "/OpenType"} or "/FunctionType" in stream
