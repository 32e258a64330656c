"""Turns the marked text of a rendered Word part into native runs, breaks, hyperlinks, paragraphs, lists and tables."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from docgen.engines._docx_names import (
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    R,
    properties_of,
    put,
    w,
)
from docgen.engines._office_text import OWN, Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TABLE_STYLES = ("DocgenTable", "TableGrid")


@dataclass(frozen=True, slots=True)
class Tools:
    """What expanding a part needs of the package: a hyperlink's relationship, a list's number, and the known styles.

    `link(address)` gives a relationship id, `numbering(ordered, key)` the `numId` of a list, the same for equal keys.
    """

    link: Callable[[str], str]
    numbering: Callable[[bool, tuple[int, int]], str]
    styles: frozenset[str]


def expand(root: Element, tools: Tools) -> None:
    """Turn the marked text in `root` into native content, in the style of the run or paragraph that held it."""
    for number, group in enumerate(list(root.iter(f"{{{OWN}}}blocks"))):
        _expand_blocks(group, number, tools)
    for text in list(root.iter(TEXT)):
        if len(text) or (text.text and ("\t" in text.text or text.text != text.text.strip())):
            _expand_text(text, tools)


def _expand_blocks(group: Element, number: int, tools: Tools) -> None:
    model = next(child for child in group if child.tag == PARAGRAPH)
    parent = group.getparent()
    assert parent is not None  # noqa: S101
    at = parent.index(group)
    made = [_block(item, model, number, tools) for item in group if item.tag in {f"{{{OWN}}}p", f"{{{OWN}}}tbl"}]
    parent[at : at + 1] = made


def _block(item: Element, model: Element, number: int, tools: Tools) -> Element:
    if item.tag == f"{{{OWN}}}tbl":
        return _table(item, model, tools)
    paragraph = _paragraph(item, model)
    match item.get("kind"):
        case "item":
            key = (number, int(item.get("list", "0")))
            _make_item(paragraph, int(item.get("level", "0")), item.get("ordered") == "1", key, tools)
        case "heading":
            _make_heading(paragraph, int(item.get("level", "1")), tools)
        case "quote":
            if not _style(paragraph, "Quote", tools):
                _mark_runs(paragraph, "i")
        case _:
            pass
    return paragraph


def _paragraph(item: Element, model: Element) -> Element:
    """A paragraph in the style of `model`, its text set in the style of the model's first run."""
    paragraph = etree.Element(PARAGRAPH)
    shape, run = model.find(PARAGRAPH_PROPERTIES), model.find(RUN)
    if shape is not None:
        paragraph.append(deepcopy(shape))
    new = etree.SubElement(paragraph, RUN)
    properties = run.find(RUN_PROPERTIES) if run is not None else None
    if properties is not None:
        new.append(deepcopy(properties))
    text = etree.SubElement(new, TEXT)
    text.text = item.text
    text.extend(list(item))
    return paragraph


def _make_item(paragraph: Element, level: int, ordered: bool, key: tuple[int, int], tools: Tools) -> None:
    _style(paragraph, "ListNumber" if ordered else "ListBullet", tools)
    properties = properties_of(paragraph)
    for name in ("ind", "jc"):
        for old in properties.findall(w(name)):
            properties.remove(old)
    numbering = put(properties, "numPr")
    etree.SubElement(numbering, w("ilvl"), {w("val"): str(min(level, 8))})
    etree.SubElement(numbering, w("numId"), {w("val"): tools.numbering(ordered, key)})


def _make_heading(paragraph: Element, level: int, tools: Tools) -> None:
    if not _style(paragraph, f"Heading{min(level + 2, 6)}", tools):
        _mark_runs(paragraph, "b")


def _style(paragraph: Element, style: str, tools: Tools) -> bool:
    if style in tools.styles:
        put(properties_of(paragraph), "pStyle", val=style)
    return style in tools.styles


def _mark_runs(paragraph: Element, style: str) -> None:
    for text in paragraph.iter(TEXT):
        if text.text:
            mark = etree.Element(f"{{{OWN}}}s", {style: "1"})
            mark.text, text.text = text.text, None
            text.insert(0, mark)
        for mark in text:
            mark.set(style, "1")


def _table(item: Element, model: Element, tools: Tools) -> Element:
    rows = item.findall(f"{{{OWN}}}tr")
    count = len(rows[0])
    table = etree.Element(w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    style = next((name for name in _TABLE_STYLES if name in tools.styles), None)
    if style:
        etree.SubElement(properties, w("tblStyle"), {w("val"): style})
    etree.SubElement(properties, w("tblW"), {w("w"): "5000", w("type"): "pct"})
    etree.SubElement(properties, w("tblLook"), {w("val"): "0420", w("firstRow"): "1", w("noVBand"): "1"})
    grid = etree.SubElement(table, w("tblGrid"))
    for _ in range(count):
        etree.SubElement(grid, w("gridCol"), {w("w"): str(9000 // count)})
    for index, row in enumerate(rows):
        table.append(_row(row, model, index == 0))
    return table


def _row(item: Element, model: Element, header: bool) -> Element:
    row = etree.Element(w("tr"))
    properties = etree.SubElement(row, w("trPr"))
    etree.SubElement(properties, w("cantSplit"))
    if header:
        etree.SubElement(properties, w("tblHeader"))
    for told in item:
        cell = etree.SubElement(row, w("tc"))
        paragraph = _paragraph(told, model)
        shape = properties_of(paragraph)
        for name in ("ind", "numPr"):
            for old in shape.findall(w(name)):
                shape.remove(old)
        put(shape, "jc", val={"right": "right", "center": "center"}.get(told.get("align", ""), "left"))
        if header:
            _mark_runs(paragraph, "b")
        cell.append(paragraph)
    return row


def _expand_text(text: Element, tools: Tools) -> None:
    run = text.getparent()
    assert run is not None  # noqa: S101
    parent = run.getparent()
    if run.tag != RUN or parent is None:
        text.text, text[:] = "".join(text.itertext()), []
        return
    before, after = list(run[: run.index(text)]), list(run[run.index(text) + 1 :])
    properties = run.find(RUN_PROPERTIES)
    kept_before = [child for child in before if child is not properties]
    made = [
        *_with(properties, kept_before),
        *_runs(text, properties, tools, str(parent.tag)),
        *_with(properties, after),
    ]
    at = parent.index(run)
    parent[at : at + 1] = made


def _with(properties: Element | None, children: list[Element]) -> list[Element]:
    if not children:
        return []
    run = _run(properties)
    run.extend(children)
    return [run]


def _runs(text: Element, properties: Element | None, tools: Tools, holder: str) -> Iterator[Element]:
    if text.text:
        yield _filled(text.text, properties)
    for mark in text:
        if mark.tag == f"{{{OWN}}}br":
            run = _run(properties)
            etree.SubElement(run, w("br"))
            yield run
        elif mark.text:
            yield _styled(mark, properties, tools, holder)
        if mark.tail:
            yield _filled(mark.tail, properties)


def _run(properties: Element | None) -> Element:
    run = etree.Element(RUN)
    if properties is not None:
        run.append(deepcopy(properties))
    return run


def _filled(text: str, properties: Element | None) -> Element:
    run = _run(properties)
    for index, part in enumerate(text.split("\t")):
        if index:
            etree.SubElement(run, w("tab"))
        if part:
            etree.SubElement(run, TEXT, {_SPACE: "preserve"}).text = part
    return run


def _styled(mark: Element, properties: Element | None, tools: Tools, holder: str) -> Element:
    run = _filled(mark.text or "", properties)
    styles = {"b": ("b", "bCs"), "i": ("i", "iCs")}
    for name, tags in styles.items():
        if mark.get(name):
            for tag in tags:
                put(properties_of(run), tag)
    if mark.get("c"):
        put(properties_of(run), "rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas")
    address = mark.get("href")
    if not address or holder == w("hyperlink"):
        return run
    if "Hyperlink" in tools.styles:
        put(properties_of(run), "rStyle", val="Hyperlink")
    link = etree.Element(w("hyperlink"), {f"{{{R}}}id": tools.link(address)})
    link.append(run)
    return link
