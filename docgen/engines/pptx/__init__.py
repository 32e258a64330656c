"""Render PowerPoint templates into decks, and write and read their stamp.

The pipeline:

    1  compile_deck   cached by template, brand and watermark: constant parts are packed, the others become source
    2  fill_parts     Jinja renders each slide with all its copies; values print as native markup
    3  finish         runs of marked text, languages, repairs after loops; text that may overflow is fitted
    4  lay out        part names, relationships and lists of slides, from the slides that are shown
    5  pack           slides are deflated, additions follow, the members become one file
"""

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from docgen.engines.office.additions import Additions
from docgen.engines.office.filling import CompiledPart, fill_parts, report
from docgen.engines.office.placeholders import drawable_functions
from docgen.engines.office.print import FILLING
from docgen.engines.office.stamp import is_as_written, read_stamp, stamp
from docgen.engines.pptx.fill import DeckFilling
from docgen.engines.pptx.finish import Page, Setting, finished_pages, pack_copy, pack_other
from docgen.engines.pptx.package import lay_out
from docgen.engines.pptx.slide import END_COPY, WATERMARK
from docgen.engines.pptx.template import CompiledDeck, compile_deck
from docgen.engines.pptx.text import TOTAL
from docgen.errors import Finding, TemplateError
from docgen.ooxml.package import TYPES_PART
from docgen.ooxml.zip_file import Member, write_members
from docgen.templating import Bindings, Template
from docgen.templating.language import names_for
from docgen.templating.limits import join_output
from docgen.text_extraction.files import extract_office_text as searchable
from docgen.text_extraction.template import extract_office_template_text as own_words

__all__ = [
    "compile_deck",
    "is_as_written",
    "own_words",
    "read_stamp",
    "render",
    "render_compiled",
    "searchable",
    "stamp",
]

_SMALLEST, _SMALLEST_IN_MAP = 9.0, 12.0


def render(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
    """Render `template`; text that doesn't fit and content that was removed are appended to `notices`.

    Raises TemplateError with all findings.
    """
    compiled = compile_deck(template, bindings.brand, bindings.watermark)
    report(compiled, bindings, notices)
    return render_compiled(compiled, bindings, template.read_asset, notices)


def render_compiled(
    deck: CompiledDeck,
    bindings: Bindings,
    read_asset: Callable[[str], bytes] | None = None,
    notices: list[Finding] | None = None,
) -> bytes:
    """Render a compiled template with the brand and watermark that it was compiled with.

    `read_asset(path)` returns a picture of the library, as `Template.read_asset`; `notices` as in `render`.
    Raises TemplateError with all findings.
    """
    additions = Additions({}, deck.frame.taken)
    fillings, texts = _fill(deck, bindings, additions, read_asset)
    setting = Setting(bindings, deck.sheet, [])
    pages = _pages(deck, texts, setting)
    if notices is not None:
        notices.extend(finding.at(deck.template.name) for finding in setting.notices)
    if not pages:
        raise TemplateError(
            Finding.of("template.no_slides" if deck.slides else "template.no_slides:empty").at(deck.template.name)
        )
    layout = lay_out(deck.frame, tuple((page.number, page.kind) for page in pages), frozenset(additions.parts))
    additions.base = {TYPES_PART: layout.types}
    members = dict(deck.members)
    for member in (*layout.presentation, *_others(deck, fillings, texts, len(pages), bindings)):
        members[member.name] = member
    for number, (page, copy) in enumerate(zip(pages, layout.copies, strict=True), 1):
        added = fillings[deck.slides[page.number].name].added
        for member in pack_copy(copy, page.texts, added, number, len(pages)):
            members[member.name] = member
    for member in additions.packed():
        members[member.name] = member
    return write_members(members.values())


def _fill(
    deck: CompiledDeck, bindings: Bindings, additions: Additions, read_asset: Callable[[str], bytes] | None
) -> tuple[dict[str, DeckFilling], dict[str, str]]:
    """What each part added while it was rendered, and its text."""
    common = {
        **names_for(bindings),
        **drawable_functions(bindings, _SMALLEST, read_asset, _SMALLEST_IN_MAP),
        "slide_total": Markup(TOTAL),
        WATERMARK: deck.watermark or "",
    }
    known = {slide.name: (slide.models, slide.hosts, slide.next_shape) for slide in deck.slides}
    known.update({part.compiled.name: (part.models, (), 2) for part in deck.others})
    fillings: dict[str, DeckFilling] = {}

    def names_for_part(part: CompiledPart) -> dict[str, Any]:
        models, hosts, free = known[part.name]
        fillings[part.name] = DeckFilling(models, hosts, additions, free)
        return {**common, FILLING: fillings[part.name]}

    parts = [*(slide.compiled for slide in deck.slides), *(part.compiled for part in deck.others)]
    texts = fill_parts(deck.template.name, parts, names_for_part, lambda _, pieces: join_output(pieces))
    return fillings, texts


def _pages(deck: CompiledDeck, texts: dict[str, str], setting: Setting) -> list[Page]:
    pages: list[Page] = []
    for number, slide in enumerate(deck.slides):
        for filled in texts[slide.name].split(END_COPY)[:-1]:
            pages.extend(finished_pages(number, slide, filled, setting, len(pages) + 1))
    return pages


def _others(
    deck: CompiledDeck, fillings: dict[str, DeckFilling], texts: dict[str, str], total: int, bindings: Bindings
) -> Iterator[Member]:
    for part in deck.others:
        name = part.compiled.name
        yield from pack_other(name, texts[name], fillings[name].added, deck.base, total, bindings.language)
