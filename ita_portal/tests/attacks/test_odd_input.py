"""Odd input gets an answer that is no 500, also where a database could not look for it (T26)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse

from agencies.choices import Role
from ita_portal.tests.permissions.addresses import patterns, routes
from ita_portal.tests.permissions.corpus import sample
from ita_portal.wsgi import application, without_charset

HUGE = "99999999999999999999"
STRANGE = [
    "\0", "a\0b", "๙๙", "²", "٣", HUGE, "-" + HUGE, "9" * 5000, "1e999", "NaN", "\x01\x0b\x1f", "\ufffe\uffff",
    "\u202e\u2066", "ก" + "\u0e49" * 60, "😀👨‍👩‍👧", "\r\nX: y", "../../etc/passwd", "'\"><script>", "A" * 151,
    "ก" * 2049, "x" * 60_000,
]  # fmt: skip
FIELDS = (
    "answer", "text", "reason", "outcome", "url", "version", "seal", "source", "comment", "note", "membership", "role",
    "agency", "province", "province_code", "username", "display_name", "email", "phone", "password", "login", "name",
    "kind", "domains", "groups", "agencies", "language", "next", "query", "page", "show", "year", "round", "submission",
    "numerals", "code", "weight_iit", "level_rules", "bands", "lowest", "questions-TOTAL_FORMS", "label", "indicator",
    "order", "due_date", "due_time", "until", "covers", "measures", "mark", "seen",
)  # fmt: skip
CASES = [(field, text) for field in FIELDS for text in STRANGE]
CHARSETS = ["rot13", "hex", "undefined", "idna", "punycode", "utf-7", "unicode_escape", "utf-16", "nonsense"]


@pytest.fixture
def people(make_user, agency, province):
    """Return a signed-in client for each role."""
    places = {Role.STAFF: agency, Role.HEAD: agency, Role.REVIEWER: province, Role.VIEWER: None, Role.ADMIN: None}
    found = [Client(raise_request_exception=False)]
    for role, place in places.items():
        found.append(Client(raise_request_exception=False))
        found[-1].force_login(make_user(role, place))
    return found


def addresses(number: str) -> list[str]:
    """Return every address of the portal with that in the place of each key."""
    arguments = {route.name: route.args for route in routes()}
    return [reverse(name, args=[number] * len(arguments[name])) for name, _view in patterns()
            if name in arguments and all(word != "token" for word in arguments[name])]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "9223372036854775808", HUGE])
@pytest.mark.slow
def test_a_key_that_no_column_holds_is_a_404(people, number):
    broken = {
        (url, answer.status_code)
        for url in addresses(number) for client in people[1:] for answer in (client.get(url), client.post(url))
        if answer.status_code >= 500
    }  # fmt: skip
    assert broken == set()


@pytest.mark.django_db
@pytest.mark.slow
def test_odd_words_in_any_field_of_any_form_are_answered(people, submission):
    urls = sorted(
        {*addresses("1"), *(reverse(route.name) for route in routes() if not route.args)} - {"/accounts/logout/"}
    )
    broken = set()
    for number, (field, text) in enumerate(sample(CASES, 40)):
        client = people[number % len(people)]
        for url in urls[number % 7 :: 7]:
            answers = client.get(url, {field: text}), client.post(url, {field: [text, text]})
            broken |= {(url, field, text[:20]) for answer in answers if answer.status_code >= 500}
    assert broken == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["agencies:agency-add", "agencies:group-add"])
def test_nul_in_an_address_is_a_404(people, name):
    assert people[3].get(reverse(name, args=["a\0b"])).status_code == 404


@pytest.mark.django_db
def test_nul_in_an_address_of_the_nation_is_a_404(people):
    """Of PostgreSQL; SQLite looks for it and finds nothing."""
    paths = ("/nation/%00/", "/nation/91%00/", "/nation/91%00/file/csv/", "/nation/file/%00/", "/help/%00/")
    assert [people[4].get(path).status_code for path in paths] == [404] * len(paths)


@pytest.mark.django_db
@pytest.mark.parametrize("key", [HUGE, "-" + HUGE])
def test_a_huge_key_among_several_is_no_choice(people, everyone, agency, key):
    answer = people[3].post(reverse("agencies:group-edit", args=[everyone.pk]), {"name": "กลุ่ม", "agencies": [key]})
    assert answer.status_code == 400


@pytest.mark.django_db
def test_an_address_longer_than_its_column_is_refused(people):
    long = "a" * 64 + "@" + ".".join(["b" * 60] * 4) + ".com"
    assert people[1].post(reverse("agencies:account"), {"display_name": "ก", "email": long}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [b"[" * 200_000, b'{"fiscal_year": 1e999}', b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b"9" * 5000, b"\xff"],
)
def test_a_file_that_json_can_spell_and_no_database_keep_is_refused(people, content):
    answer = people[5].post(reverse("assessments:edition-import"), {"file": SimpleUploadedFile("e.json", content)})
    assert answer.status_code == 422


def asked(app, content_type, query="", body=b""):
    """Return the status of a GET, as a server would send it."""
    told = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "QUERY_STRING": query, "CONTENT_TYPE": content_type,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http", "CONTENT_LENGTH": str(len(body)),
    }  # fmt: skip
    list(app(environ, lambda status, headers: told.append(int(status[:3]))))
    return told[0]


@pytest.mark.django_db
@pytest.mark.parametrize("charset", CHARSETS)
def test_a_claimed_charset_changes_nothing(charset):
    assert asked(application, f"text/plain; charset={charset}", "a=%ff+2AA-") == 200


@pytest.mark.django_db
def test_without_the_guard_a_charset_falls_through_to_the_server():
    with pytest.raises(LookupError):
        asked(WSGIHandler(), "text/plain; charset=rot13", "a=b")


@pytest.mark.django_db
def test_a_thousand_parameters_beside_a_charset_are_answered():
    assert asked(application, "text/plain; charset=utf-8", "&".join(f"a{n}=1" for n in range(1100))) == 200


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("", ""),
        ("text/plain", "text/plain"),
        ("multipart/form-data; boundary=abc", "multipart/form-data; boundary=abc"),
        ('multipart/form-data; boundary="a b"; charset=rot13', 'multipart/form-data; boundary="a b"'),
        ("multipart/form-data; CHARSET = 'rot13'; boundary=abc", 'multipart/form-data; boundary="abc"'),
        ("application/x-www-form-urlencoded; charset*=utf-8''rot13", "application/x-www-form-urlencoded"),
    ],
)
def test_only_the_charset_is_taken_out(sent, read):
    assert without_charset(sent) == read
