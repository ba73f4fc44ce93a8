"""Two tabs, two texts: every text that could not be stored waits for a choice, none pushes another out."""

import pytest
from django.urls import reverse

from measures import authoring
from measures.authoring import MAX_UNSAVED, Typed
from measures.errors import WorkflowError
from measures.models import Result, Submission, UnsavedText
from measures.tests.entering import SCRIPT, typed, url


@pytest.fixture
def result(submission, make_user, agency):
    """Return a result that a colleague has saved: every form opened before is stale."""
    result = submission.results.first()
    authoring.save_result(result, Typed(answer="done", text="ของเพื่อน"), by=make_user("staff", agency), version=0)
    return result


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def kept():
    return list(UnsavedText.objects.values_list("payload__text", flat=True))


def keep(result, staff, text, **options):
    authoring.keep_unsaved(result, Typed(text=text), by=staff, version=0, why="stale", **options)


def test_texts_of_two_tabs_are_both_kept_and_shown(desk, result, staff):
    for text in ("แท็บแรก", "แท็บที่สอง"):
        desk.post(url("result-save", result), typed(result, staff, text=text), headers=SCRIPT)

    page = desk.get(url("unsaved", result)).content.decode()

    assert kept() == ["แท็บแรก", "แท็บที่สอง"]
    assert [page.count(text) for text in ("แท็บแรก", "แท็บที่สอง", "ทิ้งข้อความนี้")] == [2, 2, 2]


def test_typing_on_in_one_form_is_one_text(desk, result, staff):
    form = typed(result, staff)
    for text in ("พิ", "พิมพ์", "พิมพ์ต่อ"):
        desk.post(url("result-save", result), form | {"text": text}, headers=SCRIPT)

    assert kept() == ["พิมพ์ต่อ"]


def test_same_words_of_two_forms_are_one_text(desk, result, staff):
    for _ in range(2):
        desk.post(url("result-save", result), typed(result, staff, text="คำเดียวกัน"))

    assert kept() == ["คำเดียวกัน"]


@pytest.mark.parametrize(("name", "text", "left"), [("unsaved-use", "ก", ["ข"]), ("unsaved-discard", "ของเพื่อน", ["ข"])])
def test_one_text_is_used_or_thrown_away_and_the_other_waits(desk, result, staff, name, text, left):
    keep(result, staff, "ก")
    keep(result, staff, "ข")

    answer = desk.post(url(name, result), {"version": 1, "kept": UnsavedText.objects.get(payload__text="ก").pk})

    assert (answer.headers["Location"], Result.objects.get(pk=result.pk).text) == (url("unsaved", result), text)
    assert kept() == left


@pytest.mark.parametrize("name", ["unsaved-use", "unsaved-discard"])
@pytest.mark.parametrize("which", [{}, {"kept": "x"}, {"kept": "99999999"}])
def test_nothing_happens_to_a_text_that_is_not_named(desk, result, staff, name, which):
    keep(result, staff, "ก")
    keep(result, staff, "ข")

    answer = desk.post(url(name, result), {"version": 1} | which)

    assert (answer.status_code, kept()) == (302, ["ก", "ข"])


def test_text_of_a_colleague_cannot_be_named(desk, result, staff, make_user, agency):
    keep(result, make_user("staff", agency), "ของเพื่อนร่วมงาน")
    keep(result, staff, "ก")

    for name in ("unsaved-use", "unsaved-discard"):
        desk.post(url(name, result), {"version": 1, "kept": UnsavedText.objects.get(payload__text="ของเพื่อนร่วมงาน").pk})

    assert (Result.objects.get(pk=result.pk).text, kept()) == ("ของเพื่อน", ["ของเพื่อนร่วมงาน", "ก"])


def test_all_in_one_settles_all_that_it_was_made_of(desk, result, staff):
    keep(result, staff, "แบบแรก")
    keep(result, staff, "แบบหลัง")
    page = desk.get(url("unsaved", result))
    keep(result, staff, "แบบใหม่")

    desk.post(url("result-save", result), {
        "answer": "done", "text": page.context["merged"].text, "version": 1,
        "kept": [one.pk for one in page.context["kept"]],
    })  # fmt: skip

    assert (Result.objects.get(pk=result.pk).text, kept()) == ("แบบหลัง\n\nแบบแรก\n\nของเพื่อน", ["แบบใหม่"])


def test_sending_waits_for_every_text(desk, result, staff):
    keep(result, staff, "ก")
    keep(result, staff, "ข")
    desk.post(url("unsaved-discard", result), {"kept": UnsavedText.objects.first().pk})

    page = desk.post(reverse("measures:submission-submit", args=[result.submission_id]), follow=True).content.decode()

    assert ("มีข้อความที่ยังไม่ได้บันทึกในมาตรการ 1.1" in page, Submission.objects.get().state) == (True, "D")


def test_text_beyond_the_limit_is_refused_in_words_and_pushes_nothing_out(desk, result, staff):
    for number in range(MAX_UNSAVED):
        keep(result, staff, f"ชุด {number}")

    answer = desk.post(url("result-save", result), typed(result, staff, text="อีกชุดหนึ่ง"))
    keep(result, staff, "ชุด 3")
    with pytest.raises(WorkflowError, match="โปรดคัดลอกข้อความนี้ไว้"):
        keep(result, staff, "อีกชุดหนึ่ง")

    page = answer.content.decode()
    assert (answer.status_code, "อีกชุดหนึ่ง" in page, "โปรดคัดลอกข้อความนี้ไว้" in page) == (409, True, True)
    assert kept() == [f"ชุด {number}" for number in (*range(3), *range(4, MAX_UNSAVED), 3)]


def test_text_beyond_the_limit_after_the_session_ended_stays_on_the_page(client, result, staff):
    for number in range(MAX_UNSAVED):
        keep(result, staff, f"ชุด {number}")

    answer = client.post(url("result-save", result), typed(result, staff, text="พิมพ์ไว้นาน"))

    assert (answer.status_code, "พิมพ์ไว้นาน" in answer.content.decode()) == (409, True)


def test_one_form_fills_no_disk_after_the_session_ended(client, result, staff):
    sent = [typed(result, staff, text=f"{number}" + "ก" * 150_000) for number in range(4)]

    answers = [client.post(url("result-save", result), form) for form in sent]

    assert [answer.status_code for answer in answers] == [302, 302, 409, 409]
    assert ("2ก" in answers[2].content.decode(), "เพราะยาวเกินไป" in answers[2].content.decode()) == (True, True)
    assert len(kept()) == 2


def test_without_the_guard_one_form_fills_the_disk(client, result, staff, monkeypatch):
    monkeypatch.setattr(authoring, "UNSAVED_ROOM", 10**9)
    sent = [typed(result, staff, text=f"{number}" + "ก" * 150_000) for number in range(4)]

    for form in sent:
        client.post(url("result-save", result), form)

    assert len(kept()) == 4
