"""What the province itself says in form B, of an indicator, a group of measures or one measure."""

from django.db import models

from measures.models.round import Round, RoundMeasure


class Narrative(models.Model):
    """One text of the province's own for a round, printed once over the measures that it covers."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="narratives")
    text = models.TextField("ผลการดำเนินงานในภาพรวม", blank=True)
    # What came of it, as form E prints it beside the text.
    outcome = models.TextField("ผลลัพธ์หรือความสำเร็จในภาพรวม", blank=True, default="", db_default="")
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    covers = models.ManyToManyField(RoundMeasure, related_name="narratives")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "ผลภาพรวมของจังหวัด"

    def __str__(self) -> str:
        return self.text[:60]
