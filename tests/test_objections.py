"""Objections are added, edited, approved and retired in a company's files, without loss of what an author wrote."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from objection_files import entry_text, write_entry

import docgen
from docgen.cli import cli
from docgen.library import find_objection, open_library
from docgen.library.entries import OBJECTIONS, read_entry
from docgen.objections.editions import EditionId, read_editions
from docgen.objections.entry_text import EntryText
from docgen.objections.governance import kind_of_change, next_version
from docgen.objections.values import values_of, with_values
from docgen.schemas.playbook import Objection

TODAY = date(2026, 11, 24)
VALUES = {
    "category": "价格过高",
    "客户原话": "你们的年费涨得太快了。",
    "underlying_concern": "担心以后被锁定。",
    "respond": "把涨幅写进合同。",
    "client-answer": "合同写明涨幅上限。",
    "proof": "续约涨幅 2.1% | 财务复核 | mfg-precision-gears | 2027-06-30\n三年未涨 | 年报",
    "owner": "赵静",
}


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    return folder


def objections(company: Path) -> docgen.Objections:
    """The company's objections, opened again."""
    return docgen.Objections(docgen.Workspace(library=company, today=lambda: TODAY))


def found(company: Path, name: str, language: str, industry: str = "base") -> Objection:
    return find_objection(open_library(company), name, industry, language)


def files_in(company: Path) -> dict[str, bytes]:
    """Every file by its path, hidden ones aside."""
    paths = (path for path in company.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(company).as_posix(): path.read_bytes() for path in paths}


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["objection", *words])
    return done.exit_code, done.output


@pytest.mark.slow
def test_writing_every_field_at_its_own_value_changes_no_byte_of_the_shipped_entries():
    library = open_library()
    for edition in read_editions(library):
        assert edition.objection is not None
        text = edition.path.read_text(encoding="utf-8")
        data = read_entry(edition.path, "", OBJECTIONS).data
        own = tuple(name for name in values_of(edition.objection) if name in {*data, *data.get("steps", {})})
        assert with_values(EntryText(text, edition.id.language), edition.objection, own).text == text, edition.id


def test_only_the_changed_field_changes_in_what_a_person_wrote(company):
    path = write_entry(company, "fee-climbs", ("^owner: [^\n]*", "# ask him first\nowner:   'Li Ming'   # till May"))
    before = path.read_text(encoding="utf-8")
    objections(company).edit("fee-climbs", {"owner": "Wang Hai"}, language="en").save()
    assert path.read_text(encoding="utf-8") == before.replace("owner:   'Li Ming'", "owner: Wang Hai")


@pytest.mark.parametrize(
    "text", ["Fee: what for?", "# 1", "- no", "yes # no", "true", "2027", "a\nb", " x", "'", "[a", "*"]
)
def test_any_text_comes_back_as_it_was(text, company):
    path = write_entry(company)
    objections(company).edit("fee-climbs", {"persona": text, "verbatim": text, "guarantee": text}, language="en").save()
    entry = found(company, "fee-climbs", "en")
    assert (entry.persona, entry.verbatim, entry.guarantee) == (text.strip(),) * 3
    assert path.read_text(encoding="utf-8").count("persona:") == 1


def test_a_text_that_would_read_as_a_heading_is_refused_and_nothing_is_written(company):
    write_entry(company)
    before = files_in(company)
    with pytest.raises(docgen.LibraryError, match="no field is called 'Our offer'"):
        objections(company).edit("fee-climbs", {"guarantee": "a\n## Our offer\nb"}, language="en").save()
    assert files_in(company) == before


def test_windows_line_ends_and_the_byte_order_mark_stay(company):
    path = write_entry(company)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    objections(company).edit("fee-climbs", {"guarantee": "Thirty days."}, language="en").save()
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n") and data.count(b"\n") == data.count(b"\r\n")
    assert found(company, "fee-climbs", "en").guarantee == "Thirty days."


def test_an_entry_is_added_from_values_as_a_draft_to_be_settled_within_a_month(company):
    changes = objections(company).add("fee-climbs", {**VALUES, "status": "approved"}, language="zh")
    assert files_in(company) == {}
    (path,) = changes.save()
    assert path == company / "objections" / "fee-climbs.zh.md"
    entry = found(company, "fee-climbs", "zh")
    assert (entry.status, entry.version, entry.review_by) == ("draft", "0.1", date(2026, 12, 24))
    assert [proof.case_id for proof in entry.proof] == ["mfg-precision-gears", None]
    assert "## 对客解答" in path.read_text(encoding="utf-8")


def test_what_is_missing_or_wrong_in_values_is_reported_at_once(company):
    with pytest.raises(docgen.InputError) as caught:
        objections(company).add("fee-climbs", {"category": "prise", "review_by": "soon"}, language="zh")
    by_place = {finding.place: finding for finding in caught.value.findings}
    assert {"category", "review_by", "verbatim", "proof", "client_answer", "owner"} <= set(by_place)
    assert "did you mean `price`?" in by_place["category"].hint


def test_a_yaml_file_gives_an_entry_and_its_faults_with_line(company, tmp_path):
    file = tmp_path / "new.yaml"
    file.write_text("category: price\nverbatim: Too dear\nunderlying_concern: x\nrespond: y\nclient_answer: z\n"
                    "owner: Li\nproof:\n  - figure: 2 %\n    sorce: report\n", encoding="utf-8")  # fmt: skip
    with pytest.raises(docgen.InputError) as caught:
        objections(company).add("too-dear", file, language="en")
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.hint) == (str(file), 9, "did you mean `source`?")
    file.write_text(file.read_text(encoding="utf-8").replace("sorce", "source"), encoding="utf-8")
    objections(company).add("too-dear", file, language="en").save()
    assert found(company, "too-dear", "en").steps.respond == "y"


def test_the_starter_needs_only_its_required_places_to_be_filled_in(company):
    draft = objections(company).draft("fee-climbs", language="zh", owner="赵静")
    with pytest.raises(docgen.LibraryError) as caught:
        objections(company).save(draft, draft.text)
    lines = draft.text.splitlines()
    unfilled = [lines[f.line - 1] for f in caught.value.findings if f.code == "objection.unfilled"]
    assert len(unfilled) == len(caught.value.findings) == 7
    text = draft.text.replace("category: <填写：例如 price>", "category: 价格过高")
    text = re.sub(r"^(\s*-? ?(?:verbatim|figure|source)): .*", r"\1: 真的", text, flags=re.MULTILINE)
    for title in ("真实顾虑", "回应", "对客解答"):
        text = re.sub(f"(## {title}\n\n).*", r"\1写好了。", text)
    objections(company).save(draft, text).save()
    entry = found(company, "fee-climbs", "zh")
    assert (entry.client_answer, entry.guarantee, entry.do_not_say) == ("写好了。", None, ())


def test_an_edit_of_a_built_in_entry_makes_the_companys_own_copy_and_keeps_the_industries_wording(company):
    industries = ("base", "retail", "manufacturing", "healthcare")
    before = {industry: found(company, "price-too-high", "en", industry) for industry in industries}
    shipped = files_in(ROOT / "templates" / "objections")
    changes = objections(company).edit("price-too-high", {"persona": "CFO"}, language="en")
    assert {notice.code for notice in changes.notices} == {"upkeep.copied"}
    changes.save()
    assert files_in(ROOT / "templates" / "objections") == shipped
    for industry, entry in before.items():
        now = found(company, "price-too-high", "en", industry)
        assert now.client_answer == entry.client_answer and now.verbatim == entry.verbatim
    assert found(company, "price-too-high", "en").persona == "CFO"


def test_an_industrys_wording_is_changed_in_a_file_of_its_own(company):
    changes = objections(company).edit("price-too-high", {"保障": "Sixty days."}, industry="retail", language="en")
    assert [path.relative_to(company).as_posix() for path in changes.save()] == [
        "objections/retail/price-too-high.en.md"
    ]
    assert found(company, "price-too-high", "en", "retail").guarantee == "Sixty days."
    assert found(company, "price-too-high", "en").guarantee != "Sixty days."


def test_a_changed_text_is_in_review_again_under_a_new_version(company):
    path = write_entry(company)
    objections(company).edit("fee-climbs", {"client_answer": "The contract caps any rise."}, language="en").save()
    entry = found(company, "fee-climbs", "en")
    assert (entry.status, entry.version, entry.approved_by, entry.approved_on) == ("in_review", "1.1", None, None)
    assert "approved" not in path.read_text(encoding="utf-8")
    objections(company).edit("fee-climbs", {"client_answer": "The contract caps every rise."}, language="en").save()
    assert found(company, "fee-climbs", "en").version == "1.1"


@pytest.mark.parametrize(
    ("field", "text", "change"),
    [
        ("guarantee", "Sixty days.", "major"),
        ("proof", "Other | Report", "major"),
        ("client_answer", "The contract caps the yearly rise at 3 per cent.", "major"),
        ("client_answer", "The contract puts a cap on the yearly rise.", "minor"),
        ("persona", "CFO", "minor"),
        ("owner", "Wang Hai", ""),
        ("usage", "12", ""),
    ],
)
def test_what_a_client_is_promised_or_shown_is_a_material_change(field, text, change, company):
    write_entry(company)
    before = found(company, "fee-climbs", "en")
    objections(company).edit("fee-climbs", {field: text}, language="en").save()
    after = found(company, "fee-climbs", "en")
    assert kind_of_change(before, after) == change
    assert after.version == {"major": "2.0", "minor": "1.1", "": "1.0"}[change]
    assert after.status == ("in_review" if change else "approved")


def test_a_version_rises_by_the_rule():
    assert [
        next_version("0.4", "major"),
        next_version("2.1", "minor"),
        next_version("2.1", "major"),
        next_version("2.1", ""),
    ] == [
        "1.0",
        "2.2",
        "3.0",
        "2.1",
    ]


def test_an_approval_says_who_and_when_holds_for_a_year_and_leaves_the_other_language(company):
    objections(company).add("fee-climbs", VALUES, language="zh").save()
    objections(company).add("fee-climbs", {**VALUES, "owner": "Li"}, language="en").save()
    with pytest.raises(docgen.UsageError, match="two languages"):
        objections(company).approve("fee-climbs", "李明")
    objections(company).approve("fee-climbs", "李明", languages=("zh",)).save()
    entry = found(company, "fee-climbs", "zh")
    assert (entry.status, entry.version, entry.approved_by, entry.approved_on, entry.review_by) == (
        "approved",
        "1.0",
        "李明",
        TODAY,
        date(2027, 11, 24),
    )
    assert found(company, "fee-climbs", "en").status == "draft"


def test_an_approval_is_refused_while_an_error_stands_against_it(company):
    write_entry(company, "fee-climbs", ("2027-06-30", "2026-10-01"))
    before = files_in(company)
    with pytest.raises(docgen.LibraryError, match="was valid until 2026-10-01"):
        objections(company).approve("fee-climbs", "Li", languages=("en",))
    assert files_in(company) == before


def test_an_overdue_review_does_not_stand_against_its_own_renewal(company):
    write_entry(company, "fee-climbs", ("2027-03-31", "2026-10-31"))
    changes = objections(company).approve("fee-climbs", "Li", languages=("en",))
    assert [notice.code for notice in changes.notices] == ["upkeep.no_people"]
    changes.save()
    assert (found(company, "fee-climbs", "en").version, found(company, "fee-climbs", "en").review_by.year) == (
        "1.0",
        2027,
    )


def test_a_retired_entry_says_why_and_what_takes_its_place_and_takes_its_industries_along(company):
    objections(company).edit("price-too-high", {"status": "in_review"}, industry="retail", language="zh").save()
    objections(company).retire("price-too-high", "合并", replaced_by="discount-expected").save()
    text = (company / "objections" / "price-too-high.zh.md").read_text(encoding="utf-8")
    assert "status: retired\n# retired on 2026-11-24: 合并\n# replaced by discount-expected\n" in text
    for language in ("zh", "en"):
        for industry in ("base", "retail", "manufacturing"):
            assert found(company, "price-too-high", language, industry).status == "retired"
    with pytest.raises(docgen.LibraryError, match="retired already"):
        objections(company).retire("price-too-high", "again")


def test_a_retired_entry_is_replaced_by_one_that_is_there(company):
    with pytest.raises(docgen.LibraryError, match="discount-expected"):
        objections(company).retire("price-too-high", "merged", replaced_by="discount-expcted")


def test_nothing_is_written_without_a_library_of_ones_own():
    mine = docgen.Objections(docgen.Workspace(today=lambda: TODAY))
    for act in (
        lambda: mine.retire("price-too-high", "x"),
        lambda: mine.approve("price-too-high", "x", languages=("zh",)),
        lambda: mine.text("price-too-high", language="zh"),
        lambda: mine.edit("price-too-high", {"owner": "x"}, language="zh"),
    ):
        with pytest.raises(docgen.UsageError, match="built-in library is not written to"):
            act()


def test_a_file_that_somebody_changed_meanwhile_is_not_overwritten(company):
    path = write_entry(company)
    changes = objections(company).edit("fee-climbs", {"owner": "Wang"}, language="en")
    path.write_text(entry_text("en", ("^owner: [^\n]*", "owner: Zhou")), encoding="utf-8")
    with pytest.raises(docgen.LibraryError, match="changed since it was read"):
        changes.save()
    assert found(company, "fee-climbs", "en").owner == "Zhou"


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_several_files_are_written_all_or_none_whatever_stops_it(stop, at, company, monkeypatch):
    write_entry(company)
    before = files_in(company)
    changes = objections(company).retire("fee-climbs", "merged")
    calls = iter(range(10))
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if ".docgen-" in self.name and next(calls) == at:
            raise stop
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    if at < len(changes.files):
        with pytest.raises((docgen.LibraryError, KeyboardInterrupt)):
            changes.save()
        assert files_in(company) == before
        assert [path for path in company.rglob(".docgen-*.part")] == []
    else:
        changes.save()
        assert files_in(company) != before


def test_the_command_line_lists_shows_edits_and_checks(company):
    write_entry(company)
    at = ("--library", str(company))
    code, listed = run("list", "--category", "price", "--language", "en", *at)
    assert code == 0 and "* fee-climbs en" in listed and "  price-too-high [retail] en" in listed
    assert "The contract caps the yearly rise" in run("show", "fee-climbs", "--language", "en", *at)[1]
    code, shown = run("edit", "fee-climbs", "--language", "en", "--set", "guarantee=Sixty days.", "--dry-run", *at)
    assert code == 0 and "+## Guarantee" in shown and found(company, "fee-climbs", "en").guarantee is None
    assert run("edit", "fee-climbs", "--language", "en", "--set", "guarantee=Sixty days.", *at)[0] == 0
    assert run("approve", "fee-climbs", "--by", "Li", "--language", "en", *at)[0] == 0
    code, output = run("check", *at)
    assert (code, output.count("\n")) == (0, 2) and "the Chinese edition is older than the English one: 1.0" in output
    assert run("edit", "fee-climbs", "--set", "x=1", "--language", "en", *at)[0] == 2
    assert run("retire", "fee-climbs", "--because", "merged", *at)[0] == 0
    assert found(company, "fee-climbs", "zh").status == "retired"


def test_wrong_content_from_the_editor_is_reported_with_its_line_kept_and_taken_up_again(
    company, tmp_path, monkeypatch
):
    path = write_entry(company)
    before = path.read_bytes()
    wrong = entry_text("en", ("category: price", "category: prize"))
    seen, typed, editor = (tmp_path / name for name in ("seen.md", "typed.md", "editor.sh"))
    editor.write_text(f'#!/bin/sh\ncp "$1" {seen}\ncp {typed} "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)

    typed.write_text(wrong, encoding="utf-8")
    code, output = run("edit", "fee-climbs", "--language", "en", "--library", str(company))
    side = company / "objections" / ".fee-climbs.en.md.rejected"
    assert code == 1 and f"{side}:2:1" in output
    assert (path.read_bytes(), seen.read_bytes(), side.read_text(encoding="utf-8")) == (before, before, wrong)
    assert run("check", "--library", str(company))[0] == 0

    typed.write_text(entry_text("en", ("keeps climbing", "rises and rises")), encoding="utf-8")
    assert run("edit", "fee-climbs", "--language", "en", "--library", str(company))[0] == 0
    assert seen.read_text(encoding="utf-8") == wrong and not side.exists()
    assert found(company, "fee-climbs", "en").verbatim == "Your yearly fee rises and rises."


def test_an_industry_that_is_not_there_gets_no_wording(company):
    with pytest.raises(docgen.LibraryError, match="did you mean `retail`"):
        objections(company).add("price-too-high", {"verbatim": "x"}, industry="retial", language="en")


def test_without_a_terminal_and_an_editor_nobody_waits_for_one(company, monkeypatch):
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    code, output = run("edit", "price-too-high", "--language", "en", "--library", str(company))
    assert (code, "give --set" in output) == (2, True)


def test_a_file_that_is_no_file_is_reported_and_nothing_is_written(company):
    (company / "objections" / "fee-climbs.zh.md").mkdir(parents=True)
    with pytest.raises(docgen.LibraryError, match="nothing was changed"):
        objections(company).add("fee-climbs", VALUES, language="zh").save()


def test_keeping_objections_loads_no_workbook_library():
    script = (
        "import sys; from docgen.cli import cli; import docgen; docgen.Objections; print('openpyxl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_edition_names_its_file():
    assert EditionId("a", "base", "zh").file == "objections/a.zh.md"
    assert EditionId("a", "retail", "en").file == "objections/retail/a.en.md"
