"""Turns an element into the names of its format: what is a paragraph, a run, a cell in Word and in PowerPoint."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.engines.office.dialect import DOCX, Dialect
from docgen.engines.pptx.source import PPTX
from docgen.ooxml.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, TABLE, A, Element, P, put, w

_FILLS = {f"{{{A}}}{name}" for name in (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst", "effectDag",
)}  # fmt: skip
_HIGHLIGHT, _COLOURS = f"{{{A}}}highlight", {"cyan": "00FFFF"}
_BRIGHT = {"FFFF00", "00FF00", "00FFFF"}


@dataclass(frozen=True, slots=True)
class Markup:
    """One format's names. `box` is what holds lines beside a cell, `keeps_space`: a text says that its spaces count."""

    dialect: Dialect
    table: str
    box: str
    run_properties: str
    paragraph_properties: str
    breaks: tuple[str, ...]
    tab: str
    keeps_space: bool

    @property
    def atoms(self) -> tuple[str, ...]:
        """The elements that make a line's text."""
        return (self.dialect.text, *filter(None, (self.tab,)), *self.breaks)

    def holder(self, paragraph: Element) -> Element | None:
        """The cell, box or shape that a paragraph stands in."""
        return next(paragraph.iterancestors(self.dialect.cell, self.box), None)


WORD = Markup(
    DOCX, TABLE, w("txbxContent"), RUN_PROPERTIES, PARAGRAPH_PROPERTIES, (w("br"), w("cr")), w("tab"), keeps_space=True
)
SLIDES = Markup(PPTX, f"{{{A}}}tbl", f"{{{P}}}sp", f"{{{A}}}rPr", f"{{{A}}}pPr", (f"{{{A}}}br",), "", keeps_space=False)


def markup_of(element: Element) -> Markup:
    """The names of the format that an element belongs to."""
    return SLIDES if etree.QName(element).namespace in {A, P} else WORD


def has(run: Element, name: str) -> bool:
    """Whether a run is bold (`b`) or underlined (`u`) by itself."""
    shape = run.find(markup_of(run).run_properties)
    if shape is None:
        return False
    if markup_of(run) is SLIDES:
        return shape.get(name, "0") not in {"0", "false", "none"}
    found = shape.find(w(name))
    return found is not None and found.get(w("val"), "true") not in {"0", "false", "none"}


def is_highlighted(run: Element | None) -> bool:
    """Whether a run is marked with a highlighter, or with a bright ground as other programs write one."""
    shape = None if run is None else run.find(markup_of(run).run_properties)
    return shape is not None and next(_marks(shape), None) is not None


def _marks(shape: Element) -> Iterator[Element]:
    """What marks the run that has these properties."""
    yield from shape.findall(_HIGHLIGHT)
    yield from (lit for lit in shape.findall(w("highlight")) if lit.get(w("val")) != "none")
    yield from (ground for ground in shape.findall(w("shd")) if (ground.get(w("fill")) or "").upper() in _BRIGHT)


def highlight(run: Element, colour: str) -> None:
    """Mark a run that has no mark."""
    if is_highlighted(run):
        return
    names = markup_of(run)
    shape = run.find(names.run_properties)
    if shape is None:
        shape = etree.Element(names.run_properties)
        run.insert(0, shape)
    if names is WORD:
        put(shape, "highlight", val=colour)
        return
    made = etree.Element(_HIGHLIGHT)  # ECMA-376 part 1, 21.1.2.3.9: after line, fill and effects
    etree.SubElement(made, f"{{{A}}}srgbClr", {"val": _COLOURS[colour]})
    shape.insert(sum(child.tag in _FILLS for child in shape), made)


def without_highlight(run: Element) -> None:
    """Take the marks from a run."""
    shape = run.find(markup_of(run).run_properties)
    for mark in list(_marks(shape)) if shape is not None else ():
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)
