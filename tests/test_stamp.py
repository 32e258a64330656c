"""A stamp is a pure value; every file carries it, for the eye and for machines, and inspect prints it back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import AUDIENCES, FORMATS, SAMPLES, WORKSPACE, loaded
from language import text_of

import docgen
from docgen.schemas.base import Status
from docgen.stamp import Stamp, stamp_from

STAMP = Stamp(
    "FA-1", "1.2", "approved", "2026-11-23", "proposal", "zh", "client", "方案", "t", "d", "l 1", "e", "f", "docgen 0"
)


def test_an_id_changes_with_every_fact() -> None:
    ids = {replace(STAMP, **{name: "x"}).id for name in STAMP.__dataclass_fields__}
    assert len(ids | {STAMP.id}) == len(STAMP.__dataclass_fields__) + 1


def test_a_stamp_comes_back_from_its_properties_and_not_from_half_of_them() -> None:
    properties = STAMP.as_properties()
    assert stamp_from(properties) == (STAMP, STAMP.id)
    assert stamp_from({name: value for name, value in properties.items() if name != "docgen.kind"}) is None


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_file_carries_its_stamp_printed_and_readable(
    sample: Path, file_format: str, audience: str, rendered: Any
) -> None:
    path = rendered(sample, file_format, audience)
    inspected = docgen.inspect(path)
    document = loaded(sample)
    assert inspected.intact
    assert (inspected.stamp.doc_id, inspected.stamp.version) == (document.doc_id, document.version)
    assert (inspected.stamp.kind, inspected.stamp.audience) == (document.kind, audience)
    text = text_of(path.read_bytes(), file_format)
    assert f"{document.doc_id}·V{document.version}·" in text
    assert f"#{inspected.stamp.short_id}" in text


def test_the_stamp_of_a_clients_copy_does_not_depend_on_internal_figures() -> None:
    sample = next(path for path in SAMPLES if path.name.startswith("minutes.manufacturing.zh."))
    document = loaded(sample)
    changed = document.model_copy(update={"batna": "另一个退路"})
    for audience, same in (("client", True), ("internal", False)):
        ids = {docgen.render(d, "docx", audience=audience, workspace=WORKSPACE).stamp.id for d in (document, changed)}
        assert (len(ids) == 1) is same


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_is_not_released_is_watermarked(file_format: str) -> None:
    sample = next(path for path in SAMPLES if path.name.startswith("screening.manufacturing.zh."))
    document = loaded(sample)
    texts = {}
    for status in (Status.draft, Status.approved):
        version = document.model_copy(update={"status": status})
        data = docgen.render(version, file_format, audience="client", workspace=WORKSPACE).data
        texts[status] = _everything(data, file_format)
    assert "草稿" in texts[Status.draft].replace("·草稿·", "")
    assert "草稿" not in texts[Status.approved]


def _everything(data: bytes, file_format: str) -> str:
    from docgen.engines import engine_for

    return "".join("".join(text.split()) for name, text in engine_for(file_format).searchable(data))


def test_a_file_without_a_stamp_is_said_to_have_none(tmp_path: Path) -> None:
    from docx import Document

    Document().save(str(tmp_path / "plain.docx"))
    with pytest.raises(docgen.InputError, match="no stamp"):
        docgen.inspect(tmp_path / "plain.docx")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(docgen.InputError, match="no stamp"):
        docgen.inspect(tmp_path / "broken.pdf")
    with pytest.raises(docgen.InputError, match="No such file"):
        docgen.inspect(tmp_path / "absent.pptx")


def test_a_file_whose_facts_were_changed_is_not_intact(tmp_path: Path, rendered: Any) -> None:
    import pikepdf

    path = rendered(SAMPLES[0], "pdf", "client")
    with pikepdf.open(path) as pdf:
        pdf.docinfo["/docgen.version"] = pikepdf.String("9.9")
        pdf.save(tmp_path / "changed.pdf")
    assert not docgen.inspect(tmp_path / "changed.pdf").intact
