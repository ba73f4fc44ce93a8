"""What was there when a report was sent: each link with the check that saw it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Exists, F, OuterRef

from evidence.choices import Reach
from evidence.models import LinkCheck, WebPage
from evidence.schedule import request_check
from measures.models import EvidenceProof, Result, Submission

# A check of the last day counts as seen when sending; without one the first after sending does.
FRESH = dt.timedelta(days=1)
# What was not checked for so long after sending proves nothing of that day any more.
WAITS = dt.timedelta(days=30)
AT_ONCE = 500
_BAD = (Reach.GONE, Reach.BROKEN)


def keep(submission: Submission, results: Iterable[Result], *, now: dt.datetime) -> int:
    """Note every link of a report that is being sent, in the sender's transaction; return how many.

    results: with `result_links__link__page` fetched along. Pages without a fresh check are asked for one now. Each
    sending makes a new set. 3 to 5 queries, whatever the number of links.
    """
    rows = list({(row.result_id, row.link_id): row for result in results for row in result.result_links.all()}.values())
    pages = {row.link.page for row in rows if row.link.page}
    seen = _last_seen(pages, now)
    EvidenceProof.objects.bulk_create(
        [
            EvidenceProof(
                submission=submission, result_id=row.result_id, link_id=row.link_id, sent_at=now,
                check_seen_id=seen.get(row.link.page_id or 0),
            )
            for row in rows
        ],
        batch_size=500,
    )  # fmt: skip
    if unseen := [page for page in pages if page.pk not in seen]:
        request_check(unseen, now)
    return len(rows)


def _last_seen(pages: Iterable[WebPage], now: dt.datetime) -> dict[int, int]:
    """Return the key of each page's last check within the day, of those that its verdict rests on.

    A first bad answer that is still to be repeated is later than the page's `checked_at` and says nothing yet.
    """
    checks = LinkCheck.objects.filter(page__in=[page.pk for page in pages], at__gte=now - FRESH, at__lte=now)
    settled = checks.filter(at__lte=F("page__checked_at")).order_by("at", "pk")
    return dict(settled.values_list("page", "pk"))


def fill_pending(now: dt.datetime, *, oldest: dt.timedelta = WAITS) -> int:
    """Give proofs that wait the first check after their sending; return how many. For the worker, every minute.

    A bad answer that a later one took back is passed over. One transaction is not needed: each proof is filled once.
    """
    waiting = EvidenceProof.objects.filter(check_seen=None, sent_at__gte=now - oldest)
    since = LinkCheck.objects.filter(
        page=OuterRef("link__page"), at__gte=OuterRef("sent_at"), at__lte=F("page__checked_at")
    )
    ripe = waiting.filter(Exists(since)).select_related("link")
    proofs = list(ripe.order_by("sent_at", "pk")[:AT_ONCE])
    checks = _checks_since(proofs)
    done = 0
    for proof in proofs:
        proof.check_seen = _first(checks.get(proof.link.page_id or 0, ()), proof.sent_at)
        done += proof.check_seen is not None
    EvidenceProof.objects.bulk_update([p for p in proofs if p.check_seen], ["check_seen"], batch_size=200)
    return done


def _checks_since(proofs: Sequence[EvidenceProof]) -> dict[int, list[LinkCheck]]:
    """Return the settled checks of the proofs' pages after the first sending, the oldest first."""
    if not proofs:
        return {}
    pages = {proof.link.page_id for proof in proofs}
    since = min(proof.sent_at for proof in proofs)
    found = LinkCheck.objects.filter(page__in=pages, at__gte=since, at__lte=F("page__checked_at"))
    by_page: dict[int, list[LinkCheck]] = {}
    for check in found.order_by("at", "pk").only("page", "at", "reach"):
        by_page.setdefault(check.page_id, []).append(check)
    return by_page


def _first(checks: Sequence[LinkCheck], since: dt.datetime) -> LinkCheck | None:
    """Return the first check from then on that was not taken back, else the last."""
    after = [check for check in checks if check.at >= since]
    return next((check for check in after if check.reach not in _BAD), after[-1] if after else None)
