"""Pages look as they did: every shipped document beside the small pictures of tests/pictures."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import AUDIENCES, FORMATS, KINDS, ROOT
from laid_out import LAID_OUT, has_libreoffice, laid_out
from page_strips import LIBREOFFICE, OWN, differing, keep_difference, packed, strip_of, unpacked
from PIL import Image

REFERENCES = ROOT / "tests" / "pictures"
REPORT = ROOT / "out" / "pictures"
NAMES = {
    f"{sample.stem}.{audience}.{kind}.webp"
    for audience in AUDIENCES
    for sample in LAID_OUT[audience]
    for kind in FORMATS
}


@pytest.fixture
def references(request: pytest.FixtureRequest) -> None:
    """The folder of references; without it only `make golden` has something to do."""
    if request.config.getoption("--update"):
        REFERENCES.mkdir(exist_ok=True)
    elif not REFERENCES.is_dir():
        pytest.skip("no pictures were taken yet: make golden")


@pytest.mark.usefixtures("references")
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.slow
def test_pages_look_as_they_did(
    file_format: str, audience: str, rendered: Any, shared_folder: Path, request: pytest.FixtureRequest
) -> None:
    if file_format != "pdf" and not has_libreoffice():
        pytest.skip("LibreOffice lays out Office files")
    is_update, tolerance = request.config.getoption("--update"), OWN if file_format == "pdf" else LIBREOFFICE
    changed: dict[str, float] = {}
    for file, pdf in sorted(laid_out(rendered, shared_folder, file_format, audience).items()):
        reference, strip = REFERENCES / f"{file.name}.webp", strip_of(pdf)
        old = unpacked(reference.read_bytes()) if reference.exists() else None
        share = differing(old, strip) if old is not None else 1.0
        if share > tolerance and is_update:
            reference.write_bytes(packed(strip))
        elif share > tolerance:
            changed[file.name] = share
            keep_difference(REPORT, file.name, old, strip)
    described = ", ".join(f"{name} by {share:.1%}" for name, share in changed.items())
    assert not changed, f"{described}; look at out/pictures.html, and run `make golden` if it is meant"


@pytest.mark.usefixtures("references")
def test_there_is_a_picture_of_every_document_and_no_other(request: pytest.FixtureRequest) -> None:
    found = {path.name for path in REFERENCES.glob("*")}
    if request.config.getoption("--update"):
        for name in found - NAMES:
            (REFERENCES / name).unlink()
        return
    assert found == NAMES


@pytest.mark.usefixtures("references")
def test_the_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in REFERENCES.glob("*.webp")) < 3_000_000


def test_the_readme_has_a_small_strip_of_every_output() -> None:
    sizes = {path.stem: path.stat().st_size for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert set(KINDS) <= set(sizes)
    assert max(sizes.values()) < 150_000


def page(text: str = "", shift: int = 0) -> Image.Image:
    sheet = Image.new("RGB", (96, 136), "white")
    for line in range(20, 100, 12):
        sheet.paste((60, 60, 60), (12, line + shift, 84 - 20 * (text == "short"), line + shift + 4))
    return sheet


def test_a_line_that_moved_counts_and_lossy_packing_does_not() -> None:
    assert differing(page(), unpacked(packed(page()))) <= OWN
    assert differing(page(), page(shift=6)) > LIBREOFFICE
    assert differing(page(), page("short")) > LIBREOFFICE
    assert differing(page(), page().crop((0, 0, 96, 130))) == 1


def test_what_differs_is_shown_old_new_and_difference(tmp_path: Path) -> None:
    keep_difference(tmp_path / "pictures", "a.client.pdf", page(), page("short"))
    keep_difference(tmp_path / "pictures", "b.client.pdf", None, page())
    shown = (tmp_path / "pictures.html").read_text(encoding="utf-8")
    assert [shown.count(word) for word in ("a.client.pdf.was", "a.client.pdf.is", "a.client.pdf.difference")] == [
        1,
        1,
        1,
    ]
    assert "b.client.pdf.is" in shown
    assert "b.client.pdf.was" not in shown
    shutil.rmtree(tmp_path / "pictures")
