"""Turns a page into its page boxes together with what is needed to lay out their margins again under other numbers."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from weasyprint import DEFAULT_OPTIONS
from weasyprint.css.targets import TargetLookupItem
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import make_margin_boxes

from docgen.engines._pdf_once import Sheets

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
        return [page._page_box for page in self.document.pages]  # pyright: ignore[reportPrivateUsage]


def lay_out_watched(page: str, parse: Parse, variant: str, targets: Mapping[str, int] | None = None) -> Laid:
    """`page` laid out; `targets` are pages of anchors that stand in other documents, for `target-counter`."""
    html, kept = parse(page)
    contexts: list[Any] = []

    class Watched(Document):
        """A document that hands out the context of its layout."""

        @classmethod
        def _build_layout_context(cls, *given: Any, **named: Any) -> Any:
            contexts.append(super()._build_layout_context(*given, **named))
            known = contexts[-1].target_collector.target_lookup_items
            for name, number in (targets or {}).items():
                known.setdefault(name, _target(number))
            return contexts[-1]

    options = {**DEFAULT_OPTIONS, "stylesheets": list(kept.styles), "pdf_variant": variant}
    render: Any = Watched._render  # pyright: ignore[reportPrivateUsage]
    document = render(html, kept.fonts, kept.counters, None, options)
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
    box.children = (*kept, *make_margin_boxes(context, box, state))
    layout_backgrounds(box, context.get_image_from_uri)
    return box
