"""When a person leaves: the roles go to somebody else and the account is closed, in one step."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agencies import notices
from agencies.actions import Action
from agencies.authoring import Refused, end_sessions, home_of, record, require
from agencies.choices import Role
from agencies.directory import people_for
from agencies.idle import last_places
from agencies.models import Membership, NoticeKind, User
from agencies.rules import may
from agencies.verdict import YES, Verdict

HANDED_OVER = "user.hand_over"


def handing_over(by: User, person: User) -> Verdict:
    """Say whether `by` may hand the person's work over: every role in their hands, an open account, not their own."""
    if person == by:
        return Verdict(_("ส่งมอบงานของตนเองไม่ได้ โปรดให้ผู้ดูแลบัญชีของคุณทำรายการนี้"))
    places: list[Membership | None] = [*person.held] or [None]
    refusals = (verdict for one in places if not (verdict := may(by, Action.PEOPLE_HAND_OVER, one)))
    if not (verdict := next(refusals, YES)):
        return verdict
    return YES if person.is_active else Verdict(_("บัญชีนี้ปิดแล้ว"), conflict=True)


def successors(by: User, person: User) -> QuerySet[User]:
    """Return those who could take over: in the care of `by`, active, at one of the person's places."""
    same = Q(pk__in=[])
    for one in person.held:
        nation = one.agency_id is None and one.province_id is None
        here = Q(memberships__agency=one.agency_id, memberships__province=one.province_id)
        same |= here & Q(memberships__role=one.role) if nation else here
    return people_for(by).filter(same, is_active=True).exclude(pk__in=[person.pk, by.pk]).distinct()


def left_alone(person: User) -> list[Membership]:
    """Return the person's roles that nobody else holds at the same place."""
    return last_places(person, Role.values)


@transaction.atomic
def hand_over(person: User, successor: User | None, *, acknowledged: bool, by: User, now: dt.datetime) -> int:
    """Give the person's roles to the successor and close the account; return how many roles were new to them.

    successor None: nobody takes over; where that leaves a role without anybody, `acknowledged` must say that it is
    known. The closed account keeps its roles as history; texts that were never sent stay the person's. Raises Refused.
    """
    require(handing_over(by, person))
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not locked.is_active:
        raise Refused(_("บัญชีนี้ปิดแล้ว"))
    if successor is None and left_alone(person) and not acknowledged:
        raise Refused(_("หน้าที่นี้จะไม่มีผู้ทำ โปรดเลือกผู้รับช่วง เพิ่มผู้ใช้ใหม่ก่อน หรือยืนยันว่ารับทราบ"))
    given = _give_all(person, successor, by, now) if successor else []
    User.objects.filter(pk=person.pk).update(is_active=False)
    end_sessions(person)
    record(by, HANDED_OVER, person, home_of(person), to=successor.pk if successor else None)
    record(by, "user.disable", person, home_of(person))
    return len(given)


def _give_all(person: User, successor: User, by: User, now: dt.datetime) -> list[Membership]:
    if not successors(by, person).filter(pk=successor.pk).exists():
        raise Refused(_("ผู้รับช่วงต้องเป็นผู้ใช้ที่เปิดอยู่ของหน่วยงานเดียวกัน"))
    there = {(one.role, one.agency_id, one.province_id) for one in successor.held}
    missing = [one for one in person.held if (one.role, one.agency_id, one.province_id) not in there]
    if not missing:
        return []
    require(may(by, Action.USER_INVITE, successor))
    given = []
    for one in missing:
        place = Membership(user=successor, role=one.role, agency=one.agency, province=one.province)
        require(may(by, Action.USER_INVITE, place))
        place.save()
        province = one.agency.province if one.agency else one.province
        record(by, "role.add", successor, province, role=one.role, agency=one.agency_id)
        given.append(place)
    end_sessions(successor)
    # No name: a notice outlives the data of the person who left.
    roles = ", ".join(f"{one.place} ({Role(one.role).label})" for one in given)
    notices.tell(
        [successor], kind=NoticeKind.ACCOUNT, subject="คุณรับช่วงงาน", text=f"คุณได้รับบทบาทเพิ่ม: {roles}", url="/",
        key=f"handed:{person.pk}:{now:%Y%m%d%H%M%S}", now=now,
    )  # fmt: skip
    return given
