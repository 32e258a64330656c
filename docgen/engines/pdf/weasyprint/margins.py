"""Turns what runs through a document's margins into the margin boxes of each of its pages."""

import copy
from typing import Any

from docgen.engines.pdf.weasyprint.names import Document, boxes, layout_box_backgrounds, page_layout
from docgen.engines.pdf.weasyprint.watched import Laid


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
