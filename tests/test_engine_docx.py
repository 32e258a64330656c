"""The DOCX engine: template language, native content, and errors of templates."""

import hashlib
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from docx import Document
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from language import outline

from docgen.audience import Markdown, View
from docgen.engines import docx as engine
from docgen.errors import TemplateError
from docgen.stamp import Stamp
from docgen.templating import Bindings, Template

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STAMP = Stamp(
    "FA-1",
    "1.2",
    "approved",
    "2026-11-23",
    "proposal",
    "zh",
    "client",
    "方案 & <x>",
    "t",
    "d",
    "l 1",
    "e",
    "f",
    "docgen 0",
)
VALIDATOR = ROOT / ".tools" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
Make = Callable[[Any], None]


def template(*paragraphs: str, make: Make | None = None) -> Template:
    """A template of paragraphs; `|` separates runs; `make` adds other content."""
    document = Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        for run in text.split("¦"):
            paragraph.add_run(run)
    if make:
        make(document)
    out = BytesIO()
    document.save(out)
    data = out.getvalue()
    return Template("base/test.docx", data, hashlib.sha256(data).hexdigest())


def table(*rows: tuple[str, ...]) -> Make:
    def make(document: Any) -> None:
        made = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            cells = made.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text

    return make


def bindings(watermark: str | None = None, audience: str = "client", **fields: Any) -> Bindings:
    def labels(key: str) -> tuple[str, str]:
        return (key.title(), key)

    doc = View("proposal", fields, frozenset({"floor_price"}))
    return Bindings(names={"doc": doc}, labels=labels, language="en", audience=audience, watermark=watermark)


def rendered(source: Template, **fields: Any) -> bytes:
    return engine.render(source, bindings(**fields))


def lines(data: bytes) -> list[str]:
    return [line for line in outline(engine.stamp(data, STAMP), "docx").splitlines() if not line.startswith("stamp ")]


def part(data: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def assert_valid(data: bytes, folder: Path) -> None:
    path = folder / "a.docx"
    path.write_bytes(data)
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, env=environment)
    assert json.loads(done.stdout)["errors"] == []


def test_a_tag_split_over_runs_in_any_way_is_one_tag() -> None:
    source = template("{¦{ do¦c.a }¦} and {% i¦f doc.b %}yes{%¦ endif %}")
    assert lines(rendered(source, a="A", b=True)) == ["A and yes"]


def test_paragraph_tags_take_their_paragraph_with_them() -> None:
    source = template("{%p for x in doc.xs %}", "- {{ x }}", "{%p endfor %}", "end")
    assert lines(rendered(source, xs=("a", "b"))) == ["- a", "- b", "end"]


def test_row_and_cell_tags_repeat_rows_and_cells() -> None:
    rows = table(("{%tr for x in doc.xs %}", ""), ("{{ x }}", "{{ loop.index }}"), ("{%tr endfor %}", ""))
    assert lines(rendered(template(make=rows), xs=("a", "b"))) == ["| a | 1 |", "| b | 2 |"]
    cells = table(("{%tc for x in doc.xs %}", "{{ x }}", "{%tc endfor %}"))
    assert lines(rendered(template(make=cells), xs=("a", "b", "c"))) == ["| a | b | c |"]


def test_a_table_whose_loop_has_no_rows_goes_and_the_file_stays_valid(tmp_path: Path) -> None:
    rows = table(("{%tr for x in doc.xs %}", ""), ("{{ x }}", ""), ("{%tr endfor %}", ""))
    data = rendered(template("before", make=rows), xs=())
    assert lines(data) == ["before"]
    assert_valid(data, tmp_path)


@pytest.mark.parametrize(
    "text", ["& < > \" ' ]]>", "{{ 7*7 }}", "{% for %}", "{%p if %}", "{{p doc }}", "</w:t>", "😀 مرحبا", "x" * 10_000]
)
def test_text_from_data_comes_out_as_that_text(text: str) -> None:
    assert lines(rendered(template("[{{ doc.a }}]"), a=text)) == [f"[{text}]"]


def test_text_from_data_in_headers_and_properties_is_not_evaluated() -> None:
    def make(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ doc.a }}"
        document.core_properties.subject = "{{ doc.a }}"

    data = rendered(template("x", make=make), a="{{ 7*7 }} & <b>")
    assert "header: {{ 7*7 }} & <b>" in lines(data)
    assert "{{ 7*7 }} &amp; &lt;b&gt;" in part(data, "docProps/core.xml")


def test_quotes_and_ampersands_inside_tags_work_as_typed_in_word() -> None:
    assert lines(rendered(template("{{ “R&D” ~ doc.a }}{% if doc.a == ‘x’ %}!{% endif %}"), a="x")) == ["R&Dx!"]


def test_line_breaks_and_tabs_become_native() -> None:
    xml = part(rendered(template("{{ doc.a }}"), a="one\ntwo\tthree"))
    assert xml.count("<w:br/>") == 1
    assert xml.count("<w:tab/>") == 1


def test_markdown_in_a_run_keeps_the_runs_format_and_adds_its_own(tmp_path: Path) -> None:
    def make(document: Any) -> None:
        run = document.add_paragraph().add_run("{{ doc.a }}")
        run.font.italic = True

    data = rendered(template(make=make), a=Markdown("**bold** and [link](https://a.example)"))
    (paragraph,) = [p for p in Document(BytesIO(data)).paragraphs if p.text]
    assert paragraph.text == "bold and link"
    assert [(run.text, bool(run.bold), run.italic) for run in paragraph.runs] == [
        ("bold", True, True),
        (" and ", False, True),
    ]
    assert paragraph.hyperlinks[0].address == "https://a.example"
    assert_valid(data, tmp_path)


def test_markdown_blocks_become_native_lists_tables_and_headings(tmp_path: Path) -> None:
    text = (
        "Intro\n\n1. one\n    - deep\n2. two\n\nthen\n\n1. again\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n# Head\n\n> said"
    )
    data = rendered(template("{{p doc.a }}", "after"), a=Markdown(text))
    document = Document(BytesIO(data))
    shown = [(p.style.name, p.text) for p in document.paragraphs if p.text]
    assert shown == [
        ("Normal", "Intro"),
        ("List Number", "one"),
        ("List Bullet", "deep"),
        ("List Number", "two"),
        ("Normal", "then"),
        ("List Number", "again"),
        ("Heading 3", "Head"),
        ("Quote", "said"),
        ("Normal", "after"),
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["a", "b"], ["1", "2"]]
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]
    assert_valid(data, tmp_path)


def test_a_watermark_lies_in_every_header_and_one_is_made_where_none_is(tmp_path: Path) -> None:
    def two_sections(document: Any) -> None:
        document.add_section()
        document.sections[0].different_first_page_header_footer = True
        document.sections[1].header.is_linked_to_previous = False
        document.sections[1].header.paragraphs[0].text = "own"

    source = template("x", make=two_sections)
    data = engine.render(source, bindings(watermark="草稿 DRAFT"))
    headers = [name for name in zipfile.ZipFile(BytesIO(data)).namelist() if "/header" in name and "rels" not in name]
    assert len(headers) == 3
    assert all('string="草稿 DRAFT"' in part(data, name) for name in headers)
    assert_valid(data, tmp_path)
    assert not any("DRAFT" in text for _, text in engine.searchable(engine.render(source, bindings())))


def test_the_table_of_contents_holds_the_headings(tmp_path: Path) -> None:
    toc = (
        f'<w:p xmlns:w="{W}"><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>TOC \\o "1-2" \\h</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>old</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    def make(document: Any) -> None:
        document.element.body.insert(0, parse_xml(toc))
        for level, text in ((1, "{{ doc.a }}"), (2, "Two"), (3, "Deep")):
            document.add_heading(text, level)

    data = rendered(template(make=make), a="One & only")
    xml = part(data)
    shown = [line for line in lines(data) if not line.startswith("#")]
    assert [line.replace("…", "").strip() for line in shown] == ["One & only", "Two"]
    assert xml.count("PAGEREF _Toc") == 2
    assert 'w:dirty="true"' in xml
    assert_valid(data, tmp_path)


def test_the_stamp_comes_back_and_the_bytes_are_the_same() -> None:
    source = template("{{ doc.a }}")
    first, second = (engine.stamp(rendered(source, a="x"), STAMP) for _ in range(2))
    assert engine.read_stamp(first) == STAMP.as_properties()
    assert first == second


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ doc.pricng }}", "base/test.docx, document, paragraph 2: no `pricng` on proposal"),
        ("{{ doc.floor_price }}", "internal and not for this reader"),
        ("{{ doc.a|munny }}", "No filter named 'munny'"),
        ("{% if doc.a %}", "{% if doc.a %} is never closed; write {% endif %}"),
        ("{{ doc.__class__ }}", "`__class__` is not for templates"),
    ],
)
def test_a_wrong_tag_is_reported_with_its_place(text: str, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(template("fine", text), a="x", pricing=1)
    assert said in str(caught.value)


def test_a_wrong_tag_in_a_table_is_reported_with_row_and_cell() -> None:
    rows = table(("a", "b"), ("c", "{{ doc.x }}"))
    with pytest.raises(TemplateError, match="table 1, row 2, cell 2: no `x` on proposal"):
        rendered(template(make=rows), y=1)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip at all"])
def test_a_file_that_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(TemplateError):
        engine.render(Template("x.docx", data, hashlib.sha256(data).hexdigest()), bindings())


ORACLE = (
    ("{{ doc.a }} and {{ doc.b }}",),
    ("{%p if doc.a %}", "yes", "{%p else %}", "no", "{%p endif %}"),
    ("{%p for x in doc.xs %}", "{{ x }}", "{%p endfor %}"),
    ("{% for x in doc.xs %}{{ x }},{% endfor %}",),
    ("{{ doc.a|upper }} {# gone #}",),
    ("{{ do¦c.a }}",),
)


@pytest.mark.parametrize("paragraphs", ORACLE, ids=lambda paragraphs: paragraphs[0])
def test_what_docxtpl_renders_we_render_alike(paragraphs: tuple[str, ...]) -> None:
    source = template(*paragraphs)
    fields = {"a": "A", "b": "B", "xs": ("x", "y")}
    reference = DocxTemplate(BytesIO(source.data))
    reference.render({"doc": fields}, autoescape=True)
    out = BytesIO()
    reference.save(out)
    theirs = [p.text for p in Document(BytesIO(out.getvalue())).paragraphs]
    assert [p.text for p in Document(BytesIO(rendered(source, **fields))).paragraphs] == theirs


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{{ ('&'|e)[:2] }}", "&"),
        ("{% set x %}R&D{% endset %}{{ x[:2] }}{{ x[1] }}{{ x.lower() }}{{ x|attr('lower')() }}", "R&&r&dr&d"),
        ("{% macro m() %}R&D{% endmacro %}{{ m()[1:] }}{{ m()|first }}{{ m() ~ '<' }}", "&DRR&D<"),
        ("{{ {'a': '<&'}|tojson }}", '{"a": "\\u003c\\u0026"}'),
    ],
)
def test_what_a_macro_or_a_block_gave_is_words_once_a_part_is_asked_for(written: str, read: str) -> None:
    assert lines(rendered(template(written)))[0] == read
