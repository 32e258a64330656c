"""All formats of a document contain the same figures: totals and dates are extracted from each file and compared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import AUDIENCES, FORMATS, SAMPLES, loaded
from language import text_of

from docgen.audience import View, view_for
from docgen.wording import format_amount, format_date, format_datetime, format_money, format_number, format_price


def squeezed(text: str) -> str:
    return "".join(text.split())


def figures_of(view: View, language: str) -> Iterator[str]:
    """Figures to compare: the envelope's number, version and dates, and the figures of each kind."""
    yield view.doc_id
    yield f"V{view.version}"
    yield format_date(view.date, language)
    if view.valid_until:
        yield format_date(view.valid_until, language)
    for figure in _BY_KIND[view.kind](view, language):
        yield squeezed(figure)


def _proposal(view: View, language: str) -> Iterator[str]:
    totals, currency = view.pricing.totals, str(view.pricing.currency)
    for name in ("net_total", "gross_total", "payable"):
        yield format_amount(getattr(totals, name))
    yield view.payable_in_words
    for tax in totals.tax_by_rate:
        yield format_amount(tax.tax)
    for milestone in view.payment_terms:
        yield format_money(milestone.amount, currency).lstrip("¥£$€")
    yield from _price_rows(view)


def _price_rows(view: View) -> Iterator[str]:
    for line in view.pricing.lines:
        yield line.name
        if line.unit_price is not None:
            yield format_price(line.unit_price)
        if line.unit_price is not None and not (line.optional or line.alternative_to):
            yield format_amount(line.amount)
    for group in view.pricing.groups:
        yield format_amount(group.subtotal)
    for option in view.pricing.option_totals:
        if option.payable is not None:
            yield format_amount(option.payable)


def _minutes(view: View, language: str) -> Iterator[str]:
    yield format_datetime(view.time, language)
    for item in view.open_issues:
        if item.due:
            yield format_date(item.due, language)


def _needs_analysis(view: View, language: str) -> Iterator[str]:
    for interview in view.interviews:
        yield format_date(interview.date, language)
    for node in view.decision_map.nodes:
        yield node.name


def _screening(view: View, language: str) -> Iterator[str]:
    yield format_number(view.total)
    yield str(view.grade)
    yield view.lead_no


def _lead_register(view: View, language: str) -> Iterator[str]:
    for row in view.rows:
        yield row.lead_no
    for total in view.totals_by_channel:
        yield str(total.count)


def _playbook(view: View, language: str) -> Iterator[str]:
    for entry in view.objections:  # a client's edition has no ids of entries
        yield entry.version


_BY_KIND: dict[str, Any] = {
    "lead_register": _lead_register,
    "minutes": _minutes,
    "needs_analysis": _needs_analysis,
    "playbook": _playbook,
    "proposal": _proposal,
    "screening": _screening,
}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_same_figures_stand_in_all_three_formats(sample: Path, audience: str, rendered: Any) -> None:
    document = loaded(sample)
    figures = [squeezed(figure) for figure in figures_of(view_for(audience, document), str(document.language))]
    assert len(figures) > 4
    missing = {
        file_format: [figure for figure in dict.fromkeys(figures) if figure not in text]
        for file_format in FORMATS
        for text in [text_of(rendered(sample, file_format, audience).read_bytes(), file_format)]
    }
    assert missing == {file_format: [] for file_format in FORMATS}
