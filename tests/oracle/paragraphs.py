"""Cases of tags that take a paragraph or a run, and of tags that merge paragraphs."""

from oracle.case import Case
from oracle.word import Word, p, r

_BOLD, _ITALIC = "<w:b/>", "<w:i/>"
_HEADING = '<w:pStyle w:val="Heading1"/>'
XS = {"xs": ["a", "b"], "t": True, "f": False}

CASES = (
    Case(
        "paragraph_loop",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p("{{ loop.index }} {{ x }}", properties=_HEADING),
                p("{%p endfor %}"),
                p("end"),
            )
        ),
        XS,
    ),
    Case(
        "paragraph_condition",
        Word(
            (
                p("{%p if doc.f %}"),
                p("no"),
                p("{%p elif doc.t %}"),
                p("yes"),
                p("{%p else %}"),
                p("no"),
                p("{%p endif %}"),
            )
        ),
        XS,
    ),
    Case(
        "paragraph_loops_in_loops",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p("{{ x.name }}", properties=_HEADING),
                p("{%p for y in x.inner if y != 'c' %}"),
                p("{{ x.name }}{{ y }} {{ loop.index }}"),
                p("{%p if loop.last %}"),
                p("that was {{ x.name }}"),
                p("{%p endif %}"),
                p("{%p endfor %}"),
                p("{%p endfor %}"),
            )
        ),
        {"xs": [{"name": "X", "inner": ["a", "b", "c"]}, {"name": "Y", "inner": []}, {"name": "Z", "inner": ["d"]}]},
    ),
    Case(
        "paragraph_tag_split_and_formatted",
        Word(
            (
                p(r("{%", _BOLD), r("p for x in", _ITALIC), r(" doc.xs %", _BOLD), "}", properties=_HEADING),
                p("{{ x }}"),
                p("{¦%p endfor %}"),
            )
        ),
        XS,
    ),
    Case(
        "paragraph_tag_with_spaces", Word((p("  {%p for x in doc.xs %}  "), p("{{ x }}"), p("{%p   endfor   %}"))), XS
    ),
    Case("paragraph_set", Word((p("{%p set x = doc.xs|join('+') %}"), p("{{ x }}"))), XS),
    Case("paragraph_with_block", Word((p("{%p with y = doc.xs[1] %}"), p("{{ y }}"), p("{%p endwith %}"))), XS),
    Case("paragraph_comment", Word((p("a"), p("{#p gone {{ doc.nothing.at.all }} #}"), p("b"))), {}),
    Case("paragraph_comment_split", Word((p("a"), p("{#p¦ gone #¦}"), p("b"))), {}),
    Case(
        "paragraph_macro",
        Word(
            (
                p("{%p macro line(x) %}"),
                p("- {{ x }}", properties=_HEADING),
                p("{%p endmacro %}"),
                p("{{p line('one') }}"),
                p("{{p line(doc.xs[1]) }}"),
                p("end"),
            )
        ),
        XS,
    ),
    Case(
        "run_macro",
        Word(
            (
                p("{%p macro mark(x) %}"),
                p("{%p endmacro %}"),
                p("{%r macro bold(x) %}", r("{{ x }}", _BOLD), "{%r endmacro %}a ", "{{r bold('B') }}", " b"),
            )
        ),
        XS,
    ),
    Case("paragraph_value_of_plain_text", Word((p("{{p doc.a }}", properties=_HEADING), p("end"))), {"a": "R&D"}),
    Case("run_value_of_plain_text", Word((p("a ", r("{{r doc.a }}", _BOLD), " b"),)), {"a": "R&D"}),
    Case("words_next_to_a_paragraph_tag", Word((p("{%p if doc.t %}"), p("lost? {%p endif %}"))), XS),
    Case(
        "two_paragraph_tags_in_one",
        Word((p("{%p for x in doc.xs %}{%p if x == 'a' %}"), p("{{ x }}"), p("{%p endif %}{%p endfor %}"))),
        XS,
    ),
    Case(
        "a_loop_that_begins_in_text_and_ends_in_another_paragraph",
        Word((p("{% for x in doc.xs %}{{ x }}"), p("two{% endfor %}"))),
        XS,
    ),
    Case(
        "run_condition",
        Word(
            (
                p(
                    "a",
                    r("{%r if doc.t %}"),
                    r("b", _BOLD),
                    r("{%r endif %}"),
                    r("{%r if doc.f %}"),
                    r("c", _ITALIC),
                    r("{%r endif %}"),
                    "d",
                ),
            )
        ),
        XS,
    ),
    Case(
        "run_loop",
        Word((p(r("{%r for x in doc.xs %}"), r("{{ x }}", _BOLD), r(" and ", _ITALIC), r("{%r endfor %}"), "end"),)),
        XS,
    ),
    Case("run_tag_between_words", Word((p("a {%r if doc.t %}b{%r endif %} c"),)), XS),
    Case("run_tag_between_formatted_words", Word((p(r("a {%r if doc.t %}b{%r endif %} c", _BOLD)),)), XS),
    Case(
        "merged_paragraphs",
        Word(
            (
                p("My house is"),
                p("{%- if doc.t -%}"),
                p(" in town"),
                p("{%- else -%}"),
                p(" in the country"),
                p("{%- endif -%}"),
                p(" and I love it."),
                p("Next."),
            )
        ),
        XS,
    ),
    Case(
        "merged_paragraphs_keep_the_first_format",
        Word(
            (
                p(r("one", _BOLD), properties=_HEADING),
                p(r("{%- if doc.t %}", _ITALIC), r(" two", _ITALIC), "{% endif %}"),
            )
        ),
        XS,
    ),
    Case(
        "merged_with_the_next_paragraph",
        Word((p("a {% if doc.t -%}"), p(r("b", _BOLD)), p("{%- endif %} c"), p("d"))),
        XS,
    ),
    Case(
        "merged_loop",
        Word((p("List: "), p("{%- for x in doc.xs -%}"), p("{{ x }}, "), p("{%- endfor -%}"), p("end"))),
        XS,
    ),
    Case(
        "merge_dashes_in_paragraph_tags", Word((p("a"), p("{%p if doc.t -%}"), p("b"), p("{%p endif -%}"), p("c"))), XS
    ),
    Case(
        "section_break_in_a_loop",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p(
                    "{{ x }}",
                    properties='<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>',
                ),
                p("{%p endfor %}"),
                p("end"),
            )
        ),
        XS,
    ),
    Case(
        "list_in_a_loop",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p("{{ x }}"),
                p("one", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'),
                p("two", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'),
                p("{%p endfor %}"),
            )
        ),
        XS,
    ),
    Case(
        "items_of_one_list",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p("{{ x }}", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'),
                p("{%p endfor %}"),
            )
        ),
        XS,
    ),
    Case(
        "an_empty_paragraph_stays",
        Word((p("a"), p(), p("{{ doc.a }}"), p("{% if doc.a %}x{% endif %}"), p("b"))),
        {"a": ""},
    ),
    Case("everything_goes", Word((p("{%p if doc.f %}"), p("a"), p("{%p endif %}"))), XS),
)
