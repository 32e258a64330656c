"""Cases of tags in running text: values, conditions, loops, filters, macros, scopes, white space, expressions."""

from datetime import date
from decimal import Decimal

from oracle.case import Case
from oracle.word import Word, p, r

LINES = {"xs": [{"name": "Pump", "n": 2}, {"name": "Valve", "n": 5}, {"name": "R&D <kit>", "n": 0}]}

CASES = (
    Case(
        "values",
        Word((p("{{ doc.a }} and {{doc.b}}", r(" = {{ doc.n }}", "<w:b/>"), ", {{ doc.f }}, {{ doc.t }}"),)),
        {"a": "A", "b": "B", "n": 12, "f": 2.5, "t": True},
    ),
    Case(
        "values_that_look_like_markup",
        Word((p("[{{ doc.a }}]"), p(r("{{ doc.b }}", "<w:i/>")))),
        {"a": "R&D <b> \"q\" 'r' ]]> &amp; &#65;", "b": "</w:t></w:r></w:p>"},
    ),
    Case(
        "spaces_at_the_edges_of_a_value",
        Word((p("[{{ doc.a }}]"), p("{{ doc.a }}", r("{{ doc.a }}", "<w:b/>"), r("end", "<w:i/>")))),
        {"a": "  two  "},
    ),
    Case(
        "other_scripts",
        Word(
            (p(r("{{ doc.zh }}", '<w:rFonts w:hint="eastAsia"/>'), r("{{ doc.ar }}", "<w:rtl/>"), "{{ doc.emoji }}"),)
        ),
        {"zh": "中文（方案）", "ar": "مرحبا", "emoji": "😀👨‍👩‍👧 é"},
    ),
    Case(
        "condition_in_text",
        Word(
            tuple(
                p("A{% if doc.n > " + n + " %} more{% elif doc.n < " + n + " %} less{% else %} same{% endif %}.")
                for n in "357"
            )
        ),
        {"n": 5},
    ),
    Case(
        "loop_in_text",
        Word(
            (
                p(
                    "{% for x in doc.xs %}{{ loop.index }}/{{ loop.length }} {{ x.name }}"
                    "{% if not loop.last %}; {% endif %}{% endfor %}"
                ),
            )
        ),
        LINES,
    ),
    Case(
        "loop_variables",
        Word(
            (
                p(
                    "{% for x in doc.xs %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}"
                    "{{ loop.cycle('a', 'b') }}{{ loop.previtem.n if loop.previtem is defined }}"
                    "{{ '!' if loop.changed(x.n > 1) }} {% else %}none{% endfor %}"
                ),
                p("{% for x in doc.none %}x{% else %}none{% endfor %}"),
            )
        ),
        {**LINES, "none": []},
    ),
    Case(
        "loop_with_a_condition_and_unpacking",
        Word(
            (
                p(
                    "{% for x in doc.xs if x.n %}{{ x.name }} {% endfor %}"
                    "{% for a, b in doc.pairs %}{{ a }}={{ b }},{% endfor %}"
                ),
            )
        ),
        {**LINES, "pairs": [["a", 1], ["b", 2]]},
    ),
    Case(
        "loop_over_runs_with_formats",
        Word(
            (p("{% for x in doc.xs %}", r("{{ x.name }}", "<w:b/>"), r(" × {{ x.n }}", "<w:i/>"), "; {% endfor %}end"),)
        ),
        LINES,
    ),
    Case(
        "recursive_loop",
        Word(
            (
                p(
                    "{% for x in doc.tree recursive %}{{ x.name }}"
                    "{% if x.inner %}({{ loop(x.inner) }}){% endif %} {% endfor %}"
                ),
            )
        ),
        {"tree": [{"name": "a", "inner": [{"name": "b", "inner": []}]}, {"name": "c", "inner": []}]},
    ),
    Case(
        "comments",
        Word((p("a{# gone #}b {# {{ doc.missing }} #}c"), p("{# all gone #}"), p("d{#¦ split #¦}e"))),
        {},
    ),
    Case(
        "filters",
        Word(
            (
                p(
                    "{{ doc.a|upper }} {{ doc.a|title }} {{ doc.a|replace('o', '0') }} "
                    "{{ doc.a|length }} {{ doc.a|truncate(6) }}"
                ),
                p("{{ doc.xs|map(attribute='name')|join(', ') }} {{ doc.xs|sum(attribute='n') }} {{ doc.f|round(1) }}"),
                p("{{ doc.e|default('none', true) }} {{ doc.xs|selectattr('n')|list|length }} {{ '%03d'|format(7) }}"),
                p("{% for row in doc.xs|batch(2) %}{% for x in row %}{{ x.n }}{% endfor %}/{% endfor %}"),
            )
        ),
        {**LINES, "a": "to be or not", "f": 3.14159, "e": ""},
    ),
    Case(
        "filter_block",
        Word((p("{% filter upper %}{{ doc.a }} & more{% endfilter %} end"),)),
        {"a": "r&d"},
    ),
    Case(
        "filter_over_a_macro",
        Word(
            (
                p(
                    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(doc.a)|upper }} "
                    "{% set y %}{{ doc.a }}{% endset %}{{ y|upper }} {{ y|length }}"
                ),
            )
        ),
        {"a": "r&d"},
    ),
    Case(
        "set_in_text",
        Word((p("{% set x = doc.a ~ '!' %}{{ x }}"), p("{{ x }} again{% set y %}[{{ x }}]{% endset %}"), p("{{ y }}"))),
        {"a": "R&D"},
    ),
    Case(
        "namespace_over_a_loop",
        Word(
            (
                p(
                    "{% set ns = namespace(sum=0) %}"
                    "{% for x in doc.xs %}{% set ns.sum = ns.sum + x.n %}{% endfor %}{{ ns.sum }}"
                ),
            )
        ),
        LINES,
    ),
    Case(
        "with_block",
        Word((p("{% with x = doc.a, y = 2 %}{{ x }}{{ y }}{% endwith %}{{ doc.a }}"),)),
        {"a": "A"},
    ),
    Case(
        "macro_in_text",
        Word(
            (
                p(
                    "{% macro money(x, unit='EUR') %}{{ x }} {{ unit }}{% endmacro %}"
                    "{{ money(5) }}, {{ money(doc.a, 'CNY') }}"
                ),
                p("{{ money(7) }}"),
            )
        ),
        {"a": "R&D"},
    ),
    Case(
        "macro_with_a_caller",
        Word((p("{% macro box() %}[{{ caller() }}]{% endmacro %}{% call box() %}in {{ doc.a }}{% endcall %}"),)),
        {"a": "A"},
    ),
    Case(
        "expressions",
        Word(
            (
                p("{{ 1 + doc.n * 2 }} {{ doc.n // 2 }} {{ doc.n % 3 }} {{ doc.n ** 2 }} {{ doc.n / 2 }} {{ -doc.n }}"),
                p(
                    "{{ 'yes' if doc.n >= 5 and doc.n <= 5 else 'no' }} "
                    "{{ doc.n != 4 }} {{ 'b' in doc.a }} {{ doc.n is odd }}"
                ),
                p(
                    "{{ doc.a[0] }}{{ doc.a[1:] }} {{ doc.a ~ doc.n }} {{ [1, 2]|first }} "
                    "{{ {'k': 'v'}.k }} {{ not doc.a }}"
                ),
                p("{{ doc.a.upper() }} {{ range(3)|join('-') }} {{ dict(a=1)['a'] }} {{ 'x' * 3 }}"),
            )
        ),
        {"n": 5, "a": "abc"},
    ),
    Case(
        "white_space_control_in_text",
        Word((p("a {{- doc.a -}} b"), p("c {{ doc.a }} d"), p("{% if doc.a %} e {% endif %}f"))),
        {"a": "X"},
    ),
    Case(
        "raw_block",
        Word((p("{% raw %}{{ doc.a }} {% if %}{% endraw %} {{ doc.a }}"),)),
        {"a": "X"},
    ),
    Case(
        "escaped_tags",
        Word((p("{_{ doc.a }_} {_% if x %_} {{ doc.a }}"),)),
        {"a": "X"},
    ),
    Case(
        "escaped_tags_in_data",
        Word((p("{{ doc.a }}"),)),
        {"a": "{_{ a }_} {_% b %_}"},
    ),
    Case(
        "tags_in_data",
        Word((p("{{ doc.a }}"), p("{{ doc.b }}"))),
        {"a": "{{ 7*7 }} {% if x %} {# gone #}", "b": "{%p if x %}{{p x }}{%tr x %}"},
    ),
    Case("a_name_that_is_not_there", Word((p("fine"), p("[{{ doc.nome }}]"))), {"name": "A"}),
    Case("a_field_of_a_name_that_is_not_there", Word((p("[{{ doc.nome.first }}]"),)), {"name": "A"}),
    Case(
        "a_name_that_may_be_missing",
        Word((p("[{{ doc.nome|default('-') }}{% if doc.nome is defined %}!{% endif %}]"),)),
        {},
    ),
    Case(
        "a_decimal_and_a_date", Word((p("{{ doc.a }} {{ doc.b }}"),)), {"a": Decimal("1E+2"), "b": date(2026, 11, 24)}
    ),
    Case("nothing_printed", Word((p("[{{ doc.a }}]"),)), {"a": None}),
    Case("an_ampersand_in_a_tag", Word((p('{{ "R&D" ~ doc.a }}'), p("{{ 'a & b' }} {{ '<i>' }}"))), {"a": "!"}),
    Case("a_mark_of_safety", Word((p("[{{ doc.a|safe }}]"),)), {"a": "R&D <b>"}),
    Case("an_escape_by_hand", Word((p("[{{ doc.a|e }}] [{{ doc.a|e|e }}]"),)), {"a": "R&D"}),
)
