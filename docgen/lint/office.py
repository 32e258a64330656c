"""Parse Word and PowerPoint templates as their engines do: the Jinja of each part, with the place of each tag."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes

from docgen.engines.docx.fill import ENVIRONMENT as WORD_ENVIRONMENT
from docgen.engines.docx.outline import level_of, outline_levels
from docgen.engines.docx.part import parse as parse_part
from docgen.engines.docx.part import prepare
from docgen.engines.docx.subdocument import compile_subdocument
from docgen.engines.docx.template import compile_addresses, compile_texts, read_styles
from docgen.engines.office.check import POWERPOINT, WORD, check_package
from docgen.engines.office.dialect import DOCX
from docgen.engines.office.filling import CompiledPart
from docgen.engines.office.record import lost_content, unrecorded_controls
from docgen.engines.office.tags import Source
from docgen.engines.pptx.fill import ENVIRONMENT as DECK_ENVIRONMENT
from docgen.engines.pptx.slide import DeckParts, compile_slide
from docgen.engines.pptx.template import compile_others, slide_size
from docgen.errors import Finding, TemplateError
from docgen.lint.problems import Where
from docgen.ooxml.names import Element, w
from docgen.ooxml.package import TYPES_PART, ContentTypes, office_document, slide_parts
from docgen.ooxml.zip_file import read_parts
from docgen.templating import TAG
from docgen.templating.reasons import reason_of
from docgen.titles.lookup import Titles

ENVIRONMENTS = {"docx": WORD_ENVIRONMENT, "pptx": DECK_ENVIRONMENT}
_BOUND = re.compile(r"^\{% set dg_\w+ = \(\s*+(.*\S)\s*\) %\}$")
_SLIDE = re.compile(r"slide (\d+)")
_LABEL = re.compile(r"\{\{\s*(?:label|head)\('([\w.]+)'\)\s*\}\}")


@dataclass(slots=True)
class OfficeOrigin:
    """The source of one part; `heading(place)` is the heading above a place, and the place to show."""

    template: str
    part: str
    source: Source | None = None
    heading: Callable[[str], tuple[str, str]] = field(default=lambda place: ("", place))

    def where(self, line: int, words: str = "") -> Where:
        """The place of a line; each tag of an Office file's source is on its own line."""
        if self.source is None:
            return Where(self.template, self.part)
        place, tag = self.source.place_of(line)
        tag = _BOUND.sub(r"{{ \1 }}", tag)
        part = place.split(",", 1)[0] if place else self.part
        heading, shown = self.heading(place)
        return Where(self.template, part, place, heading, tag, order=line, shown=shown)

    @property
    def text(self) -> str:
        """The Jinja source, with the markup around it."""
        return "" if self.source is None else self.source.text

    def at(self, place: str) -> Where:
        """The place of an engine's finding."""
        heading, shown = self.heading(place)
        return Where(self.template, place.split(",", 1)[0] or self.part, place, heading, shown=shown)


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """A parsed Office template: its parts, the Jinja of those with tags, and the engine's findings."""

    name: str
    file_format: str
    parts: dict[str, bytes]
    pieces: tuple[tuple[OfficeOrigin, nodes.Template], ...]
    findings: tuple[Finding, ...]
    origin: OfficeOrigin
    titles: Titles


def read_office(name: str, file_format: str, data: bytes, titles: Titles) -> OfficeTemplate:
    """Parse a template as its engine compiles it; errors of the file are findings of the result."""
    try:
        parts = read_parts(name, data)
        unlinked = check_package(name, parts, WORD if file_format == "docx" else POWERPOINT)
    except TemplateError as error:
        return OfficeTemplate(name, file_format, {}, (), error.findings, OfficeOrigin(name, ""), titles)
    findings = [*unlinked, *lost_content(name, parts, titles), *unrecorded_controls(name, parts, titles)]
    compiled = list((_word_parts if file_format == "docx" else _deck_parts)(name, dict(parts), findings, titles))
    heading = _Headings(parts, file_format, titles).above
    pieces = [piece for part in compiled for piece in _parsed(name, file_format, part, findings, heading)]
    origin = OfficeOrigin(name, "", None, heading)
    return OfficeTemplate(name, file_format, parts, tuple(pieces), tuple(findings), origin, titles)


def read_subdocument(
    name: str, path: str, data: bytes, titles: Titles, findings: list[Finding]
) -> Iterator[tuple[OfficeOrigin, nodes.Template]]:
    """Parse a Word file that replaces a paragraph of a template; `findings` takes notices.

    Raises TemplateError for what the engine refuses.
    """
    compiled = compile_subdocument(path, data, titles).part.compiled
    yield from _parsed(name, "docx", compiled, findings, lambda place: ("", place))


def _parsed(
    name: str, file_format: str, part: CompiledPart, findings: list[Finding], heading: Callable[[str], tuple[str, str]]
) -> Iterator[tuple[OfficeOrigin, nodes.Template]]:
    findings.extend(part.source.notices)
    try:
        tree = ENVIRONMENTS[file_format].parse(part.source.text)
    except TemplateSyntaxError as error:
        findings.append(Finding("template.syntax", reason_of(error), place=part.source.place_of(error.lineno)[0]))
        return
    yield OfficeOrigin(name, part.name, part.source, heading), tree


def _word_parts(name: str, parts: dict[str, bytes], findings: list[Finding], titles: Titles) -> Iterator[CompiledPart]:
    styles = read_styles(parts)
    texts = compile_texts(parts, office_document(parts), styles, findings, titles)
    made = (*texts, *compile_addresses(parts, findings, titles))
    return (part.compiled for part in made)


def _deck_parts(name: str, parts: dict[str, bytes], findings: list[Finding], titles: Titles) -> Iterator[CompiledPart]:
    presentation = office_document(parts)
    defaults = parse_part(parts[presentation]).find("{*}defaultTextStyle")
    types = ContentTypes.read(parts[TYPES_PART])
    deck = DeckParts(parts, types, slide_size(parts, presentation), titles, "", defaults)
    try:
        slides = slide_parts(name, parts, presentation)
    except TemplateError as error:
        findings.extend(error.findings)
        return
    for number, slide in enumerate(slides, 1):
        made = compile_slide(deck, slide, number, findings)
        if made is not None:
            yield made.compiled
            yield from (host.texts for host in made.hosts if host.texts is not None)
    yield from (other.compiled for other in compile_others(parts, findings, titles))


class _Headings:
    """The heading above each place of a template, and the place counted from it, as one counts in Word.

    In a Word document it is the last heading, in a deck the slide's title; places on slides are shown as they are.
    """

    def __init__(self, parts: dict[str, bytes], file_format: str, titles: Titles) -> None:
        self._parts, self._format, self._titles = parts, file_format, titles
        self._known: dict[str, tuple[str, str]] | None = None

    def above(self, place: str) -> tuple[str, str]:
        """The heading's text, empty if there is none, and the place to show."""
        if self._known is None:
            self._known = dict(self._all())
        slide = _SLIDE.match(place)
        heading, shown = self._known.get(slide.group() if slide else place, ("", ""))
        return heading, shown or place

    def _all(self) -> Iterator[tuple[str, tuple[str, str]]]:
        document = office_document(self._parts)
        if self._format == "docx":
            levels = outline_levels(self._parts)
            yield from _word_headings(prepare(parse_part(self._parts[document]), self._titles), levels)
            return
        for number, slide in enumerate(slide_parts("", self._parts, document), 1):
            yield f"slide {number}", (_title_of(parse_part(self._parts[slide])), "")


def _word_headings(root: Element, levels: Mapping[str, int]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The heading above each paragraph, and its place counted from there: `paragraph 2`, `table 1, row 3, cell 2`."""
    heading, counted, counts = "", dict[str, dict[Element, int]](), {"paragraph": 0, "table": 0}
    before = dict(counts)
    for element in root.iter(w("p"), w("tbl")):
        noun = "table" if element.tag == w("tbl") else "paragraph"
        counts[noun] += next(element.iterancestors(w("tc")), None) is None
        if noun == "table":
            continue
        steps = tuple(DOCX.path(element, counted))
        if level_of(element, levels) is not None and (words := _heading_text(DOCX.text_of(element))):
            heading, before = words, dict(counts)
        elif heading:
            yield ", ".join(("document", *steps)), (heading, ", ".join(_from_heading(steps, before)))


def _from_heading(steps: tuple[str, ...], before: Mapping[str, int]) -> Iterator[str]:
    """Steps whose first number counts from a heading; `before` are the numbers there."""
    noun, _, number = steps[0].partition(" ")
    is_counted = noun in before and number.isdecimal()
    yield f"{noun} {max(int(number) - before[noun], 1)}" if is_counted else steps[0]
    yield from steps[1:]


def _title_of(slide: Element) -> str:
    for shape in slide.iter("{*}sp"):
        holder = shape.find(".//{*}ph")
        if holder is not None and holder.get("type") in {"title", "ctrTitle"}:
            return _heading_text("".join(text.text or "" for text in shape.iter("{*}t")))
    return ""


def _heading_text(text: str) -> str:
    """A heading's words, with labels by their keys: `{{ label('pricing') }}` is `pricing`.

    Other tags are left out, unless there is nothing else.
    """
    text = " ".join(_LABEL.sub(lambda found: found.group(1), text).split())
    return " ".join(TAG.sub(" ", text).split()) or text
