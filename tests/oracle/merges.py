"""Cases of docxtpl's cell tags: `{% colspan %}`, `{% cellbg %}`, `{% vm %}`, `{% hm %}`."""

from oracle.case import Case
from oracle.word import Word, p, r, tbl, tc, tr

DATA = {
    "xs": ["a", "b", "c"],
    "n": 2,
    "groups": [{"name": "G1", "lines": ["x", "y"]}, {"name": "G2", "lines": ["z"]}],
    "red": "FF0000",
    "bad": True,
}
_SPAN = '<w:gridSpan w:val="{}"/>'.format
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="DDEEFF"/>'
_ROWS = tr("{%tr for x in doc.xs %}", ""), tr("{%tr endfor %}", "")

CASES = (
    Case("colspan", Word((tbl(tr("{% colspan 2 %}Head", "x"), tr("a", "b", "c"), columns=3),)), DATA),
    Case(
        "colspan_by_an_expression",
        Word((tbl(tr("{% colspan doc.xs|length - 1 %}{{ doc.red }}", "x"), tr("a", "b", "c"), columns=3),)),
        DATA,
    ),
    Case(
        "colspan_in_place_of_a_span",
        Word((tbl(tr(tc("{% colspan 3 %}Head", properties=_SPAN(2))), tr("a", "b", "c"), columns=3),)),
        DATA,
    ),
    Case(
        "colspan_over_a_column_loop",
        Word(
            (
                tbl(
                    tr("{% colspan doc.xs|length %}All"),
                    tr("{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}"),
                    columns=3,
                ),
            )
        ),
        DATA,
    ),
    Case(
        "colspan_in_a_row_loop",
        Word((tbl(_ROWS[0], tr("{% colspan 2 %}{{ x }}"), tr("1", "2"), _ROWS[1], columns=2),)),
        DATA,
    ),
    Case(
        "colspan_in_a_run_of_its_own",
        Word((tbl(tr(tc(p(r("{% colspan 2 %}", "<w:i/>"), r("Head", "<w:b/>"))), "x"), tr("a", "b", "c"), columns=3),)),
        DATA,
    ),
    Case(
        "colspan_in_a_cell_without_properties",
        Word((tbl("<w:tr><w:tc>" + p("{% colspan 2 %}Head") + "</w:tc></w:tr>", tr("a", "b"), columns=2),)),
        DATA,
    ),
    Case(
        "cellbg",
        Word((tbl(tr("{% cellbg 'FF0000' %}red", "{% cellbg doc.red %}{{ doc.red }}", "plain"), columns=3),)),
        DATA,
    ),
    Case(
        "cellbg_in_place_of_a_shade",
        Word((tbl(tr(tc("{% cellbg doc.red %}red", properties=_SHADE), tc("blue", properties=_SHADE)), columns=2),)),
        DATA,
    ),
    Case(
        "cellbg_by_a_condition_in_a_loop",
        Word(
            (
                tbl(
                    _ROWS[0],
                    tr("{{ x }}", "{% cellbg 'FFFFFF' if loop.index is odd else 'EEEEEE' %}{{ loop.index }}"),
                    _ROWS[1],
                    columns=2,
                ),
            )
        ),
        DATA,
    ),
    Case("cellbg_between_words", Word((tbl(tr("a {% cellbg doc.red %} b"), columns=1),)), DATA),
    Case(
        "colspan_and_cellbg_in_one_cell",
        Word((tbl(tr("{% colspan 2 %}{% cellbg doc.red %}Head", "x"), tr("a", "b", "c"), columns=3),)),
        DATA,
    ),
    Case("vm_in_a_row_loop", Word((tbl(_ROWS[0], tr("{% vm %}all", "{{ x }}"), _ROWS[1], columns=2),)), DATA),
    Case(
        "vm_with_words_around_it",
        Word((tbl(_ROWS[0], tr("be{% vm %}fore {{ doc.n }}", "{{ x }}"), _ROWS[1], columns=2),)),
        DATA,
    ),
    Case(
        "vm_in_each_group",
        Word(
            (
                tbl(
                    tr("{%tr for g in doc.groups %}", ""),
                    tr("{%tr for x in g.lines %}", ""),
                    tr("{{ g.name }}{% vm %}", "{{ x }}"),
                    tr("{%tr endfor %}", ""),
                    tr("{%tr endfor %}", ""),
                    columns=2,
                ),
            )
        ),
        DATA,
    ),
    Case("vm_in_two_cells", Word((tbl(_ROWS[0], tr("{% vm %}one", "{{ x }}{% vm %}"), _ROWS[1], columns=2),)), DATA),
    Case(
        "vm_in_formatted_runs",
        Word((tbl(_ROWS[0], tr(tc(p(r("{% vm %}", "<w:i/>"), r("bold", "<w:b/>"))), "{{ x }}"), _ROWS[1], columns=2),)),
        DATA,
    ),
    Case("vm_split_over_runs", Word((tbl(_ROWS[0], tr("{¦% v¦m %¦}all", "{{ x }}"), _ROWS[1], columns=2),)), DATA),
    Case(
        "hm_in_a_column_loop",
        Word(
            (
                tbl(
                    tr("{%tc for x in doc.xs %}", "{% hm %}Head", "{%tc endfor %}"),
                    tr("{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}"),
                    columns=3,
                ),
            )
        ),
        DATA,
    ),
    Case(
        "hm_on_spanned_cells",
        Word(
            (
                tbl(
                    tr("{%tc for x in doc.xs %}", tc("{% hm %}Head", properties=_SPAN(2)), "{%tc endfor %}"),
                    tr("{%tc for x in doc.xs %}", "{{ x }}", "-", "{%tc endfor %}"),
                    columns=6,
                ),
            )
        ),
        DATA,
    ),
    Case(
        "hm_with_words_around_it",
        Word(
            (
                tbl(
                    tr("{%tc for x in doc.xs %}", "be{% hm %}fore {{ doc.n }}", "{%tc endfor %}"),
                    tr("a", "b", "c"),
                    columns=3,
                ),
            )
        ),
        DATA,
    ),
    Case(
        "hm_beside_other_cells",
        Word(
            (
                tbl(
                    tr("first", "{%tc for x in doc.xs %}", "{% hm %}Head", "{%tc endfor %}", "last"),
                    tr("1", "{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}", "9"),
                    columns=5,
                ),
            )
        ),
        DATA,
    ),
    Case(
        "vm_and_cellbg_in_one_cell",
        Word((tbl(_ROWS[0], tr("{% cellbg doc.red %}{% vm %}all", "{{ x }}"), _ROWS[1], columns=2),)),
        DATA,
    ),
)
