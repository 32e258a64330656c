"""Turns decisions into changed XML: words in the place and format of a line's characters, a field or a control."""

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from docgen.adopt.controls import Whole
from docgen.adopt.lines import WORD, Atom, Line, highlight, is_highlighted, markup_of, run_of, without_highlight
from docgen.ooxml.names import PARAGRAPH, RUN, RUN_PROPERTIES, TEXT, A, Element, w

DOUBT_COLOUR = "cyan"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLACEHOLDER_STYLES = {"placeholdertext", "a3", "a4"}
_END = f"{{{A}}}endParaRPr"
_FIELD_PIECES = {w("fldChar"), w("instrText"), w("delInstrText")}
_WORDS = {TEXT, w("tab"), w("br"), w("sym"), w("noBreakHyphen")}


def write_span(line: Line, start: int, end: int, text: str) -> None:
    """Put `text` in the place of characters of a line, in the format of the first; a highlighter's mark goes.

    Spans of one line are written from right to left, so that what lies left of each is as it was read.
    """
    touched = [atom for atom in line.atoms if atom.end > start and atom.start < end]
    if not touched:
        append_run(line.element, text)
        return
    for atom in touched[1:]:
        _cut(atom, end)
    first = touched[0]
    run = run_of(first)
    if not _is_text(first.element):
        _become_text(first.element, text)
    elif is_highlighted(run) or is_placeholder(run):
        inner = _isolate(first.element, start - first.start, end - first.start)
        set_text(inner, text)
        clean(inner.getparent())
    else:
        told = first.element.text or ""
        set_text(first.element, told[: start - first.start] + text + told[end - first.start :])
    without_empty_runs(line.element)


def mark_span(line: Line, start: int, end: int, mark: str) -> None:
    """Highlight characters of a line where they are not, and put a mark behind them; braces in them are words."""
    touched = [atom for atom in line.atoms if atom.end > start and atom.start < end and _is_text(atom.element)]
    inner = [_isolate(atom.element, max(0, start - atom.start), end - atom.start) for atom in reversed(touched)]
    for run in (run for text in inner if (run := text.getparent()) is not None):
        highlight(run, DOUBT_COLOUR)
    last = inner[0].getparent() if inner else None
    if last is None:
        append_run(line.element, mark)
        return
    kept = line.text[start:end]
    if literal(kept) != kept:
        for text in inner:
            set_text(text, "")
        set_text(inner[-1], literal(kept))
    last.addnext(_copied(last, mark))


def literal(text: str) -> str:
    """Words whose braces another system takes for tags, written so that they print as they are."""
    for braces, written in (("{{", "{_{"), ("}}", "}_}"), ("{%", "{_%"), ("%}", "%_}"), ("{#", "{{ '{#' }}")):
        text = text.replace(braces, written)
    return text


def unwrap(outer: Element, content: Element) -> None:
    """Put the children of `content` in the place of `outer`, which holds it."""
    parent = outer.getparent()
    if parent is None:
        return
    at = parent.index(outer)
    for number, child in enumerate(list(content)):
        parent.insert(at + number, child)
    parent.remove(outer)


def append_run(paragraph: Element, text: str) -> Element:
    """Add a run with `text` to a paragraph, in the format of its mark."""
    names = markup_of(paragraph)
    run = etree.Element(names.dialect.run)
    end = paragraph.find(_END)
    if end is not None:
        end.addprevious(run)
        shape = etree.SubElement(run, names.run_properties, dict(end.attrib))
        shape.extend(deepcopy(child) for child in end)
    else:
        paragraph.append(run)
        mark = paragraph.find(f"{names.paragraph_properties}/{names.run_properties}")
        if mark is not None and names is WORD:
            run.append(deepcopy(mark))
    set_text(etree.SubElement(run, names.dialect.text), text)
    return run


def set_text(element: Element, text: str) -> None:
    """Let a text element hold `text`, with its spaces."""
    element.text = text
    if markup_of(element).keeps_space and (text != text.strip() or "{" in text):
        element.set(_SPACE, "preserve")


def is_placeholder(run: Element | None) -> bool:
    """Whether a run has the grey look of a content control that waits for its value."""
    style = None if run is None else run.find(f"{WORD.run_properties}/{w('rStyle')}")
    return style is not None and (style.get(w("val")) or "").lower() in _PLACEHOLDER_STYLES


def clean(run: Element | None) -> None:
    """Take the highlighter's mark and the grey of a placeholder from a run."""
    if run is None:
        return
    without_highlight(run)
    if is_placeholder(run):
        for style in list(run.iter(w("rStyle"))):
            remove(style)


def without_empty_runs(paragraph: Element) -> None:
    """Take away texts and runs that hold nothing any more."""
    names = markup_of(paragraph)
    for run in list(paragraph.iter(names.dialect.run)):
        for text in [child for child in run if child.tag == names.dialect.text and not child.text]:
            run.remove(text)
        if all(child.tag == names.run_properties for child in run):
            remove(run)


def remove(element: Element) -> None:
    """Take an element away; the words that follow it stay with their own elements."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _is_text(element: Element) -> bool:
    return element.tag == markup_of(element).dialect.text


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
    before = [child for child in run if child.tag != markup_of(run).run_properties and child is not text]
    if not head and not before:
        set_text(text, inner)
        return text
    set_text(text, head)
    middle = _copied(run, inner)
    run.addnext(middle)
    found = middle.find(markup_of(run).dialect.text)
    assert found is not None  # noqa: S101 - made above
    return found


def _copied(run: Element, text: str) -> Element:
    """A run shaped like `run` that holds `text`."""
    names = markup_of(run)
    made = etree.Element(names.dialect.run)
    shape = run.find(names.run_properties)
    if shape is not None:
        made.append(deepcopy(shape))
    if text:
        set_text(etree.SubElement(made, names.dialect.text), text)
    return made


def _become_text(element: Element, text: str) -> None:
    """A tab or break that is the first of what a place takes becomes its words."""
    parent = element.getparent()
    names = markup_of(element)
    made = etree.Element(names.dialect.text)
    set_text(made, text)
    if parent is not None and parent.tag != names.dialect.run:
        run = etree.Element(names.dialect.run)
        run.append(made)
        made = run
    if parent is not None:
        parent.replace(element, made)


def _cut(atom: Atom, end: int) -> None:
    """Take away the characters of a piece that lie before `end`."""
    if _is_text(atom.element):
        set_text(atom.element, (atom.element.text or "")[end - atom.start :])
    else:
        remove(atom.element)


def write_rows(first: Element, others: Iterable[Element], tags: tuple[str, str]) -> None:
    """Let a table's row repeat: rows with the loop's tags before and after it; the other example rows go."""
    table = next(first.iterancestors(markup_of(first).table), None)
    for holder in list(first.iterancestors(w("sdt"))):
        if next(holder.iterancestors(markup_of(first).table), None) is table:
            content = holder.find(w("sdtContent"))
            unwrap(holder, holder if content is None else content)
    first.addprevious(_tag_row(first, tags[0]))
    first.addnext(_tag_row(first, tags[1]))
    for row in others:
        remove(row)


def _tag_row(row: Element, tag: str) -> Element:
    """A row like another, empty but for a tag in its first cell."""
    names = markup_of(row)
    made = deepcopy(row)
    for name in [name for name in made.attrib if name != "h"]:
        del made.attrib[name]
    for unique in list(made.iter(f"{{{A}}}extLst")):  # a row's id stands there; two rows can't share it
        remove(unique)
    for number, cell in enumerate(made.iter(names.dialect.cell)):
        paragraphs = list(cell.iter(names.dialect.paragraph))
        shape = paragraphs[0].find(names.paragraph_properties) if paragraphs else None
        holder = paragraphs[0].getparent() if paragraphs else None
        holder = cell if holder is None or names is WORD else holder
        for child in [child for child in holder if names is not WORD or child.tag != w("tcPr")]:
            if names is WORD or child.tag == names.dialect.paragraph:
                holder.remove(child)
        bare = etree.SubElement(holder, names.dialect.paragraph)
        if shape is not None:
            bare.append(shape)
        if number == 0:
            append_run(bare, tag)
    return made


def write_items(first: Element, others: Iterable[Element], tags: tuple[str, str]) -> None:
    """Let a list's paragraph repeat: paragraphs with the loop's tags before and after; the other examples go."""
    for place, tag in ((first.addprevious, tags[0]), (first.addnext, tags[1])):
        made = etree.Element(markup_of(first).dialect.paragraph)
        append_run(made, tag)
        place(made)
    for item in others:
        remove(item)


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
