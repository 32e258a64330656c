"""Compile a .docx template: packed members that never change, and Jinja source for the other parts.

Brand and watermark are applied at compile time, so there is a compiled template for each combination.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from docgen.brand import Brand
from docgen.engines.docx.contents_field import ContentsStyles, read_entry_styles
from docgen.engines.docx.fill import ENVIRONMENT
from docgen.engines.docx.font_table import complete_fonts
from docgen.engines.docx.numbering import Numbering, read_numbering
from docgen.engines.docx.outline import outline_levels
from docgen.engines.docx.package import serialize
from docgen.engines.docx.part import Styles, WordPart, compile_links, compile_part, parse
from docgen.engines.docx.placeholders import resolve_placeholders
from docgen.engines.docx.style_names import BlockStyles, ids_by_name
from docgen.engines.docx.styles import resolve_colours, scale_rules, set_languages
from docgen.engines.docx.watermark import add_watermark
from docgen.engines.office.check import WORD, check_package
from docgen.engines.office.hidden import hidden_in, hidden_styles
from docgen.engines.office.private import remove_private
from docgen.engines.office.record import refuse_lost
from docgen.engines.office.template_cache import cached_template
from docgen.engines.office.theme import paint_theme, round_panels
from docgen.errors import Finding, TemplateError
from docgen.ooxml.names import Element, w
from docgen.ooxml.package import TYPES_PART, office_document, read_rels
from docgen.ooxml.zip_file import Member, pack, read_parts
from docgen.templating import Template
from docgen.titles.lookup import Titles

_TEXT_KINDS = {"header", "footer", "footnotes", "endnotes", "comments", "glossaryDocument", "chart", "diagramData"}
_PLAIN = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_BRANDED = (b":themeColor", b":themeFill", b"roundRect")
_THEME = re.compile(r"word/theme/theme\d*\.xml")


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """A template ready to render: immutable, shared between threads; unpickling compiles it again.

    `members` never change; `base` is the text of the parts that additions change. `notices` report what was removed
    from the template, `refused` what makes it unfit for a client. `styles` are the ids of its styles by name in lower
    case.
    """

    template: Template
    brand: Brand
    watermark: str | None
    members: Mapping[str, Member]
    parts: tuple[WordPart, ...]
    base: Mapping[str, str]
    numbering: str
    document: str
    abstracts: Mapping[str, str]
    styles: Mapping[str, str]
    link_style: str
    stylesheet: str
    notices: tuple[Finding, ...]
    refused: tuple[Finding, ...]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        plain = replace(self.template, read=None, read_asset=None)
        return compile_document, (plain, self.brand, self.watermark)


def compile_document(template: Template, brand: Brand, watermark: str | None = None) -> CompiledDocument:
    """Compile a template, or take it from the cache by its digest. Raises TemplateError with all findings."""
    return _compile(template.name, template.digest, template.data, brand, watermark, Titles.for_template(template))


@lru_cache(maxsize=64)
def _compile(
    name: str, digest: str, data: bytes, brand: Brand, watermark: str | None, titles: Titles
) -> CompiledDocument:
    key = ("docx", name, digest, repr(brand), watermark or "", titles.state)
    template = Template(name, data, digest, kind=titles.kind, declared=titles.declared)
    return cached_template(CompiledDocument, key, ENVIRONMENT, lambda: _read(template, brand, watermark, titles))


def _read(template: Template, brand: Brand, watermark: str | None, titles: Titles) -> CompiledDocument:
    name, data = template.name, template.data
    parts = read_parts(name, data)
    unlinked = check_package(name, parts, WORD)
    refuse_lost(name, parts, titles)
    notices, refused = (*unlinked, *remove_private(parts)), hidden_in(parts)
    document = office_document(parts)
    rels = read_rels(parts, document)
    _apply_brand(parts, document, brand, watermark)
    styles = read_styles(parts)
    findings: list[Finding] = []
    compiled = resolve_placeholders(parts, list(compile_texts(parts, document, styles, findings, titles)))
    compiled += compile_addresses(parts, findings, titles)
    if findings:
        raise TemplateError([finding.at(name) for finding in findings])
    filled = {part.compiled.name for part in compiled}
    numbering = next((item.target for item in rels if item.name == "numbering"), "")
    texts = {part: data.decode() for part, data in parts.items() if part.endswith(".rels") or part == TYPES_PART}
    if numbering in parts:
        texts[numbering] = parts[numbering].decode()
    stylesheet = next((item.target for item in rels if item.name == "styles"), "")
    if stylesheet in parts:
        texts[stylesheet] = parts[stylesheet].decode()
    return CompiledDocument(
        template,
        brand,
        watermark,
        MappingProxyType({part: pack(part, data) for part, data in parts.items() if part not in filled}),
        tuple(compiled),
        MappingProxyType(texts),
        numbering,
        document,
        MappingProxyType(dict(styles.abstracts or {})),
        MappingProxyType(dict(styles.contents.ids if styles.contents else {})),
        styles.blocks.link,
        stylesheet if stylesheet in parts else "",
        (*notices, *_kept_contents(compiled)),
        refused,
    )


def _kept_contents(parts: list[WordPart]) -> Iterator[Finding]:
    """The notices about tables of contents that stay as they are."""
    yield from (item for part in parts for item in part.compiled.source.notices if item.code == "contents.kept")


def _apply_brand(parts: dict[str, bytes], document: str, brand: Brand, watermark: str | None) -> None:
    """Apply the watermark, the brand's theme, fonts and literal colours to `parts`."""
    if watermark:
        add_watermark(parts, document, watermark, brand)
    for part, data in parts.items():
        if _THEME.fullmatch(part):
            parts[part] = paint_theme(data, brand)
        elif part.endswith(".xml") and any(mark in data for mark in _BRANDED):
            root = parse(data)
            resolve_colours(root, brand)
            scale_rules(root, brand)
            round_panels(root, brand)
            parts[part] = serialize(root)
    complete_fonts(parts, document)


def compile_texts(
    parts: Mapping[str, bytes], document: str, styles: Styles, findings: list[Finding], titles: Titles
) -> Iterator[WordPart]:
    """Compile each text part that holds tags, the document first; adds to `findings`."""
    texts = [item.target for item in read_rels(parts, document) if item.name in _TEXT_KINDS and not item.external]
    for part in dict.fromkeys((document, *texts, *_PLAIN)):
        if part in parts:
            own = styles if part == document else replace(styles, contents=None)
            compiled = compile_part(part, parts[part], own, findings, titles)
            if compiled:
                yield compiled


def compile_addresses(parts: Mapping[str, bytes], findings: list[Finding], titles: Titles) -> Iterator[WordPart]:
    """Compile each relationships part whose links hold tags; adds to `findings`."""
    for part in sorted(parts):
        if part.endswith(".rels"):
            compiled = compile_links(part, parts[part], findings, titles)
            if compiled:
                yield compiled


def read_styles(parts: dict[str, bytes]) -> Styles:
    """Read styles and numbering; also sets the languages of the styles."""
    rels = read_rels(parts, office_document(parts))
    styles = next((item.target for item in rels if item.name == "styles"), "")
    numbering = next((item.target for item in rels if item.name == "numbering"), "")
    if styles not in parts:
        return Styles(contents=ContentsStyles())
    root, levels, hidden = parse(parts[styles]), outline_levels(parts), hidden_styles(parts)
    set_languages(root)
    parts[styles] = serialize(root)
    ids = ids_by_name(root)
    blocks, entries = BlockStyles.of(ids), read_entry_styles(root)
    if numbering not in parts:
        contents = ContentsStyles(ids, levels, entries, Numbering())
        return Styles(blocks, levels=levels, hidden=hidden, contents=contents)
    lists = parse(parts[numbering])
    parts[numbering] = serialize(lists)
    abstracts = {item.get(w("numId"), ""): _value(item.find(w("abstractNumId"))) for item in lists.iterfind(w("num"))}
    counting = {
        item.get(w("abstractNumId"), "")
        for item in lists.iterfind(w("abstractNum"))
        if _value(item.find(f"{w('lvl')}/{w('numFmt')}")) not in {"bullet", "none", ""}
    }
    counted = frozenset(number for number, abstract in abstracts.items() if abstract in counting)
    contents = ContentsStyles(ids, levels, entries, read_numbering(lists, root))
    return Styles(blocks, dict(_style_numbers(root)), counted, abstracts, levels, hidden, contents)


def _style_numbers(styles: Element) -> Iterator[tuple[str, tuple[str, str]]]:
    for style in styles.iter(w("style")):
        numbering = style.find(f"{w('pPr')}/{w('numPr')}")
        if numbering is not None and numbering.find(w("numId")) is not None:
            level = _value(numbering.find(w("ilvl"))) or "0"
            yield style.get(w("styleId"), ""), (_value(numbering.find(w("numId"))), level)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(w("val"), "")
