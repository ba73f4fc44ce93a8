"""Links of approved reports that cannot be opened any more: told once a death, taken back when they open again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse

from agencies import notices
from agencies.choices import Role
from agencies.models import Notice, NoticeKind
from agencies.notices import Message
from evidence import kinds
from evidence.choices import Reach
from evidence.citations import Kind, key_of
from measures.checks.report import CONFIRMED, NEWLY, failing_for
from measures.choices import Decision, State
from measures.models import FindingDecision, ResultLink
from measures.telling import about, judges_of, of_agency, people
from thai.dates import fiscal_year, in_bangkok


def tell_dead_links(now: dt.datetime) -> int:
    """Tell of links of approved reports that cannot be opened any more: once a link and death. Return how many.

    The agency hears of each link, the reviewers of each report with new ones once a day; of an agency with nobody left
    they hear of each. What the notice calls a death begins when the page was there last, so that a page that came back
    and went again is told anew. As in the checks, it has to be found so for a day, and what somebody has said is right
    is not told (FindingDecision).
    """
    dead = _dead(now)
    open_ = Notice.objects.filter(kind=NoticeKind.DEAD_LINK, closed_at=None, key__startswith="dead:")
    # It opens again, or the report is being corrected: nobody has anything to do.
    open_.exclude(key__contains=":day:").exclude(key__in=dead.keys()).update(closed_at=now)
    told = set(Notice.objects.filter(kind=NoticeKind.DEAD_LINK).values_list("key", flat=True).distinct())
    fresh: dict[int, dict[str, ResultLink]] = defaultdict(dict)
    for key, row in dead.items():
        if key not in told:
            fresh[row.result.submission_id][key] = row
    return notices.tell_all((one for found in fresh.values() for one in _words(found, now)), now=now)


def _dead(now: dt.datetime) -> dict[str, ResultLink]:
    """Return key of the death → the first result that cites the page, of reports of this year and the one before."""
    rows = ResultLink.objects.filter(
        result__submission__state=State.APPROVED, link__page__reach__in=(Reach.GONE, Reach.BROKEN),
        result__submission__round__plan__fiscal_year__gte=fiscal_year(in_bangkok(now).date()) - 1,
    ).select_related(
        "link__page", "result__measure", "result__submission__agency", "result__submission__round__plan"
    )  # fmt: skip
    dismissed = set(
        FindingDecision.objects.filter(
            submission__results__result_links__in=rows.order_by(), decision=Decision.DISMISSED
        ).values_list("submission", "key")
    )  # fmt: skip
    cited, found = list(rows.order_by("pk")), dict[str, ResultLink]()
    lasting = failing_for({row.link.page_id for row in cited if row.link.page_id})
    for row in cited:
        page, report = row.link.page, row.result.submission_id
        if page is None or lasting.get(page.pk, NEWLY) < CONFIRMED:
            continue
        if (report, key_of(Kind.DEAD, page.reach, kinds.page_key(row.link.url))) not in dismissed:
            alive = f"{page.alive_at:%Y%m%d%H%M%S}" if page.alive_at else "never"
            found.setdefault(f"dead:{report}:{page.pk}:{alive}", row)
    return found


def _words(found: dict[str, ResultLink], now: dt.datetime) -> Iterator[Message]:
    """Yield what one report's newly dead links have to tell."""
    submission = next(iter(found.values())).result.submission
    here, named = about(submission.round, submission), f"{submission.round.printed_name} ปีงบประมาณ พ.ศ. "
    named += str(submission.round.plan.fiscal_year)
    judges = people(judges_of(submission.round))
    office = people(of_agency(submission, Role.STAFF, Role.HEAD))
    for key, row in found.items():
        yield Message(
            office or judges, NoticeKind.DEAD_LINK, f"ลิงก์หลักฐานข้อ {row.result.measure} เปิดไม่ได้แล้ว",
            f"{row.link.typed}\nใน{named} ของ{submission.agency.name} ที่อนุมัติแล้ว โปรดให้หน้าเว็บกลับมาเปิดได้ "
            "หรือขอให้ผู้ตรวจเปิดรายงานให้แก้ไข",
            reverse("measures:link-history", args=[row.result_id, row.link_id]), key, here,
        )  # fmt: skip
    if office:
        yield Message(
            judges, NoticeKind.DEAD_LINK, f"{submission.agency.name}: ลิงก์หลักฐานเปิดไม่ได้ {len(found)} ลิงก์",
            f"ใน{named} ที่อนุมัติแล้ว แจ้งหน่วยงานแล้ว",
            reverse("measures:submission-detail", args=[submission.pk]),
            f"dead:{submission.pk}:day:{in_bangkok(now):%Y%m%d}", here,
        )  # fmt: skip
