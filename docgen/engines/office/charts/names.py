"""Turns the names of a chart part's elements into the qualified ones that lxml takes."""

from docgen.ooxml.names import A, Element

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def c(name: str) -> str:
    """A name of DrawingML's charts (ECMA-376 part 1, 21.2)."""
    return f"{{{C}}}{name}"


def a(name: str) -> str:
    """A name of DrawingML itself (ECMA-376 part 1, 20.1)."""
    return f"{{{A}}}{name}"


def children(parent: Element, *names: str) -> list[Element]:
    """The children of these chart names, in order."""
    wanted = {c(name) for name in names}
    return [child for child in parent if child.tag in wanted]


def value_of(parent: Element, name: str) -> int:
    """The number that a child of this chart name has as its `val`, 0 if there is none."""
    child = parent.find(c(name))
    text = "" if child is None else child.get("val", "")
    return int(text) if text.isdecimal() else 0
