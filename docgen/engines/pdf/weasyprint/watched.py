"""Turns a page into its page boxes together with what is needed to lay out their margins again under other numbers."""

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
