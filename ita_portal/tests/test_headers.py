"""Security headers stand on every answer (T12)."""

import pytest
from django.contrib.auth import get_user_model

from ita_portal.middleware import HEADERS

STATUSES = [200, 302, 403, 404, 409, 500]
MIDDLEWARE = "ita_portal.middleware.SecurityHeadersMiddleware"


@pytest.fixture
def pages(settings, client):
    """A client on the status pages, without the portal's own templates in the way."""
    settings.ROOT_URLCONF = "ita_portal.tests.status_urls"
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    client.raise_request_exception = False
    return client


def security_headers(response):
    return {name: response.headers.get(name) for name in HEADERS}


@pytest.mark.parametrize("status", STATUSES)
def test_headers_are_on_every_status(pages, status):
    response = pages.get(f"/{status}")

    assert (response.status_code, security_headers(response)) == (status, HEADERS)


def test_headers_are_on_a_refused_host(pages):
    response = pages.get("/200", headers={"host": "attacker.example"})

    assert (response.status_code, security_headers(response)) == (400, HEADERS)


def test_headers_are_missing_without_the_middleware(pages, settings):
    settings.MIDDLEWARE = [
        name
        for name in settings.MIDDLEWARE
        if name not in (MIDDLEWARE, "django.middleware.clickjacking.XFrameOptionsMiddleware")
        and not name.startswith("django.middleware.security")
    ]

    assert security_headers(pages.get("/404")) == dict.fromkeys(HEADERS)


def test_view_keeps_the_header_it_set_itself(pages):
    response = pages.get("/public")

    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/whoami", "/200", "/public", "/404"])
def test_signed_in_pages_are_kept_by_no_cache(pages, address):
    pages.force_login(get_user_model().objects.create(username="somsri"))

    assert pages.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_signed_in_pages_say_nothing_about_caches_without_the_middleware(pages, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    pages.force_login(get_user_model().objects.create(username="somsri"))

    assert pages.get("/200").headers.get("Cache-Control") is None


@pytest.mark.django_db
def test_anonymous_pages_are_not_marked_private(pages):
    assert pages.get("/whoami").headers.get("Cache-Control") is None
