"""Reminders: made every day by the worker, and sent by hand by whoever reviews a round."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies import notices
from agencies.digests import footer, link_to
from agencies.models import Agency, Notice, NoticeKind, OutboxMail, User
from agencies.notices import Message
from agencies.outbox import draft
from agencies.posting import try_again
from measures import history, workflow
from measures.choices import Action, RoundState, State
from measures.dead_links import tell_dead_links
from measures.errors import WorkflowError
from measures.models import Event, Round
from measures.rules import may
from measures.selectors.chasing import Asked, asked
from measures.telling import about, judges_of, people
from thai.dates import in_bangkok, short_datetime

# Days after the deadline on which those who have not sent, and the reviewers, hear of it.
AFTER = (1, 3)
# A worker that was away for some days does not tell old news.
LATEST = 5
MOST_DAYS, MOST_REMINDERS = 60, 8
LONGEST = 2_000
BLANKS = ("{agency}", "{days}", "{deadline}")
USUAL = (
    "เรียน {agency}\n\nขอความร่วมมือส่งรายงานผลการดำเนินการตามมาตรการ กำหนดส่ง {deadline} ({days}) "
    "หากส่งแล้วขออภัยมา ณ ที่นี้"
)  # fmt: skip


def chase(now: dt.datetime) -> int:
    """Remind of deadlines and tell of dead links; return how many notices were new. As often as one likes."""
    return remind_of_deadlines(now) + tell_dead_links(now)


def remind_of_deadlines(now: dt.datetime) -> int:
    """Tell those with something open that a deadline is near or over; each step of a deadline once.

    The next step closes the one before: nobody has "14 days left" and "7 days left" waiting side by side.
    """
    done = 0
    for round_ in _at_work(now):
        messages = [*_before(round_, now), *_after(round_, now)]
        done += notices.tell_all(messages, now=now)
        _close_older(round_, messages, now)
    return done


def _at_work(now: dt.datetime) -> Iterator[Round]:
    """Yield the rounds with a deadline that is near or has just been."""
    begins, ends = now - dt.timedelta(days=LATEST + 1), now + dt.timedelta(days=MOST_DAYS + 1)
    near = Q(due_at__range=(begins, ends)) | Q(submissions__extensions__until__range=(begins, ends))
    rounds = Round.objects.filter(near, state__in=(RoundState.OPEN, RoundState.CLOSED)).distinct()
    yield from rounds.select_related("plan__province", "plan__agency").order_by("pk")


def _close_older(round_: Round, messages: Sequence[Message], now: dt.datetime) -> None:
    """Close what urged for an earlier step, and "days left" where none are."""
    keys = {one.key for one in messages}
    open_ = Notice.objects.filter(about__startswith=about(round_), closed_at=None).exclude(key__in=keys)
    over = {one.about for one in messages if one.kind == NoticeKind.OVERDUE}
    open_.filter(Q(kind=NoticeKind.DEADLINE) | Q(kind=NoticeKind.OVERDUE, about__in=over)).update(closed_at=now)


def step_before(days: int, reminders: Iterable[int], span: int) -> int | None:
    """Return which reminder is due `days` before a deadline that was set `span` days before it, or None.

    One that a stopped worker missed is made up for, unless it lay on or before the day the deadline was set.
    """
    return min((step for step in reminders if days <= step < span), default=None) if days >= 0 else None


def _before(round_: Round, now: dt.datetime) -> Iterator[Message]:
    """Yield the reminders of deadlines that are near: the round's, and those of extensions."""
    for one in asked(round_, now=now):
        if one.due is None or one.over:
            continue
        span = (in_bangkok(one.due).date() - in_bangkok(one.since).date()).days if one.since else MOST_DAYS + 1
        step = step_before(one.days, round_.reminders, span)
        if step is not None:
            yield _urge(one, round_, NoticeKind.DEADLINE, f"deadline:{one.submission.pk}:{_day(one.due)}:{step}")


def _after(round_: Round, now: dt.datetime) -> Iterator[Message]:
    """Yield what is told 1 and 3 days after the deadline: to the late, by their own deadline, and to the reviewers."""
    waiting = asked(round_, now=now)
    for one in waiting:
        step = _step_after(one.due, now) if one.over else None
        if step is not None and one.due:
            yield _urge(one, round_, NoticeKind.OVERDUE, f"overdue:{one.submission.pk}:{_day(one.due)}:{step}")
    step = _step_after(round_.due_at, now)
    if waiting and step is not None and round_.due_at:
        past, total = (in_bangkok(now).date() - in_bangkok(round_.due_at).date()).days, round_.submissions.count()
        yield Message(
            people(judges_of(round_)), NoticeKind.OVERDUE, f"ยังไม่ส่ง{round_.printed_name} {len(waiting)} หน่วยงาน",
            f"เลยกำหนดส่ง{_named(round_)} มาแล้ว {past} วัน ยังไม่ส่ง {len(waiting)} จาก {total} หน่วยงาน",
            reverse("measures:round-detail", args=[round_.pk]) + "?show=missing",
            f"overdue:round:{round_.pk}:{_day(round_.due_at)}:{step}", about(round_),
        )  # fmt: skip


def _step_after(due: dt.datetime | None, now: dt.datetime) -> int | None:
    """Return which day after a deadline is to be told, or None: not over yet, or too long ago."""
    if due is None or due >= now:
        return None
    past = (in_bangkok(now).date() - in_bangkok(due).date()).days
    return max((one for one in AFTER if one <= past), default=None) if past <= LATEST else None


def _day(at: dt.datetime) -> str:
    return f"{in_bangkok(at):%Y%m%d}"


def _named(round_: Round) -> str:
    return f"{round_.printed_name} ปีงบประมาณ พ.ศ. {round_.plan.fiscal_year}"


def _urge(one: Asked, round_: Round, kind: str, key: str) -> Message:
    """Return the words to those whom one report waits for."""
    page, does = "measures:submission-detail", "กรอกและส่ง"
    if one.submission.state == State.ENDORSEMENT:
        page, does = "measures:submission-endorse", "ตรวจและรับรอง"
    elif one.submission.state == State.RETURNED:
        does = "แก้ไขตามที่ส่งกลับและส่ง"
    elif one.over:
        does = "ขอขยายเวลาจากผู้ตรวจ แล้วกรอกและส่ง"
    when = days_in_words(one)
    text = f"โปรด{does}รายงาน{_named(round_)} ของ{one.agency.name} กำหนดส่ง {deadline_in_words(one)} ({when})"
    return Message(
        one.people, kind, f"{one.agency.name}: {round_.printed_name} {when}", text,
        reverse(page, args=[one.submission.pk]), key, about(round_, one.submission),
    )  # fmt: skip


def days_in_words(one: Asked) -> str:
    """Return how far the deadline is, in Thai: what {days} stands for."""
    if one.due is None:
        return "ไม่มีกำหนดส่ง"
    if one.days < 0:
        return f"เลยกำหนดมาแล้ว {-one.days} วัน"
    if one.over:
        return "เลยกำหนดแล้ว"
    return f"เหลืออีก {one.days} วัน" if one.days else "ครบกำหนดวันนี้"


def deadline_in_words(one: Asked) -> str:
    """Return the deadline, in Thai: what {deadline} stands for."""
    return short_datetime(one.due) if one.due else "ไม่มีกำหนด"


@dataclass(frozen=True)
class Reminded:
    """What became of one agency's reminder: to how many people, how many of them by mail, or why it was not sent."""

    agency: Agency
    people: int = 0
    by_mail: int = 0
    problem: str = ""


def words_for(text: str, one: Asked) -> str:
    """Return a reminder's text with its blanks filled for one agency."""
    filled = {"{agency}": one.agency.name, "{days}": days_in_words(one), "{deadline}": deadline_in_words(one)}
    return re.sub(r"\{(?:agency|days|deadline)\}", lambda found: filled[found[0]], text)


def problem_of(text: str) -> str:
    """Return what is wrong with a reminder's text, or ""."""
    if not text.strip():
        return _("โปรดพิมพ์ข้อความเตือน")
    if len(text) > LONGEST:
        return _("ข้อความเตือนยาวเกิน %(most)s ตัวอักษร โปรดย่อข้อความ") % {"most": f"{LONGEST:,}"}
    unknown = [blank for blank in re.findall(r"\{[^{}]*\}", text) if blank not in BLANKS]
    if unknown:
        wrong = {"wrong": ", ".join(unknown), "known": ", ".join(BLANKS)}
        return _("ไม่รู้จัก %(wrong)s ใช้ได้เฉพาะ %(known)s") % wrong
    return ""


def mail_of(round_: Round, one: Asked, words: str) -> tuple[str, str]:
    """Return what a reminder is headed and the body of its mail: the very text that the preview shows."""
    link = link_to(reverse("measures:submission-detail", args=[one.submission.pk]))
    return f"{round_.plan.owner_name}: {_named(round_)}", f"{words}\n\nเปิดรายงาน: {link}\n\n{footer()}"


@transaction.atomic
def remind(
    round_: Round,
    agencies: Iterable[Agency | int],
    text: str,
    by: User,
    now: dt.datetime,
    *,
    confirmed: bool = False,
    token: str = "",
) -> tuple[Reminded, ...]:
    """Remind chosen agencies of a round: a notice and, where wanted, a mail to everybody whom the report waits for.

    agencies: rows or keys; who has nothing open, nobody to tell, or was reminded less than 12 hours ago is not
    reminded and says so in its row, the last unless `confirmed`. text: with {agency}, {days}, {deadline}. token: of
    the form; the second click of the same form sends nothing more. Raises WorkflowError: the role or the round's state
    does not allow it, or the text is not fit to send.
    """
    now = max(now, workflow.lock(round_.pk))
    round_ = Round.objects.select_related("plan__province", "plan__agency").get(pk=round_.pk)
    if not (verdict := may(by, Action.REMIND, round_, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if problem := problem_of(text):
        raise WorkflowError(problem)
    keys = {one if isinstance(one, int) else one.pk for one in agencies}
    waiting = {one.agency.pk: one for one in asked(round_, now=now)}
    before, rows, letters = _sent_by(round_, token), list[Reminded](), list[Letter]()
    for agency in Agency.objects.filter(pk__in=keys, submissions__round=round_).order_by("name", "pk"):
        one = waiting.get(agency.pk)
        said = before.get(one.submission.pk) if one else None
        if said is not None:
            rows.append(Reminded(agency, *said))
        elif one is None or (why := _why_not(one, now, confirmed=confirmed)):
            rows.append(Reminded(agency, problem=_("ไม่มีรายงานที่ต้องทำ") if one is None else why))
        else:
            letters.append(_letter(round_, one, text, by, now, token))
            rows.append(Reminded(agency, len(one.people), len(one.mailed)))
    notices.tell_all([letter.message for letter in letters], now=now)
    _post(letters, now)
    return tuple(rows)


def _why_not(one: Asked, now: dt.datetime, *, confirmed: bool) -> str:
    if not one.people:
        return _("ยังไม่มีผู้ใช้ที่จะรับข้อความ โปรดเพิ่มเจ้าหน้าที่ของหน่วยงาน")
    if one.last is not None and one.reminded_lately(now) and not confirmed:
        return _("เตือนไปแล้วเมื่อ %(at)s ยังไม่ถึง 12 ชั่วโมง") % {"at": short_datetime(one.last)}
    return ""


def _sent_by(round_: Round, token: str) -> dict[int, tuple[int, int]]:
    """Return key of the report → (people, mails) of what the first click of the same form sent."""
    if not token:
        return {}
    sent = Event.objects.filter(action=Action.REMIND, round=round_, changes__form=token)
    return {one.submission_id: (one.changes["people"], one.changes["mails"]) for one in sent if one.submission_id}


@dataclass(frozen=True)
class Letter:
    """One agency's reminder: what stands in the inboxes, and the body of the mails that go with it."""

    one: Asked
    message: Message
    body: str


def _letter(round_: Round, one: Asked, text: str, by: User, now: dt.datetime, token: str) -> Letter:
    """Write the history of one agency's reminder and return the reminder."""
    words = words_for(text, one)
    event = history.record(
        Action.REMIND, by=by, agency=one.agency, submission=one.submission, round=round_, note=words, at=now,
        changes={"people": len(one.people), "mails": len(one.mailed), "form": token},
    )  # fmt: skip
    subject, body = mail_of(round_, one, words)
    page = reverse("measures:submission-detail", args=[one.submission.pk])
    here = about(round_, one.submission)
    return Letter(one, Message(one.people, NoticeKind.MANUAL, subject, words, page, f"manual:{event.pk}", here), body)


def _post(letters: Sequence[Letter], now: dt.datetime) -> None:
    """Store the mails of reminders, and note at each notice that its mail is under way: no digest repeats it."""
    mails: dict[tuple[int, str], OutboxMail] = {}
    for letter in letters:
        said = letter.message
        for person in (one for one in letter.one.people if one.pk in letter.one.mailed):
            mail = draft(person, subject=said.subject, text=letter.body, key=f"{said.key}:{person.pk}", now=now)
            if mail is not None:
                mails[person.pk, said.key] = mail
    OutboxMail.objects.bulk_create(mails.values(), ignore_conflicts=True, batch_size=500)
    stored = dict(OutboxMail.objects.filter(key__in=[one.key for one in mails.values()]).values_list("key", "pk"))
    told = [
        one for one in Notice.objects.filter(key__in={key for _person, key in mails})
        if (one.user_id, one.key) in mails
    ]  # fmt: skip
    for notice in told:
        notice.mail_id, notice.mailed_at = stored[mails[notice.user_id, notice.key].key], now
    Notice.objects.bulk_update(told, ["mail", "mailed_at"], batch_size=500)


@transaction.atomic
def set_reminders(round_: Round, days: Iterable[int], *, by: User) -> Round:
    """Set how many days before the deadline people are reminded; none: nobody is.

    Raises WorkflowError where the role or the state does not allow it, or for days that are no use.
    """
    now = workflow.lock(round_.pk)
    round_ = Round.objects.select_related("plan__province", "plan__agency").get(pk=round_.pk)
    if not (verdict := may(by, Action.REMIND, round_, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    wanted = sorted(set(days), reverse=True)
    if len(wanted) > MOST_REMINDERS or any(not 1 <= day <= MOST_DAYS for day in wanted):
        most = {"days": MOST_DAYS, "count": MOST_REMINDERS}
        raise WorkflowError(_("เลือกได้ไม่เกิน %(count)s วัน ตั้งแต่ 1 ถึง %(days)s วันก่อนครบกำหนด") % most)
    if wanted != round_.reminders:
        before, round_.reminders, round_.version = round_.reminders, wanted, round_.version + 1
        round_.save(update_fields=["reminders", "version"])
        history.record(
            Action.REMIND, by=by, agency=round_.plan.agency, province=round_.plan.province, plan=round_.plan,
            round=round_, changes={"reminders": [before, wanted]}, at=now,
        )  # fmt: skip
    return round_


@transaction.atomic
def retry(round_: Round, *, by: User) -> int:
    """Send the mails of a round that were given up once more; return how many. Raises WorkflowError."""
    now = workflow.lock(round_.pk)
    if not (verdict := may(by, Action.REMIND, round_, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    return try_again(OutboxMail.objects.filter(pk__in=_mails_of(round_)), now=now)


def _mails_of(round_: Round) -> list[int]:
    found = Notice.objects.filter(about__startswith=about(round_), mail__isnull=False)
    return list(found.exclude(mail__gave_up_at=None).values_list("mail_id", flat=True).distinct())
