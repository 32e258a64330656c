"""Fields that a company declares in fields.yaml: typed, checked, printed and linted like those of the schema."""

import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from click.testing import CliRunner
from conftest import ROOT, WORKSPACE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from language import text_of
from openpyxl import Workbook
from test_starter import fill

import docgen
from docgen.adopt.vocabulary import vocabulary_for
from docgen.annotations import fields_in, models_in, nested_models
from docgen.audience import marks_of
from docgen.cli import cli
from docgen.display import display_fields
from docgen.library.layers import Layers, find_template
from docgen.lint.api import template_errors
from docgen.lint.digests import library_digest as lint_digest
from docgen.loading import load_document
from docgen.messages import in_language
from docgen.ooxml.zip_file import read_parts, write_parts
from docgen.schemas import KINDS, model_for
from docgen.schemas.declared import NO_FIELDS, DeclaredField, DeclaredType
from docgen.schemas.extension import extension_of, nested_model, retype
from docgen.schemas.price_line import PriceLine
from docgen.schemas.price_totals import PriceGroup
from docgen.starter import starter_text

LIBRARY = ROOT / "tests" / "data" / "own_fields"
FORMATS, READERS = ("docx", "pptx", "pdf"), ("client", "internal")

FACTS = "{{ label('sales_region') }}: {{ doc.sales_region }}; {{ doc.site_visit | date }}"
ROWS = (
    "{% for line in doc.pricing.lines %}{{ line.name }}: {{ line.delivery_week }}, "
    "{{ label('yes') if line.in_stock else label('no') }}; {% endfor %}"
)
COSTS = (
    "{% for line in doc.pricing.lines %}"
    "{% if reads.landed_cost and line.landed_cost is not none %}{{ line.landed_cost | money }}{% endif %}{% endfor %}"
)
BONUS = "{% if reads.win_bonus %}{{ doc.win_bonus | money }}{% endif %}"
NOTES = "{{p doc.handover_notes }}"
ACTIONS = (
    "{% for action in doc.actions %}{{ action.no }}: {{ action.ticket }}, {{ action.urgency }}"
    "{% if reads.effort and action.effort is not none %}{{ action.effort | money }}, {{ action.reminder | date }}"
    "{% endif %}; {% endfor %}"
)
FOOT = "{{ stamp.lead }} · {{ stamp.short_id }}"
LINES = {"proposal": (FACTS, ROWS, COSTS, BONUS, NOTES, FOOT), "minutes": (ACTIONS, FOOT)}

NOTE = "Keys are with **the porter**"
PROPOSAL = (
    re.sub(
        r"(?m)^    - line_no: (.*)$",
        r"    - line_no: \1\n      delivery_week: 2027-W1\1",
        (ROOT / "samples" / "proposal.services.en.yaml").read_text(encoding="utf-8"),
    ).replace(
        "delivery_week: 2027-W11",
        "delivery_week: 2027-W11\n      landed_cost: 71303.19\n      in_stock: true",
        1,
    )
    + f"\nsales_region: South coast\nsite_visit: 2027-01-18\nhandover_notes: {NOTE}\nwin_bonus: 48250.75\n"
)
MINUTES = (
    (ROOT / "samples" / "minutes.services.en.yaml")
    .read_text(encoding="utf-8")
    .replace(
        "  - no: T1\n",
        "  - no: T1\n    urgency: 特急\n    ticket: SUP-7731\n    reminder: 2026-12-01\n    effort: 83611.42\n"
        "    aside: Their buyer leaves in March\n",
        1,
    )
)
TEXTS = {"proposal": PROPOSAL, "minutes": MINUTES}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's library, with its Word and PowerPoint templates."""
    folder = tmp_path_factory.mktemp("own") / "acme"
    shutil.copytree(LIBRARY, folder)
    for kind, lines in LINES.items():
        for name in ("docx", "pptx"):
            (folder / name / "base").mkdir(parents=True, exist_ok=True)
        word = docx.Document()
        for line in ("{{ doc.title }}", *lines):
            word.add_paragraph(line)
        word.save(str(folder / "docx" / "base" / f"{kind}.docx"))
        deck = pptx.Presentation()
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text_frame.text = "{{ doc.title }}", "\n".join(lines)
        deck.save(str(folder / "pptx" / "base" / f"{kind}.pptx"))
    return folder


@pytest.fixture
def workspace(library: Path) -> docgen.Workspace:
    return docgen.Workspace(library=library, today=WORKSPACE.today)


@pytest.fixture
def loaded(workspace: docgen.Workspace, tmp_path: Path) -> Callable[[str], Any]:
    def load(kind: str) -> Any:
        return docgen.load(write(tmp_path / f"{kind}.yaml", TEXTS[kind]), workspace=workspace)

    return load


def test_declared_values_have_the_types_that_are_declared(loaded: Callable[[str], Any]) -> None:
    proposal = loaded("proposal")
    assert (proposal.sales_region.value, proposal.sales_region.title_zh) == ("south", "南部沿海")
    assert (proposal.site_visit, proposal.win_bonus) == (date(2027, 1, 18), Decimal("48250.75"))
    first, second = proposal.pricing.lines[:2]
    assert (first.delivery_week, first.landed_cost, first.in_stock) == ("2027-W11", Decimal("71303.19"), True)
    assert (second.landed_cost, second.in_stock) == (None, None)
    action = loaded("minutes").actions[0]
    assert (action.ticket, action.reminder, action.effort) == ("SUP-7731", date(2026, 12, 1), Decimal("83611.42"))
    assert action.urgency.value == "high"


def test_a_computed_value_has_the_type_of_the_extended_items(workspace: docgen.Workspace) -> None:
    model = model_for("proposal", workspace.declared)
    pricing = nested_model(model, "pricing")
    assert pricing is not None
    (group,) = models_in(fields_in(pricing)["groups"].annotation)
    line, plain = nested_model(pricing, "lines"), nested_model(model_for("proposal"), "pricing")
    assert (nested_model(group, "lines"), issubclass(group, PriceGroup)) == (line, True)
    assert retype(tuple[PriceLine, ...], pricing) == tuple[line, ...]
    assert retype(tuple[PriceLine, ...], plain or pricing) == tuple[PriceLine, ...]


def test_a_display_field_has_the_type_of_the_extended_items(workspace: docgen.Workspace) -> None:
    model = model_for("needs_analysis", workspace.declared)
    assert set(models_in(display_fields(model)["further_goals"].annotation)) == {nested_model(model, "goals")}


def test_an_extended_document_is_one_of_its_kind(loaded: Callable[[str], Any]) -> None:
    proposal = loaded("proposal")
    plain = model_for("proposal")
    assert isinstance(proposal, plain)
    assert type(proposal) is not plain
    assert type(proposal).__name__ == plain.__name__
    assert list(type(proposal).model_fields)[: len(plain.model_fields)] == list(plain.model_fields)
    assert proposal.pricing.groups[0].lines[0] == proposal.pricing.lines[0]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_proposal_prints_them(
    loaded: Callable[[str], Any], workspace: docgen.Workspace, file_format: str, reader: str
) -> None:
    made = docgen.render(loaded("proposal"), file_format, audience=reader, workspace=workspace)
    shown = text_of(made.data, file_format)
    assert "Salesregion:Southcoast;18January2027" in shown
    assert "sitelicence:2027-W11,Yes" in shown
    assert "Keysarewiththeporter" in shown
    assert ("71,303.19" in shown) == ("48,250.75" in shown) == (reader == "internal")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("file_format", FORMATS)
def test_minutes_print_them(
    loaded: Callable[[str], Any], workspace: docgen.Workspace, file_format: str, reader: str
) -> None:
    made = docgen.render(loaded("minutes"), file_format, audience=reader, workspace=workspace)
    shown = text_of(made.data, file_format)
    assert "T1:SUP-7731,Pressing" in shown
    assert ("83,611.42,1December2026" in shown) == (reader == "internal")


def test_the_stamp_of_a_copy_depends_on_what_its_reader_sees(
    loaded: Callable[[str], Any], workspace: docgen.Workspace, tmp_path: Path
) -> None:
    def digests(text: str) -> list[str]:
        document = docgen.load(write(tmp_path / "changed.yaml", text), workspace=workspace)
        return [docgen.render(document, "docx", audience=r, workspace=workspace).stamp.data_digest for r in READERS]

    client, internal = digests(MINUTES)
    other_client, other_internal = digests(MINUTES.replace("83611.42", "83611.43"))
    assert (client == other_client, internal == other_internal) == (True, False)
    assert digests(MINUTES.replace("SUP-7731", "SUP-7732"))[0] != client


def test_an_internal_value_in_a_clients_file_is_a_leak(
    loaded: Callable[[str], Any], library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "leaky"
    shutil.copytree(library, folder)
    page = folder / "html" / "base" / "minutes.html"
    write(page, "<title>x</title><p>Their buyer leaves in March</p>")
    with pytest.raises(docgen.LeakError, match=r"actions\[0\]\.aside"):
        docgen.render(loaded("minutes"), "pdf", audience="client", workspace=docgen.Workspace(library=folder))


def test_a_tag_may_name_them_by_title(library: Path, loaded: Callable[[str], Any], tmp_path: Path) -> None:
    folder = tmp_path / "titled"
    shutil.copytree(library, folder)
    word = docx.Document()
    word.add_paragraph("{% for line in doc.pricing.lines %}{{ 交货周 }} {% endfor %}{{ Sales region }}")
    word.save(str(folder / "docx" / "base" / "proposal.docx"))
    own = docgen.Workspace(library=folder, today=WORKSPACE.today)
    made = docgen.render(loaded("proposal"), "docx", audience="client", workspace=own)
    assert "2027-W11" in text_of(made.data, "docx")
    assert "Southcoast" in text_of(made.data, "docx")


def titled_control(title: str) -> Any:
    """A paragraph that is a content control with a title as its tag, showing example words."""
    words = f"<w:r><w:t>【{title}】</w:t></w:r>"
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:sdt><w:sdtPr><w:tag w:val="{title}"/></w:sdtPr><w:sdtContent>{words}</w:sdtContent>'
        "</w:sdt></w:p>"
    )


@pytest.mark.parametrize("title", ["Sales region", "销售区域"])
def test_a_content_control_may_have_a_title_as_its_tag(
    title: str, library: Path, loaded: Callable[[str], Any], tmp_path: Path
) -> None:
    folder = tmp_path / "controls"
    shutil.copytree(library, folder)
    word: Any = docx.Document()
    word.element.body.insert(0, titled_control(title))
    path = folder / "docx" / "base" / "proposal.docx"
    word.save(str(path))
    assert docgen.accept_template(path)["controls"] == {title: 1}
    own = docgen.Workspace(library=folder, today=WORKSPACE.today)
    made = docgen.render(loaded("proposal"), "docx", audience="client", workspace=own)
    assert text_of(made.data, "docx").startswith("Southcoast")
    parts = read_parts("", path.read_bytes())
    lost = {**parts, "word/document.xml": re.sub(rb"<w:sdtPr>.*?</w:sdtPr>", b"", parts["word/document.xml"])}
    path.write_bytes(write_parts(lost))
    with pytest.raises(docgen.TemplateError, match=title):
        docgen.render(loaded("proposal"), "docx", workspace=docgen.Workspace(library=folder))


def test_the_starter_file_has_them_and_loads(workspace: docgen.Workspace, library: Path, tmp_path: Path) -> None:
    for language in ("en", "zh"):
        text = docgen.new("proposal", language=language, workspace=workspace)
        path = write(tmp_path / f"{language}.yaml", fill(text))
        assert docgen.load(path, workspace=workspace).pricing.lines[0].delivery_week  # type: ignore[attr-defined]
        assert "#sales_region:" in text
        assert re.search(r"^ +delivery_week: ", text, re.MULTILINE)
        assert "「内部」到岸成本" in text if language == "zh" else "[internal] Landed cost" in text
    code, shown = run("new", "proposal", "--library", library)
    assert (code, shown) == (0, docgen.new("proposal", workspace=workspace))
    assert "delivery_week" not in docgen.new("proposal")


def test_the_schema_and_the_field_list_name_them(workspace: docgen.Workspace, library: Path) -> None:
    schema = docgen.schema("proposal", workspace=workspace)
    assert schema["properties"]["win_bonus"]["figure"] == "money"
    assert schema["properties"]["sales_region"]["title_zh"] == "销售区域"
    assert schema["$defs"]["PriceLine"]["properties"]["landed_cost"]["reader"] == "internal"
    rows = docgen.template_fields("proposal", workspace=workspace)
    assert "doc.pricing.groups[].lines[].delivery_week" in rows
    assert "{% if reads.win_bonus %}{% if doc.win_bonus is not none %}{{ doc.win_bonus | money }}" in rows
    assert run("template", "fields", "proposal", "--language", "en", "--library", library) == (0, rows)
    code, shown = run("schema", "proposal", "--library", library)
    assert code == 0
    assert "delivery_week" in shown
    sheet = docgen.render_field_sheet("minutes", "docx", workspace=workspace)
    assert "{{action.ticket}}" in text_of(sheet.data, "docx")


def test_check_knows_them_and_explains_their_faults(library: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "proposal.yaml", PROPOSAL)
    assert run("check", path, "--library", library)[0] == 0
    wrong = PROPOSAL.replace("South coast", "Soth coast").replace("2027-01-18", "18.1.2027")
    wrong = wrong.replace("      delivery_week: 2027-W12\n", "").replace("win_bonus: 48250.75", "win_bonus: a lot")
    found = docgen.check(write(path, wrong), workspace=docgen.Workspace(library=library))
    assert {finding.place: finding.code for finding in found if finding.severity == "error"} == {
        "pricing.lines[1].delivery_week": "input.missing",
        "sales_region": "input.choice",
        "site_visit": "input.date",
        "win_bonus": "input.number",
    }
    assert "`south`" in next(finding.hint for finding in found if finding.place == "sales_region")


def test_without_the_library_the_message_says_where_fields_are_declared(tmp_path: Path) -> None:
    found = docgen.check(write(tmp_path / "minutes.yaml", MINUTES))
    unknown = [finding for finding in found if finding.code == "input.unknown"]
    assert [finding.place for finding in unknown] == [
        f"actions[0].{name}" for name in ("urgency", "ticket", "reminder", "effort", "aside")
    ]
    assert all("fields.yaml" in finding.hint for finding in unknown)
    with in_language("zh"):
        assert all("自己的字段在模板库的 fields.yaml 里声明" in finding.hint for finding in unknown)


ENVELOPE = """\
doc_id: XS-1
title: Register
version: "1.0"
status: approved
date: 2026-11-02
prepared_by: Li
audience: internal
language: zh
industry: manufacturing
seller: {full_name: Hengchuan, short_name: HC}
period: {start: 2026-10-01, end: 2026-10-31}
registrar: Li
"""
HEADS = (
    "线索编号",
    "线索获取时间",
    "来源渠道",
    "客户名称",
    "所属行业",
    "联系人",
    "参展场次",
    "样品寄出日期",
    "wanted price",
)
LEAD = ("L-001", "2026/10/12 9:20", "展会", "华东精工", "机械", "马俊", "春季展", "2026年10月14日", "1,250.50")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_columns_of_a_table_are_recognised_by_title(suffix: str, workspace: docgen.Workspace, tmp_path: Path) -> None:
    path = tmp_path / f"leads.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join("\t".join(row) for row in (HEADS, LEAD)), encoding="utf-8")
    else:
        book = Workbook()
        for row in (HEADS, LEAD):
            book.active.append(row)  # type: ignore[union-attr]
        book.save(path)
    write(tmp_path / "leads.document.yaml", ENVELOPE)
    lead = docgen.load(path, workspace=workspace).rows[0]  # type: ignore[attr-defined]
    assert (lead.trade_fair.value, lead.sample_sent) == ("spring", date(2026, 10, 14))
    assert lead.wanted_price == Decimal("1250.50")
    assert {finding.code for finding in docgen.check(path)} == {"input.head"}


def errors_of(library: Path, kind: str, file_format: str) -> tuple[docgen.Finding, ...]:
    """The errors that lint finds in the template of a kind."""
    opened = docgen.Workspace(library=library).opened
    found = find_template(opened, kind, file_format, "services", "en")
    return template_errors(opened, found, kind, file_format)


def test_lint_knows_the_names_and_the_types(library: Path, tmp_path: Path) -> None:
    found = [errors_of(library, kind, file_format) for kind in LINES for file_format in FORMATS]
    assert [finding.show() for errors in found for finding in errors] == []
    assert errors_of(library, "needs_analysis", "pdf") == (), "it draws a map of people, who have a field more"
    folder = tmp_path / "acme"
    shutil.copytree(library, folder)
    page = folder / "html" / "base" / "proposal.html"
    text = page.read_text(encoding="utf-8")
    text = text.replace("{{ line.delivery_week }}", "{{ line.delivery_weak }}{{ doc.site_visit | money }}")
    write(page, text.replace("{% if reads.win_bonus %}", "{% if true %}"))
    errors = errors_of(folder, "proposal", "pdf")
    assert any(finding.code == "field.unknown" and "delivery_week" in finding.hint for finding in errors)
    assert any("site_visit" in finding.show() and "money" in finding.show() for finding in errors)
    assert any("win_bonus" in finding.show() and finding.code == "field.internal" for finding in errors)


@pytest.mark.slow
def test_lint_reports_a_required_field_that_no_template_prints(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    shutil.copytree(library, folder)
    shutil.rmtree(folder / "docx")
    shutil.rmtree(folder / "pptx")
    page = folder / "html" / "base" / "proposal.html"
    write(page, page.read_text(encoding="utf-8").replace("{{ line.delivery_week }}", ""))
    shown = [finding.show() for finding in docgen.lint_library(folder).findings]
    assert any("PriceLine.delivery_week" in line for line in shown)


def test_a_result_that_is_kept_goes_by_what_is_declared(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "kept"))
    folder = tmp_path / "acme"
    shutil.copytree(library, folder)
    declared = (folder / "fields.yaml").read_text(encoding="utf-8")
    digests = {lint_digest(Layers((folder,)))}
    for text, codes in ((declared, []), (declared.replace("ticket:", "job_ticket:"), ["field.unknown"])):
        write(folder / "fields.yaml", text)
        assert [finding.code for finding in errors_of(folder, "minutes", "pdf")] == codes
        digests |= {docgen.Workspace(library=folder).opened.digest, lint_digest(Layers((folder,)))}
    assert len(digests) == 4, "two of the library, two of what lint reads"


def test_adopt_knows_their_titles(workspace: docgen.Workspace) -> None:
    entry = vocabulary_for("proposal", workspace.declared).find("doc.pricing.lines[].delivery_week")
    assert entry is not None
    assert "交货周" in entry.phrases
    assert vocabulary_for("proposal").find("doc.pricing.lines[].delivery_week") is None


def test_a_gallery_shows_docgens_samples_without_a_required_field(library: Path, tmp_path: Path) -> None:
    choice = docgen.PreviewChoice(kinds=("proposal",), formats=("pdf",))
    preview = docgen.preview_library(library, choice, cache=tmp_path / "kept")
    assert preview.cards
    assert preview.unreadable == ()
    sample = ROOT / "samples" / "proposal.services.en.yaml"
    assert docgen.check(sample, workspace=docgen.Workspace(library=library)) == docgen.check(sample)


def test_a_batch_renders_them_in_several_processes(loaded: Callable[[str], Any], workspace: docgen.Workspace) -> None:
    jobs = [docgen.Job(loaded(kind), "docx", reader) for kind in TEXTS for reader in READERS]
    made = dict(docgen.render_many(jobs, workspace=workspace, processes=2))
    alone = [docgen.render(job.document, "docx", audience=job.audience, workspace=workspace) for job in jobs]
    assert [getattr(made[number], "data", made[number]) for number in range(4)] == [one.data for one in alone]


def test_a_document_survives_pickling(loaded: Callable[[str], Any]) -> None:
    proposal = loaded("proposal")
    again = pickle.loads(pickle.dumps(proposal))
    assert again == proposal
    assert type(again) is type(proposal)
    assert again.sales_region is proposal.sales_region
    assert again.pricing.lines[0].result == proposal.pricing.lines[0].result


def test_two_libraries_in_one_process_do_not_mix(
    workspace: docgen.Workspace, loaded: Callable[[str], Any], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(
        other / "fields.yaml",
        "minutes: {actions: {ticket: {en: Ticket, zh: 工单号, type: count, reader: internal}}}\n",
    )
    second = docgen.Workspace(library=other)
    text = MINUTES.replace("    urgency: 特急\n    ticket: SUP-7731\n    reminder: 2026-12-01\n", "    ticket: 7\n")
    path = write(
        tmp_path / "second.yaml", text.replace("    effort: 83611.42\n    aside: Their buyer leaves in March\n", "")
    )
    minutes: Any = docgen.load(path, workspace=second)
    assert (minutes.actions[0].ticket, loaded("minutes").actions[0].ticket) == (7, "SUP-7731")
    assert not hasattr(minutes.actions[0], "urgency")
    assert docgen.schema("minutes") != docgen.schema("minutes", workspace=second)
    assert docgen.check(path, workspace=workspace) == ()
    assert "ticket" not in model_for("minutes").model_fields
    with pytest.raises(docgen.UsageError, match="loaded without"):
        docgen.render(minutes, "docx", workspace=workspace)
    with pytest.raises(docgen.UsageError, match="loaded without"):
        docgen.render(docgen.load(ROOT / "samples" / "minutes.services.en.yaml"), "docx", workspace=workspace)


def test_equal_declarations_are_one_schema(library: Path, tmp_path: Path) -> None:
    shutil.copy(library / "fields.yaml", tmp_path / "fields.yaml")
    first, second = (docgen.Workspace(library=folder).declared for folder in (library, tmp_path))
    assert model_for("proposal", first) is model_for("proposal", second)
    assert (first.digest, NO_FIELDS.digest) == (second.digest, "")


def test_a_file_of_comments_declares_nothing(tmp_path: Path) -> None:
    write(tmp_path / "fields.yaml", "# proposal:\n")
    assert docgen.Workspace(library=tmp_path).declared == NO_FIELDS


def declare(field: str, place: str = ".", kind: str = "minutes") -> str:
    return f"{kind}:\n  {place}:\n    {field}"


def field(name: str = "ticket", **changes: str) -> str:
    facts = {"en": "Ticket", "zh": "工单号", "type": "text", "reader": "client"} | changes
    return f"{name}: {{{', '.join(f'{key}: {value}' for key, value in facts.items() if value)}}}"


@pytest.mark.parametrize("page", ["own-fields.md", "own-fields.zh.md"])
def test_the_example_of_the_how_to_works(page: str, tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)
    assert example
    write(tmp_path / "fields.yaml", example[1])
    declared = docgen.Workspace(library=tmp_path).declared
    line: Any = nested_model(model_for("proposal", declared).model_fields["pricing"].annotation, "lines")  # type: ignore[arg-type]
    assert line.model_fields["delivery_week"].is_required()
    assert not marks_of(model_for("proposal", declared))["sales_region"].is_open


TICKET = field()
ONE, TWO = "{a: {en: A, zh: 甲}}", "{a: {en: A, zh: 甲}, b: {en: B, zh: 甲}}"
FAULTS = [
    (declare(TICKET, kind="invoice"), 1, "no kind of document is called 'invoice'", "没有“invoice”这种文档类型"),
    ("minutes: 3", 1, "nothing is declared in 'minutes'", "“minutes”下面没有声明位置"),
    ("minutes:\n  .:", 2, "nothing is declared in '.'", "“.”下面没有声明字段"),
    (declare(TICKET, "action"), 2, "did you mean `actions`?", "是否应为 `actions`？"),
    (declare(TICKET, "pricing.totals", "proposal"), 2, "`totals` in pricing is computed", "由程序计算"),
    (declare(TICKET, "pricing.note", "proposal"), 2, "`note` in pricing is a value", "是一个值"),
    (declare(field("Ticket")), 3, "can't be a field's name", "不能用作字段名"),
    (declare(field("工单")), 3, "can't be a field's name", "不能用作字段名"),
    (declare(field("notices")), 3, "means something else", "另有含义"),
    (declare(field("class")), 3, "means something else", "另有含义"),
    (declare(field("chair")), 3, "already means the field `chair`", "已经指字段 `chair`"),
    (declare(field("amount"), "pricing.lines", "proposal"), 3, "the field `amount`", "字段 `amount`"),
    (declare(field("item"), "pricing.lines", "proposal"), 3, "the field `name`", "字段 `name`"),
    (declare(field("facts")), 3, "the field `facts`", "字段 `facts`"),
    (declare(field(en="chair")), 3, "the title 'chair'", "标题“chair”"),
    (declare(field(zh="主持人")), 3, "the title '主持人'", "标题“主持人”"),
    (declare(field(en="")), 3, "ticket.en: is required", "ticket.en"),
    (declare(field(reader="")), 3, "ticket.reader: is required", "ticket.reader"),
    (declare(field(reader="everybody")), 3, "client", "client"),
    (declare(field(type="txt")), 3, "long_text", "long_text"),
    (declare(field(must="yes")), 3, "must", "must"),
    (declare(field(type="choice")), 3, "has no values", "没有可选的值"),
    (declare(field(values=ONE)), 3, "its type is text", "类型却是 text"),
    (declare(field(type="choice", values=TWO)), 3, "means two values", "对应两个值"),
    (declare(field(type="date", example="soon")), 3, "the example 'soon'", "示例“soon”"),
    (declare(field(type="choice", values=ONE, example="b")), 3, "the example 'b'", "示例“b”"),
    ("minutes:\n  .: [1, 2", 2, "", ""),
]


@pytest.mark.parametrize(("text", "line", "en", "zh"), FAULTS, ids=[fault[2] or "syntax" for fault in FAULTS])
def test_a_fault_is_reported_with_its_line_in_both_languages(
    tmp_path: Path, text: str, line: int, en: str, zh: str
) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    write(folder / "fields.yaml", text + "\n")
    with pytest.raises(docgen.LibraryError) as caught:
        assert docgen.Workspace(library=folder).declared
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("acme/fields.yaml", line)
    assert en in finding.show()
    with in_language("zh"):
        assert zh in finding.show()


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    wrong = [field(f"ticket_{n}", en=f"T{n}", zh=f"单{n}", type="date", example="soon") for n in range(3)]
    text = f"invoice: 3\n{declare(TICKET, 'action')}\n  .:\n" + "".join(f"    {line}\n" for line in wrong)
    write(tmp_path / "fields.yaml", text)
    code, shown = run("library", "lint", tmp_path)
    assert code == 1
    assert [int(line) for line in re.findall(r"fields\.yaml:(\d+)", shown)] == [1, 3, 6, 7, 8]


def test_a_field_declared_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "fields.yaml", f"{declare(TICKET)}\n    {TICKET}\n")
    with pytest.raises(docgen.LibraryError, match="ticket"):
        assert docgen.Workspace(library=tmp_path).declared


def test_titles_of_two_declared_fields_differ(tmp_path: Path) -> None:
    write(tmp_path / "fields.yaml", f"{declare(TICKET)}\n    {field('job', zh='工号')}\n")
    with pytest.raises(docgen.LibraryError, match="already means the field `ticket`"):
        assert docgen.Workspace(library=tmp_path).declared


def any_type(kind: str, declared: docgen.DeclaredFields, path: tuple[str, ...]) -> docgen.DeclaredFields:
    """`declared` with a required field of each type at `path`."""
    for sort in DeclaredType:
        values = (("a", "A", "甲"),) if sort is DeclaredType.choice else ()
        facts: Any = {"name": f"own_{sort.value}", "en": f"Own {sort.value}", "zh": f"自有{sort.title_zh}"}
        one = DeclaredField(**facts, type=sort, reader=docgen.Audience.INTERNAL, is_required=True, values=values)
        declared = declared.with_field(kind, path, one)
    return declared


@pytest.mark.parametrize(("kind", "path"), [("minutes", ("actions",)), ("proposal", ("pricing", "lines"))])
def test_a_starter_file_has_fields_of_all_types(kind: str, path: tuple[str, ...], tmp_path: Path) -> None:
    declared = any_type(kind, any_type(kind, NO_FIELDS, ()), path)
    text = fill(starter_text(kind, language="en", declared=declared))
    document: Any = load_document(write(tmp_path / "new.yaml", text), declared=declared).document
    assert all(getattr(document, f"own_{sort.value}") for sort in DeclaredType)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_any_group_of_any_kind_can_have_a_field_of_any_type(kind: str) -> None:
    declared = NO_FIELDS
    places = list(_places(model_for(kind), ()))
    for path in places:
        declared = any_type(kind, declared, path)
    model = model_for(kind, declared)
    assert all(extension_of(inner).fields for inner in nested_models(model) if "own_text" in inner.model_fields)
    assert len(places) > 3
    for inner in nested_models(model):
        assert set(marks_of(inner)) == set(fields_in(inner))


def _places(model: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    for name in model.model_fields:
        inner = nested_model(model, name)
        if inner is not None:
            yield from _places(inner, (*path, name))
