"""The industries of the built-in library: each whole in both languages, with a look and words of its own."""

from datetime import date
from itertools import combinations

import pytest

from docgen.audience import as_data, view_for
from docgen.library import (
    find_case,
    find_industry,
    find_objection,
    list_cases,
    list_due,
    list_industries,
    open_library,
)
from docgen.library.brand import contrast
from docgen.library.industries import DiscoveryStage

LIBRARY = open_library()
INDUSTRIES = list_industries(LIBRARY)
GROUNDS = ("FFFFFF", "F3F5F8", "F4F1EC", "EFF5F0")  # paper, and the surfaces of the shipped brands
ADDED = tuple(name for name in INDUSTRIES if name not in ("manufacturing", "services"))
EDITIONS = [(industry, language) for industry in ADDED for language in ("zh", "en")]


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of six hex digits, 0 to 255."""
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue


def own_folder(industry: str, language: str) -> list[str]:
    """The objections that the industry words itself in `language`."""
    folder = LIBRARY.layers[-1] / "objections" / industry
    return sorted(path.name.split(".")[0] for path in folder.glob(f"*.{language}.md"))


@pytest.mark.parametrize("industry", INDUSTRIES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_an_accent_can_be_read_on_every_ground(industry, ground):
    assert contrast(find_industry(LIBRARY, industry).accent, ground) >= 4.5


def test_no_two_industries_look_alike():
    accents = {industry: channels(find_industry(LIBRARY, industry).accent) for industry in INDUSTRIES}
    for one, other in combinations(INDUSTRIES, 2):
        apart = sum((a - b) ** 2 for a, b in zip(accents[one], accents[other], strict=True)) ** 0.5
        assert apart >= 60, (one, other)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_an_industry_asks_at_each_stage_and_judges_by_six_to_eight_measures(industry):
    entry = find_industry(LIBRARY, industry)
    stages = [question.stage for question in entry.questions]
    assert 6 <= len(entry.measures) <= 8
    assert len({measure.name.en for measure in entry.measures}) == len(entry.measures)
    assert min(stages.count(stage) for stage in DiscoveryStage) >= (3 if industry in ADDED else 2)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_english_wording_holds_no_chinese_and_chinese_wording_is_chinese(industry):
    entry = find_industry(LIBRARY, industry)
    texts = [entry.name, entry.emphasis, *(m.name for m in entry.measures), *(m.why for m in entry.measures)]
    texts += [question.text for question in entry.questions]
    assert [text.en for text in texts if not text.en.isascii()] == []
    assert [text.zh for text in texts if text.zh.isascii()] == []


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_an_objection_worded_for_an_industry_stands_in_both_languages(industry):
    assert own_folder(industry, "zh") == own_folder(industry, "en")


@pytest.mark.parametrize(("industry", "language"), EDITIONS)
def test_an_industrys_own_objection_differs_where_clients_and_reps_read(industry, language):
    names = own_folder(industry, language)
    assert len(names) >= 4
    for name in names:
        own, base = (find_objection(LIBRARY, name, chosen, language) for chosen in (industry, "base"))
        for field in ("verbatim", "proof", "client_answer", "full_script"):
            assert getattr(own, field) != getattr(base, field), (name, field)


@pytest.mark.parametrize(("industry", "language"), EDITIONS)
def test_an_industrys_own_proof_names_cases_of_that_industry(industry, language):
    for name in own_folder(industry, language):
        named = [proof.case_id for proof in find_objection(LIBRARY, name, industry, language).proof if proof.case_id]
        assert named, name
        assert {find_case(LIBRARY, case, "base", language).industry for case in named} == {industry}, name


@pytest.mark.parametrize(("industry", "language"), EDITIONS)
def test_an_answer_does_not_name_a_client_who_has_not_agreed(industry, language):
    cases = [find_case(LIBRARY, name, "base", language) for name in list_cases(LIBRARY)]
    unnamed = [case.client_name for case in cases if not case.permission]
    for name in own_folder(industry, language):
        shown = str(as_data(view_for("client", find_objection(LIBRARY, name, industry, language))))
        assert [client for client in unnamed if client in shown] == [], name


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("industry", INDUSTRIES)
def test_an_industry_has_two_approved_cases_with_figures_and_a_quote(industry, language):
    cases = [find_case(LIBRARY, name, "base", language) for name in list_cases(LIBRARY)]
    own = [case for case in cases if case.industry == industry]
    assert len(own) >= 2
    assert all(case.status == "approved" and len(case.figures) >= 3 and case.quote for case in own)


def test_nothing_in_the_library_runs_out_or_waits_for_review_within_two_months():
    assert list_due(LIBRARY, date(2026, 11, 24), 60) == ()


@pytest.mark.parametrize("industry", ADDED)
def test_an_industrys_answers_tell_the_same_figures_in_both_languages(industry):
    for name in own_folder(industry, "zh"):
        zh, en = (find_objection(LIBRARY, name, industry, language) for language in ("zh", "en"))
        assert [proof.case_id for proof in zh.proof] == [proof.case_id for proof in en.proof], name
        assert [proof.valid_until for proof in zh.proof] == [proof.valid_until for proof in en.proof], name


@pytest.mark.parametrize("industry", ADDED)
def test_a_cases_figures_are_the_same_in_both_languages(industry):
    for name in list_cases(LIBRARY):
        zh, en = (find_case(LIBRARY, name, "base", language) for language in ("zh", "en"))
        if zh.industry == industry:
            figures = [[(figure.before, figure.after) for figure in case.figures] for case in (zh, en)]
            assert figures[0] == figures[1], name
