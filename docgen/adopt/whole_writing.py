"""Turns a decision about a field or a control into changed XML: it gives way to words, or is marked."""

from copy import deepcopy

from lxml import etree

from docgen.adopt.controls import Whole
from docgen.adopt.markup import highlight
from docgen.adopt.writing import (
    DOUBT_COLOUR,
    append_run,
    clean,
    is_placeholder,
    remove,
    set_text,
    unwrap,
    without_empty_runs,
)
from docgen.ooxml.names import PARAGRAPH, RUN, RUN_PROPERTIES, TEXT, Element, w

_FIELD_PIECES = {w("fldChar"), w("instrText"), w("delInstrText")}
_WORDS = {TEXT, w("tab"), w("br"), w("sym"), w("noBreakHyphen")}


def write_whole(whole: Whole, text: str) -> None:
    """Put `text` in the place of a field or control, in the format that its words have."""
    target = whole.texts[0] if whole.texts else None
    if whole.form == "control":
        _write_control(whole.elements[0], target, text)
    elif whole.elements[0].tag == w("fldSimple"):
        _keep_one(list(whole.elements[0].iter(RUN)), target, text)
        unwrap(whole.elements[0], whole.elements[0])
    else:
        _keep_one([run for element in whole.elements for run in element.iter(RUN)], target, text)
    without_empty_runs(whole.paragraph)


def mark_whole(whole: Whole, mark: str) -> None:
    """Highlight what a field or control shows, and put a mark behind it."""
    runs = [run for text in whole.texts for run in text.iterancestors(RUN)]
    for run in dict.fromkeys(runs):
        highlight(run, DOUBT_COLOUR)
    for control in (element for element in whole.elements if element.tag == w("sdt")):
        for waiting in list(control.iter(w("showingPlcHdr"))):  # without, the words are words, and show their mark
            remove(waiting)
    last = whole.elements[-1] if whole.elements else None
    if last is None or whole.covers or last.getparent() is None:
        append_run(whole.paragraph, mark)
        return
    made = etree.Element(RUN)
    set_text(etree.SubElement(made, TEXT), mark)
    last.addnext(made)


def _write_control(control: Element, target: Element | None, text: str) -> None:
    content, properties = control.find(w("sdtContent")), control.find(w("sdtPr"))
    assert content is not None  # noqa: S101 - the reader made sure
    run = _keep_one(list(content.iter(RUN)), target, text)
    if run is None:
        run = append_run(next(content.iter(PARAGRAPH), content), text)
    shape = None if properties is None else properties.find(RUN_PROPERTIES)
    if is_placeholder(run):
        old = run.find(RUN_PROPERTIES)
        if old is not None:
            run.remove(old)
        if shape is not None:
            run.insert(0, deepcopy(shape))
    unwrap(control, content)


def _keep_one(runs: list[Element], target: Element | None, text: str) -> Element | None:
    """Let one run of several hold `text` and nothing of a field; the others lose their words. Gives that run."""
    chosen = next((run for run in runs if target is not None and target in list(run)), None)
    chosen = chosen if chosen is not None else next(iter(runs), None)
    for run in runs:
        for child in list(run):
            if child.tag in _FIELD_PIECES or child.tag in _WORDS:
                run.remove(child)
    if chosen is not None:
        set_text(etree.SubElement(chosen, TEXT), text)
        if not is_placeholder(chosen):
            clean(chosen)
    return chosen
