"""`check` reports what a render would refuse: entries, industry, characters without a glyph, with line and column."""

import re
from pathlib import Path

import pytest
from test_load import PROPOSAL

import docgen
from docgen.errors import DocgenError


def check(folder: Path, text: str, **options: object) -> tuple[docgen.Finding, ...]:
    path = folder / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    found = docgen.check(path, workspace=docgen.Workspace(**options))  # type: ignore[arg-type]
    assert found == docgen.check_together([path], workspace=docgen.Workspace(**options))  # type: ignore[arg-type]
    return tuple(finding for finding in found if finding.severity == "error")


def changed(**lines: str) -> str:
    text = PROPOSAL
    for name, value in lines.items():
        text = re.sub(rf"^{name}:.*\n(?: .*\n)*", "", text, flags=re.MULTILINE) + f"{name}: {value}\n"
    return text


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("cases", "[no-such-case]", "cases[0]"),
        ("objections", "[price-too-high, no-such-objection]", "objections[1]"),
        ("legal", "[no-such-clause]", "legal[0]"),
        ("industry", "logistcs", "industry"),
    ],
)
def test_an_entry_that_the_library_lacks_has_its_line(tmp_path: Path, field: str, value: str, place: str) -> None:
    text = changed(**{field: value})
    (finding,) = check(tmp_path, text)
    assert (finding.place, finding.line) == (place, len(text.splitlines()))
    with pytest.raises(DocgenError):
        docgen.render(docgen.load(tmp_path / "facts.yaml"), "docx", audience="client")


def test_all_that_is_missing_is_reported_at_once(tmp_path: Path) -> None:
    text = changed(cases="[nobody]", objections="[none]", legal="[never]", industry="mnufacturing")
    assert [finding.place for finding in check(tmp_path, text)] == ["cases[0]", "objections[0]", "legal[0]", "industry"]


@pytest.mark.parametrize("name", ["制造业", "Manufacturing", "manufacturing", " MANUFACTURING "])
def test_an_industry_is_known_by_its_id_and_by_its_name_in_either_language(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, changed(industry=f'"{name}"')) == ()
    made = docgen.render(docgen.load(tmp_path / "facts.yaml"), "docx", audience="internal")
    (tmp_path / "facts.yaml").write_text(changed(industry="manufacturing"), encoding="utf-8")
    assert made.stamp == docgen.render(docgen.load(tmp_path / "facts.yaml"), "docx", audience="internal").stamp


def test_an_entry_of_a_company_s_library_is_known_with_it(tmp_path: Path) -> None:
    company = tmp_path / "own"
    (company / "legal").mkdir(parents=True)
    assert check(tmp_path, changed(legal="[warranty]"), library=company)[0].place == "legal[0]"


def test_a_character_without_a_glyph_is_reported_at_its_field(tmp_path: Path) -> None:
    text = changed(executive_summary='"a \U0001f9ff\u0378 b"')
    found = check(tmp_path, text)
    assert [(finding.place, finding.line) for finding in found][-1:] == [("executive_summary", len(text.splitlines()))]
    assert not check(tmp_path, text, allow_missing_glyphs=True)
