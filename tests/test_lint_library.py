"""Lint of a library's other files, copies of built-in templates, and the form of the report."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from lint.makers import heading, paragraph, table, word

from docgen.cli.root import cli
from docgen.engines.office.balance import check_balance
from docgen.engines.office.dialect import DOCX
from docgen.engines.office.tags import Source
from docgen.library.catalogue import Library
from docgen.library.layers import builtin_layer
from docgen.lint.allowances import read_allowances
from docgen.lint.library_checks import check_coverage, check_entries
from docgen.lint.library_files import check_library_files
from docgen.lint.problems import Problem, Where, fold
from docgen.lint.template_check import TemplateFile, check_template
from docgen.messages import in_language

CASE = next((builtin_layer() / "cases").rglob("*.zh.md")).read_text(encoding="utf-8")
FILES = {
    "cases/acme.md": (CASE, "file.misplaced", "NAME.zh.md"),
    "cases/acme.zh.docx": ("x", "file.misplaced", "NAME.zh.md"),
    "objections/abc.zh.txt": ("x", "file.misplaced", "NAME.zh.md"),
    "industries/gears.yml": ("x", "file.misplaced", "NAME.yaml"),
    "docx/base/proposal.doc": ("x", "file.misplaced", ".docx"),
    "proposal.docx": ("x", "file.misplaced", "base/"),
    "case/acme.zh.md": (CASE, "file.misplaced", "`cases`"),
    "labels/company.yaml": ("thank_yuo: {zh: 谢谢, en: Thanks}\n", "label.misspelt", "`thank_you`"),
    "brand.yaml": ("logo: nowhere.png\n", "entry.broken", "a logo is in the library"),
    "brands/pale.yaml": ("ink: F0F0F0\n", "entry.broken", "darker shade"),
}


def library(folder: Path, files: dict[str, bytes]) -> Library:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return Library((folder, builtin_layer()))


@pytest.mark.parametrize("name", FILES)
def test_each_file_that_nothing_reads_is_reported_with_what_to_do(name: str, tmp_path: Path) -> None:
    text, code, hint = FILES[name]
    (problem,) = check_library_files(library(tmp_path / "own", {name: text.encode()}))
    assert (problem.code, hint in problem.hint) == (code, True), problem.as_finding().show()
    with in_language("zh"):
        assert problem.as_finding().show()


def test_notes_and_the_shipped_library_are_no_problem(tmp_path: Path) -> None:
    notes = {"README.md": b"x", "notes/plan.docx": b"x", "cases/.gitkeep": b"", "docx/base/~$proposal.docx": b""}
    assert list(check_library_files(library(tmp_path / "own", notes))) == []


def test_an_entry_in_another_encoding_is_one_problem_and_the_list_goes_on(tmp_path: Path) -> None:
    own = library(tmp_path / "own", {"cases/acme.zh.md": CASE.encode("gb18030")})
    assert [p.code for p in check_entries(own) if "acme" in p.where.template] == ["entry.broken"]
    done = CliRunner().invoke(cli, ["library", "list", "--library", str(tmp_path / "own")])
    assert done.exit_code == 1
    assert "templates/docx/base/proposal.en.docx" in done.stdout
    assert "acme.zh.md" in done.stdout


def test_equal_notices_are_one_with_their_number_and_errors_stay() -> None:
    many = [Problem.of("lint.office.colour", Where("t", place=f"p {n}"), colour="404040") for n in range(4000)]
    others = [Problem.of("lint.office.colour", Where("t", place="p"), colour="505050")]
    errors = [Problem.of("lint.set.lost", Where("t", place=f"p {n}"), name="x") for n in range(9)]
    found = list(fold([*many, *others, *errors]))
    assert len(found) == 1 + 1 + 9
    assert "404040" in found[0].message and "3999 more" in found[0].message


def copied(change: Callable[[Any], None]) -> bytes:
    document = Document(str(builtin_layer() / "docx/base/proposal.en.docx"))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def without_prices(document: Any) -> None:
    for found in list(document.tables):
        if "Unit price" in found._tbl.xml:
            found._tbl.getparent().remove(found._tbl)


def without_stamp(document: Any) -> None:
    for section in document.sections:
        for footer in (section.footer, section.first_page_footer, section.even_page_footer):
            for item in list(footer._element):
                footer._element.remove(item)
            footer.add_paragraph()


@pytest.mark.slow
def test_a_copy_that_prints_less_than_the_built_in_template_is_reported(tmp_path: Path) -> None:
    name = "docx/base/proposal.en.docx"
    shipped = TemplateFile("proposal", "docx", builtin_layer() / name, f"templates/{name}")
    for change, words in ((without_prices, "PriceLine."), (without_stamp, "the stamp")):
        own = library(tmp_path / "own", {name: copied(change)})
        allowances = read_allowances(own)
        files = (TemplateFile("proposal", "docx", tmp_path / "own" / name, f"own/{name}"), shipped)
        checked = [(file, check_template(own, allowances, file)) for file in files]
        found = [p.message for p in check_coverage(own, allowances, checked) if p.code == "template.poorer"]
        assert len(found) == 1 and words in found[0], found


def test_places_count_from_the_heading_as_one_counts_in_word(tmp_path: Path) -> None:
    blocks = (
        paragraph("·"),
        table(["·"]),
        heading("Prices"),
        paragraph("·"),
        table(["·"]),
        table(["·"], ["{{ doc.titel }}"]),
    )
    own = library(tmp_path / "own", {"docx/base/proposal.docx": word(*blocks)})
    path = tmp_path / "own/docx/base/proposal.docx"
    found = check_template(own, read_allowances(own), TemplateFile("proposal", "docx", path, "t"))
    (shown,) = (p.as_finding() for p in found.problems if p.code == "field.unknown")
    assert shown.place == "under “Prices”, table 2, row 2, cell 1"
    with in_language("zh"):
        assert shown.shown_place == "“Prices”一节，第 2 个表格，第 2 行，第 1 格"


def test_a_block_that_is_still_open_is_named_where_another_ends() -> None:
    source = Source(DOCX)
    source.add_text("{% if a %}<w:tbl>{% for row in rows %}<w:tr/></w:tbl>{% endif %}")
    check_balance(source)
    assert "{% for row in rows %} is still open where {% endif %} comes" in source.findings[0].message
