"""Scores from a file into a card: first looked at, then stored; the same in the browser and for the command."""

import datetime as dt
from dataclasses import dataclass, replace

from agencies.models import Agency, Province, User
from assessments.authoring import save_card
from assessments.cards.shapes import differences, merged
from assessments.consistency import Finding, findings, name_of
from assessments.editions import read_instruments
from assessments.intake.doubts import doubt
from assessments.intake.figures import LEVEL
from assessments.intake.lines import Found
from assessments.intake.sandbox import find
from assessments.intake.understanding import YearFacts, understand
from assessments.levels import parse_rules
from assessments.models import ScoreCard
from assessments.scoring import Card, Scheme, scheme_of
from assessments.selectors import EditionMissingError, card_of, edition_for
from evidence.office.doubts import Doubt

_NAMED_CHANGES = 8
_PROVINCE = "จังหวัด"


@dataclass(frozen=True)
class Examined:
    """What a file says of one year. card: as read; stored: what stands already; version: of the stored card."""

    year: int
    found: Found
    card: Card = Card()  # noqa: RUF009
    stored: Card = Card()  # noqa: RUF009
    version: int = 0
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether storing would be wrong."""
        return any(one.severity == "error" for one in self.doubts)

    @property
    def other_years(self) -> tuple[int, ...]:
        """The other years that the file has scores of."""
        return tuple(year for year in self.found.years if year != self.year)

    @property
    def whole(self) -> Card:
        """The card as it will stand: what the file leaves out stays."""
        return merged(self.stored, self.card)

    @property
    def changes_nothing(self) -> bool:
        """Whether all that the file says stands already."""
        return not self.refused and not differences(self.stored, self.whole)

    def with_doubts(self, *doubts: Doubt) -> "Examined":
        """The same with further doubts at the end."""
        return replace(self, doubts=(*self.doubts, *doubts))


def examine(data: bytes, owner: Province | Agency | None, year: int) -> Examined:
    """Read a file of scores for the owner's card of that year (B.E.); writes nothing, never raises for a bad file.

    owner None: an agency that is still to be made.
    """
    found, refused = find(data)
    if refused:
        return Examined(year, found, doubts=refused)
    return examine_lines(found, owner, year)


def examine_lines(found: Found, owner: Province | Agency | None, year: int) -> Examined:
    """The same of lines that were found before."""
    try:
        edition = edition_for(year)
    except EditionMissingError as missing:
        return Examined(year, found, doubts=(doubt("edition_missing", why=str(missing)),))
    data = read_instruments(edition)
    card, doubts = understand(found, YearFacts.of(data))
    row = ScoreCard.objects.of(owner, year).first() if owner is not None else None
    stored = card_of(row) if row is not None else Card()
    doubts += _other_owners(found, owner)
    doubts += _replaced(stored, card)
    if any(one.severity == "error" for one in doubts):
        return Examined(year, found, card, stored, doubts=tuple(doubts))
    proof = tuple(findings(scheme_of(data), card, parse_rules(edition.level_rules)))
    doubts += _left_over(scheme_of(data), stored, card)
    return Examined(year, found, card, stored, row.version if row else 0, proof, tuple(doubts))


def _other_owners(found: Found, owner: Province | Agency | None) -> list[Doubt]:
    """A warning for each owner that the paper names besides the chosen one; the choice wins.

    The province of an agency is no other owner: papers print it after the agency's name.
    """
    if owner is None:
        return []
    province = owner if isinstance(owner, Province) else owner.province
    own = {f"{_PROVINCE}{province.name}", owner.name, f"{owner.name}{_PROVINCE}{province.name}"}
    known = {"".join(name.split()) for name in own}
    chosen = f"{_PROVINCE}{owner.name}" if isinstance(owner, Province) else owner.name
    named = [name for name in found.owners if "".join(name.split()) not in known]
    # Not every line that ends with "จังหวัด…" names one.
    written = [name.removeprefix(_PROVINCE) for name in named if name.startswith(_PROVINCE)]
    real = set(Province.objects.filter(name__in=written).values_list("name", flat=True)) if written else set()
    return [
        doubt("owner_differs", value=name, chosen=chosen)
        for name in named
        if not name.startswith(_PROVINCE) or name.removeprefix(_PROVINCE) in real
    ]


def _replaced(stored: Card, card: Card) -> list[Doubt]:
    """A warning where the file differs from what stands."""
    changes = differences(stored, merged(stored, card))
    named = [f"{_named(code)} {_said(before)} → {_said(after)}" for code, (before, after) in changes.items() if before]
    if not named:
        return []
    shown = ", ".join(named[:_NAMED_CHANGES]) + (" …" if len(named) > _NAMED_CHANGES else "")
    return [doubt("figure_replaced", count=len(named), changes=shown)]


def _left_over(scheme: Scheme, stored: Card, card: Card) -> list[Doubt]:
    """A warning where figures that the file leaves alone will not agree with those that it brings."""
    before = {one.of for known in (stored, card) for one in findings(scheme, known) if one.kind == "mismatch"}
    after = [one.of for one in findings(scheme, merged(stored, card)) if one.kind == "mismatch"]
    names = dict.fromkeys(name_of(of) for of in after if of not in before)
    return [doubt("kept_disagrees", names=", ".join(names))] if names else []


def _named(code: str) -> str:
    return "ระดับ" if code == LEVEL else name_of(code.rstrip("%"))


def _said(value: str | list[str] | None) -> str:
    return " / ".join(value) if isinstance(value, list) else value or "-"


def commit(
    examined: Examined, owner: Province | Agency, *, by: User | None, source: str, now: dt.datetime
) -> ScoreCard:
    """Store what was examined. Raises CardRefused and StaleCard as save_card does; nothing of a refused file."""
    version = examined.version if by is not None else None
    return save_card(owner, examined.year, examined.whole, by=by, version=version, source=source, now=now)
