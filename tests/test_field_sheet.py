"""The field sheet of each kind names every field, and each of its tags is one that a template can render."""

from pathlib import Path

import pytest

import docgen
from docgen.audience import view_for
from docgen.engines import Bindings
from docgen.engines._language import make_environment, names_for
from docgen.field_sheet import FieldRow, field_rows
from docgen.library import open_library
from docgen.schemas import KINDS

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
    labels = open_library().labels_for(kind, "en")
    bindings = Bindings({"doc": view_for(audience, document)}, labels, "en", audience)
    text = make_environment().from_string(all_tags(list(field_rows(kind)))).render(names_for(bindings))
    assert document.doc_id in text
    assert len(text.split()) > 50


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sheet_names_the_fields_of_the_schema_once_each(kind: str):
    rows = field_rows(kind)
    assert len({row.path for row in rows}) == len(rows) > 50
    assert {"doc.doc_id", "doc.seller.full_name", "doc.date"} <= {row.path for row in rows}


def test_a_row_tells_type_reader_example_and_tag():
    rows = {row.path: row for row in field_rows("proposal")}
    net = rows["doc.pricing.groups[].net"]
    assert (net.type, net.reader, net.tag) == ("money", "client", "{{ group.net | money }}")
    assert (net.type_words("zh"), net.en, net.zh) == ("金额", "Net", "不含税小计")
    assert rows["doc.pricing.groups"].tag == "{% for group in doc.pricing.groups %} … {% endfor %}"
    margin = rows["doc.pricing.groups[].margin"]
    assert margin.reader == "internal"
    assert margin.tag.startswith("{% if audience == 'internal' %}")


def test_the_sheet_comes_as_text_and_as_a_table_in_both_languages():
    text = docgen.template_fields("screening", language="zh")
    assert "doc.grade  线索等级 Grade (单选)  例：A" in text
    table = docgen.template_fields("screening", markdown=True).splitlines()
    assert table[0].startswith("| Field | Label | Type | Reader |")
    assert len({line.replace("\\|", "").count("|") for line in table}) == 1


def test_an_unknown_kind_is_told_with_the_nearest():
    with pytest.raises(docgen.UsageError, match="did you mean proposal"):
        docgen.template_fields("propsal")
