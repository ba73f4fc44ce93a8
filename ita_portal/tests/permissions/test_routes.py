"""Every address and method is mapped to exactly one action; a new one that nobody mapped fails here (T2)."""

import pytest
from django.http import HttpResponse
from django.urls import path

from agencies.actions import Action as AgencyAction
from ita_portal.tests.permissions.addresses import METHODS, mapped, patterns, routes
from measures.choices import Action

# Who is let in without an action of the tables: everybody, and whoever is signed in.
OPEN = {"public", "signed-in"}


def unmapped():
    return sorted({name for name, _view in patterns()} ^ set(mapped()))


def test_every_address_is_mapped():
    assert unmapped() == []


def test_unmapped_address_is_found(settings):
    class Planted:
        urlpatterns = [path("planted/", lambda request: HttpResponse("open"), name="planted")]

    settings.ROOT_URLCONF = Planted

    assert "planted" in unmapped()


def test_every_method_asks_for_one_known_action():
    known = {*Action.values, *AgencyAction.values, *OPEN}

    assert [route for route in routes() if route.action not in known] == []
    assert [name for name, entry in mapped().items() if not set(entry) & set(METHODS)] == []


@pytest.mark.django_db
def test_methods_that_nobody_mapped_are_refused(client, admin):
    """What the table does not name answers 405 to PUT, PATCH and DELETE everywhere, to GET where only POST is."""
    client.force_login(admin)
    posts_only = [name for name, entry in mapped().items() if "GET" not in entry and not entry.get("args")]
    from django.urls import reverse

    allowed = {name: client.get(reverse(name)).status_code for name in posts_only if name != "set_language"}

    assert set(allowed.values()) == {405}
