"""Turns lists that must count from 1 into numbering instances of their own, added to the numbering part.

Word counts by instance (`w:num`, ECMA-376 part 1, 17.9.15): paragraphs of the same instance go on counting wherever
they stand. A list that a loop repeats, or that Markdown brings, gets an instance for each time it begins.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.engines.office.additions import Additions
from docgen.ooxml.names import W

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_FIRST = 9000  # instances and abstract lists from here on are docgen's
INDENT = 360
"""How far each level of a list stands in, in twentieths of a point."""
_BULLETS = ("•", "–", "▪")
_FIRST_NUM = re.compile(r"<w:num[ >]|<w:numIdMacAtCleanup|</w:numbering>")
_AFTER_NUMS = re.compile(r"<w:numIdMacAtCleanup|</w:numbering>")


@dataclass(slots=True)
class Lists:
    """The lists that one render begins anew; `abstracts` names the abstract list of each of the template's numbers."""

    abstracts: Mapping[str, str]
    _made: list[str] = field(default_factory=list[str])
    _markdown: bool = False
    _adopted: list[str] = field(default_factory=list[str])
    _turns: dict[str, int] = field(default_factory=dict[str, int])
    _current: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def is_used(self) -> bool:
        """Whether any list begins anew."""
        return bool(self._made)

    def new_part(self, additions: Additions, document: str) -> tuple[str, str]:
        """The name and text of a numbering part for a template that has none."""
        name = additions.add(f"{posixpath.dirname(document)}/numbering.xml", b"", _TYPE)
        del additions.parts[name]
        additions.relate(document, "numbering", name)
        return name, f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:numbering xmlns:w=\"{W}\"/>"

    def of_markdown(self, ordered: bool, level: int = 0, start: int = 1) -> str:
        """The number of a list of its own, whose items stand at `level` and count from `start`."""
        self._markdown = True
        return self._make(str(_FIRST + ordered), level, start)

    def adopt(self, levels: str) -> str:
        """The number of a list of its own with the `levels` of another document."""
        number = str(_FIRST + 2 + len(self._adopted))
        self._adopted.append(f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>')
        return self._make(number)

    def restart(self, number: str) -> str:
        """Let the template's list `number` count from 1 again, from its second turn on; prints nothing."""
        self._turns[number] = self._turns.get(number, 0) + 1
        if self._turns[number] > 1 and number in self.abstracts:
            self._current[number] = self._make(self.abstracts[number])
        return ""

    def current(self, number: str) -> str:
        """What stands for the template's list `number` now."""
        return self._current.get(number, number)

    def _make(self, abstract: str, level: int = 0, start: int = 1) -> str:
        number = str(_FIRST + len(self._made))
        begin = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        self._made.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{begin}</w:num>')
        return number

    def added_to(self, numbering: str) -> str:
        """The text of the numbering part with the lists; as it was if there are none."""
        if not self._made:
            return numbering
        if numbering.endswith("/>"):
            numbering = numbering[:-2] + "></w:numbering>"
        abstracts = [_abstract(_FIRST, False), _abstract(_FIRST + 1, True)] if self._markdown else []
        if abstracts or self._adopted:
            found = _FIRST_NUM.search(numbering)
            at = found.start() if found else len(numbering)
            numbering = numbering[:at] + "".join((*abstracts, *self._adopted)) + numbering[at:]
        found = _AFTER_NUMS.search(numbering)
        at = found.start() if found else len(numbering)
        return numbering[:at] + "".join(self._made) + numbering[at:]


def _abstract(number: int, ordered: bool) -> str:
    levels = "".join(_level(level, ordered) for level in range(9))
    kind = '<w:multiLevelType w:val="hybridMultilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{kind}{levels}</w:abstractNum>'


def _level(level: int, ordered: bool) -> str:
    told = f"%{level + 1}." if ordered else _BULLETS[level % len(_BULLETS)]
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if ordered else "bullet"}"/>'
        f'<w:lvlText w:val="{told}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{INDENT * (level + 1)}" w:hanging="{INDENT}"/></w:pPr></w:lvl>'
    )
