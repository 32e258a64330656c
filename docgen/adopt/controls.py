"""Read the content controls, merge fields, form fields and property fields of a Word part.

Their markup: docs/dev/adopt.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docgen.messages import Message, message
from docgen.ooxml.names import PARAGRAPH, RUN, TABLE, TEXT, W14, Element, w

_CODE = re.compile(r"\s*(\w+)\s*(.*)", re.DOTALL)
_ARGUMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SWITCH = re.compile(r'\\(\S)\s*("(?:[^"]*)"|[^\s\\]*)')
_DOCUMENT_FACTS = {
    "TITLE": "Title", "SUBJECT": "Subject", "AUTHOR": "Author", "KEYWORDS": "Keywords", "COMMENTS": "Comments",
    "DATE": "Date", "CREATEDATE": "Date", "SAVEDATE": "Date", "TIME": "Date",
}  # fmt: skip
_NAMED = {"MERGEFIELD", "DOCPROPERTY", "DOCVARIABLE", "ADDRESSBLOCK", "GREETINGLINE"}
_FORM_FIELDS = {"FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"}
_NO_NAME = re.compile(r"(?:text|dropdown|check|checkbox)\s?\d*|kombinations\w*(?:\s\d*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FieldCode:
    """A parsed field code: the field type, its argument, its switches by letter."""

    kind: str
    argument: str
    switches: dict[str, str]


@dataclass(slots=True, eq=False)
class Control:
    """A field or content control of a paragraph: its elements, the `w:t` elements of its content, its name and type.

    `covers`: it is the paragraph's whole content. `doubt`: why it isn't replaced without asking. `affixes`: text that a
    merge field prints around a value that isn't empty (switches `\\b`, `\\f`).
    """

    form: str
    paragraph: Element
    elements: tuple[Element, ...]
    texts: tuple[Element, ...]
    words: str = ""
    kind: str = ""
    shown: str = ""
    options: tuple[str, ...] = ()
    covers: bool = False
    doubt: Message | None = None
    affixes: tuple[str, str] = ("", "")
    is_box: bool = False
    other_words: str = ""


def read_controls(root: Element) -> dict[Element, list[Control]]:
    """The fields and content controls of a part that people fill in, by paragraph."""
    found: dict[Element, list[Control]] = {}
    seen = set[Element]()
    for control in (*_content_controls(root, seen), *_simple_fields(root, seen), *_complex_fields(root, seen)):
        found.setdefault(control.paragraph, []).append(control)
    return found


def _content_controls(root: Element, seen: set[Element]) -> Iterator[Control]:
    for sdt in root.iter(w("sdt")):
        properties, content = sdt.find(w("sdtPr")), sdt.find(w("sdtContent"))
        if properties is None or content is None or sdt in seen or _is_building_block(properties):
            continue
        paragraph = next(sdt.iterancestors(PARAGRAPH), None)
        paragraphs = list(content.iter(PARAGRAPH))
        covers = paragraph is None
        if paragraph is None:
            if len(paragraphs) != 1 or content.find(f".//{TABLE}") is not None or not _is_named(properties):
                continue
            paragraph = paragraphs[0]
        elif paragraphs:
            continue  # it contains a text box, whose paragraphs have their own controls
        seen.update(sdt.iter(w("sdt"), w("fldSimple"), w("fldChar")))
        yield _content_control(sdt, properties, paragraph, covers)


def _is_building_block(properties: Element) -> bool:
    """Whether a control contains content rather than a value: contents, cover page, bibliography, repeating section."""
    names = {"docPartObj", "docPartList", "picture", "bibliography", "citation", "equation", "group"}
    kinds = {str(child.tag).rpartition("}")[2] for child in properties}
    return bool(kinds & (names | {"repeatingSection", "repeatingSectionItem"}))


def _is_named(properties: Element) -> bool:
    return any(properties.find(w(name)) is not None for name in ("alias", "tag", "showingPlcHdr", "dataBinding"))


def _content_control(sdt: Element, properties: Element, paragraph: Element, covers: bool) -> Control:
    texts = tuple(sdt.iter(TEXT))
    shown = "".join(text.text or "" for text in texts)
    named = _value(properties, "alias") or _value(properties, "tag")
    choices = properties.find(w("dropDownList"))
    choices = properties.find(w("comboBox")) if choices is None else choices
    items = [] if choices is None else [item.get(w("displayText")) or item.get(w("value")) or "" for item in choices]
    is_box = properties.find(f"{{{W14}}}checkbox") is not None
    is_date = properties.find(w("date")) is not None
    is_placeholder = properties.find(w("showingPlcHdr")) is not None
    return Control(
        "control",
        paragraph,
        (sdt,),
        texts,
        words=named,
        kind="date" if is_date else "choice" if items else "yes_no" if is_box else "",
        shown=shown,
        options=tuple(item for item in items if item and not item.lower().startswith(("choose", "选择"))),
        covers=covers,
        is_box=is_box,
        other_words=f"{_value(properties, 'tag')} {shown if is_placeholder else ''}".strip(),
    )


def _value(properties: Element, name: str) -> str:
    found = properties.find(w(name))
    return "" if found is None else found.get(w("val"), "").strip()


def _simple_fields(root: Element, seen: set[Element]) -> Iterator[Control]:
    for element in root.iter(w("fldSimple")):
        paragraph = next(element.iterancestors(PARAGRAPH), None)
        if paragraph is None or element in seen:
            continue
        seen.update(element.iter(w("fldChar")))
        texts = tuple(element.iter(TEXT))
        control = _control_of_code(element.get(w("instr"), ""), paragraph, (element,), texts)
        if control is not None:
            yield control


@dataclass(slots=True)
class _OpenField:
    """A complex field whose end isn't read yet: its begin, code and result texts, and whether it nests another."""

    begin: Element
    code: str = ""
    in_result: bool = False
    texts: list[Element] = field(default_factory=list[Element])
    nested: bool = False


def _complex_fields(root: Element, seen: set[Element]) -> Iterator[Control]:
    open_fields: list[_OpenField] = []
    pieces = (piece for piece in root.iter(w("fldChar"), w("instrText"), TEXT) if piece not in seen)
    for element in pieces:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            _begin(open_fields, element)
        elif kind == "separate" and open_fields:
            open_fields[-1].in_result = True
        elif kind == "end" and open_fields:
            control = _close(open_fields.pop(), element, is_inner=bool(open_fields))
            if control is not None:
                yield control
        elif open_fields and kind is None:
            _add_piece(open_fields[-1], element)


def _begin(open_fields: list[_OpenField], element: Element) -> None:
    for outer in open_fields:
        outer.nested = True
    open_fields.append(_OpenField(element))


def _add_piece(opened: _OpenField, element: Element) -> None:
    if element.tag == TEXT:
        opened.texts += [element] if opened.in_result else []
    elif not opened.in_result:
        opened.code += element.text or ""


def _close(opened: _OpenField, end: Element, *, is_inner: bool) -> Control | None:
    paragraph = next(opened.begin.iterancestors(PARAGRAPH), None)
    if paragraph is None or is_inner:
        return None
    first, last = opened.begin.getparent(), end.getparent()
    if first is None or last is None or first.tag != RUN:
        return None
    control = _control_of_code(opened.code, paragraph, _siblings_between(first, last), tuple(opened.texts))
    if control is None:
        return _conditional(opened, paragraph, _siblings_between(first, last))
    if opened.nested or not control.elements:
        control.doubt = message("adopt.why:nested_field")
    _name_form_field(control, opened.begin)
    return control


def _conditional(opened: _OpenField, paragraph: Element, elements: tuple[Element, ...]) -> Control | None:
    """An IF field with a merge field inside: it chooses between texts, so the user has to write its condition."""
    if not opened.nested or not opened.code.strip().upper().startswith("IF"):
        return None
    control = Control("field", paragraph, elements, tuple(opened.texts), words="")
    control.shown = "".join(text.text or "" for text in opened.texts)
    control.doubt = message("adopt.why:if_field")
    return control


def _siblings_between(first: Element, last: Element) -> tuple[Element, ...]:
    """The siblings from `first` to `last`; empty if they aren't siblings."""
    found = [first]
    while found[-1] is not last:
        following = found[-1].getnext()
        if following is None:
            return ()
        found.append(following)
    return tuple(found)


def _control_of_code(
    code: str, paragraph: Element, elements: tuple[Element, ...], texts: tuple[Element, ...]
) -> Control | None:
    field_code = read_code(code)
    shown = "".join(text.text or "" for text in texts)
    if field_code.kind in _FORM_FIELDS:
        kind = {"FORMCHECKBOX": "yes_no", "FORMDROPDOWN": "choice"}.get(field_code.kind, "")
        return Control("form field", paragraph, elements, texts, kind=kind, shown=shown, is_box=kind == "yes_no")
    if field_code.kind not in _NAMED and field_code.kind not in _DOCUMENT_FACTS:
        return None
    words = field_code.argument if field_code.kind in _NAMED else _DOCUMENT_FACTS[field_code.kind]
    control = Control("field", paragraph, elements, texts, words=words, shown=shown or f"«{words}»")
    control.affixes = (field_code.switches.get("b", ""), field_code.switches.get("f", ""))
    control.kind = "date" if "@" in field_code.switches else "figure" if "#" in field_code.switches else ""
    if field_code.kind in {"ADDRESSBLOCK", "GREETINGLINE"}:
        control.words = {"ADDRESSBLOCK": "client address", "GREETINGLINE": "client contact name"}[field_code.kind]
        control.doubt = message("adopt.why:several_values")
    if field_code.kind in {"DATE", "TIME", "CREATEDATE", "SAVEDATE"}:
        control.doubt = message("adopt.why:today")
    return control


def read_code(code: str) -> FieldCode:
    """Parse a field code (ECMA-376 part 1, 17.16.4)."""
    found = _CODE.match(code)
    kind, rest = found.groups() if found else ("", "")
    switches = {letter.lower(): value.strip('"') for letter, value in _SWITCH.findall(rest)}
    argument = _ARGUMENT.match(rest)
    named = "" if argument is None or rest.startswith("\\") else (argument.group(1) or argument.group(2) or "")
    return FieldCode(kind.upper(), named, switches)


def _name_form_field(control: Control, begin: Element) -> None:
    """Take the name, type and choices of a form field from its data (`w:ffData`, 17.16.17)."""
    data = begin.find(w("ffData"))
    if control.form != "form field" or data is None:
        return
    name = _value(data, "name")
    names = [] if _NO_NAME.fullmatch(name) else [name]
    names += [_value(data, "statusText"), _value(data, "helpText")]
    control.words = next((text for text in names if text), "")
    kind = data.find(f"{w('textInput')}/{w('type')}")
    if kind is not None and kind.get(w("val")) == "date":
        control.kind = "date"
    control.options = tuple(item.get(w("val"), "") for item in data.iter(w("listEntry")))
