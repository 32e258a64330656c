"""Loading registers from XLSX and CSV: headers in any order and language, envelopes, and errors in cells."""

import datetime as dt
import io
import random
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from docgen.errors import Finding, InputError, UsageError
from docgen.loading import load_document

ENVELOPE: dict[str, Any] = {
    "文件编号": "XS-2026-10",
    "标题": "线索来源登记表",
    "version": "1.0",
    "状态": "已批准",
    "日期": dt.datetime(2026, 11, 2),
    "编制": "刘畅",
    "Audience": "internal",
    "语言": "zh",
    "industry": "manufacturing",
    "seller.full_name": "上海衡川数字科技有限公司",
    "乙方.简称": "衡川数字",
    "统计期间.开始日期": dt.date(2026, 10, 1),
    "period.end": "2026/10/31",
    "登记人": "刘畅",
}
HEADS = (
    "线索编号",
    "线索获取时间",
    "来源渠道",
    "客户名称",
    "所属行业",
    "联系人",
    "手机",
    "统一社会信用代码",
    "获客成本",
)
LEAD = ("L-001", dt.datetime(2026, 10, 12, 9, 20), "展会", "华东精工", "机械", "马俊", 13812881001, None, 320.5)
SIDECAR = """\
doc_id: XS-2026-10
title: 线索来源登记表
version: 1.0
status: 已批准
date: 2026-11-02
prepared_by: 刘畅
audience: internal
language: zh
industry: manufacturing
seller: {full_name: 上海衡川数字科技有限公司, short_name: 衡川数字}
period: {start: 2026-10-01, end: 2026-10-31}
registrar: 刘畅
"""
CSV = "线索编号,线索获取时间,来源渠道,客户名称,所属行业,联系人\nL-001,2026/10/12 9:20,展会,华东精工,机械,马俊\n"


def workbook(path: Path, rows: Sequence[Sequence[Any]], envelope: dict[str, Any] | None = ENVELOPE) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    for row in rows:
        sheet.append(row)
    if envelope is not None:
        envelope_sheet = book.create_sheet("文件")
        for item in envelope.items():
            envelope_sheet.append(item)
    book.save(path / "leads.xlsx")
    return path / "leads.xlsx"


def csv(path: Path, text: str, encoding: str = "utf-8", sidecar: str | None = SIDECAR) -> Path:
    (path / "leads.csv").write_bytes(text.encode(encoding))
    if sidecar is not None:
        (path / "leads.document.yaml").write_text(sidecar, encoding="utf-8")
    return path / "leads.csv"


def rows(path: Path, **options: Any) -> tuple[Any, ...]:
    return load_document(path, **options).document.rows  # type: ignore[attr-defined]


def findings(path: Path, **options: Any) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as caught:
        load_document(path, **options)
    return caught.value.findings


def changed(**values: Any) -> tuple[Any, ...]:
    return tuple(values.get(head, value) for head, value in zip(HEADS, LEAD, strict=True))


def test_a_workbook_gives_rows_and_envelope(tmp_path: Path) -> None:
    document = load_document(workbook(tmp_path, [HEADS, LEAD])).document
    (lead,) = document.rows  # type: ignore[attr-defined]
    assert lead.captured_at == dt.datetime(2026, 10, 12, 9, 20)
    assert (lead.channel, lead.mobile, lead.acquisition_cost) == ("exhibition", "13812881001", Decimal("320.5"))
    assert (document.version, document.seller.short_name) == ("1.0", "衡川数字")
    assert document.period.end == dt.date(2026, 10, 31)  # type: ignore[attr-defined]


def test_heads_may_be_titles_or_names_in_any_order_width_and_case(tmp_path: Path) -> None:
    heads = (
        "lead_no",
        "CAPTURED AT",
        " Channel ",
        "客户名称",
        "Ｉｎｄｕｓｔｒｙ",
        "contact",
        "Mobile",
        "credit_code",
        None,
    )
    mixed = [tuple(reversed(row)) for row in (heads, (*LEAD[:8], None))]
    assert rows(workbook(tmp_path, mixed))[0].industry == "机械"


def test_rows_above_the_heads_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["线索来源登记表"], [], HEADS, [], LEAD, [], changed(线索编号="L-002")])
    assert [lead.lead_no for lead in rows(path)] == ["L-001", "L-002"]


def test_a_mistake_in_a_cell_names_sheet_and_cell(tmp_path: Path) -> None:
    wrong = changed(
        来源渠道="展会会", 客户名称=None, 线索获取时间="去年", 获客成本="很多", 统一社会信用代码="91320594MA1MYE4M7K"
    )
    found = {finding.place: finding for finding in findings(workbook(tmp_path, [HEADS, LEAD, wrong]))}
    assert set(found) == {"Leads!B3", "Leads!C3", "Leads!D3", "Leads!H3", "Leads!I3"}
    assert found["Leads!D3"].message == "company: is empty"
    assert "did you mean `exhibition`?" in found["Leads!C3"].hint
    assert "Leads!B3: captured_at: `去年` is not a date and time" in found["Leads!B3"].show()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("0,125", "write 0.125"), ("320,5", "write 320.5"), ("(45)", "write -45"), ("-¥45", "write -45")],
)
def test_a_cell_with_a_decimal_comma_or_brackets_is_no_other_figure(tmp_path: Path, typed: str, hint: str) -> None:
    (finding,) = findings(workbook(tmp_path, [HEADS, changed(获客成本=typed)]))
    assert hint in finding.hint


def test_a_credit_code_that_excel_made_a_number_is_reported(tmp_path: Path) -> None:
    (lost, *_) = findings(workbook(tmp_path, [HEADS, changed(统一社会信用代码=913205940123456789)]))
    assert lost.place == "Leads!H2"
    assert "lost its last digits" in lost.message
    assert "text" in lost.hint


def test_a_phone_number_that_excel_made_a_number_keeps_its_digits(tmp_path: Path) -> None:
    assert rows(workbook(tmp_path, [HEADS, changed(手机=1.3812881001e10)]))[0].mobile == "13812881001"


def test_a_broken_formula_is_reported(tmp_path: Path) -> None:
    (finding,) = findings(workbook(tmp_path, [HEADS, changed(获客成本="#REF!")]))
    assert (finding.place, "#REF!" in finding.message) == ("Leads!I2", True)


def test_an_unknown_head_is_reported_with_the_nearest(tmp_path: Path) -> None:
    heads = tuple("客户名" if head == "客户名称" else head for head in HEADS)
    (finding,) = findings(workbook(tmp_path, [heads, LEAD, LEAD]))
    assert finding.place == "Leads!D1"
    assert "did you mean `company` (客户名称)?" in finding.hint


def test_a_missing_column_is_reported_once_not_in_every_row(tmp_path: Path) -> None:
    (finding,) = findings(workbook(tmp_path, [HEADS[1:], LEAD[1:], LEAD[1:]]))
    assert "there is no column for `lead_no`" in finding.message


def test_a_column_twice_without_head_or_computed_is_reported(tmp_path: Path) -> None:
    heads = (*HEADS, "手机", None, "17:00 后登记")
    found = findings(workbook(tmp_path, [heads, (*LEAD, "1", "2", "3")]))
    assert [finding.place for finding in found] == ["Leads!J1", "Leads!K1", "Leads!L1"]
    assert [
        word for word in ("second column", "no header", "computed") if word not in " ".join(f.message for f in found)
    ] == []


def test_a_mistake_in_the_envelope_names_its_cell(tmp_path: Path) -> None:
    envelope = {**ENVELOPE, "状态": "已批", "seller.fullname": "x"}
    found = {finding.place: finding for finding in findings(workbook(tmp_path, [HEADS, LEAD], envelope))}
    assert set(found) == {"文件!B4", "文件!A15"}
    assert "did you mean `full_name`?" in found["文件!A15"].hint


def test_a_table_without_an_envelope_is_one_finding(tmp_path: Path) -> None:
    (finding,) = findings(workbook(tmp_path, [HEADS, LEAD], envelope=None))
    assert "`文件` or `Document`" in finding.hint
    (finding,) = findings(csv(tmp_path, CSV, sidecar=None))
    assert "leads.document.yaml" in finding.hint


def test_a_sheet_is_chosen_by_name_or_by_its_heads(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADS, LEAD])
    assert rows(path, sheet="Leads") == rows(path)
    with pytest.raises(UsageError, match="did you mean `Leads`"):
        load_document(path, sheet="Lead")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_the_usual_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    (lead,) = rows(csv(tmp_path, CSV.replace(",", delimiter), encoding))
    assert (lead.company, lead.captured_at) == ("华东精工", dt.datetime(2026, 10, 12, 9, 20))


@pytest.mark.parametrize(
    "written", ["2026-10-12 09:20", "2026/10/12 9:20", "2026.10.12 9:20:00", "2026年10月12日 9:20"]
)
def test_dates_are_read_as_people_type_them(tmp_path: Path, written: str) -> None:
    assert rows(csv(tmp_path, CSV.replace("2026/10/12 9:20", written)))[0].captured_at == dt.datetime(
        2026, 10, 12, 9, 20
    )


@pytest.mark.parametrize("written", ["12/10/2026", "20261012", "2026/13/01", "45942"])
def test_a_date_that_could_be_misread_is_reported(tmp_path: Path, written: str) -> None:
    (finding,) = findings(csv(tmp_path, CSV.replace("2026/10/12 9:20", written)))
    assert (finding.line, finding.column, finding.place) == (2, 2, "rows[0].captured_at")
    assert f"`{written}`" in finding.message


def test_a_mistake_in_csv_names_the_line_even_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    text = CSV.replace("华东精工", '"华东\n精工"') + "L-002,2026-10-13,nowhere,x,y,z\n"
    (finding,) = findings(csv(tmp_path, text))
    assert (finding.line, finding.column) == (4, 3)


def test_a_cell_beyond_the_heads_and_a_short_row_are_reported(tmp_path: Path) -> None:
    found = findings(csv(tmp_path, CSV.replace("马俊\n", "马俊,x\n") + "L-002,2026-10-13,展会,x,y\n"))
    assert [(finding.line, "contact" in finding.show()) for finding in found] == [(2, False), (3, True)]


def test_csv_that_is_none_and_an_empty_table_are_reported(tmp_path: Path) -> None:
    assert "this is not CSV" in findings(csv(tmp_path, CSV + 'L-002,"x\n'))[0].message
    assert findings(csv(tmp_path, ""))[0].message == "the table is empty"


def test_a_mistake_in_the_sidecar_names_the_sidecar(tmp_path: Path) -> None:
    (finding,) = findings(csv(tmp_path, CSV, sidecar=SIDECAR.replace("title:", "titel:")))
    assert finding.file.endswith("leads.document.yaml")
    assert (finding.line, finding.column) == (2, 1)


def test_a_mapping_file_names_strange_heads_and_may_hold_the_envelope(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    indented = "".join(f"  {line}\n" for line in SIDECAR.splitlines())
    mapping.write_text(f"客户: company\n时间: captured_at\n序号: ~\ndocument:\n{indented}", encoding="utf-8")
    text = CSV.replace("客户名称", "客户").replace("线索获取时间", "时间").replace("联系人\n", "联系人,序号\n")
    path = csv(tmp_path, text.replace("马俊\n", "马俊,1\n"), sidecar=None)
    assert rows(path, mapping=mapping)[0].company == "华东精工"


def test_a_mapping_to_a_field_that_is_not_there_is_reported(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("客户: company\n电话: mobil\n", encoding="utf-8")
    (finding,) = findings(csv(tmp_path, CSV), mapping=mapping)
    assert (finding.file, finding.line, finding.column) == (str(mapping), 2, 5)
    assert finding.hint == "did you mean `mobile`?"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    path = tmp_path / "leads.xlsx"
    path.write_bytes(packed.getvalue())
    assert "unpacks to 57 MB" in findings(path)[0].message


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADS, LEAD])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/extra.xml", '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>')
    assert "entities" in findings(path)[0].message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"hello", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "password"),
        (b"PK\x03\x04xx", "not an"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(data)
    assert message in findings(path)[0].message


def test_a_workbook_without_its_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.xml", "<a/>")
    assert findings(path)[0].message == "the workbook is damaged"


def test_a_garbled_workbook_is_refused_or_read_but_never_breaks_the_program(tmp_path: Path) -> None:
    data = workbook(tmp_path, [HEADS, LEAD]).read_bytes()
    chance = random.Random(7)
    refused = 0
    for _ in range(60):
        garbled = bytearray(data)
        for _ in range(3):
            garbled[chance.randrange(len(garbled))] = chance.randrange(256)
        (tmp_path / "leads.xlsx").write_bytes(garbled)
        try:
            load_document(tmp_path / "leads.xlsx")
        except InputError:
            refused += 1
    assert refused > 10


@pytest.mark.slow
def test_ten_thousand_rows_load_and_each_wrong_cell_among_them_is_reported(tmp_path: Path) -> None:
    lines = [f"L-{n:05},2026-10-12 09:20,展会,公司{n},机械,联系人{n}" for n in range(10_000)]
    path = csv(tmp_path, "\n".join([CSV.splitlines()[0], *lines]))
    assert len(rows(path)) == 10_000
    lines[4321] = lines[4321].replace("展会", "展台")
    lines[9876] = lines[9876].replace("2026-10-12 09:20", "")
    found = findings(csv(tmp_path, "\n".join([CSV.splitlines()[0], *lines])))
    assert [(finding.line, finding.column) for finding in found] == [(4323, 3), (9878, 2)]
