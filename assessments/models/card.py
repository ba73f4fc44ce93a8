"""The scores that a body was given in a year, as printed, and who wrote them down."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from assessments.querysets import ScoreCardQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

_PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class ScoreCard(models.Model):
    """The printed result of a province (agency empty) or of an agency in one fiscal year."""

    province = models.ForeignKey("agencies.Province", models.PROTECT, related_name="score_cards", verbose_name="จังหวัด")
    agency = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="score_cards",
        verbose_name="หน่วยงาน",
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    printed_overall = models.DecimalField(
        "คะแนนรวมตามเอกสาร", max_digits=5, decimal_places=2, null=True, blank=True, validators=_PERCENT
    )
    printed_level = models.CharField("ระดับตามเอกสาร", max_length=60, blank=True)

    # What the figures lead to (assessments.scoring, .levels, .consistency), written whenever the card is.
    computed_overall = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    level_hint = models.CharField(max_length=60, blank=True)
    findings_count = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)

    objects = ScoreCardQuerySet.as_manager()

    if TYPE_CHECKING:
        scores: RelatedManager["IndicatorScore"]
        figures: RelatedManager["CardFigure"]
        changes: RelatedManager["CardChange"]

    class Meta:
        ordering = ["-fiscal_year", "pk"]
        verbose_name = "ผลคะแนน"
        # Two conditional constraints: SQLite knows no "nulls not distinct".
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year"],
                condition=Q(agency__isnull=False),
                name="card_once_an_agency",
            ),
            models.UniqueConstraint(
                fields=["province", "fiscal_year"],
                condition=Q(agency__isnull=True),
                name="card_once_a_province",
            ),
        ]
        indexes = [models.Index(fields=["fiscal_year", "province"], name="card_year_province")]

    def __str__(self) -> str:
        return f"{self.agency or self.province} {self.fiscal_year}"


class IndicatorScore(models.Model):
    """The score of one indicator, as printed."""

    card = models.ForeignKey(ScoreCard, models.CASCADE, related_name="scores")
    number = models.PositiveSmallIntegerField("ตัวชี้วัดที่")
    score = models.DecimalField("คะแนน", max_digits=5, decimal_places=2, validators=_PERCENT)

    class Meta:
        ordering = ["number"]
        verbose_name = "คะแนนตัวชี้วัด"
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="indicator_score_once_a_card"),
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=100), name="indicator_score_in_per_cent"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.score}"


class CardFigure(models.Model):
    """A printed figure below or above the indicators: an instrument, sub-indicator, question, sub-question or item.

    The code is that of assessments.scoring ("IIT", "9.1", "i1", "i1.1", "o5"); the four shares of answers (per cent,
    from น้อยที่สุดหรือไม่มีเลย to มากที่สุด) stand together or not at all.
    """

    card = models.ForeignKey(ScoreCard, models.CASCADE, related_name="figures")
    code = models.CharField("รหัส", max_length=8)
    score = models.DecimalField("คะแนน", max_digits=5, decimal_places=2, null=True, blank=True, validators=_PERCENT)
    least = models.DecimalField("น้อยที่สุดหรือไม่มีเลย", max_digits=5, decimal_places=2, null=True, blank=True)
    little = models.DecimalField("น้อย", max_digits=5, decimal_places=2, null=True, blank=True)
    much = models.DecimalField("มาก", max_digits=5, decimal_places=2, null=True, blank=True)
    most = models.DecimalField("มากที่สุด", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "คะแนนรายข้อ"
        constraints = [
            models.UniqueConstraint(fields=["card", "code"], name="figure_once_a_card"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.score}"


class CardChange(models.Model):
    """Who changed which figures of a card: {code: [before, after]}, append-only. by empty: the command line."""

    card = models.ForeignKey(ScoreCard, models.CASCADE, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    source = models.CharField("ที่มา", max_length=200, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.card_id} {self.at:%Y-%m-%d}"
