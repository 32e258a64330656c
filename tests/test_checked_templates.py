"""Lint errors of a template: a client's edition is refused, an internal one reports them."""

from pathlib import Path

import pytest

import docgen
from docgen.lint import run, template_check
from tests.lint.makers import box, deck, paragraph, shape, table, word

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = docgen.load(ROOT / "samples/proposal.services.en.yaml")
TITLE = paragraph("{{ doc.title }}")
FAULTS = {
    "full-width braces": ("docx", word(TITLE, paragraph("｛｛ doc.doc_id ｝｝")), "template.syntax"),
    "braces of a slide": ("pptx", deck(box("{{ doc.title }}"), box("｛｛ doc.doc_id ｝｝")), "template.syntax"),
    "a doubled loop": (
        "docx",
        word(
            TITLE,
            table(
                ["{%tr for term in doc.payment_terms %}"],
                ["{%tr for term in doc.payment_terms %}"],
                ["{{ term.milestone }}"],
                ["{%tr endfor %}"],
                ["{%tr endfor %}"],
            ),
        ),
        "loop.doubled",
    ),
    "a doubt": ("docx", word(TITLE, paragraph("Old Mills Ltd{# doubt 1 #}")), "template.doubt"),
    "a doubt on a slide": ("pptx", deck(box("{{ doc.title }}"), box("Old Mills Ltd{# doubt 4 #}")), "template.doubt"),
    "a date by its code": ("pdf", b"<p>{{ 'on ' ~ doc.date }}</p>", "date.bare"),
}


def library_of(folder: Path, file_format: str, data: bytes) -> Path:
    place, suffix = {"docx": ("docx", "docx"), "pptx": ("pptx", "pptx"), "pdf": ("html", "html")}[file_format]
    (folder / place / "base").mkdir(parents=True)
    (folder / place / "base" / f"proposal.{suffix}").write_bytes(data)
    return folder


def rendered(file_format: str, library: Path | None, audience: str = "client") -> docgen.Rendered:
    return docgen.render(DOCUMENT, file_format, audience=audience, workspace=docgen.Workspace(library=library))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.mostly_slow(keep=("full-width braces", "braces of a slide"))
def test_a_clients_copy_is_refused_with_the_words_of_the_check(fault: str, tmp_path: Path) -> None:
    file_format, data, code = FAULTS[fault]
    library = library_of(tmp_path / "own", file_format, data)
    with pytest.raises(docgen.TemplateError) as refused:
        rendered(file_format, library)
    reported = [finding.show() for finding in docgen.lint_library(library).findings if finding.severity == "error"]
    assert [finding.show() for finding in refused.value.findings] == reported
    assert {finding.code for finding in refused.value.findings} == {code}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_internal_copy_is_made_and_reports_the_same(fault: str, tmp_path: Path) -> None:
    file_format, data, code = FAULTS[fault]
    made = rendered(file_format, library_of(tmp_path / "own", file_format, data), "internal")
    assert [finding.severity for finding in made.warnings if finding.code == code] == ["warning"]


def test_warnings_of_the_check_stop_no_copy(tmp_path: Path) -> None:
    library = library_of(tmp_path / "own", "docx", word(TITLE, paragraph("Own words in one language")))
    assert not [finding for finding in rendered("docx", library).warnings if finding.code.startswith("text.")]


def test_a_template_is_checked_once_and_again_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    checked: list[str] = []

    def count(*given: object) -> template_check.TemplateResult:
        checked.append("once")
        return template_check.check_template(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "check_template", count)
    library = library_of(tmp_path / "own", "docx", word(TITLE, paragraph("·")))
    for _ in range(3):
        rendered("docx", library)
    assert len(checked) == 1
    run._MEMORY.clear()  # as in another process: what the disk keeps is enough
    rendered("docx", library)
    assert len(checked) == 1
    (library / "docx/base/proposal.docx").write_bytes(word(TITLE, paragraph("｛｛ doc.doc_id ｝｝")))
    with pytest.raises(docgen.TemplateError):
        rendered("docx", library)
    assert len(checked) == 2


def test_a_template_of_the_built_in_library_is_not_checked_again_while_it_lies_under_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "CachedResults", None)  # asking for results would fail
    assert rendered("docx", None).data


def test_a_changed_page_that_a_shipped_template_extends_is_checked_too(tmp_path: Path) -> None:
    page = (ROOT / "templates/html/base/_page.html").read_text(encoding="utf-8")
    (tmp_path / "own/html/base").mkdir(parents=True)
    (tmp_path / "own/html/base/_page.html").write_text(page.replace("</body>", "{{ 'on ' ~ doc.date }}</body>"))
    with pytest.raises(docgen.TemplateError, match=r"date\.bare"):
        rendered("pdf", tmp_path / "own")


def test_an_own_error_of_the_engine_keeps_its_code(tmp_path: Path) -> None:
    library = library_of(
        tmp_path / "own", "docx", word(shape("{{ picture('none.png') }}"), paragraph("{{ doc.titel }}"))
    )
    with pytest.raises(docgen.TemplateError) as refused:
        rendered("docx", library)
    assert [finding.code for finding in refused.value.findings] == ["asset.missing", "field.unknown"]
