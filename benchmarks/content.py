"""The proposal that every peer prints, as JSON data."""

from decimal import Decimal
from typing import Any

LINE_FIELDS = ("no", "name", "detail", "qty", "price", "net")
CASE_FIELDS = ("name", "client", "before", "after", "gain")
SECTIONS = ("summary", "situation", "solution", "scope", "plan", "terms")
_PROSE = {
    "summary": "The line runs two shifts and loses 11 % of its hours to change-overs & unplanned stops.",
    "situation": "Orders arrive by e-mail, telephone and 微信, and planning copies them by hand into four sheets.",
    "solution": "One register for R&D, sales and service; each order is checked where stock < demand.",
    "scope": "Included are interfaces to the ERP, training on site and 12 months of support; 不含硬件.",
    "plan": "Work starts two weeks after signature and is accepted against the measures in section one.",
    "terms": "Prices are net; payment falls due 30 days after each milestone, as agreed in “Annex A”.",
}
_MORE = "What this brings is measured each month and reported. "
_WORK = ("Interface", "Training day", "Sensor set <A&B>", "数据迁移", "Dashboard", "Support, year 1", "On-site visit")


def proposal(lines: int = 40) -> dict[str, Any]:
    """The proposal with `lines` price lines and five success cases. All values are text, so peers print the same."""
    nets = [Decimal("1409.50") + 17 * number for number in range(1, lines + 1)]
    return {
        "title": "Shorter change-overs at Line 3",
        "number": "FA-2026-0117",
        "date": "23 November 2026",
        "client": "Huarui Castings & Forgings Co., Ltd.",
        "seller": "Fangda Automation",
        "valid_until": "31 January 2027",
        "total": f"{sum(nets):,.2f}",
        **{name: f"{text} {_MORE * 7}" for name, text in _PROSE.items()},
        "lines": [_line(number, net) for number, net in enumerate(nets, 1)],
        "cases": [_case(number) for number in range(1, 6)],
    }


def _line(number: int, net: Decimal) -> dict[str, str]:
    quantity = 1 + number % 5
    return {
        "no": str(number),
        "name": f"{_WORK[number % len(_WORK)]} {number}",
        "detail": f"Station {number}, as described in the survey & agreed",
        "qty": str(quantity),
        "price": f"{net / quantity:,.2f}",
        "net": f"{net:,.2f}",
    }


def _case(number: int) -> dict[str, str]:
    return {
        "name": f"Case {number}: a foundry & its castings",
        "client": f"Client {number}, 宁波",
        "before": f"{20 + number} % of orders late, planned by hand in {number + 2} sheets",
        "after": f"{number} % of orders late after {number + 3} months",
        "gain": f"{number * 120},000 CNY a year",
    }
