"""Chart data: categories and series, validated, and the template function `chart(…)`."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, TypedDict, Unpack, cast

from jinja2.runtime import Undefined

from docgen.engines.office.charts.description import describe
from docgen.engines.office.charts.number_format import checked_format
from docgen.engines.office.print import ALT_TEXT_ONLY, one_line
from docgen.templating.access import may_read
from docgen.templating.language import Missing, meant_name, text_of

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
            more = f"; and {len(problems) - _MOST_SHOWN} more" if len(problems) > _MOST_SHOWN else ""
            raise ValueError("; ".join(problems[:_MOST_SHOWN]) + more)

    def __str__(self) -> str:
        raise ValueError(f"a chart {ALT_TEXT_ONLY}")

    __html__ = __str__

    def format_of(self, series: Series) -> str:
        """The number format of a series, `General` if none is given."""
        return series.number_format or self.number_format or "General"

    def alt_text(self, language: str) -> str:
        """The chart in a few sentences: kind, series, extremes. `language` is zh, en or zh+en."""
        return describe(self, language)


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


def kind_problems(data: ChartData, kind: str) -> list[str]:
    """Why a chart of this kind can't show `data`."""
    figures = [value for series in data.series for value in series.values if value is not None]
    if kind == "scatter" and any(isinstance(category, str) for category in data.categories):
        return ["a scatter chart needs figures along its x axis, not words"]
    if kind == "pie" and len(data.series) > 1:
        return [f"a pie shows one series, not {len(data.series)}; use `doughnut` or `stacked`"]
    if kind in ("pie", "doughnut") and any(value < 0 for value in figures):
        return [f"a {kind} can't show negative figures; use `column`"]
    return []


def _mark_problems(data: ChartData) -> list[str]:
    """Why no bar can be highlighted; a template's chart formats its points itself."""
    if data.kind not in {"bar", "column"} or len(data.series) > 1:
        return ["`mark` is for a `bar` or `column` chart of one series; in a chart of your own, format the point there"]
    if data.mark not in data.categories:
        words = [category_text(category) for category in data.categories]
        return [f"`mark`: no category {_shown(data.mark)}{meant_name(str(data.mark), words)}"]
    return []


def _shape_problems(data: ChartData) -> list[str]:
    problems: list[str] = []
    if not data.categories:
        problems.append("a chart needs at least one category")
    if not data.series:
        problems.append("a chart needs at least one series")
    if len(data.series) > MOST_SERIES or len(data.categories) > MOST_POINTS:
        problems.append(f"a chart takes {MOST_SERIES} series of {MOST_POINTS} points, no more")
    for series in data.series:
        if len(series.values) != len(data.categories):
            counts = f"{len(series.values)} figures for {len(data.categories)} categories"
            problems.append(f"series `{series.name}` has {counts}")
    if data.kind and data.kind not in KINDS:
        problems.append(f"no kind `{data.kind}`{meant_name(data.kind, KINDS)}; there are {', '.join(KINDS)}")
    return problems


def _value_problems(data: ChartData) -> list[str]:
    problems = [
        f"series `{series.name}`, point {number}: {_shown(value)} is no figure"
        for series in data.series
        for number, value in enumerate(series.values, 1)
        if value is not None and not is_figure(value)
    ]
    problems += [
        f"category {number}: {_shown(category)} is neither words nor a figure"
        for number, category in enumerate(data.categories, 1)
        if not isinstance(category, str) and not is_figure(category)
    ]
    if data.series and all(value is None for series in data.series for value in series.values):
        problems.append("no series has a figure")
    return problems


def _text_problems(data: ChartData) -> list[str]:
    words = [category for category in data.categories if isinstance(category, str)]
    texts = [data.title, *words, *(series.name for series in data.series)]
    problems = [f"{text!r} is not one line of plain text" for text in texts if text != one_line(text)]
    problems += [f"series {n} has no name" for n, series in enumerate(data.series, 1) if not series.name]
    try:
        checked_format(data.number_format)
    except ValueError as error:
        problems.append(str(error))
    return problems


def _shown(value: object) -> str:
    """A value for a message; an undefined value raises its own error, which is more specific."""
    if isinstance(value, Undefined):
        str(value)
    return repr(value) if isinstance(value, str | int | float | Decimal | None) else f"a {type(value).__name__}"


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
        listed = _listed(rows, "categories")
        if series is None:
            categories, named = _from_rows(listed, options)
        elif "category" in options or "values" in options:
            raise ValueError("give either the series or `category` and `values`, not both")
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
            raise ValueError(f"`chart` takes no `{name}`{meant_name(name, known)}; it takes {', '.join(known)}")


def _listed(values: object, what: str) -> tuple[Any, ...]:
    """The values of an iterable, up to a chart's limit, so that an endless one is an error."""
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise ValueError(f"{what}: a list is needed, not {_shown(values)}")
    listed = tuple(islice(cast("Iterable[Any]", values), MOST_POINTS + 1))
    if len(listed) > MOST_POINTS:
        raise ValueError(f"{what}: a chart takes {MOST_POINTS} points, no more")
    return listed


def _from_series(series: object) -> dict[str, tuple[Any, ...]]:
    if not isinstance(series, Mapping):
        raise ValueError(f'series: names with lists are needed, as in {{"Before": figures}}, not {_shown(series)}')
    named = cast("Mapping[object, object]", series)
    return {text_of(name): _listed(values, f"series `{name}`") for name, values in named.items()}


def _from_rows(rows: tuple[Any, ...], options: ChartOptions) -> tuple[tuple[Any, ...], dict[str, tuple[Any, ...]]]:
    category, values = options.get("category"), options.get("values")
    if not category or not values:
        raise ValueError('give the series, as in {"Before": figures}, or `category` and `values`')
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
            raise ValueError(f"`{name}` is not for templates")
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
        raise ValueError(f"words are needed, not {_shown(value)}")
    return one_line(text)
