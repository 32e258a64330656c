"""Print fields by their titles in the template's language: `{{ line.name }}` as `{{名称}}`, where it is unambiguous."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, unescape

from docgen.engines.office.loops import read_loop
from docgen.titles.expressions import Expression, Fault
from docgen.titles.lookup import Titles
from docgen.titles.shapes import field_shape, shape_of
from docgen.titles.tags import Scopes
from templates.tags import ITEMS

_TOKEN = re.compile(
    r"<(?P<closes>/?)w:(?P<element>p|tr|tbl)>|<w:pStyle w:val=\"Heading(?P<level>\d)\"/>"
    r"|(?<=>)(?P<text>[^<>]*\{[{%][^<>]*)<"
)
_TAG = re.compile(
    r"\{\{(?P<tag_block>p )?\s*(?P<tag_path>\w+(?:\.\w+)*)(?P<tag_asked>\??)(?:\s*\|\s*(?P<tag_filter>[^}]*?))?\s*\}\}"
)
_STATEMENT = re.compile(r"\{%\s*(?P<kind>row|rows|para|table|section|block)\s+(?P<rest>for .*?|if .*?|end)\s*%\}")
_PART = re.compile(f"{_TAG.pattern}|{_STATEMENT.pattern}")
TEXT_ITEM = "item"
"""What the makers call a text of a list, which has no fields."""
_LAST = {"rows": "row", "block": "para"}
"""Which marker ends where the last element of one with an end does."""
_ENDS_WITH = {"row": "tr", "para": "p", "table": "tbl"}


@dataclass
class _Loop:
    """An open marker: what ends it (an element, `end`, or a heading), and where it was opened."""

    kind: str
    depth: int
    level: int = 0
    is_loop: bool = True


@dataclass
class _Reader:
    """Reads a part's markup in order, with the loops around each tag."""

    titles: Titles
    language: str
    scopes: Scopes = field(init=False)
    open: list[_Loop] = field(default_factory=list[_Loop])
    tables: int = 0
    level: int = 0

    def __post_init__(self) -> None:
        self.scopes = Scopes(self.titles)

    def read(self, found: re.Match[str]) -> str:
        """The token, its printed fields by their titles."""
        if found["element"]:
            self._element(found["element"], closes=bool(found["closes"]))
        elif found["level"]:
            self.level = int(found["level"])
            self._close(lambda loop: loop.kind == "section" and loop.depth == self.tables and self.level <= loop.level)
        else:
            return found[0].replace(found["text"], escape(_PART.sub(self._tag, unescape(found["text"]))))
        return found[0]

    def _element(self, element: str, *, closes: bool) -> None:
        if element == "tbl" and not closes:
            self.tables += 1
        if closes:
            self._close(lambda loop: _ENDS_WITH.get(loop.kind) == element and loop.depth == self.tables)
        if element == "tbl" and closes:
            self.tables -= 1

    def _close(self, ends: Callable[[_Loop], bool]) -> None:
        """Leave the open markers that end here, and those inside them."""
        first = next((at for at, loop in enumerate(self.open) if ends(loop)), len(self.open))
        while len(self.open) > first:
            if self.open.pop().is_loop:
                self.scopes.close()

    def _tag(self, part: re.Match[str]) -> str:
        if not part["kind"]:
            return self._titled(part)
        if part["rest"] == "end":
            ended = next(loop for loop in reversed(self.open) if loop.kind == part["kind"])
            ended.kind, ended.depth = _LAST[part["kind"]], self.tables
            return part[0]
        loop = read_loop(part["rest"])
        self.open.append(_Loop(part["kind"], self.tables, self.level, loop is not None))
        if loop is None:
            return part[0]
        item = shape_of(loop.items, self.scopes.shape).deeper(-1)
        is_text = loop.name == TEXT_ITEM and item.model is None
        name = ITEMS[self.language] if is_text else loop.name
        self.scopes.open_loop([name], item)
        return part[0].replace(f"for {loop.name} in", f"for {name} in", 1)

    def _titled(self, part: re.Match[str]) -> str:
        path, filter_ = part["tag_path"], part["tag_filter"]
        given = f" | {filter_}" if filter_ else ""
        opening, closing = "{{" + (part["tag_block"] or ""), part["tag_asked"]
        if path == TEXT_ITEM and self.scopes.knows(ITEMS[self.language]):
            return f"{opening}{ITEMS[self.language]}{closing}{given}}}}}"
        for title in self._candidates(path):
            for rest in dict.fromkeys(("", given)):
                faults: list[Fault] = []
                found = Expression(title + rest, self.scopes, faults).printed()
                if _plain(found) == _plain(path + given) and not faults:
                    return f"{opening}{title}{closing}{rest}}}}}"
        return f"{opening}{path}{closing}{given}}}}}"

    def _candidates(self, path: str) -> Iterator[str]:
        """Ways to write a path by titles, the shortest first."""
        root, *steps = path.split(".")
        shape = self.scopes.shape(root)
        found: list[str] = []
        for step in steps:
            shape = field_shape(shape.model, step) if shape.model is not None else shape
            found.append(shape.titles[self.language == "zh"] if shape.titles else step)
        if found:
            yield ".".join(found)
            yield ".".join([root, *found])


def _plain(expression: str) -> str:
    return re.sub(r"\s+", "", expression)


def with_titles(markup: str, kind: str, language: str) -> str:
    """A part's markup with its fields printed by their titles, Chinese in a Chinese template, else English."""
    reader = _Reader(Titles.of(kind), language)
    return _TOKEN.sub(reader.read, markup)
