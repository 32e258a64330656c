"""Unlink what people leave in templates and no reader misses: links to files, fields with results, embedded objects.

Text, pictures and the results of fields stay; what would be fetched or run goes, and is reported. What Word and its
add-ins put in silently (the attached template, task panes) goes silently. Macros, controls, scripts and what has no
result to show stay, for `docgen.engines.office.check` to refuse.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from docgen.engines.office.dialect import DOCX
from docgen.engines.office.fields import Field, fields_of, hoist, remove_between, split_marks
from docgen.errors import Finding, TemplateError
from docgen.messages import Message, message
from docgen.ooxml.names import PARAGRAPH, RUN, A, Element, P, R, w
from docgen.ooxml.package import Relationship, read_rels, slide_parts, without_unused
from docgen.ooxml.xml import parse_xml

_SILENT = {"attachedtemplate", "webextensiontaskpanes"}
_MERGE_SOURCES = {"mailmergesource", "mailmergeheadersource"}
_SHOWN_BY_RESULT = {"MACROBUTTON", "GOTOBUTTON", "INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "ADDIN", "LINK", "EMBED"}
_BUTTON = re.compile(r'\s*(?:MACROBUTTON|GOTOBUTTON)\s+(?:"[^"]*"|\S+)\s?(.*)', re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"\s*([A-Za-z]+)")
_SAFE = re.compile(r"(https?:|mailto:|tel:|#|\{\{|$)", re.IGNORECASE)
_RUNNING = re.compile(
    r"(?:javascript|vbscript|data|ms-\w+|search-ms|search|shell|res|mk|about|cmd|jar)\W", re.IGNORECASE
)
_FILE = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s\\]\S*|\\\\\S+))', re.IGNORECASE)
_CLICKS = ("{*}hlinkClick", "{*}hlinkHover", "{*}hlinkMouseOver")
_STARTS = ("macro", "program", "ole")
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ID, _LINK, _EMBED = (f"{{{R}}}{name}" for name in ("id", "link", "embed"))
_OBJECTS = {"oleobject", "package"}
_SHOWN = 80


@dataclass(slots=True)
class _Package:
    """A package being unlinked: its parts, their trees, what changed, the ids of dropped relationships, notices."""

    parts: dict[str, bytes]
    trees: dict[str, Element]
    changed: set[str] = field(default_factory=set[str])
    dropped: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    notices: list[Finding] = field(default_factory=list[Finding])
    slides: dict[str, int] = field(default_factory=dict[str, int])

    def drop(self, part: str, id_: str) -> None:
        self.dropped.setdefault(part, set()).add(id_)

    def report(self, key: str, part: str, element: Element | None, **values: Any) -> None:
        """Add a notice at an element of a part."""
        self.notices.append(Finding.of(key, place=self._place(part, element), severity="warning", **values))

    def write(self) -> None:
        """Write the trees that changed, and remove what only dropped relationships led to."""
        for part in self.changed:
            self.parts[part] = _serialised(self.trees[part])
        for name, data in without_unused(self.parts, self.dropped).items() if self.dropped else ():
            if data is None:
                self.parts.pop(name, None)
                self.trees.pop(name, None)
            else:
                self.parts[name] = data
                self.changed.add(name)
        for part in self.changed & self.trees.keys():
            self.trees[part] = parse_xml(self.parts[part], without_comments=True)

    def _place(self, part: str, element: Element | None) -> str:
        if part in self.slides:
            return f"slide {self.slides[part]}"
        shown = part.partition("/")[2].removesuffix(".xml") or part
        paragraph = None if element is None else next(element.iterancestors(PARAGRAPH), None)
        return ", ".join((shown, *(() if paragraph is None else DOCX.path(paragraph))))


def unlink(parts: dict[str, bytes], trees: dict[str, Element]) -> tuple[Finding, ...]:
    """Unlink the `parts` of a package whose XML is sound; `trees` are its XML parts. Returns notices."""
    package = _Package(parts, trees)
    package.slides = dict(_slides(parts))
    for part in sorted(trees):
        if not part.endswith(".rels"):
            _unlink_part(package, part)
    for rel in read_rels(parts, ""):
        if rel.name.lower() in _SILENT:
            package.drop("", rel.id)
    package.write()
    return tuple(package.notices)


def _slides(parts: dict[str, bytes]) -> Iterator[tuple[str, int]]:
    """The number of each slide, by part."""
    main = next((item.target for item in read_rels(parts, "") if item.name == "officeDocument"), "")
    if main.startswith("ppt/") and main in parts:
        with suppress(TemplateError):  # a slide is missing, which is reported elsewhere
            yield from ((name, number) for number, name in enumerate(slide_parts("", parts, main), 1))


def _unlink_part(package: _Package, part: str) -> None:
    root = package.trees[part]
    for rel in read_rels(package.parts, part):
        kind = rel.name.lower()
        naming = [item for item in root.iter(etree.Element) if rel.id in _named(item)]
        if kind in _SILENT:
            _remove_all(package, part, rel, naming)
        elif kind in _MERGE_SOURCES:
            _remove_all(package, part, rel, [])
        elif kind == "hyperlink" and rel.external and is_file(rel.target) and not any(map(_runs, naming)):
            _unlink_address(package, part, rel, naming)
        elif kind == "image" and rel.external and naming and all(item.get(_EMBED) for item in naming):
            _unlink_picture(package, part, rel, naming)
        elif kind in _OBJECTS:
            _unlink_object(package, part, rel, naming)
    for merge in list(root.iter(w("mailMerge"))):
        _remove(merge)
        package.changed.add(part)
        package.report("template.unlinked:merge", part, None)
    _unlink_fields(package, part, root)


def _named(element: Element) -> set[str]:
    return {str(value) for name, value in element.attrib.items() if str(name).startswith(f"{{{R}}}")}


def is_file(address: str) -> bool:
    """Whether a hyperlink's address is a file, a share or another program's place: no script, nothing on the web."""
    shown = unquote(address).strip()
    return not _SAFE.match(shown) and not _RUNNING.match(shown)


def _runs(element: Element) -> bool:
    """Whether a click starts something besides a link."""
    word = (element.get("action") or "").strip().lower().removeprefix("ppaction://")
    return word.startswith(_STARTS)


def _remove_all(package: _Package, part: str, rel: Relationship, naming: list[Element]) -> None:
    package.drop(part, rel.id)
    for element in naming:
        _remove(element)
        package.changed.add(part)


def _unlink_address(package: _Package, part: str, rel: Relationship, naming: list[Element]) -> None:
    """Remove a link to a file; its text stays. An address that lacks `https://` is completed."""
    if rel.target.lower().startswith("www."):
        _complete(package, part, rel)
        return
    package.drop(part, rel.id)
    for element in naming or [None]:
        package.report("template.unlinked:address", part, element, address=rel.target[:_SHOWN])
        if element is None:
            continue
        if element.tag == w("hyperlink"):
            _unwrap(element)
        else:
            _remove(element)
        package.changed.add(part)


def _complete(package: _Package, part: str, rel: Relationship) -> None:
    """Write `www.example.com`, which Office takes for a file, as a web address."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    for item in package.trees[rels]:
        if item.get("Id") == rel.id:
            item.set("Target", f"https://{rel.target}")
    package.parts[rels] = etree.tostring(package.trees[rels], xml_declaration=True, encoding="UTF-8", standalone=True)


def _unlink_picture(package: _Package, part: str, rel: Relationship, naming: list[Element]) -> None:
    """Remove the link of a picture that is in the file as well."""
    package.drop(part, rel.id)
    for element in naming:
        element.attrib.pop(_LINK, None)
        package.changed.add(part)
        package.report("template.unlinked:picture", part, element, address=rel.target[:_SHOWN])


def _unlink_object(package: _Package, part: str, rel: Relationship, naming: list[Element]) -> None:
    """Replace an embedded or linked object by the picture that is shown of it, if there is one."""
    for element in naming:
        done = _as_picture(element) if element.tag == _OLE else _as_slide_picture(element)
        if done is not None:
            package.drop(part, rel.id)
            package.changed.add(part)
            package.report("template.unlinked:object", part, done, kind=_kind_of(element))


def _kind_of(element: Element) -> Message:
    """What an embedded object is, by the program that made it."""
    program = (element.get("ProgID") or element.get("progId") or "").partition(".")[0].lower()
    known = {"excel": "term.a_workbook", "word": "term.a_document", "powerpoint": "term.a_presentation"}
    return message(known.get(program, "term.an_object"))


def _as_picture(element: Element) -> Element | None:
    """The picture of an object in Word, in its place: a `w:pict` of the shape."""
    holder = element.getparent()
    if (
        holder is None
        or holder.tag != w("object")
        or holder.find(".//{urn:schemas-microsoft-com:vml}imagedata") is None
    ):
        return None
    _remove(element)
    holder.tag = w("pict")
    holder.attrib.clear()
    return holder


def _as_slide_picture(element: Element) -> Element | None:
    """The picture of an object on a slide, in the place of its frame."""
    frame = next(element.iterancestors(f"{{{P}}}graphicFrame"), None)
    if frame is None or element.tag != f"{{{P}}}oleObj":
        return None
    around = frame.getparent()
    picture = next((item for item in frame.iter(f"{{{P}}}pic")), None)
    place = frame.find(f"{{{P}}}xfrm")
    if picture is None or around is None:
        return None
    shape = picture.find(f"{{{P}}}spPr")
    if shape is not None and place is not None and shape.find(f"{{{A}}}xfrm") is None:
        place.tag = f"{{{A}}}xfrm"
        shape.insert(0, place)
    around.replace(frame, picture)
    return picture


def _unlink_fields(package: _Package, part: str, root: Element) -> None:
    """Replace fields that fetch or start something by their results, from the innermost outwards."""
    if next(root.iter(w("fldChar"), w("fldSimple")), None) is None:
        return
    for simple in list(root.iter(w("fldSimple"))):
        if _is_shown_by_result(simple.get(w("instr"), "")):
            package.report("template.unlinked:field", part, simple, field=_short(simple.get(w("instr"), "")))
            _unwrap(simple)
            package.changed.add(part)
    found = [item for item in fields_of(root) if item.end is not None and _is_shown_by_result(item.code)]
    if not found:
        return
    split_marks(root)
    for item in reversed([item for item in fields_of(root) if item.end is not None and _is_shown_by_result(item.code)]):
        package.report("template.unlinked:field", part, item.begin, field=_short(item.code))
        _to_result(item)
        package.changed.add(part)


def _is_shown_by_result(code: str) -> bool:
    """Whether a field fetches or starts something, but its result can stand for it."""
    found = _WORD.match(code)
    if "{" in code.partition(" ")[0]:
        return False
    if found and found[1].upper() == "HYPERLINK":
        address = _FILE.match(code)
        return bool(address) and is_file((address[1] or address[2] or "").replace("\\\\", "\\"))
    return bool(found) and found[1].upper() in _SHOWN_BY_RESULT


def _short(code: str) -> str:
    return " ".join(code.split())[:_SHOWN]


def _to_result(item: Field) -> None:
    """Leave only the result of a field; a button without one shows the words of its code."""
    assert item.end is not None  # noqa: S101
    button = _BUTTON.match(item.code)
    if item.separate is None and button:
        run = etree.Element(RUN)
        properties = item.begin.find(w("rPr"))
        run.extend([] if properties is None else [properties])
        etree.SubElement(run, w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = button[
            1
        ].strip()
        item.begin.addprevious(run)
    last = item.end if item.separate is None else item.separate
    for mark in (item.begin, last):
        hoist(mark)
    remove_between(item.begin, last)
    for mark in dict.fromkeys((item.begin, last, item.end)):
        _remove(mark)


def _serialised(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
