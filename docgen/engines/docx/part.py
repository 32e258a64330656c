"""Compile one part of a Word template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from docgen.engines.docx.blocks import Model
from docgen.engines.docx.contents import Contents
from docgen.engines.docx.contents_field import ContentsStyles, extract_contents
from docgen.engines.docx.controls import RAW, number_controls, unwrap_controls
from docgen.engines.docx.fill import ENVIRONMENT
from docgen.engines.docx.finish import mark_ends
from docgen.engines.docx.outline import level_of
from docgen.engines.docx.placeholders import Host, bind_drawings
from docgen.engines.docx.repeats import number_repeats, restart_lists
from docgen.engines.docx.style_names import BlockStyles
from docgen.engines.docx.tags import apply_cell_tags, lift_hidden_tags, merge_paragraphs
from docgen.engines.office.charts.parts import OwnedPart
from docgen.engines.office.dialect import DOCX
from docgen.engines.office.filling import CompiledPart, compile_source
from docgen.engines.office.markers import MarkerCompiler
from docgen.engines.office.tags import BLOCKS, LIFTED, Source, raw
from docgen.errors import Finding
from docgen.ooxml.names import MC, PARAGRAPH, PIC, ROW, RUN, TEXT, W14, WP, WPG, WPS, A, Element, R, W, w
from docgen.ooxml.package import Relationship
from docgen.ooxml.xml import parse_xml, with_prefixes
from docgen.templating import TAG
from docgen.titles.lookup import Titles

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_ENCODED_TAG = re.compile(r"%7B[%7B].*?%7D%7D", re.IGNORECASE)
_TARGET = re.compile(r'Target="([^"]*\{\{[^"]*)"')
_PREFIXES = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC, "wps": WPS, "wpg": WPG, "mc": MC}
_PARAGRAPH_IDS = (f"{{{W14}}}paraId", f"{{{W14}}}textId")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRANSIENT = (w("proofErr"), w("lastRenderedPageBreak"))
_KEEPS_SPACE = {TEXT, w("instrText"), w("delText"), f"{{{A}}}t"}
_KEEPS_IDS = {w("comments")}  # comment threads name their paragraphs


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles and numbering of a template.

    `blocks` are those for blocks of text, `numbers` the (numId, ilvl) of styles with numbering, `counted` the numIds
    that count (bullets don't), `abstracts` the abstractNumId of each numId, `levels` the outline levels of styles,
    `hidden` the styles with hidden text, `contents` what a table of contents needs, None in parts that can't have one.
    """

    blocks: BlockStyles = field(default_factory=BlockStyles)
    numbers: Mapping[str, tuple[str, str]] | None = None
    counted: frozenset[str] = frozenset()
    abstracts: Mapping[str, str] | None = None
    levels: Mapping[str, int] | None = None
    hidden: frozenset[str] = frozenset()
    contents: ContentsStyles | None = None


@dataclass(frozen=True, slots=True)
class WordPart:
    """A compiled part with the formats of its `{{p }}` tags, its placeholders and its TOC field.

    `owned` are charts and embedded objects that a loop may repeat, by relationship id; each iteration gets a copy.
    `spans`: a rendered table may have more or fewer columns than its grid.
    """

    compiled: CompiledPart
    models: tuple[Model, ...] = ()
    hosts: tuple[Host, ...] = ()
    contents: Contents | None = None
    spans: bool = False
    owned: Mapping[str, tuple[Relationship, OwnedPart]] = field(
        default_factory=dict[str, tuple[Relationship, OwnedPart]]
    )

    @property
    def is_whole(self) -> bool:
        """Whether finishing needs the entire text: for the table of contents, grids and unused relationships."""
        return self.contents is not None or self.spans or any(not host.is_always_drawn for host in self.hosts)


def parse(data: bytes) -> Element:
    """Parse a part; entities are never resolved."""
    return parse_xml(data, huge=True)


def compile_part(name: str, data: bytes, styles: Styles, findings: list[Finding], titles: Titles) -> WordPart | None:
    """Compile a part; None if it has neither a tag nor a TOC field, or after findings were added."""
    if b"{" not in data and b"TOC" not in data and b":sdt" not in data:
        return None
    root = prepare(parse(data), titles)
    texts = [data.decode(), *(DOCX.text_of(paragraph) for paragraph in root.iter(PARAGRAPH))]
    texts += [element.text or "" for element in root.iter(RAW)]
    if b"TOC" not in data and not any("{{" in text or "{%" in text or "{#" in text for text in texts):
        return None
    return compile_tree(name, root, styles, findings, titles)


def compile_tree(name: str, root: Element, styles: Styles, findings: list[Finding], titles: Titles) -> WordPart | None:
    """Compile the prepared tree `root`; None after findings were added."""
    source = Source(DOCX)
    where = name.removeprefix("word/").removesuffix(".xml")
    number_controls(root, source, where)
    merge_paragraphs(root)
    source.number(root, where)
    levels = styles.levels or {}
    known = styles.contents
    contents = extract_contents(root, known, where, source.findings, source.notices) if known else None
    MarkerCompiler(source, lambda paragraph: level_of(paragraph, levels)).compile(root)
    spans = apply_cell_tags(root) or _repeats_cells(root)
    lift_hidden_tags(root, styles.hidden)
    hosts = tuple(bind_drawings(root))
    models = _replace_block_tags(root, source, styles.blocks)
    source.lift(root)
    number_repeats(root)
    restart_lists(root, styles.numbers or {}, styles.counted)
    source.plain(root, where)
    mark_ends(root)
    keep_spaces(root)
    source.add(root, _DECLARATION)
    compiled = compile_source(name, source, ENVIRONMENT, titles)
    findings.extend(source.findings)
    if compiled is None:
        return None
    return WordPart(compiled, models, hosts, contents, spans)


def _repeats_cells(root: Element) -> bool:
    if any(element.getparent().tag == ROW for element in root.iter(RAW)):  # type: ignore[union-attr]
        return True
    texts = (DOCX.text_of(paragraph) for paragraph in root.iter(PARAGRAPH))
    return any(found[2] == "tc" for text in texts for found in LIFTED.findall(text))


def _replace_block_tags(root: Element, source: Source, styles: BlockStyles) -> tuple[Model, ...]:
    """Replace each paragraph with a `{{p x }}` by source; return the paragraphs' formats."""
    models: list[Model] = []
    for paragraph in list(root.iter(PARAGRAPH)):
        text = DOCX.text_of(paragraph)
        if not BLOCKS.search(text):
            continue
        lost = LIFTED.sub("", BLOCKS.sub("", text))
        if TAG.sub("", lost).strip():
            source.report("template.lost:paragraph", text, text=lost.strip()[:80])
        parent = paragraph.getparent()
        assert parent is not None  # noqa: S101
        parent.replace(paragraph, raw("".join(_block_tag(tag, len(models)) for tag in TAG.findall(text))))
        models.append(Model.of(paragraph, styles))
    return tuple(models)


def _block_tag(tag: str, model: int) -> str:
    blocks, lifted = BLOCKS.match(tag), LIFTED.match(tag)
    if blocks:
        return f"{{{{ ({blocks.group(1)})|dg_blocks({model}) }}}}"
    if lifted:
        mark, dash, _, inner = lifted.groups()
        return f"{{%{dash} {inner}%}}" if mark == "%" else ""
    return tag


def compile_links(name: str, data: bytes, findings: list[Finding], titles: Titles) -> WordPart | None:
    """Compile a relationships part whose hyperlinks hold tags; Word percent-encodes their braces."""
    text = _ENCODED_TAG.sub(lambda found: _escaped(unquote(found.group(0))), data.decode())
    if not TAG.search(text):
        return None
    source = Source(DOCX)
    mark = source.note(f"{name}, the address of a hyperlink")
    text = _TARGET.sub(lambda found: f'Target="{{{{ ({_joined(found.group(1))}){mark}|dg_target }}}}"', text)
    source.add_text(text)
    compiled = compile_source(name, source, ENVIRONMENT, titles)
    findings.extend(source.findings)
    return WordPart(compiled) if compiled else None


def _joined(target: str) -> str:
    """A target with tags as one expression that joins its literals and values."""
    pieces: list[str] = []
    end = 0
    for found in TAG.finditer(target):
        words = target[end : found.start()]
        pieces += [repr(words)] if words else []
        pieces.append(f"({found.group(0)[2:-2].strip('-')})")
        end = found.end()
    pieces += [repr(target[end:])] if target[end:] else []
    return "|string ~ ".join(pieces) if len(pieces) > 1 else pieces[0]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def prepare(root: Element, titles: Titles) -> Element:
    """Normalise the tree `root`: standard prefixes, no white space between elements, no revision ids.

    The visible content is unchanged, but for content controls of docgen, which become tags. String operations on the
    rendered part rely on it: a run begins with `<w:r>`.
    """
    root = with_prefixes(root, _PREFIXES)
    for transient in list(root.iter(*_TRANSIENT)):
        _remove(transient)
    for element in root.iter(etree.Element):
        _strip(element)
        for name in [name for name in element.attrib if _is_transient(str(name), root)]:
            del element.attrib[name]
        if element.tag == RUN:
            element.attrib.clear()
    unwrap_controls(root, titles)
    return root


def keep_spaces(root: Element) -> None:
    """Set xml:space on each text that holds a tag, or begins or ends with a space."""
    for text in root.iter(TEXT):
        content = text.text or ""
        if "{" in content or content != content.strip():
            text.set(_SPACE, "preserve")


def _strip(element: Element) -> None:
    if element.text is not None and element.tag not in _KEEPS_SPACE and not element.text.strip():
        element.text = None
    if element.tail is not None and not element.tail.strip():
        element.tail = None


def _is_transient(name: str, root: Element) -> bool:
    return name.startswith(f"{{{W}}}rsid") or (name in _PARAGRAPH_IDS and root.tag not in _KEEPS_IDS)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
