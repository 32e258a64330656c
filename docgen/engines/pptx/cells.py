"""Cell tags of tables on slides: `{% colspan n %}`, `{% cellbg colour %}`, `{% vm %}` and `{% hm %}`.

While a table is rendered its cells carry the requests in custom attributes or invalid attribute values; `expand_spans`
writes cells, merges and rows of equal length before anything is measured.
"""

import re
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from docgen.engines.office.tags import Source, raw
from docgen.messages import MessageError
from docgen.ooxml.names import A, Element
from docgen.templating import INSIDE

_CELL, _TEXT, _PROPERTIES, _BODY = (f"{{{A}}}{name}" for name in ("tc", "t", "tcPr", "txBody"))
_CELL_TAG = re.compile(rf"\{{%-?\s*(colspan|cellbg|vm|hm)\b\s*+({INSIDE})-?%\}}", re.DOTALL)
_MARK = re.compile("\ufdd0\\d+\ufdd1")
_SPAN: Final = "dgSpan"
_CONTINUES: Final = "new"
_MERGES: Final = {"vm": "vMerge", "hm": "hMerge"}
_MOST_COLUMNS: Final = 75
"""The maximum number of columns in PowerPoint."""
_BEFORE_FILL = {f"{{{A}}}{name}" for name in ("lnL", "lnR", "lnT", "lnB", "lnTlToBr", "lnBlToTr", "cell3D")}
_FILLS = {f"{{{A}}}{name}" for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")}
_OF_PARAGRAPHS = {f"{{{A}}}pPr", f"{{{A}}}endParaRPr"}
_HEX = re.compile("#?([0-9A-Fa-f]{6})")
_THEME = {
    name.lower(): name
    for name in ("dk1", "lt1", "dk2", "lt2", "tx1", "bg1", "tx2", "bg2", "hlink", "folHlink", "accent1", "accent2",
                 "accent3", "accent4", "accent5", "accent6")
}  # fmt: skip


def take_cell_tags(root: Element, source: Source) -> None:
    """Move the cell tags from the text of `root`, whose tags are numbered, to attributes of their cells."""
    for number, text in enumerate(list(root.iter(_TEXT))):
        content = text.text or ""
        found = _CELL_TAG.findall(content) if "{%" in content else []
        if not found:
            continue
        cell = next(text.iterancestors(_CELL), None)
        text.text = _CELL_TAG.sub("", content)
        for place, (name, expression) in enumerate(found):
            problem = _problem(cell, name, expression)
            if cell is None or problem:
                source.report(problem, content, tag=name)
            else:
                _apply(cell, name, expression.strip(), f"dg_fill_{number}_{place}")


def _problem(cell: Element | None, name: str, expression: str) -> str:
    """The key of the message if the tag can't be used, or an empty string."""
    if cell is None:
        return "template.syntax:no_table"
    is_empty = not _MARK.sub("", expression).strip()
    if is_empty != (name in _MERGES):
        return "template.syntax:no_value" if is_empty else "template.syntax:unused_value"
    return ""


def _apply(cell: Element, name: str, expression: str, variable: str) -> None:
    if name == "colspan":
        cell.set(_SPAN, f"{{{{ ({expression})|dg_span }}}}")
    elif name == "cellbg":
        _colour(cell, expression, variable)
    else:
        cell.set(_MERGES[name], f"{{% if loop.first {expression}%}}0{{% else %}}{_CONTINUES}{{% endif %}}")


def _colour(cell: Element, expression: str, variable: str) -> None:
    """A fill by the value of `expression`; where it is empty, the template's own fill applies."""
    properties = cell.find(_PROPERTIES)
    if properties is None:
        properties = etree.Element(_PROPERTIES)
        cell.insert(1, properties)
    drawn = next((child for child in properties if child.tag in _FILLS), None)
    at = sum(child.tag in _BEFORE_FILL for child in properties)
    asked = f"{{% set {variable} = ({expression}) %}}{{% if {variable} %}}{{{{ {variable}|dg_fill }}}}{{% else %}}"
    properties.insert(at, raw(asked))
    properties.insert(at + 1 + (drawn is not None), raw("{% endif %}"))


@pass_context
def fill_of(_: Context, value: Any) -> Markup:
    """The fill of a cell: six hex digits, a colour of the theme (`accent1`), or `none`. Raises ValueError."""
    text = str(value).strip()
    found = _HEX.fullmatch(text)
    if found:
        return Markup(f'<a:solidFill><a:srgbClr val="{found.group(1).upper()}"/></a:solidFill>')
    if text.lower() in _THEME:
        return Markup(f'<a:solidFill><a:schemeClr val="{_THEME[text.lower()]}"/></a:solidFill>')
    if text.lower() in {"auto", "none"}:
        return Markup("<a:noFill/>")
    raise MessageError("template.cell_colour", found=text[:40])


@pass_context
def span_of(_: Context, value: Any) -> str:
    """How many columns a cell spans. Raises ValueError unless it is a number from 1 to 75."""
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= _MOST_COLUMNS):
        raise MessageError("template.cell_span", found=text[:40], most=_MOST_COLUMNS)
    return str(int(text))


def has_cell_tags(table: Element) -> bool:
    """Whether cells of a table that isn't rendered yet request spans or merges."""
    return any("{" in str(value) for cell in table.iter(_CELL) for value in cell.attrib.values())


def expand_spans(rows: list[Element], columns: int) -> None:
    """Add the cells covered by spans to the rows of a rendered table, and write merges as PowerPoint does.

    A span covers the empty cells after it, and new ones before a cell with content. Surplus empty cells at the end of
    such a row are removed down to the longest row without spans, or to `columns` if all rows have spans.
    """
    for cell in (cell for row in rows for cell in row.iterchildren(_CELL)):
        _resolve_merges(cell)
    spanning = [row for row in rows if any(cell.get(_SPAN) for cell in row)]
    others = [len(row.findall(_CELL)) for row in rows if row not in spanning]
    for row in spanning:
        _expand_row(row)
        for cell in reversed(row.findall(_CELL)[max(others, default=columns) :]):
            if not _is_free(cell):
                break
            row.remove(cell)


def _resolve_merges(cell: Element) -> None:
    for name in _MERGES.values():
        merge = cell.get(name)
        if merge == "0":
            del cell.attrib[name]
        elif merge == _CONTINUES:
            cell.set(name, "1")
            _empty(cell)


def _empty(cell: Element) -> None:
    """Reduce the text to one empty paragraph in the format of the first."""
    body = cell.find(_BODY)
    for number, paragraph in enumerate([] if body is None else body.findall(f"{{{A}}}p")):
        if number and body is not None:
            body.remove(paragraph)
        for child in [child for child in paragraph if child.tag not in _OF_PARAGRAPHS]:
            paragraph.remove(child)


def _expand_row(row: Element) -> None:
    cells = row.findall(_CELL)
    at = 0
    while at < len(cells):
        cell = cells[at]
        for further in range(at + 1, at + int(cell.attrib.pop(_SPAN, "1"))):
            if further == len(cells) or not (_is_free(cells[further]) or cells[further].get("hMerge")):
                cells.insert(further, empty_cell())
                cells[further - 1].addnext(cells[further])
            cells[further].set("hMerge", "1")
            if cell.get("vMerge"):
                cells[further].set("vMerge", "1")
        at += 1


def _is_free(cell: Element) -> bool:
    """Whether a cell is empty and not merged."""
    return not cell.attrib.keys() and not any((text.text or "").strip() for text in cell.iter(_TEXT))


def empty_cell() -> Element:
    """A cell without text."""
    return etree.fromstring(f'<a:tc xmlns:a="{A}"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>')
