"""A round and the submissions of its agencies."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from measures.choices import RoundKind, RoundState, State
from measures.models.plan import Measure, Plan
from measures.querysets import RoundQuerySet, SubmissionQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from measures.models.result import Result


def usual_reminders() -> list[int]:
    """Return how many days before the deadline people are reminded, unless the round says otherwise."""
    return [14, 7, 3, 1]


class Round(models.Model):
    """A reporting round of a plan: planned, open until its deadline, closed, locked, published."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rounds")
    kind = models.CharField("รอบ", max_length=4, choices=RoundKind)
    title = models.CharField("ชื่อรอบ", max_length=120, blank=True)
    state = models.CharField(max_length=1, choices=RoundState, default=RoundState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField("กำหนดส่ง", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # Days before the deadline, falling; empty: nobody is reminded.
    reminders = models.JSONField("วันเตือนก่อนครบกำหนด", default=usual_reminders, db_default=[14, 7, 3, 1], blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = RoundQuerySet.as_manager()

    if TYPE_CHECKING:
        measures: RelatedManager["RoundMeasure"]
        submissions: RelatedManager["Submission"]

    class Meta:
        ordering = ["-plan__fiscal_year", "-pk"]
        verbose_name = "รอบรายงาน"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"], condition=Q(kind__in=["6", "12"]), name="half_year_round_once_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.plan.fiscal_year}"

    @property
    def name(self) -> str:
        """Return the round's name in the reader's language: its own title, or "รอบ 6 เดือน"."""
        return self.title or _(self.get_kind_display())

    @property
    def printed_name(self) -> str:
        """Return the round's name as papers print it: Thai, whoever reads."""
        return self.title or self.get_kind_display()

    def state_at(self, now: dt.datetime) -> str:
        """Return the state that holds at that time: an open round past its deadline is closed."""
        if self.state == RoundState.OPEN and self.due_at is not None and now > self.due_at:
            return RoundState.CLOSED
        return self.state


class RoundMeasure(models.Model):
    """The measure as it stood when the round opened: later edits of the plan do not touch it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="measures")
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, related_name="round_measures")
    indicator = models.PositiveSmallIntegerField("ตัวชี้วัดที่")
    issue = models.PositiveSmallIntegerField("ประเด็นที่", default=0, db_default=0)
    label = models.CharField("ข้อ", max_length=20)
    text = models.TextField("มาตรการ")
    substeps = models.JSONField(default=list, blank=True)
    responsible = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "indicator", "label"], condition=Q(issue=0), name="label_once_an_indicator_of_a_round"
            ),
            models.UniqueConstraint(
                fields=["round", "issue", "label"], condition=Q(issue__gt=0), name="label_once_an_issue_of_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}.{self.label}" if self.label else str(self.group)

    @property
    def group(self) -> int:
        """Return the number of the group: the issue in a plan by issue, else the indicator (measures.grouping)."""
        return self.issue or self.indicator


class Submission(models.Model):
    """What one agency reports in one round. Only workflow.py writes the state."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=1, choices=State, default=State.DRAFT)
    # Where a recall or send-back leads: a submission that was returned stays returned.
    was_returned = models.BooleanField(default=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    endorsed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 of what was sent (all results, texts, links): printed on the receipt.
    content_hash = models.CharField(max_length=64, blank=True)

    objects = SubmissionQuerySet.as_manager()

    if TYPE_CHECKING:
        results: RelatedManager["Result"]
        extensions: RelatedManager["Extension"]

    class Meta:
        ordering = ["agency__name"]
        verbose_name = "รายงานของหน่วยงาน"
        constraints = [models.UniqueConstraint(fields=["round", "agency"], name="submission_once_a_round")]

    def __str__(self) -> str:
        return f"{self.agency} · {self.round}"

    @property
    def needs_endorsement(self) -> bool:
        """Say whether the head endorses: not in a one-person office, nor where the head approves what comes."""
        return self.agency.needs_endorsement and self.round.plan.agency_id is None


class Extension(models.Model):
    """More time for one agency after the deadline, with the reason."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="extensions")
    until = models.DateTimeField("ถึง")
    reason = models.TextField("เหตุผล")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"{self.submission} → {self.until:%Y-%m-%d}"
