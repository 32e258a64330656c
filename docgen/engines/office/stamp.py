"""Write and read the stamp in an Office file's properties."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from docgen.errors import Finding, InputError, TemplateError
from docgen.messages import Message, message
from docgen.ooxml.names import (
    CORE_PROPERTIES,
    CUSTOM_PROPERTIES,
    EXTENDED_PROPERTIES,
    PACKAGE_RELATIONSHIPS,
    VARIANT_TYPES,
    R,
)
from docgen.ooxml.package import TYPES_PART, ContentTypes, Relationship, read_rels, rels_part, write_rels
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import pack, read_members, read_parts, unpack, write_members
from docgen.stamp import BLANK, CONTENTS, Stamp

_CUSTOM, _CORE, _APP = "docProps/custom.xml", "docProps/core.xml", "docProps/app.xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CORE_NS = {
    "cp": CORE_PROPERTIES,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_KINDS = {
    _CUSTOM: (
        f"{R}/custom-properties",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    ),
    _CORE: (
        f"{PACKAGE_RELATIONSHIPS}/metadata/core-properties",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ),
    _APP: (
        f"{R}/extended-properties",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    ),
}


def stamp(data: bytes, stamp: Stamp) -> bytes:
    """Write the stamp into the file's custom and core properties, replacing the template's.

    All other members are copied from `data`, an engine's output, unchanged. The digest of the contents (see
    `stamp.CONTENTS`) covers the name and bytes of every part, however they are compressed.
    """
    members = read_members(data)
    types, links = members[TYPES_PART], members[rels_part("")]
    written = {
        _CUSTOM: _custom(stamp, BLANK),
        _CORE: _core(stamp),
        _APP: _app(stamp),
        TYPES_PART: _with_types(unpack(types)),
        rels_part(""): _with_links(unpack(links)),
    }
    parts = {name: unpack(member) for name, member in members.items() if name not in written} | written
    written[_CUSTOM] = _custom(stamp, _digest(parts))
    members.update({name: pack(name, part) for name, part in written.items()})
    return write_members(members.values())


def _digest(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        digest.update(f"{name}\0{hashlib.sha256(parts[name]).hexdigest()}\n".encode())
    return digest.hexdigest()


def is_as_written(data: bytes) -> bool | None:
    """Whether every part is unchanged since `stamp`; None without a digest. Raises InputError as `read_stamp`."""
    parts = _finished_parts(data)
    claimed = _properties(parts).get(CONTENTS)
    if claimed is None:
        return None
    blanked = parts[_CUSTOM].replace(claimed.encode(), BLANK.encode(), 1)
    return claimed == _digest({**parts, _CUSTOM: blanked})


@lru_cache(maxsize=64)
def _with_types(data: bytes) -> bytes:
    types = ContentTypes.read(data)
    types.overrides.update({part: content_type for part, (_, content_type) in _KINDS.items()})
    return types.write()


@lru_cache(maxsize=64)
def _with_links(data: bytes) -> bytes:
    wanted = {kind for kind, _ in _KINDS.values()}
    others = [item for item in read_rels({rels_part(""): data}, "") if item.kind not in wanted]
    links = (Relationship(f"rIdStamp{i}", kind, part) for i, (part, (kind, _)) in enumerate(_KINDS.items(), 1))
    return write_rels("", (*others, *links))


def _custom(stamp: Stamp, contents: str) -> bytes:
    root = etree.Element(f"{{{CUSTOM_PROPERTIES}}}Properties", nsmap={None: CUSTOM_PROPERTIES, "vt": VARIANT_TYPES})
    for number, (name, value) in enumerate({**stamp.as_properties(), CONTENTS: contents}.items(), 2):
        attributes = {"fmtid": _FORMAT, "pid": str(number), "name": name}
        entry = etree.SubElement(root, f"{{{CUSTOM_PROPERTIES}}}property", attributes)
        etree.SubElement(entry, f"{{{VARIANT_TYPES}}}lpwstr").text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _core(stamp: Stamp) -> bytes:
    root = etree.Element(f"{{{_CORE_NS['cp']}}}coreProperties", nsmap=_CORE_NS)
    texts = {"dc:title": stamp.title, "dc:subject": stamp.doc_id, "dc:language": stamp.language}
    texts |= {"cp:contentStatus": stamp.status, "cp:version": stamp.version}
    for name, text in texts.items():
        prefix, local = name.split(":")
        etree.SubElement(root, f"{{{_CORE_NS[prefix]}}}{local}").text = text
    for local in ("created", "modified"):
        moment = etree.SubElement(root, f"{{{_CORE_NS['dcterms']}}}{local}")
        moment.set(f"{{{_CORE_NS['xsi']}}}type", "dcterms:W3CDTF")
        moment.text = f"{stamp.date}T00:00:00Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _app(stamp: Stamp) -> bytes:
    root = etree.Element(f"{{{EXTENDED_PROPERTIES}}}Properties", nsmap={None: EXTENDED_PROPERTIES})
    etree.SubElement(root, f"{{{EXTENDED_PROPERTIES}}}Application").text = stamp.generator
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def read_stamp(data: bytes) -> Mapping[str, str]:
    """The properties of the stamp in a finished file; empty if it has none.

    Raises InputError if it isn't an Office file, or its properties are damaged.
    """
    found = _properties(_finished_parts(data))
    return {name: value for name, value in found.items() if name != CONTENTS}


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The properties named `docgen.…`."""
    if _CUSTOM not in parts:
        return {}
    try:
        root = parse_xml(parts[_CUSTOM])
        found = {str(entry.get("name", "")): "".join(entry.itertext()) for entry in root.iterchildren(etree.Element)}
    except (etree.XMLSyntaxError, UnicodeError) as error:
        raise InputError(_damaged(message("inspect.damaged_part", part=_CUSTOM, reason=str(error)))) from error
    return {name: value for name, value in found.items() if name.startswith("docgen.")}


def _finished_parts(data: bytes) -> dict[str, bytes]:
    try:
        return read_parts("", data)
    except TemplateError as error:
        raise InputError(_damaged(_reason(error.findings[0].words))) from error


def _reason(words: Message | str) -> Message | str:
    """Why a finished file can't be read; it was an Office file once."""
    if isinstance(words, Message) and words.key == "template.file:unreadable":
        return message("inspect.damaged_file", **words.values)
    return words


def _damaged(why: Message | str) -> Finding:
    return Finding.of("inspect.damaged", why=why)
