"""The layers of a library: precedence, and findings for missing or invalid files."""

from pathlib import Path

import pytest

from docgen.errors import LibraryError
from docgen.library import (
    Library,
    find_case,
    find_objection,
    find_template,
    list_objections,
    listing,
    open_library,
)
from docgen.library.source import read_yaml

CARD = "name: Acme\nversion: 1.10\n"
OBJECTION = """---
category: price
verbatim: Too dear.
proof:
  - figure: Paid back in 10 months
    source: Acceptance report
owner: Martin Doyle
version: 1.10
review_by: 2027-03-31
---

## Underlying concern

The money may not come back.

## Clarifying questions

- Than what?
- By how much?

## Acknowledge

A fair point.

## respond

Three years, not one.

## Answer for the client

Look at **three years**.
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def layered(tmp_path: Path):
    """`layered(company files, built-in files)` is a library of two layers."""

    def make(company: dict[str, str], builtin: dict[str, str]) -> Library:
        (tmp_path / "acme").mkdir()
        (tmp_path / "lower").mkdir()
        return Library((write(tmp_path / "acme", company), write(tmp_path / "lower", builtin)))

    return make


def problem(error: pytest.ExceptionInfo[LibraryError]) -> str:
    return str(error.value)


# Templates

PLACES = [
    "acme/docx/services/proposal.zh.docx",
    "acme/docx/services/proposal.docx",
    "acme/docx/base/proposal.zh.docx",
    "acme/docx/base/proposal.docx",
    "lower/docx/services/proposal.zh.docx",
    "lower/docx/services/proposal.docx",
    "lower/docx/base/proposal.zh.docx",
    "lower/docx/base/proposal.docx",
]


@pytest.mark.parametrize("first", range(len(PLACES)))
def test_a_template_is_looked_up_in_company_industry_company_base_built_in_industry_built_in_base(tmp_path, first):
    write(tmp_path, dict.fromkeys(PLACES[first:], "x"))
    (tmp_path / "acme").mkdir(exist_ok=True)
    library = Library((tmp_path / "acme", tmp_path / "lower"))
    found = find_template(library, "proposal", "docx", "services", "zh")
    assert found.name == PLACES[first]
    assert found.tried == tuple((place, place == PLACES[first]) for place in PLACES[: first + 1])


def test_a_stacked_document_has_its_own_template_suffix(layered):
    library = layered({"pptx/base/minutes.zh+en.pptx": "both", "pptx/base/minutes.zh.pptx": "zh"}, {})
    assert find_template(library, "minutes", "pptx", "base", "zh+en").data == b"both"


def test_a_pdf_is_made_from_an_html_template(layered):
    library = layered({}, {"html/base/minutes.html": "<p>"})
    assert find_template(library, "minutes", "pdf", "services", "en").name == "lower/html/base/minutes.html"


def test_a_missing_template_names_what_was_looked_at_and_the_nearest_kind(layered):
    library = layered({}, {"docx/base/proposal.docx": "x"})
    with pytest.raises(LibraryError) as error:
        find_template(library, "propsal", "docx", "services", "en")
    assert "lower/docx/base/propsal.docx" in problem(error)
    assert "did you mean `proposal`?" in problem(error)


@pytest.mark.parametrize("name", ["../lower/secret", "a/b", "", "."])
def test_a_name_that_could_leave_the_library_is_refused(layered, name):
    library = layered({}, {"docx/base/proposal.docx": "x"})
    with pytest.raises(LibraryError):
        find_template(library, "proposal", "docx", name, "en")
    with pytest.raises(LibraryError):
        find_objection(library, name, "services", "en")


def test_html_parts_are_read_from_the_company_first(layered):
    library = layered({"html/base/a.html": "company"}, {"html/base/a.html": "lower", "html/base/b.css": "lower"})
    found = find_template(library, "a", "pdf", "base", "en")
    assert (found.read("base/a.html"), found.read_asset("base/b.css")) == ("company", b"lower")


def test_html_parts_outside_the_library_are_not_there(layered, tmp_path):
    library = layered({"secret.html": "x"}, {"html/base/a.html": "x"})
    write(tmp_path, {"outside.html": "x"})
    (tmp_path / "acme" / "html").mkdir()
    (tmp_path / "acme" / "html" / "link.html").symlink_to(tmp_path / "outside.html")
    for path in ("../secret.html", "../../outside.html", "base/../base/a.html", "link.html", "/etc/passwd", "missing"):
        with pytest.raises(KeyError):
            library.read_html(path)


def linked(tmp_path, relative, target):
    """A file or folder of the company's layer that is a link to `target`."""
    link = tmp_path / "acme" / relative
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)


@pytest.mark.parametrize("place", ["docx/base/proposal.docx", "docx/services/proposal.en.docx", "docx/base", "docx"])
def test_a_template_that_is_a_link_out_of_the_library_is_refused_with_its_name(layered, tmp_path, place):
    library = layered({"library.yaml": CARD}, {"docx/base/proposal.docx": "lower"})
    elsewhere = write(tmp_path / "mail", {"base/proposal.docx": "x", "proposal.docx": "x"})
    targets = {"docx": elsewhere, "docx/base": elsewhere / "base"}
    linked(tmp_path, place, targets.get(place, elsewhere / "proposal.docx"))
    with pytest.raises(LibraryError, match="this is a link that leads out of the library") as error:
        find_template(library, "proposal", "docx", "services", "en")
    assert [finding.file for finding in error.value.findings] == [f"acme/{place}"]


def test_a_link_to_nothing_does_not_bring_the_built_in_file_in_its_place(layered, tmp_path):
    library = layered({"library.yaml": CARD}, {"html/base/minutes.html": "lower"})
    linked(tmp_path, "html/base/minutes.html", tmp_path / "moved-away.html")
    with pytest.raises(LibraryError, match="leads to nothing"):
        find_template(library, "minutes", "pdf", "base", "zh")


def test_a_link_inside_the_library_is_followed(layered, tmp_path):
    library = layered({"pptx/base/minutes.pptx": "ours"}, {})
    linked(tmp_path, "pptx/services/minutes.pptx", tmp_path / "acme/pptx/base/minutes.pptx")
    linked(tmp_path, "pptx/retail", tmp_path / "acme/pptx/base")
    for industry in ("services", "retail", "technology"):
        assert find_template(library, "minutes", "pptx", industry, "zh").data == b"ours"


def test_every_link_out_of_the_library_is_named_at_once_by_what_lists_it(layered, tmp_path):
    library = layered({"library.yaml": CARD}, {"objections/price.en.md": OBJECTION})
    write(tmp_path, {"a.md": OBJECTION, "folder/b.md": OBJECTION})
    linked(tmp_path, "objections/mine.en.md", tmp_path / "a.md")
    linked(tmp_path, "objections/services", tmp_path / "folder")
    with pytest.raises(LibraryError) as error:
        list_objections(library)
    assert [finding.file for finding in error.value.findings] == [
        "acme/objections/mine.en.md",
        "acme/objections/services",
    ]
    with pytest.raises(LibraryError, match="leads out of the library"):
        find_objection(library, "mine", "base", "en")


def test_an_id_that_is_too_long_for_a_file_is_a_finding(layered):
    library = layered({}, {})
    for name in ("n" * 300, "价" * 100):
        with pytest.raises(LibraryError, match="200 bytes at most"):
            find_case(library, name, "services", "zh")
    with pytest.raises(KeyError):
        library.read_asset(f"{'n' * 300}.svg")


def test_hidden_files_and_office_locks_are_no_templates(layered):
    library = layered({"docx/base/~$oposal.docx": "lock", "docx/base/.proposal.docx": "x"}, {})
    assert listing(library)["templates"] == []


def test_the_digest_follows_the_content_and_not_the_place(layered, tmp_path):
    library = layered({"library.yaml": CARD}, {"labels/a.yaml": "x: {en: X, zh: 某}"})
    write(tmp_path / "elsewhere" / "acme", {"library.yaml": CARD})
    write(tmp_path / "elsewhere" / "lower", {"labels/a.yaml": "x: {en: X, zh: 某}"})
    moved = Library((tmp_path / "elsewhere" / "acme", tmp_path / "elsewhere" / "lower"))
    assert library.digest == moved.digest
    write(tmp_path / "elsewhere" / "lower", {"labels/a.yaml": "x: {en: Y, zh: 某}"})
    assert Library(moved.layers).digest != library.digest


def test_a_librarys_version_names_each_layer(layered):
    assert layered({"library.yaml": CARD}, {}).version == "Acme 1.10 + lower"


def test_a_company_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LibraryError) as error:
        open_library(tmp_path / "nowhere")
    assert "nowhere" in problem(error)


# Objections and cases


def test_an_objection_is_read_from_its_front_matter_and_its_headings(layered):
    objection = find_objection(layered({}, {"objections/dear.en.md": OBJECTION}), "dear", "services", "en")
    assert objection.objection_id == "dear"
    assert objection.version == "1.10"
    assert objection.clarifying_questions == ("Than what?", "By how much?")
    assert (objection.steps.acknowledge, objection.steps.respond) == ("A fair point.", "Three years, not one.")
    assert objection.client_answer == "Look at **three years**."


def test_headings_may_be_chinese_titles(layered):
    text = OBJECTION.replace("## Answer for the client", "## 对客解答").replace("## respond", "## 回应")
    objection = find_objection(layered({}, {"objections/dear.zh.md": text}), "dear", "services", "zh")
    assert objection.client_answer == "Look at **three years**."


def test_an_industry_replaces_only_the_fields_it_gives(layered):
    override = "---\nverbatim: Per site?\n---\n## Respond\n\nPer site it is little.\n"
    files = {"objections/dear.en.md": OBJECTION, "objections/services/dear.en.md": override}
    library = layered({}, files)
    objection = find_objection(library, "dear", "services", "en")
    assert (objection.verbatim, objection.steps.respond) == ("Per site?", "Per site it is little.")
    assert (objection.steps.acknowledge, objection.owner) == ("A fair point.", "Martin Doyle")
    assert find_objection(library, "dear", "manufacturing", "en").verbatim == "Too dear."


def test_a_companys_common_text_lies_over_the_built_in_industrys(layered):
    company = OBJECTION.replace("Too dear.", "Company words.")
    override = "---\nverbatim: Built-in industry words.\n---\n"
    library = layered(
        {"objections/dear.en.md": company},
        {"objections/dear.en.md": OBJECTION, "objections/services/dear.en.md": override},
    )
    assert find_objection(library, "dear", "services", "en").verbatim == "Company words."


def test_a_companys_industry_text_lies_over_the_built_in_ones(layered):
    library = layered(
        {"objections/services/dear.en.md": "---\nverbatim: Company, services.\n---\n"},
        {
            "objections/dear.en.md": OBJECTION,
            "objections/services/dear.en.md": "---\nverbatim: Built in.\npersona: CFO\n---\n",
        },
    )
    objection = find_objection(library, "dear", "services", "en")
    assert (objection.verbatim, objection.persona) == ("Company, services.", "CFO")


def test_an_objection_of_one_industry_alone_is_listed(layered):
    library = layered({"objections/services/dear.en.md": OBJECTION}, {})
    assert list_objections(library) == ("dear",)
    assert listing(library)["objections"][0]["owner"] == "Martin Doyle"


def test_a_stacked_document_takes_the_chinese_text_first(layered):
    chinese = OBJECTION.replace("Too dear.", "太贵了。")
    library = layered({}, {"objections/dear.zh.md": chinese, "objections/dear.en.md": OBJECTION})
    assert find_objection(library, "dear", "services", "zh+en").verbatim == "太贵了。"


def test_an_unknown_objection_names_the_nearest(layered):
    library = layered({}, {"objections/price-too-high.en.md": OBJECTION})
    with pytest.raises(LibraryError) as error:
        find_objection(library, "price-to-high", "services", "en")
    assert "did you mean `price-too-high`?" in problem(error)


def test_an_objection_without_this_language_says_which_it_has(layered):
    with pytest.raises(LibraryError) as error:
        find_objection(layered({}, {"objections/dear.en.md": OBJECTION}), "dear", "services", "zh")
    assert "it exists in en; add dear.zh.md" in problem(error)


def test_an_unknown_case_names_the_known_ones(layered):
    library = layered({}, {"cases/gears.en.md": "---\n---\n"})
    with pytest.raises(LibraryError) as error:
        find_case(library, "hotels", "services", "en")
    assert "known are gears" in problem(error)


BROKEN = {
    "no front matter": ("category: price\n", ":1:1", "has no front matter"),
    "not YAML": ("---\ncategory: [price\n---\n", ":2:11", "a bracket is opened and never closed"),
    "a misspelt field": (OBJECTION.replace("verbatim:", "verbatm:"), ":3:1", "did you mean `verbatim`?"),
    "a wrong choice": (OBJECTION.replace("category: price", "category: cost"), ":2:1", "is not one of the choices"),
    "a wrong list item": (OBJECTION.replace("    source: A", "    sauce: A"), ":6:1", "proof[0].sauce"),
    "a misspelt heading": (
        OBJECTION.replace("## Acknowledge", "## Acknowlege"),
        ":21:1",
        "did you mean `Acknowledge`?",
    ),
    "a heading twice": (OBJECTION + "\n## 对客解答\n\nAgain\n", ":33:1", "is given twice"),
    "text before a heading": (
        OBJECTION.replace("\n## Underlying", "\nStray.\n\n## Underlying"),
        ":11:1",
        "there is text before the first heading",
    ),
    "a key twice": (
        OBJECTION.replace("owner:", "category: price\nowner:"),
        ":7:1",
        "`category` is there twice; first in line 2",
    ),
    "another id": (OBJECTION.replace("category:", "objection_id: cheap\ncategory:"), ":2:1", "write dear"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_broken_objection_is_refused_with_its_line(layered, mistake):
    text, line, words = BROKEN[mistake]
    with pytest.raises(LibraryError) as error:
        find_objection(layered({}, {"objections/dear.en.md": text}), "dear", "services", "en")
    assert f"lower/objections/dear.en.md{line}" in problem(error)
    assert words in problem(error)


def test_all_mistakes_of_an_objection_are_reported_at_once(layered):
    text = OBJECTION.replace("category: price", "category: cost").replace("review_by: 2027-03-31", "review_by: soon")
    with pytest.raises(LibraryError) as error:
        find_objection(layered({}, {"objections/dear.en.md": text}), "dear", "services", "en")
    assert {finding.line for finding in error.value.findings} == {2, 9}


def test_a_mistake_in_an_industrys_file_is_placed_there(layered):
    files = {"objections/dear.en.md": OBJECTION, "objections/services/dear.en.md": "---\nversion: first\n---\n"}
    with pytest.raises(LibraryError) as error:
        find_objection(layered({}, files), "dear", "services", "en")
    assert "lower/objections/services/dear.en.md:2:1" in problem(error)


def test_a_file_that_is_not_utf_8_is_named(layered, tmp_path):
    library = layered({}, {"objections/dear.zh.md": ""})
    (tmp_path / "lower" / "objections" / "dear.zh.md").write_bytes("太贵".encode("gb18030"))
    with pytest.raises(LibraryError) as error:
        find_objection(library, "dear", "services", "zh")
    assert "save it as UTF-8" in problem(error)


# Labels


def test_a_companys_label_lies_over_the_built_in_one(layered):
    library = layered(
        {"labels/own.yaml": "total: {en: Sum, zh: 总和}"},
        {"labels/common.yaml": "total: {en: Total, zh: 合计}\nyes: {en: 'Yes', zh: 是}"},
    )
    assert (library.labels("total"), library.labels("yes")) == (("Sum", "总和"), ("Yes", "是"))


def test_a_label_without_an_entry_is_a_fields_title(layered):
    library = layered({}, {})
    assert library.labels("doc_id") == ("Document no.", "文件编号")
    assert library.labels("contact.job_title") == ("Job title", "职务")


def test_a_field_name_means_the_kinds_own_field_first(layered):
    library = layered({}, {})
    assert library.labels_for("proposal", "zh")("objections") == ("Objections", "常见疑虑解答")
    assert library.labels_for("playbook", "zh")("objections") == ("Own entries", "自有条目")


def test_a_field_name_means_the_envelopes_field_if_no_kind_is_given(layered):
    assert layered({}, {}).labels("reviewed_by") == ("Reviewed by", "审核")


def test_a_stacked_document_takes_the_wording_made_for_both(layered):
    library = layered({}, {"labels/a.yaml": "page: {en: 'Page ', zh: '第 ', both: '页码 Page '}"})
    assert library.labels_for("minutes", "zh+en")("page") == ("页码 Page ", "页码 Page ")
    assert library.labels_for("minutes", "zh")("page") == ("Page ", "第 ")


def test_an_unknown_label_names_the_nearest(layered):
    with pytest.raises(KeyError) as caught:
        layered({}, {}).labels("unit_pryce")
    assert str(caught.value.args[0]) == "no label `unit_pryce`; did you mean `unit_price`?"


def test_a_label_in_two_files_of_a_layer_is_refused(layered):
    library = layered(
        {}, {"labels/a.yaml": "x: {en: X, zh: 某}", "labels/b.yaml": "y: {en: Y, zh: 乙}\nx: {en: X, zh: 某}"}
    )
    with pytest.raises(LibraryError) as error:
        library.labels("x")
    assert "lower/labels/b.yaml:2:1" in problem(error)


def test_a_label_without_a_language_is_refused_with_its_line(layered):
    library = layered({}, {"labels/a.yaml": "x: {en: X, zh: 某}\ny: {en: Y}"})
    with pytest.raises(LibraryError) as error:
        library.labels("x")
    assert "lower/labels/a.yaml:2:1  y.zh" in problem(error)


# Industries and look

INDUSTRY = """id: farming
name: {en: Farming, zh: 农业}
accent: "2E6B34"
motif: leaf
emphasis: {en: Yield, zh: 产量}
measures:
  - name: {en: Yield per hectare, zh: 亩产}
    unit: {en: t/ha, zh: 公斤/亩}
    direction: higher
    why: {en: Income, zh: 收入}
questions:
  - stage: 痛点
    text: {en: What fails?, zh: 哪里减产？}
"""


@pytest.mark.parametrize(("language", "name"), [("en", "Farming"), ("zh", "农业"), ("zh+en", "农业 Farming")])
def test_an_industry_speaks_the_documents_language(layered, language, name):
    industry = layered({"industries/farming.yaml": INDUSTRY}, {}).industry("farming", language)
    assert industry.name == name
    assert industry.questions[0].stage.title_zh == "痛点"


def test_an_unknown_industry_names_the_nearest(layered):
    library = layered({"industries/farming.yaml": INDUSTRY}, {})
    with pytest.raises(LibraryError) as error:
        library.industry("framing", "en")
    assert "did you mean `farming`?" in problem(error)


def test_a_company_gives_only_the_brand_tokens_it_wants(layered):
    library = layered(
        {"brand.yaml": "primary: 004080\nlogo: mark.svg\n", "mark.svg": "<svg/>"},
        {"brand.yaml": "primary: '101010'\nink: '202020'\n", "industries/farming.yaml": INDUSTRY},
    )
    brand = library.brand_for("farming")
    assert (brand.primary, brand.ink, brand.accent, brand.logo) == ("004080", "202020", "2E6B34", b"<svg/>")


def test_a_text_colour_too_pale_on_white_is_refused_with_a_darker_one(layered):
    library = layered({"brand.yaml": "muted: AAAAAA\n"}, {"industries/farming.yaml": INDUSTRY})
    with pytest.raises(LibraryError) as error:
        library.brand_for("farming")
    assert "acme/brand.yaml:1:1  muted: AAAAAA reaches a contrast of 2.3:1" in problem(error)
    assert "does is 757575" in problem(error)


def test_an_industrys_pale_accent_is_placed_in_its_file(layered):
    library = layered({}, {"industries/farming.yaml": INDUSTRY.replace("2E6B34", "FFCC00")})
    with pytest.raises(LibraryError) as error:
        library.brand_for("farming")
    assert "lower/industries/farming.yaml:3:1  accent" in problem(error)


@pytest.mark.parametrize(
    "text", ["primary: '#004080'\n", "primary: blue\n", "logo: missing.svg\n", "colour: '004080'\n"]
)
def test_a_wrong_brand_token_is_refused_with_its_line(layered, text):
    library = layered({"brand.yaml": text}, {"industries/farming.yaml": INDUSTRY})
    with pytest.raises(LibraryError) as error:
        library.brand_for("farming")
    assert "acme/brand.yaml:1:1" in problem(error)


def test_bare_words_are_read_as_yaml_1_2_says_and_figures_stay_text(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "a: 1.10\nb: yes\nc: true\nd: ~\ne:\nf: 'true'\ng: 2026-01-02\nh: [004080, null]\n", encoding="utf-8"
    )
    data = read_yaml(path, "x.yaml").data
    assert data == {
        "a": "1.10", "b": "yes", "c": True, "d": None, "e": None, "f": "true", "g": "2026-01-02", "h": ["004080", None],
    }  # fmt: skip


def test_what_an_alias_brings_in_lies_under_what_is_given(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("base: &b {x: 1, y: 2}\nover:\n  y: 3\n  <<: *b\n", encoding="utf-8")
    assert read_yaml(path, "x.yaml").data["over"] == {"x": "1", "y": "3"}


_DOUBLING = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: [1\nc: 2\n", 2, "a bracket is opened and never closed"),
        ("a: 1\nb: x\x01y\n", 2, "U+0001"),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "`c` is there twice; first in line 3"),
        ("a: &a\n  b: *a\n", 1, "aliases"),
        (_DOUBLING, 1, "aliases"),
        ("- a\n", 1, "name: value"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_reported_with_its_line(tmp_path, text, line, message):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LibraryError) as caught:
        read_yaml(path, "x.yaml")
    (finding,) = caught.value.findings
    assert finding.line == line
    assert message in finding.message
