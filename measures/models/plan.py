"""A year's plan and its measures."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from measures.choices import Grouping
from measures.querysets import PlanQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from measures.models.round import Round


class Plan(models.Model):
    """The measures of a province, or of one agency that plans for itself, for a fiscal year (B.E.)."""

    province = models.ForeignKey("agencies.Province", models.PROTECT, related_name="plans", verbose_name="จังหวัด")
    agency = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name="หน่วยงานเจ้าของแผน",
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    grouping = models.CharField("จัดกลุ่มตาม", max_length=10, choices=Grouping, default=Grouping.INDICATOR)
    # Bounds and wording of the weakness bands (assessments.bands.parse_bands), where the office changed the
    # edition's; empty: the edition's.
    bands = models.JSONField("เกณฑ์ระดับความเร่งด่วน", default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = PlanQuerySet.as_manager()

    if TYPE_CHECKING:
        measures: RelatedManager["Measure"]
        rounds: RelatedManager["Round"]

    class Meta:
        ordering = ["-fiscal_year", "province__name"]
        verbose_name = "แผนมาตรการ"
        constraints = [
            models.UniqueConstraint(
                fields=["province", "fiscal_year"],
                condition=Q(agency__isnull=True),
                name="plan_once_a_province_year",
            ),
            models.UniqueConstraint(fields=["agency", "fiscal_year"], name="plan_once_an_agency_year"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_name} {self.fiscal_year}"

    @property
    def owner_name(self) -> str:
        """Return whose plan it is, in words of the reader's language."""
        return (self.agency or self.province).in_words

    @property
    def printed_owner(self) -> str:
        """Return whose plan it is as papers and file names say it: Thai, whoever reads."""
        return (self.agency or self.province).printed_name


class Measure(models.Model):
    """One measure of a plan. The label is the official one, kept as text: gaps are legitimate.

    In a plan by issue `issue` is the issue's number and `indicator` 0, or the indicator that the measure serves as
    well; in a plan by indicator `issue` is 0.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures")
    indicator = models.PositiveSmallIntegerField("ตัวชี้วัดที่")
    issue = models.PositiveSmallIntegerField("ประเด็นที่", default=0, db_default=0)
    label = models.CharField("ข้อ", max_length=20)
    text = models.TextField("มาตรการ")
    substeps = models.JSONField("ขั้นตอนย่อย", default=list, blank=True)
    responsible = models.TextField("หน่วยงาน/ผู้รับผิดชอบ", blank=True)
    order = models.PositiveIntegerField("ลำดับ", default=0)
    deadline = models.DateField("กำหนดเสร็จ", null=True, blank=True)
    follow_up = models.TextField("การกำกับติดตาม", blank=True)
    groups = models.ManyToManyField("agencies.AgencyGroup", blank=True, related_name="+", verbose_name="กลุ่มที่รายงาน")
    agencies = models.ManyToManyField(
        "agencies.Agency", blank=True, related_name="+", verbose_name="หน่วยงานที่รายงานเพิ่มเติม"
    )
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "มาตรการ"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "label"], condition=Q(issue=0), name="label_once_an_indicator_of_a_plan"
            ),
            models.UniqueConstraint(
                fields=["plan", "issue", "label"], condition=Q(issue__gt=0), name="label_once_an_issue_of_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}.{self.label}" if self.label else str(self.group)

    @property
    def group(self) -> int:
        """Return the number of the group: the issue in a plan by issue, else the indicator (measures.grouping)."""
        return self.issue or self.indicator


class WeakPoint(models.Model):
    """A weak point that a measure answers: an indicator, question or item of a card, with the score it had then.

    `code` is that of assessments.scoring ("4", "i19", "o27"); `fiscal_year` is the card's, the year before the plan's.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="weak_points")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณของคะแนน")
    code = models.CharField("รหัส", max_length=8)
    score = models.DecimalField("คะแนนเมื่อวางแผน", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "จุดอ่อนที่แก้"
        constraints = [
            models.UniqueConstraint(fields=["measure", "fiscal_year", "code"], name="weak_point_once_a_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} ← {self.code}"
