"""Check that a package is a valid and safe Office template (docs/dev/limits.md).

It is well-formed, has no macros, embedded programs or external content, and no field codes that fetch or run something
or hide what they do.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from docgen.engines.office.unlink import unlink
from docgen.errors import Finding, TemplateError
from docgen.messages import Message, message
from docgen.ooxml.names import STRICT, Element
from docgen.ooxml.package import TYPES_PART, read_rels
from docgen.ooxml.xml import parse_xml

WORD, POWERPOINT = "Word", "PowerPoint"
_PROGRAMS = {"wordprocessingml": WORD, "presentationml": POWERPOINT, "spreadsheetml": "Excel"}
_FILES = {WORD: "term.file_docx", POWERPOINT: "term.file_pptx", "Excel": "term.file_xlsx", "": "term.file_other"}
_ENCODINGS = {"UTF-8", "UTF8", "US-ASCII", "ASCII"}
_MOST = 100
_MACRO_TYPE = re.compile(r"macroenabled|vbaproject|vbadata|vbaprojectsignature|macrosheet", re.IGNORECASE)
_ACTIVE_TYPE = re.compile(r"activex|oleobject|webextension|attachedtoolbars|customui", re.IGNORECASE)
_MACRO_NAME = re.compile(r"(.*/)?(vbaproject[^/]*|vbadata\.xml)", re.IGNORECASE)
_ACTIVE_NAME = re.compile(r"(.*/)?(activex/.*|oleobject[^/]*\.bin|customui[^/]*\.xml)", re.IGNORECASE)
_MACRO_LINKS = {"vbaproject", "wordvbadata", "xlmacrosheet"}
_ACTIVE_LINKS = {
    "control", "activexcontrolbinary", "oleobject", "package", "extensibility", "usercustomization", "attachedtoolbars",
    "webextension", "webextensiontaskpanes",
}  # fmt: skip
_FETCHING_LINKS = {"afchunk", "subdocument", "attachedtemplate", "frame", "mailmergesource", "mailmergeheadersource"}
_CHART = re.compile(r"(.*/)?charts?/[^/]*", re.IGNORECASE)
_WORKBOOK = re.compile(r".*\.xlsx", re.IGNORECASE)
_SAFE_ADDRESS = re.compile(r"(https?:|mailto:|tel:|#|\{\{|$)", re.IGNORECASE)
_SAFE_ACTIONS = {"", "noaction", "hlinksldjump", "hlinkshowjump", "customshow", "media"}
_HARMLESS = frozenset(
    (  # noqa: SIM905
        "= ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY CITATION COMMENTS "
        "COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE FILLIN "
        "FORMCHECKBOX FORMDROPDOWN FORMTEXT FORMULA GREETINGLINE HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM "
        "MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF "
        "PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF SUBJECT SYMBOL "
        "TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE"
    ).split()
)
_FIRST_WORD = re.compile(r"[\s\"“”\\]*(=|[^\s\"“”\\=]*)")
_ADDRESS = re.compile(r"[\s\"“”]*HYPERLINK\s+(?!\\\w(?:\s|$))(?:[\"“](?P<quoted>[^\"”]*)|(?P<bare>\S+))", re.IGNORECASE)
_NESTED = "\N{OBJECT REPLACEMENT CHARACTER}"


def check_package(name: str, parts: dict[str, bytes], program: str) -> tuple[Finding, ...]:
    """Check that every XML part can be parsed safely, nothing runs or fetches, and the file is `program`'s.

    What people leave in templates and no reader misses is taken out of `parts`; the result is notices of it. Raises
    TemplateError with all findings. A part may not declare a document type: Office rejects it (ECMA-376 part 2, 6.2.5),
    and entities can include other files.
    """
    trees: dict[str, Element] = {}
    notices: tuple[Finding, ...] = ()
    findings = list(_broken_parts(parts, trees))
    if not findings:
        notices = unlink(parts, trees)
        types = _types(parts, trees)
        findings = list(unsafe_content(parts, trees, types)) or list(_check_program(parts, types, program))
    if findings:
        raise TemplateError([finding.at(name) for finding in findings[:_MOST]])
    return notices


def _broken_parts(parts: dict[str, bytes], trees: dict[str, Element]) -> Iterator[Finding]:
    """Findings about the XML of `parts`; valid parts are added to `trees`, in UTF-8 if they were in UTF-16."""
    for part in (TYPES_PART, *sorted(parts.keys() - {TYPES_PART})):
        if not _is_xml(part, trees):
            continue
        try:
            # libxml2 has limits: 256 levels, 10 MB for one text or attribute
            root = parse_xml(parts[part], without_comments=True)
        except etree.XMLSyntaxError as error:
            yield Finding.of("template.broken:xml", reason=str(error.msg), place=part)
            continue
        facts = root.getroottree().docinfo
        if facts.doctype:
            yield Finding.of("template.broken:doctype", place=part)
        elif (encoding := (facts.encoding or "UTF-8").upper()).startswith("UTF-16"):
            parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            trees[part] = parse_xml(parts[part], without_comments=True)
        elif encoding not in _ENCODINGS:
            yield Finding.of("template.broken:encoding", encoding=facts.encoding, place=part)
        elif part.lower().endswith(".rels") and not _is_relationships(root):
            yield Finding.of("template.broken:relationships", place=part)
        else:
            trees[part] = root


def _is_relationships(root: Element) -> bool:
    """Whether a relationships part is valid and has no duplicate id."""
    ids = [item.get("Id") for item in root]
    return etree.QName(root).localname == "Relationships" and None not in ids and len(set(ids)) == len(ids)


def _is_xml(part: str, trees: Mapping[str, Element]) -> bool:
    """Whether programs read a part as XML: by its name, or by its content type (the types are read first)."""
    if part.lower().endswith((".xml", ".rels", ".vml")):
        return True
    types = trees.get(TYPES_PART)
    return types is not None and _type_of(part, *_declared_types(types)).lower().endswith(("xml", "vmldrawing"))


def _types(parts: Mapping[str, bytes], trees: Mapping[str, Element]) -> dict[str, str]:
    """The content type of each part."""
    defaults, overrides = _declared_types(trees[TYPES_PART])
    return {part: _type_of(part, defaults, overrides) for part in parts}


def _declared_types(root: Element) -> tuple[dict[str, str], dict[str, str]]:
    """The content types by extension and by part name, both in lower case."""
    kinds = [(item, item.get("ContentType") or "") for item in root.iter("{*}Default", "{*}Override")]
    defaults = {(item.get("Extension") or "").lower(): kind for item, kind in kinds}
    return defaults, {(item.get("PartName") or "").lstrip("/").lower(): kind for item, kind in kinds}


def _type_of(part: str, defaults: Mapping[str, str], overrides: Mapping[str, str]) -> str:
    return overrides.get(part.lower()) or defaults.get(part.lower().rpartition(".")[2], "")


def _check_program(parts: Mapping[str, bytes], types: Mapping[str, str], program: str) -> Iterator[Finding]:
    main = next((item for item in read_rels(parts, "") if item.name == "officeDocument"), None)
    if main is None or main.target not in parts:
        yield Finding.of("template.file:no_document")
        return
    if main.kind.startswith(STRICT):
        yield Finding.of("template.file:strict", program=program)
    found = next((name for word, name in _PROGRAMS.items() if word in types[main.target]), "")
    if found != program:
        yield Finding.of("template.file:program", found=message(_FILES[found]), wanted=message(_FILES[program]))


def unsafe_content(
    parts: Mapping[str, bytes], trees: Mapping[str, Element], types: Mapping[str, str]
) -> Iterator[Finding]:
    """Findings about content that fetches or runs; `trees` are the XML parts, `types` the content types, by part."""
    for part in sorted(parts):
        yield from _check_type(part, types.get(part, ""))
        tree = trees.get(part)
        if tree is None:
            continue
        if part.lower().endswith(".rels"):
            yield from _check_links(part, tree)
        else:
            yield from _check_fields(part, tree)
            yield from _check_elements(part, tree)


def _check_type(part: str, content_type: str) -> Iterator[Finding]:
    if _MACRO_TYPE.search(content_type) or _MACRO_NAME.fullmatch(part):
        yield Finding.of("template.macros", place=part)
    elif _ACTIVE_TYPE.search(content_type) or _ACTIVE_NAME.fullmatch(part):
        yield Finding.of("template.active", place=part)


def _check_links(part: str, root: Element) -> Iterator[Finding]:
    source = posixpath.join(posixpath.dirname(posixpath.dirname(part)), posixpath.basename(part)[: -len(".rels")])
    for link in root.iter("{*}Relationship"):
        kind = (link.get("Type") or "").rstrip("/").rsplit("/", 1)[-1]
        target, mode = link.get("Target") or "", (link.get("TargetMode") or "").strip().lower()
        is_outside = mode == "external" or "://" in target or target.startswith("\\")
        place = f"{part}, {link.get('Id') or 'a relationship without id'}"
        if kind.lower() in _MACRO_LINKS:
            yield Finding.of("template.macros:relationship", kind=kind, place=place)
        elif kind.lower() in _ACTIVE_LINKS and (is_outside or not _is_workbook(kind, source, target)):
            yield Finding.of("template.active:relationship", kind=kind, place=place)
        elif kind.lower() in _FETCHING_LINKS:
            yield Finding.of("template.external:fetched", kind=kind, place=place)
        elif is_outside and not (kind.lower() == "hyperlink" and is_safe_address(target)):
            yield Finding.of("template.external:relationship", kind=kind, target=target[:80], place=place)


def _is_workbook(kind: str, source: str, target: str) -> bool:
    return kind == "package" and bool(_CHART.fullmatch(source)) and bool(_WORKBOOK.fullmatch(target))


def is_safe_address(address: str) -> bool:
    """Whether a hyperlink may have this address: web, mail, telephone, a place in the file, or a tag."""
    return bool(_SAFE_ADDRESS.match(unquote(address).strip()))


def _check_fields(part: str, root: Element) -> Iterator[Finding]:
    for code in field_codes(root):
        wrong = wrong_with_field(code)
        if wrong:
            yield Finding.of(wrong.key, place=part, **wrong.values)
        elif not is_safe_address(address := _address_of_field(code)):
            yield Finding.of("template.external:hyperlink", address=address[:80], place=part)


def _check_elements(part: str, root: Element) -> Iterator[Finding]:
    for element in root.iter("{*}altChunk", "{*}subDoc"):
        yield Finding.of("template.external:inserts", name=etree.QName(element).localname, place=part)
    for _ in root.iter("{*}mailMerge"):
        yield Finding.of("template.external:mail_merge", place=part)
    for _ in root.iter("{*}entryMacro", "{*}exitMacro"):
        yield Finding.of("template.macros:form_field", place=part)
    for element in root.iter("{*}property"):
        if (element.get("name") or "").lower() in {"_assemblyname", "_assemblylocation"}:
            yield Finding.of("template.active:program", place=part)
    yield from _check_drawings(part, root)
    yield from _check_actions(part, root)


def _check_drawings(part: str, root: Element) -> Iterator[Finding]:
    for element in root.iter("{urn:schemas-microsoft-com:vml}*"):
        if address := next((element.get(name) for name in ("src", "althref") if element.get(name)), ""):
            yield Finding.of("template.external:drawing", address=address[:80], place=part)
        if not is_safe_address(element.get("href") or ""):
            yield Finding.of("template.external:hyperlink", address=element.get("href", "")[:80], place=part)


def _check_actions(part: str, root: Element) -> Iterator[Finding]:
    for element in root.iter("{*}hlinkClick", "{*}hlinkHover", "{*}hlinkMouseOver"):
        action = (element.get("action") or "").strip().lower()
        word = action.removeprefix("ppaction://").split("?", 1)[0].strip("/")
        if word == "macro":
            yield Finding.of("template.macros:click", place=part)
        elif word not in _SAFE_ACTIONS:
            yield Finding.of("template.active:click", action=action[:60], place=part)


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list[str])
    is_code: bool = True


def field_codes(root: Element) -> Iterator[str]:
    """The code of each field of a part, in the order of their ends; a nested field is one character."""
    open_fields: list[_Field] = []
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}t", "{*}fldSimple"):
        name = etree.QName(element).localname
        if name == "fldSimple":
            yield _attribute(element, "instr")
        elif name != "fldChar":
            if open_fields and open_fields[-1].is_code:
                open_fields[-1].code.append("".join(element.itertext()))
        else:
            yield from _step(open_fields, _attribute(element, "fldCharType"))
    yield from ("".join(one.code) for one in open_fields)


def _step(open_fields: list[_Field], kind: str) -> Iterator[str]:
    """Begin, separate or end a field of the stack `open_fields`; yields the code of a field that ends."""
    if kind == "begin":
        if open_fields and open_fields[-1].is_code:
            open_fields[-1].code.append(_NESTED)
        open_fields.append(_Field())
    elif kind == "separate" and open_fields:
        open_fields[-1].is_code = False
    elif kind == "end" and open_fields:
        yield "".join(open_fields.pop().code)


def _attribute(element: Element, name: str) -> str:
    """An attribute by its local name, in any namespace, as some programs read it."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def wrong_with_field(code: str) -> Message | None:
    """Why a field's code is unsafe; None if it is harmless."""
    found = _FIRST_WORD.match(code)
    word = found.group(1) if found else ""
    if "{%" in code or "{#" in code:
        return message("template.field:block", field=_short(code))
    if "{{" in word or _NESTED in word:
        return message("template.field:made_up", field=_short(code))
    if word and word.upper() not in _HARMLESS:
        return message("template.field:unknown", field=word[:40])
    return None


def _address_of_field(code: str) -> str:
    """The address of a HYPERLINK field; empty if there is none."""
    found = _ADDRESS.match(code)
    return (found.group("quoted") or found.group("bare") or "") if found else ""


def _short(code: str) -> str:
    text = " ".join(code.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
