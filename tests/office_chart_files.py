"""Create Word and PowerPoint files with chart parts, for the tests of native charts."""

import io
import json
import os
import subprocess
from pathlib import Path
from xml.sax.saxutils import quoteattr

import docx
import pptx
from conftest import ROOT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI as WordURI
from docx.opc.part import Part as WordPart
from lxml import etree
from pptx.opc.package import Part as SlidePart
from pptx.opc.packuri import PackURI as SlideURI

from docgen.engines.office.charts.figures import ChartData
from docgen.engines.office.charts.markup import CHART_RELATIONSHIP, CHART_TYPE, chart_graphic, slide_frame
from docgen.engines.office.charts.workbook import WORKBOOK_TYPE, workbook
from docgen.ooxml.names import WP, A, W

VALIDATOR = ROOT / ".tools" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
EMU_A_CM = 360000
Shown = list[tuple[ChartData, bytes]]


def word_frame(rel_id: str, shape_id: int, name: str, alt: str, cx: int, cy: int) -> str:
    """An inline `w:drawing` of `cx` by `cy` EMU, with all its namespace declarations."""
    return (
        f'<w:drawing xmlns:w="{W}" xmlns:wp="{WP}" xmlns:a="{A}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
        f'<wp:docPr id="{shape_id}" name={quoteattr(name)} descr={quoteattr(alt)}/><wp:cNvGraphicFramePr/>'
        f"{chart_graphic(rel_id)}</wp:inline></w:drawing>"
    )


def word_file(shown: Shown) -> bytes:
    """A document with a paragraph for each chart part; its workbook is `rId1`."""
    document = docx.Document()
    for number, (data, part) in enumerate(shown, 1):
        package = document.part.package
        chart = WordPart(WordURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, part, package)
        sheet = WordPart(WordURI(f"/word/embeddings/chart{number}.xlsx"), WORKBOOK_TYPE, workbook(data), package)
        assert chart.relate_to(sheet, RT.PACKAGE) == "rId1"
        rel_id = document.part.relate_to(chart, CHART_RELATIONSHIP)
        frame = word_frame(
            rel_id, 100 + number, f"Chart {number}", data.alt_text("zh+en"), 16 * EMU_A_CM, int(7.5 * EMU_A_CM)
        )
        document.add_paragraph().add_run()._r.append(etree.fromstring(frame))
    return _saved(document)


def slides_file(shown: Shown) -> bytes:
    """A deck with a slide for each chart part; its workbook is `rId1`."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = 12192000, 6858000
    for number, (data, part) in enumerate(shown, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        package = slide.part.package
        chart = SlidePart(SlideURI(f"/ppt/charts/chart{number}.xml"), CHART_TYPE, package, part)
        sheet = SlidePart(SlideURI(f"/ppt/embeddings/chart{number}.xlsx"), WORKBOOK_TYPE, package, workbook(data))
        assert chart.relate_to(sheet, RT.PACKAGE) == "rId1"
        rel_id = slide.part.relate_to(chart, CHART_RELATIONSHIP)
        box = (EMU_A_CM, EMU_A_CM, 31 * EMU_A_CM, 17 * EMU_A_CM)
        frame = slide_frame(rel_id, 100, f"Chart {number}", data.alt_text("zh+en"), box)
        slide.shapes._spTree.append(etree.fromstring(frame))
    return _saved(deck)


def _saved(document: "docx.document.Document | pptx.presentation.Presentation") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def faults_in(path: Path) -> list[str]:
    """The errors that the Open XML SDK reports."""
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, env=environment)
    return json.loads(done.stdout)["errors"]
