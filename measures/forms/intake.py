"""Forms that take a paper in. They clean; they write nothing."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from evidence.office.limits import PACKED
from measures.forms.planning import owner_words, owners_by_key

KINDS = (".docx", ".xlsx")


class PaperField(forms.FileField):
    """A Word or Excel file of at most 10 MB; what is inside is judged when it is read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("ไฟล์ Word (.docx) หรือ Excel (.xlsx)"),
            help_text=_("ไม่เกิน 10 MB ระบบจะแสดงสิ่งที่อ่านได้ก่อน ยังไม่บันทึก"),
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
            raise forms.ValidationError(_("ไฟล์ใหญ่เกิน 10 MB ให้ลบรูปภาพหรือแบ่งไฟล์"))
        if PurePath(uploaded.name or "").suffix.lower() not in KINDS:
            raise forms.ValidationError(_("รับเฉพาะไฟล์ .docx และ .xlsx ไฟล์รุ่นเก่าให้เปิดแล้วบันทึกเป็นชนิดใหม่ก่อน"))
        return uploaded


class PlanPaperForm(forms.Form):
    """The paper of a year's plan: whose, and which year."""

    owner = forms.ChoiceField(label=_("เจ้าของแผน"))
    year = forms.TypedChoiceField(coerce=int, label=_("ปีงบประมาณ พ.ศ."))
    paper = PaperField()

    def __init__(self, *args: Any, owners: list[Province | Agency], years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.owners = owners_by_key(owners)
        choices = [(key, owner_words(owner)) for key, owner in self.owners.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        for name in ("owner", "year"):
            self.fields[name].widget.attrs["class"] = "input"

    def clean_owner(self) -> Province | Agency:
        """Return the owner himself."""
        return self.owners[self.cleaned_data["owner"]]


class ResultPaperForm(forms.Form):
    """The paper of an agency's results in one round."""

    paper = PaperField()
