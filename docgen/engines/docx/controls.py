"""Unwrap the content controls of a Word part that have a tag of docgen: values become tags, loops go around content.

The control's lock, data binding and placeholder text go with it. Other controls are unchanged.
"""

from copy import deepcopy

from lxml import etree

from docgen.engines.office.controls import CONTENT, CONTROL, PROPERTIES, Control, find_controls
from docgen.engines.office.dialect import DOCX
from docgen.engines.office.markers import rewrite_text
from docgen.engines.office.tags import OWN, Source, raw
from docgen.ooxml.names import CELL, PARAGRAPH, PARAGRAPH_PROPERTIES, ROW, RUN, RUN_PROPERTIES, TEXT, W14, Element, w
from docgen.titles.lookup import ANY_TITLES, Titles

RAW = f"{{{OWN}}}raw"
_SECTION, _ITEM = ("{*}repeatingSection", "{*}repeatingSectionItem")
_BLOCKS = {PARAGRAPH, w("tbl")}
_RANGES = {
    w(name) for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
}


def unwrap_controls(root: Element, titles: Titles = ANY_TITLES) -> None:
    """Replace the controls of docgen in `root` by tags, or by their content between `{% for … %}` and its end."""
    for control in find_controls(root, titles):
        if control.element.getroottree().getroot() is not root:
            continue  # it was in a control that a value replaced, or in a further item of a repeating section
        content = control.element.find(CONTENT)
        children = [] if content is None else list(content)
        if control.statement:
            _replace(control.element, _with_statement(control, children))
        else:
            _replace(control.element, _with_value(control, children))


def number_controls(root: Element, source: Source, where: str) -> None:
    """Give the tags of unwrapped controls their places, those of the paragraphs in them; `where` names the part."""
    for element in root.iter(RAW):
        paragraph = _paragraph_at(element)
        steps = () if paragraph is None else DOCX.path(paragraph)
        text = element.text or ""
        mark = source.note(", ".join((where, *steps)))
        element.text = rewrite_text(f"{text[:-2]}{mark}{text[-2:]}", source)


def _paragraph_at(element: Element) -> Element | None:
    """The paragraph around a tag, else the first after or the last before it."""
    around = next(element.iterancestors(PARAGRAPH, w("txbxContent")), None)
    if around is not None and around.tag == PARAGRAPH:
        return around
    siblings = (*element.itersiblings(), *element.itersiblings(preceding=True))
    return next((paragraph for sibling in siblings for paragraph in sibling.iter(PARAGRAPH)), None)


def _replace(element: Element, content: list[Element]) -> None:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 - the root of a part is no control
    at = parent.index(element)
    parent[at : at + 1] = content


def _with_statement(control: Control, children: list[Element]) -> list[Element]:
    if control.element.find(f"{PROPERTIES}/{_SECTION}") is not None:
        children = _of_items(children, first_only=control.statement == "for")
    return [raw(f"{{% {control.tag} %}}"), *children, raw(f"{{% end{control.statement} %}}")] if children else []


def _of_items(children: list[Element], *, first_only: bool) -> list[Element]:
    """The content of a repeating section's items; with `first_only`, of the first: the others are further examples."""
    items = [child for child in children if child.find(f"{PROPERTIES}/{_ITEM}") is not None]
    found: list[Element] = []
    for child in children:
        content = child.find(CONTENT) if child in items else None
        if content is not None:
            found += list(content) if child is items[0] or not first_only else []
        else:
            found.append(child)
    return found


def _with_value(control: Control, children: list[Element]) -> list[Element]:
    """The content with the value's tag as its text: a run, a paragraph, a cell or a row."""
    run = _value_run(control, children)
    holders = [child for child in children if child.tag in {CELL, ROW}]
    if holders:
        cell = next(holders[0].iter(CELL))
        blocks = [child for child in cell if child.tag != w("tcPr")]
        paragraph = _paragraph_with(run, blocks)
        for block in blocks:
            cell.remove(block)
        cell.append(paragraph)
        return children
    if any(child.tag in _BLOCKS or child.tag == CONTROL for child in children) and not _is_inline(control.element):
        return [_paragraph_with(run, children)]
    if not _is_inline(control.element):
        return [_paragraph_with(run, [])]
    return [*(child for child in children if child.tag in _RANGES), run]


def _is_inline(element: Element) -> bool:
    return next(element.iterancestors(PARAGRAPH, w("txbxContent"), w("body")), element).tag == PARAGRAPH


def _paragraph_with(run: Element, blocks: list[Element]) -> Element:
    """The first paragraph of `blocks` with `run` as its content; one without a format if there is none."""
    paragraph = next((found for block in blocks for found in block.iter(PARAGRAPH)), None)
    if paragraph is None:
        paragraph = etree.Element(PARAGRAPH)
    for child in list(paragraph):
        if child.tag != PARAGRAPH_PROPERTIES and child.tag not in _RANGES:
            paragraph.remove(child)
    paragraph.append(run)
    return paragraph


def _value_run(control: Control, children: list[Element]) -> Element:
    """A run with the tag of a value, in the format of the content's first text."""
    runs = [run for child in children for run in child.iter(RUN)]
    first = next((run for run in runs if run.find(TEXT) is not None), runs[0] if runs else None)
    properties = None if first is None else first.find(RUN_PROPERTIES)
    made = etree.Element(RUN)
    shape = deepcopy(properties) if properties is not None else None
    if control.element.find(f"{PROPERTIES}/{w('showingPlcHdr')}") is not None:
        shape = _shape_of_value(control.element, shape)
    if shape is not None:
        made.append(shape)
    text = etree.SubElement(made, TEXT)
    text.text = _printed(control)
    return made


def _shape_of_value(element: Element, placeholder: Element | None) -> Element | None:
    """The format of a value that replaces a placeholder: the control's, else the placeholder's without its style."""
    own = element.find(f"{PROPERTIES}/{RUN_PROPERTIES}")
    if own is not None:
        return deepcopy(own)
    for style in [] if placeholder is None else placeholder.findall(w("rStyle")):
        placeholder.remove(style)  # type: ignore[union-attr]
    return placeholder


def _printed(control: Control) -> str:
    """The tag of a value; a check box prints its sign for true or false."""
    box = control.element.find(f"{PROPERTIES}/{{{W14}}}checkbox")
    if box is None:
        return f"{{{{ {control.tag} }}}}"
    checked, unchecked = (_sign(box, name, usual) for name, usual in (("checkedState", 9746), ("uncheckedState", 9744)))
    return f"{{{{ '{checked}' if ({control.tag}) else '{unchecked}' }}}}"


def _sign(box: Element, name: str, usual: int) -> str:
    state = box.find(f"{{{W14}}}{name}")
    code = "" if state is None else state.get(f"{{{W14}}}val", "")
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        sign = chr(usual)
    return sign if sign.isprintable() and sign not in "'\\{}%" else chr(usual)
