"""Write a Word file from a document's blocks, its page and its running head."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from templates.docx.markup.styles import fonts, numbering, settings, styles
from templates.docx.markup.text import NAMESPACES, p
from templates.docx.markup.titles import with_titles
from templates.markup.package import THEME_TYPE, common_parts, relationships, theme, with_content_types, zipped

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINKS = ("styles", "numbering", "settings", "fontTable", "theme", *("header", "footer") * 3)
_FIRST, _UPRIGHT, _TURNED = 6, 8, 10
"""The relationships of the first page's head, the others' and a turned page's; each foot comes next."""
_GAP_BEFORE_CHAPTER = re.compile(re.escape(p(style="Gap")) + r'(?=<w:p><w:pPr><w:pStyle w:val="Heading1"/>)')


@dataclass(frozen=True)
class Page:
    """A4 with margins in twips (top, right, bottom, left); `cover`: the first page has no running head."""

    landscape: bool = False
    margins: tuple[int, int, int, int] = (1417, 1417, 1417, 1417)
    cover: bool = False

    @property
    def text_width(self) -> int:
        """Between the margins, in twips."""
        return (16838 if self.landscape else 11906) - self.margins[1] - self.margins[3]

    def xml(self, *, first: bool = True) -> str:
        """The section's properties, with the head and foot of an upright or a turned page."""
        width, height = (16838, 11906) if self.landscape else (11906, 16838)
        top, right, bottom, left = self.margins
        turned = ' w:orient="landscape"' if self.landscape else ""
        references = _references("first", _FIRST) if first else ""
        references += _references("default", _TURNED if self.landscape and not first else _UPRIGHT)
        return (
            f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="680" '
            f'w:footer="600" w:gutter="0"/>{"<w:titlePg/>" if self.cover and first else ""}</w:sectPr>'
        )


def _references(kind: str, number: int) -> str:
    return (
        f'<w:headerReference w:type="{kind}" r:id="rId{number}"/><w:footerReference w:type="{kind}" '
        f'r:id="rId{number + 1}"/>'
    )


@dataclass(frozen=True)
class Document:
    """A template's content: its blocks, and the page of its last section.

    `continued`: another section precedes it, with the header and footer.
    """

    blocks: str
    page: Page = Page()
    continued: bool = False


def section_end(page: Page, *, first: bool = False) -> str:
    """The paragraph that ends a section whose page is `page`."""
    return f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{page.xml(first=first)}</w:pPr></w:p>'


def _without_gaps(blocks: str) -> str:
    """Remove the space below a table before a chapter, which has its own, unless the table's rows are kept together.

    LibreOffice leaves a chapter's heading alone at the bottom of a page if a paragraph is between it and a table.
    """
    return _GAP_BEFORE_CHAPTER.sub("", blocks)


@dataclass(frozen=True)
class Edges:
    """The blocks of a page's edges, made for the text's width where it is not an upright page's, else for 0."""

    head: Callable[[int], str]
    foot: Callable[[int], str]


@dataclass(frozen=True)
class Properties:
    """What a file says of itself: the kind of document, its title, and its language (`zh`, `en`, `zh+en`)."""

    kind: str
    title: str
    language: str


def package(document: Document, properties: Properties, edges: Edges) -> bytes:
    """The document as a .docx, its fields by their titles."""
    head, foot = edges.head, edges.foot
    body = f"{_without_gaps(document.blocks)}{document.page.xml(first=not document.continued)}"
    turned = f'r:id="rId{_TURNED}"' in body
    parts = {
        **_fixed_parts(properties.title, properties.language, document.page.text_width, edges=3 if turned else 2),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {NAMESPACES}>{p(style='Gap')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {NAMESPACES}>{foot(0)}</w:ftr>",
        "word/header2.xml": f"<w:hdr {NAMESPACES}>{head(0)}</w:hdr>",
        "word/footer2.xml": f"<w:ftr {NAMESPACES}>{foot(0)}</w:ftr>",
    }
    if turned:
        parts["word/header3.xml"] = f"<w:hdr {NAMESPACES}>{head(TURNED_WIDTH)}</w:hdr>"
        parts["word/footer3.xml"] = f"<w:ftr {NAMESPACES}>{foot(TURNED_WIDTH)}</w:ftr>"
    for name, markup in list(parts.items()):
        if name.startswith(("word/document", "word/header", "word/footer")):
            parts[name] = with_titles(markup, properties.kind, properties.language)
    return zipped(with_content_types(parts, {name: _content_type(name) for name in parts}))


TURNED_WIDTH = 16838 - 2 * 1134
"""Between the margins of a turned page, in twips."""


def _fixed_parts(title: str, language: str, width: int, *, edges: int) -> dict[str, str]:
    targets = ["styles.xml", "numbering.xml", "settings.xml", "fontTable.xml", "theme/theme1.xml"]
    targets += [f"{part}{number}.xml" for number in range(1, edges + 1) for part in ("header", "footer")]
    return {
        **common_parts(title, "word/document.xml", language),
        "word/_rels/document.xml.rels": relationships(*zip(_LINKS, targets, strict=False)),
        "word/styles.xml": styles(width),
        "word/numbering.xml": numbering(language),
        "word/settings.xml": settings(),
        "word/fontTable.xml": f"<w:fonts {NAMESPACES}>{fonts()}</w:fonts>",
        "word/theme/theme1.xml": theme((9525,) * 3),
    }


def _content_type(name: str) -> str:
    """The content type of a part below `word/`."""
    if name.startswith("word/theme/"):
        return THEME_TYPE
    stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return f"{_WML}.{'document.main' if stem == 'document' else stem}+xml"
