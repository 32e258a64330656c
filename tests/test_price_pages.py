"""Price pages add up by hand: rows, group discounts, subtotals, overall discount, tax, total; in all formats."""

import re
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from test_hidden_prices import hidden, hidden_lists
from test_money import POLICIES, line, price_lists, priced
from test_price_rules import FORMATS, printed, proposal

import docgen
from docgen.audience import view_for
from docgen.display.dressing import dress
from docgen.errors import PricingError
from docgen.library.catalogue import open_library
from docgen.schemas.pricing import Pricing
from docgen.wording import in_language

D = Decimal
LABELS = open_library().labels_for("proposal", "en")


def shown(pricing: Pricing, audience: str = "client", language: str = "en") -> Any:
    """The price list with display fields."""
    view = view_for(audience, proposal(line()).model_copy(update={"pricing": pricing}))
    names = dress({"doc": view}, lambda key: in_language(*LABELS(str(key)), language), language,
                  pricing.currency.value, audience)  # fmt: skip
    return names["doc"].pricing


def figure(text: str) -> D:
    """A printed figure as a number; nothing is 0."""
    found = re.search(r"[+−]?[\d,]*\.?\d+", text)
    return D(found[0].replace(",", "").replace("−", "-").replace("+", "")) if found else D(0)


def adds_up(pricing: Any) -> None:
    """Check each column of a page as a reader would, from its rows to the amount payable."""
    places = D(1).scaleb(-pricing.currency.places)
    rows = D(0)
    for group in pricing.groups:
        own = D(0)
        for item in group.lines:
            own += figure(item.bundle_amount or "")
            if item.amount is None:
                continue
            full = (item.qty * item.unit_price).quantize(places, ROUND_HALF_UP)
            off = full * (item.discount or 0) + (item.discount_amount or 0)
            assert abs(full - off - figure(item.amount_text)) <= places
            own += figure(item.amount_text)
        own -= group.discount or 0
        assert group.subtotal in {None, own}
        rows += own
    if pricing.unlisted_text:
        rows += figure(pricing.unlisted_amount)
    basis = "gross" if pricing.price_basis == "incl_tax" else "net"
    _sums_add_up([row for row in pricing.sum_rows if row.net], rows, basis)
    last = pricing.sum_rows[-1]
    total = next(row for row in pricing.sum_rows if row.is_strong)
    rounding = figure(last.gross) if not last.net else D(0)
    assert figure(total.gross) + rounding == pricing.totals.payable
    _chain_adds_up(pricing, rows)


def _sums_add_up(rows: list[Any], start: D, basis: str) -> None:
    total = next(number for number, row in enumerate(rows) if row.is_strong)
    begins = rows[0] if rows[0].name.startswith("Before") else rows[total]
    assert figure(getattr(begins, basis)) == start
    for row in rows:
        assert figure(row.net) + figure(row.tax) == figure(row.gross)
    for name in ("net", "tax", "gross"):
        for some in filter(None, (rows[:total], rows[total + 1 :])):
            assert sum(figure(getattr(row, name)) for row in some) == figure(getattr(rows[total], name))


def _chain_adds_up(pricing: Any, start: D) -> None:
    amounts = [(figure(row.amount), row.is_strong) for row in pricing.chain]
    sum_, strong = start, False
    for number, (amount, is_sum) in enumerate(amounts):
        if number == 0:
            sum_ = amount
            assert amount == start
        elif is_sum:
            assert amount == sum_
        else:
            sum_ += amount
        strong = strong or is_sum
    assert strong
    assert sum_ == pricing.totals.payable


@settings(deadline=None, max_examples=15)
@given(price_lists(), st.sampled_from(["client", "internal"]))
def test_a_page_sums_by_hand_whatever_the_prices(pricing: Pricing, audience: str):
    page = shown(pricing, audience)
    if not page.options_only:
        adds_up(page)


@settings(deadline=None, max_examples=15)
@given(hidden_lists())
def test_a_clients_page_sums_by_hand_with_hidden_prices(pricing: Pricing):
    try:
        page = shown(pricing)
    except PricingError:
        return
    adds_up(page)


def test_a_bundle_is_one_priced_row_above_its_parts():
    parts = [hidden("900", name="x", group="a", bundle="Kit"), hidden("100", name="y", group="a", bundle="Kit")]
    page = shown(priced(line(group="a"), *parts))
    assert [(item.bundle_text, item.bundle_amount) for item in page.groups[0].lines] == [
        (None, None), ("Kit (items 2, 3)", "1,000.00"), (None, None),
    ]  # fmt: skip


def test_tax_that_is_rounded_by_row_says_so():
    page = shown(priced(*[line(1, "0.05", "0.13")] * 3, currency="EUR"))
    assert page.sum_rows[-1].name == "Total · Tax rate 13% (rounded by row)"
    assert "rounded" not in shown(priced(line(), currency="EUR")).sum_rows[-1].name


# ── rendered pages ──


def words_of(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t")))


def tables_of(data: bytes, file_format: str) -> list[list[list[str]]]:
    """The rows of each table of a Word file or a deck; merged cells once."""
    if file_format == "docx":
        found = [table._tbl for table in Document(BytesIO(data)).tables]
        return [[[words_of(cell) for cell in row.tc_lst] for row in table.tr_lst] for table in found]
    shapes = [shape for slide in Presentation(BytesIO(data)).slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells if not cell.is_spanned] for row in shape.table.rows] for shape in shapes]


def rich(policy: str = "line", language: str = "en") -> Any:
    lines = [
        line(3, "1999.99", "0.13", group="a", discount="0.1", text_above="Delivered first"),
        line(1, "5000", "0.06", group="a", discount="1"), line(7, "33.333333", "0.06", group="a"),
        hidden("700", "0.13", group="b"), hidden("300", "0.13", group="b"), line(2, "410", "0.06", group="b"),
        line(1, "800", "0.06", optional=True), line(2, "2100", "0.13", alternative_to="1"),
    ]  # fmt: skip
    terms = {"policy": policy, "document_discount": {"rate": "0.03", "reason": "This year"},
             "group_discounts": [{"group": "a", "rate": "0.05"}]}  # fmt: skip
    return proposal(*lines, terms=terms, language=language)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("file_format", ["docx", "pptx"])
@pytest.mark.mostly_slow(keep="docx-line")
def test_the_rows_of_a_rendered_page_sum_to_its_subtotals(file_format: str, policy: str):
    document = rich(policy)
    rows = [row for table in tables_of(docgen.render(document, file_format).data, file_format) for row in table]
    at = next(number for number, row in enumerate(rows) if len(row) > 5 and row[-1].startswith("Amount"))
    own, seen = D(0), []
    for row in rows[at + 1 :]:
        if len(row) > 2 and row[-2].endswith("subtotal"):
            assert own == figure(row[-1])
            seen.append(own)
            own = D(0)
        elif row[0] not in {"No."} and len(row) > 1:
            own += figure(row[-1]) if re.search(r"\d", row[-1]) else 0
        if len(seen) == 2:
            break
    assert seen == [group.subtotal for group in document.pricing.groups]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.mostly_slow(keep="docx")
def test_what_is_free_and_what_is_text_is_printed_as_such(file_format: str):
    text = printed(rich(language="zh"), file_format)
    assert "Deliveredfirst" in text
    assert "免费" in text
    assert "0折" not in text


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.mostly_slow(keep="docx")
def test_columns_without_contents_are_not_printed(file_format: str):
    text = printed(proposal(line(), line(), language="en"), file_format)
    for word in ("Listprice", "Discount"):
        assert word not in text
