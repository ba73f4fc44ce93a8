"""A few small invented provinces beside the demo's own, so that the centre has several to look at.

One works on its round, one closed it early and has agencies that are late, one has scores alone. Nobody logs in there.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from agencies.choices import Role
from agencies.models import Agency, AgencyGroup, AgencyKind, Membership, Province, User
from ita_portal.demo.data import demo_data
from ita_portal.demo.people import Cast
from ita_portal.demo.scores import score_year
from ita_portal.demo.years import running_year
from measures import workflow
from measures.choices import Action
from measures.models import Round
from thai.dates import fiscal_year

SCORE_YEARS, MEASURES = (2568, 2569), 3


@transaction.atomic
def seed_neighbours(*, today: dt.date) -> None:
    """Make the provinces of fixtures/demo/neighbours.json with their agencies, scores and reports."""
    kinds = {kind.code: kind for kind in AgencyKind.objects.all()}
    year = fiscal_year(today)
    for row in demo_data("neighbours"):
        cast = _cast(row, kinds)
        for score_of in SCORE_YEARS:
            score_year(cast.province, cast.agencies, score_of)
        if row["round"]:
            running_year(cast, year, MEASURES, today=today)
        if row["round"] == "closed":
            round_ = Round.objects.get(plan__province=cast.province)
            workflow.move_round(round_, Action.ROUND_CLOSE, by=cast.reviewer)


def _cast(row: dict[str, Any], kinds: dict[str, AgencyKind]) -> Cast:
    """One person each: the office, and an officer an agency; small bodies, so no head endorses."""
    province = Province.objects.create(code=row["code"], name=row["name"], name_en=row["name_en"], is_demo=True)
    agencies = Agency.objects.bulk_create(
        Agency(province=province, name=name, kind=kinds["tao"], needs_endorsement=False) for name in row["agencies"]
    )
    group = AgencyGroup.objects.create(province=province, name=demo_data("measures")[0]["group"])
    group.agencies.set(agencies)
    hosts = {agency.pk: f"{row['host']}-{number}.example" for number, agency in enumerate(agencies, start=1)}
    officers = {
        agency.pk: _person(f"{row['host']}-{n}", Role.STAFF, agency=agency) for n, agency in enumerate(agencies)
    }
    reviewer = _person(f"{row['host']}-office", Role.REVIEWER, province=province)
    return Cast(province, agencies, hosts, {group.name: group}, reviewer, staff=officers)


def _person(name: str, role: Role, **place: Any) -> User:
    user = User(username=f"demo-{name}", display_name=f"{role.label} สาธิต")
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, role=role, **place)
    return user
