"""Turns a document's blocks, its page and its running head into the bytes of a Word file, the same bytes each time."""

import io
import re
import zipfile
from dataclasses import dataclass

from docx_design import numbering, settings, styles
from docx_xml import NAMESPACES, Field, Raw, Run, p
from office_theme import theme

WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = ("styles", "numbering", "settings", "fontTable", "theme", *("header", "footer") * 3)
_FIRST, _UPRIGHT, _TURNED = 6, 8, 10
"""The relationships of the first page's head, the others' and a turned page's; each foot comes next."""


_TAG = r'<w:p><w:pPr><w:pStyle w:val="Tag"/></w:pPr>(?:(?!</w:p>|for |endfor|else).)*</w:p>'
_GAP_BEFORE_CHAPTER = re.compile(
    re.escape(p(style="Gap")) + rf'(?=(?:{_TAG})*<w:p><w:pPr><w:pStyle w:val="Heading1"/>)', re.DOTALL
)


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
    """A template: its title in the file's properties, its blocks, and the page of its last section.

    `first` is the page of the first section where that differs from the last: it holds the running head and foot.
    """

    title: str
    blocks: str
    page: Page = Page()
    continued: bool = False


def section_end(page: Page, *, first: bool = False) -> str:
    """The paragraph that ends a section whose page is `page`."""
    return f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{page.xml(first=first)}</w:pPr></w:p>'


def _without_gaps(blocks: str) -> str:
    """No room under a table that a chapter follows, which brings its own.

    LibreOffice leaves a chapter's heading alone at the foot of a page if a paragraph stands between it and a table.
    """
    return _GAP_BEFORE_CHAPTER.sub("", blocks)


def package(document: Document) -> bytes:
    """The document as a .docx."""
    body = f"{_without_gaps(document.blocks)}{document.page.xml(first=not document.continued)}"
    parts = {
        **_fixed_parts(document.title, document.page.text_width),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {NAMESPACES}>{p(style='Gap')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {NAMESPACES}>{_foot()}</w:ftr>",
        "word/header2.xml": f"<w:hdr {NAMESPACES}>{_head()}</w:hdr>",
        "word/footer2.xml": f"<w:ftr {NAMESPACES}>{_foot()}</w:ftr>",
        "word/header3.xml": f"<w:hdr {NAMESPACES}>{_head(TURNED_WIDTH)}</w:hdr>",
        "word/footer3.xml": f"<w:ftr {NAMESPACES}>{_foot(TURNED_WIDTH)}</w:ftr>",
    }
    parts["[Content_Types].xml"] = _content_types(parts)
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (HEAD + parts[name]).encode())
    return out.getvalue()


TAB = Raw("<w:r><w:tab/></w:r>")


TURNED_WIDTH = 16838 - 2 * 1134
"""Between the margins of a turned page, in twips."""


def _tabs(width: int) -> str:
    """The right edge, where it is not the style's."""
    return (
        f'<w:tabs><w:tab w:val="clear" w:pos="9072"/><w:tab w:val="right" w:pos="{width}"/></w:tabs>' if width else ""
    )


def _head(width: int = 0) -> str:
    """Left who speaks and of what, right for whom it is not."""
    internal = "{% if reads.internal %}{{ label('internal_only') }}{% endif %}"
    confidential = "{% if not reads.internal and doc.confidentiality %}{{ doc.confidentiality }}{% endif %}"
    words = "{{ doc.seller.short_name }} · {{ doc.title }}"
    return p(words, TAB, Run(internal, "negative", bold=True), confidential, style="Header", shape=_tabs(width))


def _foot(width: int = 0) -> str:
    """Left the stamp line, right the page of how many."""
    return p(
        "{{ stamp.lead }}", TAB, "{{ label('page_before') }}", Field("PAGE"), "{{ label('page_between') }}",
        Field("NUMPAGES"), "{{ label('page_after') }} · {{ stamp.short_id }}", style="Footer",
        shape=_tabs(width),
    )  # fmt: skip


def rels(*targets: tuple[str, str]) -> str:
    """A relationships part; each kind is the last word of Office's own, or a whole address."""
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if "/" in kind else f"{_RELATIONSHIPS}/{kind}"}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _fixed_parts(title: str, width: int) -> dict[str, str]:
    targets = ["styles.xml", "numbering.xml", "settings.xml", "fontTable.xml", "theme/theme1.xml"]
    targets += [f"{part}{number}.xml" for number in (1, 2, 3) for part in ("header", "footer")]
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return {
        "_rels/.rels": rels(
            ("officeDocument", "word/document.xml"),
            (core, "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "word/_rels/document.xml.rels": rels(*zip(_LINKS, targets, strict=True)),
        "word/styles.xml": styles(width),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": f"<w:fonts {NAMESPACES}/>",
        "word/theme/theme1.xml": theme((9525,) * 3),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title></cp:coreProperties>'
        ),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>docgen</Application></Properties>"
        ),
    }


def _content_types(parts: dict[str, str]) -> str:
    kinds = {
        "word/document.xml": f"{WML}.document.main+xml",
        "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    rows = ""
    for name in sorted(parts):
        if "_rels/" not in name:
            stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
            kind = kinds.get(name, f"{WML}.{stem}+xml")
            rows += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
