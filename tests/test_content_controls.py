"""Content controls of Word templates: unwrapped where their tag is docgen's, recorded, missed when lost."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from conftest import ROOT
from lint.makers import shape, word

import docgen
from docgen.audience import View
from docgen.engines import docx
from docgen.engines.office.record import Record, lost_content, read_record, record_of, with_record
from docgen.errors import TemplateError
from docgen.libreoffice import find_libreoffice
from docgen.ooxml.names import W14
from docgen.ooxml.package import Relationship, office_document, read_rels
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import read_parts, write_parts
from docgen.templating import TAG, Bindings, Template

REPEATING = '<w15:repeatingSection xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
ITEM = '<w15:repeatingSectionItem xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
LINES = [{"name": "Pump", "net": 1200}, {"name": "Seal", "net": 30}]


def control(tag: str, content: str, properties: str = "") -> str:
    """A content control as Word writes it; `properties` are further ones."""
    tagged = f"<w:tag w:val={quoteattr(tag)}/>" if tag else ""
    own = f'<w:sdtPr><w:alias w:val="words"/>{tagged}<w:id w:val="7"/>{properties}</w:sdtPr>'
    return f"<w:sdt>{own}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def run(text: str, properties: str = "") -> str:
    shape = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shape}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(cells) + "</w:tr>"


def cell(content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def table(*rows: str) -> str:
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>{"".join(rows)}</w:tbl>'


def body_of(data: bytes) -> str:
    """The body of a Word file, without the properties of its section."""
    text = read_parts("", data)["word/document.xml"].decode()
    return re.sub(r"<w:sectPr.*", "", text[text.index("<w:body>") + 8 :], flags=re.DOTALL)


def words_of(data: bytes) -> list[str]:
    """The text of each paragraph."""
    found = re.findall(r"<w:p[ >].*?</w:p>|<w:p/>", body_of(data), re.DOTALL)
    return ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", item)) for item in found]


def bindings(**fields: Any) -> Bindings:
    values = {
        "title": "Dosing",
        "subject": "Pumps",
        "note": None,
        "lines": LINES,
        "net": 1230,
        "agreed": True,
        **fields,
    }
    return Bindings(names={"doc": View("proposal", values)}, labels=lambda key: (key, key), language="en")


def rendered(*content: str, **fields: Any) -> bytes:
    data = word(*content)
    return docx.render(Template("base/proposal.docx", data, str(hash(data))), bindings(**fields))


def test_an_inline_control_prints_its_value_in_the_format_of_its_content() -> None:
    data = rendered(p(run("For "), control("doc.title", run("【title】", "<w:b/>") + run(" more")), run(".")))
    assert words_of(data) == ["For Dosing."]
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Dosing</w:t>' in body_of(data)
    assert "w:sdt" not in body_of(data)


def test_a_placeholder_gives_its_grey_style_to_no_value() -> None:
    grey = run("Click here", '<w:rStyle w:val="PlaceholderText"/><w:i/>')
    data = rendered(p(control("doc.title", grey, "<w:showingPlcHdr/><w:text/>")))
    assert "PlaceholderText" not in body_of(data)
    assert "<w:i/>" in body_of(data)
    own = control("doc.title", grey, "<w:rPr><w:b/></w:rPr><w:showingPlcHdr/>")
    assert "<w:rPr><w:b/></w:rPr>" in body_of(rendered(p(own)))


def test_the_lock_and_the_binding_of_a_control_go_with_it() -> None:
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{A}"/><w:lock w:val="sdtContentLocked"/>'
    assert "w:lock" not in body_of(rendered(p(control("doc.title", run("x"), bound))))


def test_a_block_control_becomes_one_paragraph_in_the_format_of_its_first() -> None:
    first = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>【subject】</w:t></w:r></w:p>'
    data = rendered(control("doc.subject", first + p(run("more words"))), p(run("after")))
    assert words_of(data) == ["Pumps", "after"]
    assert '<w:jc w:val="center"/>' in body_of(data)


def test_a_filter_and_a_statement_work_as_in_tags() -> None:
    assert words_of(rendered(p(control("doc.net | number", run("x"))))) == ["1,230"]
    assert words_of(rendered(p(control("if doc.note", run("noted")), run(".")))) == ["."]
    assert words_of(rendered(p(control("if doc.note", run("noted")), run(".")), note="yes")) == ["noted."]


def test_a_control_around_blocks_repeats_or_drops_them() -> None:
    items = control("for line in doc.lines", p(run("Item")) + p(control("line.name", run("【name】"))))
    assert words_of(rendered(items)) == ["Item", "Pump", "Item", "Seal"]
    dropped = control("if doc.note", p(run("gone")) + table(row(cell(p(run("gone"))))))
    assert words_of(rendered(dropped, p(run("stays")))) == ["stays"]


def test_a_control_around_rows_repeats_them_and_one_around_a_cell_holds_a_value() -> None:
    line = row(cell(p(run("-"))), control("line.name", cell(p(run("【name】")))))
    data = rendered(table(row(cell(p(run("Head")))), control("for line in doc.lines", line)), p(run("after")))
    assert words_of(data) == ["Head", "-", "Pump", "-", "Seal", "after"]
    assert body_of(data).count("<w:tr>") == 3


def test_a_control_around_cells_repeats_the_column() -> None:
    cells = control("for line in doc.lines", cell(p(control("line.name", run("x")))))
    assert words_of(rendered(table(row(cells)), p(run("after")))) == ["Pump", "Seal", "after"]


def test_a_loop_in_a_control_may_have_endings_and_a_value_may_be_asked() -> None:
    first = control("for line in doc.lines first 1", p(control("line.name", run("x"))))
    assert words_of(rendered(first, p(run("{{ doc.title }}")))) == ["Pump", "Dosing"]
    assert words_of(rendered(p(control("doc.note?", run("x"))), p(run("{{ doc.title }}")))) == ["Dosing"]


def test_titles_work_in_controls() -> None:
    data = word(
        p(control("乙方.简称", run("x")), control("Seller.Short name", run("x")), control("客户签字", run("here")))
    )
    template = Template("base/proposal.docx", data, str(hash(data)), kind="proposal")
    assert words_of(docx.render(template, bindings(seller=View("party", {"short_name": "ACME"})))) == ["ACMEACMEhere"]


def test_controls_nest_in_any_depth() -> None:
    inner = control("if line.net", p(control("line.name", run("x")), run(": "), control("line.net", run("y"))))
    data = rendered(control("if doc.lines", control("for line in doc.lines", inner)))
    assert words_of(data) == ["Pump: 1200", "Seal: 30"]


def test_a_repeating_section_repeats_its_first_item() -> None:
    items = "".join(control("", row(cell(p(control("line.name", run(f"x{n}"))))), ITEM) for n in range(3))
    data = rendered(table(control("for line in doc.lines", items, REPEATING)), p(run("after")))
    assert words_of(data) == ["Pump", "Seal", "after"]
    assert "w:sdt" not in body_of(data)


def test_a_repeating_section_without_a_statement_stays() -> None:
    section = control("", control("", p(run("a")), ITEM), REPEATING)
    assert body_of(rendered(section, p(run("{{ doc.title }}")))).count("<w:sdt>") == 2


def test_a_check_box_prints_its_sign() -> None:
    box = f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="0"/></w14:checkbox>'
    both = p(control("doc.agreed", run("☐"), box), control("doc.note", run("☐"), box))
    assert words_of(rendered(both)) == ["☒☐"]


@pytest.mark.parametrize(
    "tag", ["", "Signature", "goog_rdk_0", "123", "for approval by the board", "Client's name", "x.y", "签字"]
)
def test_a_control_with_any_other_tag_stays_as_it_is(tag: str) -> None:
    data = rendered(p(run("{{ doc.title }} "), control(tag, run("sign here"), "<w:text/>")))
    assert words_of(data) == ["Dosing sign here"]
    assert "<w:sdtContent><w:r>" in body_of(data)


def test_a_picture_control_is_no_value() -> None:
    assert "<w:sdt>" in body_of(rendered(p(run("{{ doc.title }}"), control("doc.title", run(""), "<w:picture/>"))))


def test_a_wrong_tag_in_a_control_is_reported_with_its_place() -> None:
    with pytest.raises(TemplateError) as error:
        rendered(p(run("a")), table(row(cell(p(control("doc.titel", run("x")))))))
    assert "document, table 1, row 1, cell 1" in str(error.value)
    assert "title" in str(error.value)
    with pytest.raises(TemplateError) as error:
        rendered(p(run("a")), control("if doc.(", p(run("x"))))
    assert "document, paragraph 2" in str(error.value)


def test_controls_render_in_headers(tmp_path: Path) -> None:
    data = word(p(run("a")), parts={"header1": p(control("doc.title", run("x")))})
    made = docx.render(Template("base/proposal.docx", data, "h"), bindings())
    assert "Dosing" in read_parts("", made)["word/header1.xml"].decode()


def test_compare_shows_the_tags_of_controls(tmp_path: Path) -> None:
    body = p(control("doc.title", run("【title】")), control("if doc.note", run("x")))
    rows = control("for line in doc.lines", row(cell(p(control("line.name", run("x"))))))
    (tmp_path / "t.docx").write_bytes(word(body, control("if doc.roi", p(run("ROI"))), table(rows)))
    text = docgen.template_text(tmp_path / "t.docx")
    for tag in ("{{ doc.title }}{% if doc.note %}x{% endif %}", "{% if doc.roi %}", "{% for line in doc.lines %}"):
        assert tag in text
    assert "{{ line.name }}" in text
    assert "【title】" not in text


def test_adopt_still_asks_about_controls_in_a_form(tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    form.write_bytes(
        word(p(run("Client: "), control("Client name", run("【client】"))), p(control("doc.title", run("x"))))
    )
    adopted = docgen.adopt_template(form, "proposal", language="en")
    assert [decision.did for decision in adopted.decisions]


# the record


def recorded(data: bytes) -> bytes:
    return write_parts(with_record(read_parts("", data)))


def render(data: bytes) -> bytes:
    return docx.render(Template("company/docx/base/proposal.docx", data, str(hash(data))), bindings())


CONTROLLED = word(
    p(control("doc.title", run("【title】")), control("doc.subject", run("【subject】"))),
    control("for line in doc.lines", p(control("line.name", run("x")))),
)


def test_a_record_comes_back_whatever_its_names_hold() -> None:
    names = {"doc.title": 2, "a; {b} %3B “乙方” ": 1, "x" * 150: 3}
    record = Record(Counter(names), Counter({"chart(a, {'x': 1})": 1}), 4)
    texts = record.texts()
    assert all(len(text) <= 255 for text in texts)
    assert Record.of_text(";".join(texts)).controls == Counter({name.strip(): n for name, n in names.items()})
    assert "{{" not in "".join(texts)


def test_accepting_a_file_writes_its_record_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "proposal.docx"
    path.write_bytes(CONTROLLED)
    found = docgen.accept_template(path)
    assert found == {
        "controls": {"doc.title": 1, "doc.subject": 1, "for line in doc.lines": 1, "line.name": 1},
        "drawings": {},
    }
    before, after = read_parts("", CONTROLLED), read_parts("", path.read_bytes())
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"docProps/custom.xml", "[Content_Types].xml", "_rels/.rels"}
    assert read_record(after) == record_of(after)
    written = path.stat().st_mtime_ns
    docgen.accept_template(path)
    assert path.stat().st_mtime_ns == written


def test_other_custom_properties_stay(tmp_path: Path) -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    client = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="5" name="Client"/>'
    own = f"<Properties {space}>{client}</Properties>"
    parts = with_record({**read_parts("", CONTROLLED), "docProps/custom.xml": own.encode()})
    text = parts["docProps/custom.xml"].decode()
    assert 'name="Client"' in text
    assert 'pid="6" name="docgen record"' in text


def without(data: bytes, *tags: str) -> bytes:
    """`data` as a program leaves it that drops the tags of controls."""
    parts = read_parts("", data)
    for tag in tags:
        parts["word/document.xml"] = parts["word/document.xml"].replace(f'<w:tag w:val="{tag}"/>'.encode(), b"")
    return write_parts(parts)


def test_a_file_that_lost_controls_is_refused_with_their_names() -> None:
    assert words_of(render(recorded(CONTROLLED))) == ["DosingPumps", "Pump", "Seal"]
    with pytest.raises(TemplateError) as error:
        render(without(recorded(CONTROLLED), "doc.subject", "line.name"))
    (finding,) = error.value.findings
    assert finding.code == "control.lost"
    assert "2" not in finding.message
    assert "`doc.subject`, `line.name`" in finding.message
    assert "--accept" in finding.hint


def test_a_file_without_a_record_renders() -> None:
    assert words_of(render(without(CONTROLLED, "doc.subject")))[0] == "Dosing【subject】"


def lint(folder: Path, data: bytes, name: str = "docx/base/proposal.docx") -> list[tuple[str, str]]:
    path = folder / "company" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    found = docgen.lint_library(folder / "company").problems
    return [(each.code, each.message) for each in found if each.code.startswith(("control.", "drawing."))]


def test_lint_names_unrecorded_lost_and_unknown_controls(tmp_path: Path) -> None:
    assert [code for code, _ in lint(tmp_path, CONTROLLED)] == ["control.unrecorded"]
    assert lint(tmp_path, recorded(CONTROLLED)) == []
    ((code, words),) = lint(tmp_path, without(recorded(CONTROLLED), "doc.title"))
    assert code == "control.lost"
    assert "`doc.title`" in words
    ((code, words),) = lint(tmp_path, word(p(run("{{ doc.title }}"), control("dco.title", run("")))))
    assert code == "control.unknown"
    assert "`dco.title`" in words


def test_a_control_that_was_added_is_a_notice(tmp_path: Path) -> None:
    parts = read_parts("", recorded(CONTROLLED))
    added = p(control("doc.doc_id", run("x"))).encode()
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + added)
    ((code, words),) = lint(tmp_path, write_parts(parts))
    assert code == "control.unrecorded"
    assert "`doc.doc_id`" in words
    assert "doc.title" not in words


def test_a_drawing_that_lost_its_tag_is_refused_and_a_deleted_one_is_not(tmp_path: Path) -> None:
    data = recorded(word(p(run("{{ doc.title }}")), shape("{{ logo() }}", "Logo")))
    parts = read_parts("", data)
    lost = {**parts, "word/document.xml": parts["word/document.xml"].replace(b' descr="{{ logo() }}"', b"")}
    with pytest.raises(TemplateError, match="logo"):
        render(write_parts(lost))
    bare = read_parts("", word(p(run("{{ doc.title }}"))))
    deleted = {**parts, "word/document.xml": bare["word/document.xml"]}
    assert words_of(render(write_parts(deleted))) == ["Dosing"]


def test_the_command_accepts_a_file_and_says_what_it_recorded(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(CONTROLLED)
    command = [sys.executable, "-m", "docgen", "library", "lint", "--accept", str(path), "--language", "zh"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "doc.title" in done.stdout
    assert "已登记：4 个内容控件" in done.stderr
    assert read_record(read_parts("", path.read_bytes())) is not None


# real programs


def saved_by_libreoffice(folder: Path, name: str, data: bytes) -> bytes:
    """`data` as LibreOffice saves it in its own format."""
    program = find_libreoffice()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "saved"
    command = [program, profile, "--headless", "--convert-to", name.rpartition(".")[2], "--outdir", str(out)]
    subprocess.run([*command, str(folder / name)], check=True, capture_output=True, timeout=120)
    return (out / name).read_bytes()


@pytest.mark.slow
def test_controls_that_libreoffice_drops_are_named(tmp_path: Path) -> None:
    saved = saved_by_libreoffice(tmp_path, "proposal.docx", recorded(CONTROLLED))
    with pytest.raises(TemplateError) as error:
        render(saved)
    (finding,) = error.value.findings
    names = ("doc.title", "doc.subject", "for line in doc.lines", "line.name")
    assert all(f"`{name}`" in finding.message for name in names)
    assert [code for code, _ in lint(tmp_path, saved)] == ["control.lost"]
    path = tmp_path / "company/docx/base/proposal.docx"
    docgen.accept_template(path)
    assert "【title】" in "".join(words_of(render(path.read_bytes())))


SHIPPED = sorted((ROOT / "templates").glob("*x/base/*.zh.*x"))


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "-".join(path.parts[-3:]))
def test_what_libreoffice_drops_from_a_shipped_template_is_named(path: Path, tmp_path: Path) -> None:
    before = record_of(read_parts("", path.read_bytes()))
    saved = saved_by_libreoffice(tmp_path, path.name, path.read_bytes())
    after = record_of(read_parts("", saved))
    lost = before.drawings - after.drawings
    findings = lost_content("t", read_parts("", saved))
    assert bool(findings) == bool(lost)
    for name in lost:
        assert findings[0].message.count(f"`{name}`") == 1
    assert tags_of(path.read_bytes()) - tags_of(saved) == Counter()


def tags_of(data: bytes) -> Counter[str]:
    """The tags in the text of a template's parts that a document or a slide shows."""
    parts = read_parts("", data)
    document = office_document(parts)
    shown = {document, *(item.target for item in read_rels(parts, document) if item.name == "slide")}
    for part in list(shown):
        shown |= {item.target for item in read_rels(parts, part) if is_shown(parts[part], item)}
    roots = [parse_xml(parts[part]) for part in shown if part in parts and part.endswith(".xml")]
    texts = ("".join(paragraph.itertext()) for root in roots for paragraph in root.iter("{*}p"))
    return Counter(" ".join(tag.split()) for text in texts for tag in TAG.findall(text))


def is_shown(part: bytes, item: Relationship) -> bool:
    return not item.external and (item.name == "notesSlide" or f'"{item.id}"'.encode() in part)
