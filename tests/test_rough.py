"""Rough inputs, minimal, huge and odd, pass the check and give whole files in every format."""

from pathlib import Path

import pypdfium2
import pytest

import docgen
from docgen.text_extraction.files import extract_text

ROUGH = tuple(sorted((Path(__file__).parents[1] / "samples" / "rough").glob("*.yaml")))


def test_there_are_twelve_of_them():
    assert len(ROUGH) >= 12


@pytest.mark.parametrize("path", ROUGH, ids=lambda path: path.stem)
def test_it_has_no_error(path):
    document = docgen.load(path)

    assert [finding for finding in document.notices() if finding.severity == "error"] == []


@pytest.mark.slow
@pytest.mark.parametrize("file_format", ["docx", "pptx", "pdf"])
@pytest.mark.parametrize("path", ROUGH, ids=lambda path: path.stem)
def test_its_file_holds_its_number_and_no_tags(path, file_format):
    document = docgen.load(path)
    data = docgen.render(document, file_format).data

    text = "\n".join(line for _, line in extract_text(f"made.{file_format}", data))
    assert document.doc_id in text
    assert [mark for mark in ("{{", "{%", "None", "Undefined") if mark in text] == []


@pytest.mark.slow
def test_a_scope_of_deliverables_alone_begins_with_them():
    data = docgen.render(docgen.load(ROUGH[2]), "pdf").data

    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document][2:]
    (page,) = [text for text in texts if "服务范围" in text]
    assert "交付物 1" in page
