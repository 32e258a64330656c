"""Sayings that a person would call the same are found, in both languages; others that share many words are not."""

from itertools import combinations
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from docgen.library import find_objection, list_industries, list_objections, open_library
from docgen.objections.editions import read_editions
from docgen.objections.text_comparison import ALIKE, find_alike, find_copies, likeness

PAIRS = YAML(typ="safe").load(Path(__file__).parent / "data" / "alike.yaml")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_different_sayings_count_as_one(language):
    assert [pair for pair in PAIRS["other"][language] if likeness(*pair) >= ALIKE] == []


@pytest.mark.parametrize(("language", "missed"), [("zh", 0), ("en", 2)])
def test_nearly_every_saying_in_other_words_is_found(language, missed):
    assert sum(likeness(*pair) < ALIKE for pair in PAIRS["same"][language]) == missed


def test_of_sayings_that_the_threshold_was_not_set_on_one_pair_is_told_wrongly():
    assert [pair for pair in PAIRS["unseen"]["same"] if likeness(*pair) < ALIKE] == []
    wrong = ["Let us try it for three months first.", "Let us train our people for three months first."]
    assert [pair for pair in PAIRS["unseen"]["other"] if likeness(*pair) >= ALIKE] == [wrong]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_entries_of_the_shipped_library_count_as_one(language):
    library = open_library()
    said = {
        (name, industry): find_objection(library, name, industry, language).verbatim
        for name in list_objections(library)
        for industry in ("base", *list_industries(library))
    }
    assert [(one, other) for one, other, _ in find_alike(said) if one[0] != other[0]] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_quick_search_finds_just_what_comparing_each_pair_finds(language):
    said = dict(enumerate(saying for pair in (*PAIRS["same"][language], *PAIRS["other"][language]) for saying in pair))
    slowly = {(a, b) for a, b in combinations(said, 2) if likeness(said[a], said[b]) >= ALIKE}
    assert {(a, b) for a, b, _ in find_alike(said)} == slowly


def test_width_case_and_punctuation_do_not_count():
    assert likeness("你们的报价，太高了！", "你们报价太高") == 100
    assert likeness("Your PRICE is too high.", "your price is too high") == 100
    assert likeness("", "太高了") < ALIKE


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
