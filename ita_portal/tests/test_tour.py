"""The first steps: ticked from what stands in the database, put away and called back."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from agencies.choices import Role
from agencies.models import Membership, User
from assessments.models import Edition
from ita_portal.help.tour import tour_of
from measures import authoring, workflow
from measures.authoring import Typed
from measures.choices import Action, Mark

PERSONAS = ("staff", "head", "reviewer", "viewer", "admin")


def ticks(user):
    """Return the ticks in order; a new look at the person each time."""
    return [step.done for step in tour_of(User.objects.get(pk=user.pk).held[0]).steps]


def test_steps_of_staff_tick_themselves(submission, staff, fill):
    assert ticks(staff) == [False, False, False, False, False, False, None]

    first = submission.results.first()
    authoring.save_result(first, Typed(answer="done", text="แล้ว", urls=("https://x.go.th/1",)), by=staff, version=0)
    User.objects.update(phone="02 000 0000")
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
    assert ticks(staff) == [True, True, True, True, False, False, None]

    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    assert ticks(staff) == [True, True, True, True, True, False, None]


def test_steps_of_a_head_tick_themselves(submission, staff, head, fill):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    before = ticks(head)
    workflow.act(submission, Action.ENDORSE, by=head)

    assert before == [False, False, True, False, False, False]
    assert ticks(head) == [False, False, True, True, False, False]


def test_steps_of_the_provincial_office_tick_themselves(
    province, make_plan, make_round, make_agency, reviewer, make_user
):
    assert ticks(reviewer) == [False, False, False, False, False, False, False]
    make_user(Role.STAFF, make_agency())
    plan = make_plan()
    assert ticks(reviewer) == [False, False, True, True, True, False, False]

    round_ = make_round(plan)
    assert ticks(reviewer) == [False, False, True, True, True, True, False]
    round_.submissions.get().results.update(mark=Mark.OK)
    assert ticks(reviewer) == [False, False, True, True, True, True, True]


def test_what_another_province_did_ticks_nothing(other_province, make_round, make_agency, make_user):
    make_user(Role.STAFF, make_agency())
    make_round()

    assert ticks(make_user(Role.REVIEWER, other_province)) == [False] * 7


def test_steps_of_the_administrator_tick_themselves(admin, viewer, reviewer, agency):
    assert ticks(viewer) == [False, False, None, None, None, None]
    assert ticks(admin) == [False, False, False, True, True, False, False]

    Edition.objects.create(fiscal_year=2570, verified=True)
    Membership.objects.create(user=viewer, role=Role.ADMIN)
    assert ticks(admin) == [False, False, True, True, True, False, True]


@pytest.mark.parametrize("persona", PERSONAS)
def test_steps_lead_to_pages_that_open(client, request, submission, persona):
    user = request.getfixturevalue(persona)
    client.force_login(user)
    steps = tour_of(user.held[0]).steps

    assert 4 <= len(steps) <= 7
    assert [client.get(step.url, follow=True).status_code for step in steps] == [200] * len(steps)
    assert [client.get(reverse("help:page", args=[step.help])).status_code for step in steps] == [200] * len(steps)


def test_steps_on_a_report_wait_for_the_first_round(staff):
    steps = tour_of(staff.held[0]).steps

    assert [bool(step.url) for step in steps] == [True, True, False, False, False, True, True]


@pytest.mark.parametrize("persona", PERSONAS)
def test_first_steps_cost_one_query(request, persona, django_assert_num_queries):
    place = request.getfixturevalue(persona).held[0]

    with django_assert_num_queries(1):
        tour_of(place)


def test_first_steps_are_put_away_and_called_back(client, staff, head):
    client.force_login(staff)

    def shown():
        return ['id="tour-h"' in client.get(path).content.decode() for path in ("/", "/help/")]

    before = shown()
    away = client.post(reverse("tour-away"), {"away": "yes"})
    between = shown()
    back = client.post(reverse("tour-away"), {"away": "no"})

    assert (before, between, shown()) == ([True, True], [False, True], [True, True])
    assert (away.headers["Location"], back.headers["Location"]) == ("/", "/help/")
    assert list(User.objects.filter(tour_put_away=True)) == []


def test_first_steps_that_are_all_done_leave_the_first_page(client, viewer):
    User.objects.update(phone="02 000 0000")
    Authenticator.objects.create(user=viewer, type=Authenticator.Type.TOTP, data={})
    client.force_login(viewer)

    assert ['id="tour-h"' in client.get(path).content.decode() for path in ("/", "/help/")] == [False, True]


def test_person_without_the_second_factor_reads_help_and_sees_no_steps(client, head, settings):
    settings.REQUIRE_MFA = True
    client.force_login(head)

    page = client.get("/help/")

    assert (page.status_code, 'id="tour-h"' in page.content.decode()) == (200, False)
    assert client.post(reverse("tour-away"), {"away": "yes"}).headers["Location"] == reverse("mfa_activate_totp")
