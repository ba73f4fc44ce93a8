"""Last round's answers: offered, copied, marked until confirmed."""

import pytest
from django.urls import reverse

from measures import authoring
from measures.authoring import Typed
from measures.models import Result, Submission, UnsavedText
from measures.tests.entering import typed, url


@pytest.fixture
def result(submission):
    return submission.results.first()


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def earlier(agency, make_plan, make_round, fill, staff, head, reviewer):
    """Return the approved 6-month report and the draft of the 12-month round of the same plan."""
    plan = make_plan()
    first = Submission.objects.with_context().get(round=make_round(plan), agency=agency)
    for row in first.results.all():
        authoring.save_result(
            row, Typed(answer="done", text=f"ผลเดิม {row.measure}", urls=("https://a.go.th/x",)), by=staff, version=0
        )
    second = Submission.objects.with_context().get(round=make_round(plan, kind="12"), agency=agency)
    return first, second


def test_last_answer_is_copied_and_marked_until_confirmed(desk, earlier, staff):
    source, result = earlier[0].results.first(), earlier[1].results.first()
    html = desk.get(reverse("measures:submission-entry", args=[earlier[1].pk, 1])).content.decode()
    desk.post(url("result-use-last", result), {"source": source.pk, "version": 0})
    copied = Result.objects.get(pk=result.pk)
    page = desk.get(reverse("measures:submission-entry", args=[earlier[1].pk, 1])).content.decode()
    desk.post(url("result-confirm", result), typed(copied, staff, text=copied.text, url=["https://a.go.th/x"]))

    confirmed = Result.objects.get(pk=result.pk)
    assert ("ผลเดิม 1.1" in html, "ยังไม่ยืนยัน: คำตอบนี้" in html, "ยังไม่ยืนยัน: คำตอบนี้" in page) == (True, False, True)
    assert (copied.text, copied.confirmed, copied.is_complete) == ("ผลเดิม 1.1", False, False)
    assert (confirmed.confirmed, confirmed.is_complete) == (True, True)


def test_second_click_on_use_last_finds_it_done(desk, earlier):
    source, result = earlier[0].results.first(), earlier[1].results.first()

    answers = [desk.post(url("result-use-last", result), {"source": source.pk, "version": 0}) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert Result.objects.get(pk=result.pk).version == 1


def test_words_that_a_copy_replaces_are_kept_for_their_writer(desk, earlier, staff):
    source, result = earlier[0].results.first(), earlier[1].results.first()

    desk.post(url("result-use-last", result), typed(result, staff, text="เพิ่งพิมพ์", source=source.pk))

    assert Result.objects.get(pk=result.pk).text == "ผลเดิม 1.1"
    assert list(UnsavedText.objects.values_list("payload__text", "why")) == [("เพิ่งพิมพ์", "replaced")]


@pytest.mark.parametrize("source", ["", "x", "999999999", "9" * 40])
def test_source_that_is_not_on_offer_is_refused(desk, earlier, source):
    result = earlier[1].results.first()

    answer = desk.post(url("result-use-last", result), {"source": source, "version": 0})

    assert (answer.status_code, Result.objects.get(pk=result.pk).version) == (409, 0)


def test_other_agencys_answer_is_never_on_offer(desk, earlier, make_agency, make_user):
    other = make_agency(grouped=False)
    foreign = Submission.objects.create(round=earlier[0].round, agency=other)
    theirs = Result.objects.create(
        submission=foreign, measure=earlier[0].results.first().measure, answer="done", text="ของเขา"
    )
    result = earlier[1].results.first()

    answer = desk.post(url("result-use-last", result), {"source": theirs.pk, "version": 0})

    assert (answer.status_code, Result.objects.get(pk=result.pk).text) == (409, "")


def test_reworded_measure_shows_its_difference_beside_the_offer(desk, earlier):
    row = earlier[1].results.first().measure
    row.text = row.text + " และเผยแพร่ทางเว็บไซต์"
    row.save()

    html = desk.get(reverse("measures:submission-entry", args=[earlier[1].pk, 1])).content.decode()

    assert html.count("อาจเป็นมาตรการเดียวกัน") == 1
    assert "<ins> และเผยแพร่ทางเว็บไซต์</ins>" in html


def test_entry_page_with_earlier_answers_costs_the_same_for_one_and_three(desk, earlier, django_assert_num_queries):
    address = reverse("measures:submission-entry", args=[earlier[1].pk, 1])
    desk.get(address)
    earlier[1].results.exclude(pk=earlier[1].results.first().pk).delete()
    with django_assert_num_queries(19):
        desk.get(address)


def test_entry_page_with_two_earlier_answers_costs_as_much(desk, earlier, django_assert_num_queries):
    address = reverse("measures:submission-entry", args=[earlier[1].pk, 1])
    desk.get(address)
    with django_assert_num_queries(19):
        desk.get(address)
