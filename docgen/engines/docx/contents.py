"""Table of contents: write the entries of a TOC field from the headings of a rendered document.

A TOC field (ECMA-376 part 1, 17.16.5.68) stores its last result as paragraphs between its `separate` and `end` marks.
Word doesn't refresh it by itself, so the entries are written here: text, and a PAGEREF field to a bookmark at the
heading. The field is marked dirty, so that Word counts the pages when it opens the file. Until then each entry shows
an ellipsis for its page, or the number that `number_pages` wrote.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docgen.engines.docx.chapter_numbers import NumberFormat
from docgen.engines.office.tags import raw
from docgen.ooxml.names import PARAGRAPH, Element, w

_MARK = "\ufdd2"
_FIRST_BOOKMARK = 900_000
_STYLE = '<w:pPr><w:pStyle w:val="Heading'
_PROPERTIES_END = "</w:pPr>"
_NUMBERED = re.compile(r'<w:numPr>(?:<w:ilvl w:val="0"/>)?<w:numId w:val="(\d+)"/></w:numPr>')
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:br|tab)(?: [^>]*)?/>")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its escaped text, and the bookmark around it."""

    level: int
    text: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The TOC field of a part: its instruction, the deepest level that it lists, and the formats of lists by numId."""

    instruction: str
    lowest: int
    formats: Mapping[str, NumberFormat]

    def fill(self, text: str) -> str:
        """`text` with the entries in the field's place and bookmarks at the headings; without headings no field."""
        before, _, after = text.partition(_MARK)
        headings: list[Heading] = []
        counts: Counter[str] = Counter()
        before = self._marked(before, headings, counts)
        after = self._marked(after, headings, counts)
        return before + "".join(self._entries(headings)) + after

    def _marked(self, text: str, headings: list[Heading], counts: Counter[str]) -> str:
        pieces: list[str] = []
        end = 0
        for at in _heading_positions(text):
            level, close = int(text[at + len(_STYLE)]), text.index("</w:p>", at)
            start = text.index(_PROPERTIES_END, at) + len(_PROPERTIES_END)
            title = _heading_text(text[start:close])
            if level > self.lowest or not title:
                continue
            number = _FIRST_BOOKMARK + len(headings)
            headings.append(Heading(level, self._number(text[at:start], counts) + title, f"_Toc{number}"))
            mark = f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number}"/>'
            pieces += (text[end:start], mark, text[start:close], f'<w:bookmarkEnd w:id="{number}"/>')
            end = close
        return "".join((*pieces, text[end:]))

    def _number(self, properties: str, counts: Counter[str]) -> str:
        """The number that Word writes before a heading, if it is numbered by itself."""
        found = _NUMBERED.search(properties)
        if found is None or found[1] not in self.formats:
            return ""
        counts[found[1]] += 1
        return escape(self.formats[found[1]].written(counts[found[1]]))

    def _entries(self, headings: list[Heading]) -> Iterator[str]:
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve">{escape(self.instruction)}</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        for index, heading in enumerate(headings):
            first = begin if index == 0 else ""
            last = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if index == len(headings) - 1 else ""
            yield (
                f'<w:p><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr>{first}'
                f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">'
                f'<w:r><w:t xml:space="preserve">{heading.text}</w:t></w:r><w:r><w:tab/></w:r>'
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                f'<w:r><w:instrText xml:space="preserve"> PAGEREF {heading.bookmark} \\h </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>…</w:t></w:r>'
                f'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>{last}</w:p>'
            )


_ENTRY = re.compile(r"( PAGEREF (_Toc\d+) .*?<w:t>)…(</w:t>)", re.DOTALL)


def lists_pages(text: str) -> bool:
    """Whether the part has entries without a page number."""
    return _ENTRY.search(text) is not None


def number_pages(text: str, pages: Mapping[str, int]) -> str:
    """`text` with the page of each entry whose bookmark is in `pages`; other entries are unchanged."""

    def numbered(found: re.Match[str]) -> str:
        before, bookmark, after = found.groups()
        return f"{before}{pages.get(bookmark, '…')}{after}"

    return _ENTRY.sub(numbered, text)


def _heading_positions(text: str) -> Iterator[int]:
    """The positions of the headings' paragraph properties."""
    at = text.find(_STYLE)
    while at >= 0:
        after = at + len(_STYLE)
        if "1" <= text[after] <= "9" and text.startswith('"/>', after + 1):
            yield at
        at = text.find(_STYLE, after)


def _heading_text(markup: str) -> str:
    texts = (found.group(1) for found in _WORDS.finditer(markup))
    return "".join(" " if text is None else text for text in texts).strip()


def extract_contents(root: Element, formats: Mapping[str, NumberFormat]) -> Contents | None:
    """Replace the TOC field of `root`, if it has one, by a mark."""
    begin = next((mark for mark in root.iter(w("instrText")) if (mark.text or "").strip().startswith("TOC")), None)
    if begin is None:
        return None
    levels = re.search(r'\\o\s+"(\d)-(\d)"', begin.text or "")
    first, *others = _field_paragraphs(begin)
    parent = first.getparent()
    assert parent is not None  # noqa: S101
    parent.replace(first, raw(_MARK))
    for paragraph in others:
        parent.remove(paragraph)
    return Contents(begin.text or "TOC", int(levels.group(2)) if levels else 3, formats)


def _field_paragraphs(instruction: Element) -> list[Element]:
    """The paragraphs from the field's beginning to its end."""
    first = next(instruction.iterancestors(PARAGRAPH))
    found = [first]
    depth = _depth(first)
    while depth > 0:
        following = found[-1].getnext()
        if following is None:
            break
        found.append(following)
        depth += _depth(following)
    return found


def _depth(paragraph: Element) -> int:
    kinds = [mark.get(w("fldCharType")) for mark in paragraph.iter(w("fldChar"))]
    return kinds.count("begin") - kinds.count("end")
