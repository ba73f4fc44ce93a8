"""The weak points of a card: what calls for a measure, by the bands of domain facts in docs/scores.md. Pure.

Indicators are weak by the bands of the plan: below the highest band, or the n lowest of each instrument. A question
of IIT or EIT is weak below the highest band (95 as the editions have it), an OIT item without points.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments.bands import Bands, band_of, wordings
from assessments.edition_data import EditionData, IndicatorData, QuestionData, bounds
from assessments.scoring import Card, Scheme, basis, computed, rounded, scheme_of
from thai.wording import alike, bare

FULL = Decimal(100)
# Two names of one question, a year apart.
NAME_LIKENESS = 0.85
_PART = re.compile(r"([a-z]*)(\d+)(?:\.(\d+))?")


@dataclass(frozen=True)
class WeakSpot:
    """One weak point of a card.

    code: that of assessments.scoring ("4", "i19", "o27"). indicator: the number it belongs to, 0 where the year's
    edition does not know the code. name: the edition's, "" where unknown. section: the OIT sub-indicator's name.
    score: 0–100, two places. wording: what the papers print. parts: (code, score) of sub-questions below the highest
    band.
    """

    code: str
    indicator: int
    instrument: str
    name: str
    score: Decimal
    wording: str
    section: str = ""
    parts: tuple[tuple[str, Decimal], ...] = ()

    @property
    def is_indicator(self) -> bool:
        """Say whether the whole indicator is the weak point."""
        return self.code.isdecimal()


def code_key(code: str) -> tuple[str, int, int]:
    """Return the key that sorts codes as people count: i2 before i10, 9.2 before 9.10."""
    match = _PART.fullmatch(code)
    return (match[1], int(match[2]), int(match[3] or 0)) if match else (code, 0, 0)


def weak_spots(edition: EditionData, card: Card, bands: Bands) -> tuple[WeakSpot, ...]:
    """Return the weak points of a card of that edition's year, worst first.

    A full score is never weak, not even among the n lowest of an instrument that has nothing but full scores.
    """
    scheme = scheme_of(edition).with_codes((*card.figures, *card.percents))
    scores = _scores(scheme, card)
    spots = [*_indicators(edition, scores, bands), *_questions(edition, scheme, scores, bands)]
    return tuple(sorted(spots, key=lambda spot: (spot.score, spot.indicator or 99, code_key(spot.code))))


def _scores(scheme: Scheme, card: Card) -> dict[str, Decimal]:
    """Return code → what it counts for, of all that is known: as printed, else from its parts."""
    codes = {*card.figures, *computed(scheme, card)}
    found = {code: basis(code, scheme, card) for code in codes}
    return {code: rounded(score) for code, score in found.items() if score is not None}


def _indicators(edition: EditionData, scores: Mapping[str, Decimal], bands: Bands) -> list[WeakSpot]:
    known = {one.number: (instrument.code, one) for instrument, one in edition.indicators()}
    mine = {number: scores[str(number)] for number in known if str(number) in scores}
    advice = wordings(mine, {number: known[number][0] for number in mine}, bands)
    best = bands.rows[-1].wording
    return [
        WeakSpot(str(number), number, known[number][0], known[number][1].name, score, advice[number])
        for number, score in mine.items()
        if advice[number] != best and score < FULL
    ]


def _questions(edition: EditionData, scheme: Scheme, scores: Mapping[str, Decimal], bands: Bands) -> list[WeakSpot]:
    spots, enough = [], bands.rows[-1].at_least
    for code, score in scores.items():
        letter, dot = code[0], "." in code
        if dot or letter not in "ieo" or code in scheme.weights or not (match := _PART.fullmatch(code)) or not match[1]:
            continue
        if score == 0 if letter == "o" else score < enough:
            instrument, indicator, question = home_of(edition, code)
            sections = dict(indicator.sub_indicators) if indicator else {}
            spots.append(WeakSpot(
                code, indicator.number if indicator else 0, instrument, question.text if question else "", score,
                band_of(score, bands).wording, sections.get(question.sub_indicator, "") if question else "",
                _parts(code, scores, enough),
            ))  # fmt: skip
    return spots


def _parts(code: str, scores: Mapping[str, Decimal], enough: Decimal) -> tuple[tuple[str, Decimal], ...]:
    """Return the sub-questions of a question that are weak by themselves."""
    mine = [(one, score) for one, score in scores.items() if one.startswith(f"{code}.") and score < enough]
    return tuple(sorted(mine, key=lambda pair: code_key(pair[0])))


def home_of(edition: EditionData, code: str) -> tuple[str, IndicatorData | None, QuestionData | None]:
    """Return instrument, indicator and question of a code: by the list of questions, else by the range."""
    for instrument, indicator in edition.indicators():
        for question in indicator.questions:
            if question.code == code:
                return instrument.code, indicator, question
    for instrument, indicator in edition.indicators():
        if indicator.question_range:
            letter, first, last = bounds(indicator.question_range)
            if code[0] == letter and first <= int(code[1:]) <= last:
                return instrument.code, indicator, None
    letters = {"i": "IIT", "e": "EIT", "o": "OIT"}
    return letters[code[0]], None, None


def name_of(edition: EditionData, code: str) -> str:
    """Return the edition's name of an indicator, question or item, "" where it has none."""
    if code.isdecimal():
        return next((one.name for _instrument, one in edition.indicators() if str(one.number) == code), "")
    question = home_of(edition, code)[2] if _PART.fullmatch(code) else None
    return question.text if question else ""


def same_point(code: str, then: EditionData, now: EditionData) -> str | None:
    """Return the code that a question, item or indicator of one year has in another, by its name.

    Items are renumbered, names stay: o24 of one year may be o22 of the next. Where either year's edition does not
    name it, the same code is taken; None where the other year names something else under every code.
    """
    name = name_of(then, code)
    if code.isdecimal() or not name:
        return code
    _instrument, then_indicator, then_question = home_of(then, code)
    number = then_indicator.number if then_indicator else 0
    section = _section(then_indicator, then_question)
    named = [
        (question, _section(one, question) == section)
        for _instrument, one in now.indicators()
        if one.number == number
        for question in one.questions
        if question.text
    ]
    found = _by_name(name, named)
    if found:
        return found
    return code if not name_of(now, code) else None


def _by_name(name: str, named: list[tuple[QuestionData, bool]]) -> str:
    """Return the code of the question of that name, "" where none or several fit.

    named: every question of the indicator, and whether it stands in the same part of OIT: "รายงานผลประจำปี" stands
    in several, and there a shorter name of one thing is still that thing.
    """
    exact = sorted((not near, q.code) for q, near in named if bare(q.text) == bare(name))
    if exact:
        return exact[0][1]
    likeness, best = max(((alike(q.text, name), q.code) for q, _near in named), default=(0.0, ""))
    if likeness >= NAME_LIKENESS:
        return best
    inside = [q.code for q, near in named if near and (bare(q.text) in bare(name) or bare(name) in bare(q.text))]
    return inside[0] if len(inside) == 1 else ""


def _section(indicator: IndicatorData | None, question: QuestionData | None) -> str:
    return dict(indicator.sub_indicators).get(question.sub_indicator, "") if indicator and question else ""
