"""Markers stand inside what they repeat or make optional; `?`; endings of loops."""

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from compare_files import messages_between

import docgen
from docgen.brand import Brand
from docgen.engines import docx, pdf, pptx
from docgen.engines.office.loops import read_loop
from docgen.errors import Finding, TemplateError
from docgen.templating import Bindings, Template
from tests.lint.makers import box, deck, grid, heading, paragraph, table, word

ENGINES = {"docx": docx, "pptx": pptx, "html": pdf}
NAMES: dict[str, Any] = {"xs": ["a", "b", "c"], "yes": True, "no": False, "pairs": [{"n": "p", "of": ["1", "2"]}]}
VANISH = "<w:vanish/>"
BREAK = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"


def rendered(data: bytes, suffix: str = "docx", audience: str = "client", **names: Any) -> dict[str, bytes]:
    template = Template(f"t.{suffix}", data, hashlib.sha256(data).hexdigest())
    bindings = Bindings({**NAMES, **names}, lambda key: (key, key), audience=audience, brand=Brand())
    made = ENGINES[suffix].render(template, bindings, [])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document(*body: str, **names: Any) -> str:
    """The body of a rendered Word document."""
    text = rendered(word(*body), **names)["word/document.xml"].decode()
    return text.partition("<w:body>")[2].partition("<w:sectPr/></w:body>")[0]


def outline(markup: str) -> str:
    """Rows as `[cell | cell]`, headings as `# text`, other paragraphs as their text, one a line."""
    lines: list[str] = []
    for row, whole in re.findall(r"(<w:tr>.*?</w:tr>)|(<w:p>.*?</w:p>|<w:p/>)", markup):
        if row:
            lines.append(f"[{' | '.join(_text(cell) for cell in re.findall('<w:tc>.*?</w:tc>', row))}]")
        else:
            lines.append(("# " if "Heading1" in whole else "") + _text(whole))
    return "\n".join(lines)


def _text(markup: str) -> str:
    paragraphs = re.findall(r"<[aw]:p>.*?</[aw]:p>|<[aw]:p/>", markup)
    return "/".join("".join(re.findall(r"<[aw]:t(?: [^>]*)?>([^<]*)<", one)) for one in paragraphs)


def slides(*shapes: str, **names: Any) -> list[list[str]]:
    """The text of each shape or table row of each slide."""
    parts = rendered(deck(*shapes), "pptx", **names)
    pages = sorted(name for name in parts if re.fullmatch(r"ppt/slides/slide\d+\.xml", name))
    found = (re.findall("<p:sp>.*?</p:sp>|<a:tr .*?</a:tr>", parts[name].decode(), re.DOTALL) for name in pages)
    return [[_text(shape) for shape in page] for page in found]


def refusals(*body: str, suffix: str = "docx") -> list[str]:
    """The findings of a template as `place: message`."""
    with pytest.raises(TemplateError) as caught:
        rendered(word(*body) if suffix == "docx" else deck(*body), suffix)
    return [f"{finding.place}: {finding.message}" for finding in caught.value.findings]


def styled(text: str, properties: str) -> str:
    return paragraph(text).replace("<w:p>", f"<w:p><w:pPr>{properties}</w:pPr>")


def runs(*texts: str) -> str:
    """A Word paragraph of runs; one that begins with `~` is hidden."""
    made = (
        f"<w:r><w:rPr>{VANISH if text.startswith('~') else '<w:b/>'}</w:rPr>"
        f'<w:t xml:space="preserve">{text.removeprefix("~")}</w:t></w:r>'
        for text in texts
    )
    return f"<w:p>{''.join(made)}</w:p>"


# Rows, tables, paragraphs


def test_a_row_repeats_and_is_left_out() -> None:
    rows = table(["{%row for x in xs%}{{ x }}", "n{{ loop.index }}"], ["{%row if no%}never", ""], ["last", ""])
    assert outline(document(rows)) == "[a | n1]\n[b | n2]\n[c | n3]\n[last | ]"


def test_several_rows_of_a_table_go_together_and_nest() -> None:
    rows = table(
        ["{%rows for p in pairs%}{%rows if yes%}{{ p.n }}"],
        ["{%row for x in p.of%}{{ x }}{%row if x != '1'%}"],
        ["{%rows end%}sum {%rows end%}"],
        ["{%rows if no%}never{%rows end%}"],
    )
    assert outline(document(rows)) == "[p]\n[2]\n[sum]"


def test_a_paragraph_repeats_with_its_format() -> None:
    made = document(styled("{%para for x in xs if x != 'b'%}{{ x }}", '<w:jc w:val="right"/>'))
    assert outline(made) == "a\nc"
    assert made.count('<w:jc w:val="right"/>') == 2


def test_a_table_repeats_around_its_rows() -> None:
    rows = table(["{%table for p in pairs%}{%row for x in p.of%}{{ p.n }}{{ x }}"])
    made = document(rows, pairs=[{"n": "p", "of": "12"}, {"n": "q", "of": "3"}])
    assert made.count("<w:tbl>") == 2
    assert outline(made) == "[p1]\n[p2]\n[q3]\n"
    assert "<w:tbl>" not in document(table(["{%table if no%}x"]))


def test_a_nested_table_is_the_one_that_a_marker_inside_it_means() -> None:
    inner = table(["{%row for x in xs%}{{ x }}"])
    made = document(table(["outer"]).replace("</w:tc>", f"{inner}<w:p/></w:tc>"))
    assert made.count("<w:tr>") == 4
    assert made.count("outer") == 1


# Sections and blocks


def test_a_section_reaches_to_the_next_heading_of_its_level_or_higher() -> None:
    body = (heading("{%section if no%}One"), paragraph("in it"), styled("deeper", '<w:outlineLvl w:val="1"/>'))
    assert outline(document(*body, table(["in it"]), heading("Two"), paragraph("after"))) == "# Two\nafter"


def test_a_section_reaches_to_the_end_of_the_document_and_repeats() -> None:
    made = document(heading("{%section for x in xs first 2%}{{ x }}"), paragraph("of {{ x }}"))
    assert outline(made) == "# a\nof a\n# b\nof b"


def test_a_deeper_section_ends_with_the_one_around_it() -> None:
    deeper = styled("{%section if no%}deeper", '<w:outlineLvl w:val="1"/>')
    made = document(heading("{%section if yes%}One"), deeper, paragraph("lost"), heading("Two"))
    assert outline(made) == "# One\n# Two"


def test_a_style_is_a_heading_by_its_own_or_inherited_level_or_its_name() -> None:
    styles = [
        '<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="part"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        "</w:style>",
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="m"/><w:basedOn w:val="Part"/></w:style>',
    ]
    body = [styled("{%section if no%}x", '<w:pStyle w:val="Mine"/>'), paragraph("y"), heading("Two")]
    made = rendered(word(*body, extra=styles))["word/document.xml"].decode()
    assert outline(made.partition("<w:body>")[2]) == "# Two"


def test_a_section_stays_within_the_old_tags_and_the_block_around_it() -> None:
    old = (paragraph("{%p if yes %}"), heading("{%section if no%}x"), paragraph("y"), paragraph("{%p else %}"))
    assert outline(document(*old, paragraph("z"), paragraph("{%p endif %}"), paragraph("after"))) == "after"
    block = (
        paragraph("{%block if yes%}b"),
        heading("{%section if no%}x"),
        paragraph("y"),
        paragraph("e {%block end%}"),
    )
    assert outline(document(*block, paragraph("after"))) == "b\nafter"


def test_an_assignment_opens_nothing() -> None:
    body = (heading("{%section if yes%}x"), paragraph("{%p set y = 1 %}"), heading("Two"), paragraph("{{ xs|first }}"))
    assert outline(document(*body)) == "# x\n# Two\na"
    assert outline(
        document(paragraph("{%block if yes%}b"), paragraph("{%p set y = 1 %}"), paragraph("{{ y }}{%block end%}"))
    )


def test_a_section_ends_before_what_begins_in_it_and_goes_on_after_it() -> None:
    old = (paragraph("{%p if yes %}"), heading("Two"), paragraph("{%p endif %}"))
    assert outline(document(heading("{%section if no%}x"), paragraph("y"), *old)) == "# Two"
    block = (paragraph("{%block if yes%}"), heading("Two"), paragraph("{%block end%}"))
    assert outline(document(heading("{%section if no%}x"), paragraph("y"), *block)) == "# Two"


def test_a_block_goes_from_its_paragraph_to_its_end_and_leaves_no_empty_ones() -> None:
    body = (paragraph("{%block for x in xs%}"), paragraph("{{ x }}"), table(["t"]), paragraph("{%block end%}"))
    assert outline(document(*body, paragraph("after"))) == "a\n[t]\nb\n[t]\nc\n[t]\nafter"
    assert outline(document(paragraph("{%block if yes%}one"), paragraph("two{%block end%}"))) == "one\ntwo"


def test_blocks_nest_within_a_cell_and_an_empty_cell_keeps_a_paragraph() -> None:
    inside = "".join(
        paragraph(text) for text in ("{%block if yes%}", "{%block if no%}", "x", "{%block end%}", "{%block end%}")
    )
    made = document(table(["?"]).replace(paragraph("?"), inside))
    assert "<w:tc><w:p/></w:tc>" in made


def test_of_two_blocks_with_the_same_ends_the_first_is_the_outermost() -> None:
    both = paragraph("{%block for p in pairs%}{%block for x in p.of%}{{ x }}")
    assert outline(document(both, paragraph("-{%block end%}{%block end%}"))) == "1\n-\n2\n-"


def test_a_section_break_stays_with_whole_sections() -> None:
    made = document(BREAK, heading("{%section if no%}x"), paragraph("wide"), BREAK, heading("Two"))
    assert made.count("<w:sectPr/>") == 1
    kept = document(paragraph("before"), heading("{%section if no%}x"), paragraph("y"), BREAK, heading("Two"))
    assert kept.count("<w:sectPr/>") == 1
    (refused,) = refusals(heading("a"), heading("{%section if no%}x"), BREAK, paragraph("y"), heading("Two"))
    assert (
        refused == "document, paragraph 2: `{%section if no%}` would take out or repeat a section break of the document"
    )


# What stays of the text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{%para if yes%} x", "x"),
        ("x {%para if yes%}", "x"),
        ("x {%para if yes%} y", "x y"),
        ("x{%para if yes%} y", "x y"),
        (" {%para if yes%} {%para if yes%} x", "x"),
    ],
)
def test_white_space_beside_a_marker_goes_with_it(text: str, shown: str) -> None:
    assert outline(document(paragraph(text))) == shown


def test_a_paragraph_of_markers_alone_goes_unless_its_cell_needs_it() -> None:
    assert "<w:p></w:p>" not in document(table(["{%row for x in xs%}", "{{ x }}"]))
    cell = paragraph("{%row for x in xs%}") + paragraph("{{ x }}")
    assert outline(document(table(["?"]).replace(paragraph("?"), cell))) == "[a]\n[b]\n[c]"
    assert outline(document(table(["{%row for x in xs%}", "{{ x }}"]))) == "[ | a]\n[ | b]\n[ | c]"


def test_bookmarks_of_a_paragraph_that_goes_stay() -> None:
    marked = paragraph(
        "{%block if yes%}", around=('<w:bookmarkStart w:id="1" w:name="b"/>', '<w:bookmarkEnd w:id="1"/>')
    )
    made = document(marked, paragraph("x"), paragraph("{%block end%}"))
    assert made.startswith('<w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/><w:p>')


def test_hidden_markers_and_statements_leave_nothing() -> None:
    made = document(runs("~{%para for x", "~ in xs%} ", "{{ x }}", "~{% if x == 'b' %}", "!", "~{% endif %}"))
    assert outline(made) == "a\nb!\nc"
    assert "vanish" not in made
    assert "<w:r></w:r>" not in made


def test_runs_hidden_by_their_style_leave_nothing() -> None:
    style = '<w:style w:type="character" w:styleId="Tag"><w:name w:val="t"/><w:rPr><w:vanish/></w:rPr></w:style>'
    tag = '<w:rStyle w:val="Tag"/>'
    body = runs("~{%para if yes%}", "x", "~{% if yes %}", "y", "~{% endif %}").replace(VANISH, tag)
    made = rendered(word(body, extra=[style]))["word/document.xml"].decode()
    assert "Tag" not in made
    assert "x" in made


def test_other_words_and_printed_values_in_hidden_runs_are_refused() -> None:
    assert refusals(runs("~{%para if yes%} psst", "x"))[0].endswith("“psst”")
    assert refusals(runs("~{{ xs }}", "x"))[0].endswith("“{{ xs }}”")


def test_names_and_ids_are_new_in_each_iteration() -> None:
    around = ('<w:bookmarkStart w:id="1" w:name="here"/>', '<w:bookmarkEnd w:id="1"/>')
    made = document(paragraph("{%para for x in xs%}{{ x }}", around=around))
    assert re.findall(r'w:name="(\w+)"', made) == ["here", "here_2", "here_3"]
    assert len(set(re.findall(r'bookmarkStart w:id="(\d+)"', made))) == 3


# Endings of loops


@pytest.mark.parametrize(
    ("written", "statement"),
    [
        ("for x in xs", "for x in xs"),
        ("for x in xs first 3", "for x in ((xs)|list)[:3]"),
        ("for x in a or b by 4", "for x in (a or b)|paginate(4)"),
        ("for x in xs first 8 by 4 across 2", "for x in ((xs)|list)[:8]|paginate(4)"),
        ("for k, v in x['by 4']", "for k, v in x['by 4']"),
    ],
)
def test_endings_of_a_loop_are_read(written: str, statement: str) -> None:
    loop = read_loop(written)
    assert loop is not None
    assert loop.problem == ""
    assert loop.statement == statement


def test_first_and_by_work_in_every_loop() -> None:
    assert outline(document(paragraph("{% for x in xs first 2 %}{{ x }}{% endfor %}"))) == "ab"
    assert outline(
        document(paragraph("{%p for x in xs by 2 %}"), paragraph("{{ x|join }}"), paragraph("{%p endfor %}"))
    ) == ("ab\nc")
    old = table(["{%tr for x in xs first 1 %}"], ["{{ x }}"], ["{%tr endfor %}"])
    assert outline(document(old)) == "[a]"
    assert outline(document(table(["{%row for x in xs first 3 by 2%}{{ x|join('+') }}"]))) == "[a+b]\n[c]"
    assert slides(box("{%slide for page in xs by 2%}\n{%para for x in page%}{{ x }}")) == [["a/b"], ["c"]]


def test_a_generator_of_items_is_cut_too() -> None:
    assert outline(document(paragraph("{%para for x in xs|select('ne', 'a') first 1%}{{ x }}"))) == "b"


def test_cells_of_a_row_are_slots_and_one_without_an_item_is_empty() -> None:
    row = table(["{%row for x in xs across 2%}{{ x }}", "–", "{{ x }}!"])
    assert outline(document(row)) == "[a | – | b!]\n[c | – | ]"
    assert outline(document(table(["{%row for x in xs across 2%}{{ x }}", "{{ x }}1", "{{ x }}", "{{ x }}1"]))) == (
        "[a | a1 | b | b1]\n[c | c1 |  | ]"
    )


def test_an_empty_slot_keeps_the_format_of_its_paragraph() -> None:
    cell = styled("{{ x }}", '<w:jc w:val="right"/>')
    made = document(table(["{%row for x in xs across 2%}{{ x }}", "?"]).replace(paragraph("?"), cell))
    assert '<w:tc><w:p><w:pPr><w:jc w:val="right"/></w:pPr></w:p></w:tc>' in made


# Decks


def test_paragraphs_rows_tables_and_blocks_of_a_slide() -> None:
    assert slides(box("{%para for x in xs%}{{ x }}\nend")) == [["a/b/c/end"]]
    assert slides(grid(["{%row for x in xs%}{{ x }}"])) == [["a", "b", "c"]]
    assert slides(grid(["{%table if no%}x"]) + box("y")) == [["y"]]
    assert slides(box("{%block for x in xs%}\n{{ x }}\n-\n{%block end%}\nend")) == [["a/-/b/-/c/-/end"]]
    assert slides(grid(["{%row for x in xs across 2%}{{ x }}", "{{ x }}"])) == [["a/b", "c/"]]


def test_a_shape_or_the_group_around_it_is_left_out() -> None:
    group = f"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>{box('{%shape if no%}x')}{box('y')}</p:grpSp>"
    assert slides(box("{%shape if no%}x") + box("y") + group) == [["y"]]


def test_shapes_with_the_same_marker_are_slots() -> None:
    pair = box("{%shape for x in xs first 2 across 3%}{{ x }}") + box("{%shape for x in xs first 2 across 3%}{{ x }}!")
    assert slides(pair * 3) == [["a", "a!", "b", "b!"]]


def test_a_slide_for_each_group_of_items_has_a_slot_for_each_item() -> None:
    one = box("{%shape for x in some across 2%}{{ x }}")
    assert slides(box("{%slide for some in xs by 2%}") + one * 2) == [["a", "b"], ["c"]]


def test_more_items_than_slots_are_an_error_not_a_loss() -> None:
    message = "3 items for 2 slots on one slide, in {%shape for x in xs across 2%}"
    found = refusals(box("{%shape for x in xs across 2%}{{ x }}") * 2, suffix="pptx")
    assert found == [f"slide 1, “Text”, paragraph 1: {message}"] * 2


def test_a_repeated_shape_has_its_own_id() -> None:
    made = rendered(deck(box("{%shape for x in xs%}{{ x }}")), "pptx")["ppt/slides/slide1.xml"].decode()
    ids = re.findall(r'cNvPr id="(\d+)"', made)
    assert len(ids) == len(set(ids)) == 4


# Paragraphs that go when a value is empty


@pytest.mark.parametrize("value", [None, "", "  ", [], ()])
def test_a_paragraph_goes_with_its_empty_value(value: object) -> None:
    assert outline(document(paragraph("Note: {{ x? }}"), paragraph("after"), x=value)) == "after"
    assert slides(box("Note: {{ x? }}\nafter"), x=value) == [["after"]]


@pytest.mark.parametrize(("value", "shown"), [(0, "x 0"), (False, "x False"), ("v", "x v")])
def test_zero_and_false_are_not_empty(value: object, shown: str) -> None:
    assert outline(document(paragraph("x {{ x? }}"), x=value)) == shown


def test_of_several_values_one_keeps_the_paragraph() -> None:
    text = paragraph("{{ x? }}{{ y? | upper }}{{ p.q? }}")
    assert outline(document(text, x="", y=None, p={"q": "v"})) == "v"
    assert outline(document(text, paragraph("after"), x="", y=None, p={"q": None})) == "after"


def test_a_question_mark_in_quotes_is_a_text() -> None:
    assert outline(document(paragraph("{{ 'who?' }}{{ x? | replace('v', '?') }}"), x="v")) == "who??"


def test_an_empty_value_in_a_loop_takes_only_its_own_paragraph() -> None:
    made = document(paragraph("{%para for x in ys%}{{ x? }}"), table(["{{ none? }}"]), ys=["a", "", "b"])
    assert outline(made) == "a\nb\n[]"


def test_blocks_of_markdown_are_left_out_when_empty() -> None:
    assert outline(document(paragraph("{{p x? }}"), paragraph("after"), x="")) == "after"
    assert outline(document(paragraph("{{p x? }}"), x="one\n\ntwo")) == "one\ntwo"


# Errors


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (["{%row for x in xs%}a"], "`{%row for x in xs%}` is not in a table"),
        (["{%table if yes%}a"], "`{%table if yes%}` is not in a table"),
        (["{%section if yes%}a"], "`{%section if yes%}` is not in a heading"),
        (["{%shape if yes%}a"], "`{%shape if yes%}` is not in a shape of a slide"),
        (["{%block if yes%}a"], "`{%block if yes%}` has no end"),
        (["{%rows end%}a"], "`{%rows end%}` ends nothing that was begun before it"),
        (["{%row end%}a"], "`{%row end%}` is not needed: only rows and block have an end"),
        (["{%para yes%}a"], "`{%para yes%}` says neither for nor if"),
        (["{%para for x in xs by 0%}a"], "`{%para for x in xs by 0%}` counts to 0"),
        (["{%para for x in xs by 2 first 2%}a"], "the endings of `{%para for x in xs by 2 first 2%}` are out of order"),
        (["{%para for x in xs if x by 2%}a"], "`{%para for x in xs if x by 2%}` has a condition and an ending"),
        (["{%para for x in xs across 2%}a"], "`{%para for x in xs across 2%}` can't go across"),
        (["{% for x in xs across 2%}{% endfor %}"], "`{% for x in xs across 2%}` can't go across"),
        (["{{ xs? yes }}"], "`{{ xs? yes }}`: the ? is not right after a name"),
        (["{{ ? }}"], "`{{ ? }}`: the ? is not right after a name"),
    ],
)  # fmt: skip
def test_a_marker_out_of_its_place_is_an_error(body: list[str], message: str) -> None:
    assert refusals(*map(paragraph, body)) == [f"document, paragraph 1: {message}"]


def test_slots_are_shared_equally() -> None:
    (found,) = refusals(table(["{%row for x in xs across 2%}{{ x }}", "x"]))
    assert found.endswith("the row has 1 cell with tags, which 2 slots can't share equally")
    (found,) = refusals(box("{%shape for x in xs across 2%}{{ x }}"), suffix="pptx")
    assert found.endswith("is in 1 shape of the slide, which 2 slots can't share equally")


def test_a_slide_has_no_sections() -> None:
    (found,) = refusals(box("{%section if yes%}x"), suffix="pptx")
    assert found == "slide 1, “Text”, paragraph 1: a slide has no sections: `{%section if yes%}`"


def test_blocks_that_cross_are_refused() -> None:
    rows = table(["{%rows if yes%}a"], ["{%rows for x in xs%}b"], ["{%rows end%}c"], ["{%rows end%}d"])
    assert outline(document(rows)).startswith("[a]")  # an end belongs to the last that is open
    crossing = [paragraph(text) for text in ("{%p if yes %}", "{%block if no%}", "{%p endif %}", "{%block end%}")]
    assert refusals(*crossing) == [
        "document, paragraph 2: `{%block if no%}` and its end cross with a pair of `{%p …%}` tags"
    ]
    rows = table(["{%rows if no%}a"], ["{%tr if yes %}"], ["b{%rows end%}"], ["{%tr endif %}"])
    assert refusals(rows)[0].endswith("and its end cross with a pair of `{%tr …%}` tags")
    elsewhere = (paragraph("{%block if yes%}"), table(["{%block end%}"]))
    assert refusals(*elsewhere) == [
        "document, paragraph 1: `{%block if yes%}` and its end are not in the same cell, text box or text"
    ]


def test_errors_name_the_tag_as_written_and_its_place() -> None:
    found = refusals(paragraph("-"), table(["-"], ["{%row for x in xs.foo by 2%}{{ x | nix }}"]))
    assert found == ["document, table 1, row 2, cell 1: No filter named 'nix'., in {{ x | nix }}"]
    found = refusals(table(["-"], ["{%row for x in foo by 2%}{{ x }}"]))
    assert found == ["document, table 1, row 2, cell 1: 'foo' is undefined, in {%row for x in foo by 2%}"]


def test_pages_have_neither_markers_nor_question_marks() -> None:
    def finding(page: str) -> Finding:
        with pytest.raises(TemplateError) as caught:
            rendered(page.encode(), "html")
        return caught.value.findings[0]

    assert finding("<p>{{ xs? }}</p>").message.startswith("a ? is not part of the language here")
    assert finding("<p>{%para if yes%}</p>").message.startswith("{%para …%} can't be used here")


# Old and new form


PAIRS = {
    "rows": (
        [table(["{%tr for x in xs %}"], ["{{ x }}"], ["{%tr endfor %}"])],
        [table(["{%row for x in xs%}{{ x }}"])],
    ),
    "paragraphs": (
        [paragraph("{%p for x in xs %}"), paragraph("{{ x }}"), paragraph("{%p endfor %}")],
        [paragraph("{%para for x in xs%}{{ x }}")],
    ),
    "sections": (
        [paragraph("{%p if yes %}"), heading("H"), paragraph("x"), paragraph("{%p endif %}"), heading("I")],
        [heading("{%section if yes%}H"), paragraph("x"), heading("I")],
    ),
    "lists": (
        [paragraph("{%p for x in xs %}"), table(["{{ x }}"]), paragraph("{%p endfor %}"), paragraph("z")],
        [table(["{%table for x in xs%}{{ x }}"]), paragraph("z")],
    ),
    "optional": (
        [paragraph("{%p if yes %}"), paragraph("{{ yes }}"), paragraph("{%p endif %}")],
        [paragraph("{{ yes? }}")],
    ),
}


@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS)
def test_the_old_form_and_markers_give_the_same_bytes(old: list[str], new: list[str]) -> None:
    assert rendered(word(*old))["word/document.xml"] == rendered(word(*new))["word/document.xml"]


# The linter


def problems(folder: Path, file: str, data: bytes) -> list[str]:
    path = folder / file
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    found = docgen.lint_library(folder).problems
    return [
        item.as_finding().show().partition("  ")[2] for item in found if item.where.template.startswith(folder.name)
    ]


def test_the_linter_knows_the_items_of_groups_and_slots(tmp_path: Path) -> None:
    sound = word(
        table(["{%row for row in doc.diagnosis first 4 across 2%}{{ row.problem }}", "{{ row.problem }}"]),
        table(["{%row for rows in doc.diagnosis by 2%}{% for row in rows %}{{ row.problem }}{% endfor %}"]),
        heading("{%section if doc.roi%}·"),
        paragraph("{{ doc.roi.payback? }}"),
    )
    assert problems(tmp_path, "docx/base/proposal.docx", sound) == []


def test_the_linter_names_the_row_of_a_wrong_field(tmp_path: Path) -> None:
    wrong = word(table(["·"], ["{%row for row in doc.diagnosis by 2%}{{ row.problem }}{{ doc.titel? }}"]))
    assert problems(tmp_path, "docx/base/proposal.docx", wrong) == [
        "document, table 1, row 2, cell 1: no `titel` on Proposal, in {{ doc.titel? }} [field.unknown]; did you mean "
        "`title`?",
        "document, table 1, row 2, cell 1: `row` is a list and has no `problem`, in {{ row.problem }} "
        "[list.attribute]; write {% for item in row %} and use the item's field",
    ]


def test_an_edited_marker_is_one_change_of_a_tag() -> None:
    old, new = (
        word(table([f"{{%row for x in doc.diagnosis{ending}%}}{{{{ x.problem }}}}"])) for ending in ("", " by 2")
    )
    (change,) = messages_between(old, new, "docx")
    assert change.endswith("tag: {%row for x in doc.diagnosis%} → {%row for x in doc.diagnosis by 2%}")
