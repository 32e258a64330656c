"""Finish the rendered text of a slide's copy: resolve marks, repair gaps, fit text, continue tables, pack."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from docgen.engines.pptx.blocks import TABLE_MARK
from docgen.engines.pptx.fill import LINK_PREFIX
from docgen.engines.pptx.fit.capacity import take_marks
from docgen.engines.pptx.fit.columns import has_long_figures
from docgen.engines.pptx.fit.continuation import RowHeights, continue_tables, take_brought_forward
from docgen.engines.pptx.fit.flow import FlowContext, place_tables
from docgen.engines.pptx.fit.slide import Sheet, fit_slide
from docgen.engines.pptx.package import CopyKind, PlacedPart, rels_name, rels_text
from docgen.engines.pptx.repair import repair
from docgen.engines.pptx.slide import DECLARATION, NEXT_PART, CompiledSlide, parse
from docgen.engines.pptx.text import NUMBER, TOTAL, finish_text, in_tree
from docgen.errors import Finding
from docgen.ooxml.names import A, P
from docgen.ooxml.package import Relationship, read_rels
from docgen.ooxml.zip_file import Member, pack
from docgen.templating import Bindings
from docgen.wording import in_language

_TABLE_IN_TEXT = f".//{{{P}}}txBody/{{{A}}}tbl"
_TEXTS = re.compile(r"<a:t>([^<]*)</a:t>")
_ADDED = re.compile(f'"({LINK_PREFIX}\\d+)"')
_OWN_FIELD = "‹#›"


@dataclass(frozen=True, slots=True)
class Page:
    """One slide of the result: the number of its template slide, its kind, and its rendered parts by name."""

    number: int
    kind: CopyKind
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What all pages of a render share: bindings, slide size, and the list for warnings."""

    bindings: Bindings
    sheet: Sheet
    notices: list[Finding]


def finished_pages(number: int, slide: CompiledSlide, filled: str, setting: Setting, place: int) -> Iterator[Page]:
    """The pages of one copy of `slide`, the first of which is number `place` in the deck, from 1."""
    language = setting.bindings.language
    texts = dict(zip(slide.texts, filled.split(NEXT_PART), strict=True))
    kind: CopyKind = "complete"
    for part in slide.texts[1:]:
        texts[part] = repair(finish_text(texts[part], language))
        if part in slide.notes and not _words(texts[part]):
            kind = "without notes"
            del texts[part]
    text, is_tight = take_marks(finish_text(texts[slide.name], language), slide.capacities)
    holds_tables, carried = TABLE_MARK in text, _label(setting.bindings, "brought_forward").partition(" ")[0]
    texts[slide.name] = repair(text.replace(TABLE_MARK, ""))
    following = list[str]()
    if is_tight or holds_tables or slide.always_fit or carried in text or has_long_figures(text):
        texts[slide.name], *following = _fitted(texts[slide.name], slide, setting, place)
    yield Page(number, kind, texts)
    for more in following:
        yield Page(number, "continuation", {slide.name: more})


def _words(notes: str) -> str:
    return "".join(_TEXTS.findall(notes)).replace(NUMBER, "").strip()


def _fitted(text: str, slide: CompiledSlide, setting: Setting, place: int) -> Iterator[str]:
    """The slide and its continuations; the text of a slide that fits is unchanged."""
    tree = parse(text.replace(NUMBER, in_tree(NUMBER)).encode())
    suffix = _label(setting.bindings, "continued")
    context = FlowContext(slide.frames, slide.fonts, setting.sheet, slide.table_style, suffix)
    holds_tables = any(True for _ in tree.iterfind(_TABLE_IN_TEXT))
    pages, findings = place_tables(tree, context, f"slide {place}")
    setting.notices.extend(findings)
    heights, carried = RowHeights(context.cells, slide.fonts), _label(setting.bindings, "brought_forward")
    for page in pages:
        brought = take_brought_forward(page, carried)
        changed, findings = fit_slide(page, slide.frames, slide.fonts, setting.sheet, f"slide {place}", slide.fixed)
        setting.notices.extend(findings)
        first, *following = continue_tables(page, setting.sheet.bottom, suffix, heights, brought, slide.fixed)
        place += 1 + len(following)
        yield _markup(first) if changed or following or holds_tables or brought else text
        yield from map(_markup, following)


def _markup(tree: etree._Element) -> str:  # pyright: ignore[reportPrivateUsage]
    return DECLARATION + etree.tostring(tree, encoding="unicode").replace(in_tree(NUMBER), NUMBER)


def _label(bindings: Bindings, key: str) -> str:
    try:
        en, zh = bindings.labels(key)
    except KeyError:
        return "…"
    return in_language(en, zh, bindings.language)


def without_lost_links(text: str, lost: frozenset[str]) -> str:
    """`text` without links to slides that aren't in the result."""
    for id_ in sorted(lost):
        link = rf'<(a:hlink\w+)\b[^>]* r:id="{re.escape(id_)}"[^>]*?(?:/>|>.*?</\1>)'
        text = re.sub(link, "", text, flags=re.DOTALL)
    return text


def pack_copy(
    copy: tuple[PlacedPart, ...], texts: Mapping[str, str], added: Mapping[str, Relationship], number: int, total: int
) -> Iterator[Member]:
    """The members of one copy, slide `number` of `total`; `added` has the relationships added by all copies of it."""
    for part in copy:
        text = texts.get(part.source.name)
        if text is None:
            if part.source.member is not None:
                yield replace(part.source.member, name=part.name)
            relationships: tuple[Relationship, ...] = ()
        else:
            text = text.replace(NUMBER, str(number)).replace(TOTAL, str(total))
            yield pack(part.name, without_lost_links(text, part.lost).encode())
            relationships = _used(text, added)
        if relationships:
            yield _rels(part.name, (*part.relationships, *relationships))
        elif part.rels is not None:
            yield part.rels


def _used(text: str, added: Mapping[str, Relationship]) -> tuple[Relationship, ...]:
    """Those of `added` that `text` refers to."""
    return tuple(added[id_] for id_ in dict.fromkeys(_ADDED.findall(text))) if added else ()


def _rels(part: str, relationships: tuple[Relationship, ...]) -> Member:
    return pack(rels_name(part), rels_text(part, relationships).encode())


def pack_other(
    name: str, filled: str, added: Mapping[str, Relationship], base: Mapping[str, str], total: int, language: str
) -> Iterator[Member]:
    """The members of a layout, master or property part; `base` has the template's relationships as text."""
    text = repair(finish_text(filled, language)).replace(NUMBER, _OWN_FIELD).replace(TOTAL, str(total))
    yield pack(name, text.encode())
    if added:
        known = read_rels({rels: source.encode() for rels, source in base.items()}, name)
        yield _rels(name, (*known, *added.values()))
