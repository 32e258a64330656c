"""Compare the markers and tags of templates in words, and files of one language with those for all."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from compare_files import edited, saved
from docx import Document
from docx.oxml import OxmlElement
from pptx import Presentation
from pptx.util import Cm

import docgen
from docgen.compare.changes import Change
from docgen.compare.files import compare_file


def lines(old: bytes, new: bytes, path: str, language: str = "en", before: str = "") -> list[str]:
    """The changes between two templates of the kind that `path` names, without their places."""
    changes = compare_file(path, old, new, before)
    return [Change.message(change, language) for change in changes]  # type: ignore[arg-type]


def hide(paragraph: Any, text: str) -> None:
    """Add a run of hidden text at the beginning."""
    run = paragraph.add_run(text)
    run._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, run._r)


def proposal() -> Any:
    """A small proposal with markers as hidden text and titles as tags."""
    document = Document()
    hide(document.add_heading("Payment", 1), "{%section if doc.payment_terms%}")
    table = document.add_table(rows=3, cols=2)
    texts = (("Item", "Unit"), ("{{分组标题}}", ""), ("{{名称}}", "{{单位}}"))
    for row, words in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    hide(table.cell(1, 0).paragraphs[0], "{%rows for group in doc.pricing.groups%}")
    hide(table.cell(2, 0).paragraphs[0], "{%row for line in group.lines%}")
    hide(table.cell(2, 1).paragraphs[0], "{%rows end%}")
    hide(document.add_paragraph("Terms apply."), "{%para if doc.has_terms%}")
    return document


WORD = saved(proposal())


def set_tag(old: str, new: str) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        texts = [item for item in document.element.body.iter("{*}t") if old in (item.text or "")]
        texts[0].text = texts[0].text.replace(old, new)

    return edit


TAGS = {
    "row for all": ("row for line in group.lines", "row for line in doc.pricing.lines",
                    "row repeats for each of Lines (group.lines) → row repeats for each of Lines (doc.pricing.lines)",
                    "本行按“明细”（group.lines）逐项重复 → 本行按“明细”（doc.pricing.lines）逐项重复"),
    "an ending": ("group.lines%", "group.lines first 3%",
                  "row repeats for each of Lines (group.lines) → "
                  "row repeats for each of Lines (group.lines), the first 3 at most",
                  "本行按“明细”（group.lines）逐项重复 → 本行按“明细”（group.lines）逐项重复，最多前 3 项"),
    "side by side": ("group.lines%", "group.lines across 2%",
                     "row repeats for each of Lines (group.lines) → "
                     "row repeats for each of Lines (group.lines), 2 side by side",
                     "本行按“明细”（group.lines）逐项重复 → 本行按“明细”（group.lines）逐项重复，每行并排 2 项"),
    "a section": ("section if doc.payment_terms", "section if not doc.sla",
                  "section only if Payment terms (doc.payment_terms) is given → "
                  "section only if Service levels (doc.sla) is not given",
                  "仅当已填“付款方式”（doc.payment_terms）时才有本节 → 仅当未填“服务水平”（doc.sla）时才有本节"),
    "yes or no": ("para if doc.has_terms", "para if reads.internal",
                  "paragraph only if Has terms (doc.has_terms) is true → paragraph only if the edition is internal",
                  "仅当“有条款与假设”（doc.has_terms）成立时才有本段 → 仅当文件为内部版时才有本段"),
    "a marker gone": ("{%para if doc.has_terms%}", "", "removed: paragraph only if Has terms (doc.has_terms) is true",
                      "删除：仅当“有条款与假设”（doc.has_terms）成立时才有本段"),
    "a loop gone": ("{%row for line in group.lines%}", "", "removed: row repeats for each of Lines (group.lines)",
                    "删除：本行按“明细”（group.lines）逐项重复"),
    "a value": ("{{名称}}", "{{规格}}", "prints Item (line.name) → prints Specification (line.spec)",
                "显示“名称”（line.name） → 显示“规格”（line.spec）"),
    "the same by name": ("{{名称}}", "{{ line.name }}", "saved again; nothing that is compared here has changed",
                         "重新保存过，所比较的内容没有改动"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "en", "zh"), TAGS.values(), ids=TAGS.keys())
def test_a_changed_marker_or_title_is_one_line_in_words(old: str, new: str, en: str, zh: str) -> None:
    other = edited(WORD, set_tag(old, new), "docx")
    assert lines(WORD, other, "docx/base/proposal.zh.docx") == [en]
    assert lines(WORD, other, "docx/base/proposal.zh.docx", "zh") == [zh]


def test_a_sections_marker_is_at_the_section_that_it_begins() -> None:
    other = edited(WORD, set_tag("doc.payment_terms", "doc.sla"), "docx")
    (change,) = compare_file("docx/base/proposal.docx", WORD, other)
    assert change.format().startswith("under “Payment”: section only if")


def test_a_new_column_says_what_it_prints() -> None:
    def add(document: Any) -> None:
        table = document.tables[0]
        table.add_column(Cm(3))
        for row, text in zip(table.rows, ("Code", "", "{{编码}}"), strict=True):
            row.cells[2].text = text

    found = lines(WORD, edited(WORD, add, "docx"), "docx/base/proposal.docx")
    assert found[0] == "column “Code” added: prints Item code (line.sku)"


def test_a_hidden_marker_is_not_reported_as_hidden_text() -> None:
    def show(document: Any) -> None:
        for item in list(document.element.body.iter("{*}vanish")):
            item.getparent().remove(item)

    shown = edited(WORD, show, "docx")
    assert lines(WORD, shown, "docx/base/proposal.docx") == ["saved again; nothing that is compared here has changed"]

    def hide_words(document: Any) -> None:
        document.paragraphs[1].runs[-1].font.hidden = True

    found = lines(WORD, edited(WORD, hide_words, "docx"), "docx/base/proposal.docx")
    assert len(found) == 1 and "hidden" in found[0] and "Terms apply." in found[0]


def test_what_is_added_is_shown_without_its_markers_which_are_lines_of_their_own() -> None:
    def add(document: Any) -> None:
        hide(document.add_paragraph("Service levels apply."), "{%para if doc.sla%}")

    assert lines(WORD, edited(WORD, add, "docx"), "docx/base/proposal.docx") == [
        "added: “Service levels apply.”",
        "added: paragraph only if Service levels (doc.sla) is given",
    ]


def old_form() -> Any:
    """The table and a paragraph of `proposal` in the old form, with labels for words."""
    document = Document()
    table = document.add_table(rows=4, cols=2)
    texts = (("{{ label('name') }}", "{{ label('unit') }}"), ("{%tr for line in doc.pricing.lines %}", ""),
             ("{{ line.name }}", "{{ line.unit }}"), ("{%tr endfor %}", ""))  # fmt: skip
    for row, words in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.add_paragraph("{{ label('payment_terms') }}")
    return document


def new_form() -> Any:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("交付物", "单位"), ("{{名称}}", "{{单位}}")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    hide(table.cell(1, 0).paragraphs[0], "{%row for line in doc.pricing.lines%}")
    document.add_paragraph("付款方式")
    return document


def test_the_old_form_has_the_same_words() -> None:
    other = edited(saved(old_form()), set_tag("doc.pricing.lines", "doc.pricing.options.lines"), "docx")
    found = lines(saved(old_form()), other, "docx/base/proposal.docx")
    assert found == ["row repeats for each of Lines (doc.pricing.lines) → "
                     "row repeats for each of Lines (doc.pricing.options.lines)"]  # fmt: skip


def test_an_old_template_is_compared_with_the_files_of_one_language_that_replace_it(tmp_path: Path) -> None:
    old, new = tmp_path / "old" / "docx" / "base", tmp_path / "new" / "docx" / "base"
    for folder in (old, new):
        folder.mkdir(parents=True)
    (old / "proposal.docx").write_bytes(saved(old_form()))
    (new / "proposal.zh.docx").write_bytes(saved(new_form()))
    english = edited(saved(new_form()), set_tag("付款方式", "Payment terms"), "docx")
    (new / "proposal.en.docx").write_bytes(english)
    found = docgen.library_diff(tmp_path / "old", tmp_path / "new")
    before = "for one language; before in docx/base/proposal.docx"
    by_path = {file.path: [change.message() for change in file.changes] for file in found.files}
    assert by_path["docx/base/proposal.zh.docx"] == [before]  # what it prints is the same
    assert by_path["docx/base/proposal.en.docx"][0] == before
    assert len(by_path) == 2
    assert "wording: Payment{+ terms+}" in by_path["docx/base/proposal.en.docx"]


def test_decks_have_the_same_words() -> None:
    def deck(tag: str) -> bytes:
        made = Presentation()
        slide = made.slides.add_slide(made.slide_layouts[5])
        title = slide.shapes.title
        assert title is not None
        title.text = f"{{%slide for case in {tag}%}}{{{{标题}}}}"
        stream = BytesIO()
        made.save(stream)
        return stream.getvalue()

    assert lines(deck("cases"), deck("doc.paired_cases"), "pptx/base/proposal.zh.pptx") == [
        "slide repeats for each of Cases (cases) → slide repeats for each of Cases in pairs (doc.paired_cases)"
    ]
