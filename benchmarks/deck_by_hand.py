"""Turns the deck's template into a filled deck with python-pptx alone, as a person writes it who has no engine."""

import re
from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

from pptx import Presentation

_TAG = re.compile(r"\{\{(\w+)\}\}")


def fill_deck(template: bytes, data: Mapping[str, Any]) -> bytes:
    """Open, copy the slide of the cases, copy the row of the lines, replace the tags run by run, save."""
    deck = Presentation(BytesIO(template))
    *slides, model = deck.slides
    copies = [model, *(_copied(deck, model) for _ in data["cases"][1:])]
    for slide in slides:
        _fill_slide(slide, data)
    for slide, case in zip(copies, data["cases"], strict=True):
        _fill_slide(slide, case)
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


def _fill_slide(slide: Any, data: Mapping[str, Any]) -> None:
    for shape in slide.shapes:
        if shape.has_table:
            _fill_table(shape.table, data["lines"])
        elif shape.has_text_frame:
            _fill_text(shape.text_frame, data)


def _fill_table(table: Any, lines: list[Mapping[str, Any]]) -> None:
    model = table._tbl.tr_lst[1]
    for _ in lines[1:]:
        model.addnext(deepcopy(model))
    for row, line in zip(list(table.rows)[1:], lines, strict=True):
        for cell in row.cells:
            _fill_text(cell.text_frame, line)


def _fill_text(frame: Any, data: Mapping[str, Any]) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            if "{{" in run.text:
                run.text = _TAG.sub(lambda tag: str(data[tag[1]]), run.text)
