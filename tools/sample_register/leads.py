"""The data of the sample register's leads: channels with details and costs, needs, owners, follow-ups by grade."""

from datetime import date
from typing import NamedTuple

# channel: (details, campaign, cost in fen from … to …)
DETAILS: dict[str, tuple[tuple[str, ...], str | None, tuple[int, int]]] = {
    "website_form": (("官网首页咨询表单", "MES 产品页表单", "排程方案页表单", "价格咨询表单"), None, (4200, 9800)),
    "exhibition": (
        ("上海工博会 6.1H-A128 展台", "上海工博会技术论坛听众", "上海工博会客户之夜"),
        "2026 秋季工博会",
        (28000, 46000),
    ),
    "referral": (("老客户当面介绍", "老客户微信推荐", "参观标杆工厂后留资"), "老带新计划", (0, 0)),
    "industry_partner": (("机床经销商联合拜访", "齿轮协会会员名录", "金蝶渠道伙伴转介"), "伙伴计划", (15000, 32000)),
    "paid_search": (("关键词：MES 系统", "关键词：APS 排程软件", "关键词：设备联网"), "四季度搜索投放", (18000, 39000)),
    "content": (
        ("《离散制造排产白皮书》下载", "《OEE 提升十步法》下载", "《质量追溯实施指南》下载"),
        "内容营销",
        (2600, 6400),
    ),
    "social": (("微信公众号菜单", "视频号直播预约", "抖音企业号私信"), "直播：一张计划管到底", (3200, 8800)),
    "outbound": (("9 月名单外呼", "流失客户回访", "园区企业名单"), None, (5200, 7600)),
    "existing_client": (("二期扩线意向", "新厂区建设", "增购模块"), None, (0, 0)),
    "tender": (("中国招标投标公共服务平台", "江苏省公共资源交易平台", "集团采购平台公告"), None, (1200, 2000)),
    "other": (("总机来电", "前台来访"), None, (0, 0)),
}
WEIGHTS_OF_CHANNELS = {
    "website_form": 22,
    "referral": 12,
    "industry_partner": 8,
    "paid_search": 16,
    "content": 14,
    "social": 8,
    "outbound": 10,
    "existing_client": 5,
    "tender": 4,
    "other": 1,
}
CONSENT = {
    "website_form": "官网表单勾选同意隐私政策",
    "exhibition": "展台扫码登记并同意隐私政策",
    "referral": "介绍人征得本人同意",
    "industry_partner": "伙伴协议约定的共享授权",
    "paid_search": "落地页表单勾选同意隐私政策",
    "content": "下载页表单勾选同意隐私政策",
    "social": "平台授权并确认可回访",
    "outbound": "通话中口头同意回访，有录音",
    "existing_client": "合同约定的联系人",
    "tender": "招标公告公开的联系方式",
    "other": "来电来访时口头同意",
}
NEEDS = (
    "想了解设备联网，约 {count} 台设备",
    "插单频繁，想看自动排产怎么做",
    "客户要求质量追溯，现在靠纸质流转卡",
    "希望统计 OEE，找出停机原因",
    "新车间规划，咨询 MES 整体方案",
    "现有 ERP 没有车间管理，想做报工和在制品",
    "{industry}行业有没有同类案例可以参观",
    "想先做 {count} 台设备的试点",
    "模具和刀具寿命管理，希望和排产打通",
    "想了解价格区间和实施周期",
    "集团要求明年做数字化车间，先询价比选",
    "质量部提出 SPC 和检验数据采集",
    "电子看板，替代车间白板",
    "能耗采集与设备状态一起做",
    "原系统厂商不再维护，考虑更换",
)
TITLES = (
    "生产经理", "设备主管", "IT 经理", "总经理助理", "生产副总", "计划主管", "质量经理", "信息化主管",
    "采购经理", "精益负责人", "厂长", "技术部长", "总经理", "车间主任",
)  # fmt: skip
REMARKS = (
    "要求先发资料再约电话",
    "下午 3 点后方便接电话",
    "希望安排参观标杆工厂",
    "决策在集团，工厂只有建议权",
    "已用过竞品试用版",
    "年底前要提交立项报告",
    "同时在看外资品牌",
    "预算待董事会批准",
    "工厂计划明年搬迁",
    "电话两次未接通",
    "加了微信，已发案例",
)
OWNERS: dict[str | None, tuple[str, ...]] = {
    "A": ("陈立", "孙倩", "郭明远"),  # reps of one year or more
    "B": ("何佳", "魏东", "唐雨", "沈可"),
    "referrers": ("恒力轴承 孙志远", "宁波精铸 何伟民", "金蝶苏州 赵颖", "无锡机床协会 钱卫东", "常熟模具城 顾海涛"),
}


class GradePlan(NamedTuple):
    """How leads of one grade go on: pool, statuses with weights, budgets, times of purchase, days to a contact."""

    pool: str
    statuses: tuple[tuple[str, ...], tuple[int, ...]]
    budgets: tuple[str | None, ...]
    purchases: tuple[str | None, ...]
    days: int


GRADE_PLANS = {
    "A": GradePlan(
        "华东制造池",
        (("contacted", "qualified", "converted"), (30, 62, 8)),
        ("50万–80万元", "80万–120万元", "100万–150万元", "150万元以上"),
        ("2026年四季度", "2026年12月", "2027年一季度"),
        1,
    ),
    "B": GradePlan(
        "华东制造池",
        (("contacted", "nurturing", "qualified", "disqualified"), (46, 26, 20, 8)),
        ("20万–50万元", "30万元左右", "50万–80万元", None),
        ("2027年一季度", "2027年上半年", "2027年二季度", None),
        3,
    ),
    "C": GradePlan(
        "长期培育池",
        (("nurturing", "contacted", "disqualified", "invalid"), (58, 16, 18, 8)),
        ("10万元以内", "暂无预算", None, None),
        ("暂无计划", "2027年下半年", None, None),
        6,
    ),
    None: GradePlan("待初筛", (("new",), (1,)), (None,), (None,), 1),
}

# what the sheet 文件 holds: the title of a field, or titles joined by dots
ENVELOPE: dict[str, str | date] = {
    "文件编号": "XSDJ-2026-10",
    "标题": "线索来源登记表",
    "版本号": "1.0",
    "状态": "已批准",
    "日期": date(2026, 10, 31),
    "编制": "刘畅",
    "复核人": "王敏",
    "批准": "赵静",
    "受众": "内部",
    "密级": "内部",
    "语言": "zh",
    "行业": "manufacturing",
    "乙方.全称": "上海衡川数字科技有限公司",
    "乙方.简称": "衡川数字",
    "乙方.地址": "上海市浦东新区张江路 1238 号",
    "统计期间.开始日期": date(2026, 10, 8),
    "统计期间.结束日期": date(2026, 10, 31),
    "部门": "市场部",
    "登记人": "刘畅",
}
