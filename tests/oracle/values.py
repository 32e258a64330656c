"""Cases of values with line breaks, tabs, page breaks and paragraph breaks, and of breaks that the template holds."""

from oracle.case import Case
from oracle.word import Word, p, r, tbl, tr

_CENTRED = '<w:jc w:val="center"/>'

CASES = (
    Case(
        "line_breaks",
        Word((p("a {{ doc.a }} z"), p(r("{{ doc.a }}", "<w:b/>"), properties=_CENTRED))),
        {"a": "one\ntwo\n\nfour"},
    ),
    Case(
        "tabs",
        Word((p("a {{ doc.a }} z"), p(r("{{ doc.a }}", "<w:b/>"), properties=_CENTRED))),
        {"a": "one\ttwo\t\tfour"},
    ),
    Case(
        "page_break_in_a_value",
        Word((p("a {{ doc.a }} z"), p(r("{{ doc.a }}", "<w:b/>"), properties=_CENTRED))),
        {"a": "one\ftwo"},
    ),
    Case(
        "paragraph_break_in_a_value",
        Word((p("a {{ doc.a }} z"), p(r("{{ doc.a }}", "<w:b/>"), properties=_CENTRED))),
        {"a": "one\atwo\athree"},
    ),
    Case(
        "all_breaks_at_once",
        Word((p("a ", r("{{ doc.a }}", "<w:b/>"), r(" z", "<w:i/>"), properties=_CENTRED),)),
        {"a": "one\n\ttwo\athree\ffour\tfive\asix\nseven"},
    ),
    Case("breaks_at_the_edges", Word((p("[{{ doc.a }}]"), p("{{ doc.b }}"))), {"a": "\none\t", "b": "\n"}),
    Case("breaks_alone", Word((p("a{{ doc.a }}b"), p("{{ doc.b }}"), p("end"))), {"a": "\a", "b": "\f"}),
    Case(
        "breaks_in_cells",
        Word((tbl(tr("{{ doc.a }}", "{{ doc.b }}"), columns=2),)),
        {"a": "one\ntwo\tthree", "b": "one\atwo"},
    ),
    Case(
        "breaks_in_a_loop",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p("- {{ x }}"),
                p("{%p endfor %}"),
                p("{% for x in doc.xs %}{{ x }};{% endfor %}"),
            )
        ),
        {"xs": ["a\nb", "c\td", "e\af"]},
    ),
    Case("breaks_in_a_header", Word((p("x"),), headers={"default": p("{{ doc.a }}")}), {"a": "one\ntwo\tthree\afour"}),
    Case(
        "breaks_in_a_link",
        Word(
            (p('<w:hyperlink r:id="rIdA">' + r("{{ doc.a }}") + "</w:hyperlink>"),), links={"rIdA": "https://a.example"}
        ),
        {"a": "one\ntwo"},
    ),
    Case(
        "paragraph_break_in_a_link",
        Word(
            (p('<w:hyperlink r:id="rIdA">' + r("{{ doc.a }}") + "</w:hyperlink>", " end"),),
            links={"rIdA": "https://a.example"},
        ),
        {"a": "one\atwo"},
    ),
    Case("line_ends_of_windows", Word((p("{{ doc.a }}"),)), {"a": "one\r\ntwo\rthree"}),
    Case("line_ends_of_unicode", Word((p("{{ doc.a }}"),)), {"a": "one\u2028two\u2029three\x0bfour"}),
    Case("control_characters", Word((p("[{{ doc.a }}]"), p("after"))), {"a": "a\x00b\x1bc\ufffed"}),
    Case(
        "breaks_of_the_template",
        Word(
            (
                p(
                    "<w:r><w:t>{{ doc.a }}</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>{{ doc.a }}</w:t></w:r>",
                    '<w:r><w:br w:type="page"/></w:r>',
                    '<w:r><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
                ),
            )
        ),
        {"a": "A"},
    ),
    Case(
        "breaks_beside_those_of_the_template",
        Word((p("<w:r><w:rPr><w:b/></w:rPr><w:t>{{ doc.a }}</w:t><w:br/><w:t>{{ doc.a }}</w:t></w:r>"),)),
        {"a": "one\ntwo\tx"},
    ),
    Case("a_line_break_in_an_expression", Word((p("{{ 'a\\nb' }}{{ ['c', 'd']|join('\\n') }}"),)), {}),
    Case(
        "a_break_put_by_a_filter",
        Word((p("{{ doc.xs|join('\\n') }}"), p("{{ doc.a|wordwrap(5) }}"))),
        {"xs": ["a", "b"], "a": "aaaa bbbb cccc"},
    ),
)
