"""The contents of a Word file get the page numbers of LibreOffice's layout."""

import errno
import io
import re
import zipfile
from pathlib import Path

import pytest

import docgen
from docgen.errors import Finding
from docgen.libreoffice import find_libreoffice, pages_of_bookmarks

SAMPLE = Path(__file__).parent.parent / "samples" / "proposal.services.en.yaml"
ENTRY = re.compile(
    r"<w:t xml:space=\"preserve\">([^<]*)</w:t></w:r><w:r><w:tab/>.*?PAGEREF (\w+) .*?<w:t>([^<]*)</w:t>"
)


def text_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def render(**workspace: object) -> docgen.Rendered:
    return docgen.render(docgen.load(SAMPLE), "docx", audience="client", workspace=docgen.Workspace(**workspace))


@pytest.fixture(scope="module")
def numbered() -> docgen.Rendered:
    return render(page_numbers=True)


def test_each_entry_of_the_contents_names_a_page_and_they_go_on(numbered: docgen.Rendered):
    entries = ENTRY.findall(text_of(numbered.data))
    pages = [int(page) for _, _, page in entries]
    assert len(entries) > 12
    assert pages == sorted(pages)
    assert pages[0] > 2
    assert numbered.warnings == render().warnings


def test_the_pages_are_those_that_the_file_is_laid_out_on(numbered: docgen.Rendered):
    program = find_libreoffice()
    assert program is not None
    found = pages_of_bookmarks(numbered.data, program)
    assert not isinstance(found, Finding)
    assert {bookmark: int(page) for _, bookmark, page in ENTRY.findall(text_of(numbered.data))} == dict(found)


def test_without_a_layout_word_counts_when_it_opens_the_file():
    text = text_of(render().data)
    assert {page for _, _, page in ENTRY.findall(text)} == {"…"}
    assert 'w:fldCharType="begin" w:dirty="true"' in text


def test_numbers_change_nothing_else(numbered: docgen.Rendered):
    plain = render()
    assert numbered.stamp == plain.stamp
    pages = iter(re.findall(r"PAGEREF .*?<w:t>(\d+)</w:t>", text_of(numbered.data)))
    assert re.sub(r"(PAGEREF .*?<w:t>)…", lambda found: found[1] + next(pages), text_of(plain.data)) == text_of(
        numbered.data
    )


def test_what_cannot_be_laid_out_is_reported_and_the_file_still_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\necho no display >&2\nexit 1\n")
    broken.chmod(0o755)
    found = pages_of_bookmarks(b"", str(broken))
    assert isinstance(found, Finding)
    assert "no display" in found.message
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    messages = [warning.message for warning in render(page_numbers=True).warnings]
    assert any("LibreOffice is not installed" in message for message in messages)


def test_a_temporary_folder_without_room_leaves_the_numbers_to_word(monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    found = pages_of_bookmarks(b"", "soffice")
    assert isinstance(found, Finding)
    assert (found.severity, "No space left on device" in found.message) == ("warning", True)
