"""Turns the headings of a rendered document into the entries of its TOC field.

A TOC field (ECMA-376 part 1, 17.16.5.68) keeps its last result as paragraphs between its `separate` and `end` marks.
Word doesn't refresh it by itself, so the entries are written here: text, and a PAGEREF field to a bookmark at the
heading. The field is marked dirty, so that Word counts the pages when it opens the file; until a program does, each
entry shows an ellipsis for its page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.engines._docx_names import PARAGRAPH, RUN, TEXT, W, w
from docgen.engines._office_text import Element

_FIRST_BOOKMARK = 900_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its text, and the bookmark that stands around it."""

    level: int
    text: str
    bookmark: str


def fill_contents(root: Element) -> None:
    """Fill the TOC field of `root`, if it has one, with its headings; without headings the field's paragraphs go."""
    begin = next((mark for mark in root.iter(w("instrText")) if (mark.text or "").strip().startswith("TOC")), None)
    if begin is None:
        return
    levels = re.search(r'\\o\s+"(\d)-(\d)"', begin.text or "")
    lowest = int(levels.group(2)) if levels else 3
    paragraphs = _field_paragraphs(begin)
    headings = [heading for heading in _headings(root) if heading.level <= lowest]
    parent = paragraphs[0].getparent()
    assert parent is not None  # noqa: S101
    at = parent.index(paragraphs[0])
    for paragraph in paragraphs:
        parent.remove(paragraph)
    entries = list(_entries(headings, begin.text or "TOC"))
    parent[at:at] = entries


def _field_paragraphs(instruction: Element) -> list[Element]:
    """The paragraphs from the one where the field begins to the one where it ends."""
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


def _headings(root: Element) -> Iterator[Heading]:
    body = root.find(w("body"))
    for number, paragraph in enumerate([] if body is None else body.iter(PARAGRAPH)):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        level = re.fullmatch(r"Heading([1-9])", style.get(w("val"), "")) if style is not None else None
        marks = paragraph.iter(TEXT, w("br"), w("tab"))
        text = "".join((mark.text or "") if mark.tag == TEXT else " " for mark in marks).strip()
        if level and text:
            bookmark = f"_Toc{_FIRST_BOOKMARK + number}"
            _add_bookmark(paragraph, bookmark, _FIRST_BOOKMARK + number)
            yield Heading(int(level.group(1)), text, bookmark)


def _add_bookmark(paragraph: Element, name: str, number: int) -> None:
    start = etree.Element(w("bookmarkStart"), {w("id"): str(number), w("name"): name})
    first = 1 if len(paragraph) and paragraph[0].tag == w("pPr") else 0
    paragraph.insert(first, start)
    etree.SubElement(paragraph, w("bookmarkEnd"), {w("id"): str(number)})


def _entries(headings: list[Heading], instruction: str) -> Iterator[Element]:
    for index, heading in enumerate(headings):
        paragraph = etree.fromstring(
            f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr>'
            f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1"><w:r><w:t xml:space="preserve"/></w:r>'
            f'<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> PAGEREF {heading.bookmark} \\h </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>…</w:t></w:r>'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
        )
        next(paragraph.iter(TEXT)).text = heading.text
        if index == 0:
            paragraph[1:1] = _field_start(instruction)
        if index == len(headings) - 1:
            paragraph.append(_mark("end"))
        yield paragraph


def _field_start(instruction: str) -> list[Element]:
    run = etree.Element(RUN)
    etree.SubElement(
        run, w("instrText"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
    ).text = instruction
    begin = _mark("begin")
    begin[0].set(w("dirty"), "true")
    return [begin, run, _mark("separate")]


def _mark(kind: str) -> Element:
    run = etree.Element(RUN)
    etree.SubElement(run, w("fldChar"), {w("fldCharType"): kind})
    return run
