"""Typed markup stays text on every page, file name and link (T10)."""

import io
import re
import zipfile

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from ita_portal.tests.attacks.markup import ADDRESSES, CORPUS, Page
from ita_portal.tests.permissions.corpus import sample
from measures import authoring
from measures.authoring import Typed
from measures.choices import Action
from measures.models import Result, RoundMeasure
from measures.workflow import act

CHOSEN = sample(CORPUS)
BATCHES = [CHOSEN[start : start + 270] for start in range(0, len(CHOSEN), 270)]
LINKS = sample(ADDRESSES, 5)


def test_the_corpus_is_as_large_as_promised():
    assert (len(CORPUS) >= 5_000, len(CHOSEN) >= 250) == (True, True)


def test_the_reader_sees_markup_that_is_not_escaped():
    raw = Template("<p>{{ text|safe }}</p><a href='{{ text|safe }}'>x</a>")
    unseen = [text for text in CORPUS if text.count("<") and not Page(raw.render(Context({"text": text}))).found]
    assert len(unseen) < len(CORPUS) / 4


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "/\\evil.example"])
def test_the_reader_sees_strange_addresses(address):
    assert Page(f"<a href='{address}'>x</a>").found == [("a", f"href={address}")]


@pytest.fixture(params=range(len(BATCHES)))
def planted(request, submission, agency, staff, head, reviewer):
    """Write the strings into every field of people, agency, measures and results; send the report."""
    batch = BATCHES[request.param]
    words = iter(batch * 3)
    agency.parent_ministry, agency.phone, agency.memo_prefix = (next(words)[:60] for _ in range(3))
    agency.name = next(words)[:160]
    agency.save()
    for person in (staff, head, reviewer):
        person.display_name, person.phone = next(words)[:160], next(words)[:60]
        person.save()
    for row in RoundMeasure.objects.all():
        row.text, row.responsible, row.label = next(words), next(words), next(words)[:20]
        row.save()
    results = list(Result.objects.filter(submission__agency=agency))
    for number, result in enumerate(results):
        text, reason, outcome = ("\n".join(batch[3 * number + part :: 9]) for part in range(3))
        answer, urls = "not_applicable" if number else "done", tuple(LINKS[number :: len(results)][:30])
        typed = Typed(answer=answer, text=text, reason=reason, outcome=outcome, urls=urls)
        authoring.save_result(result, typed, by=staff, version=result.version, confirm=True)
    submission = results[0].submission
    return submission, results, batch


def pages(submission, results):
    """Return the addresses that show what was planted."""
    own = ["submission-detail", "submission-endorse", "submission-receipt"]
    found = [reverse(f"measures:{name}", args=[submission.pk]) for name in own]
    found += [reverse("measures:submission-entry", args=[submission.pk, r.measure.indicator]) for r in results]
    found += [reverse(f"measures:{name}", args=[r.pk]) for r in results for name in ("result-history", "unsaved")]
    found += [
        reverse("home"),
        reverse("agencies:people-list"),
        reverse("agencies:agency-list"),
        reverse("reports:papers"),
    ]
    found += [reverse("agencies:agency-edit", args=[submission.agency_id]), reverse("agencies:account")]
    found += [reverse("agencies:person-detail", args=[m.user_id]) for m in submission.agency.memberships.all()]
    paper = reverse("reports:agency-paper", args=["agency_measures", submission.round_id, submission.agency_id])
    return [*found, paper]


@pytest.mark.django_db
def test_planted_strings_stay_text_for_every_reader(planted, staff, head, reviewer, admin):
    submission, results, batch = planted
    found, shown = set(), 0
    for step in ("draft", "sent"):
        for person in (staff, head, reviewer, admin):
            client = Client()
            client.force_login(person)
            for url in pages(submission, results):
                answer = client.get(url)
                shown += answer.content.count(b"&lt;")
                found |= {(url, *odd) for odd in Page(answer.content.decode()).found}
        if step == "draft":
            act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    assert found == set()
    assert shown > len(batch)


@pytest.mark.django_db
def test_a_refused_text_comes_back_as_text(planted, staff):
    client = Client()
    client.force_login(staff)
    found = set()
    for text in planted[2][::5]:
        typed = {"answer": text[:20], "text": text, "reason": text, "outcome": text, "url": [text], "version": "999"}
        url = reverse("measures:result-save", args=[planted[1][0].pk])
        plain, script = client.post(url, typed), client.post(url, typed, headers={"X-Autosave": "1"})
        assert (plain.status_code, script.status_code) == (409, 409)
        found |= {*Page(plain.content.decode()).found, *Page(script.json()["html"]).found}
    assert found == set()


@pytest.mark.django_db
def test_workbooks_hold_no_formula_and_no_strange_link(submission, agency, staff):
    results = list(Result.objects.filter(submission__agency=agency))
    starts = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        '=HYPERLINK("http://x")',
        "=cmd|' /C calc'!A0",
        "\r=1",
        "\n=1",
        " =1",
    ]
    for result in results:
        typed = Typed(
            answer="done", text="\n".join(starts), reason=starts[0], outcome=starts[3], urls=(*starts, *LINKS[:15])
        )
        authoring.save_result(result, typed, by=staff, version=result.version)
    submission = results[0].submission
    client = Client()
    client.force_login(staff)
    args = ["agency_measures", submission.round_id, submission.agency_id, "xlsx"]
    for url in (
        reverse("measures:workbook-export", args=[submission.pk]),
        reverse("reports:agency-paper-file", args=args),
    ):
        archive = zipfile.ZipFile(io.BytesIO(client.get(url).content))
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
        sheets = "".join(text for name, text in parts.items() if "worksheets" in name)
        targets = [part.split('"')[0] for text in parts.values() for part in text.split('Target="')[1:]]
        assert re.search(r"<f[ >]", sheets) is None
        assert [t for t in targets if ":" in t and not t.startswith(("http://", "https://"))] == []
