"""Generate fictitious Chinese companies and people from a seed.

Telephone numbers are in unassigned ranges; e-mail addresses end in `.example` (RFC 2606).
"""

from dataclasses import dataclass
from random import Random

from stdnum.cn import uscc

# region, what company names call it, administrative code (GB/T 2260)
_PLACES = (
    ("江苏苏州", "苏州", "320594"),
    ("江苏昆山", "昆山", "320583"),
    ("江苏太仓", "太仓", "320585"),
    ("江苏无锡", "无锡", "320214"),
    ("江苏江阴", "江阴", "320281"),
    ("江苏常州", "常州", "320412"),
    ("江苏南通", "南通", "320612"),
    ("江苏丹阳", "丹阳", "321181"),
    ("浙江宁波", "宁波", "330212"),
    ("浙江慈溪", "慈溪", "330282"),
    ("浙江嘉兴", "嘉兴", "330402"),
    ("浙江温岭", "温岭", "331081"),
    ("浙江乐清", "乐清", "330382"),
    ("浙江绍兴", "绍兴", "330604"),
    ("上海松江", "上海", "310117"),
    ("上海嘉定", "上海", "310114"),
    ("安徽合肥", "合肥", "340111"),
    ("安徽芜湖", "芜湖", "340202"),
)
TRADES = {
    "汽车零部件": ("汽车部件", "传动科技", "汽车零部件"),
    "精密模具": ("精密模具", "模具科技", "精工模塑"),
    "工程机械": ("工程机械", "重工机械", "液压机械"),
    "电子元器件": ("电子科技", "电子元件", "微电子"),
    "注塑制品": ("塑业", "塑胶科技", "精密注塑"),
    "轴承": ("轴承", "轴承科技", "传动轴承"),
    "泵阀": ("阀门", "泵业", "流体控制"),
    "机床": ("机床", "数控装备", "智能装备"),
    "新能源": ("新能源科技", "电池材料", "储能科技"),
    "医疗器械": ("医疗器械", "医用材料", "医疗科技"),
    "食品机械": ("食品机械", "包装机械", "灌装设备"),
    "五金紧固件": ("紧固件", "五金制品", "金属制品"),
}
_BRAND = (
    "hua华 sheng盛 heng恒 xin鑫 rui瑞 da达 tai泰 yuan远 cheng诚 jia嘉 ming铭 feng锋 bo博 lian联 kai凯 jin锦 long隆 "
    "yi毅 tong通 xiang祥 zhuo卓 hao浩 rong荣 chang昶 qi启 ke科 lin霖 jun骏 yao耀 zheng正"
)
_SURNAMES = (
    "wang王 li李 zhang张 liu刘 chen陈 yang杨 zhao赵 huang黄 zhou周 wu吴 xu徐 sun孙 hu胡 zhu朱 gao高 lin林 he何 "
    "guo郭 ma马 luo罗 liang梁 song宋 zheng郑 xie谢 han韩 tang唐 feng冯 yu于 dong董 xiao萧 cheng程 cao曹 yuan袁 "
    "deng邓 fu傅 shen沈 zeng曾 peng彭 lv吕 su苏 lu卢 jiang蒋 cai蔡 ding丁 wei魏 ye叶 pan潘 qian钱"
)
_GIVEN = (
    "wei伟 fang芳 min敏 jing静 qiang强 lei磊 jun军 yang洋 yong勇 yan艳 jie杰 juan娟 tao涛 ming明 chao超 xia霞 ping平 "
    "gang刚 hua华 fei飞 ling玲 bo波 hui辉 hong红 jian健 ying颖 peng鹏 yu宇 ting婷 hao浩 kai凯 xin欣 rui睿 zhe哲 "
    "yue悦 han涵 lan岚 ning宁 bin彬 qing青"
)
_FREE_RANGES = ("154", "160", "163", "164")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Company:
    """A fictitious company."""

    name: str
    credit_code: str
    industry: str
    size: str
    region: str
    domain: str


@dataclass(frozen=True, slots=True)
class Person:
    """A fictitious person with contact data."""

    name: str
    mobile: str
    email: str
    wechat: str


def _syllables(table: str) -> list[tuple[str, str]]:
    return [(entry[-1], entry[:-1]) for entry in table.split()]


BRANDS, SURNAMES, GIVEN = _syllables(_BRAND), _syllables(_SURNAMES), _syllables(_GIVEN)


def credit_code(random: Random, district: str) -> str:
    """A unified social credit code (GB 32100) with valid check digits (also GB 11714)."""
    organisation = "MA" + str(random.randint(1, 2)) + "".join(random.choices(_ALPHABET, k=5))
    total = sum(_VALUES.index(c) * w for c, w in zip(organisation, _ORGANISATION_WEIGHTS, strict=True))
    check = 11 - total % 11
    body = f"91{district}{organisation}{'0' if check == 11 else 'X' if check == 10 else check}"
    return body + uscc.calc_check_digit(body)


def invent_company(random: Random, taken: set[str]) -> Company:
    """A company whose name is not in `taken`; adds it."""
    while True:
        region, city, district = random.choice(_PLACES)
        industry = random.choice(list(TRADES))
        first, second = random.sample(BRANDS, 2)
        form = random.choices(("有限公司", "股份有限公司"), (9, 1))[0]
        name = f"{city}{first[0]}{second[0]}{random.choice(TRADES[industry])}{form}"
        if name not in taken and first[0] + second[0] not in taken:
            taken.update((name, first[0] + second[0]))
            break
    size = random.choices(("50人以下", "50–199人", "200–499人", "500–999人", "1000人以上"), (10, 34, 32, 16, 8))[0]
    domain = f"{first[1]}{second[1]}.example"
    return Company(name, credit_code(random, district), industry, size, region, domain)


def invent_person(random: Random, company: Company) -> Person:
    """A person who works at `company`."""
    surname = random.choice(SURNAMES)
    given = random.sample(GIVEN, random.choice((1, 2, 2)))
    name = surname[0] + "".join(syllable[0] for syllable in given)
    latin = surname[1] + "".join(syllable[1] for syllable in given)
    digits = f"{random.randint(0, 9999_9999):08d}"
    mobile = f"{random.choice(_FREE_RANGES)} {digits[:4]} {digits[4:]}"
    return Person(name, mobile, f"{latin}@{company.domain}", f"{latin}{digits[-4:]}")
