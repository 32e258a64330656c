"""Mark the series of a template's chart with slots, and a copy of the last one as the model of further series."""

from copy import deepcopy

from lxml import etree

from docgen.engines.office.charts.markup import a, c, children, value_of
from docgen.ooxml.names import Element

_PIES = ("pieChart", "pie3DChart", "ofPieChart", "doughnutChart")


def slot(instruction: str) -> Element:
    """A slot, or the start or end of a block."""
    return etree.ProcessingInstruction("docgen", instruction)


def enclose(element: Element, instruction: str) -> None:
    """Wrap `element` in a block."""
    element.addprevious(slot(instruction))
    element.addnext(slot("end"))


def _is_pie(group: Element | None) -> bool:
    return group is not None and etree.QName(group).localname in _PIES


def accents_of(series: list[Element]) -> str:
    """The accents in use by the series or points, as a slot's argument."""
    used = {found.get("val", "") for one in series for found in [_main_colour(one)] if found is not None}
    return ",".join(sorted(used))


def _main_colour(holder: Element) -> Element | None:
    """The colour of a series or point: its fill's, or its line's."""
    properties = holder.find(c("spPr"))
    colours = () if properties is None else properties.iter(a("schemeClr"), a("srgbClr"))
    return next((colour for colour in colours if colour.getparent() is not None), None)


def mark_series(series: Element, number: int) -> None:
    """Wrap series `number` in a block, which is rendered if the data has so many."""
    _mark_points(series)
    _mark_content(series)
    enclose(series, f"series {number}")


def mark_model(series: Element, all_series: list[Element]) -> None:
    """Mark `series`, a copy, as the model of series beyond the template's: it has nothing that must be unique.

    Its index, order and colours are ones that none of `all_series` uses. Formats of single points are not repeated,
    except a pie's slices.
    """
    _remove_unique_ids(series)
    if _is_pie(series.getparent()):
        _mark_points(series)
    else:
        for point in [*children(series, "dPt"), *series.iterfind(f"{c('dLbls')}/{c('dLbl')}")]:
            holder = point.getparent()
            if holder is not None:
                holder.remove(point)
        _recolour(series)
    count = len(all_series)
    shifts = (1 + max(value_of(one, name) for one in all_series) - count for name in ("idx", "order"))
    for child in children(series, "idx"):
        series.remove(child)
    for child in children(series, "order"):
        series.replace(child, slot("number {} {}".format(*shifts)))
    _mark_content(series)
    enclose(series, f"extra {count} {accents_of(all_series)}")


def _mark_content(series: Element) -> None:
    """Put slots for the name and the points in schema order."""
    for name in children(series, "tx"):
        series.remove(name)
    after_numbers = 1 + max((series.index(child) for child in children(series, "idx", "order")), default=0)
    series.insert(after_numbers, slot("name"))
    place = next(
        (series.index(child) for child in children(series, "cat", "val", "xVal", "yVal", "shape", "smooth", "extLst")),
        len(series),
    )
    holder = series.getparent()
    is_scatter = holder is not None and holder.tag == c("scatterChart")
    series.insert(place, slot("points xy" if is_scatter else "points"))
    for values in children(series, "cat", "val", "xVal", "yVal"):
        series.remove(values)


def _mark_points(series: Element) -> None:
    """Render formats of single points only if the data has the point; further slices get further colours."""
    points = children(series, "dPt")
    count = max((value_of(found, "ptCount") for found in series.iter(c("numCache"))), default=0)
    if _is_pie(series.getparent()) and points and len(points) >= count:
        clone = deepcopy(points[-1])
        points[-1].addnext(clone)
        _remove_unique_ids(clone)
        used = accents_of(points)
        number = clone.find(c("idx"))
        if number is not None:
            clone.replace(number, slot("place"))
        _recolour(clone)
        enclose(clone, f"further {len(points)} {used}")
    for point in [*points, *series.iterfind(f"{c('dLbls')}/{c('dLbl')}")]:
        enclose(point, f"point {value_of(point, 'idx')}")


def _remove_unique_ids(element: Element) -> None:
    for found in list(element.iter("{*}uniqueId")):
        extension = found.getparent()
        holder = None if extension is None else extension.getparent()
        if extension is not None and holder is not None:
            holder.remove(extension)
    for empty in [one for one in element.iter(c("extLst")) if len(one) == 0]:
        holder = empty.getparent()
        if holder is not None:
            holder.remove(empty)


def _recolour(holder: Element) -> None:
    """Replace the main colour in shapes, lines and markers by a slot for the next accent."""
    main = _main_colour(holder)
    if main is None:
        return
    wanted = (main.tag, main.get("val"))
    for properties in [*children(holder, "spPr"), *holder.iterfind(f"{c('marker')}/{c('spPr')}")]:
        for colour in list(properties.iter(a("schemeClr"), a("srgbClr"))):
            if (colour.tag, colour.get("val")) == wanted:
                _replace_colour(colour)


def _replace_colour(colour: Element) -> None:
    """Replace a colour by a slot; modifications of a theme colour, such as a tint, are retained."""
    retained = [change for change in colour if colour.tag == a("schemeClr") or change.tag == a("alpha")]
    colour.addprevious(slot("colour"))
    for change in retained:
        colour.addprevious(change)
    colour.addnext(slot("end"))
    holder = colour.getparent()
    if holder is not None:
        holder.remove(colour)
