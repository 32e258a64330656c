"""Complex fields of a Word part: their codes, and the range of their result (ECMA-376 part 1, 17.16.18)."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from docgen.ooxml.names import PARAGRAPH, RUN, Element, w

_MARKS = (w("fldChar"), w("instrText"))
_RANGE_MARKS = {w("bookmarkStart"), w("bookmarkEnd")}
_PROPERTIES = {w(name) for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr")}


@dataclass(slots=True)
class Field:
    """A complex field: the runs of its marks, those of its code, and the code; `end` is None if it has none."""

    begin: Element
    codes: list[Element] = field(default_factory=list[Element])
    code: str = ""
    separate: Element | None = None
    end: Element | None = None


def fields_of(root: Element) -> list[Field]:
    """The complex fields of a part in the order of their beginnings; those without an end too."""
    found: list[Field] = []
    open_fields: list[Field] = []
    for mark in root.iter(*_MARKS):
        run = next(mark.iterancestors(RUN), None)
        if run is None:
            continue
        kind = mark.get(w("fldCharType"), "")
        if kind == "begin":
            found.append(Field(run))
            open_fields.append(found[-1])
        elif open_fields and mark.tag == w("instrText") and open_fields[-1].separate is None:
            open_fields[-1].codes.append(run)
            open_fields[-1].code += mark.text or ""
        elif open_fields and kind == "separate":
            open_fields[-1].separate = run
        elif open_fields and kind == "end":
            open_fields.pop().end = run
    return found


def unfold_simple(root: Element, name: str) -> None:
    """Write each simple field `name` of `root` as a complex one, which may be as long as it likes."""
    for simple in list(root.iter(w("fldSimple"))):
        parent, code = simple.getparent(), simple.get(w("instr"), "")
        if parent is None or code.split()[:1] != [name]:
            continue
        instruction = etree.Element(RUN)
        etree.SubElement(instruction, w("instrText")).text = code
        made = [field_mark("begin"), instruction, field_mark("separate"), *simple, field_mark("end")]
        at = parent.index(simple)
        parent[at : at + 1] = made


def split_marks(root: Element) -> None:
    """Give each mark of a field a run of its own, as Word does."""
    for run in {next(mark.iterancestors(RUN)) for mark in root.iter(w("fldChar"))}:
        content = [child for child in run if child.tag != w("rPr")]
        parent = run.getparent()
        if len(content) < 2 or parent is None:
            continue
        properties = [child for child in run if child.tag == w("rPr")]
        made = [etree.Element(RUN) for _ in content]
        for piece, child in zip(made, content, strict=True):
            piece.extend([*deepcopy(properties), child])
        at = parent.index(run)
        parent[at : at + 1] = made


def field_mark(kind: str) -> Element:
    """A run with the mark `begin`, `separate` or `end`."""
    run = etree.Element(RUN)
    etree.SubElement(run, w("fldChar"), {w("fldCharType"): kind})
    return run


def hoist(run: Element) -> None:
    """Make a run a child of its paragraph, by unwrapping the links and controls around it."""
    while (holder := run.getparent()) is not None and holder.tag != PARAGRAPH:
        around = holder.getparent()
        if around is None:
            return
        at = around.index(holder)
        around[at : at + 1] = [child for child in _content(holder) if child.tag not in _PROPERTIES]


def _content(holder: Element) -> list[Element]:
    inside = holder.find(w("sdtContent")) if holder.tag == w("sdt") else None
    return list(holder if inside is None else inside)


def remove_between(first: Element, last: Element) -> list[Element]:
    """Remove what is between two elements of one part, and return it; what holds either stays, and so do sections.

    A bookmark of which only one end is in the range stays as well, before `last`.
    """
    around = set(last.iterancestors())
    removed: list[Element] = []
    top, bottom = first, last
    while (parent := _parent(top)) not in around:
        removed += top.itersiblings()
        top = parent
    while (holder := _parent(bottom)) is not parent:
        removed += (child for child in bottom.itersiblings(preceding=True) if child.tag not in _PROPERTIES)
        bottom = holder
    for sibling in top.itersiblings():
        if sibling is bottom:
            break
        removed.append(sibling)
    for element in removed:
        _take(element)
    for bookmark in list(_halves(removed)):
        last.addprevious(bookmark)
    return removed


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 - the root of a part is no run
    return parent


def _take(element: Element) -> None:
    """Remove an element; a paragraph that ends a section stays without its content."""
    parent = element.getparent()
    if parent is None:
        return
    section = element.find(f"{w('pPr')}/{w('sectPr')}")
    if section is not None:
        paragraph = etree.Element(PARAGRAPH)
        etree.SubElement(paragraph, w("pPr")).append(section)
        parent.replace(element, paragraph)
    else:
        parent.remove(element)


def _halves(removed: list[Element]) -> Iterator[Element]:
    """The starts and ends of bookmarks whose other half wasn't removed."""
    marks = [mark for element in removed for mark in element.iter(*_RANGE_MARKS)]
    ids = [mark.get(w("id")) for mark in marks]
    yield from (mark for mark in marks if ids.count(mark.get(w("id"))) == 1)
