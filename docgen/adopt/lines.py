"""Turns a Word part into lines: each paragraph's text character by character, and where a person finds it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docgen.engines._docx_names import CELL, DOCX, MC, PARAGRAPH, PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, TEXT, w
from docgen.engines._office_tags import Element

LOCKED = "\ufffc"
"""Stands in a line's shadow for a character that belongs to a field or a control."""
_TAB, _BREAKS = w("tab"), (w("br"), w("cr"))
_ATOMS = (TEXT, _TAB, *_BREAKS)
_FALLBACK = f"{{{MC}}}Fallback"
_HEADING_STYLES = ("heading", "title", "标题")


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
    place: str
    atoms: tuple[Atom, ...]
    text: str
    shadow: str
    heading: str = ""
    is_heading: bool = False
    is_item: bool = False
    echo: bool = False
    above: tuple["Line", ...] = ()
    styles: dict[str, str] = field(default_factory=dict[str, str])


def run_of(atom: Atom) -> Element | None:
    """The run that holds a piece of text."""
    return next(atom.element.iterancestors(RUN), None)


def read_lines(root: Element, part: str, styles: dict[str, str]) -> list[Line]:
    """The lines of a part in the order of its XML; `styles` gives the name of each style id."""
    where = part.removeprefix("word/").removesuffix(".xml")
    lines: list[Line] = []
    heading = ""
    last: dict[Element | None, tuple[Line, ...]] = {}
    locked = locked_elements(root)
    for paragraph in root.iter(PARAGRAPH):
        line = _line(paragraph, where, styles, locked)
        line.part = part
        holder = next(paragraph.iterancestors(CELL, w("txbxContent")), None)
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
    atoms = tuple(_atoms(paragraph))
    text = "".join(atom.text for atom in atoms)
    place = ", ".join((where, *DOCX.path(paragraph)))
    name = style_name(paragraph, styles)
    return Line(
        paragraph,
        where,
        place,
        atoms,
        text,
        _shadow(paragraph, atoms, locked),
        is_heading=name.startswith(_HEADING_STYLES) or _outlined(paragraph) or _looks_like_heading(paragraph, text),
        is_item=name.startswith(("list", "列表")) or paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('numPr')}") is not None,
        echo=next(paragraph.iterancestors(_FALLBACK), None) is not None,
    )


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
    if not 2 <= len(told) <= 40 or told[-1] in "：:。.；;,，" or next(paragraph.iterancestors(CELL), None) is not None:
        return False
    runs = [run for run in paragraph.iter(RUN) if "".join(run.itertext()).strip()]
    return all(_has(run, "b") for run in runs)


def _has(run: Element, name: str) -> bool:
    found = run.find(f"{RUN_PROPERTIES}/{w(name)}")
    return found is not None and found.get(w("val"), "true") not in {"0", "false", "none"}


def _atoms(paragraph: Element) -> Iterator[Atom]:
    at = 0
    for element in paragraph.iter(*_ATOMS):
        if next(element.iterancestors(PARAGRAPH), None) is not paragraph:
            continue
        if element.tag == _TAB and element.getparent().tag != RUN:  # type: ignore[union-attr]
            continue  # a tab stop of the paragraph's properties
        text = (element.text or "") if element.tag == TEXT else "\t" if element.tag == _TAB else "\n"
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
    if run is not None and not atom.text.strip() and _has(run, "u"):
        return "_" * len(atom.text)
    return atom.text


def locked_elements(root: Element) -> set[Element]:
    """The texts inside fields and inside controls of a paragraph, which are looked at as wholes."""
    locked: set[Element] = set()
    waiting: list[list[Element]] = []
    for element in root.iter(w("fldChar"), *_ATOMS):
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
        if whole.tag != w("sdt") or next(whole.iterancestors(PARAGRAPH), None) is not None:
            locked.update(whole.iter(*_ATOMS))
    return locked


def read_styles(root: Element) -> dict[str, str]:
    """The name of each style by its id."""
    named = ((style.get(w("styleId"), ""), style.find(w("name"))) for style in root.iter(w("style")))
    return {style: name.get(w("val"), "") for style, name in named if name is not None}
