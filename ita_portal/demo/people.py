"""The demo's province, agencies, groups and persons."""

from dataclasses import dataclass, field
from typing import Any

from agencies.choices import ALL_AGENCIES_GROUP, Role
from agencies.models import Agency, AgencyGroup, AgencyKind, Membership, Province, User
from ita_portal.demo.data import demo_data

SERVICE_GROUP = "หน่วยงานที่ให้บริการประชาชน"


@dataclass
class Cast:
    """Everybody of the demo; staff and heads by the agency's primary key. `planners`: agencies that plan themselves."""

    province: Province
    agencies: list[Agency]
    hosts: dict[int, str]
    groups: dict[str, AgencyGroup]
    reviewer: User
    planners: list[Agency] = field(default_factory=list)
    staff: dict[int, User] = field(default_factory=dict)
    heads: dict[int, User] = field(default_factory=dict)


def create_cast(count: int) -> Cast:
    """Make the demo province with its first `count` agencies and everybody in them."""
    data = demo_data("agencies")
    province = Province.objects.create(is_demo=True, **data["province"])
    kinds = {kind.code: kind for kind in AgencyKind.objects.all()}
    rows = data["agencies"][:count]
    agencies = Agency.objects.bulk_create([_agency(row, province, kinds) for row in rows])
    cast = Cast(
        province,
        agencies,
        {agency.pk: row["host"] for agency, row in zip(agencies, rows, strict=True)},
        _groups(province, agencies, rows),
        reviewer=_logins(agencies, province),
        planners=[agency for agency, row in zip(agencies, rows, strict=True) if row.get("plans_itself")],
    )
    _fill_posts(cast)
    return cast


def _agency(row: dict[str, Any], province: Province, kinds: dict[str, AgencyKind]) -> Agency:
    return Agency(
        province=province,
        name=row["name"],
        kind=kinds[row["kind"]],
        parent_ministry=row["parent_ministry"],
        domains=[row["host"]],
        memo_prefix=row["memo_prefix"],
        phone=row["phone"],
        needs_endorsement=row["needs_endorsement"],
    )


def _groups(province: Province, agencies: list[Agency], rows: list[dict[str, Any]]) -> dict[str, AgencyGroup]:
    everyone = AgencyGroup.objects.create(province=province, name=ALL_AGENCIES_GROUP)
    service = AgencyGroup.objects.create(province=province, name=SERVICE_GROUP)
    everyone.agencies.set(agencies)
    service.agencies.set([agency for agency, row in zip(agencies, rows, strict=True) if row["service"]])
    return {group.name: group for group in (everyone, service)}


def _logins(agencies: list[Agency], province: Province) -> User:
    """Make the log-ins with a password, one a role; return the reviewer."""
    people = demo_data("people")
    users = {}
    for one in people["logins"]:
        user = User.objects.create_user(
            one["username"],
            f"{one['username']}@srinathi.example",
            people["password"],
            display_name=one["display_name"],
        )
        role = Role(one["role"])
        places: list[dict[str, Any]] = [{"agency": agencies[n]} for n in one["agencies"] if n < len(agencies)]
        if role == Role.REVIEWER:
            places = [{"province": province}]
        Membership.objects.bulk_create(Membership(user=user, role=role, **place) for place in places or [{}])
        users[role] = user
    return users[Role.REVIEWER]


def _fill_posts(cast: Cast) -> None:
    """Give every agency that the log-ins leave empty its own staff and head, who have no password."""
    for post, holders, name in ((Role.STAFF, cast.staff, "เจ้าหน้าที่"), (Role.HEAD, cast.heads, "หัวหน้า")):
        taken = Membership.objects.filter(role=post, agency__in=cast.agencies).select_related("user")
        holders.update({one.agency_id: one.user for one in taken if one.agency_id})
        for number, agency in enumerate(cast.agencies, start=1):
            if agency.pk in holders or (post == Role.HEAD and not agency.needs_endorsement):
                continue
            user = User(username=f"demo-{post}-{number:02d}", display_name=f"{name} สาธิต {number:02d}")
            user.set_unusable_password()
            user.save()
            Membership.objects.create(user=user, role=post, agency=agency)
            holders[agency.pk] = user
