"""The instruction of a TOC field: which paragraphs it lists, at which levels, and how (ECMA-376 part 1, 17.16.5.68)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.engines.docx.style_names import heading_level

_SWITCH = re.compile(r'\\([a-z])(?:\s*"([^"]*)"|\s+([^\s\\"]+))?', re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_RANGE = re.compile(r"\s*([1-9])(?:\s*-\s*([1-9]))?\s*")
_SEPARATORS = re.compile(r"[,;，；]")
_LEFT_ALONE = frozenset("abfl")
"""Lists of captions without numbers, of one bookmark, and of TC fields: Word makes these itself."""
ALL_LEVELS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a TOC field lists.

    `headings` are the levels of built-in headings, `outline` those of outline levels, `styles` the levels of styles by
    name in lower case, `caption` the label of captions. `without_pages` are the levels whose entries have no page,
    `separator` is written before a page instead of a tab.
    """

    headings: range = range(0)
    outline: range = range(0)
    styles: Mapping[str, int] | None = None
    caption: str = ""
    without_pages: range = range(0)
    separator: str = ""
    is_linked: bool = False
    is_left_alone: bool = False


def read_instruction(code: str) -> Instruction:
    """The instruction of a field's code: ` TOC \\o "1-3" \\h \\z \\u `; without a switch for levels all headings."""
    found = {item[1].lower(): item[2] or item[3] or "" for item in _SWITCH.finditer(code.translate(_QUOTES))}
    given = _levels(found.get("o", ""))
    by_default = not found.keys() & set("otuc")
    return Instruction(
        headings=given if "o" in found or by_default else range(0),
        outline=given if "u" in found else range(0),
        styles=dict(_styles(found.get("t", ""))),
        caption=found.get("c", ""),
        without_pages=_levels(found["n"]) if found.get("n") else range(10 if "n" in found else 0),
        separator=found.get("p", ""),
        is_linked="h" in found,
        is_left_alone=bool(found.keys() & _LEFT_ALONE) or "{" in code,
    )


def levels_of_styles(
    instruction: Instruction, ids: Mapping[str, str], outlines: Mapping[str, int]
) -> Mapping[str, int]:
    """The level from 1 of each style that is listed, by id; `outlines` are the outline levels from 0, by id."""
    listed: dict[str, int] = {}
    for name, style in ids.items():
        level = heading_level(name)
        if level is not None and level in instruction.headings:
            listed[style] = level
    listed |= {key: level + 1 for key, level in outlines.items() if level + 1 in instruction.outline}
    for name, level in (instruction.styles or {}).items():
        if style := ids.get(name) or _localised(name, ids):
            listed[style] = level
    return listed


def _localised(name: str, ids: Mapping[str, str]) -> str:
    """The id of a built-in heading that a field names in the language of its Word: `Überschrift 1`."""
    level = heading_level(name)
    return "" if level is None else ids.get(f"heading {level}", "")


def _levels(text: str) -> range:
    found = _RANGE.fullmatch(text)
    return range(int(found[1]), int(found[2] or found[1]) + 1) if found else ALL_LEVELS


def _styles(text: str) -> list[tuple[str, int]]:
    """The styles of `\\t "Chapter,1,Part,2"`; the separator is that of the language of Word."""
    pieces = [piece.strip() for piece in _SEPARATORS.split(text)]
    pairs = zip(pieces[::2], pieces[1::2], strict=False)
    return [(name.casefold(), int(level)) for name, level in pairs if level in set("123456789")]
