"""Sentences about plans, rounds, submissions and results: who may know that they exist."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When

from agencies.choices import Role
from measures.choices import Answer, Mark, RoundState, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from agencies.models import User
    from measures.models import CheckWaiver, Plan, Result, Round, Submission  # noqa: F401 - named in the quoted bases below


# What is said of a result, as conditions on it: answered; that and not sent back; begun by somebody; not applicable
# without the reason; copied and not confirmed. As Result.is_complete, and as measures.checks.
COMPLETE = Q(confirmed=True) & ~Q(answer=Answer.BLANK) & (~Q(answer=Answer.NOT_APPLICABLE) | ~Q(reason=""))
DONE = COMPLETE & Q(flagged=False)
TOUCHED = Q(updated_at__isnull=False) | ~Q(answer=Answer.BLANK)
REASONLESS = Q(answer=Answer.NOT_APPLICABLE, reason="")
UNCONFIRMED = ~Q(answer=Answer.BLANK) & Q(confirmed=False)


def _places(user: "User") -> tuple[list[int], list[int], bool]:
    """Return the person's agencies, the provinces reviewed, and whether the role is national."""
    agencies = [m.agency_id for m in user.held if m.agency_id]
    provinces = [m.province_id for m in user.held if m.province_id]
    return agencies, provinces, bool(user.roles & {Role.VIEWER, Role.ADMIN})


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans."""

    def visible_to(self, user: "User | AnonymousUser") -> "PlanQuerySet":
        """Return the plans of the person's agencies and provinces; all of them for national roles."""
        if not user.is_authenticated:
            return self.none()
        agencies, provinces, national = _places(user)
        if national:
            return self
        own_provinces = [m.agency.province_id for m in user.held if m.agency]
        return self.filter(
            Q(province__in=provinces) | Q(agency__in=agencies) | Q(agency__isnull=True, province__in=own_provinces)
        )

    def of_province(self, province: Any) -> "PlanQuerySet":
        """Return the province's own plans, not those of single agencies."""
        return self.filter(province=province, agency__isnull=True)


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds."""

    def visible_to(self, user: "User | AnonymousUser") -> "RoundQuerySet":
        """Return all rounds to whoever is signed in (dates and measures are no secret), else the published."""
        return self if user.is_authenticated else self.filter(state=RoundState.PUBLISHED)

    def managed_by(self, user: "User") -> "RoundQuerySet":
        """Return the rounds of the provinces that the person reviews and of the agencies that plan themselves."""
        agencies, provinces, national = _places(user)
        return self if national else self.filter(Q(plan__province__in=provinces) | Q(plan__agency__in=agencies))


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions."""

    def visible_to(self, user: "User | AnonymousUser") -> "SubmissionQuerySet":
        """Return the submissions of the person's agencies and provinces; all of them for national roles."""
        if not user.is_authenticated:
            return self.none()
        agencies, provinces, national = _places(user)
        if national:
            return self
        return self.filter(Q(agency__in=agencies) | Q(agency__province__in=provinces))

    def with_progress(self) -> "SubmissionQuerySet":
        """Add `total`, `complete` (answered), `flagged_count`, `ok_count`, `needs_work_count` and `stage` to each row.

        stage: the state, but "" for a draft that nobody has begun.
        """
        answered = Q(results__confirmed=True) & ~Q(results__answer=Answer.BLANK)
        reasoned = ~Q(results__answer=Answer.NOT_APPLICABLE) | ~Q(results__reason="")
        return self.annotate(
            total=Count("results"),
            complete=Count("results", filter=answered & reasoned),
            flagged_count=Count("results", filter=Q(results__flagged=True)),
            ok_count=Count("results", filter=Q(results__mark=Mark.OK)),
            needs_work_count=Count("results", filter=Q(results__mark=Mark.NEEDS_WORK)),
            touched=Count("results", filter=Q(results__updated_at__isnull=False) | ~Q(results__answer=Answer.BLANK)),
            stage=Case(When(state=State.DRAFT, touched=0, then=Value("")), default=F("state")),
        )

    def with_context(self) -> "SubmissionQuerySet":
        """Fetch round, plan, agency and province along."""
        return self.select_related("round__plan__province", "round__plan__agency", "agency__province")

    def awaiting_review(self) -> "SubmissionQuerySet":
        """Return what the province has to read."""
        return self.filter(state=State.SUBMITTED)


class ResultQuerySet(models.QuerySet["Result"]):
    """Results."""

    def visible_to(self, user: "User | AnonymousUser") -> "ResultQuerySet":
        """Return the results whose submission the person may know of."""
        if not user.is_authenticated:
            return self.none()
        agencies, provinces, national = _places(user)
        if national:
            return self
        return self.filter(Q(submission__agency__in=agencies) | Q(submission__agency__province__in=provinces))

    def with_context(self) -> "ResultQuerySet":
        """Fetch measure, submission, round, plan, agency and province along."""
        return self.select_related(
            "measure",
            "submission__round__plan__province",
            "submission__round__plan__agency",
            "submission__agency__province",
        )


class CheckWaiverQuerySet(models.QuerySet["CheckWaiver"]):
    """Waivers of checks."""

    def of_reports_like(self, submission: "Submission") -> "CheckWaiverQuerySet":
        """Return the waivers that were given for the agency and the kind of plan that a report belongs to."""
        return self.filter(agency=submission.agency_id, own_plan=submission.round.plan.agency_id is not None)

    def in_force(self, submission: "Submission", *, on: dt.date) -> "CheckWaiverQuerySet":
        """Return those that count for a report on that day (Bangkok): neither ended nor past their last day."""
        return self.of_reports_like(submission).filter(ended_at=None, until__gte=on).select_related("by")
