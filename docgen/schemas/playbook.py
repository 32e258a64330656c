"""The objection playbook, and the objection as a library entry (domain.md 8)."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from docgen.audience import Choice, MarkedModel, client, internal, library_id
from docgen.errors import Finding
from docgen.messages import message
from docgen.schemas.base import (
    ENTRY_FIELDS,
    EntryFields,
    EntryId,
    EntryStatus,
    Envelope,
    Party,
    Problem,
    PublicId,
    Text,
    Version,
    before,
    check_rules,
    notice,
)
from docgen.schemas.figures import Count, Date, Rate
from docgen.schemas.governance import Approvable, governance_notices, owner_note


class ObjectionCategory(Choice):
    """What an objection is about."""

    price = "price", "Price", "价格过高"
    effect = "effect", "Effect", "担心效果"
    implementation_risk = "implementation_risk", "Implementation risk", "实施风险"
    competitor = "competitor", "Competitor", "竞品对比"
    timeline = "timeline", "Timeline", "实施周期"
    need = "need", "Need", "需求不足"
    budget = "budget", "Budget", "预算限制"
    authority = "authority", "Authority", "决策权限"
    timing = "timing", "Timing", "时机未到"
    service = "service", "Service", "服务保障"
    trust = "trust", "Trust", "信任顾虑"
    change = "change", "Change", "变革阻力"


class Genuineness(Choice):
    """Whether an objection is genuine."""

    genuine = "genuine", "Genuine", "真异议"
    pretext = "pretext", "Pretext", "假异议"
    either = "either", "Either; ask first", "待甄别"


class SalesStage(Choice):
    """Stage of the sales process at which an objection comes up."""

    lead = "lead", "Lead", "线索"
    screening = "screening", "Screening", "初筛"
    discovery = "discovery", "Discovery", "需求挖掘"
    proposal = "proposal", "Proposal", "方案呈现"
    negotiation = "negotiation", "Negotiation", "商务谈判"
    contract = "contract", "Contract", "合同签订"
    delivery = "delivery", "Delivery", "交付"


class Steps(MarkedModel):
    """The answer in four steps."""

    listen: Annotated[
        Text | None, client("Listen", "倾听", "How to let the client finish.", "先让客户说完，不打断。", markdown=True)
    ] = None
    acknowledge: Annotated[
        Text | None,
        client(
            "Acknowledge", "认同", "How to take the concern seriously.", "您关注投入产出，这很合理。", markdown=True
        ),
    ] = None
    explore: Annotated[
        Text | None,
        client("Explore", "探询", "How to find what lies behind it.", "您是和哪个方案比较的？", markdown=True),
    ] = None
    respond: Annotated[
        Text, client("Respond", "回应", "The answer itself.", "我们按三年总成本来算一笔账。", markdown=True)
    ]


class Proof(MarkedModel):
    """One piece of evidence behind an answer."""

    figure: Annotated[Text, client("Figure", "数据", "What was shown or measured.", "同行业投入产出比 1:3")]
    source: Annotated[Text, client("Source", "来源", "Where the figure comes from.", "2025 年客户验收报告")]
    case_id: Annotated[
        Text | None, library_id("Case", "案例编号", "The id of a success case in the library.", "hengli-bearing")
    ] = None
    valid_until: Annotated[
        Date | None, client("Valid until", "有效期至", "The last day it may be quoted.", "2027-06-30")
    ] = None


class Objection(MarkedModel, Approvable):
    """One objection with its answer, an entry of the library, merged for one industry."""

    objection_id: Annotated[Text, library_id("Objection no.", "异议编号", "Its id in the library.", "price-too-high")]
    category: Annotated[ObjectionCategory, client("Category", "异议类别", "What it is about.", "price")]
    verbatim: Annotated[Text, client("Client's words", "客户原话", "As a client says it.", "你们的价格比别家高不少。")]
    genuineness: Annotated[
        Genuineness | None, client("Genuine or pretext", "真假异议", "Whether it is meant as it is said.", "genuine")
    ] = None
    underlying_concern: Annotated[
        Text,
        client("Underlying concern", "真实顾虑", "What lies behind the words.", "担心投入收不回来。", markdown=True),
    ]
    stage: Annotated[SalesStage | None, client("Stage", "出现阶段", "Where it is heard.", "negotiation")] = None
    persona: Annotated[Text | None, client("Persona", "提出者", "Who says it.", "财务总监")] = None
    industries: Annotated[
        tuple[Text, ...], client("Industries", "适用行业", "Industries it is for; empty: all.", ["manufacturing"])
    ] = ()
    clarifying_questions: Annotated[
        tuple[Text, ...],
        client("Clarifying questions", "澄清提问", "What to ask before answering.", ["您是和哪家比较的？"]),
    ] = ()
    steps: Annotated[Steps, client("Steps", "应对步骤", "The answer in four steps.", None)]
    short_script: Annotated[
        Text | None,
        client("Short script", "简短话术", "The answer in one breath.", "贵在哪里，我们一起算清楚。", markdown=True),
    ] = None
    full_script: Annotated[
        Text | None, client("Full script", "完整话术", "The answer in full.", "您提到价格，我很理解……", markdown=True)
    ] = None
    proof: Annotated[
        tuple[Proof, ...], Field(min_length=1), client("Proof", "证明材料", "Evidence behind the answer.", [])
    ]
    guarantee: Annotated[
        Text | None,
        client("Guarantee", "保障", "What takes the risk off the client.", "30 天试用，不满意全额退款", markdown=True),
    ] = None
    confirm_question: Annotated[
        Text | None,
        client("Confirming question", "确认提问", "How to see that it is settled.", "这样是否打消了您的顾虑？"),
    ] = None
    escalation: Annotated[
        Text | None,
        client("Escalation", "升级处理", "Who helps if it stays open.", "销售经理 24 小时内回访", markdown=True),
    ] = None
    client_answer: Annotated[
        Text,
        client(
            "Answer for the client",
            "对客解答",
            "The answer as a client may read it.",
            "我们以三年总成本……",
            markdown=True,
        ),
    ]
    internal_script: Annotated[
        Text | None,
        internal("Internal script", "内部话术", "What only reps say or know.", "先守住价格……", markdown=True),
    ] = None
    concession_rules: Annotated[
        Text | None,
        internal("Concession rules", "让步规则", "What may be given for what.", "年付可让 3%", markdown=True),
    ] = None
    do_not_say: Annotated[
        tuple[Text, ...], internal("Do not say", "禁用说法", "What a rep must not say.", ["价格还可以再谈"])
    ] = ()
    usage: Annotated[Count | None, internal("Times used", "使用次数", "How often it was used.", 46)] = None
    success_rate: Annotated[
        Rate | None, internal("Success rate", "成功率", "Share of uses after which the deal moved on.", "0.62")
    ] = None
    owner: Annotated[Text, client("Owner", "责任人", "Who keeps it up to date.", "赵静")]
    approved_by: Annotated[Text | None, client("Approved by", "批准", "Who released it.", "赵静")] = None
    approved_on: Annotated[Date | None, client("Approved on", "批准日期", "When it was released.", "2026-09-30")] = None
    version: Annotated[Version, client("Version", "版本号", "The entry's version.", "1.0")]
    review_by: Annotated[Date, client("Review due", "复审日期", "When it must be looked at again.", "2027-03-31")]
    status: Annotated[EntryStatus, client("Status", "状态", "Where the entry stands.", "approved")] = EntryStatus.draft
    public_id: Annotated[
        PublicId | None, library_id("Public id", "公开编号", "Its name in clients' files.", "kqtrmvbzxwnd")
    ] = None

    def notices(self, on: dt.date, place: str = "") -> Iterator[Finding]:
        """Notices about using this entry in a document dated `on`; `place` is where the entry is named."""
        yield from governance_notices(self, "objection", self.objection_id, on, place)
        for proof in self.proof:
            if proof.valid_until and proof.valid_until < on:
                facts = {"entry": self.objection_id, "figure": proof.figure, "valid_until": proof.valid_until}
                yield notice("notice.proof_expired", place, **facts, owner=owner_note(self))


class Playbook(Envelope):
    """The objection playbook: library entries by id, and entries of its own."""

    entry_fields: ClassVar[EntryFields] = {**ENTRY_FIELDS, "objections": None}
    kind: Annotated[Literal["playbook"], client("Kind", "文件类型", "The kind of document.", "playbook")]
    team: Annotated[Text | None, client("Team", "适用团队", "Who works with it.", "华东制造行业组")] = None
    purpose: Annotated[
        Text | None, client("Purpose", "编制目的", "What it is for.", "统一应答口径，提高成单率。", markdown=True)
    ] = None
    how_to_use: Annotated[
        tuple[Text, ...], client("How to use it", "使用说明", "Rules of use, one each.", ["先问清楚，再回应。"])
    ] = ()
    next_review: Annotated[
        Date | None, client("Next review", "下次复审", "When the whole is looked at again.", "2027-03-31")
    ] = None
    include: Annotated[
        tuple[EntryId, ...],
        library_id("Library entries", "引用条目", "Ids of objections of the library, in order.", ["price-too-high"]),
    ] = ()
    objections: Annotated[
        tuple[Objection, ...], client("Own entries", "自有条目", "Entries written in this file.", [])
    ] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_rules(self._problems())
        return self

    def _problems(self) -> Iterator[Problem]:
        if not self.include and not self.objections:
            yield "include", message("rule.empty_playbook")
        seen: set[str] = set()
        named = [(f"include[{i}]", entry) for i, entry in enumerate(self.include)]
        named += [(f"objections[{i}].objection_id", entry.objection_id) for i, entry in enumerate(self.objections)]
        for place, entry in named:
            if entry in seen:
                yield place, message("rule.repeated", id=entry)
            seen.add(entry)
        if self.next_review and self.next_review < self.date:
            yield before("next_review", self.next_review, "date", self.date)

    def notices(self) -> Iterator[Finding]:
        """Notices of the envelope and of the playbook's own entries."""
        yield from super().notices()
        for index, entry in enumerate(self.objections):
            yield from entry.notices(self.date, f"objections[{index}]")

    # last, since its name hides the mark's from here on
    client: Annotated[
        Party | None,
        client("Client", "甲方", "The client, if the playbook is for one deal.", None),
        Field(default=None),
    ]
