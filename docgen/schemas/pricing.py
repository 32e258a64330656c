"""A price list: typed lines and discounts, with their groups, totals and amount to pay (domain.md 6 and 9)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, computed_field, model_validator

from docgen.audience import Audience, MarkedModel, client, internal, marks_of_cached
from docgen.errors import Finding, PricingError
from docgen.schemas.base import RuleError, Text, notice
from docgen.schemas.money import Amount, Currency, PriceBasis, RoundingPolicy
from docgen.schemas.price_computation import PricedList, PriceTerms, compute_prices
from docgen.schemas.price_hiding import Hiding, find_hiding
from docgen.schemas.price_line import PriceLine
from docgen.schemas.price_rules import default_basis, problems_of, sum_problems
from docgen.schemas.price_totals import Discount, GroupDiscount, PriceGroup, Totals, WithheldSum
from docgen.schemas.price_withholding import (
    discounts_without,
    revealed_findings,
    withheld_notices,
    withheld_sums,
    without_sums,
    without_total,
)


class Pricing(MarkedModel):
    """A price list: typed lines and discounts, and what follows from them. Computed once, when it is made."""

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
        Text | None, client("Note", "说明", "What the prices hold and don't.", "报价含首年运维", markdown=True)
    ] = None

    credit: Annotated[
        bool, client("Credit note", "红字（贷项）", "Yes: the amount payable may be below zero.", False)
    ] = False

    _priced: PricedList | None = PrivateAttr(default=None)
    _hiding: Hiding = PrivateAttr(default=Hiding({}))

    @model_validator(mode="after")
    def _compute(self) -> Self:
        problems = problems_of(self)
        if problems:
            raise RuleError(problems)
        basis = self.price_basis or default_basis(self.policy)
        try:
            priced = compute_prices(self.lines, self._terms(basis))
        except (PricingError, ValueError) as error:
            raise ValueError(str(error)) from error
        wrong = tuple(sum_problems(self, priced.totals))
        if wrong:
            raise RuleError(wrong)
        # The model is still being made: its lines get their numbers and amounts.
        vars(self).update(lines=priced.lines, price_basis=basis)
        self._priced = priced
        self._hiding = find_hiding(priced.lines, priced.groups, basis, self.document_discount)
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; with `update` it is checked and computed anew. Raises pydantic's ValidationError."""
        if not update:
            return super().model_copy(deep=deep)
        return type(self).model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **update})

    def _terms(self, basis: PriceBasis) -> PriceTerms:
        return PriceTerms(
            self.currency, self.policy, basis, self.group_discounts, self.document_discount, self.round_payable_to
        )

    @property
    def priced(self) -> PricedList:
        """What was computed of the list."""
        assert self._priced is not None  # noqa: S101 - set by the validator
        return self._priced

    @computed_field
    @property
    def groups(
        self,
    ) -> Annotated[tuple[PriceGroup, ...], client("Groups", "分组", "What the total holds, grouped.", [])]:
        """The lines that count in the total, by group in order of first appearance."""
        return self.priced.groups

    @computed_field
    @property
    def options(
        self,
    ) -> Annotated[PriceGroup | None, client("Options", "可选项", "Optional lines; outside the total.", None)]:
        """The optional lines with their own subtotal; None if there are none."""
        return self.priced.options

    @computed_field
    @property
    def alternatives(
        self,
    ) -> Annotated[PriceGroup | None, client("Alternatives", "备选项", "Alternative lines; outside the total.", None)]:
        """The lines that could replace others, with their own subtotal; None if there are none."""
        return self.priced.alternatives

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
        """Whether a chart of the groups can be drawn: there are two or more, and the reader sees the sum of each."""
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
        """The sums that a client's copy leaves out, as they would tell the price of a hidden line."""
        return tuple(withheld_sums(self.priced, self._hiding))

    def seen_by(self, reader: Audience) -> Self:
        """The list as `reader` may see it: without the sums that would tell a hidden price to whoever may not read one,
        and of options alone without totals. Raises PricingError if the totals alone tell one.
        """
        priced, discounts = self.priced, self.group_discounts
        if not _reads_hidden_prices(reader):
            revealed = tuple(revealed_findings(priced, self._hiding))
            if revealed:
                raise PricingError(revealed)
            discounts = tuple(discounts_without(discounts, priced, self._hiding))
            priced = without_sums(priced, self._hiding)
        copied = super().model_copy(update={"group_discounts": discounts})
        copied._priced = without_total(priced) if self.options_only else priced
        return copied

    def notices(self, reader: Audience = Audience.INTERNAL, *, released: bool = False) -> Iterator[Finding]:
        """What is reported of the prices of a document that is written for `reader`.

        Prices under their floor (an error where a released copy is for clients), sums that a client's copy leaves out,
        hidden prices because of which none can be made (an error where it is for clients), a list of options only.
        """
        is_hidden = not _reads_hidden_prices(reader)
        for finding in self.missing_approvals():
            is_error = reader.is_outside and released
            yield finding if is_error else replace(finding, code="notice.floor_price", severity="warning")
        yield from withheld_notices(self.priced, self._hiding)
        for finding in revealed_findings(self.priced, self._hiding):
            yield finding if is_hidden else replace(finding, code="notice.hidden_price", severity="warning")
        if self.options_only:
            message = "all lines are options, so no amount payable is printed, and payments have none"
            yield notice("options_only", "pricing.lines", message, "leave `optional` off the lines that are offered")

    def missing_approvals(self) -> Iterator[Finding]:
        """Prices that all discounts together bring under their floor, without an approval."""
        for index, line in enumerate(self.lines):
            if line.is_under_floor() and line.approval_ref is None:
                message = f"a unit of {line.name} goes for less than its floor price {line.floor_price}"
                hint = "raise it or give approval_ref"
                values = {"line": line.name, "floor_price": line.floor_price}
                place = f"pricing.lines[{index}].unit_price"
                yield Finding("approval.floor_price", message, hint, place=place, values=values)


def _reads_hidden_prices(reader: Audience) -> bool:
    return reader.may_read(marks_of_cached(PriceLine)["withheld_price"])
