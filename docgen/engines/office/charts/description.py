"""Alternative text of a chart, from its figures."""

from typing import TYPE_CHECKING

from docgen.engines.office.charts.number_format import format_figure
from docgen.wording import in_language

if TYPE_CHECKING:
    from docgen.engines.office.charts.figures import ChartData, Series

_KINDS = {
    "bar": ("Bar chart", "条形图"),
    "column": ("Column chart", "柱形图"),
    "stacked": ("Stacked column chart", "堆积柱形图"),
    "line": ("Line chart", "折线图"),
    "pie": ("Pie chart", "饼图"),
    "doughnut": ("Doughnut chart", "圆环图"),
    "scatter": ("Scatter chart", "散点图"),
}
_MOST_SERIES = 6


def describe(data: "ChartData", language: str) -> str:
    """Describe kind, title and categories in one sentence, then each series by its lowest and highest figure."""
    return in_language(_describe(data, zh=False), _describe(data, zh=True), language)


def _describe(data: "ChartData", zh: bool) -> str:
    sentences = [_opening(data, zh), *(_series(data, series, zh) for series in data.series[:_MOST_SERIES])]
    left = len(data.series) - _MOST_SERIES
    if left > 0:
        sentences.append(f"另有{left}个系列。" if zh else f"{left} more series.")
    return "".join(sentences) if zh else " ".join(sentences)


def _opening(data: "ChartData", zh: bool) -> str:
    kind = _KINDS.get(data.kind, ("Chart", "图表"))[zh]
    count, first, last = len(data.categories), _name(data, 0), _name(data, -1)
    what = ("points", "个点") if data.kind == "scatter" else ("categories", "个类别")
    if zh:
        title = f"“{data.title}”" if data.title else ""
        return f"{kind}{title}：{first}。" if count == 1 else f"{kind}{title}：{count}{what[1]}，{first}至{last}。"
    title = f" “{data.title}”" if data.title else ""
    return f"{kind}{title}: {first}." if count == 1 else f"{kind}{title}: {count} {what[0]}, {first} to {last}."


def _series(data: "ChartData", series: "Series", zh: bool) -> str:
    given = [(value, number) for number, value in enumerate(series.values) if value is not None]
    if not given:
        return f"{series.name}：无数据。" if zh else f"{series.name}: no figures."
    pattern = data.format_of(series)
    (low, at_low), (high, at_high) = min(given), max(given, key=lambda item: (item[0], -item[1]))
    lowest, highest = format_figure(low, pattern), format_figure(high, pattern)
    if low == high:
        all_same = f"均为{lowest}" if len(given) > 1 else lowest
        return f"{series.name}：{all_same}。" if zh else f"{series.name}: {'all ' * (len(given) > 1)}{lowest}."
    if zh:
        return f"{series.name}：最低{lowest}（{_name(data, at_low)}），最高{highest}（{_name(data, at_high)}）。"
    return f"{series.name}: lowest {lowest} ({_name(data, at_low)}), highest {highest} ({_name(data, at_high)})."


def _name(data: "ChartData", number: int) -> str:
    category = data.categories[number]
    return category if isinstance(category, str) else format_figure(category, "General")
