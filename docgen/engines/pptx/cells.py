"""Turns `{% colspan n %}`, `{% cellbg colour %}`, `{% vm %}` and `{% hm %}` in slides' tables into what cells do.

While a table is filled its cells say in attributes of docgen's own, or in words no reader knows, what they were told;
`spread_cells` makes cells, merges and rows of one length of it before anything is measured.
"""

import re
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from docgen.engines.office.tags import Source, raw
from docgen.ooxml.names import A, Element
from docgen.templating import INSIDE

_CELL, _TEXT, _PROPERTIES, _BODY = (f"{{{A}}}{name}" for name in ("tc", "t", "tcPr", "txBody"))
_CELL_TAG = re.compile(rf"\{{%-?\s*(colspan|cellbg|vm|hm)\b\s*+({INSIDE})-?%\}}", re.DOTALL)
_MARK = re.compile("\ufdd0\\d+\ufdd1")
_SPAN: Final = "dgSpan"
_GOES_ON: Final = "new"
_MERGES: Final = {"vm": "vMerge", "hm": "hMerge"}
_MOST_COLUMNS: Final = 75
"""PowerPoint makes no table of more columns."""
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
    """Take the cell tags out of the text of `root`, whose tags are numbered, and let their cells say what they ask."""
    for number, text in enumerate(list(root.iter(_TEXT))):
        told = text.text or ""
        found = _CELL_TAG.findall(told) if "{%" in told else []
        if not found:
            continue
        cell = next(text.iterancestors(_CELL), None)
        text.text = _CELL_TAG.sub("", told)
        for place, (name, expression) in enumerate(found):
            wrong = _wrong(cell, name, expression)
            if cell is None or wrong:
                source.find("template.syntax", wrong, "write it into a cell of a table", told)
            else:
                _apply(cell, name, expression.strip(), f"dg_fill_{number}_{place}")


def _wrong(cell: Element | None, name: str, expression: str) -> str:
    if cell is None:
        return f"{{% {name} %}} stands in no table"
    is_bare = not _MARK.sub("", expression).strip()
    if is_bare != (name in _MERGES):
        return f"{{% {name} %}} {'needs a value' if is_bare else 'takes no value'}"
    return ""


def _apply(cell: Element, name: str, expression: str, variable: str) -> None:
    if name == "colspan":
        cell.set(_SPAN, f"{{{{ ({expression})|dg_span }}}}")
    elif name == "cellbg":
        _colour(cell, expression, variable)
    else:
        cell.set(_MERGES[name], f"{{% if loop.first {expression}%}}0{{% else %}}{_GOES_ON}{{% endif %}}")


def _colour(cell: Element, expression: str, variable: str) -> None:
    """A fill by the value of `expression`; the one that the template drew stays where it is empty."""
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
    told = str(value).strip()
    found = _HEX.fullmatch(told)
    if found:
        return Markup(f'<a:solidFill><a:srgbClr val="{found.group(1).upper()}"/></a:solidFill>')
    if told.lower() in _THEME:
        return Markup(f'<a:solidFill><a:schemeClr val="{_THEME[told.lower()]}"/></a:solidFill>')
    if told.lower() in {"auto", "none"}:
        return Markup("<a:noFill/>")
    message = f"{told[:40]!r} is no colour; write six hex digits as 'DDEEFF', or one of the theme as 'accent1'"
    raise ValueError(message)


@pass_context
def span_of(_: Context, value: Any) -> str:
    """How many columns a cell spans. Raises ValueError for what is no number from 1 to 75."""
    told = str(value).strip()
    if not (told.isascii() and told.isdecimal() and len(told) < 4 and 1 <= int(told) <= _MOST_COLUMNS):
        raise ValueError(f"a cell can't span {told[:40]!r} columns; write a whole number from 1 to {_MOST_COLUMNS}")
    return str(int(told))


def has_cell_tags(table: Element) -> bool:
    """Whether the cells of a table that is not filled yet ask for spans or merges."""
    return any("{" in str(value) for cell in table.iter(_CELL) for value in cell.attrib.values())


def spread_cells(rows: list[Element], columns: int) -> None:
    """Give the rows of a filled table the cells that spans lie over, and merges as PowerPoint writes them.

    A span takes the empty cells behind it, and new ones before a cell that holds something. Cells at a row's end that
    a span left over go, as far as the rows without spans are shorter; `columns` counts where there are none.
    """
    for cell in (cell for row in rows for cell in row.iterchildren(_CELL)):
        _settle_merges(cell)
    spanning = [row for row in rows if any(cell.get(_SPAN) for cell in row)]
    others = [len(row.findall(_CELL)) for row in rows if row not in spanning]
    for row in spanning:
        _spread(row)
        for cell in reversed(row.findall(_CELL)[max(others, default=columns) :]):
            if not _is_free(cell):
                break
            row.remove(cell)


def _settle_merges(cell: Element) -> None:
    for name in _MERGES.values():
        told = cell.get(name)
        if told == "0":
            del cell.attrib[name]
        elif told == _GOES_ON:
            cell.set(name, "1")
            _empty(cell)


def _empty(cell: Element) -> None:
    """Leave one paragraph without text, in the format of the first."""
    body = cell.find(_BODY)
    for number, paragraph in enumerate([] if body is None else body.findall(f"{{{A}}}p")):
        if number and body is not None:
            body.remove(paragraph)
        for child in [child for child in paragraph if child.tag not in _OF_PARAGRAPHS]:
            paragraph.remove(child)


def _spread(row: Element) -> None:
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
    """Whether a cell holds nothing and is part of no merge."""
    return not cell.attrib.keys() and not any((text.text or "").strip() for text in cell.iter(_TEXT))


def empty_cell() -> Element:
    """A cell without text."""
    return etree.fromstring(f'<a:tc xmlns:a="{A}"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>')
