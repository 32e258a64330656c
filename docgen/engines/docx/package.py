"""A Word package open for additions: relationships, content types, parts."""

import posixpath
from collections.abc import Mapping

from lxml import etree

from docgen.ooxml.names import Element, R
from docgen.ooxml.package import TYPES_PART, ContentTypes, Relationship, read_rels, rels_part, write_rels

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class WordPackage:
    """The parts of a Word file, open for additions."""

    def __init__(self, parts: Mapping[str, bytes], document: str) -> None:
        """`document` is the main part's name."""
        self.parts = dict(parts)
        self.document = document
        self._types = ContentTypes.read(self.parts[TYPES_PART])
        self._rels: dict[str, list[Relationship]] = {}

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of `part`, to read and to add to."""
        if part not in self._rels:
            self._rels[part] = list(read_rels(self.parts, part))
        return self._rels[part]

    def relate(self, part: str, kind: str, target: str, external: bool = False) -> str:
        """The id of the relationship of `part` to `target`, added unless it exists."""
        rels = self.relationships(part)
        full = f"{R}/{kind}"
        for item in rels:
            if (item.kind, item.target, item.external) == (full, target, external):
                return item.id
        taken = {item.id for item in rels}
        number = next(n for n in range(1, len(rels) + 2) if f"rIdG{n}" not in taken)
        rels.append(Relationship(f"rIdG{number}", full, target, external))
        return f"rIdG{number}"

    def add(self, stem: str, kind: str, data: bytes) -> str:
        """Add a part `word/<stem>.xml` or `word/<stem><n>.xml` of a content type like `header`; return its name."""
        folder = posixpath.dirname(self.document)
        numbers = ("" if stem == "fontTable" else 1, *range(2, 10_000))
        name = next(name for n in numbers if (name := f"{folder}/{stem}{n}.xml") not in self.parts)
        self.parts[name] = data
        self._types.overrides[name] = f"{_WORD}.{kind}+xml"
        return name

    def finish(self) -> dict[str, bytes]:
        """The parts with relationships and content types written."""
        for part, rels in self._rels.items():
            if rels:
                self.parts[rels_part(part)] = write_rels(part, tuple(rels))
        self.parts[TYPES_PART] = self._types.write()
        return self.parts


def serialize(root: Element) -> bytes:
    """Serialise a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
