"""Turns a chart part into a piece: its kinds, title, axes and series with the values that the file keeps."""

from collections.abc import Iterator

from docgen.compare.outline import Piece, Span, Value, plain
from docgen.compare.package import Package, below, child, children, local
from docgen.ooxml.names import Element


def read_chart(package: Package, part: str) -> Piece:
    """The chart in `part` (ECMA-376 part 1, 21.2); a bare piece if it can't be read."""
    chart = child(package.tree(part), "chart")
    area = child(chart, "plotArea")
    plots = [item for item in children(area) if local(item).endswith("Chart")]
    facts = {"kind": plain(", ".join(local(item).removesuffix("Chart") for item in plots))}
    for item in children(area):
        title = _words(child(item, "title")) if local(item).endswith("Ax") else ""
        if title:
            facts[f"{local(item)} title"] = plain(title)
    title = _words(child(chart, "title"))
    series = tuple(_series(item) for plot in plots for item in children(plot) if local(item) == "ser")
    return Piece("chart", "", (Span(title),) if title else (), facts, series)


def _words(title: Element | None) -> str:
    return "".join(text.text or "" for text in below(child(title, "tx"), "t"))


def _series(element: Element) -> Piece:
    name = " ".join(_cached(child(element, "tx")))
    facts: dict[str, Value] = {}
    for title, names in (("categories", ("cat", "xVal")), ("values", ("val", "yVal"))):
        found = [value for key in names for value in _cached(child(element, key))]
        if found:
            facts[title] = plain(" | ".join(found))
    return Piece("series", name, (), facts)


def _cached(holder: Element | None) -> Iterator[str]:
    for point in below(holder, "v"):
        yield _number(point.text or "")


def _number(text: str) -> str:
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return text
