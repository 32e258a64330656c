"""Turns a Word package's parts into one that can be added to: relationships, content types, numbering, headers."""

import posixpath
from collections.abc import Mapping

from lxml import etree

from docgen.ooxml.names import Element, R, W, w
from docgen.ooxml.package import TYPES_PART, ContentTypes, Relationship, read_rels, rels_part, write_rels
from docgen.ooxml.xml import parse_xml

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BULLETS = ("•", "–", "▪")
_FIRST_LIST = 9000


class Package:
    """The parts of one finished file while it is put together."""

    def __init__(self, parts: Mapping[str, bytes], document: str) -> None:
        """Begin with the template's `parts`; `document` is the main part's name."""
        self.parts = dict(parts)
        self.document = document
        self._types = ContentTypes.read(self.parts[TYPES_PART])
        self._rels: dict[str, list[Relationship]] = {}
        self._lists: dict[tuple[str, int, int], tuple[int, bool]] = {}

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of `part`, to read and to add to."""
        if part not in self._rels:
            self._rels[part] = list(read_rels(self.parts, part))
        return self._rels[part]

    def relate(self, part: str, kind: str, target: str, external: bool = False) -> str:
        """The id of a relationship of `part` to `target`, added unless it has one."""
        rels = self.relationships(part)
        full = f"{R}/{kind}"
        for item in rels:
            if (item.kind, item.target, item.external) == (full, target, external):
                return item.id
        taken = {item.id for item in rels}
        number = next(n for n in range(1, len(rels) + 2) if f"rIdG{n}" not in taken)
        rels.append(Relationship(f"rIdG{number}", full, target, external))
        return f"rIdG{number}"

    def link(self, part: str, address: str) -> str:
        """The id of a hyperlink relationship of `part`."""
        return self.relate(part, "hyperlink", address, external=True)

    def add(self, stem: str, kind: str, data: bytes) -> str:
        """Add a part `word/<stem><n>.xml` of a content type like `header`, and give its name."""
        folder = posixpath.dirname(self.document)
        number = next(n for n in range(1, 10_000) if f"{folder}/{stem}{n}.xml" not in self.parts)
        name = f"{folder}/{stem}{number}.xml"
        self.parts[name] = data
        self._types.overrides[name] = f"{_WORD}.{kind}+xml"
        return name

    def list_number(self, part: str, ordered: bool, key: tuple[int, int]) -> str:
        """The `numId` of a list of its own, which counts from 1; the same for the same list of the same part."""
        full = (part, *key)
        if full not in self._lists:
            self._lists[full] = (_FIRST_LIST + len(self._lists), ordered)
        return str(self._lists[full][0])

    def finish(self) -> dict[str, bytes]:
        """The parts with numbering, relationships and content types written."""
        if self._lists:
            self._write_numbering()
        for part, rels in self._rels.items():
            if rels:
                self.parts[rels_part(part)] = write_rels(part, tuple(rels))
        self.parts[TYPES_PART] = self._types.write()
        return self.parts

    def _write_numbering(self) -> None:
        existing = next((r.target for r in self.relationships(self.document) if r.name == "numbering"), None)
        if existing is None:
            root = etree.Element(w("numbering"), nsmap={"w": W})
            existing = f"{posixpath.dirname(self.document)}/numbering.xml"
            self._types.overrides[existing] = f"{_WORD}.numbering+xml"
            self.relate(self.document, "numbering", existing)
        else:
            root = parse_xml(self.parts[existing])
        at = sum(child.tag in {w("numPicBullet"), w("abstractNum")} for child in root)
        root[at:at] = [_abstract(_FIRST_LIST, ordered=False), _abstract(_FIRST_LIST + 1, ordered=True)]
        nums = [_num(number, ordered) for number, ordered in self._lists.values()]
        end = sum(child.tag != w("numIdMacAtCleanup") for child in root)
        root[end:end] = nums
        self.parts[existing] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _abstract(number: int, ordered: bool) -> Element:
    root = etree.Element(w("abstractNum"), {w("abstractNumId"): str(number)})
    etree.SubElement(root, w("multiLevelType"), {w("val"): "hybridMultilevel"})
    for level in range(9):
        item = etree.SubElement(root, w("lvl"), {w("ilvl"): str(level)})
        told = {
            "start": "1",
            "numFmt": "decimal" if ordered else "bullet",
            "lvlText": f"%{level + 1}." if ordered else _BULLETS[level % len(_BULLETS)],
            "lvlJc": "left",
        }
        for name, value in told.items():
            etree.SubElement(item, w(name), {w("val"): value})
        shape = etree.SubElement(item, w("pPr"))
        etree.SubElement(shape, w("ind"), {w("left"): str(360 * (level + 1)), w("hanging"): "360"})
    return root


def _num(number: int, ordered: bool) -> Element:
    item = etree.Element(w("num"), {w("numId"): str(number)})
    etree.SubElement(item, w("abstractNumId"), {w("val"): str(_FIRST_LIST + ordered)})
    override = etree.SubElement(item, w("lvlOverride"), {w("ilvl"): "0"})
    etree.SubElement(override, w("startOverride"), {w("val"): "1"})
    return item


def reference(kind: str, relationship: str) -> Element:
    """A section's reference to its header of `kind` (default, first, even)."""
    return etree.Element(w("headerReference"), {w("type"): kind, f"{{{R}}}id": relationship})
