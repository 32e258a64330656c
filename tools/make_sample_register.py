"""Make `samples/lead_register.manufacturing.zh.xlsx` from a fixed seed: 500 leads, and the register's data.

Run it to write the file, or with `--check` to compare. Same seed, same bytes.
"""

import io
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sample_register.leads import (
    CONSENT,
    DETAILS,
    ENVELOPE,
    GRADE_PLANS,
    NEEDS,
    OWNERS,
    REMARKS,
    TITLES,
    WEIGHTS_OF_CHANNELS,
)
from sample_register.names import Company, Person, invent_company, invent_person

from docgen.audience import marks_of
from docgen.schemas.lead import Channel, Grade, Lead, LeadStatus

TARGET = Path(__file__).resolve().parent.parent / "samples" / "lead_register.manufacturing.zh.xlsx"
_SEED = 20261012
_COUNT = 500
_START, _END = date(2026, 10, 8), date(2026, 10, 31)
_FAIR = (date(2026, 10, 12), date(2026, 10, 16))
_REPEATS = {61, 118, 163, 207, 240, 288, 305, 342, 371, 399, 421, 447, 476, 490}
_UNMARKED = {342, 421, 490}
_WIDTHS = {"company": 30, "stated_need": 34, "channel_detail": 26, "consent": 28, "email": 28, "credit_code": 22}
_LISTS = {"channel": Channel, "grade": Grade, "status": LeadStatus}
_FIXED = (1980, 1, 1, 0, 0, 0)

Row = dict[str, Any]


def make_rows() -> list[Row]:
    """The leads in order of capture, as values by field name."""
    random = Random(_SEED)
    moments = sorted(_moment(random) for _ in range(_COUNT))
    moments[_first_of(moments, date(2026, 10, 12)) + 2] = datetime(2026, 10, 12, 9, 20)
    moments.sort()
    rows: list[Row] = []
    taken = {"苏州华东精工机械有限公司", "华东"}
    people: list[tuple[Company, Person]] = []
    for index, moment in enumerate(moments):
        number = 1 + sum(row["captured_at"].date() == moment.date() for row in rows)
        base = {"lead_no": f"XS-{moment:%Y%m%d}-{number:03}", "captured_at": moment}
        if index in _REPEATS:
            rows.append(base | _repeat(random, index, rows, people))
        else:
            company = invent_company(random, taken)
            people.append((company, invent_person(random, company)))
            rows.append(base | _who(random, *people[-1]) | _what(random, moment, people[-1][0].industry))
    return [row | _HUADONG if row["lead_no"] == "XS-20261012-003" else row for row in rows]


def _first_of(moments: list[datetime], day: date) -> int:
    return next(index for index, moment in enumerate(moments) if moment.date() == day)


def _moment(random: Random) -> datetime:
    days = [_START + timedelta(days=n) for n in range((_END - _START).days + 1)]
    weights = [_busyness(day) for day in days]
    day = random.choices(days, weights)[0]
    hour = random.choices(range(8, 22), (3, 10, 12, 11, 5, 6, 11, 12, 10, 3, 2, 2, 1, 1))[0]
    return datetime.combine(day, time(hour, random.randint(0, 59)))


def _busyness(day: date) -> int:
    if _FAIR[0] <= day <= _FAIR[1]:
        return 14
    return 2 if day.weekday() >= 5 else 7


def _who(random: Random, company: Company, person: Person) -> Row:
    facts = {"company": company.name, "industry": company.industry, "company_size": company.size}
    facts |= {"region": company.region, "contact": person.name, "job_title": random.choice(TITLES)}
    facts["credit_code"] = company.credit_code if random.random() < 0.72 else None
    facts["mobile"] = person.mobile
    facts["email"] = person.email if random.random() < 0.78 else None
    facts["wechat"] = person.wechat if random.random() < 0.55 else None
    return facts


def _what(random: Random, moment: datetime, industry: str) -> Row:
    channel = _channel(random, moment)
    details, campaign, costs = DETAILS[channel]
    need = random.choice(NEEDS).format(industry=industry, count=random.choice((12, 18, 24, 30, 36, 45, 60, 80)))
    return {
        "channel": channel,
        "channel_detail": random.choice(details),
        "campaign": campaign,
        "referrer": random.choice(OWNERS["referrers"]) if channel in {"referral", "industry_partner"} else None,
        "stated_need": need,
        "acquisition_cost": Decimal(random.randint(*costs)) / 100 if costs[1] else None,
        "consent": CONSENT[channel],
        **_course(random, moment),
    }


def _channel(random: Random, moment: datetime) -> str:
    weights = dict(WEIGHTS_OF_CHANNELS)
    is_fair = _FAIR[0] <= moment.date() <= _FAIR[1] and moment.hour < 17
    weights["exhibition"] = 60 if is_fair else 0
    return random.choices(list(weights), list(weights.values()))[0]


def _course(random: Random, moment: datetime) -> Row:
    """The later fields of a lead: grade, owner, pool, status, contacts."""
    grade = None if moment.date() >= date(2026, 10, 30) else random.choices("ABC", (18, 42, 40))[0]
    plan = GRADE_PLANS[grade]
    row: Row = {"grade": grade, "pool": plan.pool, "status": random.choices(*plan.statuses)[0]}
    row["owner"] = random.choice(OWNERS[grade]) if grade in OWNERS else None
    row["budget_hint"] = random.choice(plan.budgets)
    row["expected_purchase"] = random.choice(plan.purchases)
    row["remarks"] = random.choice(REMARKS) if random.random() < 0.22 else None
    if grade and row["status"] != "new":
        row["last_follow_up"] = min(_END, moment.date() + timedelta(days=random.randint(0, plan.days)))
        if row["status"] in {"contacted", "nurturing", "qualified"}:
            row["next_follow_up"] = row["last_follow_up"] + timedelta(days=random.randint(2, plan.days + 5))
    return row


def _repeat(random: Random, index: int, rows: list[Row], people: list[tuple[Company, Person]]) -> Row:
    """A duplicate lead: the same company through another channel, with the same contact or a colleague."""
    company, person = people[random.randrange(index // 2)]
    first = next(row for row in rows if row["company"] == company.name)
    is_colleague = index % 3 == 0 and first["credit_code"] is not None
    contact = invent_person(random, company) if is_colleague else person
    facts = _who(random, company, contact) | {"credit_code": first["credit_code"] if is_colleague else None}
    facts |= _what(random, rows[-1]["captured_at"], company.industry)
    facts |= {"grade": first["grade"], "owner": first["owner"], "pool": first["pool"], "status": "invalid"}
    facts |= {"last_follow_up": None, "next_follow_up": None, "remarks": None}
    if index in _UNMARKED:
        return facts | {"status": "new"}
    return facts | {"duplicate_of": first["lead_no"], "remarks": "与已有线索重复，并入原线索跟进"}


_HUADONG: Row = {
    "channel": "exhibition",
    "channel_detail": "上海工博会 6.1H-A128 展台",
    "campaign": "2026 秋季工博会",
    "referrer": None,
    "company": "苏州华东精工机械有限公司",
    "credit_code": "91320594MA1MYE4M7X",
    "industry": "汽车零部件",
    "company_size": "500–999人",
    "region": "江苏苏州",
    "contact": "马俊",
    "job_title": "设备主管",
    "mobile": "138 1288 1001",
    "email": "ma.jun@huadong.example",
    "wechat": "majun_hdjg",
    "stated_need": "48 台数控机床联网，自动排产，整车厂要求质量追溯",
    "budget_hint": "100万–150万元",
    "expected_purchase": "2026年四季度",
    "grade": "A",
    "owner": "陈立",
    "pool": "华东制造池",
    "status": "qualified",
    "last_follow_up": date(2026, 10, 22),
    "next_follow_up": date(2026, 11, 6),
    "acquisition_cost": Decimal("412.50"),
    "consent": CONSENT["exhibition"],
    "remarks": "09:41 评为 A 类；10 月 20 日、22 日已完成两轮现场访谈",
}


def make_workbook() -> bytes:
    """The workbook, with reproducible bytes."""
    book = Workbook()
    leads = book.active
    assert isinstance(leads, Worksheet)
    leads.title = "线索"
    _write_leads(leads, make_rows())
    _write_envelope(book.create_sheet("文件"))
    data = io.BytesIO()
    book.save(data)
    return _without_clock(data.getvalue())


def _write_leads(sheet: Worksheet, rows: list[Row]) -> None:
    names = [name for name in Lead.model_fields if any(row.get(name) is not None for row in rows)]
    marks = marks_of(Lead)
    sheet.append([marks[name].zh for name in names])
    titles = {field: {member.value: member.title_zh for member in choice} for field, choice in _LISTS.items()}
    for row in rows:
        sheet.append([titles.get(name, {}).get(row.get(name), row.get(name)) for name in names])
    for number, name in enumerate(names, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 15)
        _format_column(sheet, number, name)
        if name in titles:
            choices = DataValidation("list", formula1=f'"{",".join(titles[name].values())}"', allow_blank=True)
            sheet.add_data_validation(choices)
            choices.add(f"{letter}2:{letter}{len(rows) + 1}")
    _style_heads(sheet)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _format_column(sheet: Worksheet, number: int, name: str) -> None:
    formats = {"captured_at": "yyyy-mm-dd hh:mm", "acquisition_cost": "#,##0.00", "mobile": "@", "credit_code": "@"}
    formats |= {"last_follow_up": "yyyy-mm-dd", "next_follow_up": "yyyy-mm-dd"}
    if name in formats:
        for cells in sheet.iter_rows(min_row=2, min_col=number, max_col=number):
            cells[0].number_format = formats[name]


def _style_heads(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3A5F")
        cell.alignment = Alignment(vertical="center")


def _write_envelope(sheet: Worksheet) -> None:
    for key, value in ENVELOPE.items():
        sheet.append([key, value])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 44


def _without_clock(data: bytes) -> bytes:
    """The same archive without timestamps."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            part = source.read(member)
            if member.filename == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-10-31T18:00:00Z", part)
            info = zipfile.ZipInfo(member.filename, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    return fixed.getvalue()


def main() -> int:
    """Write the sample, or check it."""
    data = make_workbook()
    if "--check" not in sys.argv[1:]:
        TARGET.write_bytes(data)
        return 0
    is_same = TARGET.exists() and TARGET.read_bytes() == data
    if not is_same:
        print(f"{TARGET} is not what {Path(__file__).name} writes; run it", file=sys.stderr)
    return int(not is_same)


if __name__ == "__main__":
    sys.exit(main())
