"""Fit of text on slides compared with LibreOffice: both break the shipped decks' text into the same lines."""

import subprocess
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from conftest import ROOT
from lxml import etree

from docgen.engines.office.measure.fit import UNSHRUNK, Shrink, line_sizes
from docgen.engines.pptx.fit.frames import BOX, frame_of, placeholder_frames
from docgen.engines.pptx.fit.styles import EMU, fonts_of, paragraphs_of
from docgen.ooxml.names import A, P, R
from docgen.ooxml.package import read_rels

SAMPLES = ("proposal.manufacturing.zh+en", "playbook.services.en")
INDEX_TAB = 40
"""The layout rotates the text of the tabs at the edge; rotated text is not measured."""
INSETS = (("marL", "91440"), ("marR", "91440"))


def bodies(slide, frames):
    """Each text body that wraps, with its levels, its width and its autofit."""
    for shape in slide.iter(f"{{{P}}}sp"):
        body, frame = shape.find(f"{{{P}}}txBody"), frame_of(shape, frames)
        if body is not None and frame.place and frame.wraps and frame.width > INDEX_TAB:
            autofit = body.find(f"{{{A}}}bodyPr/{{{A}}}normAutofit")
            scale = UNSHRUNK if autofit is None else Shrink(int(autofit.get("fontScale", "100000")), 0)
            yield body, frame.levels, frame.width, scale
    for table in slide.iter(f"{{{A}}}tbl"):
        widths = [int(column.get("w")) / EMU for column in table.iter(f"{{{A}}}gridCol")]
        for row in table.iter(f"{{{A}}}tr"):
            for column, cell in enumerate(row.iter(f"{{{A}}}tc")):
                if cell.get("hMerge") is None:
                    width = sum(widths[column : column + int(cell.get("gridSpan", "1"))])
                    sides = sum(int(cell.find(f"{{{A}}}tcPr").get(name, default)) / EMU for name, default in INSETS)
                    yield cell.find(f"{{{A}}}txBody"), frames[BOX].levels, width - sides, UNSHRUNK


def slides(path):
    """The trees of a deck's slides in order, each with its frames and its theme's fonts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    deck = etree.fromstring(parts["ppt/presentation.xml"])
    targets = {item.id: item.target for item in read_rels(parts, "ppt/presentation.xml")}
    for entry in deck.iter(f"{{{P}}}sldId"):
        part = targets[entry.get(f"{{{R}}}id")]
        layout, master, theme = (part := related(parts, part, kind) for kind in ("slideLayout", "slideMaster", "theme"))
        defaults = deck.find(f"{{{P}}}defaultTextStyle")
        frames = placeholder_frames(etree.fromstring(parts[layout]), etree.fromstring(parts[master]), defaults)
        yield (
            etree.fromstring(parts[targets[entry.get(f"{{{R}}}id")]]),
            frames,
            fonts_of(etree.fromstring(parts[theme])),
        )


def related(parts, part, kind):
    return next(item.target for item in read_rels(parts, part) if item.name == kind)


def plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def line_counts(page, wanted):
    """The number of lines of each text on a page, without duplicate texts."""
    lines = [plain(line) for line in page.splitlines()]
    numbers = [number for number, line in enumerate(lines) for _ in line]
    flat = "".join(lines)
    for text, ours in wanted:
        if len(text) > 3 and flat.count(text) == 1:
            at = flat.index(text)
            yield numbers[at + len(text) - 1] - numbers[at] + 1, ours


def as_pdf(deck: Path, folder: Path) -> list[str]:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, deck]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    with pypdfium2.PdfDocument(folder / f"{deck.stem}.pdf") as made:
        return [page.get_textpage().get_text_range() for page in made]


@pytest.mark.slow
def test_libreoffice_breaks_nearly_all_text_into_as_many_lines_as_are_measured(rendered, tmp_path):
    pairs = []
    for sample in SAMPLES:
        deck = rendered(ROOT / "samples" / f"{sample}.yaml", "pptx", "internal")
        for page, (slide, frames, fonts) in zip(as_pdf(deck, tmp_path), slides(deck), strict=False):
            wanted = [
                (
                    "".join(plain(run.text) for run in item.runs),
                    len(line_sizes(item, width, levels[0].typeface(fonts), at)),
                )
                for body, levels, width, at in bodies(slide, frames)
                for item in paragraphs_of(body, levels, fonts)
            ]
            pairs += line_counts(page, wanted)
    wrapped = [pair for pair in pairs if max(pair) > 1]
    same = [theirs for theirs, ours in wrapped if theirs == ours]
    assert len(wrapped) > 150
    assert len(same) > 0.93 * len(wrapped), [pair for pair in wrapped if pair[0] != pair[1]]
