"""Remove private data from a template: comments, authors, document variables, revision ids, EXIF.

Comments are reported, and so is data of a person or a company that no page shows. What programs write into every file
(revision ids, printer settings, the list of authors) is removed silently.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from docgen.engines.office.dialect import DOCX
from docgen.engines.office.pictures.raster import without_metadata
from docgen.engines.office.record import has_other_properties
from docgen.errors import Finding
from docgen.messages import message
from docgen.ooxml.names import PARAGRAPH, Element, R, w
from docgen.ooxml.package import read_rels, without_unused
from docgen.ooxml.xml import parse_xml

_COMMENT_LINKS = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "comment", "threadedComment"}
_SILENT_LINKS = {
    "commentAuthors", "authors", "author", "people", "person", "printerSettings", "thumbnail", "revisionInfo",
    "changesInfo", "slideUpdateInfo", "keyMapCustomizations", "intelligence2", "documenttasks", "tasks",
}  # fmt: skip
_REPORTED_LINKS = {
    "customXml": "term.custom_xml",
    "tags": "term.add_in_data",
    "classificationlabels": "term.a_sensitivity_label",
}  # fmt: skip
_DROPPED = _COMMENT_LINKS | _SILENT_LINKS | _REPORTED_LINKS.keys()
_COMMENT_MARKS = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"), w("annotationRef"))
_BUILT_IN_BINDING = re.compile(
    r"\{(?:6C3C8BC8-F283-45AE-878A-BAB7291924A1|55AF091B-3C7A-41E3-B477-F2FDAA23CFDA)\}", re.IGNORECASE
)
"""Data bindings to core properties and a cover page, which are not custom XML."""
_SESSION = re.compile(rb"\sw:rsid\w*=(?:\"[0-9A-Fa-f]*\"|'[0-9A-Fa-f]*')")
_SESSIONS = re.compile(rb"<w:rsids>.*?</w:rsids>|<w:rsids\s*/>|<w1[45]:docId\s[^>]*/>", re.DOTALL)
_RASTER = re.compile(r".*\.(png|jpe?g|jfif)", re.IGNORECASE)
_HOLDERS = {"custDataLst", "ext", "extLst"}
_QUOTED = 120


def remove_private(parts: dict[str, bytes]) -> tuple[Finding, ...]:
    """Remove private data from `parts`, a valid package; return warnings about what is worth reporting."""
    found = [*_comments(parts), *_unseen_data(parts)]
    _drop_links(parts)
    for part, data in list(parts.items()):
        if _RASTER.fullmatch(part):
            parts[part] = without_metadata(data)
        elif part.startswith("word/") and part.endswith(".xml"):
            parts[part] = _without_marks(_SESSIONS.sub(b"", _SESSION.sub(b"", data)))
    return tuple(found)


def _parse(data: bytes) -> Element:
    return parse_xml(data, huge=True)


def _comments(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """A warning for each comment, with its text."""
    owners = {target: part for part, kind, target in _links(parts) if kind in _COMMENT_LINKS}
    authors = dict(_authors(parts))
    for part in sorted(owners.keys() & parts.keys()):
        places = dict(_commented(owners[part], parts))
        for comment in _parse(parts[part]).iter(w("comment"), "{*}cm", "{*}reply", "{*}threadedComment"):
            words = " ".join("".join(comment.itertext()).split())
            key = comment.get("authorId") or comment.get("personId") or ""
            author = comment.get(w("author")) or authors.get(key, "")
            if words:
                yield _comment(places.get(comment.get(w("id"), ""), _part_name(owners[part])), author, words)


def _commented(part: str, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The place of each comment of a Word part, by its id."""
    if part in parts and b"commentReference" in parts[part]:
        for reference in _parse(parts[part]).iter(w("commentReference")):
            paragraph = next(reference.iterancestors(PARAGRAPH), None)
            path = () if paragraph is None else DOCX.path(paragraph)
            yield reference.get(w("id"), ""), ", ".join((_part_name(part), *path))


def _part_name(part: str) -> str:
    return part.partition("/")[2].removesuffix(".xml") or part


def _comment(place: str, author: str, words: str) -> Finding:
    quote = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    comment = message("template.comment", author=author or message("term.somebody"), words=quote)
    values = {"author": author, "words": words}
    return Finding("template.comment", comment, place=place, severity="warning", values=values)


def _authors(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for part in {target for _, kind, target in _links(parts) if kind in {"commentAuthors", "authors", "author"}}:
        if part in parts:
            for author in _parse(parts[part]).iter("{*}cmAuthor", "{*}author"):
                yield author.get("id", ""), author.get("name", "")


def _unseen_data(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """One warning for the data that no page shows, by its kinds."""
    sorts = [
        _REPORTED_LINKS[kind]
        for _, kind, target in _links(parts)
        if kind in _REPORTED_LINKS and _has_content(parts, target)
    ]
    settings = (data for part, data in parts.items() if part.endswith("settings.xml"))
    names = [found for data in settings for found in _parse(data).iter(w("docVar"))]
    sorts += ["term.document_variables"] if names else []
    sorts += ["term.custom_properties"] if has_other_properties(parts) else []
    if sorts:
        kinds = message("term.listed", items=[message(key) for key in dict.fromkeys(sorts)])
        yield Finding.of("template.private", severity="warning", sorts=kinds)


def _has_content(parts: Mapping[str, bytes], part: str) -> bool:
    """Whether a part has content; the empty list of sources that Word writes has none."""
    if part not in parts or not part.endswith(".xml"):
        return part in parts
    root = _parse(parts[part])
    return len(root) > 0 or bool("".join(root.itertext()).strip())


def _links(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Each internal relationship as (source part, name of its type, target)."""
    for rels in sorted(name for name in parts if name.endswith(".rels")):
        folder, _, name = rels.rpartition("_rels/")
        part = folder + name.removesuffix(".rels")
        yield from ((part, item.name, item.target) for item in read_rels(parts, part) if not item.external)


def _drop_links(parts: dict[str, bytes]) -> None:
    """Remove the relationships, the parts that only they led to, and the elements that refer to them."""
    dropped: dict[str, set[str]] = {}
    for rels in [name for name in parts if name.endswith(".rels")]:
        folder, _, name = rels.rpartition("_rels/")
        part = folder + name.removesuffix(".rels")
        ids = {item.id for item in read_rels(parts, part) if item.name in _DROPPED}
        if ids:
            dropped[part] = ids
    for part, data in without_unused(parts, dropped).items() if dropped else ():
        if data is None:
            parts.pop(part, None)
        else:
            parts[part] = data
    for part, ids in dropped.items():
        if part in parts and part.endswith(".xml"):
            parts[part] = _without_names(parts[part], ids)


def _without_names(data: bytes, ids: set[str]) -> bytes:
    root = _parse(data)
    naming = [item for item in root.iter(etree.Element) if _named(item) & ids]
    for item in naming:
        _remove(item)
    return _serialize(root) if naming else data


def _remove(item: Element) -> None:
    """Remove an element, and its parent if nothing else is in it."""
    holder = item.getparent()
    if holder is not None:
        holder.remove(item)
        if not len(holder) and etree.QName(holder).localname in _HOLDERS:
            _remove(holder)


def _named(element: Element) -> set[str]:
    return {str(value) for name, value in element.attrib.items() if str(name).startswith(f"{{{R}}}")}


def _without_marks(data: bytes) -> bytes:
    """A Word part without comment marks, document variables, and data bindings to custom XML."""
    if not any(mark in data for mark in (b"comment", b"annotationRef", b"docVar", b"dataBinding")):
        return data
    root = _parse(data)
    removed = [*root.iter(*_COMMENT_MARKS), *root.iter(w("docVars"))]
    removed += [item for item in root.iter("{*}dataBinding") if not _BUILT_IN_BINDING.fullmatch(_store(item))]
    for item in removed:
        holder = item.getparent()
        if holder is None:
            continue
        holder.remove(item)
        if holder.tag == w("r") and all(child.tag == w("rPr") for child in holder):
            around = holder.getparent()
            if around is not None:
                around.remove(holder)
    return _serialize(root) if removed else data


def _store(item: Element) -> str:
    return next((str(value) for name, value in item.attrib.items() if str(name).endswith("}storeItemID")), "")


def _serialize(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
