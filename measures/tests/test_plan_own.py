"""An agency that plans for itself: its head uses the same pages; the provincial office reads."""

import pytest
from django.urls import reverse

from agencies.choices import Role
from measures import planning
from measures.choices import RoundState
from measures.models import Plan, Round

WORDS = {"indicator": "1", "label": "1", "text": "เผยแพร่ขั้นตอนบริการ", "version": "0"}


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def test_head_plans_opens_writes_and_publishes_for_the_own_agency(client, agency, make_agency, staff, head):
    make_agency("หน่วยงานอื่น")
    client.force_login(head)

    client.post(url("plan-new"), {"owner": f"agency-{agency.pk}", "year": "2570"})
    plan = Plan.objects.get()
    client.post(url("measure-new", plan.pk), WORDS)
    client.post(url("round-new", plan.pk), {"kind": "6"})
    round_ = Round.objects.get()
    opening = client.get(url("round-open", round_.pk)).context["opening"]
    client.post(url("round-open", round_.pk), {"due_date": "31 มี.ค. 2570", "due_time": "16.30"})

    assert (plan.agency, plan.owner_name) == (agency, "หน่วยงานทดสอบ")
    assert [(one.agency, one.measures, one.staff) for one in opening.reporters] == [(agency, 1, 1)]
    assert [str(one.agency) for one in round_.submissions.all()] == ["หน่วยงานทดสอบ"]
    client.post(url("narrative-new", round_.pk), {"group": "1", "text": "ทำครบแล้ว"})
    assert [one.text for one in round_.narratives.all()] == ["ทำครบแล้ว"]
    for name in ("measures:round-close", "measures:round-lock", "reports:round-publish"):
        assert client.post(reverse(name, args=[round_.pk])).status_code == 302
    assert Round.objects.get().state == RoundState.PUBLISHED


@pytest.fixture
def own(agency, everyone):
    """Return the agency's own plan with one measure."""
    plan = planning.create_plan(by=None, province=agency.province, agency=agency, fiscal_year=2570)
    planning.save_measure(plan, planning.MeasureTyped(1, "1", "เผยแพร่ขั้นตอน"), by=None)
    return plan


def test_own_plan_asks_for_no_groups(client, head, own):
    client.force_login(head)

    page = client.get(url("plan-detail", own.pk))
    form = client.get(url("measure-new", own.pk)).context["form"]

    assert page.context["page"].unassigned == []
    assert ("groups" in form.fields, "กำหนดผู้รายงาน" in page.content.decode()) == (False, False)


def test_provincial_office_reads_an_agencys_own_plan_and_changes_nothing(client, reviewer, own):
    client.force_login(reviewer)
    measure, round_ = own.measures.get(), planning.plan_round(own, by=None, kind="6")

    read = client.get(url("plan-detail", own.pk))
    refused = [
        client.post(url("measure-edit", own.pk, measure.pk), WORDS | {"text": "ของจังหวัด"}),
        client.post(url("measure-delete", own.pk, measure.pk)),
        client.post(url("round-new", own.pk), {"kind": "12"}),
        client.post(url("round-open", round_.pk), {"due_date": "31 มี.ค. 2570", "due_time": "16.30"}),
    ]

    assert (read.status_code, "data-action" in read.content.decode()) == (200, False)
    assert [answer.status_code for answer in refused] == [403, 403, 403, 403]
    assert [(m.text, own.rounds.count(), own.rounds.get().state) for m in own.measures.all()] == [
        ("เผยแพร่ขั้นตอน", 1, RoundState.PLANNED)
    ]


def test_staff_reads_the_own_agencys_plan_and_a_neighbour_does_not_find_it(client, staff, make_user, make_agency, own):
    neighbour = make_user(Role.HEAD, make_agency("หน่วยงานข้างเคียง"))
    seen = {}
    for user in (staff, neighbour):
        client.force_login(user)
        seen[user] = [
            client.get(url("plan-detail", own.pk)).status_code,
            client.post(url("measure-new", own.pk), WORDS).status_code,
        ]

    assert list(seen.values()) == [[200, 403], [404, 404]]


def test_head_cannot_begin_a_plan_of_another_agency(client, head, make_agency):
    other = make_agency("หน่วยงานอื่น")
    client.force_login(head)

    answer = client.post(url("plan-new"), {"owner": f"agency-{other.pk}", "year": "2570"})

    assert (answer.status_code, Plan.objects.count()) == (400, 0)
