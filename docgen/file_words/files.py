"""Whatever bytes a finished file carries, as (name, text) pairs to search; packages and PDF files are opened."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from docgen.errors import Finding, TemplateError
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import read_parts, unzip

Pairs = Iterator[tuple[str, str]]

_MOST_NESTED = 5
_MOST_KEPT = 400_000
_PRINTABLE = re.compile(rb"[\x20-\x7e]{6,}")
_PRINTABLE_WIDE = re.compile(rb"(?:[\x20-\x7e\x09]\x00|[^\x00-\xff][\x4e-\x9f]){4,}")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def pairs_of(name: str, data: bytes, depth: int = 0) -> Pairs:
    """What `data`, a part or an attachment called `name`, holds. Raises TemplateError if it is nested too deep."""
    if depth > _MOST_NESTED:
        raise TemplateError(Finding("template.too_large", "files are nested too deep in it to be searched", place=name))
    if data.startswith(b"PK\x03\x04"):
        for inner, content in unzip(name, data).items():
            yield from pairs_of(f"{name}!{inner}", content, depth + 1)
    elif data.startswith(b"%PDF"):
        yield from _pairs_of_pdf(data, f"{name}!", depth)
    elif (root := _tree(name, data)) is not None:
        from docgen.file_words.xml import pairs_of_xml  # noqa: PLC0415 - loaded where there is XML

        yield from pairs_of_xml(name, root, data)
    else:
        yield from _plain(name, data)


def words_of_office(data: bytes) -> Pairs:
    """What each part of a finished Office file holds: paragraphs, rows, names, and what the files inside it hold.

    Raises TemplateError if `data` is no Office file.
    """
    for name, content in read_parts("the finished file", data).items():
        yield from _pairs_of_part(name, content) if len(content) <= _MOST_KEPT else pairs_of(name, content)


@lru_cache(maxsize=128)
def _pairs_of_part(name: str, content: bytes) -> tuple[tuple[str, str], ...]:
    """Most parts of a file are the template's, and the same in each."""
    return tuple(pairs_of(name, content))


def words_of_pdf(data: bytes) -> Pairs:
    """What a finished PDF holds: the text of each page as read, each object's strings, metadata, attachments."""
    return _pairs_of_pdf(data, "", 0)


def _pairs_of_pdf(data: bytes, before: str, depth: int) -> Pairs:
    from docgen.file_words.pdf import pairs_of_pdf  # noqa: PLC0415 - pikepdf and PDFium are loaded where there is a PDF

    return pairs_of_pdf(data, before, lambda name, inner: pairs_of(name, inner, depth + 1))


def _tree(name: str, data: bytes) -> Any:
    """The root of XML; None for anything else."""
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if not start.startswith(b"<") and not name.lower().endswith((".xml", ".rels", ".vml", ".svg")):
        return None
    try:
        return parse_xml(data, huge=True)
    except etree.XMLSyntaxError:
        return None


def _plain(name: str, data: bytes) -> Pairs:
    """A text as it reads, JSON by its names and values, and of other bytes the runs that spell something."""
    text = _decoded(data)
    if text is None:
        runs = [run.decode("ascii") for run in _PRINTABLE.findall(data)]
        runs += [run.decode("utf-16-le", "ignore") for run in _PRINTABLE_WIDE.findall(data)]
        if runs:
            yield f"data {name}", "\n".join(runs)
        return
    try:
        yield f"text {name}", "\n".join(_values(json.loads(text)))
    except (ValueError, RecursionError):
        yield f"text {name}", text


def _decoded(data: bytes) -> str | None:
    encoding = next((known for mark, known in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if "\x00" not in text else None


def _values(value: Any) -> Iterator[str]:
    """Every name and value of JSON as it reads, whatever had to be escaped in it."""
    if isinstance(value, dict):
        for name, item in cast("dict[str, Any]", value).items():
            yield name
            yield from _values(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _values(item)
    elif value is not None:
        yield str(value)
