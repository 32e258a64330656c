"""A template as text is readable, the same each time, quick to fail and never silent; git shows it."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from compare_files import deck_file, edited, messages_between, saved, word_file
from conftest import ROOT

import docgen
from docgen.compare.outline import as_text
from docgen.compare.reading import read_outline
from docgen.libreoffice import find_libreoffice

WORD = saved(word_file())
TEMPLATES = sorted((ROOT / "templates").glob("*x/*/*.zh.*x"))


def text_of(name: str, data: bytes) -> str:
    return as_text(read_outline(name, data))


def packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_word_file_reads_as_a_person_sees_it() -> None:
    text = text_of("proposal.docx", WORD)
    for line in (
        "# Summary",
        "Dear {{ doc.client.full_name }}, this is our proposal for your plant in Suzhou.",
        "All prices are ‹net› (bold) of tax.",
        "  | Item | Quantity | Price | Amount |",
        "[List Bullet] First step",
        "== header",
        "[Header] {{ doc.seller.full_name }}",
        "  title: Proposal",
        "  accent1: #4F81BD",
    ):
        assert line in text.splitlines(), line
    assert "[picture Picture 1 (picture " in text


def test_a_deck_reads_slide_by_slide() -> None:
    text = text_of("deck.pptx", saved(deck_file()))
    assert "== slide (Goals) (layout Title and Content)" in text
    assert "  Speak slowly here." in text
    assert "[series Cost (categories Q1 | Q2; values 3 | 4)]" in text


def test_a_page_keeps_its_tags_as_they_are_written() -> None:
    page = (
        b"<h1>{{ a }}</h1>{% if x %}<p class=lead>One <b>two</b>{% endif %}<table><tr><td>{{ b > 1 }}</td></tr></table>"
    )
    lines = text_of("page.html", page).splitlines()
    assert lines[2:] == ["== body", "# {{ a }}", "{% if x %}", "[p.lead] One ‹two› (inline style b)", "{% endif %}",
                         "table", "  | {{ b > 1 }} |"]  # fmt: skip


def test_a_pdf_reads_page_by_page() -> None:
    import pikepdf

    stream = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.docinfo["/Title"] = "Offer"
        pdf.save(stream)
    assert "  title: Offer" in text_of("offer.pdf", stream.getvalue())
    assert "== page (1) (size 21.0 cm × 29.7 cm)" in text_of("offer.pdf", stream.getvalue())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_shipped_template_is_read_whole(path: Path) -> None:
    text = docgen.template_text(path)
    assert "could not be read" not in text
    assert text == docgen.template_text(path)


BOMB = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", "word/document.xml": b"0" * 200_000_000}
ENTITIES = (b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
            b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b"<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>")  # fmt: skip


def deep(data: bytes) -> bytes:
    """A table in a table in a table …, a hundred deep."""
    parts = parts_of(data)
    head, tail = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    body = parts["word/document.xml"]
    cut = body.index(b"<w:sectPr")
    parts["word/document.xml"] = body[:cut] + head * 60 + tail * 60 + body[cut:]
    return packed(parts)


ODD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "text"),
    "no zip file": (b"PK\x03\x04 and then nothing", "this is not an Office file"),
    "a zip file of something else": (packed({"a.txt": b"hello"}), "not an Office file"),
    "a bomb": (packed(BOMB), "unpacks to too much"),
    "a document type": (packed({**parts_of(WORD), "word/document.xml": ENTITIES}), "document type declaration"),
    "broken XML": (packed({**parts_of(WORD), "word/document.xml": b"<w:document"}), "word/document.xml"),
    "broken styles": (packed({**parts_of(WORD), "word/styles.xml": b"<"}), "word/styles.xml"),
    "no document": (packed({**parts_of(WORD), "_rels/.rels": b"<Relationships/>"}), "names no document"),
    "deep tables": (deep(WORD), "docx"),
    "a PDF cut off": (b"%PDF-1.7\n1 0 obj", "can't be opened"),
    "bytes": (bytes(range(256)), "neither text nor"),
    "a pointer to large storage": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "git-lfs"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_reported_not_raised(name: str) -> None:
    data, message = ODD[name]
    assert message in text_of("template.docx", data)


def test_every_prefix_of_a_file_is_read_or_told() -> None:
    for length in range(0, len(WORD), 997):
        assert text_of("template.docx", WORD[:length])


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(docgen.InputError, match="No such file"):
        docgen.template_text("nowhere.docx")


def git(folder: Path, *words: str) -> str:
    people = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **people}
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True, env={**os.environ, **settings})
    return done.stdout.decode()


def test_git_shows_what_changed_in_a_word_file(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_text("*.docx diff=docgen\n*.pptx diff=docgen\n")
    git(tmp_path, "config", "diff.docgen.textconv", f"'{sys.executable}' -m docgen template text")
    template = tmp_path / "提案 1.docx"
    template.write_bytes(WORD)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")

    def edit(document: Any) -> None:
        document.paragraphs[1].runs[0].text = "Dear {{ doc.client.short_name }}, this is our proposal."

    template.write_bytes(edited(WORD, edit, "docx"))
    changed = [
        line for line in git(tmp_path, "diff").splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}
    ]
    assert changed == [
        "-Dear {{ doc.client.full_name }}, this is our proposal for your plant in Suzhou.",
        "+Dear {{ doc.client.short_name }}, this is our proposal.",
    ]


@pytest.mark.skipif(find_libreoffice() is None, reason="needs LibreOffice")
def test_a_file_that_libreoffice_saved_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "small.docx").write_bytes(WORD)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(find_libreoffice()),
        "--headless",
        profile,
        "--convert-to",
        "docx",
        "--outdir",
        str(tmp_path / "new"),
    ]
    subprocess.run([*command, str(tmp_path / "small.docx")], check=True, capture_output=True, timeout=120)
    assert messages_between(WORD, (tmp_path / "new" / "small.docx").read_bytes(), "docx") == []


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.match("screening.*")], ids=lambda path: path.suffix)
@pytest.mark.slow
def test_a_file_with_one_part_broken_or_missing_is_read_without_it(path: Path) -> None:
    parts = parts_of(path.read_bytes())
    for name in parts:
        broken = {**parts, name: b"<"}
        missing = {other: content for other, content in parts.items() if other != name}
        for data in (packed(broken), packed(missing)):
            assert text_of(path.name, data)
            assert all(isinstance(line, str) for line in messages_between(path.read_bytes(), data, path.suffix[1:]))
