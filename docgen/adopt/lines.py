"""Read the lines of a part: one per paragraph, with its text elements, in WordprocessingML and DrawingML."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.engines.office.dialect import DOCX, Dialect
from docgen.engines.pptx.source import PPTX
from docgen.ooxml.names import MC, PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, TABLE, A, Element, P, put, w
from docgen.ooxml.xml import name_of_style, styles_by_id

_FILLS = {f"{{{A}}}{name}" for name in (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst", "effectDag",
)}  # fmt: skip
_HIGHLIGHT, _COLOURS = f"{{{A}}}highlight", {"cyan": "00FFFF"}
_BRIGHT = {"FFFF00", "00FF00", "00FFFF"}
LOCKED = "\ufffc"
"""Replaces a character of a field or a control in `Line.masked`."""
_FALLBACK = f"{{{MC}}}Fallback"
_HEADING_STYLES = ("heading", "title", "标题")
_TITLES = {"title", "ctrTitle"}


@dataclass(frozen=True, slots=True)
class Markup:
    """Element names of one format. `box` contains lines, as a cell does; `keeps_space`: texts have `xml:space`."""

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
        """The elements that make up a line's text."""
        return (self.dialect.text, *filter(None, (self.tab,)), *self.breaks)

    def container(self, paragraph: Element) -> Element | None:
        """The cell, box or shape that contains a paragraph."""
        return next(paragraph.iterancestors(self.dialect.cell, self.box), None)


WORD = Markup(
    DOCX, TABLE, w("txbxContent"), RUN_PROPERTIES, PARAGRAPH_PROPERTIES, (w("br"), w("cr")), w("tab"), keeps_space=True
)
SLIDES = Markup(PPTX, f"{{{A}}}tbl", f"{{{P}}}sp", f"{{{A}}}rPr", f"{{{A}}}pPr", (f"{{{A}}}br",), "", keeps_space=False)


def markup_of(element: Element) -> Markup:
    """The element names of the format that an element belongs to."""
    return SLIDES if etree.QName(element).namespace in {A, P} else WORD


def has_format(run: Element, name: str) -> bool:
    """Whether a run has direct bold (`b`) or underline (`u`)."""
    shape = run.find(markup_of(run).run_properties)
    if shape is None:
        return False
    if markup_of(run) is SLIDES:
        return shape.get(name, "0") not in {"0", "false", "none"}
    found = shape.find(w(name))
    return found is not None and found.get(w("val"), "true") not in {"0", "false", "none"}


def is_highlighted(run: Element | None) -> bool:
    """Whether a run is highlighted, or has bright shading, as other programs write a highlight."""
    shape = None if run is None else run.find(markup_of(run).run_properties)
    return shape is not None and next(_marks(shape), None) is not None


def _marks(shape: Element) -> Iterator[Element]:
    """The highlight elements of these run properties."""
    yield from shape.findall(_HIGHLIGHT)
    yield from (lit for lit in shape.findall(w("highlight")) if lit.get(w("val")) != "none")
    yield from (ground for ground in shape.findall(w("shd")) if (ground.get(w("fill")) or "").upper() in _BRIGHT)


def highlight(run: Element, colour: str) -> None:
    """Highlight a run that isn't highlighted."""
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


def remove_highlight(run: Element) -> None:
    """Remove the highlight of a run."""
    shape = run.find(markup_of(run).run_properties)
    for mark in list(_marks(shape)) if shape is not None else ():
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)


@dataclass(frozen=True, slots=True)
class Atom:
    """A text element of a line: the element, the start of its text in the line, and its text."""

    element: Element
    start: int
    text: str

    @property
    def end(self) -> int:
        """The end of its text in the line."""
        return self.start + len(self.text)


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph: its text, and a `masked` copy of the same length in which underlined spaces are underscores.

    `heading` is the heading above, `above` the lines before it in the same cell, or in the part outside tables.
    `is_fallback`: it is in the `mc:Fallback` copy of a text box.
    """

    element: Element
    part: str
    atoms: tuple[Atom, ...]
    text: str
    masked: str
    heading: str = ""
    is_heading: bool = False
    is_item: bool = False
    is_fallback: bool = False
    above: tuple["Line", ...] = ()
    _place: str = ""

    @property
    def place(self) -> str:
        """Its place as findings name it (`document, table 2, row 3, cell 4`); computed on first access."""
        if not self._place:
            self._place = ", ".join((self.part, *markup_of(self.element).dialect.path(self.element)))
        return self._place


def run_of(atom: Atom) -> Element | None:
    """The run that contains a text element."""
    return next(atom.element.iterancestors(markup_of(atom.element).dialect.run), None)


def read_lines(root: Element, where: str, styles: dict[str, str]) -> list[Line]:
    """Read the lines of a part in document order; `where` names the part, `styles` maps style ids to names."""
    names = markup_of(root)
    lines: list[Line] = []
    heading = _title(root) if names is SLIDES else ""
    last: dict[Element | None, tuple[Line, ...]] = {}
    locked = locked_elements(root, names)
    for paragraph in root.iter(names.dialect.paragraph):
        line = _line(paragraph, where, styles, locked)
        container = names.container(paragraph)
        line.above = last.get(container, ())
        line.heading = heading
        if line.is_heading and line.text.strip():
            heading = line.text.strip()
            last[container] = (line,)
        elif line.text.strip():
            last[container] = (*line.above[-7:], line)
        lines.append(line)
    return lines


def _line(paragraph: Element, where: str, styles: dict[str, str], locked: set[Element]) -> Line:
    names = markup_of(paragraph)
    atoms = tuple(_atoms(paragraph, names))
    text = "".join(atom.text for atom in atoms)
    is_heading, is_item = _role_on_slide(paragraph) if names is SLIDES else _role(paragraph, text, styles)
    is_fallback = next(paragraph.iterancestors(_FALLBACK), None) is not None
    masked = _mask(paragraph, atoms, locked)
    return Line(paragraph, where, atoms, text, masked, is_heading=is_heading, is_item=is_item, is_fallback=is_fallback)


def _role(paragraph: Element, text: str, styles: dict[str, str]) -> tuple[bool, bool]:
    """Whether a paragraph is a heading, and whether it is a list item."""
    name = style_name(paragraph, styles)
    is_heading = name.startswith(_HEADING_STYLES) or _outlined(paragraph) or _looks_like_heading(paragraph, text)
    is_item = name.startswith(("list", "列表")) or paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('numPr')}") is not None
    return is_heading, is_item


def _role_on_slide(paragraph: Element) -> tuple[bool, bool]:
    """The same on a slide: text of a title; a paragraph of the body or with its own bullet."""
    kind = _placeholder(paragraph)
    shape = paragraph.find(f"{{{A}}}pPr")
    has_bullet = shape is not None and any(shape.find(f"{{{A}}}{name}") is not None for name in ("buChar", "buAutoNum"))
    return kind in _TITLES, has_bullet or kind in {"body", "obj"}


def _placeholder(paragraph: Element) -> str:
    """The placeholder type (`p:ph/@type`) of a paragraph's shape; empty in a text box or a table."""
    shape = next(paragraph.iterancestors(f"{{{P}}}sp"), None)
    found = None if shape is None else shape.find(f"{{{P}}}nvSpPr/{{{P}}}nvPr/{{{P}}}ph")
    return "" if found is None else found.get("type", "obj")


def _title(slide: Element) -> str:
    """The text of a slide's title."""
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
    """Whether a paragraph is short, bold and outside tables: a heading without a heading style."""
    text = text.strip()
    if (
        not 2 <= len(text) <= 40
        or text[-1] in "：:。.；;,，"
        or next(paragraph.iterancestors(w("tc")), None) is not None
    ):
        return False
    runs = [run for run in paragraph.iter(RUN) if "".join(run.itertext()).strip()]
    return all(has_format(run, "b") for run in runs)


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


def _mask(paragraph: Element, atoms: tuple[Atom, ...], locked: set[Element]) -> str:
    leader = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('tabs')}/{w('tab')}[@{w('leader')}='underscore']") is not None
    return "".join(_mask_atom(atom, leader, locked) for atom in atoms)


def _mask_atom(atom: Atom, leader: bool, locked: set[Element]) -> str:
    if atom.element in locked:
        return LOCKED * len(atom.text)
    if atom.text == "\t" and leader:
        return "_"
    run = run_of(atom)
    if run is not None and not atom.text.strip() and has_format(run, "u"):
        return "_" * len(atom.text)
    return atom.text


def locked_elements(root: Element, names: Markup) -> set[Element]:
    """The texts inside fields and inside controls of a paragraph, which are read as one blank each."""
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
    for element in root.iter(w("fldSimple"), w("sdt")):
        if element.tag != w("sdt") or next(element.iterancestors(names.dialect.paragraph), None) is not None:
            locked.update(element.iter(*names.atoms))
    return locked


def read_styles(root: Element) -> dict[str, str]:
    """Map style ids to style names."""
    return {id_: name for id_, style in styles_by_id(root).items() if (name := name_of_style(style))}
