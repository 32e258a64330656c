"""Turns `{{ diagram(x) }}` and the like in a shape's alt text into source that draws it in the shape's place."""

import re

from docgen.engines.office.tags import PRINTED, raw
from docgen.ooxml.names import Element
from docgen.templating import TAG

IS_WISH, PLACE = "dg_wish", "dg_place"
"""The test and the filter of an engine's environment: whether a value is drawn, and `(value)|dg_place(host number)`."""

BELONGS = "goes into the alt text of a picture or shape that stands alone, as all of it; not into text or a group"
"""Where what is drawn may stand, for the message when a template prints it."""

_SURE = re.compile(r"\s*(diagram|gantt|chart|picture|logo)\s*\(")


def bound_expression(properties: Element) -> str:
    """The expression that is all of the alt text of `properties` (a `docPr` or `cNvPr`); empty if there is none."""
    text = properties.get("descr", "").strip()
    found = PRINTED.fullmatch(text)
    return found.group(1) if found and len(TAG.findall(text)) == 1 else ""


def is_sure(expression: str) -> bool:
    """Whether the expression is drawn whatever the data says, so that the placeholder itself is never shown."""
    return bool(_SURE.match(expression)) and " if " not in expression


def bind(host: Element, properties: Element, expression: str, number: int) -> None:
    """Put source that draws `expression` in the place of `host`; `number` is the host's among those of its part.

    A placeholder whose expression may be mere words stays for that case, with the words as its alt text.
    """
    parent = host.getparent()
    assert parent is not None  # noqa: S101
    at = parent.index(host)
    if is_sure(expression):
        made = raw(f"{{{{ ({expression})|{PLACE}({number}) }}}}")
        made.tail = host.tail
        parent[at] = made
        return
    name = f"dg_bound_{number}"
    properties.set("descr", f"{{{{ {name}|dg_plain }}}}")
    before = f"{{% set {name} = ({expression}) %}}{{% if {name} is {IS_WISH} %}}{{{{ {name}|{PLACE}({number}) }}}}"
    parent.insert(at, raw(before + "{% else %}"))
    after = raw("{% endif %}")
    after.tail, host.tail = host.tail, None
    parent.insert(at + 2, after)
