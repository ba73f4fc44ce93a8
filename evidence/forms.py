"""Fields for files that people send; what is inside is judged when it is read."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from agencies.asking import size, too_big
from evidence.office.limits import PACKED

KINDS = (".docx", ".xlsx")


class PaperField(forms.FileField):
    """A Word or Excel file of at most 10 MB; what is inside is judged when it is read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("ไฟล์ Word (.docx) หรือ Excel (.xlsx)"),
            help_text=size(PACKED, _("ระบบจะแสดงสิ่งที่อ่านได้ก่อน ยังไม่บันทึก")),
            widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ",".join(KINDS)}),
            error_messages={
                "required": _("โปรดเลือกไฟล์"),
                "empty": _("ไฟล์ว่างเปล่า โปรดเลือกไฟล์ที่มีตาราง"),
            },
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploaded: UploadedFile = super().clean(data, initial)
        if (uploaded.size or 0) > PACKED:
            raise forms.ValidationError(too_big(PACKED, _("ให้ลบรูปภาพหรือแบ่งไฟล์")))
        if PurePath(uploaded.name or "").suffix.lower() not in KINDS:
            raise forms.ValidationError(_("รับเฉพาะไฟล์ .docx และ .xlsx ไฟล์รุ่นเก่าให้เปิดแล้วบันทึกเป็นชนิดใหม่ก่อน"))
        return uploaded
