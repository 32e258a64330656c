"""Find the TOC fields of a Word template and put marks in the places of their results (docs/dev/contents.md).

Only what is between a field's `separate` and `end` marks is replaced. A field that lists nothing which the template
holds, and one of a kind that only Word can make, stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from docgen.engines.docx.contents import Contents, ContentsField, mark
from docgen.engines.docx.contents_code import Instruction, levels_of_styles, read_instruction
from docgen.engines.docx.numbering import Numbering
from docgen.engines.docx.outline import level_of
from docgen.engines.docx.runs import fragment
from docgen.engines.docx.style_names import contents_level
from docgen.engines.office.dialect import DOCX
from docgen.engines.office.fields import Field, fields_of, hoist, remove_between, split_marks, unfold_simple
from docgen.engines.office.tags import BLOCKS, raw
from docgen.errors import Finding
from docgen.ooxml.names import PARAGRAPH, PARAGRAPH_PROPERTIES, Element, W, put, w
from docgen.ooxml.xml import name_of_style, styles_by_id

_CODE = re.compile(r"\s*TOC(?![A-Za-z])", re.IGNORECASE)
_CAPTION = re.compile(r'\s*SEQ\s+"?([^\s"\\]+)', re.IGNORECASE)
_COUNT = re.compile(r"\s*\d+(?:\.\d+)*\W")
_NOT_OF_AN_ENTRY = (w("sectPr"), w("rPr"), w("pageBreakBefore"), w("framePr"), w("outlineLvl"), w("numPr"))
_INDENT = 240  # of each further level, in twentieths of a point, where a template has no style for entries


@dataclass(frozen=True, slots=True)
class EntryStyle:
    """A style for entries: its id, its right indent, the kinds and positions of its tabs; inherited ones too."""

    id: str
    right: int = 0
    tabs: Mapping[int, str] = field(default_factory=dict[int, str])


@dataclass(frozen=True, slots=True)
class ContentsStyles:
    """What a contents needs of a template's styles: ids by name, outline levels, styles of entries, numbering."""

    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    outlines: Mapping[str, int] = field(default_factory=dict[str, int])
    entries: Mapping[int, EntryStyle] = field(default_factory=dict[int, EntryStyle])
    numbering: Numbering = field(default_factory=Numbering)


def extract_contents(
    root: Element, styles: ContentsStyles, where: str, findings: list[Finding], notices: list[Finding]
) -> Contents | None:
    """Put marks in the places of the TOC fields of the document `root`; None if nothing is to be listed.

    A field without an end is an error; one that stays as it was, a notice.
    """
    unfold_simple(root, "TOC")
    split_marks(root)
    made: list[ContentsField] = []
    for found in [item for item in fields_of(root) if _CODE.match(item.code)]:
        place = ", ".join((where, *DOCX.path(next(found.begin.iterancestors(PARAGRAPH)))))
        if found.end is None:
            findings.append(Finding.of("contents.unended", place=place))
            continue
        instruction = read_instruction(found.code)
        listed = levels_of_styles(instruction, styles.ids, styles.outlines)
        if instruction.is_left_alone or not _may_list(root, found, instruction, listed):
            found.begin.find(w("fldChar")).set(w("dirty"), "true")  # type: ignore[union-attr]
            key = "contents.kept" if instruction.is_left_alone else "contents.kept:empty"
            notices.append(Finding.of(key, field=" ".join(found.code.split()), place=place, severity="warning"))
            continue
        made.append(_take_out(root, found, instruction, listed, styles, len(made)))
    return Contents(tuple(made), styles.numbering) if made else None


def _may_list(root: Element, own: Field, instruction: Instruction, listed: Mapping[str, int]) -> bool:
    """Whether a paragraph of the template, or what is printed in its place, may be listed."""
    inside = set(_paragraphs_between(root, own))
    if instruction.caption:
        captions = (_CAPTION.match(item.code) for item in fields_of(root))
        simple = (_CAPTION.match(item.get(w("instr"), "")) for item in root.iter(w("fldSimple")))
        return any(found and found[1] == instruction.caption for found in (*captions, *simple))
    for paragraph in root.iter(PARAGRAPH):
        if paragraph in inside:
            continue
        style = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('pStyle')}")
        if style is not None and style.get(w("val"), "") in listed:
            return True
        level = level_of(paragraph, {}) if instruction.outline else None
        if (level is not None and level + 1 in instruction.outline) or BLOCKS.search(DOCX.text_of(paragraph)):
            return True
    return False


def _paragraphs_between(root: Element, own: Field) -> Iterator[Element]:
    """The paragraphs of a field's old result, without the one of its end."""
    assert own.end is not None  # noqa: S101
    last = next(own.end.iterancestors(PARAGRAPH))
    first = next(own.begin.iterancestors(PARAGRAPH))
    is_inside = False
    for paragraph in root.iter(PARAGRAPH):
        is_inside = (is_inside or paragraph is first) and paragraph is not last
        if is_inside:
            yield paragraph


def _take_out(
    root: Element,
    found: Field,
    instruction: Instruction,
    listed: Mapping[str, int],
    styles: ContentsStyles,
    number: int,
) -> ContentsField:
    """Replace a field's marks, code and result by marks of docgen; what is before and after them stays."""
    assert found.end is not None  # noqa: S101
    begin, end = found.begin, found.end
    paragraph = next(begin.iterancestors(PARAGRAPH))
    properties = paragraph.find(PARAGRAPH_PROPERTIES)
    old = [deepcopy(item) for item in (paragraph, *_paragraphs_between(root, found))]
    width = _text_width(root, paragraph)
    section = None if properties is None else properties.find(w("sectPr"))
    is_on_new_page = properties is not None and properties.find(w("pageBreakBefore")) is not None
    for run in (begin, *found.codes, found.separate, end):
        if run is not None:
            hoist(run)
    remove_between(begin, end)
    parent = end.getparent()
    assert parent is not None  # noqa: S101
    parent.replace(end, raw(mark(number, "end")))
    paragraph.replace(begin, raw(mark(number, "entries")))
    if properties is not None:
        paragraph.remove(properties)
    paragraph.insert(0, raw(mark(number, "first")))
    if section is not None:
        _end_section(paragraph, section)
    models = {level: paragraph[0] for level, paragraph in _entries_by_level(old, styles)}
    entries = {level: _entry(level, models, styles, width, instruction) for level in range(10)}
    tabbed, counted = _tabbed(models, styles), _counted(old, styles)
    return ContentsField(instruction, listed, found.code, entries, tabbed, counted, is_on_new_page)


def _end_section(paragraph: Element, section: Element) -> None:
    """End a section after a paragraph that may become several."""
    holder = _new("p")
    etree.SubElement(holder, PARAGRAPH_PROPERTIES).append(section)
    paragraph.addnext(holder)


def _entries_by_level(old: list[Element], styles: ContentsStyles) -> Iterator[tuple[int, Element]]:
    """The level of each old entry and the entry, the last first; its first child is its properties."""
    known = {style.id: level for level, style in styles.entries.items()}
    for paragraph in reversed(old):
        style = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{w('pStyle')}")
        level = None if style is None else known.get(style.get(w("val"), ""))
        if level is not None:
            yield level, paragraph


def _counted(old: list[Element], styles: ContentsStyles) -> frozenset[int]:
    """The levels at which each old entry begins with a number."""
    entries = [(level, DOCX.text_of(paragraph)) for level, paragraph in _entries_by_level(old, styles)]
    unnumbered = {level for level, text in entries if text.strip() and not _COUNT.match(text)}
    return frozenset({level for level, text in entries if _COUNT.match(text)} - unnumbered)


def _entry(
    level: int, models: Mapping[int, Element], styles: ContentsStyles, width: int, instruction: Instruction
) -> str:
    """The `w:pPr` of an entry: an old entry's, else the style's; with a tab at the right end of the text, within it."""
    style = styles.entries.get(level) or styles.entries.get(level or 1, EntryStyle(""))
    properties = deepcopy(models[level]) if level in models else _new("pPr")
    for name in _NOT_OF_AN_ENTRY:
        for item in properties.findall(name):
            properties.remove(item)
    if style.id:
        put(properties, "pStyle", val=style.id)
    elif level > 1:
        put(properties, "ind", left=str(_INDENT * (level - 1)))
    if width and level not in instruction.without_pages and not instruction.separator:
        _set_right_tab(properties, style, width)
    return fragment(properties)


def _set_right_tab(properties: Element, style: EntryStyle, width: int) -> None:
    """Give an entry a right tab if it has none; LibreOffice drops what is at a tab beyond the right indent."""
    own = {_int(tab.get(w("pos"))): tab.get(w("val"), "") for tab in properties.iterfind(f"{w('tabs')}/{w('tab')}")}
    rights = [at for at, kind in {**style.tabs, **own}.items() if kind in {"right", "end"}]
    indent = properties.find(w("ind"))
    right = style.right if indent is None else _int(indent.get(w("right"), indent.get(w("end"), str(style.right))))
    if not rights:
        tabs = properties.find(w("tabs"))
        tabs = put(properties, "tabs") if tabs is None else tabs
        made = {"val": "right", "leader": "dot", "pos": str(width - max(right, 0))}
        etree.SubElement(tabs, w("tab"), {w(name): value for name, value in made.items()})
    elif right > 0 and max(rights) > width - right:
        indent = put(properties, "ind") if indent is None else indent
        indent.attrib.pop(w("end"), None)
        indent.set(w("right"), "0")


def _tabbed(models: Mapping[int, Element], styles: ContentsStyles) -> frozenset[int]:
    """The levels whose entries have a left tab, which is for the heading's number."""
    own = {
        level
        for level, model in models.items()
        if any(tab.get(w("val")) in {"left", "start", "num"} for tab in model.iter(w("tab")))
    }
    return frozenset(own | {n for n, style in styles.entries.items() if set(style.tabs.values()) & {"left", "start"}})


def _text_width(root: Element, paragraph: Element) -> int:
    """The width of the text of a paragraph's section, in twentieths of a point; 0 in a table or a box."""
    holder = paragraph.getparent()
    if holder is None or any(item.tag in {w("tc"), w("txbxContent")} for item in paragraph.iterancestors()):
        return 0
    is_after = False
    for item in root.iter(PARAGRAPH, w("sectPr")):
        is_after = is_after or item is paragraph
        size, margins = item.find(w("pgSz")), item.find(w("pgMar"))
        if is_after and item.tag == w("sectPr") and size is not None and margins is not None:
            sides = (_int(margins.get(w(name))) for name in ("left", "right", "gutter"))
            return max(_int(size.get(w("w"))) - sum(sides), 0)
    return 0


def read_entry_styles(styles: Element) -> Mapping[int, EntryStyle]:
    """The styles for entries of a styles part, by level."""
    known = styles_by_id(styles)
    found: dict[int, EntryStyle] = {}
    for key, style in known.items():
        level = contents_level(name_of_style(style))
        if level is not None and level not in found:
            found[level] = _entry_style(key, known)
    return found


def _entry_style(key: str, known: Mapping[str, Element]) -> EntryStyle:
    tabs: dict[int, str] = {}
    right: int | None = None
    at = key
    for _ in range(len(known)):
        style = known.get(at)
        if style is None:
            break
        properties = style.find(PARAGRAPH_PROPERTIES)
        if properties is not None:
            for tab in properties.iterfind(f"{w('tabs')}/{w('tab')}"):
                tabs.setdefault(_int(tab.get(w("pos"))), tab.get(w("val"), ""))
            indent = properties.find(w("ind"))
            own = None if indent is None else indent.get(w("right"), indent.get(w("end")))
            right = _int(own) if right is None and own is not None else right
        based = style.find(w("basedOn"))
        at = "" if based is None else based.get(w("val"), "")
    return EntryStyle(key, right or 0, {at: kind for at, kind in tabs.items() if kind != "clear"})


def _new(name: str) -> Element:
    return etree.Element(w(name), nsmap={"w": W})


def _int(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isascii() and text.lstrip("-").isdecimal() else 0
