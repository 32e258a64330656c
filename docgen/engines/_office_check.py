"""Turns a package that is no sound Office template into findings that say which part is wrong, or what file it is."""

from collections.abc import Iterator, Mapping

from lxml import etree

from docgen.engines._office_package import TYPES_PART, ContentTypes, read_rels
from docgen.errors import Finding, TemplateError

WORD, POWERPOINT = "Word", "PowerPoint"
_PROGRAMS = {"wordprocessingml": WORD, "presentationml": POWERPOINT, "spreadsheetml": "Excel"}
_STRICT = "http://purl.oclc.org/ooxml/"


def check_package(name: str, parts: Mapping[str, bytes], program: str) -> None:
    """Refuse `parts` unless every XML part can be read safely and the main part is `program`'s.

    Raises TemplateError with all that is wrong. A part may not declare a document type: Office refuses it (ECMA-376
    part 2, 6.2.5), and entities are how XML reaches for other files.
    """
    findings = list(_broken_parts(parts)) or list(_foreign(parts, program))
    if findings:
        raise TemplateError([finding.at(name) for finding in findings])


def _broken_parts(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    hint = "open the template in Office and save it again"
    for part, data in sorted(parts.items()):
        if not part.endswith((".xml", ".rels")):
            continue
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError as error:
            yield Finding("template.broken", f"this part is no XML: {error.msg}", hint, place=part)
        else:
            if root.getroottree().docinfo.doctype:
                yield Finding("template.broken", "this part declares a document type", hint, place=part)


def _foreign(parts: Mapping[str, bytes], program: str) -> Iterator[Finding]:
    main = next((item for item in read_rels(parts, "") if item.name == "officeDocument"), None)
    if main is None or main.target not in parts:
        yield Finding("template.file", "this package has no main document")
        return
    if main.kind.startswith(_STRICT):
        hint = f"save it as {program} document, not as Strict Open XML"
        yield Finding("template.file", "this file is Strict Open XML", hint)
    content_type = ContentTypes.read(parts[TYPES_PART]).overrides.get(main.target, "")
    found = next((told for word, told in _PROGRAMS.items() if word in content_type), "")
    if found != program:
        yield Finding("template.file", f"this is {_with_article(found)} file, not a {program} file")


def _with_article(program: str) -> str:
    if not program:
        return "another program's"
    return f"{'an' if program[0] == 'E' else 'a'} {program}"
