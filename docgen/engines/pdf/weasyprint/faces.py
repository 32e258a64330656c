"""Turns boxes laid out into the characters that change the face inside a line: none of their own families has them.

A run's families are those of its own style, Latin and East Asian alike; what lies outside comes from any font at hand.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from docgen.engines.pdf import fontset
from docgen.engines.pdf.glyphs import Strays, codepoints_of, missing_from, needs_glyph
from docgen.engines.pdf.weasyprint.fonts import faces_of
from docgen.engines.pdf.weasyprint.names import boxes, placed_box

_SVG = "{http://www.w3.org/2000/svg}"


def look(text: str, families: Iterable[str], found: Strays) -> None:
    """Add the characters of `text` that none of `families` has, with these, to `found`."""
    wanted = tuple(families)
    had = _had_by(fontset.chosen(), wanted)
    if had is None or had.issuperset(map(ord, text)):
        return
    strange = [character for character in set(text) if ord(character) not in had and needs_glyph(character)]
    boxed = missing_from(strange, wanted)  # that is told as a missing glyph
    found.update({character: wanted for character in sorted(strange) if character not in boxed})


@lru_cache(maxsize=64)
def _had_by(configuration: Path | None, families: tuple[str, ...]) -> frozenset[int] | None:
    """The characters of all `families`; None if one is no font's name here, but stands for some other font."""
    known = faces_of(configuration)
    if not families or any(family.casefold() not in known for family in families):
        return None
    return frozenset().union(*(codepoints_of(file) for family in families for file in known[family.casefold()]))


def look_at(box: Any, found: Strays) -> None:
    """Add what `look` finds in the texts and drawings of `box` to `found`."""
    waiting = [box]
    while waiting:
        inside = placed_box(waiting.pop())
        if isinstance(inside, boxes.TextBox):
            look(inside.text, inside.style["font_family"], found)
        elif isinstance(inside, boxes.ReplacedBox):
            for text, families in _drawn(inside.element, inside.style["font_family"]):
                look(text, families, found)
        elif isinstance(inside, boxes.ParentBox):
            waiting.extend(inside.children)


def _drawn(element: Any, families: Iterable[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """The texts of a drawing, each with the families that hold there."""
    if element is None or not str(element.tag).startswith(_SVG) or element.tag in {f"{_SVG}title", f"{_SVG}desc"}:
        return
    named = element.get("font-family")
    families = [family.strip().strip("\"'") for family in named.split(",")] if named else families
    if element.tag in {f"{_SVG}text", f"{_SVG}tspan"}:
        yield element.text or "", families
    for child in element:
        yield from _drawn(child, families)
        yield (child.tail or "") if element.tag in {f"{_SVG}text", f"{_SVG}tspan"} else "", families
