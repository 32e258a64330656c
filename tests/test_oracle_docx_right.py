"""Where docxtpl is wrong, the DOCX engine is right: nothing lost, nothing evaluated, nothing doubled."""

import zipfile
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from docx import Document
from oracle import CASES, MADE
from oracle.case import Case, ours, outline_by_docgen
from oracle.everywhere import everywhere
from oracle.frames import sdt
from oracle.gaps import KNOWN_GAPS
from oracle.outline import outline
from oracle.soundness import unsound
from oracle.word import Word, note, p, picture, r, tbl, tc, tr

from docgen.audience import Markdown
from docgen.errors import TemplateError

pytestmark = pytest.mark.slow

XS = {"xs": ["x", "y", "z"]}
LIST = '<w:pStyle w:val="ListNumber"/>'
HOSTILE = {
    "ampersand": "R&D & <b>bold</b> > \"q\" 'r'",
    "entities": "&amp; &#65; &lt;w:t&gt; &nope;",
    "end tags": "</w:t></w:r></w:p>]]><!-- <?xml?>",
    "expression": "{{ 7*7 }} {{ doc.a }} {{ doc.__class__ }}",
    "statement": "{% for x in doc.xs %} {% endfor %} {% if",
    "comment": "{# a #} {#@1#} #}",
    "paragraph tag": "{%p if x %} {{p doc.a }} {%tr x %} {%- x -%}",
    "open braces": "{{ {% {# }} %} { }",
    "escape": "{_{ x }_} {_% x %_}",
    "curly quotes": "“{{ ‘x’ }}” \u00a0\u3000",
    "marks": "<dg:br xmlns:dg='urn:docgen'/> \ue000\ue001\uf8ff\ufdd0",
    "expressions of other engines": "${7*7} #{7*7} <%= 7*7 %> [[7*7]]",
    "other planes": "😀 𠮷 مرحبا \u202e",
    "percent": "%7B%7B 7*7 %7D%7D %s %(a)s {0}",
}


@pytest.fixture(autouse=True)
def known_gap(request: pytest.FixtureRequest) -> None:
    """A test with a known gap must fail."""
    gap = KNOWN_GAPS.get(request.node.name) or KNOWN_GAPS.get(request.node.originalname)
    if gap:
        request.node.add_marker(pytest.mark.xfail(reason=gap, strict=True))


def rendered(*blocks: str, **data: Any) -> bytes:
    return ours(Case("right", Word(blocks), data))


def findings(*blocks: str, **data: Any) -> list[tuple[str, str, str, str]]:
    """Code, place, message and hint of each finding."""
    with pytest.raises(TemplateError) as caught:
        rendered(*blocks, **data)
    return [(found.code, found.place, found.message, found.hint) for found in caught.value.findings]


def test_each_known_gap_names_a_test_or_a_case() -> None:
    assert {name.split("[")[0] for name in KNOWN_GAPS} <= {case.name for case in CASES} | set(globals())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_data_comes_out_as_it_went_in_wherever_it_stands(text: str) -> None:
    plain = outline_by_docgen(everywhere("MARK"))
    assert plain.count("MARK") == 32  # of 33: the comment is taken out
    shown = outline_by_docgen(everywhere(text))
    assert shown == plain.replace("a.example/MARK", f"a.example/{quote(text)}").replace("MARK", text)


def test_control_characters_are_refused_wherever_they_stand() -> None:
    shown = outline_by_docgen(everywhere("MA\x00RK")).splitlines()
    assert all(line.startswith("refused: template.failed at ") for line in shown)
    assert "-" not in {line.split()[-1] for line in shown}
    assert len(shown) == 27


@pytest.mark.parametrize("text", ["{{ 7+7 }}", "R&D <b>"])
def test_markdown_from_data_is_never_evaluated_nor_lost(text: str) -> None:
    shown = outline(rendered(p("{{ doc.a }}"), p("{{p doc.a }}"), a=Markdown(f"**{text}** and `{text}`")))
    assert shown.count(text) == 4


@pytest.mark.parametrize("tag", ["{% if doc.a & doc.b %}x{% endif %}", "{{ doc.a && doc.b }}"])
def test_an_ampersand_as_operator_is_reported_with_its_place_and_what_to_write(tag: str) -> None:
    ((code, place, message, hint),) = findings(p("fine"), p(tag), a=1, b=2)
    assert (code, place) == ("template.syntax", "document, paragraph 2")
    assert "&" in message
    assert "`and`" in hint


def test_two_paragraph_tags_in_one_paragraph_both_work() -> None:
    blocks = (p("{%p for x in doc.xs %} {%p if x != 'y' %}"), p("{{ x }}"), p("{%p endif %}{%p endfor %}"))
    assert outline(rendered(*blocks, **XS)) == "p: x\np: z\n"


def test_two_row_tags_in_one_row_both_work() -> None:
    rows = (
        tr("{%tr for x in doc.xs %}", "{%tr if x != 'y' %}"),
        tr("{{ x }}", "-"),
        tr("{%tr endif %}{%tr endfor %}", ""),
    )
    assert outline(rendered(tbl(*rows, columns=2), **XS)) == "tbl(TableGrid) grid=2\n  tr: x ¦ -\n  tr: z ¦ -\np:\n"


@pytest.mark.parametrize(
    ("blocks", "code", "place"),
    [
        ((p("a"), p("{%p if doc.xs %} lost")), "template.lost", "document, paragraph 2"),
        ((p("a"), tbl(tr("x", "{%tr if doc.xs %}"), columns=2)), "template.lost", "document, table 1, row 1, cell 2"),
        (
            (p("a"), tbl(tr("{%tc if doc.xs %} lost", "x", "{%tc endif %}"), columns=3)),
            "template.lost",
            "document, table 1, row 1, cell 1",
        ),
    ],
    ids=["paragraph", "row", "cell"],
)
def test_words_that_a_tag_would_take_away_are_reported(blocks: tuple[str, ...], code: str, place: str) -> None:
    assert (code, place) in [found[:2] for found in findings(*blocks, **XS)]


def test_all_faults_of_a_template_are_reported_at_once() -> None:
    word = Word(
        (
            p("{{ doc.one }}"),
            p("fine"),
            tbl(tr("{{ doc.two|nofilter }}"), columns=1),
            p("{% if doc.x = 1 %}{% endif %}"),
        ),
        headers={"default": p("{{ | }}")},
    )
    with pytest.raises(TemplateError) as caught:
        ours(Case("faults", word, {"two": 1}))
    places = {found.place for found in caught.value.findings}
    assert {"document, table 1, row 1, cell 1", "document, paragraph 3", "header1, paragraph 1"} <= places


@pytest.mark.parametrize("case", MADE, ids=lambda case: case.name)
def test_ids_are_unique_and_references_lead_somewhere(case: Case) -> None:
    assert unsound(ours(case)) == []


def test_numbering_by_style_restarts_in_each_loop_turn() -> None:
    blocks = (
        p("{%p for x in doc.xs %}"),
        p("{{ x }}"),
        p("one", properties=LIST),
        p("two", properties=LIST),
        p("{%p endfor %}"),
    )
    document = Document(BytesIO(rendered(*blocks, **XS)))
    shapes = [item._p.pPr for item in document.paragraphs if item.style.name == "List Number"]
    lists = [shape.numPr.numId.val if shape.numPr is not None else 0 for shape in shapes]
    assert lists[0] == lists[1] != lists[2] == lists[3] != lists[4] == lists[5] != lists[0]


def test_numbering_restarts_in_each_turn_of_nested_loops() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    blocks = (
        p("{%p for g in doc.groups %}"),
        p("{{ g.name }}"),
        p("{%p for x in g.xs %}"),
        p("{{ x }}", properties=number),
        p("{%p endfor %}"),
        p("{%p endfor %}"),
    )
    groups = [{"name": "G", "xs": ["a", "b"]}, {"name": "H", "xs": ["c"]}]
    shown = outline(rendered(*blocks, groups=groups))
    listed = ["p: G", "a list1", "b list1", "p: H", "c list2"]
    assert [
        line if line in {"p: G", "p: H"} else f"{line[-1]} {line.split('numId=')[1][:5]}" for line in shown.splitlines()
    ] == listed


def test_a_list_outside_of_loops_counts_on() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    shown = outline(rendered(p("{{ doc.xs[0] }}", properties=number), p("between"), p("b", properties=number), **XS))
    assert shown.count("list1") == 2


def test_a_picture_in_a_loop_is_stored_once_and_shown_each_time() -> None:
    blocks = (p("{%p for x in doc.xs %}"), p(picture("rIdR", 1, "{{ x }}")), p("{%p endfor %}"))
    data = ours(Case("picture", Word(blocks, pictures={"rIdR": "FF0000"}), XS))
    assert sum("/media/" in name for name in zipfile.ZipFile(BytesIO(data)).namelist()) == 1
    assert outline(data).count("picture FF0000") == 3


def test_merged_cells_survive_a_row_loop() -> None:
    first = tr(tc("{{ x }}", properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "1")
    second = tr(tc("", properties='<w:gridSpan w:val="2"/><w:vMerge/>'), "2")
    rows = (tr("{%tr for x in doc.xs %}", "", ""), first, second, tr("{%tr endfor %}", "", ""))
    table = Document(BytesIO(rendered(tbl(*rows, columns=3), **XS))).tables[0]
    merged = [[cell.text for cell in row.cells] for row in table.rows]
    assert merged == [[x, x, n] for x in "xyz" for n in "12"]


def test_a_table_keeps_its_width_when_a_loop_adds_columns() -> None:
    rows = tr("a", "{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}", "b")
    grid = Document(BytesIO(rendered(tbl(rows, columns=5), xs=list("123456")))).tables[0]._tbl.tblGrid
    widths = [column.w.twips for column in grid.gridCol_lst]
    assert len(widths) == 8
    assert abs(sum(widths) - 7500) < 16


def test_content_controls_in_a_loop_have_ids_of_their_own() -> None:
    blocks = (p("{%p for x in doc.xs %}"), sdt(p("{{ x }}")), p("{%p endfor %}"))
    assert unsound(rendered(*blocks, **XS)) == []


def test_a_comment_range_in_a_loop_is_taken_out_with_its_comment() -> None:
    marks = '<w:commentRangeStart w:id="2"/>', '<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>'
    blocks = (p("{%p for x in doc.xs %}"), p(marks[0], "{{ x }}", marks[1]), p("{%p endfor %}"))
    word = Word(blocks, notes={"comments": note("comment", 2, p("said"))})
    shown = outline(ours(Case("comment", word, XS)))
    assert shown.count("x") == shown.count("y") == 1
    assert "comment" not in shown and "said" not in shown


def test_the_same_case_gives_the_same_bytes_twice() -> None:
    case = everywhere("R&D")
    assert ours(case) == ours.__wrapped__(case)


def test_a_run_keeps_all_its_format_whatever_is_printed() -> None:
    shape = (
        '<w:rStyle w:val="Strong"/><w:b/><w:color w:val="FF0000"/><w:sz w:val="30"/><w:vertAlign w:val="superscript"/>'
    )
    shown = outline(rendered(p("a ", r("{{ doc.a }}", shape), " b"), a="one\ntwo\tthree"))
    assert shown == "p: a «b color=FF0000 rStyle=Strong sz=30 vertAlign=superscript|one⏎two⇥three» b\n"
