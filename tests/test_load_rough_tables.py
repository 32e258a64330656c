"""Lead tables as teams and CRM systems write them: a cell is read rightly, or reported with its place and a remedy."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from test_load_tables import HEADS, LEAD, SIDECAR, changed, csv, workbook

import docgen
from docgen.errors import Finding
from docgen.loading import load_document
from docgen.loading.number_formats import changes_figure, shown_number
from docgen.loading.usual_columns import usual_columns

BASE = ("lead_no", "captured_at", "channel", "company", "industry", "contact")
_OF_THE_ENVELOPE = {"notice.unassigned", "notice.outside_period", "refused.no_approver"}
ROW = ("L-1", "2026-10-12 09:20", "exhibition", "Acme", "hotels", "Ann")


def table(folder: Path, *rows: tuple[Any, ...], heads: tuple[str, ...] = BASE, **options: str) -> Path:
    lines = [",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in (heads, *rows)]
    return csv(folder, "\n".join(lines) + "\n", **options)


def sheet(folder: Path, rows: list[tuple[Any, ...]], change: Callable[[Any, Any], None]) -> Path:
    path = workbook(folder, rows)
    book = load_workbook(path)
    change(book["Leads"], book)
    book.save(path)
    return path


def mapping(folder: Path, text: str) -> Path:
    (folder / "mapping.yaml").write_text(text, encoding="utf-8")
    return folder / "mapping.yaml"


def found(path: Path, **options: Any) -> list[Finding]:
    return [finding for finding in docgen.check(path, **options) if finding.code not in _OF_THE_ENVELOPE]


def errors(path: Path, **options: Any) -> list[Finding]:
    return [finding for finding in found(path, **options) if finding.severity == "error"]


def leads(path: Path, **options: Any) -> Any:
    return load_document(path, **options).document.rows  # type: ignore[attr-defined]


# heads and values

CRM = {
    "HubSpot": (
        "Record ID,First Name,Last Name,Phone Number,Company Name,Lead Status,Original Source,Create Date,Owner",
        "101,Ann,Reed,+44 131 496 0177,Harbour Ltd,IN_PROGRESS,Organic search,2026-11-03 09:12,Pat Lee",
        ("101", "Ann Reed", "Harbour Ltd", "website_form", "contacted", "Pat Lee"),
    ),
    "Salesforce": (
        "Lead ID,First Name,Last Name,Company / Account,Email,Lead Source,Lead Status,Created Date,Lead Owner",
        "00Q1,Ann,Reed,Harbour Ltd,ann@harbour.example,Trade Show,Open - Not Contacted,11/3/2026,Pat Lee",
        ("00Q1", "Ann Reed", "Harbour Ltd", "exhibition", "new", "Pat Lee"),
    ),
    "纷享销客": (
        "线索编号,姓名,公司,手机,来源,状态,创建时间,负责人,行业",
        "XS1,王敏,某某机械有限公司,13800000000,官网,未处理,2026-11-03 09:12,陈立,制造业",
        ("XS1", "王敏", "某某机械有限公司", "website_form", "new", "陈立"),
    ),
    "销售易": (
        "线索编码,线索姓名,公司名称,手机号,线索来源,跟进状态,创建日期,线索所有人,所属行业,传真",
        "XS1,王敏,某某机械有限公司,13800000000,抖音,跟进中,2026/11/3,陈立,制造业,1",
        ("XS1", "王敏", "某某机械有限公司", "social", "contacted", "陈立"),
    ),
    "a team": (
        "编号*,公司（必填）,联系人,联系电话,渠道,登记时间,所属行业,跟进人,预算",
        "1,某某机械有限公司,王先生,13900001111,老客户介绍,2026年11月3日,机械,李工,50万",
        ("1", "王先生", "某某机械有限公司", "referral", "new", "李工"),
    ),
}


@pytest.mark.parametrize("name", CRM)
def test_an_export_loads_without_a_mapping(tmp_path: Path, name: str) -> None:
    heads, row, read = CRM[name]
    (lead,) = leads(csv(tmp_path, f"{heads}\n{row}\n"))
    assert (lead.lead_no, lead.contact, lead.company, lead.channel, lead.status, lead.owner) == read
    assert lead.captured_at.date() == dt.date(2026, 11, 3)


def test_the_words_of_usual_heads_and_values_are_many_and_each_means_one_field() -> None:
    data = usual_columns()
    heads = [head for some in data["heads"].values() for head in some]
    assert len(heads) > 400
    assert len(set(heads)) == len(heads)
    names = data["names"]
    assert not set(heads) & {*data["unread"]["heads"], *data["ambiguous"], *names["given"], *names["family"]}
    for values in data["values"].values():
        words = [word for some in values.values() for word in some]
        assert len(set(words)) == len(words)


def test_what_was_read_by_its_usual_meaning_is_named_once_and_a_channel_keeps_its_word(tmp_path: Path) -> None:
    path = table(tmp_path, *((f"L-{n}", "2026-10-12", "抖音", "Acme", "x", "Ann") for n in range(9)))
    (notice,) = found(path)
    assert (notice.code, "抖音 → social" in notice.message) == ("notice.usual_words", True)
    assert leads(path)[0].channel_detail == "抖音"


def test_an_ambiguous_head_is_asked_unless_one_field_is_left(tmp_path: Path) -> None:
    heads = ("lead_no", "Date", "channel", "company", "industry", "Name")
    (asked,) = errors(table(tmp_path, ROW, heads=heads))
    assert "`Date` may be captured_at, last_follow_up, next_follow_up" in asked.message
    path = table(tmp_path, ROW, heads=heads)
    (lead,) = leads(path, mapping=mapping(tmp_path, "Date: captured_at\n"))
    assert lead.contact == "Ann"


def test_unknown_heads_are_one_finding_with_the_mapping_to_save(tmp_path: Path) -> None:
    (finding,) = errors(table(tmp_path, (*ROW, "1", "2"), heads=(*BASE, "Zodiac", "ABX")))
    assert "`Zodiac: ~`, `ABX: ~`" in finding.hint


def test_a_second_column_of_a_field_fills_in_where_the_first_is_empty(tmp_path: Path) -> None:
    path = table(tmp_path, (*ROW, "", "020"), ("L-2", *ROW[1:], "139", "021"), heads=(*BASE, "手机", "电话"))
    assert [lead.mobile for lead in leads(path)] == ["020", "139"]
    assert "notice.spare_head" in {finding.code for finding in found(path)}


def test_an_unknown_value_is_one_finding_with_its_rows_and_a_mapping_can_map_it(tmp_path: Path) -> None:
    path = table(tmp_path, *((f"L-{n}", ROW[1], "梦里", *ROW[3:]) for n in range(1, 11)))
    (finding,) = errors(path)
    assert (finding.line, "(and 9 more rows: 3–11)" in finding.message) == (2, True)
    assert "values: {channel: {梦里: …}}" in finding.hint
    assert leads(path, mapping=mapping(tmp_path, "values:\n  channel: {梦里: referral}\n"))[0].channel == "referral"


# figures, dates, texts


def test_a_time_with_a_zone_is_asked_for_and_read_in_the_zone_stated(tmp_path: Path) -> None:
    path = table(tmp_path, ("L-1", "2026-10-12T01:30:00Z", *ROW[2:]), ("L-2", "2026-10-12T09:30:00+08:00", *ROW[2:]))
    (finding,) = errors(path)
    assert "time zone" in finding.message and "more row: 3" in finding.message
    for zone in ("+08:00", "Asia/Shanghai"):
        read = leads(path, mapping=mapping(tmp_path, f"reading: {{timezone: {zone}}}\n"))
        assert {lead.captured_at for lead in read} == {dt.datetime(2026, 10, 12, 9, 30)}


def test_day_and_month_either_way_round_are_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, ("L-1", "11/10/2026 9:20", *ROW[2:]))
    assert "either way round" in errors(path)[0].message
    for order, month in (("day first", 10), ("month first", 11)):
        (lead,) = leads(path, mapping=mapping(tmp_path, f"reading: {{dates: {order}}}\n"))
        assert lead.captured_at.month == month


def test_an_export_in_another_country_is_not_read_as_american(tmp_path: Path) -> None:
    heads, row, _ = CRM["Salesforce"]
    for date in ("03/11/2026", "23/1/2026"):
        assert errors(csv(tmp_path, f"{heads}\n{row.replace('11/3/2026', date)}\n"))


def test_a_date_stored_as_a_number_is_asked_for_in_either_epoch(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADS, changed(线索获取时间=46318.375)])
    assert "is it 2026-10-23 09:00?" in errors(path)[0].hint


def test_decimal_commas_make_points_and_groups_doubtful(tmp_path: Path) -> None:
    rows = [(f"L-{n}", *ROW[1:], cost) for n, cost in enumerate(("320,50", "1.234", "260,000"))]
    path = table(tmp_path, *rows, heads=(*BASE, "acquisition_cost"))
    assert [finding.line for finding in errors(path)] == [2, 3]
    assert "more row: 4" in errors(path)[1].message
    read = leads(path, mapping=mapping(tmp_path, "reading: {decimals: comma}\n"))
    assert [lead.acquisition_cost for lead in read] == [Decimal("320.50"), Decimal(1234), Decimal("260.000")]


def test_guards_of_exports_are_no_part_of_a_value_and_a_formula_is_none(tmp_path: Path) -> None:
    rows = [(f"L-{n}", *ROW[1:], phone) for n, phone in enumerate(('="""0207"""', "'0207", "'+44 20"))]
    path = table(tmp_path, *rows, heads=(*BASE, "mobile"))
    path.write_text(path.read_text(encoding="utf-8").replace('="""0207"""', '"=""0207"""'), encoding="utf-8")
    assert [lead.mobile for lead in leads(path)] == ["0207", "0207", "+44 20"]
    (finding,) = errors(table(tmp_path, ("L-1", *ROW[1:], "=A1&B1"), heads=(*BASE, "mobile")))
    assert "is a formula" in finding.message


FORMATS = (
    ("123", "00000", "00123", None), ("2079460000", "000 0000 0000", "020 7946 0000", None),
    ("7", '"XS-"00000', "XS-00007", None), ("260000", "#,##0", "260,000", None), ("0.13", "0%", "13%", None),
    ("-45", "#,##0;[Red]\\(#,##0\\)", "(45)", None), ("-45", "0;[Red]0", "45", "45"), ("45", '"-"0', "-45", "-45"),
    ("12", '0"万"', "12万", "12万"), ("123456", '0!.0,"万"', "12.3万", None), ("45000", "0,", "45", "45"),
    ("45000", '0.0,"k"', "45.0k", None), ("5", "General", None, None), ("45", "yyyy-mm-dd", None, None),
    ("1200", "[$€-407] #,##0", "€ 1,200", None), ("1234567890", "(###) ###-####", "(123) 456-7890", None),
)  # fmt: skip


@pytest.mark.parametrize(("value", "number_format", "shown", "changed_figure"), FORMATS)
def test_a_number_is_shown_as_its_format_shows_it(
    value: str, number_format: str, shown: str | None, changed_figure: str | None
) -> None:
    assert shown_number(Decimal(value), number_format) == shown
    assert changes_figure(Decimal(value), number_format) == changed_figure


def test_zeros_and_signs_that_only_a_format_has_are_kept_or_reported(tmp_path: Path) -> None:
    def texts(page: Any, _: Any) -> None:
        page["G2"].value, page["G2"].number_format = 2079460000, "000 0000 0000"
        page["A2"].value, page["A2"].number_format = 12, "00000"

    def figure(page: Any, _: Any) -> None:
        page["I2"].value, page["I2"].number_format = 12, '0"万"'

    (lead,) = leads(sheet(tmp_path, [HEADS, LEAD], texts))
    assert (lead.lead_no, lead.mobile) == ("00012", "020 7946 0000")
    (finding,) = errors(sheet(tmp_path, [HEADS, LEAD], figure))
    assert (finding.place, "shows 12万 and holds 12" in finding.message) == ("Leads!I2", True)


def test_what_excel_made_a_date_is_reported(tmp_path: Path) -> None:
    heads = (*HEADS, "企业规模")
    (notice,) = found(workbook(tmp_path, [heads, (*LEAD, dt.date(2026, 3, 4))]))
    assert (notice.place, "2026-03-04" in notice.message) == ("Leads!J2", True)
    assert "format the column as text" in notice.hint
    (notice,) = found(table(tmp_path, (*ROW, "4-Mar"), heads=(*BASE, "company_size")))
    assert (notice.line, notice.column) == (2, 7)
    (error,) = errors(workbook(tmp_path, [HEADS, changed(获客成本=dt.date(2026, 2, 1))]))
    assert "not a number" in error.message


# sheets and rows


def test_a_formula_without_a_result_is_reported_at_its_cell(tmp_path: Path) -> None:
    (finding,) = errors(workbook(tmp_path, [HEADS, changed(手机='="139"&"1"')]))
    assert (finding.place, "without a result" in finding.message) == ("Leads!G2", True)


def test_a_merged_cell_counts_for_each_row_but_a_figure_doesn_t(tmp_path: Path) -> None:
    rows = [HEADS, LEAD, changed(线索编号="L-2", 来源渠道=None, 获客成本=None), changed(线索编号="L-3", 来源渠道=None)]
    path = sheet(tmp_path, rows, lambda leads, _: leads.merge_cells("C2:C4"))
    assert {lead.channel for lead in leads(path)} == {"exhibition"}
    assert "C2:C4" in next(f for f in found(path) if f.code == "notice.merged").message
    path = sheet(tmp_path, rows[:3], lambda leads, _: leads.merge_cells("I2:I3"))
    merged, empty = errors(path)
    assert ("I2:I3 is merged" in merged.message, merged.place, empty.place) == (True, "Leads!I2", "Leads!C3")


def test_other_sheets_hidden_rows_and_far_columns_are_reported(tmp_path: Path) -> None:
    def change(leads: Any, book: Any) -> None:
        book.copy_worksheet(leads).title = "November"
        book.copy_worksheet(leads).title = "October"
        book["October"].sheet_state = "hidden"
        book.create_sheet("Notes").append(["what to do"])
        leads.row_dimensions[3].hidden = True
        leads.column_dimensions["G"].hidden = True
        leads["ZZ2"] = "far"

    path = sheet(tmp_path, [HEADS, LEAD, changed(线索编号="L-2")], change)
    told = {finding.words.key: finding for finding in found(path)}
    assert set(told) >= {"notice.sheet", "notice.sheet:hidden", "notice.sheets", "notice.hidden_rows",
                         "notice.hidden_columns", "notice.far_cell"}  # fmt: skip
    assert "November with 2 rows" in told["notice.sheet"].message
    assert "1 hidden row was read like the others: 3" in told["notice.hidden_rows"].message
    assert told["notice.far_cell"].place == "Leads!ZZ2"
    assert len(leads(path)) == 2
    assert "notice.sheet" not in {finding.words.key for finding in found(path, sheet="Leads")}


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (("合计", "", "", "1 条", "", ""), "notice.row:total"),
        (("Grand Total", "", "", "", "", ""), "notice.row:total"),
        (("", "", "", "", "", "小计：2"), "notice.row:total"),
        (("备注：以上为十月线索", "", "", "", "", ""), "notice.row:note"),
        (("Generated by: Ann", "", "", "", "", ""), "notice.row:note"),
        (BASE, "notice.row:heads"),
    ],
)
def test_a_row_that_is_no_lead_is_left_out_with_one_notice(tmp_path: Path, row: tuple[str, ...], key: str) -> None:
    path = table(tmp_path, ROW, row)
    assert [finding.words.key for finding in found(path)] == [key]
    assert len(leads(path)) == 1


def test_a_row_that_is_hardly_a_lead_is_one_finding(tmp_path: Path) -> None:
    assert len(errors(table(tmp_path, ROW, ("", "", "", "", "", "see above")))) == 1
    heads = (*BASE, "acquisition_cost")
    (finding,) = errors(table(tmp_path, (*ROW, "3"), ("", "", "", "", "", "", "3"), heads=heads))
    assert "looks like a total" in finding.message


def test_a_company_called_total_is_a_lead(tmp_path: Path) -> None:
    path = table(tmp_path, ("L-1", ROW[1], ROW[2], "Total", "x", "Ann"), ("Total", *ROW[1:]))
    assert len(leads(path)) == 2


def test_a_western_register_is_read_with_its_sidecar(tmp_path: Path) -> None:
    path = table(tmp_path, ("L-1", ROW[1], ROW[2], "Hôtel du Président", "x", "Éric Lefèvre"), encoding="cp1252")
    assert leads(path)[0].contact == "Éric Lefèvre"
    assert [finding.code for finding in found(path)] == ["notice.encoding"]
    assert SIDECAR
