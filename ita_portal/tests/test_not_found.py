"""A wrong address shows the portal's own page, with DEBUG as without."""

import pytest

from ita_portal.middleware import HEADERS

OWN = "ITA มาตรการ"
DJANGO = "DEBUG = True"


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("address", ["/no-such-page/", "/submissions/999999/"])
def test_wrong_address_shows_the_own_page(client, staff, settings, debug, address):
    settings.DEBUG = debug
    client.force_login(staff)

    answer = client.get(address)

    page = answer.content.decode()
    assert (answer.status_code, OWN in page, DJANGO in page) == (404, True, False)


def test_django_would_show_its_own_page_without_the_guard(client, staff, settings):
    settings.DEBUG = True
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("OwnPagesMiddleware")]
    client.force_login(staff)

    assert DJANGO in client.get("/no-such-page/").content.decode()


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/submissions/{}/return/", "/submissions/{}/"),
        ("/submissions/{}/review/bulk/", "/submissions/{}/review/"),
        ("/results/1/comment/", "/"),
        ("/results/1/unsaved/use/", "/results/1/unsaved/"),
        ("/plans/1/measures/2/move/", "/plans/1/measures/2/"),
        ("/drafts/discard/", "/"),
    ],
)
def test_address_behind_a_button_opened_by_hand_leads_back(client, staff, submission, address, back):
    client.force_login(staff)

    answer = client.get(address.format(submission.pk))

    page = answer.content.decode()
    button = f'btn--main" href="{back.format(submission.pk)}"'
    assert (answer.status_code, OWN in page, button in page) == (405, True, True)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert (answer.headers["Allow"], answer.headers["Cache-Control"]) == ("POST", "private, no-store")


def test_stranger_is_shown_the_page_too(client, submission):
    answer = client.get(f"/results/{submission.results.first().pk}/save/")

    assert (answer.status_code, "เปิดที่อยู่นี้โดยตรงไม่ได้" in answer.content.decode()) == (405, True)


def test_script_is_answered_without_a_page(client, staff):
    client.force_login(staff)

    assert client.get("/drafts/discard/", headers={"Accept": "application/json"}).content == b""
