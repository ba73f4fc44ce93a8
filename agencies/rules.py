"""Who may do what with people, agencies and master data (docs/permissions.md rows 25, 32, 38, 39)."""

from typing import Any

from agencies.actions import Action
from agencies.choices import RANK, Role
from agencies.models import Agency, AgencyGroup, Membership, Province, User
from agencies.verdict import YES, Verdict

NOBODY = Verdict("โปรดเข้าสู่ระบบก่อน")
DISABLED = Verdict("บัญชีนี้ปิดใช้งานแล้ว โปรดติดต่อสำนักงานจังหวัด")
HALF_WAY = Verdict("โปรดยืนยันตัวตนขั้นที่สองก่อน")


def barred(user: Any) -> Verdict:
    """Return why this person may do nothing at all, or YES.

    Anonymous, disabled, or signed in without the second factor that the roles call for.
    """
    if not user.is_authenticated:
        return NOBODY
    if not user.is_active:
        return DISABLED
    return HALF_WAY if getattr(user, "is_halfauth", False) else YES


def roles_at(user: User, *, agency: Agency | None = None, province: Province | None = None) -> frozenset[str]:
    """Return the roles that the person has at that agency or province, national roles included."""
    province_id = agency.province_id if agency else province.pk if province else None
    return frozenset(
        m.role
        for m in user.held
        if (m.agency_id is None and m.province_id is None)
        or (agency is not None and m.agency_id == agency.pk)
        or (m.province_id is not None and m.province_id == province_id)
    )


def may(user: Any, action: str, target: Any = None) -> Verdict:
    """Say whether the person may do that to the target.

    target: Agency, AgencyGroup, Province, Membership, User or None, as the action needs.
    """
    if not (verdict := barred(user)):
        return verdict
    if action == Action.ACCOUNT_SELF:
        return YES
    if Role.ADMIN in user.roles and action != Action.SCORE_EDIT:
        return YES
    if action == Action.EDITION_EDIT:
        return Verdict("เฉพาะผู้ดูแลระบบแก้ไขเกณฑ์การประเมินได้")
    if action in (Action.USER_INVITE, Action.USER_DISABLE):
        return _may_manage(user, target)
    return _at_place(user, action, target)


def _at_place(user: User, action: str, target: Any) -> Verdict:
    agency = target if isinstance(target, Agency) else None
    province = target.province if isinstance(target, AgencyGroup) else target if isinstance(target, Province) else None
    roles = roles_at(user, agency=agency, province=province)
    if action == Action.AGENCY_EDIT:
        return YES if Role.REVIEWER in roles else Verdict("เฉพาะสำนักงานจังหวัดแก้ไขข้อมูลหน่วยงานได้")
    if action == Action.SCORE_EDIT:
        editors = {Role.STAFF, Role.HEAD, Role.REVIEWER}
        return YES if roles & editors else Verdict("เฉพาะหน่วยงานเจ้าของคะแนนหรือสำนักงานจังหวัดแก้ไขคะแนนได้")
    if action == Action.PEOPLE_READ:
        readers = {Role.HEAD, Role.REVIEWER}
        return YES if roles & readers else Verdict("เฉพาะหัวหน้าหน่วยงานและสำนักงานจังหวัดดูรายชื่อผู้ใช้ได้")
    return Verdict("ไม่มีสิทธิ์ทำรายการนี้")


def _may_manage(user: User, target: Any) -> Verdict:
    """A head manages own staff; the provincial office its heads and staff; nobody the own rank or above."""
    if not isinstance(target, Membership):
        agency = target if isinstance(target, Agency) else None
        province = target if isinstance(target, Province) else None
        held = roles_at(user, agency=agency, province=province)
        return YES if held & {Role.HEAD, Role.REVIEWER} else Verdict("เฉพาะหัวหน้าหน่วยงานและสำนักงานจังหวัดเพิ่มผู้ใช้ได้")
    if target.agency is None:
        return Verdict("เฉพาะผู้ดูแลระบบจัดการผู้ใช้ของสำนักงานจังหวัดและส่วนกลางได้")
    own = roles_at(user, agency=target.agency)
    managers = own & {Role.HEAD, Role.REVIEWER}
    if not managers:
        return Verdict("ผู้ใช้นี้ไม่ได้อยู่ในความดูแลของคุณ")
    if max(RANK[Role(role)] for role in managers) <= RANK[Role(target.role)]:
        return Verdict("จัดการได้เฉพาะผู้ใช้ที่มีระดับต่ำกว่าตนเอง")
    return YES
