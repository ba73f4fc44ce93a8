"""Whom a notice still concerns: a role may have gone between the telling and the mail."""

from collections.abc import Sequence

from django.db.models import Q

from agencies.models import Membership, Notice
from measures.models import Round, Submission


def still_concerned(notices: Sequence[Notice]) -> list[Notice]:
    """Return, in their order, those whose readers still stand where it happened: 3 queries at most.

    Only what is about a round or a report has a place (Notice.about); the others concern their readers themselves.
    A report or round that is gone concerns nobody.
    """
    keys = {notice: _keys(notice.about) for notice in notices}
    of_reports = {report for _round, report in keys.values() if report}
    of_rounds = {round_ for round_, report in keys.values() if round_ and not report}
    reports = {pk: at for pk, *at in Submission.objects.filter(pk__in=of_reports).values_list(
        "pk", "agency", "agency__province")} if of_reports else {}  # fmt: skip
    rounds = {pk: at for pk, *at in Round.objects.filter(pk__in=of_rounds).values_list(
        "pk", "plan__agency", "plan__province")} if of_rounds else {}  # fmt: skip
    held: set[tuple[int, str, int]] = set()
    if reports or rounds:
        here = Membership.objects.filter(Q(agency__isnull=False) | Q(province__isnull=False))
        for user, agency, province in here.filter(user__in={one.user_id for one in notices}).values_list(
            "user", "agency", "province"
        ):
            held.add((user, "agency", agency) if agency else (user, "province", province))

    def concerned(notice: Notice) -> bool:
        round_, report = keys[notice]
        if not round_:
            return True
        agency, province = (reports.get(report) if report else rounds.get(round_)) or (None, None)
        return bool({(notice.user_id, "agency", agency), (notice.user_id, "province", province)} & held)

    return [notice for notice in notices if concerned(notice)]


def _keys(about: str) -> tuple[int, int]:
    """Return the keys of round and report in "round:5:submission:12:", 0 for what is not there."""
    parts = about.split(":")
    named = dict(zip(parts[::2], parts[1::2], strict=False))
    return int(named.get("round", 0)), int(named.get("submission", 0))
