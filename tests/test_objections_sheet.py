"""A sheet of objections goes out and comes back the same; changes are planned, shown, and written all or none."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from objection_files import write_entry

import docgen
from docgen.cli import cli
from docgen.library import find_objection, open_library
from docgen.objections.values import join_items, split_items

TODAY = date(2026, 11, 24)
HEADS = "异议编号,语言,异议类别,客户原话,真实顾虑,回应,对客解答,证明1数据,证明1来源,责任人"
ROW = "fee-up,zh,价格过高,年费涨得太快,怕被锁定,写进合同,合同写明涨幅,涨 2.1%,财务复核,赵静"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    return folder


def objections(company: Path) -> docgen.Objections:
    return docgen.Objections(docgen.Workspace(library=company, today=lambda: TODAY))


def files_in(company: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in company.rglob("*.md")}


def csv_of(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "sheet.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def changed_copy(book: Path, **cells: object) -> Path:
    """The workbook with cells changed: `row2__保障` is the cell of that head in row 2."""
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for place, value in cells.items():
        row, head = place.removeprefix("row").split("__")
        sheet.cell(int(row), columns[head]).value = value
    opened.save(book)
    return book


@pytest.mark.parametrize("heads", ["zh", "en"])
def test_a_sheet_that_comes_back_as_it_went_out_changes_nothing(heads, company, tmp_path):
    write_entry(company)
    before = files_in(company)
    book = tmp_path / "all.xlsx"
    objections(company).export(book, heads)
    plan = objections(company).plan_import(book)
    assert plan.count() == {"new": 0, "changed": 0, "same": 102, "refused": 0}
    assert (plan.faults, plan.changes.files, plan.changes.notices) == ((), (), ())
    assert files_in(company) == before


def test_the_same_library_gives_the_same_bytes(company, tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        objections(company).export(tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_only_the_changed_cell_changes_the_file(company, tmp_path):
    path = write_entry(company)
    before = path.read_text(encoding="utf-8")
    book = tmp_path / "own.xlsx"
    objections(company).export(book, own_only=True)
    plan = objections(company).plan_import(changed_copy(book, row2__责任人="Wang Hai", row3__责任人="王海"))
    assert [(row.what, row.id, row.language, row.place, row.fields) for row in plan.rows] == [
        ("changed", "fee-climbs", "en", "异议!A2", ("owner",)),
        ("changed", "fee-climbs", "zh", "异议!A3", ("owner",)),
    ]
    plan.changes.save()
    assert path.read_text(encoding="utf-8") == before.replace("owner: 赵静", "owner: Wang Hai")


def test_a_changed_text_is_in_review_and_an_approval_by_sheet_is_passed_over(company, tmp_path):
    write_entry(company)
    book = tmp_path / "own.xlsx"
    objections(company).export(book, own_only=True)
    plan = objections(company).plan_import(changed_copy(book, row2__保障="Sixty days.", row3__状态="退役"))
    assert [(notice.place, notice.severity) for notice in plan.changes.notices] == [("异议!A3", "warning")]
    plan.changes.save()
    entry = find_objection(open_library(company), "fee-climbs", "base", "en")
    assert (entry.guarantee, entry.status, entry.version, entry.approved_by) == (
        "Sixty days.",
        "in_review",
        "2.0",
        None,
    )


def test_a_dash_takes_an_optional_text_out_and_an_empty_cell_leaves_it(company, tmp_path):
    write_entry(company)
    book = tmp_path / "own.xlsx"
    objections(company).export(book, own_only=True)
    plan = objections(company).plan_import(changed_copy(book, row2__倾听="-", row2__探询=None, row2__禁用说法="—"))
    (row, _) = plan.rows
    assert row.fields == ("listen", "do_not_say")
    plan.changes.save()
    entry = find_objection(open_library(company), "fee-climbs", "base", "en")
    assert (entry.steps.listen, entry.steps.explore, entry.do_not_say) == (None, "Which year worries you?", ())


def test_a_required_text_cannot_be_taken_out(company, tmp_path):
    write_entry(company)
    book = tmp_path / "own.xlsx"
    objections(company).export(book, own_only=True)
    plan = objections(company).plan_import(changed_copy(book, row2__对客解答="-"))
    assert [(finding.place, finding.message) for finding in plan.faults] == [
        ("异议!A2", "fee-climbs: client_answer: is missing")
    ]


def test_each_bad_row_is_named_with_its_cell_and_nothing_of_it_is_planned(company, tmp_path):
    book = tmp_path / "all.xlsx"
    objections(company).export(book)
    changed = {"row3__证明1有效期至": "明年", "row4__异议类别": "涨价", "row5__语言": "fr", "row6__行业版本": "林业"}
    plan = objections(company).plan_import(changed_copy(book, **changed, row7__保障="九十天", row8__异议编号="a b"))
    places = [finding.place for finding in plan.faults]
    assert places == ["异议!U3", "异议!D4", "异议!B5", "异议!C6", "异议!A8"]
    assert all(finding.file == str(book) and finding.hint for finding in plan.faults)
    assert plan.count() == {"new": 0, "changed": 1, "same": 94, "refused": 5}


def test_the_same_edition_in_two_rows_is_refused(company, tmp_path):
    plan = objections(company).plan_import(csv_of(tmp_path, HEADS, ROW, ROW))
    assert [(finding.line, finding.message) for finding in plan.faults] == [(3, "fee-up (zh) is in line 2 too")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_of_chinese_excel_comes_in(encoding, company, tmp_path):
    objections(company).plan_import(csv_of(tmp_path, HEADS, ROW, encoding=encoding)).changes.save()
    entry = find_objection(open_library(company), "fee-up", "base", "zh")
    assert (entry.client_answer, entry.status, entry.version) == ("合同写明涨幅", "draft", "0.1")


def test_a_list_that_people_keep_comes_in_by_a_mapping_and_comes_in_once(company, tmp_path):
    sheet = csv_of(
        tmp_path,
        "客户异议,类型,顾虑,怎么回,公开答复,数据,出处,备注",
        "年费涨太快,价格过高,怕锁定,写进合同,涨幅有上限,涨 2%,年报,x",
    )
    mapping = tmp_path / "heads.yaml"
    mapping.write_text(
        "客户异议: verbatim\n类型: category\n顾虑: underlying_concern\n怎么回: respond\n公开答复: client_answer\n"
        "数据: proof_1_figure\n出处: proof_1_source\n备注:\ndefaults:\n  owner: 赵静\n",
        encoding="utf-8",
    )
    plan = objections(company).plan_import(sheet, mapping=mapping, language="zh")
    assert [(row.what, row.id) for row in plan.rows] == [("new", "price-1")]
    plan.changes.save()
    again = objections(company).plan_import(sheet, mapping=mapping, language="zh")
    assert again.count() == {"new": 0, "changed": 0, "same": 1, "refused": 0}


def test_a_head_that_stands_for_no_field_is_reported_with_the_nearest(company, tmp_path):
    with pytest.raises(docgen.InputError) as caught:
        objections(company).plan_import(csv_of(tmp_path, HEADS.replace("责任人", "责任者"), ROW))
    (finding,) = caught.value.findings
    assert "no field is called `责任者`" in finding.message and "owner" in finding.hint
    assert (finding.line, finding.column) == (1, 10)


def test_a_new_row_that_says_what_an_entry_says_is_reported(company, tmp_path):
    row = ROW.replace("年费涨得太快", "你们报价比我们预想的高了不少")
    plan = objections(company).plan_import(csv_of(tmp_path, HEADS, row))
    assert [(notice.code, notice.place) for notice in plan.changes.notices] == [("objection.duplicate", "line 2")]


def test_an_industrys_row_needs_a_common_text_which_may_stand_in_the_same_sheet(company, tmp_path):
    heads = HEADS.replace("语言", "语言,行业版本")
    own = ROW.replace(",zh,", ",zh,零售业,").replace("合同写明涨幅", "按门店写明涨幅")
    plan = objections(company).plan_import(csv_of(tmp_path, heads, own))
    assert [finding.line for finding in plan.faults] == [2]
    objections(company).plan_import(csv_of(tmp_path, heads, own, ROW.replace(",zh,", ",zh,,"))).changes.save()
    text = (company / "objections" / "retail" / "fee-up.zh.md").read_text(encoding="utf-8")
    assert "按门店写明涨幅" in text and "verbatim" not in text


@pytest.mark.parametrize("items", [("a",), ("a；b", "c; d"), ("a\nb", "c"), ("- a",)])
def test_a_list_in_a_cell_comes_back_as_it_was(items):
    assert tuple(split_items(join_items(items))) == items


def test_a_list_is_also_read_by_lines_and_semicolons():
    assert split_items("a；b; c") == ["a", "b", "c"]
    assert split_items("a；b\nc") == ["a；b", "c"]


@pytest.mark.slow
def test_a_thousand_rows_come_in_whole(company, tmp_path):
    rows = (ROW.replace("fee-up", f"fee-{n}").replace("年费", f"第 {n * 7919} 号合同的条款甲{n}") for n in range(1000))
    plan = objections(company).plan_import(csv_of(tmp_path, HEADS, *rows))
    assert plan.count() == {"new": 1000, "changed": 0, "same": 0, "refused": 0}
    assert len(plan.changes.save()) == 1000


def test_the_command_line_shows_the_plan_before_it_writes_all_or_nothing(company, tmp_path):
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["objection", "import", *words, "--library", str(company)])
        return done.exit_code, done.output

    sheet = str(csv_of(tmp_path, HEADS, ROW, ROW.replace("fee-up", "fee-b").replace("价格过高", "高价")))
    code, output = run(sheet)
    assert code == 1 and "new      fee-up zh  line 2" in output and "sheet.csv:3:3" in output
    assert files_in(company) == {}
    assert run(sheet, "--skip-refused", "--dry-run")[0] == 1 and files_in(company) == {}
    assert run(sheet, "--skip-refused")[0] == 1
    assert [Path(name).name for name in files_in(company)] == ["fee-up.zh.md"]
    template = tmp_path / "fill.xlsx"
    assert run("--template", str(template), "--heads", "en")[0] == 0
    assert openpyxl.load_workbook(template).worksheets[0]["A1"].value == "Objection no."
    assert run()[0] == 2


def test_rows_that_say_nearly_the_same_are_one_notice_that_names_a_few(company, tmp_path):
    rows = [ROW.replace("fee-up", f"fee-{number:02}") for number in range(12)]
    plan = objections(company).plan_import(csv_of(tmp_path, HEADS, *rows))
    (notice,) = (n for n in plan.changes.notices if n.code == "objection.duplicate")
    assert notice.message == (
        "fee-11 answers the same saying as fee-00, fee-01, fee-02, fee-03, fee-04 … (at least 100 of 100 alike)"
    )
    assert notice.values["count"] == 12


def test_a_text_changed_by_hand_goes_out_as_in_review_and_comes_back_without_a_notice(company, tmp_path):
    path = write_entry(company)
    path.write_text(path.read_text(encoding="utf-8").replace("three per cent", "no per cent"), encoding="utf-8")
    book = tmp_path / "own.xlsx"
    objections(company).export(book, "en", own_only=True)
    cells = [cell for row in openpyxl.load_workbook(book).worksheets[0].values for cell in row]
    assert "in_review" in cells or "In review" in cells
    plan = objections(company).plan_import(book)
    assert (plan.count()["changed"], plan.changes.notices) == (0, ())
