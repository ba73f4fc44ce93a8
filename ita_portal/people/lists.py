"""A list of people from the file to the links: kept, judged again, stored at once, forgotten after some days."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.authoring import BETWEEN_MAILS, Refused
from agencies.directory import may_see_link
from agencies.invitations import LINK_MAILED, LINK_SHOWN
from agencies.models import AccountEvent, Membership, Province, User
from agencies.roster import Fresh, fresh_links, mail_links, store
from ita_portal.models import PeopleList
from ita_portal.people.examining import Examined, examine
from ita_portal.people.lines import Found
from ita_portal.people.sandbox import find

KEPT = dt.timedelta(days=7)
MOST_OPEN = 20


class Overtaken(Refused):
    """What the list would do is no longer what the person was shown."""


def bring(data: bytes, filename: str, *, by: User, province: Province | None, now: dt.datetime) -> PeopleList:
    """Read a file and keep what it says; of a person's older lists that were never stored only the newest stay."""
    found = find(data)
    kept = PeopleList.objects.create(
        owner=by, filename=filename, content=data, lines=found.to_store(), created_at=now,
        summary={"province": province.pk if province else None},
    )  # fmt: skip
    older = PeopleList.objects.filter(owner=by, committed_at=None).order_by("-pk").values_list("pk", flat=True)
    PeopleList.objects.filter(pk__in=list(older[MOST_OPEN:])).delete()
    return kept


def lists_of(user: User) -> QuerySet[PeopleList]:
    """Return the person's own lists, without their bytes."""
    return PeopleList.objects.filter(owner=user).defer("content", "lines")


def own_lists(user: User) -> QuerySet[PeopleList]:
    """Return the person's own lists, whole."""
    return PeopleList.objects.filter(owner=user)


def examined(kept: PeopleList, *, by: User) -> Examined:
    """Judge a kept list as things stand now."""
    province = Province.objects.filter(pk=kept.summary.get("province") or 0).first()
    return examine(Found.from_store(kept.lines), by=by, province=province)


@transaction.atomic
def commit(kept: PeopleList, *, seen: str, by: User, now: dt.datetime) -> Examined:
    """Store everything that the list says, or nothing. seen: the fingerprint of what the person was shown.

    Raises Overtaken where things have changed since, Refused where there are errors or it was stored already.
    """
    row = PeopleList.objects.select_for_update().get(pk=kept.pk)
    if row.committed_at is not None:
        raise Refused(_("นำเข้าไฟล์นี้แล้ว"))
    judged = examined(row, by=by)
    if judged.refused:
        raise Refused(_("ยังบันทึกไม่ได้ โปรดแก้ข้อผิดพลาดในไฟล์ แล้วอัปโหลดใหม่"))
    if judged.fingerprint != seen:
        raise Overtaken(_("ข้อมูลในระบบเปลี่ยนไปหลังจากแสดงตัวอย่าง โปรดดูสิ่งที่จะเปลี่ยนอีกครั้งก่อนยืนยัน"))
    counts = judged.counts
    row.made = store(judged.roster, by=by)
    row.committed_at, row.content, row.lines = now, b"", {}
    row.summary = row.summary | {"counts": counts}
    row.save()
    return judged


def waiting(kept: PeopleList, *, by: User) -> list[User]:
    """Return the people that the list made and whose account nobody has taken over yet: 2 queries."""
    people = list(User.objects.filter(pk__in=kept.made, is_active=True, last_login=None).order_by("pk"))
    held: dict[int, list[Membership]] = {one.pk: [] for one in people}
    rows = Membership.objects.filter(user__in=held).select_related("agency__province", "province")
    for membership in rows.order_by("pk"):
        held[membership.user_id].append(membership)
    for one in people:
        one.__dict__["held"] = tuple(held[one.pk])
    return [one for one in people if not one.has_usable_password() and may_see_link(by, one)]


@transaction.atomic
def mail_all(kept: PeopleList, *, by: User, now: dt.datetime) -> int:
    """Post a link to everybody of the list who waits and has an address; nobody twice in five minutes."""
    # Two clicks at once: the second looks after the first has posted.
    PeopleList.objects.select_for_update().get(pk=kept.pk)
    people = waiting(kept, by=by)
    just = AccountEvent.objects.filter(
        action=LINK_MAILED, subject_type="user", subject_id__in=[one.pk for one in people], at__gt=now - BETWEEN_MAILS
    )
    done = set(just.values_list("subject_id", flat=True))
    return mail_links([one for one in people if one.email and one.pk not in done], by=by, now=now)


def links_for(kept: PeopleList, *, everybody: bool, by: User) -> list[Fresh]:
    """Make the links that go onto a sheet: for those without an address, or for all who wait."""
    people = [one for one in waiting(kept, by=by) if everybody or not one.email]
    return fresh_links(people, action=LINK_SHOWN, by=by)


def sweep_lists(now: dt.datetime) -> int:
    """Delete lists older than a week: they hold names and addresses; return how many."""
    return PeopleList.objects.filter(created_at__lt=now - KEPT).delete()[0]
