"""Page boxes with what is needed to lay out their margins again under other numbers, and those margins."""

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
    render_watched,
)
from docgen.engines.pdf.weasyprint.once import Sheets

Parse = Callable[[str], tuple[Any, Sheets]]


@dataclass(frozen=True, eq=False)
class Laid:
    """A document as WeasyPrint laid it out: its tree, its page boxes, and the context of its layout."""

    html: Any
    document: Document
    context: Any
    texts: tuple[str, ...]

    @property
    def boxes(self) -> list[Any]:
        """The page boxes."""
        return [page_box_of(page) for page in self.document.pages]


def lay_out_watched(page: str, parse: Parse, variant: str, targets: Mapping[str, int] | None = None) -> Laid:
    """`page` laid out; `targets` are pages of anchors that stand in other documents, for `target-counter`."""
    html, kept = parse(page)
    contexts: list[Any] = []

    def watch(context: Any) -> None:
        contexts.append(context)
        known = context.target_collector.target_lookup_items
        for name, number in (targets or {}).items():
            known.setdefault(name, _target(number))

    options = {**DEFAULT_OPTIONS, "stylesheets": list(kept.styles), "pdf_variant": variant}
    document = render_watched(html, kept.fonts, kept.counters, options, watch)
    return Laid(html, document, contexts[0], kept.texts)


def _target(number: int) -> Any:
    item: Any = TargetLookupItem("up-to-date")
    item.target_box = SimpleNamespace(cached_counter_values={"page": [number]})
    return item


def with_margins(laid: Laid, box: Any, local: int, number: int, total: int) -> Any:
    """`box`, page `local` of its own document, with the margins of page `number` of `total`."""
    context = laid.context
    context.current_page = local
    state = copy.deepcopy(context.page_maker[local][3])
    state[1].update(page=[number], pages=[total])
    kept = [child for child in box.children if not isinstance(child, boxes.MarginBox)]
    box.children = (*kept, *page_layout.make_margin_boxes(context, box, state))
    layout_backgrounds(box, context.get_image_from_uri)
    return box


class Margins:
    """The margins of a document, from a page laid out that holds nothing but its running elements."""

    def __init__(self, laid: Laid) -> None:
        """Take that page."""
        self._html, self._context, self._page = laid.html, laid.context, laid.boxes[0]
        self.document: Document = laid.document
        self.count = running(laid.context)

    @property
    def are_alone(self) -> bool:
        """Whether nothing else stands on the page, and nothing links out of a margin."""
        inside = [box for child in self._page.children[:1] for box in child.descendants()]
        shown = any(isinstance(box, boxes.TextBox | boxes.ReplacedBox) for box in inside)
        return not shown and len(self.document.pages) == 1 and not self.document.pages[0].links

    def made(self, page: Any, state: Any, number: int, total: int) -> list[Any]:
        """The margin boxes of `page`, number `number` of `total`, under the counters of `state`."""
        style_for = self._context.style_for
        if (page.page_type, None) not in style_for.get_computed_styles():
            page_layout.set_page_type_computed_styles(page.page_type, self._html, style_for)
        state = copy.deepcopy(state)
        state[1].update(page=[number], pages=[total])
        self._context.current_page = 1  # where the running elements stand
        made = list(page_layout.make_margin_boxes(self._context, page, state))
        for box in made:
            layout_box_backgrounds(page, box, self._context.get_image_from_uri)
        return made


def running(context: Any) -> int:
    """How many elements a layout took out of the flow to run through margins, and strings that it set for them."""
    elements = sum(len(found) for pages in context.running_elements.values() for found in pages.values())
    return elements + sum(len(texts) for pages in context.string_set.values() for texts in pages.values())
