"""Every string of a finished file, read without docgen: what its pages print, and what else it holds."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
from lxml import etree
from PIL import Image

_PRINTED = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|(word|ppt)/charts/chart\d*\.xml"
    r"|ppt/(slides|slideLayouts|slideMasters)/\w+\.xml"
)
_TEXTS = {"t", "v", "delText", "instrText"}
_HUMAN = {"descr", "title", "alias", "tooltip", "author", "initials", "userId", "Target", "name", "val", "guid"}
_OF_STYLE = re.compile(
    r"(word/(styles|settings|fontTable|numbering|webSettings|theme/.*)|ppt/(theme/.*|tableStyles))\.xml"
)
"""Parts without a word of the document, whose names and values are the markup's; they are searched as bytes."""


@dataclass
class FileStrings:
    """`printed` is what pages and slides show; `carried` what else people or programs find, each with its place.

    `raw` is every part as text, for strings whose form gives them away wherever they stand.
    """

    printed: list[str] = field(default_factory=list[str])
    carried: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    raw: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def read_file(data: bytes, file_format: str) -> FileStrings:
    """All strings of a DOCX, PPTX, XLSX or PDF."""
    found = FileStrings()
    if file_format == "pdf":
        _read_pdf(data, found)
    else:
        _read_package(data, found, "")
    return found


def _read_package(data: bytes, found: FileStrings, inside: str) -> None:
    with zipfile.ZipFile(BytesIO(data)) as package:
        found.carried += [(inside, name) for name in (package.comment.decode("latin-1"),) if name]
        for info in package.infolist():
            name, content = f"{inside}{info.filename}", package.read(info)
            found.raw.append(("names", name))
            found.raw += [(name, content.decode(code, errors="ignore")) for code in ("utf-8", "utf-16-le")]
            if info.filename.endswith((".xml", ".rels", ".svg")):
                _read_xml(name, content, found)
            elif info.filename.endswith((".xlsx", ".xlsm")):
                _read_workbook(name, content, found)
            elif content[:2] == b"PK":
                _read_package(content, found, f"{name}!")
            else:
                _read_picture(name, content, found)


def _read_xml(name: str, content: bytes, found: FileStrings) -> None:
    root = etree.fromstring(content)
    is_printed = _PRINTED.fullmatch(name) is not None or name.endswith(".svg")
    for node in root.iter():
        if not isinstance(node.tag, str):
            found.carried.append((f"{name} comment", str(node.text)))
            continue
        tag = etree.QName(node).localname
        shown = is_printed and (tag in _TEXTS or name.endswith(".svg")) and not _is_hidden(node)
        for text, is_own in ((node.text, True), (node.tail, False)):
            if text and text.strip():
                if shown and is_own:
                    found.printed.append(text)
                elif not _OF_STYLE.fullmatch(name):
                    found.carried.append((f"{name} {tag}", text))
        _read_attributes(name, tag, node, found)


def _is_hidden(node: Any) -> bool:
    """Whether a run of Word is hidden text, or a figure's field stands in place of its result."""
    run = node.getparent()
    vanish = run.find("{*}rPr/{*}vanish") if run is not None else None
    return etree.QName(node).localname in {"instrText", "delText"} or vanish is not None


def _read_attributes(name: str, tag: str, node: Any, found: FileStrings) -> None:
    if _OF_STYLE.fullmatch(name):
        return
    for key, value in node.attrib.items():
        local = etree.QName(key).localname
        if local in _HUMAN and tag not in {"gd", "pStyle", "rStyle", "tblStyle"}:
            found.carried.append((f"{name} {tag}@{local}", str(value)))


def _read_workbook(name: str, content: bytes, found: FileStrings) -> None:
    book = openpyxl.load_workbook(BytesIO(content))
    found.carried += [(f"{name} names", str(value)) for value in book.defined_names]
    facts = book.properties
    found.carried += [
        (f"{name} {fact}", str(getattr(facts, fact)))
        for fact in ("creator", "title", "subject", "description", "keywords", "lastModifiedBy", "category")
        if getattr(facts, fact)
    ]
    for sheet in book.worksheets:
        found.carried.append((f"{name} sheet", sheet.title))
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    found.carried.append((f"{name} {cell.coordinate}", str(cell.value)))
                if cell.comment:
                    found.carried.append((f"{name} {cell.coordinate} comment", cell.comment.text))
    _read_package(content, FileStrings([], [], found.raw), f"{name}!")


def _read_picture(name: str, content: bytes, found: FileStrings) -> None:
    try:
        picture = Image.open(BytesIO(content))
    except OSError:
        return
    facts: dict[Any, Any] = {**picture.info, **dict(picture.getexif())}
    found.carried += [(f"{name} {key}", value) for key, value in facts.items() if isinstance(value, str)]


def _read_pdf(data: bytes, found: FileStrings) -> None:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        found.printed.append(page.get_textpage().get_text_range())
    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            _read_object(item, found)
        for name, value in pdf.docinfo.items():
            found.carried.append((f"info {name}", str(value)))
        for entry in _outline(pdf):
            found.carried.append(("outline", entry))
        found.carried += [("destination", name) for name in _destinations(pdf)]
        for name in pdf.attachments:
            held = pdf.attachments[name].get_file().read_bytes().decode("utf-8", errors="replace")
            found.carried += [("attachment", name), (f"attachment {name}", held)]


def _read_object(item: Any, found: FileStrings) -> None:
    place = f"object {item.objgen[0]}" if hasattr(item, "objgen") else "object"
    found.raw += [(place, text) for text in _strings_of(item)]
    if isinstance(item, pikepdf.Stream):
        try:
            content = item.read_bytes()
        except pikepdf.PdfError:
            return
        found.raw.append((f"{place} stream", content.decode("utf-8", errors="ignore")))
        if item.get("/Subtype") == "/XML":
            found.carried += [(f"{place} XMP", text) for text in _texts_of(content)]
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in ("/Alt", "/ActualText", "/E", "/T", "/TU", "/Contents", "/Desc", "/Title", "/Author"):
            value = item.get(key)
            if isinstance(value, pikepdf.String):
                found.carried.append((f"{place} {key}", str(value)))


def _texts_of(content: bytes) -> Iterator[str]:
    root = etree.fromstring(content)
    for node in root.iter():
        if isinstance(node.tag, str):
            yield from (str(text) for text in (node.text, *node.attrib.values()) if text and text.strip())


def _strings_of(item: Any) -> Iterator[str]:
    """The strings and names in an object, without those of objects that it refers to."""
    if isinstance(item, pikepdf.String | pikepdf.Name):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        for inner in item:
            if not getattr(inner, "is_indirect", False):
                yield from _strings_of(inner)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, inner in item.items():
            yield str(key)
            if not getattr(inner, "is_indirect", False):
                yield from _strings_of(inner)


def _outline(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            entry = waiting.pop()
            yield str(entry.title)
            waiting += list(entry.children)


def _destinations(pdf: pikepdf.Pdf) -> Iterator[str]:
    names = pdf.Root.get("/Names", {}).get("/Dests")
    waiting = [names] if names is not None else []
    while waiting:
        node = waiting.pop()
        yield from (str(name) for name in list(node.get("/Names", []))[::2])
        waiting += list(node.get("/Kids", []))
    if "/Dests" in pdf.Root:
        yield from (str(name) for name in pdf.Root.Dests)
