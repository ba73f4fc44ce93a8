"""What is fetched for a paper, with a number of queries that does not grow."""

from decimal import Decimal

import pytest

from assessments.models import Edition, Indicator, IndicatorScore, Instrument, ScoreCard
from evidence.models import Link
from measures import improving
from measures.models import Narrative, Result, ResultLink, Submission
from reports import facts
from reports.document import Link as TypedLink
from reports.selectors import (
    Gaps,
    NothingToPrint,
    Subject,
    agency_gaps,
    agency_round,
    find_subject,
    province_gaps,
    province_round,
    subject_of,
)

BANDS = {"rows": [{"at_least": "0", "wording": "เร่งด่วน"}, {"at_least": "85", "wording": "พัฒนา"}], "lowest": None}


@pytest.fixture
def edition(db):
    """Return the year's edition with indicators 1 and 9."""
    made = Edition.objects.create(fiscal_year=2570, bands=BANDS)
    for number, code, name, codes in ((1, "IIT", "การปฏิบัติหน้าที่", "i1-i6"), (9, "OIT", "การเปิดเผยข้อมูล", "")):
        instrument = Instrument.objects.create(edition=made, code=code, name=code, weight=50)
        Indicator.objects.create(edition=made, instrument=instrument, number=number, name=name, question_range=codes)
    return made


DUTY = facts.Indicator("IIT", 1, "การปฏิบัติหน้าที่", "i1-i6")
OPEN = facts.Indicator("OIT", 9, "การเปิดเผยข้อมูล")


def test_agency_round_has_every_measure_with_its_answer_and_links(edition, submission):
    first, second, _third = Result.objects.filter(submission=submission).order_by("measure__order")
    Result.objects.filter(pk=first.pk).update(answer="done", text="ทำแล้ว")
    for order, typed in enumerate(("https://b.example/2 ", "ดูที่ห้องทำงาน")):
        link = Link.objects.typed(submission.agency_id, typed)
        ResultLink.objects.create(result=first, link=link, order=order)
    Result.objects.filter(pk=second.pk).update(answer="not_applicable", reason="ไม่มีบริการ")

    found = agency_round(submission)

    responsible = "ทุกส่วนราชการ"
    assert (found.fiscal_year, found.province, found.agency, found.draft) == (2570, "ทดสอบบุรี", "หน่วยงานทดสอบ", True)
    assert [measure for measure, _reported in found.entries] == [
        facts.Measure(DUTY, "1", "มาตรการที่ 1.1 ของปี 2570", responsible),
        facts.Measure(DUTY, "2", "มาตรการที่ 1.2 ของปี 2570", responsible),
        facts.Measure(OPEN, "1", "มาตรการที่ 9.1 ของปี 2570", responsible),
    ]
    links = (TypedLink("https://b.example/2 ", "https://b.example/2"), TypedLink("ดูที่ห้องทำงาน", "ดูที่ห้องทำงาน"))
    assert [reported for _measure, reported in found.entries] == [
        facts.Reported("done", "ดำเนินการแล้ว", "ทำแล้ว", "", links),
        facts.Reported("not_applicable", "ไม่เกี่ยวข้อง", "", "ไม่มีบริการ"),
        facts.Reported("", "ยังไม่ตอบ"),
    ]


def test_province_round_has_narratives_scores_and_advice(edition, sent):
    card = ScoreCard.objects.create(province=sent.agency.province, fiscal_year=2569)
    IndicatorScore.objects.create(card=card, number=9, score=Decimal("84.99"))
    told = Narrative.objects.create(round=sent.round, text="สรุปของจังหวัด")
    told.covers.set(sent.round.measures.filter(indicator=1))
    Narrative.objects.create(round=sent.round, text="").covers.set(sent.round.measures.filter(indicator=9))

    found = province_round(sent.round, level=5)

    assert (found.round_name, found.level, found.draft) == ("รอบ 6 เดือน", 5, True)
    assert [(measure.indicator.number, measure.label) for measure in found.measures] == [(1, "1"), (1, "2"), (9, "1")]
    assert found.narratives == (("สรุปของจังหวัด", frozenset({0, 1})),)
    assert found.scores == ((9, facts.LastScore(2569, Decimal("84.99"), "เร่งด่วน")),)


def test_province_round_prints_the_plans_own_bands(edition, sent):
    card = ScoreCard.objects.create(province=sent.agency.province, fiscal_year=2569)
    IndicatorScore.objects.create(card=card, number=9, score=Decimal("84.99"))
    own = {"rows": [{"at_least": "0", "wording": "ถ้อยคำของแผน"}], "lowest": None}
    improving.save_bands(sent.round.plan, own, by=None, version=0)

    found = province_round(type(sent.round).objects.get(pk=sent.round.pk))

    assert found.scores == ((9, facts.LastScore(2569, Decimal("84.99"), "ถ้อยคำของแผน")),)


def test_year_without_an_edition_prints_the_number_alone(submission):
    assert agency_round(submission).entries[0][0].indicator == facts.Indicator("", 1, "")


def test_approved_submission_is_no_draft(sent):
    Submission.objects.filter(pk=sent.pk).update(state="A")

    assert agency_round(Submission.objects.with_context().get(pk=sent.pk)).draft is False


def test_gaps_name_what_would_print_blank(submission):
    Result.objects.filter(submission=submission, measure__indicator=1).update(answer="done")
    told = Narrative.objects.create(round=submission.round, text="สรุป")
    told.covers.set(submission.round.measures.filter(indicator=1, label="2"))

    assert agency_gaps(submission) == Gaps(blank=((9, "1"),))
    assert province_gaps(submission.round) == Gaps(((1, "1"), (9, "1")), not_sent=("หน่วยงานทดสอบ",))
    assert Gaps(((1, "1"), (1, "3"), (9, "1"))).places == ["ตัวชี้วัดที่ 1 ข้อ 1, 3", "ตัวชี้วัดที่ 9 ข้อ 1"]
    assert (bool(Gaps()), bool(agency_gaps(submission))) == (False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_measures(
    edition, agency, make_plan, make_round, django_assert_num_queries, count
):
    round_ = make_round(make_plan(2570, {1: count, 9: count}))
    submission = Submission.objects.with_context().get(round=round_)
    for result in submission.results.all():
        ResultLink.objects.create(result=result, link=Link.objects.typed(agency.pk, f"https://a.example/{result.pk}"))
        Narrative.objects.create(round=round_, text=f"สรุป {result.pk}").covers.set([result.measure_id])

    with django_assert_num_queries(4):
        assert len(agency_round(submission).entries) == 2 * count
    with django_assert_num_queries(6):
        assert len(province_round(submission.round).narratives) == 2 * count


def test_subject_of_a_round_form_has_the_newest_round_of_its_owner(submission):
    agency, round_ = submission.agency, submission.round

    assert find_subject(agency, 2570) == Subject(agency, 2570, round_, submission)
    assert find_subject(agency, 2570, "6") == subject_of(submission)
    assert find_subject(agency.province, 2570, level=5) == Subject(agency.province, 2570, round_, level=5)
    with pytest.raises(NothingToPrint, match="รอบ 12 เดือน"):
        find_subject(agency, 2570, "12")


def test_subject_of_a_year_form_needs_no_round(agency):
    found = find_subject(agency, 2571, of_round=False)

    assert found == Subject(agency, 2571)
    with pytest.raises(NothingToPrint, match="ไม่มีรายงานของปีงบประมาณ"):
        _ = found.reported
    with pytest.raises(NothingToPrint, match="ไม่มีรอบรายงานของปีงบประมาณ"):
        _ = found.reporting
