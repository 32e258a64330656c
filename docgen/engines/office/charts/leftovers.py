"""Turns a chart part that leans on its manager's workbook into one that leans on nothing but its own text."""

from copy import deepcopy

from lxml import etree

from docgen.engines.office.charts.names import a, c, children
from docgen.ooxml.names import Element

_POINTS_TO_CELLS = {"sqref", "fullRef", "formulaRef", "levelRef", "f"}
_OF_DATES_ALONE = ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit")


def forget_old_workbook(root: Element) -> None:
    """Drop or make literal whatever names a cell: hidden series, labels and error bars from cells, linked titles.

    Series' own names, categories and values stay for the caller. Date axes become category axes.
    """
    for found in [*root.iter(c("pivotSource"), c("pivotFmts"), "{*}showDataLabelsRange")]:
        _drop(found)
    for extension in list(root.iter(c("ext"))):
        if any(etree.QName(found).localname in _POINTS_TO_CELLS for found in extension.iter("{*}*")):
            _drop_extension(extension)
    for found in [*root.iter(c("dLbl"), c("errBars"))]:
        if _takes_values_from_cells(found):
            _drop(found)
    _free_linked_texts(root)
    _make_category_axes(root)


def _takes_values_from_cells(found: Element) -> bool:
    kind = found.find(c("errValType"))
    fields = found.iter(a("fld")) if found.tag == c("dLbl") else ()
    return (kind is not None and kind.get("val") == "cust") or any(one.get("type") == "CELLRANGE" for one in fields)


def _make_category_axes(root: Element) -> None:
    for axis in list(root.iter(c("dateAx"))):
        axis.tag = c("catAx")
        for child in children(axis, *_OF_DATES_ALONE):
            axis.remove(child)


def _drop(element: Element) -> None:
    holder = element.getparent()
    if holder is not None:
        holder.remove(element)


def _drop_extension(extension: Element) -> None:
    holder = extension.getparent()
    _drop(extension)
    if holder is not None and len(holder) == 0:
        _drop(holder)


def _free_linked_texts(root: Element) -> None:
    for holder in [*root.iter(c("title")), *root.iter(c("dLbl"))]:
        cached = holder.find(f"{c('tx')}/{c('strRef')}")
        if cached is not None:
            words = "".join(value.text or "" for value in cached.iter(c("v")))
            rich_text(holder).text = words


def rich_text(holder: Element) -> Element:
    """The `a:t` for the words of a title or label, emptied: the only run, in the format of the first one there was."""
    text = holder.find(c("tx"))
    if text is None:
        text = etree.Element(c("tx"))
        layout = holder.find(c("layout"))
        holder.insert(holder.index(layout) + 1 if layout is not None and holder.tag != c("title") else 0, text)
    rich = text.find(c("rich"))
    if rich is None:
        rich = _rich_like(holder.find(c("txPr")))
    text[:] = [rich]
    paragraphs = rich.findall(a("p"))
    for surplus in paragraphs[1:]:
        rich.remove(surplus)
    paragraph = paragraphs[0] if paragraphs else etree.SubElement(rich, a("p"))
    return _only_run(paragraph)


def _rich_like(properties: Element | None) -> Element:
    """A rich text with the format of a `c:txPr`."""
    rich = etree.Element(c("rich"))
    if properties is not None:
        rich.extend(deepcopy(child) for child in properties)
    else:
        etree.SubElement(rich, a("bodyPr"))
        etree.SubElement(rich, a("lstStyle"))
    return rich


def _only_run(paragraph: Element) -> Element:
    first = paragraph.find(f"{a('r')}/{a('rPr')}")
    properties = paragraph.find(a("pPr"))
    paragraph[:] = [] if properties is None else [properties]
    run = etree.SubElement(paragraph, a("r"))
    if first is not None:
        run.append(first)
    return etree.SubElement(run, a("t"))
