"""Turns what must be unique in a document into source that numbers it anew wherever a loop repeats it.

Shape ids (ECMA-376 part 1, 20.4.2.5), bookmarks (17.13.6) and lists (17.9.15) are each known by a number; a loop that
repeats the paragraph would repeat the number.
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
"""The filter that gives a chart or embedded object a part of its own in each turn, by its relationship's id."""
_NUMBERED = (
    (f".//{{{WP}}}docPr", "id", "dg_shape_id"),
    (f".//{w('bookmarkStart')}", w("id"), "dg_bookmark"),
    (f".//{w('bookmarkStart')}", w("name"), "dg_bookmark_name"),
    (f".//{w('bookmarkEnd')}", w("id"), "dg_bookmark_end"),
    (f".//{w('sdtPr')}/{w('id')}", w("val"), "dg_control_id"),
)


@dataclass(slots=True)
class Repeats:
    """The numbers that one render of a part has given away."""

    _shapes: set[str] = field(default_factory=set[str])
    _controls: set[str] = field(default_factory=set[str])
    _marks: set[str] = field(default_factory=set[str])
    _names: dict[str, int] = field(default_factory=dict[str, int])
    _open: dict[str, str] = field(default_factory=dict[str, str])
    _bookmarks: int = 0
    _next: int = _FIRST_FREE

    def shape(self, number: str) -> str:
        """The id of a shape: its own the first time, then a free one."""
        if number not in self._shapes:
            self._shapes.add(number)
            return number
        self._next += 1
        return str(self._next)

    def fresh(self) -> str:
        """The id of a shape that comes from another document."""
        self._next += 1
        return str(self._next)

    def control(self, number: str) -> str:
        """The id of a content control, in the same way."""
        if number not in self._controls:
            self._controls.add(number)
            return number
        self._next += 1
        return str(self._next)

    def once(self, mark: str) -> Markup:
        """The markup of a comment's range or reference the first time; a comment stands in one place."""
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
        """A bookmark's name: its own the first time, then with a number behind."""
        self._names[name] = self._names.get(name, 0) + 1
        return name if self._names[name] == 1 else f"{name[:34]}_{self._names[name]}"

    def anchor(self, name: str) -> str:
        """The name that a link or field inside the same turn finds the bookmark by."""
        return name if self._names.get(name, 0) <= 1 else f"{name[:34]}_{self._names[name]}"


def number_repeats(root: Element) -> None:
    """Let ids and names in `root` be given out while it is filled, if it has a loop or macro at all."""
    texts = (str(text) for text in root.itertext())
    if not any(re.match(r"\{%[^\n]*?\b(for|macro)\b", tag) for text in texts for tag in TAG.findall(text)):
        return
    _number_anchors(root)
    for path, name, asked in _NUMBERED:
        for item in root.iterfind(path):
            item.set(name, _ask(item.get(name, "0"), asked))
    for item in root.iter(*_OWNING):
        if item.get(f"{{{R}}}id"):
            item.set(f"{{{R}}}id", _ask(item.get(f"{{{R}}}id", ""), OWN_PART))
    for item in list(root.iter(*_COMMENTED)):
        parent = item.getparent()
        if parent is not None:
            mark = _COMMENTED[str(item.tag)].format(item.get(w("id"), "0"))
            made = raw(f"{{{{ '{mark}'|dg_once }}}}")
            made.tail = item.tail
            parent.replace(item, made)


def _number_anchors(root: Element) -> None:
    """Let a link in the loop that holds its bookmark lead to the bookmark of the same turn."""
    loops = _loops(root)
    marked = {item.get(w("name"), ""): loops[item] for item in root.iter(w("bookmarkStart"))}
    for item in root.iter(w("hyperlink")):
        name = item.get(w("anchor"), "")
        around = marked.get(name, ())
        if around and loops[item][: len(around)] == around:
            item.set(w("anchor"), _ask(name, "dg_anchor"))


def _loops(root: Element) -> dict[Element, tuple[int, ...]]:
    """For each element of `root` the loops that it stands in, outermost first."""
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


def _ask(value: str, name: str) -> str:
    return f"{{{{ '{value}'|{name} }}}}" if not set(value) & set("'\"{") else value


def restart_lists(root: Element, style_numbers: Mapping[str, tuple[str, str]], counted: frozenset[str]) -> None:
    """Let each list that stands whole inside a loop count from 1 in each turn.

    A list goes on counting over the turns if the loop repeats only its items. `style_numbers` has (numId, ilvl) of the
    paragraph styles that number, `counted` the instances that count at all (bullets don't).
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
            _ask_numbers(opening, number, style_numbers)


def _body(opening: Element) -> list[Element]:
    """The elements between a loop's opening and its end, which stand beside each other."""
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
        told = "" if number is None else number.get(w("val"), "")
        return _plain(told), "0" if level is None else level.get(w("val"), "0")
    return style_numbers.get("" if style is None else style.get(w("val"), ""), ("", "0"))


def _plain(told: str) -> str:
    asked = re.match(r"\{\{ '([^']*)'", told)
    return asked.group(1) if asked else told


def _ask_numbers(opening: Element, number: str, style_numbers: Mapping[str, tuple[str, str]]) -> None:
    for paragraph in _paragraphs(_body(opening)):
        found, level = _number_of(paragraph, style_numbers)
        properties = paragraph.find(w("pPr"))
        if found == number and properties is not None:
            numbering = put(properties, "numPr")
            for name, value in (("ilvl", level), ("numId", _ask(number, "dg_number"))):
                child = numbering.makeelement(w(name), {w("val"): value})
                numbering.append(child)
