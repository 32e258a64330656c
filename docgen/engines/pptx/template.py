"""Turns a .pptx's bytes into a compiled template: members that never change, and Jinja source for slides and layouts.

Brand and watermark are put in here, once: a compiled template is one for each template, brand and watermark.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
from docgen.engines.office.tags import Source
from docgen.engines.office.template_cache import cached_template
from docgen.engines.office.theme import paint_theme, round_panels
from docgen.engines.pptx.blocks import Model
from docgen.engines.pptx.fill import ENVIRONMENT
from docgen.engines.pptx.fit.slide_text import Sheet
from docgen.engines.pptx.package import (
    Frame,
    Owned,
    drop_thumbnail,
    strip_properties,
    take_presentation,
    without_slide_links,
)
from docgen.engines.pptx.prepare import prepare
from docgen.engines.pptx.slide import CompiledSlide, DeckParts, add_part, compile_slide, holds_tags, parse
from docgen.engines.pptx.source import PPTX
from docgen.errors import Finding, TemplateError
from docgen.ooxml.package import TYPES_PART, ContentTypes, office_document, rels_part, slide_parts
from docgen.ooxml.zip_file import Member, pack, read_parts
from docgen.templating.bindings import Template

_PLAIN_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_TEXT_FOLDERS = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/")


@dataclass(frozen=True, slots=True)
class OtherPart:
    """A layout, master or property part that holds tags."""

    compiled: CompiledPart
    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledDeck:
    """A template ready to render: frozen, shared between threads; a pickle compiles it anew where it is read.

    `members` never change; `base` has the relationships of the parts in `others` as text. `notices` is what was taken
    out of the template, `refused` what keeps it from a client.
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
        plain = Template(self.template.name, self.template.data, self.template.digest)
        return compile_deck, (plain, self.brand, self.watermark)


def compile_deck(template: Template, brand: Brand, watermark: str | None = None) -> CompiledDeck:
    """The compiled template, from the cache if its digest is known. Raises TemplateError with all that is wrong."""
    return _compile(template.name, template.digest, template.data, brand, watermark)


@lru_cache(maxsize=64)
def _compile(name: str, digest: str, data: bytes, brand: Brand, watermark: str | None) -> CompiledDeck:
    key = ("pptx", name, digest, repr(brand), watermark or "", fonts_digest())
    return cached_template(CompiledDeck, key, ENVIRONMENT, lambda: _read(name, digest, data, brand, watermark))


def _read(name: str, digest: str, data: bytes, brand: Brand, watermark: str | None) -> CompiledDeck:
    parts = read_parts(name, data)
    check_package(name, parts, POWERPOINT)
    presentation = office_document(parts)
    names = slide_parts(name, parts, presentation)
    notices, refused = remove_private(parts), hidden_in(parts)
    _dress(parts, brand)
    types, defaults = ContentTypes.read(parts[TYPES_PART]), parse(parts[presentation]).find("{*}defaultTextStyle")
    deck = DeckParts(parts, types, slide_size(parts, presentation), watermark or "", defaults)
    findings: list[Finding] = []
    made = [compile_slide(deck, slide, number, findings) for number, slide in enumerate(names, 1)]
    others = list(compile_others(parts, findings))
    if findings:
        raise TemplateError([finding.at(name) for finding in findings])
    slides = tuple(slide for slide in made if slide is not None)
    return CompiledDeck(
        Template(name, data, digest),
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
    """The members that stay, and all that goes around the slides."""
    parts, owned = deck.parts, {part.name for slide in slides for part in slide.owned}
    presentation_text, relationships = take_presentation(parts, presentation, names)
    gone = owned | {rels_part(part) for part in owned} | {presentation, rels_part(presentation), TYPES_PART}
    gone |= {part.compiled.name for part in others}
    deck.types.overrides = {part: kind for part, kind in deck.types.overrides.items() if part not in owned}
    kept = {part: data for part, data in parts.items() if part not in gone}
    without_slide_links(kept, frozenset(names))
    frame = Frame(
        tuple(Owned(slide.owned) for slide in slides),
        presentation_text,
        relationships,
        presentation,
        deck.types.write().decode(),
        frozenset(kept) | {presentation, *(part.compiled.name for part in others)},
    )
    base = {
        rels_part(part.compiled.name): kept[rels_part(part.compiled.name)].decode()
        for part in others
        if rels_part(part.compiled.name) in kept
    }
    members = {part: pack(part, data) for part, data in kept.items()}
    return MappingProxyType(members), slides, tuple(others), frame, MappingProxyType(base)


def _dress(parts: dict[str, bytes], brand: Brand) -> None:
    """Put the brand's theme into `parts`, and take away what tells of the template."""
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


def compile_others(parts: Mapping[str, bytes], findings: list[Finding]) -> Iterator[OtherPart]:
    """Each layout, master and property part that holds tags; `findings` are added to."""
    for part in sorted(parts):
        wanted = part in _PLAIN_PARTS or (part.startswith(_TEXT_FOLDERS) and part.endswith(".xml"))
        if not wanted or b"{" not in parts[part]:
            continue
        source, models = Source(PPTX), list[Model]()
        root = prepare(parse(parts[part]))
        if not holds_tags(root):
            continue
        add_part(source, root, part.removeprefix("ppt/"), models)
        compiled = compile_source(part, source, ENVIRONMENT)
        findings.extend(source.findings)
        if compiled is not None:
            yield OtherPart(compiled, tuple(models))
