"""Checks of an Office template outside its tags: comments, changes, colours, fonts, links, words, drawings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docgen.engines.docx.part import parse, prepare
from docgen.engines.office.controls import unknown_controls
from docgen.engines.office.dialect import DOCX, Dialect
from docgen.engines.office.fields import fields_of
from docgen.engines.office.hidden import hidden_in
from docgen.engines.office.placeholders import alt_text_expression
from docgen.engines.office.private import remove_private
from docgen.engines.pptx.source import PPTX
from docgen.lint.office import OfficeTemplate
from docgen.lint.problems import Problem, ProblemList
from docgen.lint.text import stray_brackets, words_in
from docgen.lint.used_styles import remove_unused_styles
from docgen.ooxml.names import Element, w
from docgen.ooxml.package import office_document, slide_parts
from docgen.ooxml.xml import name_of_style
from docgen.templating import TAG

_WORD_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_DECK_TEXTS = re.compile(r"ppt/slides/[^/]+\.xml")
_STYLED_PARTS = re.compile(
    r"(word|ppt)/(document|styles|header\d*|footer\d*|footnotes|endnotes|tableStyles"
    r"|slides/[^/]+|slideLayouts/[^/]+|slideMasters/[^/]+|charts/chart[^/]*)\.xml"
)
_BORDERS = {
    w(name) for name in ("top", "bottom", "left", "right", "start", "end", "insideH", "insideV", "between", "bar")
}
_STYLED = (*_BORDERS, w("color"), w("shd"), w("highlight"), w("rFonts"), "{*}srgbClr", "{*}latin", "{*}ea")
"""The elements that may hold a literal colour or font."""
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_CELL_COLOUR = re.compile(r"\{%-?\s*cellbg\s+[\"'“”‘’]?#?([0-9A-Fa-f]{6})\b")
_UNCLOSED = re.compile(r"\{[{%]")
_OPEN_QUESTION = re.compile(r"\{# doubt ([^#]*?) ?#\}")
_SHAPES = ("{*}sp", "{*}pic", "{*}graphicFrame", "{*}cxnSp", w("drawing"))
_CHANGING = {
    "DATE",
    "TIME",
    "SAVEDATE",
    "PRINTDATE",
    "EDITTIME",
    "LASTSAVEDBY",
    "USERNAME",
    "USERINITIALS",
}
Found = tuple[str, Element, dict[str, str]]
"""A problem: its key, the element, and the message's values."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a template as a tree, with its display name."""

    name: str
    shown: str
    root: Element
    dialect: Dialect


def check_contents(template: OfficeTemplate, problems: ProblemList, allowed: Callable[[str], bool]) -> None:
    """Report the problems outside the tags of a template; `allowed(word)`: whether a literal word may occur."""
    if not template.parts:
        return
    theme = _theme_fonts(template.parts)
    for part in _parts(template):
        found = list(_literal_styles(part, theme))
        if _WORD_TEXTS.fullmatch(part.name) or _DECK_TEXTS.fullmatch(part.name):
            found += _literal_texts(part, allowed)
            found += (("lint.office.date", each, {"field": word}) for each, word in _changing_fields(part.root))
            found += (
                ("lint.control.unknown", each, {"tag": tag})
                for each, tag in unknown_controls(part.root, template.titles)
            )
        for key, element, values in found:
            problems.add(key, template.origin.at(_place(part, element)), **values)
    for place, address in _links(template):
        problems.add("lint.office.link", template.origin.at(place), address=address[:80])
    for problem in _private_content(template):
        problems.add_problem(problem)


def _changing_fields(root: Element) -> Iterator[tuple[Element, str]]:
    """The fields that show when the file is opened or saved, and by whom; their words."""
    simple = ((item, item.get(w("instr"), "")) for item in root.iter(w("fldSimple")))
    for element, code in (*simple, *((item.begin, item.code) for item in fields_of(root))):
        word = (code.split() or [""])[0].upper()
        if word in _CHANGING:
            yield element, word


def _parts(template: OfficeTemplate) -> Iterator[_Part]:
    is_word = template.file_format == "docx"
    slides = {} if is_word else _slide_names(template)
    for name in sorted(template.parts):
        if _STYLED_PARTS.fullmatch(name):
            shown = slides.get(name) or name.split("/", 1)[1].removesuffix(".xml")
            root = prepare(parse(template.parts[name]), template.titles) if is_word else parse(template.parts[name])
            if name.endswith(("/styles.xml", "/tableStyles.xml")):
                remove_unused_styles(root, template.parts)
            yield _Part(name, shown, root, DOCX if is_word else PPTX)


def _slide_names(template: OfficeTemplate) -> dict[str, str]:
    names = slide_parts(template.name, template.parts, office_document(template.parts))
    return {name: f"slide {number}" for number, name in enumerate(names, 1)}


def _place(part: _Part, element: Element) -> str:
    """The place of `element`: that of its paragraph or shape, or its style."""
    style = next(element.iterancestors(w("style")), None)
    if style is not None:
        return f"{part.shown}, style “{name_of_style(style)}”"
    tags = (part.dialect.paragraph, *part.dialect.properties)
    for holder in (element, *element.iterancestors()):
        inside = holder if holder.tag in tags else next(holder.iter(*tags), None)
        if inside is not None and holder is not part.root:
            return ", ".join((part.shown, *part.dialect.path(inside)))
    return part.shown


def _private_content(template: OfficeTemplate) -> Iterator[Problem]:
    """What a render removes or refuses: comments, hidden data, tracked changes, hidden text."""
    parts = dict(template.parts)
    for finding in (*remove_private(parts), *hidden_in(parts)):
        code, where = finding.code.replace("template.", "office."), template.origin.at(finding.place)
        yield Problem(code, finding.words, finding.remedy or None, where)


def _links(template: OfficeTemplate) -> Iterator[tuple[str, str]]:
    """The place and the address of each link whose address is no tag."""
    for name in sorted(name for name in template.parts if name.endswith(".rels")):
        for link in parse(template.parts[name]).iter("{*}Relationship"):
            target = link.get("Target", "")
            is_fixed = "{{" not in target and "%7B" not in target.upper()
            if link.get("TargetMode") == "External" and is_fixed:
                yield f"{name}, {link.get('Id', '')}", target


def _literal_styles(part: _Part, theme: frozenset[str]) -> Iterator[Found]:
    seen: set[tuple[str, str]] = set()
    for element in part.root.iter(*_STYLED):
        colour, font = _colour(element), _font(element)
        for key, name, value in (
            ("lint.office.colour", "colour", colour),
            ("lint.office.font", "font", "" if font in theme else font),
        ):
            place = (key, f"{value} {_place(part, element)}") if value else ("", "")
            if value and place not in seen:
                seen.add(place)
                yield key, element, {name: value}
    for paragraph in part.root.iter(part.dialect.paragraph):
        for found in _CELL_COLOUR.finditer(part.dialect.text_of(paragraph)):
            yield "lint.office.colour", paragraph, {"colour": found.group(1)}


def _colour(element: Element) -> str:
    """The literal colour of an element; empty if it uses the theme's."""
    if element.tag == w("color"):
        return _literal(element, "val", "themeColor")
    if element.tag == w("shd"):
        return _literal(element, "fill", "themeFill")
    if element.tag in _BORDERS:
        return _literal(element, "color", "themeColor")
    if element.tag == w("highlight"):
        return element.get(w("val"), "")
    is_drawn = str(element.tag).endswith("}srgbClr")
    return element.get("val", "") if is_drawn else ""


def _literal(element: Element, name: str, theme: str) -> str:
    value = element.get(w(name), "")
    return value if _HEX.fullmatch(value) and element.get(w(theme)) is None else ""


def _font(element: Element) -> str:
    """The literal font of an element; empty if it uses the theme's."""
    if element.tag == w("rFonts"):
        return next(
            (str(element.get(w(name))) for name in ("ascii", "hAnsi", "eastAsia") if _is_literal(element, name)), ""
        )
    tag = str(element.tag).rsplit("}", 1)[-1]
    face = element.get("typeface", "") if tag in {"latin", "ea"} else ""
    return "" if face.startswith("+") else face


def _is_literal(element: Element, name: str) -> bool:
    return element.get(w(name)) is not None and element.get(w(f"{name}Theme")) is None


def _theme_fonts(parts: dict[str, bytes]) -> frozenset[str]:
    """The fonts of the themes, and the empty name."""
    found = {""}
    for name, data in parts.items():
        if re.fullmatch(r"(word|ppt)/theme/theme\d*\.xml", name):
            fonts = next(parse(data).iter("{*}fontScheme"), None)
            found |= {str(item.get("typeface")) for item in (() if fonts is None else fonts.iter("{*}latin", "{*}ea"))}
    return frozenset(found)


def _literal_texts(part: _Part, allowed: Callable[[str], bool]) -> Iterator[Found]:
    for paragraph in part.root.iter(part.dialect.paragraph):
        yield from _open_questions(paragraph, part.dialect.text_of(paragraph))
        if not _is_placeholder(paragraph):
            yield from _check_text(paragraph, TAG.sub(" ", part.dialect.text_of(paragraph)), allowed)
    for properties in part.root.iter(*part.dialect.properties):
        if not alt_text_expression(properties):
            yield from _check_text(properties, TAG.sub(" ", properties.get("descr", "")), allowed)


def _open_questions(element: Element, text: str) -> Iterator[Found]:
    """Open questions of `template adopt`: text of the adopted document that is still in the template."""
    for found in _OPEN_QUESTION.finditer(text):
        yield "lint.template.doubt", element, {"id": found.group(1)}


def _check_text(element: Element, text: str, allowed: Callable[[str], bool]) -> Iterator[Found]:
    stray = "" if _UNCLOSED.search(text) else stray_brackets(text)
    if stray:
        yield "lint.template.syntax:stray", element, {"text": stray}
        return
    found = words_in(_UNCLOSED.split(text)[0], allowed)
    if found:
        yield "lint.text.literal", element, {"text": found}


def _is_placeholder(paragraph: Element) -> bool:
    """Whether a paragraph is in a shape that a drawing replaces."""
    for holder in paragraph.iterancestors(*_SHAPES):
        named = next(holder.iter("{*}docPr", "{*}cNvPr"), None)
        if named is not None and alt_text_expression(named):
            return True
    return False
