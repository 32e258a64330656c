"""The canonical outline of a .docx: what a reader sees, however its runs, ids and namespaces are cut.

Left out, since two files that differ in nothing else are the same document: run splitting, ids, rsids, `xml:space`
(text counts as Word shows it), namespaces, languages and proofing marks, column widths, literal colours beside theme
colours, numbering ids (by order of appearance) and the program's own properties.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from oracle.content import Inline, local
from oracle.word import NAMES

W = f"{{{NAMES['w']}}}"
_PARTS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_SKIPPED_CORE = {"created", "modified", "revision", "lastModifiedBy", "lastPrinted", "version"}
_SKIPPED_CELL = {"tcW", "hideMark", "noWrap"}


def outline(data: bytes) -> str:
    """The outline of a .docx: body, headers and footers by section, notes, comments, properties."""
    return "\n".join(_Reader(data).lines()) + "\n"


class _Reader:
    """One file being outlined."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.lists: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        main = "word/document.xml"
        body = etree.fromstring(self.parts[main]).find(f"{W}body")
        yield from self.blocks(body, main)
        if local(body[-1] if len(body) else body) != "sectPr":
            yield "no section"
        yield from self._edges(body, main)
        for target, kind in sorted(self.related(main).values()):
            if kind in _PARTS:
                for item in etree.fromstring(self.parts[target]).iterchildren(f"{W}{_PARTS[kind]}"):
                    yield from self._part(f"{_PARTS[kind]} {item.get(f'{W}id')}", item, target)
        yield from self._properties()

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: id to (target, kind)."""
        folder, name = posixpath.split(part)
        data = self.parts.get(f"{folder}/_rels/{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for item in () if data is None else etree.fromstring(data):
            target, kind = item.get("Target"), item.get("Type").rsplit("/", 1)[-1]
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
            found[item.get("Id")] = (target, kind)
        return found

    def blocks(self, holder: Any, part: str, depth: int = 0) -> Iterator[str]:
        """The blocks of a body, cell, header, note or text box."""
        pad = "  " * depth
        stray = [holder.text, *(child.tail for child in holder)]
        yield from (f"{pad}stray: {text.strip()}" for text in stray if text and text.strip())
        for child in holder:
            match local(child):
                case "p":
                    yield from self._paragraph(child, part, depth)
                case "tbl":
                    yield from self._table(child, part, depth)
                case "sdt":
                    yield f"{pad}sdt{_control(child)}:"
                    yield from self._filled(child.find(f"{W}sdtContent"), part, depth + 1)
                case "tcPr" | "sectPr" | "bookmarkStart" | "bookmarkEnd" | "sdtEndPr":
                    pass
                case name:
                    yield f"{pad}{name}"

    def _filled(self, holder: Any, part: str, depth: int) -> list[str]:
        return list(self.blocks(holder, part, depth)) or [f"{'  ' * depth}nothing"]

    def _paragraph(self, element: Any, part: str, depth: int) -> Iterator[str]:
        pad = "  " * depth
        inline = Inline(self.related(part), self.parts, self.lists)
        text = inline.tell(element)
        yield f"{pad}p{inline.properties(element.find(f'{W}pPr'))}:{' ' if text else ''}{text}"
        for number, (name, box) in enumerate(inline.boxes, 1):
            yield f"{pad}  {name} {number}:"
            yield from self._filled(box, part, depth + 2)
        yield from (f"{pad}section" for _ in element.iterfind(f"{W}pPr/{W}sectPr"))

    def _table(self, element: Any, part: str, depth: int) -> Iterator[str]:
        pad = "  " * depth
        style = element.find(f"{W}tblPr/{W}tblStyle")
        named = f"({style.get(f'{W}val')})" if style is not None else ""
        yield f"{pad}tbl{named} grid={len(element.findall(f'{W}tblGrid/{W}gridCol'))}"
        yield from self._rows(element, part, depth + 1)

    def _rows(self, holder: Any, part: str, depth: int) -> Iterator[str]:
        pad = "  " * depth
        inline = Inline(self.related(part), self.parts, self.lists)
        stray = [holder.text, *(child.tail for child in holder)]
        yield from (f"{pad}stray: {text.strip()}" for text in stray if text and text.strip())
        for child in holder:
            if local(child) == "sdt":
                yield f"{pad}sdt{_control(child)}:"
                yield from self._rows(child.find(f"{W}sdtContent"), part, depth + 1)
            elif local(child) == "tr":
                yield from self._row(child, part, depth, f"tr{inline.properties(child.find(f'{W}trPr'))}")

    def _row(self, row: Any, part: str, depth: int, head: str) -> Iterator[str]:
        """A row in one line if its cells are plain paragraphs, else a line for each cell and what is in it."""
        cells = [list(self._cell(cell, part)) for cell in row if local(cell) in {"tc", "sdt"}]
        if all(len(lines) == 1 for lines in cells):
            inline = " ¦ ".join(lines[0] for lines in cells)
            yield (
                f"{'  ' * depth}{head}: {inline}"
                if cells and cells[-1][0]
                else f"{'  ' * depth}{head}: {inline}".rstrip(" ")
            )
            return
        yield f"{'  ' * depth}{head}:"
        for lines in cells:
            yield f"{'  ' * (depth + 1)}- {lines[0]}".rstrip(" ")
            yield from (f"{'  ' * (depth + 2)}{line}" for line in lines[1:])

    def _cell(self, cell: Any, part: str) -> Iterator[str]:
        if local(cell) == "sdt":
            inner = [line for each in cell.find(f"{W}sdtContent") for line in self._cell(each, part)]
            yield f"sdt{_control(cell)} {inner[0]}".rstrip(" ")
            yield from inner[1:]
            return
        inline = Inline(self.related(part), self.parts, self.lists)
        head = inline.properties(cell.find(f"{W}tcPr"), _SKIPPED_CELL)
        lines = self._filled(cell, part, 0)
        if len(lines) == 1 and lines[0].startswith("p:"):
            yield f"{head}{lines[0][2:]}" if head else lines[0][3:]
        else:
            yield head
            yield from lines

    def _edges(self, body: Any, main: str) -> Iterator[str]:
        for number, section in enumerate(body.iter(f"{W}sectPr"), 1):
            references = [item for item in section if local(item) in {"headerReference", "footerReference"}]
            for item in sorted(references, key=lambda item: (local(item), item.get(f"{W}type"))):
                target, _ = self.related(main)[item.get(f"{{{NAMES['r']}}}id")]
                name = f"{local(item).removesuffix('Reference')} {item.get(f'{W}type')} of section {number}"
                yield from self._part(name, etree.fromstring(self.parts[target]), target)

    def _part(self, name: str, holder: Any, part: str) -> Iterator[str]:
        lines = self._filled(holder, part, 1)
        if len(lines) == 1 and lines[0].startswith("  p:"):
            yield f"{name}:{lines[0][4:]}"
        else:
            yield f"{name}:"
            yield from lines

    def _properties(self) -> Iterator[str]:
        core = etree.fromstring(self.parts["docProps/core.xml"])
        for item in sorted(core, key=local):
            if local(item) not in _SKIPPED_CORE and item.text and "python-docx" not in item.text:
                yield f"core {local(item)}: {item.text}"
        if "docProps/custom.xml" in self.parts:
            for item in etree.fromstring(self.parts["docProps/custom.xml"]):
                yield f"custom {item.get('name')}: {''.join(item.itertext())}"


def _control(element: Any) -> str:
    """The tag of a content control."""
    tag = element.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else f"({tag.get(f'{W}val')})"
