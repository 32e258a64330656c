"""Markdown in Word, PowerPoint and PDF: the same numbers, nesting and styles, each in the format's own content."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from conftest import ROOT
from docx import Document
from docx.oxml.ns import qn
from language import outline
from test_engine_docx import assert_valid
from test_engine_docx import rendered as word
from test_engine_docx import template as word_template
from test_engine_pdf import render as web
from test_engine_pdf import structure_of, text_of
from test_engine_pptx import filled, template, text_box, titled

import docgen
from docgen.audience import Audience, Markdown
from docgen.engines.pdf.html import inline_html, set_directions
from docgen.library import open_library
from docgen.richtext import spans_of
from docgen.schemas.base import markdown_notices
from docgen.sources import find_entries

INSIDE = "<style>li { list-style-position: inside }</style>"
DRAWN = [
    ("Clauses:\n7. Liability\n8. Secrecy", ["Clauses:", "7. Liability", "8. Secrecy"]),
    ("5. a\n6. b\n\nA sentence.\n\n7. c\n9. d", ["5. a", "6. b", "A sentence.", "7. c", "9. d"]),
    ("- a\n  - b\n  - c\n- d", ["• a", "> • b", "> • c", "• d"]),
    ("1. a\n  - b\n   - c\n2. d", ["1. a", "> • b", "> • c", "2. d"]),
    ("1. a\n    3. b\n    4. c\n2. d\n    3. e", ["1. a", "> 3. b", "> 4. c", "2. d", "> 3. e"]),
    ("3. a\n\n   more\n   - x\n\n   and more\n4. b", ["3. a", "+ more", "> • x", "+ and more", "4. b"]),
    ("Now:\n1、甲方\n2、乙方", ["Now:", "1、甲方", "2、乙方"]),
    ("- [ ] open\n- [x] done", ["• ☐ open", "• ☑ done"]),
    ("1998. Founded\n2004. Sold", ["1998. Founded", "2004. Sold"]),
    ("600*800*2000 mm, **“重点”**内容", ["600*800*2000 mm, “重点”内容"]),
    ("end[^1]\n\n[^1]: a note", ["end¹", "¹ a note"]),
    ("see ![the plant](photo.png)", ["see the plant"]),
]


@pytest.mark.parametrize(("text", "lines"), DRAWN)
def test_word_draws_what_was_typed(text: str, lines: list[str]) -> None:
    assert list(_word_lines(word(word_template("{{p doc.a }}"), a=Markdown(text)))) == lines


@pytest.mark.parametrize(("text", "lines"), DRAWN)
def test_powerpoint_draws_what_was_typed(text: str, lines: list[str]) -> None:
    deck = filled(template(titled("t", "", text_box("{{p doc.x }}"))), x=Markdown(text))
    assert list(_slide_lines(deck.slides[0].shapes[1].text_frame)) == lines


@pytest.mark.parametrize(("text", "lines"), DRAWN)
def test_pdf_draws_what_was_typed(text: str, lines: list[str]) -> None:
    drawn = [line.strip() for line in text_of(web(INSIDE + "{{ doc.a | blocks }}", a=Markdown(text))).splitlines()]
    for line in lines:
        wanted = line.replace("> ", "").removeprefix("+ ").removeprefix("• ")
        assert any(item.removeprefix("• ").removeprefix("◦ ") == wanted for item in drawn), drawn


@pytest.mark.parametrize("file_format", ["docx", "pptx", "pdf"])
def test_a_document_says_what_was_typed_in_its_summary(file_format: str) -> None:
    document = docgen.load(ROOT / "samples" / "proposal.services.en.yaml")
    typed = "Terms:\n7. Capped at 3*5 days\n8. ~~Closed~~ open\n  - pilot\n\n1998. Founded\n2004. Sold"
    made = docgen.render(document.model_copy(update={"executive_summary": typed}), file_format)
    plain = re.sub(r"\s+", " ", outline(made.data, file_format))
    for words in ("Terms:", "Capped at 3*5 days", "Closed open", "pilot", "1998. Founded", "2004. Sold"):
        assert words in plain


def test_struck_text_is_struck_in_each_format(tmp_path: Path) -> None:
    text = Markdown("~~old **price**~~ new")
    data = word(word_template("{{p doc.a }}", "{{ doc.a }}"), a=text)
    for paragraph in Document(BytesIO(data)).paragraphs:
        runs = [(run.text, run.font.strike, run.bold) for run in paragraph.runs]
        assert runs == [("old ", True, None), ("price", True, True), (" new", None, None)]
    assert_valid(data, tmp_path)
    deck = filled(template(titled("t", "", text_box("{{ doc.x }}"))), x=text)
    found = [(run.text, run._r.rPr.get("strike")) for run in deck.slides[0].shapes[1].text_frame.paragraphs[0].runs]
    assert found == [("old ", "sngStrike"), ("price", "sngStrike"), (" new", None)]
    assert inline_html(spans_of(text)) == "<s>old </s><strong><s>price</s></strong> new"


def test_the_files_are_valid_with_every_block(tmp_path: Path) -> None:
    text = Markdown("\n\n".join(text for text, _ in DRAWN) + "\n\n- a\n\n  | h |\n  |---|\n  | 1 |\n\n  more\n- b")
    assert_valid(word(word_template("{{p doc.a }}"), a=text), tmp_path)
    tags = structure_of(web("{{ doc.a | blocks }}", a=text))
    assert tags.count("/TH") == 1


def _word_lines(data: bytes) -> Iterator[str]:
    """Each paragraph with its level, and the number or bullet that Word would give it."""
    document = Document(BytesIO(data))
    numbering = document.part.numbering_part.element
    counts: Counter[str] = Counter()
    for paragraph in document.paragraphs:
        if not paragraph.text:
            continue
        properties = paragraph._p.pPr
        numbered = None if properties is None else properties.numPr
        indent = None if properties is None else properties.find(qn("w:ind"))
        if numbered is None:
            yield ("+ " if indent is not None else "") + paragraph.text
            continue
        level, key = numbered.ilvl.val, str(numbered.numId.val)
        (num,) = [item for item in numbering.num_lst if str(item.numId) == key]
        (override,) = num.lvlOverride_lst
        assert override.ilvl == level
        abstract = [item for item in numbering if item.get(qn("w:abstractNumId")) == str(num.abstractNumId.val)]
        kind = abstract[0].findall(qn("w:lvl"))[level].find(qn("w:numFmt")).get(qn("w:val"))
        number = override.startOverride.val + counts[key]
        counts[key] += 1
        yield "> " * level + (f"{number}. " if kind == "decimal" else "• ") + paragraph.text


def _slide_lines(frame: Any) -> Iterator[str]:
    """Each paragraph with its level, and the number or bullet that PowerPoint would give it."""
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in frame.paragraphs:
        properties = paragraph._p.pPr
        marks = (
            [] if properties is None else [item for item in properties if "}bu" in item.tag and "Font" not in item.tag]
        )
        level = paragraph.level
        kind = marks[0].tag.rpartition("}")[2] if marks else ""
        counts = {at: count for at, count in counts.items() if at < level or (at == level and kind == "buAutoNum")}
        if kind == "buAutoNum":
            start = marks[0].get("startAt", "1")
            before = counts.get(level)
            number = before[1] + 1 if before and before[0] == start else int(start)
            counts[level] = (start, number)
            yield "> " * level + f"{number}. " + paragraph.text
        else:
            mark = {"buChar": "• ", "buNone": "+ ", "": ""}[kind]
            yield "> " * level + mark + paragraph.text


ARABIC = "السعر الإجمالي 100 يورو."


def test_arabic_runs_from_right_to_left_in_each_format(tmp_path: Path) -> None:
    text = Markdown(f"{ARABIC}\n\n- {ARABIC}\n\nA price: {ARABIC}")
    data = word(word_template("{{p doc.a }}", "{{ doc.b }}"), a=text, b=ARABIC)
    found = [paragraph._p.find(f".//{qn('w:bidi')}") is not None for paragraph in Document(BytesIO(data)).paragraphs]
    assert found == [True, True, False, True]
    assert_valid(data, tmp_path)
    deck = filled(template(titled("t", "", text_box("{{p doc.x }}"))), x=text)
    properties = [paragraph._p.pPr for paragraph in deck.slides[0].shapes[1].text_frame.paragraphs]
    assert [p is not None and (p.get("rtl"), p.get("algn")) == ("1", "r") for p in properties] == [True, True, False]
    root = fromstring(f"<div><p>{ARABIC}</p><p>A price: {ARABIC}</p><ul><li>{ARABIC}</li></ul></div>")
    set_directions(root)
    assert [child.get("style") is not None for child in root.iter()] == [False, True, False, False, True]


# Notices


def test_check_says_the_field_and_the_line_of_what_isnt_drawn(tmp_path: Path) -> None:
    sample = (ROOT / "samples" / "proposal.services.en.yaml").read_text(encoding="utf-8")
    typed = "executive_summary: |\n  Our plant:\n\n  ![the plant](plant.png)\n  <br>\n"
    path = tmp_path / "a.yaml"
    path.write_text(re.sub(r"^executive_summary:.*?(?=^\w)", typed, sample, flags=re.DOTALL | re.MULTILINE))
    found = {finding.code: finding for finding in docgen.check(path) if "markdown" in finding.code}
    assert set(found) == {"notice.markdown_picture", "notice.markdown_html"}
    picture = found["notice.markdown_picture"]
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if text.startswith("executive_summary"))
    assert (picture.place, picture.values["line"], picture.severity) == ("executive_summary", 3, "warning")
    assert line <= picture.line <= line + 1


def test_notices_go_into_lists_and_parts() -> None:
    document = docgen.load(ROOT / "samples" / "proposal.services.en.yaml")
    pain = document.diagnosis[1].model_copy(update={"cause": "a **b"})  # type: ignore[attr-defined]
    parts = (document.diagnosis[0], pain)  # type: ignore[attr-defined]
    (found,) = markdown_notices(document.model_copy(update={"diagnosis": parts}))
    assert (found.place, found.code) == ("diagnosis[1].cause", "notice.markdown_mark")


def test_notices_go_into_fields_without_markdown_and_their_lists() -> None:
    document = docgen.load(ROOT / "samples" / "proposal.services.en.yaml")
    headlines = document.headlines.model_copy(update={"value": "**Faster** answers"})  # type: ignore[attr-defined]
    changed = document.model_copy(update={"headlines": headlines, "scope_in": ("Desk", "a<br>b")})
    found = [(finding.place, finding.code) for finding in markdown_notices(changed)]
    assert found == [("headlines.value", "notice.markdown_plain"), ("scope_in[1]", "notice.markdown_plain")]


def test_a_render_says_what_of_the_librarys_words_isnt_drawn(tmp_path: Path) -> None:
    own = tmp_path / "acme" / "legal"
    own.mkdir(parents=True)
    (own / "secrecy.en.md").write_text(
        '---\ntitle: Secrecy\nsummary: Ours.\nstatus: draft\nowner: A\nversion: "1.1"\nreview_by: 2027-03-31\n'
        "---\n\n## Text\n\nAs <u>drawn</u>.\n\n## When it applies\n\nAlways.\n"
    )
    document = docgen.load(ROOT / "samples" / "proposal.services.en.yaml").model_copy(update={"legal": ("secrecy",)})
    entries = find_entries(open_library(tmp_path / "acme"), document, Audience.INTERNAL, date(2026, 11, 24))
    (found,) = [finding for finding in entries.warnings if "markdown" in finding.code]
    assert found.message.startswith("legal/secrecy, text: line 1: `<u>` is HTML")
    assert found.place == "legal[0]"
