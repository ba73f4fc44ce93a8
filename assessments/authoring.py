"""The one door through which a score card is written: rule, version, rows, what follows from them, history."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from assessments.cards.shapes import differences
from assessments.consistency import findings
from assessments.levels import level_hint
from assessments.models import CardChange, CardFigure, IndicatorScore, ScoreCard
from assessments.scoring import OVERALL, Card, rounded, value
from assessments.selectors import EditionMissingError, card_of, edition_for, scheme_for

SHARES = ("least", "little", "much", "most")
LONGEST_SOURCE = 200
# What a person should look at; a part that is not known is no fault.
_COUNTED = ("mismatch", "level")


class CardRefused(Exception):
    """A card was not written; the message says why. `conflict`: what stands has moved on (409)."""

    conflict = False


class StaleCard(CardRefused):
    """Somebody saved the card in between. `current` is what stands now, `typed` what was to be saved."""

    conflict = True

    def __init__(self, current: Card, typed: Card, version: int) -> None:
        super().__init__(_("มีผู้อื่นบันทึกคะแนนปีนี้ไปก่อนแล้ว ตัวเลขที่พิมพ์ยังอยู่ โปรดเทียบกับค่าที่บันทึกไว้แล้วบันทึกอีกครั้ง"))
        self.current, self.typed, self.version = current, typed, version


@transaction.atomic
def save_card(
    owner: Province | Agency,
    year: int,
    card: Card,
    *,
    by: User | None,
    version: int | None,
    source: str,
    now: dt.datetime,
) -> ScoreCard:
    """Make the owner's card of that year (B.E.) be exactly `card`, and return its row.

    by: the person, None the command line. version: of the row that the person saw (0 where there was none), None to
    write over whatever stands. source: where the figures come from, in a few words. A card that says what stands
    already changes nothing. Raises StaleCard where somebody saved in between, CardRefused where the role does not
    allow it or the year has no edition.
    """
    if by is not None and not (verdict := may(by, Action.SCORE_EDIT, owner)):
        raise CardRefused(verdict.reason)
    try:
        edition_for(year)
    except EditionMissingError as missing:
        raise CardRefused(str(missing)) from missing
    return write_card(owner, year, card, by=by, version=version, source=source, now=now)


@transaction.atomic
def write_card(
    owner: Province | Agency,
    year: int,
    card: Card,
    *,
    by: User | None,
    source: str,
    now: dt.datetime,
    version: int | None = None,
) -> ScoreCard:
    """The same without asking the rule: for papers of a plan, which have one of their own."""
    row = _locked(owner, year)
    before = card_of(row)
    changes = differences(before, card)
    if not changes:
        return row
    if version is not None and version != row.version:
        raise StaleCard(before, card, row.version)
    _write_indicators(row, {int(code): score for code, score in card.figures.items() if code.isdecimal()})
    _write_figures(row, card)
    row.printed_overall, row.printed_level = card.figures.get(OVERALL), card.level
    row.version, row.updated_at = row.version + 1, now
    follow(row, card)
    CardChange.objects.create(card=row, by=by, at=now, source=source[:LONGEST_SOURCE], changes=changes)
    return row


def follow(row: ScoreCard, card: Card | None = None) -> None:
    """Work out again what follows from a card's figures, and save the row: nothing for a year without an edition."""
    card = card_of(row) if card is None else card
    row.computed_overall, row.level_hint, row.findings_count = None, "", 0
    try:
        scheme, rules = scheme_for(row.fiscal_year)
    except EditionMissingError:
        row.save()
        return
    scheme = scheme.with_codes([*card.figures, *card.percents])
    overall = value(OVERALL, scheme, card)
    hint = level_hint(rules, scheme, card)
    row.computed_overall = None if overall is None else rounded(overall)
    row.level_hint = hint.name if hint else ""
    row.findings_count = sum(one.kind in _COUNTED for one in findings(scheme, card, rules))
    row.save()


def _locked(owner: Province | Agency, year: int) -> ScoreCard:
    """The owner's row, locked; a new one where there is none."""
    agency = owner if isinstance(owner, Agency) else None
    province = owner.province if isinstance(owner, Agency) else owner
    rows = ScoreCard.objects.select_for_update()
    row, _is_new = rows.get_or_create(province=province, agency=agency, fiscal_year=year)
    return row


def _write_indicators(row: ScoreCard, wanted: Mapping[int, Decimal]) -> None:
    rows = {one.number: one for one in row.scores.all()}
    row.scores.exclude(number__in=wanted).delete()
    changed = [one for number, one in rows.items() if number in wanted and one.score != wanted[number]]
    for one in changed:
        one.score = wanted[one.number]
    IndicatorScore.objects.bulk_update(changed, ["score"])
    fresh = sorted(wanted.keys() - rows.keys())
    IndicatorScore.objects.bulk_create(IndicatorScore(card=row, number=n, score=wanted[n]) for n in fresh)


def _write_figures(row: ScoreCard, card: Card) -> None:
    wanted: dict[str, dict[str, Any]] = {}
    for code, score in card.figures.items():
        if code != OVERALL and not code.isdecimal():
            wanted[code] = {"score": score}
    for code, shares in card.percents.items():
        wanted.setdefault(code, {"score": None}).update(zip(SHARES, shares, strict=True))
    rows = {one.code: one for one in row.figures.all()}
    row.figures.exclude(code__in=wanted).delete()
    changed = []
    for code, one in rows.items():
        values = dict.fromkeys(("score", *SHARES)) | wanted.get(code, {})
        if code in wanted and any(getattr(one, name) != new for name, new in values.items()):
            for name, new in values.items():
                setattr(one, name, new)
            changed.append(one)
    CardFigure.objects.bulk_update(changed, ["score", *SHARES])
    fresh = [code for code in wanted if code not in rows]
    CardFigure.objects.bulk_create(CardFigure(card=row, code=code, **wanted[code]) for code in fresh)
