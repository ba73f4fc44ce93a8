"""What is typed after the session has ended belongs to its writer, and to nobody else."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from measures.forms import entry as forms
from measures.models import Result, UnsavedText
from measures.tests.entering import SCRIPT, typed, url


@pytest.fixture
def result(submission):
    return submission.results.first()


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.mark.parametrize(("headers", "status"), [({}, 302), (SCRIPT, 401)])
def test_text_typed_after_the_session_ended_comes_back_to_the_same_person(client, result, staff, headers, status):
    gone = client.post(url("result-save", result), typed(result, staff, text="พิมพ์ไว้นาน"), headers=headers)
    client.force_login(staff)
    page = client.get(reverse("measures:submission-entry", args=[result.submission_id, 1])).content.decode()
    chooser = client.get(url("unsaved", result)).content.decode()
    client.post(url("unsaved-use", result), {"version": 0})

    assert gone.status_code == status
    assert ("คุณมีข้อความที่ยังไม่ได้บันทึกของมาตรการนี้" in page, "พิมพ์ไว้นาน" in chooser) == (True, True)
    assert Result.objects.get(pk=result.pk).text == "พิมพ์ไว้นาน"


def test_text_of_an_ended_session_is_shown_to_nobody_else(client, result, staff, make_user, agency):
    client.post(url("result-save", result), typed(result, staff, text="ของคนเดียว"))
    client.force_login(make_user("staff", agency))

    pages = [
        client.get(reverse("measures:submission-entry", args=[result.submission_id, 1])),
        client.get(reverse("measures:submission-detail", args=[result.submission_id])),
        client.get(url("unsaved", result), follow=True),
        client.get(reverse("home")),
    ]
    client.post(url("unsaved-use", result), {"version": 0})
    client.post(url("unsaved-discard", result))

    assert ["ของคนเดียว" in page.content.decode() for page in pages] == [False] * 4
    assert Result.objects.get(pk=result.pk).text == ""
    assert UnsavedText.objects.get().user == staff


@pytest.mark.parametrize("kind", ["altered", "other result", "old", "none"])
def test_form_without_a_good_note_writes_nothing_when_signed_out(client, submission, staff, kind, monkeypatch):
    result, other = submission.results.all()[:2]
    good = forms.seal(result, staff)
    old = signing.TimestampSigner(salt=forms.SALT)
    monkeypatch.setattr(old, "timestamp", lambda: "1aaaaa")
    seal = {
        "altered": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "other result": forms.seal(other, staff),
        "old": old.sign_object({"user": staff.pk, "result": result.pk}),
        "none": "",
    }[kind]

    answer = client.post(url("result-save", result), typed(result, staff, seal=seal))

    assert (answer.status_code, UnsavedText.objects.count()) == (302, 0)


def test_note_made_the_same_way_in_time_is_good(client, result, staff):
    signer = signing.TimestampSigner(salt=forms.SALT)

    client.post(
        url("result-save", result),
        typed(result, staff, seal=signer.sign_object({"user": staff.pk, "result": result.pk})),
    )

    assert UnsavedText.objects.count() == 1


def test_form_of_one_person_sent_by_another_account_is_kept_for_its_owner(client, result, staff, make_user, agency):
    client.force_login(make_user("staff", agency))

    answer = client.post(url("result-save", result), typed(result, staff, text="ของคนแรก"), headers=SCRIPT)

    assert (answer.status_code, Result.objects.get(pk=result.pk).version) == (409, 0)
    assert list(UnsavedText.objects.values_list("user", "payload__text")) == [(staff.pk, "ของคนแรก")]


def test_disabled_person_is_kept_nothing(client, result, staff):
    staff.is_active = False
    staff.save()

    client.post(url("result-save", result), typed(result, staff))

    assert UnsavedText.objects.count() == 0


def test_saving_without_csrf_token_is_refused_even_with_a_good_note(result, staff):
    answer = Client(enforce_csrf_checks=True).post(url("result-save", result), typed(result, staff))

    assert (answer.status_code, UnsavedText.objects.count()) == (403, 0)


def test_kept_text_of_a_draft_is_no_door_for_the_reviewer(client, result, reviewer):
    client.force_login(reviewer)

    answers = [
        client.get(url("unsaved", result)),
        client.post(url("unsaved-discard", result)),
        client.post(url("unsaved-use", result)),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 403]


def test_use_of_a_kept_text_is_refused_once_the_report_is_sent(client, sent, staff):
    client.force_login(staff)

    assert client.post(url("unsaved-use", sent.results.first())).status_code == 409
