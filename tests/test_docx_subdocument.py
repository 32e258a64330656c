"""Sub-documents in Word: other files of the library inside a document, with pictures, lists, links and styles."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm
from oracle.outline import outline
from oracle.soundness import unsound
from PIL import Image
from test_engine_docx import assert_valid, bindings, part, template

from docgen.engines import docx as engine
from docgen.errors import TemplateError


def picture(colour: str) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    out.seek(0)
    return out


def block(colour: str, make: Callable[[Any], None] | None = None) -> bytes:
    """A Word file with a tag, a list, its own style, a table and a picture."""
    document = Document()
    style = document.styles.add_style("Clause", WD_STYLE_TYPE.PARAGRAPH)
    style.font.bold = True
    document.add_paragraph("For {{ doc.client }} in " + colour, style="Clause")
    for text in ("first", "second"):
        document.add_paragraph(text, style="List Number")
    document.add_table(1, 2).cell(0, 0).text = "{{ doc.client }}"
    document.add_picture(picture(colour), width=Cm(2))
    if make:
        make(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def rendered(*paragraphs: str, files: dict[str, bytes], **fields: Any) -> bytes:
    def read_asset(path: str) -> bytes:
        return files[path]

    return engine.render(replace(template(*paragraphs), read_asset=read_asset), bindings(**fields))


@pytest.mark.slow
def test_several_sub_documents_keep_their_pictures_and_styles(tmp_path: Path) -> None:
    files = {"a.docx": block("red"), "b.docx": block("blue")}
    data = rendered("top", "{{p subdocument('a.docx') }}", "{{p subdocument('b.docx') }}", files=files, client="R&D")
    text = outline(data)
    assert text.count("For R&D in red") == text.count("For R&D in blue") == 1
    assert [text.count("FF0000"), text.count("0000FF")] == [1, 1]
    assert 'w:styleId="Clause"' in part(data, "word/styles.xml")
    assert unsound(data) == []
    assert_valid(data, tmp_path)


@pytest.mark.slow
def test_a_sub_document_in_a_loop_is_sound_each_time(tmp_path: Path) -> None:
    paragraphs = ("{%p for x in doc.xs %}", "{{p subdocument('a.docx') }}", "{%p endfor %}")
    data = rendered(*paragraphs, files={"a.docx": block("red")}, client="c", xs=(1, 2, 3))
    assert outline(data).count("For c in red") == 3
    assert unsound(data) == []
    assert_valid(data, tmp_path)


def test_a_list_of_a_sub_document_counts_by_itself() -> None:
    def numbered(document: Any) -> None:
        for item in document.paragraphs:
            if item.style.name == "List Number":
                number = document.styles["List Number"].element.pPr.numPr.numId.val
                item._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number

    files = {"a.docx": block("red", numbered)}
    data = rendered("{{p subdocument('a.docx') }}", "{{p subdocument('a.docx') }}", files=files, client="c")
    numbers = [line for line in part(data).split("<w:numId ")[1:]]
    assert [item[: item.index("/>")] for item in numbers] == ['w:val="9000"'] * 2 + ['w:val="9001"'] * 2
    assert unsound(data) == []


def test_what_is_wrong_in_a_sub_document_is_reported_with_its_place() -> None:
    files = {"a.docx": block("red", lambda document: document.add_paragraph("{{ doc.pricng }}"))}
    with pytest.raises(TemplateError, match=r"document, paragraph 1: a\.docx, document, paragraph \d+: no `pricng`"):
        rendered("{{p subdocument('a.docx') }}", files=files, client="c")


def test_a_missing_file_is_reported() -> None:
    with pytest.raises(TemplateError, match=r"no `docx/b\.docx` in the library"):
        rendered("{{p subdocument('b.docx') }}", files={})


def test_a_sub_document_in_running_text_is_reported() -> None:
    with pytest.raises(TemplateError, match="takes a paragraph of its own"):
        rendered("x {{ subdocument('a.docx') }}", files={"a.docx": block("red")}, client="c")


def test_what_a_sub_document_cannot_hold_is_reported() -> None:
    def with_comment(document: Any) -> None:
        document.add_comment(document.paragraphs[0].runs, "said", "A", "A")

    with pytest.raises(TemplateError, match=r"a\.docx: a sub-document can't hold a comment"):
        rendered("{{p subdocument('a.docx') }}", files={"a.docx": block("red", with_comment)}, client="c")


def test_the_same_sub_document_gives_the_same_bytes() -> None:
    first, second = (
        rendered("{{p subdocument('a.docx') }}", files={"a.docx": block("red")}, client="c") for _ in range(2)
    )
    assert first == second
