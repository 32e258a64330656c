"""A finished file replaces an earlier working copy of the same document, and nothing else."""

import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import FORMATS, SAMPLES, WORKSPACE, loaded

import docgen
from docgen.schemas.base import Language, Status

SCREENING = next(path for path in SAMPLES if path.name.startswith("screening.services.en."))


def made(file_format: str = "docx", audience: str = "client", **fields: Any) -> docgen.Rendered:
    """A working copy of the screening sheet, with some fields changed."""
    document = loaded(SCREENING).model_copy(update={"status": Status.draft, **fields})
    return docgen.render(document, file_format, audience=audience, workspace=WORKSPACE)


def released(status: Status = Status.issued, **fields: Any) -> docgen.Rendered:
    return made(status=status, **fields)


def refusal(rendered: docgen.Rendered, folder: Path) -> docgen.Finding:
    """The one finding of a refused write; the folder is as it was."""
    before = contents_of(folder)
    with pytest.raises(docgen.RefusedError) as error:
        rendered.save(folder)
    assert contents_of(folder) == before
    (finding,) = error.value.findings
    return finding


def contents_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_working_copy_replaces_the_same_documents_earlier_one(file_format: str, tmp_path: Path) -> None:
    first = made(file_format, prepared_by="Ada").save(tmp_path)
    second = made(file_format, prepared_by="Grace", status=Status.in_review)
    assert second.save(tmp_path) == first
    assert contents_of(tmp_path) == {first.name: second.data}


def test_what_was_a_draft_is_replaced_by_the_issued_version(tmp_path: Path) -> None:
    path = made().save(tmp_path)
    assert released().save(tmp_path) == path
    assert docgen.inspect(path).stamp.status == "issued"


@pytest.mark.parametrize("status", [Status.approved, Status.issued, Status.accepted])
def test_a_released_version_is_not_replaced_by_other_content(status: Status, tmp_path: Path) -> None:
    released(status).save(tmp_path)
    finding = refusal(released(status, prepared_by="Somebody else"), tmp_path)
    assert finding.code == "output.released"
    assert {"old_data_digest", "new_data_digest"} <= set(finding.values)
    finding = refusal(made(), tmp_path)
    assert (finding.values["old_status"], finding.values["new_status"]) == (status, "draft")


def test_a_released_version_may_be_rendered_again_as_it_is(tmp_path: Path) -> None:
    path = released().save(tmp_path)
    written = path.stat().st_mtime_ns
    assert released().save(tmp_path) == path
    assert path.stat().st_mtime_ns == written


def test_another_document_of_the_same_name_gets_its_number_into_its_name(tmp_path: Path) -> None:
    first, second = made(doc_id="SC-1"), made(doc_id="SC-2", prepared_by="Grace")
    assert first.filename == second.filename
    paths = [first.save(tmp_path), second.save(tmp_path), made(doc_id="SC-2").save(tmp_path), first.save(tmp_path)]
    assert paths[1].name == first.filename.replace("_V", "_SC-2_V")
    assert paths == [paths[0], paths[1], paths[1], paths[0]]
    assert [docgen.inspect(path).stamp.doc_id for path in paths[:2]] == ["SC-1", "SC-2"]


def test_a_document_stays_under_the_name_it_has(tmp_path: Path) -> None:
    made(doc_id="SC-1").save(tmp_path)
    numbered = made(doc_id="SC-2").save(tmp_path)
    (tmp_path / made().filename).unlink()
    assert made(doc_id="SC-2", prepared_by="Grace").save(tmp_path) == numbered


def test_titles_that_differ_in_case_only_are_one_name_on_every_system(tmp_path: Path) -> None:
    made(doc_id="SC-1", title="Screening Ünit").save(tmp_path)
    path = made(doc_id="SC-2", title="SCREENING ÜNIT").save(tmp_path)
    assert "_SC-2_" in path.name
    again = made(doc_id="SC-1", title="screening Ünit").save(tmp_path)
    assert "Screening Ünit" in again.name
    assert len(list(tmp_path.iterdir())) == 2


def test_the_same_number_in_another_language_is_another_document(tmp_path: Path) -> None:
    document = loaded(SCREENING).model_copy(update={"status": Status.draft, "language": Language.both})
    other = docgen.render(document, "docx", audience="client", workspace=WORKSPACE)
    assert made().save(tmp_path) != other.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_third_document_with_the_number_of_the_second_is_refused(tmp_path: Path) -> None:
    made(doc_id="SC-1").save(tmp_path)
    second = made(doc_id="SC-2").save(tmp_path)
    second.write_bytes(made(doc_id="SC-3").data)
    with pytest.raises(docgen.RefusedError) as error:
        made(doc_id="SC-2").save(tmp_path)
    assert [finding.values["old_doc_id"] for finding in error.value.findings] == ["SC-1", "SC-3"]


def test_a_copy_for_another_reader_is_not_replaced(tmp_path: Path) -> None:
    inside = made(audience="internal")
    (tmp_path / made().filename).write_bytes(inside.data)
    finding = refusal(made(), tmp_path)
    assert finding.code == "output.other_document"
    assert (finding.values["old_audience"], finding.values["new_audience"]) == ("internal", "client")


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_file_that_was_edited_since_is_not_replaced(file_format: str, tmp_path: Path) -> None:
    path = made(file_format).save(tmp_path)
    edit(path)
    finding = refusal(made(file_format, prepared_by="Grace"), tmp_path)
    assert finding.code == "output.edited"
    assert finding.file == str(path)
    assert refusal(made(file_format), tmp_path).code == "output.edited"


def test_a_file_of_an_earlier_docgen_is_not_replaced_since_no_one_can_tell(tmp_path: Path) -> None:
    path = made().save(tmp_path)
    rewrite(path, "docProps/custom.xml", b'name="docgen.contents"', b'name="docgen_other"')
    assert refusal(made(prepared_by="Grace"), tmp_path).code == "output.unchecked"


@pytest.mark.parametrize("there", [b"", b"a letter", b"PK\3\4 broken", b"%PDF-1.7"])
def test_a_file_that_is_not_docgens_is_not_replaced(there: bytes, tmp_path: Path) -> None:
    (tmp_path / made().filename).write_bytes(there)
    assert refusal(made(), tmp_path).code == "output.not_ours"


def test_neither_a_folder_nor_a_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / made().filename).mkdir()
    assert refusal(made(), tmp_path / "a").code == "output.not_ours"
    (tmp_path / "b").mkdir()
    target = made().save(tmp_path / "c")
    (tmp_path / "b" / target.name).symlink_to(target)
    assert refusal(made(prepared_by="Grace"), tmp_path / "b").code == "output.not_ours"
    assert target.read_bytes() == made().data


def test_a_file_that_another_process_makes_just_then_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen import finished

    first, write_new = made(doc_id="SC-1"), finished.write_new

    def late(path: Path, data: bytes, mode: int) -> None:
        monkeypatch.setattr(finished, "write_new", write_new)
        first.save(tmp_path)
        write_new(path, data, mode)

    monkeypatch.setattr(finished, "write_new", late)
    path = made(doc_id="SC-2").save(tmp_path)
    assert "_SC-2_" in path.name
    assert contents_of(tmp_path)[first.filename] == first.data


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_an_internal_copy_is_for_its_owner_alone(tmp_path: Path) -> None:
    inside = made(audience="internal")
    assert (inside.folder, made().folder) == ("internal", "")
    path = inside.save(tmp_path / "out" / inside.folder)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    inside.save(path.parent)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    made(audience="internal", prepared_by="Grace").save(path.parent)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_hand_out_that_nobody_approves_is_replaced(tmp_path: Path) -> None:
    first, second = (docgen.render_field_sheet("case", "docx", language=code) for code in ("en", "en"))
    path = first.save(tmp_path)
    assert second.save(tmp_path) == path


def edit(path: Path) -> None:
    """Save a finished file with another program, changed by a little."""
    if path.suffix == ".docx":
        import docx

        document = docx.Document(str(path))
        document.add_paragraph("Agreed by telephone.")
        document.save(str(path))
    elif path.suffix == ".pptx":
        from pptx import Presentation

        deck = Presentation(str(path))
        deck.slides[0].shapes[0].left += 1
        deck.save(str(path))
    else:
        import pikepdf

        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Rotate = 90
            pdf.save(path)


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old, new) if name == part else data)
