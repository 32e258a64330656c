"""Turns a package that is no sound Office template into findings that say which part is wrong, or what file it is."""

from collections.abc import Iterator, Mapping

from lxml import etree

from docgen.engines.office.check_content import dangers
from docgen.errors import Finding, TemplateError
from docgen.ooxml.names import STRICT, Element
from docgen.ooxml.package import TYPES_PART, read_rels
from docgen.ooxml.xml import parse_xml

WORD, POWERPOINT = "Word", "PowerPoint"
_PROGRAMS = {"wordprocessingml": WORD, "presentationml": POWERPOINT, "spreadsheetml": "Excel"}
_ENCODINGS = {"UTF-8", "UTF8", "US-ASCII", "ASCII"}
_MOST = 100
_HINT = "open the template in Office and save it again"


def check_package(name: str, parts: Mapping[str, bytes], program: str) -> None:
    """Refuse `parts` unless every XML part can be read safely, nothing runs or fetches, and it is `program`'s file.

    Raises TemplateError with all that is wrong. A part may not declare a document type: Office refuses it (ECMA-376
    part 2, 6.2.5), and entities are how XML reaches for other files.
    """
    trees: dict[str, Element] = {}
    findings = list(_broken_parts(parts, trees))
    if not findings:
        types = _types(parts, trees)
        findings = list(dangers(parts, trees, types)) or list(_foreign(parts, types, program))
    if findings:
        raise TemplateError([finding.at(name) for finding in findings[:_MOST]])


def _broken_parts(parts: Mapping[str, bytes], trees: dict[str, Element]) -> Iterator[Finding]:
    """What is wrong with the XML of `parts`; the trees of those that are sound are put into `trees`."""
    for part in (TYPES_PART, *sorted(parts.keys() - {TYPES_PART})):
        if not _is_xml(part, trees):
            continue
        try:
            # libxml2 holds its own limits: 256 levels, 10 MB for one text or attribute
            root = parse_xml(parts[part], without_comments=True)
        except etree.XMLSyntaxError as error:
            yield Finding("template.broken", f"this part is no XML: {error.msg}", _HINT, place=part)
            continue
        facts = root.getroottree().docinfo
        if facts.doctype:
            yield Finding("template.broken", "this part declares a document type", _HINT, place=part)
        elif (facts.encoding or "UTF-8").upper() not in _ENCODINGS:
            yield Finding("template.broken", f"this part is written in {facts.encoding}, not UTF-8", _HINT, place=part)
        elif part.lower().endswith(".rels") and not _is_graph(root):
            yield Finding("template.broken", "this part holds no sound relationships", _HINT, place=part)
        else:
            trees[part] = root


def _is_graph(root: Element) -> bool:
    """Whether a relationships part is one, and gives no id twice."""
    ids = [item.get("Id") for item in root]
    return etree.QName(root).localname == "Relationships" and None not in ids and len(set(ids)) == len(ids)


def _is_xml(part: str, trees: Mapping[str, Element]) -> bool:
    """Whether a reader takes a part for XML: by its name, or by what the content types (read first) say."""
    if part.lower().endswith((".xml", ".rels", ".vml")):
        return True
    types = trees.get(TYPES_PART)
    return types is not None and _type_of(part, *_told_types(types)).lower().endswith(("xml", "vmldrawing"))


def _types(parts: Mapping[str, bytes], trees: Mapping[str, Element]) -> dict[str, str]:
    """The content type of each part."""
    defaults, overrides = _told_types(trees[TYPES_PART])
    return {part: _type_of(part, defaults, overrides) for part in parts}


def _told_types(root: Element) -> tuple[dict[str, str], dict[str, str]]:
    """The content types by extension and by part name, which are told without regard to case."""
    kinds = [(item, item.get("ContentType") or "") for item in root.iter("{*}Default", "{*}Override")]
    defaults = {(item.get("Extension") or "").lower(): kind for item, kind in kinds}
    return defaults, {(item.get("PartName") or "").lstrip("/").lower(): kind for item, kind in kinds}


def _type_of(part: str, defaults: Mapping[str, str], overrides: Mapping[str, str]) -> str:
    return overrides.get(part.lower()) or defaults.get(part.lower().rpartition(".")[2], "")


def _foreign(parts: Mapping[str, bytes], types: Mapping[str, str], program: str) -> Iterator[Finding]:
    main = next((item for item in read_rels(parts, "") if item.name == "officeDocument"), None)
    if main is None or main.target not in parts:
        yield Finding("template.file", "this package has no main document")
        return
    if main.kind.startswith(STRICT):
        hint = f"save it as {program} document, not as Strict Open XML"
        yield Finding("template.file", "this file is Strict Open XML", hint)
    found = next((told for word, told in _PROGRAMS.items() if word in types[main.target]), "")
    if found != program:
        yield Finding("template.file", f"this is {_with_article(found)} file, not a {program} file")


def _with_article(program: str) -> str:
    if not program:
        return "another program's"
    return f"{'an' if program[0] == 'E' else 'a'} {program}"
