"""The lead-source register: the leads of a period, with totals and duplicates (domain.md 3)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, computed_field, model_validator

from docgen.audience import MarkedModel, client, internal
from docgen.errors import Finding
from docgen.messages import message
from docgen.schemas.base import (
    Envelope,
    Party,
    Problem,
    RuleError,
    Text,
    before,
    check_rules,
    list_ids,
    notice,
)
from docgen.schemas.figures import Count, Date, Money, Rate
from docgen.schemas.lead import Grade, Lead, LeadStatus
from docgen.schemas.lead_totals import (
    ChannelTotal,
    DayTotal,
    DuplicateGroup,
    GradeTotal,
    OwnerTotal,
    duplicate_groups,
    facts_of,
    grouped,
    repeated_numbers,
    share_of,
)
from docgen.schemas.references import COMMON, Reference, as_money, as_number, as_percent

_NAMED = 5
_UNGRADED_LAST = "Z"


class Period(MarkedModel):
    """The days that a register covers, both included."""

    start: Annotated[Date, client("From", "开始日期", "The first day.", "2026-10-08")]
    end: Annotated[Date, client("To", "结束日期", "The last day.", "2026-10-31")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise RuleError([before("end", self.end, "start", self.start)])
        return self


class LeadRegister(Envelope):
    """The lead-source register. Totals are computed once; 10,000 rows take well under a second."""

    references: ClassVar[tuple[Reference, ...]] = (
        Reference("lead_count", "线索总数", ("lead_count",), as_number),
        Reference("distinct_count", "去重后线索数", ("distinct_count",), as_number),
        Reference("qualified_count", "合格线索", ("qualified_count",), as_number),
        Reference("qualified_rate", "合格率", ("qualified_rate",), as_percent),
        Reference("converted_count", "已转化线索", ("converted_count",), as_number),
        Reference("conversion_rate", "转化率", ("conversion_rate",), as_percent),
        Reference("cost_per_lead", "单条获客成本", ("cost_per_lead",), as_money),
        *COMMON,
    )
    kind: Annotated[Literal["lead_register"], client("Kind", "文件类型", "The kind of document.", "lead_register")]
    period: Annotated[Period, client("Period", "统计期间", "The days that it covers.", None)]
    department: Annotated[Text | None, client("Department", "部门", "Whose register it is.", "市场部")] = None
    reviewed_by: Annotated[Text | None, client("Checked by", "复核人", "Who checked it.", "王敏")] = None
    registrar: Annotated[Text, client("Registrar", "登记人", "Who keeps it.", "刘畅")]
    rows: Annotated[tuple[Lead, ...], Field(min_length=1), client("Leads", "线索明细", "One lead a row.", [])]

    @computed_field
    @property
    def lead_count(self) -> Annotated[Count, client("Leads in all", "线索总数", "How many rows.", 500)]:
        """How many leads there are, duplicates included."""
        return len(self.rows)

    @computed_field
    @cached_property
    def late_count(
        self,
    ) -> Annotated[Count, client("After 17:00", "17:00 后登记", "They join the next day's pool.", 37)]:
        """How many were captured after 17:00."""
        return sum(lead.is_late for lead in self.rows)

    @computed_field
    @cached_property
    def duplicate_count(
        self,
    ) -> Annotated[Count, client("Repeated leads", "重复线索数", "Leads beyond the first of a group.", 12)]:
        """How many leads repeat an earlier one."""
        return sum(len(group.lead_nos) - 1 for group in self.duplicates)

    @computed_field
    @property
    def distinct_count(
        self,
    ) -> Annotated[Count, client("Leads without repeats", "去重后线索数", "Each group counted once.", 488)]:
        """Number of leads, each group of duplicates counted once."""
        return self.lead_count - self.duplicate_count

    @computed_field
    @cached_property
    def qualified_count(
        self,
    ) -> Annotated[Count, client("Qualified leads", "合格线索", "Qualified or, since, converted.", 89)]:
        """How many leads are qualified, those converted since then included."""
        return sum(lead.status in {LeadStatus.qualified, LeadStatus.converted} for lead in self.rows)

    @computed_field
    @property
    def qualified_rate(
        self,
    ) -> Annotated[Rate, client("Qualified share", "合格率", "Of all leads, to 4 places.", "0.1780")]:
        """The share of qualified leads."""
        return share_of(self.qualified_count, self.lead_count)

    @computed_field
    @cached_property
    def converted_count(self) -> Annotated[Count, client("Converted leads", "已转化线索", "How many.", 7)]:
        """How many leads are converted."""
        return sum(lead.status is LeadStatus.converted for lead in self.rows)

    @computed_field
    @property
    def conversion_rate(
        self,
    ) -> Annotated[Rate, client("Conversion", "转化率", "Converted ones of all leads, to 4 places.", "0.0140")]:
        """The share of converted leads."""
        return share_of(self.converted_count, self.lead_count)

    @computed_field
    @property
    def cost_per_lead(
        self,
    ) -> Annotated[Money | None, internal("Cost per lead", "单条获客成本", "All costs over all leads.", "43.08")]:
        """Average acquisition cost of a lead; None if no lead has a cost."""
        found = self._facts(self.rows)["cost_per_lead"]
        return found if isinstance(found, Decimal) else None

    @computed_field
    @cached_property
    def totals_by_channel(
        self,
    ) -> Annotated[tuple[ChannelTotal, ...], client("By channel", "按来源渠道", "The largest first.", [])]:
        """The leads by channel, the largest first; channels without leads are left out."""
        groups = grouped(self.rows, lambda lead: lead.channel)
        return tuple(ChannelTotal.model_validate({"channel": key, **self._facts(leads)}) for key, leads in groups)

    @computed_field
    @cached_property
    def totals_by_grade(
        self,
    ) -> Annotated[tuple[GradeTotal, ...], client("By grade", "按线索等级", "A, B, C, not graded.", [])]:
        """The leads by grade, A first, those without a grade last."""
        groups = sorted(grouped(self.rows, lambda lead: lead.grade), key=lambda group: group[0] or _UNGRADED_LAST)
        return tuple(GradeTotal.model_validate({"grade": key, **self._facts(leads)}) for key, leads in groups)

    @computed_field
    @cached_property
    def totals_by_owner(
        self,
    ) -> Annotated[tuple[OwnerTotal, ...], client("By owner", "按负责人", "The largest first.", [])]:
        """The leads by owner, the largest first, those without an owner last."""
        groups = sorted(grouped(self.rows, lambda lead: lead.owner), key=lambda group: group[0] is None)
        return tuple(OwnerTotal.model_validate({"owner": key, **self._facts(leads)}) for key, leads in groups)

    @computed_field
    @cached_property
    def totals_by_day(
        self,
    ) -> Annotated[tuple[DayTotal, ...], client("By pool day", "按入池日期", "In the order of the days.", [])]:
        """The leads by the day whose pool they join."""
        groups = sorted(grouped(self.rows, lambda lead: lead.pool_day), key=lambda group: group[0])
        return tuple(
            DayTotal.model_validate(
                {"day": key, "late_count": sum(lead.is_late for lead in leads), **self._facts(leads)}
            )
            for key, leads in groups
        )

    @computed_field
    @cached_property
    def duplicates(
        self,
    ) -> Annotated[tuple[DuplicateGroup, ...], client("Duplicates", "疑似重复线索", "Groups of one lead.", [])]:
        """Groups of leads with the same credit code, phone number or e-mail address."""
        return duplicate_groups(self.rows)

    def _facts(self, leads: Sequence[Lead]) -> dict[str, object]:
        return facts_of(leads, len(self.rows))

    @model_validator(mode="after")
    def _check_rows(self) -> Self:
        check_rules([*self._number_problems(), *self._duplicate_problems()])
        return self

    def _number_problems(self) -> Iterator[Problem]:
        for index, number in repeated_numbers([lead.lead_no for lead in self.rows]):
            yield f"rows[{index}].lead_no", message("rule.repeated", id=number)

    def _duplicate_problems(self) -> Iterator[Problem]:
        repeats = {lead.lead_no: lead.duplicate_of for lead in self.rows}
        for index, lead in enumerate(self.rows):
            original = lead.duplicate_of
            if original is None:
                continue
            place = f"rows[{index}].duplicate_of"
            if original == lead.lead_no:
                yield place, message("rule.duplicate_of:itself", id=original)
            elif original not in repeats:
                yield place, message("rule.duplicate_of:unknown", id=original)
            elif repeats[original] is not None:
                yield place, message("rule.duplicate_of:duplicate", id=original, other=repeats[original])

    def notices(self) -> Iterator[Finding]:
        """Notices for whoever checks the register before it is sent."""
        yield from super().notices()
        yield from self._row_notices()
        index_of = {lead.lead_no: index for index, lead in enumerate(self.rows)}
        for group in self.duplicates:
            if group.unmarked:
                shared = [message("term.either", en=r.title_en.lower(), zh=r.title_zh) for r in group.reasons]
                place = f"rows[{index_of[group.unmarked[0]]}].duplicate_of"
                leads = {"leads": list_ids(group.unmarked), "original": group.lead_nos[0]}
                yield notice("notice.duplicate", place, **leads, shared=shared)

    def _row_notices(self) -> Iterator[Finding]:
        late = [index for index, lead in enumerate(self.rows) if lead.is_late]
        yield from self._summary("notice.late_lead", "captured_at", late)
        start, end = self.period.start, self.period.end
        outside = [i for i, lead in enumerate(self.rows) if not start <= lead.captured_at.date() <= end]
        yield from self._summary("notice.outside_period", "captured_at", outside, start=start, end=end)
        unowned = [i for i, lead in enumerate(self.rows) if lead.grade is Grade.A and lead.owner is None]
        yield from self._summary("notice.unassigned:leads", "owner", unowned)

    def _summary(self, key: str, field: str, indices: Sequence[int], **values: Any) -> Iterator[Finding]:
        """One notice for all rows in `indices`, placed at the first: a register may have thousands."""
        if indices:
            named: Any = [self.rows[index].lead_no for index in indices[:_NAMED]]
            if len(indices) > _NAMED:
                named = message("term.and_more", names=named, more=len(indices) - _NAMED)
            place = f"rows[{indices[0]}].{field}"
            yield notice(key, place, count=len(indices), leads=named, **values)

    # last, since its name hides the mark's from here on
    client: Annotated[
        Party | None, client("Client", "甲方", "The client, if the register is for one.", None), Field(default=None)
    ]
