"""Files over HTTP: uploaded with and without script, served by the policy alone, never as something that runs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.models import Attachment
from measures import attaching
from measures.choices import RoundState, State
from measures.models import Result, Round, Submission
from measures.tests.test_attaching import photo

SCRIPT = {"X-Autosave": "files", "Accept": "application/json"}
BACKEND = "ita_portal.auth.backend.PortalBackend"


@pytest.fixture
def result(submission):
    return Result.objects.with_context().filter(submission=submission).first()


@pytest.fixture
def row(result, staff):
    made = attaching.attach(result, photo("ภาพ การประชุม.jpg"), by=staff)
    return attaching.caption(result, made.pk, "ประชุมคณะทำงาน", by=staff)


@pytest.fixture
def desk(client, staff):
    client.force_login(staff, backend=BACKEND)
    return client


def url(name, result, *more):
    return reverse(f"measures:{name}", args=[result.pk, *more])


def body(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.django_db
def test_several_files_at_once_are_taken_each_by_itself(desk, result):
    files = [photo("a.jpg"), photo("b.svg", "gold"), photo("c.jpg", "indigo")]

    answer = desk.post(url("file-upload", result), {"files": files}, follow=True)

    page = answer.content.decode()
    assert [row.attachment.name for row in result.result_attachments.all()] == ["a.jpg", "c.jpg"]
    assert "แนบแล้ว 2 ไฟล์ โปรดเขียนคำบรรยาย" in page
    assert "b.svg: แนบได้เฉพาะภาพ JPEG PNG WebP HEIC และเอกสาร PDF" in page
    assert "ไฟล์แนบ 2 ไฟล์ยังไม่มีคำบรรยาย" in page


@pytest.mark.django_db
def test_script_gets_the_list_anew_or_the_reason(desk, result):
    good = desk.post(url("file-upload", result), {"files": photo("a.jpg")}, headers=SCRIPT)
    bad = desk.post(url("file-upload", result), {"files": photo("a.png")}, headers=SCRIPT)
    none = desk.post(url("file-upload", result), {}, headers=SCRIPT)

    assert (good.status_code, bad.status_code, none.status_code) == (200, 400, 400)
    assert (good.json()["message"], none.json()["message"]) == ("", "โปรดเลือกไฟล์ก่อน")
    assert "a.png: นามสกุลไฟล์ .png แต่เนื้อหาเป็น JPEG" in bad.json()["message"]
    assert f'id="files{result.pk}"' in good.json()["html"]


@pytest.mark.django_db
def test_buttons_work_without_script(desk, result, row, staff):
    second = attaching.attach(result, photo("b.jpg", "gold"), by=staff)
    desk.post(url("file-caption", result, second.pk), {"caption": "ป้าย"})
    desk.post(url("file-public", result, row.pk), {"public": "yes"})
    desk.post(url("file-move", result, row.pk), {"place": "1"})

    rows = [(one.attachment.caption, one.attachment.is_public) for one in result.result_attachments.all()]
    assert rows == [("ป้าย", False), ("ประชุมคณะทำงาน", True)]
    answer = desk.post(url("file-delete", result, row.pk))
    assert answer.headers["Location"].endswith(f"#m{result.pk}")
    assert result.result_attachments.count() == 1


@pytest.mark.django_db
def test_closed_round_answers_409_to_people_and_scripts(desk, result, row):
    Round.objects.update(due_at=timezone.now())

    person = desk.post(url("file-delete", result, row.pk))
    script = desk.post(url("file-upload", result), {"files": photo("b.jpg", "gold")}, headers=SCRIPT)

    assert (person.status_code, script.status_code, result.result_attachments.count()) == (409, 409, 1)
    assert "รอบนี้ปิดรับแล้ว" in script.json()["message"]


@pytest.mark.django_db
def test_photo_is_served_whole_and_harmless(desk, result, row):
    answer = desk.get(url("file-view", result, row.pk))
    content = body(answer)

    assert (answer.status_code, len(content), answer.headers["Content-Length"]) == (
        200, row.attachment.size, str(row.attachment.size),
    )  # fmt: skip
    kept = ("Content-Type", "X-Content-Type-Options", "Cache-Control", "Content-Security-Policy", "ETag")
    assert [answer.headers[name] for name in kept] == [
        "image/jpeg", "nosniff", "private, no-store",
        "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        f'"{row.attachment.sha256}"',
    ]  # fmt: skip
    assert answer.headers["Content-Disposition"].startswith("inline")
    again = desk.get(url("file-view", result, row.pk), headers={"If-None-Match": answer.headers["ETag"]})
    small = desk.get(url("file-thumb", result, row.pk))
    assert (again.status_code, small.status_code, body(small)[:2]) == (304, 200, b"\xff\xd8")


@pytest.mark.django_db
def test_paper_is_downloaded_under_its_name_and_has_no_picture(desk, result, row):
    Attachment.objects.update(kind="pdf", name="ประกาศ.pdf", thumbnail="")

    answer = desk.get(url("file-view", result, row.pk))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert desk.get(url("file-thumb", result, row.pk)).status_code == 404


@pytest.mark.django_db
def test_file_under_another_result_or_gone_from_the_storage_is_404(desk, result, row, submission):
    other = submission.results.exclude(pk=result.pk).first()
    assert desk.get(url("file-view", other, row.pk)).status_code == 404

    row.attachment.file.storage.delete(row.attachment.file.name)

    assert desk.get(url("file-view", result, row.pk)).status_code == 404


@pytest.mark.django_db
def test_draft_is_not_for_the_province_and_not_for_others(client, result, row, reviewer, make_user, make_agency):
    answers = {}
    for who, user in (("province", reviewer), ("other agency", make_user("staff", make_agency())), ("nobody", None)):
        client.logout()
        if user:
            client.force_login(user, backend=BACKEND)
        answers[who] = client.get(url("file-view", result, row.pk)).status_code

    assert answers == {"province": 409, "other agency": 404, "nobody": 302}


@pytest.mark.parametrize(
    ("round_state", "state", "public", "status"),
    [
        (RoundState.PUBLISHED, State.APPROVED, True, 200),
        (RoundState.PUBLISHED, State.APPROVED, False, 302),
        (RoundState.PUBLISHED, State.RETURNED, True, 302),
        (RoundState.LOCKED, State.APPROVED, True, 302),
        (RoundState.OPEN, State.DRAFT, True, 302),
    ],
)
@pytest.mark.django_db
def test_world_sees_only_public_files_of_approved_reports_in_published_rounds(
    client, result, row, round_state, state, public, status
):
    Round.objects.update(state=round_state)
    Submission.objects.update(state=state)
    Attachment.objects.update(is_public=public)

    assert client.get(url("file-view", result, row.pk)).status_code == status
    assert client.get(url("file-thumb", result, row.pk)).status_code == status


@pytest.mark.django_db
def test_public_file_is_open_to_another_agency_too(client, result, row, make_user, make_agency):
    Round.objects.update(state=RoundState.PUBLISHED)
    Submission.objects.update(state=State.APPROVED)
    Attachment.objects.update(is_public=True)
    client.force_login(make_user("staff", make_agency()), backend=BACKEND)

    assert client.get(url("file-view", result, row.pk)).status_code == 200


@pytest.mark.django_db
def test_reader_sees_thumbnails_and_captions(client, sent, reviewer, staff):
    result = Result.objects.with_context().filter(submission=sent).first()
    Submission.objects.update(state=State.DRAFT)
    row = attaching.attach(Result.objects.with_context().get(pk=result.pk), photo(), by=staff)
    attaching.caption(Result.objects.with_context().get(pk=result.pk), row.pk, "ประชุมคณะทำงาน", by=staff)
    Submission.objects.update(state=State.SUBMITTED)
    client.force_login(reviewer, backend=BACKEND)

    for name, args in (("review-result", [sent.pk, result.pk]), ("submission-endorse", [sent.pk])):
        page = client.get(reverse(f"measures:{name}", args=args)).content.decode()
        assert url("file-thumb", result, row.pk) in page
        assert "ประชุมคณะทำงาน" in page
