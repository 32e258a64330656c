"""The files of `docgen new`: they load when all placeholders are filled in, and report them until then."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import docgen
from docgen.audience import marks_of
from docgen.cli import cli
from docgen.errors import InputError
from docgen.loading import load_document
from docgen.schemas import KINDS, model_for
from docgen.starter import starter_text

LANGUAGES = ("zh", "en")
MARK = re.compile(r'"<(?:填写：例如 |fill in: e\.g\. )(.*)>"$', re.MULTILINE)
COMMENTED_OUT = re.compile(r"^( *)#(?=[a-z_]+:|  )", re.MULTILINE)


def fill(text: str) -> str:
    return MARK.sub(r'"\1"', text)


def with_all_options(text: str) -> str:
    while COMMENTED_OUT.search(text):
        text = COMMENTED_OUT.sub(r"\1", text)
    return text


def write(folder: Path, text: str) -> Path:
    path = folder / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_loads_once_its_marked_places_are_filled(tmp_path: Path, kind: str, language: str) -> None:
    document = load_document(write(tmp_path, fill(starter_text(kind, "services", language)))).document
    assert (document.industry, document.language, document.status) == ("services", language, "draft")
    assert isinstance(document, model_for(kind))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_says_of_each_place_that_it_is_still_to_be_filled_in(
    tmp_path: Path, kind: str, language: str
) -> None:
    text = starter_text(kind, language=language)
    places = [
        n for n, line in enumerate(text.splitlines(), 1) if MARK.search(line) and not line.lstrip().startswith("#")
    ]
    with pytest.raises(InputError) as caught:
        load_document(write(tmp_path, text))
    assert places
    assert [finding.line for finding in caught.value.findings] == places
    assert {finding.code for finding in caught.value.findings} == {"input.unfilled"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_optional_line_of_a_new_file_names_a_field_and_holds_a_value_it_takes(tmp_path: Path, kind: str) -> None:
    text = with_all_options(fill(starter_text(kind)))
    try:
        load_document(write(tmp_path, text))
    except InputError as error:  # rules across fields may refuse all options at once, such as two types of discount
        assert {finding.code for finding in error.findings} == {"input.rule"}, str(error)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_names_every_field_and_marks_the_internal_ones(kind: str) -> None:
    chinese, english = starter_text(kind), starter_text(kind, language="en")
    for name, mark in marks_of(model_for(kind)).items():
        if name in model_for(kind).model_fields:
            assert re.search(rf"^#?{name}:", chinese, re.MULTILINE)
            hidden = not mark.is_open and mark.searched  # ids of entries are internal but not labelled so
            assert (f"# 「内部」{mark.zh}" in chinese) or not hidden
            assert (f"# [internal] {mark.en}: {mark.description}" in english) or not hidden


def test_comments_are_in_the_language_asked_for() -> None:
    comments = re.findall(r"^[# ]*# ([^ #].*)$", starter_text("minutes", language="en"), re.MULTILINE)
    assert comments
    assert not re.search("[一-鿿]", "".join(comments))


def test_there_is_no_new_file_for_an_unknown_kind() -> None:
    with pytest.raises(KeyError):
        starter_text("invoice")


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_those_of_the_kind_and_of_the_language(tmp_path: Path, language: str) -> None:
    texts = {kind: docgen.new(kind, industry="services", language=language) for kind in KINDS}
    for name in ("title", "doc_id"):
        examples = [re.search(rf'^{name}: "(.*)"$', text, re.MULTILINE) for text in texts.values()]
        assert len({found[1] for found in examples if found}) == len(KINDS)
    for kind, text in texts.items():
        assert language == "zh" or not re.search("[一-鿿]", text)
        assert isinstance(load_document(write(tmp_path, fill(text))).document, model_for(kind))


def test_a_new_file_takes_an_industry_by_name_and_refuses_an_unknown_one() -> None:
    assert "\nindustry: manufacturing\n" in docgen.new("screening", industry="制造业")
    with pytest.raises(docgen.LibraryError, match="logistcs"):
        docgen.new("screening", industry="logistcs")


def test_a_new_file_is_written_once(tmp_path: Path) -> None:
    run = CliRunner()
    arguments = ["new", "minutes", "--out", str(tmp_path / "a.yaml")]
    assert run.invoke(cli, arguments).exit_code == 0
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == docgen.new("minutes")
    (tmp_path / "a.yaml").write_text("mine", encoding="utf-8")
    assert run.invoke(cli, arguments).exit_code == 2
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "mine"
