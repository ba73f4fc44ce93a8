"""What is typed into any form after the session has ended belongs to its writer, and to nobody else."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD
from ita_portal import drafts
from ita_portal.models import Draft
from measures import workflow
from measures.choices import Action
from measures.models import Extension, ReviewNote, Submission

KEEP = "ita_portal.drafting.DraftMiddleware"


def forms_of(page):
    """Return {address: {field: value}} of the forms of a page, the hidden fields of the first with that address."""
    found: dict[str, dict[str, str]] = {}
    for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL):
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside)
        action = re.search(r'action="([^"]*)"', attributes)
        found.setdefault(action[1] if action else "", {name: value for name, value in fields if name != drafts.TOKEN})
    return found


def note_of(client, page):
    """Return the signed note of the page's forms."""
    return re.search(r'name="writer" value="([^"]+)"', client.get(page).content.decode())[1]


@pytest.fixture
def sent_result(sent):
    return sent.results.first()


@pytest.fixture
def place(sent_result):
    """Return the page and the address of a comment."""
    result = sent_result
    page = reverse("measures:submission-entry", args=[result.submission_id, result.measure.indicator])
    return page, reverse("measures:result-comment", args=[result.pk])


def ended(client, user, page):
    """Draw a page as the person, end the session, and return the note of its forms."""
    client.force_login(user)
    note = note_of(client, page)
    client.logout()
    return note


def test_comment_typed_after_the_session_ended_waits_on_the_same_page(client, staff, place):
    page, address = place
    note = ended(client, staff, page)

    gone = client.post(address, {"comment": "พิมพ์ไว้นาน\nสองบรรทัด", "writer": note})
    asked = client.get(gone.headers["Location"]).content.decode()
    draft = Draft.objects.get()
    client.force_login(staff)
    offered = client.get(f"{page}?draft={draft.pk}").content.decode()
    home = client.get("/").content.decode()
    form = forms_of(offered)[address]
    client.post(address, form | {"comment": "พิมพ์ไว้นาน"})

    assert gone.headers["Location"] == f"{reverse('account_login')}?next={page}%3Fdraft%3D{draft.pk}"
    assert ("ข้อความที่พิมพ์ถูกเก็บไว้แล้ว" in asked, "พิมพ์ไว้นาน" in asked) == (True, False)
    assert ("\nพิมพ์ไว้นาน\nสองบรรทัด</textarea>" in offered, "พิมพ์ไว้นาน" in home) == (True, True)
    assert list(ReviewNote.objects.values_list("author", "text")) == [(staff.pk, "พิมพ์ไว้นาน")]
    assert Draft.objects.count() == 0


def test_log_in_leads_back_to_the_page_with_the_text(client, staff, place):
    page, address = place
    note = ended(client, staff, page)
    gone = client.post(address, {"comment": "พิมพ์ไว้นาน", "writer": note})

    back = f"{page}?draft={Draft.objects.get().pk}"
    answer = client.post(gone.headers["Location"], {"login": "staff", "password": PASSWORD, "next": back}, follow=True)

    assert answer.redirect_chain[-1][0] == back
    assert "พิมพ์ไว้นาน</textarea>" in answer.content.decode()


def test_without_the_guard_the_words_are_gone(client, staff, place, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != KEEP]
    page, address = place
    note = ended(client, staff, page)

    answer = client.post(address, {"comment": "พิมพ์ไว้นาน", "writer": note})

    assert (answer.status_code, Draft.objects.count()) == (302, 0)


def test_text_of_an_ended_session_is_shown_to_nobody_else(client, staff, place, make_user, agency, head, reviewer):
    page, address = place
    note = ended(client, staff, page)
    client.post(address, {"comment": "ของคนเดียว", "writer": note})
    key = Draft.objects.get().pk

    for user in (make_user("staff", agency), head, reviewer):
        client.force_login(user)
        pages = [client.get(one) for one in ("/", page, f"{page}?draft={key}", f"/?draft={key}")]
        client.post(reverse("draft-discard"), {"draft": key})
        client.post(address, {"comment": f"ของ {user}", "draft": key})
        assert ["ของคนเดียว" in one.content.decode() for one in pages] == [False] * 4

    assert list(Draft.objects.values_list("user", "fields")) == [(staff.pk, [["comment", "ของคนเดียว"]])]


def test_other_account_in_the_same_browser_neither_sends_nor_sees_the_words(client, staff, head, place):
    page, address = place
    note = ended(client, staff, page)
    client.force_login(head)

    answer = client.post(address, {"comment": "ของคนแรก", "writer": note})

    assert (answer.status_code, "ของคนแรก" in answer.content.decode(), ReviewNote.objects.count()) == (409, False, 0)
    assert list(Draft.objects.values_list("user", flat=True)) == [staff.pk]


@pytest.mark.parametrize("kind", ["altered", "old", "none", "other salt"])
def test_form_without_a_good_note_writes_nothing_when_signed_out(client, staff, place, kind, monkeypatch):
    page, address = place
    good = ended(client, staff, page)
    old = signing.TimestampSigner(salt=drafts.SALT)
    monkeypatch.setattr(old, "timestamp", lambda: "1aaaaa")
    note = {
        "altered": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "old": old.sign_object([staff.pk, page, "ความเห็น"]),
        "none": "",
        "other salt": signing.dumps([staff.pk, page, "ความเห็น"], salt="other"),
    }[kind]

    answer = client.post(address, {"comment": "ของใคร", "writer": note})

    assert (answer.status_code, Draft.objects.count()) == (302, 0)


def test_disabled_person_is_kept_nothing(client, staff, place):
    page, address = place
    note = ended(client, staff, page)
    type(staff).objects.update(is_active=False)

    assert client.post(address, {"comment": "ยังอยู่ไหม", "writer": note}).status_code == 302
    assert Draft.objects.count() == 0


def test_same_words_sent_twice_are_kept_once_and_other_words_beside_them(client, staff, place):
    page, address = place
    note = ended(client, staff, page)
    for text in ("ก", "ก", "ข\0", "", " "):
        client.post(address, {"comment": text, "writer": note})

    assert [one.fields for one in Draft.objects.all()] == [[["comment", "ก"]], [["comment", "ข"]]]


def test_text_beyond_the_limit_stays_on_the_page(client, staff, place):
    page, address = place
    note = ended(client, staff, page)
    Draft.objects.bulk_create(
        Draft(user=staff, page="/", action="/", title="ก", fields=[["note", str(n)]]) for n in range(drafts.MOST)
    )

    answer = client.post(address, {"comment": "พิมพ์ไว้นาน", "writer": note})

    html = answer.content.decode()
    assert (answer.status_code, "พิมพ์ไว้นาน" in html, "โปรดคัดลอกข้อความนี้ไว้" in html) == (409, True, True)
    assert Draft.objects.count() == drafts.MOST


def test_refused_text_stays_on_offer(client, staff, place):
    page, address = place
    note = ended(client, staff, page)
    client.post(address, {"comment": "ก" * 20_001, "writer": note})
    client.force_login(staff)

    answer = client.post(address, {"comment": "ก" * 20_001, "draft": Draft.objects.get().pk})

    assert (answer.status_code, Draft.objects.count()) == (400, 1)


def test_own_text_is_thrown_away(client, staff, place):
    page, address = place
    note = ended(client, staff, page)
    client.post(address, {"comment": "ไม่เอาแล้ว", "writer": note})
    client.force_login(staff)

    answer = client.post(reverse("draft-discard"), {"draft": Draft.objects.get().pk})

    assert (answer.status_code, Draft.objects.count()) == (302, 0)


def test_old_token_after_a_new_log_in_keeps_the_words(staff, place):
    page, address = place
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(staff)
    note = note_of(browser, page)

    answer = browser.post(address, {"comment": "พิมพ์ในแท็บเก่า", "writer": note})
    offered = browser.get(f"{page}?draft={Draft.objects.get().pk}").content.decode()

    assert (answer.status_code, f"{page}?draft=" in answer.content.decode()) == (403, True)
    assert ("พิมพ์ในแท็บเก่า</textarea>" in offered, ReviewNote.objects.count()) == (True, 0)


@pytest.mark.parametrize("who", ["nobody", "head"])
def test_form_without_token_writes_nothing_for_anybody_else(who, staff, head, place):
    page, address = place
    browser = Client(enforce_csrf_checks=True)
    note = ended(browser, staff, page)
    if who == "head":
        browser.force_login(head)

    answer = browser.post(address, {"comment": "ปลอม", "writer": note})

    assert (answer.status_code, Draft.objects.count()) == (403, 0)


def test_form_that_came_back_with_an_error_leads_to_its_first_page(client, reviewer, submission):
    page = reverse("measures:submission-extend", args=[submission.pk])
    client.force_login(reviewer)
    first = note_of(client, f"{page}?x=1&draft=7")

    again = client.post(page, {"reason": "", "writer": first}).content.decode()

    found = signing.loads(re.search(r'name="writer" value="([^"]+)"', again)[1], salt=drafts.SALT)
    assert found == [reviewer.pk, f"{page}?x=1", "ขยายเวลา"]


@pytest.fixture
def at_head(submission, fill, staff):
    fill(submission)
    return workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)


@pytest.fixture
def world(sent, reviewer):
    return {"submission": sent, "result": sent.results.first(), "round": sent.round, "plan": sent.round.plan}


TYPED = [
    ("head", "submission-entry", ("submission", 1), "result-comment", ("result",), "comment", {}),
    ("reviewer", "review-result", ("submission", "result"), "result-comment", ("result",), "comment", {}),
    ("reviewer", "review-result", ("submission", "result"), "result-mark", ("result",), "reason", {"mark": "ok"}),
    ("reviewer", "narrative-new", ("round",), "narrative-new", ("round",), "text", {"group": "1"}),
    ("reviewer", "measure-new", ("plan",), "measure-new", ("plan",), "text", {"indicator": "1", "label": "9"}),
    ("reviewer", "round-new", ("plan",), "round-new", ("plan",), "title", {"kind": "free"}),
]  # fmt: skip


@pytest.mark.parametrize(("who", "page", "page_args", "to", "to_args", "field", "more"), TYPED)
def test_every_form_with_words_keeps_them(client, world, request, who, page, page_args, to, to_args, field, more):
    user = request.getfixturevalue(who)
    keys = lambda names: [getattr(world.get(one), "pk", one) for one in names]  # noqa: E731
    page, to = (reverse(f"measures:{name}", args=keys(args)) for name, args in ((page, page_args), (to, to_args)))
    note = ended(client, user, page)

    client.post(to, {field: "พิมพ์ไว้นาน", "writer": note} | more)
    draft = Draft.objects.get()
    client.force_login(user)
    offered = client.get(f"{page}?draft={draft.pk}").content.decode()

    assert (draft.user, draft.page, draft.action) == (user, page, to)
    assert dict(draft.fields) == {field: "พิมพ์ไว้นาน"} | more
    assert offered.count("พิมพ์ไว้นาน") == 1


def test_reason_of_a_send_back_outlives_the_session(client, at_head, head):
    page = reverse("measures:submission-endorse", args=[at_head.pk])
    note = ended(client, head, page)
    to = reverse("measures:submission-send-back", args=[at_head.pk])
    client.post(to, {"note": "แก้ข้อ 1.1 ก่อน", "seen": "E", "writer": note})
    client.force_login(head)
    form = forms_of(client.get(f"{page}?draft={Draft.objects.get().pk}").content.decode())[to]

    client.post(to, form | {"note": "แก้ข้อ 1.1 ก่อน"})

    assert (Submission.objects.get().state, Draft.objects.count()) == ("D", 0)


def test_reason_of_an_extension_outlives_the_session(client, submission, reviewer):
    page = reverse("measures:submission-extend", args=[submission.pk])
    note = ended(client, reviewer, page)
    client.post(page, {"reason": "น้ำท่วม", "until_date": "1/1/2500", "until_time": "16.30", "writer": note})
    client.force_login(reviewer)
    offered = client.get(f"{page}?draft={Draft.objects.get().pk}").content.decode()

    assert [offered.count(text) for text in ("น้ำท่วม", 'value="1/1/2500"')] == [1, 1]
    assert Extension.objects.count() == 0


def test_one_note_fills_no_disk(client, staff, place):
    page, address = place
    note = ended(client, staff, page)

    answers = [client.post(address, {"comment": f"{number}" + "ก" * 150_000, "writer": note}) for number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 409, 409]
    assert "ยาวเกิน 400,000 ตัวอักษร" in answers[2].content.decode()
    assert "2ก" in answers[2].content.decode()
    assert Draft.objects.count() == 2


def test_without_the_guard_one_note_fills_the_disk(client, staff, place, monkeypatch):
    monkeypatch.setattr(drafts, "ROOM", 10**9)
    page, address = place
    note = ended(client, staff, page)

    for number in range(4):
        client.post(address, {"comment": f"{number}" + "ก" * 150_000, "writer": note})

    assert Draft.objects.count() == 4


def test_note_of_one_form_writes_over_no_words_of_another(client, staff, sent_result, place):
    page, address = place
    note = ended(client, staff, page)
    client.post(address, {"comment": "ความเห็นที่พิมพ์ไว้", "writer": note})
    waiting = Draft.objects.get()
    other = reverse("measures:submission-extend", args=[sent_result.submission_id])

    client.post(other, {"reason": "ข้อความของผู้อื่น", "writer": note, "draft": waiting.pk})
    client.post(address, {"comment": "ความเห็นที่แก้แล้ว", "writer": note, "draft": waiting.pk})

    # The control is the last line: the same form's own words do give way.
    assert [(one.action, dict(one.fields)) for one in Draft.objects.order_by("pk")] == [
        (address, {"comment": "ความเห็นที่แก้แล้ว"}),
        (other, {"reason": "ข้อความของผู้อื่น"}),
    ]
