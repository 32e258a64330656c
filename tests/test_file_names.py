"""A file's name is one that Linux, macOS and Windows all take, and never loses what tells two files apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.file_names import MOST_BYTES, MOST_UNITS, file_name, is_id, name_key


def named(title: str, *facts: str, party: str = "Nordlys") -> str:
    return file_name((party, title), facts or ("V2.3", "20270504", "internal"), "pptx")


def units_on_macos(name: str) -> int:
    return len(unicodedata.normalize("NFD", name).encode("utf-16-le")) // 2


def test_a_name_holds_nothing_that_windows_refuses() -> None:
    assert file_name(("A/B:C", 'x"y*z'), ("", "V1.0"), "pdf") == "A-B-C_x-y-z_V1.0.pdf"
    assert file_name(("..", "../etc"), (" a. ",), "docx").startswith("etc_a-")


@pytest.mark.parametrize(
    "title",
    [
        "Angebot " * 60,
        "报价与服务方案" * 40,
        "é" * 300,
        "e\u0301" * 300,
        "한국어 제안서 " * 50,
        "🚚🏽" * 200,
        "🇩🇪" * 200,
        "ก็" * 200,
    ],
)
def test_a_long_title_is_cut_and_version_date_and_edition_stay(title: str) -> None:
    name = named(title)
    assert name.endswith("_V2.3_20270504_internal.pptx")
    assert name.startswith("Nordlys_")
    assert len(name.encode()) <= MOST_BYTES
    assert units_on_macos(name) <= MOST_UNITS


def test_a_title_is_cut_between_what_a_person_sees_as_characters() -> None:
    assert "e\u0301" not in named("e\u0301" * 300)  # composed first
    for sign in ("q\u0323\u0307", "👍🏽", "🇩🇪"):
        title = named(sign * 300).removeprefix("Nordlys_").partition("_")[0]
        assert title == sign * (len(title) // len(sign))


@pytest.mark.parametrize(
    "mark",
    ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u0007", "\x7f", "\x85", "\ud800", "\U000e0041",
     "\u115f", "\u3164", "\ufe0f"],
)  # fmt: skip
def test_what_cannot_be_seen_is_left_out(mark: str) -> None:
    assert named(f"Off{mark}er").replace(" ", "") == named("Offer").replace(" ", "")


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\t", "\u2028", "\u3000", "\xa0"])
def test_a_line_break_or_another_gap_is_one_space(gap: str) -> None:
    assert named(f"Part one{gap}and two") == named("Part one and two")


@pytest.mark.parametrize("party", ["Con.Sult", "nul.", "COM1.eu", "LPT9 .x", "aux", "com¹.x", "PRN.a.b"])
def test_a_device_of_windows_is_no_name(party: str) -> None:
    name = named("Offer", party=party)
    before_dot = name.partition(".")[0].rstrip().upper()
    assert before_dot not in {"CON", "PRN", "AUX", "NUL", "COM1", "COM¹", "LPT9"}


def test_titles_of_nothing_but_marks_leave_the_facts() -> None:
    assert file_name(("\u200b", "..."), ("V1.0", "20270504"), "pdf") == "V1.0_20270504.pdf"
    assert file_name(("", ""), ("",), "pdf") == "document.pdf"


def test_two_numbers_that_look_alike_once_they_are_cleaned_stay_apart() -> None:
    names = {named("Offer", number, "V1.0") for number in ("Q/7", "Q:7", "Q-7", "Q" * 300, "Q" * 301)}
    assert len(names) == 5


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=60))
def test_any_text_gives_a_name_that_every_system_takes(party: str, title: str, number: str) -> None:
    name = file_name((party, title), (number, "V1.0", "20270504"), "pdf")
    assert name.endswith("V1.0_20270504.pdf")
    assert len(name.encode()) <= MOST_BYTES
    assert units_on_macos(name) <= MOST_UNITS
    assert not set(name) & set('\\/:*?"<>|')
    assert not any(unicodedata.category(character).startswith("C") for character in name)
    assert not name.startswith((" ", ".", "-", "~"))


def test_names_that_are_one_file_on_some_system_have_one_key() -> None:
    assert name_key("Größe.pdf") == name_key(unicodedata.normalize("NFD", "GRÖSSE.pdf"))
    assert name_key("Offer A.docx") == name_key("OFFER a.DOCX")
    assert name_key("Offer A.docx") != name_key("Offer B.docx")


def test_an_id_fits_into_a_files_name() -> None:
    assert is_id("price-too-high")
    assert is_id("案" * 66)
    assert not any(map(is_id, ("", "a/b", "..", "a\0b", "a b", "x" * 201, "案" * 67)))
