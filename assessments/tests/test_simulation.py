"""What the register would be worth if it were filed today: the real arithmetic over its items."""

from decimal import Decimal

from assessments.base_data import fixture, read_json
from assessments.edition_data import parse_edition
from assessments.items import items_in
from assessments.scoring import Card, Scheme, scheme_of
from assessments.simulation import Simulated, last_figures, simulate


def edition(year):
    return parse_edition(read_json(fixture("editions", f"{year}.json")))


def earned(year, *missing):
    return {one.code: one.code not in missing for one in items_in(edition(year))}


def figures(year, missing=(), last=()):
    found = simulate(scheme_of(edition(year)), earned(year, *missing), dict(last))
    return {code: str(one.now) for code, one in found.items()}


def test_two_missing_items_of_2563_lead_to_the_official_figures():
    """docs/scores.md: o27 = 0 and o30 = 0, all else 100 → 9.4 = 75, 9.5 = 80, 9 = 91.00, OIT 95.50."""
    assert figures(2563, ["o27", "o30"]) == {
        "OIT": "95.50", "9": "91.00", "10": "100.00",
        "9.1": "100.00", "9.2": "100.00", "9.3": "100.00", "9.4": "75.00", "9.5": "80.00",
        "10.1": "100.00", "10.2": "100.00",
    }  # fmt: skip


def test_indicator_is_the_mean_of_its_parts_and_not_of_its_items():
    assert figures(2566, ["o19"])["9"] == "95.00"
    assert figures(2566, ["o1"])["9"] == "98.00"


def test_everything_and_nothing():
    assert set(figures(2566).values()) == {"100.00"}
    assert set(figures(2566, [one.code for one in items_in(edition(2566))]).values()) == {"0.00"}


def test_figures_are_rounded_once_at_the_end():
    # 9.1 has 10 items and 9.2 has 8: (90 + 87.5 + 3 × 100) / 5 = 95.5; with 10.1: (100 − 12.5 + 100) / 2 = 93.75
    assert [figures(2566, ["o1", "o11", "o31"])[code] for code in ("9", "10", "OIT")] == ["95.50", "93.75", "94.63"]


def test_change_is_told_against_last_years_card():
    found = simulate(scheme_of(edition(2563)), earned(2563, "o27", "o30"), {"9": Decimal("93.50")})

    assert found["9"] == Simulated("9", Decimal("91.00"), Decimal("93.50"))
    assert (found["9"].change, found["9"].distance, found["9"].tone) == (Decimal("-2.50"), Decimal("2.50"), "bad")
    assert (found["10"].change, str(found["10"].distance), found["10"].tone) == (None, "0", "mute")


def test_figure_is_unknown_where_the_edition_does_not_know_a_part():
    scheme = Scheme({"OIT": ("9",), "9": ("9.1", "9.6"), "9.1": ("o1",)}, {"OIT": Decimal(100)})

    assert {code: one.now for code, one in simulate(scheme, {"o1": True}, {}).items()} == {
        "OIT": None, "9": None, "9.1": Decimal("100.00"), "9.6": None,
    }  # fmt: skip


def test_edition_without_items_leads_to_no_figures():
    assert simulate(scheme_of(edition(2569)), {}, {}) == {
        code: Simulated(code, None) for code in ("OIT", "9", "10")
    }  # fmt: skip


def test_last_figures_are_those_printed_or_what_their_parts_make():
    card = Card({"9": Decimal("91.00"), "10.1": Decimal("87.5"), "10.2": Decimal(100)})

    assert last_figures(scheme_of(edition(2566)), card) == {
        "OIT": Decimal("92.38"), "9": Decimal("91.00"), "10": Decimal("93.75"),
        "10.1": Decimal("87.50"), "10.2": Decimal("100.00"),
    }  # fmt: skip
