"""What stands beside a result's evidence: its files, decisions on findings, waivers, and the proof of sending."""

from django.conf import settings
from django.db import models

from measures.choices import Decision
from measures.models.result import Result
from measures.models.round import Submission
from measures.querysets import CheckWaiverQuerySet


class ResultAttachment(models.Model):
    """A file of a result, in the order given."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="result_attachments")
    attachment = models.ForeignKey("evidence.Attachment", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "attachment"], name="attachment_once_a_result"),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} → {self.attachment_id}"


class FindingDecision(models.Model):
    """What a person decided about a finding of the evidence: accepted (mended) or dismissed with a reason.

    `key` is the finding's own (evidence.lookalike.Finding.key): the same suspicion is not raised again.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="finding_decisions")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    decision = models.CharField(max_length=9, choices=Decision)
    reason = models.TextField("เหตุผล", blank=True)
    # What was decided about, as it stood then: message, urls, measures, proposal (Thai, whoever reads), and of an
    # accepted one "changed": [[result, urls before, urls after], …], with which it can be taken back.
    about = models.JSONField(default=dict, db_default={})
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="finding_decided_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.decision}"


class CheckWaiver(models.Model):
    """A reviewer's word that one check does not count for an agency, with a reason and an end date (Bangkok time).

    own_plan: given by the head of an agency that plans for itself, for reports to its own plan; else by the
    province, for reports to the province's plans. Neither counts in the other's rounds.
    """

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="check_waivers")
    own_plan = models.BooleanField(default=False, db_default=False)
    code = models.CharField("การตรวจ", max_length=40)
    reason = models.TextField("เหตุผล")
    until = models.DateField("ถึงวันที่")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CheckWaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.code}"


class EvidenceProof(models.Model):
    """A link as it stood when the report was sent, and the check that saw it (the first one after sending, if none)."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="proofs")
    result = models.ForeignKey(Result, models.CASCADE, related_name="proofs")
    link = models.ForeignKey("evidence.Link", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    check_seen = models.ForeignKey("evidence.LinkCheck", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "link", "sent_at"], name="proof_once_a_sending"),
        ]
        indexes = [
            # Millions of proofs, few of them without their check.
            models.Index(fields=["sent_at"], name="proof_waits", condition=models.Q(check_seen=None)),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} → {self.link_id} @ {self.sent_at:%Y-%m-%d}"
