"""On sending, what each link led to is kept: the check of the last day, or the first one afterwards."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.models import LinkCheck, WebPage
from measures import authoring, proofs, workflow
from measures.choices import Action
from measures.models import EvidenceProof, Result, Submission

HOUR = dt.timedelta(hours=1)
ONE, TWO, TEXT = "https://www.office.go.th/one", "https://www.office.go.th/two", "หนังสือที่ 12"


def check(url: str, reach: str, ago: dt.timedelta, *, settled: bool = True, **more) -> LinkCheck:
    """Write a check of the page; settled: its verdict is the page's."""
    at = timezone.now() - ago
    page = WebPage.objects.at(url)
    if settled:
        WebPage.objects.filter(pk=page.pk).update(checked_at=at, reach=reach)
    return LinkCheck.objects.create(page=page, at=at, reach=reach, **more)


@pytest.fixture
def ready(submission, fill):
    """The report answered, with two links at 1.1 and a text in a link field at 1.2."""
    fill(submission)
    one, two, _three = Result.objects.with_context().filter(submission=submission)
    authoring.set_links(one, (ONE, TWO))
    authoring.set_links(two, (TEXT,))
    return Submission.objects.with_context().get(pk=submission.pk)


def send(submission, staff):
    return workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)


def seen():
    rows = EvidenceProof.objects.select_related("link", "check_seen")
    return [(proof.link.typed, proof.check_seen) for proof in rows]


def test_sending_keeps_the_last_check_of_the_day_for_each_link(ready, staff):
    check(ONE, "gone", 5 * HOUR)
    last = check(ONE, "alive", HOUR)
    check(TWO, "alive", 25 * HOUR)

    sent = send(ready, staff)

    assert seen() == [(ONE, last), (TWO, None), (TEXT, None)]
    assert set(EvidenceProof.objects.values_list("sent_at", flat=True)) == {sent.submitted_at}


def test_answer_that_is_still_to_be_repeated_is_not_what_was_seen(ready, staff):
    good = check(ONE, "alive", 2 * HOUR)
    check(ONE, "broken", HOUR, settled=False)

    send(ready, staff)

    assert seen()[0] == (ONE, good)


def test_page_without_a_fresh_check_is_asked_for_one(ready, staff):
    check(ONE, "alive", HOUR)
    WebPage.objects.update(next_check_at=None, urgent=False)

    send(ready, staff)

    assert dict(WebPage.objects.values_list("url", "urgent")) == {ONE: False, TWO: True}


def test_first_check_after_sending_completes_the_proof_once(ready, staff):
    send(ready, staff)
    assert proofs.fill_pending(timezone.now()) == 0

    first = check(TWO, "alive", -HOUR)
    check(TWO, "gone", -2 * HOUR)
    later = timezone.now() + 3 * HOUR

    assert (proofs.fill_pending(later), proofs.fill_pending(later)) == (1, 0)
    assert seen() == [(ONE, None), (TWO, first), (TEXT, None)]


def test_bad_answer_that_was_taken_back_is_passed_over(ready, staff):
    send(ready, staff)
    check(ONE, "broken", -HOUR, settled=False)
    assert proofs.fill_pending(timezone.now() + 2 * HOUR) == 0
    good = check(ONE, "moved", -2 * HOUR)

    proofs.fill_pending(timezone.now() + 3 * HOUR)

    assert seen()[0] == (ONE, good)


def test_page_that_stays_away_is_proven_so(ready, staff):
    send(ready, staff)
    check(ONE, "broken", -HOUR, settled=False)
    last = check(ONE, "broken", -2 * HOUR)

    proofs.fill_pending(timezone.now() + 3 * HOUR)

    assert seen()[0] == (ONE, last)


def test_proof_that_waited_a_month_stays_empty(ready, staff):
    send(ready, staff)
    check(ONE, "alive", -HOUR)
    assert proofs.fill_pending(timezone.now() + dt.timedelta(days=31)) == 0


def test_sending_again_makes_a_new_set_and_keeps_the_old(ready, staff):
    first = send(ready, staff).submitted_at
    back = workflow.act(ready, Action.RECALL, by=staff)
    second = send(back, staff).submitted_at

    assert list(EvidenceProof.objects.values_list("sent_at", flat=True)) == [first] * 3 + [second] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_keeping_takes_the_same_queries_for_any_number(agency, make_round, fill, django_assert_num_queries, count):
    submission = Submission.objects.with_context().get(round=make_round(shape={1: count}), agency=agency)
    fill(submission)
    for number, result in enumerate(Result.objects.with_context().filter(submission=submission)):
        authoring.set_links(result, (f"{ONE}/{number}", f"{TWO}/{number}"))
        check(f"{ONE}/{number}", "alive", HOUR)
    results = list(submission.results.prefetch_related("result_links__link__page"))

    with django_assert_num_queries(3):
        assert proofs.keep(submission, results, now=timezone.now()) == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_receipt_takes_the_same_queries_for_any_number(
    client, agency, staff, make_round, fill, django_assert_num_queries, count
):
    submission = Submission.objects.with_context().get(round=make_round(shape={1: count}), agency=agency)
    fill(submission)
    for number, result in enumerate(Result.objects.with_context().filter(submission=submission)):
        url = f"{ONE}/{number}"
        authoring.set_links(result, (url,))
        check(url, "alive", 2 * HOUR, content_hash="a" * 64, excerpt="ถ้อยคำของหน้า")
        check(url, "alive", HOUR, content_hash="a" * 64)
    send(submission, staff)
    client.force_login(staff)
    address = reverse("measures:submission-receipt", args=[submission.pk])
    client.get(address)

    with django_assert_num_queries(7):
        page = client.get(address).content.decode()

    assert page.count("ถ้อยคำของหน้า") == count


class TestPages:
    @pytest.fixture
    def shown(self, ready, staff, head):
        check(ONE, "alive", 3 * HOUR, content_hash="b" * 64, excerpt="แผนปฏิบัติการป้องกันการทุจริต")
        check(
            ONE, "moved", HOUR, status=200, title="แผนปฏิบัติการ", final_url="https://www.office.go.th/new",
            content_hash="b" * 64,
        )  # fmt: skip
        send(ready, staff)
        return workflow.act(ready, Action.ENDORSE, by=head)

    def test_receipt_shows_what_was_there(self, client, shown, staff):
        client.force_login(staff)
        page = client.get(reverse("measures:submission-receipt", args=[shown.pk])).content.decode()

        for words in ("ย้ายไปที่อื่น", "แผนปฏิบัติการป้องกันการทุจริต", "https://www.office.go.th/new", "b" * 64, TEXT):
            assert page.count(words) == 1
        assert page.count("ยังไม่มีผลตรวจ ณ วันที่ส่ง") == 1

    def test_review_of_a_measure_shows_its_own_proofs(self, client, shown, reviewer):
        client.force_login(reviewer)
        one, two, three = shown.results.all()
        pages = [
            client.get(reverse("measures:review-result", args=[shown.pk, result.pk])).content.decode()
            for result in (one, two, three)
        ]
        assert ["แผนปฏิบัติการป้องกันการทุจริต" in page for page in pages] == [True, False, False]
        assert ["ลิงก์หลักฐาน ณ วันที่ส่ง (1)" in page for page in pages] == [False, True, False]

    def test_hash_of_the_receipt_covers_the_links(self, shown):
        results = shown.results.select_related("measure").prefetch_related(
            "result_links__link", "result_attachments__attachment"
        )
        before = workflow.content_hash(results.all())
        authoring.set_links(Result.objects.with_context().filter(submission=shown).first(), (ONE,))
        assert workflow.content_hash(results.all()) != before
