"""Lay out a part again after an edit of its text: only the pages from the edit on, until pages match the old ones.

Pages before the one where an edit begins, except its neighbour, can't have changed. Once a new page begins where an old
one began, in text after the edit, the old pages follow. Both trees are compared element by element; if more than words
and inline elements changed, or a style can have effects elsewhere, all pages are laid out.
"""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from docgen.engines.pdf.weasyprint.margins import Parse
from docgen.engines.pdf.weasyprint.names import (
    DEFAULT_OPTIONS,
    boxes,
    build_formatting_structure,
    build_layout_context,
    initialize_page_maker,
    layout_backgrounds,
    remake_page,
)

_FAR_EFFECTS = re.compile(r":has\(|float\s*:\s*(foot)?note", re.IGNORECASE)
_FLOWING = frozenset({"block", "inline", "flow", "list-item", "table", "none", "flow-root", "inline-block"})
_INLINE = frozenset({"span", "strong", "em", "b", "i", "br", "code"})
_ENDS = ("text", "tail")
Resume = Mapping[int, Any] | None


@dataclass(frozen=True, eq=False)
class Trace:
    """The layout of a part: style sheets, elements in order, each page's start state and start place from the end."""

    texts: tuple[str, ...]
    elements: Sequence[Any]
    starts: Sequence[tuple[Any, ...]]
    ends: Sequence[int]


@dataclass(frozen=True, eq=False)
class Resumed:
    """A part after layout: each page is a box, or the number of an old page."""

    html: Any
    context: Any
    pages: Sequence[Any]
    states: Sequence[Any]
    trace: Trace


def lay_out_resumed(page: str, parse: Parse, before: tuple[Trace, Sequence[Any]] | None) -> Resumed | None:
    """The part's pages; `before` is its last trace and page boxes. None if it needs a complete layout."""
    html, sheets = parse(page)
    options = {**DEFAULT_OPTIONS, "stylesheets": list(sheets.styles)}
    context = build_layout_context(html, sheets.fonts, sheets.counters, {}, options)
    root = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        sheets.counters,
        context.footnotes,
    )
    run = _Run(html, context, root)
    edit = run.edit(before[0]) if before and before[0].texts == sheets.texts else None
    if edit is None and (
        any(_FAR_EFFECTS.search(text) for text in (page, *sheets.texts)) or _has_far_effects(html, context)
    ):
        return None
    made = run.pages(before if edit else None, edit)
    if any(item[-1]["content_changed"] or item[-1]["pages_wanted"] for item in context.page_maker[: len(made)]):
        return None
    return _finished(html, context, root, made, sheets.texts)


def _has_far_effects(html: Any, context: Any) -> bool:
    """Whether an element's layout may depend on more than the content before it: floats, columns, other pages."""
    for element in html.etree_element.iter():
        for pseudo in (None, "before", "after"):
            style = context.style_for(element, pseudo)
            if style is None or style["display"] == ("none",):
                continue
            flows = all(part in _FLOWING or part.startswith("table-") for part in style["display"])
            runs = isinstance(style["position"], tuple)
            if not flows or style["float"] != "none" or not (runs or style["position"] == "static"):
                return True
            if style["column_count"] != "auto" or style["column_width"] != "auto" or style["string_set"] != "none":
                return True
    return False


class _Run:
    def __init__(self, html: Any, context: Any, root: Any) -> None:
        self._html, self._context, self._root = html, context, root
        self._numbers = {element: number for number, element in enumerate(html.etree_element.iter())}

    def edit(self, trace: Trace) -> tuple[int, int] | None:
        return _compare(trace.elements, list(self._numbers))

    def pages(self, before: tuple[Trace, Sequence[Any]] | None, edit: tuple[int, int] | None) -> list[Any]:
        initialize_page_maker(self._context, self._root)
        self._context.rendered_notes = []
        made: list[Any] = []
        if before and edit:
            made.extend(self._taken(before[0], 0, _unreached(before[0], before[1], edit[0])))
        while True:
            found = self._same(before[0], len(made), edit[1]) if before and edit else None
            if before and found is not None:
                entry = self._context.page_maker[len(made)]
                self._context.page_maker[len(made)] = (*entry[:-1], _unchanged())
                made.extend(self._taken(before[0], found, len(before[1])))
                return made
            page, resume = self._laid(len(made))
            made.append(page)
            if resume is None:
                return made

    def _taken(self, trace: Trace, first: int, end: int) -> Iterator[int]:
        """Reuse old pages: restores the start state of the page after each."""
        for number in range(first, end):
            self._context.page_maker.append((*copy.deepcopy(trace.starts[number + 1]), _unchanged()))
            yield number

    def _laid(self, number: int) -> tuple[Any, Resume]:
        entry = self._context.page_maker[number]
        self._context.page_maker[number] = (*entry[:-1], _unchanged())
        laid: Any = remake_page(number, self._context, self._root, self._html)
        return laid

    def _same(self, trace: Trace, number: int, after: int) -> int | None:
        """The old page with the same start as the new one, in the last `after` elements, which the edit left alone."""
        start = self._context.page_maker[number][:-1]
        end = place_from_end(self._root, start[0], self._numbers, after)
        if end is None or self._context.broken_out_of_flow:
            return None
        same = (n for n, (old, of) in enumerate(zip(trace.starts, trace.ends, strict=True)) if of == end and old)
        return next((n for n in same if _without_pages(trace.starts[n]) == _without_pages(start)), None)


def _unchanged() -> dict[str, Any]:
    return {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}


def _without_pages(start: tuple[Any, ...]) -> tuple[Any, ...]:
    resume, following, _, (quotes, counters, scopes, _) = start
    return resume, following, quotes, {name: at for name, at in counters.items() if name[:4] != "page"}, scopes


def _compare(old: Sequence[Any], new: Sequence[Any]) -> tuple[int, int] | None:
    """The number of the first edited element, and the count of unchanged ones at the end; None for larger edits."""
    first = next((n for n, (a, b) in enumerate(zip_longest(old, new)) if not _alike(a, b)), None)
    if first is None or first >= min(len(old), len(new)):
        return None
    pairs = zip(reversed(old[first + 1 :]), reversed(new[first + 1 :]), strict=False)
    after = next((n for n, (a, b) in enumerate(pairs) if not _alike(a, b)), min(len(old), len(new)) - first - 1)
    touched = [*old[first + 1 : len(old) - after], *new[first + 1 : len(new) - after]]
    if not _same_tag(old[first], new[first]) or any(element.tag not in _INLINE for element in touched):
        return None
    return first, after


def _same_tag(a: Any, b: Any) -> bool:
    return a is not None and b is not None and a.tag == b.tag and a.attrib == b.attrib


def _alike(a: Any, b: Any) -> bool:
    return _same_tag(a, b) and all((getattr(a, end) or "") == (getattr(b, end) or "") for end in _ENDS)


def _unreached(trace: Trace, pages: Sequence[Any], first: int) -> int:
    """How many pages end before the page of the edit's start and its neighbour; a table counts as one element."""
    inside = {element for element in _around(trace.elements, first) if element.tag == "table"}
    touched = {trace.elements[first], *inside}
    begins = next((n for n, page in enumerate(pages) if any(b.element in touched for b in page.descendants())), 0)
    return max(0, begins - 1)


def _around(elements: Sequence[Any], number: int) -> Iterator[Any]:
    """The ancestors of an element, the nearest first."""
    parents = {child: element for element in elements[: number + 1] for child in element}
    element = elements[number]
    while element in parents:
        element = parents[element]
        yield element


def place_from_end(root: Any, resume: Resume, numbers: Mapping[Any, int], after: int) -> int | None:
    """Where a page begins, in elements from the end, if it and its table are in the last `after`."""
    box, place = root, None
    while resume and isinstance(box, boxes.ParentBox):
        step, resume = next(iter(resume.items()))
        if step >= len(box.children):
            return None
        box = box.children[step]
        if box.element in numbers:
            place = len(numbers) - numbers[box.element]
        if place is not None and isinstance(box, boxes.TableBox | boxes.TableCellBox) and place > after:
            return None
    return place if place is not None and place <= after else None


def _finished(html: Any, context: Any, root: Any, made: Sequence[Any], texts: tuple[str, ...]) -> Resumed:
    """Do what WeasyPrint does after all pages, except for margins."""
    titled: set[Any] = set()
    for page in made:
        if isinstance(page, int):
            continue
        for box in page.descendants():
            if box.bookmark_label:
                box.bookmark_label = "" if (box.element, box.element_tag) in titled else box.bookmark_label
                titled.add((box.element, box.element_tag))
        page.children = tuple(child for number, child in enumerate(page.children) if not number or child.children)
        layout_backgrounds(page, context.get_image_from_uri)
    numbers = {element: number for number, element in enumerate(html.etree_element.iter())}
    starts = [copy.deepcopy(item[:-1]) for item in context.page_maker[: len(made) + 1]]
    ends = [place_from_end(root, start[0], numbers, len(numbers)) or 0 for start in starts]
    states = [start[3] for start in starts[1:]]
    return Resumed(html, context, made, states, Trace(texts, list(numbers), starts, ends))
