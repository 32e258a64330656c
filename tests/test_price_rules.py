"""Impossible prices are errors, a list with options only has no total, and clients' pages contain no withheld sum."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from language import text_of
from test_hidden_prices import hidden
from test_money import line, priced, problems_of
from test_proposal import sample

import docgen
from docgen.audience import as_data, view_for
from docgen.schemas.proposal import Proposal

D = Decimal
FORMATS = ("docx", "pptx", "pdf")
LANGUAGES = ("zh", "en", "zh+en")


def proposal(*lines: dict[str, Any], terms: dict[str, Any] | None = None, **changes: Any) -> Proposal:
    """The zh+en sample with other prices, and without its texts about prices."""
    pricing = {"currency": "EUR", "lines": [*lines], **(terms or {})}
    data = {**sample("manufacturing.zh+en"), "pricing": pricing, "executive_summary": "Summary", "roi": None}
    return Proposal.model_validate({**data, "status": "draft", **changes})


def printed(document: Proposal, file_format: str, audience: str = "client") -> str:
    return text_of(docgen.render(document, file_format, audience=audience).data, file_format)


def checked(document: Proposal, folder: Path) -> list[tuple[str, str]]:
    """Code and severity of the findings about its prices."""
    data = document.model_dump(mode="json", exclude_computed_fields=True)
    for typed, full in zip(data["pricing"]["lines"], document.pricing.lines, strict=True):
        typed["unit_price"] = str(full.typed.unit_price)
    path = folder / "facts.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return [(f.code, f.severity) for f in docgen.check(path) if f.place.startswith("pricing")]


# ── errors ──


@pytest.mark.parametrize(
    ("qty", "price", "off"),
    [(1, "6400", "6400.01"), (3, "10", "31"), (1, "100", "-1"), (-1, "100", "5"), (1, "0", "1")],
)
def test_a_discount_lies_between_nothing_and_its_line(qty: int, price: str, off: str):
    assert f"lines[0].discount_amount: {off} off" in problems_of(line(qty, price, discount_amount=off), credit=True)


@pytest.mark.parametrize(("qty", "price", "off"), [(1, "6400", "6400"), (3, "33.3333", "100.00"), (-2, "50", "-10")])
def test_a_discount_up_to_the_whole_line_is_taken_off_credit_lines_too(qty: int, price: str, off: str):
    made = priced(line(qty, price, "0", discount_amount=off), credit=True)
    assert made.totals.payable == (qty * D(price)).quantize(D("0.01")) - D(off)


def test_a_negative_amount_payable_needs_a_credit_note():
    below = (line(1, "100"), line(-2, "80"))
    assert "credit: the amount payable is -67.80; only a credit note goes below zero" in problems_of(*below)
    assert priced(*below, credit=True).totals.payable == D("-67.80")


def test_a_credit_line_in_an_offer_above_zero_needs_no_leave():
    assert priced(line(1, "300"), line(1, "-20")).totals.payable == D("316.40")


def test_a_credit_note_takes_discounts_on_groups_and_on_the_whole():
    made = priced(
        line(-1, "200", "0", group="a"), credit=True, group_discounts=[{"group": "a", "rate": "0.1"}],
        document_discount={"amount": "-30"},
    )  # fmt: skip
    assert made.totals.payable == D("-150.00")


@pytest.mark.parametrize(
    ("price", "step", "moved"),
    [("136505.58", "10000000", "100.0 %"), ("10.40", "1", "3.8 %"), ("49", "100", "100.0 %")],
)
def test_a_rounding_step_that_moves_the_total_by_more_than_1_percent_is_refused(price: str, step: str, moved: str):
    assert f"round_payable_to: a step of {step} moves the total" in problems_of(
        line(1, price, "0"), round_payable_to=step
    )
    assert moved in problems_of(line(1, price, "0"), round_payable_to=step)


def test_a_rounding_step_may_move_the_total_by_1_percent():
    assert priced(line(1, "10000", "0"), round_payable_to="9900").totals.rounding == D("-100.00")


@pytest.mark.parametrize("step", ["0", "-1", "-0.05"])
def test_a_rounding_step_is_above_zero(step: str):
    assert f"round_payable_to: {step} is not a step to round to" in problems_of(line(), round_payable_to=step)


def test_all_impossible_prices_are_reported_at_once():
    said = problems_of(line(1, "5", discount_amount="6"), line(1, "7", discount_amount="8"), round_payable_to="-2")
    for path in ("lines[0].discount_amount", "lines[1].discount_amount", "round_payable_to"):
        assert path in said


# ── approval of prices ──


@pytest.mark.parametrize("status", ["approved", "issued", "accepted"])
def test_a_released_client_copy_with_an_unapproved_price_under_its_floor_is_refused(status: str, tmp_path: Path):
    document = proposal(
        line(1, "71", floor_price="90", name="Sensors"),
        status=status,
        version="1.0",
        audience="client",
        approved_by="M. Doyle",
    )
    with pytest.raises(docgen.RefusedError, match="Sensors goes for less than its floor price 90") as refused:
        docgen.render(document, "docx", audience="client")
    assert refused.value.exit_code == 4
    assert ("approval.floor_price", "error") in checked(document, tmp_path)


def test_a_draft_an_internal_copy_and_an_approved_price_are_not_refused(tmp_path: Path):
    under = line(1, "71", floor_price="90")
    draft = proposal(under, audience="client")
    assert docgen.render(draft, "docx", audience="client").warnings
    assert ("notice.floor_price", "warning") in checked(draft, tmp_path)
    issued = {"status": "issued", "version": "1.0", "audience": "client", "approved_by": "M. Doyle"}
    docgen.render(proposal(under, **issued), "docx", audience="internal")
    docgen.render(proposal({**under, "approval_ref": "TJ-7"}, **issued), "docx", audience="client")


# ── hidden prices on the pages ──


def test_check_reports_a_hidden_price_that_the_totals_tell_as_an_error_where_a_client_reads(tmp_path: Path):
    lines = (line(), hidden("7777"))
    assert checked(proposal(*lines, audience="internal"), tmp_path) == [("notice.hidden_price", "warning")]
    assert checked(proposal(*lines, audience="client"), tmp_path) == [("pricing.hidden_price", "error")]


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_client_copy_that_the_totals_would_betray_is_refused_and_the_internal_one_is_whole(file_format: str):
    document = proposal(line(1, "4000"), hidden("8123", group="a"), audience="client")
    with pytest.raises(docgen.PricingError) as refused:
        docgen.render(document, file_format, audience="client")
    assert refused.value.exit_code == 1
    rendered = docgen.render(document, file_format, audience="internal")
    assert all(finding.severity == "warning" for finding in rendered.warnings)
    assert "13,698.99" in text_of(rendered.data, file_format)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.mostly_slow(keep=("pdf-zh]", "docx"))
def test_pages_leave_withheld_sums_out_without_a_broken_row(file_format: str, language: str):
    document = proposal(
        line(1, "2100", "0", group="a"), hidden("6421", "0", group="a"), line(1, "3300", "0", group="b"),
        hidden("8765", "0", group="b", discount="0.1"), hidden("7654", "0", optional=True),
        line(1, "1111", "0", optional=True), hidden("5432", "0", alternative_to="1"),
        terms={"group_discounts": [{"group": "a", "amount": "310"}]}, language=language,
    )  # fmt: skip
    text = printed(document, file_format)
    for figure in ("6,421", "8,521", "8,211", "11,188", "8,765", "310.00", "5,432", "None", "876.50"):
        assert figure not in text, figure
    assert f"{document.pricing.totals.payable:,.2f}" in text
    for figure in ("8,211", "11,188", "8,765"):
        assert figure in printed(document, file_format, "internal")


@pytest.mark.parametrize("file_format", FORMATS)
def test_pages_print_the_tax_as_one_sum_where_it_is_not_split_by_rate(file_format: str):
    document = proposal(
        line(1, "1000", "0.13"), hidden("7777", "0.05"), hidden("3333", "0.2"), hidden("2222", "0.13"), language="en"
    )
    text = printed(document, file_format)
    assert f"{document.pricing.totals.tax_total:,.2f}" in text
    assert "Tax5%" not in text


# ── options only ──


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file_format", FORMATS)
def test_an_offer_of_options_alone_prints_no_total_and_says_why(file_format: str, language: str):
    packages = [line(12, price, "0.06", name=f"P{price}", optional=True) for price in ("510", "620")]
    document = proposal(*packages, language=language, payment_terms=[{"milestone": "M", "share": "1", "due": "d"}])
    text = printed(document, file_format)
    assert not re.search(r"(?<![\d,])0\.00|[Zz]ero|零元|None", text)
    said = {"zh": "应付金额以实际选定的项目为准", "en": "theamountpayabledependsonwhatischosen"}
    assert any(words in text for name, words in said.items() if name in language)
    for figure in ("6,487.20", "7,886.40", "14,373.60", "100%"):
        assert figure in text
    if language == "en":
        assert "Amountpayable" not in text


def test_views_of_options_alone_hold_no_amount_payable():
    document = proposal(line(1, "800", optional=True))
    for reader in ("client", "internal"):
        view = view_for(reader, document)
        totals = {
            name: value
            for name, value in as_data(view.pricing.totals).items()
            if value == "0" and name != "alternatives_total"
        }
        assert not totals
        assert view.pricing.options_only
        assert (view.payable_in_words, view.payment_terms[0].amount) == (None, None)
    assert [finding.code for finding in document.pricing.notices()] == ["notice.options_only"]


def test_a_credit_note_is_named_on_its_pages():
    document = proposal(line(-2, "150"), terms={"credit": "true"}, language="en")
    for file_format in FORMATS:
        assert "Creditnote" in printed(document, file_format)
