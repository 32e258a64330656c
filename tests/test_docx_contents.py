"""Tables of contents in Word templates of any maker: what is listed, how, and what stays."""

import hashlib
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from foreign_files import IDS, W, code, contents, field, foreign, mark, put_first, run, words

from docgen.audience import Markdown, View
from docgen.engines import docx as engine
from docgen.engines.docx.contents_code import read_instruction
from docgen.engines.docx.numbering import Counter, Level, Numbering
from docgen.errors import Finding, TemplateError
from docgen.templating import Bindings, Template

HEADINGS = (("Overview", 1), ("Prices", 1), ("Details", 2))


def rendered(data: bytes, notices: list[Finding] | None = None, **fields: Any) -> Any:
    template = Template("base/own.docx", data, hashlib.sha256(data).hexdigest())
    view = View("proposal", {"title": "T", **fields}, frozenset())
    made = engine.render(template, Bindings({"doc": view}, lambda key: (key, key)), notices)
    return Document(io.BytesIO(made))


def lines(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def xml(document: Any) -> str:
    return document.element.xml


def with_headings(*paragraphs: str) -> Callable[[Any], None]:
    def make(document: Any) -> None:
        for name, level in HEADINGS:
            document.add_heading(name, level)
            document.add_paragraph(f"About {name} {{{{ doc.title }}}}")
        put_first(document, *paragraphs)

    return make


@pytest.mark.parametrize("program", IDS)
def test_headings_and_entries_are_found_by_the_names_of_styles(program: str) -> None:
    made = rendered(foreign(program, with_headings(contents())))
    assert lines(made)[:3] == ["Overview\t…", "Prices\t…", "Details\t…"]
    assert [p.style.style_id for p in made.paragraphs[:3]] == [
        IDS[program][name] for name in ("toc 1", "toc 1", "toc 2")
    ]
    assert xml(made).count("fldCharType") == 3 * 4


@pytest.mark.parametrize("program", IDS)
def test_blocks_of_text_have_the_template_s_styles_whatever_their_ids(program: str) -> None:
    data = foreign(program, lambda document: document.add_paragraph("{{p doc.text }}"))
    text = Markdown("## Part\n\n- point\n\n1. step\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    made = rendered(data, text=text)
    assert [p.style.name for p in made.paragraphs][:4] == ["Heading 3", "List Bullet", "List Number", "Quote"]
    assert made.tables[0].style.name == "Table Grid"


def test_a_table_has_rules_if_the_template_has_no_style_for_tables() -> None:
    def make(document: Any) -> None:
        for style in list(document.styles.element.iter(qn("w:style"))):
            if style.find(qn("w:name")).get(qn("w:val")) == "Table Grid":
                style.getparent().remove(style)
        document.add_paragraph("{{p doc.text }}")

    made = rendered(foreign("en", make), text=Markdown("| a |\n|---|\n| 1 |"))
    assert "w:tblBorders" in xml(made)


@pytest.mark.parametrize(
    ("instruction", "listed"),
    [
        ('TOC \\o "2-3"', ["Details"]),
        ("TOC", ["Overview", "Prices", "Details"]),
        ('TOC \\t "Chapter,1"', ["Own"]),
        ('TOC \\t "Chapter;2;Überschrift 1;1"', ["Own", "Overview", "Prices"]),
        ("TOC \\u", ["Own", "Overview", "Prices", "Details"]),
        ('TOC \\c "Figure"', ["Figure 1 Plant"]),
    ],
)
def test_the_switches_of_the_field_say_what_is_listed(instruction: str, listed: list[str]) -> None:
    def make(document: Any) -> None:
        document.styles.element.append(
            parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="C"><w:name w:val="Chapter"/></w:style>')
        )
        level = "" if "\\u" not in instruction else '<w:outlineLvl w:val="0"/>'
        own = f'<w:pPr><w:pStyle w:val="C"/>{level}</w:pPr>{words("Own")}'
        caption = words("Figure ") + field("SEQ Figure \\* ARABIC", "1") + words(" Plant")
        with_headings(contents(instruction), own, caption)(document)

    made = rendered(foreign("en", make))
    entries = re.findall(r"PAGEREF _Toc(\d+)", xml(made))
    assert len(entries) == len(listed)
    assert [line.removesuffix("\t…") for line in lines(made)[: len(listed)]] == listed


def test_entries_without_pages_links_or_with_a_separator() -> None:
    made = rendered(foreign("en", with_headings(contents('TOC \\o "1-2" \\n "2-2" \\p "·"'))))
    assert lines(made)[:3] == ["Overview·…", "Prices·…", "Details"]
    assert "w:hyperlink" not in xml(made)


def test_what_is_around_the_field_stays() -> None:
    first = (
        '<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>'
        + words("Inside: ")
        + mark("begin")
        + code(" TOC")
        + code(' \\o "1-1" ')
    )
    last = '<w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr>' + mark("end")
    behind = words("after") + run('<w:br w:type="page"/>')
    made = rendered(
        foreign("en", with_headings(first + mark("separate") + words("old 1"), words("old 2"), last + behind))
    )
    assert lines(made)[:3] == ["Inside: Overview\t…", "Prices\t…", "after"]
    assert len(made.sections) == 2
    assert 'TOC \\o "1-1"' in xml(made)
    assert 'w:br w:type="page"' in xml(made)
    assert "old" not in xml(made)


def test_a_heading_that_holds_the_field_s_end_stays() -> None:
    def make(document: Any) -> None:
        with_headings(mark("begin") + code("TOC") + mark("separate") + words("old"))(document)
        document.paragraphs[1]._p.insert(1, parse_xml(f"<w:r {W}><w:fldChar w:fldCharType='end'/></w:r>"))

    made = rendered(foreign("en", make))
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == ["Overview", "Prices"]
    assert lines(made)[0] == "Overview\t…"


def test_a_field_that_goes_out_of_a_content_control_is_balanced() -> None:
    def make(document: Any) -> None:
        with_headings(mark("begin") + code("TOC") + mark("separate") + words("old"), words("old 2"), mark("end"))(
            document
        )
        first, second = (paragraph._p for paragraph in document.paragraphs[:2])
        control = parse_xml(f"<w:sdt {W}><w:sdtPr/><w:sdtContent/></w:sdt>")
        first.addprevious(control)
        control[-1].extend([first, second])

    text = xml(rendered(foreign("en", make)))
    assert text.count('"begin"') == text.count('"end"') == text.count('"separate"') == 4
    assert "w:sdt>" in text


def test_a_simple_field_becomes_one_that_can_hold_entries() -> None:
    simple = f'<w:fldSimple w:instr=" TOC \\o &quot;1-1&quot; ">{words("old")}</w:fldSimple>'
    made = rendered(foreign("en", with_headings(simple)))
    assert lines(made)[:2] == ["Overview\t…", "Prices\t…"]


def test_a_field_without_an_end_is_refused_with_its_place() -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(foreign("en", with_headings(mark("begin") + code("TOC") + mark("separate") + words("old"))))
    assert [(f.code, f.place) for f in caught.value.findings] == [("contents.unended", "document, paragraph 1")]


@pytest.mark.parametrize("instruction", ['TOC \\c "Figure"', 'TOC \\a "Figure"', 'TOC \\t "Nowhere,1"'])
def test_a_list_of_nothing_in_the_template_stays_and_is_reported(instruction: str) -> None:
    notices: list[Finding] = []
    made = rendered(foreign("en", with_headings(contents(instruction))), notices)
    assert lines(made)[0] == "old"
    assert [notice.code for notice in notices] == ["contents.kept"]


def test_old_entries_are_the_model_of_new_ones() -> None:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8296"/></w:tabs><w:spacing w:after="77"/>'
    first = f'<w:pPr><w:pStyle w:val="TOC1"/>{tabs}</w:pPr>{mark("begin")}{code("TOC")}{mark("separate")}{words("old")}'
    made = rendered(foreign("en", with_headings(first, mark("end"))))
    assert xml(made).count('w:after="77"') == 2
    assert made.paragraphs[2].paragraph_format.tab_stops[0].leader is not None  # level 2: a tab at the text's end


def test_pages_are_within_the_right_indent() -> None:
    def make(document: Any) -> None:
        with_headings(contents())(document)
        style = next(s for s in document.styles.element.iter(qn("w:style")) if s.get(qn("w:styleId")) == "TOC1")
        style.append(
            parse_xml(f'<w:pPr {W}><w:tabs><w:tab w:val="right" w:pos="8640"/></w:tabs><w:ind w:right="480"/></w:pPr>')
        )

    made = rendered(foreign("en", make))
    assert made.paragraphs[0].paragraph_format.right_indent == 0


def test_headings_of_numbered_styles_have_their_numbers() -> None:
    levels = (Level(text="%1"), Level(text="%1.%2"), Level(kind="chineseCounting", text="（%3）", suffix="nothing"))
    counter = Counter(Numbering({"4": "0"}, {"0": levels}))
    seen = [counter.next("4", level)[0] for level in (0, 1, 1, 0, 1, 2, 2)]
    assert seen == ["1", "1.1", "1.2", "2", "2.1", "（一）", "（二）"]


def test_a_numbered_heading_is_listed_with_its_number() -> None:
    def make(document: Any) -> None:
        with_headings(contents('TOC \\o "1-1"'))(document)
        style = document.styles["Heading 1"].element
        style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="9"/></w:numPr>'))

    assert lines(rendered(foreign("de", make)))[:2] == ["1. Overview\t…", "2. Prices\t…"]


def test_a_sub_document_s_styles_are_the_document_s_by_name() -> None:
    inner = foreign(
        "zh", lambda document: (document.add_heading("Terms", 1), document.add_paragraph("x", style="List Bullet"))
    )
    outer = foreign("wps", lambda document: document.add_paragraph("{{p subdocument('blocks/t.docx') }}"))
    template = Template("base/own.docx", outer, hashlib.sha256(outer).hexdigest(), read_asset=lambda path: inner)
    view = View("proposal", {"title": "T"}, frozenset())
    made = Document(io.BytesIO(engine.render(template, Bindings({"doc": view}, lambda key: (key, key)))))
    assert [p.style.name for p in made.paragraphs] == ["Heading 1", "List Bullet"]
    assert [p.style.style_id for p in made.paragraphs] == [IDS["wps"]["heading 1"], IDS["wps"]["List Bullet"]]


def test_an_instruction_is_read_in_the_quotes_and_separators_of_any_word() -> None:
    read = read_instruction(" TOC \\o “1-3” \\t „Kapitel;1“ \\h ")
    assert (read.headings, read.is_linked) == (range(1, 4), True)
