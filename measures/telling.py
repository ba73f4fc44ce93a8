"""What people are told when a report or a round moves: one call of the workflow, inside its transaction.

Words are Thai whoever acts: they are stored and mailed. They name the agency, the round and the measures by number,
never what an agency wrote or a reviewer wrote about it: mails travel openly, and the words are a click away.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from agencies.choices import Role
from agencies.models import NoticeKind, User
from agencies.notices import close, tell
from measures.choices import Action, State
from measures.models import Event, Extension, Round, Submission
from thai.dates import short_datetime

# What asks somebody for something: obsolete as soon as the report moves on.
ASKING = tuple(kind for kind in NoticeKind if kind != NoticeKind.ACCOUNT)
URGING = (NoticeKind.DEADLINE, NoticeKind.OVERDUE)
CORRECT = "โปรดดูเหตุผลในระบบ แก้ไข แล้วส่งอีกครั้ง"


def about(round_: Round, submission: Submission | None = None) -> str:
    """Return what a notice concerns, the large before the small (Notice.about)."""
    return f"round:{round_.pk}:" + (f"submission:{submission.pk}:" if submission else "")


def of_agency(submission: Submission, *roles: str) -> Q:
    """Return who has one of these roles at the agency that reports."""
    return Q(memberships__agency=submission.agency_id, memberships__role__in=roles)


def judges_of(round_: Round) -> Q:
    """Return who reviews the reports of a round: the provincial office, or the head of an agency that plans itself."""
    plan = round_.plan
    if plan.agency_id is not None:
        return Q(memberships__agency=plan.agency_id, memberships__role=Role.HEAD)
    return Q(memberships__province=plan.province_id, memberships__role=Role.REVIEWER)


def people(who: Q, *, but: User | None = None) -> tuple[User, ...]:
    """Return the active people of that description, each once; without the one who acts."""
    found = User.objects.filter(who, is_active=True).distinct().order_by("pk")
    return tuple(found.exclude(pk=but.pk) if but else found)


@dataclass(frozen=True)
class News:
    """One thing to tell: to whom, what, and which page it leads to."""

    who: Q
    kind: str
    subject: str
    text: str
    page: str


def moved(submission: Submission, action: str, event: Event, *, by: User, flagged: Iterable[str] = ()) -> None:
    """Tell who has to know that a report moved, and close what was asked for before.

    submission: with its new state and its context. event: the history's own row of the move; its key makes the news
    come once. flagged: the measures that a return opened.
    """
    here = about(submission.round, submission)
    close(here, kinds=ASKING, now=event.at)
    news = _news(submission, action, tuple(flagged))
    if news is not None:
        tell(
            people(news.who, but=by), kind=news.kind, subject=news.subject, text=news.text,
            url=reverse(news.page, args=[submission.pk]), key=f"{action}:{event.pk}", about=here, now=event.at,
        )  # fmt: skip


def _news(submission: Submission, action: str, flagged: tuple[str, ...]) -> News | None:
    """Return what an action has to tell, or None (a recall only takes back)."""
    name, round_ = submission.agency.name, submission.round.printed_name
    report = f"รายงาน{round_} ปีงบประมาณ พ.ศ. {submission.round.plan.fiscal_year}"
    staff, heads = of_agency(submission, Role.STAFF), of_agency(submission, Role.HEAD)
    detail, of_name = "measures:submission-detail", f"{round_}ของ{name}"
    if action in (Action.SUBMIT, Action.ENDORSE) and submission.state == State.SUBMITTED:
        text = f"{name} ส่ง{report} แล้ว โปรดตรวจ"
        judges = judges_of(submission.round)
        return News(judges, NoticeKind.SENT, f"{name} ส่ง{round_}แล้ว", text, "measures:submission-review")
    match action:
        case Action.SUBMIT:
            text = f"เจ้าหน้าที่ของ{name} ส่ง{report} ให้รับรอง โปรดตรวจและรับรองก่อนส่งจังหวัด"
            return News(heads, NoticeKind.ENDORSE, f"{of_name} รอรับรอง", text, "measures:submission-endorse")
        case Action.SEND_BACK:
            text = f"หัวหน้าหน่วยงานส่งคืน{report} {CORRECT}"
            return News(staff, NoticeKind.RETURNED, f"{of_name} ถูกส่งคืน", text, detail)
        case Action.RETURN:
            text = f"{report} ถูกส่งกลับให้แก้ไข {len(flagged)} มาตรการ ({', '.join(flagged)}) {CORRECT}"
            return News(staff | heads, NoticeKind.RETURNED, f"{of_name} ถูกส่งกลับให้แก้ไข", text, detail)
        case Action.APPROVE:
            text = f"{report} ได้รับอนุมัติแล้ว ไม่ต้องดำเนินการใดเพิ่ม"
            return News(staff | heads, NoticeKind.APPROVED, f"{of_name} ได้รับอนุมัติ", text, detail)
        case Action.REOPEN:
            text = f"{report} ที่อนุมัติแล้วเปิดให้แก้ไขอีกครั้ง {CORRECT}"
            return News(staff | heads, NoticeKind.RETURNED, f"{of_name} เปิดให้แก้ไขอีกครั้ง", text, detail)
    return None


def extended(extension: Extension, event: Event, *, by: User) -> None:
    """Tell an agency that it has more time; what reminded of the old deadline is closed."""
    submission = extension.submission
    here = about(submission.round, submission)
    close(here, kinds=URGING, now=event.at)
    until, name = short_datetime(extension.until), submission.agency.name
    tell(
        people(of_agency(submission, Role.STAFF, Role.HEAD), but=by), kind=NoticeKind.EXTENDED,
        subject=f"{name} ได้รับการขยายเวลาถึง {until}",
        text=f"ส่ง{submission.round.printed_name} ปีงบประมาณ พ.ศ. {submission.round.plan.fiscal_year} ได้ถึง {until}",
        url=reverse("measures:submission-detail", args=[submission.pk]), key=f"extended:{event.pk}", about=here,
        now=event.at,
    )  # fmt: skip


def round_moved(round_: Round, action: str, *, now: dt.datetime) -> None:
    """Close what a round asked for that can no longer be done: reminders when it closes, everything when it locks."""
    if action == Action.ROUND_CLOSE:
        close(about(round_), kinds=(NoticeKind.DEADLINE,), now=now)
    elif action == Action.ROUND_LOCK:
        close(about(round_), kinds=(kind for kind in ASKING if kind != NoticeKind.APPROVED), now=now)
