"""Turns the text of a parsed page into runs: line breaks, each language marked, full-width marks, breakable words.

It works on text nodes, never on attributes or style sheets, so that a value may stand anywhere in a template.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

LINE_BREAK = "\u2028"
ENGLISH, ENGLISH_END = "\ufdd0", "\ufdd1"  # noncharacters: no text has them
_WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_SHARED = "\u2018\u2019\u201c\u201d\u2026\u2014"
_LONG = r"[!-\u1fff\u2010-\u2013\u2015-\u2017\u201e-\u2025\u2030-\u2e7f]{20,300}"
_PIECE = 300  # what is longer is laid out in pieces, since breaking lines costs the square of the length
_WORD = r"[A-Za-z][A-Za-z'\u2019.]*"
_ENGLISH_RUN = rf"(?<![A-Za-z0-9]){_WORD}(?:[ ,;:/&()%0-9-]+{_WORD}){{2,}}"
_COMMON = rf"{ENGLISH}(?P<marked>[^{ENGLISH_END}]*){ENGLISH_END}|(?P<line>{LINE_BREAK})|(?P<long>{_LONG})"
_IN_CHINESE = re.compile(rf"{_COMMON}|(?P<english>{_ENGLISH_RUN})|(?P<shared>[{_SHARED}]+)")
_IN_ENGLISH = re.compile(rf"{_COMMON}|(?P<chinese>[{_WIDE}](?:\S{{0,300}}[{_WIDE}])?)")
_CHINESE = re.compile(f"[{_WIDE}]")
_MARKS = re.compile(f"[{LINE_BREAK}{ENGLISH}{ENGLISH_END}]")
_RAW = frozenset({"style", "script", "title"})
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "marked": {"lang": "en", "class": "en"},
    "english": {"lang": "en"},
    "chinese": {"lang": "zh-CN"},
    "long": {"class": "long"},
    "shared": {"class": "wide"},
}


def set_runs(root: Any, language: str) -> None:
    """Split the text nodes of `root`, a tree of `xml.etree` elements in a document of `language`, into runs."""
    for element in list(root.iter()):
        _clean_attributes(element)
        if not isinstance(element.tag, str) or element.tag.startswith("{"):
            continue
        if element.tag in _RAW:
            element.text = _plain(element.text or "")
            continue
        for index in range(len(element) - 1, -1, -1):
            tail, element[index].tail = element[index].tail, None
            _place(element, index + 1, list(_runs(tail or "", language)))
        text, element.text = element.text, None
        _place(element, 0, list(_runs(text or "", language)))


def _clean_attributes(element: Any) -> None:
    for name, value in element.attrib.items():
        if _MARKS.search(value):
            element.set(name, _plain(value))


def _plain(text: str) -> str:
    return _MARKS.sub(lambda found: " " if found.group() == LINE_BREAK else "", text)


def _runs(text: str, language: str) -> Iterator[str | Element]:
    """The text as strings and elements in turn."""
    pattern = _IN_ENGLISH if language == "en" else _IN_CHINESE
    is_chinese = _CHINESE.search(text) is not None
    end = 0
    for found in pattern.finditer(text):
        kind = found.lastgroup or ""
        if kind == "shared" and not is_chinese:
            continue
        yield text[end : found.start()]
        yield _element(kind, found[kind])
        end = found.end()
    yield text[end:]


def _element(kind: str, text: str) -> Element:
    if kind == "line":
        return Element("br")
    element = Element("span", _ATTRIBUTES[kind])
    if kind == "long" and len(text) == _PIECE:
        element.set("class", "long piece")
    if kind in {"marked", "english"}:
        _place(element, 0, list(_runs_in_english(text)))
    else:
        element.text = text
    return element


def _runs_in_english(text: str) -> Iterator[str | Element]:
    """The line breaks and long words inside an English run."""
    return _runs(text, "en")


def _place(parent: Any, index: int, runs: list[str | Element]) -> None:
    """Put strings and elements into `parent` from child `index` on."""
    for run in runs:
        if isinstance(run, str):
            _append_text(parent, index, run)
        else:
            parent.insert(index, run)
            index += 1


def _append_text(parent: Any, index: int, text: str) -> None:
    if not text:
        return
    if index == 0:
        parent.text = (parent.text or "") + text
    else:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
