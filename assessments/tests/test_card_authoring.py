"""A card is written through one door: rule, version, rows, what follows, history; two writers never mix."""

from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.authoring import CardRefused, StaleCard, follow, save_card
from assessments.base_data import fixture, read_json
from assessments.cards.shapes import differences, merged
from assessments.editions import load_edition
from assessments.models import CardChange, CardFigure, IndicatorScore, ScoreCard
from assessments.scoring import OVERALL, Card
from assessments.selectors import card_of
from assessments.tests.score_papers import OF_2567, full_card
from assessments.tests.test_scoring import edition

SIMPLE = Card({str(n): Decimal(str(score)) for n, score in enumerate(OF_2567, start=1)} | {OVERALL: Decimal("92.84")})


@pytest.fixture
def editions(db):
    for year in (2566, 2567):
        load_edition(read_json(fixture("editions", f"{year}.json")))


@pytest.fixture
def save(editions, agency, staff):
    def save(card: Card, *, owner=agency, year=2567, by=staff, version=None):
        return save_card(owner, year, card, by=by, version=version, source="ทดสอบ", now=timezone.now())

    return save


def test_card_comes_back_as_it_was_written(save):
    card = full_card(edition(2566))
    row = save(card, year=2566)
    assert card_of(ScoreCard.objects.get(pk=row.pk)) == card
    assert (row.scores.count(), row.figures.count()) == (10, len(card.figures) - 11)


def test_second_save_leaves_rows_that_did_not_change(save):
    card = full_card(edition(2566))
    row = save(card, year=2566)
    kept = set(CardFigure.objects.exclude(code__in=("i1", "o1", "o2")).values_list("pk", flat=True))
    figures = {code: score for code, score in card.figures.items() if code != "o2"}
    shares = {code: four for code, four in card.percents.items() if code != "i2"}
    changed = Card(figures | {"o1": Decimal(50), "9.9": Decimal(1)}, shares, "B")

    save(changed, year=2566)

    assert card_of(ScoreCard.objects.get(pk=row.pk)) == changed
    assert kept <= set(CardFigure.objects.values_list("pk", flat=True))
    assert sorted(CardChange.objects.latest("pk").changes) == ["9.9", "i2%", "level", "o1", "o2"]


def test_what_follows_is_written_with_the_card(save):
    row = save(SIMPLE)
    assert (str(row.computed_overall), row.level_hint, row.findings_count) == ("92.84", "ผ่าน", 0)
    row = save(Card({**SIMPLE.figures, "4": Decimal("85.29")}, level="ผ่าน"))
    assert (str(row.computed_overall), row.level_hint, row.findings_count) == ("94.04", "ผ่าน", 1)
    row = save(Card())
    assert (row.printed_overall, row.computed_overall, row.level_hint, row.findings_count) == (None, None, "", 0)


def test_follow_repairs_what_another_writer_left(save):
    row = save(SIMPLE)
    IndicatorScore.objects.filter(card=row, number=10).delete()
    follow(row)
    assert (row.computed_overall, row.level_hint) == (None, "ผ่าน")


def test_card_that_stands_already_changes_nothing(save):
    save(SIMPLE)
    row = save(SIMPLE, version=0)
    assert (row.version, CardChange.objects.count()) == (1, 1)


def test_stale_writer_is_told_both_cards_and_nothing_is_written(save):
    save(SIMPLE)
    other = Card({**SIMPLE.figures, "1": Decimal(1)})
    with pytest.raises(StaleCard) as refusal:
        save(other, version=0)
    assert (refusal.value.current, refusal.value.typed, refusal.value.version) == (SIMPLE, other, 1)
    assert card_of(ScoreCard.objects.get()) == SIMPLE


def test_without_the_version_the_first_writer_would_lose(save):
    """The control of the test above."""
    save(SIMPLE)
    save(Card({"1": Decimal(1)}), version=None)
    assert card_of(ScoreCard.objects.get()).figures == {"1": 1}


def test_role_decides_and_a_refusal_writes_nothing(
    save, head, reviewer, viewer, admin, make_user, make_agency, province
):
    stranger = make_user("staff", make_agency())
    for user in (viewer, admin, stranger):
        with pytest.raises(CardRefused):
            save(SIMPLE, by=user)
    assert not ScoreCard.objects.exists()
    for score, user in enumerate((head, reviewer, None)):
        save(Card({"1": Decimal(score)}), by=user)
    assert [change.by for change in CardChange.objects.order_by("pk")] == [head, reviewer, None]
    with pytest.raises(CardRefused):
        save(SIMPLE, owner=province, by=head)
    assert save(SIMPLE, owner=province, by=reviewer).agency is None


def test_year_without_an_edition_is_refused(save):
    with pytest.raises(CardRefused, match="2599"):
        save(SIMPLE, year=2599)
    assert not ScoreCard.objects.exists()


FIGURES = st.dictionaries(
    st.sampled_from(["overall", "IIT", "1", "9", "9.1", "i1", "i1.1", "o1"]),
    st.decimals(min_value=0, max_value=100, places=2), max_size=5,
)  # fmt: skip


@given(FIGURES, FIGURES)
@settings(max_examples=50)
def test_merged_card_differs_from_the_old_one_only_where_the_new_one_speaks(old, new):
    before, after = Card(old), merged(Card(old), Card(new))
    assert set(differences(before, after)) == {code for code, score in new.items() if old.get(code) != score}
    assert differences(after, merged(after, Card(new))) == {}
