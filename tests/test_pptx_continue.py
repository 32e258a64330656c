"""A table continued on further slides has no single row on the last one."""

from collections.abc import Sequence
from typing import Any

import pytest
from lxml import etree
from test_engine_pptx import filled, rows_of, table, template, titled


def bodies(rows: int, tall: str = "") -> list[list[str]]:
    """The first cells below the header of each slide's table."""
    loop = (("head",), ("{%tr for x in doc.xs %}",), ("{{ x }}",), ("{%tr endfor %}",))
    xs = [f"row {number}{tall if number == rows else ''}" for number in range(1, rows + 1)]
    return [
        [cells[0] for cells in rows_of(slide)[1:]]
        for slide in filled(template(titled("t", "", table(*loop))), xs=xs).slides
    ]


def test_rows_are_kept_in_order_over_slides() -> None:
    assert [cell for body in bodies(70) for cell in body] == [f"row {number}" for number in range(1, 71)]


@pytest.mark.parametrize("more", [1, 2, 3])
def test_a_last_row_is_never_alone(more: int) -> None:
    full = len(bodies(70)[0])
    sizes = [len(body) for body in bodies(2 * full + more)]
    assert sizes == ([full, full - 1, 2] if more == 1 else [full, full, more])


def test_a_row_that_would_not_fit_beside_another_stays_alone() -> None:
    full = len(bodies(70)[0])
    *_, last = bodies(full + 1, " word" * 900)
    assert len(last) == 1


def grouped(count: int) -> Any:
    """A slide whose table has a heading that spans two columns before its last row."""

    def change(slide: Any) -> None:
        table(("{{ 'a' }}", "b"), *[(f"row {number}", "x") for number in range(1, count + 1)])(slide)
        grid: Sequence[Any] = list(slide.shapes[-1].table._tbl.tr_lst)
        grid[-2].tc_lst[0].set("gridSpan", "2")
        grid[-2].tc_lst[1].set("hMerge", "1")
        assert etree.QName(grid[-2]).localname == "tr"

    return change


def test_a_group_s_head_does_not_count_as_a_row_beside_the_last() -> None:
    full = len(bodies(70)[0])
    slides = filled(template(titled("t", "", grouped(full + 2)))).slides
    assert [len(rows_of(slide)) - 1 for slide in slides] == [full - 1, 3]
