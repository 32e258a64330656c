"""Build a Word template from a few elements of WordprocessingML, reproducibly."""

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KINDS
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.image import ImagePart
from lxml import etree

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_XMLNS = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NONE: Mapping[Any, str] = MappingProxyType({})


def r(text: str, properties: str = "") -> str:
    """A run; `properties` is the inside of its `w:rPr`."""
    shape = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r>{shape}<w:t{space}>{escape(text)}</w:t></w:r>"


def p(*content: str, properties: str = "") -> str:
    """A paragraph of runs: plain text, whose runs `¦` parts, or markup; `properties` is the inside of its `w:pPr`."""
    shape = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{shape}{''.join(map(_runs, content))}</w:p>"


def _runs(content: str) -> str:
    return content if content.startswith("<") else "".join(r(text) for text in content.split("¦"))


def tc(*blocks: str, properties: str = "") -> str:
    """A cell of blocks, or of one paragraph for each plain text; `properties` is the inside of its `w:tcPr`."""
    inside = "".join(block if block.startswith(("<w:p>", "<w:tbl", "<w:sdt")) else p(block) for block in blocks)
    return f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    """A row; a plain text is a cell of one paragraph."""
    shape = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{shape}{''.join(cell if cell.startswith('<w:') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows: str, columns: int) -> str:
    """A table of rows of `columns` columns."""
    grid = '<w:gridCol w:w="1500"/>' * columns
    shape = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{shape}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def png(colour: str) -> bytes:
    """A picture of one dot of a colour like `FF0000`."""
    raw = zlib.compress(b"\0" + bytes.fromhex(colour))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", raw), (b"IEND", b""))
    shown = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(shown)


def picture(relationship: str, number: int, alt: str = "", name: str = "Picture") -> str:
    """A run with the picture that `relationship` names; `number` is its shape id, `alt` markup of its alt text."""
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="360000" cy="360000"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{alt}"/><a:graphic><a:graphicData uri="{NAMES["pic"]}">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def elements(markup: str) -> list[Any]:
    """The elements of some markup."""
    return list(etree.fromstring(f"<x {_XMLNS}>{markup}</x>"))


@dataclass(frozen=True)
class Word:
    """A Word template: the blocks of its body, and what else it holds, as markup by kind or id.

    As in Word, a paragraph stands behind a table at the end.
    """

    blocks: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=lambda: _NONE)
    footers: Mapping[str, str] = field(default_factory=lambda: _NONE)
    notes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    core: Mapping[str, str] = field(default_factory=lambda: _NONE)
    custom: Mapping[str, str] = field(default_factory=lambda: _NONE)
    links: Mapping[str, str] = field(default_factory=lambda: _NONE)
    pictures: Mapping[str, str] = field(default_factory=lambda: _NONE)
    finish: Callable[[Any], None] | None = None

    @cached_property
    def data(self) -> bytes:
        """The template's bytes."""
        document: Any = Document()
        body = document.element.body
        body[0:0] = elements("".join(self.blocks) + ("" if self.blocks[-1].startswith("<w:p>") else p()))
        self._relate(document)
        for kind, markup in self.headers.items():
            _fill(document, kind, "header", markup)
        for kind, markup in self.footers.items():
            _fill(document, kind, "footer", markup)
        for kind, markup in self.notes.items():
            _add_notes(document, kind, markup)
        for name, text in self.core.items():
            setattr(document.core_properties, name, text)
        if self.custom:
            _add_custom(document, self.custom)
        if self.finish:
            self.finish(document)
        out = BytesIO()
        document.save(out)
        return out.getvalue()

    def _relate(self, document: Any) -> None:
        part = document.part
        for relationship, target in self.links.items():
            part.load_rel(KINDS.HYPERLINK, target, relationship, True)
        for relationship, colour in self.pictures.items():
            name = PackURI(f"/word/media/{relationship}.png")
            part.load_rel(KINDS.IMAGE, ImagePart(name, "image/png", png(colour)), relationship)


def _fill(document: Any, kind: str, place: str, markup: str) -> None:
    """Put `markup` into the first section's header or footer of `kind`: default, first or even."""
    section = document.sections[0]
    section.different_first_page_header_footer |= kind == "first"
    document.settings.odd_and_even_pages_header_footer |= kind == "even"
    holder = getattr(section, place if kind == "default" else f"{kind}_page_{place}")
    holder.is_linked_to_previous = False
    holder._element[:] = elements(markup)


def _add_notes(document: Any, kind: str, markup: str) -> None:
    """Add the part of the document's footnotes, endnotes or comments."""
    name, content_type = PackURI(f"/word/{kind}.xml"), f"{_WORD}.{kind}+xml"
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{kind} {_XMLNS}>{markup}</w:{kind}>'
    part = Part(name, content_type, blob.encode(), document.part.package)
    document.part.relate_to(part, f"{NAMES['r']}/{kind}")


def note(kind: str, number: int, *blocks: str) -> str:
    """A footnote, endnote or comment."""
    author = ' w:author="A" w:date="2026-11-24T00:00:00Z"' if kind == "comment" else ""
    return f'<w:{kind} w:id="{number}"{author}>{"".join(blocks)}</w:{kind}>'


def _add_custom(document: Any, values: Mapping[str, str]) -> None:
    shown = "".join(
        f'<property fmtid="{_PROPERTY_SET}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(values.items(), 2)
    )
    blob = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{shown}</Properties>'
    name, content_type = (
        PackURI("/docProps/custom.xml"),
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    )
    package = document.part.package
    package.relate_to(Part(name, content_type, blob.encode(), package), _CUSTOM)
