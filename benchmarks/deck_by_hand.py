"""Render the benchmark's deck with python-pptx alone, written for speed.

Shapes, tables and slides are python-pptx's; texts are replaced in their lxml elements, since proxies for each run of
each cell take half as long again.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn

_TAG = re.compile(r"\{\{(\w+)\}\}")
_TEXT = qn("a:t")


def fill_deck(template: bytes, data: Mapping[str, Any]) -> bytes:
    """Open, copy the slide of the cases, copy the row of the lines, replace the tags, save."""
    deck = Presentation(BytesIO(template))
    *slides, model = deck.slides
    copies = [model, *(_copied(deck, model) for _ in data["cases"][1:])]
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_table:
                _fill_table(shape.table, data["lines"])
            else:
                _fill(shape.element, data)
    for slide, case in zip(copies, data["cases"], strict=True):
        _fill(slide.element, case)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _copied(deck: Any, model: Any) -> Any:
    slide = deck.slides.add_slide(model.slide_layout)
    for shape in list(slide.shapes):
        shape.element.getparent().remove(shape.element)
    for shape in model.shapes:
        slide.shapes._spTree.append(deepcopy(shape.element))
    return slide


def _fill_table(table: Any, lines: list[Mapping[str, Any]]) -> None:
    model = table._tbl.tr_lst[1]
    for line in lines:
        row = deepcopy(model)
        _fill(row, line)
        model.addprevious(row)
    model.getparent().remove(model)


def _fill(element: Any, data: Mapping[str, Any]) -> None:
    for text in element.iter(_TEXT):
        if text.text and "{{" in text.text:
            text.text = _TAG.sub(lambda tag: str(data[tag[1]]), text.text)
