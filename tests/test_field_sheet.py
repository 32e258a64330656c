"""The field sheet of each kind names every field, and each of its tags is one that a template can render."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from docx import Document

import docgen
from docgen.audience import view_for
from docgen.cli import cli
from docgen.display import dress
from docgen.field_reference import _rows
from docgen.field_sheet import FieldRow, field_rows
from docgen.library import open_library
from docgen.schemas import KINDS
from docgen.sources import find_entries, reads_for
from docgen.templating import Bindings
from docgen.templating.language import make_environment, names_for

SAMPLES = {
    "lead_register": "lead_register.services.en.yaml",
    "screening": "screening.services.en.yaml",
    "needs_analysis": "needs_analysis.services.en.yaml",
    "proposal": "proposal.services.en.yaml",
    "minutes": "minutes.services.en.yaml",
    "playbook": "playbook.services.en.yaml",
}


def all_tags(rows: list[FieldRow]) -> str:
    """One template that prints every field by its own tag, loops inside loops as their paths say."""
    out = ""
    while rows:
        row = rows.pop(0)
        inside = []
        while rows and rows[0].path.startswith((f"{row.path}[].", f"{row.path}.")):
            inside.append(rows.pop(0))
        before, gap, after = row.tag.partition(" … ")
        if gap:
            out += before + all_tags(inside) + after
        elif inside:
            out += all_tags(inside)
        else:
            out += row.tag.replace("{{p ", "{{ ") + "\n"
    return out


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_every_tag_of_a_sheet_renders_for_either_reader(kind: str, audience: str):
    document = docgen.load(Path(__file__).parent.parent / "samples" / SAMPLES[kind])
    library = open_library()
    entries = find_entries(library, document, docgen.Audience(audience), date(2026, 11, 24))
    names = {"doc": view_for(audience, document), **entries.names}
    bindings = Bindings(
        names,
        library.labels_for(kind, "en"),
        "en",
        audience,
        reads=reads_for(docgen.Audience(audience), type(document)),
        display=dress,
    )
    text = make_environment().from_string(all_tags(list(_rows(kind)))).render(names_for(bindings))
    assert document.doc_id in text
    assert len(text.split()) > 50


def test_a_sheet_has_of_entries_what_the_kind_shows():
    proposal = [row.path for row in _rows("proposal")]
    assert [path for path in proposal if path.startswith("objections[].")] == [
        "objections[].verbatim", "objections[].client_answer",
    ]  # fmt: skip
    assert not {"cases[].case_id", "cases[].client_name", "legal[].notes", "industry.questions"} & set(proposal)
    assert "objections[].steps.respond" in [row.path for row in _rows("playbook")]
    assert "industry.questions[].text" in [row.path for row in _rows("needs_analysis")]
    assert not [row.path for row in _rows("screening") if row.path.startswith(("cases", "objections", "legal"))]


def test_the_sheet_of_a_sort_of_entries_has_what_some_kind_shows():
    assert "objections[].steps.respond" in [row.path for row in _rows("objection")]
    assert [row.path for row in _rows("legal")] == ["legal", "legal[].title", "legal[].summary", "legal[].text"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sheet_names_the_fields_of_the_schema_once_each(kind: str):
    rows = field_rows(kind)
    assert len({row.path for row in rows}) == len(rows) > 50
    assert {"doc.doc_id", "doc.seller.full_name", "doc.date"} <= {row.path for row in rows}


def test_a_row_tells_type_reader_example_and_tag():
    rows = {row.path: row for row in field_rows("proposal")}
    net = rows["doc.pricing.totals.net_total"]
    assert (net.type, net.is_open, net.tag) == ("money", True, "{{ doc.pricing.totals.net_total | money }}")
    assert (net.type_words("zh"), net.en, net.zh) == ("金额", "Net total", "不含税合计")
    group = rows["doc.pricing.groups[].net"]  # None where a hidden price would follow from it
    assert group.tag == "{% if group.net is not none %}{{ group.net | money }}{% endif %}"
    assert rows["doc.pricing.groups"].tag == "{% for group in doc.pricing.groups %} … {% endfor %}"
    assert group.titled == ("{{ Net }}", "{{ 不含税小计 }}")
    assert net.title_tag("zh") == "{{ 报价明细.合计.不含税合计 }}"
    assert rows["doc.pricing.groups"].title_tag("en") == "{% for group in Prices.Groups %} … {% endfor %}"
    assert rows["doc.pricing"].title_tag("en") == ""
    margin = rows["doc.pricing.groups[].margin"]
    assert margin.readers == {docgen.Audience.INTERNAL}
    assert margin.tag.startswith("{% if reads.margin %}")


def test_the_sheet_comes_as_text_and_as_a_table_in_both_languages():
    text = docgen.template_fields("screening", language="zh")
    assert "doc.grade  线索等级 Grade (单选)  例：A" in text
    assert "    {{ 线索等级 }}" in text
    table = docgen.template_fields("screening", markdown=True).splitlines()
    assert table[0].startswith("| Field | Label | Type | Reader |")
    assert len({line.replace("\\|", "").count("|") for line in table}) == 1


def test_an_unknown_kind_is_reported_with_the_nearest():
    with pytest.raises(docgen.UsageError, match="did you mean `proposal`"):
        docgen.template_fields("propsal")


ENTRIES = ("case", "industry", "legal", "objection")


def tags_in(kind: str) -> list[str]:
    return [row.tag for row in _rows(kind) if row.type != "group"]


@pytest.mark.parametrize("kind", [*sorted(KINDS), *ENTRIES])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_word_hand_out_has_each_tag_as_it_is_to_be_copied(kind: str, language: str, tmp_path: Path):
    made = docgen.render_field_sheet(kind, "docx", language=language)
    document = Document(made.save(tmp_path))
    texts = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert [tag for tag in tags_in(kind) if tag not in texts] == []
    assert made.stamp.audience == "internal"
    assert all(row._tr.trPr is not None for table in document.tables[2:] for row in table.rows[:1])  # heads repeat


def test_the_pdf_hand_out_has_the_tags_too(tmp_path: Path):
    made = docgen.render_field_sheet("legal", "pdf", language="zh")
    printed = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.data))
    text = " ".join(printed.split())
    assert [tag for tag in tags_in("legal") if tag not in text] == []
    assert "{{ clause.title }}" in text
    assert "标签怎么写" in text


def test_a_hand_out_is_the_same_bytes_each_time(tmp_path: Path):
    workspace = docgen.Workspace(today=lambda: date(2026, 11, 24))
    first = docgen.render_field_sheet("industry", "docx", workspace=workspace)
    assert docgen.render_field_sheet("industry", "docx", workspace=workspace).data == first.data


def test_fields_of_the_same_sort_stand_once_and_are_referred_to():
    sheet = "\n".join(_texts_of("proposal"))
    assert sheet.count("{{ line.unit_price | price }}") == 1
    assert "The same fields and tags as in doc.pricing.lines[]" in sheet
    assert "{% for group in doc.pricing.groups %} {% for line in group.lines %} … {% endfor %} {% endfor %}" in sheet


def _texts_of(kind: str) -> list[str]:
    document = Document(BytesIO(docgen.render_field_sheet(kind, "docx").data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_the_entries_of_the_library_are_named_as_templates_name_them():
    assert "{% for clause in legal %} … {% endfor %}" in docgen.template_fields("legal")
    assert "{{ industry.emphasis }}" in docgen.template_fields("industry")
    assert "{{ objection.objection_id }}" in docgen.template_fields("objection")
    assert "{% for case in cases %} … {% endfor %}" in docgen.template_fields("case")


def test_the_command_writes_hand_outs_and_tells_of_a_format_that_there_is_none_for(tmp_path: Path):
    arguments = ["template", "fields", "legal", "--language", "en", "--out", str(tmp_path)]
    done = CliRunner().invoke(cli, [*arguments, "--to", "docx"])
    assert done.exit_code == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".docx"]
    wrong = CliRunner().invoke(cli, [*arguments, "--to", "pptx"])
    assert wrong.exit_code == 2
    assert "known are docx, pdf" in wrong.output
