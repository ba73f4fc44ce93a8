"""What an answer looks like: refusals, parameters, pages, ETag, limits, headers, languages."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency
from evidence.models import Link, WebPage
from ita_portal.api.tests.worlds import bearer, token_of
from ita_portal.middleware import HEADERS
from measures import rules
from measures.choices import RoundState
from measures.models import ResultLink, Round
from reports.models import IssuedFile, IssuedReport

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def api(viewer):
    """A client with the token of the central viewer."""
    return bearer(token_of(viewer))


def refusal(answer):
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("rounds/?colour=red", (400, "unknown_parameter")),
        ("rounds/?year=68", (400, "invalid_parameter")),
        ("rounds/?year=๒๕๖๘", (400, "invalid_parameter")),
        ("rounds/?year=2568&year=2569", (400, "invalid_parameter")),
        ("rounds/?state=Z", (400, "invalid_parameter")),
        ("rounds/?state=", (400, "invalid_parameter")),
        ("rounds/?province=1%00", (400, "invalid_parameter")),
        ("rounds/?limit=201", (400, "invalid_parameter")),
        ("rounds/?limit=0", (400, "invalid_parameter")),
        ("rounds/?after=-1", (400, "invalid_parameter")),
        ("rounds/?after=99999999999", (400, "invalid_parameter")),
        ("me/?year=2568", (400, "unknown_parameter")),
        ("rounds/999999999/", (404, "not_found")),
        ("rounds/99999999999999999999999/", (404, "not_found")),
        ("nothing/", (404, "not_found")),
        ("public/publications/999/", (404, "not_found")),
    ],
)
def test_wrong_request_is_refused_with_its_reason(api, address, refused):
    status, body = refusal(api.get(f"/api/v1/{address}"))

    assert (status, body["code"], sorted(body)) == (*refused, ["code", "detail"])
    assert body["detail"]


def test_refusal_speaks_thai_unless_english_is_asked_for(client):
    thai, english, other = (
        client.get("/api/v1/me/", headers={"Accept-Language": language}) for language in ("th", "en-GB,en", "fr")
    )

    assert refusal(thai) == refusal(other) == (
        401, {"detail": "โปรดส่งโทเคน API มากับคำขอ (Authorization: Bearer …)", "code": "not_authenticated"}
    )  # fmt: skip
    assert [one.headers["Content-Language"] for one in (thai, english, other)] == ["th", "en", "th"]
    assert thai.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ["/api/v1/rounds/", "/api/v1/public/provinces/"])
def test_nothing_is_written(api, method, address):
    words = {"detail": "API นี้อ่านข้อมูลอย่างเดียว (GET, HEAD)", "code": "method_not_allowed"}

    assert refusal(getattr(api, method)(address)) == (405, words)


def test_role_and_state_give_the_reasons_of_the_pages(submission, staff, reviewer, admin):
    """403 for the role, 409 for the state: the words are the policy's own."""
    results = reverse("api:submission-results", args=[submission.pk])
    events = reverse("api:submission-events", args=[submission.pk])
    asked = {"draft": (reviewer, results), "role": (admin, results), "audit": (staff, events)}

    found = {name: refusal(bearer(token_of(user)).get(address)) for name, (user, address) in asked.items()}

    no = {"detail": "บทบาทของคุณทำรายการนี้ไม่ได้", "code": "permission_denied"}
    why = rules.may(reviewer, "result.read", submission).reason
    assert found == {"draft": (409, {"detail": why, "code": "not_now"}), "role": (403, no), "audit": (403, no)}


def test_pages_lead_through_all_rows_once_in_order(api, make_agency):
    made = sorted(make_agency().pk for _number in range(5))
    found, address, pages = [], "/api/v1/agencies/?limit=2&province=91", 0
    while address:
        page = api.get(address).json()
        found += [row["id"] for row in page["results"]]
        address, pages = page["next"], pages + 1
        address = address and address.removeprefix("http://127.0.0.1:8000")

    assert (found, pages) == (made, 3)


def test_row_made_meanwhile_neither_doubles_nor_hides_another(api, make_agency):
    first, second, third = (make_agency().pk for _number in range(3))
    page = api.get("/api/v1/agencies/?limit=2").json()
    Agency.objects.filter(pk=first).delete()
    fourth = make_agency().pk

    rest = api.get(page["next"].removeprefix("http://127.0.0.1:8000")).json()

    assert [row["id"] for row in page["results"]] == [first, second]
    assert ([row["id"] for row in rest["results"]], rest["next"]) == ([third, fourth], None)


def test_next_page_is_at_the_portal_whatever_host_was_claimed(api, make_agency, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_agency(), make_agency()

    answer = api.get("/api/v1/agencies/?limit=1", headers={"Host": "evil.example"})

    assert answer.json()["next"].startswith("http://127.0.0.1:8000/api/v1/agencies/?limit=1&after=")
    assert "evil" not in answer.content.decode()


def test_known_etag_answers_without_content_until_something_changes(api, agency):
    first = api.get("/api/v1/agencies/")
    known = {"If-None-Match": first.headers["ETag"]}
    again = api.get("/api/v1/agencies/", headers=known)
    Agency.objects.update(name="ชื่อใหม่")
    changed = api.get("/api/v1/agencies/", headers=known)

    assert [(one.status_code, bool(one.content)) for one in (first, again, changed)] == [
        (200, True), (304, False), (200, True)
    ]  # fmt: skip
    assert again.headers["ETag"] == first.headers["ETag"] != changed.headers["ETag"]


def test_answers_vary_by_who_asks_and_are_kept_by_nobody_else(api, client):
    own, public = api.get("/api/v1/agencies/"), client.get("/api/v1/public/agencies/")

    assert own.headers["Cache-Control"] == "private, no-cache"
    assert public.headers["Cache-Control"] == "public, max-age=60"
    assert {"Accept-Language", "Authorization", "Cookie"} <= set(own.headers["Vary"].split(", "))
    assert [name for name in HEADERS if name not in own.headers] == []
    assert [name for one in (own, public) for name in one.headers if name.startswith("Access-Control")] == []


def test_session_reads_and_is_kept_by_nobody(client, staff):
    client.force_login(staff)

    answer = client.get("/api/v1/me/", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert (answer.json()["token"], answer.headers["Cache-Control"]) == (None, "private, no-store")


@pytest.mark.parametrize(
    ("rate", "address"), [("person", "/api/v1/me/"), ("address", "/api/v1/me/"), ("open", "/api/v1/public/provinces/")]
)
def test_too_many_requests_wait_for_the_next_minute(api, monkeypatch, rate, address):
    from rest_framework.settings import api_settings

    limited = {"person": "99/m", "address": "99/m", "open": "99/m", rate: "2/m"}
    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", limited)
    start = timezone.now().replace(second=15, microsecond=0)
    with time_machine.travel(start, tick=False):
        statuses = [api.get(address).status_code for _number in range(2)]
        stopped = api.get(address)
    with time_machine.travel(start + MINUTE, tick=False):
        after = api.get(address).status_code

    assert (statuses, after) == ([200, 200], 200)
    assert refusal(stopped) == (
        429, {"detail": "ส่งคำขอถี่เกินไป โปรดรอ 45 วินาทีแล้วลองใหม่", "code": "throttled"}
    )  # fmt: skip
    assert stopped.headers["Retry-After"] == "45"


def test_wrong_tokens_are_counted_too(db, monkeypatch):
    from rest_framework.settings import api_settings

    limited = {"person": "99/m", "address": "3/m", "open": "99/m"}
    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", limited)
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [bearer(f"ita_{number}").get("/api/v1/me/").status_code for number in range(5)]

    assert statuses == [401, 401, 401, 429, 429]


def test_rounds_are_narrowed_by_what_holds_now(api, agency, make_round, make_plan):
    """An open round past its deadline is closed, here as on pages."""
    open_, late = make_round(make_plan(2570)), make_round(make_plan(2571))
    Round.objects.filter(pk=late.pk).update(due_at=timezone.now() - MINUTE)
    found = {
        query: [row["id"] for row in api.get(f"/api/v1/rounds/?{query}").json()["results"]]
        for query in ("state=O", "state=C", "state=X", "year=2571", "kind=12", "province=91", "province=92")
    }

    assert found == {
        "state=O": [open_.pk], "state=C": [late.pk], "state=X": [], "year=2571": [late.pk], "kind=12": [],
        "province=91": [open_.pk, late.pk], "province=92": [],
    }  # fmt: skip
    assert api.get(f"/api/v1/rounds/{late.pk}/").json()["state"] == RoundState.CLOSED


def test_result_is_whole(sent, reviewer):
    """Every word of a sent report, its link with the verdict, in one row."""
    result = sent.results.order_by("pk").first()
    link = Link.objects.typed(sent.agency_id, "https://www.example.go.th/a")
    ResultLink.objects.create(result=result, link=link)
    WebPage.objects.filter(pk=link.page_id).update(reach="gone", detail="not_found", checked_at=sent.endorsed_at)
    client = bearer(token_of(reviewer))

    found = client.get(f"/api/v1/results/?round={sent.round_id}&limit=1").json()["results"]

    assert found == [{
        "id": result.pk, "submission": sent.pk, "round": sent.round_id, "agency": sent.agency_id, "indicator": 1,
        "issue": 0, "label": "1", "measure": "มาตรการที่ 1.1 ของปี 2570", "answer": "done",
        "text": "ดำเนินการตามข้อ 1.1 แล้ว", "reason": "", "outcome": "", "confirmed": True, "mark": "",
        "flagged": False, "updated_at": None,
        "links": [{
            "typed": "https://www.example.go.th/a", "url": "https://www.example.go.th/a", "reach": "gone",
            "why": "not_found", "final_url": "", "title": "",
            "checked_at": timezone.localtime(sent.endorsed_at).isoformat(),
        }],
        "files": [], "notes": [],
    }]  # fmt: skip
    assert client.get(f"/api/v1/submissions/{sent.pk}/").json() | {"submitted_at": 0, "endorsed_at": 0} == {
        "id": sent.pk, "round": sent.round_id, "fiscal_year": 2570, "agency": sent.agency_id,
        "agency_name": "หน่วยงานทดสอบ", "province": "91", "state": "S", "measures": 3, "complete": 3, "percent": 100,
        "submitted_at": 0, "endorsed_at": 0, "approved_at": None,
    }  # fmt: skip


def test_issued_paper_is_given_as_it_was_kept(sent, head, api):
    from hashlib import sha256

    from django.core.files.base import ContentFile

    issued = IssuedReport.objects.create(
        agency=sent.agency, fiscal_year=2570, round=sent.round, submission=sent, code="agency_measures", number=1,
        title="แบบรายงาน", token="t" * 32, dataset={}, dataset_sha256="0" * 64, template_version="0" * 64,
        issued_by=head, issued_at=timezone.now(),
    )  # fmt: skip
    kept = IssuedFile(
        report=issued, format="pdf", file_name="แบบ ก.pdf", size=9, sha256=sha256(b"%PDF-kept").hexdigest()
    )
    kept.file.save("x.pdf", ContentFile(b"%PDF-kept"))
    address = api.get("/api/v1/papers/").json()["results"][0]["files"][0]["url"].removeprefix("http://127.0.0.1:8000")

    given = api.get(address)
    known = api.get(address, headers={"If-None-Match": given.headers["ETag"]})
    with kept.file.storage.open(kept.file.name, "wb") as file:
        file.write(b"%PDF-lost")
    damaged = api.get(address)

    assert (given.content, given.headers["Content-Type"], known.status_code) == (b"%PDF-kept", "application/pdf", 304)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert (damaged.status_code, damaged.json()["code"]) == (409, "damaged")
