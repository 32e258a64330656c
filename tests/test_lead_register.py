"""The lead-source register: totals, duplicates, pool days, and errors."""

import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import docgen
from docgen.audience import as_data, fields_of, view_for
from docgen.schemas.lead import Assignment, Channel, Grade, Lead, assignment_for
from docgen.schemas.lead_register import LeadRegister
from docgen.schemas.lead_totals import duplicate_groups

SELLER = {"full_name": "上海衡川数字科技有限公司", "short_name": "衡川数字"}
ENVELOPE = {
    "kind": "lead_register",
    "doc_id": "XSDJ-2026-10",
    "title": "线索来源登记表",
    "version": "1.0",
    "status": "approved",
    "date": "2026-10-31",
    "prepared_by": "刘畅",
    "audience": "internal",
    "language": "zh",
    "industry": "manufacturing",
    "seller": SELLER,
    "period": {"start": "2026-10-08", "end": "2026-10-31"},
    "registrar": "刘畅",
}


def row(number: str, **facts: Any) -> dict[str, Any]:
    base = {"captured_at": "2026-10-12 09:20", "channel": "exhibition", "company": f"公司{number}"}
    return {"lead_no": number, **base, "industry": "汽车零部件", "contact": "马俊", **facts}


def lead(number: str, **facts: Any) -> Lead:
    return Lead.model_validate(row(number, **facts))


def register(*rows: dict[str, Any]) -> LeadRegister:
    return LeadRegister.model_validate({**ENVELOPE, "rows": rows})


def problems(*rows: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        register(*rows)
    return str(caught.value)


def notices(*rows: dict[str, Any]) -> dict[str, str]:
    return {finding.code.removeprefix("notice."): finding.show() for finding in register(*rows).notices()}


def test_totals_by_channel_begin_with_the_largest_and_leave_out_what_has_no_leads() -> None:
    made = register(row("1", channel="tender"), row("2"), row("3"), row("4", channel="other"))
    assert [(t.channel, t.count, t.share) for t in made.totals_by_channel] == [
        (Channel.exhibition, 2, Decimal("0.5000")),
        (Channel.tender, 1, Decimal("0.2500")),
        (Channel.other, 1, Decimal("0.2500")),
    ]


def test_totals_by_grade_go_from_a_to_c_and_end_with_those_not_graded() -> None:
    made = register(row("1"), row("2", grade="C"), row("3", grade="A类"), row("4", grade="B"), row("5", grade="B"))
    assert [(t.grade, t.count, t.a_count) for t in made.totals_by_grade] == [
        (Grade.A, 1, 1),
        (Grade.B, 2, 0),
        (Grade.C, 1, 0),
        (None, 1, 0),
    ]


def test_totals_by_owner_end_with_those_without_an_owner() -> None:
    made = register(row("1"), row("2"), row("3"), row("4", owner="陈立", grade="A"), row("5", owner="孙倩"))
    assert [(t.owner, t.count, t.a_count) for t in made.totals_by_owner] == [
        ("陈立", 1, 1),
        ("孙倩", 1, 0),
        (None, 3, 0),
    ]


def test_what_leads_cost_is_added_up_and_divided_by_all_of_the_sort() -> None:
    made = register(row("1", acquisition_cost="100.01"), row("2", acquisition_cost="0.04"), row("3"))
    total = made.totals_by_channel[0]
    assert (total.cost, total.cost_per_lead) == (Decimal("100.05"), Decimal("33.35"))
    assert register(row("1")).totals_by_channel[0].cost is None


@pytest.mark.parametrize(
    ("captured", "day", "is_late"),
    [
        ("2026-10-12 08:00", date(2026, 10, 12), False),
        ("2026-10-12 17:00", date(2026, 10, 12), False),
        ("2026-10-12 17:00:01", date(2026, 10, 13), True),
        ("2026-10-31 23:59", date(2026, 11, 1), True),
    ],
)
def test_a_lead_after_17_falls_to_the_next_days_pool(captured: str, day: date, is_late: bool) -> None:
    made = register(row("1", captured_at=captured))
    assert (made.rows[0].pool_day, made.rows[0].is_late, made.late_count) == (day, is_late, int(is_late))
    assert [(t.day, t.count, t.late_count) for t in made.totals_by_day] == [(day, 1, int(is_late))]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"mobile": "138 1288 1001"}, {"mobile": "+86-13812881001"}, ["phone"]),
        ({"mobile": "0131 496 0112"}, {"mobile": "+44 131 496 0112"}, ["phone"]),
        ({"email": "Tom@Example.com"}, {"email": "tom@example.com"}, ["email"]),
        ({"credit_code": "91320594MA1MYE4M7X"}, {"credit_code": "91320594ma1mye4m7x"}, ["credit_code"]),
        ({"email": "a@x.cn", "mobile": "1"}, {"email": "a@x.cn", "mobile": "1"}, ["phone", "email"]),
    ],
)
def test_leads_that_share_a_code_a_phone_or_an_address_are_duplicates(
    one: dict[str, str], other: dict[str, str], reasons: list[str]
) -> None:
    made = register(row("1", **one), row("2"), row("3", **other))
    assert [(g.lead_nos, list(g.reasons), g.unmarked) for g in made.duplicates] == [(("1", "3"), reasons, ("3",))]
    assert (made.lead_count, made.duplicate_count, made.distinct_count) == (3, 1, 2)


def test_leads_without_any_contact_data_are_no_duplicates_of_each_other() -> None:
    assert register(row("1", mobile="-"), row("2", mobile="-"), row("3")).duplicates == ()


def test_duplicates_reach_through_a_third_lead() -> None:
    made = register(row("1", mobile="111"), row("2", email="b@x.cn"), row("3", mobile="111", email="b@x.cn"))
    assert [group.lead_nos for group in made.duplicates] == [("1", "2", "3")]


def test_a_marked_duplicate_is_no_longer_reported() -> None:
    first, second = row("1", mobile="111"), row("2", mobile="111")
    assert "2 repeats 1 (same phone); write 1, if it is the same lead" in notices(first, second)["duplicate"]
    assert "duplicate" not in notices(first, second | {"duplicate_of": "1"})


def test_every_wrong_number_and_reference_is_reported_in_one_go() -> None:
    reported = problems(
        row("1"), row("1"), row("3", duplicate_of="3"), row("4", duplicate_of="99"), row("5", duplicate_of="4")
    )
    assert "rows[1].lead_no: 1 is there more than once" in reported
    assert "rows[2].duplicate_of: 3 is this lead itself" in reported
    assert "rows[3].duplicate_of: there is no lead 99 in this register" in reported
    assert "rows[4].duplicate_of: 4 is itself a duplicate, of 99; name that one" in reported


def test_contacts_come_after_the_capture_and_one_after_the_other() -> None:
    assert "last_follow_up: 2026-10-11 lies before captured_at" in problems(row("1", last_follow_up="2026-10-11"))
    wrong = row("1", last_follow_up="2026-10-14", next_follow_up="2026-10-13")
    assert "next_follow_up: 2026-10-13 lies before 2026-10-14" in problems(wrong)
    assert register(row("1", last_follow_up="2026-10-12", next_follow_up="2026-10-12")).rows


def test_a_credit_code_with_a_wrong_check_digit_and_a_negative_cost_are_refused() -> None:
    assert "not a unified social credit code" in problems(row("1", credit_code="91320594MA1MYE4M7K"))
    assert "greater than or equal to 0" in problems(row("1", acquisition_cost="-1"))
    assert "is a float" in problems(row("1", acquisition_cost=1.5))


def test_a_register_without_leads_or_with_a_period_backwards_is_refused() -> None:
    assert "at least 1 item" in problems()
    with pytest.raises(ValidationError, match="end: 2026-10-01 lies before start 2026-10-08"):
        LeadRegister.model_validate(
            {**ENVELOPE, "rows": [row("1")], "period": {"start": "2026-10-08", "end": "2026-10-01"}}
        )


def test_thousands_of_late_leads_make_one_notice() -> None:
    late = [row(str(n), captured_at="2026-10-12 18:00") for n in range(8)]
    reported = [finding for finding in register(*late).notices() if finding.code == "notice.late_lead"]
    assert [(t.place, t.severity) for t in reported] == [("rows[0].captured_at", "warning")]
    assert "8 captured after 17:00" in reported[0].message
    assert reported[0].message.endswith("0, 1, 2, 3, 4 and 3 more")


def test_a_lead_outside_the_period_and_an_a_lead_without_owner_are_noticed() -> None:
    reported = notices(row("1"), row("2", captured_at="2026-11-01 09:00"), row("3", grade="A"), row("4", grade="B"))
    assert reported["outside_period"].startswith("rows[1].captured_at: 1 captured outside")
    assert reported["unassigned"].startswith("rows[2].owner: 1 of grade A and without an owner: 3")


def test_channels_are_taken_by_their_chinese_titles() -> None:
    titles = {"展会": Channel.exhibition, "客户转介绍": Channel.referral, "老客户": Channel.existing_client}
    assert {title: lead("1", channel=title).channel for title in titles} == titles


def test_what_a_lead_cost_is_in_no_part_of_a_clients_view() -> None:
    made = register(row("1", acquisition_cost="412.57"), row("2", acquisition_cost="1000"))
    assert "412.57" in str(as_data(view_for("internal", made)))
    shown = view_for("client", made)
    assert not {"acquisition_cost", "cost", "cost_per_lead"} & {
        name for item in (shown.rows[0], shown.totals_by_channel[0]) for name in fields_of(item)
    }
    assert not any(figure in str(as_data(shown)) for figure in ("412.57", "1412.57", "706.29"))


def test_each_grade_goes_to_whom_the_rule_says() -> None:
    assert [assignment_for(grade) for grade in Grade] == [
        Assignment.senior_rep,
        Assignment.regular_rep,
        Assignment.batch_or_nurture,
    ]


contacts = st.sampled_from([None, "111", "222", "333", "444", "555"])


@given(st.lists(st.tuples(contacts, contacts), max_size=12))
def test_duplicate_groups_are_the_connected_leads_and_share_no_member(
    pairs: list[tuple[str | None, str | None]],
) -> None:
    leads = [lead(str(n), mobile=phone, email=email) for n, (phone, email) in enumerate(pairs)]
    groups = [set(group.lead_nos) for group in duplicate_groups(leads)]
    members = Counter(number for group in groups for number in group)
    assert set(members.values()) <= {1}
    assert all(len(group) > 1 for group in groups)
    for n, one in enumerate(pairs):
        for m, other in enumerate(pairs[:n]):
            if any(a is not None and a == b for a, b in zip(one, other, strict=True)):
                assert any({str(n), str(m)} <= group for group in groups)


@given(st.lists(st.tuples(st.sampled_from(list(Channel)), st.sampled_from([*Grade, None])), min_size=1, max_size=20))
def test_every_table_of_totals_counts_every_lead_once(sorts: list[tuple[Channel, Grade | None]]) -> None:
    made = register(*(row(str(n), channel=channel, grade=grade) for n, (channel, grade) in enumerate(sorts)))
    tables = (made.totals_by_channel, made.totals_by_grade, made.totals_by_owner, made.totals_by_day)
    assert {sum(total.count for total in table) for table in tables} == {len(sorts)}
    assert {sum(total.a_count for total in table) for table in tables} == {sum(g is Grade.A for _, g in sorts)}


def test_ten_thousand_leads_are_computed_and_viewed() -> None:
    rows = [row(str(n), mobile=f"138{n % 9000:08}", email=f"a{n}@x.cn", acquisition_cost="1.5") for n in range(10_000)]
    shown = view_for("internal", register(*rows))
    assert (shown.lead_count, shown.duplicate_count, len(shown.duplicates)) == (10_000, 1000, 1000)
    assert shown.totals_by_channel[0].cost == 15_000


def test_the_sample_workbook_is_what_its_tool_writes() -> None:
    tool = ROOT / "tools" / "make_sample_register.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_copy_with_other_rows_computes_its_own_totals() -> None:
    register = LeadRegister.model_validate({**ENVELOPE, "rows": [row("L-1"), row("L-2")]})
    assert register.lead_count == 2
    assert len(register.totals_by_channel) == 1
    copied = register.model_copy(update={"rows": register.rows[:1]})
    assert copied.lead_count == 1
    assert sum(total.count for total in copied.totals_by_channel) == 1


def test_what_was_converted_was_qualified_before() -> None:
    made = register(
        row("XS-1", status="qualified"), row("XS-2", status="converted"), row("XS-3", status="new"), row("XS-4")
    )
    assert (made.qualified_count, made.qualified_rate) == (2, Decimal("0.5"))
    assert (made.converted_count, made.conversion_rate) == (1, Decimal("0.25"))


def test_a_lead_costs_what_all_cost_over_their_number() -> None:
    assert register(row("XS-1"), row("XS-2")).cost_per_lead is None
    assert register(row("XS-1", acquisition_cost="10"), row("XS-2")).cost_per_lead == Decimal("5.00")


@pytest.mark.slow
def test_many_leads_print_one_line_each_so_that_thousands_stay_readable():
    need = "客户要求质量追溯，现在靠纸质流转卡"
    facts = {"mobile": "138 0013 8000", "stated_need": need, "budget_hint": "50万–80万元", "grade": "B"}
    rows = [row(f"XS-2026-{number:06}", **facts, job_title="信息化主管") for number in range(600)]
    made = docgen.render(register(*rows).model_copy(update={"approved_by": "王敏"}), "pdf", audience="internal").data

    with pypdfium2.PdfDocument(made) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert sum(text.count("XS-2026-") for text in texts) >= 600
    assert sum("客户要求质量追溯" in text for text in texts) <= 18  # 600 leads at 34 a page
    assert "信息化主管" not in "".join(texts)
