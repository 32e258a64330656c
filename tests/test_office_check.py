"""Unsafe content in a Word or PowerPoint template is refused, with its part and a remedy."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from docx import Document
from lxml import etree
from pptx import Presentation

from docgen.audience import View
from docgen.engines import docx, pptx
from docgen.engines.office.check import POWERPOINT, WORD, check_package, field_codes, wrong_with_field
from docgen.errors import Finding, TemplateError
from docgen.ooxml.zip_file import read_parts
from docgen.templating import Bindings, Template

Parts = dict[str, bytes]
FORMATS = ("docx", "pptx")
MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml"}
PAGE = {"docx": "word/document.xml", "pptx": "ppt/slides/slide1.xml"}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
TYPES = "[Content_Types].xml"


@cache
def sound(file_format: str) -> tuple[tuple[str, bytes], ...]:
    """The parts of a small valid template."""
    out = io.BytesIO()
    if file_format == "docx":
        document = Document()
        document.add_paragraph("{{ doc.title }}")
        document.save(out)
    else:
        deck = Presentation()
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "{{ doc.title }}"
        deck.save(out)
    with zipfile.ZipFile(out) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def rendered(file_format: str, data: bytes) -> bytes:
    template = Template(f"base/bad.{file_format}", data, hashlib.sha256(data).hexdigest())
    bindings = Bindings({"doc": View("proposal", {"title": "T"}, frozenset())}, lambda key: (key, key))
    return (docx if file_format == "docx" else pptx).render(template, bindings)


def refusal(file_format: str, data: bytes) -> Finding:
    """The only finding about `data`."""
    with pytest.raises(TemplateError) as caught:
        rendered(file_format, data)
    (finding,) = caught.value.findings
    assert finding.file == f"base/bad.{file_format}"
    assert finding.message
    return finding


def changed(file_format: str, change: Callable[[Parts], None]) -> bytes:
    parts = dict(sound(file_format))
    change(parts)
    return packed(parts)


def linked(file_format: str, kind: str, target: str, external: bool = False, source: str = "") -> bytes:
    """The template with one more relationship of its main part."""
    folder, _, name = (source or PAGE[file_format]).rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    mode = ' TargetMode="External"' if external else ""
    one = f'<Relationship Id="rIdBad" Type="{kind if ":" in kind else f"{OFFICE}/{kind}"}" Target="{target}"{mode}/>'
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'

    def change(parts: Parts) -> None:
        parts[rels] = parts.get(rels, empty).replace(b"</Relationships>", one.encode() + b"</Relationships>")

    return changed(file_format, change)


def written(*runs: str) -> bytes:
    """The Word template with a first paragraph of `runs`."""
    paragraph = f"<w:p>{''.join(runs)}</w:p>".encode()

    def change(parts: Parts) -> None:
        parts[MAIN["docx"]] = parts[MAIN["docx"]].replace(b"<w:body>", b"<w:body>" + paragraph)

    return changed("docx", change)


def field(*codes: str) -> list[str]:
    return [mark("begin"), *(code(text) for text in codes), mark("separate"), "<w:r><w:t>1</w:t></w:r>", mark("end")]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def words(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_sound_template_is_not_refused(file_format: str) -> None:
    assert rendered(file_format, packed(dict(sound(file_format))))


# --- the zip file


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_member_that_unpacks_to_a_thousand_times_itself_is_refused(file_format: str) -> None:
    data = changed(file_format, lambda parts: parts.update({"docProps/bomb.bin": bytes(64 * 1024 * 1024)}))
    assert refusal(file_format, data).code == "template.too_large"


@pytest.mark.parametrize("file_format", FORMATS)
def test_more_members_than_any_document_has_are_refused(file_format: str) -> None:
    data = changed(file_format, lambda parts: parts.update({f"x/{n}.bin": b"" for n in range(10_001)}))
    assert refusal(file_format, data).code == "template.too_large"


@pytest.mark.parametrize("file_format", FORMATS)
def test_members_that_share_their_bytes_are_refused(file_format: str) -> None:
    data = bytearray(changed(file_format, lambda parts: parts.update({"x/a.bin": b"one", "x/b.bin": b"two"})))
    first, second = headers(data, b"x/a.bin"), headers(data, b"x/b.bin")
    data[second[1] + 42 : second[1] + 46] = struct.pack("<L", first[0])
    finding = refusal(file_format, bytes(data))
    assert finding.code == "template.file"
    assert "share their bytes" in finding.message


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("size", [1, 100_000_000])
def test_a_header_that_lies_about_a_size_is_refused(file_format: str, size: int) -> None:
    data = bytearray(changed(file_format, lambda parts: parts.update({"x/a.bin": b"one" * 100})))
    local, central = headers(data, b"x/a.bin")
    data[local + 22 : local + 26] = data[central + 24 : central + 28] = struct.pack("<L", size)
    assert refusal(file_format, bytes(data)).code in {"template.file", "template.too_large"}


def headers(data: bytes | bytearray, name: bytes) -> tuple[int, int]:
    """Offsets of the local and the central header of a member (APPNOTE.TXT 4.3.7, 4.3.12)."""
    return data.index(name) - 30, data.rindex(name) - 46


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word\\evil.xml", "C:/evil.xml", "word//x.xml"])
def test_a_member_that_would_leave_the_package_is_refused(file_format: str, name: str) -> None:
    finding = refusal(file_format, changed(file_format, lambda parts: parts.update({name: b"<x/>"})))
    assert finding.code == "template.file"
    assert finding.hint


@pytest.mark.parametrize("file_format", FORMATS)
def test_two_members_of_one_name_are_refused_since_readers_differ_in_which_they_take(file_format: str) -> None:
    name = PAGE[file_format]
    data = changed(file_format, lambda parts: parts.update({name.upper(): parts[name]}))
    assert "two parts of one name" in refusal(file_format, data).message


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"%PDF-1.7"])
def test_bytes_that_are_no_zip_file_are_refused(file_format: str, data: bytes) -> None:
    assert refusal(file_format, data).code == "template.file"


# --- the XML of a part


def bomb(levels: int) -> str:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(levels))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a{levels};</x>'


BROKEN = {
    "entities that name entities": bomb(9),
    "an entity that is a file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "a document type elsewhere": '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]><x/>',
    "deep nesting": "<x>" * 100_000 + "</x>" * 100_000,
    "a giant attribute": f'<x a="{"y" * 10_500_000}"/>',
    "a giant text": f"<x>{'y' * 10_500_000}</x>",
    "another encoding": '<?xml version="1.0" encoding="ISO-8859-1"?><x>{{ 1 }}</x>',
    "no XML": "<x><y></x>",
}


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("what", BROKEN)
def test_xml_that_harms_a_parser_is_refused_before_it_can(file_format: str, what: str) -> None:
    text = BROKEN[what]
    data = changed(file_format, lambda parts: parts.update({"customXml/item1.xml": text.encode()}))
    finding = refusal(file_format, data)
    assert (finding.code, finding.place) == ("template.broken", "customXml/item1.xml")
    assert finding.hint


@pytest.mark.parametrize("file_format", FORMATS)
def test_xml_is_known_by_its_content_type_too(file_format: str) -> None:
    override = b'<Override PartName="/x/y.dat" ContentType="application/x+xml"/></Types>'

    def change(parts: Parts) -> None:
        parts[TYPES] = parts[TYPES].replace(b"</Types>", override)
        parts["x/y.dat"] = bomb(3).encode()

    assert refusal(file_format, changed(file_format, change)).place == "x/y.dat"


# --- macros and other active content


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_file_with_macros_is_refused(file_format: str) -> None:
    data = changed(file_format, lambda parts: parts.update({f"{PAGE[file_format].split('/')[0]}/vbaProject.bin": b"x"}))
    finding = refusal(file_format, data)
    assert finding.code == "template.macros"
    assert "vbaProject.bin" in finding.place
    assert "without macros" in finding.hint


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_type_that_allows_macros_is_refused(file_format: str) -> None:
    opened = b"vnd.openxmlformats-officedocument."
    types = {
        "docx": (opened + b"wordprocessingml.document.main", b"vnd.ms-word.document.macroEnabled.main"),
        "pptx": (opened + b"presentationml.presentation.main", b"vnd.ms-powerpoint.presentation.macroEnabled.main"),
    }
    was, becomes = types[file_format]
    data = changed(file_format, lambda parts: parts.update({TYPES: parts[TYPES].replace(was, becomes)}))
    assert refusal(file_format, data).code == "template.macros"


RUNNING = {
    f"{MICROSOFT}/vbaProject": "template.macros",
    f"{OFFICE}/control": "template.active",
    f"{OFFICE}/oleObject": "template.active",
    f"{OFFICE}/package": "template.active",
    f"{MICROSOFT}/activeXControlBinary": "template.active",
    f"{MICROSOFT}/ui/extensibility": "template.active",
}


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", RUNNING)
def test_a_relationship_to_something_that_runs_is_refused(file_format: str, kind: str) -> None:
    finding = refusal(file_format, linked(file_format, kind, "embeddings/x.xlsx"))
    assert finding.code == RUNNING[kind]
    assert finding.place.endswith("rIdBad")


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("name", ["activeX/activeX1.xml", "embeddings/oleObject1.bin", "customUI/customUI14.xml"])
def test_a_part_that_runs_is_refused_though_nothing_leads_to_it(file_format: str, name: str) -> None:
    finding = refusal(file_format, changed(file_format, lambda parts: parts.update({name: b"<x/>"})))
    assert (finding.code, finding.place) == ("template.active", name)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_program_named_by_the_properties_is_refused(file_format: str) -> None:
    text = (
        b'<Properties xmlns="urn:x"><property name="_AssemblyLocation">http://127.0.0.1/x.vsto</property></Properties>'
    )
    data = changed(file_format, lambda parts: parts.update({"docProps/custom.xml": text}))
    assert refusal(file_format, data).code == "template.active"


CLICKS = {
    "ppaction://macro?name=Evil": "template.macros",
    "ppaction://program": "template.active",
    "PPACTION://Program": "template.active",
    "ppaction://ole?verb=0": "template.active",
    "ppaction://hlinkfile": "template.active",
}


@pytest.mark.parametrize("action", CLICKS)
@pytest.mark.parametrize("element", ["hlinkClick", "hlinkHover", "hlinkMouseOver"])
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_click_that_runs_something_is_refused(file_format: str, element: str, action: str) -> None:
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    text = f'<x><a:{element} xmlns:a="{a}" action="{action}"/></x>'.encode()
    finding = refusal(file_format, changed(file_format, lambda parts: parts.update({"x/drawing1.xml": text})))
    assert (finding.code, finding.place) == (CLICKS[action], "x/drawing1.xml")


# --- external content


FETCHED = [
    ("image", "http://127.0.0.1/pixel.png"),
    ("image", "\\\\127.0.0.1\\share\\pixel.png"),
    ("video", "file:///C:/film.mp4"),
    ("frame", "http://127.0.0.1/frame.htm"),
    ("subDocument", "other.docx"),
    ("hyperlink", "javascript:alert(1)"),
    ("hyperlink", "%6Aavascript:alert(1)"),
    ("hyperlink", "ms-msdt:/id"),
]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(("kind", "target"), FETCHED)
def test_a_relationship_that_leads_out_of_the_file_is_refused(file_format: str, kind: str, target: str) -> None:
    finding = refusal(file_format, linked(file_format, kind, target, external=True))
    assert finding.code == "template.external"
    assert finding.place.endswith("rIdBad")
    assert finding.hint


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_web_address_is_outside_though_it_does_not_say_so(file_format: str) -> None:
    assert refusal(file_format, linked(file_format, "image", "http://127.0.0.1/pixel.png")).code == "template.external"


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("target", ["https://example.com/?a=1", "mailto:a@example.com", "tel:+8610", "#place"])
def test_a_hyperlink_that_a_reader_may_follow_stays(file_format: str, target: str) -> None:
    data = rendered(file_format, linked(file_format, "hyperlink", target, external=True))
    rels = zipfile.ZipFile(io.BytesIO(data)).read(rels_name(file_format))
    assert target.encode() in rels


def rels_name(file_format: str) -> str:
    folder, _, name = PAGE[file_format].rpartition("/")
    return f"{folder}/_rels/{name}.rels"


@pytest.mark.parametrize("markup", ['<w:altChunk r:id="rId1"/>', '<w:subDoc r:id="rId1"/>'])
def test_another_file_that_word_inserts_on_opening_is_refused(markup: str) -> None:
    finding = refusal("docx", written(f'<w:r xmlns:r="{OFFICE}">{markup}</w:r>'))
    assert (finding.code, finding.place) == ("template.external", "word/document.xml")


def test_an_inserted_file_is_refused_by_its_relationship_alone() -> None:
    assert refusal("docx", linked("docx", "aFChunk", "chunk.htm")).code == "template.external"


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_old_drawing_that_is_fetched_is_refused(file_format: str) -> None:
    text = b'<x xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://127.0.0.1/x.png"/></x>'
    data = changed(file_format, lambda parts: parts.update({"x/vmlDrawing1.vml": text}))
    assert (refusal(file_format, data).code, refusal(file_format, data).place) == (
        "template.external",
        "x/vmlDrawing1.vml",
    )


# --- fields


@pytest.mark.parametrize(
    "runs",
    [
        field('DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"'),
        field("DDE", "AUTO c:\\x"),
        field(" d", "d", "e", " x"),
        field('"DDE" x'),
        field("D<!--ATE -->DE x"),
        field("IMPORT x"),
        field("DATABASE \\d x"),
        field("RD x"),
        field("NOSUCHFIELD"),
        [mark("begin"), code("DDE x")],
        ['<w:fldSimple w:instr="DDE x"><w:r><w:t>1</w:t></w:r></w:fldSimple>'],
        [mark("begin"), "<w:r><w:delInstrText>DDE x</w:delInstrText></w:r>", mark("end")],
    ],
)  # fmt: skip
def test_a_field_that_fetches_or_runs_is_refused(runs: list[str]) -> None:
    finding = refusal("docx", written(*runs))
    assert (finding.code, finding.place) == ("template.field", "word/document.xml")
    assert "Ctrl+Shift+F9" in finding.hint


@pytest.mark.parametrize(
    "runs",
    [
        [mark("begin"), *field("QUOTE 68 68 69"), code(" x"), mark("end")],
        field("{{ 'DD' ~ 'E' }} x"),
        field("DD{{ 'E' }} x"),
        field("DATE {% if 0 %}", "x ", "{% endif %} DDE"),
        [mark("begin"), words("{%r if 0 %}"), code("DATE "), words("{%r endif %}"), code("AUTHOR"), mark("end")],
        ['<w:fldSimple w:instr="{{ doc.title }} x"/>'],
    ],
)  # fmt: skip
def test_a_field_that_is_put_together_only_when_it_is_opened_is_refused(runs: list[str]) -> None:
    assert refusal("docx", written(*runs)).code == "template.field"


@pytest.mark.parametrize("code_", [" NUMPAGES ", " PAGE  \\* MERGEFORMAT ", "=1+1", "IF 1 = 1 x y", "seq Table", ""])
def test_a_field_that_counts_or_refers_stays(code_: str) -> None:
    data = rendered("docx", written(*field(code_)))
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    assert code_ in list(field_codes(root))


def test_a_field_inside_a_harmless_one_is_looked_at() -> None:
    runs = [mark("begin"), code("IF 1 = 1 "), *field("DDE x"), code(" y"), mark("end")]
    assert refusal("docx", written(*runs)).code == "template.field"


def test_a_field_that_links_to_a_script_is_refused() -> None:
    assert refusal("docx", written(*field("hyperlink javascript:x"))).code == "template.external"


@pytest.mark.parametrize(
    "code_", ['HYPERLINK "https://x.example" \\t "y"', 'HYPERLINK \\l "place"', 'TOC \\o "1-2" \\h \\z']
)
def test_a_field_that_links_to_the_web_or_a_place_is_harmless(code_: str) -> None:
    assert wrong_with_field(code_) is None


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*/*/*.???x"), key=str), ids=lambda path: path.name)
def test_a_shipped_template_is_not_refused(path: Path) -> None:
    check_package(path.name, read_parts(path.name, path.read_bytes()), WORD if path.suffix == ".docx" else POWERPOINT)


def test_what_is_wrong_is_reported_all_at_once_and_at_most_a_hundred_times() -> None:
    data = changed("docx", lambda parts: parts.update({f"activeX/{n}.bin": b"" for n in range(200)}))
    with pytest.raises(TemplateError) as caught:
        rendered("docx", data)
    assert len(caught.value.findings) == 100
