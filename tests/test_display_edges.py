"""Display fields at values that no sample has, stamp titles, and former titles of display fields."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from docgen.audience import Audience
from docgen.display import display_fields
from docgen.display.words import Words
from docgen.field_sheet.sheet import SheetGroup, SheetRow
from docgen.library.industries import Industry
from docgen.schemas import model_for
from docgen.schemas.decision_map import DecisionMap
from docgen.schemas.lead_totals import ChannelTotal, GradeTotal, OwnerTotal
from docgen.schemas.minutes_parts import AgreedItem, BoundCheck
from docgen.schemas.screening import Criterion
from docgen.titles.lookup import Titles
from docgen.titles.tags import resolve_titles

TOTALS = SimpleNamespace(**{f"totals_by_{name}": [SimpleNamespace(share=Decimal("0.5"))] for name in
                            ("channel", "grade", "owner")})  # fmt: skip


def computed(model: Any, name: str, **values: Any) -> Any:
    """What a display field of `model` computes from these values."""
    words = Words(str, "en", "CNY", Audience.INTERNAL, {"doc": TOTALS})
    return display_fields(model)[name].compute(SimpleNamespace(**values), words)


QUARTER = {"share": Decimal("0.25")}
CASES = [
    (AgreedItem, "is_changed_in_words", {"is_changed": True, "change": None}, True),
    (AgreedItem, "is_changed_in_words", {"is_changed": True, "change": Decimal(5)}, False),
    (BoundCheck, "is_outside", {"within_bounds": False}, True),
    (BoundCheck, "is_outside", {"within_bounds": None}, False),
    (DecisionMap, "is_large", {"nodes": range(40)}, True),
    (DecisionMap, "missing_roles_text", {"missing_roles": ["user", "buyer"]}, "user · buyer"),
    (Criterion, "fine_bar", QUARTER, " " * 25),
    (Criterion, "fine_bar_rest", QUARTER, " " * 75 + "\u00a0"),
    *((model, "fine_bar", QUARTER, " " * 50) for model in (ChannelTotal, GradeTotal, OwnerTotal)),
    *((model, "fine_bar_rest", QUARTER, " " * 50 + "\u00a0") for model in (ChannelTotal, GradeTotal, OwnerTotal)),
    (Industry, "has_gear_cover", {"motif": "gear"}, True),
    (Industry, "has_plain_cover", {"motif": "gear"}, False),
    (Industry, "has_plain_cover", {"motif": "leaf"}, True),
    (model_for("minutes"), "has_few_agreed", {"agreed": range(2)}, True),
    (model_for("minutes"), "has_few_agreed", {"agreed": range(3)}, False),
    *((model_for("proposal"), f"has_few_{name}", {name: range(1)}, True) for name in
      ("diagnosis", "next_steps", "objectives")),
    (SheetRow, "other_text", {"label": "Item", "other": "名称"}, "名称"),
    (SheetRow, "other_text", {"label": "ROI", "other": "ROI"}, None),
    (SheetGroup, "is_short", {"rows": range(1)}, True),
    (SheetGroup, "is_short", {"rows": range(90)}, False),
]  # fmt: skip


@pytest.mark.parametrize(("model", "name", "values", "expected"), CASES)
def test_a_display_field_at_values_that_no_sample_has(model: Any, name: str, values: dict[str, Any], expected: Any):
    assert computed(model, name, **values) == expected


def resolved(tag: str, kind: str = "proposal") -> tuple[str, list[str]]:
    notices: list[str] = []
    return resolve_titles(tag, Titles.of(kind), lambda _, fault: notices.append(fault.code)), notices


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("{{版本戳.文件标识}}", "{{stamp.lead}}"),
        ("{{Stamp.Identity line}}", "{{stamp.lead}}"),
        ("{{ 版本戳.戳号 }}", "{{ stamp.short_id }}"),
        ("{{页脚标识}}", "{{doc.stamp_lead}}"),
        ("{{Short fingerprint}}", "{{doc.stamp_short_id}}"),
        ("{{总页数}}", "{{slide_total}}"),
    ],
)
@pytest.mark.parametrize("kind", ["proposal", "minutes", "playbook"])
def test_the_stamp_may_be_named_by_titles_in_every_kind(tag: str, wanted: str, kind: str) -> None:
    assert resolved(tag, kind) == (wanted, [])


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("{{页面标题句.客户现状（缺省用通用句）}}", "{{页面标题句.客户现状标题句}}"),
        ("{{Headlines.Next steps, or the usual sentence}}", "{{Headlines.Next steps headline}}"),
        ("{{签署栏.签署说明（缺省用通用句）}}", "{{签署栏.签署声明}}"),
    ],
)
def test_a_former_title_of_a_display_field_means_it_and_is_reported(former: str, now: str) -> None:
    (old, notices), (new, none) = resolved(former), resolved(now)
    assert old == new
    assert "_text" in old
    assert (notices, none) == (["title.renamed"], [])
