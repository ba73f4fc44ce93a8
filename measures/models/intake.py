"""A paper that was read and waits for a person's commit."""

from django.conf import settings
from django.db import models


class Intake(models.Model):
    """One uploaded Word or Excel table: the file, what was understood, and what its commit made."""

    province = models.ForeignKey("agencies.Province", models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    with_results = models.BooleanField(default=False)
    # Whether the plan is the agency's own; otherwise it is the province's.
    own_plan = models.BooleanField(default=False, db_default=False)
    # The round that the person chose by standing on its page; None: the round of that kind.
    round = models.ForeignKey("measures.Round", models.SET_NULL, null=True, blank=True, related_name="+")
    round_kind = models.CharField(max_length=4, blank=True)
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # Primary keys of the rows that the commit made, by model name: what an undo takes back.
    made = models.JSONField(default=dict, blank=True)
    plan = models.ForeignKey("measures.Plan", models.SET_NULL, null=True, blank=True, related_name="intakes")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename
