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
from docgen.engines._pptx_continue import continued
from docgen.engines._pptx_drawing import Drawings
from docgen.engines._pptx_fit import EMU, fit, fit_tables
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
from docgen.engines._pptx_tidy import set_numbers, tidy
from docgen.engines._pptx_watermark import watermark_shape
from docgen.errors import Finding, TemplateError
from docgen.wording import in_language

__all__ = ["read_stamp", "render", "searchable", "stamp"]

_FOOT = 40.0  # points at a slide's foot that a table leaves free
_TOTAL = Markup(f'<dg:total xmlns:dg="{OWN}"/>')


def render(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
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
    size = _slide_size(deck)
    finished = [page for copy in copies for page in _finish(copy, bindings, drawings, size)]
    for number, copy in enumerate(finished, 1):
        _sign(copy, number, len(finished), bindings, size)
    base = {**deck.parts, **{part: _finished_other(text, bindings, len(finished)) for part, text in others.items()}}
    owned = frozenset(name for slide in deck.slides for name in slide.owned)
    parts = assemble(base, deck.presentation, owned, finished)
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


def _finish(copy: SlideCopy, bindings: Bindings, drawings: Drawings, size: tuple[int, int]) -> Iterator[SlideCopy]:
    """Make a copy's text and drawings native and let it fit, over several slides if a table needs them."""
    for part, tree in copy.trees.items():
        if part == copy.slide:
            drawings.place(tree)
        expand(tree, bindings.language, lambda address, part=part: copy.link(part, address))
        tidy(tree)
    slide, bottom = copy.trees[copy.slide], size[1] / EMU - _FOOT
    fit(slide, copy.frames)
    fit_tables(slide, bottom)
    _, *following = continued(slide, bottom, _word(bindings, "continued"))
    yield copy
    for tree in following:
        yield copy.alone(tree)


def _word(bindings: Bindings, key: str) -> str:
    try:
        en, zh = bindings.labels(key)
    except KeyError:
        return "…"
    return in_language(en, zh, bindings.language)


def _sign(copy: SlideCopy, number: int, total: int, bindings: Bindings, size: tuple[int, int]) -> None:
    """Number a slide and lay the watermark over it."""
    for tree in copy.trees.values():
        set_numbers(tree, number, total)
    slide = copy.trees[copy.slide]
    shapes = slide.find(f"{{{P}}}cSld/{{{P}}}spTree")
    if bindings.watermark and shapes is not None:
        free = 1 + max(int(item.get("id", "0")) for item in slide.iter(f"{{{P}}}cNvPr"))
        shapes.append(watermark_shape(bindings.watermark, free, *size))


def _finished_other(text: str, bindings: Bindings, total: int) -> bytes:
    tree = parse(text.encode())
    expand(tree, bindings.language, lambda _address: "")
    set_numbers(tree, 1, total)
    return serialize(tree)
