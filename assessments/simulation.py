"""What indicators 9 and 10 would be if the register were filed as it stands. Pure; the arithmetic is scoring's."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments.scoring import OVERALL, Card, Scheme, basis, rounded, value

FULL, NOTHING = Decimal(100), Decimal(0)


@dataclass(frozen=True)
class Simulated:
    """The figure of one code (0–100, two places). now is None where the edition does not know all parts.

    last: the same figure of the year before, as printed or as its own parts make it; None where nobody wrote it down.
    """

    code: str
    now: Decimal | None
    last: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Return now less last, or None."""
        return None if self.now is None or self.last is None else self.now - self.last

    @property
    def distance(self) -> Decimal:
        """Return how far the figure moved, without its direction; 0 where nothing is known."""
        return abs(self.change or NOTHING)

    @property
    def tone(self) -> str:
        """Return the style's name of the change."""
        if not self.change:
            return "mute"
        return "ok" if self.change > 0 else "bad"


def simulate(scheme: Scheme, earned: Mapping[str, bool], last: Mapping[str, Decimal]) -> dict[str, Simulated]:
    """Return code → figure for OIT, its indicators and their parts.

    earned: item → whether it would count; an item that is not named does not. An item is 100 or 0 [domain rule],
    a part the mean of its items, an indicator the mean of its parts; rounded once. last: code → last year's figure.
    """
    card = Card({code: FULL if earned.get(code) else NOTHING for code in _items(scheme)})
    return {code: Simulated(code, _shown(value(code, scheme, card)), last.get(code)) for code in codes(scheme)}


def codes(scheme: Scheme) -> list[str]:
    """Return OIT, its indicators and their parts, from the top down; empty for a scheme without OIT."""
    indicators = scheme.parts.get("OIT", ())
    parts = [part for one in indicators for part in scheme.parts.get(one, ()) if not part.startswith("o")]
    return ["OIT", *indicators, *parts] if indicators else []


def last_figures(scheme: Scheme, card: Card) -> dict[str, Decimal]:
    """Return code → figure of a stored card for OIT, its indicators and their parts: printed, else from below."""
    full = scheme.with_codes(card.figures)
    known = ((code, basis(code, full, card)) for code in codes(full) if code != OVERALL)
    return {code: rounded(figure) for code, figure in known if figure is not None}


def _items(scheme: Scheme) -> list[str]:
    return [part for parts in scheme.parts.values() for part in parts if part.startswith("o")]


def _shown(figure: Decimal | None) -> Decimal | None:
    return None if figure is None else rounded(figure)
