"""Single-digit repairs: which one misread digit would make the sums of a card agree. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessments.scoring import OVERALL, Card, Scheme
from assessments.sums import Sum, shares_at, sum_at

# Pairs of digits that look alike in print: Thai ๘/๙, ๓/๗, ๐/๑ and Arabic 3/8, 1/7, 5/6.
LOOK_ALIKE = frozenset(frozenset(pair) for pair in ("89", "37", "01", "38", "17", "56"))
SHARES = ("น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด")


@dataclass(frozen=True)
class Repair:
    """Reading the figure `of` as `after` instead of `before` heals these sums (their keys) and breaks none."""

    of: str
    before: str
    after: str
    heals: frozenset[str]
    looks_alike: bool


def repairs_of(scheme: Scheme, card: Card, wrong: list[Sum]) -> list[Repair]:
    """Return the single-digit repairs of a card, best first.

    Those that heal most sums come first, then digits that look alike in print, then the smallest change.
    """
    before = frozenset(one.key for one in wrong)
    parents = scheme.parents()
    found = []
    for of, place in _suspects(scheme, card, wrong):
        printed = _figure(card, of, place)
        path = list(_path(of, parents))
        for text, alike in _misreadings(printed):
            changed = _changed(card, of, place, Decimal(text))
            after = _broken_after(scheme, changed, path, of if place is not None else "")
            touched = {*path, *([f"{of}%"] if place is not None else [])}
            if after <= before and (heals := (before & touched) - after):
                name = of if place is None else f"{of} {SHARES[place]}"
                repair = Repair(name, _two(printed), text, heals, alike)
                found.append((len(heals), alike, abs(Decimal(text) - printed), repair))
    found.sort(key=lambda one: (-one[0], not one[1], one[2]))
    return [repair for *_, repair in found]


def _suspects(scheme: Scheme, card: Card, wrong: list[Sum]) -> Iterator[tuple[str, int | None]]:
    """Yield (code, None) of each printed figure that a failing sum rests on, (code, place) of its answer shares."""
    failing = {one.of for one in wrong}
    seen: set[str] = set()
    todo = list(failing)
    while todo:
        code = todo.pop()
        if code in seen:
            continue
        seen.add(code)
        printed = code in card.figures
        if printed:
            yield code, None
        # Nothing below a printed figure counts in the sum above it; but an instrument counts with its exact mean.
        if printed and code not in failing and code not in scheme.weights:
            continue
        if code in card.percents:
            yield from ((code, place) for place in range(4))
        todo += scheme.parts.get(code, ())


def _figure(card: Card, code: str, place: int | None) -> Decimal:
    return card.figures[code] if place is None else card.percents[code][place]


def _changed(card: Card, code: str, place: int | None, value: Decimal) -> Card:
    if place is None:
        return Card({**card.figures, code: value}, card.percents, card.level)
    shares = list(card.percents[code])
    shares[place] = value
    return Card(card.figures, {**card.percents, code: tuple(shares)}, card.level)  # type: ignore[dict-item]


def _path(code: str, parents: dict[str, str]) -> Iterator[str]:
    """Yield the code and all that it is a part of, up to the overall score."""
    while True:
        yield code
        if code == OVERALL or code not in parents:
            return
        code = parents[code]


def _broken_after(scheme: Scheme, card: Card, path: list[str], shares: str) -> set[str]:
    """Return the keys of the sums on the way up that do not hold in the changed card."""
    sums = [one for code in path if (one := sum_at(code, scheme, card)) is not None]
    if shares:
        sums.append(shares_at(shares, card))
    return {one.key for one in sums if not one.holds}


def _two(value: Decimal) -> str:
    return f"{value:.2f}"


def _misreadings(value: Decimal) -> Iterator[tuple[str, bool]]:
    """Yield every figure (two places, 0–100) that differs in one digit, and whether the two look alike."""
    text = _two(value)
    for place, digit in enumerate(text):
        if digit == ".":
            continue
        for other in "0123456789":
            changed = text[:place] + other + text[place + 1 :]
            leads = changed[0] == "0" and changed[1] != "."
            if other != digit and not leads and Decimal(changed) <= 100:
                yield changed, frozenset((digit, other)) in LOOK_ALIKE
