"""Provinces, agencies, and the groups in which measures are assigned."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.querysets import AgencyQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Province(models.Model):
    """One of the 77 provinces, by its official (DOPA) code."""

    code = models.CharField("รหัส", max_length=2, unique=True)
    name = models.CharField("ชื่อ", max_length=80, unique=True)
    name_en = models.CharField("ชื่อภาษาอังกฤษ", max_length=80)
    is_demo = models.BooleanField("จังหวัดสาธิต", default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "จังหวัด"

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """Return the name in the reader's language: the official English one in English."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def in_words(self) -> str:
        """Return "จังหวัด…", or "… Province"."""
        return _("จังหวัด%(name)s") % {"name": self.local_name}

    @property
    def printed_name(self) -> str:
        """Return "จังหวัด…" as papers and file names say it: Thai, whoever reads."""
        return f"จังหวัด{self.name}"


class AgencyKind(models.Model):
    """What sort of body an agency is: provincial office, district, municipality, subdistrict body."""

    code = models.SlugField("รหัส", max_length=40, unique=True)
    name = models.CharField("ชื่อ", max_length=120, unique=True)
    order = models.PositiveSmallIntegerField("ลำดับ", default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = "ประเภทหน่วยงาน"

    def __str__(self) -> str:
        return self.name


class AgencyGroup(models.Model):
    """A named set of a province's agencies, to which measures are assigned."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="groups", verbose_name="จังหวัด")
    name = models.CharField("ชื่อกลุ่ม", max_length=160)

    class Meta:
        ordering = ["name"]
        verbose_name = "กลุ่มหน่วยงาน"
        constraints = [
            models.UniqueConstraint(fields=["province", "name"], name="group_name_once_a_province"),
        ]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A public body that reports on measures."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="agencies", verbose_name="จังหวัด")
    name = models.CharField("ชื่อหน่วยงาน", max_length=200)
    kind = models.ForeignKey(AgencyKind, models.PROTECT, verbose_name="ประเภท", null=True, blank=True)
    parent_ministry = models.CharField("กระทรวง/ต้นสังกัด", max_length=160, blank=True)
    domains = models.JSONField("โดเมนเว็บไซต์ของหน่วยงาน", default=list, blank=True)
    memo_prefix = models.CharField("คำนำหน้าเลขที่หนังสือ", max_length=60, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=60, blank=True)
    needs_endorsement = models.BooleanField("หัวหน้าต้องรับรองก่อนส่ง", default=True)
    is_active = models.BooleanField("ใช้งาน", default=True)
    groups = models.ManyToManyField(AgencyGroup, related_name="agencies", verbose_name="กลุ่ม", blank=True)

    objects = AgencyQuerySet.as_manager()

    if TYPE_CHECKING:
        memberships: RelatedManager

    class Meta:
        ordering = ["name"]
        verbose_name = "หน่วยงาน"
        constraints = [
            models.UniqueConstraint(fields=["province", "name"], name="agency_name_once_a_province"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """Return the name: an agency has one for all languages. A province answers to the same."""
        return self.name

    @property
    def printed_name(self) -> str:
        """Return the name as papers and file names say it."""
        return self.name
