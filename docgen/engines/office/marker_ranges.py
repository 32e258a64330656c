"""Which elements a marker goes for, and Jinja's tags around them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docgen.engines.office.balance import BLOCK_WORDS
from docgen.engines.office.tags import LIFTED, Source, raw, without_marks
from docgen.ooxml.names import A, Element, w

_GRID = f"{{{A}}}tblGrid"
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
        crossed = self._crossed(kind, *found)
        if crossed:
            shown = " ".join(without_marks(tag).split())
            self.source.report("template.marker:crossing", tag, tag=shown, other=f"{{%{crossed} …%}}")
            return None
        return self._without_break(kind, *found, tag)

    def _crossed(self, kind: str, first: Element, last: Element) -> str:
        """The kind of `{%p %}` or `{%tr %}` tags that open or close in a range without their partner; else empty."""
        if kind not in {"rows", "block"}:
            return ""
        opened: list[int] = []
        lifted = "tr" if kind == "rows" else "p"
        is_balanced = all(self._step(item, opened, 0, lifted) for item in _between(first, last))
        return "" if is_balanced and not opened else lifted

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
            case "column":
                cell = None if row is None else self._around(first, dialect.cell)
                return "template.marker:no_row", _siblings(cell, cell)
            case "row" | "rows":
                end = self._around(last, dialect.row)
                is_in_table = row is not None and end is not None
                return f"template.marker:{'elsewhere' if is_in_table else 'no_row'}", _siblings(row, end)
            case _:
                return "template.marker:elsewhere", _siblings(first, last)

    def columns(self, cell: Element, *, with_grid: bool = False) -> Iterator[tuple[Element, Element]]:
        """The cells of a table that are at the place of `cell` in their rows, each as a range.

        `with_grid`: its column of a slide's table too, so that a column that is left out leaves the others' widths.
        """
        row = next(cell.iterancestors(self.source.dialect.row))
        number = list(row.iterchildren(self.source.dialect.cell)).index(cell)
        for other in (*row.itersiblings(str(row.tag), preceding=True), row, *row.itersiblings(str(row.tag))):
            found = list(other.iterchildren(self.source.dialect.cell))[number : number + 1]
            yield from ((item, item) for item in found)
        grid = row.getparent().find(_GRID) if with_grid else None  # type: ignore[union-attr]
        if grid is not None and number < len(grid):
            yield grid[number], grid[number]

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

    def _step(self, item: Element, opened: list[int], at: int, kind: str = "p") -> bool:
        """Follow the `{%p %}` or `{%tr %}` tags of a block; False where it closes what was opened before the range."""
        dialect = self.source.dialect
        if item.tag != dialect.lifted(kind):
            return True
        paragraphs = [item] if kind == "p" else item.iter(dialect.paragraph)
        text = "".join(dialect.text_of(paragraph) for paragraph in paragraphs)
        for word in _lifted_words(text, kind):
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


def _lifted_words(text: str, wanted: str) -> Iterator[str]:
    for mark, _, kind, inner in LIFTED.findall(text) if "{%" in text else ():
        word = next(iter(without_marks(inner).split()), "")
        opens = word in BLOCK_WORDS and not (word == "set" and "=" in inner)
        if kind == wanted and mark == "%" and (opens or word in {"else", "elif"} or word.startswith("end")):
            yield word


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


def insert_ranges(ranges: Sequence[Range]) -> None:
    """Insert the tags of `ranges`, which don't cross, around their elements, the widest outermost."""
    spans: dict[Range, tuple[int, int]] = {}
    by_parent: dict[Element, list[Range]] = {}
    for made in ranges:
        parent = made.first.getparent()
        if parent is not None:
            by_parent.setdefault(parent, []).append(made)
    for parent, alike in by_parent.items():
        places = {child: place for place, child in enumerate(parent)}
        spans.update((made, (places[made.first], places[made.last])) for made in alike)
        for made in sorted(alike, key=lambda made: (spans[made][0] - spans[made][1], made.order)):
            made.first.addprevious(raw(made.opening))
            made.last.addnext(raw(made.closing))
