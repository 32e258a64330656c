"""Turns the marked text of a rendered slide into native `a:br`, `a:r` and `a:p`, styled as the run it stood in."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from docgen.engines._office_text import OWN, Element

Link = Callable[[str], str]

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_AFTER_LINK = {f"{{{A}}}hlinkMouseOver", f"{{{A}}}rtl", f"{{{A}}}extLst"}
_INDENT = 228600


def expand(root: Element, language: str, link: Link) -> None:
    """Turn the marked text in `root` into native paragraphs, runs and breaks, and name the language of each run."""
    for group in list(root.iter(f"{{{OWN}}}blocks")):
        _expand_blocks(group)
    for text in list(root.iter(f"{{{A}}}t")):
        if len(text):
            _expand_text(text, link)
    for run in list(root.iter(f"{{{A}}}r")):
        _drop_if_empty(run)
    for properties in list(root.iter(f"{{{A}}}r", f"{{{A}}}fld", f"{{{A}}}br")):
        _name_language(properties, language)
    for properties in root.iter(f"{{{A}}}endParaRPr"):
        _set_language(properties, "zh" in language)


def _expand_blocks(group: Element) -> None:
    model = next(child for child in group if child.tag == f"{{{A}}}p")
    parent = group.getparent()
    assert parent is not None  # noqa: S101
    at = parent.index(group)
    parent[at : at + 1] = [_paragraph(item, model) for item in _block_paragraphs(group)]


def _block_paragraphs(group: Element) -> Iterator[Element]:
    """The blocks as paragraphs; a text frame holds no table, so each row becomes a line with tabs between cells."""
    for item in group:
        if item.tag == f"{{{OWN}}}p":
            yield item
        elif item.tag == f"{{{OWN}}}tbl":
            for index, row in enumerate(item):
                yield _row_as_line(row, "text" if index else "heading")


def _row_as_line(row: Element, kind: str) -> Element:
    line = etree.Element(f"{{{OWN}}}p", {"kind": kind})
    for index, cell in enumerate(row):
        between = etree.SubElement(line, f"{{{OWN}}}s")
        between.text = "\t" if index else ""
        between.tail = cell.text
        line.extend(list(cell))
    return line


def _paragraph(item: Element, model: Element) -> Element:
    paragraph = deepcopy(model)
    runs = [child for child in paragraph if child.tag in {f"{{{A}}}r", f"{{{A}}}br", f"{{{A}}}fld"}]
    run = next((child for child in runs if child.tag == f"{{{A}}}r"), None)
    properties = deepcopy(run.find(f"{{{A}}}rPr")) if run is not None else None
    for child in runs:
        paragraph.remove(child)
    new = etree.Element(f"{{{A}}}r")
    if properties is not None:
        new.append(properties)
    text = etree.SubElement(new, f"{{{A}}}t")
    text.text = item.text
    text.extend(list(item))
    shape = paragraph.find(f"{{{A}}}pPr")
    paragraph.insert(0 if shape is None else 1, new)
    _style_block(item, paragraph, text)
    return paragraph


def _style_block(item: Element, paragraph: Element, text: Element) -> None:
    kind = item.get("kind")
    if kind == "item":
        _make_list_item(item, _paragraph_properties(paragraph))
    elif kind in {"heading", "quote"}:
        style = "b" if kind == "heading" else "i"
        for span in text:
            span.set(style, "1")
    if kind == "quote":
        _paragraph_properties(paragraph).set("marL", str(_INDENT))


def _paragraph_properties(paragraph: Element) -> Element:
    found = paragraph.find(f"{{{A}}}pPr")
    if found is None:
        found = etree.Element(f"{{{A}}}pPr")
        paragraph.insert(0, found)
    return found


def _make_list_item(item: Element, properties: Element) -> None:
    level = min(int(item.get("level", "0")), 8)
    properties.set("marL", str(_INDENT * (level + 1)))
    properties.set("indent", str(-_INDENT))
    if level:
        properties.set("lvl", str(level))
    names = (
        "buClr",
        "buClrTx",
        "buFont",
        "buFontTx",
        "buSzPct",
        "buSzPts",
        "buSzTx",
        "buNone",
        "buAutoNum",
        "buChar",
        "buBlip",
    )
    for name in names:
        for old in properties.findall(f"{{{A}}}{name}"):
            properties.remove(old)
    spacing = {f"{{{A}}}{name}" for name in ("lnSpc", "spcBef", "spcAft")}
    at = sum(child.tag in spacing for child in properties)
    properties.insert(
        at, etree.Element(f"{{{A}}}buFont", {"typeface": "+mj-lt" if item.get("ordered") == "1" else "Arial"})
    )
    bullet = etree.Element(f"{{{A}}}buAutoNum", {"type": "arabicPeriod"})
    if item.get("ordered") != "1":
        bullet = etree.Element(f"{{{A}}}buChar", {"char": "•"})
    properties.insert(at + 1, bullet)


def _expand_text(text: Element, link: Link) -> None:
    run = text.getparent()
    assert run is not None  # noqa: S101
    if run.tag != f"{{{A}}}r":
        text.text = "".join(text.itertext())
        text[:] = []
        return
    parent = run.getparent()
    assert parent is not None  # noqa: S101
    at = parent.index(run)
    parent[at : at + 1] = list(_runs(text, run.find(f"{{{A}}}rPr"), link))


def _runs(text: Element, properties: Element | None, link: Link) -> Iterator[Element]:
    if text.text:
        yield _run(text.text, properties)
    for mark in text:
        if mark.tag == f"{{{OWN}}}br":
            yield _run(None, properties)
        elif mark.tag == f"{{{OWN}}}total":
            counted = _run("0", properties)
            counted.set(f"{{{OWN}}}total", "1")
            yield counted
        elif mark.text:
            yield _styled(mark, properties, link)
        if mark.tail:
            yield _run(mark.tail, properties)


def _run(text: str | None, properties: Element | None) -> Element:
    run = etree.Element(f"{{{A}}}{'br' if text is None else 'r'}")
    if properties is not None:
        run.append(deepcopy(properties))
    if text is not None:
        etree.SubElement(run, f"{{{A}}}t").text = text
    return run


def _styled(mark: Element, properties: Element | None, link: Link) -> Element:
    run = _run(mark.text or "", properties)
    style = run.find(f"{{{A}}}rPr")
    if style is None:
        style = etree.Element(f"{{{A}}}rPr")
        run.insert(0, style)
    for name in ("b", "i"):
        if mark.get(name):
            style.set(name, "1")
    if mark.get("href"):
        for old in style.findall(f"{{{A}}}hlinkClick"):
            style.remove(old)
        at = sum(child.tag not in _AFTER_LINK for child in style)
        style.insert(at, etree.Element(f"{{{A}}}hlinkClick", {f"{{{R}}}id": link(mark.get("href", ""))}))
    return run


def _drop_if_empty(run: Element) -> None:
    if "".join(run.itertext(f"{{{A}}}t")):
        return
    paragraph = run.getparent()
    assert paragraph is not None  # noqa: S101
    others = paragraph.findall(f"{{{A}}}r") + paragraph.findall(f"{{{A}}}fld")
    properties = run.find(f"{{{A}}}rPr")
    if len(others) == 1 and properties is not None and paragraph.find(f"{{{A}}}endParaRPr") is None:
        end = etree.SubElement(paragraph, f"{{{A}}}endParaRPr", dict(properties.attrib))
        end.extend(list(properties))
    paragraph.remove(run)


def _name_language(run: Element, language: str) -> None:
    properties = run.find(f"{{{A}}}rPr")
    if properties is None:
        properties = etree.Element(f"{{{A}}}rPr")
        run.insert(0, properties)
    text = run.findtext(f"{{{A}}}t") or ""
    _set_language(properties, language == "zh" or bool(_WIDE.search(text)))


def _set_language(properties: Element, chinese: bool) -> None:
    properties.set("lang", "zh-CN" if chinese else "en-GB")
    properties.attrib.pop("altLang", None)
    if chinese:
        properties.set("altLang", "en-GB")
