"""The parts of an Office template that hold text, as trees whose tags are in one run each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.engines.docx.outline import level_of, outline_levels
from docgen.engines.docx.part import parse
from docgen.engines.office.dialect import DOCX, Dialect
from docgen.engines.office.tags import join_tags
from docgen.engines.pptx.source import PPTX
from docgen.ooxml.names import Element
from docgen.ooxml.package import office_document, owned_parts, slide_parts

_WORD_TEXT = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_FURTHER_SLIDE_TEXT = re.compile(r"ppt/(slideLayouts|slideMasters)/[^/]+\.xml")
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")


@dataclass(slots=True, eq=False)
class TextPart:
    """A part with text: its name, its display name, its tree; `levels` are the outline levels of Word's styles."""

    name: str
    shown: str
    root: Element
    dialect: Dialect
    before: bytes
    levels: Mapping[str, int]

    def paragraphs(self) -> list[Element]:
        """All paragraphs, in document order."""
        return list(self.root.iter(self.dialect.paragraph))

    def texts(self) -> list[Element]:
        """All text elements with braces, in document order."""
        return [text for text in self.root.iter(self.dialect.text) if "{" in (text.text or "")]

    def place(self, element: Element) -> str:
        """The place of a paragraph or of a shape's properties, as the linter names it."""
        return ", ".join((self.shown, *self.dialect.path(element)))

    def place_of_text(self, text: Element) -> str:
        """The place of a text element."""
        return self.place(next(text.iterancestors(self.dialect.paragraph)))

    def level(self, paragraph: Element) -> int | None:
        """The outline level of a paragraph of a Word part; None for body text and on slides."""
        return level_of(paragraph, self.levels) if self.dialect is DOCX else None

    def serialize(self) -> bytes:
        """The part with the XML declaration that it had."""
        found = _DECLARATION.match(self.before)
        return (found.group() if found else b"") + etree.tostring(self.root, encoding="UTF-8", xml_declaration=False)


def read_text_parts(name: str, parts: Mapping[str, bytes]) -> list[TextPart]:
    """The parts of a template that have tags, in reading order. Raises TemplateError if a slide is missing."""
    is_word = any(part.startswith("word/") for part in parts)
    levels = outline_levels(parts) if is_word else {}
    found: list[TextPart] = []
    for part, shown in _word_names(parts) if is_word else _deck_names(name, parts):
        if b"{" not in parts[part]:
            continue
        root = parse(parts[part])
        dialect = DOCX if is_word else PPTX
        for paragraph in root.iter(dialect.paragraph):
            join_tags(paragraph, dialect)
        found.append(TextPart(part, shown, root, dialect, parts[part], levels))
    return found


def _word_names(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    names = sorted((part for part in parts if _WORD_TEXT.fullmatch(part)), key=lambda part: "document" not in part)
    return ((part, part.removeprefix("word/").removesuffix(".xml")) for part in names)


def _deck_names(name: str, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for number, slide in enumerate(slide_parts(name, parts, office_document(parts)), 1):
        yield slide, f"slide {number}"
        for part in owned_parts(parts, slide):
            if part.startswith("ppt/notesSlides/") and part.endswith(".xml"):
                yield part, f"slide {number}, notes"
    for part in sorted(parts):
        if _FURTHER_SLIDE_TEXT.fullmatch(part):
            yield part, part.removeprefix("ppt/").removesuffix(".xml")
