"""Private data of a template's authors is removed and reported, or the template is refused."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image

from docgen.brand import Brand
from docgen.engines import docx, pdf, pptx
from docgen.engines.office.pictures.raster import without_metadata
from docgen.errors import Finding, TemplateError
from docgen.templating import Bindings, Template
from tests.lint.makers import box, deck, paragraph, table, word

ENGINES = {"docx": docx, "pptx": pptx, "pdf": pdf}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MODERN = "http://schemas.microsoft.com/office/2018/10/relationships"


def rendered(data: bytes, file_format: str, audience: str = "client") -> tuple[bytes, list[Finding]]:
    notices: list[Finding] = []
    bindings = Bindings({"x": "1"}, lambda key: (key, key), audience=audience, brand=Brand())
    suffix = "html" if file_format == "pdf" else file_format
    made = ENGINES[file_format].render(Template(f"t.{suffix}", data, str(hash(data))), bindings, notices)
    return made, notices


def refusals(data: bytes, file_format: str) -> tuple[Finding, ...]:
    with pytest.raises(TemplateError) as caught:
        rendered(data, file_format)
    return caught.value.findings


def everything(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


def with_parts(data: bytes, owner: str, links: Mapping[str, str], parts: Mapping[str, bytes]) -> bytes:
    """`data` with further parts and, from `owner`, relationships as (target: type)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    folder, _, name = owner.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else "_rels/.rels"
    relationships = "".join(
        f'<Relationship Id="rIdX{number}{len(members)}" Type="{kind}" Target="/{target}"/>'
        for number, (target, kind) in enumerate(links.items())
    )
    members[rels] = members[rels].replace(b"</Relationships>", f"{relationships}</Relationships>".encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in (members | dict(parts)).items():
            archive.writestr(member, content)
    return out.getvalue()


COMMENT = f'<w:comment w:id="3" w:author="Inside Colleague">{paragraph("Keep 60 to ourselves.")}</w:comment>'
AROUND = (
    '<w:commentRangeStart w:id="3"/>',
    '<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>',
)


@pytest.mark.parametrize("audience", ["client", "internal"])
def test_a_comment_of_word_is_taken_out_and_reported_in_its_words(audience: str) -> None:
    source = word(paragraph("a"), paragraph("Price {{ x }}", around=AROUND), parts={"comments": COMMENT})
    data, notices = rendered(source, "docx", audience)
    for left in (b"Inside", b"ourselves", b"comment"):
        assert left not in everything(data), left
    (notice,) = notices
    assert notice.severity == "warning"
    assert notice.show() == (
        "t.docx, document, paragraph 2: a comment was left here and is taken out of the file: "
        "Inside Colleague wrote “Keep 60 to ourselves.”; delete it"
    )


@pytest.mark.parametrize(
    ("part", "text", "kind", "authors"),
    [
        (
            "ppt/comments/comment1.xml",
            '<p:cmLst xmlns:p="p"><p:cm authorId="4"><p:text>Keep 60 to ourselves.</p:text></p:cm></p:cmLst>',
            f"{RELATIONS}/comments",
            (
                "commentAuthors", f"{RELATIONS}/commentAuthors",
                '<p:l xmlns:p="p"><p:cmAuthor id="4" name="Inside Colleague"/></p:l>',
            ),
        ),
        (
            "ppt/comments/modernComment_1.xml",
            '<q:cmLst xmlns:q="q" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><q:cm authorId="{4}">'
            "<q:txBody><a:p><a:r><a:t>Keep 60 to ourselves.</a:t></a:r></a:p></q:txBody></q:cm></q:cmLst>",
            f"{MODERN}/comments",
            ("authors", f"{MODERN}/authors", '<q:l xmlns:q="q"><q:author id="{4}" name="Inside Colleague"/></q:l>'),
        ),
    ],
)  # fmt: skip
def test_comments_of_a_deck_are_taken_out_with_their_authors(
    part: str, text: str, kind: str, authors: tuple[str, str, str]
) -> None:
    source = with_parts(deck(box("{{ x }}")), "ppt/slides/slide1.xml", {part: kind}, {part: text.encode()})
    name, link, listed = authors
    whose = f"ppt/{name}.xml"
    source = with_parts(source, "ppt/presentation.xml", {whose: link}, {whose: listed.encode()})
    data, notices = rendered(source, "pptx")
    for left in (b"Inside", b"ourselves", part.encode(), whose.encode()):
        assert left not in everything(data), left
    assert [(notice.values["author"], notice.values["words"]) for notice in notices] == [
        ("Inside Colleague", "Keep 60 to ourselves.")
    ]


def _changed(name: str, text: str = "text below 60", inner: str = "t") -> str:
    run = f"<w:r><w:{inner}>{text}</w:{inner}></w:r>"
    return f'<w:p><w:{name} w:id="1" w:author="Ann Colleague">{run}</w:{name}></w:p>'


CHANGES: dict[str, tuple[str, str, str]] = {
    "an insertion": (_changed("ins"), "put in", "text below 60"),
    "a deletion": (_changed("del", inner="delText"), "struck out", "text below 60"),
    "a move": (_changed("moveTo"), "moved", "text below 60"),
    "a changed format": (
        paragraph("loud", run='<w:b/><w:rPrChange w:id="1" w:author="Ann Colleague"><w:rPr/></w:rPrChange>'),
        "changed the format of", "loud",
    ),
    "a row": (
        table(["floor", "60"]).replace("<w:tr>", '<w:tr><w:trPr><w:ins w:id="1" w:author="Ann Colleague"/></w:trPr>'),
        "put in", "floor 60",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("part", ["document", "header1", "footer2", "footnotes"])
def test_a_tracked_change_keeps_a_template_from_a_client(change: str, part: str) -> None:
    body, change_text, words = CHANGES[change]
    source = word(body) if part == "document" else word(paragraph("{{ x }}"), parts={part: body})
    (finding,) = refusals(source, "docx")
    assert finding.code == "template.tracked"
    assert finding.place.startswith(f"{part}, ")
    assert f"Ann Colleague {change_text} “{words}”" in finding.message
    assert finding.hint == "accept or reject all changes"


def test_an_internal_copy_is_made_with_a_warning_for_each_tracked_change() -> None:
    data, notices = rendered(word(paragraph("{{ x }}"), CHANGES["an insertion"][0]), "docx", "internal")
    assert data
    assert [(notice.code, notice.severity) for notice in notices] == [("template.tracked", "warning")]


HIDDEN_STYLE = '<w:style w:type="character" w:styleId="Secret"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>'
BASED = '<w:style w:type="paragraph" w:styleId="Based"><w:name w:val="b"/><w:basedOn w:val="Secret"/></w:style>'


@pytest.mark.parametrize(
    "body",
    [
        paragraph("ask Lin", run="<w:vanish/>"),
        paragraph("ask Lin", run='<w:rStyle w:val="Secret"/>'),
        '<w:p><w:pPr><w:pStyle w:val="Based"/></w:pPr><w:r><w:t>ask Lin</w:t></w:r></w:p>',
        paragraph("{% if x %}ask Lin{% endif %}", run="<w:vanish/>"),
        table(["ask Lin"]).replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"),
    ],
)
def test_hidden_words_keep_a_template_from_a_client(body: str) -> None:
    (finding,) = refusals(word(paragraph("{{ x }}"), body, extra=[HIDDEN_STYLE, BASED]), "docx")
    assert (finding.code, finding.values["words"]) == ("template.hidden", "ask Lin")


@pytest.mark.parametrize(
    "body",
    [
        paragraph("{% if x %}", run="<w:vanish/>") + paragraph("y") + paragraph("{% endif %}", run="<w:vanish/>"),
        f"<w:p>{''.join(f'<w:r><w:rPr><w:vanish/></w:rPr><w:t>{half}</w:t></w:r>' for half in ('{# ', '#}'))}</w:p>",
        paragraph("seen", run='<w:vanish w:val="0"/>'),
        paragraph("seen", run='<w:rStyle w:val="Secret"/><w:vanish w:val="false"/>'),
        paragraph("seen", run="<w:webHidden/>"),
        paragraph(" ", run="<w:vanish/>"),
    ],
)
def test_hidden_runs_that_hold_statements_alone_are_no_fault(body: str) -> None:
    data, notices = rendered(
        word(body.replace("{% if x %}", "{%p if x %}").replace("{% endif %}", "{%p endif %}"), extra=[HIDDEN_STYLE]),
        "docx",
    )
    assert data
    assert not notices


def test_a_value_printed_in_a_hidden_run_keeps_a_template_from_a_client() -> None:
    halves = (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{half}</w:t></w:r>" for half in ("{{ ", "x }}"))
    (finding,) = refusals(word(f"<w:p>{''.join(halves)}</w:p>"), "docx")
    assert (finding.code, finding.values["words"]) == ("template.hidden", "{{ x }}")


def test_a_hidden_slide_and_a_hidden_shape_keep_a_deck_from_a_client() -> None:
    source = deck(box("{{ x }}"), box("Our reserve: 60"))
    hidden = _replaced(source, "ppt/slides/slide2.xml", b"<p:sld ", b'<p:sld show="0" ')
    (finding,) = refusals(hidden, "pptx")
    assert (finding.place, finding.values["words"]) == ("slide 2", "Our reserve: 60")
    shape = _replaced(source, "ppt/slides/slide2.xml", b'<p:cNvPr id="2"', b'<p:cNvPr id="2" hidden="1"')
    (finding,) = refusals(shape, "pptx")
    assert "a hidden shape" in finding.message
    tags = _replaced(deck(box("a"), box("{{ x }}")), "ppt/slides/slide2.xml", b"<p:sld ", b'<p:sld show="0" ')
    assert rendered(tags, "pptx")[0]


def _replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            content = archive.read(name)
            made.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


def test_data_that_no_page_shows_is_taken_out_and_reported_once() -> None:
    sessions = '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'
    settings = sessions + '<w:docVars><w:docVar w:name="floor" w:val="60 secret"/></w:docVars>'
    source = word(paragraph("{{ x }}"), parts={"settings": settings})
    source = with_parts(
        source, "word/document.xml", {"customXml/item1.xml": f"{RELATIONS}/customXml"},
        {"customXml/item1.xml": b"<a><owner>Grace Secret</owner></a>", "word/people.xml": b"<p>Grace Secret</p>"},
    )  # fmt: skip
    people = "http://schemas.microsoft.com/office/2011/relationships/people"
    source = with_parts(source, "word/document.xml", {"word/people.xml": people}, {})
    source = with_parts(
        source,
        "",
        {"docProps/custom.xml": f"{RELATIONS}/custom-properties"},
        {"docProps/custom.xml": b"<P><property name='o'><l>Secret Ltd</l></property></P>"},
    )
    data, notices = rendered(source, "docx")
    assert b"ecret" not in everything(data).replace(b"docProps/custom.xml<P><property name='o'><l>Secret Ltd", b"")
    assert b"rsid" not in everything(data)
    (notice,) = notices
    assert str(notice.values["sorts"]) == "custom XML, document variables, custom properties"


def test_tags_of_add_ins_go_with_what_names_them() -> None:
    source = deck(box("{{ x }}"))
    number = len(zipfile.ZipFile(io.BytesIO(source)).namelist())
    listed = f'<p:custDataLst><p:tags r:id="rIdX0{number}"/></p:custDataLst></p:cSld>'.encode()
    source = _replaced(source, "ppt/slides/slide1.xml", b"</p:cSld>", listed)
    tags = b'<p:tagLst xmlns:p="p"><p:tag name="o" val="Grace Secret"/></p:tagLst>'
    source = with_parts(
        source, "ppt/slides/slide1.xml", {"ppt/tags/tag1.xml": f"{RELATIONS}/tags"}, {"ppt/tags/tag1.xml": tags}
    )
    data, notices = rendered(source, "pptx")
    assert b"Secret" not in everything(data)
    assert b"custDataLst" not in everything(data)
    assert [str(notice.values["sorts"]) for notice in notices] == ["data of add-ins"]


def _photo() -> bytes:
    image, out = Image.new("RGB", (60, 30), "red"), io.BytesIO()
    exif = image.getexif()
    exif[0x013B], exif[0x0112] = "Grace Secret", 6
    image.save(out, "JPEG", exif=exif, comment=b"taken at Secret House")
    return out.getvalue()


def test_pictures_of_a_template_lose_what_was_written_about_them_and_nothing_else() -> None:
    photo = _photo()
    cleaned = without_metadata(photo)
    assert b"Secret" in photo
    assert b"Secret" not in cleaned
    with Image.open(io.BytesIO(photo)) as old, Image.open(io.BytesIO(cleaned)) as new:
        assert old.tobytes() == new.tobytes()
    assert without_metadata(cleaned) == cleaned
    assert without_metadata(b"\xff\xd8\xff broken") == b"\xff\xd8\xff broken"
    media = with_parts(
        word(paragraph("{{ x }}")),
        "word/document.xml",
        {"word/media/i.jpg": f"{RELATIONS}/image"},
        {"word/media/i.jpg": photo},
    )
    assert b"Secret" not in everything(rendered(media, "docx")[0])


def test_a_photo_in_a_pdf_loses_what_was_written_about_it_and_stays_upright() -> None:
    import base64

    import pikepdf

    shown = base64.b64encode(_photo()).decode()
    picture = f"<img alt=a src='data:image/jpeg;base64,{shown}'>"
    page = f"<html lang=en><head><title>t</title></head><body>{picture}</body></html>"
    data, _ = rendered(page.encode(), "pdf")
    assert b"Secret" not in data
    with pikepdf.open(io.BytesIO(data)) as made:
        (image,) = (
            item for item in made.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        )
        assert (int(image.Width), int(image.Height)) == (30, 60)


@pytest.mark.parametrize(
    "author", ["<meta name='author' content='Grace Secret'>", '<META content="Grace Secret" name=author />']
)
def test_an_author_written_into_a_page_is_taken_out_and_one_from_the_document_stays(author: str) -> None:
    import pikepdf

    def author_of(meta: str) -> tuple[Any, list[Finding]]:
        page = f"<html lang=en><head><title>t</title>{meta}</head><body><p>a</p></body></html>"
        data, notices = rendered(page.encode(), "pdf")
        with pikepdf.open(io.BytesIO(data)) as made:
            return made.docinfo.get("/Author"), notices

    found, (notice,) = author_of(author)
    assert found is None
    assert "names its author" in notice.message
    found, notices = author_of('<meta name="author" content="{{ x }}">')
    assert str(found) == "1"
    assert not notices
