"""Cell tags of tables on slides: spans, fills, and merges over the rows and columns of a loop."""

from typing import Any

import pytest

from docgen.audience import View
from docgen.errors import TemplateError
from tests.test_engine_pptx import filled, rows_of, table, template, text_box, titled


def table_of(deck: Any, slide: int = 0) -> Any:
    return next(shape for shape in deck.slides[slide].shapes if shape.has_table).table


def made(*rows: tuple[str, ...], **fields: Any) -> Any:
    return table_of(filled(template(titled("t", "", table(*rows))), **fields))


def merges(found: Any) -> list[str]:
    """Each row as letters: the cell's text, `>` for a cell merged into the one before, `^` into the one above."""
    return [
        " ".join(
            "^" if cell._tc.get("vMerge") else ">" if cell._tc.get("hMerge") else (cell.text or "-")
            for cell in row.cells
        )
        for row in found.rows
    ]


def spans(found: Any, row: int, column: int) -> tuple[int, int]:
    cell = found.cell(row, column)
    return cell.span_height, cell.span_width


def test_a_cell_spans_the_empty_cells_behind_it() -> None:
    found = made(("{% colspan 2 %}a", "", "b"), ("1", "2", "3"))
    assert merges(found) == ["a > b", "1 2 3"]
    assert spans(found, 0, 0) == (1, 2)


def test_a_head_spans_as_many_columns_as_the_loop_below_it_makes() -> None:
    rows = (("{% colspan doc.xs|length %}all", "", ""), ("{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}"))
    assert merges(made(*rows, xs=list("pqrs"))) == ["all > > >", "p q r s"]
    assert merges(made(*rows, xs=list("pq"))) == ["all >", "p q"]
    assert merges(made(*rows, xs=list("p"))) == ["all", "p"]


def test_a_span_moves_cells_that_hold_something_to_the_right() -> None:
    found = made(("{% colspan 2 %}a", "b"), ("1", "2"))
    assert merges(found) == ["a > b", "1 2 -"]
    assert len(found.columns) == 3


def test_spans_differ_from_row_to_row_of_a_loop() -> None:
    total = View("x", {"name": "Total", "price": "9", "wide": 2})
    line = View("x", {"name": "Item", "price": "4", "wide": 1})
    rows = (
        ("{%tr for x in doc.xs %}", "", ""),
        ("{% colspan x.wide %}{{ x.name }}", "{{ x.name if x.wide == 1 else '' }}", "{{ x.price }}"),
        ("{%tr endfor %}", "", ""),
    )
    assert merges(made(*rows, xs=[line, total])) == ["Item Item 4", "Total > 9"]


def test_a_cell_is_merged_over_the_rows_of_its_loop_and_shows_the_first_turns_text() -> None:
    groups = [View("g", {"name": "A", "xs": ["1", "2", "3"]}), View("g", {"name": "B", "xs": ["4"]})]
    rows = (
        ("{%tr for g in doc.groups %}", ""),
        ("{%tr for x in g.xs %}", ""),
        ("{% vm %}{{ g.name }}", "{{ x }}"),
        ("{%tr endfor %}", ""),
        ("{%tr endfor %}", ""),
    )
    found = made(*rows, groups=groups)
    assert merges(found) == ["A 1", "^ 2", "^ 3", "B 4"]
    assert spans(found, 0, 0) == (3, 1)
    assert "rowSpan" not in found.cell(3, 0)._tc.attrib
    assert [row[0] for row in rows_of(filled(template(titled("t", "", table(*rows))), groups=groups).slides[0])] == [
        "A", "", "", "B",
    ]  # fmt: skip


def test_a_cell_is_merged_over_the_columns_of_its_loop() -> None:
    rows = (
        ("{%tc for x in doc.xs %}", "{% hm %}{{ x }}", "{%tc endfor %}"),
        ("{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}"),
    )
    found = made(*rows, xs=list("abc"))
    assert merges(found) == ["a > >", "a b c"]
    assert spans(found, 0, 0) == (1, 3)


def test_a_span_that_is_merged_downwards_covers_a_rectangle() -> None:
    rows = (
        ("{%tr for x in doc.xs %}", "", ""),
        ("{% vm %}{% colspan 2 %}all", "", "{{ x }}"),
        ("{%tr endfor %}", "", ""),
    )
    found = made(*rows, xs=list("ab"))
    assert merges(found) == ["all > a", "^ ^ b"]
    assert spans(found, 0, 0) == (2, 2)
    assert found.cell(1, 1)._tc.get("hMerge") == "1"


def test_a_merge_that_goes_on_over_slides_starts_again_on_each_with_its_text() -> None:
    rows = (
        ("Group", "Item"),
        ("{%tr for x in doc.xs %}", ""),
        ("{% vm %}All of them", "{{ x }}"),
        ("{%tr endfor %}", ""),
    )
    deck = filled(template(titled("t", "", table(*rows))), xs=[str(number) for number in range(40)])
    tables = [table_of(deck, number) for number in range(len(deck.slides))]
    assert len(tables) > 1
    for found in tables:
        assert found.cell(1, 0).text == "All of them"
        assert spans(found, 1, 0) == (len(found.rows) - 1, 1)
    assert [cell for found in tables for cell in (row.cells[1].text for row in found.rows)].count("39") == 1


def fill_of(cell: Any) -> str:
    found = cell._tc.tcPr.xpath("./a:solidFill/*/@val | ./a:noFill")
    return found[0] if found and isinstance(found[0], str) else "none" if found else ""


def test_a_cell_takes_a_colour_by_its_digits_or_by_its_name_in_the_theme() -> None:
    rows = (("{%tr for x in doc.xs %}",), ("{% cellbg x %}{{ x }}",), ("{%tr endfor %}",))
    found = made(*rows, xs=["ddeeff", "#C00000", "accent2", "Accent1", "none", ""])
    fills = [fill_of(row.cells[0]) for row in found.rows]
    assert fills == ["DDEEFF", "C00000", "accent2", "accent1", "none", ""]


def test_a_cell_keeps_its_own_fill_where_no_colour_is_set() -> None:
    def coloured(slide: Any) -> None:
        table(("{% cellbg doc.x %}a",))(slide)
        cell = slide.shapes[-1].table.cell(0, 0)
        cell.fill.solid()
        cell.fill.fore_color.theme_color = 5

    deck = template(titled("t", "", coloured))
    assert fill_of(table_of(filled(deck, x="")).cell(0, 0)) == "accent1"
    assert fill_of(table_of(filled(deck, x="112233")).cell(0, 0)) == "112233"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% cellbg 'blurple' %}a", "'blurple' is not a colour"),
        ("{% cellbg '<x/>' %}a", "is not a colour"),
        ("{% colspan 0 %}a", "can't span '0' columns"),
        ("{% colspan 'x' %}a", "can't span 'x' columns"),
        ("{% colspan 10**6 %}a", "can't span '1000000' columns"),
        ("{% colspan %}a", "{% colspan %} needs a value"),
        ("{% vm 2 %}a", "{% vm %} takes no value"),
        ("{% colspan doc.nope %}a", "nope"),
        ("{% vm %}a", "loop"),
    ],
)
def test_a_cell_tag_that_can_not_work_is_reported_with_slide_shape_and_cell(text: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        made(("h", "h"), ("b", text))
    shown = str(caught.value)
    assert message in shown
    assert "slide 1, “Table 2”, row 2, cell 2" in shown


def test_a_cell_tag_outside_a_table_is_reported() -> None:
    with pytest.raises(TemplateError, match=r"slide 1, “TextBox 2”, paragraph 1: \{% cellbg %\} is not in a table"):
        filled(template(titled("t", "", text_box("{% cellbg 'DDEEFF' %}"))))
