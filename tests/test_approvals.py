"""An approval binds an entry's words, edition by edition; another text is in review until it is approved again."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import pytest
from approvals import seal
from click.testing import CliRunner
from conftest import ROOT
from objection_files import entry_text, write_entry

import docgen
from docgen.audience import client, internal
from docgen.cli import cli
from docgen.gallery.cache import LibraryState, WatchedLibrary
from docgen.library import find_case, find_legal, find_objection, list_due, open_library
from docgen.library.approvals import UNBOUND_FIELDS, EditionKey, content_digest, list_records
from docgen.library.editions import all_editions
from docgen.library.industries import find_industry
from docgen.library.layers import Layers
from docgen.schemas.base import EntryStatus
from docgen.schemas.governance import Doubt
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case

LIBRARY = open_library()
TODAY = date(2026, 11, 24)
SAMPLE = ROOT / "samples" / "proposal.services.en.yaml"
SHIPPED = ROOT / "templates"
CASE, CLAUSE, OBJECTION = "svc-lakeside-hotels", "acceptance", "price-too-high"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    return folder


def copy(company: Path, file: str, *changes: tuple[str, str]) -> Path:
    """A shipped file in the company's library, changed."""
    text = (SHIPPED / file).read_text(encoding="utf-8")
    target = company / file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(changed(text, *changes), encoding="utf-8")
    return target


def change(path: Path, *changes: tuple[str, str]) -> None:
    path.write_text(changed(path.read_text(encoding="utf-8"), *changes), encoding="utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    for pattern, words in changes:
        text, count = re.subn(pattern, words, text, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
    return text


def workspace(company: Path, today: date = TODAY, **more: object) -> docgen.Workspace:
    return docgen.Workspace(library=company, today=lambda: today, **more)


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    return done.exit_code, done.output


def refusals(company: Path, today: date = TODAY, **fields: object) -> list[docgen.Finding]:
    """The findings on a client's proposal that uses only the entries named."""
    document = docgen.load(SAMPLE).model_copy(update={"cases": (), "objections": (), "legal": (), **fields})
    try:
        docgen.render(document, "docx", audience="client", workspace=workspace(company, today))
    except docgen.RefusedError as error:
        assert error.exit_code == 4
        return list(error.findings)
    return []


def approve_case(company: Path, by: str = "Li", **more: object) -> None:
    docgen.LibraryEntries(workspace(company)).approve(f"cases/{CASE}", by, languages=["en"], **more).save()


# What is hashed


def test_the_built_in_library_is_sealed_and_holds_no_record_too_many():
    records = {path.relative_to(SHIPPED).as_posix() for path in (SHIPPED / "approvals").rglob("*.yaml")}
    editions = list(all_editions(LIBRARY))
    assert [str(key) for key, entry in editions if entry.status is not EntryStatus.approved] == []
    assert records == {f"{key.records}/{record.name}" for key, _ in editions for record in list_records(LIBRARY, key)}
    assert len(records) == len(editions)
    assert subprocess.run([sys.executable, ROOT / "tools/seal_library.py", "--check"], check=False).returncode == 0


def test_the_digest_of_a_text_is_the_same_in_every_version_of_docgen(company):
    """Written down once: if this fails, every company's approvals are void. See docs/dev/approval-of-entries.md."""
    write_entry(company)
    library = open_library(company)
    assert content_digest(find_objection(library, "fee-climbs", "base", "zh")) == ZH_DIGEST
    assert content_digest(find_objection(library, "fee-climbs", "retail", "en")) == EN_DIGEST


ZH_DIGEST = "ad6fbcc9c48296702ab1ec12cfcccceaeaaacc1c1b76f07350f75e2695424d0b"
EN_DIGEST = "65e8b6cb1b1a0d5f8f9c933edad75edd164a10cece651409fdee63597cbd96ec"


@pytest.mark.parametrize("model", [Objection, Case, LegalBlock])
def test_an_optional_field_that_is_new_voids_no_approval(model):
    entry = next(entry for _, entry in all_editions(open_library()) if isinstance(entry, model))

    class Later(model):
        later_note: Annotated[str | None, internal("Note", "说明", "Later.", "x")] = None
        later_list: Annotated[tuple[str, ...], client("List", "列表", "Later.", [])] = ()
        later_flag: Annotated[bool, client("Flag", "标记", "Later.", False)] = False

    later = Later.model_validate(entry.model_dump(round_trip=True))
    assert content_digest(later) == content_digest(entry)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("^owner: .*", "owner: Somebody Else"),
        ("^review_by: .*", "review_by: 2027-01-31"),
        ("^title: ", "# a remark\ntitle:    "),
        ("^version: .*", 'version: "9.9"'),
        ("\n\n## ", "\n\n\n\n\n## "),
        ("^(status: .*)\n(owner: .*)\n", r"\2\n\1\n"),
        ("\\Z", "\n\n"),
    ],
)
def test_what_is_no_word_of_an_entry_may_change_without_a_new_approval(pattern, words, company):
    path = copy(company, f"cases/{CASE}.en.md")
    change(path, (pattern, words))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert refusals(company, cases=(CASE,)) == []


def test_how_often_an_objection_was_used_binds_no_approval(company):
    copy(company, f"objections/{OBJECTION}.en.md", ("^usage: .*", "usage: 999"), ("^success_rate: .*\n", ""))
    assert refusals(company, objections=(OBJECTION,)) == []


@pytest.mark.parametrize(
    ("file", "pattern", "words", "fields"),
    [
        (f"cases/{CASE}.en.md", "^valid_until: .*", "valid_until: 2029-12-31", {"cases": (CASE,)}),
        (f"cases/{CASE}.en.md", "^quote_by: .*", "quote_by: The owner", {"cases": (CASE,)}),
        (f"legal/{CLAUSE}.en.md", "ten working days", "thirty working days", {"legal": (CLAUSE,)}),
        (
            f"legal/{CLAUSE}.en.md",
            "(## Notes\n\n)",
            r"\1Give way. ",
            {"legal": (CLAUSE,)},
        ),
        (f"objections/{OBJECTION}.en.md", "(## Do not say\n\n)", r"\1- Never.\n", {"objections": (OBJECTION,)}),
        ("industries/services.yaml", "^motif: .*", "motif: gear", {}),
    ],
)
def test_changed_words_of_any_sort_of_entry_are_refused_with_who_approved_the_others(
    file, pattern, words, fields, company
):
    path = copy(company, file)
    assert refusals(company, **fields) == []
    change(path, (pattern, words))
    (finding,) = refusals(company, **fields)
    assert "was changed since" in finding.message and "approved it on 2026-09-30, so it is in review" in finding.message
    assert (finding.values["status"], finding.values["approved_on"]) == ("in_review", "2026-09-30")
    assert "docgen " in finding.hint and "approve" in finding.hint and "--by NAME" in finding.hint


# Where it counts


@pytest.mark.slow
def test_a_changed_text_is_in_review_at_check_due_list_render_gallery_and_lint(company):
    path = write_entry(company)
    change(path, ("three per cent", "one per cent"))
    at = ("--library", company)
    assert "in_review" in next(
        line for line in run("objection", "list", *at)[1].splitlines() if "fee-climbs en" in line
    )
    code, output = run("objection", "check", *at)
    assert code == 1 and "fee-climbs: was changed since 赵静 approved it on 2026-09-30" in output
    assert [str(due.what) for due in list_due(open_library(company), TODAY, 0) if due.entry.endswith("fee-climbs")] == [
        "in_review: was changed since 赵静 approved it on 2026-09-30, so it is in review"
    ]
    assert "in_review" in next(line for line in run("library", "list", *at)[1].splitlines() if "fee-climbs" in line)
    report = docgen.lint_library(company)
    (problem,) = (problem for problem in report.problems if problem.code == "entry.unapproved")
    assert problem.where.template == "acme/objections/fee-climbs.en.md" and report.errors == 1
    assert problem.message.startswith("objections/fee-climbs (en) was changed since 赵静 approved it on 2026-09-30")
    document = docgen.load(SAMPLE).model_copy(update={"objections": ("fee-climbs",)})
    with pytest.raises(docgen.RefusedError, match="fee-climbs was changed since"):
        docgen.render(document, "pdf", audience="client", workspace=workspace(company))
    internal = docgen.render(document, "pptx", audience="internal", workspace=workspace(company))
    assert [w.code for w in internal.warnings if "fee-climbs was changed" in w.message] == ["notice.entry"]
    drafts = docgen.render(document, "docx", audience="client", workspace=workspace(company, drafts=True))
    assert [w.values["entry"] for w in drafts.warnings if w.code == "notice.entry"] == ["fee-climbs"]


def test_an_older_approved_text_put_back_by_hand_is_in_review(company):
    path = copy(company, f"cases/{CASE}.en.md", ("^quote: .*", "quote: We never looked back."))
    approve_case(company)
    first = path.read_text(encoding="utf-8")
    change(path, ("never looked back", "sleep better"))
    approve_case(company, by="Ma")
    assert refusals(company, cases=(CASE,)) == []
    path.write_text(first, encoding="utf-8")
    (finding,) = refusals(company, cases=(CASE,))
    assert "was changed since Li approved it" in finding.message


def test_a_date_of_review_moved_by_hand_renews_nothing(company):
    path = copy(company, f"legal/{CLAUSE}.en.md")
    change(path, ("^review_by: .*", "review_by: 2031-01-31"), ("^valid_until: .*", "valid_until: 2027-12-31"))
    library = open_library(company)
    assert find_legal(library, CLAUSE, "base", "en").review_by == date(2027, 3, 31)
    change(path, ("^approved_by: .*", "approved_by: The Intern"))
    assert find_legal(library, CLAUSE, "base", "en").approved_by != "The Intern"


# Who, and when


@pytest.mark.parametrize("file", [f"cases/{CASE}.en.md", f"legal/{CLAUSE}.en.md", "industries/services.yaml"])
@pytest.mark.parametrize(
    ("pattern", "words", "why"),
    [
        ("^approved_by: .*\n", "", "says approved, but not by whom"),
        ("^approved_on: .*\n", "", "but not when"),
        ("^version: .*", 'version: "0.3"', "version 0.3 is a draft's"),
    ],
)
def test_approved_by_nobody_is_not_approved(pattern, words, why, file, company):
    copy(company, file, (pattern, words))
    fields = {"cases": (CASE,)} if "cases" in file else {"legal": (CLAUSE,)} if "legal" in file else {}
    (finding,) = refusals(company, **fields)
    assert why in finding.message


def test_an_entry_in_a_document_that_nobody_approved_is_noticed():
    sample = docgen.load(ROOT / "samples" / "playbook.services.en.yaml")
    entry = sample.objections[0].model_copy(update={"approved_by": None})
    (found,) = entry.notices(TODAY, "objections[0]")
    assert (found.code, found.place) == ("notice.objection_unsigned", "objections[0]")


@pytest.mark.parametrize(("days", "code"), [(0, None), (1, "review"), (30, "review"), (31, "lapsed"), (300, "lapsed")])
def test_a_review_overdue_is_noticed_for_thirty_days_and_then_refused(days, code, company):
    copy(company, f"legal/{CLAUSE}.en.md")
    today = date(2027, 3, 31) + timedelta(days=days)
    entry = find_legal(open_library(company), CLAUSE, "base", "en")
    found = [f.code for f in entry.notices(today) if f.code != "notice.legal_expired"]
    assert found == ([f"notice.legal_{code}"] if code else [])
    found = [f for f in refusals(company, today, legal=(CLAUSE,)) if f.place == "legal[0]" and "review" in f.message]
    assert ["more than 30 days ago, so it is in review" in f.message for f in found] == ([True] if days > 30 else [])


def test_a_library_may_say_how_long_overdue_is_too_long(company):
    (company / "library.yaml").write_text('name: acme\nversion: "1.0"\napproval: {overdue_days: 5}\n', encoding="utf-8")
    entry = find_case(open_library(company), CASE, "base", "en")
    assert [f.code for f in entry.notices(date(2027, 4, 5))] == ["notice.case_review"]
    assert [f.code for f in entry.notices(date(2027, 4, 6))] == ["notice.case_lapsed"]
    assert "more than 5 days ago" in next(entry.notices(date(2027, 4, 6))).message
    (company / "library.yaml").write_text('name: a\nversion: "1"\napproval: {overdue: 5}\n', encoding="utf-8")
    with pytest.raises(docgen.LibraryError, match=r"acme/library.yaml:3:1  approval.overdue"):
        find_case(open_library(company), CASE, "base", "en")


# Editions


def test_an_industrys_wording_is_approved_by_itself_also_where_it_says_nothing_of_status(company):
    write_entry(company)
    own = company / "objections" / "retail" / "fee-climbs.en.md"
    own.parent.mkdir()
    own.write_text("---\n---\n\n## client_answer\n\nWe cap it for shops.\n", encoding="utf-8")
    library = open_library(company)
    assert find_objection(library, "fee-climbs", "healthcare", "en").status == "approved"
    assert find_objection(library, "fee-climbs", "retail", "en").standing.doubt is Doubt.uncovered
    done = docgen.Objections(workspace(company)).approve("fee-climbs", "Li", languages=["en"])
    (notice,) = (n for n in done.notices if n.code == "upkeep.not_covered")
    assert notice.values["fields"] == "client_answer" and "--industry retail --language en" in notice.hint
    assert "retail" not in done.covered[0].industries and "healthcare" in done.covered[0].industries
    done.save()
    assert find_objection(open_library(company), "fee-climbs", "retail", "en").status == "in_review"
    by_itself = docgen.Objections(workspace(company)).approve("fee-climbs", "Li", industry="retail", languages=["en"])
    assert [edition.edition for edition in by_itself.covered] == ["fee-climbs (en, retail)"]
    by_itself.save()
    assert find_objection(open_library(company), "fee-climbs", "retail", "en").status == "approved"


def test_a_common_change_that_an_industry_does_not_read_leaves_its_approval(company):
    write_entry(company)
    own = company / "objections" / "retail" / "fee-climbs.en.md"
    own.parent.mkdir()
    own.write_text("---\n---\n\n## client_answer\n\nWe cap it for shops.\n", encoding="utf-8")
    seal(company)
    objections = docgen.Objections(workspace(company))
    objections.edit("fee-climbs", {"client_answer": "The contract caps any rise."}, language="en").save()
    assert find_objection(open_library(company), "fee-climbs", "retail", "en").status == "in_review"
    objections = docgen.Objections(workspace(company))
    done = objections.approve("fee-climbs", "Li", languages=["en"])
    assert [notice.code for notice in done.notices if notice.code == "upkeep.not_covered"] == []
    done.save()
    assert find_objection(open_library(company), "fee-climbs", "retail", "en").status == "approved"


def test_an_industrys_edit_has_a_version_and_a_status_of_its_own_whatever_the_common_one_is(company):
    objections = docgen.Objections(workspace(company))
    objections.edit("data-security", {"guarantee": "Ninety days."}, language="en").save()
    objections = docgen.Objections(workspace(company))
    objections.edit("data-security", {"short_script": "Yours alone."}, industry="technology", language="en").save()
    text = (company / "objections/technology/data-security.en.md").read_text(encoding="utf-8")
    assert "status: in_review" in text and re.search(r'^version: "\d', text, re.MULTILINE)
    docgen.Objections(workspace(company)).approve("data-security", "Li", languages=["en"]).save()
    assert find_objection(open_library(company), "data-security", "technology", "en").status == "in_review"


def test_a_copy_that_promises_another_period_than_the_new_guarantee_is_reported_with_both(company):
    objections = docgen.Objections(workspace(company))
    objections.edit("price-too-high", {"guarantee": "You may leave within ninety days."}, language="en").save()
    done = docgen.Objections(workspace(company)).approve("price-too-high", "Li", languages=["en"])
    messages = {n.values["industry"]: n.message for n in done.notices if n.code == "upkeep.not_covered"}
    assert set(messages) == {"manufacturing", "retail", "services", "technology"}
    assert "says “30 days”, the guarantee “ninety days”" in messages["services"]


def test_a_text_merged_for_an_industry_counts_by_what_its_readers_get(company):
    copy(company, "legal/data-protection.en.md")
    copy(company, "legal/healthcare/data-protection.en.md")
    library = open_library(company)
    assert find_legal(library, "data-protection", "healthcare", "en").status == "approved"
    title = re.search(r"^title: .*", (company / "legal/data-protection.en.md").read_text(encoding="utf-8"), re.M)[0]
    change(company / "legal/data-protection.en.md", (re.escape(title), f"{title} and more"))
    library = open_library(company)
    assert find_legal(library, "data-protection", "base", "en").status == "in_review"
    own = (company / "legal/healthcare/data-protection.en.md").read_text(encoding="utf-8")
    assert find_legal(library, "data-protection", "healthcare", "en").status == (
        "approved" if "\ntitle:" in own else "in_review"
    )


def test_a_clause_in_both_languages_is_in_review_if_either_is(company):
    copy(company, f"legal/{CLAUSE}.zh.md")
    change(copy(company, f"legal/{CLAUSE}.en.md"), ("^summary: ", "summary: Perhaps "))
    block = find_legal(open_library(company), CLAUSE, "base", "zh+en")
    assert (block.status, block.standing.doubt) == ("in_review", Doubt.changed)


# Approving


def test_approving_prints_version_editions_and_the_next_review(company):
    write_entry(company)
    code, output = run("objection", "approve", "fee-climbs", "--by", "Li", "--language", "both", "--library", company)
    assert code == 0
    lines = [line for line in output.splitlines() if line.startswith("covers ")]
    assert [line.split(",")[0] for line in lines] == ["covers fee-climbs (en) 1.0", "covers fee-climbs (zh) 1.0"]
    assert all(re.search(r"next review 20\d\d-\d\d-\d\d; read by .*retail", line) for line in lines)
    code, output = run(
        "objection",
        "approve",
        "fee-climbs",
        "--by",
        "Li",
        "--language",
        "zh",
        "--dry-run",
        "--json",
        "--library",
        company,
    )
    (edition,) = json.loads(output)["covered"]
    assert (edition["edition"], edition["version"], edition["approved_by"]) == ("fee-climbs (zh)", "1.0", "Li")


@pytest.mark.parametrize(
    ("name", "file", "languages"),
    [
        (f"cases/{CASE}", f"cases/{CASE}.en.md", ("--language", "en")),
        (f"legal/{CLAUSE}", f"legal/{CLAUSE}.zh.md", ("--language", "zh")),
        ("industries/retail", "industries/retail.yaml", ()),
    ],
)
def test_an_entry_of_any_sort_is_approved_by_one_command(name, file, languages, company):
    path = copy(company, file, ("^status: .*", "status: in_review"), ("^(title|motif): ", r"\1: x"))
    code, output = run("library", "approve", name, "--by", "Ada B", *languages, "--library", company)
    assert code == 0 and f"covers {name}" in output and "approved by Ada B, next review 20" in output
    text = path.read_text(encoding="utf-8")
    assert "status: approved\n" in text and "approved_by: Ada B\n" in text
    key, entry = next(
        (k, e) for k, e in all_editions(open_library(company)) if str(k).startswith(name) and k.file == file
    )
    assert (entry.status, entry.approved_by) == ("approved", "Ada B")
    assert [record.digest for record in list_records(Layers((company,)), key)] == [content_digest(entry)]
    before = path.read_bytes()
    change(path, ("^(title|motif): x", r"\1: y"))
    assert dict(all_editions(open_library(company)))[key].standing.doubt is Doubt.changed
    path.write_bytes(before)
    assert dict(all_editions(open_library(company)))[key].status == "approved"


def test_words_changed_under_one_version_number_get_a_new_one(company):
    path = copy(company, f"cases/{CASE}.en.md", ("^quote: .*", "quote: A."))
    approve_case(company)
    first = find_case(open_library(company), CASE, "base", "en").version
    change(path, ("^quote: .*", "quote: B."))
    approve_case(company)
    second = find_case(open_library(company), CASE, "base", "en").version
    assert int(second.split(".")[0]) == int(first.split(".")[0]) + 1
    approve_case(company)
    assert find_case(open_library(company), CASE, "base", "en").version == second
    key = EditionKey("cases", CASE, language="en")
    numbers = [(record.number, record.version) for record in list_records(Layers((company,)), key)]
    assert sorted(numbers) == [(1, first), (2, second)]


def test_a_case_with_places_to_fill_in_or_past_its_date_is_not_approved(company):
    copy(
        company,
        f"cases/{CASE}.en.md",
        ("^quote: .*", 'quote: "<fill in: what they said>"'),
        ("^valid_until: .*", "valid_until: 2026-01-31"),
    )
    with pytest.raises(docgen.LibraryError) as error:
        approve_case(company)
    assert [finding.code for finding in error.value.findings] == ["library.unfilled", "library.expired"]
    assert not (company / "approvals").exists()


@pytest.mark.parametrize("name", ["case/x", "acceptance", "templates/x", "legal/"])
def test_what_is_no_sort_of_entry_is_wrong_usage(name, company):
    assert run("library", "approve", name, "--by", "Li", "--library", company)[0] == 2


def test_nothing_is_approved_in_the_built_in_library():
    assert run("library", "approve", f"cases/{CASE}", "--by", "Li", "--language", "en")[0] == 2
    assert run("library", "adopt-approvals")[0] == 2


# People

PEOPLE = """people:
  - {name: 李明, also: [Li Ming], role: manager, email: li@example.com, keys: [abc]}
  - {name: 王海, role: rep}
  - {name: Martin Doyle, role: director}
"""


def test_only_people_with_an_approving_role_approve(company):
    write_entry(company)
    (company / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    at = ("--language", "zh", "--library", company)
    code, output = run("objection", "approve", "fee-climbs", "--by", "甲", *at)
    assert code == 4 and "甲 is not in people.yaml; these may: 李明, Martin Doyle" in output
    code, output = run("objection", "approve", "fee-climbs", "--by", "王海", *at)
    assert code == 4 and "王海 is a rep in people.yaml" in output
    before = sorted(company.rglob("*"))
    assert sorted(company.rglob("*")) == before
    code, output = run("objection", "approve", "fee-climbs", "--by", "li  MING", *at)
    assert code == 0 and "people.yaml" not in output


def test_roles_that_approve_are_the_librarys_to_say(company):
    copy(company, f"cases/{CASE}.en.md")
    (company / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (company / "library.yaml").write_text('name: a\nversion: "1"\napproval: {roles: [rep]}\n', encoding="utf-8")
    with pytest.raises(docgen.RefusedError, match="Martin Doyle is a director"):
        approve_case(company, by="Martin Doyle")
    approve_case(company, by="王海")


def test_without_people_any_name_but_the_owners_is_taken_with_a_notice(company):
    write_entry(company)
    for text in (None, "# people:\n#   - name: x\n"):
        if text:
            (company / "people.yaml").write_text(text, encoding="utf-8")
        done = docgen.Objections(workspace(company)).approve("fee-climbs", "甲", languages=["zh"])
        assert done.notices[0].code == "upkeep.no_people" and done.notices[0].values == {"by": "甲"}


@pytest.mark.parametrize("owner", ["李明", " 李 明 ", "Li Ming", "Wang / li ming", "赵静、李明"])
def test_nobody_approves_what_is_his_own_under_another_spelling_either(owner, company):
    path = write_entry(company, "fee-climbs", ("^owner: [^\n]*", f'owner: "{owner}"'))
    (company / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(docgen.RefusedError) as error:
        docgen.Objections(workspace(company)).approve("fee-climbs", "李明", languages=["en"])
    (finding,) = error.value.findings
    assert (finding.code, finding.values["by"]) == ("upkeep.own_entry", "李明")
    assert path.read_bytes() == before
    (company / "library.yaml").write_text('name: a\nversion: "1"\napproval: {second_person: false}\n', encoding="utf-8")
    assert docgen.Objections(workspace(company)).approve("fee-climbs", "李明", languages=["en"]).covered


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("people:\n  - {name: Li, role: boss}\n", "people.yaml:2:1  people[0].role"),
        ("people:\n  - {name: Li}\n", "people[0].role: is required"),
        ("people: []\n", "people.yaml:1:1  people"),
        ("people:\n  - {name: Li, role: rep}\n  - {name: Ma, also: [LI], role: rep}\n", "two people are called LI"),
        (
            "people:\n<<<<<<< HEAD\n  - {name: Li, role: rep}\n=======\n>>>>>>> b\n",
            "people.yaml:2:1: has an unfinished",
        ),
    ],
)
def test_a_broken_list_of_people_approves_nothing(text, message, company):
    write_entry(company)
    (company / "people.yaml").write_text(text, encoding="utf-8")
    code, output = run("objection", "approve", "fee-climbs", "--by", "Ma", "--language", "zh", "--library", company)
    assert code == 1 and message in output


# The day of the upgrade


def upgraded(company: Path) -> Path:
    """A library approved before docgen bound approvals: a company's own entries, without records."""
    write_entry(company)
    copy(
        company, f"cases/{CASE}.en.md", ("^quote: .*", "quote: Ours."), ("^approved_on: .*", "approved_on: 2026-10-05")
    )
    copy(company, "industries/services.yaml", ("^motif: .*", "motif: gear"), ("^version: .*", 'version: "1.2"'))
    own = company / "objections" / "retail" / "fee-climbs.en.md"
    own.parent.mkdir()
    own.write_text("---\n---\n\n## client_answer\n\nFor shops.\n", encoding="utf-8")
    shutil.rmtree(company / "approvals")
    return company


def test_what_was_approved_before_is_refused_with_the_command_and_taken_over_by_it(company):
    upgraded(company)
    for finding in refusals(company, cases=(CASE,), objections=("fee-climbs",)):
        assert "docgen library adopt-approvals" in finding.hint
    code, output = run("library", "adopt-approvals", "--library", company, "--dry-run")
    assert code == 0 and not (company / "approvals").exists()
    assert output.splitlines() == [
        "industries/services 1.2, by 赵静 on 2026-09-30",
        "objections/fee-climbs (en) 1.0, by 赵静 on 2026-09-30 (its owner)",
        "objections/fee-climbs (en, retail) 1.0, by 赵静 on 2026-09-30 (its owner)",
        "objections/fee-climbs (zh) 1.0, by 赵静 on 2026-09-30 (its owner)",
        f"cases/{CASE} (en) 1.2, by Martin Doyle on 2026-10-05",
    ]
    assert run("library", "adopt-approvals", "--library", company)[0] == 2  # nobody answers
    assert not (company / "approvals").exists()
    assert run("library", "adopt-approvals", "--library", company, "--yes")[0] == 0
    assert refusals(company, cases=(CASE,), objections=("fee-climbs",)) == []
    code, output = run("library", "adopt-approvals", "--library", company, "--yes", "--json")
    assert (code, json.loads(output)["adopted"]) == (0, [])


def test_a_yes_on_the_command_line_takes_approvals_over(company):
    upgraded(company)
    done = CliRunner().invoke(cli, ["library", "adopt-approvals", "--library", str(company)], input="n\n")
    assert done.exit_code == 2 and not (company / "approvals").exists()
    done = CliRunner().invoke(cli, ["library", "adopt-approvals", "--library", str(company)], input="y\n")
    assert done.exit_code == 0 and "5 approvals adopted" in done.output


def test_what_changed_since_or_was_approved_by_nobody_is_not_taken_over(company):
    change(write_entry(company), ("three per cent", "no per cent"))
    copy(company, f"legal/{CLAUSE}.en.md", ("ten", "twelve"))  # a built-in text under the built-in approval
    copy(company, f"cases/{CASE}.en.md", ("^approved_by: .*\n", ""))
    adoption = docgen.LibraryEntries(workspace(company)).plan_adoption()
    assert (adoption.adopted, adoption.files) == ((), ())
    assert {(notice.values["edition"], notice.values["doubt"]) for notice in adoption.notices} == {
        ("objections/fee-climbs (en)", "changed"),
        (f"legal/{CLAUSE} (en)", "changed"),
        (f"cases/{CASE} (en)", "unsigned"),
    }


# Git

GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main")


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*GIT, *words], cwd=folder, capture_output=True, text=True, check=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_two_approved_edits_merge_without_a_conflict_into_a_text_that_nobody_approved(company, tmp_path):
    copy(company, f"cases/{CASE}.en.md", ("^quote: .*", "quote: Ours."))
    approve_case(company)
    git(company, "init", "-q")
    git(company, "add", "-A")
    git(company, "commit", "-qm", "0")
    for name, edit in (("a", ("^quote: .*", "quote: Theirs.")), ("b", ("^(## Solution\n\n)", r"\1Free of charge. "))):
        git(tmp_path, "clone", "-q", str(company), name)
        change(tmp_path / name / f"cases/{CASE}.en.md", edit)
        approve_case(tmp_path / name)
        git(tmp_path / name, "add", "-A")
        git(tmp_path / name, "commit", "-qm", name)
        assert refusals(tmp_path / name, cases=(CASE,)) == []
    git(tmp_path / "a", "pull", "-q", "--no-rebase", "--no-edit", "../b")
    merged = (tmp_path / "a" / f"cases/{CASE}.en.md").read_text(encoding="utf-8")
    assert "Theirs." in merged and "Free of charge." in merged
    (finding,) = refusals(tmp_path / "a", cases=(CASE,))
    assert "was changed since Li approved it" in finding.message
    approve_case(tmp_path / "a", by="Ma")
    assert refusals(tmp_path / "a", cases=(CASE,)) == []
    records = list_records(Layers((tmp_path / "a",)), EditionKey("cases", CASE, language="en"))
    assert sorted(record.number for record in records) == [1, 2, 2, 3]


@pytest.mark.parametrize(
    "file",
    [
        f"cases/{CASE}.en.md",
        f"legal/{CLAUSE}.zh.md",
        f"objections/{OBJECTION}.en.md",
        "industries/services.yaml",
        "labels/common.yaml",
        "brand.yaml",
        "library.yaml",
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_unfinished_merge_is_reported_as_one_with_its_line_in_every_file_of_a_library(file, ends, company):
    path = copy(company, file)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2:3] = ["<<<<<<< HEAD", lines[2], "=======", f"{lines[2]} ", ">>>>>>> branch"]
    path.write_bytes(ends.join(lines).encode())
    with pytest.raises(docgen.LibraryError) as error:
        document = docgen.load(SAMPLE)
        fields = {"cases": (CASE,), "objections": (OBJECTION,), "legal": (CLAUSE,), "language": "en"}
        if ".zh." in file:
            fields["language"] = "zh+en"
        docgen.render(document.model_copy(update=fields), "pdf", audience="internal", workspace=workspace(company))
    assert [(f.code, f.file, f.line) for f in error.value.findings] == [("library.merge", f"acme/{file}", 3)]
    assert "unfinished merge (<<<<<<<)" in error.value.findings[0].message


def test_a_heading_underlined_in_markdown_is_no_merge(company):
    copy(company, f"cases/{CASE}.en.md", ("(## Challenge\n\n)", r"\1The ask\n=======\n\n"))
    assert find_case(open_library(company), CASE, "base", "en").challenge.startswith("The ask\n=======")


# Hints


def test_hints_are_in_the_words_of_the_file(company):
    write_entry(company)
    code, output = run("objection", "edit", "fee-climbs", "--language", "zh", "--set", "原话=x", "--library", company)
    assert code == 2 and "did you mean `客户原话`?" in output
    code, output = run(
        "objection", "edit", "fee-climbs", "--language", "en", "--set", "clint answer=x", "--library", company
    )
    assert code == 2 and "did you mean `client_answer`?" in output
    zh = company / "objections" / "fee-climbs.zh.md"
    zh.write_text(entry_text("zh") + "\n## 对客回答\n\nx\n", encoding="utf-8")
    assert (
        "no field is called '对客回答'; did you mean `对客解答`?" in run("objection", "check", "--library", company)[1]
    )


@pytest.mark.parametrize(
    ("file", "pattern", "hint"),
    [
        ("industries/retail.yaml", r"(?s)^questions:.*\Z", 'write `questions: [{"stage": "pain", "text": {"en": '),
        ("industries/retail.yaml", "^accent: .*\n", "write `accent: A3480F`"),
        (f"cases/{CASE}.zh.md", "^anonymous_name: .*\n", "write `anonymous_name: 宁波某精密齿轮企业`"),
        (f"cases/{CASE}.en.md", "(?s)^## Challenge\n.*?(?=^## )", "write it under `## Challenge`"),
        (
            f"legal/{CLAUSE}.zh.md",
            "(?s)^## 适用情形\n.*?(?=^## )",
            "write it under `## 适用情形`, e.g. 凡提供资料的项目",
        ),
    ],
)
def test_what_is_missing_is_reported_with_how_to_write_it(file, pattern, hint, company):
    path = copy(company, file)
    path.write_text(re.sub(pattern, "", path.read_text(encoding="utf-8"), count=1, flags=re.M), encoding="utf-8")
    with pytest.raises(docgen.LibraryError) as error:
        list(all_editions(open_library(company)))
    (finding,) = error.value.findings
    assert finding.message == "is required, and not there" and finding.hint.startswith(hint)
    assert find_industry(open_library(), "retail").status == "approved"
    assert finding.values["field"] not in UNBOUND_FIELDS


@pytest.mark.parametrize(
    ("name", "find"),
    [
        (f"cases/{CASE}", lambda library: find_case(library, CASE, "services", "en")),
        (f"objections/{OBJECTION}", lambda library: find_objection(library, OBJECTION, "other", "en")),
        ("industries/services", lambda library: find_industry(library, "services")),
    ],
)
def test_a_new_approval_makes_the_gallery_show_an_entry_anew(name, find, company):
    watched = WatchedLibrary(open_library(company).layers)
    find(watched)
    reads = watched.reads
    before = LibraryState(open_library(company)).digest(reads)
    languages = [] if name.startswith("industries") else ["en"]
    docgen.LibraryEntries(workspace(company)).approve(name, "Li", languages=languages).save()
    approved = LibraryState(open_library(company)).digest(reads)
    assert approved != before
    (record,) = (company / "approvals").rglob("*.yaml")
    record.unlink()
    assert LibraryState(open_library(company)).digest(reads) != approved
