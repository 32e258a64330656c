"""Adopting files: clear refusals, nothing half written or overwritten, answers checked."""

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

import docgen
from docgen.adopt import Adopted, adopt_template
from tests.adopt.desk import Ask, Desk, with_part

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def word(*lines: str) -> bytes:
    desk = Desk()
    for line in lines or ("Phone: [phone]", "Client: [Client name]"):
        desk.line(line)
    return desk.bytes()


def put(folder: Path, data: bytes, name: str = "original.docx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refused(folder: Path, data: bytes) -> docgen.Finding:
    with pytest.raises(docgen.DocgenError) as caught:
        adopt_template(put(folder, data), "proposal")
    return caught.value.findings[0]


def tracked(text: str) -> str:
    change = '<w:ins w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'
    return text.replace("</w:p>", change, 1)


STOPS = {
    "a password": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "an old file": (COMPOUND + "WordDocument".encode("utf-16-le"), "an old Office file"),
    "rich text": (b"{\\rtf1\\ansi}", "an RTF file"),
    "a PDF": (b"%PDF-1.7\n", "a PDF file"),
    "nothing": (b"", "empty"),
    "no zip": (b"hello", "not an Office file"),
    "a cut zip": (word()[:4000], "not an Office file"),
    "no main part": (b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0, 0, 0, 0, 0), "not an Office file"),
    "no places": (word("Just words."), "nothing to fill in"),
    "changes": (with_part(word(), "word/document.xml", tracked), "tracked change"),
    "macros": (with_part(word(), "word/vbaProject.bin", lambda _: "x"), "macros"),
    "broken XML": (with_part(word(), "word/document.xml", lambda text: text[:-20]), "not XML"),
    "broken settings": (with_part(word(), "word/settings.xml", lambda text: text[:-20]), "XML"),
    "a linked picture": (
        with_part(
            word(),
            "word/_rels/document.xml.rels",
            lambda text: text.replace(
                "</Relationships>",
                '<Relationship Id="rId77" TargetMode="External" Target="http://example.com/x.png" Type="http://schemas.'
                'openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>',
            ),
        ),
        "leads out of the file",
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_what_can_not_be_adopted_is_reported(name: str, tmp_path: Path) -> None:
    data, words = STOPS[name]
    finding = refused(tmp_path, data)
    assert words in finding.message
    assert finding.hint
    assert finding.file.endswith("original.docx")


def test_a_missing_file_and_an_unknown_kind_are_reported(tmp_path: Path) -> None:
    with pytest.raises(docgen.InputError, match="No such file"):
        adopt_template(tmp_path / "none.docx", "proposal")
    with pytest.raises(docgen.UsageError, match="no kind 'propsal'"):
        adopt_template(put(tmp_path, word()), "propsal")


@pytest.mark.slow
def test_three_hundred_pages_are_read_to_the_end(tmp_path: Path) -> None:
    desk = Desk()
    for number in range(300):
        desk.heading(f"{number + 1} Scope", 2)
        for _ in range(10):
            desk.line("The supplier delivers what this section says, in time and in the quality agreed on. " * 4)
        desk.line("Client: ", Ask("[Client name]", ""), ", until ", Ask("[expiry date]", ""))
    adopted = adopt_template(put(tmp_path, desk.bytes()), "proposal")
    assert len(adopted.decisions) == 600
    assert adopted.doubts == ()


def test_a_template_file_becomes_a_document(tmp_path: Path) -> None:
    data = with_part(word(), "[Content_Types].xml", lambda text: text.replace("document.main+xml", "template.main+xml"))
    assert b"template.main+xml" in docgen_part(data)
    assert b"document.main+xml" in docgen_part(adopt_template(put(tmp_path, data), "proposal").data)


def docgen_part(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("[Content_Types].xml")


def test_the_language_is_found_out_and_names_the_template(tmp_path: Path) -> None:
    assert "docx/base/minutes.zh.docx" in adopt_template(put(tmp_path, word("甲方：____")), "minutes").files()
    assert "docx/base/proposal.en.docx" in adopt_template(put(tmp_path, word()), "proposal").files()
    adopted = adopt_template(put(tmp_path, word("甲方：____")), "minutes", language="en")
    assert adopted.stem == "minutes.en"


def saved(tmp_path: Path) -> tuple[Path, Adopted, dict[str, Path]]:
    path = put(tmp_path, word())
    adopted = adopt_template(path, "proposal")
    return path, adopted, adopted.save(tmp_path / "library")


def settle(files: dict[str, Path], answer: str, place: str = "1") -> Path:
    path = files["adopted/proposal.en.doubts.yaml"]
    head, found, rest = path.read_text(encoding="utf-8").partition(f"- id: '{place}'")
    assert found
    path.write_text(head + found + rest.replace("settle:\n", f"settle: {answer}\n", 1), encoding="utf-8")
    return path


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    _, adopted, files = saved(tmp_path)
    before = {path: path.read_bytes() for path in files.values()}
    with pytest.raises(docgen.UsageError) as caught:
        adopted.save(tmp_path / "library")
    assert len(caught.value.findings) == 3
    assert {path: path.read_bytes() for path in files.values()} == before
    adopted.save(tmp_path / "library", force=True)


def test_a_run_with_answers_replaces_the_files_of_the_first_unless_they_were_changed(tmp_path: Path) -> None:
    path, _, files = saved(tmp_path)
    settled = adopt_template(path, "proposal", settle=settle(files, "1"))
    assert settled.doubts == ()
    settled.save(tmp_path / "library")
    again = adopt_template(path, "proposal", settle=files["adopted/proposal.en.doubts.yaml"])
    assert again.data == settled.data
    files["docx/base/proposal.en.docx"].write_bytes(b"edited in Word")
    with pytest.raises(docgen.UsageError, match=r"proposal\.en\.docx"):
        again.save(tmp_path / "library")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("1", "{{ Client.Contact.Phone? }}"),
        ("doc.opportunity", "Phone: {{ Opportunity? }}"),
        ('"{{ doc.title | upper }}"', "Phone: {{ doc.title | upper }}"),
        ("{text: on request}", "Phone: on request"),
        ("'text: on request'", "Phone: on request"),
        ("remove", "Phone: </w:t>"),
        ("leave", "Phone: [phone]</w:t>"),
    ],
)
def test_an_answer_is_carried_out(answer: str, words: str, tmp_path: Path) -> None:
    path, _, files = saved(tmp_path)
    settled = adopt_template(path, "proposal", settle=settle(files, answer))
    assert settled.doubts == ()
    assert words in zipfile.ZipFile(io.BytesIO(settled.data)).read("word/document.xml").decode()


def test_an_answer_overrules_what_was_written(tmp_path: Path) -> None:
    path, _, files = saved(tmp_path)
    settled = adopt_template(path, "proposal", settle=settle(files, "doc.client.short_name", "2"))
    assert settled.decisions[1].entry is not None
    assert settled.decisions[1].entry.path == "doc.client.short_name"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("9", "there is no proposal 9"),
        ("doc.clint.name", "there is no field doc.clint.name"),
        ("perhaps", "there is no field"),
        ("{words: x}", "is not an answer"),
    ],
)
def test_an_invalid_answer_is_reported_with_its_line(answer: str, words: str, tmp_path: Path) -> None:
    path, _, files = saved(tmp_path)
    with pytest.raises(docgen.InputError) as caught:
        adopt_template(path, "proposal", settle=settle(files, answer))
    (finding,) = caught.value.findings
    assert words in finding.message
    lines = files["adopted/proposal.en.doubts.yaml"].read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1].strip().startswith("settle:")


def test_answers_for_another_document_are_refused(tmp_path: Path) -> None:
    _, _, files = saved(tmp_path)
    other = put(tmp_path, word("Client: [Client name]"), "other.docx")
    with pytest.raises(docgen.InputError, match="belong to another file"):
        adopt_template(other, "proposal", settle=files["adopted/proposal.en.doubts.yaml"])


def test_a_file_that_is_no_doubts_file_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, word())
    for text in ("a: [", "just words", "- 1"):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(docgen.InputError):
            adopt_template(path, "proposal", settle=tmp_path / "x.yaml")


@pytest.mark.slow
def test_the_command_writes_checks_and_tries_the_template(tmp_path: Path) -> None:
    path = put(tmp_path, word())
    command = [
        sys.executable,
        "-m",
        "docgen",
        "template",
        "adopt",
        path,
        "--kind",
        "proposal",
        "--out",
        tmp_path / "new",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "2 places: 1 written, 0 made loops, 0 left as they are, 1 to answer." in done.stdout
    assert "open question 1: document, paragraph 1: [phone]" in done.stderr
    tried = list((tmp_path / "new" / "adopted" / "tried").glob("*.docx"))
    assert len(tried) == 1
    again = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert again.returncode == 2
    assert "this file already exists" in again.stderr


def test_a_refused_document_leaves_nothing_behind(tmp_path: Path) -> None:
    path = put(tmp_path, b"hello")
    command = [
        sys.executable,
        "-m",
        "docgen",
        "template",
        "adopt",
        path,
        "--kind",
        "proposal",
        "--out",
        tmp_path / "new",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "not an Office file" in done.stderr
    assert not (tmp_path / "new").exists()
