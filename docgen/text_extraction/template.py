"""Extract a template's own text as (place, text) pairs, tags included, to tell fixed text from rendered data."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import lxml.html
from lxml import etree

from docgen.templating import Template
from docgen.text_extraction.files import Pairs, extract_text

_TAG = re.compile(r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)", re.DOTALL)
_REMARK = re.compile(r"\{#.*?(?:#\}|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_CONSTANT = re.compile(r"\"((?:[^\"\\]|\\.?)*+)(?:\"|\Z)|'((?:[^'\\]|\\.?)*+)(?:'|\Z)")
_TAG_MARK = re.compile(r"\ue000(\d+)\ue001")
_ROWS, _CELLS = ("tr",), ("td", "th")
_BLOCKS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "caption", "figcaption", "blockquote", "div", "section",
    "article", "header", "footer", "main", "aside", "nav", "body", "summary", "address", "pre", "tr", "title", "text",
))  # fmt: skip
_TEXT_ATTRIBUTES = ("alt", "title", "aria-label", "content", "placeholder", "value", "label")
_MOST_FILES = 200


def extract_office_template_text(template: Template) -> Pairs:
    """The text of a Word or PowerPoint template, the string constants in its tags, and the files that it includes."""
    for name, text in _pairs(template.data):
        yield name, text
        for constant in _constants(text):
            yield f"{name}, in a tag", constant
            if constant.endswith(".docx") and (data := _asset(template.read_asset, constant)):
                yield from _pairs(data)


@lru_cache(maxsize=32)
def _pairs(data: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(extract_text("template", data))


def _asset(read: Callable[[str], bytes] | None, path: str) -> bytes | None:
    try:
        return read(path) if read is not None else None
    except KeyError:
        return None


def extract_html_template_text(template: Template) -> Pairs:
    """The text of an HTML template and of all that it extends and includes, block by block."""
    waiting, seen = [(template.name, template.data.decode("utf-8", "replace"))], set[str]()
    for name, source in waiting:
        yield from _blocks(name, source)
        for constant in _constants(source):
            if constant in seen or len(waiting) >= _MOST_FILES:
                continue
            seen.add(constant)
            yield f"text {name}, in a tag", constant
            if constant.endswith((".html", ".css", ".svg")) and (text := _source(template.read, constant)):
                waiting.append((constant, text))


def _source(read: Callable[[str], str] | None, path: str) -> str | None:
    try:
        return read(path) if read is not None else None
    except KeyError:
        return None


def _constants(text: str) -> Iterator[str]:
    """The string constants in the tags of `text`."""
    for tag in _TAG.findall(text):
        yield from (one or other for one, other in _CONSTANT.findall(tag) if one or other)


@lru_cache(maxsize=128)
def _blocks(name: str, source: str) -> tuple[tuple[str, str], ...]:
    plain = _REMARK.sub("", source)
    tags = _TAG.findall(plain)
    numbers = iter(range(len(tags)))
    marked = _TAG.sub(lambda _: f"\ue000{next(numbers)}\ue001", plain)
    try:
        root = lxml.html.document_fromstring(marked, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ((f"text {name}", source),)

    def with_tags(text: str) -> str:
        return _TAG_MARK.sub(lambda found: tags[int(found[1])], text)

    return tuple((place, with_tags(text)) for place, text in _read_blocks(name, root) if text.strip())


def _read_blocks(name: str, root: etree._Element) -> Pairs:  # pyright: ignore[reportPrivateUsage]
    tables = 0
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        if tag == "table":
            tables += 1
        row = next(element.iterancestors(*_ROWS), None)
        if tag in _ROWS:
            cells = (" ".join("".join(cell.itertext()).split()) for cell in element.iter(*_CELLS))
            number = 1 + len(list(element.itersiblings("tr", preceding=True)))
            yield f"text {name}, table {tables}, row {number}", "\t".join(cells)
        elif tag in ("style", "script"):
            yield f"text {name}, {tag}", element.text or ""
        elif row is None and tag in _BLOCKS:
            yield f"text {name}, {tag}", " ".join(_inline(element).split())
        for attribute in _TEXT_ATTRIBUTES:
            if value := element.get(attribute):
                yield f"text {name}, {attribute}", value


def _inline(element: etree._Element) -> str:  # pyright: ignore[reportPrivateUsage]
    """The text of a block itself, without the blocks in it."""
    pieces = [element.text or ""]
    for child in element:
        if str(child.tag) not in _BLOCKS and str(child.tag) not in ("table", "style", "script"):
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
