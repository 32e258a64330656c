"""A document with its required fields alone has no heading, table, column, row or agenda entry without content."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml.ns import qn
from laid_out import check
from language import text_of
from minimal_documents import YAML_SAMPLES, minimal

import docgen
from docgen.engines.office.empty_columns import filled_table
from docgen.engines.pdf.empty_columns import without_empty_columns

FIGURES = ("Figures", "Totals", "Key figures", "Modules", "Value figures", "Scope")
"""Tables of a deck with a column for each item: their first row is no head above others."""
KEPT = ("needs_analysis.services.en", "minutes.services.en", "proposal.services.en")


def made(sample: Path, file_format: str, folder: Path, **more: Any) -> bytes:
    path = folder / "minimal.json"
    path.write_text(json.dumps({**minimal(sample), **more}, ensure_ascii=False), encoding="utf-8")
    return docgen.render(docgen.load(path), file_format, audience="client").data


def word_tables(data: bytes) -> Iterator[tuple[list[list[str]], bool]]:
    """The rows of each table, each cell as often as its span, and whether the first is a head."""
    for table in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:tbl")):
        rows: list[list[str]] = []
        for row in table.iterchildren(qn("w:tr")):
            cells: list[str] = []
            for cell in row.iterchildren(qn("w:tc")):
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                seen = "".join(item.text or "" for item in cell.iter(qn("w:t"))) or "■" * bool(
                    next(cell.iter(qn("w:drawing")), None) is not None
                )
                cells += [seen] * (int(span.get(qn("w:val"))) if span is not None else 1)
            rows.append(cells)
        yield rows, table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def slide_tables(data: bytes) -> Iterator[tuple[list[list[str]], bool]]:
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_table and shape.name not in FIGURES:
                rows = [[(cell.text if not cell.is_spanned else "■") for cell in row.cells] for row in shape.table.rows]
                yield rows, bool(shape.table.first_row)


def faults(tables: Iterator[tuple[list[list[str]], bool]]) -> list[str]:
    found: list[str] = []
    for rows, has_head in tables:
        name = " | ".join(rows[0]) if rows else ""
        found += [f"an empty row: {name}" for row in rows if has_head and not any(text.strip() for text in row)]
        if has_head and len(rows) < 2:
            found.append(f"a head alone: {name}")
        elif has_head and len({len(row) for row in rows}) == 1:
            empty = [head for head, *cells in zip(*rows, strict=True) if not any(text.strip(" ") for text in cells)]
            found += [f"an empty column: {head} of {name}" for head in empty]
    return found


@pytest.mark.parametrize("sample", YAML_SAMPLES, ids=lambda sample: sample.stem)
@pytest.mark.mostly_slow(keep=KEPT)
def test_a_word_file_has_no_empty_furniture(sample: Path, tmp_path: Path) -> None:
    data = made(sample, "docx", tmp_path)
    assert faults(word_tables(data)) == []
    path = tmp_path / "minimal.docx"
    path.write_bytes(data)
    assert [str(flaw) for flaw in check(path) if flaw.code.startswith("heading.")] == []


@pytest.mark.parametrize("sample", YAML_SAMPLES, ids=lambda sample: sample.stem)
@pytest.mark.mostly_slow(keep=KEPT)
def test_a_deck_has_no_empty_furniture(sample: Path, tmp_path: Path) -> None:
    data = made(sample, "pptx", tmp_path)
    assert faults(slide_tables(data)) == []
    path = tmp_path / "minimal.pptx"
    path.write_bytes(data)
    assert [str(flaw) for flaw in check(path) if flaw.code in {"heading.empty", "shape.empty"}] == []
    slides = pptx.Presentation(io.BytesIO(data)).slides
    texts = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in slides]
    agenda = [line for slide in slides for shape in slide.shapes if shape.name == "Agenda" and shape.has_text_frame
              for line in shape.text_frame.text.splitlines() if line.strip()]  # fmt: skip
    if minimal(sample)["kind"] == "proposal":
        later = " ".join(text for slide in texts[2:] for text in slide)
        assert agenda
        assert [line for line in agenda if line not in later] == []


@pytest.mark.parametrize("sample", YAML_SAMPLES, ids=lambda sample: sample.stem)
@pytest.mark.mostly_slow(keep=("needs_analysis.services.en",))
def test_a_pdf_has_no_heading_without_content(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "minimal.pdf"
    path.write_bytes(made(sample, "pdf", tmp_path))
    assert [str(flaw) for flaw in check(path) if flaw.code == "heading.empty"] == []


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_the_number_of_an_open_issue_is_printed_once(file_format: str, tmp_path: Path) -> None:
    sample = next(path for path in YAML_SAMPLES if path.stem == "minutes.services.en")
    data = made(sample, file_format, tmp_path)
    tables = word_tables(data) if file_format == "docx" else slide_tables(data)
    cells = [text for rows, _ in tables for row in rows for text in row]
    assert not any(text.count("O1") > 1 for text in cells), [text for text in cells if "O1" in text]


WORD_ROW = "<w:tr>{}</w:tr>"
WORD_CELL = '<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'


def word_table(*rows: tuple[str, ...]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (1000, 2000, 1000))
    head, *body = ["".join(WORD_CELL.format(1000, text) for text in row) for row in rows]
    lines = "".join(map(WORD_ROW.format, body))
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>{head}</w:tr>{lines}</w:tbl>"


def test_an_empty_column_goes_and_the_others_share_its_width() -> None:
    shown = filled_table(word_table(("A", "B", "C"), ("a", "", "c"), ("a", " ", "")), "0 1 2", "", is_optional=True)
    assert [column in shown for column in (">A<", ">B<", ">C<")] == [True, False, True]
    assert shown.count('<w:gridCol w:w="2000"/>') == 2
    assert shown.count("<w:tc>") == 6


def test_a_column_without_tags_stays_and_a_table_without_rows_goes() -> None:
    table = word_table(("Item", "Signed", "C"), ("a", "", "c"))
    assert filled_table(table, "0 2", "", is_optional=True) == table
    assert filled_table(word_table(("A", "B", "C")), "0 1 2", "", is_optional=True) == ""
    head = word_table(("A", "B", "C"))
    assert filled_table(head, "0 1 2", "", is_optional=False) == head


PAGE = (
    "<table><colgroup><col><col><col></colgroup><thead><tr><th>A</th><th></th><th>B</th></tr></thead>"
    "<tbody>{}</tbody></table>"
)


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ("<tr><td>a</td><td>→</td><td></td></tr>", ["a"]),
        ("<tr><td>a</td><td>→</td><td>&nbsp;</td></tr>", ["a", "→", "&nbsp;"]),
        ("<tr><td>a</td><td>→</td><td><div class='bar'></div></td></tr>", ["a", "→", "<div class='bar'></div>"]),
        ("", []),
    ],
)
def test_an_empty_column_of_a_page_goes_with_its_arrow(rows: str, shown: list[str]) -> None:
    page = without_empty_columns(f"<p>x</p>{PAGE.format(rows)}<p>y</p>")
    assert page.startswith("<p>x</p>")
    assert page.endswith("<p>y</p>")
    assert page.count("<th>") == page.count("<col>") == len(shown)
    assert all(f"<td>{text}</td>" in page for text in shown)


def test_a_decision_map_of_one_person_is_not_drawn(tmp_path: Path) -> None:
    sample = next(path for path in YAML_SAMPLES if path.stem == "needs_analysis.services.en")
    text = text_of(made(sample, "pptx", tmp_path), "pptx")
    assert "Who takes part" not in text


def test_the_head_of_a_table_in_a_cell_is_not_that_of_the_table_around_it() -> None:
    inner = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    page = f"<table><tbody><tr><td>{inner}</td><td>words</td></tr></tbody></table>"

    assert without_empty_columns(page) == page
