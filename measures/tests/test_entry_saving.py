"""What is typed is stored, or kept for its writer: normal, stale, refused."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from measures import authoring, workflow
from measures.authoring import Typed
from measures.choices import Action
from measures.forms import entry as forms
from measures.models import Result, Round, Submission, UnsavedText
from measures.tests.entering import SCRIPT, typed, url
from measures.workflow import MAX_TEXT


@pytest.fixture
def result(submission):
    return submission.results.first()


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def test_saving_without_script_stores_and_comes_back_to_the_card(desk, result, staff):
    fields = typed(result, staff, url=["https://www.example.go.th/ก", "", "https://www.example.go.th/ข"])

    answer = desk.post(url("result-save", result), fields)

    saved = Result.objects.get(pk=result.pk)
    assert (
        answer.headers["Location"]
        == reverse("measures:submission-entry", args=[result.submission_id, 1]) + f"#m{result.pk}"
    )
    assert (saved.answer, saved.text, saved.version) == ("done", "ทำแล้ว", 1)
    assert [rl.link.typed for rl in saved.result_links.all()] == [
        "https://www.example.go.th/ก",
        "https://www.example.go.th/ข",
    ]


def test_autosave_answers_with_time_version_and_figures(desk, result, staff):
    answer = desk.post(url("result-save", result), typed(result, staff), headers=SCRIPT).json()

    clock = dt.datetime.strptime(answer.pop("saved_at"), "%H:%M")
    assert clock.year == 1900
    cards = answer.pop("cards")
    assert [card["badge"] for card in cards.values()] == [["มีคำเตือน 1 ข้อ", "warn"], ["ยังไม่กรอก", "mute"]]
    # Nobody has begun the second one: it waits, and is no mistake.
    assert [bool(card["html"].strip()) for card in cards.values()] == [True, False]
    rail = answer.pop("rail")
    assert ([*rail], rail["1"]["full"], 'width="50.0"' in rail["1"]["bar"]) == (["1"], False, True)
    assert answer == {
        "version": 1,
        "progress": {"i1": "1/2", "done": "1", "unfinished": "2", "warnings": "1"},
    }


def test_saving_twice_has_one_effect(desk, result, staff):
    for _ in range(2):
        assert desk.post(url("result-save", result), typed(result, staff), headers=SCRIPT).json()["version"] == 1


@pytest.mark.parametrize(
    ("rows", "stored"),
    [
        (["https://a.go.th/1 https://b.go.th/2"], ["https://a.go.th/1", "https://b.go.th/2"]),
        (["https://a.go.th/1\r\nhttps://b.go.th/2"], ["https://a.go.th/1", "https://b.go.th/2"]),
        (["ดูที่ป้ายหน้าสำนักงาน ชั้น 1"], ["ดูที่ป้ายหน้าสำนักงาน ชั้น 1"]),
        (["https://a.go.th/1", "https://a.go.th/1", " "], ["https://a.go.th/1"]),
    ],
)
def test_links_are_kept_as_typed_and_several_in_one_row_are_parted(desk, result, staff, rows, stored):
    desk.post(url("result-save", result), typed(result, staff, url=rows))

    assert [rl.link.typed for rl in Result.objects.get(pk=result.pk).result_links.all()] == stored


def test_stale_save_shows_both_texts_and_keeps_the_own_one(desk, result, staff, make_user, agency):
    authoring.save_result(result, Typed(answer="done", text="ของเพื่อน"), by=make_user("staff", agency), version=0)

    answer = desk.post(url("result-save", result), typed(result, staff, text="ของฉัน"))

    html = answer.content.decode()
    assert (answer.status_code, "ของเพื่อน" in html, "ของฉัน" in html) == (409, True, True)
    assert answer.context["merged"].text == "ของฉัน\n\nของเพื่อน"
    assert list(UnsavedText.objects.values_list("user__username", "payload__text", "why")) == [
        ("staff", "ของฉัน", "stale")
    ]


def test_stale_autosave_answers_json_with_both_texts(desk, result, staff, make_user, agency):
    authoring.save_result(result, Typed(answer="done", text="ของเพื่อน"), by=make_user("staff", agency), version=0)

    answer = desk.post(url("result-save", result), typed(result, staff, text="ของฉัน"), headers=SCRIPT)

    assert answer.status_code == 409
    assert [text in answer.json()["html"] for text in ("ของเพื่อน", "ของฉัน", url("unsaved", result))] == [True] * 3


@pytest.fixture
def stale(desk, result, staff, make_user, agency):
    """Return a result that a colleague saved while "ของฉัน" was typed."""
    authoring.save_result(result, Typed(answer="done", text="ของเพื่อน"), by=make_user("staff", agency), version=0)
    desk.post(url("result-save", result), typed(result, staff, text="ของฉัน"))
    return Result.objects.get(pk=result.pk)


@pytest.mark.parametrize(
    ("name", "fields", "text"),
    [
        ("unsaved-use", {}, "ของฉัน"),
        ("unsaved-discard", {}, "ของเพื่อน"),
        ("result-save", {"answer": "done", "text": "รวมกัน", "kept": "named"}, "รวมกัน"),
    ],
)
def test_person_chooses_mine_theirs_or_both(desk, stale, name, fields, text):
    if "kept" in fields:
        fields = fields | {"kept": UnsavedText.objects.get().pk}

    answer = desk.post(url(name, stale), fields | {"version": stale.version})

    assert (answer.status_code, Result.objects.get(pk=stale.pk).text) == (302, text)
    assert UnsavedText.objects.count() == 0


def test_typing_on_beside_a_kept_text_does_not_throw_it_away(desk, stale, staff):
    desk.post(url("result-save", stale), typed(stale, staff, text="พิมพ์ต่อ"))

    assert list(UnsavedText.objects.values_list("payload__text", flat=True)) == ["ของฉัน"]


def test_retry_of_the_same_form_takes_its_kept_text_away(desk, result, staff):
    page = typed(result, staff, text="ของฉัน")
    Round.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    desk.post(url("result-save", result), page, headers=SCRIPT)
    Round.objects.update(due_at=None)
    desk.post(url("result-save", result), page | {"text": "ของฉัน และต่อ"}, headers=SCRIPT)

    assert (Result.objects.get(pk=result.pk).text, UnsavedText.objects.count()) == ("ของฉัน และต่อ", 0)


def test_save_after_the_deadline_keeps_every_word_on_the_page(desk, result, staff):
    Round.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))

    answer = desk.post(url("result-save", result), typed(result, staff, text="ช้าไปนิด", url=["https://a.go.th"]))

    html = answer.content.decode()
    assert answer.status_code == 409
    assert ["ช้าไปนิด" in html, "https://a.go.th" in html, "รอบนี้ปิดรับแล้ว" in html] == [True] * 3
    assert UnsavedText.objects.get().payload["text"] == "ช้าไปนิด"


def test_too_long_text_is_refused_and_kept(desk, result, staff):
    answer = desk.post(url("result-save", result), typed(result, staff, text="ก" * (MAX_TEXT + 1)))

    assert (answer.status_code, "โปรดย่อข้อความ" in answer.content.decode()) == (400, True)
    assert len(UnsavedText.objects.get().payload["text"]) == MAX_TEXT + 1


@pytest.mark.parametrize("who", ["head", "reviewer", "viewer", "admin"])
def test_other_roles_cannot_save(client, result, request, who):
    user = request.getfixturevalue(who)
    client.force_login(user)

    answer = client.post(url("result-save", result), typed(result, user))

    assert (answer.status_code, Result.objects.get(pk=result.pk).version) == (403, 0)


def test_foreign_result_is_not_found(client, result, make_user, make_agency):
    stranger = make_user("staff", make_agency())
    client.force_login(stranger)

    answers = [
        client.post(url(name, result))
        for name in (
            "result-save",
            "result-confirm",
            "result-use-last",
            "unsaved-use",
            "unsaved-discard",
            "result-comment",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}


words = st.text(st.characters(codec="utf-8"), max_size=200)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("a\0b", "done", ["ก\0", "😀"])
@example("ก" * 20_000, "", [])
@example("😀" * 5_000, "not_applicable", ["javascript:alert(1)"])
@example("</textarea><script>alert(1)</script>", "done", ["https://a.go.th/?q='\"><b>", "ftp://x", "http://[::1"])
@given(
    words,
    st.sampled_from(["", "done", "in_progress", "not_started", "not_applicable", "?"]),
    st.lists(words, max_size=4),
)
@pytest.mark.slow
def test_whatever_is_typed_is_stored_or_kept_and_shown_again(desk, result, staff, text, answer, urls):
    UnsavedText.objects.all().delete()
    version = Result.objects.get(pk=result.pk).version

    response = desk.post(
        url("result-save", result), typed(result, staff, text=text, answer=answer, url=urls, version=version)
    )

    wanted = forms.plain(text)
    if response.status_code == 302:
        stored = Result.objects.get(pk=result.pk)
        assert (stored.text, [rl.link.typed for rl in stored.result_links.all()]) == (
            wanted,
            list(forms.typed_urls(urls)),
        )
        assert desk.get(reverse("measures:submission-entry", args=[result.submission_id, 1])).status_code == 200
    else:
        assert (response.status_code, answer) == (400, "?")
        assert UnsavedText.objects.get().payload["text"] == wanted


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["answer", "text", "reason", "outcome", "url", "version", "seal", "kept", "source"]), words
    )
)
@pytest.mark.slow
def test_form_with_any_fields_never_breaks_the_page(desk, result, fields):
    for name in ("result-save", "result-confirm", "result-use-last"):
        assert desk.post(url(name, result), fields).status_code in (302, 400, 409)


def test_unsaved_text_blocks_sending_until_chosen(desk, submission, fill, staff):
    fill(submission)
    authoring.keep_unsaved(submission.results.first(), Typed(text="ค้าง"), by=staff, version=0, why="session")
    page = desk.get(reverse("measures:submission-detail", args=[submission.pk])).content.decode()
    desk.post(reverse("measures:submission-submit", args=[submission.pk]), {"acknowledged": "yes"})

    assert "มีข้อความที่ยังไม่ได้บันทึกในมาตรการ 1.1" in page
    assert Submission.objects.get().state == "D"


def test_report_that_moved_on_keeps_the_late_words(desk, submission, fill, staff):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    result = submission.results.first()

    answer = desk.post(url("result-save", result), typed(result, staff, text="แก้ทีหลัง"))

    assert (answer.status_code, "แก้ทีหลัง" in answer.content.decode()) == (409, True)
    assert Result.objects.get(pk=result.pk).text == "ดำเนินการตามข้อ 1.1 แล้ว"
