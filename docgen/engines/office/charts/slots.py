"""Mark a template's chart part with slots for the data.

A slot is a processing instruction, `<?docgen name argument?>`; a block extends to `<?docgen end?>`. References to the
old workbook are removed or made literal. `office.charts.template` parses the text.
"""

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from docgen.engines.office.charts.markup import a, c, children, value_of
from docgen.engines.office.charts.series import enclose, mark_model, mark_series, slot
from docgen.messages import MessageError, message
from docgen.ooxml.names import A, C, Element, R
from docgen.ooxml.xml import parse_xml

_UNSUPPORTED = {"bubbleChart": "term.a_bubble_chart", "stockChart": "term.a_stock_chart"}
_KINDS = {
    "lineChart": "line", "line3DChart": "line", "pieChart": "pie", "pie3DChart": "pie", "ofPieChart": "pie",
    "doughnutChart": "doughnut", "scatterChart": "scatter",
}  # fmt: skip
_CELL_REFERENCES = {"sqref", "fullRef", "formulaRef", "levelRef", "f"}
_DATE_AXIS_ONLY = ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit")


@dataclass(frozen=True, slots=True)
class MarkedChart:
    """A chart part as text with slots, and its properties.

    `kind` is one of `KINDS`, empty for another kind; `formats` are its series' number formats; `workbook_id` is the
    relationship id of the workbook, empty if there is none.
    """

    text: str
    kind: str
    formats: tuple[str, ...]
    workbook_id: str


def mark_chart(chart_xml: bytes) -> MarkedChart:
    """Mark a chart part. Raises ValueError if it is invalid, or of an unsupported kind."""
    root = _root(chart_xml)
    plot = root.find(f"{c('chart')}/{c('plotArea')}")
    if plot is None:
        raise MessageError("chart.template:plot")
    _name_axes(plot)
    groups = _groups(plot)
    series = _series_in_order(groups)
    _remove_cell_references(root)
    kind = _kind(groups[0])
    formats = tuple(_format_of(one) for one in series)
    _mark_number_formats(plot)
    _mark_ends(plot, groups)
    model = deepcopy(series[-1])
    series[-1].addnext(model)
    mark_model(model, series)
    for number, one in enumerate(series):
        mark_series(one, number)
    _mark_groups(plot, groups, series)
    _mark_legend(root)
    _mark_title(root)
    workbook = root.find(c("externalData"))
    text = etree.tostring(root, encoding="unicode")
    return MarkedChart(text, kind, formats, "" if workbook is None else workbook.get(f"{{{R}}}id", ""))


def _name_axes(plot: Element) -> None:
    """Make the axes' ids non-negative (ECMA-376 part 1, 21.2.2.9); some programs write negative ones."""
    for named in plot.iter(c("axId"), c("crossAx")):
        value = named.get("val", "")
        if value.startswith("-") and value[1:].isdigit():
            named.set("val", str(int(value) % 2**32))


def _mark_ends(plot: Element, groups: list[Element]) -> None:
    """Mark the ends of a value axis that has neither labels nor ends, where figures have labels beyond their bars."""
    places = {place.get("val") for place in plot.iter(c("dLblPos"))}
    if len(groups) > 1 or not places & {"outEnd", "t"}:
        return
    for axis in children(plot, "valAx"):
        deleted, scaling = axis.find(c("delete")), axis.find(c("scaling"))
        is_hidden = deleted is not None and deleted.get("val", "1") in {"1", "true"}
        if is_hidden and scaling is not None and not children(scaling, "max", "min", "logBase"):
            scaling.insert(len(children(scaling, "orientation")), slot("ends"))


def _root(chart_xml: bytes) -> Element:
    """Parse the chart space, with the prefixes that the slots' contents use."""
    try:
        read = parse_xml(chart_xml, without_comments=True)
    except etree.XMLSyntaxError as error:
        raise MessageError("chart.template:broken", reason=str(error)) from error
    if read.tag != c("chartSpace"):
        raise MessageError("chart.template:newer")
    others = {
        prefix: uri for prefix, uri in read.nsmap.items() if uri not in (C, A, R) and prefix not in ("c", "a", "r")
    }
    root = etree.Element(c("chartSpace"), dict(read.attrib), {"c": C, "a": A, "r": R, **others})
    root.extend(list(read))
    return root


def _groups(plot: Element) -> list[Element]:
    groups = [group for group in plot if str(group.tag).endswith("Chart")]
    for group in groups:
        name = etree.QName(group).localname
        if name in _UNSUPPORTED:
            raise MessageError("chart.template:kind", what=message(_UNSUPPORTED[name]))
    if not any(group.find(c("ser")) is not None for group in groups):
        raise MessageError("chart.template:series")
    return [group for group in groups if group.find(c("ser")) is not None]


def _series_in_order(groups: list[Element]) -> list[Element]:
    series = [one for group in groups for one in group.iterfind(c("ser"))]
    return sorted(series, key=lambda one: value_of(one, "order"))


def _kind(group: Element) -> str:
    name = etree.QName(group).localname
    if name not in ("barChart", "bar3DChart"):
        return _KINDS.get(name, "")
    direction, grouping = group.find(c("barDir")), group.find(c("grouping"))
    if direction is not None and direction.get("val") == "bar":
        return "bar"
    return "stacked" if grouping is not None and "tacked" in grouping.get("val", "") else "column"


def _format_of(series: Element) -> str:
    code = series.find(f"{c('val')}/{c('numRef')}/{c('numCache')}/{c('formatCode')}")
    if code is None:
        code = series.find(f"{c('yVal')}/{c('numRef')}/{c('numCache')}/{c('formatCode')}")
    return "" if code is None or not code.text or code.text == "General" else code.text


def _mark_number_formats(plot: Element) -> None:
    """Mark formats that are linked to the cells or `General`; they take the format of the call."""
    for found in list(plot.iter(c("numFmt"))):
        linked = found.get("sourceLinked") in ("1", "true")
        if (linked or found.get("formatCode") == "General") and _shows_values(found.getparent()):
            found.addnext(slot(f"format {int(linked)}"))
            enclose(found, "own")


def _shows_values(holder: Element | None) -> bool:
    if holder is None or holder.tag in (c("catAx"), c("serAx")):
        return False
    percent = holder.find(c("showPercent"))
    return not _is_x_axis(holder) and (percent is None or percent.get("val") in ("0", "false"))


def _is_x_axis(holder: Element) -> bool:
    """Whether `holder` is the x axis of a scatter chart: the first that it refers to."""
    plot, number = holder.getparent(), holder.find(c("axId"))
    if plot is None or number is None:
        return False
    firsts = (scatter.find(c("axId")) for scatter in plot.iterfind(c("scatterChart")))
    return any(first is not None and first.get("val") == number.get("val") for first in firsts)


def _mark_groups(plot: Element, groups: list[Element], series: list[Element]) -> None:
    """Render groups and axes of a combined chart only if the data has a series for them."""
    since: dict[str, int] = {}
    for group in groups:
        first = min(series.index(one) for one in group.iterfind(c("ser")) if one in series)
        for axis in children(group, "axId"):
            since[axis.get("val", "")] = min(first, since.get(axis.get("val", ""), first))
        enclose(group, f"since {first}")
    for axis in children(plot, "valAx", "catAx", "serAx"):
        number = axis.find(c("axId"))
        first = since.get("" if number is None else number.get("val", ""), 0)
        if first:
            enclose(axis, f"since {first}")


def _mark_legend(root: Element) -> None:
    for entry in list(root.iterfind(f"{c('chart')}/{c('legend')}/{c('legendEntry')}")):
        enclose(entry, f"entry {value_of(entry, 'idx')}")


def _mark_title(root: Element) -> None:
    """Mark the title: the template's if the call has none, else one with the call's text in the same format."""
    chart = root.find(c("chart"))
    assert chart is not None  # noqa: S101
    own, deleted = chart.find(c("title")), chart.find(c("autoTitleDeleted"))
    titled = etree.SubElement(chart, c("title")) if own is None else deepcopy(own)
    _rich_text(titled).append(slot("title"))
    if own is None:
        etree.SubElement(titled, c("overlay"), {"val": "0"})
    shown = etree.Element(c("autoTitleDeleted"), {"val": "0"})
    if own is not None:
        enclose(own, "untitled")
    if deleted is not None:
        enclose(deleted, "untitled")
    chart.insert(0, titled)
    titled.addnext(shown)
    titled.addprevious(slot("titled"))
    shown.addnext(slot("end"))


def _remove_cell_references(root: Element) -> None:
    """Remove or make literal all references to cells: hidden series, labels and error bars from cells, linked titles.

    Names, categories and values of series are left to the caller. Date axes become category axes.
    """
    for found in [*root.iter(c("pivotSource"), c("pivotFmts"), "{*}showDataLabelsRange")]:
        _drop(found)
    for extension in list(root.iter(c("ext"))):
        if any(etree.QName(found).localname in _CELL_REFERENCES for found in extension.iter("{*}*")):
            _drop_extension(extension)
    for found in [*root.iter(c("dLbl"), c("errBars"))]:
        if _takes_values_from_cells(found):
            _drop(found)
    _make_texts_literal(root)
    _make_category_axes(root)


def _takes_values_from_cells(found: Element) -> bool:
    kind = found.find(c("errValType"))
    fields = found.iter(a("fld")) if found.tag == c("dLbl") else ()
    return (kind is not None and kind.get("val") == "cust") or any(one.get("type") == "CELLRANGE" for one in fields)


def _make_category_axes(root: Element) -> None:
    for axis in list(root.iter(c("dateAx"))):
        axis.tag = c("catAx")
        for child in children(axis, *_DATE_AXIS_ONLY):
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


def _make_texts_literal(root: Element) -> None:
    for holder in [*root.iter(c("title")), *root.iter(c("dLbl"))]:
        cached = holder.find(f"{c('tx')}/{c('strRef')}")
        if cached is not None:
            words = "".join(value.text or "" for value in cached.iter(c("v")))
            _rich_text(holder).text = words


def _rich_text(holder: Element) -> Element:
    """Reduce the text of a title or label to one empty run, in the format of its first one; return its `a:t`."""
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
    """A `c:rich` with the format of a `c:txPr`."""
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
