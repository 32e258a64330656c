"""Loading YAML and JSON: values are loaded as written, and every error has its position."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from docgen.errors import Finding, InputError, UsageError
from docgen.loading import Loaded, load_document
from docgen.loading.json_file import read_json
from docgen.starter import starter_text
from docgen.yaml_source import read_yaml
from docgen.yaml_source.tree import plain_data

DATA = Path(__file__).parent / "data"


def filled(kind: str) -> str:
    return re.sub(r'"<fill in: e\.g\. (.*)>"$', r'"\1"', starter_text(kind, language="en"), flags=re.MULTILINE)


PROPOSAL = filled("proposal")
NEEDS = filled("needs_analysis")


def load(folder: Path, text: str | bytes, name: str = "facts.yaml") -> Loaded:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_document(path)


def findings(folder: Path, text: str | bytes, name: str = "facts.yaml") -> tuple[Finding, ...]:
    with pytest.raises(InputError) as caught:
        load(folder, text, name)
    assert all(finding.file.endswith(name) for finding in caught.value.findings)
    return caught.value.findings


def only(folder: Path, text: str | bytes, name: str = "facts.yaml") -> Finding:
    found = findings(folder, text, name)
    assert len(found) == 1, "\n".join(finding.show() for finding in found)
    return found[0]


def mistake(right: str, wrong: str, text: str = PROPOSAL) -> tuple[str, int, int]:
    """The text with `right` replaced once by `wrong`, and the line and column where `wrong` begins."""
    assert right in text, right
    start = text.index(right)
    return text.replace(right, wrong, 1), text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def test_every_plain_value_arrives_as_the_text_that_was_written() -> None:
    root, found = read_yaml("a: NO\nb: 1.10\nc: 2026-11-23\nd: 0x1F\ne: 12:30:45\nf: off\ng: 1e3\nh: 007\n")
    assert root and not found
    assert plain_data(root) == {
        "a": "NO", "b": "1.10", "c": "2026-11-23", "d": "0x1F", "e": "12:30:45", "f": "off", "g": "1e3", "h": "007",
    }  # fmt: skip


def test_only_an_empty_value_a_tilde_and_null_mean_nothing_and_quotes_make_them_text() -> None:
    root, _ = read_yaml("a:\nb: ~\nc: null\nd: 'null'\ne: ''\nf: [~, x]\n")
    assert root
    assert plain_data(root) == {"d": "null", "e": "", "f": [None, "x"]}


def test_figures_keep_their_digits_and_become_decimals(tmp_path: Path) -> None:
    text, _, _ = mistake('unit_price: "64000"', "unit_price: 64000.1000")
    document = load(tmp_path, text).document
    assert str(document.pricing.lines[0].unit_price) == "64000.1000"  # type: ignore[attr-defined]


def test_json_numbers_keep_their_digits() -> None:
    root, found = read_json(
        '{"a": 0.1000, "b": 12345678901234567890.12, "c": 1E+2, "d": true, "e": null, "f": "\\u4e2d"}'
    )
    assert root and not found
    assert plain_data(root) == {"a": "0.1000", "b": "12345678901234567890.12", "c": "1E+2", "d": True, "f": "中"}


def test_a_json_file_loads_like_the_same_yaml(tmp_path: Path) -> None:
    root, _ = read_yaml(PROPOSAL)
    assert root
    from_json = load(tmp_path, json.dumps(plain_data(root), ensure_ascii=False), "facts.json").document
    assert from_json == load(tmp_path, PROPOSAL).document


def test_choices_are_taken_by_their_titles_in_either_language(tmp_path: Path) -> None:
    for title in ("草稿", "Draft", "draft"):
        text, _, _ = mistake("status: draft", f"status: {title}")
        assert load(tmp_path, text).document.status == "draft"


def test_notices_stand_at_the_field_that_they_are_about(tmp_path: Path) -> None:
    (notice,) = load(tmp_path, PROPOSAL).notices
    figures = PROPOSAL.splitlines().index("  figures:") + 1
    assert notice.severity == "warning"
    assert notice.place == "value_statement.figures"
    assert notice.file.endswith("facts.yaml")
    assert notice.line in {figures, figures + 1}


MISTAKES = (
    ('doc_id: "FA-2026-0117"', 'docid: "FA-2026-0117"', "no `docid` on proposal", "did you mean `doc_id`?", 1),
    ('prepared_by: "Prepared by"', "prepared_by:", "is empty", "Prepared by 编制", 1),
    ("status: draft", "status: 草搞", "`草搞` is not one of the values", "did you mean `draft`?", 9),
    ('date: "2026-11-23"', "date: 11/12/2026", "`11/12/2026` is not a date", "2026-11-23", 7),
    ('valid_until: "2026-12-31"', "valid_until: 20261231", "`20261231` is not a date", "write 2026-12-31", 14),
    ('tax_rate: "0.13"', "tax_rate: 13", "13 is not a rate", "write 0.13 for 13 %", 11),
    ('tax_rate: "0.13"', "tax_rate: 1300%", "`1300%` is not from 0 % to 100 %", "like 13%", 11),
    ('unit_price: "64000"', "unit_price: ¥64,000", "`¥64,000` is not a number", "write 64000", 13),
    ('unit_price: "64000"', "unit_price: 6.4万", "`6.4万` is not a number", "write 64000", 13),
    ('unit_price: "64000"', "unit_price: NaN", "`NaN` is not a number", "digits", 13),
    ('unit_price: "64000"', "unit_price: [1]", "a list is not a number", "digits", 13),
    ('currency: "CNY"', "currency: CNX", "`CNX` is not one of", "did you mean `CNY`", 11),
    ('version: "0.1"', "version: draft", "'draft' is not a version", "0.n for a draft", 10),
    ('share: "1"', "share: 0.5", "the shares sum to 0.5", "they must sum to 1", 0),
    ('end: "2027-01-22"', "end: 2026-01-22", "lies before start", "", 6),
)  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message", "hint", "offset"), MISTAKES)
def test_a_mistake_is_reported_in_plain_words_at_its_position(
    tmp_path: Path, right: str, wrong: str, message: str, hint: str, offset: int
) -> None:
    text, line, column = mistake(right, wrong)
    finding = only(tmp_path, text)
    assert message in finding.message
    assert hint in finding.hint
    if offset:
        assert (finding.line, finding.column) == (line, column + offset - 1)
    assert not re.search(r"pydantic|Input should|type=|https?:", finding.show())


def test_the_path_of_a_field_is_written_as_a_person_writes_it(tmp_path: Path) -> None:
    text, line, column = mistake('tax_rate: "0.13"', "tax_rate: 13")
    shown = only(tmp_path, text).show().replace(str(tmp_path), "samples")
    where = f"samples/facts.yaml:{line}:{column + 10}"
    assert shown == f"{where}  pricing.lines[0].tax_rate: 13 is not a rate; write 0.13 for 13 %"


def test_a_missing_field_is_reported_with_title_and_example(tmp_path: Path) -> None:
    text, _, _ = mistake('title: "Title"\n', "\n")
    finding = only(tmp_path, text)
    assert (finding.place, finding.message) == ("title", "is missing")
    assert "Title 标题" in finding.hint
    assert "`定制化解决方案`" in finding.hint


def test_a_computed_field_can_not_be_typed_in(tmp_path: Path) -> None:
    finding = only(tmp_path, PROPOSAL + "payable_in_words: 壹佰元整\n")
    assert finding.message == "`payable_in_words` is computed, never typed in"


def test_an_unknown_key_without_a_value_is_reported_too(tmp_path: Path) -> None:
    assert only(tmp_path, PROPOSAL + "revision:\n").hint.startswith("did you mean `revisions`?")


def test_text_where_a_group_of_fields_is_expected_names_the_full_width_colon(tmp_path: Path) -> None:
    text = re.sub(r"service_period:\n(?: .*\n)+", "service_period:\n  start：2027-01-01\n", PROPOSAL)
    finding = only(tmp_path, text)
    assert finding.place == "service_period"
    assert "full-width" in finding.hint


def test_a_rule_across_fields_is_reported_at_the_field_that_breaks_it(tmp_path: Path) -> None:
    needs = NEEDS.replace("#pain_ids:", "pain_ids:", 1).replace('#  - "P1"', '  - "P9"', 1)
    (finding,) = findings(tmp_path, needs)
    assert finding.place.endswith("[0].pain_ids")
    assert "P9" in finding.message
    assert needs.splitlines()[finding.line - 1].strip() == '- "P9"'


def test_a_file_with_twenty_mistakes_has_twenty_findings_with_line_and_column() -> None:
    path = DATA / "twenty_mistakes.yaml"
    with pytest.raises(InputError) as caught:
        load_document(path)
    wrong = [n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "# wrong" in line]
    assert len(wrong) == 20
    assert [finding.line for finding in caught.value.findings] == wrong
    assert all(finding.column > 0 for finding in caught.value.findings)


def test_a_misspelt_kind_is_reported_and_the_rest_is_checked_all_the_same(tmp_path: Path) -> None:
    text = PROPOSAL.replace("kind: proposal", "kind: propsal").replace('title: "', 'titel: "', 1)
    kind, title = findings(tmp_path, text)
    assert "did you mean `proposal`?" in kind.hint
    assert "did you mean `title`?" in title.hint


def test_a_file_without_a_kind_is_reported_with_the_known_kinds(tmp_path: Path) -> None:
    assert "needs_analysis" in only(tmp_path, "title: x\n").hint
    assert "`invoice`" in only(tmp_path, "kind: invoice\n").message


def test_each_unfilled_place_is_one_finding(tmp_path: Path) -> None:
    text = starter_text("proposal", language="en")
    marks = [
        n for n, line in enumerate(text.splitlines(), 1) if "<fill in: " in line and not line.lstrip().startswith("#")
    ]
    found = findings(tmp_path, text)
    assert [finding.line for finding in found] == marks
    assert {finding.message for finding in found} == {"still to be filled in"}


YAML_SLIPS = (
    ("kind: proposal\nseller:\n\tfull_name: x\n", "a tab is used to indent", 3, 1),
    ("title：x\nkind: proposal\n", "full-width colon", 1, 6),
    ("kind: proposal\ntitle: a\ntitle: b\n", "`title` is there twice; first in line 2", 3, 1),
    ("kind: proposal\ntitle: !!python/object:os.system ls\n", "the tag", 2, 8),
    ("kind: proposal\ntitle: a: b\n", "a second `: `", 2, 9),
    ("kind: proposal\ntitle: 'a\n", "a quote is opened and never closed", 2, 8),
    ("kind: proposal\nlist: [a, b\n", "a bracket", 2, 7),
    ("kind: proposal\na:\n    b: 1\n  c: 2\n", "indentation", 4, 3),
    ("kind: proposal\ntitle: @x\n", "can't start with `@`", 2, 8),
    ("kind: proposal\ntitle: *x\n", "anchor that is not there", 2, 8),
    ("kind: proposal\n<<: a\n", "`<<` takes groups of fields", 2, 1),
    ("kind: proposal\n---\nkind: minutes\n", "several documents", 2, 1),
    ("kind: proposal\ntitle: a\x07b\n", "U+0007", 2, 9),
    ("- a\n- b\n", "expected fields at the top, found a list", 1, 1),
    ("just text\n", "expected fields at the top", 1, 1),
)  # fmt: skip


@pytest.mark.parametrize(("text", "message", "line", "column"), YAML_SLIPS)
def test_a_slip_in_yaml_is_reported_at_its_position(
    tmp_path: Path, text: str, message: str, line: int, column: int
) -> None:
    found = [finding for finding in findings(tmp_path, text) if message in finding.message]
    assert [(finding.line, finding.column) for finding in found] == [(line, column)]


def test_every_tab_is_reported_in_one_run(tmp_path: Path) -> None:
    assert [f.line for f in findings(tmp_path, "a:\n\tb: 1\n\tc: 2\nd:\n\te: 3\n")] == [2, 3, 5]


def test_an_anchor_may_be_used_again_and_again_but_not_without_end(tmp_path: Path) -> None:
    root, found = read_yaml("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x\n")
    assert root and not found
    assert plain_data(root) == {"a": ["1", "2"], "b": ["1", "2"], "c": "3", "d": "3"}
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    assert "aliases" in only(tmp_path, bomb).message
    assert "nested too deeply" in only(tmp_path, "a: &a [*a]\n").message


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("name", ["facts.yaml", "facts.json"])
def test_deep_nesting_is_refused(tmp_path: Path, opening: str, name: str) -> None:
    assert "nested too deeply" in only(tmp_path, opening * 5000, name).message


@pytest.mark.parametrize("name", ["facts.yaml", "facts.json"])
@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_an_empty_file_is_reported(tmp_path: Path, name: str, text: str) -> None:
    assert only(tmp_path, text, name).message == "the file is empty"


def test_a_file_that_is_not_there_or_of_another_kind_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        load_document(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="this is not a file"):
        (tmp_path / "folder.yaml").mkdir()
        load_document(tmp_path / "folder.yaml")
    assert "its kind of file is not known" in only(tmp_path, "x", "facts.doc").message
    monkeypatch.setattr("docgen.loading.MAX_YAML_BYTES", 1024 * 1024)
    assert "the limit is 1 MB" in only(tmp_path, "#" * (1024 * 1024 + 1)).hint


def test_a_mapping_is_for_tables_only(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(PROPOSAL, encoding="utf-8")
    with pytest.raises(UsageError):
        load_document(tmp_path / "facts.yaml", sheet="Leads")


JSON_SLIPS = (
    ('{"kind": "proposal",}', "there is a comma before the closing bracket", 1, 21),
    ('{"kind"："proposal"}', "is where `:` is expected", 1, 8),
    ("{'kind': 1}", "is where a key is expected", 1, 2),
    ('{"a": [1 2]}', "`2` is where `,` is expected", 1, 10),
    ('{"a":\n nul}', "`nul` is not a JSON value", 2, 2),
    ('{"a": 01}', "is not a JSON value", 1, 7),
    ('{"a": NaN}', "`NaN` is not a JSON value", 1, 7),
    ('{"a": "x\n"}', "a quote is opened", 1, 7),
    ('{"a": "\\q"}', "a backslash starts an escape", 1, 8),
    ('{"a": 1} 2', "more after the end", 1, 10),
    ('{"a": 1,\n "a": 2}', "`a` is there twice; first in line 1", 2, 2),
    ('{"a": 1', "the end of the file", 1, 8),
    ('// x\n{}', "`//` is not a JSON value", 1, 1),
)  # fmt: skip


@pytest.mark.parametrize(("text", "message", "line", "column"), JSON_SLIPS)
def test_a_slip_in_json_is_reported_at_its_position(
    tmp_path: Path, text: str, message: str, line: int, column: int
) -> None:
    found = [finding for finding in findings(tmp_path, text, "facts.json") if message in finding.message]
    assert [(finding.line, finding.column) for finding in found] == [(line, column)]


def test_a_mistake_in_json_is_reported_at_the_position_of_its_value(tmp_path: Path) -> None:
    root, _ = read_yaml(PROPOSAL)
    assert root
    data = plain_data(root)
    assert isinstance(data, dict)
    text = json.dumps({**data, "date": "23.11.2026"}, ensure_ascii=False, indent=1)
    finding = only(tmp_path, text, "facts.json")
    line = next(n for n, content in enumerate(text.splitlines(), 1) if "23.11.2026" in content)
    assert (finding.line, finding.column, finding.place) == (line, 10, "date")


def test_amounts_of_a_loaded_proposal_are_exact(tmp_path: Path) -> None:
    document = load(tmp_path, PROPOSAL).document
    assert document.pricing.totals.gross_total == Decimal("144640.00")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("7,25", "write 7.25, digits only"),
        ("0,125", "write 0.125, digits only"),
        ("1.234,50 €", "write 1234.50, digits only"),
        ("1 234,5", "write 1234.5, digits only"),
        ("1,23,456", "write 123456, digits only"),
        ("(45)", "write -45, digits only"),
        ("（1,200.50）", "write -1200.50, digits only"),
        ("-¥45", "write -45, digits only"),
        ("¥−45", "write -45, digits only"),
        ("45-", "write -45, digits only"),
        ("4,5 万元", "write 45000, in full units"),
        ("12k", "write 12000, in full units"),
        ("7,5 %", "write 0.075 for 7.5 %"),
        ("12 套", "write 12, digits only"),
    ],
)
def test_a_figure_in_another_form_is_offered_with_its_value_and_sign(tmp_path: Path, typed: str, hint: str) -> None:
    text, _, _ = mistake('unit_price: "64000"', f'unit_price: "{typed}"')
    assert only(tmp_path, text).hint == hint


@pytest.mark.parametrize("typed", ["1,2,3", "45 CR", "2m", "1.2.3", "-(45)", "--5", "1,234,5", "5–6", "9" * 50 + ","])
def test_a_figure_that_may_mean_several_things_is_asked_for(tmp_path: Path, typed: str) -> None:
    text, _, _ = mistake('unit_price: "64000"', f'unit_price: "{typed}"')
    assert only(tmp_path, text).hint == "write digits only, like 64000"


def test_a_price_that_cannot_be_has_a_code_its_values_and_its_place(tmp_path: Path) -> None:
    text, line, _ = mistake('unit_price: "64000"', 'unit_price: "64000"\n      discount_amount: "900000"')
    finding = only(tmp_path, text)
    assert (finding.code, finding.line) == ("pricing.discount_above_line", line + 1)
    assert finding.place == "pricing.lines[0].discount_amount"
    assert finding.values["discount"] == Decimal(900000)
