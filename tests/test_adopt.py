"""A Word document with places to fill in becomes a template that renders; what is unsure is asked, never guessed."""

import io
import json
import os
import re
import subprocess
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES
from ruamel.yaml import YAML

import docgen
from docgen.adopt import Adopted, adopt_template
from docgen.engines import docx as engine
from tests.adopt.count import judge
from tests.adopt.desk import Ask, Control, Desk, Merge, with_part
from tests.adopt.habits import HABITS, quotation
from tests.adopt.unseen import UNSEEN

VALIDATOR = ROOT / ".tools" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
TODAY = date(2026, 11, 24)
ALL = (*HABITS, *UNSEEN)


def put(folder: Path, data: bytes, name: str = "original.docx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def word(*pieces: object, desk: Desk | None = None) -> bytes:
    """A document with one line of words and places."""
    desk = desk or Desk()
    desk.line(*pieces)
    return desk.bytes()


def text_of(data: bytes) -> str:
    """The words of a file's text, a paragraph a line."""
    texts = re.compile(r"text word/(document|header\d+|footer\d+|footnotes)\.xml(, (paragraph|table) .*)?")
    return "\n".join(text for name, text in engine.searchable(data) if texts.fullmatch(name))


def body(data: bytes, part: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode()


def _reader(adopted: Adopted) -> str:
    """A client's copy is refused while there are doubts."""
    return "internal" if adopted.doubts else "client"


def rendered(adopted: Adopted, folder: Path) -> bytes:
    """The document that the template gives for the shipped sample of its kind and language."""
    adopted.save(folder, force=True)
    sample = next(path for path in SAMPLES if re.fullmatch(rf"{adopted.kind}\.\w+\.{adopted.language}\.\w+", path.name))
    workspace = docgen.Workspace(library=folder, today=lambda: TODAY)
    return docgen.render(docgen.load(sample), "docx", audience=_reader(adopted), workspace=workspace).data


def settle_all(adopted: Adopted, folder: Path) -> Path:
    """The doubts file with an answer at every doubt: its first proposal, or words of its own where there is none."""
    path = adopted.save(folder, force=True)[f"adopted/{adopted.stem}.doubts.yaml"]
    yaml = YAML()
    data = yaml.load(path.read_text(encoding="utf-8"))
    for place in data["places"]:
        if place["did"].startswith(("unchanged and marked", "未改动，已标出")):
            place["settle"] = 1 if place.get("proposals") else "text: as agreed"
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream)
    return path


@pytest.mark.parametrize("habit", ALL, ids=lambda habit: habit.__name__)
def test_no_place_is_guessed_wrong_and_none_is_missed(habit: object, tmp_path: Path) -> None:
    name, kind, desk, data = habit()
    judged = judge(adopt_template(put(tmp_path, data, name), kind), desk)
    assert [item for item in judged if item.verdict in {"wrong", "missed", "extra"}] == []
    count = Counter(item.verdict for item in judged)
    assert count["right"] >= (0.95 if habit in HABITS else 0.7) * len(judged), count


@pytest.mark.parametrize("habit", ALL, ids=lambda habit: habit.__name__)
@pytest.mark.mostly_slow(keep="quotation")
def test_the_template_renders_and_with_its_doubts_settled_nothing_is_left_to_fill_in(
    habit: object, tmp_path: Path
) -> None:
    name, kind, _, data = habit()
    path = put(tmp_path, data, name)
    first = adopt_template(path, kind)
    marks = len(re.findall(r"\{# doubt [\d.]+ #\}", text_of(first.data)))
    assert marks == len(first.doubts) + sum(_is_twice(decision) for decision in first.doubts)
    assert not re.search(r"\{[{%#]", text_of(rendered(first, tmp_path / "first")))
    settled = adopt_template(path, kind, settle=settle_all(first, tmp_path / "library"))
    assert not {decision.id for decision in settled.doubts} & {decision.id for decision in first.doubts}
    made = rendered(settled, tmp_path / "settled")
    assert "{" not in text_of(made)
    assert 'w:highlight w:val="yellow"' not in body(made)


def _is_twice(decision: object) -> bool:
    return (
        any(line.is_fallback and line.text == decision.blank.line.text for line in decision.part.lines)
        if decision.blank
        else False
    )


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
@pytest.mark.slow
def test_template_and_document_are_valid_by_the_open_xml_sdk(habit: object, tmp_path: Path) -> None:
    name, kind, _, data = habit()
    adopted = adopt_template(put(tmp_path, data, name), kind)
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    for made in (adopted.data, rendered(adopted, tmp_path / "library")):
        path = put(tmp_path, made, "made.docx")
        done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, env=environment)
        assert json.loads(done.stdout)["errors"] == []


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
@pytest.mark.slow
def test_the_check_of_templates_finds_no_error_in_the_template_but_its_doubts(habit: object, tmp_path: Path) -> None:
    name, kind, _, data = habit()
    adopted = adopt_template(put(tmp_path, data, name), kind)
    adopted.save(tmp_path / "company")
    shown = f"company/docx/base/{adopted.stem}.docx"
    found = docgen.lint_library(tmp_path / "company").problems
    errors = [problem for problem in found if problem.where.template == shown and problem.severity == "error"]
    assert [problem.code for problem in errors] == ["template.doubt"] * len(errors)
    assert bool(errors) == bool(adopted.doubts)


FORMS = [
    ("Client: [Client name]", "en", "Client: {{ Client.Full name }}"),
    ("Client: {client_name}", "en", "Client: {{ Client.Full name }}"),
    ("Client: ${ClientName}", "en", "Client: {{ Client.Full name }}"),
    ("Client: {{ client_name }}", "en", "Client: {{ Client.Full name }}"),
    ("Client: <<Client name>>", "en", "Client: {{ Client.Full name }}"),
    ("Client: <Client name>", "en", "Client: {{ Client.Full name }}"),
    ("Client: «ClientName»", "en", "Client: {{ Client.Full name }}"),
    ("Client: XXXX", "en", "Client: {{ Client.Full name }}"),
    ("Client: ________", "en", "Client: {{ Client.Full name }}"),
    ("Client: ..........", "en", "Client:{{ Client.Full name }}"),
    ("Client: (please insert)", "en", "Client: {{ Client.Full name }}"),
    ("Version: TBD", "en", "Version: {{ Version }}"),
    ("Prepared for %CLIENT NAME%", "en", "Prepared for {{ Client.Full name }}"),
    ("Date: DD/MM/YYYY", "en", "Date: {{ Date }}"),
    ("Date: __/__/____", "en", "Date: {{ Date }}"),
    ("Total due: $[amount]", "en", "Total due: {{ Prices.Totals.Payable }}"),
    ("客户名称：【客户名称】", "zh", "客户名称：{{ 甲方.全称 }}"),
    ("客户名称：＜客户名称＞", "zh", "客户名称：{{ 甲方.全称 }}"),
    ("甲方：某某公司", "zh", "甲方：{{ 甲方.全称 }}"),
    ("供方：×××有限公司", "zh", "供方：{{ 乙方.全称 }}"),
    ("项目名称：（请填写项目名称）", "zh", "项目名称：{{ 标题 }}"),
    ("项目名称：______（填写项目全称）", "zh", "项目名称：{{ 标题 }}"),
    ("报价日期：20XX年XX月XX日", "zh", "报价日期：{{ 日期 }}"),
    ("报价日期：    年  月  日", "zh", "报价日期：{{ 日期 }}"),
    ("含税总价：XX万元", "zh", "含税总价：{{ 报价明细.合计.价税合计 | wan }}"),
    ("含税总价：￥____元", "zh", "含税总价：{{ 报价明细.合计.价税合计 | amount }}元"),
    ("合计（大写）：人民币______元整", "zh", "合计（大写）：{{ 大写金额 }}"),
]


@pytest.mark.parametrize(("line", "language", "wanted"), FORMS, ids=[line for line, _, _ in FORMS])
def test_each_form_of_a_place_is_known(line: str, language: str, wanted: str, tmp_path: Path) -> None:
    adopted = adopt_template(put(tmp_path, word(line)), "proposal", language=language)
    assert text_of(adopted.data).strip() == wanted


UNTOUCHED = [
    "See clause 4 [1] and the notes [sic].",
    "Press <Ctrl> … no: A < B and C > D.",
    "The XXL size, 20XX, and Exxon.",
    "【注】 本报价不含运费。",
    "公式 f(x) = {1, 2, 3}",
    "《合同法》第__条".replace("__", "一"),
]


@pytest.mark.parametrize("line", UNTOUCHED)
def test_words_that_only_look_like_a_place_stay(line: str, tmp_path: Path) -> None:
    adopted = adopt_template(put(tmp_path, word("Client: [Client name]", desk=_with(line))), "proposal", language="en")
    assert line in text_of(adopted.data)
    assert [decision.text for decision in adopted.decisions] == ["[Client name]"]


def _with(line: str) -> Desk:
    desk = Desk()
    desk.line(line)
    return desk


def test_a_place_that_two_fields_fit_is_kept_marked_and_asked(tmp_path: Path) -> None:
    adopted = adopt_template(put(tmp_path, word("Phone: ", Ask("[phone number]", "none"))), "proposal")
    (doubt,) = adopted.doubts
    assert {offer.tag for offer in doubt.offers} >= {
        "{%para if doc.client.contact%}{{ Client.Contact.Phone? }}",
        "{%para if doc.seller.contact%}{{ Seller.Contact.Phone? }}",
    }
    assert text_of(adopted.data).strip() == "Phone: [phone number]{# doubt 1 #}"
    assert 'w:highlight w:val="cyan"' in body(adopted.data)
    assert text_of(rendered(adopted, tmp_path / "library")).strip() == "Phone: [phone number]"


@pytest.mark.parametrize("place", ["{{ warehouse_code }}", "{% warehouse_code %}", "{#warehouse_code}"])
def test_another_systems_tag_that_is_in_doubt_does_nothing(place: str, tmp_path: Path) -> None:
    path = put(tmp_path, word(f"Code {place} of [Client name]"))
    adopted = adopt_template(path, "proposal", language="en")
    assert "Code " + place + " of Harbour" in text_of(rendered(adopted, tmp_path / "library"))
    left = settle_all(adopted, tmp_path / "library")
    left.write_text(
        left.read_text(encoding="utf-8").replace("settle: text: as agreed", "settle: leave"), encoding="utf-8"
    )
    left.write_text(
        left.read_text(encoding="utf-8").replace("settle: 'text: as agreed'", "settle: leave"), encoding="utf-8"
    )
    assert "as agreed" not in left.read_text(encoding="utf-8")
    settled = adopt_template(path, "proposal", language="en", settle=left)
    assert "Code " + place + " of Harbour" in text_of(rendered(settled, tmp_path / "settled"))


def test_the_side_is_that_of_the_lines_above(tmp_path: Path) -> None:
    desk = Desk()
    for line in ("需方：____", "地址：____", "供方：____", "地址：____"):
        desk.line(line)
    adopted = adopt_template(put(tmp_path, desk.bytes()), "proposal")
    assert [decision.entry.path for decision in adopted.decisions] == [
        "doc.client.full_name",
        "doc.client.address",
        "doc.seller.full_name",
        "doc.seller.address",
    ]


def test_what_is_a_template_already_keeps_its_tags(tmp_path: Path) -> None:
    own = "{% if doc.roi %}{{ doc.roi.payback }}{% endif %} {{ label('pricing') }}{# doubt 3 #}"
    adopted = adopt_template(put(tmp_path, word("Client: [Client name]", desk=_with(own))), "proposal", language="en")
    assert text_of(adopted.data).splitlines() == [own, "Client: {{ Client.Full name }}"]
    with pytest.raises(docgen.InputError, match="nothing to fill in"):
        adopt_template(put(tmp_path, adopted.data), "proposal")


def test_a_square_is_a_bullet_unless_there_are_several(tmp_path: Path) -> None:
    desk = Desk()
    desk.line("■ 会议形式")
    desk.line("形式：□ 现场 □ 视频会议")
    adopted = adopt_template(put(tmp_path, desk.bytes()), "minutes")
    assert [decision.text for decision in adopted.decisions] == ["□", "□"]


@pytest.mark.parametrize("element", ["w:p", "w:tc"])
def test_a_control_around_a_paragraph_or_a_cell_gives_way_to_its_tag(element: str, tmp_path: Path) -> None:
    desk = Desk()
    desk.table([["Client", "MARK"]])
    head = '<w:sdt><w:sdtPr><w:alias w:val="Client name"/><w:showingPlcHdr/></w:sdtPr>'

    def wrapped(text: str) -> str:
        mark = text.index("MARK")
        start = max(text.rfind(f"<{element}>", 0, mark), text.rfind(f"<{element} ", 0, mark))
        end = text.index(f"</{element}>", mark) + len(f"</{element}>")
        return f"{text[:start]}{head}<w:sdtContent>{text[start:end]}</w:sdtContent></w:sdt>{text[end:]}"

    adopted = adopt_template(put(tmp_path, with_part(desk.bytes(), "word/document.xml", wrapped)), "proposal")
    assert [shown.edit.text for shown in adopted.decisions if shown.edit] == ["{{ Client.Full name }}"]
    assert "w:sdt" not in body(adopted.data)
    assert "Harbour" in text_of(rendered(adopted, tmp_path / "library"))


def test_a_signature_and_its_date_wait_for_a_pen(tmp_path: Path) -> None:
    desk = Desk()
    desk.line("Client: [Client name]")
    desk.line("Signature: ____________  Name: ____________  Date: ____________")
    adopted = adopt_template(put(tmp_path, desk.bytes()), "proposal")
    assert [decision.did for decision in adopted.decisions] == ["written", "left", "left", "left"]
    assert "Signature: ____________  Name: ____________  Date: ____________" in text_of(adopted.data)


def test_format_stays_and_the_highlighter_goes(tmp_path: Path) -> None:
    desk = Desk()
    desk.line("Client: ", Ask("[Client name]", "", "highlight"), " and ", Ask("[Proposal no.]", "", "bold"))
    text = body(adopt_template(put(tmp_path, desk.bytes()), "proposal").data)
    assert "highlight" not in text
    assert re.search(r"<w:r><w:rPr><w:b/></w:rPr><w:t[^>]*>\{\{ Document no. \}\}</w:t></w:r>", text)


def test_what_holds_no_place_keeps_every_byte(tmp_path: Path) -> None:
    data = word("Client: [Client name]")
    adopted = adopt_template(put(tmp_path, data), "proposal")
    before, after = zipfile.ZipFile(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(adopted.data))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml"}
    assert body(data).replace("[Client name]", "{{ Client.Full name }}").replace(
        "<w:t>Client: {{", '<w:t xml:space="preserve">Client: {{'
    ) == body(adopted.data)


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    path = put(tmp_path, quotation()[3])
    assert adopt_template(path, "proposal").files() == adopt_template(path, "proposal").files()


def test_a_text_box_is_written_for_new_and_for_old_programs(tmp_path: Path) -> None:
    desk = Desk()
    desk.text_box("Client: ", Ask("[Client name]", ""))
    adopted = adopt_template(put(tmp_path, desk.bytes()), "proposal")
    assert len(adopted.decisions) == 1
    assert body(adopted.data).count("{{ Client.Full name }}") == 2


def test_a_footnote_is_read_too(tmp_path: Path) -> None:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = (
        f'<w:footnotes xmlns:w="{name}"><w:footnote w:id="2"><w:p><w:r><w:t>Valid until [expiry date]</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    data = with_part(word("Client: [Client name]"), "word/footnotes.xml", lambda _: note)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    data = with_part(data, "[Content_Types].xml", lambda text: text.replace("</Types>", override))
    link = (
        '<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes"/></Relationships>'
    )
    data = with_part(data, "word/_rels/document.xml.rels", lambda text: text.replace("</Relationships>", link))
    adopted = adopt_template(put(tmp_path, data), "proposal")
    assert adopted.decisions[-1].where == "footnotes, paragraph 1"
    assert "{{ Valid until }}" in body(adopted.data, "word/footnotes.xml")


def test_a_merge_fields_words_around_show_only_with_a_value(tmp_path: Path) -> None:
    data = word("Hello", Merge("Opportunity_No", "", '\\b " (" \\f ")"'))
    adopted = adopt_template(put(tmp_path, data), "proposal")
    assert text_of(adopted.data).strip() == "Hello{% if doc.opportunity %} ({{ Opportunity }}){% endif %}"
    assert "fldChar" not in body(adopted.data)


def test_a_field_that_chooses_between_words_is_asked(tmp_path: Path) -> None:
    inner = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
    code = '<w:r><w:instrText xml:space="preserve">{0}</w:instrText></w:r>'
    field = "".join(
        (inner.format("begin"), code.format(" IF "), inner.format("begin"), code.format(" MERGEFIELD Amount "),
         inner.format("end"), code.format(' > 5 "much" "little" '), inner.format("separate"),
         "<w:r><w:t>little</w:t></w:r>", inner.format("end"))
    )  # fmt: skip
    whole = f"It is </w:t></w:r>{field}"
    data = word("It is MARK here")
    data = with_part(data, "word/document.xml", lambda text: text.replace("It is MARK here</w:t></w:r>", whole))
    (doubt,) = adopt_template(put(tmp_path, data), "proposal").doubts
    assert "IF field" in str(doubt.why)
    assert doubt.text == "little"


def test_a_mail_merge_loses_its_data_source(tmp_path: Path) -> None:
    source = '<w:mailMerge><w:mainDocumentType w:val="formLetters"/></w:mailMerge><w:zoom'
    data = with_part(
        word("Client: [Client name]"), "word/settings.xml", lambda text: text.replace("<w:zoom", source, 1)
    )
    assert "mailMerge" in body(data, "word/settings.xml")
    adopted = adopt_template(put(tmp_path, data), "proposal")
    assert "mailMerge" not in body(adopted.data, "word/settings.xml")
    assert any("mail merge" in str(note) for note in adopted.notes)


def test_a_section_of_controls_that_repeats_becomes_a_loop(tmp_path: Path) -> None:
    desk = Desk()
    desk.heading("Risks")
    desk.table([["Risk", "Mitigation"], [Control("Risk", ""), Control("Mitigation", "")]])
    section = (
        '<w:sdt><w:sdtPr><w:alias w:val="Risks"/><w15:repeatingSection xmlns:w15="http://schemas.microsoft.com/office/'
        'word/2012/wordml"/></w:sdtPr><w:sdtContent><w:sdt><w:sdtPr><w15:repeatingSectionItem xmlns:w15="http://'
        'schemas.microsoft.com/office/word/2012/wordml"/></w:sdtPr><w:sdtContent>'
    )

    def wrapped(text: str) -> str:
        first = text.index("<w:tr>", text.index("<w:tr>") + 1) if text.count("<w:tr>") > 1 else text.rindex("<w:tr")
        end = text.index("</w:tr>", first) + len("</w:tr>")
        closed = "</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
        return text[:first] + section + text[first:end] + closed + text[end:]

    adopted = adopt_template(put(tmp_path, with_part(desk.bytes(), "word/document.xml", wrapped)), "proposal")
    assert [decision.did for decision in adopted.decisions] == ["loop", "written", "written"]
    assert "<w:sdt>" not in body(adopted.data)
    assert "{" not in text_of(rendered(adopted, tmp_path / "library"))


def test_rows_with_words_of_their_own_are_not_taken_for_examples(tmp_path: Path) -> None:
    desk = Desk()
    desk.heading("付款方式")
    desk.table(
        [["付款节点", "付款比例", "付款时间"], ["合同签订", "30%", "签订后十日内"], ["验收合格", "70%", "验收后十日内"]]
    )
    desk.line("客户名称：____")
    adopted = adopt_template(put(tmp_path, desk.bytes()), "proposal")
    (doubt,) = adopted.doubts
    assert doubt.loop is not None
    assert "签订后十日内" in text_of(adopted.data)
    settled = adopt_template(tmp_path / "original.docx", "proposal", settle=settle_all(adopted, tmp_path / "library"))
    assert "{%row for payment_term in doc.payment_terms%}" in text_of(settled.data)
    assert "签订后十日内" not in text_of(settled.data)


def test_two_columns_that_ask_for_one_field_are_both_asked(tmp_path: Path) -> None:
    desk = Desk()
    desk.heading("Pricing")
    desk.table([["Product", "Item", "Qty", "Price", "Amount"], ["", "", "", "", ""]])
    adopted = adopt_template(put(tmp_path, desk.bytes()), "proposal")
    assert [decision.asked for decision in adopted.doubts] == ["Product", "Item"]
