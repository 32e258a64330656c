"""Lay out documents so that page margins can be laid out again with other page numbers."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from docgen.engines.pdf.weasyprint.names import (
    DEFAULT_OPTIONS,
    Document,
    TargetLookupItem,
    boxes,
    layout_backgrounds,
    layout_box_backgrounds,
    page_box_of,
    page_layout,
    render_with_context,
)
from docgen.engines.pdf.weasyprint.shortcuts import Sheets

Parse = Callable[[str], tuple[Any, Sheets]]
Strings = dict[str, dict[int, list[str]]]
"""The texts that named strings get, by name and page, as WeasyPrint holds them."""


@dataclass(frozen=True, eq=False)
class LaidOut:
    """A document after layout: its tree, its page boxes, its layout context, and the texts of its style sheets."""

    html: Any
    document: Document
    context: Any
    texts: tuple[str, ...]

    @property
    def boxes(self) -> list[Any]:
        """The page boxes."""
        return [page_box_of(page) for page in self.document.pages]


def lay_out_document(page: str, parse: Parse, variant: str, targets: Mapping[str, int] | None = None) -> LaidOut:
    """Lay out `page`; `targets` are page numbers of anchors in other documents, for `target-counter`."""
    html, sheets = parse(page)
    contexts: list[Any] = []

    def watch(context: Any) -> None:
        contexts.append(context)
        known = context.target_collector.target_lookup_items
        for name, number in (targets or {}).items():
            known.setdefault(name, _target(number))

    options = {**DEFAULT_OPTIONS, "stylesheets": list(sheets.styles), "pdf_variant": variant}
    document = render_with_context(html, sheets.fonts, sheets.counters, options, watch)
    return LaidOut(html, document, contexts[0], sheets.texts)


def _target(number: int) -> Any:
    item: Any = TargetLookupItem("up-to-date")
    item.target_box = SimpleNamespace(cached_counter_values={"page": [number]})
    return item


def with_margins(laid: LaidOut, box: Any, local: int, number: int, total: int) -> Any:
    """`box`, page `local` of its own document, with the margins of page `number` of `total`."""
    context = laid.context
    context.current_page = local
    state = copy.deepcopy(context.page_maker[local][3])
    state[1].update(page=[number], pages=[total])
    others = [child for child in box.children if not isinstance(child, boxes.MarginBox)]
    box.children = (*others, *page_layout.make_margin_boxes(context, box, state))
    layout_backgrounds(box, context.get_image_from_uri)
    return box


class Margins:
    """The margins of a document, from a page with nothing but its running elements."""

    def __init__(self, laid: LaidOut) -> None:
        """`laid` has that one page."""
        self._html, self._context, self._page = laid.html, laid.context, laid.boxes[0]
        self.document: Document = laid.document
        self.count = running_count(laid.context)

    @property
    def has_only_margins(self) -> bool:
        """Whether the page has no other content and its margins no links."""
        inside = [box for child in self._page.children[:1] for box in child.descendants()]
        shown = any(isinstance(box, boxes.TextBox | boxes.ReplacedBox) for box in inside)
        return not shown and len(self.document.pages) == 1 and not self.document.pages[0].links

    def boxes_for(self, page: Any, state: Any, number: int, total: int, strings: Strings) -> list[Any]:
        """The margin boxes of `page`, number `number` of `total`, with the counters of `state`."""
        style_for = self._context.style_for
        if (page.page_type, None) not in style_for.get_computed_styles():
            page_layout.set_page_type_computed_styles(page.page_type, self._html, style_for)
        state = copy.deepcopy(state)
        state[1].update(page=[number], pages=[total])
        self._context.string_set, self._context.current_page = strings, number  # running elements are its page 1's
        made = list(page_layout.make_margin_boxes(self._context, page, state))
        for box in made:
            layout_box_backgrounds(page, box, self._context.get_image_from_uri)
        return made


def running_count(context: Any) -> int:
    """The number of running elements in a layout."""
    return sum(len(found) for pages in context.running_elements.values() for found in pages.values())
