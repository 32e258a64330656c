"""Read the parts, relationships and properties of an Office file; failures are collected, not raised."""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docgen.compare.outline import Formatting, plain
from docgen.engines.office.record import is_record
from docgen.messages import Message, message
from docgen.ooxml.names import Element
from docgen.ooxml.package import Relationship, office_document, read_rels
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import read_parts

DEEPEST = 40
"""The nesting depth of tables, groups and text boxes at which parsers stop."""
_PNG = b"\x89PNG\r\n\x1a\n"
_CORE = {"title": "title", "subject": "subject", "creator": "author", "keywords": "keywords",
         "description": "comments", "category": "category"}  # fmt: skip
_APP = {"Company": "company", "Manager": "manager"}


@dataclass(slots=True)
class Package:
    """The parts of an Office file; `unread` collects what can't be read."""

    parts: dict[str, bytes]
    unread: list[Message] = field(default_factory=list[Message])
    _trees: dict[str, Element | None] = field(default_factory=dict[str, Element | None])
    _links: dict[str, dict[str, Relationship]] = field(default_factory=dict[str, dict[str, Relationship]])

    @classmethod
    def read(cls, name: str, data: bytes) -> "Package":
        """The package in `data`. Raises TemplateError if it is not an Office file or unpacks to too much."""
        return cls(read_parts(name, data))

    def main(self) -> str:
        """The name of the main part; empty if there is none."""
        try:
            return office_document(self.parts)
        except (StopIteration, etree.XMLSyntaxError):
            self.unread.append(message("compare.unread:document"))
            return ""

    def tree(self, part: str) -> Element | None:
        """A part's root element; None if the part is missing or can't be parsed."""
        if part not in self._trees:
            self._trees[part] = self._parsed(part)
        return self._trees[part]

    def _parsed(self, part: str) -> Element | None:
        data = self.parts.get(part)
        if data is None:
            return None
        try:
            root = parse_xml(data)
        except etree.XMLSyntaxError as error:
            self.unread.append(message("compare.unread:part", part=part, reason=error.msg))
            return None
        if root.getroottree().docinfo.doctype:  # Office writes none; entities could expand without limit
            self.unread.append(message("compare.unread:doctype", part=part))
            return None
        return root

    def links(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part by their ids."""
        if part not in self._links:
            try:
                self._links[part] = {item.id: item for item in read_rels(self.parts, part)}
            except (etree.XMLSyntaxError, ValueError) as error:
                owner = part or message("compare.unread:whole")
                self.unread.append(message("compare.unread:links", part=owner, reason=error))
                self._links[part] = {}
        return self._links[part]

    def target(self, part: str, kind: str) -> str:
        """The target of `part`'s first relationship of `kind`, the last segment of its type; empty if there is none."""
        found = (item.target for item in self.links(part).values() if item.name == kind and not item.external)
        return next(found, "")

    def targets(self, part: str, kind: str) -> list[str]:
        """The targets of all relationships of `part` of this `kind`."""
        return [item.target for item in self.links(part).values() if item.name == kind and not item.external]

    def linked(self, part: str, element: Element, name: str = "id") -> Relationship | None:
        """The relationship whose id is in the attribute `r:id` (or `r:embed` …) of `element`."""
        for key, value in element.attrib.items():
            space, _, local = str(key).rpartition("}")
            if local == name and "relationships" in space:
                return self.links(part).get(str(value))
        return None


def local(element: Element) -> str:
    """The local name of an element, since transitional and strict files have different namespaces."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element | None, name: str = "val") -> str | None:
    """An attribute, in the element's own namespace or in none."""
    if element is None:
        return None
    found = element.get(name)
    return found if found is not None else element.get(f"{str(element.tag).rpartition('}')[0]}}}{name}")


def children(element: Element | None) -> Iterator[Element]:
    """The child elements of `element`; of AlternateContent those of its first choice."""
    for child in () if element is None else element:
        if not isinstance(child.tag, str):
            continue
        if local(child) == "AlternateContent":
            yield from children(next((inner for inner in child if local(inner) in {"Choice", "Fallback"}), None))
        else:
            yield child


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along the `path` of names."""
    for name in path:
        element = next((found for found in children(element) if local(found) == name), None)
    return element


def below(element: Element | None, name: str) -> Iterator[Element]:
    """The descendants of `element` with this name, except in the fallbacks of AlternateContent."""
    for found in children(element):
        if local(found) == name:
            yield found
        yield from below(found, name)


def digest(data: bytes) -> str:
    """The first 12 digits of the SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()[:12]


def picture_size(data: bytes) -> str:
    """A picture's size: in pixels for PNG, else in bytes."""
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return f"{width} × {height} px"
    return f"{len(data):,} bytes"


def centimetres(emu: str | None) -> str:
    """A length in English Metric Units (ECMA-376 part 1, 20.1.10.16) as centimetres with one decimal."""
    try:
        return f"{int(emu or '') / 360000:.1f} cm"
    except ValueError:
        return ""


def read_metadata(package: Package) -> dict[tuple[str, str], Formatting]:
    """The core and extended properties that users edit, and all custom properties."""
    facts: dict[tuple[str, str], Formatting] = {}
    for kind, names in (("core-properties", _CORE), ("extended-properties", _APP)):
        for item in children(package.tree(package.target("", kind))):
            title = names.get(local(item))
            if title and (item.text or "").strip():
                facts["property", title] = {"value": plain((item.text or "").strip())}
    for item in children(package.tree(package.target("", "custom-properties"))):
        value = "".join(inner.text or "" for inner in children(item))
        if not is_record(attribute(item, "name") or ""):
            facts["property", attribute(item, "name") or ""] = {"value": plain(value)}
    return facts
