"""Totals of a lead register and its groups of duplicates, each in one pass over the rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, TypeVar

from docgen.audience import Choice, MarkedModel, client, internal
from docgen.schemas.base import Text
from docgen.schemas.figures import Count, Date, Money, Rate
from docgen.schemas.lead import Channel, Grade, Lead

_SHARE_PLACES = Decimal("0.0001")
_CENT = Decimal("0.01")
_KEYS_OF_REASONS: tuple[tuple[str, Callable[[Lead], str | None]], ...] = (
    ("credit_code", lambda lead: lead.credit_code.upper() if lead.credit_code else None),
    ("phone", lambda lead: lead.phone_key),
    ("email", lambda lead: lead.email_key),
)
Key = TypeVar("Key", bound=Hashable)


class LeadTotal(MarkedModel):
    """Totals of one group of leads. The shares of all groups may not sum to 1, because of rounding."""

    count: Annotated[Count, client("Leads", "线索数", "How many.", 128)]
    share: Annotated[Rate, client("Share", "占比", "Of all leads of the register, to 4 places.", "0.2560")]
    a_count: Annotated[Count, client("Grade A", "A类", "How many of them are grade A.", 23)]
    cost: Annotated[Money | None, internal("Cost", "获客成本合计", "What they cost to get.", "41600.00")] = None
    cost_per_lead: Annotated[
        Money | None, internal("Cost per lead", "单条获客成本", "Their cost over their number.", "325.00")
    ] = None


class ChannelTotal(LeadTotal):
    """The leads of one channel."""

    channel: Annotated[Channel, client("Channel", "来源渠道", "Where they came from.", "exhibition")]


class GradeTotal(LeadTotal):
    """The leads of one grade."""

    grade: Annotated[Grade | None, client("Grade", "线索等级", "None: not graded yet.", "A")]


class OwnerTotal(LeadTotal):
    """The leads of one owner."""

    owner: Annotated[Text | None, client("Owner", "负责人", "None: not assigned yet.", "陈立")]


class DayTotal(LeadTotal):
    """The leads in the pool of one day."""

    day: Annotated[Date, client("Pool day", "入池日期", "The day of the pool.", "2026-10-12")]
    late_count: Annotated[
        Count, client("From the evening before", "前一日 17:00 后", "Captured after 17:00 the day before.", 4)
    ]


class DuplicateReason(Choice):
    """What two leads share."""

    credit_code = "credit_code", "Same credit code", "统一社会信用代码相同"
    phone = "phone", "Same phone", "手机号相同"
    email = "email", "Same e-mail", "邮箱相同"


class DuplicateGroup(MarkedModel):
    """Duplicates of one lead, in the order of the register; the first is the one to keep."""

    lead_nos: Annotated[tuple[Text, ...], client("Leads", "线索编号", "All of the group.", ["XS-1", "XS-9"])]
    company: Annotated[Text, client("Company", "客户名称", "As the first lead has it.", "苏州华东精工机械有限公司")]
    reasons: Annotated[tuple[DuplicateReason, ...], client("Shared", "判重依据", "What they share.", ["phone"])]
    unmarked: Annotated[
        tuple[Text, ...], client("Not marked yet", "待标记", "Those after the first without `duplicate_of`.", ["XS-9"])
    ]


def facts_of(leads: Sequence[Lead], of: int) -> dict[str, object]:
    """Fields that all totals have, for `leads` out of a register of `of` leads."""
    costs = [lead.acquisition_cost for lead in leads if lead.acquisition_cost is not None]
    cost = sum(costs, Decimal(0)) if costs else None
    per_lead = (cost / len(leads)).quantize(_CENT, ROUND_HALF_UP) if cost is not None else None
    return {
        "count": len(leads),
        "share": share_of(len(leads), of),
        "a_count": sum(lead.grade is Grade.A for lead in leads),
        "cost": cost,
        "cost_per_lead": per_lead,
    }


def share_of(count: int, of: int) -> Decimal:
    """`count` out of `of`, from 0 to 1, to 4 places."""
    return (Decimal(count) / of).quantize(_SHARE_PLACES, ROUND_HALF_UP)


def grouped(leads: Sequence[Lead], key: Callable[[Lead], Key]) -> list[tuple[Key, list[Lead]]]:
    """The leads by `key`, the largest group first; groups of equal size in order of appearance."""
    groups: defaultdict[Key, list[Lead]] = defaultdict(list)
    for lead in leads:
        groups[key(lead)].append(lead)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def duplicate_groups(leads: Sequence[Lead]) -> tuple[DuplicateGroup, ...]:
    """Leads that share a credit code, phone number or e-mail address, directly or through a third lead."""
    shared = list(_shared(leads))
    parent = list(range(len(leads)))
    for _, members in shared:
        for member in members[1:]:
            parent[_root(parent, member)] = _root(parent, members[0])
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index in sorted({member for _, members in shared for member in members}):
        groups[_root(parent, index)].append(index)
    reasons: defaultdict[int, set[str]] = defaultdict(set)
    for reason, members in shared:
        reasons[_root(parent, members[0])].add(reason)
    return tuple(_group([leads[i] for i in members], reasons[root]) for root, members in groups.items())


def _shared(leads: Sequence[Lead]) -> Iterator[tuple[str, list[int]]]:
    for reason, key in _KEYS_OF_REASONS:
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for index, lead in enumerate(leads):
            value = key(lead)
            if value:
                holders[value].append(index)
        yield from ((reason, members) for members in holders.values() if len(members) > 1)


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _group(leads: list[Lead], reasons: set[str]) -> DuplicateGroup:
    return DuplicateGroup(
        lead_nos=tuple(lead.lead_no for lead in leads),
        company=leads[0].company,
        reasons=tuple(reason for reason in DuplicateReason if reason.value in reasons),
        unmarked=tuple(lead.lead_no for lead in leads[1:] if lead.duplicate_of is None),
    )


def repeated_numbers(numbers: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Index and number of every lead whose number an earlier lead has."""
    counts: Counter[str] = Counter()
    for index, number in enumerate(numbers):
        counts[number] += 1
        if counts[number] > 1:
            yield index, number
