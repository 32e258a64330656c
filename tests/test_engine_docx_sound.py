"""The DOCX engine: invalid templates are refused, and Word's own features are rendered natively."""

import hashlib
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Any
from zlib import compress, crc32

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree
from pptx import Presentation
from test_engine_docx import Make, W, assert_valid, bindings, lines, part, rendered, table, template

from docgen.audience import view_for
from docgen.brand import Brand
from docgen.diagrams import Box, Drawing, Line
from docgen.engines import docx as engine
from docgen.engines.docx.drawing import shapes_of
from docgen.errors import TemplateError
from docgen.ooxml.names import PIC, WP, WPS, A
from docgen.schemas.decision_map import DecisionMap
from docgen.templating import Template


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)


def rezipped(data: bytes, **changes: Callable[[bytes], bytes]) -> Template:
    """The package with some parts changed, by their file names without suffix."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(Path(name).stem, bytes)
            new.writestr(name, change(old.read(name)))
    made = out.getvalue()
    return Template("base/test.docx", made, hashlib.sha256(made).hexdigest())


def test_a_part_that_is_broken_or_declares_entities_is_refused_by_name() -> None:
    source = template("{{ doc.a }}").data
    declared = b'?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    broken = rezipped(source, document=lambda data: data[:-30], styles=lambda data: data.replace(b"?>", declared, 1))
    with pytest.raises(TemplateError) as caught:
        rendered(broken, a="x")
    assert [(finding.code, finding.place) for finding in caught.value.findings] == [
        ("template.broken", "word/document.xml"),
        ("template.broken", "word/styles.xml"),
    ]


def test_another_programs_file_is_refused_by_what_it_is() -> None:
    out = BytesIO()
    Presentation().save(out)
    with pytest.raises(TemplateError, match="this is a PowerPoint file, not a Word file"):
        engine.render(Template("a.docx", out.getvalue(), "deck"), bindings())


def test_a_package_without_a_document_is_refused() -> None:
    source = rezipped(
        template("x").data,
        **{".rels": lambda _: b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'},
    )
    with pytest.raises(TemplateError, match="no main document"):
        rendered(source)


def test_a_file_that_unpacks_to_far_more_than_it_holds_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/a.bin"):
            archive.writestr(name, b"\0" * 40_000_000)
    with pytest.raises(TemplateError, match="unpacks to too much"):
        engine.render(Template("a.docx", out.getvalue(), "bomb"), bindings())


@pytest.mark.parametrize("text", ["{%p if doc.a %}lost", "{%p if doc.a %}{{ doc.a }}", "before {{p doc.a }}"])
def test_words_that_a_paragraph_tag_would_take_away_are_reported(text: str) -> None:
    with pytest.raises(TemplateError, match=r"paragraph 1: .* would be lost"):
        rendered(template(text, "{%p endif %}"), a="x")


def test_words_that_a_row_tag_would_take_away_are_reported() -> None:
    rows = table(("{%tr for x in doc.xs %}", "lost"), ("{{ x }}", ""), ("{%tr endfor %}", ""))
    with pytest.raises(TemplateError, match=r"table 1, row 1, cell 1: .* would be lost"):
        rendered(template(make=rows), xs=("a",))


def test_a_table_inside_a_cell_repeats_its_own_rows() -> None:
    def nested(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "outer"
        inner = cell.add_table(rows=3, cols=1)
        for row, text in zip(inner.rows, ("{%tr for x in doc.xs %}", "{{ x }}", "{%tr endfor %}"), strict=True):
            row.cells[0].text = text

    inner = Document(BytesIO(rendered(template(make=nested), xs=("a", "b")))).tables[0].cell(0, 0).tables[0]
    assert [row.cells[0].text for row in inner.rows] == ["a", "b"]


def test_chinese_and_latin_text_have_their_language_whatever_the_template_says() -> None:
    def french(document: Any) -> None:
        language = next(document.styles.element.iter(f"{{{W}}}lang"))
        language.attrib.clear()
        language.set(f"{{{W}}}val", "fr-FR")

    styles = part(rendered(template("x", make=french)), "word/styles.xml")
    assert 'w:lang w:val="en-GB" w:eastAsia="zh-CN"' in styles


def with_picture(alt: str) -> Make:
    def make(document: Any) -> None:
        document.add_picture(BytesIO(PIXEL), width=Cm(16), height=Cm(10))
        next(document.element.iter(f"{{{WP}}}docPr")).set("descr", alt)

    return make


def test_a_decision_map_takes_its_pictures_place_as_native_shapes(tmp_path: Path) -> None:
    people = [
        {"id": "a", "name": "Ann & Co", "roles": ["decision_maker"]},
        {"id": "b", "name": "Bob", "roles": ["user"], "reports_to": "a"},
        {"id": "c", "name": "Cy", "roles": ["influencer"], "reports_to": "a"},
    ]
    decision = view_for("client", DecisionMap.model_validate({"nodes": people}))
    data = rendered(template(make=with_picture("{{ diagram(doc.map) }}")), map=decision)
    document = etree.fromstring(part(data).encode())
    assert document.find(f".//{{{WPS}}}wsp") is not None
    assert document.find(f".//{{{PIC}}}pic") is None
    shown = "".join(text.text or "" for text in document.iter(f"{{{W}}}t"))
    assert all(name in shown for name in ("Ann & Co", "Bob", "Cy"))
    boxes = {shape.get("id") for shape in document.iter(f"{{{WPS}}}cNvPr")}
    ends = [end.get("id") for end in document.iter(f"{{{A}}}stCxn", f"{{{A}}}endCxn")]
    assert ends
    assert set(ends) <= boxes
    assert_valid(data, tmp_path)


def test_a_connector_is_glued_to_an_ellipse_at_its_own_sites() -> None:
    ellipse = Box("e", 0, 0, 40, 40, geometry="ellipse")
    line = Line(((40.0, 20.0), (90.0, 20.0)), from_id="e", from_side="right")
    assert '<a:stCxn id="7" idx="6"/>' in "".join(shapes_of(Drawing(100, 50, (ellipse, line)), 7, Brand()))


def test_a_heading_of_two_lines_is_one_line_in_the_contents() -> None:
    toc = (
        f'<w:p xmlns:w="{W}"><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    def make(document: Any) -> None:
        document.element.body.insert(0, parse_xml(toc))
        document.add_heading("{{ doc.a }}", 1)

    first = Document(BytesIO(rendered(template(make=make), a="范围\nScope"))).paragraphs[0]
    assert first.text.startswith("范围 Scope")


def test_a_wps_text_box_is_filled_in_both_of_its_branches(tmp_path: Path) -> None:
    box = (
        f'<w:p xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="{WP}" '
        f'xmlns:a="{A}" xmlns:wps="{WPS}" xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="900000" cy="900000"/><wp:docPr id="5" name="Box"/><a:graphic><a:graphicData '
        f'uri="{WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>'
        "<w:txbxContent><w:p><w:r><w:t>{{ do</w:t></w:r><w:r><w:t>c.a }}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        '<v:shape style="width:70pt;height:70pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>{{ doc.a }}</w:t></w:r></w:p>'
        "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    source = template(make=lambda document: document.element.body.insert(0, parse_xml(box)))
    data = rendered(source, a="<in> & out")
    assert part(data).count("&lt;in&gt; &amp; out") == 2
    assert_valid(data, tmp_path)


def test_a_hyperlinks_address_may_hold_a_tag() -> None:
    def make(document: Any) -> None:
        document.part.relate_to("https://a.example/{{ doc.a }}", RT.HYPERLINK, is_external=True)

    rels = part(rendered(template("x", make=make), a='q"&x'), "word/_rels/document.xml.rels")
    assert 'Target="https://a.example/q&#34;&amp;x"' in rels


def test_threads_that_share_a_template_do_not_mix_their_data() -> None:
    source = template("{%p for x in doc.xs %}", "{{ x }}", "{%p endfor %}")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda n: lines(rendered(source, xs=(f"{n}-a", f"{n}-b"))), range(12)))
    assert done == [[f"{n}-a", f"{n}-b"] for n in range(12)]
