"""Sections of a proposal as models: diagnosis, objectives, solution, plan, service levels, team."""

from typing import Annotated, Self

from pydantic import Field, computed_field, model_validator

from docgen.audience import Choice, MarkedModel, client
from docgen.schemas.base import Text, check_order
from docgen.schemas.figures import Date

Texts = tuple[Text, ...]


class Side(Choice):
    """The side responsible for something."""

    seller = "seller", "Supplier", "乙方"
    client = "client", "Client", "甲方"
    both = "both", "Both sides", "双方"


class Headlines(MarkedModel):
    """Slide titles as sentences. The default is the section's label."""

    situation: Annotated[
        Text | None, client("Situation", "客户现状", "Over the client's own words.", "交期一半靠加班换来")
    ] = None
    diagnosis: Annotated[
        Text | None, client("Diagnosis", "问题诊断", "Over the diagnosis.", "三个瓶颈每年吃掉 310 万元")
    ] = None
    objectives: Annotated[
        Text | None, client("Objectives", "目标", "Over the objectives.", "六个月内 OEE 达到 72%")
    ] = None
    solution: Annotated[
        Text | None, client("Solution", "解决方案", "Over the solution.", "一套系统打通排产、设备与质量")
    ] = None
    value: Annotated[Text | None, client("Value", "客户价值", "Over the value figures.", "产能提高，成本下降")] = None
    scope: Annotated[
        Text | None, client("Scope", "服务范围", "Over scope and deliverables.", "范围清楚，交付可验收")
    ] = None
    implementation: Annotated[Text | None, client("Plan", "实施计划", "Over the Gantt.", "五个月分四步上线")] = None
    team: Annotated[Text | None, client("Team", "项目团队", "Over the team.", "同行业团队全程驻场")] = None
    cases: Annotated[Text | None, client("Cases", "成功案例", "Over the cases.", "同行用同样的方法做到了")] = None
    roi: Annotated[Text | None, client("Return", "投资回报", "Over the return.", "11 个月收回投资")] = None
    pricing: Annotated[
        Text | None, client("Investment", "投资", "Over the prices.", "总投资 98.6 万元，分四期支付")
    ] = None
    objections: Annotated[
        Text | None, client("Objections", "常见疑虑", "Over the answers.", "您关心的，我们都有答案")
    ] = None
    next_steps: Annotated[
        Text | None, client("Next steps", "下一步", "Over the next steps.", "12 月 8 日前确认即可启动")
    ] = None


class Verbatim(MarkedModel):
    """A quote of the client."""

    quote: Annotated[Text, client("Quote", "客户原话", "Word for word.", "每天排产要三个人排四个小时")]
    said_by: Annotated[Text, client("Said by", "发言人", "Name and job title.", "生产副总 沈建平")]


class ValueFigure(MarkedModel):
    """One figure of the client's gain, with its basis."""

    figure: Annotated[Text, client("Figure", "数值", "Set large: sign and number.", "−20")]
    unit: Annotated[Text | None, client("Unit", "单位", "Set beside the figure.", "%")] = None
    label: Annotated[Text, client("Label", "指标", "What it measures.", "单件制造成本")]
    basis: Annotated[
        Text, client("Basis", "测算依据", "Where it comes from.", "按 2025 年产量与工时测算", markdown=True)
    ]


class ValueStatement(MarkedModel):
    """The value statement: a claim and figures."""

    statement: Annotated[
        Text | None,
        client("Statement", "价值主张", "One sentence or two.", "每年多交付 1,100 台套", markdown=True, narrative=True),
    ] = None
    figures: Annotated[
        tuple[ValueFigure, ...],
        client("Figures", "价值数据", "The first three are set large.", []),
        Field(min_length=1),
    ]


class Diagnosis(MarkedModel):
    """One pain of the client, its cause, and the cost of inaction."""

    pain_id: Annotated[Text, client("Pain", "痛点编号", "The pain's id in the needs analysis.", "P1")]
    title: Annotated[Text | None, client("Title", "标题", "In a few words.", "排产靠手工")] = None
    problem: Annotated[Text, client("Problem", "问题", "What is wrong.", "插单后计划要半天才能重排", markdown=True)]
    cause: Annotated[Text, client("Cause", "原因", "Why it is so.", "排产只靠表格和经验", markdown=True)]
    cost_of_inaction: Annotated[
        Text,
        client("Cost of doing nothing", "不改进的代价", "What it costs to leave it.", "每年约 96 万元", markdown=True),
    ]
    quote: Annotated[Text | None, client("Quote", "客户原话", "In the client's own words.", "插一个单全厂乱")] = None
    said_by: Annotated[Text | None, client("Said by", "发言人", "Who said it.", "生产副总 沈建平")] = None


class Objective(MarkedModel):
    """An objective and its measure."""

    objective: Annotated[Text, client("Objective", "目标", "What is to be reached.", "提高设备综合效率")]
    metric: Annotated[Text, client("Measure", "衡量指标", "How it is measured.", "OEE")]
    baseline: Annotated[Text | None, client("Today", "现值", "Where it stands.", "61%")] = None
    target: Annotated[Text, client("Target", "目标值", "Where it should be.", "72%")]
    due: Annotated[Date | None, client("By", "达成时间", "By when.", "2027-06-30")] = None
    pain_id: Annotated[Text | None, client("Pain", "痛点编号", "The pain it answers.", "P2")] = None


class SolutionModule(MarkedModel):
    """One part of the solution: product features and service support."""

    name: Annotated[Text, client("Module", "模块", "What it is called.", "高级排程（APS）")]
    summary: Annotated[
        Text | None, client("Summary", "概述", "What it does, in a sentence.", "分钟级重排", markdown=True)
    ] = None
    features: Annotated[
        Texts, client("Features", "产品功能", "What the product does.", ["有限产能排程"]), Field(min_length=1)
    ]
    support: Annotated[Texts, client("Service support", "服务支持", "What our people do.", ["驻场建模"])] = ()


class SolutionRow(MarkedModel):
    """One pain with capability, benefit and proof."""

    pain_id: Annotated[Text, client("Pain no.", "痛点编号", "A pain of the diagnosis.", "P1")]
    pain: Annotated[Text, client("Pain", "痛点", "In a few words.", "插单重排要半天")]
    capability: Annotated[Text, client("Capability", "能力", "What answers it.", "有限产能自动排程", markdown=True)]
    benefit: Annotated[
        Text, client("Benefit", "收益", "What the client has from it.", "重排缩短到 10 分钟", markdown=True)
    ]
    proof: Annotated[
        Text, client("Proof", "佐证", "Why to believe it.", "宁波某齿轮厂：交付准时率 82% → 96%", markdown=True)
    ]


class Solution(MarkedModel):
    """The offered solution."""

    intro: Annotated[
        Text,
        client("Introduction", "方案概述", "The idea in a paragraph.", "以计划为中枢", markdown=True, narrative=True),
    ]
    modules: Annotated[tuple[SolutionModule, ...], client("Modules", "方案模块", "Its parts.", []), Field(min_length=1)]
    rows: Annotated[
        tuple[SolutionRow, ...],
        client("Pain to proof", "痛点应对", "Pain, capability, benefit, proof.", []),
        Field(min_length=1),
    ]


class Deliverable(MarkedModel):
    """A deliverable."""

    name: Annotated[Text, client("Deliverable", "交付物", "What is handed over.", "排程模型与参数手册")]
    form: Annotated[Text | None, client("Form", "形式", "Document, system, training …", "文档")] = None
    acceptance: Annotated[
        Text | None, client("Acceptance", "验收标准", "When it counts as done.", "双方签署确认单", markdown=True)
    ] = None
    due: Annotated[Date | None, client("Due", "交付时间", "By when.", "2027-02-26")] = None


class Phase(MarkedModel):
    """One phase of the plan; a bar and a diamond in the Gantt chart."""

    name: Annotated[Text, client("Phase", "阶段", "What it is called.", "蓝图设计")]
    start: Annotated[Date, client("Start", "开始", "First day.", "2026-12-21")]
    end: Annotated[Date, client("End", "结束", "Last day.", "2027-01-22")]
    milestone: Annotated[Text, client("Milestone", "里程碑", "What stands at its end.", "蓝图评审通过")]
    milestone_date: Annotated[
        Date | None, client("Milestone date", "里程碑日期", "The phase's end if left out.", "2027-01-22")
    ] = None
    our_duties: Annotated[Texts, client("Supplier's duties", "乙方职责", "What we do.", ["现场调研"])] = ()
    client_duties: Annotated[
        Texts, client("Client's duties", "甲方职责", "What the client does.", ["指定关键用户"])
    ] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(("start", self.start), ("end", self.end))
        return self

    @computed_field
    @property
    def milestone_on(self) -> Annotated[Date, client("Milestone on", "里程碑时间", "When it is due.", "2027-01-22")]:
        """Day of the milestone; by default the end of the phase."""
        return self.milestone_date or self.end


class ServicePeriod(MarkedModel):
    """Start and end of the service."""

    start: Annotated[Date, client("Start", "开始", "First day.", "2027-05-01")]
    end: Annotated[Date, client("End", "结束", "Last day.", "2028-04-30")]
    note: Annotated[
        Text | None, client("Note", "说明", "Renewal and the like.", "到期前 30 日协商续约", markdown=True)
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(("start", self.start), ("end", self.end))
        return self


class ServiceLevel(MarkedModel):
    """One service level, and the remedy if it is missed."""

    measure: Annotated[Text, client("Measure", "服务项目", "What is promised.", "一级故障响应")]
    target: Annotated[Text, client("Target", "承诺指标", "How much.", "15 分钟内，7×24")]
    measured: Annotated[Text | None, client("Measured", "衡量方式", "How it is counted.", "工单系统时间戳")] = None
    remedy: Annotated[Text | None, client("Remedy", "未达标补偿", "If it is missed.", "每次延长服务 3 日")] = None


class TeamMember(MarkedModel):
    """A member of the project team."""

    name: Annotated[Text, client("Name", "姓名", "Who.", "王海")]
    role: Annotated[Text, client("Role", "角色", "As what.", "技术负责人")]
    side: Annotated[Side, client("Side", "所属方", "Supplier or client.", "seller")] = Side.seller
    responsibility: Annotated[Text | None, client("Responsibility", "职责", "For what.", "总体架构与接口")] = None
    experience: Annotated[Text | None, client("Experience", "经验", "What qualifies.", "12 年离散制造 MES 经验")] = None
