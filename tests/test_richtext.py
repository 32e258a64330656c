"""Markdown becomes plain blocks; what is not Markdown stays the text that was written."""

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import docgen.richtext
from docgen.richtext import (
    Heading,
    ListItem,
    Paragraph,
    Span,
    Table,
    blocks_of,
    notices_on,
    notices_on_plain,
    plain_text,
    spans_of,
)

LINE_RATIO = 3.5  # of the steps for three times the text


def shown(text: str) -> str:
    """The blocks of `text` in a small language: `p:`, `q:`, `h2:`, `-` and `1.` by level, `+` goes on, `t: a|b;c|d`."""
    return "\n".join(_shown(block) for block in blocks_of(text))


def _shown(block: object) -> str:
    match block:
        case Paragraph(spans, quote):
            return f"{'q' if quote else 'p'}: {_line(spans)}"
        case Heading(level, spans):
            return f"h{level}: {_line(spans)}"
        case ListItem(spans, level, ordered, _, number, continues):
            mark = "+" if continues else f"{number}." if ordered else "-"
            return f"{'  ' * level}{mark} {_line(spans)}"
        case Table(header, rows, aligns):
            return "t: " + ";".join("|".join(_line(cell) for cell in row) for row in (header, *rows)) + f" {aligns}"
        case _:
            raise AssertionError(block)


def _line(spans: tuple[Span, ...]) -> str:
    marks = [("b", "bold"), ("i", "italic"), ("c", "code"), ("s", "strike")]
    return "".join(
        "".join(m for m, name in marks if getattr(s, name)) + (f"<{s.link}>" if s.link else "") + f"[{s.text}]"
        for s in spans
    )


def codes(text: str) -> list[str]:
    return [finding.code.removeprefix("notice.markdown_") for finding in notices_on(text)]


# Emphasis


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("**重点：**后面 *斜体* `a<b`", "b[重点：][后面 ]i[斜体][ ]c[a<b]"),
        ("**“重点”**内容", "b[“重点”][内容]"),
        ("**“重点”**ABC", "b[“重点”][ABC]"),
        ("价格**（含税）**为", "[价格]b[（含税）][为]"),
        ("交期**30 天**内，共**53**台", "[交期]b[30 天][内，共]b[53][台]"),
        ("他说*“好”*就走了", "[他说]i[“好”][就走了]"),
        ("**甲方**、**乙方**。", "b[甲方][、]b[乙方][。]"),
        ("***全部***内容", "bi[全部][内容]"),
        ("~~旧价，~~新价", "s[旧价，][新价]"),
        ("**Bold** and *italic*, __both__ _ways_", "b[Bold][ and ]i[italic][, ]b[both][ ]i[ways]"),
        ("un**believ**able", "[un]b[believ][able]"),
        ("~~old **price**~~", "s[old ]bs[price]"),
    ],
)
def test_marks_work_beside_chinese_and_english(text: str, is_shown: str) -> None:
    assert shown(text) == f"p: {is_shown}"


@pytest.mark.parametrize(
    "text",
    [
        "5*3 cabinets, 600*800*2000 mm, 2*0.05 % a day",
        "尺寸长*宽*高，共3*5台，单价*数量*0.13",
        "20 *05, 20* 05, 20 * 05, A4*2, m*s*kg",
        "(a+b)*(c+d)*(e+f)",
        "x**2 + y**2, 10**3 and 10**6",
        "Prices from 100*, delivery 30 days. *excl. VAT",
        "总价*，工期 30 天。*不含税",
        "138****5678, snake_case_name, __init_x, 5~10 days, 3~~5, 6~~8",
        "5 > 3 and 2 < 4, C# and #1",
        "a * b * c",
        "> 95 % on time",
        ">€5,000",
        "-",
        "*",
        "#",
        "1.",
    ],
)
def test_signs_of_figures_and_names_stay(text: str) -> None:
    assert plain_text(text) == text


# Lists


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("We propose:\n- desk units\n- training", "p: [We propose:]\n- [desk units]\n- [training]"),
        ("方案如下：\n1. 一\n2. 二\n之后", "p: [方案如下：]\n1. [一]\n2. [二]\np: [之后]"),
        ("As agreed:\n7. Liability\n8. Secrecy", "p: [As agreed:]\n7. [Liability]\n8. [Secrecy]"),
        ("- a\n  - b\n  - c\n- d", "- [a]\n  - [b]\n  - [c]\n- [d]"),
        ("1. a\n   - b\n2. c", "1. [a]\n  - [b]\n2. [c]"),
        ("1. a\n  - b\n  - c\n2. d", "1. [a]\n  - [b]\n  - [c]\n2. [d]"),
        ("10. a\n  - b\n    - c\n11. d", "10. [a]\n  - [b]\n    - [c]\n11. [d]"),
        ("- a\n    - b\n        - c\n- d", "- [a]\n  - [b]\n    - [c]\n- [d]"),
        ("- a\n\t- b", "- [a]\n  - [b]"),
        ("- a\n - b\n- c", "- [a]\n- [b]\n- [c]"),
        ("> 30 days, he said,\n> is too long", "q: [30 days, he said, is too long]"),
        ("> 1. a\n>   - b\n> 2. c", "1. [a]\n  - [b]\n2. [c]"),
        ("- a\n  > - b\n  >   - c", "- [a]\n  - [b]\n    - [c]"),
        ("- first\n\n  more\n\n  and more\n- second", "- [first]\n+ [more]\n+ [and more]\n- [second]"),
        ("1. a\n  - b\n\n   of a\n2. c", "1. [a]\n  - [b]\n+ [of a]\n2. [c]"),
        ("- a\n  | h |\n  |---|\n  | 1 |\n- b", "- [a]\nt: [h];[1] ('left',)\n- [b]"),
        ("- # Head\n- > said", "- b[Head]\n- [said]"),
        ("- - a", "- \n  - [a]"),
        ("* a\n+ b\n- c", "- [a]\n- [b]\n- [c]"),
        ("- a\n-\n- b", "- [a]\n- \n- [b]"),
        ("- [ ] open\n- [x] done\n- [X] too\n- [y] no", "- [☐ open]\n- [☑ done]\n- [☑ too]\n- [[y] no]"),
    ],
)
def test_lists_are_read_as_they_are_typed(text: str, is_shown: str) -> None:
    assert shown(text) == is_shown


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7. a\n8. b", [7, 8]),
        ("5. a\n6. b\n\nA sentence.\n\n7. c", [5, 6, 7]),
        ("1. a\n1. b\n1. c", [1, 2, 3]),
        ("0. a\n1. b", [0, 1]),
        ("1. a\n2. b\n4. c\n5. d", [1, 2, 4, 5]),
        ("1. a\n2. b\n2. c\n3. d", [1, 2, 2, 3]),
        ("3) a\n4) b", [3, 4]),
        ("1. a\n    5. b\n    6. c\n2. d", [1, 5, 6, 2]),
    ],
)
def test_items_keep_the_numbers_that_were_typed(text: str, numbers: list[int]) -> None:
    assert [block.number for block in blocks_of(text) if isinstance(block, ListItem)] == numbers


def test_items_that_are_counted_one_by_one_are_one_list() -> None:
    items = [block for block in blocks_of("1. a\n2. b\n4. c\n\ntext\n\n1. x\n    - y")]
    assert [item.list_number for item in items if isinstance(item, ListItem)] == [1, 1, 2, 3, 4]


def test_a_year_begins_no_list_and_no_item() -> None:
    assert shown("- a\n  1. b\n\n1998. Founded") == "- [a]\n  1. [b]\np: [1998. Founded]"
    assert shown("1. a\n\n2004. Sold\n\n2. b") == "1. [a]\np: [2004. Sold]\n2. [b]"
    assert shown("1998. Founded\n2004. A second plant") == "p: [1998. Founded]\np: [2004. A second plant]"
    assert shown("It was founded in\n1998. Since then it grew") == "p: [It was founded in 1998. Since then it grew]"


@pytest.mark.parametrize("step", ["  ", "    ", "\t"])
def test_a_list_below_the_ninth_level_stands_on_it_and_is_reported(step: str) -> None:
    text = "\n".join(step * level + f"- {level}" for level in range(40)) + "\n- end"
    items = [block for block in blocks_of(text) if isinstance(block, ListItem)]
    assert [item.level for item in items] == [*range(9), *[8] * 31, 0]
    assert ["".join(s.text for s in item.spans) for item in items] == [*map(str, range(40)), "end"]
    (finding,) = notices_on(text)
    assert (finding.code, finding.values["line"], finding.values["count"]) == ("notice.markdown_depth", 10, 31)


def test_marks_nested_on_one_line_stay_text_below_the_ninth_level_and_are_reported() -> None:
    for text in ("- " * 50 + "x", ">" * 300 + "x", "> - " * 40 + "x"):
        assert "x" in plain_text(text)
        assert codes(text) == ["depth"]


# Paragraphs, tables and others


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("1、甲方提供场地\n且负责水电\n2、乙方派驻两人", "p: [1、甲方提供场地且负责水电]\np: [2、乙方派驻两人]"),
        ("① 甲\n② 乙", "p: [① 甲]\np: [② 乙]"),
        ("（1）甲\n（2）乙", "p: [（1）甲]\np: [（2）乙]"),
        ("以下：\n一、甲\n二、乙", "p: [以下：]\np: [一、甲]\np: [二、乙]"),
        ("第一条 甲\n第二条 乙", "p: [第一条 甲]\np: [第二条 乙]"),
        ("• a\n• b", "p: [• a]\np: [• b]"),
        ("1.甲方\n2.乙方", "p: [1.甲方]\np: [2.乙方]"),
        ("1.1 范围\n1.2 期限", "p: [1.1 范围]\np: [1.2 期限]"),
        ("I. One\nII. Two", "p: [I. One]\np: [II. Two]"),
        ("(a) one\n(b) two", "p: [(a) one]\np: [(b) two]"),
        ("**1、甲\n2、乙**", "p: b[1、甲]\np: b[2、乙]"),
        ("- 说明：\n  1、甲\n  2、乙", "- [说明：]\n+ [1、甲]\n+ [2、乙]"),
        ("as said in clause\n(a) of the terms", "p: [as said in clause (a) of the terms]"),
        ("增长约\n3.5 倍", "p: [增长约3.5 倍]"),
    ],
)
def test_lines_that_begin_with_a_number_keep_their_break(text: str, is_shown: str) -> None:
    assert shown(text).replace("约 3", "约3") == is_shown


def test_lines_that_were_wrapped_join_without_a_gap_in_chinese() -> None:
    lines = "六台炉子的装炉、升温和等待时间没有记录，急件只能\n靠人去问 and the\nreport **很晚才有**\n。"
    joined = "六台炉子的装炉、升温和等待时间没有记录，急件只能靠人去问 and the report "
    assert shown(lines) == f"p: [{joined}]b[很晚才有][。]"


@pytest.mark.parametrize(
    "text",
    [
        "地址：苏州工业园区\n电话：0512-6288 1001\n**联系人：**王海",
        "Phone: 020 7946 0000\nE-mail: a@b.example\nHours: 9 to 5",
        "Kind regards,\nRuth Alder\nHead of Guest Services",
        "周敏\n采购经理\n苏州华东精工机械有限公司",
        "Room 5, Building 2\nXinghu Street 218\nSuzhou",
        "We start in May. Nobody has to be on site for that.\nThe training takes two days.",
        "| a | b |\n| 1 | 2 |",
        "Monday\t9:00\nTuesday\t10:00",
        "Step 1: survey\nStep 2: design",
        "-现场勘察\n-方案设计",
        "第一阶段\n(a) 调研\n(b) 设计",
    ],
)
def test_line_breaks_that_are_meant_stay(text: str) -> None:
    assert plain_text(text) == text.replace("**", "")


@pytest.mark.parametrize(
    "text",
    [
        "The desk answers every guest within fifteen minutes, by day and by night, and\nit costs less.",
        "The desk answers every guest within fifteen minutes. It does so by day and by\nNight too. And it costs less.",
        "as said in\nSection 5",
        "the price of\n5,000",
        "共计约\n三万元",
    ],
)
def test_line_breaks_that_only_wrap_the_text_go(text: str) -> None:
    assert "\n" not in plain_text(text)


def test_a_line_at_the_margin_ends_the_list_and_the_numbers_go_on() -> None:
    assert shown("1. a\n2. b\nA sentence.\n3. c") == "1. [a]\n2. [b]\np: [A sentence.]\n3. [c]"
    assert shown("1. a\n2. b\n\nA sentence.\n3. c") == "1. [a]\n2. [b]\np: [A sentence.]\n3. [c]"
    assert shown("- a\n  - b\n下一段") == "- [a]\n  - [b]\np: [下一段]"
    wrapped = "- the list goes on for a long line, which somebody wrapped and\ndid not indent"
    assert shown(wrapped) == f"- [{wrapped[2:].replace(chr(10), ' ')}]"


def test_text_below_a_table_is_no_row() -> None:
    assert shown("| a |\n|---|\n| 1 |\nplus tax") == "t: [a];[1] ('left',)\np: [plus tax]"


def test_a_hard_break_stays() -> None:
    assert shown("one  \ntwo\\\nthree") == "p: [one\ntwo\nthree]"


def test_tables_keep_their_alignment_and_width() -> None:
    assert shown("| a | b |\n|---|--:|\n| 1 | 2 |") == "t: [a]|[b];[1]|[2] ('left', 'right')"
    assert shown("Rates:\n| a | b |\n|:-:|---|\n| 1 |") == "p: [Rates:]\nt: [a]|[b];[1]| ('center', 'left')"
    assert shown(r"|a|b|" + "\n|-|-|\n" + r"|1\|2|`x`|") == "t: [a]|[b];[1|2]|c[x] ('left', 'left')"


def test_a_row_loses_no_cell() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 | 3 | 4 |"
    assert shown(text) == "t: [a]|[b];[1]|[2 | 3 | 4] ('left', 'left')"
    assert codes(text) == ["row"]


def test_a_table_of_mostly_empty_cells_stays_text_and_is_reported() -> None:
    text = "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 300
    assert not any(isinstance(block, Table) for block in blocks_of(text))
    assert codes(text) == ["table"]


def test_a_heading_needs_a_space() -> None:
    assert shown("# Head\n\n#1 supplier") == "h1: [Head]\np: [#1 supplier]"
    assert shown("text\n## C# ##\nmore") == "p: [text]\nh2: [C#]\np: [more]"


def test_a_block_of_code_keeps_its_lines() -> None:
    assert shown("Run:\n```sh\na *b*\n  c\n```\nend") == "p: [Run:]\np: c[a *b*\n  c]\np: [end]"


def test_footnotes_have_signs() -> None:
    text = "end[^1], more[^12].\n\n[^1]: a note\n[^12]: *another*"
    assert shown(text) == "p: [end¹, more¹².]\np: [¹ a note]\np: [¹² ]i[another]"
    assert shown("a[^x] b[^y]\n\n[^y]: first\n\n[^x]: second") == "p: [a² b¹]\np: [¹ first]\np: [² second]"


def test_of_a_picture_its_words_are_printed() -> None:
    assert shown("see ![the **plant**](my photo (1).png) here") == "p: [see the ]b[plant][ here]"
    assert codes("see ![the plant](photo.png) here") == ["picture"]


def test_only_safe_links_become_links() -> None:
    assert (
        shown("[x](https://a.example) [y](javascript:alert(1))")
        == "p: <https://a.example>[x][ [y](javascript:alert(1))]"
    )
    assert shown('[**x**](mailto:a@b.example "t")') == "p: b<mailto:a@b.example>[x]"
    assert shown("<https://a.example/ä_b> <a@b.example>") == (
        "p: <https://a.example/ä_b>[https://a.example/ä_b][ ]<mailto:a@b.example>[a@b.example]"
    )


def test_several_blocks_print_as_one_paragraph() -> None:
    assert plain_text("Two:\n\n1. a\n2. b\n\nend") == "Two:\n1. a\n2. b\nend"
    assert plain_text("5. a\n\n   more\n9. b") == "5. a\n\u2003more\n9. b"
    assert spans_of("**a**\n\nb") == (Span("a", bold=True), Span("\n"), Span("b"))


# What isn't drawn is reported


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("a <br> b</p>", "html", "<br>"),
        ("a\n\nend[^3]", "note", "[^3]"),
        ("see [annex](annex.pdf)", "address", "[annex](annex.pdf)"),
        ("[ref]: https://a.example", "address", "[ref]:"),
        ("**Note:**text", "mark", "**"),
        ("a ~~b", "mark", "~~"),
        ("见*附件一*：", "star", "*附件一*"),
        ("from *5 days* on", "star", "*5 days*"),
        ("长*（宽+高）*深", "italics", "长*"),
        ("> 30 days is too long", "quote", "> 30 days is too long"),
        ("a\n\n---\n\nb", "line", "---"),
        ("Total\n=====\n\n***", "line", "====="),
        ("__重点__内容", "mark", "__重点__"),
        ("five&nbsp;days", "html", "&nbsp;"),
        ("<details>more</details>", "html", "<details>"),
        ("a ==new== price", "syntax", "==new=="),
        ("10 m^2^", "syntax", "^2^"),
        ("see [[Annex]]", "syntax", "[[Annex]]"),
        ("see [the annex][1]", "syntax", "[the annex][1]"),
        ("done :tada:", "syntax", ":tada:"),
        ("::: note", "syntax", ":::"),
        ("> [!NOTE]", "syntax", "[!NOTE]"),
        ("价格 $$a+b$$", "syntax", "$$"),
        ("Ours:\n[ ] survey", "box", "[ ]"),
        ("#价格说明", "heading", "#价格说明"),
        ("-现场勘察\n-方案", "bullet", "-现场勘察"),
        ("| a | b |\n| 1 | 2 |", "bars", "| a | b |"),
    ],
)
def test_marks_that_do_nothing_are_reported(text: str, kind: str, found: str) -> None:
    finding = next(iter(notices_on(text)))
    assert (finding.code, finding.values["found"], finding.severity) == (f"notice.markdown_{kind}", found, "warning")


def test_marks_in_a_text_that_is_no_markdown_are_reported() -> None:
    for text in ("**Fast** answers", "~~old~~", "see [us](https://a.example)", "a<br>b", "`x`", "![plant](a.png)"):
        (finding,) = notices_on_plain(text)
        assert finding.code == "notice.markdown_plain"
    for text in ("600*800*2000", "a * b", "a_b_c", "R&D", "x < y", "- a\n- b", "2 ** 3 ** 4", "f(x)[1](2)"):
        assert notices_on_plain(text) == ()


def test_a_remark_says_the_line_and_how_often() -> None:
    (finding,) = notices_on("one\ntwo <br>\n\n- <br>\n- <br>")
    assert finding.message.startswith("line 2: `<br>` is HTML")
    assert finding.values == {"line": 2, "found": "<br>", "count": 3}


@pytest.mark.parametrize(
    "text",
    [
        "**bold**, *it*, ~~s~~, `c **`, [x](https://a.example), 600*800*2000, 长*宽*高, 138****5678, a < b > c",
        "1. a\n2. b\n\n| a |\n|---|\n| b |\n\n> q\n\n# h\n\n- [ ] t\n\n______",
        r"\*\* and \<br> and \[^1]",
        "10**3, [1], (see 2), <5 %, R&D, a == b, 3~5 天、6~8 天, 9:30:15, x[0], -5 °C, #1, 2^10, |x| < 3, well-known",
        "**Total**-cost\n**b** | c",
    ],
)
def test_what_is_drawn_or_meant_is_not_reported(text: str) -> None:
    assert codes(text) == []


# Whatever is given


@pytest.mark.parametrize(
    "text",
    [
        "& < > \" ' {{ 7*7 }} {% for %} ]]>",
        "<script>alert(1)</script> <b>x</b> &amp; &#65;",
        "---",
        "- - -",
        "مرحبا بالعالم",
        "😀 喆",
        "a" * 10_000,
        "[" * 2_000,
        "- " * 2_000,
        "`" * 3_000,
        "~" * 3_000,
        "~~~~ note ~~~~",
        "Text\n====",
        "[a]: https://a.example",
        "_____________",
    ],
)
def test_what_is_no_markdown_stays_as_written(text: str) -> None:
    assert plain_text(text).split() == text.split()


PLAIN = st.characters(
    blacklist_categories=("Cc", "Cs"), blacklist_characters="*_`[]#>-+|\\!:~0123456789.)=\u2028\u2029\x85\ufeff"
)
MARKS = st.sampled_from(
    [
        *("*", "**", "_", "`", "```", "~~", "[", "](", "](https://a.example)", ")", "![", "[^1]", "[^1]:", "<", ">"),
        *("<https://a.example>", "> ", "- ", "+ ", "1. ", "7) ", "# ", "|", "|-", "---", "\\", "\n", "\n\n", "  ", " "),
        *("    ", "\t", "a", "文", "5", "，"),
    ]
)


@given(st.text(alphabet=PLAIN))
def test_text_without_marks_comes_out_as_it_went_in(text: str) -> None:
    assert "".join(plain_text(text).split()) == "".join(text.split())


@given(st.lists(st.one_of(MARKS, st.text(alphabet="abc文字“”，。5 ", max_size=4)), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_hostile_text_loses_nothing_but_marks(text: str) -> None:
    """Letters keep their order; URLs and the info string of a fence are markup."""
    expected = [char for char in text.replace("https://a.example", "") if char in "bc文字“”，。"]
    words = plain_text(text).replace("https://a.example", "")
    assert [char for char in words if char in "bc文字“”，。"] == expected or "```" in text
    notices_on(text)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    blocks_of(text)
    notices_on(text)


PATTERNS = (
    *("[", "[a](", "[a](b", "![", "![a](", "[](", "[]((", "[[]", "[a](<b", '[a](b "', "[^", "[^a]", "[^a]: x\n", "]"),
    *("*", "*a ", "a* ", "*a_ ", "**a ", "**<x>**a", "*“a”", "中*文，", "~~", "~~a ", "_", "***a** b* ", "(*[*"),
    *("`", "`a ", "`` ` ", "```\n", "<", "<a ", "<!--", "<a@b.", "<https://a ", "<br ", "\\", "!", "&#"),
    *(">", "> a\n", "> > - a\n", "- ", "- a\n", "- a\n* a\n", "- a\n  - b\n", "1. a\n", "7) a\n1、b\n", "- > - a\n"),
    *("|", "|\n", "a|b\n-|-\n", "|a|b|\n", "# a\n", "a\n", "a  \n", "---\n", "\n \n", "[*_`<![~~**"),
)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.slow
def test_steps_grow_with_the_length_of_the_text(pattern: str) -> None:
    few, many = (_steps(pattern * (length // len(pattern))) for length in (500, 1500))
    assert many < few * LINE_RATIO


def test_nesting_takes_steps_by_the_length_of_the_text() -> None:
    for nested in (lambda n: "[" * n + "a" + "](https://b)" * n, lambda n: "![" * n + "a" + "](b)" * n):
        assert _steps(nested(600)) < _steps(nested(200)) * LINE_RATIO
    few, many = ("\n".join("  " * level + "- a" for level in range(count)) for count in (60, 180))
    assert _steps(many) / len(many) <= _steps(few) / len(few)


def _steps(text: str) -> int:
    """How many lines of Python are run to read `text`."""
    count = 0

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        docgen.richtext.read_blocks(text)
    finally:
        sys.settrace(before)
    return count
