"""Word's styles by their names: `heading 1`, `toc 1`, `List Bullet`, `Table Grid`.

The names of built-in styles are the same in each language of Word (ECMA-376 part 1, 17.7.4.9); their ids aren't: a
German Word writes `berschrift1`, a Chinese one `1`, WPS and ONLYOFFICE write numbers. Names are compared without case.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docgen.ooxml.names import Element, w
from docgen.ooxml.xml import name_of_style

_HEADING = re.compile(r"(?:heading|标题|標題|überschrift|titre|título|titolo)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|目录|目錄|verzeichnis|tm|tdc)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题", "標題", "titel", "titre", "título", "titolo"}
_CAPTIONS = {"table of figures", "图表目录", "圖表目錄", "abbildungsverzeichnis", "table des illustrations"}
_TABLES = ("docgen table", "table grid")


def heading_level(name: str) -> int | None:
    """The level from 1 of a heading style's name; programs write localised names too."""
    found = _HEADING.fullmatch(name.strip())
    return int(found[1]) if found else None


def contents_level(name: str) -> int | None:
    """The level from 1 of the name of a style for entries of a table of contents; 0 for those of a list of captions."""
    if name.strip().casefold() in _CAPTIONS:
        return 0
    found = _CONTENTS.fullmatch(name.strip())
    return int(found[1]) if found else None


def is_title(name: str) -> bool:
    """Whether a style is that of a document's title."""
    return name.strip().casefold() in _TITLES


def names_of(style: Element) -> Iterator[str]:
    """A style's name and its aliases (17.7.4.1)."""
    aliases = style.find(w("aliases"))
    yield name_of_style(style)
    yield from ("" if aliases is None else aliases.get(w("val"), "")).split(",")


def ids_by_name(styles: Element) -> dict[str, str]:
    """The id of each style of a styles part by its name in lower case; an alias gives way to a name."""
    found: dict[str, str] = {}
    for take in (slice(1), slice(1, None)):
        for style in styles.iterchildren(w("style")):
            for name in list(names_of(style))[take]:
                if name.strip():
                    found.setdefault(name.strip().casefold(), style.get(w("styleId"), ""))
    return found


@dataclass(frozen=True, slots=True)
class BlockStyles:
    """The ids of the styles that blocks of text are set in; empty where a template has none."""

    quote: str = ""
    bullet: str = ""
    number: str = ""
    table: str = ""
    link: str = ""
    cell: str = ""
    headings: tuple[str, ...] = ("",) * 9

    @classmethod
    def of(cls, ids: Mapping[str, str]) -> "BlockStyles":
        """The styles among `ids`, by names in lower case."""
        headings: dict[int, str] = {}
        for name, found in ids.items():
            if (level := heading_level(name)) is not None:
                headings.setdefault(level, found)
        table = next((ids[name] for name in _TABLES if name in ids), "")
        return cls(
            ids.get("quote", ""),
            ids.get("list bullet", ""),
            ids.get("list number", ""),
            table,
            ids.get("hyperlink", ""),
            ids.get("table text", ""),
            tuple(headings.get(level, "") for level in range(1, 10)),
        )


@dataclass(slots=True)
class AddedStyles:
    """Styles of other files that a document takes over; `known` are its own, by name in lower case.

    A style of the same name is the document's own, whatever its id; another one whose id is taken gets a new id.
    """

    known: Mapping[str, str]
    _ids: dict[str, str] = field(default_factory=dict[str, str])
    _markup: dict[str, str] = field(default_factory=dict[str, str])

    def id_of(self, name: str, wanted: str) -> tuple[str, bool]:
        """The id of the style `name` here, and whether its markup is still to be added with `add`."""
        key = name.strip().casefold()
        if key in self.known:
            return self.known[key], False
        if key in self._ids:
            return self._ids[key], False
        taken = {*self.known.values(), *self._ids.values()}
        self._ids[key] = wanted if wanted not in taken else f"{wanted}-{len(taken)}"
        return self._ids[key], True

    def add(self, id_: str, markup: str) -> None:
        """Add the markup of a style."""
        self._markup[id_] = markup

    def added_to(self, text: str) -> str:
        """The text of the styles part with what was added."""
        at = text.rindex("</w:styles>")
        return "".join((text[:at], *self._markup.values(), text[at:]))

    def __bool__(self) -> bool:
        return bool(self._markup)
