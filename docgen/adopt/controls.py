"""Turns a Word part's content controls, merge fields, form fields and property fields into wholes of one shape each.

What they are in the file: docs/dev/adopt.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
class Field:
    """What a field's code says: its kind, its argument, its switches by letter."""

    kind: str
    argument: str
    switches: dict[str, str]


@dataclass(slots=True, eq=False)
class Whole:
    """A field or a control of a paragraph: its elements, the texts it shows, and what it says of itself.

    `covers`: it is the paragraph's whole content. `doubt`: why it is not to be replaced by itself. `around` is text
    that a merge field prints before and after a value that is there.
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
    doubt: str = ""
    around: tuple[str, str] = ("", "")
    at: int = 0
    is_box: bool = False
    also: str = ""
    row: Element | None = None
    notes: list[str] = field(default_factory=list[str])


def read_wholes(root: Element) -> dict[Element, list[Whole]]:
    """The fields and controls of a part that a person would fill in, by their paragraph."""
    found: dict[Element, list[Whole]] = {}
    inside = set[Element]()
    for whole in (*_controls(root, inside), *_simple_fields(root, inside), *_complex_fields(root, inside)):
        found.setdefault(whole.paragraph, []).append(whole)
    return found


def _controls(root: Element, inside: set[Element]) -> Iterator[Whole]:
    for control in root.iter(w("sdt")):
        properties, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
        if properties is None or content is None or control in inside or _is_building_block(properties):
            continue
        paragraph = next(control.iterancestors(PARAGRAPH), None)
        paragraphs = list(content.iter(PARAGRAPH))
        covers = paragraph is None
        if paragraph is None:
            if len(paragraphs) != 1 or content.find(f".//{TABLE}") is not None or not _says_something(properties):
                continue
            paragraph = paragraphs[0]
        elif paragraphs:
            continue  # a text box inside; its own paragraphs are looked at
        inside.update(control.iter(w("sdt"), w("fldSimple"), w("fldChar")))
        yield _control(control, properties, paragraph, covers)


def _is_building_block(properties: Element) -> bool:
    """Contents, cover pages, bibliographies, sections that repeat: what holds content rather than a value."""
    names = {"docPartObj", "docPartList", "picture", "bibliography", "citation", "equation", "group"}
    kinds = {str(child.tag).rpartition("}")[2] for child in properties}
    return bool(kinds & (names | {"repeatingSection", "repeatingSectionItem"}))


def _says_something(properties: Element) -> bool:
    return any(properties.find(w(name)) is not None for name in ("alias", "tag", "showingPlcHdr", "dataBinding"))


def _control(control: Element, properties: Element, paragraph: Element, covers: bool) -> Whole:
    texts = tuple(control.iter(TEXT))
    shown = "".join(text.text or "" for text in texts)
    named = _value(properties, "alias") or _value(properties, "tag")
    choices = properties.find(w("dropDownList"))
    choices = properties.find(w("comboBox")) if choices is None else choices
    items = [] if choices is None else [item.get(w("displayText")) or item.get(w("value")) or "" for item in choices]
    is_box = properties.find(f"{{{W14}}}checkbox") is not None
    is_date = properties.find(w("date")) is not None
    is_placeholder = properties.find(w("showingPlcHdr")) is not None
    return Whole(
        "control",
        paragraph,
        (control,),
        texts,
        words=named,
        kind="date" if is_date else "choice" if items else "yes_no" if is_box else "",
        shown=shown,
        options=tuple(item for item in items if item and not item.lower().startswith(("choose", "选择"))),
        covers=covers,
        is_box=is_box,
        also=f"{_value(properties, 'tag')} {shown if is_placeholder else ''}".strip(),
    )


def _value(properties: Element, name: str) -> str:
    found = properties.find(w(name))
    return "" if found is None else found.get(w("val"), "").strip()


def _simple_fields(root: Element, inside: set[Element]) -> Iterator[Whole]:
    for element in root.iter(w("fldSimple")):
        paragraph = next(element.iterancestors(PARAGRAPH), None)
        if paragraph is None or element in inside:
            continue
        inside.update(element.iter(w("fldChar")))
        texts = tuple(element.iter(TEXT))
        made = _of_code(element.get(w("instr"), ""), paragraph, (element,), texts)
        if made is not None:
            yield made


@dataclass(slots=True)
class _Open:
    """A complex field that has begun: where, its code so far, the texts of its result, what it holds."""

    begin: Element
    code: str = ""
    in_result: bool = False
    texts: list[Element] = field(default_factory=list[Element])
    nested: bool = False


def _complex_fields(root: Element, inside: set[Element]) -> Iterator[Whole]:
    waiting: list[_Open] = []
    pieces = (piece for piece in root.iter(w("fldChar"), w("instrText"), TEXT) if piece not in inside)
    for element in pieces:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            _begin(waiting, element)
        elif kind == "separate" and waiting:
            waiting[-1].in_result = True
        elif kind == "end" and waiting:
            made = _closed(waiting.pop(), element, is_inner=bool(waiting))
            if made is not None:
                yield made
        elif waiting and kind is None:
            _take(waiting[-1], element)


def _begin(waiting: list[_Open], element: Element) -> None:
    for outer in waiting:
        outer.nested = True
    waiting.append(_Open(element))


def _take(opened: _Open, element: Element) -> None:
    if element.tag == TEXT:
        opened.texts += [element] if opened.in_result else []
    elif not opened.in_result:
        opened.code += element.text or ""


def _closed(opened: _Open, end: Element, *, is_inner: bool) -> Whole | None:
    paragraph = next(opened.begin.iterancestors(PARAGRAPH), None)
    if paragraph is None or is_inner:
        return None
    first, last = opened.begin.getparent(), end.getparent()
    if first is None or last is None or first.tag != RUN:
        return None
    made = _of_code(opened.code, paragraph, _stretch(first, last), tuple(opened.texts))
    if made is None:
        return _conditional(opened, paragraph, _stretch(first, last))
    if opened.nested or not made.elements:
        made.doubt = "it holds another field, or ends in another paragraph"
    _name_form_field(made, opened.begin)
    return made


def _conditional(opened: _Open, paragraph: Element, elements: tuple[Element, ...]) -> Whole | None:
    """An IF field with a merge field inside chooses between words: its condition is a person's to write."""
    if not opened.nested or not opened.code.strip().upper().startswith("IF"):
        return None
    whole = Whole("field", paragraph, elements, tuple(opened.texts), words="")
    whole.shown = "".join(text.text or "" for text in opened.texts)
    whole.doubt = "it chooses between words (an IF field); write {% if … %} in its place"
    return whole


def _stretch(first: Element, last: Element) -> tuple[Element, ...]:
    """The siblings from `first` to `last`; empty if they don't lie side by side."""
    found = [first]
    while found[-1] is not last:
        following = found[-1].getnext()
        if following is None:
            return ()
        found.append(following)
    return tuple(found)


def _of_code(code: str, paragraph: Element, elements: tuple[Element, ...], texts: tuple[Element, ...]) -> Whole | None:
    told = read_code(code)
    shown = "".join(text.text or "" for text in texts)
    if told.kind in _FORM_FIELDS:
        kind = {"FORMCHECKBOX": "yes_no", "FORMDROPDOWN": "choice"}.get(told.kind, "")
        return Whole("form field", paragraph, elements, texts, kind=kind, shown=shown, is_box=kind == "yes_no")
    if told.kind not in _NAMED and told.kind not in _DOCUMENT_FACTS:
        return None
    words = told.argument if told.kind in _NAMED else _DOCUMENT_FACTS[told.kind]
    whole = Whole("field", paragraph, elements, texts, words=words, shown=shown or f"«{words}»")
    whole.around = (told.switches.get("b", ""), told.switches.get("f", ""))
    whole.kind = "date" if "@" in told.switches else "figure" if "#" in told.switches else ""
    if told.kind in {"ADDRESSBLOCK", "GREETINGLINE"}:
        whole.words = {"ADDRESSBLOCK": "client address", "GREETINGLINE": "client contact name"}[told.kind]
        whole.doubt = "it puts several values together"
    if told.kind in {"DATE", "TIME", "CREATEDATE", "SAVEDATE"}:
        whole.doubt = "it shows the day on which the file is opened or saved"
    return whole


def read_code(code: str) -> Field:
    """What a field's code says (ECMA-376 part 1, 17.16.4)."""
    found = _CODE.match(code)
    kind, rest = found.groups() if found else ("", "")
    switches = {letter.lower(): value.strip('"') for letter, value in _SWITCH.findall(rest)}
    argument = _ARGUMENT.match(rest)
    named = "" if argument is None or rest.startswith("\\") else (argument.group(1) or argument.group(2) or "")
    return Field(kind.upper(), named, switches)


def _name_form_field(whole: Whole, begin: Element) -> None:
    """A form field says what it is in its data: a name, a help text, a list (17.16.17)."""
    data = begin.find(w("ffData"))
    if whole.form != "form field" or data is None:
        return
    name = _value(data, "name")
    told = [] if _NO_NAME.fullmatch(name) else [name]
    told += [_value(data, "statusText"), _value(data, "helpText")]
    whole.words = next((text for text in told if text), "")
    kind = data.find(f"{w('textInput')}/{w('type')}")
    if kind is not None and kind.get(w("val")) == "date":
        whole.kind = "date"
    whole.options = tuple(item.get(w("val"), "") for item in data.iter(w("listEntry")))
