"""Cache the content stream of a drawn page and replay it in another document.

Resources of a page (pictures, patterns, groups, states) get names that are the same in every document, where WeasyPrint
numbers them by document. Margins are drawn each time, since they contain page numbers and running headers.
"""

import copy
import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, cast

from docgen.engines.pdf.glyphs import Fallbacks, find_fallbacks_in
from docgen.engines.pdf.weasyprint.names import (
    Page,
    StackingContext,
    Stream,
    boxes,
    draw_stacking_context,
    fonts_of,
    images_of,
    pydyf,
    resources_of,
    set_tags,
    set_transformation,
    tags_of,
    to_bytes,
)

_KINDS = ("ExtGState", "XObject", "Pattern", "Shading")
_UNNAMED = "docgenPage"
_COUNTED = ("widths", "to_unicode", "missing")


@dataclass(eq=False)
class FontCache:
    """The complete fonts of a document's pages, and the last subset of each."""

    fonts: dict[Any, Any] = field(default_factory=dict)
    cuts: dict[str, tuple[Any, bytes]] = field(default_factory=dict)

    def empty(self, key: Any) -> Any:
        """A copy of the font without glyphs; it reuses the last subset if it gets the same glyphs."""
        made = copy.copy(self.fonts[key])
        for name in _COUNTED:
            setattr(made, name, {})
        made.subset = partial(self._cut, made)
        return made

    def _cut(self, font: Any, to_unicode: Mapping[int, str], hinting: bool) -> None:
        wanted = (sorted(to_unicode), hinting, bool(font.missing))
        if self.cuts.get(font.hash, ((), b""))[0] != wanted:
            type(font).subset(font, to_unicode, hinting)
            self.cuts[font.hash] = (wanted, font.file_content)
        font.file_content = self.cuts[font.hash][1]


class CachedFonts(dict[Any, Any]):
    """Fonts by WeasyPrint's keys, taken from the cache if another page was drawn with them, without glyphs."""

    def __init__(self, faces: FontCache) -> None:
        """Begin without fonts."""
        super().__init__()
        self._faces = faces

    def __contains__(self, key: object) -> bool:
        """Whether the font is here or in the cache."""
        if not super().__contains__(key) and key in self._faces.fonts:
            super().__setitem__(key, self._faces.empty(key))
        return super().__contains__(key)

    def __setitem__(self, key: Any, font: Any) -> None:
        """Add a new font, which has no glyphs yet, to the cache too."""
        self._faces.fonts[key] = copy.copy(font)
        super().__setitem__(key, self._faces.empty(key))


class _Named(Stream):
    """A stream whose resources get names that begin with `prefix`."""

    prefix: str = ""

    def set_state(self, state: Any) -> None:
        resources = resources_of(self)
        name = f"{self.prefix}s{len(resources['ExtGState'])}"
        resources["ExtGState"][name] = state
        pydyf.Stream.set_state(self, name)

    def add_group(self, *args: Any, **kwargs: Any) -> Any:
        add: Any = super().add_group
        return self._renamed("XObject", add(*args, **kwargs))

    def add_pattern(self, *args: Any, **kwargs: Any) -> Any:
        add: Any = super().add_pattern
        return self._renamed("Pattern", add(*args, **kwargs))

    def add_shading(self, *args: Any, **kwargs: Any) -> Any:
        add: Any = super().add_shading
        return self._renamed("Shading", add(*args, **kwargs))

    def _renamed(self, kind: str, made: Any) -> Any:
        held = resources_of(self)[kind]
        del held[made.id]
        made.id = f"{self.prefix}{made.id}"
        held[made.id] = made
        return made


@dataclass(frozen=True, eq=False)
class _Drawing:
    content: bytes
    tags: Mapping[Any, Mapping[str, Any]]
    resources: Mapping[str, Any]
    images: Mapping[str, Mapping[str, Any]]
    fonts: Mapping[Any, Any]


class DrawnPage(Page):
    """A page without margins that caches its drawing; `margins` are set before it is painted."""

    def __init__(self, page_box: Any, faces: FontCache) -> None:
        """`page_box` may not change later."""
        page_box.children = tuple(child for child in page_box.children if not isinstance(child, boxes.MarginBox))
        super().__init__(page_box)
        self.margins: list[Any] = []
        self.box, self._faces = page_box, faces
        self._drawing: _Drawing | None = None
        self._has_boxes = False

    @property
    def fallbacks(self) -> Fallbacks:
        """The characters that fallback fonts draw; those of the margins are searched each time."""
        found = Fallbacks(self._fallbacks)
        for margin in self.margins:
            find_fallbacks_in(margin, found)
        return found

    @cached_property
    def _fallbacks(self) -> Fallbacks:
        found = Fallbacks()
        find_fallbacks_in(self.box, found)
        return found

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page, or replay its cached drawing, then its margins as artifacts."""
        if self._drawing is None and not self._has_boxes:
            self._draw(stream, scale)
        if self._drawing is None:
            draw: Any = super().paint
            draw(stream, scale)
        else:
            _replay(self._drawing, stream)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            self._draw_margins(stream)

    def _draw(self, stream: Any, scale: float) -> None:
        """Draw on a separate stream; a page with missing glyphs, which are numbered by document, isn't cached."""
        target = resources_of(stream)
        own: Any = {name: pydyf.Dictionary() for name in _KINDS} | {"ColorSpace": target["ColorSpace"]}
        probe: Any = stream.clone(resources=own, fonts=CachedFonts(self._faces), tags={}, images={})
        probe.__class__, probe.prefix = _Named, _UNNAMED
        set_transformation(probe, stream.ctm)
        draw: Any = super().paint
        draw(probe, scale)
        fonts = fonts_of(probe)
        self._has_boxes = any(font.missing for font in fonts.values())
        if not self._has_boxes:
            for kind in _KINDS:
                _compress(own[kind].values())
            content = b"\n".join(to_bytes(item) for item in probe.stream)
            name = _rename_resources(content, own)
            content = content.replace(_UNNAMED.encode(), name.encode())
            self._drawing = _Drawing(content, tags_of(probe), own, images_of(probe), dict(fonts))

    def _draw_margins(self, stream: Any) -> None:
        if not self.margins:
            return
        tags = tags_of(stream)
        set_tags(stream, None)
        if tags is not None:
            pydyf.Stream.begin_marked_content(stream, "Artifact")
        for box in self.margins:
            draw_stacking_context(stream, StackingContext.from_box(box, self.box))
        if tags is not None:
            pydyf.Stream.end_marked_content(stream)
        set_tags(stream, tags)


def _rename_resources(content: bytes, resources: Any) -> str:
    """Rename `resources` by a digest of the page's content, and return that name."""
    digest = hashlib.sha256(content)
    for stream in (made for kind in _KINDS for made in resources[kind].values() if isinstance(made, pydyf.Stream)):
        digest.update(stream.data)
    name = digest.hexdigest()[:12]
    for kind in _KINDS:
        held = {key.replace(_UNNAMED, name): made for key, made in resources[kind].items()}
        resources[kind] = pydyf.Dictionary(held)
    return name


def _replay(drawing: _Drawing, stream: Any) -> None:
    target, images, fonts = resources_of(stream), images_of(stream), fonts_of(stream)
    stream.stream.append(drawing.content)
    for kind, held in _copy_resources(drawing.resources, target["ColorSpace"]).items():
        if kind in _KINDS:
            target[kind].update(held)
    for name, image in drawing.images.items():
        held = images.setdefault(name, {**image, "dpi_ratios": set(), "x_object": None})
        held["dpi_ratios"] |= image["dpi_ratios"]
    for key, font in drawing.fonts.items():
        _add_font(fonts, key, font)
    tags_of(stream).update({box: dict(tag) for box, tag in drawing.tags.items()})


def _compress(made: Iterable[Any]) -> None:
    """Deflate streams and their resources once for all documents."""
    for stream in made:
        if not isinstance(stream, pydyf.Stream):
            continue
        for kind in _KINDS:
            _compress(stream.extra.get("Resources", {}).get(kind, {}).values())
        if stream.compress:
            stream.stream = [zlib.compress(b"\n".join(to_bytes(item) for item in stream.stream))]
            stream.extra["Filter"] = "/FlateDecode"
            stream.compress = False


def _copy_resources(resources: Mapping[str, Any], colours: Any) -> Any:
    """Copies of resources, since a document numbers them in place."""
    made: Any = pydyf.Dictionary(cast(Any, {**resources, "ColorSpace": colours}))
    for kind in ("XObject", "Pattern", "Shading"):
        made[kind] = pydyf.Dictionary({name: _copied(item, colours) for name, item in resources[kind].items()})
    groups = {id(item): made["XObject"][name] for name, item in resources["XObject"].items()}
    made["ExtGState"] = pydyf.Dictionary({name: _state(item, groups) for name, item in resources["ExtGState"].items()})
    return made


def _copied(item: Any, colours: Any) -> Any:
    made = copy.copy(item)
    if isinstance(item, pydyf.Stream):
        made.extra = pydyf.Dictionary(item.extra)
        if "Resources" in item.extra:
            made.extra["Resources"] = _copy_resources(item.extra["Resources"], colours)
    return made


def _state(state: Any, groups: Mapping[int, Any]) -> Any:
    made = copy.copy(state)
    if "SMask" in state:
        made["SMask"] = pydyf.Dictionary({**state["SMask"], "G": groups[id(state["SMask"]["G"])]})
    return made


def _add_font(fonts: dict[Any, Any], key: Any, font: Any) -> None:
    """Add the font and its glyphs to those of a document, which subsets it."""
    if key not in fonts:
        fonts[key] = font
    for name in _COUNTED:
        held = getattr(fonts[key], name)
        for glyph, value in getattr(font, name).items():
            held.setdefault(glyph, value)
