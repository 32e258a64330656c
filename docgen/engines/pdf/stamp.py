"""Write and read the stamp in a PDF's document information and XMP, which declares PDF/A-3u and PDF/UA-1."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from docgen.errors import Finding, InputError
from docgen.messages import Message, message
from docgen.stamp import BLANK, CONTENTS, Stamp

_PREFIX = "docgen."
_DIGEST = re.compile(rb"(<docgen:contents>)([0-9a-f]{64})(</docgen:contents>)")
"""The digest of the contents, in the XMP, which is the one stream of a PDF that is not compressed."""
_METHOD = "sha256, see the XMP"
_MOST_MEMORY = 512 * 1024 * 1024
_STRUCTURE_DEPTH = 40
_NAMESPACE = "urn:docgen:stamp#"
_SPACES: Mapping[str, str] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "docgen": _NAMESPACE,
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
_IDENTIFIER = "W5M0MpCehiHzreSzNTczkc9d"


def stamp(data: bytes, stamp: Stamp) -> bytes:
    """Write `stamp` into the document information and the XMP of a PDF, with the stamp's date as its only date.

    The XMP declares PDF/A-3u and PDF/UA-1, the result of `render`, and contains a digest of the entire file (see
    `stamp.CONTENTS`).
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        moment = f"D:{date.fromisoformat(stamp.date):%Y%m%d}000000Z"
        _write_information(pdf, stamp, moment)
        _write_xmp(pdf, stamp)
        _date_attachments(pdf, moment)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    written = out.getvalue()
    return _with_digest(written, hashlib.sha256(written).hexdigest())


def _with_digest(data: bytes, digest: str) -> bytes:
    return _DIGEST.sub(rb"\g<1>" + digest.encode() + rb"\g<3>", data)


def is_as_written(data: bytes) -> bool | None:
    """Whether the file is unchanged since `stamp`; None if it has no digest. Raises InputError as `read_stamp`."""
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
    xmp = pikepdf.Stream(pdf, _packet(stamp, str(pdf.Root.get("/Lang", "")), author, producer))
    xmp.Type, xmp.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(xmp)


def _date_attachments(pdf: pikepdf.Pdf, moment: str) -> None:
    """Set the dates of all attached files to `moment`, a PDF date."""
    for stream in _embedded(pdf):
        stream.Params.CreationDate = pikepdf.String(moment)
        stream.Params.ModDate = pikepdf.String(moment)


def _embedded(pdf: pikepdf.Pdf) -> Iterator[Any]:
    names: Any = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles", pikepdf.Dictionary())
    for index, item in enumerate(names.get("/Names", [])):
        if index % 2:
            yield item.EF.F


def read_stamp(data: bytes) -> Mapping[str, str]:
    """The stamp's properties in the document information of a PDF; empty if there are none.

    Raises InputError if the file isn't a PDF, is damaged, or is protected by a password.
    """
    return {name: value for name, value in _properties(data).items() if name != CONTENTS}


def _properties(data: bytes) -> dict[str, str]:
    """The properties named `docgen.…`."""
    _bound_memory()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            found = {str(name).removeprefix("/"): str(value) for name, value in pdf.docinfo.items()}
    except pikepdf.PasswordError as error:
        raise InputError(_unreadable(message("inspect.encrypted"))) from error
    except _BROKEN as error:
        why = str(error).rpartition(": ")[2]  # the message begins with the name of the in-memory stream
        raise InputError(_unreadable(message("inspect.damaged_file", reason=why))) from error
    return {name: value for name, value in found.items() if name.startswith(_PREFIX)}


# pikepdf raises these for a damaged file, besides its own errors: values of another type than expected
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError, OverflowError, MemoryError)


def _unreadable(why: Message) -> Finding:
    return Finding.of("inspect.damaged", why=why)


def _bound_memory() -> None:
    """Limit the memory for decompressed streams, if pikepdf supports it."""
    if hasattr(pikepdf.settings, "set_qpdf_limits"):
        pikepdf.settings.set_qpdf_limits(flate_max_memory=_MOST_MEMORY, run_length_max_memory=_MOST_MEMORY)


def _packet(stamp: Stamp, language: str, author: str, producer: str) -> bytes:
    """The packet, UTF-8; `language` is the document's BCP 47 tag, `author` may be empty.

    The digest of the contents is blank, since it covers the finished file.
    """
    moment = f"{stamp.date}T00:00:00Z"
    stamped = {**stamp.as_properties(), CONTENTS: BLANK}
    own = {name.removeprefix(_PREFIX): value for name, value in stamped.items()}
    parts = [
        *(_simple(name, value) for name, value in (("pdfaid:part", "3"), ("pdfaid:conformance", "U"))),
        _simple("pdfuaid:part", "1"),
        _simple("dc:format", "application/pdf"),
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_text(stamp.title)}</rdf:li></rdf:Alt></dc:title>',
        _listed("dc:language", "Bag", language),
        _listed("dc:creator", "Seq", author),
        _simple("pdf:Producer", producer),
        _simple("xmp:CreatorTool", stamp.generator),
        *(_simple(f"xmp:{name}", moment) for name in ("CreateDate", "ModifyDate", "MetadataDate")),
        _simple("xmpMM:DocumentID", f"urn:docgen:{stamp.id}"),
        *(_simple(f"docgen:{name}", value) for name, value in own.items()),
        _extensions(own),
    ]
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _SPACES.items())
    body = "\n".join(part for part in parts if part)
    description = f'<rdf:RDF{spaces}>\n<rdf:Description rdf:about="">\n{body}\n</rdf:Description>\n</rdf:RDF>'
    meta = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n{description}\n</x:xmpmeta>'
    return f'<?xpacket begin="\ufeff" id="{_IDENTIFIER}"?>\n{meta}\n<?xpacket end="w"?>'.encode()


def _text(value: str) -> str:
    return escape("".join(character for character in value if character >= " " or character in "\t\n"))


def _simple(name: str, value: str) -> str:
    return f"<{name}>{_text(value)}</{name}>"


def _listed(name: str, kind: str, value: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{_text(value)}</rdf:li></rdf:{kind}></{name}>" if value else ""


def _extensions(own: Iterable[str]) -> str:
    stamped = [(name, "Text", "external", f"docgen's stamp: {name.replace('_', ' ')}") for name in own]
    schemas = (
        _schema("PDF/UA identification", "pdfuaid", [("part", "Integer", "internal", "part of ISO 14289 kept to")]),
        _schema("docgen stamp", "docgen", stamped),
    )
    return f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>"


def _schema(title: str, prefix: str, properties: Iterable[tuple[str, str, str, str]]) -> str:
    described = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
        for name, kind, category, description in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_SPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
