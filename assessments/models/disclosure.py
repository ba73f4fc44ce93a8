"""The OIT register: what an agency discloses, item by item."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from assessments.choices import Presence
from assessments.querysets import DisclosureQuerySet


class Disclosure(models.Model):
    """One OIT item of an agency and fiscal year: disclosed or not, where, and what is said of it."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="disclosures")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    item = models.CharField("ข้อ", max_length=6)
    presence = models.CharField("มี/ไม่มี", max_length=3, choices=Presence, blank=True, default=Presence.UNKNOWN)
    explanation = models.TextField("คำอธิบาย", blank=True)
    unit = models.CharField("หน่วยงานที่รับผิดชอบข้อมูล", max_length=200, blank=True)
    # Copied from last year's register and not yet looked at by a person.
    copied_from = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    links: models.ManyToManyField = models.ManyToManyField("evidence.Link", through="DisclosureLink", related_name="+")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "pk"]
        verbose_name = "การเปิดเผยข้อมูล"
        constraints = [
            models.UniqueConstraint(fields=["agency", "fiscal_year", "item"], name="disclosure_once_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_presence_display()}"

    @property
    def answer(self) -> str:
        """Return มี or ไม่มี in the reader's language; papers print `get_presence_display`."""
        return _(self.get_presence_display())


class DisclosureLink(models.Model):
    """A link of a disclosed item, in the order given."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="disclosure_links")
    link = models.ForeignKey("evidence.Link", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.disclosure_id} → {self.link_id}"


class DisclosureChange(models.Model):
    """Who changed what of an item: {field: [before, after]}, append-only."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.at:%Y-%m-%d}"
