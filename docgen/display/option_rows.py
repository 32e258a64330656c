"""Rows of options and alternatives: what each adds to the price list, and the amount payable with it."""

from typing import Annotated, Any

from docgen.audience import MarkedModel, View, client
from docgen.display.fields import DisplayField, item
from docgen.display.words import Words, with_sign
from docgen.schemas.pricing import Pricing


class OptionRow(MarkedModel):
    """An option or alternative, and what choosing it does to the amount payable."""

    number: Annotated[str, client("No.", "序号", "The line's number.", "21")]
    name: Annotated[str, client("Item", "名称", "What is offered.", "本地部署服务器")]
    details: Annotated[str, client("Details", "说明", "Specification, service period, remark.", "2U 机架式")]
    calculation: Annotated[str, client("Calculation", "计算", "Quantity × price.", "1 套 × 86,000.00 = 86,000.00")]
    difference: Annotated[str, client("Price difference", "价差", "As in the rows.", "+86,000.00")]
    added: Annotated[str, client("Added to payable", "应付总额增加", "With all discounts and tax.", "+97,163.00")]
    payable: Annotated[str, client("Payable with it", "选用后应付总额", "Computed again.", "1,445,896.00")]
    is_sum: Annotated[bool, client("Is a sum", "是合计", "All options together.", False)]


def _option_rows(pricing: Any, words: Words) -> tuple[View, ...]:
    lines = {line.line_no: line for line in pricing.lines}
    rows = [_option_row(total, lines, words) for total in pricing.option_totals]
    together = pricing.all_options
    if together is not None and together.difference is not None:
        name = words.label("options_sum_row")
        texts = {"number": "", "name": name, "details": "", "calculation": ""}
        rows.append(item(OptionRow, **texts, **_option_figures(together, words), is_sum=True))
    return tuple(rows)


def _option_row(total: Any, lines: dict[str, Any], words: Words) -> View:
    line = lines[total.line_no]
    details = words.joined(line.details, line.billing_text, line.remark) or ""
    replaced = lines.get(total.replaces)
    return item(
        OptionRow, number=line.line_no, name=line.name, details=details,
        calculation=_calculation(line, replaced, words), **_option_figures(total, words), is_sum=False,
    )  # fmt: skip


def _option_figures(total: Any, words: Words) -> dict[str, str]:
    if total.difference is None:
        return dict.fromkeys(("difference", "added", "payable"), "–")
    added = "–" if total.added is None else with_sign(words.amount(total.added), total.added)
    return {
        "difference": with_sign(words.amount(total.difference), total.difference),
        "added": added,
        "payable": "–" if total.payable is None else words.amount(total.payable),
    }


def _calculation(line: Any, replaced: Any, words: Words) -> str:
    """`24 月 × 7,600.00 = 182,400.00`, and what an alternative is printed instead of."""
    qty = f"{words.number(line.qty)} {line.unit}"
    if line.amount is None:
        text = f"{qty} · {words.label('included_in_bundle')}"
    else:
        off = f" · {line.off_text}" if line.off_text else ""
        text = f"{qty} × {words.price(line.unit_price)}{off} = {words.amount(line.amount)}"
    if replaced is None:
        return text
    instead = words.label("instead_of").replace("#", replaced.line_no)
    worth = "" if replaced.amount is None else f" {words.amount(replaced.amount)}"
    return f"{text} · {instead}{worth}"


OPTION_FIELDS = (
    DisplayField(
        Pricing, "option_rows", "Options with their totals", "选项及选用后合计",
        "Each option and alternative with its price difference and the amount payable with it; then all options.",
        ("lines", "option_totals", "all_options"), tuple[OptionRow, ...], _option_rows,
    ),
)  # fmt: skip
