"""Find the sums of a price list that would reveal a hidden line's price (secondary suppression in statistics).

Hidden amounts are unknowns, each sum that the audience sees is a linear equation over them, and a figure is revealed if
it is in the row space of the equations. Tax rates and discount rates are printed, so a line's tax follows from its net
amount, and its net amount from its amount before group and overall discounts. Rounding is ignored: a price that is
known up to rounding is revealed. Hidden lines with the same group, tax rate and billing share an unknown, their sum;
only an unknown with a single line reveals a figure. A hidden line of price 0 is known: it is printed as included.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from docgen.schemas.money import Billing, PriceBasis
from docgen.schemas.price_line import PriceLine
from docgen.schemas.price_totals import Discount, PriceGroup, SumKind

Part = int | Literal["options", "alternatives"]
"""The subtotal that a line is part of: the index of its group, or one of the two lists outside the total."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum, or several that are shown or withheld together; `part` is set for subtotals."""

    kind: SumKind
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Hiding:
    """Sums to withhold because of hidden lines; lines are indices into the list.

    `withheld` maps each sum to the lines whose price it would reveal. `revealed` are lines whose price follows from the
    totals alone, so that no edition without hidden prices is possible.
    """

    withheld: dict[Sum, tuple[int, ...]]
    revealed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Amount:
    """Unknown: amount of the hidden lines with the same part, rate and billing, before group and overall discounts."""

    part: Part
    rate: Decimal
    billing: Billing


@dataclass(frozen=True, slots=True)
class _Off:
    """Unknown: difference between list price and amount of a part's hidden lines."""

    part: Part


_Unknown = _Amount | _Off
_Vector = dict[_Unknown, Fraction]
_ONE = Fraction(1)


class _Equations:
    """The row space of equations over the unknowns, in echelon form."""

    def __init__(self, rows: Sequence[tuple[_Unknown, _Vector]] = ()) -> None:
        self._rows = tuple(rows)

    def with_rows(self, vectors: Iterable[_Vector]) -> "_Equations":
        """These equations and further ones."""
        extended = self
        for vector in vectors:
            rest = extended._reduced(vector)
            if rest:
                pivot, value = next(iter(rest.items()))
                row = {unknown: share / value for unknown, share in rest.items()}
                extended = _Equations([*extended._rows, (pivot, row)])
        return extended

    def determine(self, vector: _Vector) -> bool:
        """Whether the value of `vector` follows from the equations."""
        return not self._reduced(vector)

    def _reduced(self, vector: _Vector) -> _Vector:
        rest = {unknown: value for unknown, value in vector.items() if value}
        for pivot, row in self._rows:
            times = rest.get(pivot)
            if times:
                for unknown, share in row.items():
                    value = rest.pop(unknown, Fraction(0)) - times * share
                    if value:
                        rest[unknown] = value
        return rest


class _HiddenLines:
    """Hidden lines of a price list as unknowns, and its sums as vectors over them."""

    def __init__(
        self, lines: Sequence[PriceLine], groups: Sequence[PriceGroup], basis: PriceBasis, overall: Fraction
    ) -> None:
        self._basis, self._overall = basis, overall
        self._off_groups = {place: _group_discount(group) for place, group in enumerate(groups)}
        names = {group.name: place for place, group in enumerate(groups)}
        self.members: defaultdict[_Unknown, list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            if not line.show_price:
                self._take(index, line, names[line.group] if line.included else _outside(line))

    def _take(self, index: int, line: PriceLine, part: Part) -> None:
        if line.result.amount:
            self.members[_Amount(part, line.tax_rate, line.billing)].append(index)
        if line.result.list_amount != line.result.amount:
            self.members[_Off(part)].append(index)

    @property
    def amounts(self) -> list[_Amount]:
        """The unknown amounts."""
        return [unknown for unknown in self.members if isinstance(unknown, _Amount)]

    def parts(self) -> list[Part]:
        """Parts with a hidden price: those outside the total first."""
        hidden = {unknown.part for unknown in self.members}
        outside: list[Part] = ["options", "alternatives"]
        return [part for part in (*outside, *range(len(self._off_groups))) if part in hidden]

    def figures(self) -> Iterator[tuple[int, _Vector]]:
        """Figures that must not be revealed, with the line's index: amount, list amount, and their difference."""
        single = {unknown: indices[0] for unknown, indices in self.members.items() if len(indices) == 1}
        for unknown, index in single.items():
            yield index, {unknown: _ONE}
            if isinstance(unknown, _Amount) and single.get(_Off(unknown.part)) == index:
                yield index, {unknown: _ONE, _Off(unknown.part): _ONE}

    def totals(self) -> list[_Vector]:
        """Sums that every edition shows: net, tax (hence gross and payable), and the overall discount."""
        counted = [unknown for unknown in self.amounts if isinstance(unknown.part, int)]
        rest: _Vector = {unknown: self._overall * (1 - self._off_groups[int(unknown.part)]) for unknown in counted}
        return [self._nets(counted), self._taxes(counted), rest]

    def rows(self, wanted: Sum) -> list[_Vector]:
        """Equations that `wanted` reveals."""
        counted = [unknown for unknown in self.members if isinstance(unknown.part, int)]
        amounts = [unknown for unknown in self.amounts if isinstance(unknown.part, int)]
        match wanted.kind:
            case SumKind.part:
                own = [unknown for unknown in self.amounts if unknown.part == wanted.part]
                return [_sum(own), self._nets(own), self._taxes(own)]
            case SumKind.group_discounts:
                return [{unknown: self._off_groups[int(unknown.part)] for unknown in amounts}]
            case SumKind.list_prices:
                return [_sum(counted), _sum(amounts)]
            case SumKind.part_list_total:
                return [_sum(unknown for unknown in self.members if unknown.part == wanted.part)]
            case SumKind.by_billing:
                split = [[u for u in amounts if u.billing is billing] for billing in Billing]
            case SumKind.tax_by_rate:
                split = [[u for u in amounts if u.rate == rate] for rate in {u.rate for u in amounts}]
        return [vector for some in split for vector in (self._nets(some), self._taxes(some))]

    def _net(self, unknown: _Amount) -> Fraction:
        """Factor from the amount to net: after all discounts, without tax."""
        wide = (1 - self._off_groups[unknown.part]) * (1 - self._overall) if isinstance(unknown.part, int) else _ONE
        return wide / (1 + Fraction(unknown.rate)) if self._basis is PriceBasis.incl_tax else wide

    def _nets(self, unknowns: Iterable[_Amount]) -> _Vector:
        return {unknown: self._net(unknown) for unknown in unknowns}

    def _taxes(self, unknowns: Iterable[_Amount]) -> _Vector:
        return {unknown: self._net(unknown) * Fraction(unknown.rate) for unknown in unknowns}


def find_hiding(
    lines: Sequence[PriceLine], groups: Sequence[PriceGroup], basis: PriceBasis, overall: Discount | None
) -> Hiding:
    """Find the sums to withhold, preferring the least important ones, and the prices that the totals reveal."""
    if all(line.show_price for line in lines):
        return Hiding({})
    hidden = _HiddenLines(lines, groups, basis, _overall_discount(groups, overall))
    figures = list(hidden.figures())
    shown = _Equations().with_rows(hidden.totals())
    revealed = _revealed(shown, figures)
    if revealed:
        return Hiding({}, revealed)
    withheld: dict[Sum, tuple[int, ...]] = {}
    for wanted in _in_order(hidden):
        more = shown.with_rows(hidden.rows(wanted))
        revealed = _revealed(more, figures) if more is not shown else ()
        if revealed:
            withheld[wanted] = revealed
        else:
            shown = more
    return Hiding(withheld)


def _sum(unknowns: Iterable[_Unknown]) -> _Vector:
    return dict.fromkeys(unknowns, _ONE)


def _revealed(shown: _Equations, figures: Iterable[tuple[int, _Vector]]) -> tuple[int, ...]:
    return tuple(sorted({index for index, vector in figures if shown.determine(vector)}))


def _in_order(hidden: _HiddenLines) -> Iterator[Sum]:
    """Sums that can be withheld, the most important first: each is shown unless it and those before reveal a price."""
    yield from (Sum(SumKind.part, part) for part in hidden.parts())
    yield Sum(SumKind.group_discounts)
    yield Sum(SumKind.list_prices)
    yield from (Sum(SumKind.part_list_total, part) for part in hidden.parts())
    yield Sum(SumKind.by_billing)
    yield Sum(SumKind.tax_by_rate)


def _outside(line: PriceLine) -> Part:
    return "options" if line.alternative_to is None else "alternatives"


def _group_discount(group: PriceGroup) -> Fraction:
    if group.discount_rate is not None:
        return Fraction(group.discount_rate)
    return Fraction(group.discount or 0) / Fraction(group.amount) if group.amount else Fraction(0)


def _overall_discount(groups: Sequence[PriceGroup], overall: Discount | None) -> Fraction:
    if overall is None:
        return Fraction(0)
    if overall.rate is not None:
        return Fraction(overall.rate)
    base = sum((Fraction(group.amount or 0) - Fraction(group.discount or 0) for group in groups), Fraction(0))
    return Fraction(overall.amount or 0) / base if base else Fraction(0)
