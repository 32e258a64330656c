"""Turns typed price lines and discounts into groups, totals and an amount to pay (domain.md 6 and 9)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, computed_field, model_validator

from docgen.audience import MarkedModel, client
from docgen.errors import Finding, PricingError
from docgen.schemas.base import Text, list_ids, notice, repeated_ids
from docgen.schemas.money import Amount, Currency, PriceBasis, RoundingPolicy, round_amount
from docgen.schemas.price_computation import PriceTerms, compute_prices, numbers_of
from docgen.schemas.price_line import PriceLine
from docgen.schemas.price_totals import Discount, GroupDiscount, PriceGroup, Totals


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

    _groups: tuple[PriceGroup, ...] = PrivateAttr(default=())
    _options: PriceGroup | None = PrivateAttr(default=None)
    _alternatives: PriceGroup | None = PrivateAttr(default=None)
    _totals: Totals | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _compute(self) -> Self:
        problems = [*_price_problems(self), *_reference_problems(self)]
        if problems:
            raise ValueError("\n".join(problems))
        basis = self.price_basis or _default_basis(self.policy)
        try:
            priced = compute_prices(self.lines, self._terms(basis))
        except (PricingError, ValueError) as error:
            raise ValueError(str(error)) from error
        # The model is still being made: its lines get their numbers and amounts.
        vars(self).update(lines=priced.lines, price_basis=basis)
        self._groups, self._totals = priced.groups, priced.totals
        self._options, self._alternatives = priced.options, priced.alternatives
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

    @computed_field
    @property
    def groups(
        self,
    ) -> Annotated[tuple[PriceGroup, ...], client("Groups", "分组", "What the total holds, grouped.", [])]:
        """The lines that count in the total, by group in order of first appearance."""
        return self._groups

    @computed_field
    @property
    def options(
        self,
    ) -> Annotated[PriceGroup | None, client("Options", "可选项", "Optional lines; outside the total.", None)]:
        """The optional lines with their own subtotal; None if there are none."""
        return self._options

    @computed_field
    @property
    def alternatives(
        self,
    ) -> Annotated[PriceGroup | None, client("Alternatives", "备选项", "Alternative lines; outside the total.", None)]:
        """The lines that could replace others, with their own subtotal; None if there are none."""
        return self._alternatives

    @computed_field
    @property
    def totals(self) -> Annotated[Totals, client("Totals", "合计", "All sums.", None)]:
        """All sums."""
        assert self._totals is not None  # noqa: S101 - set by the validator
        return self._totals

    @computed_field
    @property
    def has_discounts(
        self,
    ) -> Annotated[bool, client("Has discounts", "有优惠", "Whether anything is taken off.", True)]:
        """Whether anything is taken off the list prices."""
        totals = self.totals
        return any((totals.line_discounts, totals.group_discounts, totals.document_discount))

    def notices(self) -> Iterator[Finding]:
        """Prices under their floor without an approval, and hidden prices that a subtraction would tell."""
        for index, line in enumerate(self.lines):
            if line.is_under_floor() and line.approval_ref is None:
                message = f"a unit of {line.name} goes for less than its floor price {line.floor_price}"
                yield notice(
                    "floor_price", f"pricing.lines[{index}].unit_price", message, "raise it or give approval_ref"
                )
        for group in self.groups:
            hidden = [line for line in group.lines if not line.show_price]
            if len(hidden) == 1:
                place = f"pricing.lines[{self.lines.index(hidden[0])}].show_price"
                message = f"the hidden price of {hidden[0].name} follows from its group's subtotal"
                yield notice("hidden_price", place, message, "hide two or more lines of the group")


def _default_basis(policy: RoundingPolicy) -> PriceBasis:
    return PriceBasis.incl_tax if policy is RoundingPolicy.inclusive else PriceBasis.excl_tax


def _price_problems(pricing: Pricing) -> Iterator[str]:
    """What forbids to compute: a policy and a basis that contradict each other, amounts finer than the currency."""
    basis = pricing.price_basis or _default_basis(pricing.policy)
    if pricing.policy is not RoundingPolicy.line and basis is not _default_basis(pricing.policy):
        need = _default_basis(pricing.policy).value
        yield f"price_basis: the {pricing.policy.value} policy takes {need} prices; write {need} or policy: line"
    for path, amount in _typed_amounts(pricing):
        if amount is not None and amount != round_amount(amount, pricing.currency.places):
            yield f"{path}: {amount} has more than the {pricing.currency.places} decimals of {pricing.currency.value}"
    for index, line in enumerate(pricing.lines):
        if line.price_basis not in (None, basis):
            yield f"lines[{index}].price_basis: the list's prices are {basis.value}; one list has one basis"
    if not pricing.round_payable_to and pricing.round_payable_to is not None:
        yield "round_payable_to: 0 is no step; write 1 for whole units"


def _typed_amounts(pricing: Pricing) -> Iterator[tuple[str, Decimal | None]]:
    for index, line in enumerate(pricing.lines):
        yield f"lines[{index}].discount_amount", line.typed.discount_amount
    for index, discount in enumerate(pricing.group_discounts):
        yield f"group_discounts[{index}].amount", discount.amount
    if pricing.document_discount:
        yield "document_discount.amount", pricing.document_discount.amount
    yield "round_payable_to", pricing.round_payable_to


def _reference_problems(pricing: Pricing) -> Iterator[str]:
    """Line numbers that stand twice; alternatives and discounts that refer to nothing."""
    numbers = numbers_of(pricing.lines)
    for index, number in repeated_ids(numbers):
        yield f"lines[{index}].line_no: {number} stands more than once"
    counted = [number for number, line in zip(numbers, pricing.lines, strict=True) if line.included]
    known = set(counted)
    for index, line in enumerate(pricing.lines):
        if line.alternative_to is not None and line.alternative_to not in known:
            found = f"lines[{index}].alternative_to: {line.alternative_to} names no line that counts in the total"
            yield f"{found}; known are {list_ids(counted)}"
    yield from _group_problems(pricing)


def _group_problems(pricing: Pricing) -> Iterator[str]:
    known = {line.group for line in pricing.lines if line.included and line.group}
    seen: set[str] = set()
    for index, discount in enumerate(pricing.group_discounts):
        if discount.group not in known:
            names = list_ids(sorted(known))
            yield f"group_discounts[{index}].group: {discount.group} groups no line of the total; known are {names}"
        elif discount.group in seen:
            yield f"group_discounts[{index}].group: {discount.group} has a discount already"
        seen.add(discount.group)
