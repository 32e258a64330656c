"""Which elements a marker goes for, and Jinja's tags around them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docgen.engines.office.balance import BLOCK_WORDS
from docgen.engines.office.tags import LIFTED, Source, raw, without_marks
from docgen.ooxml.names import Element, w

_SECTION_BREAK = w("sectPr")


@dataclass(slots=True, eq=False)
class Range:
    """Sibling elements from `first` to `last`, and the tags around them; `order` is its marker's in the part."""

    first: Element
    last: Element
    opening: str
    closing: str
    order: int
    tag: str
    kind: str = "para"


@dataclass(frozen=True, slots=True)
class RangeFinder:
    """Finds the elements of markers; `level_of` is the outline level of a paragraph, None for body text."""

    source: Source
    level_of: Callable[[Element], int | None]

    def ends(
        self, kind: str, first: Element, last: Element, tag: str, known: Sequence[Range]
    ) -> tuple[Element, Element] | None:
        """The first and last element for a marker in the paragraph `first` with its end in `last`; None with a finding.

        `known` are the ranges of other markers, which a section doesn't cross.
        """
        problem, found = self._found(kind, first, last, known)
        if found is None:
            self.source.report(problem, tag, tag=" ".join(without_marks(tag).split()), kind=kind)
            return None
        return self._without_break(kind, *found, tag)

    def _found(
        self, kind: str, first: Element, last: Element, known: Sequence[Range]
    ) -> tuple[str, tuple[Element, Element] | None]:
        """The key of the message if there are no ends, and the ends."""
        dialect = self.source.dialect
        row = self._around(first, dialect.row)
        match kind:
            case "section":
                return "template.marker:no_heading", self._section(first, known)
            case "shape":
                group = self._around(first, dialect.group)
                shape = self._around(first, *dialect.shapes) if group is None else group
                return "template.marker:no_shapes", _siblings(shape, shape)
            case "table":
                table = None if row is None else self._around(first, dialect.table)
                return "template.marker:no_row", _siblings(table, table)
            case "row" | "rows":
                end = self._around(last, dialect.row)
                is_in_table = row is not None and end is not None
                return f"template.marker:{'elsewhere' if is_in_table else 'no_row'}", _siblings(row, end)
            case _:
                return "template.marker:elsewhere", _siblings(first, last)

    def _around(self, paragraph: Element, *tags: str) -> Element | None:
        """The nearest of the elements around a paragraph, not outside of its text box."""
        for item in paragraph.iterancestors():
            if item.tag in tags:
                return item
            if item.tag == self.source.dialect.box:
                return None
        return None

    def _section(self, heading: Element, known: Sequence[Range]) -> tuple[Element, Element] | None:
        level = self.level_of(heading)
        if level is None:
            return None
        blocks: list[Element] = [heading]
        opened: list[int] = []
        limit = _limit(heading, known)
        for item in () if limit is heading else heading.itersiblings():
            reached = self._highest(item)
            if (reached is not None and reached <= level) or not self._step(item, opened, len(blocks)):
                break
            blocks.append(item)
            if item is limit:
                break
        if opened:
            del blocks[opened[0] :]
        while blocks[-1].tag not in self.source.dialect.blocks:
            blocks.pop()
        return heading, _before_others(blocks, known)

    def _highest(self, item: Element) -> int | None:
        """The highest outline level of a block: a paragraph's, or of the paragraphs of a content control."""
        if item.tag == self.source.dialect.paragraph:
            return self.level_of(item)
        if item.tag != w("sdt"):
            return None
        levels = (self.level_of(paragraph) for paragraph in item.iterfind(f"{w('sdtContent')}/{w('p')}"))
        return min((level for level in levels if level is not None), default=None)

    def _step(self, item: Element, opened: list[int], at: int) -> bool:
        """Follow the `{%p %}` tags of a block; False where it closes one that was opened before the section."""
        if item.tag != self.source.dialect.paragraph:
            return True
        for word in _lifted_words(self.source.dialect.text_of(item)):
            if word in BLOCK_WORDS:
                opened.append(at)
            elif not opened:
                return False
            elif word.startswith("end"):
                opened.pop()
        return True

    def _without_break(self, kind: str, first: Element, last: Element, tag: str) -> tuple[Element, Element] | None:
        """The range, without a section break after it; None with a finding if it holds one that isn't its own."""
        blocks = list(_between(first, last))
        breaks = [item for item in blocks if _breaks_section(item)]
        before = first.getprevious()
        if not breaks or (breaks[-1] is last and (before is None or _breaks_section(before))):
            return first, last
        is_after = kind == "section" and breaks == [last] and last is not first
        if is_after and not self.source.dialect.text_of(last).strip():
            return first, blocks[-2]
        self.source.report("template.marker:break", tag, tag=" ".join(without_marks(tag).split()))
        return None


def _siblings(first: Element | None, last: Element | None) -> tuple[Element, Element] | None:
    if first is None or last is None or first.getparent() is not last.getparent():
        return None
    return first, last


def _between(first: Element, last: Element) -> Iterator[Element]:
    item: Element | None = first
    while item is not None:
        yield item
        item = None if item is last else item.getnext()


def _breaks_section(item: Element) -> bool:
    return item.tag != _SECTION_BREAK and next(item.iter(_SECTION_BREAK), None) is not None


def _lifted_words(text: str) -> Iterator[str]:
    for mark, _, kind, inner in LIFTED.findall(text) if "{%" in text else ():
        word = re.match(r"\w*", inner)
        if kind == "p" and mark == "%" and word and (word[0] in BLOCK_WORDS | {"else", "elif"} or word[0][:3] == "end"):
            yield word[0]


def _position(item: Element) -> int:
    parent = item.getparent()
    return 0 if parent is None else parent.index(item)


def _limit(heading: Element, known: Sequence[Range]) -> Element | None:
    """The end of the innermost block around a heading."""
    at = _position(heading)
    around = [
        made.last
        for made in known
        if made.kind == "block"
        and made.first.getparent() is heading.getparent()
        and _position(made.first) <= at <= _position(made.last)
    ]
    return min(around, key=_position, default=None)


def _before_others(blocks: list[Element], known: Sequence[Range]) -> Element:
    """The last of `blocks` before a block that begins among them and ends after them."""
    inside = set(blocks)
    for made in known:
        if made.kind == "block" and made.first in inside and made.last not in inside and made.first is not blocks[0]:
            before = blocks[: blocks.index(made.first)]
            if len(before) < len(blocks):
                return _before_others(before, known)
    return blocks[-1]


def insert_ranges(ranges: Sequence[Range], source: Source) -> None:
    """Insert the tags of `ranges` around their elements, the widest outermost; add findings for those that cross."""
    spans = {made: (_position(made.first), _position(made.last)) for made in ranges}
    by_parent: dict[Element, list[Range]] = {}
    for made in ranges:
        parent = made.first.getparent()
        if parent is not None:
            by_parent.setdefault(parent, []).append(made)
    for alike in by_parent.values():
        alike.sort(key=lambda made: (spans[made][0], -spans[made][1], made.order))
        _check_crossing(alike, spans, source)
        for made in sorted(alike, key=lambda made: (spans[made][0] - spans[made][1], made.order)):
            made.first.addprevious(raw(made.opening))
            made.last.addnext(raw(made.closing))


def _check_crossing(alike: Sequence[Range], spans: dict[Range, tuple[int, int]], source: Source) -> None:
    around: list[Range] = []
    for made in alike:
        start, end = spans[made]
        while around and spans[around[-1]][1] < start:
            around.pop()
        if around and spans[around[-1]][1] < end:
            names = [" ".join(without_marks(item.tag).split()) for item in (made, around[-1])]
            source.report("template.marker:crossing", made.tag, tag=names[0], other=names[1])
        around.append(made)
