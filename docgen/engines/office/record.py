"""The record of what other programs drop when they save a template: content controls, and tags in alternative text.

LibreOffice and others drop them silently, and the file would print the words in their place. The record is in the
custom properties `docgen record`, `docgen record 2` …, which they keep: text of at most 255 characters each, since Word
takes no more. A template without a record is not checked.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.engines.office.controls import find_controls, is_fallback
from docgen.engines.office.placeholders import alt_text_expression
from docgen.errors import Finding, Severity, TemplateError
from docgen.ooxml.names import CUSTOM_PROPERTIES, VARIANT_TYPES, Element, R
from docgen.ooxml.package import TYPES_PART, ContentTypes, Relationship, read_rels, rels_part, write_rels
from docgen.ooxml.xml import parse_xml
from docgen.titles.lookup import ANY_TITLES, Titles

_PART = "docProps/custom.xml"
_NAME = re.compile(r"docgen record(?: (\d+))?")
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_RELATIONSHIP = f"{R}/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_ENTRY = re.compile(r"(control|drawing) (\d+) (.+)")
_PLAIN = re.compile(r"plain (\d+)")
_WORD = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SLIDE = re.compile(r"ppt/(slides|slideLayouts|slideMasters)/[^/]+\.xml")
_DRAWINGS = ("{*}docPr", "{*}cNvPr")
_MOST, _LONGEST = 255, 160
_ESCAPED = {"%": "%25", ";": "%3B", "{": "%7B", "}": "%7D"}


@dataclass(frozen=True, slots=True)
class Record:
    """How often a template has each control, by its tag, and each expression in alternative text.

    `plain` are the drawings without alternative text: a drawing that was deleted on purpose adds none.
    """

    controls: Counter[str]
    drawings: Counter[str]
    plain: int = 0

    def is_empty(self) -> bool:
        """Whether there is nothing that a program might drop."""
        return not self.controls and not self.drawings

    def texts(self) -> list[str]:
        """The record as texts of at most 255 characters."""
        entries = [f"plain {self.plain}"]
        for kind, counted in (("control", self.controls), ("drawing", self.drawings)):
            entries += [f"{kind} {count} {_escaped(name)}" for name, count in sorted(counted.items())]
        texts = [""]
        for entry in entries:
            joined = f"{texts[-1]};{entry}" if texts[-1] else entry
            texts = [*texts[:-1], joined] if len(joined) <= _MOST else [*texts, entry]
        return texts

    @classmethod
    def of_text(cls, text: str) -> "Record":
        """Parse the texts of a record, joined with `;`; unknown entries are ignored."""
        entries = [entry.strip() for entry in text.split(";")]
        counted = {"control": Counter[str](), "drawing": Counter[str]()}
        for found in filter(None, map(_ENTRY.fullmatch, entries)):
            counted[found[1]][_unescaped(found[3])] += int(found[2])
        plain = sum(int(found[1]) for found in filter(None, map(_PLAIN.fullmatch, entries)))
        return cls(counted["control"], counted["drawing"], plain)


def _escaped(name: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in name)


def _unescaped(name: str) -> str:
    for sign, written in reversed(_ESCAPED.items()):
        name = name.replace(written, sign)
    return name


def _shortened(name: str) -> str:
    """`name` in one line; a long one is cut, with a digest of it so that it is unique."""
    name = " ".join(name.split())
    if len(_escaped(name)) <= _LONGEST:
        return name
    return f"{name[: _LONGEST // 2]}… #{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def record_of(parts: Mapping[str, bytes], titles: Titles = ANY_TITLES) -> Record:
    """What the parts of a template hold now; `titles` are those that controls may have as tags."""
    drawings, plain = Counter[str](), 0
    for name in sorted(name for name in parts if _WORD.fullmatch(name) or _SLIDE.fullmatch(name)):
        for expression in _alternative_texts(parse_xml(parts[name], huge=True)):
            plain += not expression
            drawings[expression] += bool(expression)
    return Record(_controls(parts, titles), +drawings, plain)


def _controls(parts: Mapping[str, bytes], titles: Titles) -> Counter[str]:
    """How often the parts of a template have each control, by its tag."""
    found = Counter[str]()
    for name in sorted(name for name in parts if _WORD.fullmatch(name) and b":sdt" in parts[name]):
        controls = find_controls(parse_xml(parts[name], huge=True), titles)
        found.update(_shortened(each.tag) for each in controls if not is_fallback(each.element))
    return found


def _alternative_texts(root: Element) -> Iterator[str]:
    """The expression in the alternative text of each drawing; empty for one without text, however it is described."""
    for properties in root.iter(*_DRAWINGS):
        if is_fallback(properties):
            continue
        expression = alt_text_expression(properties)
        if expression:
            yield _shortened(re.sub(r"\s*", "", expression).replace('"', "'"))
        elif not properties.get("descr", "").strip() and _is_picture(properties):
            yield ""


def _is_picture(properties: Element) -> bool:
    """Whether a drawing without alternative text may have had a tag: it is no text, table, group or layout's own."""
    if etree.QName(properties).localname == "docPr":
        return True
    holder = next(properties.iterancestors("{*}sp", "{*}pic", "{*}graphicFrame", "{*}cxnSp", "{*}grpSp"), None)
    if holder is None or etree.QName(holder).localname in {"grpSp", "cxnSp"} or holder.find(".//{*}tbl") is not None:
        return False
    return not any((text.text or "").strip() for text in holder.iter("{*}t"))


def read_record(parts: Mapping[str, bytes]) -> Record | None:
    """The record in a template; None if it has none."""
    if _PART not in parts or b"docgen record" not in parts[_PART]:
        return None
    found = {
        int(named[1] or 1): "".join(str(text) for text in item.itertext())
        for item in parse_xml(parts[_PART])
        if (named := _NAME.fullmatch(item.get("name", "")))
    }
    return Record.of_text(";".join(text for _, text in sorted(found.items()))) if found else None


def with_record(parts: Mapping[str, bytes], titles: Titles = ANY_TITLES) -> dict[str, bytes]:
    """`parts` with the record of what they hold now; the same bytes if it is there, or there is nothing to record."""
    now, before = record_of(parts, titles), read_record(parts)
    if now == before or (now.is_empty() and before is None):
        return dict(parts)
    return _with_properties(parts, [] if now.is_empty() else now.texts())


def _with_properties(parts: Mapping[str, bytes], texts: list[str]) -> dict[str, bytes]:
    empty = f'<Properties xmlns="{CUSTOM_PROPERTIES}" xmlns:vt="{VARIANT_TYPES}"/>'.encode()
    root = parse_xml(parts.get(_PART, empty))
    for item in [item for item in root if _NAME.fullmatch(item.get("name", ""))]:
        root.remove(item)
    last = max([1, *(int(item.get("pid", "1")) for item in root)])
    for number, text in enumerate(texts, 1):
        name = "docgen record" if number == 1 else f"docgen record {number}"
        facts = {"fmtid": _FORMAT_ID, "pid": str(last + number), "name": name}
        item = etree.SubElement(root, f"{{{CUSTOM_PROPERTIES}}}property", facts)
        etree.SubElement(item, f"{{{VARIANT_TYPES}}}lpwstr").text = text
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    written = {**parts, _PART: data}
    types, links = ContentTypes.read(parts[TYPES_PART]), read_rels(parts, "")
    if types.overrides.get(_PART) != _TYPE:
        types.overrides[_PART] = _TYPE
        written[TYPES_PART] = types.write()
    if all(link.kind != _RELATIONSHIP for link in links):
        taken = {link.id for link in links}
        id_ = next(name for number in range(1, len(taken) + 2) if (name := f"rIdRecord{number}") not in taken)
        written[rels_part("")] = write_rels("", (*links, Relationship(id_, _RELATIONSHIP, _PART)))
    return written


def has_other_properties(parts: Mapping[str, bytes]) -> bool:
    """Whether a package has custom properties besides the record."""
    data = parts.get(_PART, b"")
    return b"<property" in data and any(not is_record(item.get("name", "")) for item in parse_xml(data))


def is_record(name: str) -> bool:
    """Whether a custom property of that name is part of a record."""
    return bool(_NAME.fullmatch(name))


def lost_content(name: str, parts: Mapping[str, bytes], titles: Titles = ANY_TITLES) -> tuple[Finding, ...]:
    """An error that names the recorded controls, and one the recorded drawings, that the file `name` has lost."""
    before = read_record(parts)
    if before is None:
        return ()
    now = record_of(parts, titles)
    findings: list[Finding] = []
    if controls := _named(before.controls - now.controls):
        findings.append(_finding("control.lost", name, controls))
    if now.plain > before.plain and (drawings := _named(before.drawings - now.drawings)):
        findings.append(_finding("drawing.lost", name, drawings))
    return tuple(findings)


def refuse_lost(name: str, parts: Mapping[str, bytes], titles: Titles = ANY_TITLES) -> None:
    """Raise TemplateError with what the file `name` has lost, if it has lost something."""
    if lost := lost_content(name, parts, titles):
        raise TemplateError([finding.at(name) for finding in lost])


def unrecorded_controls(name: str, parts: Mapping[str, bytes], titles: Titles) -> tuple[Finding, ...]:
    """A warning that names the controls of the file `name` that its record lacks."""
    before = read_record(parts)
    known = Counter[str]() if before is None else before.controls
    added = _named(_controls(parts, titles) - known)
    return (_finding("control.unrecorded", name, added, "warning"),) if added else ()


def _finding(key: str, name: str, names: list[str], severity: Severity = "error") -> Finding:
    return Finding.of(key, severity=severity, names=names, count=len(names), template=name)


def _named(counted: Counter[str]) -> list[str]:
    return [f"`{name}`" if count == 1 else f"`{name}` ×{count}" for name, count in sorted(counted.items())]
