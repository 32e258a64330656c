"""Find the drawings of a template that lost their tag when another program than Word or PowerPoint saved it.

LibreOffice and others drop or change the alternative text of drawings, where the tags of charts, diagrams and pictures
stand. What is left looks whole and prints an empty frame.
"""

import re
from collections.abc import Iterator

from docgen.engines.docx.part import parse
from docgen.engines.office.placeholders import alt_text_expression
from docgen.lint.office import OfficeTemplate
from docgen.ooxml.names import Element
from docgen.templating.tag_patterns import TAG

_PROGRAM = re.compile(rb"<(?:\w+:)?Application>([^<]*)<")
_KEEPS_TAGS = ("docgen", "microsoft")
_DRAWN_IN = re.compile(r"word/(document|header\d*|footer\d*)\.xml|ppt/slides/[^/]+\.xml")
_PROPERTIES = ("{*}docPr", "{*}cNvPr")


def lost_tags(template: OfficeTemplate, model: OfficeTemplate) -> Iterator[tuple[str, str]]:
    """Message and hint for a template saved by another program that lacks drawings' tags which its `model` has.

    Only in a copy of the model, by the tags of its text, and only where drawings still stand there without a tag: who
    took a chart out on purpose left none behind.
    """
    program = _program(template)
    if not program or program.lower().startswith(_KEEPS_TAGS) or not _is_copy(template, model):
        return
    has, wants = dict(_bound(template)), dict(_bound(model))
    lost = [name for expression, name in wants.items() if expression not in has]
    empty = list(_untagged(template, frozenset(wants.values())))
    if lost and empty:
        count = min(len(lost), len(empty))
        message = f"{count} drawing(s) lost the tag when {program} saved this file: {', '.join(dict.fromkeys(lost))}"
        yield message, "copy the template anew and edit it in Word or PowerPoint, or write the tags in again"


def _is_copy(template: OfficeTemplate, model: OfficeTemplate) -> bool:
    """Whether most tags of the model's text stand in the template too."""
    tags = _tags(model)
    return bool(tags) and len(tags & _tags(template)) > len(tags) / 2


def _tags(template: OfficeTemplate) -> set[str]:
    texts = (parse(data) for name, data in template.parts.items() if _DRAWN_IN.fullmatch(name))
    return {" ".join(tag.split()) for root in texts for tag in TAG.findall("".join(root.itertext()))}


def _program(template: OfficeTemplate) -> str:
    found = _PROGRAM.search(template.parts.get("docProps/app.xml", b""))
    return found.group(1).decode(errors="replace").split("/", 1)[0].strip() if found else ""


def _drawings(template: OfficeTemplate) -> Iterator[Element]:
    for name in sorted(template.parts):
        if _DRAWN_IN.fullmatch(name):
            yield from parse(template.parts[name]).iter(*_PROPERTIES)


def _bound(template: OfficeTemplate) -> Iterator[tuple[str, str]]:
    """Each bound expression with the name of its drawing; quotation marks and spaces don't count."""
    for properties in _drawings(template):
        expression = alt_text_expression(properties)
        if expression and not expression.strip().startswith("label("):
            yield re.sub(r"\s", "", expression).replace('"', "'"), properties.get("name", "")


def _untagged(template: OfficeTemplate, names: frozenset[str]) -> Iterator[Element]:
    """Drawings without any alternative text: in Word each, on slides those that have the name of a bound one."""
    for properties in _drawings(template):
        is_word = str(properties.tag).endswith("}docPr")
        if not properties.get("descr", "").strip() and (is_word or properties.get("name", "") in names):
            yield properties
