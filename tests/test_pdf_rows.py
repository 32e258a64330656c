"""A table of very many rows has the appearance, text and tags of WeasyPrint's own layout."""

import re
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML

from docgen.engines.pdf.html import split_runs
from docgen.engines.pdf.weasyprint.fonts import font_configuration
from docgen.engines.pdf.weasyprint.layout import lay_out
from docgen.engines.pdf.weasyprint.rows.read import MIN_ROWS, NotPlainError, find_long_tables
from docgen.engines.pdf.weasyprint.rows.table import lay_out_rows
from docgen.templating import Template

STYLE = """
@page { size: A5; margin: 15mm; @bottom-left { content: element(foot); } }
html { font-family: Carlito, "Noto Sans CJK SC"; font-size: 9pt; line-height: 1.4; }
.foot { position: running(foot); } .n::before { content: counter(page) " of " counter(pages); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
tr { break-inside: avoid; }
th { text-align: left; border-bottom: 1pt solid #123456; }
td { border-bottom: 0.5pt solid #cccccc; padding: 2pt 6pt 2pt 0; vertical-align: top; }
td.number { text-align: right; white-space: nowrap; } .note { display: block; color: #666666; }
.tag { border: 0.5pt solid #123456; padding: 0 3pt; }
tr.group { break-after: avoid; } .long { overflow-wrap: anywhere; }
"""
ROWS = MIN_ROWS + 60


def row(number: int) -> str:
    if number % 40 == 0:
        return f'<tr class="group"><th colspan="4" scope="rowgroup">Group {number} 第 {number} 组</th></tr>'
    note = f'<span class="note">noted in {number} 备注</span>' if number % 3 == 0 else ""
    need = (
        "a need that is put at some length, so that it takes two lines or three 客户希望尽快交付" if number % 4 else ""
    )
    tag = f'<span class="tag">{"ABC"[number % 3]}</span>'
    return (
        f"<tr><td>L-{number:04}<br>{number}</td><td>Company &amp; Sons {number}{note}</td>"
        f'<td>{need}{tag if number % 5 == 0 else ""}</td><td class="number">{number * 7} €</td></tr>'
    )


def page(rows: Callable[[int], str] = row, count: int = ROWS) -> str:
    body = "\n".join(rows(number) for number in range(count))
    head = "".join(f'<th scope="col">{name}</th>' for name in ("No.", "Company", "Need", "Sum"))
    return (
        f'<!doctype html><html lang="en"><head><title>Leads</title><style>{STYLE}</style></head><body>'
        f'<div class="foot">page <span class="n"></span></div><h1>Leads</h1><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table><p>The end of it.</p></body></html>"
    )


def two_tables(second: Callable[[int], str] = row) -> str:
    """A page with another long table before its end, under a heading of its own."""
    start, end = page().split("<p>The end of it.</p>")
    other = re.search("<table>.*</table>", page(second), re.DOTALL)
    assert other
    return f"{start}<h2>Others</h2>{other[0]}<p>The end of it.</p>{end}"


@lru_cache
def rendered() -> bytes:
    return lay_out(Template("html/leads.html", b"", ""), page(), "", "en")


@lru_cache
def by_weasyprint() -> bytes:
    document = HTML(string=page())
    split_runs(document.etree_element, "en")
    return bytes(document.write_pdf(font_config=font_configuration()) or b"")


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(one.get_textpage().get_text_bounded().split()) for one in document]
    finally:
        document.close()


def elements(item: Any) -> list[Any]:
    found, stack = [], [item]
    while stack:
        one = stack.pop()
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            found.append(one)
        kids = one.get("/K", []) if isinstance(one, pikepdf.Dictionary) else []
        stack.extend(
            kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)
        )
    return found


@pytest.mark.slow
def test_each_page_reads_as_weasyprint_lays_it_out():
    ours, theirs = texts(rendered()), texts(by_weasyprint())

    assert len(ours) == len(theirs) > 10
    assert ours == theirs


@pytest.mark.slow
def test_the_pages_of_two_long_tables_read_as_weasyprint_lays_them_out():
    document = HTML(string=two_tables())
    split_runs(document.etree_element, "en")
    theirs = bytes(document.write_pdf(font_config=font_configuration()) or b"")
    ours = lay_out(Template("html/leads.html", b"", ""), two_tables(), "", "en")

    assert texts(ours) == texts(theirs)
    with pikepdf.open(BytesIO(ours)) as pdf:
        kinds = [str(one.S) for one in elements(pdf.Root.StructTreeRoot.K[0])]
        order = [str(kid.S) for kid in pdf.Root.StructTreeRoot.K[0].K if kid.S != "/Table"]
    assert kinds.count("/TD") == sum(4 for _ in range(2) for number in range(ROWS) if number % 40)
    assert order == ["/H1", "/H2", "/P"]


def test_a_table_that_can_not_be_set_by_measure_does_not_stop_the_longest():
    page = two_tables(lambda number: '<tr><td rowspan="2">x</td><td>a</td><td>b</td><td>c</td></tr>')
    long = find_long_tables(page)

    with pytest.raises(NotPlainError):
        lay_out_rows(long, _parse, "en", "pdf/ua-1")
    alone = long.with_longest()
    assert len(alone.tables) == 1
    assert alone.with_rows({alone.tables[0].place: "".join(alone.tables[0].rows)}).count("rowspan") == ROWS


def test_each_page_looks_as_weasyprint_draws_it():
    ours, theirs = pypdfium2.PdfDocument(rendered()), pypdfium2.PdfDocument(by_weasyprint())
    try:
        for number in range(len(theirs)):
            drawn = [one[number].render(scale=0.5, grayscale=True).to_pil().tobytes() for one in (ours, theirs)]
            assert not any(abs(a - b) > 60 for a, b in zip(*drawn, strict=True)), number
    finally:
        ours.close()
        theirs.close()


def test_pages_are_numbered_through():
    found = texts(rendered())

    assert [re.search(r"page (\d+) of (\d+)", one).groups() for one in found] == [
        (str(number), str(len(found))) for number in range(1, len(found) + 1)
    ]


def test_every_cell_is_in_the_structure_tree_once_and_every_mark_has_its_owner():
    with pikepdf.open(BytesIO(rendered())) as pdf:
        kinds = [str(one.S) for one in elements(pdf.Root.StructTreeRoot.K[0])]
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        for leaf in pdf.pages:
            marks = {int(m) for m in re.findall(rb"/MCID (\d+)", leaf.Contents.read_bytes())}
            owned = {n for n, owner in enumerate(owners[int(leaf.StructParents)]) if owner is not None}
            assert marks == owned

    rows = sum(1 for number in range(ROWS) if number % 40)
    assert kinds.count("/TD") == rows * 4
    assert kinds.count("/Table") == len(texts(rendered()))


def test_a_language_of_a_run_that_is_not_the_document_s_is_marked():
    with pikepdf.open(BytesIO(rendered())) as pdf:
        content = pdf.pages[20].Contents.read_bytes()

    assert b"/Span <</Lang (zh-CN)>> BDC" in content


def test_the_same_page_gives_the_same_bytes():
    again = lay_out(Template("html/leads.html", b"", ""), page(), "", "en")

    assert again == rendered()


@pytest.mark.parametrize(
    "cell",
    ['<td rowspan="2">x</td>', '<td style="border-left:1pt solid red">x</td>', '<td style="height:300mm">x</td>'],
)
def test_what_can_not_be_set_by_measure_is_left_to_weasyprint(cell):
    long = find_long_tables(page(lambda number: f"<tr>{cell}<td>a</td><td>b</td><td>c</td></tr>"))

    with pytest.raises(NotPlainError):
        lay_out_rows(long, _parse, "en", "pdf/ua-1")


def _parse(text: str) -> Any:
    from docgen.engines.pdf.weasyprint.shortcuts import extract_sheets

    parsed = HTML(string=text)
    return parsed, extract_sheets(parsed.etree_element, "", None)


def test_a_table_of_few_rows_is_no_long_table():
    assert find_long_tables(page(count=MIN_ROWS)) is None
    assert find_long_tables(page(count=MIN_ROWS + 1)) is not None
