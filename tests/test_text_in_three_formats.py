"""Text read back from Word, PowerPoint and PDF is the same, for texts made of the habits that people have."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine_docx import rendered as word
from test_engine_docx import template as word_template
from test_engine_pdf import render as web
from test_engine_pdf import text_of
from test_engine_pptx import filled, template, text_box, titled
from test_markdown_formats import INSIDE, _slide_lines, _word_lines

from docgen.audience import Markdown
from docgen.richtext import ListItem, Table, blocks_of

WORDS = st.sampled_from(
    [
        "desk units",
        "培训两天",
        "3*4 m",
        "5 * 6",
        "file_name_x",
        "价格（含税）",
        "**net**",
        "**“重点”**内容",
        "a*b*c",
        "10 % off",
    ]
)
NUMBERS = st.integers(1, 12)
SENTENCE = st.builds("{} and {}.".format, WORDS, WORDS)


def _list(mark: str, indent: str) -> st.SearchStrategy[str]:
    return st.builds(f"{mark} {{}}\n{indent}{mark} {{}}\n{mark} {{}}".format, WORDS, WORDS, WORDS)


LISTS = st.one_of(*(_list(mark, indent) for mark in "-*" for indent in ("  ", "   ", "    ", "\t")))
NUMBERED = st.builds(lambda n, a, b: f"{n}. {a}\n{n + 1}. {b}", NUMBERS, WORDS, WORDS)
SIGNS = [("1、", "2、"), ("①", "②"), ("（1）", "（2）"), ("(a) ", "(b) "), ("第一条 ", "第二条 "), ("• ", "• ")]
MARKED = st.builds(lambda signs, a, b: f"{signs[0]}{a}\n{signs[1]}{b}", st.sampled_from(SIGNS), WORDS, WORDS)
LINES = st.builds("电话：{}\n联系人：{}".format, WORDS, WORDS)
TABLE = st.builds("| {} | b |\n|---|---|\n| {} | 2 |".format, WORDS, WORDS)
PIECES = st.one_of(SENTENCE, LISTS, NUMBERED, MARKED, LINES, TABLE)
BREAKS = st.sampled_from(["\n", "\n\n"])
TEXTS = st.lists(st.tuples(BREAKS, SENTENCE, BREAKS, PIECES), min_size=1, max_size=4)


def _typed(parts: list[tuple[str, str, str, str]]) -> str:
    return "".join(f"{before}{sentence}{between}{piece}\n" for before, sentence, between, piece in parts).strip()


def _bare(text: str) -> str:
    """Letters, figures and signs in order, without space, bullets and the numbers of lists."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(re.sub(r"(?m)^[>\s]*(?:\+ )?(?:[•◦▪–] ?)?", "", text).split())


def _expected(text: str) -> tuple[list[str], list[str]]:
    """Each paragraph with its number or bullet and level, and each cell of a table."""
    lines: list[str] = []
    cells: list[str] = []
    for block in blocks_of(text):
        if isinstance(block, Table):
            cells += ["".join(span.text for span in cell) for row in (block.header, *block.rows) for cell in row]
            continue
        mark = ""
        if isinstance(block, ListItem):
            mark = "> " * block.level + (f"{block.number}. " if block.ordered else "• ")
        lines.append(mark + "".join(span.text for span in block.spans))
    return lines, cells


@given(TEXTS)
@settings(max_examples=4, deadline=None)
def test_the_same_text_is_in_word_powerpoint_and_pdf(parts: list[tuple[str, str, str, str]]) -> None:
    text = _typed(parts)
    lines, cells = _expected(text)
    shown = text.replace("**", "")
    assert not re.search(r"\*\*|^\||^[-*] ", "\n".join(lines + cells)), text
    document = word(word_template("{{p doc.a }}"), a=Markdown(text))
    assert [line.replace("\x0b", "\n") for line in _word_lines(document)] == lines
    deck = filled(template(titled("t", "", text_box("{{p doc.x }}"))), x=Markdown(text))
    frames = [shape.text_frame for slide in deck.slides for shape in list(slide.shapes)[1:] if shape.has_text_frame]
    printed = [line.replace("\x0b", "\n") for frame in frames for line in _slide_lines(frame)]
    assert [line for line in printed if line.strip()] == lines
    page = text_of(web(INSIDE + "{{ doc.a | blocks }}", a=Markdown(text))).replace("Title", "", 1)
    wanted = "\n".join(re.sub(r"^(?:> )*", "", line) for line in lines)
    assert sorted(_bare(page)) == sorted(_bare(wanted) + _bare("".join(cells))), text
    assert set(_bare(shown)) - set("-*|123456789.") <= set(_bare(page)), text
