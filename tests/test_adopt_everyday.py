"""Adopt finds what people have: places in many habits, what a filled-in document holds of its last client, decks."""

import io
from pathlib import Path

import docx
import pytest
from pptx import Presentation
from test_adopt import put, settle_all, text_of

from docgen.adopt import adopt_template
from docgen.adopt.names import names_in, short_forms
from tests.adopt import everyday


@pytest.mark.slow
def test_of_twenty_everyday_documents_nearly_all_is_found_and_nothing_is_wrong_or_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = list(everyday.rows())
    with capsys.disabled():
        print("", *everyday.table(found), sep="\n")
    places = [place for _, places, _ in found for place in places]
    assert len(found) == 20
    assert [place for place in places if place.verdict in {"wrong", "kept"}] == []
    for one, own, extra in found:
        share = sum(place.verdict in {"right", "offered", "asked"} for place in own) / len(own)
        assert share >= 0.9, one.name
        assert extra["wrong"] == 0, one.name
    assert sum(place.verdict in {"right", "offered"} for place in places) >= 0.8 * len(places)


def _document(*lines: str, rows: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for made, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(made.cells, cells, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


FILLED = [
    ("客户名称：常州天衡轴承有限公司", "常州天衡轴承有限公司", "甲方.全称"),
    ("Client: Ellerby Textiles Ltd", "Ellerby Textiles Ltd", "Client.Full name"),
    ("报价日期：2025年4月3日", "2025年4月3日", "日期"),
    ("Date: 3 April 2025", "3 April 2025", "Date"),
    ("报价单号：BJ-0417", "BJ-0417", "文件编号"),
    ("Valid until: 2025-05-01", "2025-05-01", "Valid until?"),
]


@pytest.mark.parametrize(("line", "value", "title"), FILLED, ids=[line for line, _, _ in FILLED])
def test_a_value_beside_a_label_is_asked_never_written(line: str, value: str, title: str, tmp_path: Path) -> None:
    adopted = adopt_template(put(tmp_path, _document(line)), "proposal")
    (asked,) = adopted.doubts
    assert asked.text == value
    assert asked.offers[0].tag == f"{{{{ {title} }}}}"
    settled = adopt_template(tmp_path / "original.docx", "proposal", settle=settle_all(adopted, tmp_path))
    assert value not in text_of(settled.data)


@pytest.mark.parametrize(
    ("lines", "again"),
    [
        (("客户名称：常州天衡轴承有限公司", "与天衡轴承方面商定，由常州天衡负责土建。"), ["天衡轴承", "常州天衡"]),
        (("联系人：沈建华", "尊敬的沈总："), ["沈总"]),
        (("Client: Ellerby Textiles Ltd", "Ellerby asked us to look at the looms."), ["Ellerby"]),
        (("Attn: Ms Hannah Pryce", "Dear Ms Pryce, as Hannah said"), ["Ms Pryce", "Hannah"]),
    ],
)
def test_a_name_is_asked_wherever_the_text_calls_it(lines: tuple[str, ...], again: list[str], tmp_path: Path) -> None:
    adopted = adopt_template(put(tmp_path, _document(*lines)), "proposal")
    assert [doubt.text for doubt in adopted.doubts][1:] == again


def test_words_that_only_look_like_a_value_are_left(tmp_path: Path) -> None:
    lines = (
        "客户名称：____",
        "供方承担运费。",
        "说明：以上价格含税。",
        "质保期12个月，响应时间4小时。",
        "依据双方约定执行。",
    )
    assert not adopt_template(put(tmp_path, _document(*lines)), "proposal").doubts


def test_a_form_of_labels_and_values_is_no_table_with_a_head(tmp_path: Path) -> None:
    rows = [["主 持 人", "王主任", "记 录 人", "赵文员"], ["会议地点", "三楼会议室", "会议时间", "2024/3/12 9:30"]]
    adopted = adopt_template(put(tmp_path, _document("会议纪要", rows=rows)), "minutes")
    assert [doubt.text for doubt in adopted.doubts] == ["王主任", "赵文员", "三楼会议室", "2024/3/12 9:30"]


def test_equal_words_are_asked_once_and_the_answer_goes_for_all(tmp_path: Path) -> None:
    rows = [["Task", "R", "C"], ["Design", "[IT]", "[IS]"], ["Build", "[IT]", "[IS]"], ["Test", "[IS]", "[IT]"]]
    path = put(tmp_path, _document("Step: [IT] informs [IS]", rows=rows))
    adopted = adopt_template(path, "proposal")
    assert [question.text for question in adopted.questions] == ["[IT]", "[IS]"]
    assert len(adopted.doubts) == 8
    assert adopted.as_yaml({}).count("  also:\n") == 2
    settled = adopt_template(path, "proposal", settle=settle_all(adopted, tmp_path / "library"))
    assert not settled.doubts
    assert "[IT]" not in text_of(settled.data)


def test_a_deck_gets_the_stamp_on_slides_without_one(tmp_path: Path) -> None:
    deck = Presentation()
    for words in ("Proposal for [Client name]", "Number {{ stamp.lead }}", "Thank you"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = words
    deck.save(tmp_path / "old.pptx")
    adopted = adopt_template(tmp_path / "old.pptx", "proposal")
    made = Presentation(io.BytesIO(adopted.data))
    texts = ["\n".join(shape.text_frame.text for shape in slide.shapes) for slide in made.slides]
    assert ["{{ Stamp.Identity line }}" in text for text in texts] == [True, False, True]
    assert any("2 slides" in str(note) for note in adopted.notes)


def test_names_and_their_short_forms() -> None:
    assert list(names_in("甲方：郑国强、马超；乙方：周倩（商务）")) == ["郑国强", "马超", "周倩"]
    assert list(names_in("Ms Hannah Pryce and Owen Price, plant")) == ["Ms Hannah Pryce", "Owen Price"]
    assert {"昆山鼎立", "鼎立物流"} <= set(short_forms("昆山鼎立物流有限公司", "party"))
    assert {"沈总", "沈经理"} <= set(short_forms("沈建华", "name"))
