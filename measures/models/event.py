"""History: append-only by database trigger, chained so that a change or a gap is found."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class EventChain(models.Model):
    """The head of one chain: of an agency, or of a province's own acts. `seq` is taken under its row lock."""

    agency = models.OneToOneField("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="event_chain")
    province = models.OneToOneField(
        "agencies.Province", models.PROTECT, null=True, blank=True, related_name="event_chain"
    )
    last_seq = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="chain_of_one_owner",
                condition=Q(agency__isnull=False, province__isnull=True)
                | Q(agency__isnull=True, province__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"agency {self.agency_id}" if self.agency_id else f"province {self.province_id}"


class Event(models.Model):
    """Who did what, when, from what to what, and why."""

    chain = models.ForeignKey(EventChain, models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # Pointers without database constraint: a row may go, its history stays.
    # No actor: the command line (an operator on the server).
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=40)
    plan = models.ForeignKey("measures.Plan", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    round = models.ForeignKey("measures.Round", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    submission = models.ForeignKey(
        "measures.Submission", models.DO_NOTHING, null=True, related_name="events", db_constraint=False
    )
    result = models.ForeignKey(
        "measures.Result", models.DO_NOTHING, null=True, related_name="events", db_constraint=False
    )
    changes = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="seq_once_a_chain")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.action}"
