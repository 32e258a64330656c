"""Read any file as an outline, by its content; what can't be read is reported in the outline, not raised."""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

from docgen.compare.outline import Formatting, Outline, Piece, Span, as_text, plain
from docgen.errors import Finding, InputError, TemplateError
from docgen.messages import Message, message, system_reason
from docgen.schemas.declared import NO_FIELDS, DeclaredFields

_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_MOST_TEXT = 20_000_000
_PROPERTIES = {"Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords"}
_MOST_PAGES = 2_000


def read_outline(name: str, data: bytes, declared: DeclaredFields = NO_FIELDS) -> Outline:
    """The outline of a file called `name`; the same bytes give the same outline.

    `declared` are the declared fields whose titles may be tags of content controls.
    """
    try:
        return _parser(name, data, declared)(name, data)
    except TemplateError as error:
        return _unread(data, message("compare.unread:findings", reasons=[finding.words for finding in error.findings]))
    except RecursionError:
        return _unread(data, message("compare.unread:deep"))
    except (
        ValueError,
        LookupError,
        TypeError,
        ArithmeticError,
        AttributeError,
        SyntaxError,
    ) as error:  # from parsing an unusual file
        return _unread(data, message("compare.unread", reason=error))


def template_text(path: str | Path) -> str:
    """A DOCX, PPTX, PDF, HTML or text file as plain text, for reading and for `git diff` (textconv).

    The text depends on the bytes and the suffix, not on the path; what can't be read is listed at its end. Raises
    InputError if the file can't be read.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(Finding.of("compare.read", reason=system_reason(error)).at(str(path))) from error
    return as_text(read_outline(file.name, data))


def _parser(name: str, data: bytes, declared: DeclaredFields) -> Callable[[str, bytes], Outline]:
    suffix = name.lower().rpartition(".")[2]
    if data.startswith(_ZIP):
        return partial(_office, declared)
    if _PDF in data[:1024]:
        return _read_pdf
    return _html if suffix in {"html", "htm", "css"} else _text


def _office(declared: DeclaredFields, name: str, data: bytes) -> Outline:
    from docgen.compare.deck import read_deck  # noqa: PLC0415
    from docgen.compare.package import Package, local  # noqa: PLC0415
    from docgen.compare.word import read_word  # noqa: PLC0415

    package = Package.read(name, data)
    root = package.tree(package.main())
    kind = "" if root is None else local(root)
    if kind == "document":
        return read_word(name, data, declared)
    if kind == "presentation":
        return read_deck(name, data)
    if package.unread:
        return _unread(data, message("compare.unread:findings", reasons=package.unread))
    return _unread(data, message("compare.unread:office", kind=kind))


def _html(name: str, data: bytes) -> Outline:
    from docgen.compare.html import read_html, read_style_sheet  # noqa: PLC0415

    text = _decoded(data)
    if text is None:
        return _unread(data, message("compare.unread:encoding"))
    return read_style_sheet(text) if name.lower().endswith(".css") else read_html(text)


def _text(name: str, data: bytes) -> Outline:
    text = _decoded(data)
    if text is None:
        return _unread(data, message("compare.unread:format"))
    lines = tuple(Piece("paragraph", "", (Span(line.rstrip()),)) for line in text.splitlines() if line.strip())
    return Outline("text", {}, (Piece("body", inner=lines),))


def _decoded(data: bytes) -> str | None:
    if b"\0" in data or len(data) > _MOST_TEXT:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _unread(data: bytes, why: Message) -> Outline:
    digest = message("compare.unread:digest", size=len(data), digest=hashlib.sha256(data).hexdigest())
    return Outline("file", {}, (), (why, digest))


def _read_pdf(name: str, data: bytes) -> Outline:
    """The outline of a PDF. Raises TemplateError if it can't be opened."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise TemplateError(Finding.of("template.file:unopened_pdf", reason=error).at(name)) from error
    try:
        count = len(document)
        unread = (message("compare.unread:pages", count=_MOST_PAGES),) if count > _MOST_PAGES else ()
        pages = tuple(_page(document, number) for number in range(min(count, _MOST_PAGES)))
        return Outline("pdf", dict(_facts(document)), pages, unread)
    finally:
        document.close()


def _facts(document: Any) -> Iterator[tuple[tuple[str, str], Formatting]]:
    metadata = document.get_metadata_dict()
    for key, title in _PROPERTIES.items():
        if metadata.get(key):
            yield ("property", title), {"value": plain(metadata[key])}


def _page(document: Any, number: int) -> Piece:
    page = document[number]
    try:
        width, height = (f"{length / 72 * 2.54:.1f} cm" for length in page.get_size())
        text = page.get_textpage()
        lines = text.get_text_bounded().splitlines()
        text.close()
    finally:
        page.close()
    inner = tuple(Piece("paragraph", "", (Span(line.strip()),)) for line in lines if line.strip())
    return Piece("page", str(number + 1), (), {"size": plain(f"{width} × {height}")}, inner)
