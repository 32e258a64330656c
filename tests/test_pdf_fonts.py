"""Fonts of PDFs: an isolated set; missing families and characters are reported before layout."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT
from test_engine_pdf import ENGINE, bind, page, text_of

from docgen.audience import View
from docgen.brand import Brand
from docgen.engines.pdf import fontset
from docgen.engines.pdf.glyphs import missing_from
from docgen.engines.pdf.weasyprint import fonts
from docgen.errors import Finding, MissingError

sys.path.insert(0, str(ROOT / "tools"))
import fonts as tool

CARLITO = next(iter(fonts.faces_of(fontset.chosen())["carlito"]))


def test_the_projects_own_set_is_found() -> None:
    assert fontset.folder() == ROOT / ".fonts"


@pytest.fixture
def small_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A font set with one face of Carlito."""
    (tmp_path / Path(CARLITO).name).symlink_to(CARLITO)
    tool.write_configurations(tmp_path)
    monkeypatch.setenv(fontset.VARIABLE, str(tmp_path))
    fontset.folder.cache_clear()
    yield tmp_path
    fontset.folder.cache_clear()
    fontset.choose(fontset.ALONE)


def fonts_in(data: bytes) -> set[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        return {str(item.FontName).split("+")[-1] for item in items if item.get("/Type") == "/FontDescriptor"}


def test_the_set_alone_is_used_when_it_has_what_the_brand_names(small_set: Path) -> None:
    fonts.require_families(["Carlito"])
    assert fontset.chosen() == small_set / "fonts.conf"
    assert set(fonts.faces_of(fontset.chosen())) == {"carlito", "calibri"}


def test_the_system_s_fonts_come_in_when_the_brand_names_one_of_them(small_set: Path) -> None:
    fonts.require_families(["Carlito", "DejaVu Sans"])
    assert fontset.chosen() == small_set / "fonts-and-system.conf"


def test_a_family_that_neither_has_is_refused_with_the_remedy(small_set: Path) -> None:
    with pytest.raises(MissingError, match="the font `No Such Face` is not installed") as caught:
        fonts.require_families(["Carlito", "No Such Face", "Noto Sans CJK SC"])
    assert caught.value.exit_code == 3


def test_a_face_answers_to_the_name_of_the_font_whose_widths_it_has(small_set: Path) -> None:
    brand = Brand(pdf_fonts=("Calibri",))
    data = ENGINE.render(page("<p>plain</p>"), replace(bind(), brand=brand))
    assert text_of(data).split() == ["Title", "plain"]
    assert all("Cali" in name or "Carlito" in name for name in fonts_in(data))


def test_a_character_that_only_the_system_s_fonts_have_is_refused_when_the_set_is_alone(small_set: Path) -> None:
    bindings = replace(bind("en", text="中"), brand=Brand(pdf_fonts=("Carlito",)))
    with pytest.raises(MissingError, match=r"doc\.text: no font has 中 \(U\+4E2D"):
        ENGINE.render(page("<p>{{ doc.text }}</p>"), bindings)


def test_programs_started_after_a_render_do_not_inherit_the_configuration(small_set: Path) -> None:
    ENGINE.render(page("<p>x</p>"), replace(bind(), brand=Brand(pdf_fonts=("Carlito",))))
    assert "FONTCONFIG_FILE" not in os.environ


def test_without_a_set_the_system_s_fonts_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(fontset.VARIABLE, str(tmp_path))
    fontset.folder.cache_clear()
    try:
        fonts.require_families(["Carlito"])
        assert fontset.chosen() is None
    finally:
        fontset.folder.cache_clear()
        fontset.choose(fontset.ALONE)


TIBETAN = "ཀ"


def test_a_missing_glyph_is_named_with_the_path_of_its_field() -> None:
    inner = View("step", {"title": "x", "notes": ("plain", f"a {TIBETAN} b")})
    with pytest.raises(MissingError) as caught:
        ENGINE.render(page("<p>{{ doc.steps[0].notes[1] }}</p>"), bind("en", steps=(inner,)))
    assert caught.value.findings[0].place == "doc.steps[0].notes[1]"


def test_a_missing_glyph_of_the_template_is_named_as_the_template_s() -> None:
    with pytest.raises(MissingError) as caught:
        ENGINE.render(page(f"<p>{TIBETAN}</p>"), bind())
    assert caught.value.findings[0].place == "the template, a label or the brand"


@pytest.mark.parametrize("body", [f"<!-- {TIBETAN} --><p>x</p>", f'<p title="{TIBETAN}">x</p>'])
def test_what_is_not_drawn_needs_no_glyph(body: str) -> None:
    assert ENGINE.render(page(body), bind()).startswith(b"%PDF")


def test_each_missing_character_is_reported_and_many_are_counted() -> None:
    text = "".join(chr(0x0F40 + index) for index in range(0x28) if index != 8)
    with pytest.raises(MissingError) as caught:
        ENGINE.render(page("<p>{{ doc.text }}</p>"), bind("en", text=text))
    assert len(caught.value.findings) == 13
    assert "more characters" in caught.value.findings[-1].message


def test_a_missing_glyph_is_reported_and_drawn_as_a_box_when_that_is_allowed() -> None:
    notices: list[Finding] = []
    bindings = replace(bind("en", text=TIBETAN), allow_missing_glyphs=True)
    data = ENGINE.render(page("<p>{{ doc.text }}</p>"), bindings, notices)
    assert data.startswith(b"%PDF")
    assert [notice.code for notice in notices] == ["missing.glyph"]
    assert "--allow-missing-glyphs" in notices[0].hint


def test_a_watermark_s_characters_are_looked_at_too() -> None:
    with pytest.raises(MissingError, match=r"U\+0F40"):
        ENGINE.render(page("<p>x</p>"), replace(bind(), watermark=TIBETAN))


def test_marks_that_draw_nothing_need_no_glyph() -> None:
    assert missing_from("\u200b\u00ad\ufe0f\u2028\ufdd0 \n", ["Carlito"]) == []


def test_a_letter_is_missing_when_no_font_has_it_whichever_is_named() -> None:
    assert missing_from(f"a{TIBETAN}中", ["Carlito"]) == [TIBETAN]


def test_every_file_of_the_set_has_a_digest_and_each_name_stands_once() -> None:
    files = [Path(file).name for files in tool.wanted().values() for file in files]
    assert len(files) == len(set(files)) > 20
    assert all(len(digest) == 64 for files in tool.wanted().values() for digest in files.values())


def test_a_font_that_is_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package" / "400Regular").mkdir(parents=True)
    (tmp_path / "package" / "400Regular" / "x.ttf").write_bytes(b"other")
    archive = tmp_path / "x.tgz"
    subprocess.run(["tar", "czf", str(archive), "-C", str(tmp_path), "package"], check=True)
    with pytest.raises(ValueError, match=r"400Regular/x\.ttf of x\.tgz is another file"):
        tool.keep(archive, {"400Regular/x.ttf": "0" * 64}, tmp_path)
    assert not (tmp_path / "x.ttf").exists()
