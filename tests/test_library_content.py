"""What the built-in library holds: whole, bilingual, in date, and safe to show."""

import re
from datetime import date

import pytest

from docgen.audience import as_data, view_for
from docgen.library import (
    find_case,
    find_industry,
    find_objection,
    list_cases,
    list_industries,
    list_objections,
    listing,
    open_library,
)
from docgen.library.entries import CASES, LEGAL, OBJECTIONS, list_entries
from docgen.library.industries import DiscoveryStage
from docgen.redaction import redacted_values
from docgen.schemas.playbook import ObjectionCategory

LIBRARY = open_library()
INDUSTRIES = list_industries(LIBRARY)
ENTRIES = [
    (name, industry, language)
    for name in list_objections(LIBRARY)
    for industry in (*INDUSTRIES, "base")
    for language in ("zh", "en")
]


def test_the_listing_counts_what_is_there():
    contents = listing(LIBRARY)
    assert len(contents["objections"]) == 24
    named = ["financial_services", "healthcare", "manufacturing", "retail", "services", "technology"]
    assert [row["id"] for row in contents["industries"]] == named
    assert contents["labels"] == len(LIBRARY.catalogue)


@pytest.mark.parametrize("collection", [OBJECTIONS, CASES, LEGAL], ids=lambda collection: collection.folder)
def test_every_entry_is_written_in_chinese_and_english(collection):
    assert {languages for languages in list_entries(LIBRARY, collection).values()} == {("en", "zh")}


def test_every_category_has_two_objections():
    categories = [find_objection(LIBRARY, name, "base", "zh").category for name in list_objections(LIBRARY)]
    assert {category: categories.count(category) for category in ObjectionCategory} == dict.fromkeys(
        ObjectionCategory, 2
    )


def test_a_translation_keeps_category_stage_and_number_of_proofs():
    for name in list_objections(LIBRARY):
        zh, en = (find_objection(LIBRARY, name, "base", language) for language in ("zh", "en"))
        assert (zh.category, zh.stage, len(zh.proof)) == (en.category, en.stage, len(en.proof)), name


@pytest.mark.parametrize(("name", "industry", "language"), ENTRIES)
def test_an_objection_has_a_whole_answer_with_evidence(name, industry, language):
    objection = find_objection(LIBRARY, name, industry, language)
    whole = (objection.short_script, objection.full_script, objection.internal_script, objection.concession_rules)
    assert all(whole)
    assert objection.steps.listen and objection.steps.acknowledge and objection.steps.explore
    assert len(objection.clarifying_questions) >= 2
    assert objection.do_not_say and objection.confirm_question and objection.escalation
    assert any(sign.isdigit() for proof in objection.proof for sign in proof.figure + proof.source)
    assert list(objection.notices(date(2026, 11, 23))) == []


@pytest.mark.parametrize(("name", "industry", "language"), ENTRIES)
def test_the_cases_behind_an_objection_exist(name, industry, language):
    named = {proof.case_id for proof in find_objection(LIBRARY, name, industry, language).proof if proof.case_id}
    assert named <= set(list_cases(LIBRARY))


@pytest.mark.parametrize(("name", "industry", "language"), ENTRIES)
def test_nothing_for_reps_alone_stands_in_what_a_client_may_read(name, industry, language):
    objection = find_objection(LIBRARY, name, industry, language)
    shown = str(as_data(view_for("client", objection)))
    withheld = [value for value in redacted_values(objection) if isinstance(value, str)]
    assert [value for value in withheld if value in shown] == []


def test_four_objections_or_more_have_an_industrys_own_words():
    for industry in INDUSTRIES:
        for language in ("zh", "en"):
            own = [
                name
                for name in list_objections(LIBRARY)
                if find_objection(LIBRARY, name, industry, language) != find_objection(LIBRARY, name, "base", language)
            ]
            assert len(own) >= 4, (industry, language)


@pytest.mark.parametrize("name", list_cases(LIBRARY))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_case_without_permission_does_not_name_its_client(name, language):
    case = find_case(LIBRARY, name, "base", language)
    assert case.language == language and case.industry in INDUSTRIES
    if not case.permission:
        assert case.client_name not in str(as_data(view_for("client", case)))


def test_chinese_and_english_case_figures_agree():
    for name in list_cases(LIBRARY):
        zh, en = (find_case(LIBRARY, name, "base", language) for language in ("zh", "en"))
        assert len(zh.figures) == len(en.figures), name
        assert (zh.permission, zh.valid_until, zh.industry) == (en.permission, en.valid_until, en.industry), name


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_an_industry_has_measures_and_questions_of_every_stage_in_order(industry):
    entry = find_industry(LIBRARY, industry)
    stages = [question.stage for question in entry.questions]
    assert stages == sorted(stages, key=list(DiscoveryStage).index)
    assert set(stages) == set(DiscoveryStage)
    assert len(entry.measures) >= 5
    assert LIBRARY.brand_for(industry).accent == entry.accent


def test_labels_are_whole_and_stand_once():
    assert [key for key, label in LIBRARY.catalogue.items() if re.search("[\u4e00-\u9fff]", label.en)] == []
    empty = [key for key, label in LIBRARY.catalogue.items() if not label.zh or not (label.en or key == "page_after")]
    assert empty == []


def test_the_readme_names_every_objection():
    guide = (LIBRARY.layers[-1] / "objections" / "README.md").read_text(encoding="utf-8")
    assert [name for name in list_objections(LIBRARY) if name not in guide] == []
