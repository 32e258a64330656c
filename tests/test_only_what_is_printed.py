"""A client's file holds what its pages print, the stamp and the template's own words: nothing else, in any part.

Random documents of all kinds are rendered with the shipped templates and with templates that ask for everything. Each
text of a document is a mark of its own (`random_documents`), so that each string of a file is traced to its field.
The files are read by `file_strings`, without docgen. `DOCGEN_RANDOM_DOCUMENTS=300` tries as many, in all formats each.
"""

import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest
from adversarial_templates import SNIPPETS, snippet, write_templates
from conftest import FORMATS, KINDS, SAMPLES, loaded
from file_strings import FileStrings, read_file
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from random_documents import MARK, Marks, random_document, random_library

import docgen
from docgen.audience import Audience, Choice, marks_of, view_for
from docgen.library import find_case, find_legal, find_objection, find_template, open_library
from docgen.sources import find_entries, reads_for
from docgen.stamp import CONTENTS
from docgen.templating import Bindings
from docgen.templating.language import make_environment, names_for

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 24)
EXAMPLES = int(os.environ.get("DOCGEN_RANDOM_DOCUMENTS", "0"))
_SHOWN = {  # of the library's entries, whatever their fields' marks say
    "objections": {"verbatim", "client_answer"},
    "cases": {"title", "shown_name", "challenge", "solution", "figures", "quote", "quote_by"},
    "legal": {"title", "summary", "text"},
    "industry": {"name", "emphasis", "measures"},
}
_ENVIRONMENT = make_environment()
_SPACES = re.compile(r"[\s\u200b\u00ad]+")
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Marks]:
    """A library in which each text is a mark."""
    random = Random(11)
    marks, folder = Marks(random), tmp_path_factory.mktemp("library") / "company"
    random_library(folder, random, marks)
    return folder, marks


def scalars(value: Any, *, only_readable: bool, fields: set[str] | None = None) -> Iterator[Any]:
    """Every scalar in a model; with `only_readable`, those that a client may read, by the fields' marks alone."""
    if isinstance(value, BaseModel):
        for name, mark in marks_of(type(value)).items():
            if only_readable and (not mark.is_open or (fields is not None and name not in fields)):
                continue
            yield from scalars(getattr(value, name), only_readable=only_readable)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from scalars(item, only_readable=only_readable)
    elif value is not None:
        yield value


def entries_of(document: Any, folder: Path) -> Iterator[tuple[str, Any]]:
    """The entries that the document names, by what templates call them."""
    layers, industry, language = open_library(folder), document.industry, str(document.language)
    yield "industry", layers.industry(industry, language)
    for field, name, find in (
        ("objections", "objections", find_objection), ("include", "objections", find_objection),
        ("cases", "cases", find_case), ("legal", "legal", find_legal),
    ):  # fmt: skip
        for entry in getattr(document, field, ()):
            yield name, find(layers, entry, industry, language) if isinstance(entry, str) else entry


def readable(document: Any, folder: Path) -> list[Any]:
    """All that a client may read of the document and of its entries."""
    found = list(scalars(document, only_readable=True))
    for name, entry in entries_of(document, folder):
        is_whole = name == "objections" and document.kind == "playbook"
        fields = None if is_whole else _SHOWN[name]
        if name == "industry" and document.kind == "needs_analysis":
            fields = {*_SHOWN[name], "questions"}
        found += scalars(entry, only_readable=True, fields=fields)
    return found


def everything(document: Any, folder: Path) -> list[Any]:
    found = list(scalars(document, only_readable=False))
    return [
        *found,
        *(value for _, entry in entries_of(document, folder) for value in scalars(entry, only_readable=False)),
    ]


def redacted_values(document: Any, folder: Path) -> set[str]:
    """The marks of the document and its entries that the client may not read."""
    found = marks_in(texts_of(everything(document, folder))) - marks_in(texts_of(readable(document, folder)))
    assert found, "a document without anything internal proves nothing"
    return found


def marks_in(texts: Iterable[str]) -> set[str]:
    return {mark for text in texts for mark in MARK.findall(_SPACES.sub("", text))}


def texts_of(values: Iterable[Any]) -> list[str]:
    return [value for value in values if isinstance(value, str) and not isinstance(value, Choice)]


def figures_of(values: Iterable[Any]) -> set[Decimal]:
    return {form for value in values if isinstance(value, int | Decimal) and not isinstance(value, bool)
            for form in _forms(Decimal(value))}  # fmt: skip


def _forms(value: Decimal) -> set[Decimal]:
    return {abs(value), abs(round(value, 2)), abs(round(value, 0)), abs(round(value / 10_000, 2))}


def figures_in(texts: Iterable[str]) -> set[Decimal]:
    return {Decimal(found.replace(",", "")) for text in texts for found in _FIGURE.findall(text)}


def client_copy(document: Any, file_format: str, folder: Path) -> bytes:
    workspace = docgen.Workspace(library=folder, today=lambda: TODAY, drafts=True, trust_status=False)
    return docgen.render(document, file_format, audience="client", workspace=workspace).data


def check_nothing_internal(document: Any, found: FileStrings, folder: Path) -> None:
    """No text or figure that the client may not read is anywhere in the file."""
    may, all_values = readable(document, folder), everything(document, folder)
    in_file = [*found.printed, *(text for _, text in (*found.carried, *found.raw))]
    leaked = marks_in(in_file) & redacted_values(document, folder)
    assert leaked == set(), places(found, leaked)
    secret = {figure for figure in figures_of(all_values) if len(str(figure).replace(".", "")) >= 5}
    secret -= figures_of(may)
    carried = [text for place, text in found.carried if not place.endswith(("@val", "@name", "@Target", "stream"))]
    assert figures_in([*found.printed, *carried]) & secret == set()


def places(found: FileStrings, marks: set[str]) -> list[tuple[str, str]]:
    return [(place, mark) for place, text in (*found.carried, *found.raw) for mark in marks if mark in text]


def check_only_printed(document: Any, found: FileStrings) -> None:
    """What the document says is nowhere in the file but where pages print it, or show it as the seller's logo."""
    printed = marks_in(["".join(found.printed), document.seller.full_name])
    elsewhere = marks_in(text for _, text in (*found.carried, *found.raw)) - printed
    assert elsewhere == set(), places(found, elsewhere)


@settings(max_examples=EXAMPLES or 30)
@given(seed=st.integers(0, 2**32 - 1))
@pytest.mark.slow
def test_a_random_documents_file_holds_what_its_pages_print(library: tuple[Path, Marks], seed: int) -> None:
    folder, marks = library
    random = Random(seed)
    document = random_document(random.choice(KINDS), random, marks)
    for file_format in FORMATS if EXAMPLES else (random.choice(FORMATS),):
        found = read_file(client_copy(document, file_format, folder), file_format)
        check_nothing_internal(document, found, folder)
        check_only_printed(document, found)
    if EXAMPLES:
        check_adversarial(document, random.choice(list(SNIPPETS)), FORMATS, folder)


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_template_that_asks_for_everything_gets_what_a_client_may_read(
    library: tuple[Path, Marks], name: str
) -> None:
    folder, marks = library
    place = list(SNIPPETS).index(name)
    document = random_document(KINDS[place % len(KINDS)], Random(place), marks)
    check_adversarial(document, name, FORMATS, folder)


def check_adversarial(document: Any, name: str, formats: Iterable[str], folder: Path) -> None:
    """What an adversarial template gets of the document is refused, or holds nothing internal."""
    shown = what_renders(name, document, folder)
    assert marks_in(shown.values()) & redacted_values(document, folder) == set()
    pieces = [piece for piece, text in shown.items() if len(text) < 2000][:60]
    with TemporaryDirectory() as place:
        own = Path(place) / "company"
        shutil.copytree(folder, own)
        write_templates(own, tuple(pieces) or snippet(name, document.kind)[:1])
        for file_format in formats:
            try:
                data = client_copy(document, file_format, own)
            except docgen.DocgenError:
                continue  # refused, so that there is no file
            check_nothing_internal(document, read_file(data, file_format), folder)


def what_renders(name: str, document: Any, folder: Path) -> dict[str, str]:
    """Of an adversarial template the pieces that don't stop a render, as its author would find out, and their texts."""
    bindings, found = bindings_of(document, folder), dict[str, str]()
    for piece in snippet(name, document.kind):
        try:
            found[piece] = compiled(piece).render(names_for(bindings))
        except Exception:  # noqa: BLE001 - whatever stops it, its author takes it out
            continue
    return {piece: text for piece, text in found.items() if text.strip(" -[]")}


@cache
def compiled(piece: str) -> Any:
    return _ENVIRONMENT.from_string(piece)


def bindings_of(document: Any, folder: Path) -> Bindings:
    """All that a template of the document's client copy may name."""
    layers = open_library(folder)
    names = {"doc": view_for("client", document), **find_entries(layers, document, Audience.CLIENT, TODAY).names}
    labels = layers.labels_for(document.kind, str(document.language))
    return Bindings(
        {**names, "stamp": names["doc"]},
        labels,
        str(document.language),
        reads=reads_for(Audience.CLIENT, type(document)),
    )


def is_in_chart(cell: str, found: FileStrings) -> bool:
    """Whether what a chart's workbook holds is what the chart shows."""
    if re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return any(abs(Decimal(cell)) == figure for figure in figures_in(found.printed))
    return not cell.strip() or cell in found.printed or cell in {"Sheet1", "openpyxl"}


def words_of_template(document: Any, file_format: str) -> list[str]:
    """All that the shipped template of a document says, and the labels that it may print."""
    library = open_library()
    labels = [word for label in library.catalogue.values() for word in (label.en, label.zh)]
    if file_format == "pdf":
        return [*labels, *(path.read_text(encoding="utf-8") for path in library.files("html", ".html"))]
    found = find_template(library, document.kind, file_format, document.industry, str(document.language))
    read = read_file(found.data, file_format)
    return [*labels, *read.printed, *(text for _, text in read.carried)]


_WORD = re.compile(r"[A-Za-z]{3,}|[\u4e00-\u81f2\u81f4-\u9fff]+")  # 至 (U+81F3) joins the words for a chart
_OWN_WORDS = {  # docgen's own, in names of shapes, in the words for a chart, in what PDF/A and Office files must say
    *("Connector", "Label", "Shape", "Group", "Toc", "PAGEREF", "Bar", "Column", "Stacked", "column", "chart"),
    *("WeasyPrint", "Watermark", "Wordmark"),
    *(
        "categories",
        "lowest",
        "highest",
        "Sheet",
        "General",
        "openpyxl",
        "docgen",
        "ISO",
        "PDF",
        "http",
        "https",
        "www",
    ),
    *("条形图", "柱形图", "堆积柱形图", "折线图", "个类别", "最低", "最高"),
    *("aiim", "org", "pdfua", "pdfuaid", "application", "external", "Resource", "Integer", "identification", "kept"),
}
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b|sha256, see the XMP")  # of the file's contents, beside the stamp
_OWN_NAMES = re.compile(r"(rels|_rels/.*\.rels) Relationship@Target|@val$|/(Mod|Creation)Date$| stream$")


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_each_word_of_a_samples_file_is_printed_or_the_stamps_or_the_templates(
    sample: Path, file_format: str, rendered: Callable[[Path, str, str], Path]
) -> None:
    document = loaded(sample)
    found = read_file(rendered(sample, file_format, "client").read_bytes(), file_format)
    known = "".join([*found.printed, *words_of_template(document, file_format), document.seller.full_name])
    stamp = docgen.inspect(rendered(sample, file_format, "client")).stamp.as_properties()
    known = _SPACES.sub("", known + "".join([*stamp, *stamp.values(), CONTENTS]))
    assert not [place for place, text in found.carried if ".xlsx " in place and not is_in_chart(text, found)]
    unknown = [
        (place, word)
        for place, text in found.carried
        if not _OWN_NAMES.search(place)
        for word in _WORD.findall(_DIGEST.sub("", text))
        if word not in known and word not in _OWN_WORDS
    ]
    assert unknown == []


def planted(data: bytes, member: str, content: bytes) -> bytes:
    """An Office file with one more member."""
    held = BytesIO(data)
    with zipfile.ZipFile(held, "a") as package:
        package.writestr(member, content)
    return held.getvalue()


_PART = '<x xmlns="http://schemas.openxmlformats.org/{}">{}</x>'


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("docProps/more.xml", _PART.format("p", "<v>Zqbcdfgh</v>")),
        ("customXml/item1.xml", _PART.format("c", '<a title="Zqbcdfgh"/>')),
        ("word/comments.xml", _PART.format("wordprocessingml/2006/main", "<t>Zqbcdfgh</t>")),
        ("ppt/notesSlides/notesSlide9.xml", _PART.format("drawingml/2006/main", "<t>Zqbcdfgh</t>")),
        ("word/header9.xml", _PART.format("w", "<r><rPr><vanish/></rPr><t>Zqbcdfgh</t></r>")),
        ("word/document9.xml", _PART.format("w", "<!-- Zqbcdfgh -->")),
        ("word/media/image9.bin", "Zqbcdfgh"),
        ("word/fonts/font9.odttf", "Zqbcdfgh".encode("utf-16-le")),
    ],
)
def test_what_is_planted_in_an_office_file_is_found(
    file_format: str, member: str, content: str | bytes, rendered: Callable[[Path, str, str], Path]
) -> None:
    sample = next(path for path in SAMPLES if path.name.startswith("minutes.services"))
    data = rendered(sample, file_format, "client").read_bytes()
    data = planted(data, member, content if isinstance(content, bytes) else content.encode())
    with pytest.raises(AssertionError, match="Zqbcdfgh"):
        check_only_printed(loaded(sample), read_file(data, file_format))


@pytest.mark.parametrize("place", ["info", "attachment", "alternative", "destination"])
def test_what_is_planted_in_a_pdf_is_found(place: str, rendered: Callable[[Path, str, str], Path]) -> None:
    sample = next(path for path in SAMPLES if path.name.startswith("minutes.services"))
    held = BytesIO()
    with pikepdf.open(rendered(sample, "pdf", "client")) as pdf:
        if place == "info":
            pdf.docinfo["/Keywords"] = pikepdf.String("Zqbcdfgh")
        elif place == "attachment":
            pdf.attachments["a.json"] = pikepdf.AttachedFileSpec(pdf, b'{"a": "Zqbcdfgh"}', filename="a.json")
        elif place == "alternative":
            pdf.Root.StructTreeRoot.Alt = pikepdf.String("Zqbcdfgh")
        else:
            pdf.Root.Dests = pikepdf.Dictionary(Zqbcdfgh=pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit]))
        pdf.save(held)
    with pytest.raises(AssertionError, match="Zqbcdfgh"):
        check_only_printed(loaded(sample), read_file(held.getvalue(), "pdf"))


def test_the_look_through_finds_what_an_internal_copy_holds(library: tuple[Path, Marks]) -> None:
    folder, marks = library
    document = random_document("minutes", Random(3), marks)
    workspace = docgen.Workspace(library=folder, today=lambda: TODAY, drafts=True, trust_status=False)
    for file_format in FORMATS:
        data = docgen.render(document, file_format, audience="internal", workspace=workspace).data
        with pytest.raises(AssertionError):
            check_nothing_internal(document, read_file(data, file_format), folder)
