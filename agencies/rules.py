"""Who may do what with people, agencies and master data (docs/permissions.md rows 25, 32–34, 37–40, 46, 47)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agencies.actions import Action
from agencies.choices import RANK, Role
from agencies.models import Agency, AgencyGroup, Membership, Province, User
from agencies.verdict import YES, Verdict

# Thai here; put into the reader's language where it is said.
NOBODY = gettext_noop("โปรดเข้าสู่ระบบก่อน")
DISABLED = gettext_noop("บัญชีนี้ปิดใช้งานแล้ว โปรดติดต่อสำนักงานจังหวัด")
HALF_WAY = gettext_noop("โปรดยืนยันตัวตนขั้นที่สองก่อน")

# Where each action is asked of: who may at the agency, and who may at the province as such.
AT_AGENCY: dict[str, frozenset[Role]] = {
    Action.AGENCY_EDIT: frozenset({Role.REVIEWER, Role.ADMIN}),
    Action.SCORE_EDIT: frozenset({Role.STAFF, Role.HEAD, Role.REVIEWER}),
    Action.DISCLOSURE_EDIT: frozenset({Role.STAFF}),
    Action.PROSE_EDIT: frozenset({Role.HEAD}),
    Action.PAPER_ISSUE: frozenset({Role.HEAD}),
    Action.PEOPLE_READ: frozenset({Role.HEAD, Role.REVIEWER, Role.ADMIN}),
    Action.EDITION_EDIT: frozenset({Role.ADMIN}),
}
AT_PROVINCE: dict[str, frozenset[Role]] = AT_AGENCY | {
    Action.PROSE_EDIT: frozenset({Role.REVIEWER}),
    Action.PAPER_ISSUE: frozenset({Role.REVIEWER}),
    Action.SCORES_COMPARE: frozenset({Role.REVIEWER, Role.VIEWER, Role.ADMIN}),
    Action.PEOPLE_IMPORT: frozenset({Role.REVIEWER, Role.ADMIN}),
    Action.NATION_READ: frozenset({Role.VIEWER, Role.ADMIN}),
}
# Asked of a person, or of a role that a person has.
OF_PEOPLE = frozenset({Action.USER_INVITE, Action.USER_DISABLE, Action.PEOPLE_HAND_OVER})
WHY_NOT: dict[str, str] = {
    Action.AGENCY_EDIT: gettext_noop("เฉพาะสำนักงานจังหวัดแก้ไขข้อมูลหน่วยงานได้"),
    Action.SCORE_EDIT: gettext_noop("เฉพาะหน่วยงานเจ้าของคะแนนหรือสำนักงานจังหวัดแก้ไขคะแนนได้"),
    Action.DISCLOSURE_EDIT: gettext_noop("เฉพาะเจ้าหน้าที่ของหน่วยงานกรอกการเปิดเผยข้อมูลได้"),
    Action.PROSE_EDIT: gettext_noop("เฉพาะหัวหน้าหน่วยงานหรือสำนักงานจังหวัดเขียนข้อความในเอกสารของตนได้"),
    Action.PAPER_ISSUE: gettext_noop("เฉพาะหัวหน้าหน่วยงานหรือสำนักงานจังหวัดออกเอกสารของตนได้"),
    Action.SCORES_COMPARE: gettext_noop("เฉพาะสำนักงานจังหวัดและส่วนกลางเทียบคะแนนของหน่วยงานได้"),
    Action.NATION_READ: gettext_noop("เฉพาะส่วนกลางและผู้ดูแลระบบดูภาพรวมทั้งประเทศได้ สำนักงานจังหวัดดูจังหวัดของตนที่ภาพรวมหน่วยงาน"),
    Action.PEOPLE_READ: gettext_noop("เฉพาะหัวหน้าหน่วยงานและสำนักงานจังหวัดดูรายชื่อผู้ใช้ได้"),
    Action.EDITION_EDIT: gettext_noop("เฉพาะผู้ดูแลระบบแก้ไขเกณฑ์การประเมินได้"),
    Action.PEOPLE_IMPORT: gettext_noop("เฉพาะสำนักงานจังหวัดและผู้ดูแลระบบนำเข้ารายชื่อจากไฟล์ได้"),
}
NO_RIGHT = gettext_noop("ไม่มีสิทธิ์ทำรายการนี้")


def barred(user: Any) -> Verdict:
    """Return why this person may do nothing at all, or YES.

    Anonymous, disabled, or signed in without the second factor that the roles call for.
    """
    if not user.is_authenticated:
        return Verdict(_(NOBODY))
    if not user.is_active:
        return Verdict(_(DISABLED))
    return Verdict(_(HALF_WAY)) if getattr(user, "is_halfauth", False) else YES


def roles_at(user: User, *, agency: Agency | None = None, province: Province | None = None) -> frozenset[str]:
    """Return the roles that the person has at that agency or province, national roles included."""
    province_id = agency.province_id if agency else province.pk if province else None
    return frozenset(
        m.role
        for m in user.held
        if (m.agency_id is None and m.province_id is None)
        or (agency is not None and m.agency_id is not None and m.agency_id == agency.pk)
        or (m.province_id is not None and m.province_id == province_id)
    )


def may(user: Any, action: str, target: Any = None) -> Verdict:
    """Say whether the person may do that to the target.

    target: Agency, AgencyGroup, Province, Membership, User or None, as the action needs. What the
    tables do not name nobody may.
    """
    if not (verdict := barred(user)):
        return verdict
    if action == Action.ACCOUNT_SELF:
        return YES
    if action == Action.USER_ERASE:
        return YES if Role.ADMIN in user.roles else Verdict(_("เฉพาะผู้ดูแลระบบลบข้อมูลส่วนบุคคลของผู้ใช้ได้"))
    if action in OF_PEOPLE:
        return YES if Role.ADMIN in user.roles else _may_manage(user, target)
    agency = target if isinstance(target, Agency) else None
    province = target.province if isinstance(target, AgencyGroup) else target if isinstance(target, Province) else None
    granted = (AT_AGENCY if agency else AT_PROVINCE).get(action, frozenset())
    if agency and not agency.needs_endorsement and action in (Action.PROSE_EDIT, Action.PAPER_ISSUE):
        granted |= {Role.STAFF}  # a one-person office has no head: its officer is everything
    if granted & roles_at(user, agency=agency, province=province):
        return YES
    return Verdict(_(WHY_NOT.get(action, NO_RIGHT)))


def _may_manage(user: User, target: Any) -> Verdict:
    """A head manages own staff; the provincial office its heads and staff; nobody the own rank or above.

    A Membership is asked of alone. A User is the account, one for all roles: above every one of them.
    """
    match target:
        case Membership():
            return _above(user, target)
        case User():
            return _above_all(user, target)
        case Agency():
            held = roles_at(user, agency=target)
        case Province():
            held = roles_at(user, province=target)
        case _:
            held = frozenset()
    return YES if held & {Role.HEAD, Role.REVIEWER} else Verdict(_("เฉพาะหัวหน้าหน่วยงานและสำนักงานจังหวัดเพิ่มผู้ใช้ได้"))


def _above_all(user: User, other: User) -> Verdict:
    if not other.held:
        return Verdict(_("ผู้ใช้นี้ไม่ได้อยู่ในความดูแลของคุณ"))
    refusals = (verdict for held in other.held if not (verdict := _above(user, held)))
    return next(refusals, YES)


def _above(user: User, target: Membership) -> Verdict:
    if target.agency is None:
        return Verdict(_("เฉพาะผู้ดูแลระบบจัดการผู้ใช้ของสำนักงานจังหวัดและส่วนกลางได้"))
    managers = roles_at(user, agency=target.agency) & {Role.HEAD, Role.REVIEWER}
    if not managers:
        return Verdict(_("ผู้ใช้นี้ไม่ได้อยู่ในความดูแลของคุณ"))
    if max(RANK[Role(role)] for role in managers) <= RANK[Role(target.role)]:
        return Verdict(_("จัดการได้เฉพาะผู้ใช้ที่มีระดับต่ำกว่าตนเอง"))
    return YES
