"""Markdown becomes plain blocks; what is not Markdown stays the text that was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.richtext import Heading, ListItem, Paragraph, Span, Table, blocks_of, plain_text, spans_of


def shown(text: str) -> str:
    """The blocks of `text` in a small language: `p:`, `h2:`, `- ` by level, `1. `, `t: a|b;c|d`."""
    return "\n".join(_shown(block) for block in blocks_of(text))


def _shown(block: object) -> str:
    match block:
        case Paragraph(spans, quote):
            return f"{'q' if quote else 'p'}: {_line(spans)}"
        case Heading(level, spans):
            return f"h{level}: {_line(spans)}"
        case ListItem(spans, level, ordered, number):
            return f"{'  ' * level}{'1.' if ordered else '-'}{number} {_line(spans)}"
        case Table(header, rows, aligns):
            return "t: " + ";".join("|".join(_line(cell) for cell in row) for row in (header, *rows)) + f" {aligns}"
        case _:
            raise AssertionError(block)


def _line(spans: tuple[Span, ...]) -> str:
    marks = [("b", "bold"), ("i", "italic"), ("c", "code")]
    return "".join(
        "".join(m for m, name in marks if getattr(s, name)) + (f"<{s.link}>" if s.link else "") + f"[{s.text}]"
        for s in spans
    )


def test_inline_marks_work_beside_chinese_punctuation() -> None:
    assert shown("**重点：**后面 *斜体* `a<b`") == "p: b[重点：][后面 ]i[斜体][ ]c[a<b]"


def test_lists_nest_and_each_list_counts_anew() -> None:
    assert (
        shown("- a\n    - b\n- c\n\n1. x\n2. y\n\ntext\n\n1. z")
        == "-1 [a]\n  -2 [b]\n-1 [c]\n1.3 [x]\n1.3 [y]\np: [text]\n1.4 [z]"
    )


def test_tables_keep_their_alignment_and_width() -> None:
    assert shown("| a | b |\n|---|--:|\n| 1 | 2 |") == "t: [a]|[b];[1]|[2] ('left', 'right')"


def test_a_heading_needs_a_space() -> None:
    assert shown("# Head\n\n#1 supplier") == "h1: [Head]\np: [#1 supplier]"


def test_only_safe_links_become_links() -> None:
    assert (
        shown("[x](https://a.example) [y](javascript:alert(1))")
        == "p: <https://a.example>[x][ [y](javascript:alert(1))]"
    )


def test_lines_that_were_wrapped_join_without_a_gap_in_chinese() -> None:
    assert shown("第一行\n第二行 and\nthree") == "p: [第一行第二行 and three]"


@pytest.mark.parametrize(
    "text",
    [
        "& < > \" ' {{ 7*7 }} {% for %} ]]>",
        "<script>alert(1)</script> <b>x</b> &amp; &#65;",
        "![a](file:///etc/passwd)",
        "---",
        "مرحبا بالعالم",
        "😀 喆",
        "a" * 10_000,
        "[" * 2_000,
        "- " * 2_000,
        "`" * 3_000,
    ],
)
def test_what_is_no_markdown_stays_as_written(text: str) -> None:
    assert plain_text(text).strip("-• ") == text.strip().strip("-• ") or set(text) == {"-", " "}


@given(
    st.text(
        alphabet=st.characters(
            blacklist_categories=("Cc", "Cs"), blacklist_characters="*_`[]#>-+|\\!:~0123456789.)=\u2028\u2029\x85\ufeff"
        )
    )
)
def test_text_without_marks_comes_out_as_it_went_in(text: str) -> None:
    assert "".join(plain_text(text).split()) == "".join(text.split())


def test_several_blocks_print_as_one_paragraph() -> None:
    assert plain_text("Two:\n\n1. a\n2. b\n\nend") == "Two:\n1. a\n2. b\nend"
    assert spans_of("**a**\n\nb") == (Span("a", bold=True), Span("\n"), Span("b"))
