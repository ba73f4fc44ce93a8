"""What an agency says of a measure, and what is said of that."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from measures.choices import Answer, Mark, NoteKind
from measures.models.round import RoundMeasure, Submission
from measures.querysets import DONE, REASONLESS, UNCONFIRMED, ResultQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from measures.models.evidence import ResultAttachment


class Result(models.Model):
    """The result of one measure. Its existence is the assignment: the agency reports this measure."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="results")
    measure = models.ForeignKey(RoundMeasure, models.CASCADE, related_name="results")
    answer = models.CharField("คำตอบ", max_length=14, choices=Answer, blank=True, default=Answer.BLANK)
    text = models.TextField("ผลการดำเนินงาน", blank=True)
    reason = models.TextField("เหตุผลที่ไม่เกี่ยวข้อง", blank=True)
    outcome = models.TextField("ผลลัพธ์หรือความสำเร็จ", blank=True)
    # False when copied from an earlier round or a paper, until a person confirms it.
    confirmed = models.BooleanField(default=True)
    mark = models.CharField("ผลตรวจ", max_length=10, choices=Mark, blank=True, default=Mark.NONE)
    # The submission was returned with this measure flagged: open for editing.
    flagged = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)
    links: models.ManyToManyField = models.ManyToManyField("evidence.Link", through="ResultLink", related_name="+")

    objects = ResultQuerySet.as_manager()

    if TYPE_CHECKING:
        result_links: RelatedManager["ResultLink"]
        result_attachments: RelatedManager[ResultAttachment]
        notes: RelatedManager["ReviewNote"]

    class Meta:
        ordering = ["measure__order", "pk"]
        verbose_name = "ผลการดำเนินงาน"
        constraints = [models.UniqueConstraint(fields=["submission", "measure"], name="result_once_a_measure")]
        # Hundreds of thousands of long rows are counted for the nation's page: within these, none of them is read.
        indexes = [
            models.Index(fields=["submission"], condition=DONE, name="result_done"),
            models.Index(fields=["submission"], condition=REASONLESS | UNCONFIRMED, name="result_wrong"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.submission}"

    @property
    def is_complete(self) -> bool:
        """Say whether the result is answered: not blank, confirmed, with the reason where one is needed."""
        if self.answer == Answer.BLANK or not self.confirmed:
            return False
        return bool(self.reason.strip()) if self.answer == Answer.NOT_APPLICABLE else True


class ResultLink(models.Model):
    """A link of a result, in the order given."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="result_links")
    link = models.ForeignKey("evidence.Link", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.result_id} → {self.link_id}"


class ReviewNote(models.Model):
    """A reason to return, or a comment, beside one result."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=NoteKind)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("ข้อความ")
    created_at = models.DateTimeField(auto_now_add=True)
    # A reason is settled once the province has marked the corrected result.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class EditSitting(models.Model):
    """The open edits of one person at one result: becomes one Event when the sitting ends.

    Autosave writes the result at once; history shall read as one change a sitting (10 minutes), and
    events are append-only. So the sitting keeps what stood before until it is flushed.
    """

    result = models.ForeignKey(Result, models.CASCADE, related_name="sittings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    before = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result"], name="sitting_once_a_result")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.result_id}"


class UnsavedText(models.Model):
    """What a person typed and the portal could not store: offered to that person only, never lost.

    One row a form (two tabs are two forms); the same words are one row.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    result = models.ForeignKey(Result, models.CASCADE, related_name="unsaved")
    payload = models.JSONField()
    why = models.CharField(max_length=20)
    # The form it was typed in: what is typed on there takes the place of what was kept of it before.
    form = models.CharField(max_length=16, blank=True, default="", db_default="")
    base_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["user", "result"], name="unsaved_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.result_id}: {self.why}"
