"""Markers: tags that stand inside what they repeat or make optional, and have no end tag.

`{%row for line in lines%}` goes for its row, `{%section if doc.roi%}` for its heading and what follows it. A marker is
removed from the text and compiled to Jinja's tags around the element (docs/dev/readable-templates.md).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from docgen.engines.office.dialect import Dialect
from docgen.engines.office.empty_columns import table_ranges
from docgen.engines.office.loops import NOTE, Loop, find_loops, read_loop, rewritten
from docgen.engines.office.marker_ranges import Range, RangeFinder, insert_ranges
from docgen.engines.office.optional_values import take_optional
from docgen.engines.office.slots import divide_row, divide_shapes
from docgen.engines.office.tags import Source, without_marks
from docgen.ooxml.names import Element
from docgen.templating import INSIDE

_MARKER = re.compile(
    rf"\{{%-?\s*(?:(row|rows|column|para|table|section|shape)\b|(block)\b(?=\s+(?:for|if|end)\b))({INSIDE})({NOTE})-?%\}}",
    re.DOTALL,
)
_STATEMENT = re.compile(r"(for|if)\s\s*\S")
_SLOTS = "dg_slots_{}"
_WITH_SLOTS, _WITH_END = {"row", "shape"}, {"rows", "block"}


@dataclass(slots=True)
class _Marker:
    """A marker that is removed from its paragraph: `tag` is as written, with its mark, `order` its number."""

    kind: str
    statement: str
    tag: str
    paragraph: Element
    order: int

    @property
    def is_end(self) -> bool:
        return self.statement == "end"


@dataclass(slots=True)
class MarkerCompiler:
    """Compiles the markers of one part; `level_of` is the outline level of a paragraph, None for body text."""

    source: Source
    level_of: Callable[[Element], int | None] = lambda paragraph: None
    _ranges: list[Range] = field(default_factory=list[Range])
    _numbers: Iterator[int] = field(default_factory=count)
    _open: list[_Marker] = field(default_factory=list[_Marker])
    _rows: list[tuple[Range, Loop]] = field(default_factory=list[tuple[Range, Loop]])
    _shapes: dict[str, tuple[Loop, list[Range]]] = field(default_factory=dict[str, tuple[Loop, list[Range]]])

    @property
    def _dialect(self) -> Dialect:
        return self.source.dialect

    def compile(self, root: Element) -> None:
        """Replace all markers, endings of loops and `?` in `root`, whose tags are numbered; add findings."""
        rewrite_loops(root, self.source)
        markers: list[_Marker] = []
        marked: list[Element] = []
        for paragraph in list(root.iter(self._dialect.paragraph)):
            found = list(self._take(paragraph))
            markers += found
            if found and all(marker.kind != "para" for marker in found):
                marked.append(paragraph)
        optional = [found for item in root.iter(self._dialect.paragraph) if (found := take_optional(item, self.source))]
        finder = RangeFinder(self.source, self.level_of)
        for marker in sorted(markers, key=lambda item: item.kind == "section"):  # a section ends with its block
            self._add(marker, finder)
        for marker in self._open:
            self.source.report("template.marker:open", marker.tag, tag=_shown(marker), kind=marker.kind)
        self._ranges += [
            Range(paragraph, paragraph, condition, "{% endif %}", len(markers) + number, tag)
            for number, (paragraph, condition, tag) in enumerate(optional)
        ]
        for loop, shapes in self._shapes.values():
            divide_shapes(shapes, loop, self.source)
        slotted = [made for made, _ in self._rows]
        self._ranges += list(table_ranges(self._ranges, slotted, self._dialect, len(markers) + len(optional)))
        insert_ranges(self._ranges)
        for paragraph in marked:
            _remove_if_empty(paragraph, self._dialect)
        for made, loop in self._rows:
            divide_row(made.first, loop, _SLOTS.format(made.order), made.tag, self.source)
        self.source.sort_findings()

    def _take(self, paragraph: Element) -> Iterator[_Marker]:
        """Remove the markers from a paragraph, with the white space beside them."""
        texts = self._dialect.texts(paragraph)
        content = "".join(item.text or "" for item in texts)
        found = list(_MARKER.finditer(content)) if "{%" in content else []
        if not found:
            return
        owners = [number for number, item in enumerate(texts) for _ in item.text or ""]
        kept: list[list[str]] = [[] for _ in texts]
        for at in _kept_places(content, found):
            kept[owners[at]].append(content[at])
        for item, signs in zip(texts, kept, strict=True):
            item.text = "".join(signs)
        _remove_empty_runs(texts, self._dialect)
        for tag in found:
            yield _Marker(tag[1] or tag[2], tag[3].strip(), tag[0], paragraph, next(self._numbers))

    def _add(self, marker: _Marker, finder: RangeFinder) -> None:
        """Add the range of a marker, or a finding."""
        problem = self._problem(marker)
        if problem:
            self.source.report(problem, marker.tag, tag=_shown(marker), kind=marker.kind)
        elif marker.kind in _WITH_END and not marker.is_end:
            self._open.append(marker)
        else:
            opening = marker
            if marker.is_end:
                last = max(at for at, item in enumerate(self._open) if item.kind == marker.kind)
                opening = self._open.pop(last)
            ends = finder.ends(marker.kind, opening.paragraph, marker.paragraph, opening.tag, self._ranges)
            if ends is not None:
                is_optional = marker.kind == "column" and opening.statement.startswith("if")
                cells = finder.columns(ends[0], with_grid=is_optional) if marker.kind == "column" else (ends,)
                for first, last in cells:
                    self._add_range(opening, (first, last))

    def _problem(self, marker: _Marker) -> str:
        """The key of the message if a marker can't be used; empty if it can."""
        if marker.kind == "shape" and not self._dialect.shapes:
            return "template.marker:no_shapes"
        if marker.kind == "section" and self._dialect.shapes:
            return "template.marker:no_sections"
        return self._problem_of_end(marker) if marker.is_end else _problem_of_statement(marker)

    def _problem_of_end(self, marker: _Marker) -> str:
        if marker.kind not in _WITH_END:
            return "template.marker:no_end"
        return "" if any(item.kind == marker.kind for item in self._open) else "template.marker:closes"

    def _add_range(self, marker: _Marker, ends: tuple[Element, Element]) -> None:
        loop, word = read_loop(marker.statement), marker.statement.split()[0]
        statement = marker.statement if loop is None else loop.statement
        opening = f"{{% {statement} {self.source.note_again(marker.tag)}%}}"
        made = Range(*ends, opening, f"{{% end{word} %}}", marker.order, marker.tag, marker.kind)
        if loop is not None and loop.across is not None:
            if marker.kind == "shape":
                self._shapes.setdefault(marker.statement, (loop, []))[1].append(made)
            else:
                note = self.source.note_again(marker.tag)
                slots = _SLOTS.format(marker.order)
                made.opening = f"{{% for {slots} in ({loop.source})|batch({loop.across}) {note}%}}"
                self._rows.append((made, loop))
        self._ranges.append(made)


def _problem_of_statement(marker: _Marker) -> str:
    if not _STATEMENT.match(marker.statement):
        return "template.marker:statement"
    loop = read_loop(marker.statement)
    if loop is not None and loop.problem:
        return loop.problem
    is_slotted = loop is not None and loop.across is not None
    return "template.marker:across" if is_slotted and marker.kind not in _WITH_SLOTS else ""


def rewrite_loops(root: Element, source: Source) -> None:
    """Compile the endings of Jinja's own `for` tags in texts and attributes; add findings."""
    for element in root.iter(etree.Element):
        if element.tag == source.dialect.text and element.text and "{%" in element.text:
            element.text = rewrite_text(element.text, source)
        for name, value in element.attrib.items():
            if "{%" in str(value):
                element.set(name, rewrite_text(str(value), source))


def rewrite_text(text: str, source: Source) -> str:
    """`text` with the endings of its `for` tags compiled; add findings."""
    for tag, loop in reversed(find_loops(text)):
        problem = loop.problem or ("template.marker:across" if loop.across is not None else "")
        if problem:
            shown = " ".join(without_marks(tag[0]).split())
            source.report(problem, tag[0], tag=shown, kind="for")
        text = text[: tag.start()] + rewritten(tag, loop, source.note_again(tag[0])) + text[tag.end() :]
    return text


def _shown(marker: _Marker) -> str:
    return " ".join(without_marks(marker.tag).split())


def _kept_places(content: str, removed: Sequence[re.Match[str]]) -> list[int]:
    """The places of `content` that stay: what isn't removed, and one white space where text stands on both sides."""
    starts, ends = [0, *(tag.end() for tag in removed)], [*(tag.start() for tag in removed), len(content)]
    kept: list[int] = []
    for start, end in zip(starts, ends, strict=True):
        text = content[start:end]
        follows_space = not kept or content[kept[-1]].isspace()
        dropped = len(text) - len(text.lstrip()) if start and follows_space else 0
        if start or text.strip():
            kept += range(start + dropped, end)
    while kept and not content[starts[-1] :].strip() and content[kept[-1]].isspace():
        kept.pop()
    return kept


def _remove_empty_runs(texts: list[Element], dialect: Dialect) -> None:
    """Remove the runs of `texts` that hold nothing any more."""
    for run in dict.fromkeys(next(text.iterancestors(dialect.run), None) for text in texts):
        parent = None if run is None else run.getparent()
        if run is None or parent is None or not _is_blank(run, dialect):
            continue
        parent.remove(run)


def _is_blank(run: Element, dialect: Dialect) -> bool:
    return all(str(item.tag).endswith("}rPr") or (item.tag == dialect.text and not item.text) for item in run)


def _remove_if_empty(paragraph: Element, dialect: Dialect) -> None:
    """Remove a paragraph that held only markers, unless its cell or box needs it."""
    holder = paragraph.getparent()
    content = [item for item in paragraph if not str(item.tag).endswith(("}pPr", "}endParaRPr"))]
    breaks_section = any(str(item.tag).endswith("}sectPr") for item in paragraph.iter(etree.Element))
    if holder is None or breaks_section or any(item.tag not in dialect.bookmarks for item in content):
        return
    others = [item for item in holder if item is not paragraph and item.tag in dialect.blocks]
    follows = any(item.tag in dialect.blocks or str(item.tag).endswith("}raw") for item in paragraph.itersiblings())
    if not others or (others[-1].tag == dialect.table and not follows):
        return
    for item in content:
        paragraph.addprevious(item)
    holder.remove(paragraph)
