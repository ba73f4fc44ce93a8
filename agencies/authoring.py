"""The only writer of agencies, groups, people and their roles: rule, rows and event in one transaction."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import invitations
from agencies.actions import Action
from agencies.choices import ALL_AGENCIES_GROUP
from agencies.directory import manages, may_see_link, may_send_link
from agencies.invitations import LINK_MAILED, LINK_OPENED, LINK_SHOWN, LINKS
from agencies.models import AccountEvent, Agency, AgencyGroup, Membership, Province, SessionSeen, User
from agencies.rules import may
from agencies.verdict import Verdict

AGENCY_FIELDS = (
    "name", "kind", "parent_ministry", "domains", "memo_prefix", "phone", "needs_endorsement", "is_active",
)  # fmt: skip
BETWEEN_MAILS = timedelta(minutes=5)


class Refused(Exception):
    """The rule, or the state of things, says no; the message is the Thai reason."""


def require(verdict: Verdict) -> None:
    """Raise Refused with the reason of a no."""
    if not verdict:
        raise Refused(verdict.reason)


def record(by: User | None, action: str, subject: Model, province: Province | None, **changes: Any) -> AccountEvent:
    """Write what was done to a person, an agency or a group into the history; by None: the portal itself."""
    return AccountEvent.objects.create(
        actor=by, action=action, subject_type=subject._meta.model_name or "", subject_id=subject.pk,
        province=province, changes=changes,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


@transaction.atomic
def make_agency(province: Province, name: str, *, by: User | None) -> Agency:
    """Make the agency that a command named with --create, in the group of all agencies; asks no rule."""
    agency = Agency.objects.create(province=province, name=name)
    agency.groups.add(AgencyGroup.objects.get_or_create(province=province, name=ALL_AGENCIES_GROUP)[0])
    record(by, "agency.add", agency, province, name=[None, name])
    return agency


@transaction.atomic
def save_agency(agency: Agency, values: dict[str, Any], *, by: User) -> Agency:
    """Create the agency (no pk; its province is set) or change it, its groups too where `groups` is given.

    values: names of AGENCY_FIELDS to cleaned values, and `groups` to a list of AgencyGroup of its province.
    Raises Refused.
    """
    require(may(by, Action.AGENCY_EDIT, agency if agency.pk else agency.province))
    before = {name: _plain(getattr(agency, name)) for name in AGENCY_FIELDS} if agency.pk else {}
    action = "agency.edit" if agency.pk else "agency.add"
    for name in AGENCY_FIELDS:
        if name in values:
            setattr(agency, name, values[name])
    try:
        with transaction.atomic():
            agency.save()
    except IntegrityError as error:
        raise Refused(_("มีหน่วยงานชื่อนี้ในจังหวัดแล้ว")) from error
    changes = {
        name: [before.get(name), _plain(getattr(agency, name))]
        for name in AGENCY_FIELDS
        if before.get(name) != _plain(getattr(agency, name))
    }
    if "groups" in values:
        old = sorted(agency.groups.values_list("pk", flat=True))
        agency.groups.set([group for group in values["groups"] if group.province_id == agency.province_id])
        new = sorted(agency.groups.values_list("pk", flat=True))
        changes |= {"groups": [old, new]} if old != new else {}
    if changes:
        record(by, action, agency, agency.province, **changes)
    return agency


@transaction.atomic
def save_group(group: AgencyGroup, *, name: str, agencies: list[Agency], by: User) -> AgencyGroup:
    """Create or rename the group and put exactly these agencies of its province in it. Raises Refused."""
    require(may(by, Action.AGENCY_EDIT, group.province))
    before = group.name if group.pk else None
    old = sorted(group.agencies.values_list("pk", flat=True)) if group.pk else []
    group.name = name
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Refused(_("มีกลุ่มชื่อนี้ในจังหวัดแล้ว")) from error
    group.agencies.set([agency for agency in agencies if agency.province_id == group.province_id])
    new = sorted(group.agencies.values_list("pk", flat=True))
    if (before, old) != (name, new):
        action = "group.add" if before is None else "group.edit"
        record(by, action, group, group.province, name=[before, name], agencies=[old, new])
    return group


def _province_of(membership: Membership) -> Province | None:
    return membership.agency.province if membership.agency else membership.province


def _give(user: User, place: Membership, by: User) -> None:
    place.user = user
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:
        raise Refused(_("ผู้ใช้นี้มีบทบาทนี้อยู่แล้ว")) from error
    record(by, "role.add", user, _province_of(place), role=place.role, agency=place.agency_id)


@transaction.atomic
def invite(place: Membership, *, username: str, display_name: str, email: str, phone: str, by: User) -> User:
    """Create a person without a password in that role (an unsaved Membership). Raises Refused."""
    require(may(by, Action.USER_INVITE, place))
    user = User(username=username, display_name=display_name, email=email, phone=phone)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("มีผู้ใช้ชื่อนี้แล้ว โปรดใช้ชื่อผู้ใช้อื่น")) from error
    # History keeps the id only: names and addresses can be erased later.
    record(by, "user.invite", user, _province_of(place))
    _give(user, place, by)
    return user


@transaction.atomic
def add_role(user: User, place: Membership, *, by: User) -> None:
    """Give an existing person another role; their open sessions end. Raises Refused.

    The place must be the giver's to fill, and every role that the person has below the giver's rank.
    """
    require(may(by, Action.USER_INVITE, place))
    require(may(by, Action.USER_INVITE, user))
    _give(user, place, by)
    end_sessions(user)


@transaction.atomic
def remove_role(membership: Membership, *, by: User) -> None:
    """Take a role from a person; their open sessions end. Never one's own, never the last. Raises Refused."""
    require(may(by, Action.USER_DISABLE, membership))
    user = User.objects.select_for_update().get(pk=membership.user_id)
    if user == by:
        raise Refused(_("ถอดบทบาทของตนเองไม่ได้"))
    if user.memberships.count() == 1:
        raise Refused(_("ผู้ใช้นี้เหลือบทบาทเดียว ถ้าพ้นหน้าที่แล้วให้ปิดบัญชีแทน"))
    record(by, "role.remove", user, _province_of(membership), role=membership.role, agency=membership.agency_id)
    membership.delete()
    end_sessions(user)


def end_sessions(user: User) -> None:
    """End every session of the person, and every one-time link."""
    SessionSeen.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(role_stamp=F("role_stamp") + 1)


@transaction.atomic
def set_active(user: User, active: bool, *, by: User) -> None:
    """Disable or enable an account; a disabled person's sessions end at once. Raises Refused."""
    require(manages(by, user))
    if user == by:
        raise Refused(_("ปิดบัญชีของตนเองไม่ได้"))
    changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
    if changed:
        end_sessions(user)
        record(by, "user.enable" if active else "user.disable", user, home_of(user))


def home_of(user: User) -> Province | None:
    """Return the province of the person's first role, where it has one."""
    return _province_of(user.held[0]) if user.held else None


@transaction.atomic
def issue_link(user: User, *, by: User) -> str:
    """Return a one-time address where the person sets a password, to be shown to `by`. Raises Refused."""
    return _new_link(user, by, LINK_SHOWN)[0]


def _new_link(user: User, by: User, action: str) -> tuple[str, AccountEvent]:
    # Of a person who sets a password at this very moment: that password is not taken away, and the rule is asked anew.
    user = User.objects.select_for_update().get(pk=user.pk)
    require(may_see_link(by, user) if action == LINK_SHOWN else may_send_link(by, user))
    if not user.is_active:
        raise Refused(_("บัญชีนี้ปิดอยู่ โปรดเปิดบัญชีก่อนสร้างลิงก์"))
    if not user.has_usable_password():
        # A new random mark instead of a password: an earlier link to the same person dies.
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return invitations.link_for(user), record(by, action, user, home_of(user))


@transaction.atomic
def mail_link(user: User, *, by: User) -> None:
    """Post a one-time address to the person's own mail address; `by` never sees it. Raises Refused."""
    require(may_send_link(by, user))
    # Two clicks at once: the second looks after the first has posted.
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.email:
        raise Refused(_("บัญชีนี้ไม่มีอีเมล"))
    now = timezone.now()
    sent = AccountEvent.objects.filter(action=LINK_MAILED, subject_type="user", subject_id=user.pk)
    if sent.filter(at__gt=now - BETWEEN_MAILS).exists():
        raise Refused(_("เพิ่งส่งลิงก์ไปทางอีเมลแล้ว โปรดรอ 5 นาทีก่อนส่งอีกครั้ง"))
    link, event = _new_link(user, by, LINK_MAILED)
    if invitations.post_link(user, link, event=event.pk, now=now) is None:
        raise Refused(_("อีเมลของบัญชีนี้ใช้ส่งไม่ได้ โปรดแก้อีเมล หรือส่งลิงก์ให้ผู้ใช้โดยตรง"))


@transaction.atomic
def note_opened(user: User) -> None:
    """Record, once a link, that the person's one-time address was opened."""
    mine = AccountEvent.objects.filter(subject_type="user", subject_id=user.pk)
    newest = mine.filter(action__in=(*LINKS, LINK_OPENED)).values_list("action", flat=True).first()
    if newest in LINKS:
        record(None, LINK_OPENED, user, home_of(user))


@transaction.atomic
def clear_second_factor(user: User, *, by: User) -> None:
    """Take the app and the recovery codes off an account whose telephone is lost. Raises Refused."""
    require(manages(by, user))
    if user == by:
        raise Refused(_("จัดการของตนเองได้ที่หน้าบัญชีของฉัน"))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(by, "user.clear_second_factor", user, home_of(user))


@transaction.atomic
def accept_invitation(uid: str, token: str, password: str, email: str | None = None) -> User:
    """Set the password of the person whose link this is; the link is dead afterwards. Raises Refused.

    email: the address that the person confirmed on taking the account over; None leaves the one there is.
    """
    user = invitations.person_of(uid, token)
    locked = User.objects.select_for_update().filter(pk=user.pk).first() if user else None
    # Under the lock once more: of two people with the same link only the first gets in.
    if locked is None or not invitations.tokens.check_token(locked, token):
        raise Refused(_("ลิงก์นี้ใช้ไม่ได้แล้ว อาจถูกใช้ไปแล้วหรือหมดอายุ โปรดขอลิงก์ใหม่"))
    locked.set_password(password)
    locked.email = locked.email if email is None else email
    locked.save(update_fields=["password", "email"])
    record(locked, "user.password", locked, home_of(locked))
    return locked


@transaction.atomic
def edit_account(user: User, *, display_name: str, phone: str, email: str) -> None:
    """Change what a person may change of the own account."""
    User.objects.filter(pk=user.pk).update(display_name=display_name, phone=phone, email=email)
    # allauth keeps addresses of its own: an old one must not receive reset links.
    EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
    record(user, "account.edit", user, home_of(user))
