"""A lead: one row of the lead-source register, and the grade of a screened one (domain.md 1 and 3)."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, computed_field, model_validator

from docgen.audience import Choice, MarkedModel, client, internal
from docgen.messages import message
from docgen.schemas.base import CreditCode, Problem, Text, before, check_rules
from docgen.schemas.figures import Date, DateTime, Money

POOL_CLOSES = dt.time(17, 0)
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_PHONE_DIGITS = 10


class Grade(Choice):
    """Grade of a lead by intent: A high, B medium, C low."""

    A = "A", "A", "A类"
    B = "B", "B", "B类"
    C = "C", "C", "C类"


class Assignment(Choice):
    """Who takes over a lead."""

    senior_rep = "senior_rep", "Senior rep (1 year or more)", "资深销售（1年以上）"
    regular_rep = "regular_rep", "Regular rep", "普通销售"
    batch_or_nurture = "batch_or_nurture", "Batch assignment or nurture pool", "批量分配或长期培育池"


_BY_GRADE = {
    Grade.A: Assignment.senior_rep,
    Grade.B: Assignment.regular_rep,
    Grade.C: Assignment.batch_or_nurture,
}


def assignment_for(grade: Grade) -> Assignment:
    """Assignment by grade: A a senior rep, B a regular rep, C batch assignment or the nurture pool."""
    return _BY_GRADE[grade]


def _half_width(text: str) -> str:
    """Full-width letters and digits, as Chinese keyboards type them, as ASCII."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


class Channel(Choice):
    """Source channel of a lead."""

    website_form = "website_form", "Website form", "官网表单"
    exhibition = "exhibition", "Exhibition", "展会"
    referral = "referral", "Referral", "客户转介绍"
    industry_partner = "industry_partner", "Industry partner", "行业合作"
    paid_search = "paid_search", "Paid search", "搜索推广"
    content = "content", "Content download", "内容下载"
    social = "social", "Social media", "社交媒体"
    outbound = "outbound", "Outbound call", "电话外呼"
    existing_client = "existing_client", "Existing client", "老客户"
    tender = "tender", "Tender", "招投标"
    other = "other", "Other", "其他"


class LeadStatus(Choice):
    """Status of a lead."""

    new = "new", "New", "新建"
    contacted = "contacted", "Contacted", "已联系"
    nurturing = "nurturing", "Nurturing", "培育中"
    qualified = "qualified", "Qualified", "合格"
    disqualified = "disqualified", "Disqualified", "不合格"
    invalid = "invalid", "Invalid", "无效"
    converted = "converted", "Converted", "已转化"


class Lead(MarkedModel):
    """One row of the register."""

    lead_no: Annotated[Text, client("Lead no.", "线索编号", "The lead's number.", "XS-20261012-003")]
    captured_at: Annotated[DateTime, client("Captured at", "线索获取时间", "Local date and time.", "2026-10-12 09:20")]
    channel: Annotated[Channel, client("Channel", "来源渠道", "Where the lead came from.", "exhibition")]
    channel_detail: Annotated[
        Text | None, client("Channel detail", "来源明细", "Which fair, page, keyword.", "中国工博会 6.1H-A128")
    ] = None
    campaign: Annotated[
        Text | None, client("Campaign", "市场活动", "The campaign it belongs to.", "2026 秋季工博会")
    ] = None
    referrer: Annotated[Text | None, client("Referrer", "介绍人", "Who passed it on.", "恒力轴承 孙志远")] = None
    company: Annotated[Text, client("Company", "客户名称", "The company's name.", "苏州华东精工机械有限公司")]
    credit_code: Annotated[
        CreditCode | None,
        client("Credit code", "统一社会信用代码", "18 characters, check digit verified.", "91320594MA1MYE4M7X"),
    ] = None
    industry: Annotated[Text | None, client("Industry", "所属行业", "What the company does.", "汽车零部件")] = None
    company_size: Annotated[Text | None, client("Company size", "企业规模", "People or turnover.", "500–999 人")] = None
    region: Annotated[Text | None, client("Region", "所在地区", "Where the company is.", "江苏苏州")] = None
    contact: Annotated[Text, client("Contact", "联系人", "Whom to call.", "马俊")]
    job_title: Annotated[Text | None, client("Job title", "职务", "What that person does.", "设备主管")] = None
    mobile: Annotated[Text | None, client("Mobile", "手机", "Telephone number.", "138 1288 1001")] = None
    email: Annotated[Text | None, client("E-mail", "邮箱", "E-mail address.", "ma.jun@example.com")] = None
    wechat: Annotated[Text | None, client("WeChat", "微信", "WeChat id.", "majun_hdjg")] = None
    stated_need: Annotated[
        Text | None, client("Stated need", "初步需求", "What was asked for.", "想了解设备联网和自动排产")
    ] = None
    budget_hint: Annotated[
        Text | None, client("Budget hint", "意向预算", "What was said about money.", "100–150 万元")
    ] = None
    expected_purchase: Annotated[
        Text | None, client("Expected purchase", "预计采购时间", "When they mean to buy.", "2026年四季度")
    ] = None
    grade: Annotated[Grade | None, client("Grade", "线索等级", "A, B or C, once it is screened.", "A")] = None
    owner: Annotated[Text | None, client("Owner", "负责人", "The rep who has it.", "陈立")] = None
    pool: Annotated[Text | None, client("Pool", "线索池", "The pool it lies in.", "华东制造池")] = None
    status: Annotated[LeadStatus, client("Lead status", "线索状态", "Where the lead stands.", "contacted")] = (
        LeadStatus.new
    )
    last_follow_up: Annotated[
        Date | None, client("Last follow-up", "最后跟进", "The day of the last contact.", "2026-10-12")
    ] = None
    next_follow_up: Annotated[
        Date | None, client("Next follow-up", "下次跟进", "The day of the next contact.", "2026-10-14")
    ] = None
    duplicate_of: Annotated[
        Text | None, client("Duplicate of", "重复线索", "The number of the lead that it repeats.", "XS-20261009-011")
    ] = None
    acquisition_cost: Annotated[
        Money | None, Field(ge=0), internal("Acquisition cost", "获客成本", "What it cost to get.", "320.00")
    ] = None
    consent: Annotated[
        Text | None, client("Consent", "授权依据", "Why the data may be held.", "展台扫码登记并同意隐私政策")
    ] = None
    remarks: Annotated[Text | None, client("Remarks", "备注", "Anything else.", "希望国庆后上门")] = None

    @computed_field
    @property
    def is_late(
        self,
    ) -> Annotated[bool, client("After 17:00", "17:00 后登记", "Captured after the pool closed.", False)]:
        """Whether it was captured after 17:00; 17:00 sharp is not late."""
        return self.captured_at.time() > POOL_CLOSES

    @computed_field
    @property
    def pool_day(
        self,
    ) -> Annotated[Date, client("Pool day", "入池日期", "The day whose pool it joins.", "2026-10-12")]:
        """The day of capture, or the next calendar day if the pool had closed."""
        return self.captured_at.date() + dt.timedelta(days=int(self.is_late))

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        check_rules(self._date_problems())
        return self

    def _date_problems(self) -> Iterator[Problem]:
        captured = self.captured_at.date()
        if self.last_follow_up and self.last_follow_up < captured:
            yield before("last_follow_up", self.last_follow_up, "captured_at", captured)
        earliest = self.last_follow_up or captured
        if self.next_follow_up and self.next_follow_up < earliest:
            yield "next_follow_up", message("rule.before:contact", date=self.next_follow_up, other=earliest)

    @property
    def phone_key(self) -> str | None:
        """Key of the phone number for finding duplicates: its last ten digits.

        So 07700 900417 equals +44 7700 900417, and 138 1288 1001 equals +86 138 1288 1001.
        """
        return _NOT_A_DIGIT.sub("", _half_width(self.mobile or ""))[-_PHONE_DIGITS:] or None

    @property
    def email_key(self) -> str | None:
        """Key of the e-mail address for finding duplicates: case-folded."""
        return _half_width(self.email).casefold() if self.email else None
