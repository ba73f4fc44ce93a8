"""The library of suggested measures, by weak point."""

from django.db import models


class Suggestion(models.Model):
    """A measure that answers a weak indicator or question, and what would prove that it was done."""

    code = models.SlugField("รหัส", max_length=40, unique=True)
    indicator = models.PositiveSmallIntegerField("ตัวชี้วัดที่")
    # Words of a question or OIT item that it answers ("" for the whole indicator): codes change by year, names less.
    topic = models.CharField("ประเด็น", max_length=200, blank=True)
    text = models.TextField("มาตรการที่เสนอ")
    steps = models.JSONField("ขั้นตอน", default=list, blank=True)
    evidence = models.TextField("หลักฐานที่พิสูจน์ได้")
    is_active = models.BooleanField("ใช้งาน", default=True)
    # True once an administrator changed it: loading the base data again leaves it alone.
    is_edited = models.BooleanField(default=False)
    order = models.PositiveIntegerField("ลำดับ", default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["indicator", "order", "pk"]
        verbose_name = "มาตรการที่เสนอ"

    def __str__(self) -> str:
        return self.text[:60]
