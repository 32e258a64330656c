"""Find the content controls of a Word part whose tag is a name, a path, `for …` or `if …` (ECMA-376 part 1, 17.5.2).

What Word writes, and what becomes of it: docs/dev/content-controls.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.ooxml.names import MC, Element, w
from docgen.templating import LOOP_NAMES, TAG
from docgen.titles.lookup import ANY_TITLES, Titles

CONTROL, CONTENT, PROPERTIES = w("sdt"), w("sdtContent"), w("sdtPr")
_NAMES = frozenset(
    ("doc", "stamp", "industry", "objections", "cases", "legal", "language", "audience", "reads", "loop")
)
_STATEMENT = re.compile(rf"if\s++[^\s{{}}][^{{}}]*+|for\s++{LOOP_NAMES}\s++in\s++[^\s{{}}][^{{}}]*+")
_VALUE = re.compile(r"(?P<path>[^\W\d][\w ]*+(?:\.[\w ]++)*+)\??\s*+(?:\|\s*+\w++(?:\([^(){}]*+\))?)?")
_BOUND = re.compile(rf"\bfor\s++({LOOP_NAMES})\s++in\b|\bset\s++({LOOP_NAMES})\s*+=")
_NO_TEXT = frozenset(("picture", "docPartObj", "docPartList", "equation", "citation", "bibliography"))
"""Types of controls that don't hold text, so that no value can replace their content."""


@dataclass(frozen=True, slots=True)
class Control:
    """A content control of docgen: its element, its tag, and `for`, `if` or, for a value, nothing as its statement."""

    element: Element
    tag: str
    statement: str


def find_controls(root: Element, titles: Titles = ANY_TITLES) -> tuple[Control, ...]:
    """The controls of docgen in a part, in document order; those in the fallback of a drawing too.

    `titles`: those that tags may be, with declared fields.
    """
    tagged = [(element, tag) for element in root.iter(CONTROL) if (tag := _tag_of(element))]
    names = _NAMES | _bound_names(root, [tag for _, tag in tagged]) if tagged else frozenset[str]()
    return tuple(control for element, tag in tagged if (control := _control(element, tag, names, titles)))


def unknown_controls(root: Element, titles: Titles) -> Iterator[tuple[Element, str]]:
    """Controls with a path as their tag that docgen doesn't know, maybe a misspelt one: the element and the tag."""
    known = {control.element for control in find_controls(root, titles)}
    for element in root.iter(CONTROL):
        tag = _tag_of(element)
        found = _VALUE.fullmatch(tag)
        if element not in known and found and "." in found["path"] and _holds_text(element):
            yield element, tag


def is_fallback(element: Element) -> bool:
    """Whether an element is in the copy of a drawing for old programs."""
    return next(element.iterancestors(f"{{{MC}}}Fallback"), None) is not None


def _tag_of(element: Element) -> str:
    found = element.find(f"{PROPERTIES}/{w('tag')}")
    return "" if found is None else " ".join(found.get(w("val"), "").split())


def _control(element: Element, tag: str, names: frozenset[str], titles: Titles) -> Control | None:
    if _STATEMENT.fullmatch(tag):
        return Control(element, tag, tag.split(maxsplit=1)[0])
    found = _VALUE.fullmatch(tag)
    first = found["path"].split(".")[0].strip() if found else ""
    return Control(element, tag, "") if (first in names or titles.have(first)) and _holds_text(element) else None


def _holds_text(element: Element) -> bool:
    return not any(element.find(f"{PROPERTIES}/{w(name)}") is not None for name in _NO_TEXT)


def _bound_names(root: Element, tags: list[str]) -> frozenset[str]:
    """The names that loops and `set` tags of a part bind, in its text and in the tags of its controls."""
    statements = [*TAG.findall("".join(root.itertext())), *tags]
    found = (match for statement in statements for match in _BOUND.finditer(statement))
    return frozenset(name for match in found for name in re.findall(r"\w+", match[1] or match[2]))
