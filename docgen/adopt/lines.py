"""Text lines of a part: each paragraph's text character by character, in Word's markup and in PowerPoint's."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.engines.office.tags import Dialect
from docgen.engines.office.word_dialect import DOCX
from docgen.engines.pptx.source import PPTX
from docgen.ooxml.names import MC, PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, TABLE, A, Element, P, put, w
from docgen.ooxml.xml import name_of_style, styles_by_id

_FILLS = {f"{{{A}}}{name}" for name in (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst", "effectDag",
)}  # fmt: skip
_HIGHLIGHT, _COLOURS = f"{{{A}}}highlight", {"cyan": "00FFFF"}
_BRIGHT = {"FFFF00", "00FF00", "00FFFF"}
LOCKED = "\ufffc"
"""Stands in a line's shadow for a character that belongs to a field or a control."""
_FALLBACK = f"{{{MC}}}Fallback"
_HEADING_STYLES = ("heading", "title", "标题")
_TITLES = {"title", "ctrTitle"}


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


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a line's text: the element, where its text begins in the line, and its text."""

    element: Element
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where its text ends."""
        return self.start + len(self.text)


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph: its text, and a shadow of the same length in which blanks to write on are underscores.

    `place` is said as elsewhere (`document, table 2, row 3, cell 4`), `heading` is the heading above, `above` the
    lines before in the same cell, or in the part if it stands in none. `echo`: the copy for old programs.
    """

    element: Element
    part: str
    atoms: tuple[Atom, ...]
    text: str
    shadow: str
    heading: str = ""
    is_heading: bool = False
    is_item: bool = False
    echo: bool = False
    above: tuple["Line", ...] = ()
    _place: str = ""

    @property
    def place(self) -> str:
        """Where a person finds it; told when it is first asked for, since it is counted from the part's beginning."""
        if not self._place:
            self._place = ", ".join((self.part, *markup_of(self.element).dialect.path(self.element)))
        return self._place


def run_of(atom: Atom) -> Element | None:
    """The run that holds a piece of text."""
    return next(atom.element.iterancestors(markup_of(atom.element).dialect.run), None)


def read_lines(root: Element, where: str, styles: dict[str, str]) -> list[Line]:
    """The lines of a part in the order of its XML; `where` names the part, `styles` gives the name of each style id."""
    names = markup_of(root)
    lines: list[Line] = []
    heading = _title(root) if names is SLIDES else ""
    last: dict[Element | None, tuple[Line, ...]] = {}
    locked = locked_elements(root, names)
    for paragraph in root.iter(names.dialect.paragraph):
        line = _line(paragraph, where, styles, locked)
        holder = names.holder(paragraph)
        line.above = last.get(holder, ())
        line.heading = heading
        if line.is_heading and line.text.strip():
            heading = line.text.strip()
            last[holder] = (line,)
        elif line.text.strip():
            last[holder] = (*line.above[-7:], line)
        lines.append(line)
    return lines


def _line(paragraph: Element, where: str, styles: dict[str, str], locked: set[Element]) -> Line:
    names = markup_of(paragraph)
    atoms = tuple(_atoms(paragraph, names))
    text = "".join(atom.text for atom in atoms)
    is_heading, is_item = _role_on_slide(paragraph) if names is SLIDES else _role(paragraph, text, styles)
    is_echo = next(paragraph.iterancestors(_FALLBACK), None) is not None
    shadow = _shadow(paragraph, atoms, locked)
    return Line(paragraph, where, atoms, text, shadow, is_heading=is_heading, is_item=is_item, echo=is_echo)


def _role(paragraph: Element, text: str, styles: dict[str, str]) -> tuple[bool, bool]:
    """Whether a paragraph is a heading, and whether an item of a list."""
    name = style_name(paragraph, styles)
    is_heading = name.startswith(_HEADING_STYLES) or _outlined(paragraph) or _looks_like_heading(paragraph, text)
    is_item = name.startswith(("list", "列表")) or paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('numPr')}") is not None
    return is_heading, is_item


def _role_on_slide(paragraph: Element) -> tuple[bool, bool]:
    """The same on a slide: a title's text, and a paragraph of the body or with a bullet of its own."""
    kind = _placeholder(paragraph)
    shape = paragraph.find(f"{{{A}}}pPr")
    has_bullet = shape is not None and any(shape.find(f"{{{A}}}{name}") is not None for name in ("buChar", "buAutoNum"))
    return kind in _TITLES, has_bullet or kind in {"body", "obj"}


def _placeholder(paragraph: Element) -> str:
    """The kind of placeholder that a paragraph stands in; empty in a text box or a table."""
    shape = next(paragraph.iterancestors(f"{{{P}}}sp"), None)
    found = None if shape is None else shape.find(f"{{{P}}}nvSpPr/{{{P}}}nvPr/{{{P}}}ph")
    return "" if found is None else found.get("type", "obj")


def _title(slide: Element) -> str:
    """The words of a slide's title."""
    titles = (paragraph for paragraph in slide.iter(f"{{{A}}}p") if _placeholder(paragraph) in _TITLES)
    return " ".join("".join(text.text or "" for text in title.iter(f"{{{A}}}t")) for title in titles).strip()


def style_name(paragraph: Element, styles: dict[str, str]) -> str:
    """The name of a paragraph's style in lower case; empty for the default."""
    style = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('pStyle')}")
    used = "" if style is None else style.get(w("val"), "")
    return styles.get(used, used).lower()


def _outlined(paragraph: Element) -> bool:
    level = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('outlineLvl')}")
    return level is not None and level.get(w("val"), "9") != "9"


def _looks_like_heading(paragraph: Element, text: str) -> bool:
    """Short words alone in bold, outside tables: a heading that a person made by hand."""
    told = text.strip()
    if (
        not 2 <= len(told) <= 40
        or told[-1] in "：:。.；;,，"
        or next(paragraph.iterancestors(w("tc")), None) is not None
    ):
        return False
    runs = [run for run in paragraph.iter(RUN) if "".join(run.itertext()).strip()]
    return all(has(run, "b") for run in runs)


def _atoms(paragraph: Element, names: Markup) -> Iterator[Atom]:
    at = 0
    for element in paragraph.iter(*names.atoms):
        if next(element.iterancestors(names.dialect.paragraph), None) is not paragraph:
            continue
        parent = element.getparent()
        if element.tag not in names.breaks and (parent is None or parent.tag != names.dialect.run):
            continue  # a tab stop of the paragraph's properties, a slide's number
        text = (element.text or "") if element.tag == names.dialect.text else "\t" if element.tag == names.tab else "\n"
        yield Atom(element, at, text)
        at += len(text)


def _shadow(paragraph: Element, atoms: tuple[Atom, ...], locked: set[Element]) -> str:
    leader = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('tabs')}/{w('tab')}[@{w('leader')}='underscore']") is not None
    return "".join(_shadow_of(atom, leader, locked) for atom in atoms)


def _shadow_of(atom: Atom, leader: bool, locked: set[Element]) -> str:
    if atom.element in locked:
        return LOCKED * len(atom.text)
    if atom.text == "\t" and leader:
        return "_"
    run = run_of(atom)
    if run is not None and not atom.text.strip() and has(run, "u"):
        return "_" * len(atom.text)
    return atom.text


def locked_elements(root: Element, names: Markup) -> set[Element]:
    """The texts inside fields and inside controls of a paragraph, which are looked at as wholes."""
    locked: set[Element] = set()
    waiting: list[list[Element]] = []
    for element in root.iter(w("fldChar"), *names.atoms):
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            waiting.append([])
        elif kind == "end" and waiting:
            inside = waiting.pop()
            locked.update(inside)
            if waiting:
                waiting[-1] += inside
        elif kind is None and waiting:
            waiting[-1].append(element)
    for whole in root.iter(w("fldSimple"), w("sdt")):
        if whole.tag != w("sdt") or next(whole.iterancestors(names.dialect.paragraph), None) is not None:
            locked.update(whole.iter(*names.atoms))
    return locked


def read_styles(root: Element) -> dict[str, str]:
    """The name of each style by its id."""
    return {id_: name for id_, style in styles_by_id(root).items() if (name := name_of_style(style))}
