"""What a manager does to a built-in template in Word, by its visible text alone: each change is made in one place."""

import io
import shutil
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import ROOT, WORKSPACE
from docx.document import Document
from docx.enum.dml import MSO_THEME_COLOR
from docx.oxml.ns import qn

import docgen

SAMPLE = ROOT / "samples" / "proposal.manufacturing.zh.yaml"
BUILT_IN = ROOT / "templates" / "docx" / "manufacturing" / "proposal.zh.docx"
OTHER_LANGUAGES = {"language.missing", "language.differs"}
"""Notices that the English and bilingual templates are the built-in ones still."""
FIELDS = """proposal:
  deliverables:
    keeper: {en: Keeper, zh: 保管人, type: text, reader: client, example: 周敏}
"""


def visible(paragraph: Any) -> str:
    """The text of a paragraph as Word shows it, without hidden markers."""
    return "".join(run.text for run in paragraph.runs if not run.font.hidden)


def heading(document: Document, text: str) -> Any:
    return next(p for p in document.paragraphs if visible(p) == text and p.style.name == "Heading 1")


def chapter(document: Document, text: str) -> list[Any]:
    """The elements from a heading of the first level to before the next one."""
    first = heading(document, text)._p
    found = [first]
    for element in first.itersiblings():
        if element.tag.endswith("}sectPr") or element.xpath("./w:pPr/w:pStyle[@w:val='Heading1']"):
            break
        found.append(element)
    return found


def rename_a_heading(document: Document) -> None:
    run = next(run for run in heading(document, "问题诊断").runs if run.text == "问题诊断")
    run.text = "现场问题"


def add_a_column(document: Document) -> None:
    """As Word does: a copy of the last cell in each row, then other words."""
    table = next(table for table in document.tables if visible(table.rows[0].cells[0].paragraphs[0]) == "交付物")
    for row, text in zip(table.rows, ("保管人", "{{保管人}}"), strict=True):
        last = row._tr.tc_lst[-1]
        last.addnext(deepcopy(last))
        first, *others = row.cells[-1].paragraphs[0].runs
        first.text = text
        for run in others:
            run._r.getparent().remove(run._r)
    columns = table._tbl.tblGrid.gridCol_lst
    columns[-1].addnext(deepcopy(columns[-1]))


def move_a_section(document: Document) -> None:
    target = heading(document, "投资回报")._p
    for element in chapter(document, "客户价值"):
        target.addprevious(element)


def change_a_colour(document: Document) -> None:
    document.styles["Heading 1"].font.color.theme_color = MSO_THEME_COLOR.ACCENT_2


def delete_a_paragraph(document: Document) -> None:
    note = next(p for p in document.paragraphs if visible(p) == "各阶段与里程碑的时间安排。")
    note._p.getparent().remove(note._p)


def rendered(folder: Path, change: Callable[[Document], None] | None) -> bytes:
    """The client's edition, from a library with the built-in template after `change`; lint has nothing to say of it."""
    shutil.rmtree(folder, ignore_errors=True)
    template = folder / "docx" / "manufacturing" / BUILT_IN.name
    template.parent.mkdir(parents=True)
    document = docx.Document(str(BUILT_IN))
    if change is not None:
        change(document)
    document.save(str(template))
    (folder / "fields.yaml").write_text(FIELDS, encoding="utf-8")
    problems = docgen.lint_library(folder).problems
    assert [p for p in problems if p.where.template.startswith(folder.name) and p.code not in OTHER_LANGUAGES] == []
    workspace = docgen.Workspace(folder, today=WORKSPACE.today)
    offer = docgen.load(SAMPLE, workspace=workspace)
    items = tuple(item.model_copy(update={"keeper": f"保管{n}"}) for n, item in enumerate(offer.deliverables))
    offer = offer.model_copy(update={"deliverables": items})
    return docgen.render(offer, "docx", audience="client", workspace=workspace).data


def lines_of(data: bytes) -> list[str]:
    """The text of each paragraph of the body, without the contents and the stamp."""
    body = docx.Document(io.BytesIO(data)).element.body
    paragraphs = [p for p in body.iter(qn("w:p")) if not p.xpath("./w:pPr/w:pStyle[@w:val='TOC1' or @w:val='Stamp']")]
    return ["".join(text.text or "" for text in p.iter(qn("w:t"))) for p in paragraphs]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return lines_of(rendered(tmp_path_factory.mktemp("managers") / "company", None))


def test_a_heading_is_renamed(tmp_path: Path, before: list[str]) -> None:
    after = lines_of(rendered(tmp_path / "company", rename_a_heading))
    assert after == ["现场问题" if line == "问题诊断" else line for line in before]


def test_a_column_prints_a_field_of_the_companys_own(tmp_path: Path, before: list[str]) -> None:
    after = lines_of(rendered(tmp_path / "company", add_a_column))
    added = list((Counter(after) - Counter(before)).elements())
    assert added == ["保管人", *(f"保管{number}" for number in range(len(added) - 1))]
    assert len(after) == len(before) + len(added) > len(before) + 2


def test_a_section_is_moved(tmp_path: Path, before: list[str]) -> None:
    after = lines_of(rendered(tmp_path / "company", move_a_section))
    assert sorted(after) == sorted(before)
    assert before.index("投资回报") < before.index("客户价值")
    assert after.index("客户价值") < after.index("投资回报")


def test_a_colour_is_changed(tmp_path: Path, before: list[str]) -> None:
    data = rendered(tmp_path / "company", change_a_colour)
    assert lines_of(data) == before
    assert docx.Document(io.BytesIO(data)).styles["Heading 1"].font.color.theme_color == MSO_THEME_COLOR.ACCENT_2


def test_a_paragraph_is_deleted(tmp_path: Path, before: list[str]) -> None:
    after = lines_of(rendered(tmp_path / "company", delete_a_paragraph))
    assert after == [line for line in before if line != "各阶段与里程碑的时间安排。"]
