"""Turns `{%- … -%}` into text that joins the paragraph before or after: what lies between goes, as in docxtpl."""

import re

from docgen.engines.office.tags import LIFTED
from docgen.ooxml.names import PARAGRAPH, PARAGRAPH_PROPERTIES, TEXT, Element
from docgen.templating.tag_patterns import TAG

_JOINS_BEFORE = re.compile(r"^\s*\{%-")
_JOINS_AFTER = re.compile(r"-%\}\s*$")


def merge_paragraphs(root: Element) -> None:
    """Let each paragraph that begins with `{%-`, or follows one that ends with `-%}`, go on in the one before it."""
    for paragraph in list(root.iter(PARAGRAPH)):
        before = paragraph.getprevious()
        if before is None or before.tag != PARAGRAPH:
            continue
        if _starts(_text(paragraph)) or _ends(_text(before)):
            _append(before, paragraph)


def _starts(text: str) -> bool:
    return bool(_JOINS_BEFORE.match(text)) and not LIFTED.match(text.strip())


def _ends(text: str) -> bool:
    tags = TAG.findall(text)
    return bool(_JOINS_AFTER.search(text)) and not LIFTED.match(tags[-1])


def _text(paragraph: Element) -> str:
    found = (item for item in paragraph.iter(TEXT) if next(item.iterancestors(PARAGRAPH)) is paragraph)
    return "".join(item.text or "" for item in found)


def _append(before: Element, paragraph: Element) -> None:
    """Move the text of `paragraph` into the last text of `before`, its further runs behind, and take it away."""
    texts = [item for item in before.iter(TEXT) if next(item.iterancestors(PARAGRAPH)) is before]
    moved = [child for child in paragraph if child.tag != PARAGRAPH_PROPERTIES]
    first = next((item for child in moved for item in child.iter(TEXT)), None)
    if texts and first is not None:
        last = next((item for item in reversed(texts) if item.text), texts[-1])
        last.text = _JOINS_AFTER.sub("%}", last.text or "") + _JOINS_BEFORE.sub("{%", first.text or "")
        first.text = ""
    before.extend(moved)
    parent = paragraph.getparent()
    assert parent is not None  # noqa: S101
    parent.remove(paragraph)
