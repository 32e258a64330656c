"""`library fmt`: an old template in the present form prints what it printed."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from lint.makers import box, deck, grid, heading, paragraph, table, word

import docgen
from docgen.errors import TemplateError
from docgen.ooxml.names import w
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import read_parts
from docgen.rewriting.display_expressions import display_field_for
from docgen.titles.lookup import Titles
from docgen.titles.tags import visit_tags

P = paragraph


def formatted(folder: Path, data: bytes, name: str = "proposal.zh.docx", **options: Any) -> docgen.FormattedTemplate:
    path = folder / name
    path.write_bytes(data)
    return docgen.format_template(path, **options)


def lines(data: bytes) -> list[str]:
    """The text of each paragraph, rows and cells included."""
    root = parse_xml(read_parts("", data)["word/document.xml"])
    return ["".join(text.text or "" for text in item.iter(w("t"))) for item in root.iter(w("p"))]


def hidden(data: bytes) -> list[str]:
    """The text of each hidden run."""
    root = parse_xml(read_parts("", data)["word/document.xml"])
    runs = [run for run in root.iter(w("r")) if run.find(f"{w('rPr')}/{w('vanish')}") is not None]
    return ["".join(text.text or "" for text in run.iter(w("t"))) for run in runs]


def changes(made: docgen.FormattedTemplate) -> dict[str, int]:
    return {each.key.partition(":")[2]: int(each.values["count"]) for each in made.changes}


def test_a_row_between_tags_gets_its_marker(tmp_path: Path) -> None:
    rows = table(["Milestone"], ["{%tr for term in doc.payment_terms %}"], ["{{ term.milestone }}"], ["{%tr endfor %}"])
    made = formatted(tmp_path, word(rows), "proposal.docx")
    assert lines(made.data) == ["Milestone", "{%row for term in doc.payment_terms%}{{ term.milestone }}"]
    assert hidden(made.data) == ["{%row for term in doc.payment_terms%}"]
    assert changes(made) == {"row": 1}
    assert made.compared > 0


def test_several_rows_and_nested_loops_get_markers_from_the_outside_in(tmp_path: Path) -> None:
    rows = table(
        ["{%tr for group in doc.pricing.groups %}"],
        ["{{ group.name }}"],
        ["{%tr for line in group.lines %}"],
        ["{{ line.name }}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
    )
    assert lines(formatted(tmp_path, word(rows), "proposal.docx").data) == [
        "{%rows for group in doc.pricing.groups%}{{ group.name }}",
        "{%row for line in group.lines%}{{ line.name }}{%rows end%}",
    ]


def test_tags_in_one_row_of_their_own_are_rewritten_together(tmp_path: Path) -> None:
    rows = table(
        ["{%tr for group in doc.pricing.groups %}{%tr for line in group.lines %}"],
        ["{{ line.name }}"],
        ["{%tr endfor %}{%tr endfor %}"],
    )
    made = formatted(tmp_path, word(rows), "proposal.docx")
    assert lines(made.data) == ["{%row for group in doc.pricing.groups%}{%row for line in group.lines%}{{ line.name }}"]


def test_an_else_becomes_a_second_marker_with_the_opposite_condition(tmp_path: Path) -> None:
    rows = table(["{%tr if doc.roi %}"], ["{{ doc.title }}"], ["{%tr else %}"], ["-"], ["{%tr endif %}"])
    texts = (P("{%p if doc.roi or doc.sla %}"), P("a"), P("{%p else %}"), P("b"), P("c"), P("{%p endif %}"),
             P("{%p if not doc.roi %}"), table(["d"]), P("{%p else %}"), P("e"), P("{%p endif %}"))  # fmt: skip
    made = formatted(tmp_path, word(rows, *texts), "proposal.docx")
    assert lines(made.data) == [
        "{%row if doc.roi%}{{ doc.title }}", "{%row if not doc.roi%}-",
        "{%para if doc.roi or doc.sla%}a", "{%block if not (doc.roi or doc.sla)%}b", "c{%block end%}",
        "{%table if not doc.roi%}d", "{%para if doc.roi%}e",
    ]  # fmt: skip
    assert made.compared > 0
    assert not made.left


@pytest.mark.parametrize(
    "inner",
    [
        ["{%tr elif doc.sla %}", "x", "{%tr else %}", "-"],
        ["{%tr else %}"],  # nothing in it
    ],
)
def test_a_pair_with_an_elif_or_an_empty_else_stays_and_is_reported(inner: list[str], tmp_path: Path) -> None:
    rows = table(["{%tr if doc.roi %}"], ["{{ doc.title }}"], *([text] for text in inner), ["{%tr endif %}"])
    made = formatted(tmp_path, word(rows), "proposal.docx")
    assert set(changes(made)) == {"hidden"}
    assert [(each.words.key, each.place) for each in made.left] == [
        ("fmt.left:pair", "document, table 1, row 1, cell 1")
    ]


def test_an_else_between_tables_and_the_else_of_a_loop_stay(tmp_path: Path) -> None:
    tables = (P("{%p if doc.roi %}"), table(["a"]), P("b"), table(["c"]), P("{%p else %}"), P("d"), P("{%p endif %}"))
    loop = (P("{%p for term in doc.payment_terms %}"), P("e"), P("{%p else %}"), P("f"), P("{%p endfor %}"))
    made = formatted(tmp_path, word(*tables, *loop), "proposal.docx")
    assert [each.words.key for each in made.left] == ["fmt.left:pair", "fmt.left:pair"]


OPENING, END = "{%tc for term in doc.payment_terms %}", "{%tc endfor %}"


def test_cells_between_tags_in_every_row_become_a_column(tmp_path: Path) -> None:
    rows = table(["Term", OPENING, "{{ term.milestone }}", END], ["Share", OPENING, "{{ term.share | percent }}", END])
    made = formatted(tmp_path, word(rows), "proposal.docx")
    assert lines(made.data) == [
        "Term", "{%column for term in doc.payment_terms%}{{ term.milestone }}", "Share", "{{ term.share | percent }}",
    ]  # fmt: skip
    root = parse_xml(read_parts("", made.data)["word/document.xml"])
    assert len(list(root.iter(w("gridCol")))) == 2
    assert changes(made) == {"column": 1}
    assert made.compared > 0


@pytest.mark.parametrize(
    "rows",
    [
        ([OPENING, "{{ term.milestone }}", END], ["a", "b", "c"]),
        ([OPENING, "{{ term.milestone }}", "{{ term.share }}", END],),
    ],
    ids=["not in every row", "two cells"],
)
def test_other_cells_between_tags_stay_and_are_reported(rows: tuple[list[str], ...], tmp_path: Path) -> None:
    made = formatted(tmp_path, word(table(*rows)), "proposal.docx")
    assert [each.words.key for each in made.left] == ["fmt.left:cells"]


def test_paragraphs_become_para_block_table_and_section(tmp_path: Path) -> None:
    body = (
        P("{%p if doc.roi %}"), P("a"), P("{%p endif %}"),
        P("{%p if doc.roi %}"), P("b"), P("c"), P("{%p endif %}"),
        P("{%p if doc.roi %}"), table(["d"]), P("{%p endif %}"),
        P("{%p if doc.roi %}"), heading("e"), P("f"), P("{%p endif %}"),
        heading("g"), P("h"),
    )  # fmt: skip
    made = formatted(tmp_path, word(*body), "proposal.docx")
    assert lines(made.data) == [
        "{%para if doc.roi%}a", "{%block if doc.roi%}b", "c{%block end%}", "{%table if doc.roi%}d",
        "{%section if doc.roi%}e", "f", "g", "h",
    ]  # fmt: skip
    assert changes(made) == {"para": 1, "block": 1, "table": 1, "section": 1}


def test_a_pair_that_ends_before_the_next_heading_is_a_block_and_not_a_section(tmp_path: Path) -> None:
    body = (P("{%p if doc.roi %}"), heading("e"), P("f"), P("{%p endif %}"), P("stays"), heading("g"))
    assert lines(formatted(tmp_path, word(*body), "proposal.docx").data)[:2] == [
        "{%block if doc.roi%}e",
        "f{%block end%}",
    ]


def test_a_pair_before_an_empty_pair_is_no_section(tmp_path: Path) -> None:
    empty = (P("{%p if doc.roi %}"), P("{%p endif %}"))
    body = (P("{%p if doc.roi %}"), heading("e"), P("f"), P("{%p endif %}"), *empty, P("stays"))
    assert lines(formatted(tmp_path, word(*body), "proposal.docx").data)[0] == "{%block if doc.roi%}e"


def test_a_block_that_begins_with_a_table_keeps_the_tags_paragraph(tmp_path: Path) -> None:
    body = (P("{%p if doc.roi %}"), table(["d"]), P("f"), P("{%p endif %}"))
    found = lines(formatted(tmp_path, word(*body), "proposal.docx").data)
    assert found == ["{%block if doc.roi%}", "d", "f{%block end%}"]


def test_a_marker_of_a_row_with_a_table_in_it_is_in_the_row_itself(tmp_path: Path) -> None:
    inner = table(["{{ term.milestone }}"])
    row = f"<w:tr><w:tc>{inner}{P('')}</w:tc></w:tr>"
    rows = table(["{%tr for term in doc.payment_terms %}"], ["X"], ["{%tr endfor %}"])
    rows = re.sub(r"<w:tr><w:tc><w:p>(?:(?!</w:tr>).)*>X<.*?</w:tr>", lambda _: row, rows)
    made = formatted(tmp_path, word(rows), "proposal.docx")
    assert lines(made.data) == ["{{ term.milestone }}", "{%row for term in doc.payment_terms%}"]


def test_loops_get_their_endings(tmp_path: Path) -> None:
    body = (
        P("{% for page in doc.diagnosis|paginate(2) %}{{ page|length }}{% endfor %}"),
        P("{% for row in doc.diagnosis[:2] %}{{ loop.index }}{% endfor %}"),
        P("{% for page in doc.diagnosis[:4] | paginate(2) %}{{ page|length }}{% endfor %}"),
    )
    made = formatted(tmp_path, word(*body), "proposal.docx")
    statements = [text for text in hidden(made.data) if " for " in text]
    assert statements == [
        "{% for page in doc.diagnosis by 2 %}",
        "{% for row in doc.diagnosis first 2 %}",
        "{% for page in doc.diagnosis first 4 by 2 %}",
    ]
    assert changes(made) == {"by": 2, "first": 2, "hidden": 6}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("proposal.zh.docx", "应付总额"),
        ("proposal.en.docx", "Amount payable"),
        ("proposal.zh+en.docx", "应付总额 Amount payable"),
    ],
)
def test_labels_become_words_of_the_files_language(name: str, words: str, tmp_path: Path) -> None:
    made = formatted(tmp_path, word(P("{{ label('payable_row') }}: ¦"), P("{{ doc.title }}")), name)
    assert lines(made.data)[0] == f"{words}: ¦"


def test_labels_stay_without_a_language_and_computed_ones_always(tmp_path: Path) -> None:
    body = word(P("{{ label('payable_row') }}"), P("{{ label(doc.kind) }}"))
    made = formatted(tmp_path, body, "proposal.docx")
    assert not made.is_changed
    assert [each.words.key for each in made.left] == ["fmt.left:label", "fmt.left:computed_label"]
    assert formatted(tmp_path, body, "proposal.docx", language="en").is_changed


def test_names_become_titles_where_they_mean_the_same(tmp_path: Path) -> None:
    rows = table(
        ["{%tr for group in doc.pricing.groups %}"],
        ["{%tr for line in group.lines %}"],
        ["{{ line.name }} {{ line.net | amount }} {{ group.net | money }}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
    )
    made = formatted(tmp_path, word(P("{{ doc.seller.short_name }} {{ stamp.version }}"), rows))
    first, second = lines(made.data)
    assert first == "{{ 乙方.简称 }} {{ stamp.version }}"
    assert "{{ 名称 }}" in second
    assert "amount }}" in second
    english = lines(formatted(tmp_path, word(P("{{ doc.seller.short_name }}")), "proposal.en.docx").data)
    assert english == ["{{ Seller.Short name }}"]


def test_expressions_become_display_fields_of_their_model(tmp_path: Path) -> None:
    body = word(
        P("{% for phase in doc.implementation %}{{ phase.start|period(phase.end) }}{% endfor %}"),
        P("{% for group in doc.pricing.groups %}{{ group.name or label('other_items') }}{% endfor %}"),
        P("{{ doc.headlines.pricing or label('say_investment') }}"),
    )
    made = formatted(tmp_path, body, "proposal.docx")
    assert changes(made)["display"] == 3
    assert [line for line in lines(made.data) if "phase" in line] == [
        "{% for phase in doc.implementation %}{{ phase.period_text }}{% endfor %}"
    ]


def test_an_expression_of_another_model_is_no_display_field() -> None:
    ((_, scopes),) = visit_tags("{{ x }}", Titles.of("proposal"))
    assert display_field_for("doc.name or label('other_items')", scopes) is None
    assert (
        display_field_for("doc.background or doc.client_voice or doc.headlines.situation", scopes)
        == "doc.has_situation"
    )


def test_a_condition_around_one_text_becomes_a_question_mark_but_not_around_a_figure(tmp_path: Path) -> None:
    body = word(
        P("{% if doc.background %}{{ doc.background }}{% endif %}"),
        P("{% for line in doc.pricing.lines %}·{% endfor %}"),
        P("{% if doc.opportunity %}ID {{ doc.opportunity }}{% endif %}"),
        P("{% if doc.pricing.totals.payable %}{{ doc.pricing.totals.payable | money }}{% endif %}"),
    )
    made = formatted(tmp_path, body, "proposal.docx")
    assert lines(made.data)[2] == "ID {{ doc.opportunity? }}"
    assert "{% if doc.pricing.totals.payable %}" in lines(made.data)[3]


def test_formatting_again_changes_nothing(tmp_path: Path) -> None:
    rows = table(["{%tr for term in doc.payment_terms %}"], ["{{ term.milestone }}"], ["{%tr endfor %}"])
    body = word(
        P("{{ label('payable_row') }}"),
        P("{%p if doc.roi %}"),
        P("{% if doc.roi %}x{% endif %}"),
        P("{%p endif %}"),
        rows,
    )
    made = formatted(tmp_path, body)
    made.save()
    again = docgen.format_template(made.path)
    assert not again.is_changed
    assert again.data == made.data


def test_all_that_is_not_touched_stays(tmp_path: Path) -> None:
    before = word(
        P("{% if doc.roi %}x{% endif %}", run="<w:b/>"), P("untouched", run="<w:i/>"), parts={"header1": P("·")}
    )
    after = formatted(tmp_path, before, "proposal.docx").data
    old, new = read_parts("", before), read_parts("", after)
    assert {name for name in old if old[name] != new[name]} == {"word/document.xml"}
    assert b'<w:rPr><w:i/></w:rPr><w:t xml:space="preserve">untouched</w:t>' in new["word/document.xml"]
    assert new["word/document.xml"].count(b"<w:b/>") == 3


def test_a_slide_gets_markers_without_hidden_text(tmp_path: Path) -> None:
    made = formatted(tmp_path, deck(box("{%p if doc.roi %}\nROI\n{%p endif %}")), "proposal.en.pptx")
    text = b"".join(data for name, data in read_parts("", made.data).items() if name.startswith("ppt/slides/slide"))
    assert b"{%para if doc.roi%}" in text
    assert b"{%p if" not in text


def test_a_page_is_only_reported_on(tmp_path: Path) -> None:
    page = b"<p>{{ label('payable_row') }}</p>\n<p>{{ doc.diagnosis[0].problem }}</p>"
    made = formatted(tmp_path, page, "proposal.html")
    assert not made.is_changed
    assert [(each.words.key, each.line) for each in made.left] == [("fmt.left:index", 2)]


def test_a_template_with_errors_and_an_unknown_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="endif"):
        formatted(tmp_path, word(P("{% if doc.roi %}")), "proposal.docx")
    with pytest.raises(docgen.UsageError, match="letter"):
        formatted(tmp_path, word(P("·")), "letter.docx")


def test_a_file_that_would_print_something_else_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.rewriting.formatting.write_words", _spoil)
    with pytest.raises(TemplateError) as error:
        formatted(tmp_path, word(P("{{ label('payable_row') }}")))
    (finding,) = error.value.findings
    assert finding.code == "fmt.different"
    assert "应付总额" in finding.message
    assert "spoilt" in finding.message


def _spoil(part: Any, labels: Any) -> Counter[str]:
    for text in part.texts():
        text.text = "spoilt"
    return Counter({"fmt.changed:words": 1})


STATEMENTS = st.sampled_from(["if doc.title", "if not doc.title", "for x in [1, 2]"])
BLOCKS = st.recursive(
    st.sampled_from(["p", "h", "t"]),
    lambda inner: st.tuples(
        st.sampled_from(["if doc.title", "if not doc.title", "for x in [1, 2]"]), st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


def _blocks(items: list[Any], counter: list[int]) -> list[str]:
    found: list[str] = []
    for item in items:
        counter[0] += 1
        if isinstance(item, str):
            name = f"{item}{counter[0]}"
            found.append({"p": P(name), "h": heading(name), "t": table([name])}[item])
        else:
            statement, inner = item
            found += [P(f"{{%p {statement} %}}"), *_blocks(inner, counter), P(f"{{%p end{statement[:3].strip()} %}}")]
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=5))
def test_any_nesting_of_paragraph_tags_prints_the_same(
    tmp_path_factory: pytest.TempPathFactory, items: list[Any]
) -> None:
    body = word(*_blocks(items, [0]), P("end"))
    made = formatted(tmp_path_factory.mktemp("any"), body, "minutes.docx")  # raises if the text differs
    assert made.compared or not made.is_changed
    assert not re.search(r"\{%p ", "".join(lines(made.data))) or made.left


ROWS = st.recursive(st.just("r"), lambda inner: st.tuples(STATEMENTS, st.lists(inner, max_size=3)), max_leaves=8)


def _rows(items: list[Any], counter: list[int]) -> list[list[str]]:
    found: list[list[str]] = []
    for item in items:
        counter[0] += 1
        if isinstance(item, str):
            found.append([f"row {counter[0]}"])
        else:
            statement, inner = item
            found += [[f"{{%tr {statement} %}}"], *_rows(inner, counter), [f"{{%tr end{statement[:3].strip()} %}}"]]
    return found


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=5))
def test_any_nesting_of_row_tags_prints_the_same(tmp_path_factory: pytest.TempPathFactory, items: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name, data in (
        ("minutes.docx", word(table(*_rows(items, [0]), ["last"]))),
        ("minutes.pptx", deck(grid(*_rows(items, [0]), ["last"]))),
    ):
        formatted(folder, data, name)  # raises if the text differs


def test_the_command_checks_and_writes(tmp_path: Path) -> None:
    path = tmp_path / "proposal.docx"
    path.write_bytes(word(P("{{ label('payable_row') }}")))
    command = [sys.executable, "-m", "docgen", "library", "fmt", str(path)]
    assert subprocess.run([*command, "--check"], capture_output=True, check=False).returncode == 0
    out = tmp_path / "proposal.zh.docx"
    checked = subprocess.run([*command, "--check", "--out", str(out)], capture_output=True, check=False)
    assert (checked.returncode, out.exists()) == (1, False)
    done = subprocess.run([*command, "--out", str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 label as words" in done.stdout
    assert lines(out.read_bytes()) == ["应付总额"]


OLD = sorted((ROOT / "templates").glob("*x/base/*.zh.*x"))


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in OLD if "field_sheet" not in path.name], ids=lambda path: path.name)
def test_a_shipped_template_prints_the_same_and_is_stable(path: Path, tmp_path: Path) -> None:
    made = formatted(tmp_path, path.read_bytes(), path.name)
    made.save()
    assert not docgen.format_template(tmp_path / path.name).is_changed
