"""Read a Word file as an outline: headings, paragraphs, tables, headers and footers, notes, comments, styles."""

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.compare.drawing import read_theme
from docgen.compare.outline import Formatting, Outline, Piece, Value, plain
from docgen.compare.package import Package, attribute, child, children, local, read_metadata
from docgen.compare.word_blocks import Blocks
from docgen.compare.word_styles import read_styles
from docgen.engines.docx.controls import unwrap_controls
from docgen.ooxml.names import Element
from docgen.schemas.declared import DeclaredFields
from docgen.titles.lookup import Titles

_TYPES = {"default": "", "first": "first page", "even": "even pages"}
_MARGINS = ("top", "right", "bottom", "left")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def read_word(name: str, data: bytes, declared: DeclaredFields) -> Outline:
    """The outline of a Word file, other failures in `unread`. Raises TemplateError if it is not an Office file."""
    package = Package.read(name, data)
    main = package.main()
    _unwrap_controls(package, Titles.of("", declared))
    styles = read_styles(
        package.tree(package.target(main, "styles")), read_theme(package, package.target(main, "theme"))
    )
    blocks = Blocks(package, main, styles, read_numbering(package.tree(package.target(main, "numbering"))))
    body = child(package.tree(main), "body")
    stories = [Piece("body", inner=tuple(blocks.read(body)))]
    sections = _Sections(blocks, _even_pages(package, main))
    pages = dict(sections.read(body))
    stories += sections.stories
    stories += _notes(blocks)
    style_facts, passive = styles.facts()
    facts = read_metadata(package) | pages | styles.theme.facts() | style_facts
    return Outline("docx", facts, tuple(stories), tuple(package.unread), passive)


def _unwrap_controls(package: Package, titles: Titles) -> None:
    """Show the tags of docgen's content controls in place of their example words."""
    for part in sorted(package.parts):
        root = package.tree(part) if part.startswith("word/") and b"sdt" in package.parts[part] else None
        if root is not None:
            unwrap_controls(root, titles)


def read_numbering(root: Element | None) -> dict[tuple[str, str], str]:
    """The number format (`bullet`, `decimal` …) by numbering id and level."""
    kinds: dict[tuple[str, str], str] = {}
    for item in children(root):
        if local(item) == "abstractNum":
            for level in children(item):
                if local(level) == "lvl":
                    key = attribute(item, "abstractNumId") or "", attribute(level, "ilvl") or "0"
                    kinds[key] = attribute(child(level, "numFmt")) or ""
    found: dict[tuple[str, str], str] = {}
    for item in children(root):
        if local(item) == "num":
            known = attribute(child(item, "abstractNumId")) or ""
            number = attribute(item, "numId") or ""
            found |= {(number, level): kind for (abstract, level), kind in kinds.items() if abstract == known}
    return found


def _even_pages(package: Package, main: str) -> bool:
    return child(package.tree(package.target(main, "settings")), "evenAndOddHeaders") is not None


@dataclass(slots=True)
class _Sections:
    """Reads the sections' page set-ups, and headers and footers that differ from the previous section's."""

    blocks: Blocks
    even_pages: bool
    stories: list[Piece]

    def __init__(self, blocks: Blocks, even_pages: bool) -> None:
        self.blocks, self.even_pages, self.stories = blocks, even_pages, []

    def read(self, body: Element | None) -> Iterator[tuple[tuple[str, str], Formatting]]:
        """The facts of each section's page."""
        shown: dict[tuple[str, str], tuple[Piece, ...]] = {}
        parts: dict[tuple[str, str], str] = {}
        for number, section in enumerate(self._properties(body), 1):
            yield ("page", f"section {number}"), dict(_page(section))
            parts |= dict(self._references(section))
            types = self._header_types(section)
            for (kind, page), part in sorted(parts.items()):
                inner = tuple(self.blocks.at(part)) if page in types else ()
                if shown.get((kind, page), ()) != inner and page in types:
                    title = _TYPES.get(page, page) + (f", section {number}" if number > 1 else "")
                    self.stories.append(Piece(kind, title.strip(", "), inner=inner))
                    shown[kind, page] = inner

    def _header_types(self, section: Element) -> set[str]:
        """The types of headers and footers in use: default, first, even."""
        first = child(section, "titlePg")
        kinds = {"default"} if first is None or attribute(first) in {"0", "false"} else {"default", "first"}
        return kinds | {"even"} if self.even_pages else kinds

    def _properties(self, body: Element | None) -> Iterator[Element]:
        for item in children(body):
            found = item if local(item) == "sectPr" else child(item, "pPr", "sectPr")
            if found is not None:
                yield found

    def _references(self, section: Element) -> Iterator[tuple[tuple[str, str], str]]:
        for item in children(section):
            kind = local(item).removesuffix("Reference")
            link = self.blocks.package.linked(self.blocks.part, item)
            if kind in {"header", "footer"} and link is not None:
                yield (kind, attribute(item, "type") or "default"), link.target


def _page(section: Element) -> Iterator[tuple[str, Value]]:
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    if size is not None:
        yield "size", plain(f"{_twips(size, 'w')} × {_twips(size, 'h')} cm")
    if margins is not None:
        for side in _MARGINS:
            yield f"{side} margin", plain(f"{_twips(margins, side)} cm")
    columns = attribute(child(section, "cols"), "num")
    if columns and columns != "1":
        yield "columns", plain(columns)


def _twips(element: Element, name: str) -> str:
    """A length in twentieths of a point, in centimetres."""
    try:
        return f"{float(attribute(element, name) or '') / 567:.1f}"
    except ValueError:
        return "?"


def _notes(blocks: Blocks) -> Iterator[Piece]:
    for kind, noun in _NOTES.items():
        part = blocks.package.target(blocks.part, kind)
        root = blocks.package.tree(part) if part else None
        notes: list[Piece] = []
        for item in children(root):
            if attribute(item, "type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            by = attribute(item, "author") or ""
            notes.append(Piece(noun, by, inner=tuple(blocks.inside(part, item))))
        if notes:
            yield Piece(kind, inner=tuple(notes))
