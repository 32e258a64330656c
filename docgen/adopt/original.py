"""Turns the bytes of a Word file that people fill in by hand into parts to work on, or into what keeps them from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.engines._docx_names import w
from docgen.engines._docx_part import parse
from docgen.engines._office_check import WORD, check_package
from docgen.engines._office_package import TYPES_PART, office_document, read_rels, rels_part
from docgen.engines._office_tags import Element
from docgen.engines._office_zip import read_parts
from docgen.errors import Finding, InputError, TemplateError

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: what .doc, and an encrypted .docx, begin with
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: the stream that holds the real file
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"
_TEXT_KINDS = ("header", "footer", "footnotes", "endnotes")
_FETCHING = ("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource")
_CHANGES = tuple(
    w(name)
    for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "rPrChange", "pPrChange", "tblPrChange")
)
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")


@dataclass(slots=True)
class Original:
    """A document's parts, the names of those that hold text in the order of reading, and what was taken out."""

    name: str
    parts: dict[str, bytes]
    stories: tuple[str, ...]
    notes: list[str]


def read_original(name: str, data: bytes) -> Original:
    """The parts of a Word document. Raises InputError if it can't be read, is protected, or holds tracked changes."""
    _refuse_other_files(name, data)
    try:
        parts = read_parts(name, data)
        notes = list(_without_sources(parts))
        check_package(name, parts, WORD)
    except TemplateError as error:
        raise InputError(error.findings) from error
    except (etree.XMLSyntaxError, StopIteration, KeyError) as error:
        hint = "open it in Word and save it again"
        raise InputError(
            Finding("adopt.file", f"the XML of this file is broken, or parts are missing: {error}", hint, name)
        ) from error
    document = office_document(parts)
    linked = [item.target for item in read_rels(parts, document) if item.name in _TEXT_KINDS and not item.external]
    stories = tuple(dict.fromkeys(part for part in (document, *linked) if part in parts))
    _refuse_changes(name, parts, stories)
    if any(item.name == "comments" for item in read_rels(parts, document)):
        notes.append("The document holds comments; delete them in Word, a client would read them.")
    return Original(name, parts, stories, notes)


def write_part(root: Element, before: bytes) -> bytes:
    """The part's bytes, with the declaration that it had."""
    found = _DECLARATION.match(before)
    head = found.group() if found else b""
    return head + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _refuse_other_files(name: str, data: bytes) -> None:
    told = hint = ""
    if data.startswith(_COMPOUND_FILE):
        told, hint = "an old Word file (.doc)", "open it in Word and save it as .docx"
        if _ENCRYPTED in data:
            told, hint = "protected by a password", "open it in Word, take the password off (File > Info), save it"
    elif data.startswith(b"{\\rtf"):
        told, hint = "an RTF file", "open it in Word and save it as .docx"
    elif data.startswith(b"%PDF"):
        told, hint = "a PDF file", "take the Word file that it was made from"
    elif not data:
        told, hint = "empty", "is it the right file?"
    if told:
        raise InputError(Finding("adopt.file", f"this file is {told}", hint, name))


def _without_sources(parts: dict[str, bytes]) -> Iterator[str]:
    """Take out what fetches and what a template is better without: data source, attached template, type .dotx."""
    if _TEMPLATE_TYPE in parts[TYPES_PART]:
        parts[TYPES_PART] = parts[TYPES_PART].replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
    document = office_document(parts)
    settings = next((item.target for item in read_rels(parts, document) if item.name == "settings"), "")
    if settings not in parts:
        return
    root = parse(parts[settings])
    gone = list(root.iter(w("mailMerge"), w("attachedTemplate")))
    for element in gone:
        root.remove(element)
        yield f"Taken out: {_WHAT[etree.QName(element).localname]}."
    if gone:
        parts[settings] = write_part(root, parts[settings])
    links = rels_part(settings)
    if links in parts:
        _unlink(parts, links)


_WHAT = {
    "mailMerge": "the link to the mail merge's data source, which Word would ask when the file is opened",
    "attachedTemplate": "the link to the .dotx that the document was made from",
}


def _unlink(parts: dict[str, bytes], links: str) -> None:
    root = parse(parts[links])
    gone = [item for item in root if (item.get("Type") or "").rsplit("/", 1)[-1] in _FETCHING]
    for item in gone:
        root.remove(item)
    if gone:
        parts[links] = write_part(root, parts[links])


def _refuse_changes(name: str, parts: dict[str, bytes], stories: tuple[str, ...]) -> None:
    count = sum(1 for part in stories for _ in parse(parts[part]).iter(*_CHANGES))
    if count:
        message = f"the document holds {count} tracked change(s), so what it says is not settled"
        hint = "accept or reject all changes in Word (Review > Accept > Accept All Changes), save it"
        raise InputError(Finding("adopt.tracked", message, hint, name))
