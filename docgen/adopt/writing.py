"""Turns a decision about a spot into changed XML: a tag in its place in the format it had, or a mark beside it."""

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from docgen.adopt.controls import Whole
from docgen.adopt.lines import Atom, Line, run_of
from docgen.adopt.spots import is_highlighted
from docgen.engines._docx_names import CELL, PARAGRAPH, PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, TEXT, put, w
from docgen.engines._office_tags import Element

DOUBT_COLOUR = "cyan"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLACEHOLDER_STYLES = {"placeholdertext", "a3", "a4"}
_FIELD_PIECES = {w("fldChar"), w("instrText"), w("delInstrText")}


def write_span(line: Line, start: int, end: int, text: str) -> None:
    """Put `text` in the place of characters of a line, in the format of the first; a highlighter's mark goes.

    Spans of one line are written from right to left, so that what lies left of each is as it was read.
    """
    touched = [atom for atom in line.atoms if atom.end > start and atom.start < end]
    if not touched:
        _append(line.element, text)
        return
    for atom in touched[1:]:
        _cut(atom, end)
    first = touched[0]
    run = run_of(first)
    if first.element.tag != TEXT:
        _become_text(first.element, text)
    elif is_highlighted(run) or _is_placeholder(run):
        inner = _isolate(first.element, start - first.start, end - first.start)
        _set_text(inner, text)
    else:
        told = first.element.text or ""
        _set_text(first.element, told[: start - first.start] + text + told[end - first.start :])
    _clean(run_of(first) if first.element.tag == TEXT else None)
    _without_empty_runs(line.element)


def mark_span(line: Line, start: int, end: int, mark: str) -> None:
    """Highlight characters of a line where they are not, and put a mark behind them; braces in them are words."""
    touched = [atom for atom in line.atoms if atom.end > start and atom.start < end and atom.element.tag == TEXT]
    inner = [_isolate(atom.element, max(0, start - atom.start), end - atom.start) for atom in reversed(touched)]
    for run in (run for text in inner if (run := text.getparent()) is not None):
        _highlight(run)
    last = inner[0].getparent() if inner else None
    if last is None:
        _append(line.element, mark)
        return
    kept = line.text[start:end]
    if literal(kept) != kept:
        for text in inner:
            _set_text(text, "")
        _set_text(inner[-1], literal(kept))
    _put_after(last, mark)


def literal(text: str) -> str:
    """Words whose braces another system takes for tags, written so that they print as they are."""
    for braces, written in (("{{", "{_{"), ("}}", "}_}"), ("{%", "{_%"), ("%}", "%_}"), ("{#", "{{ '{#' }}")):
        text = text.replace(braces, written)
    return text


def _put_after(run: Element, mark: str) -> None:
    made = etree.Element(RUN)
    shape = run.find(RUN_PROPERTIES)
    if shape is not None:
        made.append(deepcopy(shape))
    _set_text(etree.SubElement(made, TEXT), mark)
    run.addnext(made)


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
    _without_empty_runs(whole.paragraph)


def mark_whole(whole: Whole, mark: str) -> None:
    """Highlight what a field or control shows, and put a mark behind it."""
    for run in {run for text in whole.texts for run in text.iterancestors(RUN)}:
        _highlight(run)
    for control in (element for element in whole.elements if element.tag == w("sdt")):
        for waiting in list(control.iter(w("showingPlcHdr"))):  # without, the words are words, and show their mark
            _remove(waiting)
    last = whole.elements[-1] if whole.elements else None
    if last is None or whole.covers or last.getparent() is None:
        _append(whole.paragraph, mark)
        return
    made = etree.Element(RUN)
    _set_text(etree.SubElement(made, TEXT), mark)
    last.addnext(made)


def _write_control(control: Element, target: Element | None, text: str) -> None:
    content, properties = control.find(w("sdtContent")), control.find(w("sdtPr"))
    assert content is not None  # noqa: S101 - the reader made sure
    run = _keep_one(list(content.iter(RUN)), target, text)
    if run is None:
        paragraph = next(content.iter(PARAGRAPH), content)
        run = _append(paragraph, text)
    shape = None if properties is None else properties.find(RUN_PROPERTIES)
    if _is_placeholder(run):
        old = run.find(RUN_PROPERTIES)
        if old is not None:
            run.remove(old)
        if shape is not None:
            run.insert(0, deepcopy(shape))
    unwrap(control, content)


def unwrap(outer: Element, content: Element) -> None:
    """Put the children of `content` in the place of `outer`, which holds it."""
    parent = outer.getparent()
    if parent is None:
        return
    at = parent.index(outer)
    for number, child in enumerate(list(content)):
        parent.insert(at + number, child)
    parent.remove(outer)


def _keep_one(runs: list[Element], target: Element | None, text: str) -> Element | None:
    """Let one run of several hold `text` and nothing of a field; the others lose their words. Gives that run."""
    chosen = next((run for run in runs if target is not None and target in list(run)), None)
    chosen = chosen if chosen is not None else next(iter(runs), None)
    for run in runs:
        for child in list(run):
            if child.tag in _FIELD_PIECES or child.tag in {TEXT, w("tab"), w("br"), w("sym"), w("noBreakHyphen")}:
                run.remove(child)
    if chosen is not None:
        _set_text(etree.SubElement(chosen, TEXT), text)
        _clean(chosen)
    return chosen


def _isolate(text: Element, start: int, end: int) -> Element:
    """Give the characters from `start` to `end` of a run's text a run of their own; gives the text that holds them."""
    run = text.getparent()
    assert run is not None  # noqa: S101 - a text stands in a run
    told = text.text or ""
    head, inner, tail = told[:start], told[start:end], told[end:]
    following = list(text.itersiblings())
    if tail or following:
        right = _copied(run, tail)
        right.extend(following)
        run.addnext(right)
    shape = run.find(RUN_PROPERTIES)
    before = [child for child in run if child is not shape and child is not text]
    if not head and not before:
        _set_text(text, inner)
        return text
    _set_text(text, head)
    middle = _copied(run, inner)
    run.addnext(middle)
    found = middle.find(TEXT)
    assert found is not None  # noqa: S101 - made above
    return found


def _copied(run: Element, text: str) -> Element:
    """A run shaped like `run` that holds `text`."""
    made = etree.Element(RUN)
    shape = run.find(RUN_PROPERTIES)
    if shape is not None:
        made.append(deepcopy(shape))
    if text:
        _set_text(etree.SubElement(made, TEXT), text)
    return made


def _append(paragraph: Element, text: str) -> Element:
    """Add a run with `text` to a paragraph, in the format of its mark."""
    run = etree.SubElement(paragraph, RUN)
    shape = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{RUN_PROPERTIES}")
    if shape is not None:
        run.append(deepcopy(shape))
    _set_text(etree.SubElement(run, TEXT), text)
    return run


def _set_text(element: Element, text: str) -> None:
    element.text = text
    if text != text.strip() or "{" in text:
        element.set(_SPACE, "preserve")


def _become_text(element: Element, text: str) -> None:
    parent = element.getparent()
    if parent is not None:
        made = etree.Element(TEXT)
        _set_text(made, text)
        parent.replace(element, made)


def _cut(atom: Atom, end: int) -> None:
    """Take away the characters of a piece that lie before `end`."""
    if atom.element.tag == TEXT:
        _set_text(atom.element, (atom.element.text or "")[end - atom.start :])
    else:
        parent = atom.element.getparent()
        if parent is not None:
            parent.remove(atom.element)


def _is_placeholder(run: Element | None) -> bool:
    """Whether a run has the grey look of a content control that waits for its value."""
    style = None if run is None else run.find(f"{RUN_PROPERTIES}/{w('rStyle')}")
    return style is not None and (style.get(w("val")) or "").lower() in _PLACEHOLDER_STYLES


def _clean(run: Element | None) -> None:
    """Take the highlighter's mark and the grey of a placeholder from a run."""
    shape = None if run is None else run.find(RUN_PROPERTIES)
    if run is None or shape is None:
        return
    lit = is_highlighted(run)
    for name in ("highlight", "shd") if lit else ():
        for child in shape.findall(w(name)):
            shape.remove(child)
    if _is_placeholder(run):
        for child in shape.findall(w("rStyle")):
            shape.remove(child)


def _highlight(run: Element) -> None:
    if is_highlighted(run):
        return
    shape = run.find(RUN_PROPERTIES)
    if shape is None:
        shape = etree.Element(RUN_PROPERTIES)
        run.insert(0, shape)
    put(shape, "highlight", val=DOUBT_COLOUR)


def _without_empty_runs(paragraph: Element) -> None:
    for run in list(paragraph.iter(RUN)):
        for text in [child for child in run if child.tag == TEXT and not child.text]:
            run.remove(text)
        if all(child.tag == RUN_PROPERTIES for child in run):
            parent = run.getparent()
            if parent is not None:
                parent.remove(run)


def write_rows(first: Element, others: Iterable[Element], tags: tuple[str, str]) -> None:
    """Let a table's row repeat: rows with the loop's tags before and after it; the other example rows go."""
    for holder in list(first.iterancestors(w("sdt"))):
        if next(holder.iterancestors(w("tbl")), None) is next(first.iterancestors(w("tbl")), None):
            content = holder.find(w("sdtContent"))
            unwrap(holder, holder if content is None else content)
    first.addprevious(_tag_row(first, tags[0]))
    first.addnext(_tag_row(first, tags[1]))
    for row in others:
        _remove(row)


def _tag_row(row: Element, tag: str) -> Element:
    made = deepcopy(row)
    made.attrib.clear()
    for number, cell in enumerate(made.iter(CELL)):
        paragraph = cell.find(f".//{PARAGRAPH}")
        shape = None if paragraph is None else paragraph.find(PARAGRAPH_PROPERTIES)
        for child in [child for child in cell if child.tag != w("tcPr")]:
            cell.remove(child)
        bare = etree.SubElement(cell, PARAGRAPH)
        if shape is not None:
            bare.append(shape)
        if number == 0:
            _append(bare, tag)
    return made


def write_items(first: Element, others: Iterable[Element], tags: tuple[str, str]) -> None:
    """Let a list's paragraph repeat: paragraphs with the loop's tags before and after; the other examples go."""
    for place, tag in ((first.addprevious, tags[0]), (first.addnext, tags[1])):
        made = etree.Element(PARAGRAPH)
        _append(made, tag)
        place(made)
    for item in others:
        _remove(item)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
