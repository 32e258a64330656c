"""Dates, times and figures in their usual forms are read if they mean one thing, and refused if they may mean two."""

from pathlib import Path
from typing import Any

import pytest
from test_load import PROPOSAL, load, only

from docgen.loading.usual_forms import usual_form
from docgen.schemas.lead import Lead
from docgen.schemas.minutes import Minutes
from docgen.schemas.pricing import PriceLine
from docgen.schemas.slots import Slot, slot_at

DAY = slot_at(Lead, ("last_follow_up",))
MOMENT = slot_at(Lead, ("captured_at",))
MONEY = slot_at(Lead, ("acquisition_cost",))
RATE = slot_at(PriceLine, ("tax_rate",))
COUNT = slot_at(Minutes, ("round",))
READ: tuple[tuple[Slot | None, str, str], ...] = (
    *((DAY, text, "2026-11-03") for text in (
        "2026/11/3", "2026.11.03", "2026年11月3日", "2026 年 11 月 3 日", "２０２６／１１／３", "3 Nov 2026",
        "November 3, 2026", "3-Nov-2026",
    )),
    *((MOMENT, text, "2026-11-03T09:08") for text in (
        "2026/11/3 9:08", "2026年11月3日9时8分", "2026年11月3日 上午9:08", "2026-11-03 9：08", "3 Nov 2026 9:08 AM",
        "2026/11/3 9点08分",
    )),
    (MOMENT, "2026/11/3 下午3:05", "2026-11-03T15:05"),
    (MOMENT, "2026/11/3 12:05 am", "2026-11-03T00:05"),
    (MOMENT, "2026-11-03 9:28:30", "2026-11-03T09:28:30"),
    (MONEY, "260,000", "260000"),
    (MONEY, "２６０，０００．５０", "260000.50"),
    (MONEY, "-1,234,567.8", "-1234567.8"),
    (MONEY, "\u221245", "-45"),
    (COUNT, "1,200", "1200"),
    (RATE, "13%", "0.13"),
    (RATE, "６％", "0.06"),
    (RATE, "0.5 %", "0.005"),
)  # fmt: skip
REFUSED: tuple[tuple[Slot | None, str], ...] = (
    *((DAY, text) for text in (
        "11/12/2026", "3.11.2026", "26/11/3", "2026-11", "2026/13/1", "2026/2/30", "Nov 2026", "Octopus 3, 2026",
        "March 3, 26", "20261103",
    )),
    *((MOMENT, text) for text in ("11/3/2026 9:08", "2026/11/3 25:00", "2026/11/3 下午15:05", "9:28")),
    *((MONEY, text) for text in ("0,125", "320,5", "1,23,456", "26,0000", "13%", "1.234,50", "4.5万", "260 000")),
    (MONEY, "(45)"),
    (COUNT, "13%"),
)  # fmt: skip


@pytest.mark.parametrize(("slot", "typed", "read"), READ)
def test_a_form_that_means_one_thing_is_read(slot: Slot, typed: str, read: str) -> None:
    assert usual_form(typed, slot) == read


@pytest.mark.parametrize(("slot", "typed"), REFUSED)
def test_a_form_that_may_mean_two_things_is_left_for_the_schema_to_refuse(slot: Slot, typed: str) -> None:
    assert usual_form(typed, slot) == typed


def test_text_is_never_rewritten() -> None:
    title = slot_at(Lead, ("company_size",))
    assert title
    assert [usual_form(text, title) for text in ("2026/11/3", "13%", "２６０")] == ["2026/11/3", "13%", "２６０"]


def test_a_document_is_read_in_the_usual_forms(tmp_path: Path) -> None:
    changes = {
        'date: "2026-11-23"': "date: 2026/11/23",
        'tax_rate: "0.13"': "tax_rate: 13%",
        'unit_price: "64000"': "unit_price: 64,000.00",
        'valid_until: "2026-12-31"': "valid_until: 2026年12月31日",
    }
    text = PROPOSAL
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    assert document(tmp_path, text) == document(tmp_path, PROPOSAL)


def document(folder: Path, text: str) -> Any:
    return load(folder, text).document.model_dump(exclude={"pricing": {"lines"}})


def test_a_percentage_above_the_whole_is_reported_as_typed(tmp_path: Path) -> None:
    finding = only(tmp_path, PROPOSAL.replace('tax_rate: "0.13"', "tax_rate: 200%"))
    assert (finding.message, finding.place) == ("`200%` is not from 0 % to 100 %", "pricing.lines[0].tax_rate")


def test_full_width_numbers_are_the_same_phone_and_the_same_address() -> None:
    values = {
        "lead_no": "L-1", "captured_at": "2026-10-12", "channel": "exhibition", "company": "C", "industry": "x",
        "contact": "P", "mobile": "１３９ ００００ ２２２２", "email": "Ａnn＠example.com",
        "credit_code": "９１３２０５９４MA1MYE4M7X",
    }  # fmt: skip
    lead = Lead.model_validate(values)
    assert (lead.phone_key, lead.email_key, lead.credit_code) == ("3900002222", "ann@example.com", "91320594MA1MYE4M7X")
