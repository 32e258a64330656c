"""Each fault of an objection gives its one finding at its place; the shipped library gives none."""

from datetime import date
from pathlib import Path

import pytest
from approvals import seal
from conftest import ROOT
from objection_files import entry_text, write_entry

import docgen
from docgen.library import open_library
from docgen.objections import check_objections
from docgen.objections.checks import RULES

TODAY = date(2026, 11, 24)
CASE = "mfg-precision-gears"
ANSWER = r"The contract caps[^\n]*"

FAULTS = {
    "no proof at all": ("proof", "proof", [(r"^proof:\n.*?(?=^owner)", "")]),
    "an empty list of proof": ("proof", "proof", [(r"^proof:\n.*?(?=^owner)", "proof: []\n")]),
    "no answer for the client": ("answer", "client_answer", [(r"## client_answer\n\n[^\n]*\n", "")]),
    "no answer in the steps": ("steps", "steps.respond", [(r"## respond\n\n[^\n]*\n", "")]),
    "no steps at all": ("steps", "steps", [(r"## listen.*?(?=## client_answer)", "")]),
    "the step of listening missing": ("steps", "steps", [(r"## listen\n\n[^\n]*\n", "")]),
    "the step of exploring missing": ("steps", "steps", [(r"## explore\n\n[^\n]*\n", "")]),
    "two steps missing": ("steps", "steps", [(r"## listen.*?(?=## explore)", "")]),
    "proof past its date": ("proof_expired", "proof[0].valid_until", [("2027-06-30", "2026-11-23")]),
    "proof long past its date": ("proof_expired", "proof[0].valid_until", [("2027-06-30", "2024-01-31")]),
    "proof that ends today": ("proof_expires", "proof[0].valid_until", [("2027-06-30", "2026-11-24")]),
    "proof that ends within a month": ("proof_expires", "proof[0].valid_until", [("2027-06-30", "2026-12-24")]),
    "a case that is not there": ("case_missing", "proof[0].case_id", [(CASE, "mfg-precise-gears")]),
    "a case that has been retired": ("case_out", "proof[0].case_id", [(CASE, "old-case")]),
    "a case past its date": ("case_out", "proof[0].case_id", [(CASE, "late-case")]),
    "forbidden words in the answer": ("forbidden", "client_answer", [(ANSWER, "The fee will never rise.")]),
    "forbidden words in another form": (
        "forbidden",
        "client_answer",
        [(ANSWER, "Rest assured: fees will never rise!")],
    ),
    "forbidden words shortened": ("forbidden", "client_answer", [(ANSWER, "It's true, the fee'll never rise.")]),
    "a forbidden word by itself": ("forbidden", "client_answer", [("- The fee will never rise", "- capping")]),
    "forbidden words in a question": (
        "forbidden",
        "steps.explore",
        [("Which year worries you", "If fees will never rise")],
    ),
    "forbidden words in the proof": (
        "forbidden",
        "proof[0].figure",
        [("Renewals rose by 2.1%", "Fees will never rise")],
    ),
    "forbidden words in the case": (
        "forbidden",
        "proof[0].case_id",
        [("- The fee will never rise", "- half the day on a schedule")],
    ),
    "one long clause nearly": (
        "forbidden",
        "client_answer",
        [
            ("- The fee will never rise", "- If you sign today I can surely get you one special price"),
            (ANSWER, "If you sign today, I can get you one special price."),
        ],
    ),
    "internal text in the answer": (
        "internal",
        "client_answer",
        [("## do_not_say", "## internal_script\n\ncaps the yearly rise\n\n## do_not_say")],
    ),
    "a place to fill in": ("unfilled", "client_answer", [(ANSWER, "<fill in: e.g. the cap>")]),
    "only industries that are not there": ("unused", "industries", [("^owner", "industries: [forestry]\nowner")]),
    "one industry that is not there": ("industry", "industries", [("^owner", "industries: [retail, retial]\nowner")]),
    "a draft that was to be settled": (
        "unapproved",
        "status",
        [("status: approved", "status: draft"), ("2027-03-31", "2026-10-31")],
    ),
    "a text long in review": (
        "unapproved",
        "status",
        [("status: approved", "status: in_review"), ("2027-03-31", "2026-11-23")],
    ),
    "a review overdue": ("review", "review_by", [("2027-03-31", "2026-11-23")]),
    "a review long overdue": ("review", "status", [("2027-03-31", "2026-10-23")]),
    "another period in the answer than in the guarantee": (
        "promise",
        "client_answer",
        [(ANSWER, "Leave within 30 days.\n\n## guarantee\n\nYou may leave within sixty days.")],
    ),
    "approved by nobody": ("approval", "status", [("^approved_by: [^\n]*\n", "")]),
    "approved some day": ("approval", "status", [("^approved_on: [^\n]*\n", "")]),
    "approved tomorrow": ("approved_later", "approved_on", [("2026-09-30", "2026-11-25")]),
    "approved as a draft": ("approval", "status", [('"1.0"', '"0.4"')]),
    "another category in English": ("translation", "category", [("category: price", "category: trust")]),
    "a saying that is there already": (
        "duplicate",
        "verbatim",
        [("Your yearly fee keeps climbing", "Your prices are a good deal higher than what we had in mind")],
    ),
    "an answer that is there already": ("same_answer", "client_answer", [(ANSWER, "SAME")]),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A company's library with a retired and an expired case."""
    folder = tmp_path / "acme"
    (folder / "cases").mkdir(parents=True)
    for language in ("zh", "en"):
        text = (ROOT / "templates" / "cases" / f"{CASE}.{language}.md").read_text(encoding="utf-8")
        retired = text.replace("status: approved", "status: retired")
        (folder / "cases" / f"old-case.{language}.md").write_text(retired, encoding="utf-8")
        late = text.replace("valid_until: 20", "valid_until: 2025-01-01 # 20")
        (folder / "cases" / f"late-case.{language}.md").write_text(late, encoding="utf-8")
    return folder


def found_in(library: Path, *languages: str) -> list[tuple[str, str, str]]:
    """Code, file and place of each finding."""
    found = check_objections(open_library(library), TODAY, languages or ("zh", "en"))
    return [(finding.code, finding.file, finding.place) for finding in found]


def test_the_shipped_library_has_no_fault():
    assert check_objections(open_library(), TODAY) == ()


def test_a_sound_entry_has_no_fault(library):
    write_entry(library)
    assert found_in(library) == []


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.mostly_slow(keep=("proof past", "forbidden words in"))
def test_a_fault_gives_its_one_finding_at_its_place(name, library):
    rule, place, changes = FAULTS[name]
    shipped = (ROOT / "templates" / "objections" / "price-too-high.en.md").read_text(encoding="utf-8")
    answer = shipped.split("## Answer for the client\n\n")[1].split("\n")[0]
    path = write_entry(library, "fee-climbs", *((pattern, words.replace("SAME", answer)) for pattern, words in changes))
    (found,) = check_objections(open_library(library), TODAY)
    assert (found.code, found.file, found.place) == (f"objection.{rule}", "acme/objections/fee-climbs.en.md", place)
    assert found.message.startswith("fee-climbs: ") and found.hint and found.line >= 1
    written = path.read_text(encoding="utf-8").splitlines()[found.line - 1]
    last = place.rpartition(".")[2].split("[")[0]
    assert not last or found.line == 1 or last in written, written


def test_forbidden_words_are_found_in_chinese_without_spaces(library):
    write_entry(library)
    path = library / "objections" / "fee-climbs.zh.md"
    path.write_text(entry_text("zh", ("合同写明年费[^\n]*", "放心吧，您的年费是永远都不会涨的。")), encoding="utf-8")
    seal(library)
    assert found_in(library) == [("objection.forbidden", "acme/objections/fee-climbs.zh.md", "client_answer")]


def test_an_entry_in_one_language_misses_the_other_unless_only_one_is_asked_for(library):
    write_entry(library).unlink()
    assert found_in(library) == [("objection.language", "acme/objections/fee-climbs.zh.md", "")]
    assert found_in(library, "zh") == []


def test_an_industrys_own_wording_is_checked_and_what_it_inherits_is_reported_once(library):
    write_entry(library, "fee-climbs", ("2027-06-30", "2025-06-30"))
    folder = library / "objections" / "retail"
    folder.mkdir()
    for language in ("zh", "en"):
        (folder / f"fee-climbs.{language}.md").write_text('---\nversion: "1.0"\n---\n', encoding="utf-8")
    assert found_in(library) == [
        ("objection.proof_expired", "acme/objections/fee-climbs.en.md", "proof[0].valid_until")
    ]


@pytest.mark.parametrize(("folder", "industries"), [("forestry", "[]"), ("services", "[retail]")])
def test_wording_for_an_industry_that_does_not_use_the_entry_is_reported(folder, industries, library):
    write_entry(library, "fee-climbs")
    for language in ("zh", "en"):
        path = library / "objections" / f"fee-climbs.{language}.md"
        path.write_text(entry_text(language, ("^owner", f"industries: {industries}\nowner")), encoding="utf-8")
        own = library / "objections" / folder / f"fee-climbs.{language}.md"
        own.parent.mkdir(exist_ok=True)
        own.write_text('---\nversion: "1.0"\n---\n', encoding="utf-8")
    seal(library)
    assert [(code, file) for code, file, _ in found_in(library)] == [
        ("objection.unused", f"acme/objections/{folder}/fee-climbs.en.md"),
        ("objection.unused", f"acme/objections/{folder}/fee-climbs.zh.md"),
    ]


def test_the_language_that_was_left_behind_by_a_new_promise_is_reported_until_it_is_approved_again(library):
    write_entry(library, "fee-climbs", ('"1.0"', '"2.0"'))
    assert found_in(library) == [("objection.older", "acme/objections/fee-climbs.zh.md", "version")]
    workspace = docgen.Workspace(library=library, today=lambda: TODAY)
    docgen.Objections(workspace).approve("fee-climbs", "Li", languages=["zh"]).save()
    assert found_in(library) == []


@pytest.mark.slow
def test_thirty_equal_objections_are_one_finding_that_names_the_first_few(library):
    for number in range(30):
        write_entry(library, f"fee-{number:02}")
    found = [f for f in check_objections(open_library(library), TODAY, ["en"]) if f.code == "objection.duplicate"]
    (group,) = found
    assert group.message.startswith("fee-29: 30 objections answer nearly the same saying: fee-00, fee-01, fee-02, ")
    assert group.message.count("fee-") < 10
    assert group.values["count"] == 30 and group.values["entries"].endswith("fee-28, fee-29")


def test_a_category_whose_entries_are_all_retired_has_no_answer(library):
    for name in ("never-heard-of-you", "data-security"):
        for language in ("zh", "en"):
            text = (ROOT / "templates" / "objections" / f"{name}.{language}.md").read_text(encoding="utf-8")
            path = library / "objections" / f"{name}.{language}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("status: approved", "status: retired"), encoding="utf-8")
    assert found_in(library) == [("objection.category", "objections", "")]


def test_what_is_wrong_with_a_retired_entry_does_not_matter(library):
    write_entry(library, "fee-climbs", ("status: approved", "status: retired"), ("2027-06-30", "2020-06-30"))
    zh = library / "objections" / "fee-climbs.zh.md"
    zh.write_text(entry_text("zh", ("status: approved", "status: retired")), encoding="utf-8")
    assert found_in(library) == []


def test_a_file_that_cannot_be_read_is_reported_with_its_line_and_the_rest_is_still_checked(library):
    write_entry(library, "fee-climbs", ("^category: price", "category: prize"))
    write_entry(
        library,
        "fee-again",
        ("2027-06-30", "2025-06-30"),
        ("Your yearly fee keeps climbing", "Why do we pay for a licence"),
    )
    zh = library / "objections" / "fee-again.zh.md"
    zh.write_text(
        entry_text("zh", ("你们的年费涨得太快了", "凭什么还要交许可费"), ("合同写明[^\n]*", "许可包含升级。")),
        encoding="utf-8",
    )
    found = check_objections(open_library(library), TODAY)
    assert [(f.code, f.line) for f in found if f.file.endswith("climbs.en.md")] == [("library.entry", 2)]
    assert [f.code for f in found if f.file.endswith("again.en.md")] == [
        "objection.proof_expired",
        "objection.same_answer",
    ][:1]


def test_every_rule_is_documented_and_broken_by_a_test():
    page = (ROOT / "docs" / "dev" / "objections.md").read_text(encoding="utf-8")
    assert [rule for rule in RULES if f"`objection.{rule}`" not in page] == []
    assert set(RULES) == {rule for rule, _, _ in FAULTS.values()} | {"language", "category", "older"}


def test_the_managers_page_names_every_verb_in_both_languages():
    from docgen.cli.objection import objection

    chinese, english = (ROOT / "docs" / "playbook-upkeep.md").read_text(encoding="utf-8").split("## English")
    for text in (chinese, english):
        assert [verb for verb in objection.commands if f"docgen objection {verb} " not in text] == []
