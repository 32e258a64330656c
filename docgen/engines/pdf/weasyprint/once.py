"""Turns what WeasyPrint does again and again into once: parsing sheets, writing objects, looking for garbage."""

import gc
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docgen.engines.pdf.weasyprint.fetch import LIBRARY, ClosedFetcher
from docgen.engines.pdf.weasyprint.fonts import font_configuration
from docgen.engines.pdf.weasyprint.names import (
    CSS,
    PAGE_REFERENCES,
    CounterStyle,
    FontConfiguration,
    pydyf,
    replace_once,
    to_bytes,
)

_FETCHING = ("@import", "@font-face")


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
