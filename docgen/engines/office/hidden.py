"""Find tracked changes, hidden text, hidden shapes and hidden slides of a template."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from lxml import etree

from docgen.engines.office.dialect import DOCX
from docgen.errors import Finding
from docgen.messages import message
from docgen.ooxml.names import PARAGRAPH, ROW, RUN, TABLE, TEXT, Element, w
from docgen.ooxml.package import office_document, slide_parts
from docgen.ooxml.xml import parse_xml, styles_by_id
from docgen.templating import TAG

_CHANGE = re.compile(
    r"(ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|numberingChange|\w+PrChange|tblGridChange|tblPrExChange"
    r"|customXml(Ins|Del|MoveFrom|MoveTo)RangeStart)"
)
_CHANGES = {
    "ins": "template.tracked:inserted",
    "del": "template.tracked:deleted",
    "moveFrom": "template.tracked:moved",
    "moveTo": "template.tracked:moved",
}
_MOST = 50
_QUOTED = 80


def hidden_in(parts: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """A finding for each tracked change, hidden text, hidden shape or hidden slide, with its place, text and author.

    Hidden runs with nothing but statements (`{% if … %}`, `{%row … %}`) are allowed: that is how a template hides its
    logic. A finished file has none of them.
    """
    styles = hidden_styles(parts)
    found: list[Finding] = []
    for part in sorted(name for name in parts if name.endswith(".xml") and name.startswith(("word/", "ppt/"))):
        if _may_hide(parts[part]):
            root = _parse(parts[part])
            found += [*_changes(part, root), *_hidden_text(part, root, styles), *_hidden_shapes(part, root)]
        elif styles and part.startswith("word/"):
            found += _hidden_text(part, _parse(parts[part]), styles)
    found += _hidden_slides(parts)
    return tuple(found[:_MOST])


_SIGNS = (b"w:ins", b"w:del", b"w:move", b"w:cell", b"Change", b"w:customXml", b"w:vanish", b"w:hidden", b"hidden=")


def _may_hide(data: bytes) -> bool:
    return any(sign in data for sign in _SIGNS)


def _parse(data: bytes) -> Element:
    return parse_xml(data, huge=True)


def _changes(part: str, root: Element) -> Iterator[Finding]:
    """Word's tracked changes, one finding for each place, author and kind of change."""
    seen: set[tuple[str, str, str]] = set()
    for element in root.iter(w("*")):
        name = etree.QName(element).localname
        if not _CHANGE.fullmatch(name):
            continue
        author, place = element.get(w("author"), ""), _place(part, element)
        words = _cut("".join(item.text or "" for item in element.iter(TEXT, w("delText"))) or _changed_text(element))
        key = _CHANGES.get(name, "template.tracked:format")
        if (place, author, key) in seen:
            continue
        seen.add((place, author, key))
        change = message(key, author=author or message("term.somebody"), words=words or "…")
        values = {"author": author, "words": words, "change": name}
        yield Finding("template.tracked", change, place=place, values=values)


def _changed_text(element: Element) -> str:
    """The text of the run, paragraph, row or table whose format or end was changed."""
    holder = next(element.iterancestors(RUN, PARAGRAPH, ROW, TABLE), None)
    if holder is None:
        return ""
    paragraphs = [holder] if holder.tag in {RUN, PARAGRAPH} else holder.iter(PARAGRAPH)
    return " ".join("".join(item.text or "" for item in paragraph.iter(TEXT)) for paragraph in paragraphs)


def hidden_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The ids of Word's styles with hidden text, their own or inherited."""
    data = parts.get("word/styles.xml", b"")
    if b"w:vanish" not in data:
        return frozenset()
    styles = styles_by_id(_parse(data))
    return frozenset(name for name in styles if _is_hidden_style(name, styles))


def _is_hidden_style(name: str, styles: Mapping[str, Element]) -> bool:
    for _ in range(len(styles)):
        style = styles.get(name)
        if style is None:
            return False
        state = _switch(style.find(w("rPr")), "vanish")
        if state is not None:
            return state
        based = style.find(w("basedOn"))
        name = "" if based is None else based.get(w("val"), "")
    return False


def _switch(properties: Element | None, name: str) -> bool | None:
    """The value of an on/off property; None if it is missing (ECMA-376 part 1, 17.17.4)."""
    found = None if properties is None else properties.find(w(name))
    return None if found is None else found.get(w("val"), "true").lower() not in {"0", "false", "off"}


def _hidden_text(part: str, root: Element, styles: frozenset[str]) -> Iterator[Finding]:
    for paragraph in root.iter(PARAGRAPH):
        texts = DOCX.texts(paragraph)
        hidden = [is_hidden(text, paragraph, styles) for text in texts]
        if any(hidden) and (words := _hidden_text_of(texts, hidden)):
            yield _finding("template.hidden:text", words, _place(part, paragraph))


def is_hidden(text: Element, paragraph: Element, styles: frozenset[str]) -> bool:
    """Whether a text of a Word paragraph is hidden; `styles` are the ids of styles with hidden text."""
    run = next(text.iterancestors(RUN), None)
    properties = None if run is None else run.find(w("rPr"))
    state = _switch(properties, "vanish")
    if state is not None:
        return state
    row = next(paragraph.iterancestors(w("tr")), None)
    if row is not None and _switch(row.find(w("trPr")), "hidden"):
        return True
    styled = (_style(properties, "rStyle"), _style(paragraph.find(w("pPr")), "pStyle"))
    return any(name in styles for name in styled if name)


def _style(properties: Element | None, name: str) -> str:
    found = None if properties is None else properties.find(w(name))
    return "" if found is None else found.get(w("val"), "")


def _hidden_text_of(texts: list[Element], hidden: list[bool]) -> str:
    """The hidden text of a paragraph that a file would hold; a tag may be split over hidden and other runs.

    Statements leave nothing. A value is printed in the format of the run where its tag begins.
    """
    words = [text.text or "" for text in texts]
    mask = [is_hidden for text, is_hidden in zip(words, hidden, strict=True) for _ in text]
    for tag in TAG.finditer("".join(words)):
        prints = tag[0].startswith("{{") and mask[tag.start()]
        mask[tag.start() : tag.end()] = [prints] * (tag.end() - tag.start())
    return "".join(sign for sign, kept in zip("".join(words), mask, strict=True) if kept).strip()


def _hidden_shapes(part: str, root: Element) -> Iterator[Finding]:
    for properties in root.iter("{*}cNvPr", "{*}docPr"):
        if properties.get("hidden") not in {"1", "true"}:
            continue
        holder = next(islice(properties.iterancestors("{*}sp", "{*}anchor", "{*}inline", "{*}grpSp"), 1), None)
        if words := _text_of([] if holder is None else [holder]):
            yield _finding("template.hidden:shape", words, f"{part}, “{properties.get('name', '')}”")


def _hidden_slides(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    if not any(name.startswith("ppt/") for name in parts):
        return
    for number, name in enumerate(slide_parts("", parts, office_document(parts)), 1):
        root = _parse(parts[name])
        if root.get("show") in {"0", "false"} and (words := _text_of([root])):
            yield _finding("template.hidden:slide", words, f"slide {number}")


def _text_of(holders: Iterable[Element]) -> str:
    """The text of shapes outside of tags."""
    paragraphs = (item for holder in holders for item in holder.iter("{*}p"))
    words = ("".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in paragraphs)
    return " ".join(" ".join(TAG.sub(" ", text) for text in words).split())


def _finding(key: str, words: str, place: str) -> Finding:
    return Finding("template.hidden", message(key, words=_cut(words)), place=place, values={"words": words})


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


def _place(part: str, element: Element) -> str:
    """The place of an element's paragraph; for properties of a row or table, of its first paragraph."""
    shown = part.removeprefix("word/").removesuffix(".xml")
    for holder in (element, *element.iterancestors(PARAGRAPH, ROW, TABLE)):
        inside = next(holder.iter(PARAGRAPH), None)
        if inside is not None:
            return ", ".join((shown, *DOCX.path(inside)))
    return shown
