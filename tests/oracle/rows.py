"""Cases of tags that take rows, of tables in loops, and of what empty loops leave."""

from oracle.case import Case
from oracle.word import Word, p, tbl, tc, tr

_SPAN = '<w:gridSpan w:val="{}"/>'.format
_MERGE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="DDEEFF"/>'
_HEAD = "<w:cantSplit/><w:tblHeader/>"
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
        "row_loop",
        Word(
            (
                tbl(
                    tr("Name", "No.", properties=_HEAD),
                    _FOR,
                    tr("{{ x.name }}", tc("{{ loop.index }}", properties=_SHADE)),
                    _END,
                    tr("end", ""),
                    columns=2,
                ),
                p("after"),
            )
        ),
        LINES,
    ),
    Case(
        "row_tag_in_any_cell",
        Word(
            (
                tbl(
                    tr("", "{%tr for x in doc.lines %}"),
                    tr("{{ x.name }}", "{{ loop.index }}"),
                    tr("", "{%tr¦ endfor %}"),
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "row_condition",
        Word(
            (
                tbl(
                    tr("{%tr if doc.f %}"),
                    tr("no"),
                    tr("{%tr elif doc.t %}"),
                    tr("yes"),
                    tr("{%tr else %}"),
                    tr("no"),
                    tr("{%tr endif %}"),
                    columns=1,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "row_loops_in_loops",
        Word(
            (
                tbl(
                    _FOR,
                    tr(tc("{{ x.name }}", properties=_SPAN(2))),
                    tr("{%tr for y in x.cells %}", ""),
                    tr("{{ loop.index }}", "{{ y }}"),
                    tr("{%tr endfor %}", ""),
                    _END,
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "row_loop_over_two_rows_merged_downwards",
        Word(
            (
                tbl(
                    _FOR,
                    tr(tc("{{ x.name }}", properties=_MERGE[0]), "{{ x.cells[0] }}"),
                    tr(tc("", properties=_MERGE[1]), "{{ x.cells[1] }}"),
                    _END,
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "row_loop_with_merged_and_shifted_cells",
        Word(
            (
                tbl(
                    tr("{%tr for x in doc.lines %}", "", ""),
                    tr(tc("{{ x.name }}", properties=_SPAN(2)), "{{ loop.index }}"),
                    tr(tc("x"), tc("y"), properties='<w:gridAfter w:val="1"/>'),
                    _END,
                    columns=3,
                ),
            )
        ),
        LINES,
    ),
    Case("row_comment", Word((tbl(tr("a"), tr("{#tr gone #}"), tr("b"), columns=1),)), LINES),
    Case(
        "row_loop_over_nothing",
        Word(
            (
                p("before"),
                tbl(tr("{%tr for x in doc.none %}"), tr("{{ x }}"), tr("{%tr endfor %}"), columns=1),
                p("after"),
            )
        ),
        LINES,
    ),
    Case(
        "row_loop_over_nothing_under_a_head",
        Word(
            (
                tbl(tr("Name", "No."), tr("{%tr for x in doc.none %}", ""), tr("{{ x }}", ""), _END, columns=2),
                p("after"),
            )
        ),
        LINES,
    ),
    Case(
        "row_macro",
        Word(
            (
                tbl(
                    tr("{%tr macro line(a, b) %}", ""),
                    tr("{{ a }}", "{{ b }}"),
                    tr("{%tr endmacro %}", ""),
                    tr("{{tr line('x', 1) }}", ""),
                    tr("{{tr line('y', 2) }}", ""),
                    columns=2,
                ),
            )
        ),
        LINES,
    ),
    Case(
        "words_next_to_a_row_tag",
        Word((tbl(tr("{%tr for x in doc.lines %}", "lost?"), tr("{{ x.name }}", ""), _END, columns=2),)),
        LINES,
    ),
    Case(
        "a_row_that_repeats_itself",
        Word((tbl(tr("{%tr for x in doc.lines %}{{ x.name }}{%tr endfor %}", "{{ x.n }}"), columns=2), p("after"))),
        LINES,
    ),
    Case(
        "table_condition",
        Word(
            (
                p("{%p if doc.f %}"),
                tbl(tr("no"), columns=1),
                p("{%p else %}"),
                tbl(tr("{{ doc.t }}"), columns=1),
                p("{%p endif %}"),
                p("after"),
            )
        ),
        LINES,
    ),
    Case(
        "table_in_a_loop",
        Word(
            (
                p("{%p for x in doc.lines %}"),
                p("{{ x.name }}"),
                tbl(tr("{%tr for y in x.cells %}"), tr("{{ y }}/{{ x.name }}"), tr("{%tr endfor %}"), columns=1),
                p("{%p endfor %}"),
            )
        ),
        LINES,
    ),
)
