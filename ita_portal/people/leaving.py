"""What a person who leaves has open: counts only, no word of it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import AccountEvent, User
from ita_portal.models import Draft
from measures.choices import RoundState, State
from measures.models import Submission, UnsavedText
from reports.models import PaperJob
from reports.models.job import JobState


@dataclass(frozen=True)
class Open:
    """One kind of open thing. stays: what becomes of it, in words; url: where it is, "" where nobody else can look."""

    label: str
    count: int
    stays: str
    url: str = ""


def open_work(person: User) -> list[Open]:
    """Return what the person has open, kinds without anything left out."""
    mine = _("เป็นของผู้ใช้เอง ไม่ส่งต่อ และเปิดอ่านไม่ได้เมื่อปิดบัญชี")
    office = _("เป็นงานของหน่วยงาน ผู้รับช่วงทำต่อได้ทันที")
    desk = _("ไม่ได้มอบให้ผู้ตรวจคนใดเฉพาะ ผู้ตรวจคนอื่นของจังหวัดทำต่อได้")
    people = _("ลิงก์ที่ส่งแล้วยังใช้ได้ ผู้ดูแลคนอื่นส่งใหม่ได้")
    found = [
        Open(_("ข้อความที่ยังไม่ถูกบันทึก"), _own(UnsavedText, user=person) + _own(Draft, user=person), mine),
        Open(_("รายงานที่กำลังกรอกหรือต้องแก้ไข"), _reports(person, Role.STAFF, State.DRAFT, State.RETURNED), office),
        Open(_("รายงานที่รอหัวหน้ารับรอง"), _reports(person, Role.HEAD, State.ENDORSEMENT), office),
        Open(_("รายงานที่รอจังหวัดตรวจ"), _to_review(person), desk),
        Open(_("คำเชิญที่ยังไม่มีผู้ใช้"), len(invited_by(person)), people, reverse("agencies:people-list")),
        Open(_("เอกสารที่กำลังจัดทำ"), _own(PaperJob, owner=person, state__in=(JobState.WAITING, JobState.RUNNING)), mine),
    ]  # fmt: skip
    return [one for one in found if one.count]


def _own(model: Any, **of: Any) -> int:
    return int(model.objects.filter(**of).count())


def _reports(person: User, role: str, *states: str) -> int:
    agencies = [one.agency_id for one in person.held if one.role == role]
    rounds = (RoundState.OPEN, RoundState.CLOSED)
    return Submission.objects.filter(agency__in=agencies, state__in=states, round__state__in=rounds).count()


def _to_review(person: User) -> int:
    provinces = [one.province_id for one in person.held if one.role == Role.REVIEWER]
    waiting = Submission.objects.filter(round__plan__province__in=provinces, round__plan__agency=None)
    return waiting.filter(state=State.SUBMITTED, round__state__in=(RoundState.OPEN, RoundState.CLOSED)).count()


def invited_by(person: User) -> list[int]:
    """Return the keys of the people whom the person invited and who never came."""
    invited = AccountEvent.objects.filter(actor=person, action="user.invite", subject_type="user")
    never = User.objects.filter(pk__in=invited.values("subject_id"), is_active=True, last_login=None)
    return [one.pk for one in never if not one.has_usable_password()]
