"""A kind of document that docgen does not have: its schema, its record, its templates, a sample, and nothing else."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import docx
import pptx
import pytest
from click.testing import CliRunner
from conftest import KINDS, WORKSPACE, registered
from language import text_of
from pydantic import Field
from test_starter import fill

import docgen
from docgen.adopt.vocabulary import vocabulary_for
from docgen.audience import MarkedModel, client, internal, library_id
from docgen.cli import cli
from docgen.lint import lint_library
from docgen.schemas.base import EntryId, Envelope, Party, Text

FORMATS, READERS = ("docx", "pptx", "pdf"), ("client", "internal")


class Handed(MarkedModel):
    """One thing that changes hands."""

    thing: Annotated[Text, client("Thing", "物品", "What it is.", "样机")]
    count: Annotated[int, client("Count", "件数", "How many.", 2)]


class LoanNote(Envelope):
    """What is lent to a client, and until when."""

    kind: Annotated[Literal["loan_note"], client("Kind", "类型", "The kind of document.", "loan_note")]
    client: Annotated[Party, client("Client", "甲方", "Who gets it.", None)]
    lent_on: Annotated[date, client("Lent on", "借出日期", "When.", "2026-11-20")]
    handed: Annotated[tuple[Handed, ...], client("Handed over", "借用清单", "Thing by thing.", []), Field(min_length=1)]
    risk: Annotated[Text, internal("Risk", "风险", "What could go wrong.", "对方仓库常年潮湿")]
    doubts: Annotated[tuple[EntryId, ...], library_id("Doubts", "疑虑", "Ids of objections.", ["price-too-high"])] = ()


class BareNote(Envelope):
    """The same with fewer fields."""

    kind: Annotated[Literal["loan_note"], client("Kind", "类型", "The kind of document.", "loan_note")]
    client: Annotated[Party, client("Client", "甲方", "Who gets it.", None)]


KIND = docgen.Kind(
    name="loan_note",
    schema=LoanNote,
    title_en="Loan note",
    title_zh="借用单",
    order=70,
    audience="client",
    entries={"doubts": "objections"},
    starter=docgen.StarterHints(
        examples={"client.short_name": "Harbour"},
        wanted=frozenset({"doubts"}),
        items={"handed": ("thing", ("A", "B"))},
    ),
    trade_words={"doc.lent_on": ("out of stock since",)},
)
SAMPLE = """
kind: loan_note
doc_id: LN-1
title: Two cameras for a trial
version: "0.1"
status: draft
date: 2026-11-20
prepared_by: Ellie Watson
audience: client
language: en
industry: services
seller: {full_name: Northgate Service Systems Ltd, short_name: Northgate}
client: {full_name: Harbour & Vale Hotels Group Ltd, short_name: Harbour & Vale}
lent_on: 2026-11-20
handed:
  - {thing: Camera, count: 2}
  - {thing: Tripod, count: 1}
risk: Their storeroom floods each spring
doubts: [price-too-high]
"""
HEAD = "{{ label('loan_note') }} {{ doc.doc_id }}: {{ doc.title }}"
FACTS = "{{ doc.client.full_name }}, {{ doc.lent_on | date }}"
ROWS = "{% for item in doc.handed %}{{ item.count }} × {{ item.thing }}; {% endfor %}"
DOUBTS = "{% for objection in objections %}{{ objection.verbatim }} {% endfor %}"
RISK = "{% if audience == 'internal' %}{{ doc.risk }}{% endif %}"
FOOT = "{{ stamp.lead }} · {{ stamp.short_id }}"
LINES = (FACTS, ROWS, DOUBTS, RISK, FOOT)
PAGE = f"""{{% extends "base/_page.html" %}}
{{% block body %}}<h1>{HEAD}</h1>{"".join(f"<p>{line}</p>" for line in LINES)}{{% endblock %}}
"""


@pytest.fixture
def kind() -> Iterator[docgen.Kind]:
    with registered(KIND) as known:
        yield known


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A company's library with the kind's templates and its sample."""
    folder = tmp_path / "acme"
    for name in ("docx", "pptx", "html"):
        (folder / name / "base").mkdir(parents=True)
    (folder / "samples").mkdir()
    (folder / "samples" / "loan.yaml").write_text(SAMPLE, encoding="utf-8")
    (folder / "html" / "base" / "loan_note.html").write_text(PAGE, encoding="utf-8")
    word = docx.Document()
    word.add_heading(HEAD, 1)
    for line in LINES:
        word.add_paragraph(line)
    word.save(str(folder / "docx" / "base" / "loan_note.docx"))
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text_frame.text = HEAD, "\n".join(LINES)
    deck.save(str(folder / "pptx" / "base" / "loan_note.pptx"))
    return folder


@pytest.fixture
def sample(library: Path) -> Path:
    return library / "samples" / "loan.yaml"


def run(*arguments: object) -> str:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def workspace(library: Path) -> docgen.Workspace:
    return docgen.Workspace(library=library, today=WORKSPACE.today)


@pytest.mark.usefixtures("kind")
def test_a_new_file_follows_the_records_hints(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    text = run("new", "loan_note", "--language", "en")
    assert text == docgen.new("loan_note", language="en")
    path.write_text(fill(text), encoding="utf-8")
    document: Any = docgen.load(path)
    assert (document.audience, document.client.short_name) == ("client", "Harbour")
    assert document.doubts == ("price-too-high",)
    assert [one.thing for one in document.handed] == ["A", "B"]


@pytest.mark.usefixtures("kind")
def test_an_input_file_is_checked_by_the_kinds_schema(sample: Path, library: Path) -> None:
    assert docgen.check(sample, workspace=workspace(library)) == ()
    assert "0 errors" in run("check", sample, "--library", library)
    sample.write_text(SAMPLE.replace("count: 2", "count: two").replace("loan_note", "loan_not"), encoding="utf-8")
    found = docgen.check(sample, workspace=workspace(library))
    assert [finding.place for finding in found] == ["kind", "handed[0].count"]
    assert "did you mean `loan_note`" in found[0].hint


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_document_is_rendered_for_each_reader(sample: Path, library: Path, file_format: str, reader: str) -> None:
    made = docgen.render(docgen.load(sample), file_format, audience=reader, workspace=workspace(library))
    shown = text_of(made.data, file_format)
    assert "LoannoteLN-1:Twocamerasforatrial" in shown
    assert "2×Camera;1×Tripod" in shown
    assert ("storeroom" in shown) == (reader == "internal")
    assert made.stamp.kind == "loan_note"
    assert any("price-too-high" in used for used in made.stamp.entries) == (reader == "internal")
    assert made.filename.startswith("Harbour & Vale_Two cameras for a trial_V0.1")


@pytest.mark.usefixtures("kind")
def test_the_command_line_renders_all_formats(sample: Path, library: Path, tmp_path: Path) -> None:
    for reader in READERS:
        run(
            "render", sample, "--library", library, "--audience", reader, "--no-page-numbers", "--out", tmp_path / "out"
        )
    written = [path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert sorted(written) == [".docx", ".docx", ".pdf", ".pdf", ".pptx", ".pptx"]


@pytest.mark.usefixtures("kind")
@pytest.mark.slow
def test_processes_that_docgen_starts_know_the_kind(sample: Path, library: Path) -> None:
    jobs = [docgen.Job(docgen.load(sample), "docx", reader) for reader in READERS]
    made = dict(docgen.render_many(jobs, workspace=workspace(library), processes=2))
    assert [type(made[number]).__name__ for number in range(2)] == ["Rendered", "Rendered"]


@pytest.mark.usefixtures("kind")
def test_schema_and_fields_are_reported(library: Path, tmp_path: Path) -> None:
    assert json.loads(run("schema", "loan_note")) == docgen.schema("loan_note")
    assert docgen.schema("loan_note")["properties"]["risk"]["reader"] == "internal"
    output = run("template", "fields", "loan_note", "--language", "en")
    assert output == docgen.template_fields("loan_note")
    assert "{% for handed_item in doc.handed %}" in output
    assert "objection.client_answer" in output  # the record names objections, and no cases
    assert "case.title" not in output
    sheet = docgen.render_field_sheet("loan_note", "docx", workspace=workspace(library))
    assert "Loannote" in text_of(sheet.data, "docx")


@pytest.mark.usefixtures("kind")
def test_the_library_lists_and_lints_the_kinds_templates(library: Path) -> None:
    report = docgen.lint_library(library)
    ours = [finding for finding in report.findings if "loan_note" in f"{finding.file}{finding.message}"]
    assert [finding for finding in ours if finding.severity == "error"] == []
    assert "template.unused" not in {finding.code for finding in ours}
    run("library", "lint", library)
    page = library / "html" / "base" / "loan_note.html"
    page.write_text(PAGE.replace("doc.lent_on", "doc.lend_on"), encoding="utf-8")
    (wrong,) = [finding for finding in docgen.lint_library(library).findings if finding.severity == "error"]
    assert (wrong.code, "lent_on" in wrong.hint) == ("field.unknown", True)
    rows = docgen.library_contents(workspace(library))["templates"]
    assert sorted(row["format"] for row in rows if row["kind"] == "loan_note") == ["docx", "pdf", "pptx"]
    assert docgen.which_template("loan_note", "docx", workspace=workspace(library))[-1][1]


def test_results_that_are_kept_go_by_the_kinds_schema(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(library / "kept"))
    for schema, codes in ((LoanNote, set[str]()), (BareNote, {"field.unknown"}), (LoanNote, set[str]())):
        with registered(replace(KIND, schema=schema)):
            found = lint_library(library, keep=True).findings
        assert {finding.code for finding in found if finding.severity == "error"} == codes


@pytest.mark.usefixtures("kind")
@pytest.mark.slow
def test_a_gallery_shows_the_kind_after_docgens_own(library: Path, tmp_path: Path) -> None:
    shown = docgen.preview_library(library, cache=tmp_path / "kept").cards
    assert [card.kind for card in shown][-1] == "loan_note"
    assert {(card.file_format, card.audience) for card in shown if card.kind == "loan_note"} == {
        (file_format, reader) for file_format in FORMATS for reader in READERS
    }
    page = tmp_path / "gallery.html"
    run("library", "preview", library, "--kind", "loan_note", "--format", "pdf", "--processes", 1, "--out", page)
    assert "Loan note" in page.read_text(encoding="utf-8")


def test_a_kind_may_have_fewer_formats_and_readers(sample: Path, library: Path, tmp_path: Path) -> None:
    with registered(replace(KIND, formats=("pdf",), readers=("internal",))):
        shown = docgen.preview_library(library, cache=tmp_path / "kept").cards
        assert [(card.file_format, card.audience) for card in shown if card.kind == "loan_note"] == [
            ("pdf", "internal")
        ]
        run("render", sample, "--library", library, "--out", tmp_path / "out")
        assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf"]
        with pytest.raises(docgen.UsageError, match="not made as docx"):
            docgen.render(docgen.load(sample), "docx", workspace=workspace(library))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "proposal"}, "is taken"),
        ({"name": "case"}, "is taken"),
        ({"name": "loan/note"}, "can't be a kind's name"),
        ({"name": "loan"}, "must be Literal"),
        ({"entries": {"doubts": "doubts"}}, "no folder of entries doubts"),
        ({"rows": "handed"}, "tables are read as lead_register"),
    ],
)
def test_a_record_that_can_not_work_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        docgen.register_kind(replace(KIND, **change))
    assert tuple(docgen.kinds()) == KINDS


def test_docgens_own_kinds_stay() -> None:
    with pytest.raises(KeyError):
        docgen.unregister_kind("proposal")


@pytest.mark.usefixtures("kind")
def test_adopt_knows_the_kinds_fields_by_its_trade_words() -> None:
    phrases = {entry.path: entry.phrases for entry in vocabulary_for("loan_note").entries}
    assert any("stock" in phrase for phrase in phrases["doc.lent_on"])


def test_a_kind_is_known_only_while_it_is_registered(sample: Path) -> None:
    assert tuple(docgen.kinds()) == KINDS
    with registered(KIND):
        assert tuple(docgen.kinds()) == (*KINDS, "loan_note")
    assert tuple(docgen.kinds()) == KINDS
    with pytest.raises(docgen.UsageError):
        docgen.new("loan_note")
    assert [finding.code for finding in docgen.check(sample)] == ["input.kind"]
