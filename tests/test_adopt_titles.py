"""What adopt writes: titles of fields and markers, in the language of the document; reports name title and field."""

import re
from pathlib import Path

import pytest
from test_adopt import body, put, text_of, word

import docgen
from docgen.adopt import adopt_template
from tests.adopt.desk import Desk


def _quotation(language: str) -> bytes:
    desk = Desk()
    head, *lines = {
        "zh": ("品名 数量 单价 金额", "客户名称：【客户名称】", "联系电话：【客户电话】", "有效期至：【有效期】"),
        "en": ("Item Qty Price Amount", "Client: [Client name]", "Phone: [Client phone]", "Valid until: [Valid until]"),
    }[language]
    for line in lines:
        desk.line(line)
    desk.table([head.split(), ["[x]"] * 4])
    return desk.bytes()


@pytest.mark.parametrize(
    ("language", "client", "phone", "until", "cells"),
    [
        ("zh", "甲方.全称", "甲方.联系人.电话?", "有效期至?", ["名称", "数量", "单价", "金额 | amount"]),
        ("en", "Client.Full name", "Client.Contact.Phone?", "Valid until?", ["Item", "Qty", "Unit price", "Amount"]),
    ],
)
def test_tags_are_titles_and_markers_of_the_documents_language(
    language: str, client: str, phone: str, until: str, cells: list[str], tmp_path: Path
) -> None:
    adopted = adopt_template(put(tmp_path, _quotation(language)), "proposal")
    lines = text_of(adopted.data)
    for tag in (client, phone, until, *(cell.partition(" |")[0] for cell in cells)):
        assert f"{{{{ {tag}" in lines
    assert "{%para if doc.client.contact%}" in lines
    assert lines.count("{%row for line in doc.pricing.lines") == 1
    assert "endfor" not in lines
    assert "doc.client.full_name" not in lines
    hidden = re.findall(r"<w:vanish/></w:rPr><w:t[^>]*>(\{%[^<]*)", body(adopted.data))
    assert sorted(hidden) == sorted(re.findall(r"\{%.*?%\}", lines))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_that_was_adopted_has_nothing_left_to_adopt(language: str, tmp_path: Path) -> None:
    adopted = adopt_template(put(tmp_path, _quotation(language)), "proposal")
    assert not adopted.doubts
    with pytest.raises(docgen.InputError) as caught:
        adopt_template(put(tmp_path, adopted.data, "again.docx"), "proposal")
    assert [finding.code for finding in caught.value.findings] == ["adopt.nothing"]


def test_a_report_names_a_field_by_title_and_name(tmp_path: Path) -> None:
    adopted = adopt_template(put(tmp_path, word("客户名称：【客户名称】，【批准人】【邮箱】")), "proposal")
    assert "`{{ 甲方.全称 }}` 全称 (doc.client.full_name)" in adopted.as_markdown()
    answers = adopted.as_yaml({})
    assert "field: 全称 (doc.client.full_name)" in answers
    assert "{{ 甲方.联系人.邮箱 }}{% endif %}   邮箱 (doc.client.contact.email)" in answers


@pytest.mark.parametrize("answer", ["doc.approved_by", "批准", "Approved by"])
def test_an_answer_may_be_a_title(answer: str, tmp_path: Path) -> None:
    path = put(tmp_path, word("客户名称：【客户名称】，【什么】"))
    files = adopt_template(path, "proposal").save(tmp_path)
    doubts = files["adopted/proposal.zh.doubts.yaml"]
    doubts.write_text(
        doubts.read_text(encoding="utf-8").replace("settle:\n", f"settle: {answer}\n", 1), encoding="utf-8"
    )
    settled = adopt_template(path, "proposal", settle=doubts)
    assert "，{{ 批准 }}" in text_of(settled.data)
