"""The OpenAPI document says what there is, and every answer is as it says (schemathesis)."""

import re

import pytest
import schemathesis
from django.db import connections
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.settings import api_settings
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import JsonSchemaError

from ita_portal.api.schema import document
from ita_portal.api.tests.worlds import bearer, fill_everything, make_edition, token_of
from ita_portal.api.urls import urlpatterns
from ita_portal.tests.permissions.corpus import FULL
from ita_portal.wsgi import application

pytestmark = pytest.mark.django_db
EXAMPLES = 100 if FULL else 5
APART = {"reference", "schema", "unknown"}


def test_document_names_every_address_and_no_other(client):
    served = client.get("/api/v1/schema/").json()
    named = {re.sub(r"{\w+}", "1", path) for path in served["paths"]}
    there = {
        reverse(f"api:{one.name}", args=[1] * len(one.pattern.converters))
        for one in urlpatterns
        if one.name not in APART
    }

    assert named == there
    assert {tuple(methods) for methods in served["paths"].values()} == {("get",)}
    assert served["servers"] == [{"url": "http://127.0.0.1:8000"}]


def test_public_part_alone_asks_for_no_token(client):
    served = client.get("/api/v1/schema/").json()
    open_ = {path for path, methods in served["paths"].items() if {} in methods["get"]["security"]}

    assert open_ == {path for path in served["paths"] if path.startswith("/api/v1/public/")}


def test_reference_explains_every_address_without_anything_inline(client):
    answer = client.get("/api/")
    page = answer.content.decode()

    assert [path for path in document("th")["paths"] if f"GET {path}" not in page] == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", page) == []


def from_somewhere(environ, start_response):
    """Answer as the portal: a server tells the address that a request comes from, the in-process client does not."""
    return application(environ | {"REMOTE_ADDR": "192.0.2.1"}, start_response)


@pytest.fixture
def asked(viewer, make_agency, make_round, monkeypatch):
    """The schema as it is served, with rows behind every address and a token that sees them."""
    monkeypatch.setattr(
        api_settings, "DEFAULT_THROTTLE_RATES", dict.fromkeys(("person", "address", "open"), "999999/m")
    )
    # A server takes its leave of the connection after each request; here the test's transaction stands on it.
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)
    fill_everything(2, make_agency, make_round, viewer)
    make_edition(2)
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", from_somewhere), token_of(viewer)


def test_answers_are_as_the_document_says_whatever_is_asked(asked):
    """Right and wrong requests to every address: never 500, only documented statuses, types and shapes."""
    schema, secret = asked
    seen: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
            seen.add(answer.status_code)

        ask()

    assert {200, 404} <= seen <= {200, 400, 404, 409}


def test_answer_that_differs_from_the_document_is_told(asked, monkeypatch):
    """The control: a field that says a number and holds a word."""
    from ita_portal.api.shapes.plans import RoundLineShape

    schema, secret = asked
    case = schema["/api/v1/rounds/"]["get"].Case()
    headers = {"Authorization": f"Bearer {secret}"}
    case.call_and_validate(headers=headers)
    monkeypatch.setattr(RoundLineShape, "to_representation", lambda self, row: {"id": "one"})

    with pytest.raises(FailureGroup) as told:
        case.call_and_validate(headers=headers)

    assert {type(one) for one in told.value.exceptions} == {JsonSchemaError}


def test_every_answer_is_json_in_its_own_shape(asked):
    client = bearer(asked[1])
    paths = [path for path in document("th")["paths"] if "{" not in path]

    assert {client.get(path).headers["Content-Type"] for path in paths} == {"application/json"}
