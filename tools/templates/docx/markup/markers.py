"""Write markers: hidden tags inside what they repeat or make optional (docs/dev/readable-templates.md)."""

import re

from templates.docx.markup.text import Inline, Run, p

_EDGE = re.compile(r"<(/?)w:(tbl|p)>")
_START = re.compile(r"<w:p>(?:<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_HIDDEN_MARK = "<w:rPr><w:vanish/></w:rPr>"


def hidden(text: str) -> Run:
    """A marker or another statement, in hidden text."""
    return Run(text, hidden=True)


def shown_if(condition: str, *parts: str | Inline) -> list[str | Inline]:
    """Runs inside a paragraph under a condition."""
    return [hidden("{% if " + condition + " %}"), *parts, hidden("{% endif %}")]


def elements_of(blocks: str) -> list[str]:
    """The paragraphs and tables of `blocks`, one after the other."""
    found: list[str] = []
    depth = start = 0
    for edge in _EDGE.finditer(blocks):
        depth += -1 if edge[1] else 1
        if depth == 0:
            found.append(blocks[start : edge.end()])
            start = edge.end()
    return found


def marked(blocks: str, marker: str, *, ends: bool = False) -> str:
    """Blocks with a marker at the start of the first paragraph, with `ends` at its end; before a table in its own."""
    first, *others = elements_of(blocks)
    if not first.startswith("<w:p>"):
        return tag_paragraph(marker) + blocks
    shown = hidden(marker).xml()
    first = _ended(first, marker) if ends else _START.sub(lambda start: start[0] + shown, first, count=1)
    return "".join([first, *others])


def _ended(paragraph: str, marker: str) -> str:
    return paragraph.removesuffix("</w:p>") + hidden(marker).xml() + "</w:p>"


def when(condition: str, *blocks: str) -> str:
    """Blocks under a condition."""
    return _around(f"if {condition}", "".join(blocks))


def each(loop: str, *blocks: str) -> str:
    """Blocks once for each item, `loop` as `x in xs`."""
    return _around(f"for {loop}", "".join(blocks))


def section_when(condition: str, *blocks: str) -> str:
    """A heading and what follows it under a condition; the next heading of its level or higher must come next."""
    return marked("".join(blocks), "{%section if " + condition + "%}")


def section_each(loop: str, *blocks: str) -> str:
    """A heading and what follows it once for each item; the next heading of its level or higher must come next."""
    return marked("".join(blocks), "{%section for " + loop + "%}")


def table_when(condition: str, blocks: str) -> str:
    """A table under a condition; what follows it in `blocks`, such as a gap, stays."""
    table, *others = elements_of(blocks)
    return "".join([_marked_table(table, "{%table if " + condition + "%}"), *others])


def _around(statement: str, blocks: str) -> str:
    elements = elements_of(blocks)
    if len(elements) == 1 and elements[0].startswith("<w:p>"):
        return marked(blocks, "{%para " + statement + "%}")
    if len(elements) == 1:
        return _marked_table(blocks, "{%table " + statement + "%}")
    opening, end = "{%block " + statement + "%}", "{%block end%}"
    if _has_text(elements[0]):
        elements[0] = marked(elements[0], opening)
    else:
        elements.insert(0, tag_paragraph(opening))
    if _has_text(elements[-1]):
        elements[-1] = _ended(elements[-1], end)
    else:
        elements.append(tag_paragraph(end))
    return "".join(elements)


def _has_text(element: str) -> bool:
    """Whether it is a paragraph with more than markers; one without goes with its markers."""
    return element.startswith("<w:p>") and any("<w:vanish/>" not in run for run in element.split("<w:r>")[1:])


def _marked_table(table: str, marker: str) -> str:
    """The table with a marker in its first cell that has a paragraph of its own."""
    at = _START.search(table)
    if at is None or table.count("<w:tbl>", 0, at.start()) > 1:
        message = "no paragraph for a marker before the inner table"
        raise ValueError(message)
    return table[: at.end()] + hidden(marker).xml() + table[at.end() :]


def tag_paragraph(marker: str) -> str:
    """A hidden paragraph for a marker alone, where no other stands."""
    return p(hidden(marker), style="Tag", shape=_HIDDEN_MARK)
