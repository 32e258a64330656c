"""Cases of tags that take cells, of what stands in cells, and of nested tables."""

from oracle.case import Case
from oracle.word import Word, p, r, tbl, tc, tr

_SPAN = '<w:gridSpan w:val="{}"/>'.format
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="DDEEFF"/>'
LINES = {
    "lines": [{"name": "Pump", "cells": ["1", "2"]}, {"name": "R&D", "cells": ["3", "4"]}],
    "cols": ["Mon", "Tue", "Wed"],
    "t": True,
    "f": False,
    "none": [],
}
_FOR, _END = tr("{%tr for x in doc.lines %}", ""), tr("{%tr endfor %}", "")

CASES = (
    Case(
        "column_loop",
        Word(
            (
                tbl(
                    tr("", "{%tc for c in doc.cols %}", tc("{{ c }}", properties=_SHADE), "{%tc endfor %}"),
                    tr("{{ doc.t }}", "{%tc for c in doc.cols %}", "{{ loop.index }}", "{%tc endfor %}"),
                    columns=4,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "column_loop_in_a_row_loop",
        Word(
            (
                tbl(
                    tr("{%tr for x in doc.lines %}", "", "", ""),
                    tr("{{ x.name }}", "{%tc for c in x.cells %}", "{{ c }}", "{%tc endfor %}"),
                    tr("{%tr endfor %}", "", "", ""),
                    columns=4,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "column_condition",
        Word(
            (
                tbl(
                    tr("a", "{%tc if doc.f %}", "b", "{%tc endif %}", "c"),
                    tr("1", "{%tc if doc.f %}", "2", "{%tc endif %}", "3"),
                    columns=5,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "columns_under_a_merged_head",
        Word(
            (
                tbl(
                    tr("x", tc("All", properties=_SPAN(3))),
                    tr("y", "{%tc for c in doc.cols %}", "{{ c }}", "{%tc endfor %}"),
                    columns=4,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "columns_of_two_cells_each",
        Word(
            (
                tbl(
                    tr("{%tc for c in doc.cols %}", tc("{{ c }}", properties=_SPAN(2)), "{%tc endfor %}"),
                    tr("{%tc for c in doc.cols %}", "in", "out", "{%tc endfor %}"),
                    columns=4,
                ),
            )
        ),
        LINES,
    ),
    Case("cell_comment", Word((tbl(tr("a", "{#tc gone #}", "b"), columns=3),)), LINES),
    Case(
        "cell_macro",
        Word(
            (
                tbl(
                    tr(
                        "{%tc macro one(a) %}",
                        tc("{{ a }}", properties=_SHADE),
                        "{%tc endmacro %}",
                        "{{tc one('x') }}",
                        "{{tc one(2) }}",
                    ),
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "paragraphs_in_a_cell",
        Word(
            (
                tbl(
                    tr(
                        tc("{%p for x in doc.lines %}", "- {{ x.name }}", "{%p endfor %}", "end"),
                        "{% for x in doc.lines %}{{ x.name }} {% endfor %}",
                    ),
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "a_cell_whose_paragraphs_all_go",
        Word((tbl(tr(tc("{%p if doc.f %}", "x", "{%p endif %}"), "b"), columns=2),)),
        LINES,
    ),
    Case(
        "a_row_whose_cells_all_go",
        Word((tbl(tr("{%tc if doc.f %}", "a", "{%tc endif %}"), tr("b", "", ""), columns=3),)),
        LINES,
    ),
    Case(
        "nested_table",
        Word(
            (
                tbl(
                    tr(
                        tc(tbl(_FOR, tr("{{ x.name }}", "{{ loop.index }}"), _END, columns=2), p("under")),
                        "{{ doc.t }}",
                    ),
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "nested_table_in_a_row_loop",
        Word(
            (
                tbl(
                    _FOR,
                    tr(
                        "{{ x.name }}",
                        tc(tbl(tr("{%tr for y in x.cells %}"), tr("{{ y }}"), tr("{%tr endfor %}"), columns=1), p()),
                    ),
                    _END,
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "nested_table_of_columns",
        Word(
            (
                tbl(
                    tr(
                        tc(tbl(tr("{%tc for c in doc.cols %}", "{{ c }}", "{%tc endfor %}"), columns=3), p("under")),
                        "b",
                    ),
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "formats_in_cells",
        Word(
            (
                tbl(
                    _FOR,
                    tr(
                        tc(
                            p(
                                r("{{ x.name }}", "<w:b/>"),
                                " and ",
                                r("{{ x.cells|join }}", "<w:i/>"),
                                properties='<w:jc w:val="right"/>',
                            )
                        ),
                        "{{ loop.index }}",
                    ),
                    _END,
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
)
