"""What belongs to the portal as a whole and to no app: texts that wait for their writer, lists of people."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What somebody typed into a form and sent after the session had ended: for that person alone.

    `page`: the address of the page on which the form stood, `action`: where it posts to, `title`: what it is
    for, in words; `fields`: [name, value] pairs in the order of the form. Results have their own rows
    (measures.UnsavedText), because two people's words of one result are laid side by side.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.TextField()
    action = models.TextField()
    title = models.CharField(max_length=200)
    fields = models.JSONField()
    created_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "ข้อความที่ยังไม่ได้ส่ง"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.title}"


class PeopleList(models.Model):
    """An Excel list of agencies and people that somebody brought, between preview and links. Swept after some days.

    `lines`: what was read (ita_portal/people/lines.py); `content`: the file, blank once the list is stored.
    `made`: primary keys of the accounts that it made.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200)
    content = models.BinaryField(default=b"")
    lines = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "รายชื่อจากไฟล์"

    def __str__(self) -> str:
        return self.filename
