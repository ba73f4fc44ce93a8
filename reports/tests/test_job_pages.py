"""Real pages, bundles and jobs in the browser: seen, ordered, watched, cancelled, fetched by those who may."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from measures.choices import State
from measures.models import Round, Submission
from reports import wanted
from reports.jobs import kinds, queue
from reports.jobs.working import Maker
from reports.models import JobState, PaperJob, PaperPiece
from reports.renderers.pool import Pool
from reports.tests.extracting import pdfium_pages


@pytest.fixture(scope="module")
def pool():
    made = Pool()
    yield made
    made.close()


def address(name, submission, *more):
    return reverse(f"reports:agency-{name}", args=["agency_measures", submission.round_id, submission.agency_id, *more])


def order(client, round_, **typed):
    typed = {"codes": ["province_measures", "agency_measures"], "shape": "pdf"} | typed
    answer = client.post(reverse("reports:bundle", args=[round_.pk]), typed)
    assert answer.status_code == 302
    return PaperJob.objects.get(pk=int(answer.url.strip("/").rpartition("/")[2]))


@pytest.fixture
def long_papers(monkeypatch):
    """Every paper is long."""
    monkeypatch.setattr(wanted, "LONG", 0)


def test_real_pages_are_pictures_of_the_pdf(client, reviewer, sent):
    client.force_login(reviewer)
    page = client.get(address("paper-pages", sent)).content.decode()
    picture = client.get(address("paper-page", sent, 1))
    pages = len(pdfium_pages(client.get(address("paper-file", sent, "pdf")).content))

    assert f"หน้า 1 จาก {pages}" in page
    assert page.count("<img") == pages
    assert address("paper-page", sent, 1) in page
    assert (picture["Content-Type"], Image.open(io.BytesIO(picture.content)).width) == ("image/webp", 1000)
    assert client.get(address("paper-page", sent, pages + 1)).status_code == 404


def test_pages_keep_the_chosen_numerals(client, reviewer, sent):
    client.force_login(reviewer)
    page = client.get(address("paper-pages", sent), {"numerals": "thai"}).content.decode()

    assert f"{address('paper-page', sent, 1)}?numerals=thai" in page


def test_pages_are_turned_without_script(client, reviewer, sent, monkeypatch):
    monkeypatch.setattr("reports.views.pages.ON_A_SCREEN", 1)
    client.force_login(reviewer)
    first = client.get(address("paper-pages", sent)).context
    second = client.get(address("paper-pages", sent), {"page": 2}).context
    beyond = client.get(address("paper-pages", sent), {"page": "999999"}).context

    assert (first["before"], first["after"]) == ("", address("paper-pages", sent) + "?page=2")
    assert (second["first"], second["before"]) == (2, address("paper-pages", sent) + "?page=1")
    assert (beyond["first"], beyond["after"]) == (beyond["total"], "")


@pytest.mark.parametrize("typed", ["0", "-1", "x", "๒", "9" * 40, "\0"])
def test_odd_page_number_is_the_first_or_last_page(client, reviewer, sent, typed):
    client.force_login(reviewer)

    assert client.get(address("paper-pages", sent), {"page": typed}).status_code == 200


def test_choice_shows_the_first_pages(client, reviewer, sent):
    client.force_login(reviewer)
    asked = {"code": "agency_measures", "round": sent.round_id, "submission": sent.pk}
    page = client.get(reverse("reports:papers"), asked).content.decode()
    part = client.get(address("paper-pages", sent), {"part": 1}).content.decode()

    assert f'hx-get="{address("paper-pages", sent)}?part=1"' in page
    assert ("<html" in part, address("paper-page", sent, 1) in part) == (False, True)


@pytest.mark.parametrize("name", ["paper-pages", "paper-page"])
def test_pages_of_a_draft_are_not_for_the_province(client, reviewer, submission, name):
    client.force_login(reviewer)
    more = [1] if name == "paper-page" else []

    assert client.get(address(name, submission, *more)).status_code == 409


def test_second_download_is_the_kept_one(client, reviewer, sent, monkeypatch):
    client.force_login(reviewer)
    first = client.get(address("paper-file", sent, "pdf")).content
    monkeypatch.setattr("reports.pieces.pdf.render", None)

    assert client.get(address("paper-file", sent, "pdf")).content == first


def test_long_paper_is_ordered_made_and_then_downloaded_directly(client, reviewer, sent, long_papers, pool):
    client.force_login(reviewer)
    file, pages = address("paper-file", sent, "pdf"), address("paper-pages", sent)
    sent_on = client.get(file)
    asked = client.get(sent_on.url)
    hidden = asked.context["order"]
    assert "จัดทำ PDF" in client.get(pages).content.decode()
    assert client.get(address("paper-page", sent, 1)).status_code == 404

    answer = client.post(reverse("reports:job-new"), hidden)
    job = PaperJob.objects.get()
    assert answer.url == reverse("reports:job-detail", args=[job.pk])
    assert Maker(pool=pool).work_once().state == "done"

    content = b"".join(client.get(reverse("reports:job-file", args=[job.pk])).streaming_content)
    assert client.get(file).content == content
    assert client.get(sent_on.url).url == file
    assert "<img" in client.get(pages).content.decode()


def test_short_paper_is_not_ordered(client, reviewer, sent):
    client.force_login(reviewer)
    data = wanted.Wanted("agency_measures", round_pk=sent.round_id, agency_pk=sent.agency_id).data()
    answer = client.post(reverse("reports:job-new"), data | {"ending": "pdf"})

    assert (answer.url, PaperJob.objects.count()) == (address("paper-file", sent, "pdf"), 0)


def test_bundle_is_ordered_watched_and_fetched(client, reviewer, sent, pool):
    client.force_login(reviewer)
    job = order(client, sent.round)
    detail = reverse("reports:job-detail", args=[job.pk])
    waiting = client.get(detail).content.decode()
    Maker(pool=pool).work_once()
    part = client.get(detail, headers={"HX-Request": "true"}).content.decode()
    answer = client.get(reverse("reports:job-file", args=[job.pk]))

    assert ('hx-trigger="every 1s"' in waiting, "รอเริ่มจัดทำ" in waiting, "ยกเลิกงาน" in waiting) == (True, True, True)
    assert ("<html" in part, "hx-trigger" in part, reverse("reports:job-file", args=[job.pk]) in part) == (
        False, False, True,
    )  # fmt: skip
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "%E0%B8%8A%E0%B8%B8%E0%B8%94" in answer["Content-Disposition"]
    assert job.title in client.get(reverse("reports:job-list")).content.decode()


def test_progress_names_the_agencies_that_are_done(client, reviewer, sent):
    client.force_login(reviewer)
    job = order(client, sent.round)
    PaperJob.objects.filter(pk=job.pk).update(state="running", saying=kinds.AGENCIES, done=12, total=31)

    for name, args in (("job-detail", [job.pk]), ("job-list", [])):
        page = " ".join(client.get(reverse(f"reports:{name}", args=args)).content.decode().split())
        assert "หน่วยงาน 12/31" in page


def test_bundle_names_those_who_have_not_sent(client, reviewer, submission):
    client.force_login(reviewer)
    page = client.get(reverse("reports:bundle", args=[submission.round_id])).content.decode()

    assert ("1 หน่วยงานยังไม่ส่งผล" in page, submission.agency.name in page) == (True, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"codes": [], "shape": "pdf"}, "เลือกแบบรายงานอย่างน้อยหนึ่งแบบ"),
        ({"codes": ["agency_measures"], "shape": "zip"}, "เลือกรูปแบบไฟล์ใน ZIP อย่างน้อยหนึ่งรูปแบบ"),
        ({"codes": ["agency_measures"], "shape": "pdf"}, "ยังไม่มีเอกสารที่จะรวม"),
        ({"codes": ["made_up"], "shape": "tar"}, "made_up"),
    ],
)
def test_bundle_says_what_is_wrong_with_an_order(client, reviewer, submission, typed, said):
    client.force_login(reviewer)
    answer = client.post(reverse("reports:bundle", args=[submission.round_id]), typed)

    assert (answer.status_code, said in answer.content.decode(), PaperJob.objects.count()) == (422, True, 0)


def test_bundle_leads_to_the_other_rounds_that_were_opened(client, reviewer, sent):
    earlier = Round.objects.create(plan=sent.round.plan, kind="12", state="X")
    Round.objects.create(plan=sent.round.plan, kind="free", title="รอบที่วางไว้", state="P")
    client.force_login(reviewer)

    assert list(client.get(reverse("reports:bundle", args=[sent.round_id])).context["others"]) == [earlier]


def test_bundle_is_the_provinces_alone(client, staff, head, sent):
    for user in (staff, head):
        client.force_login(user)
        assert client.get(reverse("reports:bundle", args=[sent.round_id])).status_code == 403
        assert (
            reverse("reports:bundle", args=[sent.round_id])
            not in client.get(reverse("reports:papers")).content.decode()
        )


def test_jobs_of_others_are_unknown(client, reviewer, viewer, sent):
    client.force_login(reviewer)
    job = order(client, sent.round)
    client.force_login(viewer)

    assert client.get(reverse("reports:job-detail", args=[job.pk])).status_code == 404
    assert client.get(reverse("reports:job-file", args=[job.pk])).status_code == 404
    assert client.post(reverse("reports:job-cancel", args=[job.pk])).status_code == 404
    assert job.title not in client.get(reverse("reports:job-list")).content.decode()
    assert PaperJob.objects.get().state == JobState.WAITING


def test_job_is_cancelled_and_ordered_again(client, reviewer, sent):
    client.force_login(reviewer)
    job = order(client, sent.round)
    page = client.post(reverse("reports:job-cancel", args=[job.pk]), follow=True).content.decode()

    assert ("ยกเลิกแล้ว" in page, "สั่งจัดทำใหม่" in page) == (True, True)
    assert order(client, sent.round).pk != job.pk


def test_failed_job_says_why_and_leads_to_a_new_order(client, reviewer, sent):
    client.force_login(reviewer)
    job = order(client, sent.round)
    PaperJob.objects.filter(pk=job.pk).update(state="failed", error=queue.STOPPED)
    page = client.get(reverse("reports:job-detail", args=[job.pk])).content.decode()

    assert (queue.STOPPED in page, reverse("reports:bundle", args=[sent.round_id]) in page) == (True, True)


def test_result_is_fetched_by_the_rights_of_that_moment(client, reviewer, sent, pool):
    client.force_login(reviewer)
    job = order(client, sent.round)
    Maker(pool=pool).work_once()
    file = reverse("reports:job-file", args=[job.pk])
    assert client.get(file).status_code == 200

    Submission.objects.filter(pk=sent.pk).update(state=State.DRAFT)
    assert client.get(file).status_code == 409
    Submission.objects.filter(pk=sent.pk).update(state=State.APPROVED)
    assert client.get(file).status_code == 200
    reviewer.memberships.all().delete()
    assert client.get(file).status_code == 403


def test_result_whose_file_is_gone_leads_to_a_new_order(client, reviewer, sent, pool):
    client.force_login(reviewer)
    job = order(client, sent.round)
    done = Maker(pool=pool).work_once()
    done.file.storage.delete(done.file.name)
    page = client.get(reverse("reports:job-file", args=[job.pk]), follow=True).content.decode()

    assert "ไฟล์นี้ไม่อยู่แล้ว" in page


@pytest.mark.parametrize(
    "data", [{}, {"code": "x"}, {"code": "agency_measures", "round_pk": "9" * 30, "ending": "pdf"}]
)
def test_odd_order_is_not_found(client, reviewer, sent, data):
    client.force_login(reviewer)

    assert client.get(reverse("reports:job-new"), data).status_code == 404
    assert client.post(reverse("reports:job-new"), data).status_code == 404


def test_order_of_a_foreign_paper_is_not_found(client, make_user, other_province, sent, long_papers):
    client.force_login(make_user("reviewer", other_province))
    data = wanted.Wanted("agency_measures", round_pk=sent.round_id, agency_pk=sent.agency_id).data()

    assert client.post(reverse("reports:job-new"), data | {"ending": "pdf"}).status_code == 404
    assert (PaperJob.objects.count(), PaperPiece.objects.count()) == (0, 0)


def test_too_many_orders_are_told(client, reviewer, sent, monkeypatch):
    client.force_login(reviewer)
    for key in range(queue.AT_ONCE):
        queue.order(reviewer, queue.Order("paper", {}, f"{key:064d}", "แบบ"), timezone.now())
    answer = client.post(
        reverse("reports:bundle", args=[sent.round_id]), {"codes": ["agency_measures"], "shape": "pdf"}, follow=True
    )

    assert "คุณมีงานที่รอจัดทำอยู่ 5 งานแล้ว" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_jobs_needs_no_more_queries_for_more_jobs(client, reviewer, django_assert_max_num_queries, count):
    for key in range(count):
        queue.order(reviewer, queue.Order("paper", {}, f"{key:064d}", "แบบ"), timezone.now())
    client.force_login(reviewer)

    with django_assert_max_num_queries(6):
        assert client.get(reverse("reports:job-list")).status_code == 200
