"""Turns a stamp into an XMP packet that declares PDF/A-3u and PDF/UA-1 and describes each property of docgen's own.

ISO 19005-3, 6.6.2.3: a property that XMP doesn't define is described in an extension schema inside the packet.
"""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from docgen.stamp import BLANK, CONTENTS, Stamp

NAMESPACE = "urn:docgen:stamp#"
_PREFIX = "docgen."
_SPACES: Mapping[str, str] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "docgen": NAMESPACE,
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


def packet(stamp: Stamp, language: str, author: str, producer: str) -> bytes:
    """The packet, UTF-8; `language` is the document's BCP 47 tag, `author` may be empty.

    The digest of the contents is blank: it is over the finished file.
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
        f"<pdfaProperty:description>{said}</pdfaProperty:description></rdf:li>"
        for name, kind, category, said in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_SPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
