"""Turns a part's XML into Jinja source: split tags joined, `{%p %}`, `{%tr %}` and the like lifted, places kept."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from docgen.engines._office_text import OWN, Element
from docgen.errors import Finding

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LIFTED = re.compile(r"\{([%#])(-?)(p|tr|tc|r)\s+(.*?)[%#]\}", re.DOTALL)
_BLOCKS = re.compile(r"\{\{p\s+(.*?)\}\}", re.DOTALL)
_LIFTED_VALUE = re.compile(r"\{\{(r|tr|tc)\s+(.*?)\}\}", re.DOTALL)
_OPENS = re.compile(r"\{%-?\s*(if|for|filter|with|call|macro)\b")
_CLOSES = re.compile(r"\{%-?\s*end(if|for|filter|with|call|macro)\b")
_RAW = re.compile(r"<dg:raw[^>]*>(.*?)</dg:raw>", re.DOTALL)
_PLACE = re.compile(r"\{#@(\d+)#\}")
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class Dialect:
    """One Office format: its elements, those whose attributes may hold tags, and how a place is said."""

    paragraph: str
    run: str
    text: str
    row: str
    cell: str
    properties: tuple[str, ...]
    path: Callable[[Element], Iterator[str]]
    block_filter: str

    def lifted(self, kind: str) -> str:
        """The element that a `{%p`, `{%tr`, `{%tc` or `{%r` tag takes the place of."""
        return {"p": self.paragraph, "tr": self.row, "tc": self.cell, "r": self.run}[kind]

    def texts(self, paragraph: Element) -> list[Element]:
        """The text elements of a paragraph itself, without those of text boxes anchored in it."""
        found = paragraph.iter(self.text)
        return [item for item in found if next(item.iterancestors(self.paragraph), None) is paragraph]

    def text_of(self, paragraph: Element) -> str:
        """The text of a paragraph itself."""
        return "".join(item.text or "" for item in self.texts(paragraph))


@dataclass(slots=True)
class Source:
    """Jinja source of one part or more, the places its markers stand for, and what is wrong with the template."""

    dialect: Dialect
    text: str = ""
    places: list[str] = field(default_factory=list[str])
    findings: list[Finding] = field(default_factory=list[Finding])

    def add(self, root: Element, where: str) -> None:
        """Append the part under `root`; `where` names it in messages, as `document`."""
        for paragraph in root.iter(self.dialect.paragraph):
            join_tags(paragraph, self.dialect)
        self._mark(root, where)
        self._check_balance(root)
        self._check_lost(root)
        _lift(root, self.dialect)
        _wrap_plain(root, self.dialect)
        self.text += _as_source(root)

    def place_of(self, line: int) -> tuple[str, str]:
        """The place that source line `line` belongs to, and the tags that stand there."""
        before = "\n".join(self.text.split("\n")[:line])
        marks = list(_PLACE.finditer(before))
        if not marks:
            return "", ""
        rest = self.text[marks[-1].end() :]
        following = _PLACE.search(rest)
        tags = TAG.findall(rest[: following.start()] if following else rest)
        return self.places[int(marks[-1].group(1))], " ".join(tags)

    def _mark(self, root: Element, where: str) -> None:
        for element in list(root.iter(self.dialect.paragraph, *self.dialect.properties)):
            is_paragraph = element.tag == self.dialect.paragraph
            told = (
                [self.dialect.text_of(element)] if is_paragraph else [str(value) for value in element.attrib.values()]
            )
            if any(TAG.search(text) for text in told):
                element.addprevious(_raw(f"\n{{#@{len(self.places)}#}}"))
                self.places.append(", ".join((where, *self.dialect.path(element))))

    def _check_balance(self, root: Element) -> None:
        for paragraph in root.iter(self.dialect.paragraph):
            text = _LIFTED.sub("", self.dialect.text_of(paragraph))
            if len(_OPENS.findall(text)) != len(_CLOSES.findall(text)):
                message = f"a tag opens or closes here without its partner: {text.strip()[:80]}"
                hint = "write {%p … %} in a paragraph of its own to span paragraphs, {%tr … %} to span rows"
                self._find("template.unbalanced", message, hint, paragraph)

    def _check_lost(self, root: Element) -> None:
        """Find words that would go with the paragraph or row that a lifted tag takes the place of."""
        for paragraph in root.iter(self.dialect.paragraph):
            text = self.dialect.text_of(paragraph)
            if any(found[2] == "p" for found in _LIFTED.findall(text)) or _BLOCKS.search(text):
                self._check_alone(_BLOCKS.sub("", text), "paragraph", paragraph)
        for row in root.iter(self.dialect.row):
            paragraphs = [p for p in row.iter(self.dialect.paragraph) if next(p.iterancestors(self.dialect.row)) is row]
            texts = [self.dialect.text_of(paragraph) for paragraph in paragraphs]
            for paragraph, text in zip(paragraphs, texts, strict=True):
                if any(found[2] == "tr" for found in _LIFTED.findall(text)):
                    self._check_alone("".join(texts), "row", paragraph)
                    break

    def _check_alone(self, text: str, what: str, paragraph: Element) -> None:
        lost = _LIFTED.sub("", text).strip()
        if lost:
            message = f"“{lost[:80]}” would be lost: the tag takes its whole {what} away"
            self._find("template.lost", message, f"give the tag a {what} of its own", paragraph)

    def _find(self, code: str, message: str, hint: str, paragraph: Element) -> None:
        marker = paragraph.getprevious()
        place = _PLACE.search(marker.text or "") if marker is not None else None
        at = self.places[int(place.group(1))] if place else ""
        self.findings.append(Finding(code, message, hint, place=at))


def join_tags(paragraph: Element, dialect: Dialect) -> None:
    """Move each tag that is split over runs whole into the run where it begins."""
    texts = dialect.texts(paragraph)
    whole = "".join(item.text or "" for item in texts)
    if len(texts) < 2 or "{" not in whole:
        return
    owner: list[int] = [i for i, item in enumerate(texts) for _ in item.text or ""]
    for match in TAG.finditer(whole):
        owner[match.start() : match.end()] = [owner[match.start()]] * (match.end() - match.start())
    for index, item in enumerate(texts):
        item.text = "".join(char for char, own in zip(whole, owner, strict=True) if own == index)


def _raw(text: str) -> Element:
    element = etree.Element(f"{{{OWN}}}raw", nsmap={"dg": OWN})
    element.text = text
    return element


def _lift(root: Element, dialect: Dialect) -> None:
    for paragraph in list(root.iter(dialect.paragraph)):
        blocks = _BLOCKS.search(dialect.text_of(paragraph))
        if blocks:
            _lift_blocks(paragraph, blocks.group(1), dialect)
    for text in list(root.iter(dialect.text)):
        text.text = _LIFTED_VALUE.sub(r"{{\2}}", text.text or "")
        for kind in dict.fromkeys(found[2] for found in _LIFTED.findall(text.text or "")):
            _lift_to(text, kind, dialect)


def _lift_to(text: Element, kind: str, dialect: Dialect) -> None:
    target = next(text.iterancestors(dialect.lifted(kind)), None)
    parent = target.getparent() if target is not None else None
    if target is None or parent is None:
        return
    tags = "".join(
        f"{{%{dash} {inner}%}}"
        for item in target.iter(dialect.text)
        for mark, dash, which, inner in _LIFTED.findall(item.text or "")
        if which == kind and mark == "%"
    )
    marks = "".join(item.text or "" for item in target.iter(f"{{{OWN}}}raw"))
    parent.replace(target, _raw(marks + tags))


def _lift_blocks(paragraph: Element, expression: str, dialect: Dialect) -> None:
    for item in dialect.texts(paragraph):
        item.text = ""
    group = etree.Element(f"{{{OWN}}}blocks", nsmap={"dg": OWN})
    parent = paragraph.getparent()
    assert parent is not None  # noqa: S101
    parent.replace(paragraph, group)
    group.append(_raw(f"{{{{ ({expression})|{dialect.block_filter} }}}}"))
    group.append(paragraph)


def _wrap_plain(root: Element, dialect: Dialect) -> None:
    """Let tags in attributes, and in text outside runs, print plain text."""
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if TAG.search(str(value)):
                element.set(name, f"{{% filter plain_markup %}}{value}{{% endfilter %}}")
        if element.tag not in {dialect.text, f"{{{OWN}}}raw"} and element.text and TAG.search(element.text):
            element.text = f"{{% filter plain_markup %}}{element.text}{{% endfilter %}}"


def _as_source(root: Element) -> str:
    text = etree.tostring(root, encoding="unicode")
    text = _RAW.sub(lambda found: found.group(1), text)
    return TAG.sub(lambda found: unescape(found.group(0)).translate(QUOTES), text)
