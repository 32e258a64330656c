"""Edit the runs of a paragraph: add a marker, hide statements, replace a tag by words with line breaks."""

from copy import deepcopy

from lxml import etree

from docgen.engines.office.dialect import DOCX, Dialect
from docgen.engines.office.tags import LIFTED
from docgen.ooxml.names import PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, TEXT, A, Element, put, w
from docgen.templating import TAG

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_END = f"{{{A}}}endParaRPr"
_WITHOUT_CONTENT = {"pPr", "rPr", "endParaRPr", "proofErr", "lastRenderedPageBreak"}
_SLIDE_PROPERTIES = f"{{{A}}}pPr"


def add_marker(paragraph: Element, marker: str, dialect: Dialect, *, at_end: bool = False) -> None:
    """Add a marker as a run at the start or the end of a paragraph; in Word it is hidden."""
    run = etree.Element(dialect.run)
    first = next(paragraph.iter(dialect.run), None)
    shape = None if first is None else _properties(first)
    if dialect is DOCX:
        put(etree.SubElement(run, RUN_PROPERTIES), "vanish")
    elif shape is not None:
        run.append(deepcopy(shape))
    text = etree.SubElement(run, dialect.text)
    text.text = marker
    end = paragraph.find(_END)
    if at_end:
        paragraph.append(run) if end is None else end.addprevious(run)
        return
    properties = paragraph.find(PARAGRAPH_PROPERTIES if dialect is DOCX else _SLIDE_PROPERTIES)
    paragraph.insert(0, run) if properties is None else properties.addnext(run)


def hide_statements(root: Element) -> int:
    """Give each statement tag of a Word part a hidden run of its own; return how many weren't hidden before."""
    count = 0
    for text in [item for item in root.iter(TEXT) if "{%" in (item.text or "")]:
        run = next(text.iterancestors(RUN), None)
        if run is None or _is_hidden(run):
            continue
        pieces = _pieces(text.text or "")
        statements = [piece for piece in pieces if piece.startswith("{%")]
        if statements:
            count += len(statements)
            _split(run, text, pieces)
    return count


def _pieces(text: str) -> list[str]:
    """The text in pieces that are either one statement tag or anything else."""
    pieces, end = list[str](), 0
    for tag in TAG.finditer(text):
        if tag.group().startswith("{%"):
            pieces += [text[end : tag.start()], tag.group()]
            end = tag.end()
    return [piece for piece in (*pieces, text[end:]) if piece]


def _split(run: Element, text: Element, pieces: list[str]) -> None:
    """Split a run at `text` into runs of its pieces, the statements hidden, and of what is before and after it."""
    properties = _properties(run)
    content = [child for child in run if child is not properties]
    at = content.index(text)
    groups: list[list[Element]] = [content[:at]]
    for piece in pieces:
        made = etree.Element(TEXT, {_SPACE: "preserve"})
        made.text = piece
        groups.append([made])
    groups.append(content[at + 1 :])
    for group in groups:
        if not group:
            continue
        made = etree.Element(RUN, dict(run.attrib))
        if properties is not None:
            made.append(deepcopy(properties))
        made.extend(group)
        if group[0].tag == TEXT and (group[0].text or "").startswith("{%"):
            _hide(made)
        run.addprevious(made)
    parent = run.getparent()
    assert parent is not None  # noqa: S101 - a run is in a paragraph
    parent.remove(run)


def _hide(run: Element) -> None:
    properties = run.find(RUN_PROPERTIES)
    if properties is None:
        properties = etree.Element(RUN_PROPERTIES)
        run.insert(0, properties)
    put(properties, "vanish")


def _is_hidden(run: Element) -> bool:
    found = run.find(f"{RUN_PROPERTIES}/{w('vanish')}")
    return found is not None and found.get(w("val"), "true") not in {"0", "false", "off"}


def _properties(run: Element) -> Element | None:
    return next((child for child in run if str(child.tag).endswith("}rPr")), None)


def set_text(text: Element, words: str, dialect: Dialect) -> None:
    """Set a text element to `words`; in Word line feeds in them become breaks of the run."""
    first, *others = words.split("\n") if dialect is DOCX else [words]
    text.text = first
    last = text
    for line in others:
        br, made = etree.Element(w("br")), etree.Element(TEXT)
        made.text = line
        last.addnext(br)
        br.addnext(made)
        last = made
        _keep_space(made)
    if dialect is DOCX:
        _keep_space(text)


def _keep_space(text: Element) -> None:
    if "{" in (text.text or "") or (text.text or "") != (text.text or "").strip():
        text.set(_SPACE, "preserve")


def holds_only_tags(paragraph: Element, dialect: Dialect) -> bool:
    """Whether a paragraph holds lifted tags and nothing else: no words, drawings, fields or section breaks."""
    for child in paragraph:
        inner = [item for item in child if child.tag == dialect.run and item.tag != dialect.text]
        others = [child, *inner] if child.tag != dialect.run else inner
        if any(etree.QName(item).localname not in _WITHOUT_CONTENT for item in others):
            return False
    has_break = next(paragraph.iter(w("sectPr")), None) is not None
    return not has_break and not LIFTED.sub("", dialect.text_of(paragraph)).strip()


def ask_for_value(paragraph: Element, dialect: Dialect, tag: str) -> None:
    """Leave out the statement tags of a paragraph and replace its one value by `tag`; the runs keep their words."""
    for item in dialect.texts(paragraph):
        words = TAG.sub(lambda found: tag if found.group().startswith("{{") else "", item.text or "")
        item.text = words
        if dialect is DOCX:
            _keep_space(item)
    for run in list(paragraph.iter(dialect.run)):
        content = [child for child in run if child is not _properties(run)]
        parent = run.getparent()
        if parent is not None and content and all(item.tag == dialect.text and not item.text for item in content):
            parent.remove(run)
