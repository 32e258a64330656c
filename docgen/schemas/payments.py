"""Amounts of payments: shares of the amount payable, fixed amounts, rounded instalments, the last takes the rest."""

from collections.abc import Sequence
from decimal import Decimal

from docgen.errors import Finding
from docgen.messages import MessageError
from docgen.schemas.base import RuleError
from docgen.schemas.money import ZERO, exact, round_amount, share_discount
from docgen.schemas.proposal_terms import PaymentTerm


def check_shares(terms: tuple[PaymentTerm, ...]) -> tuple[PaymentTerm, ...]:
    """Check that the shares sum to 1, or leave a rest to the last payment if others are fixed amounts."""
    shares = [term.share for term in terms if term.share is not None]
    total = sum(shares, ZERO)
    if len(shares) == len(terms) and total != 1:
        raise MessageError("value.shares", total=total)
    if total > 1:
        raise MessageError("value.shares", total=total)
    for number, term in enumerate(terms[:-1], 1):
        if term.share is None and term.fixed_amount is None:
            raise MessageError("value.payment_without_amount", number=number, milestone=term.milestone)
    return terms


def payment_amounts(
    terms: Sequence[PaymentTerm], payable: Decimal, places: int, step: Decimal | None
) -> tuple[Decimal, ...]:
    """The amounts of `terms`, which sum to `payable`.

    With shares alone, the cents left over go to the largest remainders. With a fixed amount or a rounding `step`, each
    amount but the last is fixed, or its share to the nearest `step`, and the last is the rest. Raises RuleError if the
    fixed amounts exceed `payable`, or don't sum to it.
    """
    shares = [term.share for term in terms if term.share is not None]
    if step is None and len(shares) == len(terms) and not any(term.fixed_amount for term in terms):
        return tuple(share_discount(payable, shares, places))
    amounts = [_amount(term, payable, places, step) for term in terms[:-1]]
    rest = payable - sum(amounts, ZERO)
    last = terms[-1].fixed_amount
    where = f"payment_terms[{len(terms) - 1}]"
    if last is not None and last != rest:
        raise RuleError([Finding.of("pricing.payments", place=f"{where}.fixed_amount", last=last, rest=rest)])
    if rest and (rest < 0) != (payable < 0):
        total = payable - rest
        raise RuleError([Finding.of("pricing.payments:above", place=where, total=total, payable=payable)])
    return (*amounts, rest)


def _amount(term: PaymentTerm, payable: Decimal, places: int, step: Decimal | None) -> Decimal:
    if term.fixed_amount is not None:
        return round_amount(term.fixed_amount, places)
    with exact():
        amount = payable * (term.share or ZERO)
        return round_amount(round_amount(amount / step, 0) * step if step else amount, places)
