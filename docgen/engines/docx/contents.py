"""Table of contents: write the entries of TOC fields from the headings of a rendered document.

A TOC field (ECMA-376 part 1, 17.16.5.68) stores its last result as paragraphs between its `separate` and `end` marks.
Word doesn't refresh it by itself, so the entries are written here: text, and a PAGEREF field to a bookmark at the
heading. The field is marked dirty, so that Word counts the pages when it opens the file. Until then each entry shows
an ellipsis for its page, or the number that `number_pages` wrote.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from docgen.engines.docx.contents_code import Instruction
from docgen.engines.docx.numbering import Counter, Numbering
from docgen.engines.docx.runs import fragment, parse_fragment
from docgen.ooxml.names import put

_FIRST_BOOKMARK = 900_000
_MARK = re.compile("\ufdd2(\\d+)(first|entries|end)\ufdd2")
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_OUTLINE = re.compile(r'<w:outlineLvl w:val="([0-8])"/>')
_NUMBERED = re.compile(r'<w:numPr>(?:<w:ilvl w:val="([0-8])"/>)?<w:numId w:val="(\d+)"/></w:numPr>')
_CAPTION = re.compile(
    r'<w:instrText[^>]*>\s*SEQ\s+"?([^\s"\\<]+)|<w:fldSimple w:instr="\s*SEQ\s+(?:&quot;)?([^\s"\\&]+)'
)
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab|cr|noBreakHyphen)(?: [^>]*)?/>")
_PARAGRAPH = re.compile(r"<w:p[ >]|</w:p>")
_PROPERTIES_END = "</w:pPr>"
_ALTERNATIVE, _ALTERNATIVE_END = "<mc:Fallback>", "</mc:Fallback>"


def mark(number: int, kind: str) -> str:
    """The mark of a field in a template: `first` for its first paragraph's properties, `entries`, `end`."""
    return f"\ufdd2{number}{kind}\ufdd2"


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that may be listed: its place, style, own outline level, captions, number, text and bookmark."""

    start: int
    end: int
    style: str
    outline: int
    captions: tuple[str, ...]
    number: tuple[str, str]
    text: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class ContentsField:
    """A TOC field: the levels of the styles that it lists, its code, and the `w:pPr` of entries by level.

    `tabbed` are the levels whose entries have a tab after the heading's number, `counted` those whose entries had
    numbers in the template. Level 0 is that of captions.
    """

    instruction: Instruction
    levels: Mapping[str, int]
    code: str
    entries: Mapping[int, str]
    tabbed: frozenset[int]
    counted: frozenset[int] = frozenset()
    is_on_new_page: bool = False

    def level(self, heading: Heading) -> int | None:
        """The level at which the field lists a paragraph, from 1; None if it doesn't."""
        if self.instruction.caption:
            return 0 if self.instruction.caption in heading.captions else None
        if heading.style in self.levels:
            return self.levels[heading.style]
        return heading.outline if heading.outline in self.instruction.outline else None

    def marked(self, headings: list[Heading]) -> Mapping[str, str]:
        """What stands in the places of the field's marks; without headings no field."""
        listed = [(level, heading) for heading in headings if (level := self.level(heading)) is not None]
        if not listed:
            return {"first": "", "entries": "", "end": ""}
        first, *others = self._counted(listed)
        properties = self.entries[first[0]]
        if self.is_on_new_page:
            properties = _on_new_page(properties)
        entries = (f"</w:p><w:p>{self.entries[level]}{self._entry(level, item)}" for level, item in others)
        return {
            "first": properties,
            "entries": "".join((self._begin(), self._entry(*first), *entries)),
            "end": _char("end"),
        }

    def _counted(self, listed: list[tuple[int, Heading]]) -> Iterator[tuple[int, Heading]]:
        """The headings, with numbers where a list has none that is known here, but the template's entries had some."""
        counts = [0] * 10
        for level, heading in listed:
            counts[level] += 1
            counts[level + 1 :] = [0] * (9 - level)
            if level in self.counted and heading.number[1] and not heading.number[0]:
                number = ".".join(str(count) for count in counts[: level + 1] if count)
                yield level, replace(heading, number=(number, "tab"))
            else:
                yield level, heading

    def _begin(self) -> str:
        code = f'<w:r><w:instrText xml:space="preserve">{escape(self.code)}</w:instrText></w:r>'
        return f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>{code}{_char("separate")}'

    def _entry(self, level: int, heading: Heading) -> str:
        number, suffix = heading.number
        gap = "" if not number or suffix == "nothing" else "<w:r><w:tab/></w:r>" if level in self.tabbed else " "
        lead = _text(escape(number)) + gap if gap.startswith("<") else ""
        words = lead + _text(heading.text if lead else escape(number) + gap + heading.text)
        if level not in self.instruction.without_pages:
            words += self._page(heading.bookmark)
        if not self.instruction.is_linked:
            return words
        return f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{words}</w:hyperlink>'

    def _page(self, bookmark: str) -> str:
        between = _text(escape(self.instruction.separator)) if self.instruction.separator else "<w:r><w:tab/></w:r>"
        code = f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>'
        return f"{between}{_char('begin')}{code}{_char('separate')}<w:r><w:t>…</w:t></w:r>{_char('end')}"


@dataclass(frozen=True, slots=True)
class Contents:
    """The TOC fields of a part, and how the template numbers its headings."""

    fields: tuple[ContentsField, ...]
    numbering: Numbering

    def fill(self, text: str) -> str:
        """`text` with the entries in the fields' places, and bookmarks at what they list."""
        headings = list(self._headings(text))
        pieces: list[str] = []
        end = 0
        for number, heading in enumerate(headings, _FIRST_BOOKMARK):
            begin = f'<w:bookmarkStart w:id="{number}" w:name="{heading.bookmark}"/>'
            inside = text[heading.start : heading.end]
            pieces += (text[end : heading.start], begin, inside, f'<w:bookmarkEnd w:id="{number}"/>')
            end = heading.end
        marked = [one.marked(headings) for one in self.fields]
        return _MARK.sub(lambda found: marked[int(found[1])][found[2]], "".join((*pieces, text[end:])))

    def _headings(self, text: str) -> Iterator[Heading]:
        """The paragraphs that a field may list, with text, in their order."""
        counter = self.numbering.counter()
        count = _FIRST_BOOKMARK
        fallbacks = _ALTERNATIVE in text
        for start, end, properties in self._candidates(text):
            if fallbacks and text.rfind(_ALTERNATIVE, 0, start) > text.rfind(_ALTERNATIVE_END, 0, start):
                continue
            heading = _heading(text, start, end, properties, counter, f"_Toc{count}")
            if heading.text and any(one.level(heading) is not None for one in self.fields):
                count += 1
                yield heading

    def _candidates(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The content (start, end) and properties of each paragraph that may be listed, or counts with those."""
        styles = {style for one in self.fields for style in one.levels}
        lists = {self.numbering.styles[style][0] for style in styles if style in self.numbering.styles}
        styles |= {style for style, (number, _) in self.numbering.styles.items() if number in lists}
        found = {item.start() for item in _STYLE.finditer(text) if item[1] in styles}
        if any(one.instruction.outline for one in self.fields):
            found |= {item.start() for item in _OUTLINE.finditer(text)}
        starts = {_paragraph_start(text, at) for at in found}
        if any(one.instruction.caption for one in self.fields):
            starts |= {_paragraph_start(text, item.start()) for item in _CAPTION.finditer(text)}
        for start in sorted(starts):
            content, properties = _content_start(text, start)
            yield content, _paragraph_end(text, content), properties


def _heading(text: str, start: int, end: int, properties: str, counter: Counter, bookmark: str) -> Heading:
    content = text[start:end]
    style, outline = _STYLE.search(properties), _OUTLINE.search(properties)
    captions = tuple(item[1] or item[2] for item in _CAPTION.finditer(content))
    name = style[1] if style else ""
    number = _number(properties, name, counter) if _heading_text(content) else ("", "")
    return Heading(
        start, end, name, int(outline[1]) + 1 if outline else 0, captions, number, _heading_text(content), bookmark
    )


def _number(properties: str, style: str, counter: Counter) -> tuple[str, str]:
    """The number that Word writes before a paragraph, by its own list or its style's."""
    own = _NUMBERED.search(properties)
    number, level = counter.numbering.styles.get(style, ("0", 0))
    if own is not None:
        number, level = own[2], int(own[1]) if own[1] else level
    return counter.next(number, level)


def _paragraph_start(text: str, at: int) -> int:
    return max(text.rfind("<w:p>", 0, at), text.rfind("<w:p ", 0, at))


def _content_start(text: str, start: int) -> tuple[int, str]:
    """The start of a paragraph's content, and its properties."""
    after = text.index(">", start) + 1
    if not text.startswith("<w:pPr>", after):
        return after, ""
    end = text.index(_PROPERTIES_END, after) + len(_PROPERTIES_END)
    return end, text[after:end]


def _paragraph_end(text: str, start: int) -> int:
    """The end of a paragraph's content; paragraphs in text boxes are inside it."""
    depth = 1
    for found in _PARAGRAPH.finditer(text, start):
        depth += -1 if found[0] == "</w:p>" else 1
        if depth == 0:
            return found.start()
    return len(text)


def _heading_text(markup: str) -> str:
    texts = (
        "-" if item[2] == "noBreakHyphen" else item[1] if item[1] is not None else " "
        for item in _WORDS.finditer(markup)
    )
    return "".join(texts).strip()


def _on_new_page(properties: str) -> str:
    """Properties with a page break before the paragraph."""
    root = parse_fragment(properties)
    put(root, "pageBreakBefore")
    return fragment(root)


def _char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


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
