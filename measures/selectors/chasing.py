"""Who has still to do something in a round, who hears of it, and what became of the messages."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.choices import Role
from agencies.models import Agency, Membership, Notice, NoticeKind, NoticeSetting, User
from agencies.posting import DONE_MEANWHILE
from measures.choices import Action, RoundState, State
from measures.models import Event, Round, Submission
from measures.telling import about
from thai.dates import in_bangkok

OPEN = (State.DRAFT, State.ENDORSEMENT, State.RETURNED)
# An agency is reminded by hand once in so long, unless the sender says that it is meant.
BETWEEN = dt.timedelta(hours=12)
# What the log of a round shows: what went to those who report.
LOGGED = (
    NoticeKind.DEADLINE, NoticeKind.OVERDUE, NoticeKind.MANUAL, NoticeKind.RETURNED, NoticeKind.EXTENDED,
    NoticeKind.APPROVED, NoticeKind.ENDORSE, NoticeKind.DEAD_LINK,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A report that waits for somebody at the agency.

    stage: "" (nobody has begun), or the state D, E, R. due: the deadline that holds (an extension's after the
    round's, also when it is over), None without one. since: when that deadline was set. days: dates between today and
    it in Bangkok, negative after it. people: who is reminded; mailed: those of them whom mail reaches. last: when
    somebody last reminded by hand.
    """

    submission: Submission
    stage: str
    due: dt.datetime | None
    since: dt.datetime | None
    days: int
    over: bool
    people: tuple[User, ...] = ()
    mailed: frozenset[int] = frozenset()
    last: dt.datetime | None = None

    @property
    def agency(self) -> Agency:
        """Return the agency that reports."""
        return self.submission.agency

    def fits(self, who: str) -> bool:
        """Say whether the report belongs to one of the groups of `GROUPS`."""
        match who:
            case "idle":
                return not self.stage
            case "returned":
                return self.stage == State.RETURNED
            case "late":
                return self.over
        return who == "unsent"

    def reminded_lately(self, now: dt.datetime) -> bool:
        """Say whether somebody reminded the agency within the last 12 hours."""
        return self.last is not None and now - self.last < BETWEEN


GROUPS = (
    ("unsent", gettext_lazy("ยังไม่ส่งทั้งหมด")),
    ("idle", gettext_lazy("ยังไม่เริ่ม")),
    ("returned", gettext_lazy("ส่งกลับให้แก้ไข")),
    ("late", gettext_lazy("เลยกำหนด")),
)


def asked(round_: Round, *, now: dt.datetime) -> tuple[Asked, ...]:
    """Return the reports of an open or closed round that wait for their agency, by its name: 5 queries.

    A report without a single measure has nothing to report and is not asked for.
    """
    if round_.state not in (RoundState.OPEN, RoundState.CLOSED):
        return ()
    found = round_.submissions.filter(state__in=OPEN).with_progress()  # type: ignore[attr-defined]
    reports = [
        one for one in found.select_related("agency").prefetch_related("extensions").order_by("agency__name", "pk")
        if one.total
    ]  # fmt: skip
    staff = _people(one.agency_id for one in reports)
    off = set(
        NoticeSetting.objects.filter(
            kind=NoticeKind.MANUAL, by_mail=False, user__memberships__agency__in=[one.agency_id for one in reports]
        ).values_list("user_id", flat=True)
    )
    last = dict(
        Event.objects.filter(action=Action.REMIND, round=round_, at__gt=now - BETWEEN)
        .order_by("at").values_list("submission_id", "at")
    )  # fmt: skip
    return tuple(_asked(one, round_, staff, off, last.get(one.pk), now) for one in reports)


def _people(agencies: Iterable[int]) -> dict[tuple[int, str], list[User]]:
    """Return the active staff and heads of agencies: 1 query."""
    found: dict[tuple[int, str], list[User]] = defaultdict(list)
    rows = Membership.objects.filter(
        agency__in=list(agencies), role__in=(Role.STAFF, Role.HEAD), user__is_active=True
    ).select_related("user")
    for row in rows.order_by("user__display_name", "user_id"):
        found[row.agency_id or 0, row.role].append(row.user)
    return found


def _asked(
    submission: Submission,
    round_: Round,
    staff: dict[tuple[int, str], list[User]],
    off: set[int],
    last: dt.datetime | None,
    now: dt.datetime,
) -> Asked:
    due, since = round_.due_at, round_.opened_at
    is_open = round_.state_at(now) == RoundState.OPEN
    if not is_open:
        granted = max(submission.extensions.all(), key=lambda one: one.until, default=None)
        if granted and (due is None or granted.until > due or granted.until >= now):
            due, since, is_open = granted.until, granted.granted_at, granted.until >= now
    here, heads = submission.agency_id, staff.get((submission.agency_id, Role.HEAD), [])
    # An office whose officer has gone still has somebody who hears of it.
    who = heads if submission.state == State.ENDORSEMENT else staff.get((here, Role.STAFF)) or heads
    stage: str = submission.stage  # type: ignore[attr-defined]
    days = (in_bangkok(due).date() - in_bangkok(now).date()).days if due else 0
    mailed = frozenset(person.pk for person in who if person.email and person.pk not in off)
    return Asked(submission, stage, due, since, days, not is_open, tuple(who), mailed, last)


@dataclass(frozen=True)
class Delivery:
    """One message to one person in the log: `state` in words with its tone and icon, `why` of a failure."""

    notice: Notice
    agency: str
    state: str
    tone: str
    icon: str
    at: dt.datetime | None
    why: str

    @property
    def failed(self) -> bool:
        """Say whether its mail was given up."""
        return self.tone == "bad"


def log_of(round_: Round, *, show: str = "") -> QuerySet[Notice]:
    """Return the messages of a round to those who report, the newest first. show: "failed", "waiting" or all."""
    found = Notice.objects.filter(about__startswith=about(round_), kind__in=LOGGED).select_related("user", "mail")
    if show == "failed":
        # Whatever ended meanwhile need not be sent again.
        return found.filter(closed_at=None).exclude(mail__gave_up_at=None).exclude(mail__error=DONE_MEANWHILE)
    if show == "waiting":
        return found.filter(Q(mail__sent_at=None), Q(mail__gave_up_at=None), Q(mail__isnull=False))
    return found


def deliveries(notices: Iterable[Notice]) -> tuple[Delivery, ...]:
    """Return what became of these messages, with the names of their agencies: 1 query."""
    rows = list(notices)
    keys = {_submission_of(row) for row in rows} - {0}
    names = dict(Submission.objects.filter(pk__in=keys).values_list("pk", "agency__name"))
    return tuple(_delivery(row, names.get(_submission_of(row), "")) for row in rows)


def _submission_of(notice: Notice) -> int:
    """Return the key of the report that a notice is about, 0 for the whole round."""
    parts = notice.about.split(":")
    return int(parts[3]) if len(parts) > 3 else 0


def _delivery(notice: Notice, agency: str) -> Delivery:
    mail = notice.mail
    if mail is None:
        return Delivery(notice, agency, _("อยู่ในกล่องข้อความ"), "mute", "bell", notice.created_at, "")
    if mail.sent_at:
        return Delivery(notice, agency, _("ส่งอีเมลแล้ว"), "ok", "check", mail.sent_at, "")
    why = _(mail.error) if mail.error else ""
    if mail.gave_up_at and mail.error == DONE_MEANWHILE:
        return Delivery(notice, agency, _("ไม่ต้องส่งแล้ว"), "mute", "check", mail.gave_up_at, why)
    if mail.gave_up_at:
        return Delivery(notice, agency, _("ส่งอีเมลไม่สำเร็จ"), "bad", "error", mail.gave_up_at, why)
    return Delivery(notice, agency, _("รอส่งอีเมล"), "warn", "clock", mail.due_at, why)
