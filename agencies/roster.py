"""Many agencies and people at once, as a list brings them: rows and history in one transaction, few statements.

What may be done was asked by whoever made the roster (ita_portal/people/examining.py); here it is written.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from agencies.authoring import Refused
from agencies.choices import ALL_AGENCIES_GROUP
from agencies.invitations import LINK_MAILED, READDRESSED, link_for, mail_key, words_of
from agencies.models import (
    AccountEvent,
    Agency,
    AgencyGroup,
    AgencyKind,
    Membership,
    OutboxMail,
    Province,
    SessionSeen,
    User,
)
from agencies.outbox import address_of, draft

BATCH = 500


@dataclass
class AgencyWish:
    """An agency as the list wants it. row: the one that is there, or a new one without a key; kind None: as it is.

    domains and groups: what is to be added to those that are there.
    """

    row: Agency
    kind: AgencyKind | None = None
    domains: list[str] = field(default_factory=list)
    groups: list[AgencyGroup] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether it is to be made."""
        return self.row.pk is None


@dataclass
class PersonWish:
    """A person as the list wants it. row: as above; changes: facts that differ; roles: new ones, without a person."""

    row: User
    changes: dict[str, str] = field(default_factory=dict)
    roles: list[Membership] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether it is to be made."""
        return self.row.pk is None


@dataclass
class Roster:
    """Everything that a list changes; what is as it should be is not in it."""

    agencies: list[AgencyWish] = field(default_factory=list)
    people: list[PersonWish] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not self.agencies and not self.people


@transaction.atomic
def store(roster: Roster, *, by: User | None) -> list[int]:
    """Write all of it, or nothing; return the keys of the new people, in the order of the list. by None: a command.

    Raises Refused where somebody took a name meanwhile.
    """
    new = [one for one in roster.people if one.is_new]
    try:
        with transaction.atomic():
            events = [*_agencies(roster.agencies, by), *_people(roster.people, by)]
            AccountEvent.objects.bulk_create(events, batch_size=BATCH)
    except IntegrityError as error:
        raise Refused(_("มีผู้อื่นเพิ่มหน่วยงานหรือผู้ใช้ชื่อเดียวกันไปก่อนแล้ว โปรดอัปโหลดไฟล์อีกครั้ง")) from error
    return [one.row.pk for one in new]


def _event(by: User | None, action: str, subject: Model, province: Province | None, **changes: object) -> AccountEvent:
    return AccountEvent(
        actor=by, action=action, subject_type=subject._meta.model_name or "", subject_id=subject.pk,
        province=province, changes=changes,
    )  # fmt: skip


def _agencies(wishes: list[AgencyWish], by: User | None) -> list[AccountEvent]:
    new, old = ([one for one in wishes if one.is_new is wanted] for wanted in (True, False))
    for one in new:
        one.row.kind, one.row.domains = one.kind, one.domains
    Agency.objects.bulk_create([one.row for one in new], batch_size=BATCH)
    everyone = {
        province.pk: AgencyGroup.objects.get_or_create(province=province, name=ALL_AGENCIES_GROUP)[0]
        for province in {one.row.province for one in new}
    }
    events = [_event(by, "agency.add", one.row, one.row.province, name=[None, one.row.name]) for one in new]
    for one in new:
        one.groups = list(dict.fromkeys([everyone[one.row.province_id], *one.groups]))
    events += [_edited(one, by) for one in old]
    between = Agency.groups.through
    rows = [between(agency_id=one.row.pk, agencygroup_id=group.pk) for one in wishes for group in one.groups]
    between.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return events


def _edited(wish: AgencyWish, by: User | None) -> AccountEvent:
    row = wish.row
    changes: dict[str, object] = {}
    if wish.kind is not None:
        changes["kind"] = [row.kind_id, wish.kind.pk]
        row.kind = wish.kind
    if wish.domains:
        changes["domains"] = [row.domains, [*row.domains, *wish.domains]]
        row.domains = [*row.domains, *wish.domains]
    if wish.groups:
        changes["groups"] = [[], [group.pk for group in wish.groups]]
    row.save(update_fields=["kind", "domains"])
    return _event(by, "agency.edit", row, row.province, **changes)


def _people(wishes: list[PersonWish], by: User | None) -> list[AccountEvent]:
    new = [one for one in wishes if one.is_new]
    changed = [one for one in wishes if not one.is_new and one.changes]
    stamped = [one.row.pk for one in wishes if not one.is_new and (one.roles or "email" in one.changes)]
    for one in new:
        one.row.password = make_password(None)
    User.objects.bulk_create([one.row for one in new], batch_size=BATCH)
    for one in changed:
        for name, value in one.changes.items():
            setattr(one.row, name, value)
    User.objects.bulk_update([one.row for one in changed], ["display_name", "email", "phone"], batch_size=BATCH)
    roles = [_held(one, role) for one in wishes for role in one.roles]
    Membership.objects.bulk_create(roles, batch_size=BATCH)
    # As with any change of roles: sessions and links of those who were there before end. So does, with a new address,
    # the link that went to the old one: it may be a stranger's.
    SessionSeen.objects.filter(user__in=stamped).delete()
    User.objects.filter(pk__in=stamped).update(role_stamp=F("role_stamp") + 1)
    # History keeps the names of what changed, not the values: those can be erased later.
    return [
        *(_event(by, "user.invite", one.row, _province(one.roles[0])) for one in new),
        *(_event(by, _edit_of(one), one.row, None, fields=sorted(one.changes)) for one in changed),
        *(_event(by, "role.add", one.user, _province(one), role=one.role, agency=one.agency_id) for one in roles),
    ]


def _edit_of(wish: PersonWish) -> str:
    return READDRESSED if "email" in wish.changes else "user.edit"


def _held(wish: PersonWish, role: Membership) -> Membership:
    """Return the role with its person, and with its agency, both of which have a key by now."""
    role.user = wish.row
    # Set once more: the agency of this very list had no key before.
    role.agency = role.agency
    return role


def _province(role: Membership) -> Province | None:
    return role.agency.province if role.agency else role.province


@dataclass(frozen=True)
class Fresh:
    """A new one-time link of a person, and the key of the event that records it."""

    person: User
    link: str
    event: int


@transaction.atomic
def fresh_links(people: list[User], *, action: str, by: User) -> list[Fresh]:
    """Make a link for each of these people whom nobody has taken over yet; earlier links of theirs die.

    Who sets a password at this very moment keeps it: a link instead of it would open somebody's account to others.
    """
    rows = User.objects.select_for_update().filter(pk__in=[one.pk for one in people]).order_by("pk")
    taken = {one.pk for one in rows if one.has_usable_password() or not one.is_active}
    people = [one for one in people if one.pk not in taken]
    for person in people:
        person.password = make_password(None)
    User.objects.bulk_update(people, ["password"], batch_size=BATCH)
    events = [_event(by, action, one, _province(one.held[0]) if one.held else None) for one in people]
    AccountEvent.objects.bulk_create(events, batch_size=BATCH)
    return [Fresh(one, link_for(one), event.pk) for one, event in zip(people, events, strict=True)]


@transaction.atomic
def mail_links(people: list[User], *, by: User, now: dt.datetime) -> int:
    """Post a link to each of these people's own address; return how many mails wait to be sent."""
    mails = []
    for one in fresh_links([person for person in people if address_of(person)], action=LINK_MAILED, by=by):
        subject, text = words_of(one.person, one.link)
        key = mail_key(one.event)
        mails.append(draft(one.person, subject=subject, text=text, key=key, now=now, urgent=True))
    rows = [mail for mail in mails if mail is not None]
    OutboxMail.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
