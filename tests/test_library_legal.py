"""Legal blocks: look-up by industry and language, printing before a document's own terms, approval."""

import re
from datetime import date
from pathlib import Path

import pytest
from approvals import seal
from conftest import WORKSPACE
from language import text_of

import docgen
from docgen.audience import Audience, as_data, view_for
from docgen.library import Library, find_legal, list_due, list_industries, list_legal, listing, open_library
from docgen.library.entries import LEGAL, industries_of
from docgen.redaction import redacted_values
from docgen.schemas.legal import LegalBlock
from docgen.schemas.minutes import Minutes
from docgen.schemas.proposal import Proposal
from docgen.sources import find_entries

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
LIBRARY = open_library()
INDUSTRIES = list_industries(LIBRARY)
TODAY = date(2026, 11, 24)
DAY_AFTER_THE_LAST = date(2028, 1, 1)
EDITIONS = [(name, language) for name in list_legal(LIBRARY) for language in ("zh", "en")]
WANTED = {
    "confidentiality", "intellectual-property", "offer-validity", "warranty-liability", "payment-invoicing",
    "data-protection", "change-requests", "governing-law", "force-majeure", "acceptance",
}  # fmt: skip
BLOCK = """---
title: Secrecy
summary: We keep it to ourselves.
status: approved
owner: Eleanor Shaw
version: "1.1"
approved_by: Martin Doyle
approved_on: 2026-09-30
review_by: 2027-03-31
---

## Text

Nothing **leaves** the room.

## When it applies

Whenever drawings change hands.
"""
CHINESE = BLOCK.replace("Secrecy", "保守秘密").replace("Nothing **leaves** the room.", "**一律**不外传。")
CHINESE = CHINESE.replace("We keep it to ourselves.", "双方不外传。").replace("Eleanor Shaw", "林岚")


@pytest.fixture
def company(tmp_path: Path):
    """`company({path: text})` is a library of these files alone."""

    def make(files: dict[str, str]) -> Library:
        for name, text in files.items():
            path = tmp_path / "acme" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Library((seal(tmp_path / "acme"),))

    return make


def both(company, **changes: str) -> LegalBlock:
    """The block in both languages; `changes` are fields of the English file alone."""
    english = BLOCK
    for name, value in changes.items():
        english = re.sub(rf"^{name}: .*", f"{name}: {value}", english, flags=re.MULTILINE)
    library = company({"legal/secrecy.en.md": english, "legal/secrecy.zh.md": CHINESE})
    return find_legal(library, "secrecy", "base", "zh+en")


# Finding


def test_an_industrys_own_wording_lies_over_the_common_one(company):
    own = '---\nversion: "1.2"\n---\n\n## Text\n\nNot even the kitchen hears of it.\n'
    library = company({"legal/secrecy.en.md": BLOCK, "legal/services/secrecy.en.md": own})
    block = find_legal(library, "secrecy", "services", "en")
    assert (block.title, block.text, block.version) == ("Secrecy", "Not even the kitchen hears of it.", "1.2")
    assert find_legal(library, "secrecy", "retail", "en").text == "Nothing **leaves** the room."
    assert industries_of(library, LEGAL, "secrecy", "en") == ("base", "services")


def test_headings_may_be_chinese(company):
    text = CHINESE.replace("## Text", "## 内容").replace("## When it applies", "## 适用情形")
    assert find_legal(company({"legal/secrecy.zh.md": text}), "secrecy", "base", "zh").text == "**一律**不外传。"


def test_a_stacked_block_has_the_chinese_text_over_the_english_one(company):
    block = both(company)
    assert block.title == "保守秘密 Secrecy"
    assert block.summary == "双方不外传。\nWe keep it to ourselves."
    assert block.text == "**一律**不外传。\n\nNothing **leaves** the room."
    assert (block.owner, block.version) == ("林岚 / Eleanor Shaw", "1.1")


def test_a_stacked_block_goes_by_the_stricter_status_and_the_earlier_date(company):
    block = both(company, status="in_review", review_by="2026-12-01")
    assert block.status == "in_review"
    assert block.review_by == date(2026, 12, 1)


def test_the_two_texts_of_a_stacked_block_must_be_one_version(company):
    with pytest.raises(docgen.LibraryError) as error:
        both(company, version='"1.2"')
    assert "'secrecy' is version 1.1 in zh and 1.2 in en" in str(error.value)


def test_a_stacked_document_needs_the_block_in_both_languages(company):
    with pytest.raises(docgen.LibraryError) as error:
        find_legal(company({"legal/secrecy.en.md": BLOCK}), "secrecy", "base", "zh+en")
    assert "not written in zh" in str(error.value)
    assert "add secrecy.zh.md" in str(error.value)


def test_an_unknown_block_names_the_nearest():
    with pytest.raises(docgen.LibraryError) as error:
        find_legal(LIBRARY, "confidentialty", "base", "en")
    (finding,) = error.value.findings
    assert (finding.code, finding.hint) == ("library.legal", "did you mean `confidentiality`?")


def test_the_listing_tells_owner_version_status_and_law_of_each_block():
    rows = {row["id"]: row for row in listing(LIBRARY)["legal"]}
    assert rows["data-protection"] == {
        "id": "data-protection", "jurisdiction": "Mainland China", "languages": ["en", "zh"], "owner": "Eleanor Shaw",
        "version": "1.0", "review_by": "2027-03-31", "status": "approved",
    }  # fmt: skip
    assert rows["confidentiality"]["jurisdiction"] == "any"


# The shipped blocks


def test_the_library_has_the_clauses_that_every_offer_needs():
    assert set(list_legal(LIBRARY)) >= WANTED


@pytest.mark.parametrize(("name", "language"), EDITIONS)
def test_a_shipped_block_speaks_one_language_and_is_short_enough_for_a_slide(name, language):
    block = find_legal(LIBRARY, name, "base", language)
    text = " ".join((block.title, block.summary, block.text, block.applies_when, block.notes or ""))
    if language == "en":
        assert text.isascii()
        assert len(block.summary) <= 125
    else:
        assert re.search(r"[\u4e00-\u9fff] ?[,;:?!]|[A-Za-z]{3}", text.replace("valid_until", "")) is None
        assert len(block.summary) <= 50


@pytest.mark.parametrize("industry", INDUSTRIES)
@pytest.mark.parametrize("name", list_legal(LIBRARY))
def test_the_two_languages_of_a_shipped_block_say_as_much(name, industry):
    zh, en = (find_legal(LIBRARY, name, industry, language) for language in ("zh", "en"))
    assert len(zh.text.split("\n\n")) == len(en.text.split("\n\n"))
    assert (zh.jurisdiction is None) == (en.jurisdiction is None)
    assert [zh.status, zh.version, zh.review_by, zh.valid_until] == [
        en.status,
        en.version,
        en.review_by,
        en.valid_until,
    ]
    assert industries_of(LIBRARY, LEGAL, name, "zh") == industries_of(LIBRARY, LEGAL, name, "en")
    assert list(find_legal(LIBRARY, name, industry, "zh+en").notices(TODAY)) == []


@pytest.mark.parametrize(("name", "language"), EDITIONS)
def test_a_client_reads_neither_owner_nor_notes_of_a_block(name, language):
    block = find_legal(LIBRARY, name, "base", language)
    shown = as_data(view_for("client", block))
    assert {"owner", "notes", "applies_when", "approved_by", "review_by", "valid_until"}.isdisjoint(shown)
    withheld = [value for value in redacted_values(block) if isinstance(value, str)]
    assert len(withheld) >= 4
    assert [value for value in withheld if value in str(shown)] == []


def test_the_readme_names_every_block_with_its_industries():
    guide = (LIBRARY.layers[-1] / "legal" / "README.md").read_text(encoding="utf-8")
    for name in list_legal(LIBRARY):
        row = next(line for line in guide.splitlines() if f"| {name} |" in line)
        own = set(industries_of(LIBRARY, LEGAL, name, "zh")) - {"base"}
        assert set(re.findall(r"\w+", row.split("|")[4])) == own


# In documents


@pytest.mark.parametrize(("sample", "first", "own"), [
    ("proposal.manufacturing.zh", "confidentiality", "质保期"),
    ("proposal.services.en", "confidentiality", "Trial guarantee"),
    ("proposal.manufacturing.zh+en", "acceptance", "准据语言 Governing language"),
])  # fmt: skip
@pytest.mark.parametrize("file_format", ["docx", "pptx", "pdf"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_the_librarys_clauses_stand_before_the_documents_own(rendered, sample, first, own, file_format, audience):
    document = docgen.load(SAMPLES / f"{sample}.yaml")
    text = text_of(rendered(SAMPLES / f"{sample}.yaml", file_format, audience).read_bytes(), file_format)
    block = find_legal(LIBRARY, first, document.industry, str(document.language))
    words = re.sub(r"\s", "", (block.summary if file_format == "pptx" else block.text).partition("\n")[0])[:12]
    assert words in text
    assert text.index(words) < text.rindex(re.sub(r"\s", "", own))


@pytest.mark.parametrize("file_format", ["docx", "pptx", "pdf"])
def test_an_industrys_clause_goes_into_its_document(rendered, file_format):
    sample = SAMPLES / "proposal.manufacturing.zh.yaml"
    assert "连续运行七日" in re.sub(
        r"\s", "", text_of(rendered(sample, file_format, "client").read_bytes(), file_format)
    )


@pytest.mark.parametrize("file_format", ["docx", "pptx", "pdf"])
def test_minutes_print_the_blocks_that_they_name(rendered, file_format):
    text = text_of(rendered(SAMPLES / "minutes.services.en.yaml", file_format, "client").read_bytes(), file_format)
    block = find_legal(LIBRARY, "minutes-effect", "services", "en")
    words = (block.summary if file_format == "pptx" else block.text)[:30]
    assert re.sub(r"\s", "", words) in text


def test_minutes_with_a_block_do_not_say_their_effect_twice():
    document = docgen.load(SAMPLES / "minutes.services.en.yaml")
    assert (document.legal, document.legal_effect) == (("minutes-effect",), None)
    plain = Minutes.model_validate({**document.model_dump(exclude={"legal", "legal_effect"}, round_trip=True)})
    assert "contract prevails" in (plain.legal_effect or "")


@pytest.mark.parametrize("kind", ["proposal", "minutes"])
def test_a_block_named_twice_is_reported_at_its_place(kind, tmp_path: Path):
    text = (SAMPLES / f"{kind}.services.en.yaml").read_text(encoding="utf-8")
    twice = re.sub(r"^legal:.*?(?=^\w)", "legal: [acceptance, force-majeure, acceptance]\n", text, flags=re.M | re.S)
    (tmp_path / "twice.yaml").write_text(twice, encoding="utf-8")
    (finding,) = docgen.check(tmp_path / "twice.yaml")
    assert (finding.place, finding.severity) == ("legal[2]", "error")
    assert "acceptance is there more than once" in finding.message


def proposal(**changes: object) -> Proposal:
    return docgen.load(SAMPLES / "proposal.services.en.yaml").model_copy(update=changes)


def test_clauses_for_different_laws_in_one_document_are_reported(company):
    english_law = BLOCK.replace("owner:", "jurisdiction: England and Wales\nowner:")
    library = company({"legal/secrecy.en.md": english_law}).layers[0]
    workspace = docgen.Workspace(library=library, today=lambda: TODAY)
    mixed = docgen.render(proposal(legal=("secrecy", "governing-law")), "docx", workspace=workspace)
    notices = [finding for finding in mixed.warnings if finding.code == "notice.legal_jurisdiction"]
    assert [finding.message for finding in notices] == [
        "the clauses are written for different laws: England and Wales, Mainland China"
    ]
    alone = docgen.render(proposal(legal=("secrecy", "acceptance")), "docx", workspace=workspace)
    assert "notice.legal_jurisdiction" not in {finding.code for finding in alone.warnings}


def test_a_term_with_the_title_of_a_clause_is_reported():
    own = proposal().terms[0].model_copy(update={"title": "Acceptance"})
    made = docgen.render(proposal(legal=("acceptance",), terms=(own,)), "docx", workspace=WORKSPACE)
    notices = [(finding.place, finding.hint) for finding in made.warnings if finding.code == "notice.legal_doubled"]
    assert notices == [("terms[0]", "leave one out, or give yours its own title")]


def test_a_block_that_is_not_there_is_reported_with_all_else_that_is_missing():
    with pytest.raises(docgen.LibraryError) as error:
        docgen.render(proposal(legal=("no-such",), cases=("nobody",)), "docx", workspace=WORKSPACE)
    assert {finding.code for finding in error.value.findings} == {"library.legal", "library.case"}


# Governance

REFUSED = {
    "a draft": (("status: approved", "status: draft"), "secrecy is draft, not approved (owner: Eleanor Shaw)"),
    "a retired block": (("status: approved", "status: retired"), "secrecy is retired, not approved"),
    "a block past its last day": (
        ("review_by:", "valid_until: 2026-11-23\nreview_by:"),
        "secrecy could go out until 2026-11-23 (owner: Eleanor Shaw)",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_block_that_may_not_go_out_keeps_a_clients_copy_back(company, fault):
    change, words = REFUSED[fault]
    library = company({"legal/secrecy.en.md": BLOCK.replace(*change)}).layers[0]
    workspace = docgen.Workspace(library=library, today=lambda: TODAY)
    document = proposal(legal=("acceptance", "secrecy"))
    with pytest.raises(docgen.RefusedError) as error:
        docgen.render(document, "docx", audience="client", workspace=workspace)
    (finding,) = error.value.findings
    assert (finding.code, finding.place) == ("library.entry", "legal[1]")
    assert words in finding.message
    internal = docgen.render(document, "docx", audience="internal", workspace=workspace)
    assert [words in warning.message for warning in internal.warnings if warning.code == "notice.entry"] == [True]


@pytest.mark.parametrize("file_format", ["pptx", "pdf"])
@pytest.mark.slow
def test_with_drafts_a_copy_with_an_unapproved_block_is_watermarked(company, file_format):
    library = company({"legal/secrecy.en.md": BLOCK.replace("status: approved", "status: draft")}).layers[0]
    drafts = docgen.Workspace(library=library, today=lambda: TODAY, drafts=True)
    marked, plain = (
        text_of(
            docgen.render(proposal(legal=legal), file_format, audience="client", workspace=drafts).data, file_format
        )
        for legal in (("secrecy",), ())
    )
    assert ("Nothingleavestheroom" if file_format == "pdf" else "Wekeepittoourselves") in marked
    assert marked.count("Draft") >= plain.count("Draft") + 10


def test_an_owner_may_be_a_department_whose_name_is_an_ordinary_word(company):
    library = company({"legal/secrecy.en.md": BLOCK.replace("Eleanor Shaw", "Signatures")}).layers[0]
    workspace = docgen.Workspace(library=library, today=lambda: TODAY)
    document = docgen.load(SAMPLES / "minutes.services.en.yaml").model_copy(update={"legal": ("secrecy",)})
    made = docgen.render(document, "docx", audience="client", workspace=workspace)
    assert "Nothingleavestheroom" in text_of(made.data, "docx")


def test_what_a_block_tells_reps_is_looked_for_in_a_clients_file(company):
    library = company({"legal/secrecy.en.md": BLOCK}).layers[0]
    document = docgen.load(SAMPLES / "minutes.services.en.yaml").model_copy(update={"legal": ("secrecy",)})
    withheld = find_entries(open_library(library), document, Audience.CLIENT, TODAY).redacted
    withheld = {item.value: item.path for item in withheld}
    assert withheld["Whenever drawings change hands."] == "legal/secrecy applies_when"
    assert "Whenever drawings change hands." in withheld
    assert "Eleanor Shaw" not in withheld


def test_a_block_due_for_review_is_noticed_and_used(company):
    library = company({"legal/secrecy.en.md": BLOCK.replace("2027-03-31", "2026-11-23")}).layers[0]
    workspace = docgen.Workspace(library=library, today=lambda: TODAY)
    made = docgen.render(proposal(legal=("secrecy",)), "docx", audience="client", workspace=workspace)
    (warning,) = (found for found in made.warnings if found.code == "notice.legal_review")
    assert "(owner: Eleanor Shaw)" in warning.message
    assert re.fullmatch(r"1\.1 [0-9a-f]{16}", made.stamp.entries[-1])  # it has no public id
    internal = docgen.render(proposal(legal=("secrecy",)), "docx", audience="internal", workspace=workspace)
    assert internal.stamp.entries[-1].startswith("legal/secrecy 1.1 ")


def test_due_lists_a_block_by_language_and_industry(company):
    draft = "---\nstatus: draft\nvalid_until: 2026-12-01\n---\n"
    library = company({"legal/secrecy.en.md": BLOCK, "legal/services/secrecy.en.md": draft})
    found = [(due.industry, str(due.what), due.on) for due in list_due(library, TODAY, 30)]
    assert found == [("services", "draft", None), ("services", "may go out", date(2026, 12, 1))]
    assert {due.entry for due in list_due(library, TODAY, 200)} == {"legal/secrecy"}


def test_a_file_tells_which_blocks_it_holds(tmp_path: Path):
    made = docgen.render(proposal(), "docx", audience="client", workspace=WORKSPACE)
    path = made.save(tmp_path)
    assert [found for found, _, _ in docgen.used_in("legal/acceptance", tmp_path)] == [path]
    assert docgen.used_in("data-protection", tmp_path) == ()


# Industries


def industry(company, *change: str) -> docgen.Workspace:
    text = (ROOT / "templates" / "industries" / "services.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    library = company({"industries/services.yaml": text.replace(*change, 1)}).layers[0]
    return docgen.Workspace(library=library, today=lambda: TODAY)


@pytest.mark.parametrize("name", INDUSTRIES)
def test_a_shipped_industry_is_approved_and_has_an_owner(name):
    entry = LIBRARY.industry(name, "zh")
    assert list(entry.notices(TODAY)) == []
    assert entry.owner and entry.approved_by and entry.approved_on and entry.review_by
    assert "owner" not in as_data(view_for("client", entry))


def test_an_industry_that_is_not_approved_keeps_a_clients_copy_back(company):
    workspace = industry(company, "status: approved", "status: in_review")
    with pytest.raises(docgen.RefusedError) as error:
        docgen.render(proposal(), "docx", audience="client", workspace=workspace)
    (finding,) = error.value.findings
    assert (finding.code, finding.place) == ("library.entry", "industry")
    assert finding.message == "services is in_review, not approved (owner: 陈立)"
    assert docgen.render(proposal(), "docx", audience="internal", workspace=workspace).data


def test_an_industry_without_a_status_counts_as_a_draft(company):
    with pytest.raises(docgen.RefusedError, match="services is draft, not approved"):
        docgen.render(proposal(), "docx", audience="client", workspace=industry(company, "status: approved\n", ""))


def test_an_industry_due_for_review_is_listed_and_noticed(company):
    workspace = industry(company, "review_by: 2027-03-31", "review_by: 2026-11-23")
    assert [(due.entry, str(due.what), due.owner) for due in docgen.library_due(7, workspace)] == [
        ("industries/services", "review", "陈立")
    ]
    made = docgen.render(proposal(), "docx", audience="client", workspace=workspace)
    assert "notice.industry_review" in {warning.code for warning in made.warnings}


def test_everything_in_the_library_has_a_last_day_that_due_knows():
    entries = {due.entry.partition("/")[0] for due in list_due(LIBRARY, DAY_AFTER_THE_LAST, 0)}
    assert entries == {"industries", "objections", "cases", "legal"}
