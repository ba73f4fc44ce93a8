"""The sums that a card must keep: each printed figure against its parts. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessments.scoring import OVERALL, Card, Scheme, basis, distribution_score

# A printed figure and its printed parts are rounded to two places each, so they may differ by 0.01 (domain rule).
TOLERANCE = Decimal("0.01")
# Four rounded shares may add up to 99.98–100.02, and their score strays as far.
SHARE_TOLERANCE = Decimal("0.02")


@dataclass(frozen=True)
class Sum:
    """A printed figure and what its parts make of it.

    expected: the exact value, None where a part is missing; then `interval` holds what the sum above the missing
    parts may be (printed ± tolerance), None where not even that can be met. is_shares: four shares against 100.
    """

    of: str
    printed: Decimal
    expected: Decimal | None
    interval: tuple[Decimal, Decimal] | None = None
    is_shares: bool = False
    tolerance: Decimal = TOLERANCE

    @property
    def key(self) -> str:
        """Return what the sum is known by: its code, with a sign for sums of shares."""
        return f"{self.of}%" if self.is_shares else self.of

    @property
    def holds(self) -> bool:
        """Say whether printed and parts agree, as far as the parts are known."""
        if self.expected is None:
            return self.interval is not None
        return abs(self.printed - self.expected) <= self.tolerance


def sums_of(scheme: Scheme, card: Card) -> Iterator[Sum]:
    """Yield the sums of a card from the top down; a figure without any known part makes no sum."""
    for code in [*scheme.parts, *(code for code in card.percents if code not in scheme.parts)]:
        if (one := sum_at(code, scheme, card)) is not None:
            yield one
        if code in card.percents:
            yield shares_at(code, card)


def failing(scheme: Scheme, card: Card) -> list[Sum]:
    """Return the sums that do not hold, from the top down."""
    return [one for one in sums_of(scheme, card) if not one.holds]


def shares_at(code: str, card: Card) -> Sum:
    """Return the four answer shares of a question against 100."""
    total = sum(card.percents[code], Decimal(0))
    return Sum(code, Decimal(100), total, is_shares=True, tolerance=SHARE_TOLERANCE)


def sum_at(code: str, scheme: Scheme, card: Card) -> Sum | None:
    """Return the sum of a printed figure, or None where it is not printed or nothing of it is known."""
    printed = card.figures.get(code)
    if printed is None:
        return None
    parts = scheme.parts.get(code, ())
    if not parts:
        if code not in card.percents:
            return None
        exact = distribution_score(card.percents[code], scheme.sign(code))
        return Sum(code, printed, exact, tolerance=SHARE_TOLERANCE)
    shares = {part: scheme.weights[part] / 100 if code == OVERALL else Decimal(1) / len(parts) for part in parts}
    least = most = Decimal(0)
    whole, any_known = True, False
    for part in parts:
        exact_part = basis(part, scheme, card)
        low, high = bounds(part, scheme, card) if exact_part is None else (exact_part, exact_part)
        whole = whole and exact_part is not None
        any_known = any_known or (low, high) != (Decimal(0), Decimal(100))
        least, most = least + low * shares[part], most + high * shares[part]
    if whole:
        mean = sum((basis(p, scheme, card) or Decimal(0) for p in parts), Decimal(0)) / len(parts)
        return Sum(code, printed, least if code == OVERALL else mean)
    if not any_known:
        return None
    reachable = least - TOLERANCE <= printed <= most + TOLERANCE
    return Sum(code, printed, None, (printed - TOLERANCE, printed + TOLERANCE) if reachable else None)


def bounds(code: str, scheme: Scheme, card: Card) -> tuple[Decimal, Decimal]:
    """Return the least and greatest value that a code may have, whatever its missing parts are."""
    exact = basis(code, scheme, card)
    if exact is not None:
        return exact, exact
    parts = scheme.parts.get(code, ())
    if not parts:
        return Decimal(0), Decimal(100)
    ends = [bounds(part, scheme, card) for part in parts]
    return sum((e[0] for e in ends), Decimal(0)) / len(ends), sum((e[1] for e in ends), Decimal(0)) / len(ends)
