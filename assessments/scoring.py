"""The arithmetic of the scores (domain facts in docs/scores.md): pure, exact decimals, rounded once at the end.

Everything with a score has a code: "overall", "IIT", "1" (indicator), "9.1" (sub-indicator), "i1" (question),
"i1.1" (sub-question), "o1" (OIT item). A `Scheme` says which parts a code is made of in one year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the process that reads files needs the arithmetic without Django
    from assessments.edition_data import EditionData, IndicatorData

OVERALL = "overall"
CENT = Decimal("0.01")
# A four-point answer from น้อยที่สุดหรือไม่มีเลย to มากที่สุด; the other way round for a negative question.
WEIGHTS = (Decimal(0), Decimal(33), Decimal(67), Decimal(100))

Percents = tuple[Decimal, Decimal, Decimal, Decimal]


def rounded(value: Decimal) -> Decimal:
    """Return the value with two places, half up: the one rounding of a figure."""
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Scheme:
    """What a year's scores are made of.

    parts: code → codes of its parts, in order. weights: instrument → per cent of the whole. signs: question or
    sub-question → "+" or "-". instruments: codes of the instruments, whose means are taken exactly.
    """

    parts: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Decimal]
    signs: Mapping[str, str] = field(default_factory=dict)

    @property
    def instruments(self) -> tuple[str, ...]:
        """Return the codes of the instruments, in order."""
        return tuple(self.weights)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the codes of the indicators, in order."""
        return tuple(code for one in self.weights for code in self.parts.get(one, ()))

    def parents(self) -> dict[str, str]:
        """Return part → the code that it is a part of."""
        return {part: code for code, parts in self.parts.items() for part in parts}

    def sign(self, code: str) -> str:
        """Return "+" or "-": whether มากที่สุด is good or bad for that question or sub-question."""
        return self.signs.get(code) or self.signs.get(code.partition(".")[0], "+")

    def with_codes(self, codes: Iterable[str]) -> "Scheme":
        """Return the scheme with the parts that the codes themselves tell of: "9.6" is a part of "9", where a year's
        list of items is not known yet."""
        parts = dict(self.parts)
        known = {part for ones in parts.values() for part in ones}
        for code in codes:
            parent, dot, _ = code.partition(".")
            if dot and code not in known and (parent in known or parent in parts):
                parts[parent] = (*(p for p in parts.get(parent, ()) if p.startswith(f"{parent}.")), code)
                known.add(code)
        return Scheme(parts, self.weights, self.signs)


def scheme_of(edition: "EditionData") -> Scheme:
    """Return the scheme of an edition; where it has no question list the indicators are the last parts."""
    parts: dict[str, tuple[str, ...]] = {OVERALL: tuple(one.code for one in edition.instruments)}
    signs: dict[str, str] = {}
    for instrument, indicator in edition.indicators():
        parts.setdefault(instrument.code, ())
        parts[instrument.code] += (str(indicator.number),)
        parts |= _parts_of(indicator)
        for question in indicator.questions:
            subs = [f"{question.code}.{n}" for n in range(1, question.sub_questions + 1)]
            every = question.polarity if len(question.polarity) > 1 else question.polarity * len(subs)
            signs |= {question.code: every[0]} | dict(zip(subs, every, strict=True))
            if len(subs) > 1:
                parts[question.code] = tuple(subs)
    return Scheme(parts, {one.code: one.weight for one in edition.instruments}, signs)


def _parts_of(indicator: "IndicatorData") -> dict[str, tuple[str, ...]]:
    """Return the parts of an indicator and of its sub-indicators. 9 is the mean of 9.1–9.5, not of its items."""
    number = str(indicator.number)
    if not indicator.sub_indicators:
        codes = tuple(question.code for question in indicator.questions)
        return {number: codes} if codes else {}
    parts = {number: tuple(code for code, _ in indicator.sub_indicators)}
    for code, _ in indicator.sub_indicators:
        if items := tuple(q.code for q in indicator.questions if q.sub_indicator == code):
            parts[code] = items
    return parts


@dataclass(frozen=True)
class Card:
    """The printed figures of one body and year; any may be missing.

    figures: code → score (0–100). percents: code of a question or sub-question → its four answer shares.
    """

    figures: Mapping[str, Decimal] = field(default_factory=dict)
    percents: Mapping[str, Percents] = field(default_factory=dict)
    level: str = ""


def distribution_score(percents: Percents, sign: str = "+") -> Decimal:
    """Return the exact score (0–100) of four answer shares in per cent; sign "-" turns the weights round."""
    weights = WEIGHTS if sign == "+" else WEIGHTS[::-1]
    return sum((share * weight for share, weight in zip(percents, weights, strict=True)), Decimal(0)) / 100


def value(code: str, scheme: Scheme, card: Card) -> Decimal | None:
    """Return the exact value of a code from its parts or answer shares; None where a part is missing."""
    parts = scheme.parts.get(code, ())
    if not parts:
        shares = card.percents.get(code)
        return None if shares is None else distribution_score(shares, scheme.sign(code))
    values = [basis(part, scheme, card) for part in parts]
    if any(one is None for one in values):
        return None
    known = [one for one in values if one is not None]
    if code == OVERALL:
        return sum((one * scheme.weights[part] for part, one in zip(parts, known, strict=True)), Decimal(0)) / 100
    return sum(known, Decimal(0)) / len(known)


def basis(code: str, scheme: Scheme, card: Card) -> Decimal | None:
    """Return what a code counts for in the sum above it: as printed, else from its own parts.

    An instrument counts with its exact mean where its indicators are known: rounding happens once.
    """
    if code in scheme.weights:
        exact = value(code, scheme, card)
        return card.figures.get(code) if exact is None else exact
    printed = card.figures.get(code)
    return value(code, scheme, card) if printed is None else printed


def computed(scheme: Scheme, card: Card) -> dict[str, Decimal]:
    """Return code → exact value of everything that follows from what is known below it."""
    codes = [*scheme.parts, *(code for code in card.percents if code not in scheme.parts)]
    values = {code: value(code, scheme, card) for code in codes}
    return {code: exact for code, exact in values.items() if exact is not None}
