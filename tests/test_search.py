"""The search of the finished file is neither blind nor trigger-happy, in each format and in many places."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from conftest import FORMATS, ROOT, WORKSPACE
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import docgen
from docgen.engines import engine_for
from docgen.redaction import Redacted, redacted
from docgen.scan import find_leaks
from docgen.scan.figures import figures_in, normalize
from docgen.schemas.money import in_chinese_capitals
from docgen.wording import format_amount, format_wan
from tests.lint.makers import box, deck, grid, paragraph, table, word

D = Decimal
FLOOR = Redacted("pricing.lines[0].floor_price", "Floor price", "底价", D(5800))
SCRIPT = Redacted(
    "objections/x internal_script", "Internal script", "内部话术", "Never offer more than four weeks of trial."
)


@cache
def sample(name: str) -> str:
    return json.dumps(YAML(typ="base").load((ROOT / "samples" / f"{name}.yaml").read_text(encoding="utf-8")))


def offer(lines: dict[str, str] | None = None, name: str = "proposal.services.en", **fields: Any) -> Any:
    """A shipped proposal with one price line and other fields."""
    data = json.loads(sample(name)) | fields
    rest = {"name": "Desk", "qty": "1", "unit": "pcs", "tax_rate": "0.2"}
    data["pricing"] = {
        "currency": "EUR", "policy": "line", "price_basis": "excl_tax",
        "lines": [rest | (lines or {"unit_price": "100"})],
    }  # fmt: skip
    data.pop("roi", None)
    return data


def template(file_format: str, *passages: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A template of paragraphs and, if there are rows, a table."""
    if file_format == "docx":
        return word(*(paragraph(text) for text in passages), *([table(*rows)] if rows else []))
    if file_format == "pptx":
        return deck(*(box(text) for text in passages), *([grid(*rows)] if rows else []))
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    paragraphs = "".join(f"<p>{text}</p>" for text in passages)
    return f"<html lang=en><head><title>t</title></head><body>{paragraphs}<table>{body}</table></body></html>".encode()


@pytest.fixture
def render(tmp_path: Path) -> Callable[..., docgen.Rendered]:
    """`render(data, file_format, template bytes)` for the client."""

    def made(data: Any, file_format: str, made_template: bytes | None = None) -> docgen.Rendered:
        folder = tmp_path / "company"
        suffix = "html" if file_format == "pdf" else file_format
        if made_template is not None:
            target = folder / suffix / "base" / f"{data['kind']}.{suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made_template)
        file = tmp_path / "input.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        workspace = docgen.Workspace(library=folder if made_template is not None else None, today=WORKSPACE.today)
        return docgen.render(docgen.load(file), file_format, audience="client", workspace=workspace)

    return made


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    ("price", "floor", "text"),
    [
        ("15800", "5800", "our floor is 5800 a unit"),
        ("24300", "4300", "We never sell below ¥4,300."),
        ("129500", "9500", "最低９，５００元"),
        ("1268000", "68000", "底价6.8万元"),
        ("17200.50", "7200.50", "lowest price: 7,200.50"),
    ],
)
def test_a_floor_whose_digits_are_part_of_the_price_is_found_in_the_templates_words(
    file_format: str, price: str, floor: str, text: str, render: Any
) -> None:
    made = template(file_format, f"{{{{ doc.title }}}}: {text}")
    with pytest.raises(docgen.LeakError) as caught:
        render(offer({"unit_price": price, "floor_price": floor}), file_format, made)
    (finding,) = caught.value.findings
    assert finding.values["path"] == "pricing.lines[0].floor_price"
    assert "Floor price (pricing.lines[0].floor_price) is internal" in finding.message
    assert "take it out there" in finding.hint


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    ("cost", "text"),
    [
        ("2000", "Founded in 2000, we look after Windows Server 2000 too."),
        ("9001", "Certified to ISO 9001 by TÜV."),
        ("1998", "自1998年创立，至今服务于制造业。"),
        ("5000", "Model X5000 serves 5000 people."),
        ("2026", "The year 2026 in review"),
        ("27001", "Hotline +44 20 27001 and ISO/IEC 27001"),
    ],
)
def test_a_year_or_a_model_in_the_templates_words_is_no_leak(
    file_format: str, cost: str, text: str, render: Any
) -> None:
    made = template(file_format, "{{ doc.title }}", f"{{{{ doc.client.short_name }}}}. {text}")
    assert render(offer({"unit_price": "99000", "cost": cost}), file_format, made).data


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_bare_figure_in_a_row_or_under_a_head_that_names_money_is_found(file_format: str, render: Any) -> None:
    data = offer({"unit_price": "15800", "floor_price": "5800"})
    for rows in ((("Floor price", "5800"),), (("Item", "Lowest price"), ("Desk", "5800"))):
        made = template(file_format, "{{ doc.title }}", rows=rows)
        with pytest.raises(docgen.LeakError, match="floor_price"):
            render(data, file_format, made)
    made = template(file_format, "{{ doc.title }}", rows=(("Series", "Weight"), ("5800", "12 kg")))
    assert render(data, file_format, made).data


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_figure_in_a_constant_of_a_tag_is_found(file_format: str, render: Any) -> None:
    made = template(file_format, "{{ doc.title }} {{ 'Our floor: ' ~ '5800' }}")
    with pytest.raises(docgen.LeakError, match="floor_price"):
        render(offer({"unit_price": "15800", "floor_price": "5800"}), file_format, made)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("name", ["Mark", "Page", "Grace", "Title", "Normal", "May", "Calibri", "无"])
def test_an_everyday_name_of_an_owner_stops_no_file(file_format: str, name: str, render: Any) -> None:
    data = json.loads(sample("needs_analysis.services.en"))
    data["decision_map"]["nodes"][0]["our_owner"] = name
    assert render(data, file_format).data


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("text", ["None", "Sales", "high", "No competitor", "无", "一般", "销售部", "Budget", "n/a"])
def test_an_everyday_word_in_an_internal_field_stops_no_file(file_format: str, text: str, render: Any) -> None:
    assert render(json.loads(sample("screening.services.en")) | {"competition": text}, file_format).data


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_sentence_of_an_internal_text_in_the_templates_words_is_found(file_format: str, render: Any) -> None:
    text = "Two rivals. Nordlicht Systems showed a prototype in March"
    data = json.loads(sample("screening.services.en")) | {"competition": text}
    made = template(file_format, "{{ doc.title }}", f"As we hear: {text.upper()}!")
    with pytest.raises(docgen.LeakError) as caught:
        render(data, file_format, made)
    assert {finding.values["path"] for finding in caught.value.findings} == {"competition"}


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_client_text_that_names_the_floor_is_found_and_its_field_named(file_format: str, render: Any) -> None:
    line = {"unit_price": "15800", "floor_price": "5800"}
    made = template(file_format, "{{ doc.executive_summary }}")
    with pytest.raises(docgen.LeakError) as caught:
        render(offer(line, executive_summary="Our floor price is 5,800."), file_format, made)
    assert "the client's text in executive_summary says it" in caught.value.findings[0].hint
    assert render(offer(line, executive_summary="They scrapped 5,800 parts."), file_format, made).data


@pytest.mark.parametrize(
    "text",
    [
        "5800", "5,800", "5,800.00", "５８００", "５，８００", "¥5,800", "EUR5800", "5800元", "5 800", "5\u202f800",
        "5'800",
        "5.800,00", "−5,800", "(5,800)", "底价，5800", "伍仟捌佰元整", "五千八百", "five thousand eight hundred euros",
        "Five thousand, eight hundred", "5800kg", "5.8k floor", "底价0.58万元", "x;5800;y", "a/5800/b",
    ],
)  # fmt: skip
def test_a_figure_is_found_in_each_form(text: str) -> None:
    assert find_leaks([("text page 1", f"so {text} it is")], [FLOOR], ["15800"]), text


@pytest.mark.parametrize(
    "text",
    ["15800", "15,800", "5,800,000", "58000", "5801", "5800.5", "1.2.5800", "a5800f", "5800b1", "V5800", "2026-05-800"],
)
def test_another_figure_is_not_taken_for_it(text: str) -> None:
    assert not find_leaks([("text page 1", f"so {text} it is")], [FLOOR], {}), text


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("0.08", "our margin is 8%", True),
        ("0.08", "our margin is ８％", True),
        ("0.08", "毛利率8%", True),
        ("0.08", "8% of all visitors", False),
        ("0.5107", "51.07%", True),
        ("45", "the floor is 45", True),
        ("45", "the floor opens in 45 days", False),
        ("45", "seats: 45", False),
        ("3", "our cost: 3", False),
        ("1268533", "126.85万元", True),
        ("43.08", "43.08 per lead", True),
    ],
)
def test_short_figures_and_shares_count_beside_a_word_that_says_what_they_are(
    value: str, text: str, found: bool
) -> None:
    field = Redacted("margin_rate", "Margin rate", "毛利率", D(value))
    assert bool(find_leaks([("text page 1", text)], [field], {})) is found


def test_what_the_client_is_shown_in_a_field_is_no_leak_in_any_form() -> None:
    for text in ("¥5,800.00", "0.58万元", "our floor is 5800"):
        assert not find_leaks([("text page 1", text)], [FLOOR], {"unit_price": D("5800.00")}), text
    assert not find_leaks([("text page 1", "31 May 2027")], [Redacted("x", "X", "", D(2027))], {"due": "2027-05-31"})


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_floor_that_is_the_price_too_may_not_be_called_the_floor(file_format: str, render: Any) -> None:
    data = offer({"unit_price": "5800", "floor_price": "5800"})
    with pytest.raises(docgen.LeakError, match="floor_price"):
        render(data, file_format, template(file_format, "{{ doc.title }}: our floor is 5,800"))
    assert render(data, file_format, template(file_format, "{{ doc.title }}: from 5,800 EUR")).data


def test_words_are_compared_whole() -> None:
    owner = Redacted("owner", "Owner", "负责人", "Lin Wei")
    assert find_leaks([("text page 1", "ask LIN  WEI.")], [owner], ["Lin Weiming"])
    assert not find_leaks([("text page 1", "Berlin Weimar, Lin Weiming")], [owner], {})
    assert not find_leaks([("text page 1", "Annual report")], [Redacted("o", "Owner", "", "Annu")], {})


def test_a_text_is_found_across_lines_hyphens_quotes_and_marks() -> None:
    for text in (
        "Never offer more\nthan four weeks of trial", "never offer more than “four” weeks of trial!",
        "Never **offer** more than four weeks of trial", "Never of\u00adfer more than four weeks of trial",
    ):  # fmt: skip
        assert find_leaks([("text page 1", text)], [SCRIPT], {}), text


def test_single_words_are_looked_for_in_text_as_it_is_read_alone() -> None:
    word_alone = Redacted("competition", "Competition", "竞争", "Nordlicht")
    assert find_leaks([("text page 1", "says Nordlicht")], [word_alone], {})
    assert not find_leaks([("data settings", "Nordlicht"), ("marks settings", "Nordlicht x")], [word_alone], {})
    assert find_leaks([("data settings", "Lin Wei")], [Redacted("o", "Owner", "", "Lin Wei")], {})


def test_a_finding_says_which_field_where_and_in_which_words() -> None:
    (finding,) = find_leaks([("text word/document.xml, paragraph 3", "Hello. The floor: 5,800. Bye.")], [FLOOR], {})
    assert finding.place == "word/document.xml, paragraph 3"
    assert finding.values == {
        "path": "pricing.lines[0].floor_price", "title": "Floor price", "title_zh": "底价", "value": "5800",
        "part": "word/document.xml, paragraph 3", "quote": "The floor: 5,800",
    }  # fmt: skip
    assert "nothing was written" in finding.hint


def test_every_withheld_value_comes_with_the_path_of_its_field(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps(offer({"unit_price": "15800", "floor_price": "5800"})), encoding="utf-8")
    known = {item.path: (item.title_en, item.value) for item in redacted(docgen.load(file), docgen.Audience.CLIENT)}
    assert known["pricing.lines[0].floor_price"] == ("Floor price", D(5800))


# where a value may be

WORDS = "Ask Lin before four weeks"
FORMS: tuple[Callable[[D], str], ...] = (
    str, format_amount, in_chinese_capitals,
    lambda value: f"¥{value}", lambda value: f"−{format_amount(value)}", lambda value: f"{value}元",
    lambda value: str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    lambda value: format_wan(value, 4),
)  # fmt: skip


def book(*cells: object) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(list(cells))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
S = 'xmlns="http://www.w3.org/2000/svg"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
PARTS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "a paragraph": ("word/header9.xml", lambda t: f"<w:hdr {W}><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:hdr>".encode()),
    "split runs": (
        "word/footnotes.xml",
        lambda t: f"<w:f {W}><w:p><w:r><w:t>{t[:3]}</w:t></w:r><w:r><w:t>{t[3:]}</w:t></w:r></w:p></w:f>".encode(),
    ),
    "a struck-out run": (
        "word/endnotes.xml", lambda t: f"<w:e {W}><w:p><w:del><w:delText>{t}</w:delText></w:del></w:p></w:e>".encode()
    ),
    "a table's cell": (
        "ppt/slides/slide99.xml",
        lambda t: f"<a:tbl {A}><a:tr><a:tc><a:p><a:r><a:t>{t}</a:t></a:r></a:p></a:tc></a:tr></a:tbl>".encode(),
    ),
    "notes": ("ppt/notesSlides/n.xml", lambda t: f"<a:p {A}><a:r><a:t>{t}</a:t></a:r></a:p>".encode()),
    "a chart": ("word/charts/chart9.xml", lambda t: f"<c:c {C}><c:pt><c:v>{t}</c:v></c:pt></c:c>".encode()),
    "a workbook": ("ppt/embeddings/b.xlsx", lambda t: book("x", t)),
    "a workbook in a Word file": ("word/embeddings/b.xlsx", lambda t: book("x", t)),
    "a Word file": ("ppt/embeddings/d.docx", lambda t: word(paragraph(t))),
    "a deck in a zip": ("word/embeddings/z.bin", lambda t: with_part(book(), "a.pptx", deck(box(t)))),
    "a property": ("docProps/custom.xml", lambda t: f"<p><x>{t}</x></p>".encode()),
    "custom XML": ("customXml/item1.xml", lambda t: f"<a b='{t}'/>".encode() if " " in t else f"<a>{t}</a>".encode()),
    "an alternative text": ("word/document9.xml", lambda t: f"<x><docPr descr='{t}'/></x>".encode()),
    "a content control": ("word/document8.xml", lambda t: f"<w:x {W}><w:tag w:val='{t}'/></w:x>".encode()),
    "a comment": ("ppt/comments/c.xml", lambda t: f"<p:cm xmlns:p='p'><p:text>{t}</p:text></p:cm>".encode()),
    "an XML comment": ("word/x.xml", lambda t: f"<x><!-- {t} --></x>".encode()),
    "a drawing": ("word/media/a.svg", lambda t: f"<svg {S}><text>{t}</text></svg>".encode()),
    "a picture's remark": (
        "ppt/media/a.jpg", lambda t: b"\xff\xd8\xff\xfe\0\x99" + t.encode().ljust(9) + b"\xff\xd9\0\x88"
    ),
    "UTF-16": ("word/settings.bin", lambda t: b"\1\2" + t.encode("utf-16-le") + b"\0\0\xff"),
    "JSON": ("word/data.json", lambda t: json.dumps({"a": [t]}).encode()),
}  # fmt: skip


@cache
def finished(file_format: str) -> bytes:
    path = ROOT / "samples" / "screening.services.en.yaml"
    return docgen.render(docgen.load(path), file_format, audience="client", workspace=WORKSPACE).data


@pytest.mark.parametrize("where", PARTS)
@settings(max_examples=12)
@given(value=st.integers(100_000, 9_999_999).filter(lambda n: n % 10), form=st.sampled_from(FORMS))
def test_a_planted_value_is_found_wherever_it_is(where: str, value: int, form: Callable[[D], str]) -> None:
    name, content = PARTS[where]
    file_format = "pptx" if name.startswith("ppt/") else "docx"
    text, engine = form(D(value)), engine_for(file_format)
    is_ascii = text.isascii() or where not in {"a picture's remark", "UTF-16"}
    if is_ascii:
        data = with_part(_without(finished(file_format), name), name, content(text))
        assert find_leaks(engine.searchable(data), [Redacted("f", "Floor", "", D(value))], {}), text
    data = with_part(_without(finished(file_format), name), name, content(WORDS))
    assert find_leaks(engine.searchable(data), [Redacted("s", "Script", "", WORDS)], {})


def _without(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
    return out.getvalue()


def _in_pdf(place: str, text: str) -> bytes:
    with pikepdf.open(io.BytesIO(finished("pdf"))) as pdf:
        page = pdf.pages[0]
        match place:
            case "information":
                pdf.docinfo["/Whatever"] = pikepdf.String(text)
            case "annotation":
                note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
                note.Contents = pikepdf.String(text)
                page.Annots = pikepdf.Array([pdf.make_indirect(note)])
            case "outline":
                with pdf.open_outline() as outline:
                    outline.root.append(pikepdf.OutlineItem(text, 0))
            case "form":
                field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("a"), V=pikepdf.String(text))
                pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)])
            case "metadata":
                xmp = f"<x xmlns='x'><y>{text}</y></x>".encode()
                page.Metadata = pikepdf.Stream(pdf, xmp, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
            case "spoken":
                spoken = (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()
                span = b"/Span <</ActualText <" + spoken + b">>> BDC EMC"
                page.contents_add(pikepdf.Stream(pdf, span))
            case "workbook":
                pdf.attachments["b.xlsx"] = pikepdf.AttachedFileSpec(pdf, book("x", text), filename="b.xlsx")
            case _:
                inner = finished("pdf") if place == "nothing" else _in_pdf("annotation", text)
                pdf.attachments["i.pdf"] = pikepdf.AttachedFileSpec(pdf, inner, filename="i.pdf")
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "place", ["information", "annotation", "outline", "form", "metadata", "spoken", "workbook", "PDF in it"]
)
def test_a_planted_value_is_found_wherever_it_is_in_a_pdf(place: str) -> None:
    search = engine_for("pdf").searchable
    for text in ("234,567.89", "２３４５６７.８９元", WORDS):
        fields = [Redacted("f", "Floor", "", D("234567.89")), Redacted("s", "Script", "", WORDS)]
        assert len(find_leaks(search(_in_pdf(place, text)), fields, {})) >= 1, text


ORDINARY = st.sampled_from((
    "Windows Server", "room", "built in", "series", "since", "ISO", "over", "more than", "model", "route", "DIN EN",
    "edition", "机型", "版本", "自", "编号", "超过",
))  # fmt: skip
EVERYDAY = st.sampled_from((
    "Mark", "Title", "None", "Sales", "high", "Total", "Client", "Page", "Overview", "Summary", "Normal", "一般", "无",
    "客户", "销售部", "价格", "总计",
))  # fmt: skip


@given(
    before=ORDINARY,
    number=st.integers(1000, 99_999),
    after=st.sampled_from(["people", "machines", "onwards", "型", "号设备", "and later"]),
)
def test_figures_among_ordinary_words_of_a_template_raise_no_alarm(before: str, number: int, after: str) -> None:
    text = f"{before} {number} {after}"
    field = Redacted("pricing.lines[0].cost", "Unit cost", "单位成本", D(number))
    own = [("text template!word/document.xml, paragraph 1", text + " for {{ doc.title }}")]
    assert not find_leaks([("text word/document.xml, paragraph 1", text + " for us")], [field], {}, lambda: own)


@given(text=EVERYDAY)
def test_an_everyday_word_that_the_template_says_raises_no_alarm(text: str) -> None:
    own = [("text template!word/document.xml, paragraph 1", f"The {text} of {{{{ doc.title }}}}")]
    found = [("text word/document.xml, paragraph 1", f"The {text} of it"), ("marks styles.xml, attributes", text)]
    assert not find_leaks(found, [Redacted("our_owner", "Owner", "", text)], {}, lambda: own)


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
@pytest.mark.parametrize("name", ["minutes.services.en", "minutes.manufacturing.zh+en", "screening.services.en"])
def test_no_word_and_no_figure_of_a_shipped_document_would_be_taken_for_a_secret(
    file_format: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything in a client file is explained by what the client is shown and by the template's fixed words."""

    def probe(members: Any, withheld: Any, shown: Any, own_words: Any) -> tuple[docgen.Finding, ...]:
        pairs = list(members)
        texts = [text for kind, text in pairs if kind.startswith("text ")]
        figures = {
            value for text in texts for found in figures_in(normalize(text)) for _, value in found.readings if value
        }
        words = {word for text in texts for word in re.findall(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2,4}", text)}
        fields = [Redacted(f"f{value}", "Unit cost", "单位成本", value) for value in figures]
        fields += [Redacted(f"w{word}", "Owner", "负责人", word) for word in words]
        assert len(fields) > 100
        assert find_leaks(pairs, fields, shown, own_words) == ()
        return ()

    monkeypatch.setattr("docgen.pipeline.find_leaks", probe)
    document = docgen.load(ROOT / "samples" / f"{name}.yaml")
    assert docgen.render(document, file_format, audience="client", workspace=WORKSPACE).data


@pytest.mark.parametrize("sample", ["proposal.services.en", "minutes.manufacturing.zh", "lead_register.services.en"])
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_shipped_template_holds_nothing_to_report(sample: str, file_format: str) -> None:
    document = docgen.load(ROOT / "samples" / f"{sample}.yaml")
    warnings = docgen.render(document, file_format, audience="client", workspace=WORKSPACE).warnings
    assert not [warning for warning in warnings if warning.code.startswith("template.")]


VALUES = st.one_of(
    st.decimals(min_value=1, max_value=10**7, places=2, allow_nan=False),
    st.sampled_from([D(5800), D("0.08"), D(14)]),
    st.dates(),
    st.sampled_from(
        ["Never offer more than four weeks.", "Lin Wei", "**Nordlicht** AG", "绝不提供超过四周的试用", "one"]
    ),
)


@given(values=st.lists(VALUES, min_size=1, max_size=6), texts=st.lists(st.tuples(VALUES, st.booleans()), max_size=6))
def test_many_values_at_once_give_what_each_alone_gives(values: list[Any], texts: list[tuple[Any, bool]]) -> None:
    """One search for all values, with its caches, has the same results as separate searches."""
    fields = [Redacted(f"field{place}", "Floor price", "底价", value) for place, value in enumerate(values)]
    members = [
        (f"{'text' if read else 'data'} part {place}", f"the floor is {value}, and {values[0]}")
        for place, (value, read) in enumerate(texts)
    ]
    own = [("text template!word/document.xml, paragraph 1", f"{texts[-1][0]} {{{{ doc.title }}}}")] if texts else []
    shown = {"title": "Twelve desks", "total": values[-1]}
    alone = [finding for field in fields for finding in find_leaks(members, [field], shown, lambda: own)]
    separately = {(finding.place, finding.message, finding.hint) for finding in alone}
    together = find_leaks(members, fields, shown, lambda: own)
    assert {(finding.place, finding.message, finding.hint) for finding in together} == separately


@pytest.mark.parametrize("text", ["KWD5,800.000", "floor ZAR5800 now", "5,800.00KWD", "XAF 5800", "usd5800"])
def test_a_figure_next_to_the_code_of_any_currency_is_a_sum_of_money(text: str) -> None:
    (figure,) = figures_in(text)
    assert (figure.readings, figure.is_money) == ((("", Decimal(5800)),), True)


@pytest.mark.parametrize("text", ["all 5800 seats", "top 5800"])
def test_a_word_that_is_also_a_currency_s_code_is_no_currency(text: str) -> None:
    assert not figures_in(text)[0].is_money
