"""`inspect` reads a finished file's stamp and state; a broken file is a finding."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import FORMATS, SAMPLES, WORKSPACE, loaded
from test_finished import edit

import docgen
from docgen.engines import engine_for

MINUTES = next(path for path in SAMPLES if path.name.startswith("minutes.services.en."))
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture
def finished(rendered: Any, tmp_path: Path) -> Any:
    """`finished(file_format)` is a file of its own to break."""

    def copy(file_format: str) -> Path:
        path = tmp_path / f"minutes.{file_format}"
        path.write_bytes(rendered(MINUTES, file_format, "client").read_bytes())
        return path

    return copy


def repacked(path: Path, change: Any = None, method: int = zipfile.ZIP_STORED) -> None:
    """Pack an Office file again; `change(parts)` may change them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if change:
        change(parts)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("file_format", FORMATS)
def test_contents_are_as_written_until_another_program_saves_them(file_format: str, finished: Any) -> None:
    path = finished(file_format)
    assert docgen.inspect(path).contents == "as_written"
    edit(path)
    inspected = docgen.inspect(path)
    assert (inspected.consistent, inspected.contents, inspected.intact) == (True, "changed", False)


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_one_figure_changed_in_any_part_shows(file_format: str, finished: Any) -> None:
    path = finished(file_format)
    repacked(path)
    assert docgen.inspect(path).contents == "as_written"  # the same parts, packed otherwise
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    for name in ("[Content_Types].xml", "docProps/core.xml", names[-1]):
        path = finished(file_format)
        repacked(path, lambda parts, name=name: parts.update({name: parts[name] + b" "}))
        assert docgen.inspect(path).contents == "changed", name
    path = finished(file_format)
    repacked(path, lambda parts: parts.update({"word/added.xml": b"<a/>"}))
    assert docgen.inspect(path).contents == "changed"


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_one_byte_changed_anywhere_in_a_pdf_shows(at: float, finished: Any) -> None:
    path = finished("pdf")
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 1
    path.write_bytes(data)
    try:
        assert docgen.inspect(path).contents == "changed"
    except docgen.InputError as error:
        assert error.findings[0].code.startswith("inspect.")


def test_a_pdf_that_was_added_to_shows(finished: Any) -> None:
    path = finished("pdf")
    path.write_bytes(path.read_bytes() + b"\n% a note\n")
    assert docgen.inspect(path).contents == "changed"


def test_a_fact_of_the_stamp_changed_by_hand_shows_twice(finished: Any) -> None:
    path = finished("docx")
    repacked(
        path,
        lambda parts: parts.update(
            {"docProps/custom.xml": parts["docProps/custom.xml"].replace(b">minutes<", b">proposal<")}
        ),
    )
    inspected = docgen.inspect(path)
    assert (inspected.consistent, inspected.contents) == (False, "changed")


def test_a_file_without_a_digest_is_unchecked(finished: Any) -> None:
    path = finished("docx")
    repacked(
        path,
        lambda parts: parts.update(
            {"docProps/custom.xml": parts["docProps/custom.xml"].replace(b"docgen.contents", b"other.contents")}
        ),
    )
    inspected = docgen.inspect(path)
    assert (inspected.consistent, inspected.contents, inspected.intact) == (True, "unchecked", False)


def test_a_pdf_whose_metadata_were_taken_out_is_changed(finished: Any) -> None:
    path = finished("pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.Metadata
        pdf.save(path)
    assert docgen.inspect(path).contents == "changed"


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_digest_does_not_change_between_two_renders(file_format: str) -> None:
    one, two = (docgen.render(loaded(MINUTES), file_format, workspace=WORKSPACE).data for _ in range(2))
    assert one == two
    assert engine_for(file_format).is_as_written(one) is True


def message_of(path: Path) -> str:
    with pytest.raises(docgen.InputError) as error:
        docgen.inspect(path)
    (finding,) = error.value.findings
    assert finding.file == str(path)
    assert "template" not in finding.show().replace(str(path), "")
    return f"{finding.message}; {finding.hint}"


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_is_no_finished_file_is_said_to_be_none(file_format: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{file_format}"
    for data in (b"", b"hello", bytes(3000), b"<html></html>"):
        path.write_bytes(data)
        assert message_of(path).startswith("not a file that docgen makes")
    path.write_bytes(OLE + bytes(600))
    assert "Office 97" in message_of(path)
    path.write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in message_of(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photos/a.txt", "x")
    assert message_of(path).startswith("not a file that docgen makes")


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("share", [0.03, 0.3, 0.7, 0.999])
def test_a_file_cut_short_is_damaged(file_format: str, share: float, finished: Any) -> None:
    path = finished(file_format)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    try:
        assert docgen.inspect(path).contents == "changed"
    except docgen.InputError:
        assert "damaged" in message_of(path) or "has no stamp" in message_of(path)


@pytest.mark.parametrize(
    "damaged", [b"", b"<broken", b"\xff\xfe<\0", b"<a>" * 5000, b'<?xml version="1.0" encoding="utf-7"?><a/>']
)
def test_a_damaged_stamp_part_is_a_finding(damaged: bytes, finished: Any) -> None:
    path = finished("pptx")
    repacked(path, lambda parts: parts.update({"docProps/custom.xml": damaged}))
    assert "no stamp" in message_of(path)


def test_a_bomb_is_not_unpacked(finished: Any) -> None:
    path = finished("docx")
    repacked(path, lambda parts: parts.update({"word/media/image9.bmp": bytes(1 << 26)}), zipfile.ZIP_DEFLATED)
    assert "unpacks to too much" in message_of(path)


def test_a_pdf_under_a_password_and_one_with_a_strange_stamp_are_findings(finished: Any) -> None:
    path = finished("pdf")
    data = path.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert "password" in message_of(path)
    for strange in (pikepdf.Array([1]), pikepdf.String(b"\xfe\xff\xd8\x00"), pikepdf.Dictionary(A=1)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.docinfo["/docgen.title"] = strange
            pdf.save(path)
        try:
            assert not docgen.inspect(path).intact
        except docgen.InputError:
            assert message_of(path)


@pytest.mark.parametrize(("is_really", "named"), [("docx", "pptx"), ("pdf", "docx"), ("pptx", "pdf")])
def test_a_file_of_another_format_than_its_name_says_so(is_really: str, named: str, finished: Any) -> None:
    path = finished(is_really)
    assert f"name it .{is_really}" in message_of(path.rename(path.with_suffix(f".{named}")))


def test_what_is_no_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    assert "this is a folder" in message_of(tmp_path / "folder.pdf")
    assert "not a file" in message_of(tmp_path / "pipe.pdf")
    assert "No such file" in message_of(tmp_path / "none.pdf")
    assert "too long" in message_of(tmp_path / f"{'x' * 300}.docx")
    assert "not a file that docgen makes" in message_of(tmp_path / "none.txt")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pptx"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)
    assert "the limit is" in message_of(path)
