"""Sections of a needs analysis as models: interviews, pains, requirements, budget … (domain.md 5)."""

from typing import Annotated

from docgen.audience import Choice, MarkedModel, client, internal
from docgen.schemas.base import Text
from docgen.schemas.figures import Count, Date, DateTime, Money, Rate


class InterviewMethod(Choice):
    """How an interview was held."""

    on_site = "on_site", "On site", "现场访谈"
    workshop = "workshop", "Workshop", "研讨会"
    video = "video", "Video call", "视频会议"
    phone = "phone", "Phone call", "电话访谈"
    questionnaire = "questionnaire", "Questionnaire", "问卷"


class Severity(Choice):
    """Severity of a pain."""

    critical = "critical", "Critical", "致命"
    high = "high", "High", "严重"
    medium = "medium", "Medium", "中等"
    low = "low", "Low", "轻微"


class Priority(Choice):
    """Priority of a requirement (MoSCoW)."""

    must = "must", "Must", "必须"
    should = "should", "Should", "应该"
    could = "could", "Could", "可以"
    wont = "wont", "Won't, for now", "暂不"


class BudgetStatus(Choice):
    """Status of the budget."""

    approved = "approved", "Approved", "已批准"
    planned = "planned", "In the plan", "已列入计划"
    requested = "requested", "Requested", "申请中"
    unknown = "unknown", "Not known yet", "尚不明确"


class ConfirmationChannel(Choice):
    """Channel of the client's confirmation."""

    email = "email", "E-mail", "邮件"
    signed_copy = "signed_copy", "Signed copy", "书面签字"
    wecom = "wecom", "WeCom", "企业微信"
    portal = "portal", "Client portal", "在线确认"


class ClientProfile(MarkedModel):
    """Profile of the client."""

    summary: Annotated[
        Text | None, client("Summary", "简介", "The client in two or three sentences.", "……", markdown=True)
    ] = None
    size: Annotated[Text, client("Size", "规模", "People, sites, turnover.", "员工 860 人，年营收约 ¥5.2 亿")]
    business_model: Annotated[Text, client("Business model", "业务模式", "How the client earns.", "按图加工，订单制")]
    market: Annotated[Text | None, client("Market", "市场", "Whom the client sells to.", "新能源汽车零部件")] = None
    recent_moves: Annotated[
        tuple[Text, ...], client("Recent moves", "近期动态", "Funding, expansion, changes.", ["2026年6月二期厂房投产"])
    ] = ()


class Interview(MarkedModel):
    """One interview with the client."""

    date: Annotated[Date, client("Date", "访谈日期", "The day it was held.", "2026-10-20")]
    ended_at: Annotated[
        DateTime | None,
        client(
            "Ended at",
            "结束时间",
            "Local time of its end; the 24 hours to send the report run from it.",
            "2026-10-20 16:30",
        ),
    ] = None
    interviewee: Annotated[Text, client("Interviewee", "受访人", "Who was asked.", "沈建平")]
    role: Annotated[Text | None, client("Position", "受访人职务", "The interviewee's position.", "生产副总")] = None
    method: Annotated[InterviewMethod, client("Method", "访谈方式", "How it was held.", "on_site")]
    interviewer: Annotated[Text, client("Interviewer", "访谈人", "Who asked.", "陈立")]
    technical_support: Annotated[
        Text | None,
        client("Technical support", "技术支持", "Who of technical support was there; empty: nobody.", "王海"),
    ] = None
    topics: Annotated[Text | None, client("Topics", "访谈主题", "What it was about.", "排产与交付")] = None


class System(MarkedModel):
    """A system in use today."""

    name: Annotated[Text, client("System", "系统", "Its name and version.", "金蝶 K/3 Cloud")]
    purpose: Annotated[Text, client("Purpose", "用途", "What it is used for.", "财务、采购、库存")]
    remark: Annotated[Text | None, client("Remark", "备注", "Limits, interfaces, plans.", "无排产模块")] = None


class BaselineFigure(MarkedModel):
    """A current performance figure."""

    measure: Annotated[Text, client("Measure", "指标", "What is measured.", "设备综合效率 OEE")]
    value: Annotated[Text, client("Value", "当前值", "The figure with its unit.", "61%")]
    period: Annotated[Text | None, client("Period", "统计期间", "When it was measured.", "2026年7月至9月")] = None
    source: Annotated[Text | None, client("Source", "数据来源", "Where it comes from.", "设备科停机台账")] = None


class CurrentState(MarkedModel):
    """Current processes, systems and figures."""

    process: Annotated[Text, client("Process", "业务流程", "How the work is done today.", "……", markdown=True)]
    systems: Annotated[tuple[System, ...], client("Systems", "现有系统", "Systems in use.", [])] = ()
    baseline: Annotated[tuple[BaselineFigure, ...], client("Baseline", "基线数据", "Figures of today.", [])] = ()


class Pain(MarkedModel):
    """A pain, in the client's own words."""

    id: Annotated[Text, client("No.", "编号", "The id that requirements and the proposal use.", "P1")]
    statement: Annotated[Text, client("Pain", "痛点", "What hurts, in one sentence.", "排产靠手工，插单后全盘重排")]
    verbatim: Annotated[
        Text, client("Client's words", "客户原话", "What was said, word for word.", "一插单我就得排到半夜。")
    ]
    said_by: Annotated[Text, client("Said by", "陈述人", "Who said it.", "计划主管 吴倩")]
    root_cause: Annotated[
        Text | None, client("Root cause", "根因", "Why it happens.", "无有限产能排程", markdown=True)
    ] = None
    impact: Annotated[Text | None, client("Impact", "影响", "What it leads to.", "准时交付率 82%", markdown=True)] = (
        None
    )
    quantified_loss: Annotated[
        Text | None, client("Quantified loss", "量化损失", "What it costs, with the arithmetic.", "每年约 ¥126 万")
    ] = None
    department: Annotated[Text | None, client("Department", "涉及部门", "Whom it hurts.", "生产计划部")] = None
    severity: Annotated[Severity | None, client("Severity", "严重程度", "How much it hurts.", "high")] = None


class Goal(MarkedModel):
    """A measurable goal of the client."""

    metric: Annotated[Text, client("Measure", "指标", "What is measured.", "准时交付率")]
    baseline: Annotated[Text | None, client("Baseline", "当前值", "The figure today.", "82%")] = None
    target: Annotated[Text, client("Target", "目标值", "The figure wanted.", "95%")]
    due: Annotated[Date | None, client("Due", "达成时限", "By when.", "2027-09-30")] = None
    pain_ids: Annotated[tuple[Text, ...], client("Pains", "对应痛点", "Ids of the pains it ends.", ["P1"])] = ()


class Requirement(MarkedModel):
    """A requirement on the solution."""

    id: Annotated[Text, client("No.", "编号", "The requirement's id.", "R1")]
    statement: Annotated[Text, client("Requirement", "需求", "What is needed.", "按有限产能自动排程")]
    priority: Annotated[Priority, client("Priority", "优先级", "How much it is needed.", "must")]
    acceptance: Annotated[
        Text | None, client("Acceptance", "验收标准", "How one sees that it is met.", "插单后 10 分钟内出新计划")
    ] = None
    raised_by: Annotated[Text | None, client("Raised by", "提出人", "Who asked for it.", "吴倩")] = None
    pain_ids: Annotated[tuple[Text, ...], client("Pains", "对应痛点", "Ids of the pains it answers.", ["P1"])] = ()


class RequirementGroup(MarkedModel):
    """The requirements of one priority."""

    priority: Annotated[Priority, client("Priority", "优先级", "How much they are needed.", "must")]
    requirements: Annotated[tuple[Requirement, ...], client("Requirements", "需求", "In the order written.", [])]
    count: Annotated[Count, client("Count", "数量", "How many.", 5)]


class Budget(MarkedModel):
    """The client's budget."""

    amount_min: Annotated[Money | None, client("From", "预算下限", "The lower end.", "1500000")] = None
    amount_max: Annotated[Money | None, client("To", "预算上限", "The upper end.", "1800000")] = None
    currency: Annotated[Text, client("Currency", "币种", "ISO 4217 code.", "CNY")] = "CNY"
    tax_included: Annotated[bool | None, client("Tax included", "是否含税", "Whether tax is in it.", True)] = None
    status: Annotated[BudgetStatus, client("Status", "预算状态", "How far the money is.", "planned")]
    source: Annotated[Text | None, client("Source", "预算来源", "Where the money comes from.", "2027 年技改专项")] = (
        None
    )
    remark: Annotated[Text | None, client("Remark", "说明", "Limits, approvals, cycles.", "分两年列支")] = None


class TimelineEntry(MarkedModel):
    """A date of the client's project."""

    date: Annotated[Date, client("Date", "日期", "When.", "2026-12-15")]
    event: Annotated[Text, client("Event", "事项", "What happens.", "完成供应商选型")]
    remark: Annotated[Text | None, client("Remark", "备注", "Why it matters.", "赶在年度预算封账前")] = None


class DecisionCriterion(MarkedModel):
    """A criterion of the client's decision."""

    criterion: Annotated[Text, client("Criterion", "标准", "What is judged.", "同行业落地案例")]
    weight: Annotated[Rate | None, client("Weight", "权重", "Its share, 0 to 1.", "0.30")] = None
    raised_by: Annotated[Text | None, client("Raised by", "提出人", "Who looks at it.", "许喆")] = None
    remark: Annotated[Text | None, client("Remark", "说明", "How it is judged.", "至少两家 500 人以上工厂")] = None


class ProcessStep(MarkedModel):
    """One step of the decision process."""

    what: Annotated[Text, client("Step", "步骤", "What is done.", "技术方案评审")]
    who: Annotated[Text, client("Who", "责任人", "Who does it.", "许喆、马俊")]
    when: Annotated[Date | None, client("When", "时间", "By when.", "2026-11-27")] = None
    outcome: Annotated[Text | None, client("Outcome", "产出", "What comes out of it.", "技术评分表")] = None


class Competitor(MarkedModel):
    """A competitor. Internal only."""

    name: Annotated[Text, internal("Competitor", "竞争对手", "Who.", "甲骨科技")]
    position: Annotated[Text | None, internal("Position", "所处位置", "How far they are.", "已做两轮演示")] = None
    strengths: Annotated[Text | None, internal("Strengths", "优势", "What speaks for them.", "报价低约 15%")] = None
    weaknesses: Annotated[
        Text | None, internal("Weaknesses", "劣势", "What speaks against them.", "无本地实施队伍")
    ] = None
    our_answer: Annotated[
        Text | None, internal("Our answer", "应对", "What we set against it.", "安排标杆工厂参观")
    ] = None


class NeedsRisk(MarkedModel):
    """A risk."""

    risk: Annotated[Text, client("Risk", "风险", "What could happen.", "老设备无通讯接口")]
    impact: Annotated[Text | None, client("Impact", "影响", "What it would do.", "联网范围缩小")] = None
    response: Annotated[Text | None, client("Response", "应对", "What is done about it.", "加装采集网关")] = None


class OpenQuestion(MarkedModel):
    """An open question."""

    question: Annotated[Text, client("Question", "待确认事项", "What is not known yet.", "老厂区网络由谁改造")]
    owner: Annotated[Text | None, client("Owner", "负责人", "Who finds out.", "许喆")] = None
    due: Annotated[Date | None, client("Due", "时限", "By when.", "2026-10-30")] = None


class NextStep(MarkedModel):
    """A next step."""

    action: Annotated[Text, client("Action", "事项", "What is done.", "提交定制化解决方案初稿")]
    owner: Annotated[Text, client("Owner", "负责人", "Who does it.", "陈立")]
    due: Annotated[Date | None, client("Due", "完成时限", "By when.", "2026-11-06")] = None


class Confirmation(MarkedModel):
    """The client's confirmation of the report."""

    sent_at: Annotated[DateTime, client("Sent at", "发送时间", "When the report went out.", "2026-10-23 10:15")]
    confirmed_by: Annotated[Text | None, client("Confirmed by", "确认人", "Who confirmed.", "沈建平")] = None
    confirmed_at: Annotated[
        DateTime | None, client("Confirmed at", "确认时间", "When it was confirmed.", "2026-10-24 17:40")
    ] = None
    channel: Annotated[ConfirmationChannel | None, client("Channel", "确认方式", "How it was confirmed.", "email")] = (
        None
    )
    corrections: Annotated[
        tuple[Text, ...], client("Corrections", "更正内容", "What the client put right.", ["OEE 口径以设备科为准"])
    ] = ()
