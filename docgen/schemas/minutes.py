"""Negotiation minutes: agreed items, open issues, actions, and internal bounds (domain.md 7)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    Field,
    PositiveInt,
    ValidationInfo,
    computed_field,
    field_validator,
    model_validator,
)

from docgen.audience import client, internal, library_id
from docgen.errors import Finding
from docgen.messages import message
from docgen.schemas.base import (
    EntryId,
    Envelope,
    Language,
    Party,
    Problem,
    Status,
    Text,
    before,
    check_rules,
    list_ids,
    notice,
    repeated_ids,
)
from docgen.schemas.figures import COUNT, Count, DateTime
from docgen.schemas.minutes_parts import (
    Action,
    AgreedItem,
    Attachment,
    Attendee,
    Basis,
    Bound,
    BoundCheck,
    Concession,
    Mode,
    NextMeeting,
    OpenIssue,
    Side,
    Signature,
    check_bounds,
)
from docgen.schemas.references import COMMON, Reference, as_number

_PREVAILS_ZH = "本纪要仅记录双方谈判达成的意向，具体权利义务以双方正式签署的合同为准。"
_PREVAILS_EN = "These minutes record what was agreed in the talks. The signed contract prevails."
_MAX_AGREED, _MAX_BOUNDS = 1_000, 200  # each agreed item is checked against each bound
DEFAULT_LEGAL_EFFECT = {
    Language.zh: _PREVAILS_ZH,
    Language.en: _PREVAILS_EN,
    Language.both: f"{_PREVAILS_ZH}\n{_PREVAILS_EN}",
}


class Minutes(Envelope):
    """The negotiation minutes. Unless they are a draft, both sides must attend and sign."""

    references: ClassVar[tuple[Reference, ...]] = (
        Reference("changed_count", "变更条款数", ("changed_count",), as_number),
        *COMMON,
    )
    kind: Annotated[Literal["minutes"], client("Kind", "文件类型", "The kind of document.", "minutes")]
    minutes_no: Annotated[Text | None, client("Minutes no.", "纪要编号", "The minutes' number.", "TP-2026-0451-1")] = (
        None
    )
    round: Annotated[Annotated[PositiveInt, COUNT] | None, client("Round", "轮次", "Which round of talks.", 1)] = None
    time: Annotated[DateTime, client("Time", "时间", "When it began, local time.", "2026-11-23 14:00")]
    end_time: Annotated[DateTime | None, client("End", "结束时间", "When it ended.", "2026-11-23 16:40")] = None
    place: Annotated[Text, client("Place", "地点", "Where it was held.", "苏州工业园区，华东精工 302 会议室")]
    mode: Annotated[Mode | None, client("Mode", "形式", "How it was held.", "on_site")] = None
    attendees: Annotated[
        tuple[Attendee, ...], Field(min_length=1), client("Attendees", "参会人员", "Of both sides.", [])
    ]
    chair: Annotated[Text | None, client("Chair", "主持人", "Who led the meeting.", "周敏")] = None
    recorder: Annotated[Text, client("Recorder", "记录人", "Who wrote it down.", "陈立")]
    basis: Annotated[
        tuple[Basis, ...], Field(min_length=1), client("Basis", "依据文件", "The proposal on the table.", [])
    ]
    agenda: Annotated[tuple[Text, ...], client("Agenda", "议程", "The points, in order.", ["价格与付款方式"])] = ()
    agreed: Annotated[
        tuple[AgreedItem, ...],
        Field(max_length=_MAX_AGREED),
        client("Agreed", "达成一致事项", "What both sides agreed on.", []),
    ]
    open_issues: Annotated[tuple[OpenIssue, ...], client("Open issues", "待解决问题", "What is still open.", [])]
    actions: Annotated[tuple[Action, ...], client("Actions", "后续行动", "Who does what by when.", [])] = ()
    concessions: Annotated[
        tuple[Concession, ...], internal("Concessions", "让步记录", "What we gave, and got in return.", [])
    ] = ()
    bounds: Annotated[
        tuple[Bound, ...],
        Field(max_length=_MAX_BOUNDS),
        internal("Bounds", "可接受区间", "Fixed before the meeting: target and floor.", []),
    ] = ()
    batna: Annotated[
        Text | None, internal("BATNA", "最佳替代方案", "What we do if it fails.", "转向二期客户……", markdown=True)
    ] = None
    decision_maker_preferences: Annotated[
        Text | None,
        internal("Decision maker's preferences", "决策人偏好", "What moves that person.", "看重交期", markdown=True),
    ] = None
    next_meeting: Annotated[
        NextMeeting | None, client("Next meeting", "下次会议", "When both sides meet again.", None)
    ] = None
    legal: Annotated[
        tuple[EntryId, ...],
        library_id("Legal blocks", "法律条款", "Ids of legal blocks of the library.", ["minutes-effect"]),
    ] = ()
    legal_effect: Annotated[
        Text | None,
        Field(validate_default=True),
        client("Legal effect", "效力说明", "Left out, without legal blocks: the contract prevails.", _PREVAILS_ZH),
    ] = None
    governing_language: Annotated[
        Language | None,
        client("Governing language", "准据语言", "Which text prevails; for zh+en.", "zh"),
    ] = None
    attachments: Annotated[tuple[Attachment, ...], client("Attachments", "附件", "What goes with it.", [])] = ()
    copies: Annotated[tuple[Text, ...], client("Copies to", "抄送", "Who gets a copy.", ["赵静"])] = ()
    signatures: Annotated[
        tuple[Signature, ...], Field(min_length=1), client("Signatures", "签署", "Of both sides.", [])
    ]

    @computed_field
    @property
    def changed_count(
        self,
    ) -> Annotated[Count, client("Changed terms", "变更条款数", "Against the proposal.", 3)]:
        """How many agreed items differ from the proposal."""
        return sum(item.is_changed is True for item in self.agreed)

    @computed_field
    @property
    def bound_checks(
        self,
    ) -> Annotated[tuple[BoundCheck, ...], internal("Within bounds", "区间核对", "Each agreed term, checked.", [])]:
        """Each agreed item against each bound that covers it."""
        return tuple(check_bounds(self.agreed, self.bounds))

    @computed_field
    @property
    def all_within_bounds(
        self,
    ) -> Annotated[bool | None, internal("All within bounds", "全部在区间内", "None: nothing to compare.", True)]:
        """Whether every agreed figure that a bound covers is within it."""
        verdicts = [check.within_bounds for check in self.bound_checks if check.within_bounds is not None]
        return all(verdicts) if verdicts else None

    @field_validator("legal_effect", mode="after")
    @classmethod
    def _default_legal_effect(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text or info.data.get("legal"):
            return text
        return DEFAULT_LEGAL_EFFECT[info.data.get("language", Language.zh)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems: list[Problem] = [*self._number_problems(), *self._date_problems()]
        if self.status is not Status.draft:
            problems += [(name, message("rule.side", **side)) for name, side in self._missing_sides()]
        prevailing = self.governing_language or self.language
        if prevailing is Language.both:
            problems.append(("governing_language", message("rule.prevailing:both")))
        check_rules(problems)
        return self

    def _number_problems(self) -> Iterator[Problem]:
        known = {item.no: None for item in self.agreed}
        yield from _duplicate_numbers("agreed", [item.no for item in self.agreed])
        yield from ((f"legal[{i}]", message("rule.repeated", id=entry)) for i, entry in repeated_ids(self.legal))
        yield from _duplicate_numbers("open_issues", [issue.no for issue in self.open_issues])
        yield from _duplicate_numbers("actions", [action.no for action in self.actions])
        for index, bound in enumerate(self.bounds):
            if bound.agreed_no and bound.agreed_no not in known:
                unknown = message("rule.no_agreed_item", id=bound.agreed_no, known=list_ids(known))
                yield f"bounds[{index}].agreed_no", unknown

    def _missing_sides(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Fields without anybody of one side, with the side's names for a message."""
        for name, people in (("attendees", self.attendees), ("signatures", self.signatures)):
            present = {person.side for person in people}
            for side in Side:
                if side not in present:
                    yield name, {"side": side.value, "title": side.title_zh}

    def _date_problems(self) -> Iterator[Problem]:
        if self.end_time and self.end_time < self.time:
            yield before("end_time", self.end_time, "time", self.time)
        if self.date < self.time.date():
            yield "date", message("rule.before:meeting", date=self.date, other=self.time)
        if self.next_meeting and self.next_meeting.time <= self.time:
            late = message("rule.next_meeting", date=self.next_meeting.time, other=self.time)
            yield "next_meeting.time", late
        yield from self._due_problems()

    def _due_problems(self) -> Iterator[Problem]:
        dues = [(f"open_issues[{i}].due", issue.due) for i, issue in enumerate(self.open_issues)]
        dues += [(f"actions[{i}].due", action.due) for i, action in enumerate(self.actions)]
        dues += [(f"signatures[{i}].signed_on", signature.signed_on) for i, signature in enumerate(self.signatures)]
        held = self.time.date()
        for place, day in dues:
            if day and day < held:
                yield place, message("rule.before:meeting", date=day, other=held)
        for index, basis in enumerate(self.basis):
            if basis.date and basis.date > held:
                yield f"basis[{index}].date", message("rule.after:meeting", date=basis.date, other=held)

    def notices(self) -> Iterator[Finding]:
        """Notices for the sales rep. They contain internal figures and are never printed into a document."""
        yield from super().notices()
        if self.status is Status.draft:
            yield from (notice("notice.one_side", name, **side) for name, side in self._missing_sides())
        yield from self._signing_notices()
        yield from self._bound_notices()
        for index, concession in enumerate(self.concessions):
            if concession.in_return is None:
                yield notice("notice.free_concession", f"concessions[{index}]", given=concession.given)
        for index, issue in enumerate(self.open_issues):
            if issue.due is None:
                yield notice("notice.no_due_date", f"open_issues[{index}]", no=issue.no)
        present = {person.name for person in self.attendees}
        for name in ("chair", "recorder"):
            person = getattr(self, name)
            if person and person not in present:
                yield notice("notice.absent", name, person=person)

    def _signing_notices(self) -> Iterator[Finding]:
        if self.status is not Status.accepted:
            return
        signed = {signature.side for signature in self.signatures if signature.signed_on}
        missing = [side for side in Side if side not in signed]
        if missing:
            key = "notice.unsigned:side" if signed else "notice.unsigned"
            found = notice(key, "signatures", side=missing[0].value, title=missing[0].title_zh)
            yield replace(found, values={"sides": len(missing)})

    def _bound_notices(self) -> Iterator[Finding]:
        index_of = {item.no: index for index, item in enumerate(self.agreed)}
        for check in self.bound_checks:
            place = f"agreed[{index_of[check.agreed_no]}]"
            if check.within_bounds is False and check.direction:
                titles = {"en": check.direction.title_en.lower(), "zh": check.direction.title_zh}
                limit = {"direction": message("term.either", **titles), "floor": check.floor}
                facts = {"agreed": check.agreed_value, "unit": check.unit, **limit}
                yield notice("notice.outside_bounds", f"{place}.agreed_value", **facts)
            elif check.within_bounds is None and check.floor is not None:
                yield notice("notice.not_comparable", place, no=check.agreed_no)

    # last, since its name hides the mark's from here on
    client: Annotated[Party, client("Client", "甲方", "The side that buys.", None)]


def _duplicate_numbers(name: str, numbers: Sequence[str]) -> Iterator[Problem]:
    counts = Counter(numbers)
    for index, number in enumerate(numbers):
        if counts[number] > 1:
            yield f"{name}[{index}].no", message("rule.repeated:times", id=number, count=counts[number])
