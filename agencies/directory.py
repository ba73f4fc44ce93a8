"""Lists of agencies, groups and people, each narrowed to what the asker may know of."""

from allauth.mfa.models import Authenticator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.choices import Role
from agencies.models import Agency, AgencyGroup, AgencyKind, Membership, Province, User
from agencies.rules import barred, may, roles_at
from agencies.verdict import YES, Verdict


def is_national(user: User) -> bool:
    """Say whether the person is an administrator, whose lists span the nation."""
    return Role.ADMIN in user.roles


def provinces_for(user: User) -> QuerySet[Province]:
    """Return the provinces whose agencies and groups the person looks after."""
    if not barred(user):
        return Province.objects.none()
    if is_national(user):
        return Province.objects.all()
    return Province.objects.filter(pk__in=[m.province_id for m in user.held if m.role == Role.REVIEWER])


def agencies_for(user: User, *, query: str = "", kind: str = "", province: str = "") -> QuerySet[Agency]:
    """Return the agencies of which the person may read the people, with `people` counted.

    query: part of a name; kind: code of an AgencyKind; province: code of a province. Empty means all.
    """
    if not barred(user):
        return Agency.objects.none()
    found = Agency.objects.all()
    if not is_national(user):
        own = [m.agency_id for m in user.held if m.role == Role.HEAD]
        found = found.filter(Q(pk__in=own) | Q(province__in=provinces_for(user)))
    if query:
        found = found.filter(name__icontains=query)
    if kind:
        found = found.filter(kind__code=kind)
    if province:
        found = found.filter(province__code=province)
    people = Count("memberships", filter=Q(memberships__user__is_active=True), distinct=True)
    return found.select_related("kind", "province").annotate(people=people).order_by("province__name", "name")


def kinds() -> QuerySet[AgencyKind]:
    """Return all kinds of agencies in their order."""
    return AgencyKind.objects.all()


def groups_for(user: User) -> QuerySet[AgencyGroup]:
    """Return the groups of the person's provinces, with `size` counted."""
    return (
        AgencyGroup.objects.filter(province__in=provinces_for(user))
        .select_related("province")
        .annotate(size=Count("agencies"))
        .order_by("province__name", "name")
    )


def people_for(user: User, *, query: str = "", province: str = "", agency: Agency | None = None) -> QuerySet[User]:
    """Return the people of the agencies and provinces that the person looks after, their roles as `places`."""
    if not barred(user):
        return User.objects.none()
    found = User.objects.all()
    if not is_national(user):
        own = [m.agency_id for m in user.held if m.role == Role.HEAD]
        places = provinces_for(user)
        found = found.filter(
            Q(memberships__agency__in=own)
            | Q(memberships__agency__province__in=places)
            | Q(memberships__province__in=places)
        )
    if query:
        found = found.filter(
            Q(display_name__icontains=query)
            | Q(username__icontains=query)
            | Q(memberships__agency__name__icontains=query)
        )
    if province:
        found = found.filter(Q(memberships__agency__province__code=province) | Q(memberships__province__code=province))
    if agency:
        found = found.filter(memberships__agency=agency)
    held = Membership.objects.select_related("agency", "province").order_by("pk")
    fetched = Prefetch("memberships", held, to_attr="places")
    return found.distinct().prefetch_related(fetched).order_by("-is_active", "display_name", "pk")


def places_to_fill(user: User, province: str = "") -> QuerySet[Agency]:
    """Return the agencies for which the person may add people; for the nation only one province's at a time."""
    if is_national(user) and not province:
        return Agency.objects.none()
    return agencies_for(user, province=province).filter(is_active=True)


def roles_to_give(user: User) -> list[tuple[str, str]]:
    """Return (role, words) of the roles that the person may give somewhere."""
    if is_national(user):
        return [(value, str(words)) for value, words in Role.choices]
    held = user.roles
    roles = [Role.STAFF] if Role.HEAD in held else []
    if Role.REVIEWER in held:
        roles = [Role.STAFF, Role.HEAD]
    return [(role.value, str(role.label)) for role in roles]


def provinces_overview(user: User) -> QuerySet[Province]:
    """Return the provinces with `bodies` (agencies) and `reviewers` counted, for the administrator."""
    return (
        provinces_for(user)
        .annotate(
            bodies=Count("agencies", distinct=True),
            reviewers=Count("memberships", filter=Q(memberships__role=Role.REVIEWER), distinct=True),
        )
        .order_by("name")
    )


def province_code_of(user: User) -> str:
    """Return the code of the province of the person's first role that has one, or nothing."""
    provinces = (m.agency.province if m.agency else m.province for m in user.held)
    return next((province.code for province in provinces if province), "")


def manages(by: User, person: User) -> Verdict:
    """Say whether `by` may act on the account itself: every single role of the person must be in their hands."""
    verdicts = [may(by, Action.USER_DISABLE, membership) for membership in person.held]
    verdicts = verdicts or [may(by, Action.USER_DISABLE, None)]
    return next((verdict for verdict in verdicts if not verdict), YES)


def may_see_link(by: User, person: User) -> Verdict:
    """Say whether `by` may be shown a link that sets the person's password.

    Nobody has the account yet: whoever manages it. Later only who stands above agencies: a head who could open the
    account of the own clerk would be both persons of an endorsement.
    """
    if not (verdict := manages(by, person)):
        return verdict
    if not (person.has_usable_password() or person.last_login):
        return YES
    above = {Role.REVIEWER, Role.ADMIN}
    if all(roles_at(by, agency=held.agency, province=held.province) & above for held in person.held):
        return YES
    return Verdict(_("ผู้ใช้ตั้งรหัสผ่านแล้ว ผู้ที่เห็นลิงก์ได้คือสำนักงานจังหวัดหรือผู้ดูแลระบบ"))


def may_send_link(by: User, person: User) -> Verdict:
    """Say whether `by` may get a link to the person: shown, or by mail to the person's own address."""
    if not (verdict := manages(by, person)):
        return verdict
    if person.email or may_see_link(by, person):
        return YES
    return Verdict(_("บัญชีนี้ไม่มีอีเมล โปรดติดต่อสำนักงานจังหวัดให้ออกลิงก์ตั้งรหัสผ่าน"))


def imports_people(user: User) -> bool:
    """Say whether the person may bring lists of people anywhere."""
    places = [None, *(held.province for held in user.held if held.province)]
    return any(may(user, Action.PEOPLE_IMPORT, place) for place in places)


def has_second_factor(user: User) -> bool:
    """Say whether the person has set up the app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
