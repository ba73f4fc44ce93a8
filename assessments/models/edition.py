"""Editions of the assessment as data."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

from assessments.choices import AnswerKind, InstrumentCode
from assessments.querysets import IndicatorQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

_PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Edition(models.Model):
    """What the commission assesses in one fiscal year. Everything that changes by year hangs on it."""

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.", unique=True)
    verified = models.BooleanField("ตรวจกับเอกสารทางการแล้ว", default=False)
    source = models.TextField("ที่มา", blank=True)
    level_rules = models.JSONField("เกณฑ์ระดับผลการประเมิน", default=list, blank=True)
    bands = models.JSONField("ช่วงคะแนนและถ้อยคำข้อเสนอ", default=dict, blank=True)

    if TYPE_CHECKING:
        instruments: RelatedManager["Instrument"]
        indicators: RelatedManager["Indicator"]
        issues: RelatedManager["Issue"]

    class Meta:
        ordering = ["-fiscal_year"]
        verbose_name = "เกณฑ์การประเมินประจำปี"

    def __str__(self) -> str:
        return f"ปีงบประมาณ พ.ศ. {self.fiscal_year}"


class Instrument(models.Model):
    """IIT, EIT or OIT in one edition, with its weight in per cent."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="instruments")
    code = models.CharField("แบบสำรวจ", max_length=3, choices=InstrumentCode.choices)
    name = models.CharField("ชื่อ", max_length=160)
    weight = models.DecimalField("น้ำหนัก (ร้อยละ)", max_digits=5, decimal_places=2, validators=_PERCENT)
    order = models.PositiveSmallIntegerField("ลำดับ", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "แบบสำรวจ"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="instrument_once_an_edition"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """Return the name in the reader's language; papers print `name`."""
        return _(self.name) if self.name else ""


class Indicator(models.Model):
    """One of the numbered indicators (ตัวชี้วัด) of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="indicators")
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField("ตัวชี้วัดที่")
    name = models.CharField("ชื่อ", max_length=160)
    aliases = models.JSONField("ชื่ออื่นที่พบในเอกสาร", default=list, blank=True)
    question_range = models.CharField("ข้อคำถาม", max_length=20, blank=True)

    objects = IndicatorQuerySet.as_manager()

    if TYPE_CHECKING:
        questions: RelatedManager["Question"]
        sub_indicators: RelatedManager["SubIndicator"]

    class Meta:
        ordering = ["number"]
        verbose_name = "ตัวชี้วัด"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="indicator_number_once_an_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def title(self) -> str:
        """Return the name in the reader's language; papers print `name`."""
        return _(self.name) if self.name else ""


class SubIndicator(models.Model):
    """A part of an OIT indicator (ตัวชี้วัดย่อย), such as 9.1."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="sub_indicators")
    code = models.CharField("รหัส", max_length=8)
    name = models.CharField("ชื่อ", max_length=160)

    if TYPE_CHECKING:
        questions: RelatedManager["Question"]

    class Meta:
        ordering = ["indicator__number", "pk"]
        verbose_name = "ตัวชี้วัดย่อย"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "code"], name="sub_indicator_once_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Question(models.Model):
    """A question of IIT or EIT, or an item of OIT. `polarity` has one sign, or one a sub-question."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="questions")
    sub_indicator = models.ForeignKey(
        SubIndicator, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="ตัวชี้วัดย่อย"
    )
    code = models.CharField("รหัส", max_length=6)
    text = models.CharField("ข้อความ", max_length=300, blank=True)
    polarity = models.CharField("ทิศทาง", max_length=8, default="+")
    sub_questions = models.PositiveSmallIntegerField("จำนวนข้อย่อย", default=1)
    answer_kind = models.CharField("ลักษณะคำตอบ", max_length=12, choices=AnswerKind.choices, default=AnswerKind.SCALE)

    class Meta:
        ordering = ["pk"]
        verbose_name = "ข้อคำถาม"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "code"], name="question_once_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class Issue(models.Model):
    """An issue (ประเด็น) under which plans of a year may group their measures instead of by indicator (form E)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="issues")
    number = models.PositiveSmallIntegerField("ประเด็นที่")
    name = models.CharField("ชื่อ", max_length=200)
    aliases = models.JSONField("ชื่ออื่นที่พบในเอกสาร", default=list, blank=True, db_default=[])

    class Meta:
        ordering = ["number"]
        verbose_name = "ประเด็น"
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="issue_number_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def title(self) -> str:
        """Return the name in the reader's language; papers print `name`."""
        return _(self.name) if self.name else ""
