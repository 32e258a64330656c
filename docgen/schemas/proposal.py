"""The tailored proposal, and the success case as a library entry (domain.md 6)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, computed_field, model_validator

from docgen.audience import MarkedModel, client, internal, library_id
from docgen.errors import Finding
from docgen.messages import message
from docgen.schemas.base import (
    RELEASED,
    EntryId,
    EntryStatus,
    Envelope,
    Language,
    Party,
    Problem,
    PublicId,
    RuleError,
    Text,
    Version,
    check_rules,
    list_ids,
    notice,
    repeated_ids,
)
from docgen.schemas.figures import Date
from docgen.schemas.governance import Approvable, governance_notices, owner_note
from docgen.schemas.money import Amount
from docgen.schemas.payments import check_shares, payment_amounts
from docgen.schemas.pricing import Pricing
from docgen.schemas.proposal_parts import (
    Deliverable,
    Diagnosis,
    Headlines,
    Objective,
    Phase,
    ServiceLevel,
    ServicePeriod,
    Solution,
    TeamMember,
    Texts,
    ValueStatement,
    Verbatim,
)
from docgen.schemas.proposal_terms import REFERENCES, Acceptance, NextStep, PaymentTerm, Risk, Roi, Term
from docgen.schemas.references import Reference
from docgen.wording import in_language


class SpeakerNotes(MarkedModel):
    """Speaker notes by slide, in internal editions only."""

    cover: Annotated[Text | None, internal("Cover", "封面", "At the opening.", "先谢谢沈总")] = None
    situation: Annotated[Text | None, internal("Situation", "客户现状", "On their own words.", "逐句念原话")] = None
    diagnosis: Annotated[Text | None, internal("Diagnosis", "问题诊断", "On the diagnosis.", "请马主管补充")] = None
    objectives: Annotated[Text | None, internal("Objectives", "目标", "On the objectives.", "确认口径")] = None
    solution: Annotated[Text | None, internal("Solution", "解决方案", "On the solution.", "先讲重排演示")] = None
    value: Annotated[Text | None, internal("Value", "客户价值", "On the value figures.", "讲清测算口径")] = None
    scope: Annotated[Text | None, internal("Scope", "服务范围", "On scope and deliverables.", "强调不含项")] = None
    implementation: Annotated[Text | None, internal("Plan", "实施计划", "On the Gantt.", "春节停产两周已避开")] = None
    team: Annotated[Text | None, internal("Team", "项目团队", "On the team.", "介绍王海的履历")] = None
    cases: Annotated[Text | None, internal("Cases", "成功案例", "On the cases.", "可安排参观")] = None
    roi: Annotated[Text | None, internal("Return", "投资回报", "On the return.", "财务总监最关心")] = None
    pricing: Annotated[Text | None, internal("Investment", "投资", "On the prices.", "不主动谈折扣")] = None
    objections: Annotated[Text | None, internal("Objections", "常见疑虑", "On the answers.", "备用，问到再讲")] = None
    next_steps: Annotated[Text | None, internal("Next steps", "下一步", "At the close.", "当场约定签约日期")] = None


class _Offer(Envelope):
    """An envelope with a client; a class of its own, so that the field doesn't shadow the mark `client` in Proposal."""

    client: Annotated[Party, client("Client", "甲方", "The side it is offered to.", None)]


class Proposal(_Offer):
    """An offer to one client: problems, solution, plan, prices and terms."""

    references: ClassVar[tuple[Reference, ...]] = REFERENCES
    kind: Annotated[Literal["proposal"], client("Kind", "文件类型", "The kind of document.", "proposal")]
    governing_language: Annotated[
        Language | None, client("Governing language", "准据语言", "Which text prevails; for zh+en.", "zh")
    ] = None
    needs_analysis: Annotated[
        Text | None, client("Needs analysis", "需求分析报告", "The report it answers.", "XQ-2026-0117 V1.0")
    ] = None
    must_pains: Annotated[
        Texts, client("Must pains", "必须解决的痛点", "Pain ids behind must requirements; each is diagnosed.", ["P1"])
    ] = ()
    headlines: Annotated[
        Headlines, client("Headlines", "页面标题句", "Slide titles as sentences.", None, narrative=True)
    ] = Headlines()
    speaker_notes: Annotated[
        SpeakerNotes, internal("Speaker notes", "演讲备注", "What the speaker says.", None, narrative=True)
    ] = SpeakerNotes()
    background: Annotated[
        Text | None,
        client("Background", "项目背景", "How the talks came about.", "贵司计划……", markdown=True, narrative=True),
    ] = None
    client_voice: Annotated[
        tuple[Verbatim, ...], client("In the client's words", "客户心声", "Quotes from the interviews.", [])
    ] = ()
    executive_summary: Annotated[
        Text,
        client("Executive summary", "方案摘要", "The whole in half a page.", "本方案……", markdown=True, narrative=True),
    ]
    value_statement: Annotated[ValueStatement, client("Value", "客户价值", "What the client gains.", None)]
    diagnosis: Annotated[
        tuple[Diagnosis, ...], client("Diagnosis", "问题诊断", "One row a pain.", []), Field(min_length=1)
    ]
    objectives: Annotated[
        tuple[Objective, ...], client("Objectives", "目标与衡量指标", "What is to be reached.", [])
    ] = ()
    solution: Annotated[Solution, client("Solution", "解决方案", "What is offered.", None)]
    scope_in: Annotated[Texts, client("In scope", "服务范围", "What is done.", ["两条产线"])] = ()
    scope_out: Annotated[Texts, client("Out of scope", "不含内容", "What is not done.", ["ERP 改造"])] = ()
    deliverables: Annotated[tuple[Deliverable, ...], client("Deliverables", "交付物", "What is handed over.", [])] = ()
    implementation: Annotated[
        tuple[Phase, ...], client("Plan", "实施计划", "Phases in order; drawn as a Gantt.", []), Field(min_length=1)
    ]
    service_period: Annotated[ServicePeriod, client("Service period", "服务周期", "From when to when.", None)]
    sla: Annotated[tuple[ServiceLevel, ...], client("Service levels", "服务水平", "What is promised.", [])] = ()
    team: Annotated[tuple[TeamMember, ...], client("Team", "项目团队", "Who works on it.", [])] = ()
    cases: Annotated[
        tuple[EntryId, ...],
        library_id("Cases", "成功案例", "Ids of success cases of the library.", ["mfg-precision-gears"]),
    ]
    roi: Annotated[Roi | None, client("Return", "投资回报", "What comes back, and when.", None)] = None
    pricing: Annotated[Pricing, client("Prices", "报价明细", "Lines, discounts and totals.", None)]
    payment_terms: Annotated[
        tuple[PaymentTerm, ...],
        client("Payment terms", "付款方式", "Shares sum to 1.", []),
        Field(min_length=1),
        AfterValidator(check_shares),
    ]
    round_payments_to: Annotated[
        Amount | None,
        client("Round payments to", "分期取整到", "To the nearest 1, 1000 …; the last takes the rest.", "1"),
    ] = None
    assumptions: Annotated[Texts, client("Assumptions", "前提假设", "What it rests on.", ["甲方提供测试环境"])] = ()
    risks: Annotated[tuple[Risk, ...], client("Risks", "风险与应对", "What could go wrong.", [])] = ()
    legal: Annotated[
        tuple[EntryId, ...],
        library_id("Legal blocks", "法律条款", "Ids of legal blocks of the library.", ["confidentiality"]),
    ] = ()
    terms: Annotated[tuple[Term, ...], client("Terms", "商务条款", "Clauses.", [])] = ()
    next_steps: Annotated[
        tuple[NextStep, ...], client("Next steps", "下一步", "Who does what by when.", []), Field(min_length=1)
    ]
    objections: Annotated[
        tuple[EntryId, ...],
        library_id("Objections", "常见疑虑解答", "Ids of objections of the library.", ["price-too-high"]),
    ]
    acceptance: Annotated[Acceptance, client("Acceptance", "签署栏", "The signature block.", None)] = Acceptance()

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_rules(
            [*_pain_problems(self), *_duplicate_problems(self), *_language_problems(self), *_step_problems(self)]
        )
        totals = self.pricing.totals
        if not self.pricing.options_only:
            places, step = totals.currency.places, self.round_payments_to
            amounts = payment_amounts(self.payment_terms, totals.payable, places, step)
            priced = tuple(term.with_amount(amount) for term, amount in zip(self.payment_terms, amounts, strict=True))
            # During validation the frozen model is set directly: its payments get their amounts.
            vars(self).update(payment_terms=priced)
        return self

    @computed_field
    @property
    def payable_in_words(
        self,
    ) -> Annotated[
        Text | None, client("Amount in words", "大写金额", "Payable, in the document's language.", "人民币壹佰元整")
    ]:
        """The amount payable in words: 大写, English, or both on two lines for zh+en; None without an amount."""
        totals = self.pricing.totals
        if totals.payable_in_words_en is None or totals.payable_in_words_zh is None:
            return None
        return in_language(totals.payable_in_words_en, totals.payable_in_words_zh, self.language, "\n")

    @computed_field
    @property
    def project_start(
        self,
    ) -> Annotated[Date, client("Project start", "项目开始", "First day of the plan.", "2026-12-21")]:
        """The first day of the plan."""
        return min(phase.start for phase in self.implementation)

    @computed_field
    @property
    def project_end(self) -> Annotated[Date, client("Project end", "项目结束", "Last day of the plan.", "2027-04-30")]:
        """The last day of the plan."""
        return max(phase.end for phase in self.implementation)

    def notices(self) -> Iterator[Finding]:
        """Notices: about prices, a missing `valid_until`, fewer than three value figures."""
        yield from super().notices()
        yield from self.pricing.notices(self.audience, released=self.status in RELEASED)
        if self.valid_until is None:
            yield notice("notice.validity", "valid_until")
        if len(self.value_statement.figures) < 3:
            yield notice("notice.value_figures", "value_statement.figures")

    def missing_approvals(self) -> Iterator[Finding]:
        """Prices below their floor without an approval."""
        yield from super().missing_approvals()
        yield from self.pricing.missing_approvals()


def _pain_problems(proposal: Proposal) -> Iterator[Problem]:
    """Must pains without a diagnosis, and references to undiagnosed pains."""
    known = {row.pain_id: None for row in proposal.diagnosis}
    names = list_ids(known)
    for index, pain in enumerate(proposal.must_pains):
        if pain not in known:
            yield f"must_pains[{index}]", message("rule.must_pain", id=pain, known=names)
    references = [(f"solution.rows[{i}].pain_id", row.pain_id) for i, row in enumerate(proposal.solution.rows)]
    references += [(f"objectives[{i}].pain_id", o.pain_id) for i, o in enumerate(proposal.objectives) if o.pain_id]
    for path, pain in references:
        if pain not in known:
            yield path, message("rule.unknown_pain:diagnosis", id=pain, known=names)


def _duplicate_problems(proposal: Proposal) -> Iterator[Problem]:
    lists = {
        "diagnosis[{}].pain_id": [row.pain_id for row in proposal.diagnosis],
        "cases[{}]": proposal.cases,
        "legal[{}]": proposal.legal,
        "objections[{}]": proposal.objections,
    }
    for path, ids in lists.items():
        for index, entry in repeated_ids(ids):
            yield path.format(index), message("rule.repeated", id=entry)


def _language_problems(proposal: Proposal) -> Iterator[Problem]:
    if proposal.language is Language.both and proposal.governing_language is None:
        yield "governing_language", message("rule.prevailing:missing")
    if proposal.governing_language is Language.both:
        yield "governing_language", message("rule.prevailing")


def _step_problems(proposal: Proposal) -> Iterator[Problem]:
    step = proposal.round_payments_to
    if step is not None and step <= 0:
        yield Finding.of("pricing.rounding_step", place="round_payments_to", step=step)


class CaseFigure(MarkedModel):
    """One measure before and after."""

    label: Annotated[Text, client("Measure", "指标", "What was measured.", "设备综合效率 OEE")]
    before: Annotated[Text, client("Before", "实施前", "Where it stood.", "58")]
    after: Annotated[Text, client("After", "实施后", "Where it came to.", "71")]
    unit: Annotated[Text | None, client("Unit", "单位", "Of both figures.", "%")] = None


class Case(MarkedModel, Approvable):
    """A success case of the library. Its client is named only with permission."""

    case_id: Annotated[Text, library_id("Case no.", "案例编号", "The id that proposals use.", "mfg-precision-gears")]
    title: Annotated[Text, client("Title", "标题", "The story in a sentence.", "齿轮厂把准时交付率提高到 96%")]
    industry: Annotated[Text, client("Industry", "行业", "An industry of the library.", "manufacturing")]
    language: Annotated[Language, client("Language", "语言", "What it is written in.", "zh")]
    client_name: Annotated[
        Text | None,
        internal("Client name", "客户名称", "The real name; shown only with permission.", "宁波甬江齿轮有限公司"),
    ] = None
    anonymous_name: Annotated[
        Text, client("Anonymous name", "匿名称呼", "What stands in place of the name.", "宁波某精密齿轮企业")
    ]
    permission: Annotated[bool, internal("May be named", "可署名", "Whether the client may be named.", False)] = False
    valid_until: Annotated[
        Date | None, client("Valid until", "有效期至", "Until when it may be shown.", "2027-12-31")
    ] = None
    challenge: Annotated[Text, client("Challenge", "挑战", "What was wrong.", "插单频繁……", markdown=True)]
    solution: Annotated[Text, client("Solution", "解决方案", "What was done.", "上线 APS……", markdown=True)]
    figures: Annotated[
        tuple[CaseFigure, ...], client("Figures", "成效数据", "Before and after.", []), Field(min_length=1)
    ]
    quote: Annotated[Text | None, client("Quote", "客户评价", "What the client said.", "计划员终于不用加班了")] = None
    quote_by: Annotated[
        Text | None, client("Quote by", "评价人", "Who said it, without the name if hidden.", "生产部长")
    ] = None
    status: Annotated[EntryStatus, client("Status", "状态", "Where the entry stands.", "approved")] = EntryStatus.draft
    owner: Annotated[Text | None, internal("Owner", "维护人", "Who keeps it.", "赵静")] = None
    version: Annotated[Version, client("Version", "版本号", "Of this entry.", "1.0")] = "1.0"
    approved_by: Annotated[Text | None, internal("Approved by", "批准", "Who released it.", "赵静")] = None
    approved_on: Annotated[Date | None, internal("Approved on", "批准日期", "When it was released.", "2026-09-30")] = (
        None
    )
    review_by: Annotated[
        Date | None, internal("Review due", "复审日期", "When it must be looked at again.", "2027-03-31")
    ] = None
    named_until: Annotated[
        Date | None,
        internal(
            "Named until", "署名授权至", "The last day the client may be named; later it is anonymous.", "2027-06-30"
        ),
    ] = None
    public_id: Annotated[
        PublicId | None, library_id("Public id", "公开编号", "Its name in clients' files.", "kqtrmvbzxwnd")
    ] = None

    @model_validator(mode="after")
    def _check_name(self) -> Self:
        if self.permission and self.client_name is None:
            raise RuleError([("client_name", message("rule.client_name"))])
        return self

    @computed_field
    @property
    def shown_name(
        self,
    ) -> Annotated[Text, client("Client", "客户", "The name, or what stands in its place.", "某齿轮企业")]:
        """The client's name if it may be named, else the anonymous name."""
        return self.client_name if self.permission and self.client_name else self.anonymous_name

    def notices(self, on: date, place: str = "") -> Iterator[Finding]:
        """Notices about using this case on the day `on`; `place` is where the document names it."""
        yield from governance_notices(self, "case", self.case_id, on, place)
        if self.valid_until and self.valid_until < on:
            facts = {"entry": self.case_id, "valid_until": self.valid_until, "owner": owner_note(self)}
            yield notice("notice.case_expired", place, **facts)
        if self.named_on(on) is not self:
            facts = {"entry": self.case_id, "named_until": self.named_until, "owner": owner_note(self)}
            yield notice("notice.case_anonymous", place, **facts)

    def named_on(self, day: date) -> Self:
        """The case as of `day`: without permission to name its client if that has expired."""
        ended = self.permission and self.named_until is not None and self.named_until < day
        return self.model_copy(update={"permission": False}) if ended else self
