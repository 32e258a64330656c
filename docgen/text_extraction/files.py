"""Extract all text from a finished file as (name, text) pairs; nested packages and PDF files are opened."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Any, cast

from lxml import etree

from docgen.errors import Finding, TemplateError
from docgen.ooxml.names import A, Element, M, W
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import read_parts, unzip

Pairs = Iterator[tuple[str, str]]

_MOST_NESTED = 5
_MOST_CACHED = 400_000
_PRINTABLE = re.compile(rb"[\x20-\x7e]{6,}")
_PRINTABLE_WIDE = re.compile(rb"(?:[\x20-\x7e\x09]\x00|[^\x00-\xff][\x4e-\x9f]){4,}")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PARAGRAPHS = (f"{{{W}}}p", f"{{{A}}}p")
_ROWS = (f"{{{W}}}tr", f"{{{A}}}tr")
_CELLS = (f"{{{W}}}tc", f"{{{A}}}tc")
_TABLES = (f"{{{W}}}tbl", f"{{{A}}}tbl")
_TEXTS = (
    *(f"{{{W}}}{name}" for name in ("t", "delText", "instrText", "delInstrText")), f"{{{A}}}t", f"{{{M}}}t",
)  # fmt: skip
_MARKS = {
    f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n", f"{{{W}}}tab": " ", f"{{{W}}}noBreakHyphen": "-",
    f"{{{A}}}br": "\n",
}  # fmt: skip
_UNREAD = ("posOffset", "align", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "formatCode", "delimiter")
"""Elements whose text places a drawing or formats a figure."""
_ALTERNATIVE = frozenset(("descr", "title", "alt", "tooltip", "string"))
_NAMES = frozenset(("name", "displayText", "author", "initials", "subject", "caption"))
_VALUED = frozenset((
    "alias", "tag", "docVar", "helpText", "statusText", "default", "tblCaption", "tblDescription", "listItem",
))  # fmt: skip
"""Word elements whose value the author typed: of a content control, a form field, a table, a document variable."""
_DATA = re.compile(r"(.*!)?(docProps|customXml|docMetadata)/|.*(settings|styles|theme\d*|fontTable)\.xml$")
_NUMBERED = re.compile(r"(Connector|Label) \d+")
"""Names that the engines give to the lines and labels of a drawing."""
_ATTRIBUTE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
_WORDS = re.compile(r"\A[\W\d_]*+[^\W\d_][^\s\u00a0]*+[\s\u00a0][\W\d_]*+[^\W\d_]|[\u3400-\u9fff]{2}")


def extract_text(name: str, data: bytes, depth: int = 0) -> Pairs:
    """The text of `data`, a part or an attachment called `name`. Raises TemplateError if it is nested too deep."""
    if depth > _MOST_NESTED:
        raise TemplateError(Finding.of("template.too_large:nested", place=name))
    if data.startswith(b"PK\x03\x04"):
        for inner, content in unzip(name, data).items():
            yield from extract_text(f"{name}!{inner}", content, depth + 1)
    elif data.startswith(b"%PDF"):
        yield from _pdf_text(data, f"{name}!", depth)
    elif (root := _tree(name, data)) is not None:
        yield from _xml_text(name, root, data)
    else:
        yield from _plain(name, data)


def extract_office_text(data: bytes) -> Pairs:
    """The text of each part of a finished Office file: paragraphs, rows, names, and the text of nested files.

    Raises TemplateError if `data` is not an Office file.
    """
    for name, content in read_parts("the finished file", data).items():
        yield from _cached_text(name, content) if len(content) <= _MOST_CACHED else extract_text(name, content)


@lru_cache(maxsize=128)
def _cached_text(name: str, content: bytes) -> tuple[tuple[str, str], ...]:
    """The text of a part; cached, since most parts are the template's and the same in every file."""
    return tuple(extract_text(name, content))


def extract_pdf_text(data: bytes) -> Pairs:
    """The text of a finished PDF: of each page, each object's strings, metadata and attachments."""
    return _pdf_text(data, "", 0)


def _pdf_text(data: bytes, prefix: str, depth: int) -> Pairs:
    from docgen.text_extraction.pdf import read_pdf_text  # noqa: PLC0415 - loads pikepdf and PDFium

    return read_pdf_text(data, prefix, lambda name, inner: extract_text(name, inner, depth + 1))


def _tree(name: str, data: bytes) -> Any:
    """The root element if `data` is XML, else None."""
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if not start.startswith(b"<") and not name.lower().endswith((".xml", ".rels", ".vml", ".svg")):
        return None
    try:
        return parse_xml(data, huge=True)
    except etree.XMLSyntaxError:
        return None


def _plain(name: str, data: bytes) -> Pairs:
    """The text of a text file, the keys and values of JSON, and runs of printable characters in other bytes."""
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
    """The unescaped keys and values of JSON."""
    if isinstance(value, dict):
        for name, item in cast("dict[str, Any]", value).items():
            yield name
            yield from _values(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _values(item)
    elif value is not None:
        yield str(value)


def _xml_text(name: str, root: Element, data: bytes) -> Pairs:
    """The pairs of one part: a `text` for each paragraph or table row, `text` or `data` for text outside paragraphs,
    `text` for alternative texts, `data` for names and link targets, `marks` for all other attributes with words.
    """
    yield from _paragraphs_and_rows(name, root)
    kind = "data" if _DATA.match(name) or etree.QName(root).localname in {"xmpmeta", "RDF"} else "text"
    if rest := "\n".join(_outside(root)):
        yield f"{kind} {name}", rest
    alternative, named = list[str](), list[str]()
    for element in root.iter(etree.Element):
        if attributes := element.items():
            _take_attributes(element, attributes, alternative, named)
    if alternative:
        yield f"text {name}, alternative text", "\n".join(alternative)
    remarks = [remark.text or "" for remark in root.iter(etree.Comment, etree.ProcessingInstruction)]
    if named or remarks:
        yield f"data {name}, names", "\n".join((*dict.fromkeys(named), *remarks))
    written = {one or other for one, other in _ATTRIBUTE.findall(data.decode("utf-8", "replace"))}
    if marks := "\n".join(sorted(unescape(value) for value in written if _WORDS.search(value))):
        yield f"marks {name}, attributes", marks


def _paragraphs_and_rows(name: str, root: Element) -> Pairs:
    """Each paragraph outside tables, and each table row with tabs between its cells."""
    paragraphs, tables = 0, 0
    rows: dict[Element, tuple[int, int]] = {}
    for element in root.iter(*_PARAGRAPHS, *_TABLES, *_ROWS):
        if element.tag in _TABLES:
            tables += 1
            rows[element] = (tables, 0)
        elif element.tag in _ROWS:
            table = next(element.iterancestors(*_TABLES), None)
            number, row = rows.get(table, (0, 0)) if table is not None else (0, 0)
            if table is not None:
                rows[table] = (number, row + 1)
            text = "\t".join(_cell(cell) for cell in element.iter(*_CELLS) if _nearest(cell, _ROWS) is element)
            if text.strip():
                yield f"text {name}, table {number}, row {row + 1}", text
        elif _nearest(element, _CELLS) is None:
            paragraphs += 1
            if text := _text(element):
                yield f"text {name}, paragraph {paragraphs}", text


def _nearest(element: Element, tags: tuple[str, ...]) -> Element | None:
    return next(element.iterancestors(*tags), None)


def _cell(cell: Element) -> str:
    inside = (paragraph for paragraph in cell.iter(*_PARAGRAPHS) if _nearest(paragraph, _CELLS) is cell)
    return "\n".join(_text(paragraph) for paragraph in inside)


def _text(paragraph: Element) -> str:
    """The text of a paragraph, without text boxes anchored in it."""
    is_alone = next(islice(paragraph.iterdescendants(*_PARAGRAPHS), 1), None) is None
    return "".join(
        _MARKS.get(str(mark.tag), mark.text or "")
        for mark in paragraph.iter(*_TEXTS, *_MARKS)
        if is_alone or _nearest(mark, _PARAGRAPHS) is paragraph
    )


def _outside(root: Element) -> Iterator[str]:
    """The text of other elements: values of charts and sheets, properties, drawings."""
    for element in root.iter(etree.Element):
        text = element.text
        if not text or not text.strip() or element.tag in _TEXTS:
            continue
        local = _local(str(element.tag))
        holder = element.getparent()
        is_index = local == "v" and holder is not None and holder.get("t") == "s"  # of a workbook's shared string
        if local not in _UNREAD and not is_index:
            yield text
        yield from (child.tail for child in element if child.tail and child.tail.strip())


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def _take_attributes(
    element: Element, attributes: Iterable[tuple[str, str]], alternative: list[str], named: list[str]
) -> None:
    local = _local(str(element.tag))
    for key, value in attributes:
        name = _local(key)
        if name in _ALTERNATIVE:
            alternative.append(value)
        elif name == "name" and _NUMBERED.fullmatch(value):
            continue
        elif (
            name in _NAMES
            or local in _VALUED
            or (name == "val" and local == "tag")
            or (name == "Target" and element.get("TargetMode") == "External")
        ):
            named.append(value)
