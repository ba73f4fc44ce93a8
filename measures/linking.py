"""When the links of results are checked, and who may ask for it out of turn.

A link is checked when it is typed, daily while a round with it is open, weekly until its fiscal year ends.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from evidence.models import Link, WebPage
from evidence.schedule import is_example, request_check, sweep, watch
from measures import history
from measures.choices import Action, RoundState
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.models import Event, Result, ResultLink, Round
from measures.rules import may
from thai.dates import BANGKOK, fiscal_year_bounds

RECHECKS_AN_HOUR = 5
HOUR = dt.timedelta(hours=1)
# One page is cited by many: however many people ask, its host hears of it once in so long.
BETWEEN_RECHECKS = dt.timedelta(minutes=10)


def year_end(round_: Round) -> dt.datetime:
    """Return the end of the fiscal year that a round reports on, in Bangkok."""
    last = fiscal_year_bounds(round_.plan.fiscal_year)[1]
    return dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=BANGKOK)


def daily_until(round_: Round, now: dt.datetime) -> dt.datetime | None:
    """Return until when the links of a round are checked daily: its deadline, while it is open."""
    if round_.state_at(now) != RoundState.OPEN:
        return None
    return round_.due_at or year_end(round_)


def watch_links(round_: Round, links: Iterable[Link], now: dt.datetime | None = None) -> None:
    """Let the pages of links that were just typed be checked: new ones at once. Part of the caller's transaction."""
    now = now or database_now()
    keys = {link.page_id for link in links if link.page_id}
    if keys:
        pages = WebPage.objects.filter(pk__in=keys)
        watch(pages, daily_until=daily_until(round_, now), weekly_until=year_end(round_), now=now)


def pages_of(round_: Round) -> QuerySet[WebPage]:
    """Return the pages that the results of a round cite."""
    cited = ResultLink.objects.filter(result__submission__round=round_, link__page__isnull=False)
    return WebPage.objects.filter(pk__in=cited.values("link__page"))


def let_go(round_: Round, now: dt.datetime) -> int:
    """Check the pages of a round that was closed early weekly only, unless another open round cites them."""
    others = Round.objects.filter(state=RoundState.OPEN).exclude(pk=round_.pk)
    elsewhere = ResultLink.objects.filter(result__submission__round__in=others, link__page__isnull=False)
    mine = pages_of(round_).filter(daily_until__gt=now).exclude(pk__in=elsewhere.values("link__page"))
    return mine.update(daily_until=now)


def sweep_links(now: dt.datetime) -> int:
    """Find the pages of open rounds that nobody put under watch (restored, brought in by hand), and those whose
    turn was lost; return how many come on the list. Once a day is enough."""
    for round_ in Round.objects.filter(state=RoundState.OPEN).select_related("plan"):
        pages = pages_of(round_)
        for column, until in (("daily_until", daily_until(round_, now)), ("weekly_until", year_end(round_))):
            if until and until > now:
                pages.filter(**{column: None}).update(**{column: until})
                pages.filter(**{f"{column}__lt": until}).update(**{column: until})
    return sweep(now)


@transaction.atomic
def recheck(result: Result, link: Link, *, by: User) -> None:
    """Let one link of a result be checked now.

    Raises WorkflowError when the role or the state does not allow it, when the person has asked five times within
    the hour, or when the page was checked less than ten minutes ago.
    """
    now = database_now()
    if not (verdict := may(by, Action.LINK_RECHECK, result, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    page = link.page
    if page is None:
        raise WorkflowError(_("ลิงก์นี้ไม่ใช่ที่อยู่เว็บไซต์ จึงตรวจไม่ได้ โปรดแก้ไขลิงก์"))
    if is_example(page.host):
        raise WorkflowError(_("ที่อยู่นี้เป็นชื่อตัวอย่าง ไม่มีเว็บไซต์จริงให้ตรวจ"))
    # Two clicks at one moment wait for each other here, and the second is told.
    User.objects.select_for_update().get(pk=by.pk)
    page = WebPage.objects.select_for_update().get(pk=page.pk)
    if page.checked_at and page.checked_at > now - BETWEEN_RECHECKS:
        raise WorkflowError(_("เพิ่งตรวจลิงก์นี้ไปไม่ถึง 10 นาที ผลยังใช้ได้ โปรดลองใหม่ภายหลัง"))
    asked = Event.objects.filter(actor=by, action=Action.LINK_RECHECK, at__gt=now - HOUR).count()
    if asked >= RECHECKS_AN_HOUR:
        raise WorkflowError(_("ขอตรวจซ้ำได้ชั่วโมงละ 5 ครั้ง โปรดลองใหม่ภายหลัง ระบบยังตรวจให้เองตามรอบ"))
    if request_check([page], now):
        submission = result.submission
        history.record(
            Action.LINK_RECHECK, by=by, agency=submission.agency, submission=submission, round=submission.round,
            result=result, changes={}, note=page.url, at=now,
        )  # fmt: skip
