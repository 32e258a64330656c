"""Turns a part's XML into Jinja source: split tags joined, `{%p %}`, `{%tr %}`, `{%tc %}`, `{%r %}` lifted, places kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from docgen.engines._pptx_text import OWN, A, Element, P
from docgen.errors import Finding

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LIFTED = re.compile(r"\{%(-?)(p|tr|tc|r)\s+(.*?)%\}", re.DOTALL)
_BLOCKS = re.compile(r"\{\{p\s+(.*?)\}\}", re.DOTALL)
_SLIDE = re.compile(r"\{%-?\s*slide\s+((?:for|if)\b.*?)-?%\}", re.DOTALL)
_OPENS = re.compile(r"\{%-?\s*(if|for|filter|with|call)\b")
_CLOSES = re.compile(r"\{%-?\s*end(if|for|filter|with|call)\b")
_RAW = re.compile(r"<dg:raw[^>]*>(.*?)</dg:raw>", re.DOTALL)
_PLACE = re.compile(r"\{#@(\d+)#\}")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\r": " "})
_LIFTS = {"p": "p", "tr": "tr", "tc": "tc", "r": "r"}


@dataclass(slots=True)
class Source:
    """Jinja source of one part or more, the places its markers stand for, and what is wrong with the template."""

    text: str = ""
    places: list[str] = field(default_factory=list[str])
    findings: list[Finding] = field(default_factory=list[Finding])

    def add(self, root: Element, where: str) -> None:
        """Append the part under `root`; `where` names it in messages, as `slide 3`."""
        for paragraph in root.iter(f"{{{A}}}p"):
            _join_tags(paragraph)
        self._mark(root, where)
        self._check_balance(root)
        _lift(root)
        _wrap_plain(root)
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
        for element in list(root.iter(f"{{{A}}}p", f"{{{P}}}cNvPr")):
            if element.tag == f"{{{P}}}cNvPr" and not any(TAG.search(value) for value in element.attrib.values()):
                continue
            if element.tag == f"{{{A}}}p" and not TAG.search(text_of(element)):
                continue
            element.addprevious(_raw(f"\n{{#@{len(self.places)}#}}"))
            self.places.append(", ".join((where, *_path(element))))

    def _check_balance(self, root: Element) -> None:
        for paragraph in root.iter(f"{{{A}}}p"):
            text = _LIFTED.sub("", text_of(paragraph))
            if len(_OPENS.findall(text)) != len(_CLOSES.findall(text)):
                marker = paragraph.getprevious()
                place = _PLACE.search(marker.text or "") if marker is not None else None
                self.findings.append(
                    Finding(
                        "template.unbalanced",
                        f"a tag opens or closes here without its partner: {text.strip()[:80]}",
                        "write {%p … %} in a paragraph of its own to span paragraphs, {%tr … %} to span rows",
                        place=self.places[int(place.group(1))] if place else "",
                    )
                )


def text_of(paragraph: Element) -> str:
    """All text of a paragraph's runs."""
    return "".join(item.text or "" for item in paragraph.iter(f"{{{A}}}t"))


def take_directives(root: Element) -> tuple[str, ...]:
    """Remove the `{%slide … %}` paragraphs under `root` and give what they say, as `for x in xs`, outermost first."""
    found: list[str] = []
    for paragraph in list(root.iter(f"{{{A}}}p")):
        _join_tags(paragraph)
        told = _SLIDE.findall(text_of(paragraph))
        if told:
            found.extend(unescape(item).translate(_QUOTES).strip() for item in told)
            _remove_paragraph(paragraph)
    return tuple(found)


def _remove_paragraph(paragraph: Element) -> None:
    body = paragraph.getparent()
    assert body is not None  # noqa: S101
    body.remove(paragraph)
    if body.find(f"{{{A}}}p") is None:
        shape = body.getparent()
        is_box = shape is not None and shape.tag == f"{{{P}}}sp" and shape.find(f".//{{{P}}}ph") is None
        parent = shape.getparent() if is_box and shape is not None else None
        if parent is not None and shape is not None:
            parent.remove(shape)
        else:
            etree.SubElement(body, f"{{{A}}}p")


def _join_tags(paragraph: Element) -> None:
    """Move each tag that is split over runs whole into the run where it begins."""
    texts = list(paragraph.iter(f"{{{A}}}t"))
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


def _lift(root: Element) -> None:
    for paragraph in list(root.iter(f"{{{A}}}p")):
        blocks = _BLOCKS.search(text_of(paragraph))
        if blocks:
            _lift_blocks(paragraph, blocks.group(1))
    for text in list(root.iter(f"{{{A}}}t")):
        for kind in dict.fromkeys(found[1] for found in _LIFTED.findall(text.text or "")):
            _lift_to(text, kind)


def _lift_to(text: Element, kind: str) -> None:
    target = next(text.iterancestors(f"{{{A}}}{_LIFTS[kind]}"), None)
    parent = target.getparent() if target is not None else None
    if target is None or parent is None:
        return
    tags = "".join(
        f"{{%{dash} {inner}%}}"
        for item in target.iter(f"{{{A}}}t")
        for dash, which, inner in _LIFTED.findall(item.text or "")
        if which == kind
    )
    marks = "".join(item.text or "" for item in target.iter(f"{{{OWN}}}raw"))
    parent.replace(target, _raw(marks + tags))


def _lift_blocks(paragraph: Element, expression: str) -> None:
    runs = list(paragraph.iter(f"{{{A}}}t"))
    for item in runs:
        item.text = ""
    group = etree.Element(f"{{{OWN}}}blocks", nsmap={"dg": OWN})
    parent = paragraph.getparent()
    assert parent is not None  # noqa: S101
    parent.replace(paragraph, group)
    group.append(_raw(f"{{{{ ({expression})|slide_blocks }}}}"))
    group.append(paragraph)


def _wrap_plain(root: Element) -> None:
    """Let tags in attributes, and in text outside runs, print plain text."""
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if TAG.search(str(value)):
                element.set(name, f"{{% filter plain_markup %}}{value}{{% endfilter %}}")
        if element.tag not in {f"{{{A}}}t", f"{{{OWN}}}raw"} and element.text and TAG.search(element.text):
            element.text = f"{{% filter plain_markup %}}{element.text}{{% endfilter %}}"


def _as_source(root: Element) -> str:
    text = etree.tostring(root, encoding="unicode")
    text = _RAW.sub(lambda found: found.group(1), text)
    return TAG.sub(lambda found: unescape(found.group(0)).translate(_QUOTES), text)


def _path(element: Element) -> Iterator[str]:
    """Where `element` stands: the shape's name, then the table's row and cell, or the paragraph."""
    for holder in element.iterancestors(f"{{{P}}}sp", f"{{{P}}}graphicFrame", f"{{{P}}}cxnSp", f"{{{P}}}pic"):
        name = next(holder.iter(f"{{{P}}}cNvPr"), None)
        if name is not None:
            yield f"“{name.get('name', '')}”"
        break
    if element.tag == f"{{{P}}}cNvPr":
        yield "alt text"
        return
    cell = next(element.iterancestors(f"{{{A}}}tc"), None)
    if cell is not None:
        row = cell.getparent()
        assert row is not None  # noqa: S101
        yield f"row {1 + len(list(row.itersiblings(f'{{{A}}}tr', preceding=True)))}"
        yield f"cell {1 + len(list(cell.itersiblings(f'{{{A}}}tc', preceding=True)))}"
        return
    yield f"paragraph {1 + len(list(element.itersiblings(f'{{{A}}}p', preceding=True)))}"
