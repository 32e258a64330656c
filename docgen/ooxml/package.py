"""The OPC package: relationships, content types, the parts of a slide, unused parts, free part names."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from docgen.errors import Finding, TemplateError
from docgen.ooxml.names import CONTENT_TYPES, PACKAGE_RELATIONSHIPS, Element, R
from docgen.ooxml.xml import parse_xml

TYPES_PART = "[Content_Types].xml"

# parts that slides may share; all others reachable from a slide are its own and are copied with it
_SHARED = {
    "slideLayout", "slideMaster", "notesMaster", "handoutMaster", "theme", "image", "media", "video", "audio", "slide",
    "font", "presProps", "viewProps", "tableStyles", "hyperlink",
}  # fmt: skip
Dropped = Mapping[str, Collection[str]]
"""Relationship ids by the part that has them."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship; `target` is a part name unless `external`."""

    id: str
    kind: str
    target: str
    external: bool = False

    @property
    def name(self) -> str:
        """The last segment of the relationship type, such as `slideLayout`."""
        return self.kind.rsplit("/", 1)[-1]


def rels_part(part: str) -> str:
    """The name of the relationships part of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_rels(parts: Mapping[str, bytes], part: str) -> tuple[Relationship, ...]:
    """The relationships of `part`, targets as part names."""
    data = parts.get(rels_part(part))
    return () if data is None else _relationships(data, posixpath.dirname(part))


@lru_cache(maxsize=1024)  # they are read many times while a template is compiled
def _relationships(data: bytes, folder: str) -> tuple[Relationship, ...]:
    items = parse_xml(data).iter(f"{{{PACKAGE_RELATIONSHIPS}}}Relationship")
    return tuple(_relationship(item, folder) for item in items)


def _relationship(item: Element, folder: str) -> Relationship:
    external = item.get("TargetMode") == "External"
    target = item.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    return Relationship(item.get("Id", ""), item.get("Type", ""), target, external)


def write_rels(part: str, relationships: tuple[Relationship, ...]) -> bytes:
    """The relationships part of `part`."""
    root = etree.Element(f"{{{PACKAGE_RELATIONSHIPS}}}Relationships", nsmap={None: PACKAGE_RELATIONSHIPS})
    folder = posixpath.dirname(part) or "."
    for item in relationships:
        target = item.target if item.external else posixpath.relpath(item.target, folder)
        attributes = {"Id": item.id, "Type": item.kind, "Target": target}
        if item.external:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{PACKAGE_RELATIONSHIPS}}}Relationship", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def owned_parts(parts: Mapping[str, bytes], slide: str) -> tuple[str, ...]:
    """`slide` and the parts that only it uses: notes, charts with their workbooks, comments, drawings."""
    found = [slide]
    for part in found:
        for item in read_rels(parts, part):
            if not item.external and item.name not in _SHARED and item.target in parts and item.target not in found:
                found.append(item.target)
    return tuple(found)


def office_document(parts: Mapping[str, bytes]) -> str:
    """The name of the main part, the target of the officeDocument relationship."""
    return next(item.target for item in read_rels(parts, "") if item.name == "officeDocument")


def slide_parts(file: str, parts: Mapping[str, bytes], presentation: str) -> tuple[str, ...]:
    """The slides' part names in presentation order. Raises TemplateError if one is not in the file."""
    targets = {item.id: item.target for item in read_rels(parts, presentation)}
    root = parse_xml(parts[presentation])
    ids = root.iterfind("{*}sldIdLst/{*}sldId")
    names = tuple(targets.get(item.get(f"{{{R}}}id", ""), "") for item in ids)
    missing = [number for number, name in enumerate(names, 1) if name not in parts]
    if missing:
        raise TemplateError(Finding.of("template.broken:slides", numbers=missing).at(file))
    return names


@dataclass(slots=True)
class ContentTypes:
    """The content type of each part."""

    defaults: dict[str, str] = field(default_factory=dict[str, str])
    overrides: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def read(cls, data: bytes) -> "ContentTypes":
        """Parse `[Content_Types].xml`."""
        types = cls()
        for item in parse_xml(data):
            if item.get("Extension"):
                types.defaults[item.get("Extension", "").lower()] = item.get("ContentType", "")
            elif item.get("PartName"):
                types.overrides[item.get("PartName", "").lstrip("/")] = item.get("ContentType", "")
        return types

    def write(self) -> bytes:
        """Serialise as `[Content_Types].xml`."""
        root = etree.Element(f"{{{CONTENT_TYPES}}}Types", nsmap={None: CONTENT_TYPES})
        for extension, kind in sorted(self.defaults.items()):
            etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default", {"Extension": extension, "ContentType": kind})
        for part, kind in sorted(self.overrides.items()):
            etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind})
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class PartNames:
    """Unused part names: `slide1.xml`, `slide2.xml` … for each folder and stem."""

    def __init__(self, taken: Iterator[str]) -> None:
        """`taken` are the existing names."""
        self._taken = set(taken)
        self._last: dict[tuple[str, str], int] = {}

    def next_like(self, part: str) -> str:
        """The next free name like `part`."""
        match = re.fullmatch(r"(.*?)(?<!\d)\d*(\.[^./]+)", part)
        stem, suffix = match.groups() if match else (part, "")
        number = self._last.get((stem, suffix), 0) + 1
        while f"{stem}{number}{suffix}" in self._taken:
            number += 1
        self._last[stem, suffix] = number
        return f"{stem}{number}{suffix}"


def without_unused(parts: Mapping[str, bytes], dropped: Dropped) -> dict[str, bytes | None]:
    """The changes to a package when the `dropped` relationships are removed: a part's new content, None to remove it.

    `parts` needs only the relationships parts and the content types. A part is removed if the package's root no longer
    leads to it; parts that were unreachable before stay.
    """
    graph = {_owner(name): read_rels(parts, _owner(name)) for name in parts if name.endswith(".rels")}
    remaining = {
        part: tuple(item for item in items if item.id not in dropped.get(part, ())) for part, items in graph.items()
    }
    unreachable = _reachable(graph) - _reachable(remaining)
    changed: dict[str, bytes | None] = {}
    for part, items in remaining.items():
        if part in unreachable or (not items and items != graph[part]):
            changed[rels_part(part)] = None
        elif items != graph[part]:
            changed[rels_part(part)] = write_rels(part, items)
    if unreachable:
        changed.update(dict.fromkeys(unreachable))
        types = ContentTypes.read(parts[TYPES_PART])
        types.overrides = {part: kind for part, kind in types.overrides.items() if part not in unreachable}
        changed[TYPES_PART] = types.write()
    return changed


def _owner(rels: str) -> str:
    """The part that the relationships part `rels` belongs to; empty for the package itself."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _reachable(graph: Mapping[str, tuple[Relationship, ...]]) -> frozenset[str]:
    """All parts reachable from the package's root."""
    found: dict[str, None] = {"": None}
    waiting = [""]
    while waiting:
        for target in _targets(graph.get(waiting.pop(), ())):
            if target not in found:
                found[target] = None
                waiting.append(target)
    return frozenset(found)


def _targets(items: tuple[Relationship, ...]) -> Iterator[str]:
    return (item.target for item in items if not item.external)
