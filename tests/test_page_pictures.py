"""Pictures of the pages of finished files, by way of LibreOffice for Office files."""

import time
from pathlib import Path
from typing import Any

import pytest
from conftest import FORMATS, ROOT

import docgen
from docgen import libreoffice
from docgen.libreoffice import lay_out
from docgen.page_pictures import convert_to_pdfs, count_pages, draw_pages

SAMPLE = ROOT / "samples" / "screening.services.en.yaml"


@pytest.fixture(scope="module")
def files(rendered: Any) -> dict[str, bytes]:
    return {file_format: rendered(SAMPLE, file_format, "client").read_bytes() for file_format in FORMATS}


@pytest.mark.parametrize("file_format", FORMATS)
def test_each_page_is_a_picture_of_the_width_asked_for(file_format: str, files: dict[str, bytes]) -> None:
    (pdf,) = convert_to_pdfs([(files[file_format], file_format)])
    assert isinstance(pdf, bytes)
    pictures = list(draw_pages(pdf, 300))
    assert len(pictures) == count_pages(pdf)
    assert {(picture.mode, picture.width) for picture in pictures} == {("RGB", 300)}
    assert all((picture.width > picture.height) == (file_format == "pptx") for picture in pictures)
    assert min(picture.convert("L").getextrema()[0] for picture in pictures) < 100, "ink on every page"


@pytest.mark.slow
def test_many_files_give_what_each_gives_alone_in_their_order(files: dict[str, bytes]) -> None:
    wanted = [(files[name], name) for name in ("pptx", "pdf", "docx", "pdf")]
    counts = [count_pages(pdf) for pdf in convert_to_pdfs(wanted) if isinstance(pdf, bytes)]
    assert counts == [count_pages(pdf) for one in wanted for pdf in convert_to_pdfs([one]) if isinstance(pdf, bytes)]
    assert len(counts) == len(wanted)


@pytest.mark.slow
def test_a_file_that_cannot_be_drawn_takes_only_itself_with_it(files: dict[str, bytes]) -> None:
    broken = b"PK\x03\x04 no package"
    made = convert_to_pdfs([(broken, "docx"), (files["docx"], "docx")])
    assert isinstance(made[0], docgen.InputError)
    assert "LibreOffice could not lay out" in str(made[0])
    assert isinstance(made[1], bytes)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(docgen.InputError, match="not a PDF"):
        list(draw_pages(b"no pdf", 120))


def test_without_libreoffice_a_pdf_is_drawn_and_an_office_file_says_what_to_install(
    files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    deck, pdf = convert_to_pdfs([(files["pptx"], "pptx"), (files["pdf"], "pdf")])
    assert isinstance(deck, docgen.MissingError)
    assert "libreoffice-impress" in deck.findings[0].hint
    assert isinstance(pdf, bytes)


def test_only_the_pages_asked_for_are_drawn(files: dict[str, bytes]) -> None:
    (deck,) = convert_to_pdfs([(files["pptx"], "pptx")])
    assert isinstance(deck, bytes)
    assert count_pages(deck) > 1
    assert len(list(draw_pages(deck, 100, 1))) == 1


def test_what_hangs_is_ended_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {tmp_path}/child\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(libreoffice, "_SECONDS_TO_START", 0)
    monkeypatch.setattr(libreoffice, "_SECONDS_A_FILE", 2)
    laid = lay_out((tmp_path / "a.docx",), tmp_path, str(slow))
    assert str(laid.reason) == "it took longer than 2 seconds"
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 60
    while runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(child)


def runs(process: int) -> bool:
    """Whether a process exists and isn't a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_two_libreoffices_lay_out_what_one_does(files: dict[str, bytes], tmp_path: Path) -> None:
    paths = [tmp_path / "a.docx", tmp_path / "b.pptx", tmp_path / "c.docx"]
    for path in paths:
        path.write_bytes(files[path.suffix[1:]])
    laid = lay_out(paths, tmp_path / "pages", libreoffice.require_libreoffice(), processes=2)
    assert set(laid.pdfs) == set(paths)
    assert laid.reason == ""
    assert lay_out((), tmp_path, "none").pdfs == {}
