"""Figures in text: sums that the document doesn't have are reported, references print those that it has."""

from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from language import outline

import docgen
from docgen.audience import Audience
from docgen.errors import Finding, RefusedError
from docgen.messages import in_language
from docgen.schemas import KINDS
from docgen.schemas.base import Envelope
from docgen.schemas.references import with_references

EN, ZH = (ROOT / "samples" / f"proposal.{name}.yaml" for name in ("services.en", "manufacturing.zh"))


def changed(path: Path = EN, headline: str | None = None, /, **fields: Any) -> Envelope:
    """A sample with another headline over its prices, and other fields."""
    document: Any = docgen.load(path)
    if headline is not None:
        fields["headlines"] = document.headlines.model_copy(update={"pricing": headline})
    return document.model_copy(update=fields)


def reported(document: Envelope, *areas: str) -> list[Finding]:
    return [finding for finding in document.notices() if finding.code.startswith(areas)]


# Sums that are typed


@pytest.mark.parametrize(
    ("path", "headline"),
    [
        *((EN, text) for text in ("£136,560 before VAT", "GBP 136.5k and 1.7 million a year in savings", "$136,506")),
        *((EN, text) for text in ("163,506 pounds in all", "total cost: 136,560 before VAT", "14.9 万英镑总价")),
        *((ZH, text) for text in ("总投资 143.87 万元", "总价 ￥1,384,733", "一百四十三万元", "总投资 134.87 万美元")),
    ],
)
def test_a_sum_that_the_document_doesnt_have_is_reported(path: Path, headline: str) -> None:
    found = reported(changed(path, headline), "notice.sum")
    assert {(finding.code, finding.place) for finding in found} == {("notice.sum", "headlines.pricing")}
    assert found[0].severity == "warning"


@pytest.mark.parametrize("field", ["title", "executive_summary", "background"])
def test_narrative_fields_are_compared(field: str) -> None:
    (found,) = reported(changed(EN, **{field: "Roll-out costs £136,560."}), "notice.sum")
    assert found.place == field
    assert found.message == "£136,560 is none of the document's figures; the nearest is £136,505.58 (Net total)"
    with in_language("zh"):
        assert found.message.startswith("“£136,560”不是本文件里的数据，最接近的是 £136,505.58（不含税合计）")


@pytest.mark.parametrize(
    "headline",
    [
        "£136,506 before VAT",
        "13.7 万英镑",
        "about £305,000 a year is lost",  # the total of what the pains cost
        "£198k a year back, £150,000 in the first year",  # typed with the return
        "1.2 million guests in 15 minutes",
        "paid in three parts",
    ],
)
def test_figures_of_the_document_are_known(headline: str) -> None:
    assert not reported(changed(EN, headline), "notice.sum")


def test_sums_in_another_currency_than_the_prices_are_reported() -> None:
    document: Any = docgen.load(EN)
    found = reported(changed(pricing=document.pricing.model_copy(update={"currency": "EUR"})), "notice.sum")
    assert "notice.sum_currency" in {finding.code for finding in found}
    assert [f.message for f in found if f.place == "headlines.pricing"] == [
        "£136,506 is none of the document's figures; the nearest is €136,505.58 (Net total), in another currency"
    ]


@pytest.mark.parametrize("sample", sorted((ROOT / "samples").glob("[!l]*.yaml")), ids=lambda path: path.stem)
def test_the_samples_have_no_sum_of_their_own(sample: Path) -> None:
    assert not reported(docgen.load(sample), "notice.sum", "notice.template_code", "reference.")


# References


def test_references_print_figures_in_the_documents_language() -> None:
    zh: Any = with_references(changed(ZH, "共 {应付总额}（{payable_wan}），截至{valid_until}"), Audience.CLIENT)
    assert zh.headlines.pricing == "共 ¥1,348,733.00（134.87 万元），截至2026年12月31日"
    en: Any = with_references(changed(EN, "{ Net total } to {project end}"), Audience.CLIENT)
    assert en.headlines.pricing == "£136,505.58 to 30 April 2027"


def test_a_document_without_references_stays_as_it_is() -> None:
    document = docgen.load(EN)
    assert with_references(document, Audience.CLIENT) is document


def test_a_brace_stays_a_brace() -> None:
    typed = r"\{payable} {{payable}} ${payable} {a, b} {see the annex} {} `{payable}` x_{i} {{ 7*7 }}"
    for document in (changed(EN, typed), changed(executive_summary=typed)):
        assert not reported(document, "reference.")
    plain: Any = with_references(changed(EN, typed), Audience.CLIENT)
    assert plain.headlines.pricing == typed.replace("\\", "")
    assert [f.code for f in reported(changed(EN, typed), "notice.template")] == ["notice.template_code"]


@pytest.mark.parametrize("field", ["executive_summary", "title"])
def test_an_unknown_reference_is_an_error_that_names_the_list(field: str) -> None:
    document = changed(EN, **{field: "It costs {paybale}."})
    (found,) = reported(document, "reference.")
    assert (found.severity, found.place) == ("error", field)
    assert "did you mean `{payable}`?" in found.message
    assert "{net_total}" in str(found.hint)
    with in_language("zh"):
        assert "{应付总额}" in str(found.hint)
    with pytest.raises(RefusedError):
        docgen.render(document, "docx")


def test_a_copy_prints_no_figure_that_its_reader_may_not_read() -> None:
    register = docgen.load(ROOT / "samples" / "lead_register.services.en.yaml")
    document = register.model_copy(update={"title": "Leads at {cost_per_lead}"})
    assert "Leads at 31.63" in with_references(document, Audience.INTERNAL).title  # type: ignore[attr-defined]
    with pytest.raises(RefusedError, match="is not shown in a copy for the client"):
        with_references(document, Audience.CLIENT)


def test_internal_texts_of_a_clients_copy_are_left_alone() -> None:
    document: Any = docgen.load(EN)
    notes = document.speaker_notes.model_copy(update={"pricing": "Ask for {nothing}."})
    assert not reported(document.model_copy(update={"speaker_notes": notes}), "reference.")


def test_a_reference_without_a_figure_is_an_error() -> None:
    (found,) = reported(changed(EN, "{roi_cost}", roi=None), "reference.")
    assert found.message == "the document has no figure for `{roi_cost}`"


def test_a_figure_is_text_and_no_markdown() -> None:
    roi: Any = docgen.load(EN).roi.model_copy(update={"payback": "11 *long* months {payable}"})  # type: ignore[attr-defined]
    document: Any = with_references(changed(executive_summary="**{payback}**", roi=roi), Audience.CLIENT)
    assert document.executive_summary == r"**11 \*long\* months {payable}**"


@pytest.mark.parametrize("file_format", ["docx", "pptx", "pdf"])
def test_all_formats_print_references(file_format: str) -> None:
    document = changed(EN, "Net {net_total}", executive_summary="In all **{payable}**.", title="Offer {payable}")
    made = docgen.render(document, file_format)
    printed = outline(made.data, file_format)
    assert "Net £136,505.58" in printed or file_format == "docx"
    assert "In all £" in " ".join(printed.split())
    assert "{" not in made.filename
    assert made.stamp.title.startswith("Offer £")


def test_each_reference_has_a_value_and_two_names() -> None:
    for kind in KINDS.values():
        references = kind.model.references
        names = [name for one in references for name in (one.name, one.zh)]
        assert len(names) == len(set(names))
    document = changed(ZH, " ".join(f"{{{one.name}}}" for one in docgen.load(ZH).references))
    assert not reported(document, "reference.")


@pytest.mark.parametrize("page", ["figures-in-text.md", "figures-in-text.zh.md"])
def test_the_page_lists_all_references(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for kind in KINDS.values():
        for one in kind.model.references:
            assert f"`{{{one.zh if '.zh' in page else one.name}}}`" in text
