"""Compile a .pptx template: constant members, and Jinja source for slides and layouts.

Brand and watermark are applied here, so a compiled template is cached by template, brand and watermark.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lxml import etree

from docgen.brand import Brand
from docgen.engines.office.check import POWERPOINT, check_package
from docgen.engines.office.filling import CompiledPart, compile_source
from docgen.engines.office.hidden import hidden_in
from docgen.engines.office.measure.faces import fonts_digest
from docgen.engines.office.private import remove_private
from docgen.engines.office.record import refuse_lost
from docgen.engines.office.tags import Source
from docgen.engines.office.template_cache import cached_template
from docgen.engines.office.theme import paint_theme, round_panels
from docgen.engines.pptx.blocks import Model
from docgen.engines.pptx.fill import ENVIRONMENT
from docgen.engines.pptx.fit.slide import Sheet
from docgen.engines.pptx.package import (
    Frame,
    SlideParts,
    drop_thumbnail,
    strip_properties,
    take_presentation,
    without_slide_links,
)
from docgen.engines.pptx.slide import CompiledSlide, DeckParts, add_part, compile_slide, holds_tags, parse
from docgen.engines.pptx.source import PPTX, normalise
from docgen.errors import Finding, TemplateError
from docgen.ooxml.package import TYPES_PART, ContentTypes, office_document, rels_part, slide_parts
from docgen.ooxml.zip_file import Member, pack, read_parts
from docgen.templating import Template
from docgen.titles.lookup import Titles

_PLAIN_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_TEXT_FOLDERS = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/")


@dataclass(frozen=True, slots=True)
class OtherPart:
    """A layout, master or property part with tags."""

    compiled: CompiledPart
    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledDeck:
    """A template ready to render: frozen, shared between threads; unpickling compiles it again.

    `members` are constant; `base` has the relationships of the parts in `others` as text. `notices` report what was
    removed from the template, `refused` what makes it unfit for a client.
    """

    template: Template
    brand: Brand
    watermark: str | None
    members: Mapping[str, Member]
    slides: tuple[CompiledSlide, ...]
    others: tuple[OtherPart, ...]
    frame: Frame
    base: Mapping[str, str]
    sheet: Sheet
    notices: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        plain = replace(self.template, read=None, read_asset=None)
        return compile_deck, (plain, self.brand, self.watermark)


def compile_deck(template: Template, brand: Brand, watermark: str | None = None) -> CompiledDeck:
    """The compiled template, from the cache if its digest is known. Raises TemplateError with all findings."""
    return _compile(template.name, template.digest, template.data, brand, watermark, Titles.for_template(template))


@lru_cache(maxsize=64)
def _compile(name: str, digest: str, data: bytes, brand: Brand, watermark: str | None, titles: Titles) -> CompiledDeck:
    key = ("pptx", name, digest, repr(brand), watermark or "", fonts_digest(), titles.state)
    template = Template(name, data, digest, kind=titles.kind, declared=titles.declared)
    return cached_template(CompiledDeck, key, ENVIRONMENT, lambda: _read(template, brand, watermark, titles))


def _read(template: Template, brand: Brand, watermark: str | None, titles: Titles) -> CompiledDeck:
    name, data = template.name, template.data
    parts = read_parts(name, data)
    unlinked = check_package(name, parts, POWERPOINT)
    refuse_lost(name, parts)
    presentation = office_document(parts)
    names = slide_parts(name, parts, presentation)
    notices, refused = (*unlinked, *remove_private(parts)), hidden_in(parts)
    _apply_theme(parts, brand)
    types, defaults = ContentTypes.read(parts[TYPES_PART]), parse(parts[presentation]).find("{*}defaultTextStyle")
    deck = DeckParts(parts, types, slide_size(parts, presentation), titles, watermark or "", defaults)
    findings: list[Finding] = []
    made = [compile_slide(deck, slide, number, findings) for number, slide in enumerate(names, 1)]
    others = list(compile_others(parts, findings, titles))
    if findings:
        raise TemplateError([finding.at(name) for finding in findings])
    slides = tuple(slide for slide in made if slide is not None)
    return CompiledDeck(
        template,
        brand,
        watermark,
        *_members(deck, presentation, names, slides, others),
        sheet=deck.sheet,
        notices=notices,
        refused=refused,
    )


def _members(
    deck: DeckParts,
    presentation: str,
    names: tuple[str, ...],
    slides: tuple[CompiledSlide, ...],
    others: list[OtherPart],
) -> tuple[Mapping[str, Member], tuple[CompiledSlide, ...], tuple[OtherPart, ...], Frame, Mapping[str, str]]:
    """The constant members, and the frame around the slides."""
    parts, owned = deck.parts, {part.name for slide in slides for part in slide.owned}
    presentation_text, relationships = take_presentation(parts, presentation, names)
    removed = owned | {rels_part(part) for part in owned} | {presentation, rels_part(presentation), TYPES_PART}
    removed |= {part.compiled.name for part in others}
    deck.types.overrides = {part: kind for part, kind in deck.types.overrides.items() if part not in owned}
    retained = {part: data for part, data in parts.items() if part not in removed}
    without_slide_links(retained, frozenset(names))
    frame = Frame(
        tuple(SlideParts(slide.owned) for slide in slides),
        presentation_text,
        relationships,
        presentation,
        deck.types.write().decode(),
        frozenset(retained) | {presentation, *(part.compiled.name for part in others)},
    )
    base = {
        rels_part(part.compiled.name): retained[rels_part(part.compiled.name)].decode()
        for part in others
        if rels_part(part.compiled.name) in retained
    }
    members = {part: pack(part, data) for part, data in retained.items()}
    return MappingProxyType(members), slides, tuple(others), frame, MappingProxyType(base)


def _apply_theme(parts: dict[str, bytes], brand: Brand) -> None:
    """Apply the brand's theme to `parts`, and remove the template's thumbnail and properties."""
    drop_thumbnail(parts)
    strip_properties(parts)
    for part, data in parts.items():
        if part.startswith("ppt/theme/") and part.endswith(".xml") and "Override" not in part:
            parts[part] = paint_theme(data, brand)
        elif b"roundRect" in data and part.endswith(".xml"):
            root = parse(data)
            round_panels(root, brand)
            parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def slide_size(parts: Mapping[str, bytes], presentation: str) -> tuple[int, int]:
    """Width and height of a slide in EMU."""
    size = parse(parts[presentation]).find("{*}sldSz")
    return (12192000, 6858000) if size is None else (int(size.get("cx", "0")), int(size.get("cy", "0")))


def compile_others(parts: Mapping[str, bytes], findings: list[Finding], titles: Titles) -> Iterator[OtherPart]:
    """Each layout, master and property part with tags; problems are appended to `findings`."""
    for part in sorted(parts):
        wanted = part in _PLAIN_PARTS or (part.startswith(_TEXT_FOLDERS) and part.endswith(".xml"))
        if not wanted or b"{" not in parts[part]:
            continue
        source, models = Source(PPTX), list[Model]()
        root = normalise(parse(parts[part]))
        if not holds_tags(root):
            continue
        add_part(source, root, part.removeprefix("ppt/"), models)
        compiled = compile_source(part, source, ENVIRONMENT, titles)
        findings.extend(source.findings)
        if compiled is not None:
            yield OtherPart(compiled, tuple(models))
