"""The template function `chart(…)`: validated chart data, or an error."""

from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from docgen.audience import View
from docgen.engines.office.charts.figures import MOST_POINTS, ChartData, Series, chart_function, figure_text
from docgen.engines.office.charts.new import new_chart
from docgen.engines.office.charts.number_format import checked_format, format_figure
from docgen.templating.language import Missing, format_value_in

chart = chart_function()
ROWS = [
    View("measure", {"name": "良率", "before": Decimal("0.91"), "after": None, "owner": View("who", {"name": "Li"})})
]


def test_a_chart_is_made_of_categories_and_named_figures() -> None:
    data = chart(["a", "b"], {"Before": [1, Decimal("2.50")], "After": (3.5, None)}, title="T", kind="bar")
    series = (Series("Before", (1, Decimal("2.50"))), Series("After", (3.5, None)))
    assert data == ChartData(("a", "b"), series, title="T", kind="bar")


def test_a_chart_is_made_of_rows_and_the_attributes_they_have() -> None:
    data = chart(ROWS, category="name", values={"之前": "before", "之后": "after"})
    assert data == ChartData(("良率",), (Series("之前", (Decimal("0.91"),)), Series("之后", (None,))))
    assert chart(ROWS, category="owner.name", values=["before"]).categories == ("Li",)


def test_a_chart_marks_one_category_by_its_words() -> None:
    speaking = chart_function(lambda value: format_value_in("en", value))
    assert speaking(["a", None], {"s": [1, 2]}, kind="bar", mark=None).mark == ""
    assert chart(["a", "b"], {"s": [1, 2]}, kind="column").mark is None
    with pytest.raises(ValueError, match="no category 'webb'; did you mean `web`"):
        chart(["web", "b"], {"s": [1, 2]}, kind="column", mark="webb")
    for wrong in ({"kind": "pie"}, {}):
        with pytest.raises(ValueError, match="`mark` is for"):
            chart(["web"], {"s": [1]}, mark="web", **wrong)


def test_the_marked_bar_alone_is_drawn_in_the_second_accent() -> None:
    drawn = new_chart(chart(["a", "b", "c"], {"s": [1, 2, 3]}, kind="bar", mark="b")).decode()
    point = drawn[drawn.index("<c:dPt>") : drawn.index("</c:dPt>")]
    assert '<c:idx val="1"/>' in point
    assert 'schemeClr val="accent2"' in point
    assert drawn.count("accent2") == drawn.count("<c:dPt>") == 1
    assert "<c:dPt>" not in new_chart(chart(["a"], {"s": [1]}, kind="bar")).decode()


def test_a_generator_is_read_once_and_an_endless_one_ends_in_a_message() -> None:
    assert chart((x for x in "ab"), {"s": (x for x in (1, 2))}).series[0].values == (1, 2)
    with pytest.raises(ValueError, match=f"takes {MOST_POINTS} points"):
        chart(["a"], {"s": count()})


def test_words_of_categories_are_said_by_the_language_and_stand_on_one_line() -> None:
    speaking = chart_function(lambda value: format_value_in("en", value))
    assert speaking([None, "a\n\x0bb", Markup("R&amp;<i>D</i>"), 2024], {"s": [1, 2, 3, 4]}).categories == (
        "",
        "a b",
        "R&D",
        2024,
    )


@pytest.mark.parametrize(
    ("rows", "series", "options", "message"),
    [
        ([], {"s": []}, {}, "at least one category"),
        (["a"], {}, {}, "at least one series"),
        (["a", "b"], {"s": [1]}, {}, "series `s` has 1 figures for 2 categories"),
        (["a"], {"s": ["12"]}, {}, "series `s`, point 1: '12' is not a figure"),
        (["a"], {"s": [True]}, {}, "True is not a figure"),
        (["a"], {"s": [float("nan")]}, {}, "nan is not a figure"),
        (["a"], {"s": [Decimal("Infinity")]}, {}, "is not a figure"),
        (["a"], {"s": [10**400]}, {}, "is not a figure"),
        (["a"], {"s": [None]}, {}, "no series has a figure"),
        (["a"], {" ": [1]}, {}, "series 1 has no name"),
        ([object()], {"s": [1]}, {}, "words are needed, not a object"),
        ("abc", {"s": [1]}, {}, "categories: a list is needed"),
        (["a"], [1], {}, "names with lists are needed"),
        (["a"], {"s": 1}, {}, "series `s`: a list is needed"),
        (["a"], {"s": [1]}, {"colour": 1}, "takes no `colour`"),
        (["a"], {"s": [1]}, {"kind": "colum"}, "did you mean `column`"),
        (["a"], {"s": [1]}, {"number_format": "0 pcs"}, "Excel does not take `pcs`"),
        (["a"], {"s": [1]}, {"number_format": '0"'}, "Excel does not take"),
        (["a"], {"s": [1]}, {"category": "x"}, "not both"),
        (["a"], None, {"category": "x"}, "give the series"),
        (["a"], {"s": [1]}, {"kind": "scatter"}, "figures along its x axis"),
        (["a"], {"s": [-1]}, {"kind": "doughnut"}, "negative"),
        (["a"], {"s": [1], "t": [1]}, {"kind": "pie"}, "one series, not 2"),
    ],
)
def test_what_no_chart_can_show_is_refused_with_the_reason(rows: Any, series: Any, options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        chart(rows, series, **options)


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(ValueError, match=r"series `a` has 1 .*series `b`, point 2: 'x' is not a figure"):
        chart(["a", "b"], {"a": [1], "b": [1, "x"]})


@pytest.mark.parametrize("path", ["_name", "__class__", "name.__class__", "gi_frame.f_globals"])
def test_attributes_that_are_not_for_templates_are_out_of_reach(path: str) -> None:
    rows = [(x for x in ())] if path.startswith("gi") else ROWS
    with pytest.raises(ValueError, match="is not for templates"):
        chart(rows, category=path, values=["before"])


def test_a_name_that_is_not_there_is_reported_as_everywhere_in_a_template() -> None:
    secret = View("measure", {"name": "x"}, frozenset({"cost"}))
    with pytest.raises(UndefinedError, match="did you mean `before`"):
        chart(ROWS, category="name", values=["befor"])
    with pytest.raises(UndefinedError, match="`cost` of measure is internal"):
        chart([secret], category="name", values=["cost"])
    with pytest.raises(UndefinedError, match="nothing"):
        chart(Missing(name="nothing"), {"s": [1]})


def test_data_is_never_a_template_or_a_method_call() -> None:
    row = View("row", {"name": "{{ 7*7 }}", "value": 1, "act": lambda: 1})
    assert chart([row], category="name", values=["value"]).categories == ("{{ 7*7 }}",)
    with pytest.raises(ValueError, match="a function is not a figure"):
        chart([row], category="name", values=["act"])


def test_a_figure_is_written_as_a_double_is() -> None:
    assert [figure_text(value) for value in (1, -2.5, Decimal("62000.00"), 10**60)] == [
        "1",
        "-2.5",
        "62000.00",
        "1e+60",
    ]


@pytest.mark.parametrize(
    ("number_format", "stored", "said"),
    [
        ("General", "General", "-1,234.5"),
        ("0%", "0%", "-123450%"),
        ("¥#,##0.00", '"¥"#,##0.00', "-¥1,234.50"),
        ("0.0万元", '0.0"万元"', "-1234.5万元"),
        ('#,##0,"k"', '#,##0,"k"', "-1k"),
        ("#,##0;[Red](#,##0)", "#,##0;[Red](#,##0)", "(1,235)"),
        ("[$€-407]0", "[$€-407]0", "-€1235"),
        ("yyyy", "", "-1,234.5"),
    ],
)
def test_a_number_format_is_stored_as_excel_has_it_and_read_aloud(number_format: str, stored: str, said: str) -> None:
    if stored:
        assert checked_format(number_format) == stored
    assert format_figure(Decimal("-1234.5"), number_format) == said


def test_a_screen_reader_is_told_kind_series_and_extremes() -> None:
    data = chart(
        ["OEE", "良率"], {"之前": [0.58, 0.91], "After": [None, 1]}, number_format="0%", title="前后", kind="column"
    )
    assert data.alt_text("en") == (
        "Column chart “前后”: 2 categories, OEE to 良率. 之前: lowest 58% (OEE), highest 91% (良率). After: 100%."
    )
    assert (
        data.alt_text("zh") == "柱形图“前后”：2个类别，OEE至良率。之前：最低58%（OEE），最高91%（良率）。After：100%。"
    )
    assert data.alt_text("zh+en") == f"{data.alt_text('zh')} {data.alt_text('en')}"


def test_a_screen_reader_is_not_told_the_eighth_series_by_name() -> None:
    text = chart([1], {f"s{n}": [n] for n in range(8)}).alt_text("en")
    assert "s5" in text
    assert "s7" not in text
    assert "2 more series" in text
