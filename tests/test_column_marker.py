"""`{%column …%}` repeats or leaves out the cells of its column in all rows."""

import pytest
from lint.makers import grid, paragraph, table
from test_markers import document, outline, refusals, slides

LINES = [{"n": "p", "of": ["1", "2"]}, {"n": "q", "of": ["3", "4"]}]


def test_a_column_for_repeats_the_cells_of_every_row() -> None:
    made = document(table(["Name", "{%column for x in xs%}{{ x }}", "Total"], ["n", "{{ loop.index }}", "t"]))
    assert outline(made) == "[Name | a | b | c | Total]\n[n | 1 | 2 | 3 | t]"


def test_a_column_in_repeated_rows_knows_both_items() -> None:
    rows = (
        ["Name", "{%column for i in [0, 1]%}Year {{ i + 1 }}"],
        ["{%row for line in lines%}{{ line.n }}", "{{ line.of[i] }}"],
    )
    assert outline(document(table(*rows), lines=LINES)) == "[Name | Year 1 | Year 2]\n[p | 1 | 2]\n[q | 3 | 4]"


@pytest.mark.parametrize(("name", "wanted"), [("yes", "[a | b]\n[1 | 2]"), ("no", "[a]\n[1]")])
def test_a_column_if_leaves_out_the_cells_of_every_row(name: str, wanted: str) -> None:
    assert outline(document(table(["a", f"{{%column if {name}%}}b"], ["1", "2"]))) == wanted


def test_a_row_with_fewer_cells_stays_as_it_is() -> None:
    assert outline(document(table(["a", "{%column if no%}b"], ["only"]))) == "[a]\n[only]"


def test_a_loop_without_items_leaves_no_column() -> None:
    assert outline(document(table(["a", "{%column for x in []%}{{ x }}"], ["1", "2"]))) == "[a]\n[1]"


def test_a_deck_has_columns_too() -> None:
    (page,) = slides(grid(["Name", "{%column for x in xs%}{{ x }}"], ["n", "{{ loop.index }}"]))
    assert [line for line in page if line] == ["Name/a/b/c", "n/1/2/3"]


def test_a_column_outside_of_a_table_is_refused() -> None:
    assert len(refusals(paragraph("{%column if yes%}a"))) == 1
