"""Forms of lists, hand-over and erasure. They clean; they write nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.leaving import left_alone, successors
from agencies.models import Province, User
from evidence.forms import PaperField


class ListForm(forms.Form):
    """The Excel file, and the province of lines that name none."""

    province = forms.ModelChoiceField(
        Province.objects.none(), label=gettext_lazy("จังหวัด"), required=False, to_field_name="code",
        empty_label=gettext_lazy("ตามช่องจังหวัดในไฟล์"), help_text=gettext_lazy("ใช้กับแถวที่ไม่ได้กรอกจังหวัด"),
    )  # fmt: skip
    paper = PaperField()

    def __init__(self, *args: Any, provinces: list[Province], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].label = _("ไฟล์ Excel (.xlsx)")
        if len(provinces) > 1:
            allowed = Province.objects.filter(pk__in=[one.pk for one in provinces])
            self.fields["province"].queryset = allowed  # type: ignore[attr-defined]
        else:
            del self.fields["province"]

    def clean_paper(self) -> Any:
        """Return the file; Word is not for lists."""
        uploaded = self.cleaned_data["paper"]
        if not str(uploaded.name).lower().endswith(".xlsx"):
            raise ValidationError(_("รายชื่อต้องเป็นไฟล์ Excel (.xlsx)"))
        return uploaded


class HandOverForm(forms.Form):
    """Who takes over; nobody needs a tick where a role is left without anybody."""

    successor = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("ผู้รับช่วง"), required=False,
        empty_label=gettext_lazy("ไม่มีผู้รับช่วง ปิดบัญชีอย่างเดียว"),
        help_text=gettext_lazy("ได้รับบทบาทเดียวกันในหน่วยงานเดียวกัน"),
    )  # fmt: skip
    acknowledged = forms.BooleanField(
        label=gettext_lazy("รับทราบว่าจะไม่มีผู้ทำหน้าที่นี้จนกว่าจะเพิ่มผู้ใช้ใหม่"), required=False,
        help_text=gettext_lazy("ไม่ต้องเลือกเมื่อมีผู้รับช่วง"),
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors(by, person)  # type: ignore[attr-defined]
        if not left_alone(person):
            del self.fields["acknowledged"]


class EraseForm(forms.Form):
    """The user name, typed once more."""

    typed = forms.CharField(
        label=gettext_lazy("พิมพ์ชื่อผู้ใช้เพื่อยืนยัน"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("ตัวพิมพ์ตรงกับชื่อผู้ใช้ทุกตัว"),
    )  # fmt: skip
