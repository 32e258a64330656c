"""The Word templates as a manager reads them: titles mean the fields that the maker names, markers are hidden."""

import re
import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT
from lxml import etree

from docgen.engines.docx.numbering import Level, Numbering, read_numbering
from docgen.engines.docx.part import Styles, compile_part
from docgen.errors import Finding
from docgen.ooxml.names import W
from docgen.templating import TAG
from docgen.titles.lookup import Titles

sys.path.insert(0, str(ROOT / "tools"))

import readability
from templates.docx.kinds import documents
from templates.docx.markup.markers import each, marked, section_when, when
from templates.docx.markup.tables import Cell, Row, rows_each, table
from templates.docx.markup.text import NAMESPACES, p
from templates.docx.markup.titles import with_titles

DOCUMENTS = {path: (path.split("/")[1].split(".")[0], words.language, made) for path, words, made in documents()}
CHOSEN = [path for path in DOCUMENTS if path.startswith("base/") and ".zh+en." not in path]


def body(blocks: str) -> bytes:
    return f"<w:document {NAMESPACES}><w:body>{blocks}</w:body></w:document>".encode()


def tags_of(markup: bytes, kind: str) -> list[str]:
    """The tags of a part as Jinja compiles them."""
    findings: list[Finding] = []
    part = compile_part(
        "word/document.xml", markup, Styles(levels={"Heading1": 1, "Heading2": 2}), findings, Titles.of(kind)
    )  # type: ignore[arg-type]
    assert findings == []
    assert part is not None
    named = (re.sub(r"\b(?:条目|Point)\b", "item", tag) for tag in TAG.findall(part.compiled.source.text))
    return [re.sub(r"\s", "", tag) for tag in named]


def shown(markup: str) -> Iterator[str]:
    """The tags of a part as they are written."""
    yield from TAG.findall("".join(etree.fromstring(body(markup)).itertext()))


@pytest.mark.parametrize("path", CHOSEN)
def test_a_title_means_the_field_that_the_maker_names(path: str) -> None:
    kind, language, made = DOCUMENTS[path]
    titled = with_titles(body(made.blocks).decode(), kind, language)
    assert tags_of(titled.encode(), kind) == tags_of(body(made.blocks), kind)


def test_a_field_is_titled_where_the_title_is_its_own_and_named_where_it_is_not() -> None:
    line = rows_each("line in group.lines", Row([Cell(p("{{ line.name }} {{ group.net | amount }} {{ doc.title }}"))]))
    lines = each("group in doc.pricing.groups", table([100], line), p("{{ group.net | money }} {{ industry.id }}"))
    tags = list(shown(with_titles(lines, "proposal", "zh")))
    assert "{{名称}}" in tags
    assert "{{标题}}" in tags
    assert "{{ line.name }}" in list(shown(lines))
    assert not any(tag.startswith("{{line.") for tag in tags)
    (outer,) = (tag for tag in tags if "amount" in tag)
    assert outer != "{{不含税金额 | amount}}"


def test_a_marker_stands_at_the_start_of_what_it_is_for() -> None:
    assert list(shown(when("doc.title", p("x")))) == ["{%para if doc.title%}"]
    assert list(shown(when("doc.title", p("x"), p("y")))) == ["{%block if doc.title%}", "{%block end%}"]
    assert list(shown(when("doc.title", table([9], [Row([Cell(p("x"))])])))) == ["{%table if doc.title%}"]
    assert list(shown(section_when("doc.title", p("x", style="Heading1"), p("y")))) == ["{%section if doc.title%}"]
    assert marked(p("x"), "{%para if a%}").index("vanish") < marked(p("x"), "{%para if a%}").index(">x<")


def test_several_rows_end_in_the_last_and_nest() -> None:
    inner = rows_each("b in a", Row([Cell(p("x"))]), Row([Cell(p("y"))]))
    rows = rows_each("a in doc.x", *inner)
    assert list(shown(table([9], rows))) == [
        "{%rows for a in doc.x%}",
        "{%rows for b in a%}",
        "{%rows end%}",
        "{%rows end%}",
    ]


@pytest.mark.parametrize(
    ("tag", "plain"),
    [
        ("{{ line.unit_price | price }}", True), ("{{价税合计或已含}}", True), ("{{p 方案摘要?}}", True),
        ("{{Unit, basis and credit}}", True), ("{%row for x in doc.xs first 3 across 3%}", True),
        ("{%para if not doc.x%}", True), ("{{ a or b }}", False), ("{{ xs[0].y }}", False), ("{% if a == 1 %}", False),
        ("{{ x | list | join }}", False), ("{%row for x in xs | groupby('y')%}", False),
    ],
)  # fmt: skip
def test_a_plain_tag_is_a_name_or_title_with_one_filter_a_loop_or_a_condition(tag: str, plain: bool) -> None:
    assert readability.is_plain(tag) == plain


def test_every_template_is_within_its_limits(capsys: pytest.CaptureFixture[str]) -> None:
    assert readability.report(["docx"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "text", "number", "written"),
    [
        ("decimal", "%1  ", 3, "3  "), ("chineseCountingThousand", "%1、", 9, "九、"),
        ("chineseCountingThousand", "%1、", 10, "十、"), ("chineseCounting", "%1、", 11, "十一、"),
        ("chineseCounting", "第%1章", 20, "第二十章"), ("chineseCounting", "%1、", 35, "三十五、"),
        ("lowerLetter", "%1)", 3, "c)"), ("decimal", "%1.", 4, "4."),
    ],
)  # fmt: skip
def test_a_chapters_number_is_written_as_word_writes_it(kind: str, text: str, number: int, written: str) -> None:
    numbering = Numbering({"3": "7"}, {"7": (Level(start=number, kind=kind, text=text),)})
    assert numbering.counter().next("3", 0)[0] == written


def test_the_numbers_of_lists_are_read_from_the_numbering_part() -> None:
    root = etree.fromstring(
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7"><w:lvl><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        "</w:numbering>"
    )
    numbering = read_numbering(root, etree.fromstring(f'<w:styles xmlns:w="{W}"/>'))
    assert (numbering.abstracts, numbering.levels) == ({"3": "7"}, {"7": (Level(kind="decimal", text="%1."),)})
