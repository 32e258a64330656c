"""Work out once what WeasyPrint does again for every sheet, style, text, page and object; pages stay as they are."""

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
_CHANGED = ("float", "display", "position", "page", "text_decoration")  # what they compute to hangs on other properties
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
    """Parsed style sheets with the fonts and counter styles that they were parsed into; to be laid out with."""

    texts: tuple[str, ...]
    styles: tuple[CSS, ...]
    fonts: FontConfiguration
    counters: CounterStyle

    def as_options(self) -> Mapping[str, Any]:
        """What WeasyPrint takes to lay out a page in these sheets."""
        return {"stylesheets": list(self.styles), "font_config": self.fonts, "counter_style": self.counters}


def take_sheets(root: Any, under: str, fetcher: Any) -> Sheets:
    """Take the text of all `style` elements out of `root` and parse it, with `under` below it; each text once.

    The page's own sheets become sheets of the user, in their order: with no others beside them the cascade is the same.
    """
    texts = [under]
    for parent in list(root.iter()):
        for element in [child for child in parent if child.tag == "style" and not child.get("media")]:
            texts.append("".join(element.itertext()))
            parent.remove(element)
    if any(rule in text.lower() for text in texts for rule in _FETCHING):
        return _parsed(tuple(texts), fetcher)
    return _kept(tuple(texts))


@lru_cache(maxsize=32)
def _kept(texts: tuple[str, ...]) -> Sheets:
    return _parsed(texts, None)


def _parsed(texts: tuple[str, ...], fetcher: Any) -> Sheets:
    fonts, counters = font_configuration(), CounterStyle()
    fetcher = fetcher or ClosedFetcher(None)
    made = [
        CSS(string=text, base_url=LIBRARY, url_fetcher=fetcher, font_config=fonts, counter_style=counters)
        for text in texts
    ]
    return Sheets(texts, tuple(made), fonts, counters)


class _Settled(pydyf.Object):
    """An object whose bytes are final: pydyf asks for them three times, and a stream would be deflated each time."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free, self.offset = made.number, made.generation, made.free, made.offset
        self._data, self._compressible = (b"" if made.free == "f" else _written(made)), made.compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _written(made: Any) -> bytes:
    """The object's bytes, a stream deflated at zlib's own level: pydyf's takes twice the time for a hundredth less."""
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
    """What pydyf writes of an object, in half the time."""
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


def settle(_document: object, pdf: Any) -> None:
    """WeasyPrint's finisher, the last of them: let each object be written out once. Nothing may change it after."""
    pdf.objects = [_Settled(made) for made in pdf.objects]
    add = pdf.add_object

    def add_deflated(made: Any) -> None:
        if isinstance(made, pydyf.Stream) and made.compress:  # the stream that holds the others, asked for thrice too
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


# pydyf makes the whole tuple anew for each structure element: the square of the pages
replace_once(PAGE_REFERENCES, lambda _: property(_page_references))


@contextmanager
def no_collection() -> Generator[None, None, None]:
    """Hold the search for cyclic garbage off: a layout makes millions of objects, and nearly all live to its end."""
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
    """A style's value of a property that no rule sets: the parent's, or the initial one."""

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
    """Say before the text is shaped, not before it is drawn, that it is one paragraph: else it is shaped twice."""

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        _PANGO.pango_layout_set_single_paragraph_mode(self.layout, not _PARAGRAPHS.search(text))
        slow(self, text, justify)

    return set_text


def _deactivated(slow: Any) -> Any:
    """Let go what was shaped when it is drawn, not when it is laid out: else it is shaped again to be drawn."""

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
    """Pages of one name have one style, unless a rule picks them by their place."""

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


def plain_sheet(*texts: str) -> CSS | None:
    """The sheet that lies under all others, without its rules for footnotes if none of `texts` has any; else None.

    These rules give each element of a page five more styles.
    """
    return None if any(_NOTES.search(text) for text in texts) else _without_notes()


@lru_cache(maxsize=1)
def _without_notes() -> CSS:
    return CSS(string=_NOTES_OF_UA.sub("", UA), counter_style=UA_COUNTER_STYLE.copy())
