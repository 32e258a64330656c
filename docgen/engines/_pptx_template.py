"""Turns a .pptx's bytes into a compiled template: a Jinja template for each slide with its notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateSyntaxError
from lxml import etree

from docgen.engines import Template
from docgen.engines._language import make_environment
from docgen.engines._office_check import POWERPOINT, check_package
from docgen.engines._office_package import office_document, owned_parts, read_rels, slide_parts
from docgen.engines._office_source import TAG, Source
from docgen.engines._office_text import Element, blocks, plain_markup, printed
from docgen.engines._office_zip import read_parts
from docgen.engines._pptx_assemble import is_xml
from docgen.engines._pptx_fit import Frame, HolderKey, holder_frames
from docgen.engines._pptx_source import PPTX, take_directives
from docgen.engines._pptx_text import A
from docgen.errors import Finding, TemplateError

NEXT_PART, END_COPY = "\x1e", "\x1d"  # no XML holds these, so they part what one Jinja template renders
_PLAIN_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_TEXT_FOLDERS = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/")
_ENVIRONMENT = make_environment(printed, slide_blocks=blocks, plain_markup=plain_markup)


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """Parts that one Jinja template renders, in order, with the source that its errors point into."""

    names: tuple[str, ...]
    template: JinjaTemplate
    source: Source


@dataclass(frozen=True, slots=True)
class CompiledSlide:
    """A slide, what it owns, and its Jinja template; `notes` are left out of a client's file."""

    part: str
    owned: tuple[str, ...]
    notes: frozenset[str]
    texts: CompiledPart
    frames: Mapping[HolderKey, Frame]


@dataclass(frozen=True, slots=True)
class CompiledDeck:
    """A template ready to render: frozen, shared between threads."""

    name: str
    parts: Mapping[str, bytes]
    presentation: str
    slides: tuple[CompiledSlide, ...]
    others: tuple[CompiledPart, ...]


def compile_deck(template: Template) -> CompiledDeck:
    """The compiled template, from the cache if its digest is known. Raises TemplateError with all that is wrong."""
    return _compile(template.name, template.digest, template.data)


@lru_cache(maxsize=64)
def _compile(name: str, _digest: str, data: bytes) -> CompiledDeck:
    parts = read_parts(name, data)
    check_package(name, parts, POWERPOINT)
    findings: list[Finding] = []
    presentation = office_document(parts)
    slides = [
        _compile_slide(parts, part, number, findings) for number, part in enumerate(slide_parts(parts, presentation), 1)
    ]
    others = [_compile_other(parts, part, findings) for part in sorted(parts) if _may_hold_tags(part, parts[part])]
    if findings:
        raise TemplateError([finding.at(name) for finding in findings])
    return CompiledDeck(
        name, MappingProxyType(parts), presentation, tuple(s for s in slides if s), tuple(o for o in others if o)
    )


def parse(data: bytes) -> Element:
    """A part's tree; entities are never resolved."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _may_hold_tags(part: str, data: bytes) -> bool:
    return (part in _PLAIN_PARTS or (part.startswith(_TEXT_FOLDERS) and is_xml(part))) and b"{" in data


def _compile_other(parts: Mapping[str, bytes], part: str, findings: list[Finding]) -> CompiledPart | None:
    source = Source(PPTX)
    source.add(parse(parts[part]), part.removeprefix("ppt/"))
    if not TAG.search(source.text):
        return None
    return _compiled((part,), source, findings)


def _compile_slide(parts: Mapping[str, bytes], part: str, number: int, findings: list[Finding]) -> CompiledSlide | None:
    owned = owned_parts(parts, part)
    trees = {
        name: parse(parts[name])
        for name in owned
        if is_xml(name) and (name == part or "/notesSlides/" in name or b"{" in parts[name])
    }
    notes = frozenset(name for name in owned if "/notesSlides/" in name)
    directives = [told for name in (*sorted(notes & trees.keys()), part) for told in take_directives(trees[name])]
    source = Source(PPTX)
    source.text = "{#@0#}" + "".join(f"{{% {told} %}}" for told in directives)
    source.places.append(f"slide {number}, its {{%slide %}} tags")
    for name, tree in trees.items():
        source.text += NEXT_PART if name != part else ""
        if name in notes:
            source.text += "{% if audience == 'internal' %}"
        source.add(tree, f"slide {number}" + (", notes" if name in notes else "" if name == part else f", {name}"))
        if name in notes:
            source.text += "{% endif %}"
    source.text += END_COPY + "".join(f"{{% end{told.split()[0]} %}}" for told in reversed(directives))
    compiled = _compiled(tuple(trees), source, findings)
    return None if compiled is None else CompiledSlide(part, owned, notes, compiled, _frames(parts, part))


def _frames(parts: Mapping[str, bytes], slide: str) -> Mapping[HolderKey, Frame]:
    layout = _related(parts, slide, "slideLayout")
    master = _related(parts, layout, "slideMaster") if layout else ""
    if not layout or not master:
        return {}
    return holder_frames(parse(parts[layout]), parse(parts[master]))


def _related(parts: Mapping[str, bytes], part: str, kind: str) -> str:
    return next((item.target for item in read_rels(parts, part) if item.name == kind), "")


def _compiled(names: tuple[str, ...], source: Source, findings: list[Finding]) -> CompiledPart | None:
    findings.extend(source.findings)
    try:
        return CompiledPart(names, _ENVIRONMENT.from_string(source.text), source)
    except TemplateSyntaxError as error:
        place, tags = source.place_of(error.lineno)
        message = f"{error.message}: {tags}" if tags else str(error.message)
        findings.append(Finding("template.syntax", message, place=place))
        return None


def notes_text(tree: Element) -> str:
    """All text of a notes slide's paragraphs."""
    return "".join(PPTX.text_of(paragraph) for paragraph in tree.iter(f"{{{A}}}p"))
