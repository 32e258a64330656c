"""Cases of tags that Word has cut: over runs, by proofing marks, bookmarks, links, revisions, quotes, controls."""

from oracle.case import Case
from oracle.word import Word, p, r

DATA = {"a": "R&D", "xs": ["x", "y"], "t": True}
_PROOF = '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="spellEnd"/>'
_LINK = '<w:hyperlink r:id="rIdA">{}</w:hyperlink>'.format
_WEB = {"rIdA": "https://a.example"}
_INS = '<w:ins w:id="90" w:author="A" w:date="2026-11-24T00:00:00Z">{}</w:ins>'.format
_DEL = '<w:del w:id="91" w:author="A" w:date="2026-11-24T00:00:00Z">{}</w:del>'.format
_MARK = '<w:bookmarkStart w:id="5" w:name="here"/>', '<w:bookmarkEnd w:id="5"/>'
_SDT = '<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'.format


def _rsid(text: str, number: int) -> str:
    return r(text).replace("<w:r>", f'<w:r w:rsidR="00A{number:05}" w:rsidRPr="00B{number:05}">')


CASES = (
    Case("split_at_every_letter", Word((p(*("{{ doc.a }} {% if doc.t %}yes{% endif %}")),)), DATA),
    Case("split_between_braces", Word((p("x {¦{¦ doc.a ¦}¦} y {¦% if doc.t %¦}z{%¦ endif ¦%}{#¦ gone ¦#}"),)), DATA),
    Case(
        "split_by_proofing_marks",
        Word((p(r("{{ "), _PROOF[0], r("doc.a"), _PROOF[1], r(" }} end"), '<w:proofErr w:type="gramEnd"/>'),)),
        DATA,
    ),
    Case("split_by_revision_ids", Word((p(_rsid("{{ do", 1), _rsid("c.a }", 2), _rsid("} end", 3)),)), DATA),
    Case(
        "split_by_languages",
        Word(
            (
                p(
                    r("{{ ", '<w:lang w:val="en-US"/>'),
                    r("doc.a", '<w:lang w:val="de-DE" w:eastAsia="zh-CN"/>'),
                    r(" }}", '<w:lang w:val="en-US"/>'),
                ),
            )
        ),
        DATA,
    ),
    Case(
        "split_by_formats",
        Word((p("a ", r("{{ do", "<w:b/>"), r("c.a", "<w:i/>"), r(" }} b", '<w:u w:val="single"/>')),)),
        DATA,
    ),
    Case(
        "split_by_fonts_for_quotes",
        Word(
            (
                p(
                    r("{{ doc.xs|join("),
                    r("“", '<w:rFonts w:hint="eastAsia"/>'),
                    r("、"),
                    r("”", '<w:rFonts w:hint="eastAsia"/>'),
                    r(") }}"),
                ),
            )
        ),
        DATA,
    ),
    Case("two_tags_split_in_one_run", Word((p("{{ doc.a }} {{ do¦c.a }} {{ doc.a ¦}} {¦{ doc.a }}"),)), DATA),
    Case(
        "split_by_a_page_mark",
        Word((p("<w:r><w:t>{{ doc</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>.a }}</w:t></w:r>"),)),
        DATA,
    ),
    Case(
        "split_by_a_tab_or_break",
        Word((p("<w:r><w:t>{{ doc.a</w:t><w:tab/><w:t>}} x {{</w:t><w:br/><w:t>doc.a }}</w:t></w:r>"),)),
        DATA,
    ),
    Case("split_by_a_bookmark", Word((p("a ", r("{{ do"), _MARK[0], r("c.a"), _MARK[1], r(" }} b")),)), DATA),
    Case("beside_a_bookmark", Word((p("a ", _MARK[0], r("{{ doc.a }}"), _MARK[1], r(" b")),)), DATA),
    Case(
        "in_a_link",
        Word(
            (p("a ", _LINK(r("{{ do", '<w:color w:val="0000FF"/>') + r("c.a }}", '<w:color w:val="0000FF"/>')), " b"),),
            links=_WEB,
        ),
        DATA,
    ),
    Case("split_over_the_edge_of_a_link", Word((p("a {{ do", _LINK(r("c.a }} in")), " b"),), links=_WEB), DATA),
    Case(
        "a_loop_around_a_link",
        Word((p("{% for x in doc.xs %}", _LINK(r("{{ x }}")), ", {% endfor %}end"),), links=_WEB),
        DATA,
    ),
    Case("in_an_insertion", Word((p("a ", _INS(r("{{ do") + r("c.a }}")), " b"),)), DATA),
    Case("split_over_the_edge_of_an_insertion", Word((p("a {{ do", _INS(r("c.a }} in")), " b"),)), DATA),
    Case("next_to_a_deletion", Word((p("a ", _DEL(r("old").replace("w:t>", "w:delText>")), "{{ doc.a }}"),)), DATA),
    Case("split_by_a_deletion", Word((p("a {{ do", _DEL(r("old").replace("w:t>", "w:delText>")), "c.a }} b"),)), DATA),
    Case("in_a_deletion", Word((p("a ", _DEL(r("{{ doc.a }}").replace("w:t>", "w:delText>")), "b"),)), DATA),
    Case("in_a_content_control", Word((p("a ", _SDT(r("{{ do") + r("c.a }}")), " b"),)), DATA),
    Case("split_over_the_edge_of_a_content_control", Word((p("a {{ do", _SDT(r("c.a }} in")), " b"),)), DATA),
    Case(
        "in_an_override_of_direction",
        Word((p("a ", '<w:bdo w:val="ltr">' + r("{{ doc.a }}") + "</w:bdo>", " b"),)),
        DATA,
    ),
    Case(
        "in_a_simple_field", Word((p('<w:fldSimple w:instr=" AUTHOR ">' + r("{{ doc.a }}") + "</w:fldSimple>"),)), DATA
    ),
    Case(
        "in_a_fields_code_and_result",
        Word(
            (
                p(
                    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
                    ' HYPERLINK "https://a.example/{{ doc.xs[0] }}" </w:instrText></w:r>'
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                    r("{{ doc.a }}", '<w:u w:val="single"/>'),
                    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                ),
            )
        ),
        DATA,
    ),
    Case("in_an_equation", Word((p("<m:oMath><m:r><m:t>{{ doc.a }}=1</m:t></m:r></m:oMath>"),)), DATA),
    Case(
        "curly_quotes", Word((p("{{ doc.xs|join(“ – ”) }} {% if doc.a != ‘x’ %}“yes” ‘{{ doc.a }}’{% endif %}"),)), DATA
    ),
    Case("curly_quotes_that_are_meant", Word((p("{{ doc.q }} “{{ doc.a }}”"),)), {**DATA, "q": "“q” ‘r’"}),
    Case("spaces_that_do_not_break", Word((p("{{\u00a0doc.a\u00a0}} {%\u00a0if doc.t\u00a0%}x{% endif %}"),)), DATA),
    Case("comparisons", Word((p("{% if 1 < 2 and 2 > 1 %}yes{% endif %}{{ 'a' if doc.xs|length >= 2 }}"),)), DATA),
    Case("braces_that_are_no_tags", Word((p("{ a } } { {a} {{ doc.a }} }} %} #}"), p("100 %} {"))), DATA),
    Case("a_tag_of_two_paragraphs", Word((p("{{ doc"), p(".a }}"))), DATA),
    Case("a_tag_that_is_not_closed", Word((p("fine"), p("{{ doc.a"))), DATA),
)
