"""Who may do what with rounds, submissions and results: one policy for menu, button and server.

The source is docs/permissions.md; the expected values of its test stand in a data file that this
module does not know. A cell reads "rounds:submissions", "+" is a closed round with an unexpired
extension, "-" stands for "no submission yet" (a planned round).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agencies.choices import Role
from agencies.models import Agency, Province, User
from agencies.rules import barred, roles_at
from agencies.verdict import YES, Verdict
from measures.choices import Action, RoundState, State
from measures.models import Plan, Result, Round, Submission

ALL = "POCLX:-DESRA"
SENT = "OCLX:SRA"
EDITING = "O:DR C:R +:DR"
WITH_HEAD = "OC:E"
WITH_PROVINCE = "OC:S"
PLANNED = "P:-DESRA"
OPEN = "O:-DESRA"
CLOSED = "C:-DESRA"
LOCKED = "L:-DESRA"
PUBLISHED = "X:-DESRA"
PLANNED_OR_OPEN = "PO:-DESRA"
UNLOCKED = "POC:-DESRA"

STAFF, HEAD, REVIEWER, VIEWER, ADMIN = Role.STAFF, Role.HEAD, Role.REVIEWER, Role.VIEWER, Role.ADMIN
ANYONE = "anyone"

POLICY: dict[str, dict[str, str]] = {
    Action.ROUND_VIEW: {STAFF: ALL, HEAD: ALL, REVIEWER: ALL, VIEWER: ALL, ADMIN: ALL, ANYONE: "X:-DESRA"},
    Action.PROGRESS_VIEW: {STAFF: ALL, HEAD: ALL, REVIEWER: ALL, VIEWER: ALL, ADMIN: ALL, ANYONE: "X:A"},
    Action.RESULT_READ: {STAFF: ALL, HEAD: ALL, REVIEWER: SENT, VIEWER: SENT},
    Action.RESULT_READ_PUBLIC: {
        STAFF: "X:DESRA",
        HEAD: "X:DESRA",
        REVIEWER: "X:DESRA",
        VIEWER: "X:DESRA",
        ADMIN: "X:DESRA",
        ANYONE: "X:A",
    },
    Action.RESULT_EDIT: {STAFF: EDITING},
    Action.FILE_EDIT: {STAFF: EDITING},
    Action.FILE_DOWNLOAD: {STAFF: ALL, HEAD: ALL, REVIEWER: SENT, VIEWER: SENT},
    Action.FILE_DOWNLOAD_PUBLIC: {ANYONE: "X:A"},
    Action.SUBMIT: {STAFF: EDITING},
    Action.RECALL: {STAFF: WITH_HEAD},
    Action.ENDORSE: {HEAD: WITH_HEAD},
    Action.SEND_BACK: {HEAD: WITH_HEAD},
    Action.RETURN: {REVIEWER: WITH_PROVINCE},
    Action.APPROVE: {REVIEWER: WITH_PROVINCE},
    Action.REOPEN: {REVIEWER: "OC:A"},
    Action.COMMENT: {STAFF: "OC:SR", HEAD: "OC:ESR", REVIEWER: "OC:SRA"},
    Action.EXTEND: {REVIEWER: "OC:DER"},
    Action.ROUND_CLOSE: {REVIEWER: OPEN},
    Action.ROUND_LOCK: {REVIEWER: CLOSED},
    Action.ROUND_UNLOCK: {REVIEWER: LOCKED},
    Action.ROUND_PUBLISH: {REVIEWER: LOCKED},
    Action.EXPORT_AGENCY: {STAFF: ALL, HEAD: ALL, REVIEWER: SENT, VIEWER: SENT},
    Action.EXPORT_PROVINCE: {REVIEWER: ALL, VIEWER: ALL},
    Action.EXPORT_PUBLIC: {ANYONE: PUBLISHED},
    Action.LINK_RECHECK: {STAFF: EDITING, REVIEWER: "OC:SR"},
    Action.IMPORT_RESULTS: {STAFF: EDITING, REVIEWER: "O:DR"},
    Action.IMPORT_PLAN: {REVIEWER: PLANNED_OR_OPEN},
    Action.MEASURE_EDIT: {REVIEWER: PLANNED_OR_OPEN},
    Action.AUDIT_READ: {HEAD: ALL, REVIEWER: ALL, VIEWER: ALL, ADMIN: ALL},
    Action.ROUND_OPEN: {REVIEWER: PLANNED},
    Action.REVIEW_MARK: {REVIEWER: WITH_PROVINCE},
    Action.NARRATIVE_EDIT: {REVIEWER: UNLOCKED},
    Action.FINDING_DECIDE: {STAFF: EDITING},
    Action.CHECK_WAIVE: {REVIEWER: "OC:-DESRA"},
    Action.BOARD_READ: {REVIEWER: ALL, VIEWER: ALL, ADMIN: ALL},
    Action.ROUND_EXTEND: {REVIEWER: OPEN},
    Action.PLAN_COPY: {REVIEWER: ALL},
    Action.ROUND_CORRECT: {REVIEWER: PUBLISHED},
    Action.REMIND: {REVIEWER: "OC:-DESRA"},
    Action.REMINDERS_READ: {REVIEWER: ALL},
}

# An agency that plans for itself: its head plans, opens and approves; the province reads.
PLANNING = frozenset({
    Action.IMPORT_PLAN, Action.IMPORT_RESULTS, Action.MEASURE_EDIT, Action.ROUND_OPEN, Action.APPROVE,
    Action.RETURN, Action.REOPEN,
    Action.REVIEW_MARK, Action.EXTEND, Action.ROUND_CLOSE, Action.ROUND_LOCK, Action.ROUND_UNLOCK,
    Action.ROUND_PUBLISH, Action.NARRATIVE_EDIT, Action.CHECK_WAIVE,
    Action.REMIND, Action.REMINDERS_READ, Action.ROUND_EXTEND, Action.PLAN_COPY,
    Action.ROUND_CORRECT,
})  # fmt: skip
# What the head of such an agency sees, too, while the province goes on seeing it.
OVERSEEING = frozenset({Action.BOARD_READ})


def _cells(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (round_state, state)
        for part in text.split()
        for rounds, states in [part.split(":")]
        for round_state in rounds
        for state in states
    )


GRANTED = {action: {role: _cells(text) for role, text in row.items()} for action, row in POLICY.items()}


@dataclass(frozen=True)
class Situation:
    """Where the object of an action stands: whose it is, and both states at that moment."""

    agency: Agency | None
    province: Province
    round_state: str
    state: str = "-"
    extended: bool = False
    self_planned: bool = False
    submission: Submission | None = None
    round: Round | None = None


def situation(target: Any, now: dt.datetime) -> Situation:
    """Return where a Plan, Round, Submission or Result stands at that time."""
    match target:
        case Result():
            return situation(target.submission, now)
        case Submission():
            round_state = target.round.state_at(now)
            extended = round_state == RoundState.CLOSED and target.extensions.filter(until__gte=now).exists()
            plan = target.round.plan
            return Situation(
                target.agency, target.agency.province, round_state, target.state, extended,
                plan.agency_id is not None, target, target.round,
            )  # fmt: skip
        case Round():
            plan = target.plan
            own = plan.agency_id is not None
            return Situation(plan.agency, plan.province, target.state_at(now), self_planned=own, round=target)
        case Plan():
            return Situation(
                target.agency, target.province, _plan_state(target, now), self_planned=target.agency_id is not None
            )  # fmt: skip
        case Province():
            return Situation(None, target, RoundState.PLANNED)
        case Agency():
            return Situation(target, target.province, RoundState.PLANNED, self_planned=True)
    raise TypeError(f"no situation of {type(target).__name__}")


def _plan_state(plan: Plan, now: dt.datetime) -> str:
    """Return the state of the plan's rounds together: open while one is, else that of the newest."""
    states = [round_.state_at(now) for round_ in plan.rounds.order_by("-pk")]
    if RoundState.OPEN in states:
        return RoundState.OPEN
    return states[0] if states else RoundState.PLANNED


def may(user: Any, action: str, target: Any, *, now: dt.datetime | None = None) -> Verdict:
    """Say whether the person may do that to a Plan, Round, Submission or Result, and if not, why.

    A Province or an Agency stands for "a plan that is not there yet". What the table does not name
    nobody may.
    """
    now = now or timezone.now()
    at = situation(target, now)
    if action == Action.ROUND_VIEW and user.is_authenticated and barred(user):
        return YES
    grants = GRANTED.get(action, {})
    cells = frozenset[tuple[str, str]]()
    if verdict := barred(user):
        roles = _acting_roles(user, action, at)
        cells = frozenset().union(*(grants.get(role, frozenset()) for role in roles))
    known = cells | grants.get(ANYONE, frozenset())
    if (at.round_state, at.state) in known or (at.extended and ("+", at.state) in known):
        return _person_rules(user, action, at, now)
    if not verdict:
        return verdict
    if not cells:
        return Verdict(_("บทบาทของคุณทำรายการนี้ไม่ได้"))
    return Verdict(_why_not_now(at), conflict=True)


def _acting_roles(user: User, action: str, at: Situation) -> frozenset[str]:
    """Return the roles that count here: the head of a self-planning agency acts as its reviewer."""
    roles = roles_at(user, agency=at.agency, province=at.province)
    if not at.self_planned or action not in PLANNING | OVERSEEING:
        return roles
    kept = roles if action in OVERSEEING else roles - {REVIEWER}
    return kept | ({REVIEWER} if HEAD in roles else frozenset())


def _person_rules(user: Any, action: str, at: Situation, now: dt.datetime) -> Verdict:
    """Refuse what the state allows but this person, or the rest of the round, does not."""
    submission = at.submission
    if action == Action.ENDORSE and submission and submission.submitted_by_id == user.pk:
        return Verdict(_("ผู้ส่งผลรับรองเองไม่ได้ ต้องให้หัวหน้าอีกคนรับรอง"))
    if action == Action.APPROVE and submission and _had_a_hand_in(submission, user):
        return Verdict(_("ผู้ส่งหรือผู้รับรองผลอนุมัติเองไม่ได้"))
    if action == Action.ROUND_LOCK and at.round:
        return _may_lock(at.round, now)
    return YES


def _had_a_hand_in(submission: Submission, user: Any) -> bool:
    """Say whether the person ever sent or endorsed this report, also before it was returned."""
    if user.pk in (submission.submitted_by_id, submission.endorsed_by_id):
        return True
    return submission.events.filter(actor=user, action__in=(Action.SUBMIT, Action.ENDORSE)).exists()


def _may_lock(round_: Round, now: dt.datetime) -> Verdict:
    if waiting := round_.submissions.filter(state=State.SUBMITTED).count():
        why = _("ยังมี %(waiting)s หน่วยงานรอตรวจ โปรดอนุมัติหรือส่งกลับก่อนล็อกรอบ") % {"waiting": waiting}
        return Verdict(why, conflict=True)
    if round_.submissions.filter(extensions__until__gte=now).exists():
        return Verdict(_("ยังมีหน่วยงานที่ได้รับการขยายเวลาอยู่ โปรดรอให้ครบกำหนดก่อนล็อกรอบ"), conflict=True)
    return YES


# Thai here; put into the reader's language where it is said.
WHY_STATE = {
    State.DRAFT: gettext_noop("รายงานยังอยู่ระหว่างกรอก"),
    State.ENDORSEMENT: gettext_noop("รายงานอยู่ระหว่างรอหัวหน้ารับรอง"),
    State.SUBMITTED: gettext_noop("รายงานอยู่ระหว่างจังหวัดตรวจ"),
    State.RETURNED: gettext_noop("รายงานถูกส่งกลับให้แก้ไข"),
    State.APPROVED: gettext_noop("รายงานอนุมัติแล้ว"),
}
WHY_ROUND = {
    RoundState.PLANNED: gettext_noop("รอบนี้ยังไม่เปิดรับ"),
    RoundState.OPEN: gettext_noop("รอบนี้เปิดรับอยู่"),
    RoundState.CLOSED: gettext_noop("รอบนี้ปิดรับแล้ว"),
    RoundState.LOCKED: gettext_noop("รอบนี้ล็อกแล้ว"),
    RoundState.PUBLISHED: gettext_noop("รอบนี้เผยแพร่แล้ว"),
}


def _why_not_now(at: Situation) -> str:
    round_ = _(WHY_ROUND[RoundState(at.round_state)])
    if at.state == "-":
        return _("%(round)s จึงทำรายการนี้ไม่ได้") % {"round": round_}
    why = {"round": round_, "report": _(WHY_STATE[State(at.state)])}
    return _("%(round)s และ%(report)s จึงทำรายการนี้ไม่ได้") % why
