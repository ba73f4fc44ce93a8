"""Lists ask the database as often for three agencies as for one, details as often for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import ScoreCard
from ita_portal.api.tests.worlds import bearer, fill_everything, make_edition, token_of
from measures.models import Event, Submission
from reports.models import IssuedReport, Publication

pytestmark = pytest.mark.django_db
# With the two of the token and of its person's roles; those of the throttles' cache (in memory here) come on top.
QUERIES = {
    "me": 2, "provinces": 3, "agencies": 5, "agency": 4, "editions": 3, "edition": 9, "plans": 4, "plan": 8,
    "rounds": 3, "round": 3, "submissions": 4, "submission": 3, "submission results": 12, "submission events": 6,
    "results": 11, "links": 4, "events": 5, "scores": 5, "score": 5, "disclosures": 7, "papers": 5, "paper": 5,
    "public/provinces": 2, "public/agencies": 2, "public/editions": 2, "public edition": 8,
    "public/publications": 2, "public publication": 1,
}  # fmt: skip


def addresses(agencies, round_):
    """Return every address by name: lists, and one of each detail."""
    submission, paper = Submission.objects.first(), IssuedReport.objects.first()
    lists = (
        "provinces", "agencies", "editions", "plans", "rounds", "submissions", "results", "links", "events", "scores",
        "disclosures", "papers", "public/provinces", "public/agencies", "public/editions", "public/publications",
    )  # fmt: skip
    details = {
        "me": "me", "agency": f"agencies/{agencies[0].pk}", "edition": "editions/2599",
        "plan": f"plans/{round_.plan_id}", "round": f"rounds/{round_.pk}", "submission": f"submissions/{submission.pk}",
        "submission results": f"submissions/{submission.pk}/results",
        "submission events": f"submissions/{submission.pk}/events", "score": f"scores/{ScoreCard.objects.first().pk}",
        "paper": f"papers/{paper.pk}", "public edition": "public/editions/2599",
        "public publication": f"public/publications/{Publication.objects.first().pk}",
    }  # fmt: skip
    return {name: name for name in lists} | details


@pytest.mark.parametrize("count", [1, 3])
def test_every_address_asks_as_often_for_one_as_for_three(viewer, count, make_agency, make_round):
    agencies, round_ = fill_everything(count, make_agency, make_round, viewer)
    make_edition(count)
    client, found, rows = bearer(token_of(viewer)), {}, {}
    client.get("/api/v1/me/")
    for name, path in addresses(agencies, round_).items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/api/v1/{path}/")
        found[name] = len(asked)
        if "results" in answer.json():
            rows[name] = len(answer.json()["results"])

    assert rows["submissions"] == rows["papers"] == rows["public/publications"] == count
    assert rows["results"] == rows["events"] == 3 * count == Event.objects.filter(action="result.edit").count()
    assert found == QUERIES
