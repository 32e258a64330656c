"""Read the file to adopt: its parts, without links to data sources; refuse what can't be adopted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.engines.docx.part import parse
from docgen.engines.office.check import POWERPOINT, WORD, check_package
from docgen.errors import Finding, InputError, TemplateError
from docgen.messages import Message, message
from docgen.ooxml.names import Element, w
from docgen.ooxml.package import TYPES_PART, office_document, read_rels, rels_part, slide_parts
from docgen.ooxml.zip_file import read_parts

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: the signature of .doc and of an encrypted .docx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: the stream with the encrypted file
_TYPES = {  # content types of .dotx, .potx and .ppsx, and those of the template
    b"wordprocessingml.template.main+xml": b"wordprocessingml.document.main+xml",
    b"presentationml.template.main+xml": b"presentationml.presentation.main+xml",
    b"presentationml.slideshow.main+xml": b"presentationml.presentation.main+xml",
}
_TEXT_KINDS = ("header", "footer", "footnotes", "endnotes")
_FETCHING = ("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource")
_CHANGES = tuple(
    w(name)
    for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "rPrChange", "pPrChange", "tblPrChange")
)
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")


@dataclass(slots=True)
class Original:
    """A document's parts, notes for the user, and the names to show of the parts with text, in document order."""

    name: str
    parts: dict[str, bytes]
    text_parts: dict[str, str]
    notes: list[Message]
    file_format: str = "docx"


def read_original(name: str, data: bytes) -> Original:
    """Read a Word or PowerPoint file. Raises InputError if it is unreadable, protected, or has tracked changes."""
    _refuse_other_files(name, data)
    try:
        parts = read_parts(name, data)
        main = office_document(parts)
        file_format = "pptx" if main.startswith("ppt/") else "docx"
        notes = list(_remove_sources(parts))
        unlinked = check_package(name, parts, POWERPOINT if file_format == "pptx" else WORD)
        notes += (finding.words for finding in unlinked)
        text_parts = _slides(name, parts) if file_format == "pptx" else _word_texts(parts)
    except TemplateError as error:
        raise InputError(error.findings) from error
    except (etree.XMLSyntaxError, StopIteration, KeyError) as error:
        raise InputError(Finding.of("adopt.file", reason=error).at(name)) from error
    _refuse_changes(name, parts, text_parts)
    if any("comments" in part for part in parts):
        notes.append(message("adopt.note:comments"))
    return Original(name, parts, text_parts, notes, file_format)


def _word_texts(parts: dict[str, bytes]) -> dict[str, str]:
    """The parts of a Word file with text, and their names to show."""
    document = office_document(parts)
    linked = [item.target for item in read_rels(parts, document) if item.name in _TEXT_KINDS and not item.external]
    texts = dict.fromkeys(part for part in (document, *linked) if part in parts)
    return {part: part.removeprefix("word/").removesuffix(".xml") for part in texts}


def _slides(name: str, parts: dict[str, bytes]) -> dict[str, str]:
    return {part: f"slide {number}" for number, part in enumerate(slide_parts(name, parts, office_document(parts)), 1)}


def write_part(root: Element, before: bytes) -> bytes:
    """Serialise a part with the XML declaration that it had."""
    found = _DECLARATION.match(before)
    head = found.group() if found else b""
    return head + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _refuse_other_files(name: str, data: bytes) -> None:
    key = ""
    if data.startswith(_COMPOUND_FILE):
        key = "adopt.file:encrypted" if _ENCRYPTED in data else "adopt.file:ole"
    elif data.startswith(b"{\\rtf"):
        key = "adopt.file:rtf"
    elif data.startswith(b"%PDF"):
        key = "adopt.file:pdf"
    elif not data:
        key = "adopt.file:empty"
    if key:
        raise InputError(Finding.of(key).at(name))


def _remove_sources(parts: dict[str, bytes]) -> Iterator[Message]:
    """Remove the data source and the attached template, set the content type of a document; yield notes."""
    for old, new in _TYPES.items():
        parts[TYPES_PART] = parts[TYPES_PART].replace(old, new)
    document = office_document(parts)
    settings = next((item.target for item in read_rels(parts, document) if item.name == "settings"), "")
    if settings not in parts:
        return
    root = parse(parts[settings])
    removed = list(root.iter(w("mailMerge"), w("attachedTemplate")))
    for element in removed:
        root.remove(element)
        yield message(_REMOVED[etree.QName(element).localname])
    if removed:
        parts[settings] = write_part(root, parts[settings])
    links = rels_part(settings)
    if links in parts:
        _unlink(parts, links)


_REMOVED = {"mailMerge": "adopt.note:mail_merge", "attachedTemplate": "adopt.note:attached_template"}


def _unlink(parts: dict[str, bytes], links: str) -> None:
    root = parse(parts[links])
    removed = [item for item in root if (item.get("Type") or "").rsplit("/", 1)[-1] in _FETCHING]
    for item in removed:
        root.remove(item)
    if removed:
        parts[links] = write_part(root, parts[links])


def _refuse_changes(name: str, parts: dict[str, bytes], text_parts: dict[str, str]) -> None:
    count = sum(1 for part in text_parts for _ in parse(parts[part]).iter(*_CHANGES))
    if count:
        raise InputError(Finding.of("adopt.tracked", count=count).at(name))
