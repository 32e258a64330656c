"""Chart data: categories and series, validated, and the template function `chart(…)`."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import islice
from typing import Any, TypedDict, Unpack, cast

from jinja2.runtime import Undefined

from docgen.engines.office.charts.description import describe
from docgen.engines.office.charts.number_format import checked_format
from docgen.engines.office.print import one_line
from docgen.messages import Message, MessageError, message
from docgen.nearest import nearest
from docgen.templating.access import may_read
from docgen.templating.language import Missing, text_of

Number = int | float | Decimal
Category = str | int | float | Decimal

KINDS = ("bar", "column", "stacked", "line", "pie", "doughnut", "scatter")
"""The kinds of new charts; bars of `bar` are horizontal, those of `column` and `stacked` vertical."""

MOST_SERIES, MOST_POINTS = 255, 4000
"""Excel's limit of series in a chart (specifications and limits); more points aren't legible."""

_MOST_SHOWN = 4
_LONGEST_FIGURE = 40


@dataclass(frozen=True, slots=True)
class Series:
    """A series of figures, None for a gap. An empty `number_format` means the chart's.

    Only a template's chart gives a series its own number format.
    """

    name: str
    values: tuple[Number | None, ...]
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class ChartData:
    """The data of a chart. Categories are text; in a scatter chart they are the figures of the x axis.

    `number_format` is Excel's. `kind` is one of `KINDS`, or empty for that of the template's chart. `mark` is the
    category whose bar or column is highlighted, if any. Raises ValueError, with every problem, for invalid data.
    """

    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    number_format: str = ""
    title: str = ""
    kind: str = ""
    mark: Category | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for invalid data."""
        problems = [*_shape_problems(self), *_value_problems(self), *_text_problems(self)]
        if not problems and self.kind:
            problems = kind_problems(self, self.kind)
        if not problems and self.mark is not None:
            problems = _mark_problems(self)
        if problems:
            raise error_of(problems)

    def __str__(self) -> str:
        raise MessageError("drawing.alt_text_only", what=message("term.a_chart"))

    __html__ = __str__

    def format_of(self, series: Series) -> str:
        """The number format of a series, `General` if none is given."""
        return series.number_format or self.number_format or "General"

    def alt_text(self, language: str) -> str:
        """The chart in a few sentences: kind, series, extremes. `language` is zh, en or zh+en."""
        return describe(self, language)


def error_of(problems: list[Message]) -> MessageError:
    """The error that says why data can't be shown."""
    shown = problems[:_MOST_SHOWN]
    if len(problems) > _MOST_SHOWN:
        shown.append(message("chart.more", count=len(problems) - _MOST_SHOWN))
    both = reduce(lambda first, second: message("term.and", first=first, second=second), shown)
    return MessageError(both.key, **both.values)


def is_figure(value: object) -> bool:
    """Whether `value` is a number within a double's range (ECMA-376 part 1, 18.18.11)."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    try:
        return math.isfinite(float(value))
    except (OverflowError, ValueError):
        return False


def figure_text(value: Number) -> str:
    """A figure as an XML Schema double; the cache and the workbook's cell have the same text."""
    text = str(value)
    return text if len(text) <= _LONGEST_FIGURE else repr(float(value))


def category_text(category: Category) -> str:
    """A category as axis label."""
    return f"{category:f}" if isinstance(category, Decimal) else str(category)


def kind_problems(data: ChartData, kind: str) -> list[Message]:
    """Why a chart of this kind can't show `data`."""
    figures = [value for series in data.series for value in series.values if value is not None]
    if kind == "scatter" and any(isinstance(category, str) for category in data.categories):
        return [message("chart.scatter")]
    if kind == "pie" and len(data.series) > 1:
        return [message("chart.pie", count=len(data.series))]
    if kind in ("pie", "doughnut") and any(value < 0 for value in figures):
        return [message("chart.negative", kind=kind)]
    return []


def _mark_problems(data: ChartData) -> list[Message]:
    """Why no bar can be highlighted; a template's chart formats its points itself."""
    if data.kind not in {"bar", "column"} or len(data.series) > 1:
        return [message("chart.mark")]
    if data.mark not in data.categories:
        words = [category_text(category) for category in data.categories]
        near = nearest(str(data.mark), words)
        if near:
            return [message("chart.mark:meant", found=_shown(data.mark), near=near)]
        return [message("chart.mark:category", found=_shown(data.mark))]
    return []


def _shape_problems(data: ChartData) -> list[Message]:
    problems: list[Message] = []
    if not data.categories:
        problems.append(message("chart.empty"))
    if not data.series:
        problems.append(message("chart.empty:series"))
    if len(data.series) > MOST_SERIES or len(data.categories) > MOST_POINTS:
        problems.append(message("chart.size", series=MOST_SERIES, points=MOST_POINTS))
    for series in data.series:
        if len(series.values) != len(data.categories):
            counts = {"figures": len(series.values), "categories": len(data.categories)}
            problems.append(message("chart.counts", name=series.name, **counts))
    if data.kind and data.kind not in KINDS:
        problems.append(_unknown_kind(data.kind))
    return problems


def _unknown_kind(kind: str) -> Message:
    near = nearest(kind, KINDS)
    if near:
        return message("chart.kind:meant", kind=kind, near=near, known=KINDS)
    return message("chart.kind", kind=kind, known=KINDS)


def _value_problems(data: ChartData) -> list[Message]:
    problems = [
        message("chart.figure", name=series.name, number=number, found=_shown(value))
        for series in data.series
        for number, value in enumerate(series.values, 1)
        if value is not None and not is_figure(value)
    ]
    problems += [
        message("chart.category", number=number, found=_shown(category))
        for number, category in enumerate(data.categories, 1)
        if not isinstance(category, str) and not is_figure(category)
    ]
    if data.series and all(value is None for series in data.series for value in series.values):
        problems.append(message("chart.no_figures"))
    return problems


def _text_problems(data: ChartData) -> list[Message]:
    words = [category for category in data.categories if isinstance(category, str)]
    texts = [data.title, *words, *(series.name for series in data.series)]
    problems = [message("chart.line", text=repr(text)) for text in texts if text != one_line(text)]
    problems += [message("chart.name", number=n) for n, series in enumerate(data.series, 1) if not series.name]
    try:
        checked_format(data.number_format)
    except MessageError as error:
        problems.append(error.message)
    return problems


def _shown(value: object) -> Message | str:
    """A value for a message; an undefined value raises its own error, which is more specific."""
    if isinstance(value, Undefined):
        str(value)
    if isinstance(value, str | int | float | Decimal | None):
        return repr(value)
    return message("term.a_type", name=type(value).__name__)


class ChartOptions(TypedDict, total=False):
    """Keyword arguments of `chart(…)`."""

    category: str
    values: Mapping[str, str] | Iterable[str]
    title: object
    number_format: str
    kind: str
    mark: object


Chart = Callable[..., ChartData]


def _unchanged(value: Any) -> Any:
    return value


def chart_function(format_value: Callable[[Any], Any] = _unchanged) -> Chart:
    """The template's `chart(categories, {name: figures})` or `chart(rows, category=…, values={name: attribute})`.

    `format_value` formats a category or title that is neither text nor a figure (a choice, a date). `values` may be a
    list of attributes, which are then the series' names too; an attribute may be dotted (`owner.name`). The function
    raises ValueError for invalid data, and jinja2's UndefinedError for an undefined value.
    """

    def chart(
        rows: Iterable[Any], series: Mapping[str, Iterable[Any]] | None = None, **options: Unpack[ChartOptions]
    ) -> ChartData:
        _check_options(options)
        listed = _listed(rows, message("chart.categories"))
        if series is None:
            categories, named = _from_rows(listed, options)
        elif "category" in options or "values" in options:
            raise MessageError("chart.both")
        else:
            categories, named = listed, _from_series(series)
        return ChartData(
            tuple(_category(value, format_value) for value in categories),
            tuple(Series(one_line(name), values) for name, values in named.items()),
            checked_format(str(options.get("number_format") or "")),
            one_line(_words(options.get("title"), format_value)),
            str(options.get("kind") or ""),
            _category(options["mark"], format_value) if "mark" in options else None,
        )

    return chart


def _check_options(options: ChartOptions) -> None:
    known = tuple(ChartOptions.__annotations__)
    for name in options:
        if name not in known:
            near = nearest(name, known)
            if near:
                raise MessageError("chart.option:meant", name=name, near=near, known=known)
            raise MessageError("chart.option", name=name, known=known)


def _listed(values: object, what: Message) -> tuple[Any, ...]:
    """The values of an iterable, up to a chart's limit, so that an endless one is an error."""
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise MessageError("chart.list", what=what, found=_shown(values))
    listed = tuple(islice(cast("Iterable[Any]", values), MOST_POINTS + 1))
    if len(listed) > MOST_POINTS:
        raise MessageError("chart.points", what=what, most=MOST_POINTS)
    return listed


def _from_series(series: object) -> dict[str, tuple[Any, ...]]:
    if not isinstance(series, Mapping):
        raise MessageError("chart.series:mapping", found=_shown(series))
    named = cast("Mapping[object, object]", series)
    return {text_of(name): _listed(values, message("chart.series", name=name)) for name, values in named.items()}


def _from_rows(rows: tuple[Any, ...], options: ChartOptions) -> tuple[tuple[Any, ...], dict[str, tuple[Any, ...]]]:
    category, values = options.get("category"), options.get("values")
    if not category or not values:
        raise MessageError("chart.neither")
    if isinstance(values, str):
        values = (values,)
    attributes = values if isinstance(values, Mapping) else {name: name for name in values}
    named = {text_of(name): tuple(_attribute(row, path) for row in rows) for name, path in attributes.items()}
    return tuple(_attribute(row, category) for row in rows), named


def _attribute(row: object, path: object) -> Any:
    """The value of `row` under a dotted name; a missing attribute is an undefined value, which raises when used."""
    value: object = row
    for name in text_of(path).split("."):
        if name.startswith("_") or (hasattr(value, name) and not may_read(value, name)):
            raise MessageError("expression.not_for_templates", name=name)
        value = getattr(value, name, None) if value is None else getattr(value, name, Missing(obj=value, name=name))
    return value


def _category(value: object, format_value: Callable[[Any], Any]) -> Category:
    if is_figure(value) and not isinstance(value, str):
        return cast("Number", value)
    return one_line(_words(value, format_value))


def _words(value: object, format_value: Callable[[Any], Any]) -> str:
    if isinstance(value, Undefined):
        str(value)
    if value is None:
        return ""
    text = value if type(value) is str else format_value(value)
    if not isinstance(text, str | int | float | Decimal):
        raise MessageError("chart.words", found=_shown(value))
    return one_line(text)
