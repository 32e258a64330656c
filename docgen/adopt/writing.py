"""Write decisions into the XML: replace or mark characters of a line, a field or a content control."""

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from docgen.adopt.controls import Control
from docgen.adopt.lines import WORD, Atom, Line, highlight, is_highlighted, markup_of, remove_highlight, run_of
from docgen.ooxml.names import PARAGRAPH, RUN, RUN_PROPERTIES, TEXT, A, Element, w
from docgen.rewriting.runs import add_marker

DOUBT_COLOUR = "cyan"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLACEHOLDER_STYLES = {"placeholdertext", "a3", "a4"}
_END = f"{{{A}}}endParaRPr"
_FIELD_PIECES = {w("fldChar"), w("instrText"), w("delInstrText")}
_WORDS = {TEXT, w("tab"), w("br"), w("sym"), w("noBreakHyphen")}


def write_span(line: Line, start: int, end: int, text: str) -> None:
    """Replace characters of a line by `text`, in the format of the first; a highlight is removed.

    Spans of one line are written from right to left, so that offsets to the left of each stay valid.
    """
    touched = [atom for atom in line.atoms if atom.end > start and atom.start < end]
    if not touched:
        append_run(line.element, text)
        return
    for atom in touched[1:]:
        _remove_until(atom, end)
    first = touched[0]
    run = run_of(first)
    if not _is_text(first.element):
        _replace_with_text(first.element, text)
    elif is_highlighted(run) or has_placeholder_style(run):
        inner = _isolate(first.element, start - first.start, end - first.start)
        set_text(inner, text)
        remove_marks(inner.getparent())
    else:
        old = first.element.text or ""
        set_text(first.element, old[: start - first.start] + text + old[end - first.start :])
    remove_empty_runs(line.element)


def mark_span(line: Line, start: int, end: int, mark: str) -> None:
    """Highlight characters of a line and add a mark after them; braces in them are escaped."""
    touched = [atom for atom in line.atoms if atom.end > start and atom.start < end and _is_text(atom.element)]
    inner = [_isolate(atom.element, max(0, start - atom.start), end - atom.start) for atom in reversed(touched)]
    for run in (run for text in inner if (run := text.getparent()) is not None):
        highlight(run, DOUBT_COLOUR)
    last = inner[0].getparent() if inner else None
    if last is None:
        append_run(line.element, mark)
        return
    words = line.text[start:end]
    if literal(words) != words:
        for text in inner:
            set_text(text, "")
        set_text(inner[-1], literal(words))
    last.addnext(_new_run_like(last, mark))


def literal(text: str) -> str:
    """Escape the braces of another template system, so that the words print unchanged."""
    for braces, written in (("{{", "{_{"), ("}}", "}_}"), ("{%", "{_%"), ("%}", "%_}"), ("{#", "{{ '{#' }}")):
        text = text.replace(braces, written)
    return text


def unwrap(outer: Element, content: Element) -> None:
    """Replace `outer` by the children of `content`, which is inside it."""
    parent = outer.getparent()
    if parent is None:
        return
    at = parent.index(outer)
    for number, child in enumerate(list(content)):
        parent.insert(at + number, child)
    parent.remove(outer)


def append_run(paragraph: Element, text: str) -> Element:
    """Append a run with `text` to a paragraph, in the format of the paragraph mark."""
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
    """Set the text of a text element, with `xml:space` where it needs that."""
    element.text = text
    if markup_of(element).keeps_space and (text != text.strip() or "{" in text):
        element.set(_SPACE, "preserve")


def has_placeholder_style(run: Element | None) -> bool:
    """Whether a run has the placeholder style of an empty content control."""
    style = None if run is None else run.find(f"{WORD.run_properties}/{w('rStyle')}")
    return style is not None and (style.get(w("val")) or "").lower() in _PLACEHOLDER_STYLES


def remove_marks(run: Element | None) -> None:
    """Remove the highlight and the placeholder style of a run."""
    if run is None:
        return
    remove_highlight(run)
    if has_placeholder_style(run):
        for style in list(run.iter(w("rStyle"))):
            remove(style)


def remove_empty_runs(paragraph: Element) -> None:
    """Remove empty texts and runs."""
    names = markup_of(paragraph)
    for run in list(paragraph.iter(names.dialect.run)):
        for text in [child for child in run if child.tag == names.dialect.text and not child.text]:
            run.remove(text)
        if all(child.tag == names.run_properties for child in run):
            remove(run)


def remove(element: Element) -> None:
    """Remove an element from its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _is_text(element: Element) -> bool:
    return element.tag == markup_of(element).dialect.text


def _isolate(text: Element, start: int, end: int) -> Element:
    """Move the characters from `start` to `end` of a run's text into their own run; return its text element."""
    run = text.getparent()
    assert run is not None  # noqa: S101 - a text is in a run
    old = text.text or ""
    head, inner, tail = old[:start], old[start:end], old[end:]
    following = list(text.itersiblings())
    if tail or following:
        right = _new_run_like(run, tail)
        right.extend(following)
        run.addnext(right)
    before = [child for child in run if child.tag != markup_of(run).run_properties and child is not text]
    if not head and not before:
        set_text(text, inner)
        return text
    set_text(text, head)
    middle = _new_run_like(run, inner)
    run.addnext(middle)
    found = middle.find(markup_of(run).dialect.text)
    assert found is not None  # noqa: S101 - made above
    return found


def _new_run_like(run: Element, text: str) -> Element:
    """A run with the format of `run` and the text `text`."""
    names = markup_of(run)
    made = etree.Element(names.dialect.run)
    shape = run.find(names.run_properties)
    if shape is not None:
        made.append(deepcopy(shape))
    if text:
        set_text(etree.SubElement(made, names.dialect.text), text)
    return made


def _replace_with_text(element: Element, text: str) -> None:
    """Replace a tab or break by a text element."""
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


def _remove_until(atom: Atom, end: int) -> None:
    """Remove the characters of an atom before `end`."""
    if _is_text(atom.element):
        set_text(atom.element, (atom.element.text or "")[end - atom.start :])
    else:
        remove(atom.element)


def write_loop(first: Element, others: Iterable[Element], marker: str) -> None:
    """Repeat a table row or list paragraph by a marker in it, and remove the other examples."""
    names = markup_of(first)
    for sdt in list(first.iterancestors(w("sdt"))):
        if next(sdt.iterancestors(names.table), None) is next(first.iterancestors(names.table), None):
            content = sdt.find(w("sdtContent"))
            unwrap(sdt, sdt if content is None else content)
    add_marker(next(first.iter(names.dialect.paragraph)), marker, names.dialect)
    for item in others:
        remove(item)


def write_control(control: Control, text: str) -> None:
    """Replace a field or content control by `text`, in the format of its content."""
    target = control.texts[0] if control.texts else None
    if control.form == "control":
        _write_content_control(control.elements[0], target, text)
    elif control.elements[0].tag == w("fldSimple"):
        _write_into_one(list(control.elements[0].iter(RUN)), target, text)
        unwrap(control.elements[0], control.elements[0])
    else:
        _write_into_one([run for element in control.elements for run in element.iter(RUN)], target, text)
    remove_empty_runs(control.paragraph)


def mark_control(control: Control, mark: str) -> None:
    """Highlight the content of a field or content control, and add a mark after it."""
    runs = [run for text in control.texts for run in text.iterancestors(RUN)]
    for run in dict.fromkeys(runs):
        highlight(run, DOUBT_COLOUR)
    for sdt in (element for element in control.elements if element.tag == w("sdt")):
        for showing in list(sdt.iter(w("showingPlcHdr"))):  # else Word shows its content as a prompt, without the mark
            remove(showing)
    last = control.elements[-1] if control.elements else None
    if last is None or control.covers or last.getparent() is None:
        append_run(control.paragraph, mark)
        return
    made = etree.Element(RUN)
    set_text(etree.SubElement(made, TEXT), mark)
    last.addnext(made)


def _write_content_control(sdt: Element, target: Element | None, text: str) -> None:
    content, properties = sdt.find(w("sdtContent")), sdt.find(w("sdtPr"))
    assert content is not None  # noqa: S101 - read_controls checks it
    run = _write_into_one(list(content.iter(RUN)), target, text)
    if run is None:
        run = append_run(next(content.iter(PARAGRAPH), content), text)
    shape = None if properties is None else properties.find(RUN_PROPERTIES)
    if has_placeholder_style(run):
        old = run.find(RUN_PROPERTIES)
        if old is not None:
            run.remove(old)
        if shape is not None:
            run.insert(0, deepcopy(shape))
    unwrap(sdt, content)


def _write_into_one(runs: list[Element], target: Element | None, text: str) -> Element | None:
    """Set the text of one of several runs, remove that of the others and all field codes; return the one run."""
    chosen = next((run for run in runs if target is not None and target in list(run)), None)
    chosen = chosen if chosen is not None else next(iter(runs), None)
    for run in runs:
        for child in list(run):
            if child.tag in _FIELD_PIECES or child.tag in _WORDS:
                run.remove(child)
    if chosen is not None:
        set_text(etree.SubElement(chosen, TEXT), text)
        if not has_placeholder_style(chosen):
            remove_marks(chosen)
    return chosen
