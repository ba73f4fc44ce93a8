"""Cards that do not add up are found, the true digit is offered, and sound cards are left in peace."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.consistency import findings
from assessments.levels import parse_rules
from assessments.scoring import OVERALL, Card, Scheme, computed, distribution_score, rounded, scheme_of
from assessments.sums import TOLERANCE, failing
from assessments.tests.test_scoring import YEARS, card, edition

SCHEME_2568 = scheme_of(edition(2568))
FULL_2565 = scheme_of(edition(2565))
SCORES = st.decimals(min_value=20, max_value=100, places=2)


def whole_card(scheme: Scheme, leaves: dict[str, Decimal]) -> Card:
    """Return the card that the commission would print: every figure rounded once from exact parts."""
    exact = computed(scheme, Card(leaves))
    return Card({code: rounded(value) for code, value in {**leaves, **exact}.items()})


@st.composite
def indicator_cards(draw) -> Card:
    return whole_card(SCHEME_2568, {code: draw(SCORES) for code in SCHEME_2568.indicators})


@st.composite
def full_cards(draw) -> Card:
    """A card of all questions and items: scores of the questions at random, an item is 0 or 100."""
    shares = {}
    leaves: dict[str, Decimal] = {}
    for code in sorted({part for parts in FULL_2565.parts.values() for part in parts} - set(FULL_2565.parts)):
        if code.startswith("o"):
            leaves[code] = Decimal(draw(st.sampled_from((0, 100, 100, 100))))
        else:
            cuts = sorted(draw(st.tuples(*[st.integers(0, 10_000)] * 3)))
            parts = [b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
            shares[code] = tuple(Decimal(part) / 100 for part in parts)
            leaves[code] = rounded(distribution_score(shares[code], FULL_2565.sign(code)))
    printed = whole_card(FULL_2565, leaves)
    return Card(printed.figures, shares)


@given(indicator_cards())
@settings(max_examples=60)
def test_consistent_card_of_indicators_has_no_finding(sound):
    assert findings(SCHEME_2568, sound) == []


@given(full_cards())
@settings(max_examples=8, deadline=None)
def test_consistent_full_card_has_no_finding(sound):
    assert findings(FULL_2565, sound) == []


@given(indicator_cards(), st.data())
@settings(max_examples=60)
def test_one_changed_digit_is_found_and_the_true_one_is_among_the_repairs(sound, data):
    of = data.draw(st.sampled_from(sorted(sound.figures)))
    text = f"{sound.figures[of]:.2f}"
    place = data.draw(st.sampled_from([n for n, digit in enumerate(text) if digit != "."]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    misread = text[:place] + digit + text[place + 1 :]
    assume(Decimal(misread) <= 100 and (misread[0] != "0" or misread[1] == "."))
    # What moves every sum by less than the roundings of its parts no reader can see: 0.01 a side.
    moved = abs(Decimal(misread) - sound.figures[of])
    share = Decimal(1) if of in (OVERALL, *SCHEME_2568.instruments) else Decimal("0.2")
    assume(moved * share > 2 * TOLERANCE)

    found = findings(SCHEME_2568, Card({**sound.figures, of: Decimal(misread)}))

    assert found[0].kind == "mismatch"
    repair = next(one for one in found if one.kind == "repair")
    assert (of, misread, text) in [(one.of, one.before, one.after) for one in repair.repairs]


@given(full_cards(), st.data())
@settings(max_examples=8, deadline=None)
def test_one_changed_digit_of_a_full_card_is_found_with_the_true_one(sound, data):
    of = data.draw(st.sampled_from([code for code in sorted(sound.figures) if code[0] in "ie"]))
    text = f"{sound.figures[of]:.2f}"
    tens = text.index(".") - 2
    assume(tens >= 0)
    misread = text[:tens] + ("4" if text[tens] != "4" else "7") + text[tens + 1 :]
    assume(Decimal(misread) <= 100)

    found = findings(FULL_2565, Card({**sound.figures, of: Decimal(misread)}, sound.percents))

    repair = next(one for one in found if one.kind == "repair")
    assert (of, misread, text) in [(one.of, one.before, one.after) for one in repair.repairs]


@given(indicator_cards(), st.sampled_from(SCHEME_2568.indicators))
@settings(max_examples=40)
def test_missing_indicator_is_not_proven_and_its_interval_holds_the_true_figure(sound, missing):
    figures = {code: score for code, score in sound.figures.items() if code in (OVERALL, *SCHEME_2568.indicators)}
    true = figures.pop(missing)

    found = findings(SCHEME_2568, Card(figures))

    assert [(one.kind, one.of, [m.of for m in one.missing]) for one in found] == [("cannot_prove", OVERALL, [missing])]
    low, high = found[0].missing[0].interval
    assert low <= true <= high
    assert high - low < Decimal(1)


def test_real_figures_of_two_years_are_consistent():
    rules = parse_rules(edition(2568).level_rules)
    printed = [(YEARS[0], "98.97"), (YEARS[1], "92.84")]

    found = [findings(SCHEME_2568, card(row[1], overall=overall), rules) for row, overall in printed]

    assert found == [[], []]


def test_misread_indicator_is_named_with_both_figures_and_the_look_alike_digit_first():
    misread = card("99.65 99.30 99.82 97.02 99.30 88.75 97.17 96.71 100 100", overall="98.97", EIT="97.54")

    found = findings(SCHEME_2568, misread)

    assert [(one.kind, one.of, one.printed, one.computed) for one in found] == [
        ("mismatch", "overall", "98.97", "97.97"),
        ("mismatch", "EIT", "97.54", "94.21"),
        ("repair", "6", "88.75", "98.75"),
    ]
    assert [(r.of, r.before, r.after, r.looks_alike) for r in found[2].repairs] == [("6", "88.75", "98.75", True)]


def test_share_of_answers_misread_is_found_against_a_hundred_and_against_the_score():
    shares = (Decimal("1.50"), Decimal("3.25"), Decimal("10.25"), Decimal("55.00"))

    found = findings(FULL_2565, Card({"i2": Decimal("83.04")}, {"i2": shares}))

    assert [(one.kind, one.of, one.printed, one.computed) for one in found] == [
        ("mismatch", "i2", "83.04", "62.94"),
        ("mismatch", "i2", "100", "70.00"),
        ("repair", "i2 มาก", "10.25", "40.25"),
    ]


def test_part_that_no_figure_could_fill_is_a_mismatch():
    impossible = card("99 99 99 99 99 99 99 99 99", overall="50.00")

    found = findings(SCHEME_2568, impossible)

    assert next((one.kind, one.of, one.printed, one.computed) for one in found) == ("mismatch", "overall", "50.00", "")


def test_printed_level_that_the_rules_do_not_lead_to_is_named_with_the_reason():
    printed = Card(card(YEARS[1][1], overall="92.84").figures, level="ผ่านดี")

    found = findings(SCHEME_2568, printed, parse_rules(edition(2567).level_rules))

    assert [(one.kind, one.of, one.printed, one.computed) for one in found] == [("level", "overall", "ผ่านดี", "ผ่าน")]


def test_sums_that_hold_are_not_reported_again_after_repair():
    misread = card("99.65 99.30 99.82 97.02 99.30 88.75 97.17 96.71 100 100", overall="98.97")
    best = findings(SCHEME_2568, misread)[-1].repairs[0]

    healed = Card({**misread.figures, best.of: Decimal(best.after)})

    assert failing(SCHEME_2568, healed) == []
