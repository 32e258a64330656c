"""Tags that change their container: cells (`colspan`, `cellbg`, `vm`, `hm`), and paragraphs joined by `{%- … -%}`.

`vm` merges the cell over the rows of the loop around it, `hm` over its columns; both show the first iteration's text.
Joined paragraphs become one, as in docxtpl.
"""

import re
from collections.abc import Mapping

from lxml import etree

from docgen.engines.office.hidden import is_hidden
from docgen.engines.office.tags import LIFTED, raw
from docgen.ooxml.names import CELL, PARAGRAPH, PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, TEXT, Element, w
from docgen.templating import INSIDE, TAG

_CELL_TAG = re.compile(rf"\{{%-?\s*(colspan|cellbg|vm|hm)\b\s*+({INSIDE})-?%\}}", re.DOTALL)
_ORDER = (  # noqa: SIM905
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign "
    "hideMark headers cellIns cellDel cellMerge tcPrChange"
).split()
_POSITIONS: Mapping[str, int] = {w(name): place for place, name in enumerate(_ORDER)}
_JOINS_BEFORE = re.compile(r"^\s*\{%-")
_JOINS_AFTER = re.compile(r"-%\}\s*$")


def lift_hidden_tags(root: Element, styles: frozenset[str]) -> None:
    """Replace each hidden run of `root` that holds only statement tags by the tags, so that no run is left.

    `styles` are the ids of styles with hidden text.
    """
    for run in list(root.iter(RUN)):
        texts = list(run.iterchildren(TEXT))
        content = "".join(item.text or "" for item in texts)
        parent, paragraph = run.getparent(), next(run.iterancestors(PARAGRAPH), None)
        is_logic = not TAG.sub("", content).strip() and "{{" not in content and not LIFTED.search(content)
        if not is_logic or not texts or any(item.tag not in {TEXT, RUN_PROPERTIES} for item in run):
            continue
        if parent is not None and paragraph is not None and is_hidden(texts[0], paragraph, styles):
            run.addprevious(raw("".join(TAG.findall(content))))
            parent.remove(run)


def apply_cell_tags(root: Element) -> bool:
    """Remove the cell tags from `root` and apply them to their cells; return whether spans may change."""
    spans = False
    for text in list(root.iter(TEXT)):
        cell = next(text.iterancestors(CELL), None)
        found = _CELL_TAG.findall(text.text or "") if "{%" in (text.text or "") else []
        if cell is None or not found:
            continue
        text.text = _CELL_TAG.sub("", text.text or "")
        for name, expression in found:
            _apply(cell, name, expression.strip())
            spans = spans or name in {"colspan", "hm"}
    return spans


def _apply(cell: Element, name: str, expression: str) -> None:
    match name:
        case "colspan":
            _set(cell, "gridSpan", val=f"{{{{ ({expression})|dg_plain }}}}")
        case "cellbg":
            _set(cell, "shd", val="clear", color="auto", fill=f"{{{{ ({expression})|dg_plain }}}}")
        case "vm":
            _set(cell, "vMerge", val="{% if loop.first %}restart{% else %}continue{% endif %}")
            _show_first(cell)
        case _:
            _merge_columns(cell)


def _set(cell: Element, name: str, **attributes: str) -> None:
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    for old in properties.findall(w(name)):
        properties.remove(old)
    made = etree.Element(w(name), {w(key): value for key, value in attributes.items()})
    place = sum(_POSITIONS.get(str(child.tag), 0) < _POSITIONS[w(name)] for child in properties)
    properties.insert(place, made)


def _show_first(cell: Element) -> None:
    """Show the text of the cell in the loop's first iteration only."""
    for text in cell.iter(TEXT):
        if text.text:
            text.text = f"{{% if loop.first %}}{text.text}{{% endif %}}"


def _merge_columns(cell: Element) -> None:
    """Merge all of the loop's columns into one cell, as wide as all together."""
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    if width is not None:
        width.set(w("w"), f"{{{{ {int(float(width.get(w('w'), '0')))} * loop.length }}}}")
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    count = "1" if span is None else span.get(w("val"), "1")
    _set(cell, "gridSpan", val=f"{{{{ {count} * loop.length }}}}")
    parent = cell.getparent()
    assert parent is not None  # noqa: S101
    at = parent.index(cell)
    parent.insert(at, raw("{% if loop.first %}"))
    parent.insert(at + 2, raw("{% endif %}"))


def merge_paragraphs(root: Element) -> None:
    """Join each paragraph that begins with `{%-`, or follows one that ends with `-%}`, to the previous one."""
    for paragraph in list(root.iter(PARAGRAPH)):
        before = paragraph.getprevious()
        if before is None or before.tag != PARAGRAPH:
            continue
        if _starts(_text(paragraph)) or _ends(_text(before)):
            _append(before, paragraph)


def _starts(text: str) -> bool:
    return bool(_JOINS_BEFORE.match(text)) and not LIFTED.match(text.strip())


def _ends(text: str) -> bool:
    tags = TAG.findall(text)
    return bool(_JOINS_AFTER.search(text)) and not LIFTED.match(tags[-1])


def _text(paragraph: Element) -> str:
    found = (item for item in paragraph.iter(TEXT) if next(item.iterancestors(PARAGRAPH)) is paragraph)
    return "".join(item.text or "" for item in found)


def _append(before: Element, paragraph: Element) -> None:
    """Append the text and runs of `paragraph` to `before`, and remove it."""
    texts = [item for item in before.iter(TEXT) if next(item.iterancestors(PARAGRAPH)) is before]
    moved = [child for child in paragraph if child.tag != PARAGRAPH_PROPERTIES]
    first = next((item for child in moved for item in child.iter(TEXT)), None)
    if texts and first is not None:
        last = next((item for item in reversed(texts) if item.text), texts[-1])
        last.text = _JOINS_AFTER.sub("%}", last.text or "") + _JOINS_BEFORE.sub("{%", first.text or "")
        first.text = ""
    before.extend(moved)
    parent = paragraph.getparent()
    assert parent is not None  # noqa: S101
    parent.remove(paragraph)
