"""Duplicate sayings are found in both languages; different ones with many common words are not."""

from itertools import combinations
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from docgen.library import find_objection, list_industries, list_objections, open_library
from docgen.objections.editions import read_editions
from docgen.objections.text_comparison import SIMILAR, find_copies, find_similar, similarity

PAIRS = YAML(typ="safe").load(Path(__file__).parent / "data" / "alike.yaml")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_different_sayings_count_as_one(language):
    assert [pair for pair in PAIRS["other"][language] if similarity(*pair) >= SIMILAR] == []


@pytest.mark.parametrize(("language", "missed"), [("zh", 0), ("en", 2)])
def test_nearly_every_saying_in_other_words_is_found(language, missed):
    assert sum(similarity(*pair) < SIMILAR for pair in PAIRS["same"][language]) == missed


def test_of_sayings_that_the_threshold_was_not_set_on_one_pair_is_reported_wrongly():
    assert [pair for pair in PAIRS["unseen"]["same"] if similarity(*pair) < SIMILAR] == []
    wrong = ["Let us try it for three months first.", "Let us train our people for three months first."]
    assert [pair for pair in PAIRS["unseen"]["other"] if similarity(*pair) >= SIMILAR] == [wrong]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_entries_of_the_shipped_library_count_as_one(language):
    library = open_library()
    sayings = {
        (name, industry): find_objection(library, name, industry, language).verbatim
        for name in list_objections(library)
        for industry in ("base", *list_industries(library))
    }
    assert [(one, other) for one, other, _ in find_similar(sayings) if one[0] != other[0]] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_quick_search_finds_just_what_comparing_each_pair_finds(language):
    sayings = dict(
        enumerate(saying for pair in (*PAIRS["same"][language], *PAIRS["other"][language]) for saying in pair)
    )
    slowly = {(a, b) for a, b in combinations(sayings, 2) if similarity(sayings[a], sayings[b]) >= SIMILAR}
    assert {(a, b) for a, b, _ in find_similar(sayings)} == slowly


def test_width_case_and_punctuation_do_not_count():
    assert similarity("你们的报价，太高了！", "你们报价太高") == 100
    assert similarity("Your PRICE is too high.", "your price is too high") == 100
    assert similarity("", "太高了") < SIMILAR


def test_a_large_library_that_is_read_on_all_cores_reads_the_same(monkeypatch):
    library = open_library()
    here = list(read_editions(library))
    monkeypatch.setattr("docgen.objections.editions._MANY", 10)
    assert list(read_editions(library)) == here


def test_a_long_text_with_a_word_changed_here_and_there_is_a_copy():
    library = open_library()
    text = find_objection(library, "price-too-high", "base", "zh").client_answer
    other = find_objection(library, "price-too-high", "retail", "zh").client_answer
    copy = text.replace("建议", "推荐").replace("实际数据", "数据")
    assert copy != text
    assert [pair[:2] for pair in find_copies({1: text, 2: other, 3: copy})] == [(1, 3)]
