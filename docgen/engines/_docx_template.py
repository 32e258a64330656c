"""Turns a .docx's bytes into a compiled template: one Jinja template for each part that holds tags."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateSyntaxError
from lxml import etree

from docgen.engines import Template
from docgen.engines._docx_language import name_languages
from docgen.engines._docx_names import DOCX, w
from docgen.engines._language import make_environment
from docgen.engines._office_check import WORD, check_package
from docgen.engines._office_package import office_document, read_rels
from docgen.engines._office_source import TAG, Source
from docgen.engines._office_text import Element, blocks, plain_markup, printed
from docgen.engines._office_zip import read_parts
from docgen.errors import Finding, TemplateError

_ENVIRONMENT = make_environment(printed, word_blocks=blocks, plain_markup=plain_markup)
_TEXT_KINDS = {"header", "footer", "footnotes", "endnotes", "comments", "glossaryDocument", "chart", "diagramData"}
_ENCODED_TAG = re.compile(r"%7B[%7B].*?%7D", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part that a Jinja template renders, with the source that its errors point into."""

    name: str
    template: JinjaTemplate
    source: Source


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """A template ready to render: frozen, shared between threads."""

    name: str
    parts: Mapping[str, bytes]
    document: str
    compiled: tuple[CompiledPart, ...]
    styles: frozenset[str]


def compile_document(template: Template) -> CompiledDocument:
    """The compiled template, from the cache if its digest is known. Raises TemplateError with all that is wrong."""
    return _compile(template.name, template.digest, template.data)


@lru_cache(maxsize=64)
def _compile(name: str, _digest: str, data: bytes) -> CompiledDocument:
    parts = read_parts(name, data)
    check_package(name, parts, WORD)
    if any(part.endswith("vbaProject.bin") for part in parts):
        hint = "save it as .docx without macros"
        raise TemplateError(Finding("template.macros", "the template holds macros", hint, file=name))
    document = office_document(parts)
    rels = read_rels(parts, document)
    texts = [item.target for item in rels if item.name in _TEXT_KINDS and not item.external]
    plain = [part for part in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml") if part in parts]
    links = [part for part in sorted(parts) if part.endswith(".rels")]
    findings: list[Finding] = []
    wanted = [part for part in dict.fromkeys((document, *texts, *plain, *links)) if part in parts]
    compiled = [_compile_part(parts, part, findings) for part in wanted]
    if findings:
        raise TemplateError([finding.at(name) for finding in findings])
    styles = next((item.target for item in rels if item.name == "styles"), "")
    known = _take_styles(parts, styles) if styles in parts else frozenset[str]()
    return CompiledDocument(name, MappingProxyType(parts), document, tuple(c for c in compiled if c), known)


def _take_styles(parts: dict[str, bytes], styles: str) -> frozenset[str]:
    """The ids of the template's styles, whose languages are set on the way."""
    root = parse(parts[styles])
    name_languages(root)
    parts[styles] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return frozenset(style.get(w("styleId"), "") for style in root.iter(w("style")))


def parse(data: bytes) -> Element:
    """A part's tree; entities are never resolved."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _compile_part(parts: Mapping[str, bytes], part: str, findings: list[Finding]) -> CompiledPart | None:
    data = parts[part]
    if part.endswith(".rels"):
        data = _ENCODED_TAG.sub(lambda found: _escaped(unquote(found.group(0))), data.decode()).encode()
    if b"{" not in data:
        return None
    source = Source(DOCX)
    source.add(parse(data), _shown(part))
    if not TAG.search(source.text):
        return None
    findings.extend(source.findings)
    try:
        return CompiledPart(part, _ENVIRONMENT.from_string(source.text), source)
    except TemplateSyntaxError as error:
        place, tags = source.place_of(error.lineno)
        message = f"{error.message}: {tags}" if tags else str(error.message)
        findings.append(Finding("template.syntax", message, place=place))
        return None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _shown(part: str) -> str:
    return part.removeprefix("word/").removesuffix(".xml")
