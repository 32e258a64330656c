"""A price list: lines and discounts, their groups, totals and amount payable (domain.md 6 and 9)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, computed_field, model_validator

from docgen.audience import Audience, MarkedModel, client, internal, marks_of_cached
from docgen.errors import Finding, PricingError
from docgen.messages import message
from docgen.schemas.base import Problem, RuleError, Text, check_rules, list_ids, notice, repeated_ids
from docgen.schemas.money import (
    ZERO,
    Amount,
    Currency,
    PriceBasis,
    RoundingPolicy,
    decimals_message,
    exact,
    round_amount,
)
from docgen.schemas.price_computation import PricedList, PriceTerms, compute_prices, numbers_of
from docgen.schemas.price_hiding import Hiding, find_hiding
from docgen.schemas.price_line import PriceLine
from docgen.schemas.price_options import OptionTotal, OptionTotals, option_totals, without_revealing
from docgen.schemas.price_totals import Discount, GroupDiscount, PriceGroup, Totals, WithheldSum
from docgen.schemas.price_withholding import (
    discounts_without,
    revealed_findings,
    withheld_notices,
    withheld_sums,
    without_sums,
    without_totals,
)

MAX_ROUNDING = Decimal("0.01")
"""Largest share of the total by which a rounding step may change it."""


class Pricing(MarkedModel):
    """A price list: entered lines and discounts, and the amounts computed from them on validation."""

    currency: Annotated[Currency, client("Currency", "币种", "ISO 4217 code.", "CNY")]
    policy: Annotated[RoundingPolicy, client("Rounding policy", "取整规则", "line, group or inclusive.", "line")] = (
        RoundingPolicy.line
    )
    price_basis: Annotated[
        PriceBasis | None,
        client("Price basis", "价格口径", "With or without tax; with tax under the inclusive policy.", "excl_tax"),
    ] = None
    lines: Annotated[
        tuple[PriceLine, ...],
        client("Lines", "明细", "All lines, in order.", []),
        Field(min_length=1),
    ]
    group_discounts: Annotated[
        tuple[GroupDiscount, ...], client("Group discounts", "分组优惠", "At most one for each group.", [])
    ] = ()
    document_discount: Annotated[
        Discount | None, client("Overall discount", "整单优惠", "Off the whole order.", None)
    ] = None
    round_payable_to: Annotated[
        Amount | None, client("Round payable to", "应付取整到", "Payable to the nearest 1, 10 …; shown as a line.", "1")
    ] = None
    note: Annotated[
        Text | None,
        client("Note", "说明", "What the prices hold and don't.", "报价含首年运维", markdown=True, narrative=True),
    ] = None

    credit: Annotated[
        bool, client("Credit note", "红字（贷项）", "Yes: the amount payable may be below zero.", False)
    ] = False

    _priced: PricedList | None = PrivateAttr(default=None)
    _hiding: Hiding = PrivateAttr(default=Hiding({}))
    _options: OptionTotals = PrivateAttr(default=OptionTotals())

    @model_validator(mode="after")
    def _compute(self) -> Self:
        check_rules(problems_of(self))
        basis = self.price_basis or default_basis(self.policy)
        terms = self._terms(basis)
        try:
            priced = compute_prices(self.lines, terms)
        except PricingError as error:
            raise RuleError([(found.place, found.words) for found in error.findings]) from error
        check_rules(sum_problems(self, priced.totals))
        # During validation the frozen model is set directly: its lines get their numbers and amounts.
        vars(self).update(lines=priced.lines, price_basis=basis)
        self._priced = priced
        self._options = option_totals(priced, terms)
        self._hiding = find_hiding(priced.lines, priced.groups, basis, self.document_discount)
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; with `update` it is validated and computed again. Raises pydantic's ValidationError."""
        if not update:
            return super().model_copy(deep=deep)
        return type(self).model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **update})

    def _terms(self, basis: PriceBasis) -> PriceTerms:
        return PriceTerms(
            self.currency, self.policy, basis, self.group_discounts, self.document_discount, self.round_payable_to
        )

    @property
    def priced(self) -> PricedList:
        """The computed price list."""
        assert self._priced is not None  # noqa: S101 - set by the validator
        return self._priced

    @computed_field
    @property
    def groups(
        self,
    ) -> Annotated[tuple[PriceGroup, ...], client("Groups", "分组", "What the total holds, grouped.", [])]:
        """Lines that count in the total, by group in order of first appearance."""
        return self.priced.groups

    @computed_field
    @property
    def options(
        self,
    ) -> Annotated[PriceGroup | None, client("Options", "可选项", "Optional lines; outside the total.", None)]:
        """Optional lines with their subtotal; None if there are none."""
        return self.priced.options

    @computed_field
    @property
    def alternatives(
        self,
    ) -> Annotated[PriceGroup | None, client("Alternatives", "备选项", "Alternative lines; outside the total.", None)]:
        """Alternative lines with their subtotal; None if there are none."""
        return self.priced.alternatives

    @computed_field
    @property
    def option_totals(
        self,
    ) -> Annotated[
        tuple[OptionTotal, ...],
        client("Totals with options", "选用后合计", "With each option and alternative alone, in order.", []),
    ]:
        """The totals with each option and alternative alone, in the order of the lines."""
        return self._options.each

    @computed_field
    @property
    def all_options(
        self,
    ) -> Annotated[
        OptionTotal | None, client("Total with all options", "全部选用后合计", "If there are several options.", None)
    ]:
        """The totals with all options; None unless there are two or more."""
        return self._options.together

    @computed_field
    @property
    def totals(self) -> Annotated[Totals, client("Totals", "合计", "All sums.", None)]:
        """All sums."""
        return self.priced.totals

    @computed_field
    @property
    def has_discounts(
        self,
    ) -> Annotated[bool, client("Has discounts", "有优惠", "Whether anything is taken off.", True)]:
        """Whether anything is taken off the list prices."""
        totals = self.totals
        return any((totals.line_discounts, totals.group_discounts, totals.document_discount))

    @computed_field
    @property
    def can_compare_groups(
        self,
    ) -> Annotated[bool, client("Groups compare", "可比较分组", "Two groups or more, with sums to show.", True)]:
        """Whether a chart of the groups can be drawn: there are two or more, and each has a visible sum."""
        return len(self.groups) > 1 and all(group.gross is not None for group in self.groups)

    @computed_field
    @property
    def options_only(
        self,
    ) -> Annotated[bool, client("Options only", "仅可选项", "No line counts: there is no amount to pay.", False)]:
        """Whether only options are offered, so that there is no amount to pay."""
        return not self.priced.groups

    @computed_field
    @property
    def withheld_sums(
        self,
    ) -> Annotated[
        tuple[WithheldSum, ...],
        internal(
            "Withheld sums", "未展示合计", "What a client's copy leaves out, as it would tell a hidden price.", []
        ),
    ]:
        """Sums that a client's edition withholds, because they would reveal a hidden price."""
        return tuple(withheld_sums(self.priced, self._hiding))

    def seen_by(self, audience: Audience) -> Self:
        """The list as `audience` may see it: without sums that would reveal a hidden price, and without totals if there
        are only options. Raises PricingError if the totals alone reveal a hidden price.
        """
        priced, discounts, options = self.priced, self.group_discounts, self._options
        if not _reads_hidden_prices(audience):
            revealed = tuple(revealed_findings(priced, self._hiding))
            if revealed:
                raise PricingError(revealed)
            discounts = tuple(discounts_without(discounts, priced, self._hiding))
            priced = without_sums(priced, self._hiding)
            options = without_revealing(options, priced, self._terms(self.price_basis or default_basis(self.policy)))
        copied = super().model_copy(update={"group_discounts": discounts})
        copied._options = options
        copied._priced = without_totals(priced) if self.options_only else priced
        return copied

    def notices(self, audience: Audience = Audience.INTERNAL, *, released: bool = False) -> Iterator[Finding]:
        """Findings about the prices of a document for `audience`.

        Prices below their floor (errors if a released document is for clients), withheld sums, hidden prices that the
        totals reveal (errors if the document is for clients), a list with options only.
        """
        is_hidden = not _reads_hidden_prices(audience)
        for finding in self.missing_approvals():
            is_error = audience.is_outside and released
            yield finding if is_error else replace(finding, code="notice.floor_price", severity="warning")
        yield from withheld_notices(self.priced, self._hiding)
        for finding in revealed_findings(self.priced, self._hiding):
            yield finding if is_hidden else replace(finding, code="notice.hidden_price", severity="warning")
        if self.options_only:
            yield notice("notice.options_only", "pricing.lines")

    def missing_approvals(self) -> Iterator[Finding]:
        """Errors for prices that discounts bring below their floor without an approval."""
        for index, line in enumerate(self.lines):
            if line.is_under_floor() and line.approval_ref is None:
                values: dict[str, Any] = {"line": line.name, "floor_price": line.floor_price}
                yield Finding.of("approval.floor_price", place=f"pricing.lines[{index}].unit_price", **values)


def _reads_hidden_prices(audience: Audience) -> bool:
    return audience.may_read(marks_of_cached(PriceLine)["withheld_price"])


def default_basis(policy: RoundingPolicy) -> PriceBasis:
    """Default price basis of a rounding policy."""
    return PriceBasis.incl_tax if policy is RoundingPolicy.inclusive else PriceBasis.excl_tax


def problems_of(pricing: Pricing) -> list[Problem]:
    """Problems that prevent the computation of a price list."""
    return [*_price_problems(pricing), *_discount_problems(pricing), *_reference_problems(pricing)]


def sum_problems(pricing: Pricing, totals: Totals) -> Iterator[Finding]:
    """Errors of a computed list: a total that rounding changes too much, a negative total without `credit`."""
    gross, payable, moved = totals.gross_total, totals.payable, abs(totals.rounding)
    if moved > MAX_ROUNDING * abs(gross):
        step = pricing.round_payable_to
        share = f"{moved / abs(gross) * 100:.1f} %"
        values: dict[str, Any] = {"step": step, "total": gross, "moved": moved, "share": share}
        yield Finding.of("pricing.rounding_step:large", place="round_payable_to", **values)
    if payable < 0 and not pricing.credit:
        yield Finding.of("pricing.negative", place="credit", payable=payable)


def _price_problems(pricing: Pricing) -> Iterator[Problem]:
    """Contradictory policy and price basis, amounts with more decimals than the currency."""
    basis = pricing.price_basis or default_basis(pricing.policy)
    if pricing.policy is not RoundingPolicy.line and basis is not default_basis(pricing.policy):
        need = default_basis(pricing.policy).value
        yield "price_basis", message("rule.policy", policy=pricing.policy.value, need=need)
    for path, amount in _typed_amounts(pricing):
        if amount is not None and amount != round_amount(amount, pricing.currency.places):
            yield path, decimals_message(amount, pricing.currency)
    for index, line in enumerate(pricing.lines):
        if line.price_basis not in (None, basis):
            yield f"lines[{index}].price_basis", message("rule.one_basis", basis=basis.value)
    step = pricing.round_payable_to
    if step is not None and step <= 0:
        yield Finding.of("pricing.rounding_step", place="round_payable_to", step=step)


def _typed_amounts(pricing: Pricing) -> Iterator[tuple[str, Decimal | None]]:
    for index, line in enumerate(pricing.lines):
        yield f"lines[{index}].discount_amount", line.typed.discount_amount
    for index, discount in enumerate(pricing.group_discounts):
        yield f"group_discounts[{index}].amount", discount.amount
    if pricing.document_discount:
        yield "document_discount.amount", pricing.document_discount.amount
    yield "round_payable_to", pricing.round_payable_to


def _discount_problems(pricing: Pricing) -> Iterator[Finding]:
    """Discounts outside the range from zero to the line's amount, which may be negative."""
    for index, line in enumerate(pricing.lines):
        off = line.typed.discount_amount
        if off is None:
            continue
        with exact():
            full = round_amount(line.qty * line.typed.unit_price, pricing.currency.places)
        if not min(ZERO, full) <= off <= max(ZERO, full):
            values: dict[str, Any] = {"line": line.name, "discount": off, "amount": full}
            values |= {"least": min(ZERO, full), "most": max(ZERO, full)}
            yield Finding.of("pricing.discount_above_line", place=f"lines[{index}].discount_amount", **values)


def _reference_problems(pricing: Pricing) -> Iterator[Problem]:
    """Duplicate line numbers; references of alternatives and discounts that don't exist."""
    numbers = numbers_of(pricing.lines)
    for index, number in repeated_ids(numbers):
        yield f"lines[{index}].line_no", message("rule.repeated", id=number)
    counted = [number for number, line in zip(numbers, pricing.lines, strict=True) if line.included]
    answers = set(counted)
    for index, line in enumerate(pricing.lines):
        if line.alternative_to is not None and line.alternative_to not in answers:
            unknown = message("rule.alternative_to", id=line.alternative_to, known=list_ids(counted))
            yield f"lines[{index}].alternative_to", unknown
    known = {line.group for line in pricing.lines if line.included and line.group}
    yield from _group_problems([discount.group for discount in pricing.group_discounts], known)


def _group_problems(discounted: Sequence[str], known: set[str]) -> Iterator[Problem]:
    for index, group in enumerate(discounted):
        if group not in known:
            unknown = message("rule.discount_group", group=group, known=list_ids(sorted(known)))
            yield f"group_discounts[{index}].group", unknown
    for index, group in repeated_ids(discounted):
        if group in known:
            yield f"group_discounts[{index}].group", message("rule.discount_group:twice", group=group)
