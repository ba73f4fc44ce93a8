"""The scores of a body in one year as papers tell them: plain data, and what fetches it.

Everything is as printed on the card; what is not printed follows from its parts. None is what nobody knows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from agencies.models import Agency, Province
from assessments.bands import Bands, band_of, parse_bands
from assessments.cards.tree import kind_of
from assessments.edition_data import EditionData, IndicatorData
from assessments.editions import read_instruments
from assessments.models import Disclosure, Edition, ScoreCard
from assessments.scoring import OVERALL, Card, Percents, Scheme, basis, rounded, scheme_of
from assessments.selectors import card_of
from assessments.weakness import code_key, home_of, weak_spots
from assessments.yearly import same_indicator
from measures.selectors.weak import plan_bands
from reports.plan_facts import plan_of


@dataclass(frozen=True)
class PartScore:
    """A sub-question: its code ("e1.2"), score and four answer shares in per cent (least to most), None unknown.

    advice: the wording of the band that its score lies in.
    """

    code: str
    score: Decimal | None = None
    shares: Percents | None = None
    advice: str = ""

    @property
    def number(self) -> str:
        """Which of its question it is: "2"."""
        return self.code.partition(".")[2]


@dataclass(frozen=True)
class QuestionScore:
    """A question of IIT or EIT. indicator: 0 where unknown; advice: the band's wording; weak: below the highest band.

    shares: None where they are not known, or stand at the sub-questions (`parts`).
    """

    code: str
    name: str
    indicator: int
    instrument: str
    score: Decimal | None = None
    shares: Percents | None = None
    parts: tuple[PartScore, ...] = ()
    weak: bool = False
    advice: str = ""


@dataclass(frozen=True)
class ItemScore:
    """An OIT item: section is the sub-indicator's name, unit who answers for its data (of that year's register)."""

    code: str
    name: str
    indicator: int
    section: str = ""
    score: Decimal | None = None
    unit: str = ""
    advice: str = ""


@dataclass(frozen=True)
class SectionScore:
    """A sub-indicator of OIT: "9.1"."""

    code: str
    name: str
    score: Decimal | None = None


@dataclass(frozen=True)
class IndicatorScore:
    """An indicator. previous: its score of the year before, None also where the number named another indicator.

    advice: the wording of the plan's bands (else the edition's), "" without a score; weak: not in the highest band.
    """

    number: int
    name: str
    instrument: str
    score: Decimal | None = None
    previous: Decimal | None = None
    advice: str = ""
    weak: bool = False
    sections: tuple[SectionScore, ...] = ()

    @property
    def change(self) -> Decimal | None:
        """By how much the score rose since the year before (below zero: fell)."""
        return None if self.score is None or self.previous is None else self.score - self.previous


@dataclass(frozen=True)
class InstrumentScore:
    """An instrument with its weight in per cent."""

    code: str
    name: str
    weight: Decimal
    score: Decimal | None = None
    previous: Decimal | None = None


@dataclass(frozen=True)
class ScoreYear:
    """All that is known of a body's result of `fiscal_year`, for the papers of the year after it.

    owner: in words ("จังหวัดศรีนที"); level: as printed, else what the edition's rules lead to (`level_printed`
    False); marks: the scores at which the bands change (85, 95); previous: the year before, without one of its own.
    """

    owner: str
    fiscal_year: int
    has_card: bool = False
    overall: Decimal | None = None
    level: str = ""
    level_printed: bool = True
    instruments: tuple[InstrumentScore, ...] = ()
    indicators: tuple[IndicatorScore, ...] = ()
    questions: tuple[QuestionScore, ...] = ()
    items: tuple[ItemScore, ...] = ()
    marks: tuple[int, ...] = ()
    previous: "ScoreYear | None" = None

    @property
    def plan_year(self) -> int:
        """The year whose measures answer this result."""
        return self.fiscal_year + 1

    @property
    def weak_indicators(self) -> tuple[IndicatorScore, ...]:
        """The weak ones, in order."""
        return tuple(one for one in self.indicators if one.weak)

    @property
    def weak_questions(self) -> tuple[QuestionScore, ...]:
        """The questions below the highest band, in order."""
        return tuple(one for one in self.questions if one.weak)

    @property
    def lost_items(self) -> tuple[ItemScore, ...]:
        """The OIT items without points, in order."""
        return tuple(one for one in self.items if one.score == 0)

    @property
    def answered(self) -> tuple[QuestionScore, ...]:
        """The questions whose answers are known, here or at their sub-questions."""
        return tuple(one for one in self.questions if one.shares or any(part.shares for part in one.parts))

    @property
    def told(self) -> tuple[QuestionScore, ...]:
        """The questions of which anything is known: score or answers."""
        answered = self.answered
        return tuple(one for one in self.questions if one.score is not None or one in answered)

    @property
    def has_details(self) -> bool:
        """Whether any score below the instruments is known."""
        told: tuple[IndicatorScore | QuestionScore | ItemScore, ...] = (*self.indicators, *self.questions, *self.items)
        return any(one.score is not None for one in told)

    @property
    def lacking(self) -> tuple[int, ...]:
        """The numbers of the indicators without a score."""
        return tuple(one.number for one in self.indicators if one.score is None)

    @property
    def change(self) -> Decimal | None:
        """By how much the overall score rose since the year before."""
        before = self.previous.overall if self.previous else None
        return None if self.overall is None or before is None else self.overall - before


def score_year(owner: Agency | Province, fiscal_year: int) -> ScoreYear:
    """The owner's result of that year (B.E.), with the year before it: 20 queries at most, however much there is.

    The bands are those of the plan of the year after it (the agency's own, else its province's), else of its edition.
    """
    name, last = owner.printed_name, fiscal_year - 1
    before = score_facts(name, last, _edition(last), _card(owner, last))
    edition = _edition(fiscal_year)
    return score_facts(
        name, fiscal_year, edition, _card(owner, fiscal_year),
        bands=_bands(owner, fiscal_year + 1, edition), units=_units(owner, fiscal_year), before=before,
    )  # fmt: skip


@dataclass(frozen=True)
class PrintedCard:
    """A stored card: its figures, and the level that the rules lead to where none is printed."""

    card: Card
    hint: str = ""


def score_facts(
    owner: str,
    fiscal_year: int,
    edition: EditionData | None,
    printed: PrintedCard | None,
    *,
    bands: Bands | None = None,
    units: Mapping[str, str] | None = None,
    before: ScoreYear | None = None,
) -> ScoreYear:
    """Put a year's facts together. Pure. units: OIT item → who answers for its data; bands None: nothing is weak."""
    edition = edition or EditionData(fiscal_year, verified=False, source="", level_rules=(), bands={}, instruments=())
    card = printed.card if printed else Card()
    scheme = scheme_of(edition).with_codes((*card.figures, *card.percents))
    scores = _Scores(scheme, card, bands)
    advice = {spot.code: spot.wording for spot in weak_spots(edition, card, bands)} if bands else {}
    listed = {question.code for _part, indicator in edition.indicators() for question in indicator.questions}
    codes = sorted({*listed, *(code.partition(".")[0] for code in _asked(card))}, key=_order)
    return ScoreYear(
        owner=owner,
        fiscal_year=fiscal_year,
        has_card=printed is not None,
        overall=scores.of(OVERALL),
        level=(card.level or printed.hint) if printed else "",
        level_printed=bool(card.level),
        instruments=_instruments(edition, scores, before),
        indicators=(*_indicators(edition, scores, advice, bands, before), *_unknown(edition, card)),
        questions=tuple(_question(code, edition, scores, advice) for code in codes if code[0] != "o"),
        items=tuple(_item(code, edition, scores, advice, units or {}) for code in codes if code[0] == "o"),
        marks=tuple(int(row.at_least) for row in bands.rows if row.at_least > 0) if bands else (),
        previous=before,
    )


class _Scores:
    """What each code counts for: as printed, else what follows from its parts, rounded once."""

    def __init__(self, scheme: Scheme, card: Card, bands: Bands | None) -> None:
        self._scheme, self._card, self._bands = scheme, card, bands

    def of(self, code: str) -> Decimal | None:
        """The score of a code, None where nothing tells it."""
        printed = self._card.figures.get(code)
        exact = basis(code, self._scheme, self._card) if printed is None else printed
        return None if exact is None else rounded(exact)

    def shares(self, code: str) -> Percents | None:
        """The four shares of answers of a code."""
        return self._card.percents.get(code)

    def parts(self, code: str) -> tuple[PartScore, ...]:
        """The sub-questions of a question."""
        return tuple(
            PartScore(part, self.of(part), self.shares(part), self._advice(part))
            for part in self._scheme.parts.get(code, ())
        )

    def _advice(self, code: str) -> str:
        score = self.of(code)
        return band_of(score, self._bands).wording if score is not None and self._bands else ""


def _asked(card: Card) -> Iterable[str]:
    return (code for code in (*card.figures, *card.percents) if kind_of(code) in ("question", "item"))


def _order(code: str) -> tuple[int, tuple[str, int, int]]:
    return "ieo".index(code[0]), code_key(code)


def _instruments(edition: EditionData, scores: _Scores, before: ScoreYear | None) -> tuple[InstrumentScore, ...]:
    then = {one.code: one.score for one in before.instruments} if before else {}
    return tuple(
        InstrumentScore(one.code, one.name, one.weight, scores.of(one.code), then.get(one.code))
        for one in edition.instruments
    )


def _indicators(
    edition: EditionData, scores: _Scores, advice: Mapping[str, str], bands: Bands | None, before: ScoreYear | None
) -> tuple[IndicatorScore, ...]:
    then = {one.number: one for one in before.indicators} if before else {}
    best = bands.rows[-1].wording if bands else ""
    found = []
    for instrument, one in edition.indicators():
        code, last = str(one.number), then.get(one.number)
        score = scores.of(code)
        same = last is not None and same_indicator(IndicatorData(last.number, last.name), one)
        words = advice.get(code, best) if score is not None else ""
        sections = tuple(SectionScore(part, name, scores.of(part)) for part, name in one.sub_indicators)
        previous = last.score if last and same else None
        found.append(
            IndicatorScore(one.number, one.name, instrument.code, score, previous, words, code in advice, sections)
        )
    return tuple(found)


def _unknown(edition: EditionData, card: Card) -> Iterable[IndicatorScore]:
    """The scores of numbers that the year's edition does not list: without names, in order."""
    listed = {one.number for _instrument, one in edition.indicators()}
    numbers = sorted(int(code) for code in card.figures if code.isdecimal() and int(code) not in listed)
    return (IndicatorScore(number, "", "", card.figures[str(number)]) for number in numbers)


def _question(code: str, edition: EditionData, scores: _Scores, advice: Mapping[str, str]) -> QuestionScore:
    instrument, indicator, question = home_of(edition, code)
    return QuestionScore(
        code, question.text if question else "", indicator.number if indicator else 0, instrument,
        scores.of(code), scores.shares(code), scores.parts(code), code in advice, advice.get(code, ""),
    )  # fmt: skip


def _item(
    code: str, edition: EditionData, scores: _Scores, advice: Mapping[str, str], units: Mapping[str, str]
) -> ItemScore:
    _instrument, indicator, item = home_of(edition, code)
    sections = dict(indicator.sub_indicators) if indicator else {}
    section = sections.get(item.sub_indicator, "") if item else ""
    name, number = (item.text if item else ""), (indicator.number if indicator else 0)
    return ItemScore(code, name, number, section, scores.of(code), units.get(code, ""), advice.get(code, ""))


def _edition(fiscal_year: int) -> EditionData | None:
    found = Edition.objects.filter(fiscal_year=fiscal_year).first()
    return read_instruments(found) if found else None


def _bands(owner: Agency | Province, plan_year: int, edition: EditionData | None) -> Bands | None:
    plan = plan_of(owner, plan_year)
    bands = plan_bands(plan) if plan else None
    return bands or (parse_bands(edition.bands) if edition and edition.bands else None)


def _card(owner: Agency | Province, fiscal_year: int) -> PrintedCard | None:
    found = ScoreCard.objects.of(owner, fiscal_year).prefetch_related("scores", "figures").first()
    return PrintedCard(card_of(found), found.level_hint) if found else None


def _units(owner: Agency | Province, fiscal_year: int) -> dict[str, str]:
    """OIT item → who answers for its data; a province has no register of its own."""
    if isinstance(owner, Province):
        return {}
    rows = Disclosure.objects.of(owner, fiscal_year).exclude(unit="")
    return dict(rows.values_list("item", "unit"))
