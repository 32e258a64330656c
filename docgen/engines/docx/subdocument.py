"""Sub-documents: Word files of the library whose blocks are rendered inside another document.

Pictures and links get relationships in the host document, lists get their own numbering instances, and styles that the
document lacks are added; the document's version of a style of the same name is used.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from docgen.engines.docx.columns import ColumnFitting
from docgen.engines.docx.finish import fit_tables
from docgen.engines.docx.outline import outline_levels
from docgen.engines.docx.part import Styles, WordPart, compile_tree, parse, prepare
from docgen.engines.docx.runs import fragment
from docgen.engines.docx.style_names import AddedStyles
from docgen.engines.office.check import WORD, check_package, field_codes
from docgen.engines.office.filling import FAULTS
from docgen.engines.office.hidden import hidden_in, hidden_styles
from docgen.engines.office.pictures.raster import without_metadata
from docgen.engines.office.print import FILLING
from docgen.engines.office.record import refuse_lost
from docgen.errors import Finding, TemplateError
from docgen.messages import Message, MessageError, Remedy, message
from docgen.ooxml.names import Element, R, w
from docgen.ooxml.package import Relationship, office_document, read_rels
from docgen.ooxml.xml import name_of_style, styles_by_id
from docgen.ooxml.zip_file import read_parts
from docgen.templating.reasons import reason_of
from docgen.titles.lookup import Titles

if TYPE_CHECKING:
    from docgen.engines.docx.fill import WordFilling

_RELATION, _LIST = re.compile("\ufdd6(\\d+)\ufdd6"), re.compile("\ufdd7(\\d+)\ufdd7")
_STYLE = re.compile("\ufdd5(\\d+)\ufdd5")
_UNSUPPORTED = {
    w("footnoteReference"): "template.subdocument:footnote",
    w("endnoteReference"): "template.subdocument:endnote",
    w("commentReference"): "template.subdocument:comment",
    w("object"): "template.subdocument:object",
}
_DROPPED = tuple(w(name) for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "sectPr"))
_STYLED = tuple(w(name) for name in ("pStyle", "rStyle", "tblStyle"))
_SHAPE = re.compile(r'(<wp:docPr [^>]*?\bid=")\d+')
_MEDIA = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "emf": "image/x-emf"}


@dataclass(frozen=True, slots=True)
class UsedStyle:
    """A style of a sub-document: its name, its id, and its markup, in which ids of styles are marks."""

    name: str
    id: str
    markup: str


@dataclass(frozen=True, slots=True)
class SubDocument:
    """A compiled sub-document: its part, relationships with their media, lists as markup by id, styles in use."""

    name: str
    part: WordPart
    links: tuple[Relationship, ...]
    media: Mapping[str, bytes]
    lists: Mapping[str, str]
    styles: tuple["UsedStyle", ...]

    def __str__(self) -> str:
        raise MessageError("subdocument.paragraph", name=self.name)

    __html__ = __str__

    def of_subdocument(self, context: Context, filling: "WordFilling") -> Markup:
        """Render the blocks with the names of `context`. Raises ValueError with all findings."""
        host = filling.part.compiled.name
        part = replace(self.part, compiled=replace(self.part.compiled, name=host))
        names = {**context.get_all(), FILLING: replace(filling, part=part)}
        try:
            text = part.compiled.fill(names)
        except FAULTS as error:
            found = [finding.at(self.name) for finding in part.compiled.faults(names)]
            raise _error_of(found or [Finding.of("template.failed", reason=reason_of(error))]) from error
        text = fit_tables(text, ColumnFitting(), every=part.spans)
        text = text[text.index("<w:body>") + len("<w:body>") : text.rindex("</w:body>")]
        text = _SHAPE.sub(lambda found: f"{found.group(1)}{filling.ids.free_shape()}", text)
        text = _RELATION.sub(lambda found: self._related(filling, int(found.group(1))), text)
        numbers = {number: filling.lists.add_copy(markup) for number, markup in self.lists.items()}
        text = _LIST.sub(lambda found: numbers.get(found.group(1), "0"), text)
        return Markup(self._with_styles(text, filling.styles))

    def _with_styles(self, text: str, added: AddedStyles) -> str:
        """`text` with the ids that its styles have in the host document; those that it lacks are added."""
        placed = [added.id_of(style.name, style.id) for style in self.styles]

        def own(markup: str) -> str:
            return _STYLE.sub(lambda found: escape(placed[int(found.group(1))][0], {'"': "&quot;"}), markup)

        for style, (id_, is_new) in zip(self.styles, placed, strict=True):
            if is_new:
                added.add(id_, own(style.markup))
        return own(text)

    def _related(self, filling: "WordFilling", number: int) -> str:
        link = self.links[number]
        host = filling.part.compiled.name
        if link.external:
            return filling.additions.relate(host, link.kind, link.target, external=True)
        suffix = link.target.rsplit(".", 1)[-1].lower()
        data = self.media[link.target]
        name = f"word/media/{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
        return filling.additions.relate(host, link.kind, filling.additions.add_named_media(name, data, _MEDIA[suffix]))


def _error_of(findings: list[Finding]) -> MessageError:
    """The error of the host document that names all findings of its sub-document."""
    both = reduce(lambda first, second: message("term.and", first=first, second=second), map(_with_place, findings))
    return MessageError(both.key, **both.values)


def _with_place(finding: Finding) -> Message:
    words = finding.words
    where = ", ".join(step for step in (finding.file, finding.place) if step)
    if not finding.hint:
        return message("subdocument.finding", where=where, reason=words)
    hint = finding.remedy or Remedy(words.key, words.values)
    return message("subdocument.finding:hint", where=where, reason=words, hint=hint)


def subdocument_function(read_asset: Callable[[str], bytes] | None, titles: Titles) -> Callable[[Any], SubDocument]:
    """The template function `subdocument(path)`; `read_asset` as in `Template`, `titles` those that it may use."""

    def subdocument(path: Any) -> SubDocument:
        if not isinstance(path, str) or not path.endswith(".docx") or read_asset is None:
            raise MessageError("subdocument.path", path=path)
        try:
            data = read_asset(path)
        except (KeyError, OSError) as error:
            raise MessageError("subdocument.missing", path=path) from error
        return compile_subdocument(path, data, titles)

    return subdocument


@lru_cache(maxsize=64)
def compile_subdocument(name: str, data: bytes, titles: Titles) -> SubDocument:
    """Compile a sub-document. Raises TemplateError with all findings."""
    parts = read_parts(name, data)
    check_package(name, parts, WORD)
    refuse_lost(name, parts, titles)
    document = office_document(parts)
    root = parse(parts[document])
    links = _mark_relations(root, parts, document)
    findings = [*_check_content(root, links), *hidden_in(parts)]
    _remove_file_specific(root)
    lists = dict(_lists(root, parts, document))
    styles = tuple(_styles(root, parts, document))
    used = Styles(levels=outline_levels(parts), hidden=hidden_styles(parts))
    part = None if findings else compile_tree(document, prepare(root, titles), used, findings, titles)
    if part is None:
        raise TemplateError([finding.at(name) for finding in findings])
    media = {link.target: without_metadata(parts[link.target]) for link in links if not link.external}
    return SubDocument(name, part, links, media, lists, styles)


def _mark_relations(root: Element, parts: Mapping[str, bytes], document: str) -> tuple[Relationship, ...]:
    known = {item.id: item for item in read_rels(parts, document)}
    found: list[Relationship] = []
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if str(name).startswith(f"{{{R}}}") and value in known:
                found.append(known[str(value)])
                element.set(name, f"\ufdd6{len(found) - 1}\ufdd6")
    return tuple(found)


def _check_content(root: Element, links: tuple[Relationship, ...]) -> Iterator[Finding]:
    for tag, key in _UNSUPPORTED.items():
        if next(root.iter(tag), None) is not None:
            yield Finding.of(key)
    if any(code.split()[:1] == ["TOC"] for code in field_codes(root)):
        yield Finding.of("template.subdocument:contents")
    for link in links:
        known = link.name == "hyperlink" if link.external else link.target.rsplit(".", 1)[-1].lower() in _MEDIA
        if not known:
            yield Finding.of("template.subdocument:part", kind=link.name)


def _remove_file_specific(root: Element) -> None:
    """Remove what only makes sense in its own file: sections, bookmarks, links to them, ids of content controls."""
    for element in list(root.iter(*_DROPPED)):
        _parent(element).remove(element)
    for element in list(root.iterfind(f".//{w('sdtPr')}/{w('id')}")):
        _parent(element).remove(element)
    for link in root.iter(w("hyperlink")):
        link.attrib.pop(w("anchor"), None)


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101
    return parent


def _lists(root: Element, parts: Mapping[str, bytes], document: str) -> Iterator[tuple[str, str]]:
    """The levels of each list in use, by numId; the numIds in the text become marks."""
    name = next((item.target for item in read_rels(parts, document) if item.name == "numbering"), "")
    if name not in parts:
        return
    numbering = parse(parts[name])
    abstracts = {item.get(w("abstractNumId"), ""): item for item in numbering.iterfind(w("abstractNum"))}
    known = {item.get(w("numId"), ""): item.find(w("abstractNumId")) for item in numbering.iterfind(w("num"))}
    for used in root.iter(w("numId")):
        number = used.get(w("val"), "")
        reference = known.get(number)
        abstract = None if reference is None else abstracts.get(reference.get(w("val"), ""))
        if abstract is not None:
            used.set(w("val"), f"\ufdd7{number}\ufdd7")
            yield number, _levels(abstract)


def _levels(abstract: Element) -> str:
    for tag in ("pStyle", "lvlPicBulletId"):
        for element in list(abstract.iter(w(tag))):
            _parent(element).remove(element)
    return "".join(fragment(child) for child in abstract if child.tag in {w("multiLevelType"), w("lvl")})


def _styles(root: Element, parts: Mapping[str, bytes], document: str) -> Iterator[UsedStyle]:
    """The styles in use, and those they are based on; their ids in the text become marks."""
    name = next((item.target for item in read_rels(parts, document) if item.name == "styles"), "")
    if name not in parts:
        return
    known = styles_by_id(parse(parts[name]))
    used = _used_styles(root, known)
    numbers = {id_: f"\ufdd5{number}\ufdd5" for number, id_ in enumerate(used)}
    _mark_styles(root, numbers)
    for id_ in used:
        style = known[id_]
        shown = name_of_style(style) or id_
        for numbering in list(style.iter(w("numPr"))):
            _parent(numbering).remove(numbering)
        style.attrib.pop(w("default"), None)
        style.set(w("styleId"), numbers[id_])
        _mark_styles(style, numbers)
        yield UsedStyle(shown, id_, fragment(style))


def _used_styles(root: Element, known: Mapping[str, Element]) -> list[str]:
    """The ids of the styles in use and of those that they name."""
    pending = [item.get(w("val"), "") for item in root.iter(*_STYLED)]
    done: dict[str, None] = {}
    while pending:
        id_ = pending.pop()
        if id_ in known and id_ not in done:
            done[id_] = None
            pending += [item.get(w("val"), "") for item in known[id_].iter(w("basedOn"), w("link"))]
    return list(done)


def _mark_styles(root: Element, numbers: Mapping[str, str]) -> None:
    for item in root.iter(*_STYLED, w("basedOn"), w("link"), w("next")):
        item.set(w("val"), numbers.get(item.get(w("val"), ""), item.get(w("val"), "")))
