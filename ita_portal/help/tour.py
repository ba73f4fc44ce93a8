"""The first steps of a role, ticked from what stands in the database: one query, whatever the role."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from agencies.models import Agency, Membership, User
from assessments.models import Disclosure, Edition, ScoreCard, Suggestion
from measures.models import Plan, Result, ResultAttachment, ResultLink, Round, Submission
from reports.models import IssuedReport


@dataclass(frozen=True)
class Kind:
    """A step as it is written: words, page of help, where it is done, the fact that ticks it ("": none)."""

    title: Any
    help: str
    where: str
    fact: str = ""


@dataclass(frozen=True)
class Step:
    """A step as a person sees it. url: "" where there is nothing to open yet; done: None where it cannot be seen."""

    title: str
    help: str
    url: str
    done: bool | None


@dataclass(frozen=True)
class Tour:
    """All steps of a role; `away`: the person took them off the first page."""

    steps: tuple[Step, ...]
    away: bool

    @property
    def done(self) -> int:
        """Return how many steps are ticked."""
        return sum(step.done is True for step in self.steps)

    @property
    def seen(self) -> int:
        """Return how many steps can be ticked."""
        return sum(step.done is not None for step in self.steps)

    @property
    def is_done(self) -> bool:
        """Say whether nothing that can be ticked is left."""
        return self.done == self.seen


# Where a step is done on the newest report of the agency.
REPORT = "measures:submission-detail"
_PROFILE = Kind(_("ใส่ชื่อ อีเมล และโทรศัพท์ในบัญชีของฉัน"), "start", "agencies:account", "profile")
_FACTOR = Kind(_("ตั้งการยืนยันตัวตนสองขั้น"), "start", "mfa_index", "factor")
STEPS: dict[str, tuple[Kind, ...]] = {
    Role.STAFF: (
        _PROFILE,
        _FACTOR,
        Kind(_("ตอบมาตรการแรก"), "fill", REPORT, "answered"),
        Kind(_("ใส่ลิงก์หรือแนบภาพหลักฐาน"), "evidence", REPORT, "evidence"),
        Kind(_("ตรวจทานและส่งรายงาน"), "send", REPORT, "sent"),
        Kind(_("กรอกทะเบียนการเปิดเผยข้อมูล OIT ข้อแรก"), "register", "assessments:register-list", "register"),
        Kind(_("ดูเอกสารของหน่วยงานก่อนดาวน์โหลด"), "papers", "reports:papers"),
    ),
    Role.HEAD: (
        _PROFILE,
        _FACTOR,
        Kind(_("เพิ่มเจ้าหน้าที่ของหน่วยงาน"), "people", "agencies:people-list", "staff"),
        Kind(_("อ่านและรับรองรายงาน หรือตรวจรายงานของแผนหน่วยงาน"), "endorse", REPORT, "judged"),
        Kind(_("บันทึกคะแนนของหน่วยงาน"), "scores", "assessments:score-home", "scores"),
        Kind(_("ออกเอกสารฉบับแรก"), "papers", "reports:papers", "issued"),
    ),
    Role.REVIEWER: (
        _PROFILE,
        _FACTOR,
        Kind(_("ตรวจรายชื่อหน่วยงานและเว็บไซต์"), "people", "agencies:agency-list", "agencies"),
        Kind(_("เพิ่มเจ้าหน้าที่ให้หน่วยงาน"), "people", "agencies:people-list", "staff"),
        Kind(_("สร้างหรือนำเข้าแผนมาตรการ"), "plan", "measures:plan-list", "plan"),
        Kind(_("เปิดรอบรายงานพร้อมกำหนดส่ง"), "rounds", "measures:plan-list", "round"),
        Kind(_("ตรวจผลของหน่วยงานแรก"), "review", "measures:review-list", "marked"),
    ),
    Role.VIEWER: (
        _PROFILE,
        _FACTOR,
        Kind(_("ดูความคืบหน้าของทุกจังหวัด"), "viewer", "measures:nation"),
        Kind(_("ดูภาพรวมหน่วยงานของรอบที่เปิดอยู่"), "board", "measures:board-home"),
        Kind(_("เทียบคะแนนของทุกจังหวัด"), "viewer", "assessments:national"),
        Kind(_("ดูเอกสารของจังหวัด"), "papers", "reports:papers"),
    ),
    Role.ADMIN: (
        _PROFILE,
        _FACTOR,
        Kind(_("ตรวจเกณฑ์ประเมินของปีกับเอกสารทางการ"), "admin", "assessments:edition-list", "edition"),
        Kind(_("เพิ่มหน่วยงานของจังหวัด"), "people", "agencies:agency-list", "agencies"),
        Kind(_("เพิ่มผู้ใช้ของสำนักงานจังหวัด"), "people", "agencies:people-list", "reviewers"),
        Kind(_("เติมคลังมาตรการที่เสนอ"), "admin", "assessments:suggestion-list", "library"),
        Kind(_("มีผู้ดูแลระบบอย่างน้อยสองคน"), "admin", "agencies:people-list", "second"),
    ),
}


def _of_staff(place: Membership) -> dict[str, QuerySet[Any]]:
    return {
        "answered": Result.objects.filter(submission__agency=place.agency).exclude(answer=""),
        "linked": ResultLink.objects.filter(result__submission__agency=place.agency),
        "attached": ResultAttachment.objects.filter(result__submission__agency=place.agency),
        "sent": Submission.objects.filter(agency=place.agency, submitted_at__isnull=False),
        "register": Disclosure.objects.filter(agency=place.agency).exclude(presence=""),
    }


def _of_head(place: Membership) -> dict[str, QuerySet[Any]]:
    judged = Q(endorsed_by=place.user_id) | Q(approved_by=place.user_id)
    return {
        "staff": Membership.objects.filter(agency=place.agency, role=Role.STAFF),
        "judged": Submission.objects.filter(judged, agency=place.agency),
        "scores": ScoreCard.objects.filter(agency=place.agency),
        "issued": IssuedReport.objects.filter(agency=place.agency),
    }


def _of_reviewer(place: Membership) -> dict[str, QuerySet[Any]]:
    plans = Plan.objects.filter(province=place.province, agency=None)
    return {
        "agencies": Agency.objects.filter(province=place.province),
        "staff": Membership.objects.filter(agency__province=place.province, role=Role.STAFF),
        "plan": plans,
        "round": Round.objects.filter(plan__in=plans, opened_at__isnull=False),
        "marked": Result.objects.filter(submission__round__plan__in=plans).exclude(mark=""),
    }


def _of_admin(place: Membership) -> dict[str, QuerySet[Any]]:
    return {
        "edition": Edition.objects.filter(verified=True),
        "agencies": Agency.objects.all(),
        "reviewers": Membership.objects.filter(role=Role.REVIEWER),
        "library": Suggestion.objects.all(),
        "second": Membership.objects.filter(role=Role.ADMIN).exclude(user=place.user_id),
    }


FACTS: dict[str, Callable[[Membership], dict[str, QuerySet[Any]]]] = {
    Role.STAFF: _of_staff,
    Role.HEAD: _of_head,
    Role.REVIEWER: _of_reviewer,
    Role.ADMIN: _of_admin,
}


def tour_of(place: Membership) -> Tour:
    """Return the first steps of the person's role there: one query."""
    user, facts = place.user, _facts(place)
    facts["profile"] = bool(user.display_name and user.email and user.phone)
    facts["evidence"] = bool(facts.get("linked") or facts.get("attached"))
    steps = tuple(
        Step(str(one.title), one.help, _url(one, facts["report"]), bool(facts[one.fact]) if one.fact else None)
        for one in STEPS[place.role]
    )
    return Tour(steps, user.tour_put_away)


def _facts(place: Membership) -> dict[str, Any]:
    """Return what the ticks need to know, and the key of the newest report of the agency."""
    newest = Submission.objects.filter(agency=place.agency_id).order_by("-round__plan__fiscal_year", "-round__pk")
    factor = Authenticator.objects.filter(user=place.user_id, type=Authenticator.Type.TOTP)
    asked = {"factor": factor} | FACTS.get(place.role, lambda _place: {})(place)
    found: dict[str, Any] = {f"has_{name}": Exists(rows) for name, rows in asked.items()}
    found["of_report"] = Subquery(newest.values("pk")[:1])
    row = User.objects.filter(pk=place.user_id).annotate(**found).values(*found)[0]
    return {name: row[f"has_{name}"] for name in asked} | {"report": row["of_report"]}


def _url(step: Kind, report: int | None) -> str:
    if step.where != REPORT:
        return reverse(step.where)
    return reverse(REPORT, args=[report]) if report else ""
