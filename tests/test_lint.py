"""The linter: each broken template has exactly one finding at its place, the shipped library has none."""

import json
import re
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

import docgen
from docgen.library.catalogue import Library
from docgen.lint import RULES, Problem
from docgen.lint.run import lint_layers
from docgen.messages import Message, in_language
from docgen.messages.catalogue import catalogue, patterns
from tests.lint import authors
from tests.lint.broken import EXPRESSIONS, OFFICE, PAGES
from tests.lint.faults import Broken
from tests.lint.makers import box, deck, heading, paragraph, saved_by, shape, shipped, table, word
from tests.lint.sound import SOUND

ROOT = Path(__file__).resolve().parent.parent
ALL = (*EXPRESSIONS, *OFFICE, *PAGES, *authors.MISTAKES)
OF_LIBRARIES = {
    *("title.renamed", "language.differs", "language.missing"),
    *("template.unused", "field.unprinted", "allowance.unused"),
    *("template.poorer", "file.misplaced", "label.misspelt", "brand.logo"),
    *("entry.broken", "entry.unapproved", "entry.public_id", "entry.public_id_doubled"),
}
FROM_ENGINES = {
    *("template.broken", "template.syntax", "template.unbalanced", "template.marker", "template.lost"),
    *("template.unsafe", "title.unknown", "title.ambiguous", "title.renamed"),
    *("contents.unended", "contents.kept", "template.unlinked"),
    *("template.external", "office.tracked", "office.hidden", "office.comment", "office.private"),
}
"""Codes of problems whose words the engines write."""


def put(folder: Path, file: str, data: bytes) -> Path:
    """A company's library with one file."""
    path = folder / "company" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return folder / "company"


def problems_of(folder: Path, file: str, data: bytes) -> list[Problem]:
    """The problems of one template of a company's library."""
    report = docgen.lint_library(put(folder, file, data))
    return [problem for problem in report.problems if problem.where.template.startswith("company/")]


def lint(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "docgen", "library", "lint", *args], capture_output=True, text=True)


@pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.name)
@pytest.mark.mostly_slow(keep=("name", "field", "loop", "internal"))
def test_a_broken_template_gives_its_one_finding_at_its_place(broken: Broken, tmp_path: Path) -> None:
    for file, data in broken.siblings:
        put(tmp_path, file, data)
    found = problems_of(tmp_path, broken.file, broken.data)
    assert [problem.code for problem in found] == [broken.code], "\n".join(p.as_finding().show() for p in found)
    where = found[0].where
    assert where.template == f"company/{broken.blamed or broken.file}"
    place = f"{where.line}:{where.column}" if where.line else where.place
    assert place == broken.place if where.line else broken.place in place
    assert broken.tag in where.expression
    assert broken.hint in found[0].hint
    check_chinese(found[0])


def check_chinese(problem: Problem) -> None:
    """Each text of the problem has its values, and is in Chinese: message, remedy and place."""
    assert isinstance(problem.words, Message) or problem.code in FROM_ENGINES
    for text in (problem.words, problem.remedy):
        assert not isinstance(text, Message) or not missing_values(text)
    with in_language("zh"):
        finding = problem.as_finding()
        if isinstance(problem.words, Message):
            assert re.search(r"[\u4e00-\u9fff]", problem.message), problem.words
            assert not problem.hint or re.search(r"[\u4e00-\u9fff]", problem.hint), problem.hint
        assert not re.search(r"paragraph|table|slide \d|header|footer", finding.shown_place.partition("（")[0])


def missing_values(text: Message) -> set[str]:
    """The values that the patterns of a message ask for and it doesn't have, nor the messages in it."""
    asked = {name for pair in patterns(text.key).values() for pattern in pair for name in names_in(pattern)}
    inside = [missing_values(value) for value in text.values.values() if isinstance(value, Message)]
    return set.union(asked - set(text.values), *inside)


def names_in(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_each_message_of_the_linter_is_in_the_catalogue() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "docgen/lint").glob("*.py")]
    written = {key for text in code for key in re.findall(r'"(lint\.[a-z_.]+(?::[a-z_]+)?)"', text)}
    assert written - {"lint.yaml"} - set(catalogue("lint")) == set()
    assert {f"lint.rule.{code}" for code in RULES} == {key for key in catalogue("lint") if key.startswith("lint.rule.")}


def test_there_are_at_least_sixty_broken_templates_and_every_rule_of_templates_has_one() -> None:
    assert len(ALL) >= 60
    assert len({broken.name for broken in ALL}) == len(ALL)
    assert {broken.code for broken in ALL} == set(RULES) - OF_LIBRARIES


def test_the_shipped_library_has_nothing_to_find() -> None:
    report = docgen.lint_library()
    assert [finding.show() for finding in report.findings] == []
    assert report.templates >= 24


@pytest.mark.parametrize("text", (*SOUND, *authors.SOUND))
def test_what_is_sound_raises_no_alarm(text: str, tmp_path: Path) -> None:
    found = problems_of(tmp_path, "html/base/proposal.html", text.encode())
    assert [problem.as_finding().show() for problem in found] == []


def test_sound_office_files_raise_no_alarm(tmp_path: Path) -> None:
    rows = table(["{%tr for row in doc.diagnosis %}"], ["{{ row.problem }}"], ["{%tr endfor %}"])
    drawn = shape("{{ gantt(doc.implementation) }}")
    chart = shape("{{ chart(doc.payment_terms, category='milestone', values={'x': 'amount'}) }}")
    body = (heading("{{ label('pricing') }}"), rows, drawn, chart, paragraph("{{p doc.executive_summary }}"))
    notes = {1: "{{ doc.speaker_notes.cover }}"}
    assert problems_of(tmp_path, "docx/base/proposal.docx", word(*body)) == []
    assert problems_of(tmp_path / "2", "pptx/base/proposal.pptx", deck(box("{{ doc.title }}"), notes=notes)) == []


@pytest.mark.slow
def test_drawings_without_a_tag_are_no_loss_in_a_template_that_never_had_one_or_has_them_all(tmp_path: Path) -> None:
    own = word(paragraph("·"), shape("", "Photo"))
    sound = own, saved_by("LibreOffice/24.2", own), saved_by("LibreOffice/24.2", shipped("docx/base/proposal.zh.docx"))
    for number, data in enumerate(sound):
        codes = [problem.code for problem in problems_of(tmp_path / str(number), "docx/base/proposal.docx", data)]
        assert "drawing.lost" not in codes


def test_a_loop_over_the_children_of_its_own_item_is_no_doubled_loop(tmp_path: Path) -> None:
    text = "{% for row in [doc.diagnosis] %}{% for row in row %}{{ row.problem }}{% endfor %}{% endfor %}"
    assert problems_of(tmp_path, "html/base/proposal.html", text.encode()) == []


def test_a_finding_names_the_heading_above_and_the_nearest_name(tmp_path: Path) -> None:
    data = word(heading("{{ label('pricing') }}"), paragraph("{{ doc.titel }}"))
    (problem,) = problems_of(tmp_path, "docx/base/proposal.docx", data)
    assert problem.where.heading == "pricing"
    assert problem.where.part == "document"
    assert problem.hint == "did you mean `title`?"
    shown = problem.as_finding().show()
    assert shown == (
        "company/docx/base/proposal.docx  under “pricing”, paragraph 1: no `titel` on Proposal, "
        "in {{ doc.titel }} [field.unknown]; did you mean `title`?"
    )


def test_all_problems_of_a_template_are_reported_at_once(tmp_path: Path) -> None:
    data = word(paragraph("{{ doc.titel }}"), paragraph("{{ doc.scope_in }}"), table(["{{ doc.roi.payback }}"]))
    found = problems_of(tmp_path, "docx/base/proposal.docx", data)
    assert [problem.code for problem in found] == ["field.unknown", "list.printed", "optional.unguarded"]


def test_a_subdocument_is_read_with_the_names_of_the_document(tmp_path: Path) -> None:
    put(tmp_path, "docx/blocks/terms.docx", word(paragraph("{{ doc.title }}"), paragraph("{{ doc.terns }}")))
    data = word(paragraph("{{p subdocument('blocks/terms.docx') }}"))
    (problem,) = problems_of(tmp_path, "docx/base/proposal.docx", data)
    assert (problem.code, problem.where.template) == ("field.unknown", "company/docx/blocks/terms.docx")


def test_a_changed_shared_page_is_checked_for_every_kind_that_takes_it_in(tmp_path: Path) -> None:
    page = (ROOT / "templates/html/base/_page.html").read_text(encoding="utf-8")
    found = problems_of(tmp_path, "html/base/_page.html", page.replace("doc.prepared_by", "doc.prepared_bi").encode())
    assert {problem.code for problem in found} == {"field.unknown"}
    assert len({problem.message for problem in found}) == 7  # once for each kind's model, and the field sheet's


def test_a_company_template_stands_for_itself_and_the_shipped_one_is_not_blamed(tmp_path: Path) -> None:
    folder = put(tmp_path, "docx/base/proposal.docx", word(paragraph("{{ doc.titel }}")))
    assert {problem.where.template for problem in docgen.lint_library(folder).problems} == {
        "company/docx/base/proposal.docx"
    }


def test_a_file_that_nothing_uses_is_reported_with_the_nearest_kind(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "docx/base/propsal.docx", word(paragraph("·")))
    assert (problem.code, problem.hint) == ("template.unused", "did you mean `proposal`?")
    (problem,) = problems_of(tmp_path / "2", "html/manufactring/proposal.html", b"")
    assert (problem.code, problem.hint) == ("template.unused", "did you mean `manufacturing`?")


@pytest.mark.slow
def test_what_lint_yaml_allows_is_not_reported_and_what_it_allows_in_vain_is(tmp_path: Path) -> None:
    put(tmp_path, "lint.yaml", b"words:\n  Total: the client's own word\n")
    folder = put(tmp_path, "docx/base/proposal.docx", word(paragraph("Total")))
    assert docgen.lint_library(folder).problems == ()
    (folder / "docx/base/proposal.docx").write_bytes(word(paragraph("·")))
    (problem,) = docgen.lint_library(folder).problems
    assert (problem.code, problem.where.expression) == ("allowance.unused", "words: Total")


def test_an_allowance_without_a_reason_is_refused(tmp_path: Path) -> None:
    folder = put(tmp_path, "lint.yaml", b"words:\n  Total: ''\n")
    with pytest.raises(docgen.LibraryError, match=r"company/lint\.yaml:2"):
        docgen.lint_library(folder)


@pytest.mark.slow
def test_a_required_field_that_no_template_prints_is_reported(tmp_path: Path) -> None:
    layer = tmp_path / "whole"
    shutil.copytree(ROOT / "templates", layer)
    for place in (*layer.glob("docx/*/minutes.*docx"), *layer.glob("pptx/*/minutes.pptx")):
        place.unlink()
    page = layer / "html/base/minutes.html"
    page.write_text(page.read_text(encoding="utf-8").replace("doc.recorder", "doc.title"), encoding="utf-8")
    reported = {p.where.expression for p in lint_layers(Library((layer,))).problems if p.code == "field.unprinted"}
    assert reported == {"Minutes.recorder"}


@pytest.mark.slow
def test_a_required_field_that_only_other_formats_print_is_reported_by_the_format(tmp_path: Path) -> None:
    layer = tmp_path / "whole"
    shutil.copytree(ROOT / "templates", layer)
    page = layer / "html/base/minutes.html"
    text = page.read_text(encoding="utf-8").replace("doc.recorder", "doc.title")
    page.write_text(text, encoding="utf-8")
    (problem,) = of_fields(layer)
    assert (problem.code, problem.where.template) == ("field.unprinted", "minutes.pdf")
    assert problem.message == "no HTML template of minutes prints Minutes.recorder; other formats do"
    allowed = layer / "lint.yaml"
    before = allowed.read_text(encoding="utf-8")
    allowed.write_text(f"{before}  minutes.pdf:\n    Minutes.recorder: left out here\n", encoding="utf-8")
    assert of_fields(layer) == []
    page.write_text(text.replace("doc.title", "doc.recorder", 1), encoding="utf-8")
    (problem,) = of_fields(layer)
    assert (problem.code, problem.where.expression) == ("allowance.unused", "minutes.pdf: Minutes.recorder")


def of_fields(layer: Path) -> list[Problem]:
    """The problems of a library's unprinted fields, and of its allowances."""
    found = lint_layers(Library((layer,))).problems
    return [problem for problem in found if problem.code in {"field.unprinted", "allowance.unused"}]


@pytest.mark.slow
def test_the_command_exits_with_1_for_errors_and_0_for_warnings(tmp_path: Path) -> None:
    wrong = put(tmp_path, "html/base/minutes.html", b"{{ doc.titel }}")
    assert lint(str(wrong)).returncode == 1
    (wrong / "html/base/minutes.html").write_text("<p>Total</p>", encoding="utf-8")
    done = lint(str(wrong))
    assert done.returncode == 0
    assert done.stdout.endswith("templates: 0 errors, 1 warning\n")
    assert "company/html/base/minutes.html:1:4" in done.stderr


def test_the_command_speaks_json_and_sarif(tmp_path: Path) -> None:
    folder = put(tmp_path, "html/base/minutes.html", b"<p>{{ doc.titel }}</p>")
    (problem,) = json.loads(lint(str(folder), "--json").stdout)["problems"]
    assert (problem["code"], problem["severity"]) == ("field.unknown", "error")
    assert (problem["line"], problem["column"]) == (1, 4)
    log = json.loads(lint(str(folder), "--sarif").stdout)
    (run,) = log["runs"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "field.unknown"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "company/html/base/minutes.html"
    assert place["region"] == {"startLine": 1, "startColumn": 4}


def test_the_command_speaks_chinese(tmp_path: Path) -> None:
    folder = put(
        tmp_path, "docx/base/minutes.docx", word(heading("{{ label('agenda') }}"), paragraph("{{ doc.titel }}"))
    )
    done = lint(str(folder), "--language", "zh")
    place = "company/docx/base/minutes.docx  “agenda”一节，第 1 段"
    assert f"{place}: Minutes 没有字段 `titel`：{{{{ doc.titel }}}} [field.unknown]" in done.stderr
    assert "是否应为 `title`？" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("1 处错误，0 条提示")


def test_the_same_library_gives_the_same_report_from_memory_and_rebuilt(tmp_path: Path) -> None:
    folder = put(tmp_path, "html/base/minutes.html", b"{{ doc.titel }}{{ doc.agenda }}")
    first = docgen.lint_library(folder)
    assert docgen.lint_library(folder) == first
    (folder / "html/base/minutes.html").write_text("{{ doc.title }}", encoding="utf-8")
    assert docgen.lint_library(folder).problems == ()


@pytest.mark.slow
def test_files_of_two_languages_that_print_different_fields_are_reported(tmp_path: Path) -> None:
    both, more = "{{ doc.title }}", "{{ doc.payable_in_words }}"
    put(tmp_path, "docx/base/proposal.en.docx", word(paragraph(both), paragraph("Total amount"), paragraph("TBD")))
    found = problems_of(tmp_path, "docx/base/proposal.zh.docx", word(paragraph(both), paragraph(f"合计 {more}")))
    assert [(problem.code, problem.where.template) for problem in found] == [
        ("language.differs", "company/docx/base/proposal.en.docx"),
        ("language.missing", "company/docx/base/proposal.zh.docx"),
    ]
    assert found[0].message == (
        "proposal.en.docx doesn't print Proposal.payable_in_words, which proposal.zh.docx prints"
    )
    for problem in found:
        check_chinese(problem)
    allowed = "unprinted: {proposal.en.docx: {Proposal.payable_in_words: in Chinese only}}"
    put(tmp_path, "lint.yaml", f"{allowed}\nlanguages: {{docx/base/proposal: no stacked ones}}\n".encode())
    codes = {problem.code for problem in docgen.lint_library(tmp_path / "company").problems}
    assert not codes & {"language.differs", "language.missing", "text.literal", "allowance.unused"}
    put(tmp_path, "docx/base/proposal.zh.docx", word(paragraph(both), paragraph("{{ doc.client.city }}")))
    put(tmp_path, "docx/base/proposal.en.docx", word(paragraph(both), paragraph("{{ doc.roi.note }}")))
    put(tmp_path, "lint.yaml", b"languages: {docx/base/proposal: no stacked ones}\n")
    codes = {problem.code for problem in docgen.lint_library(tmp_path / "company").problems}
    assert "language.differs" not in codes  # the files have errors of their own


def test_a_language_without_a_template_of_the_companys_own_is_reported(tmp_path: Path) -> None:
    data = word(paragraph("{{ doc.title }}"))
    (problem,) = problems_of(tmp_path, "docx/base/proposal.zh.docx", data)
    assert problem.message == "documents in en, zh+en get the built-in template, not the company's own"
    expected = "add proposal.en.docx, proposal.zh+en.docx, or name one file proposal.docx for all languages"
    assert problem.hint == expected
    put(tmp_path, "docx/retail/proposal.en.docx", data)
    assert problems_of(tmp_path, "docx/base/proposal.docx", data) == []


def test_the_page_of_rules_tells_every_rule_and_no_other() -> None:
    page = (ROOT / "docs/lint-rules.md").read_text(encoding="utf-8")
    reported = re.findall(r"^### `([\w.]+)` · (error|warning)$", page, re.MULTILINE)
    assert sorted(reported) == sorted((rule.code, rule.severity) for rule in RULES.values())
    for rule in RULES.values():
        assert f"`{rule.code}` · {rule.severity}\n\n{rule.title}." in page
