"""What stands already, fetched once for a whole list: places, and the accounts that its names and addresses mean."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from agencies.actions import Action
from agencies.directory import people_for
from agencies.models import Agency, AgencyGroup, AgencyKind, Membership, Province, User
from agencies.rules import may
from ita_portal.people.lines import Line
from thai.wording import squeeze

CHUNK = 400


def tight(name: str) -> str:
    """Return a name as it is compared: without spaces, whatever the case."""
    return "".join(squeeze(name).casefold().split())


@dataclass
class Known:
    """The rows that a list may mean. Keys: tight names, names and addresses in lower case.

    `shown`: accounts that pages show whoever brings the list; of all others it must not tell so much as an address.
    """

    provinces: dict[str, Province] = field(default_factory=dict)
    allowed: frozenset[int] = frozenset()
    kinds: dict[str, AgencyKind] = field(default_factory=dict)
    agencies: dict[tuple[int, str], Agency] = field(default_factory=dict)
    groups: dict[tuple[int, str], AgencyGroup] = field(default_factory=dict)
    within: dict[int, set[int]] = field(default_factory=dict)
    by_name: dict[str, User] = field(default_factory=dict)
    by_email: dict[str, User] = field(default_factory=dict)
    shown: frozenset[int] = frozenset()


def importing_provinces(by: User | None) -> list[Province]:
    """Return the provinces whose people the person may import; a command may all."""
    everything = Province.objects.order_by("name")
    return [one for one in everything if by is None or may(by, Action.PEOPLE_IMPORT, one)]


def known_of(lines: Iterable[Line], by: User | None, province: Province | None) -> Known:
    """Fetch what the lines may mean, in a fixed number of queries a few hundred lines."""
    lines = list(lines)
    mine = importing_provinces(by)
    found = Known(provinces={tight(one.name): one for one in Province.objects.all()})
    found.allowed = frozenset(one.pk for one in mine)
    for kind in AgencyKind.objects.all():
        found.kinds |= {tight(kind.name): kind, tight(kind.code): kind}
    named = {tight(line.text("province")).removeprefix("จังหวัด") for line in lines if line.text("province")}
    wanted = {one.pk for name in named if (one := found.provinces.get(name))} & found.allowed
    wanted |= {one.pk for one in (province, *(mine if len(mine) == 1 else ())) if one}
    _places(found, lines, wanted)
    _people(found, lines, by)
    return found


def _places(found: Known, lines: list[Line], provinces: set[int]) -> None:
    names = {tight(line.text("agency")) for line in lines}
    rows = Agency.objects.filter(province__in=provinces).select_related("kind", "province").order_by("-is_active", "pk")
    for agency in rows:
        if tight(agency.name) in names:
            found.agencies.setdefault((agency.province_id, tight(agency.name)), agency)
    for group in AgencyGroup.objects.filter(province__in=provinces).select_related("province"):
        found.groups[group.province_id, tight(group.name)] = group
    between = Agency.groups.through.objects.filter(agency__province__in=provinces)
    for agency_pk, group_pk in between.values_list("agency_id", "agencygroup_id"):
        found.within.setdefault(agency_pk, set()).add(group_pk)


def _people(found: Known, lines: list[Line], by: User | None) -> None:
    typed = sorted({line.text(name).lower() for line in lines for name in ("username", "email")} - {""})
    users: dict[int, User] = {}
    everybody = User.objects.annotate(name_key=Lower("username"), email_key=Lower("email"))
    for start in range(0, len(typed), CHUNK):
        part = typed[start : start + CHUNK]
        users |= {user.pk: user for user in everybody.filter(Q(name_key__in=part) | Q(email_key__in=part))}
    found.shown = frozenset(users) if by is None else _shown(by, list(users))
    held: dict[int, list[Membership]] = {pk: [] for pk in users}
    for start in range(0, len(users), CHUNK):
        part_of = list(users)[start : start + CHUNK]
        rows = Membership.objects.filter(user__in=part_of).select_related("agency__province", "province")
        for membership in rows.order_by("pk"):
            held[membership.user_id].append(membership)
    for user in users.values():
        # What `held` would fetch, for all of them at once.
        user.__dict__["held"] = tuple(held[user.pk])
        found.by_name[user.username.lower()] = user
        if user.email:
            found.by_email.setdefault(user.email.lower(), user)


def _shown(by: User, users: list[int]) -> frozenset[int]:
    mine = people_for(by).order_by().values_list("pk", flat=True)
    chunks = (users[start : start + CHUNK] for start in range(0, len(users), CHUNK))
    return frozenset(pk for part in chunks for pk in mine.filter(pk__in=part))
