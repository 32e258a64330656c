"""Lay out a document part by part, with a cache of unchanged parts.

A part is a run of top-level sections, the first of which begins a page. Each is laid out as a document of its own, with
the counters after the parts before it, and cached by the digest of all that its layout depends on, without the margins.
Margins are laid out when the number of all pages is known; parts with page numbers of others (the contents) are laid
out again until these are right.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docgen.engines.pdf.weasyprint.drawn import CachedFonts, DrawnPage, FontCache
from docgen.engines.pdf.weasyprint.margins import LaidOut, Margins, Parse, Strings, lay_out_document, running_count
from docgen.engines.pdf.weasyprint.names import Document
from docgen.engines.pdf.weasyprint.resume import Resumed, Trace, lay_out_resumed

_BODY = re.compile(r"<body[^>]*>")
_SECTION = re.compile(r"<section\b[^>]*>|</section>")
_STARTS = re.compile(r"\.([\w-]+)\s*\{[^{}]*break-before:\s*page")
_ENDS = re.compile(r"\.([\w-]+)\s*\{[^{}]*break-after:\s*page")
_CLASS = re.compile(r'class="([^"]*)"')
_IDENTITY = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'href="#([^"]+)"')
_SIDED = re.compile(r"@page[^{]*:(first|left|right|blank|nth)")
_HEAD = re.compile(r"<title\b.*?</title>|<meta\b[^>]*>", re.DOTALL)
_TEXT = re.compile(r">[^<]+")
_ROUNDS = 4

Counters = tuple[tuple[str, int], ...]


@dataclass(eq=False)
class _Part:
    """`states` are those of WeasyPrint's page maker, `strings` its layout's named strings.

    `running_count` is the number of the part's running elements.
    """

    pages: list[DrawnPage]
    states: list[Any]
    strings: Strings
    counters: Counters
    running_count: int
    trace: Trace | None


@dataclass(eq=False)
class PartCache:
    """The parts of one document's last layout; unused ones are dropped at the next."""

    parts: dict[str, _Part] = field(default_factory=dict)
    targets: dict[str, int] = field(default_factory=dict)
    faces: FontCache = field(default_factory=FontCache)


class _Source(NamedTuple):
    """A page split into start, body start, parts (each with the opening tag before it) and end."""

    start: str
    body: str
    parts: tuple[tuple[str, str], ...]
    end: str


def lay_out_parts(page: str, parse: Parse, variant: str, cache: PartCache) -> Document | None:
    """`page` as a document, with unchanged parts from `cache`; None if it can't be split."""
    source = _split(page)
    if source is None or len(source.parts) < 2:
        return None
    margins = Margins(lay_out_document(f"{source.start}{source.body}</body></html>", parse, variant))
    if not margins.has_only_margins:
        return None
    maker = _Maker(source, parse, variant, cache)
    parts = maker.resolved()
    cache.parts = maker.used
    if any(part.running_count != margins.count for part in parts):
        return None
    _set_margins(parts, margins)
    template: Any = margins.document
    document: Document = template.copy([page for part in parts for page in part.pages])
    document.fonts = CachedFonts(cache.faces)
    return document


def _set_margins(parts: Sequence[_Part], margins: Margins) -> None:
    total, strings = sum(len(part.pages) for part in parts), _strings(parts)
    for part, first in zip(parts, _firsts(parts), strict=True):
        for number, (page, state) in enumerate(zip(part.pages, part.states, strict=True), start=first):
            page.margins = margins.boxes_for(page.box, state, number, total, strings)


def _strings(parts: Sequence[_Part]) -> Strings:
    """The named strings of all parts, by the numbers of pages in the document."""
    found: Strings = defaultdict(dict)
    for part, first in zip(parts, _firsts(parts), strict=True):
        for name, pages in part.strings.items():
            found[name].update({first - 1 + number: texts for number, texts in pages.items()})
    return found


def _split(page: str) -> _Source | None:
    body = _BODY.search(page)
    if body is None or _SIDED.search(page):
        return None
    sections = list(_sections(page, body.end()))
    if not sections:
        return None
    starts, ends = set(_STARTS.findall(page)), set(_ENDS.findall(page))
    parts: list[tuple[str, str]] = []
    before, broken, position = "", True, sections[0][0]
    for start, end in sections:
        opening = _SECTION.match(page, start)
        classes = set(_classes(opening[0] if opening else ""))
        text = page[position:end]
        if broken or classes & starts:
            parts.append((text, before))
        else:
            parts[-1] = (parts[-1][0] + text, parts[-1][1])
        broken, before, position = bool(classes & ends), opening[0] if opening else "", end
    return _Source(page[: body.start()], page[body.start() : sections[0][0]], tuple(parts), page[position:])


def _sections(page: str, position: int) -> Iterator[tuple[int, int]]:
    """The start and end of each top-level section."""
    depth, start = 0, position
    for found in _SECTION.finditer(page, position):
        if found[0][1] == "/":
            depth -= 1
            if depth == 0:
                yield start, found.end()
        else:
            start = found.start() if depth == 0 else start
            depth += 1


def _classes(opening: str) -> Sequence[str]:
    found = _CLASS.search(opening)
    return found[1].split() if found else ()


def _firsts(parts: Sequence[_Part]) -> list[int]:
    """The number of each part's first page."""
    firsts, number = list[int](), 1
    for part in parts:
        firsts.append(number)
        number += len(part.pages)
    return firsts


class _Maker:
    def __init__(self, source: _Source, parse: Parse, variant: str, cache: PartCache) -> None:
        self._source, self._parse, self._variant, self._cache = source, parse, variant, cache
        self.used: dict[str, _Part] = {}
        self._laid: dict[str, _Part] = dict(cache.parts)
        self._before = list(cache.parts.values()) if len(cache.parts) == len(source.parts) else []
        self._owned = [set(_IDENTITY.findall(text)) for text, _ in source.parts]
        known = set[str]().union(*self._owned)
        links = [set(_LINK.findall(text)) for text, _ in source.parts]
        self._foreign = [(found & known) - own for found, own in zip(links, self._owned, strict=True)]

    def resolved(self) -> list[_Part]:
        """All parts; those that refer to pages of others are repeated until the numbers are right."""
        parts: list[_Part] = []
        for _ in range(_ROUNDS):
            self.used = {}
            parts = self._made(self._cache.targets)
            found = self._places(parts)
            if found == self._cache.targets:
                break
            self._cache.targets = found
        return parts

    def _made(self, targets: Mapping[str, int]) -> list[_Part]:
        counters: Counters = ()
        parts: list[_Part] = []
        for number in range(len(self._source.parts)):
            part = self._part(number, counters, targets)
            parts.append(part)
            counters = part.counters
        return parts

    def _places(self, parts: Sequence[_Part]) -> dict[str, int]:
        wanted = set[str]().union(*self._foreign)
        places: dict[str, int] = {}
        for part, first in zip(parts, _firsts(parts), strict=True):
            for step, page in enumerate(part.pages):
                for name in wanted & set(page.anchors):
                    places.setdefault(name, first + step)
        return places

    def _part(self, number: int, counters: Counters, targets: Mapping[str, int]) -> _Part:
        text, before = self._source.parts[number]
        end = self._source.end if number == len(self._source.parts) - 1 else "</body></html>"
        body = _styled(
            self._source.body, f"counter-reset:{' '.join(f'{n} {v}' for n, v in counters)}" if counters else ""
        )
        stub = _styled(f"{before}</section>", "display:none") if before else ""
        page = _HEAD.sub("", self._source.start) + _TEXT.sub(">", body) + stub + text + end
        named = {name: targets.get(name, 1) for name in sorted(self._foreign[number])}
        key = hashlib.sha256(repr((page, sorted(named.items()), self._variant)).encode()).hexdigest()
        while key in self.used:  # equal sections have separate pages
            key = hashlib.sha256(key.encode()).hexdigest()
        if key not in self._laid:
            self._laid[key] = self._lay_out(number, page, dict(counters), named)
        self.used[key] = self._laid[key]
        return self.used[key]

    def _lay_out(self, number: int, page: str, counters: dict[str, int], named: Mapping[str, int]) -> _Part:
        """Lay out the part; after an edit, only the changed pages."""
        before, faces = self._before[number] if self._before else None, self._cache.faces
        trace = (before.trace, [page.box for page in before.pages]) if before and before.trace else None
        made = None if named else lay_out_resumed(page, self._parse, trace)
        if made is None:
            laid = lay_out_document(page, self._parse, self._variant, named)
            drawn = [DrawnPage(box, faces) for box in laid.boxes]
            states = [entry[3] for entry in laid.context.page_maker[1 : len(drawn) + 1]]
            strings, count = laid.context.string_set, running_count(laid.context)
            return _Part(drawn, states, strings, _counted(laid, counters), count, None)
        held = before.pages if before else []
        pages = [held[page] if isinstance(page, int) else DrawnPage(page, faces) for page in made.pages]
        known = before.running_count if before and pages[0] in held else 0  # running elements begin on the first page
        counted, count = _counted(made, counters), known + running_count(made.context)
        return _Part(pages, list(made.states), made.context.string_set, counted, count, made.trace)


def _styled(html: str, style: str) -> str:
    """`html` with `style` added to its first tag."""
    return html.replace(">", f' style="{style}">', 1) if style else html


def _counted(laid: LaidOut | Resumed, counters: dict[str, int]) -> Counters:
    """The values of counters after the part."""
    body = laid.html.etree_element.find("body")
    for element in body.iter() if body is not None else ():
        for pseudo in (None, "before", "after"):
            style = laid.context.style_for(element, pseudo)
            if style is not None and style["display"] != ("none",):
                _count(style, counters)
    return tuple(sorted(counters.items()))


def _count(style: Any, counters: dict[str, int]) -> None:
    for kind in ("counter_reset", "counter_increment", "counter_set"):
        if style[kind] == "auto":
            continue
        for name, value in style[kind]:
            if name in {"list-item", "page", "pages"}:
                continue
            counters[name] = counters.get(name, 0) + value if kind == "counter_increment" else value
