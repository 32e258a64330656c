"""Turns a Word template and bindings into a document, and writes and reads its stamp.

The pipeline:

    1  compile_document  the template becomes Jinja source for each part that holds tags, kept by digest
    2  render            Jinja pours the view into each part
    3  expand            marked text becomes native runs, lists, tables and hyperlinks
    4  place             drawings take the place of the pictures that asked for them
    5  tidy              what loops and conditions left behind is mended
    6  fill_contents     the TOC field gets the headings
    7  add_watermark     every page of what is not released says so
    8  finish            theme, literal colours beside its slots, relationships, numbering, package
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import TemplateError as JinjaError
from lxml import etree

from docgen.brand import Brand
from docgen.engines import Bindings, Template
from docgen.engines._docx_colours import resolve_colours
from docgen.engines._docx_contents import fill_contents
from docgen.engines._docx_drawing import Drawings
from docgen.engines._docx_names import PARAGRAPH, TEXT, w
from docgen.engines._docx_package import Package
from docgen.engines._docx_template import CompiledDocument, CompiledPart, compile_document, parse
from docgen.engines._docx_text import Tools, expand
from docgen.engines._docx_tidy import tidy
from docgen.engines._docx_watermark import add_watermark
from docgen.engines._language import names_for
from docgen.engines._office_failure import explain
from docgen.engines._office_stamp import read_stamp, stamp
from docgen.engines._office_text import Element
from docgen.engines._office_theme import paint_theme
from docgen.engines._office_zip import read_parts, write_parts
from docgen.errors import Finding, TemplateError

__all__ = ["read_stamp", "render", "searchable", "stamp"]


def render(template: Template, bindings: Bindings) -> bytes:
    """Fill `template`. Raises TemplateError with all that is wrong, one finding a part at least."""
    compiled = compile_document(template)
    drawings = Drawings(bindings)
    trees = _filled(compiled, {**names_for(bindings), **drawings.names()})
    links = {name: _serialize(trees.pop(name)) for name in list(trees) if name.endswith(".rels")}
    package = Package({**compiled.parts, **links}, compiled.document)
    document = trees.setdefault(compiled.document, parse(compiled.parts[compiled.document]))
    for name, tree in trees.items():
        _finish(name, tree, package, drawings, compiled.styles)
    fill_contents(document)
    package.parts.update({name: _serialize(tree) for name, tree in trees.items()})
    if bindings.watermark:
        add_watermark(package, document, bindings.watermark, bindings.brand.muted)
        package.parts[compiled.document] = _serialize(document)
    parts = package.finish()
    for part in parts:
        if re.fullmatch(r"word/theme/theme\d*\.xml", part):
            parts[part] = paint_theme(parts[part], bindings.brand)
        elif part.endswith(".xml") and (b":themeColor" in parts[part] or b":themeFill" in parts[part]):
            is_the_templates = parts[part] is compiled.parts.get(part)
            parts[part] = (_coloured_once if is_the_templates else _coloured)(parts[part], bindings.brand)
    return write_parts(parts)


def _coloured(data: bytes, brand: Brand) -> bytes:
    tree = parse(data)
    resolve_colours(tree, brand)
    return _serialize(tree)


@lru_cache(maxsize=64)
def _coloured_once(data: bytes, brand: Brand) -> bytes:
    """A part that comes from the template as it is, styles above all, is coloured once for each brand."""
    return _coloured(data, brand)


def _filled(compiled: CompiledDocument, names: Mapping[str, Any]) -> dict[str, Element]:
    findings: list[Finding] = []
    trees = {part.name: tree for part in compiled.compiled for tree in _rendered(part, names, findings)}
    if findings:
        raise TemplateError([finding.at(compiled.name) for finding in findings])
    return trees


def _rendered(part: CompiledPart, names: Mapping[str, Any], findings: list[Finding]) -> Iterator[Element]:
    try:
        yield parse(part.template.render(names).encode())
    except etree.XMLSyntaxError as error:
        findings.append(Finding("template.broken", f"the tags leave {part.name} broken: {error}", place=part.name))
    except (JinjaError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        findings.append(explain(error, part.source))


def _finish(name: str, tree: Element, package: Package, drawings: Drawings, styles: frozenset[str]) -> None:
    tools = Tools(
        link=lambda address: package.link(name, address),
        numbering=lambda ordered, key: package.list_number(name, ordered, key),
        styles=styles,
    )
    expand(tree, tools)
    drawings.place(tree)
    tidy(tree)


def _serialize(tree: Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def searchable(data: bytes) -> Iterator[tuple[str, str]]:
    """Each member as stored, and of XML as (`text ` and name) one paragraph a line with the names and alt texts."""
    for name, content in read_parts("the finished file", data).items():
        if not name.endswith((".xml", ".rels")):
            yield name, content.decode("latin-1")
            continue
        yield name, content.decode()
        root = parse(content)
        told = [*_paragraphs(root), *_told(root)]
        yield f"text {name}", "\n".join(told)


def _paragraphs(root: Element) -> Iterator[str]:
    paragraphs = list(root.iter(PARAGRAPH))
    if not paragraphs:
        yield from (str(text) for text in root.itertext())
    for paragraph in paragraphs:
        marks = paragraph.iter(TEXT, w("br"), w("tab"))
        yield "".join((mark.text or "") if mark.tag == TEXT else "\n" for mark in marks)


def _told(root: Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        yield from (
            str(element.get(name)) for name in ("descr", "title", "name", "Target", "string") if element.get(name)
        )
