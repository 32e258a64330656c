"""Unique ids in loops: source that renumbers shapes, bookmarks, content controls and lists for each iteration.

Shapes (ECMA-376 part 1, 20.4.2.5), bookmarks (17.13.6) and lists (17.9.15) have numeric ids; a loop that repeats a
paragraph would repeat the id.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from markupsafe import Markup

from docgen.engines.office.tags import OWN, raw
from docgen.ooxml.names import PARAGRAPH, WP, C, Element, R, put, w
from docgen.templating import TAG

_RAW = f"{{{OWN}}}raw"
_OPENS, _CLOSES = re.compile(r"\{%-?\s*for\b"), re.compile(r"\{%-?\s*endfor\b")
_FIRST_FREE = 10_000
_COMMENTED = {
    w(name): f'<w:{name} w:id="{{}}"/>' for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
}
_OWNING = (
    f"{{{C}}}chart",
    "{urn:schemas-microsoft-com:office:office}OLEObject",
)
OWN_PART = "dg_own"
"""The filter that gives a chart or embedded object its own part in each iteration, by its relationship id."""
_NUMBERED = (
    (f".//{{{WP}}}docPr", "id", "dg_shape_id"),
    (f".//{w('bookmarkStart')}", w("id"), "dg_bookmark"),
    (f".//{w('bookmarkStart')}", w("name"), "dg_bookmark_name"),
    (f".//{w('bookmarkEnd')}", w("id"), "dg_bookmark_end"),
    (f".//{w('sdtPr')}/{w('id')}", w("val"), "dg_control_id"),
)


@dataclass(slots=True)
class UniqueIds:
    """The ids that one render of a part has used."""

    _shapes: set[str] = field(default_factory=set[str])
    _controls: set[str] = field(default_factory=set[str])
    _marks: set[str] = field(default_factory=set[str])
    _names: dict[str, int] = field(default_factory=dict[str, int])
    _open: dict[str, str] = field(default_factory=dict[str, str])
    _bookmarks: int = 0
    _next: int = _FIRST_FREE

    def shape(self, number: str) -> str:
        """The id of a shape: the original at first, then a free one."""
        if number not in self._shapes:
            self._shapes.add(number)
            return number
        self._next += 1
        return str(self._next)

    def free_shape(self) -> str:
        """A free id, for a shape from another document."""
        self._next += 1
        return str(self._next)

    def control(self, number: str) -> str:
        """The id of a content control: the original at first, then a free one."""
        if number not in self._controls:
            self._controls.add(number)
            return number
        self._next += 1
        return str(self._next)

    def once(self, mark: str) -> Markup:
        """The markup of a comment's range or reference the first time, then nothing; a comment has one place."""
        if mark in self._marks:
            return Markup("")
        self._marks.add(mark)
        return Markup(mark)

    def bookmark(self, number: str) -> str:
        """The id of a bookmark's start."""
        self._bookmarks += 1
        self._open[number] = str(_FIRST_FREE + self._bookmarks)
        return self._open[number]

    def bookmark_end(self, number: str) -> str:
        """The id of the bookmark's end that belongs to the last start."""
        return self._open.get(number, number)

    def bookmark_name(self, name: str) -> str:
        """A bookmark's name: the original at first, then with a number appended."""
        self._names[name] = self._names.get(name, 0) + 1
        return name if self._names[name] == 1 else f"{name[:34]}_{self._names[name]}"

    def anchor(self, name: str) -> str:
        """The bookmark's name for a link or field in the same iteration."""
        return name if self._names.get(name, 0) <= 1 else f"{name[:34]}_{self._names[name]}"


def number_repeats(root: Element) -> None:
    """Replace ids and names in `root` by filters that renumber them, if it has a loop or macro."""
    texts = (str(text) for text in root.itertext())
    if not any(re.match(r"\{%[^\n]*?\b(for|macro)\b", tag) for text in texts for tag in TAG.findall(text)):
        return
    _number_anchors(root)
    for path, name, filter_name in _NUMBERED:
        for item in root.iterfind(path):
            item.set(name, _filtered(item.get(name, "0"), filter_name))
    for item in root.iter(*_OWNING):
        if item.get(f"{{{R}}}id"):
            item.set(f"{{{R}}}id", _filtered(item.get(f"{{{R}}}id", ""), OWN_PART))
    for item in list(root.iter(*_COMMENTED)):
        parent = item.getparent()
        if parent is not None:
            mark = _COMMENTED[str(item.tag)].format(item.get(w("id"), "0"))
            made = raw(f"{{{{ '{mark}'|dg_once }}}}")
            made.tail = item.tail
            parent.replace(item, made)


def _number_anchors(root: Element) -> None:
    """Let a link in the same loop as its bookmark lead to the bookmark of the same iteration."""
    loops = _loops(root)
    marked = {item.get(w("name"), ""): loops[item] for item in root.iter(w("bookmarkStart"))}
    for item in root.iter(w("hyperlink")):
        name = item.get(w("anchor"), "")
        around = marked.get(name, ())
        if around and loops[item][: len(around)] == around:
            item.set(w("anchor"), _filtered(name, "dg_anchor"))


def _loops(root: Element) -> dict[Element, tuple[int, ...]]:
    """The loops around each element of `root`, outermost first."""
    found: dict[Element, tuple[int, ...]] = {}
    around: tuple[int, ...] = ()
    for number, item in enumerate(root.iter(etree.Element)):
        found[item] = around
        for tag in TAG.findall(item.text or ""):
            if _OPENS.match(tag):
                around = (*around, number)
            elif _CLOSES.match(tag):
                around = around[:-1]
    return found


def _filtered(value: str, name: str) -> str:
    return f"{{{{ '{value}'|{name} }}}}" if not set(value) & set("'\"{") else value


def restart_lists(root: Element, style_numbers: Mapping[str, tuple[str, str]], counted: frozenset[str]) -> None:
    """Restart each list that is entirely inside a loop at 1 in each iteration.

    A list continues over the iterations if the loop repeats only its items. `style_numbers` has (numId, ilvl) of
    paragraph styles with numbering, `counted` the numIds that count (bullets don't).
    """
    for opening in list(root.iter(_RAW)):
        if not _OPENS.search(opening.text or "") or _CLOSES.search(opening.text or ""):
            continue
        seen_other = False
        restarted: set[str] = set()
        for paragraph in _paragraphs(_body(opening)):
            number, _ = _number_of(paragraph, style_numbers)
            if number in counted and (seen_other or number in restarted):
                restarted.add(number)
            elif number not in counted:
                seen_other = True
        for number in sorted(restarted):
            opening.text = (opening.text or "") + f"{{{{ '{number}'|dg_restart }}}}"
            _filter_numbers(opening, number, style_numbers)


def _body(opening: Element) -> list[Element]:
    """The elements between a loop's opening and its end, which are siblings."""
    found: list[Element] = []
    depth = 1
    for sibling in opening.itersiblings():
        if sibling.tag == _RAW:
            depth += len(_OPENS.findall(sibling.text or "")) - len(_CLOSES.findall(sibling.text or ""))
            if depth <= 0:
                break
        found.append(sibling)
    return found


def _paragraphs(elements: list[Element]) -> Iterator[Element]:
    return (paragraph for element in elements for paragraph in element.iter(PARAGRAPH))


def _number_of(paragraph: Element, style_numbers: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        return "", "0"
    numbering, style = properties.find(w("numPr")), properties.find(w("pStyle"))
    if numbering is not None:
        number, level = numbering.find(w("numId")), numbering.find(w("ilvl"))
        value = "" if number is None else number.get(w("val"), "")
        return _original(value), "0" if level is None else level.get(w("val"), "0")
    return style_numbers.get("" if style is None else style.get(w("val"), ""), ("", "0"))


def _original(value: str) -> str:
    found = re.match(r"\{\{ '([^']*)'", value)
    return found.group(1) if found else value


def _filter_numbers(opening: Element, number: str, style_numbers: Mapping[str, tuple[str, str]]) -> None:
    for paragraph in _paragraphs(_body(opening)):
        found, level = _number_of(paragraph, style_numbers)
        properties = paragraph.find(w("pPr"))
        if found == number and properties is not None:
            numbering = put(properties, "numPr")
            for name, value in (("ilvl", level), ("numId", _filtered(number, "dg_number"))):
                child = numbering.makeelement(w(name), {w("val"): value})
                numbering.append(child)
