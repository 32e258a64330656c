"""Turns a PowerPoint template and bindings into a deck, and writes and reads its stamp."""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import TemplateError as JinjaError
from lxml import etree
from markupsafe import Markup

from docgen.engines import Bindings, Template
from docgen.engines._language import names_for
from docgen.engines._office_failure import explain
from docgen.engines._office_stamp import read_stamp, searchable, stamp
from docgen.engines._office_text import OWN, Element
from docgen.engines._office_theme import paint_theme
from docgen.engines._office_zip import write_parts
from docgen.engines._pptx_assemble import SlideCopy, assemble, serialize, without_thumbnail
from docgen.engines._pptx_drawing import Drawings
from docgen.engines._pptx_fit import fit, fit_tables
from docgen.engines._pptx_template import (
    END_COPY,
    NEXT_PART,
    CompiledDeck,
    CompiledPart,
    CompiledSlide,
    compile_deck,
    notes_text,
    parse,
)
from docgen.engines._pptx_text import P, expand
from docgen.engines._pptx_tidy import set_total, tidy
from docgen.engines._pptx_watermark import watermark_shape
from docgen.errors import Finding, TemplateError

__all__ = ["read_stamp", "render", "searchable", "stamp"]

_FOOT = 40.0  # points at a slide's foot that a table leaves free
_TOTAL = Markup(f'<dg:total xmlns:dg="{OWN}"/>')


def render(template: Template, bindings: Bindings) -> bytes:
    """Fill `template`: compile it, render each slide, make the text native, assemble the package.

    Raises TemplateError with all that is wrong, one finding a slide at least.
    """
    deck = compile_deck(template)
    drawings = Drawings(bindings)
    names = {**names_for(bindings), "slide_total": _TOTAL, **drawings.names()}
    findings: list[Finding] = []
    copies = [copy for slide in deck.slides for copy in _copies(slide, names, bindings, findings)]
    others = {part.names[0]: text for part in deck.others for text in _rendered(part, names, findings)}
    if not findings and not copies:
        findings.append(Finding("template.no_slides", "no slide is left: every {%slide %} tag left its slide out"))
    if findings:
        raise TemplateError([finding.at(template.name) for finding in findings])
    for number, copy in enumerate(copies, 1):
        _finish(copy, number, len(copies), bindings, drawings, _slide_size(deck))
    base = {**deck.parts, **{part: _finished_other(part, text, bindings) for part, text in others.items()}}
    owned = frozenset(name for slide in deck.slides for name in slide.owned)
    parts = assemble(base, deck.presentation, owned, copies)
    without_thumbnail(parts)
    for part in parts:
        if part.startswith("ppt/theme/") and part.endswith(".xml") and "Override" not in part:
            parts[part] = paint_theme(parts[part], bindings.brand)
    return write_parts(parts)


def _rendered(part: CompiledPart, names: Mapping[str, Any], findings: list[Finding]) -> Iterator[str]:
    try:
        yield part.template.render(names)
    except (JinjaError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        findings.append(explain(error, part.source))


def _copies(
    slide: CompiledSlide, names: Mapping[str, Any], bindings: Bindings, findings: list[Finding]
) -> Iterator[SlideCopy]:
    for whole in _rendered(slide.texts, names, findings):
        for text in whole.split(END_COPY)[:-1]:
            yield _copy(slide, text.split(NEXT_PART), bindings, findings)


def _copy(slide: CompiledSlide, texts: list[str], bindings: Bindings, findings: list[Finding]) -> SlideCopy:
    trees: dict[str, Element] = {}
    for name, text in zip(slide.texts.names, texts, strict=True):
        if not text:
            continue
        try:
            trees[name] = parse(text.encode())
        except etree.XMLSyntaxError as error:
            findings.append(Finding("template.broken", f"the tags leave {name} broken: {error}", place=name))
    dropped = slide.notes
    if bindings.audience == "internal" and any(notes_text(trees[n]).strip() for n in slide.notes if n in trees):
        dropped = frozenset[str]()
    return SlideCopy(slide.part, slide.owned, trees, dropped, slide.frames)


def _slide_size(deck: CompiledDeck) -> tuple[int, int]:
    size = parse(deck.parts[deck.presentation]).find(f"{{{P}}}sldSz")
    return (12192000, 6858000) if size is None else (int(size.get("cx", "0")), int(size.get("cy", "0")))


def _finish(
    copy: SlideCopy, number: int, total: int, bindings: Bindings, drawings: Drawings, size: tuple[int, int]
) -> None:
    """Make a copy's text native: runs and paragraphs, drawings, watermark, page total, fit."""
    for part, tree in copy.trees.items():
        set_total(tree, number, total)
        if part == copy.slide:
            drawings.place(tree)
        expand(tree, bindings.language, lambda address, part=part: copy.link(part, address))
        tidy(tree)
    slide = copy.trees[copy.slide]
    fit(slide, copy.frames)
    fit_tables(slide, size[1] / 12700 - _FOOT)
    shapes = slide.find(f"{{{P}}}cSld/{{{P}}}spTree")
    if bindings.watermark and shapes is not None:
        free = 1 + max(int(item.get("id", "0")) for item in slide.iter(f"{{{P}}}cNvPr"))
        shapes.append(watermark_shape(bindings.watermark, free, *size))


def _finished_other(part: str, text: str, bindings: Bindings) -> bytes:
    tree = parse(text.encode())
    set_total(tree, 0, 0)
    expand(tree, bindings.language, lambda _address: "")
    return serialize(tree)
