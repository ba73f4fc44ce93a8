"""A wrong address shows the portal's own page, with DEBUG as without."""

import pytest

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
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("OwnNotFoundMiddleware")]
    client.force_login(staff)

    assert DJANGO in client.get("/no-such-page/").content.decode()
