"""Checks shared by the formats: headings, and the fonts of a theme."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Heading(NamedTuple):
    """A heading: its level from 1, its name in findings, and whether there is content before the next heading."""

    level: int
    name: str
    has_content: bool


def check_headings(headings: Sequence[Heading], *, has_title: bool = False) -> Iterator[tuple[str, str, str]]:
    """Place, code and message. Without a separate title (`has_title`) a document's only level 1 is its title."""
    if not has_title:
        titles = [heading for heading in headings if heading.level == 1]
        if len(titles) != 1:
            yield "document", "heading.title", f"{len(titles)} headings of level 1, one is its title"
    before = 0 if has_title else 1
    for heading in headings:
        if heading.level > before + 1:
            yield heading.name, "heading.skip", f"level {heading.level} follows level {before}"
        before = heading.level
    for heading, after in zip(headings, [*headings[1:], None], strict=False):
        if not heading.has_content and (after is None or after.level <= heading.level):
            yield heading.name, "heading.empty", "nothing stands under it"


def theme_faces(theme: bytes | None) -> set[str]:
    """The families of a theme's font scheme (ECMA-376 part 1, 20.1.4.1.18), those of its scripts too."""
    if theme is None:
        return set()
    scheme = etree.fromstring(theme).find(f".//{A}fontScheme")
    found = scheme.iter(f"{A}latin", f"{A}ea", f"{A}cs", f"{A}font") if scheme is not None else ()
    return {face.get("typeface", "") for face in found} - {""}
