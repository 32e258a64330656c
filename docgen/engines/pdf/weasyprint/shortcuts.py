"""Cache work that WeasyPrint repeats for every style sheet, style, text, page and object; the pages are the same."""

import gc
import re
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docgen.engines.pdf.weasyprint.fetch import LIBRARY, ClosedFetcher
from docgen.engines.pdf.weasyprint.fonts import font_configuration
from docgen.engines.pdf.weasyprint.names import (
    COMPUTE_STYLE,
    CSS,
    DEACTIVATE_TEXT,
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    PAGE_REFERENCES,
    PHYSICAL_FUNCTIONS,
    REACTIVATE_TEXT,
    SET_TEXT,
    STYLE_PAGE_TYPE,
    UA,
    UA_COUNTER_STYLE,
    CounterStyle,
    FontConfiguration,
    pydyf,
    replace_once,
    sheets_of,
    text_libraries,
    to_bytes,
)

_FETCHING = ("@import", "@font-face")
_PANGO: Any = text_libraries.pango
_CHANGED = (
    "float",
    "display",
    "position",
    "page",
    "text_decoration",
)  # their computed values depend on other properties
_PLAIN = frozenset(name for name in INITIAL_VALUES if not name.startswith(_CHANGED))
_FROM_PARENT = frozenset(name for name in _PLAIN if name in INHERITED and name not in PHYSICAL_FUNCTIONS)
_INITIAL = {name: INITIAL_VALUES[name] for name in _PLAIN if name not in INHERITED | set(INITIAL_NOT_COMPUTED)}
_LOGICAL = frozenset(
    logical(block="ttb", inline=direction) for logical in PHYSICAL_FUNCTIONS.values() for direction in ("ltr", "rtl")
)
_PARAGRAPHS = re.compile("[\n\r\u2029]")
_NOTES = re.compile(r"float\s*:\s*(foot)?note|::?(foot)?note-|@footnote|@note", re.IGNORECASE)
_NOTES_OF_UA = re.compile(r"^::(?:foot)?note-\w+\s*\{[^}]*\}\n", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Sheets:
    """Parsed style sheets with the fonts and counter styles that they define."""

    texts: tuple[str, ...]
    styles: tuple[CSS, ...]
    fonts: FontConfiguration
    counters: CounterStyle

    def as_options(self) -> Mapping[str, Any]:
        """WeasyPrint's options for a layout with these sheets."""
        return {"stylesheets": list(self.styles), "font_config": self.fonts, "counter_style": self.counters}


def extract_sheets(root: Any, under: str, fetcher: Any) -> Sheets:
    """Remove all `style` elements from `root` and parse them after `under`, with a cache by text.

    The page's own sheets become user sheets, in their order: without other sheets the cascade is the same.
    """
    texts = [under]
    for parent in list(root.iter()):
        for element in [child for child in parent if child.tag == "style" and not child.get("media")]:
            texts.append("".join(element.itertext()))
            parent.remove(element)
    if any(rule in text.lower() for text in texts for rule in _FETCHING):
        return _parsed(tuple(texts), fetcher)
    return _cached_sheets(tuple(texts))


@lru_cache(maxsize=32)
def _cached_sheets(texts: tuple[str, ...]) -> Sheets:
    return _parsed(texts, None)


def _parsed(texts: tuple[str, ...], fetcher: Any) -> Sheets:
    fonts, counters = font_configuration(), CounterStyle()
    fetcher = fetcher or ClosedFetcher(None)
    made = [
        CSS(string=text, base_url=LIBRARY, url_fetcher=fetcher, font_config=fonts, counter_style=counters)
        for text in texts
    ]
    return Sheets(texts, tuple(made), fonts, counters)


class WrittenObject(pydyf.Object):
    """An object with final bytes: pydyf requests them three times, and deflates a stream each time."""

    __slots__ = ("_compressible", "_data")

    def __init__(self, data: bytes, compressible: bool = True) -> None:
        super().__init__()
        self._data, self._compressible = data, compressible

    @property
    def data(self) -> bytes:
        """What the file holds of it."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may stand in an object stream."""
        return self._compressible


def _frozen(made: Any) -> WrittenObject:
    frozen = WrittenObject(b"" if made.free == "f" else _written(made), made.compressible)
    frozen.number, frozen.generation, frozen.free, frozen.offset = made.number, made.generation, made.free, made.offset
    return frozen


def _written(made: Any) -> bytes:
    """The object's bytes, a stream deflated at zlib's default level: pydyf's takes twice the time to save 1 %."""
    if not isinstance(made, pydyf.Stream):
        return _data(made)
    if not made.compress:
        return made.data
    plain = pydyf.Stream(made.stream, dict(made.extra)).data
    start, end = plain.index(b">>\nstream\n") + 10, plain.rindex(b"\nendstream")
    deflated = zlib.compress(plain[start:end])
    extra = pydyf.Dictionary({**made.extra, "Filter": "/FlateDecode", "Length": len(deflated)})
    return extra.data + b"\nstream\n" + deflated + b"\nendstream"


def _data(made: Any) -> bytes:
    """The same bytes as pydyf's, in half the time."""
    kind = type(made)
    if kind is bytes:
        return made
    if kind is str or kind is int:
        return str(made).encode("ascii")
    if kind is pydyf.Dictionary:
        return b"<<%b>>" % b"".join([b"/%b %b" % (name.encode("ascii"), _data(item)) for name, item in made.items()])
    if kind is pydyf.Array:
        return b"[%b]" % b" ".join([_data(item) for item in made])
    return to_bytes(made)


def freeze_objects(_document: object, pdf: Any) -> None:
    """WeasyPrint's last finisher: serialize each object once. Objects may not change afterwards."""
    for place, made in enumerate(pdf.objects):  # in place, so that each is released
        if not isinstance(made, WrittenObject):
            pdf.objects[place] = _frozen(made)
    add = pdf.add_object

    def add_deflated(made: Any) -> None:
        if isinstance(made, pydyf.Stream) and made.compress:  # the object stream, also requested three times
            made.stream = [zlib.compress(b"\n".join(to_bytes(piece) for piece in made.stream))]
            made.extra = {**made.extra, "Filter": "/FlateDecode"}
            made.compress = False
        add(made)

    pdf.add_object = add_deflated


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    kids = pdf.pages["Kids"]
    held = vars(pdf).get("held_references", ())
    if len(held) * 3 != len(kids):
        held = tuple(f"{number} 0 R".encode() for number in kids[::3])
        vars(pdf)["held_references"] = held
    return held


# pydyf builds the tuple again for each structure element, which is quadratic in the pages
replace_once(PAGE_REFERENCES, lambda _: property(_page_references))


@contextmanager
def without_gc() -> Generator[None, None, None]:
    """Disable garbage collection: a layout makes millions of objects, and nearly all live to its end."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def install() -> None:
    """Wrap WeasyPrint's functions; a second call changes nothing."""
    replace_once(COMPUTE_STYLE, _computed)
    replace_once(SET_TEXT, _text_set)
    replace_once(DEACTIVATE_TEXT, _deactivated)
    replace_once(REACTIVATE_TEXT, _reactivated)
    replace_once(STYLE_PAGE_TYPE, _page_styled)


def _computed(slow: Any) -> Any:
    """Compute a property that no rule sets: the parent's value, or the initial one."""

    def computed(self: Any, key: str) -> Any:
        if key not in self.cascaded:
            if key in _FROM_PARENT and self.parent_style is not None:
                value = self[key] = self.parent_style[key]
                return value
            if key in _INITIAL and (key not in PHYSICAL_FUNCTIONS or self.cascaded.keys().isdisjoint(_LOGICAL)):
                value = self[key] = _INITIAL[key]
                return value
        return slow(self, key)

    return computed


def _text_set(slow: Any) -> Any:
    """Set the single-paragraph mode before the text is shaped, not before it is drawn: else it is shaped twice."""

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        _PANGO.pango_layout_set_single_paragraph_mode(self.layout, not _PARAGRAPHS.search(text))
        slow(self, text, justify)

    return set_text


def _deactivated(slow: Any) -> Any:
    """Release shaped text after it is drawn, not after its layout: else it is shaped again to be drawn."""

    def deactivate(self: Any) -> None:
        if vars(self).get("docgen_laid_out") or self.justification_spacing:
            slow(self)
        else:
            self.docgen_laid_out = True

    return deactivate


def _reactivated(slow: Any) -> Any:
    def reactivate(self: Any, style: Any) -> None:
        if vars(self).get("style") is not style or self.justification_spacing:
            slow(self, style)
        elif self.get_first_line()[1] is not None:  # a width from the layout breaks the line
            _PANGO.pango_layout_set_width(self.layout, -1)

    return reactivate


def _page_styled(slow: Any) -> Any:
    """Share the style of pages with the same name, unless a rule selects pages by number."""

    def set_styles(page_type: Any, html: Any, style_for: Any) -> None:
        known, styles = vars(style_for).setdefault("docgen_pages", {}), style_for.get_computed_styles()
        key = (page_type.name, page_type.side, page_type.blank, page_type.index == 0)
        if key not in known or _has_places(style_for):
            slow(page_type, html, style_for)
            known[key] = [(pseudo, style) for (of, pseudo), style in styles.items() if of == page_type]
        for pseudo, style in known[key]:
            styles[page_type, pseudo] = style

    return set_styles


def _has_places(style_for: Any) -> bool:
    held = vars(style_for)
    if "docgen_has_places" not in held:
        rules = [rule for sheet, _, _ in sheets_of(style_for) for rule in sheet.page_rules]
        held["docgen_has_places"] = any(place.index for _, selectors, _ in rules for _, _, place in selectors)
    return bool(held["docgen_has_places"])


def user_agent_sheet(*texts: str) -> CSS | None:
    """WeasyPrint's user-agent sheet without its footnote rules; None if one of `texts` has footnotes.

    These rules add five styles to each element of a page.
    """
    return None if any(_NOTES.search(text) for text in texts) else _without_footnotes()


@lru_cache(maxsize=1)
def _without_footnotes() -> CSS:
    return CSS(string=_NOTES_OF_UA.sub("", UA), counter_style=UA_COUNTER_STYLE.copy())
